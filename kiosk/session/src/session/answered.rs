//! What the catalogue worker says: to which place it goes, and what a changed mirror means for the screen and the queue.

use mirror::Cursor;

use super::Session;
use crate::asks::{Answer, Effect, Heard, Opened, Overview, Question};
use crate::attached::{Illustrated, Seen, Wish};
use crate::screen::Notice;
use crate::visit::{Attaching, Choosing, Leafing, Opening, Place, Reading, Serving, Stay, Viewing};

impl Session {
    pub(super) fn answered(&mut self, answer: Answer) {
        match answer {
            Answer::Home(overview) => {
                let known = self.terminal.overview.as_ref().map(|o| o.issued.as_str());
                if !overview.issued.is_empty() && known != Some(&overview.issued) {
                    self.effects.push(Effect::Signed(overview.issued.clone()));
                }
                // What finds nothing may find something after each change of the mirror, and the other way round.
                let held = |of: &Overview| (of.documents, of.issued.clone());
                let before = self.terminal.overview.as_ref().map(held);
                let words = self.rules.common.clone();
                if before != Some(held(&overview)) && overview.documents > 0 && !words.is_empty() {
                    self.ask(Question::Common { words });
                }
                self.terminal.overview = Some(*overview);
                self.terminal.missing = None;
            }
            Answer::Common { barren } => self.terminal.barren = barren,
            Answer::Missing(missing) => {
                self.terminal.overview = None;
                self.terminal.missing = Some(missing);
                self.mind_the_damage();
            }
            Answer::Found {
                serial,
                page,
                hints,
            } => self.turn(|place, turn| {
                if let Place::Search(search) = place {
                    search.found(serial, page, hints, turn);
                }
            }),
            Answer::Browsed {
                serial,
                groups,
                listing,
            } => self.turn(|place, turn| {
                if let Place::Browse(browse) = place {
                    browse.browsed(serial, groups, listing, turn);
                }
            }),
            Answer::Counted {
                serial,
                total,
                is_final,
            } => {
                if let Place::Search(search) = &mut self.visit.place {
                    search.counted(serial, total, is_final);
                }
            }
            Answer::Options {
                serial,
                groups,
                letters,
                is_final,
            } => {
                if let Place::Search(search) = &mut self.visit.place {
                    search.optioned(serial, groups, letters, is_final);
                }
            }
            Answer::Shelf { serial, found } => match &mut self.visit.place {
                Place::Service(Serving::Shelf(shelf)) => shelf.found(serial, found),
                Place::Desk(desk) => desk.shelf_told(serial, found),
                _ => {}
            },
            Answer::Links { serial, checks } => match &mut self.visit.place {
                Place::Service(Serving::Links(linking)) => linking.found(serial, checks),
                Place::Desk(desk) => desk.links_told(serial, checks),
                _ => {}
            },
            Answer::Opened { serial, opened } => self.opened(serial, opened),
            Answer::Checked { found, cursor } => self.checked(&found, cursor),
            Answer::Changed => self.changed(),
            Answer::Failed { serial } => self.failed(serial),
        }
    }

    /// The worker of attachments answers.
    pub(super) fn seen(&mut self, seen: Seen) {
        self.turn(|place, turn| {
            if let Place::Attachment(attaching) = place {
                attaching.seen(seen, turn);
            }
        });
    }

    /// A picture of a text was drawn.
    pub(super) fn illustrated(&mut self, illustrated: Illustrated) {
        if let Place::Reader(reading) = &mut self.visit.place {
            reading.pictures.came(illustrated);
        }
    }

    /// The voice goes on.
    pub(super) fn heard(&mut self, heard: &Heard) {
        match &mut self.visit.place {
            Place::Reader(reading) => reading.heard(heard),
            Place::Attachment(attaching) => attaching.heard(heard),
            Place::Search(search) => search.heard(heard),
            Place::Browse(browse) => browse.heard(heard),
            _ => {}
        }
    }

    /// However an attachment was left, or a text with pictures, the child that holds it dies.
    pub(super) fn mind_the_attachment(&mut self) {
        let is_attachment = |place: &Place| matches!(place, Place::Attachment(_));
        let attached = self.visit.places().any(is_attachment);
        if self.attached && !attached {
            self.effects.push(Effect::Attachment(Wish::Close));
        }
        self.attached = attached;
        let has_pictures =
            |place: &Place| matches!(place, Place::Reader(reading) if reading.pictures.asked());
        let pictured = self.visit.places().any(has_pictures);
        if self.pictured && !pictured {
            self.effects.push(Effect::Illustrate {
                serial: 0,
                wanted: Vec::new(),
                width_px: 0,
            });
        }
        self.pictured = pictured;
    }

    /// A document came: for the place that asked, else for the tap that waits for it.
    fn opened(&mut self, serial: u64, opened: Option<Opened>) {
        let mine = self.turn(|place, turn| match place {
            Place::Desk(desk) => desk
                .fetched(serial, opened.as_ref(), turn)
                .then_some(Stay::Stays),
            Place::Reader(reading) => reading.reloaded(serial, opened.as_ref(), turn),
            _ => None,
        });
        match mine {
            Some(Stay::Stays) => return,
            Some(Stay::Leaves) => return self.go_back(),
            None => {}
        }
        let Some(opening) = self.visit.opening.take_if(|o| o.serial == serial) else {
            return;
        };
        match opened {
            Some(opened) => self.show(opened, opening),
            None => self.visit.notice = Some(Notice::Withdrawn),
        }
    }

    /// The document, and above it the page of its attachment on which the words were found.
    fn show(&mut self, opened: Opened, opening: Opening) {
        let Opening {
            article_id,
            sought,
            attached,
            ..
        } = opening;
        let of_file = opened.clone();
        let mut place = self.turn(|_, turn| Reading::open(opened, article_id, turn));
        let Some(attached) = attached else {
            place.seek(sought);
            return self.visit.push(Place::Reader(place));
        };
        self.visit.push(Place::Reader(place));
        let at = attached.number.saturating_sub(1) as usize;
        let leaf = self.turn(|_, turn| Attaching::open(of_file, at, turn));
        if let Some(mut leaf) = leaf {
            leaf.begin_at(attached.page.saturating_sub(1), sought);
            self.visit.push(Place::Attachment(leaf));
        }
    }

    /// The agent changed the mirror: whatever may show a withdrawn document is asked again.
    fn changed(&mut self) {
        if !matches!(self.visit.place, Place::Home(_)) {
            self.ask(Question::Home);
        }
        self.visit.forget_below();
        self.refresh();
        self.recheck();
    }

    fn checked(&mut self, found: &[(String, Option<u64>)], cursor: Cursor) {
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
        if self.visit.gone(id) == Some(Stay::Leaves) {
            self.go_back();
        }
    }

    fn at_revision(&mut self, id: &str, rev: u64) {
        let stay = self.turn(|place, turn| match place {
            Place::Reader(reading) => {
                reading.at_revision(id, rev, turn);
                Stay::Stays
            }
            // What was chosen, measured or turned to no longer exists in that form.
            Place::Contents(Leafing { opened, .. })
            | Place::Table(Viewing { opened, .. })
            | Place::Attachment(Attaching { opened, .. })
            | Place::Print(Choosing { opened, .. }) => Stay::at_revision(&opened.document, id, rev),
            _ => Stay::Stays,
        });
        if stay == Stay::Stays {
            return;
        }
        self.visit.pop();
        let reloads = self.turn(|place, turn| match place {
            Place::Reader(reading) if reading.id == id => {
                reading.reload(true, turn);
                true
            }
            _ => false,
        });
        if !reloads {
            self.visit.notice = Some(Notice::Revised);
            self.refresh();
        }
    }

    fn failed(&mut self, serial: Option<u64>) {
        let Some(serial) = serial else { return };
        let tapped = self.visit.opening.take_if(|o| o.serial == serial).is_some();
        let stay = self.visit.place.duties_mut().failed(serial);
        if stay == Some(Stay::Leaves) {
            self.go_back();
        }
        if tapped || stay.is_some() {
            self.visit.notice = Some(Notice::CatalogueBusy);
        }
    }
}
