//! The reader, and what happens to an open document when the mirror changes. Never shows a revision that is gone.

use mirror::Cursor;

use super::visit::{TEXT_PX_MAX, TEXT_PX_MIN, TEXT_PX_STEP};
use super::{Effect, Opened, Opening, Place, Question, Reading, Session};
use crate::articles;
use crate::screen::{Action, Notice};

/// After which a recheck without an answer is asked again.
const RECHECK_AGAIN_MS: u64 = 2_000;

impl Session {
    pub(super) fn open(&mut self, id: String, article_id: String) {
        let serial = self.next_serial();
        self.visit.opening = Some(Opening {
            serial,
            article_id,
            in_place: false,
            revised: false,
        });
        self.ask(Question::Open { serial, id });
    }

    /// Fetches the document of the open reader again.
    pub(super) fn reload(&mut self, revised: bool) {
        let serial = self.next_serial();
        let Place::Reader(reading) = &self.visit.place else {
            return;
        };
        let id = reading.id.clone();
        self.visit.opening = Some(Opening {
            serial,
            article_id: reading.goto.clone(),
            in_place: true,
            revised,
        });
        self.ask(Question::Open { serial, id });
    }

    pub(super) fn opened(&mut self, serial: u64, opened: Option<Opened>) {
        if self.fetched(serial, opened.as_ref()) {
            return;
        }
        let Some(opening) = self.visit.opening.take_if(|o| o.serial == serial) else {
            return;
        };
        let goto_serial = self.next_serial();
        let Some(opened) = opened else {
            if opening.in_place {
                self.close_reader();
            }
            self.visit.notice = Some(Notice::Withdrawn);
            return;
        };
        let document = &opened.document;
        if opening.in_place
            && let Place::Reader(reading) = &mut self.visit.place
        {
            reading
                .chosen
                .retain(|id| articles::choosable(document, id));
            reading.opened = Some(opened);
            reading.goto = opening.article_id;
            reading.goto_serial = goto_serial;
            if opening.revised {
                reading.chosen.clear();
                self.visit.notice = Some(Notice::Revised);
            }
            return;
        }
        self.go(Place::Reader(Reading {
            id: document.id.clone(),
            opened: Some(opened),
            contents_open: false,
            choosing: false,
            chosen: Vec::new(),
            goto: opening.article_id,
            goto_serial,
        }));
    }

    pub(super) fn act_in_reader(&mut self, action: Action) {
        let serial = self.next_serial();
        let Place::Reader(reading) = &mut self.visit.place else {
            return;
        };
        match action {
            Action::Open { id, article_id } => self.open(id, article_id),
            Action::OpenSearch | Action::Common { .. } | Action::OpenTile { .. } => {
                self.act_in_lists(action);
            }
            Action::ToggleContents => reading.contents_open = !reading.contents_open,
            Action::Goto { article_id } => {
                reading.contents_open = false;
                reading.goto = article_id;
                reading.goto_serial = serial;
            }
            Action::ToggleChoosing => {
                reading.choosing = !reading.choosing;
                reading.contents_open = false;
            }
            Action::Tick { article_id } if reading.choosing => {
                if let Some(opened) = &reading.opened {
                    articles::toggle(&opened.document, &mut reading.chosen, &article_id);
                }
            }
            Action::Bigger => {
                self.visit.text_px = (self.visit.text_px + TEXT_PX_STEP).min(TEXT_PX_MAX);
            }
            Action::Smaller => {
                self.visit.text_px = (self.visit.text_px - TEXT_PX_STEP).max(TEXT_PX_MIN);
            }
            Action::OpenPrint => self.open_print(),
            _ => {}
        }
    }

    /// Documents of the open screen and of running jobs.
    pub(super) fn documents_in_use(&self) -> Vec<String> {
        let mut ids: Vec<String> = self
            .jobs
            .iter()
            .map(|job| job.document.id.clone())
            .chain(self.visit.place.document_id().map(str::to_string))
            .collect();
        ids.sort();
        ids.dedup();
        ids
    }

    /// Screens below the open one lose what they show of documents; going back asks again.
    pub(super) fn forget_below(&mut self) {
        for place in &mut self.visit.stack {
            match place {
                Place::Search(search) => {
                    search.rows.clear();
                    search.hints.clear();
                    search.options.clear();
                    search.picking = None;
                }
                Place::Browse(browse) => browse.rows.clear(),
                // The print screen shares its text with the reader below it and is rechecked itself.
                Place::Reader(reading) => reading.opened = None,
                _ => {}
            }
        }
        self.visit
            .stack
            .retain(|place| !matches!(place, Place::Print(_)));
    }

    /// Asks whether what is on the screen and in the queue is still there. Asked last, so that lists were answered before.
    pub(super) fn recheck(&mut self) {
        self.rechecking = Some(self.now_ms);
        let ids = self.documents_in_use();
        self.ask(Question::Recheck { ids });
    }

    /// An answer that failed is asked for again while there is a mirror: the agent waits to hear that a takedown is done.
    pub(super) fn mind_the_recheck(&mut self) {
        let overdue = |asked_ms: u64| self.now_ms.saturating_sub(asked_ms) >= RECHECK_AGAIN_MS;
        if self.rechecking.is_some_and(overdue) && self.terminal.overview.is_some() {
            self.recheck();
        }
    }

    /// Says that the mirror was followed, once no job prints what is gone.
    pub(super) fn mind_the_jobs(&mut self) {
        if self.jobs.iter().all(|job| !job.withdrawn)
            && let Some(cursor) = self.followed.take()
        {
            self.effects.push(Effect::Followed(cursor));
        }
    }

    pub(super) fn checked(&mut self, found: &[(String, Option<u64>)], cursor: Cursor) {
        self.rechecking = None;
        self.followed = Some(cursor);
        for (id, rev) in found {
            match rev {
                None => self.gone(id),
                Some(rev) => self.at_revision(id, *rev),
            }
        }
    }

    fn gone(&mut self, id: &str) {
        for job in &mut self.jobs {
            if job.document.id == id && !job.withdrawn {
                job.withdrawn = true;
                self.effects.push(Effect::Withdraw { job: job.id });
            }
        }
        self.visit
            .stack
            .retain(|place| place.document_id() != Some(id));
        if self.visit.place.document_id() != Some(id) {
            return;
        }
        self.visit.notice = Some(Notice::Withdrawn);
        // The way here may name it too: a title typed into the search field.
        self.visit.stack.clear();
        match &mut self.visit.place {
            Place::Printing(printing) => printing.withdrawn = true,
            Place::Outcome(ended) => ended.title.clear(),
            _ => self.close_reader(),
        }
    }

    fn close_reader(&mut self) {
        self.visit.opening = None;
        self.visit.place = self.visit.stack.pop().unwrap_or(Place::Home);
        self.refresh();
    }

    fn at_revision(&mut self, id: &str, rev: u64) {
        let shown = match &self.visit.place {
            Place::Reader(reading) if reading.id == id => reading.opened.as_ref(),
            Place::Print(choosing) => Some(&choosing.opened),
            _ => None,
        };
        let outdated =
            shown.is_some_and(|opened| opened.document.id == id && opened.document.rev != rev);
        if !outdated {
            return;
        }
        if matches!(self.visit.place, Place::Print(_)) {
            // What was chosen and measured no longer exists in that form.
            self.visit.place = self.visit.stack.pop().unwrap_or(Place::Home);
        }
        if matches!(&self.visit.place, Place::Reader(reading) if reading.id == id) {
            self.reload(true);
        } else {
            self.visit.notice = Some(Notice::Revised);
            self.refresh();
        }
    }

    pub(super) fn failed(&mut self, serial: Option<u64>) {
        let Some(serial) = serial else { return };
        if let Place::Search(search) = &mut self.visit.place
            && search.serial == serial
        {
            search.waiting = false;
        }
        let mut concerns_the_screen = match &self.visit.place {
            Place::Search(search) => search.serial == serial || search.options_serial == serial,
            Place::Browse(browse) => browse.serial == serial,
            _ => false,
        };
        if let Place::Desk(desk) = &mut self.visit.place {
            concerns_the_screen |= desk.opening.take_if(|asked| *asked == serial).is_some();
        }
        if let Some(opening) = self.visit.opening.take_if(|o| o.serial == serial) {
            concerns_the_screen = true;
            if opening.in_place
                && matches!(&self.visit.place, Place::Reader(r) if r.opened.is_none())
            {
                self.close_reader();
            }
        }
        if concerns_the_screen {
            self.visit.notice = Some(Notice::CatalogueBusy);
        }
    }
}
