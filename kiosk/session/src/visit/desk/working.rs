//! What the desk has under way (正在办): paper of its own, copies to a stick, wishes; one at a time, and what came of the last. What a test
//! found is noted without anybody waiting for it.

use journal::{DeskEntry, DeskPrint};

use super::{At, Desking};
use crate::asks::Effect;
use crate::screen::Notice;
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Deed, StickFault};
use crate::services::Filing;
use crate::staff::{Exporting, StaffPaper};
use crate::visit::turn::Turn;

impl Desking {
    pub(super) fn print_day(&mut self, turn: &mut Turn) {
        if let At::DaySheet(sheeting) = &self.at {
            let paper = StaffPaper::Day(sheeting.daily.day.clone());
            self.print(Deed::DaySheet, paper, turn);
        }
    }

    /// The day that is asked for was printed as A4 elsewhere and signed.
    pub(super) fn sheet_signed(&mut self, turn: &mut Turn) {
        if let Some(day) = self.shown_day()
            && self.sheet_asked_for(day)
        {
            let entry = DeskPrint::signed_elsewhere(day, self.by);
            self.file(entry, turn);
        }
    }

    /// Whether the sheet of a day, `yyyymmdd`, is asked for.
    pub fn sheet_asked_for(&self, day: &str) -> bool {
        let due = self
            .affairs
            .as_ref()
            .and_then(|held| held.sheet_due.as_ref());
        due.is_some_and(|(due, _)| due == day)
    }

    pub(super) fn print(&mut self, deed: Deed, paper: StaffPaper, turn: &mut Turn) {
        if turn.rules.printer && turn.terminal.printer.takes_jobs() {
            self.work(deed, |serial| Effect::PrintStaff { serial, paper }, turn);
        } else {
            self.last = Some(Matter {
                detail: deed.as_code().to_owned(),
                ..Matter::of(MatterKind::NotDone)
            });
        }
    }

    pub(super) fn export(&mut self, deed: Deed, what: Exporting, turn: &mut Turn) {
        self.work(deed, |serial| Effect::Export { serial, what }, turn);
    }

    /// One of these at a time.
    pub(super) fn work(&mut self, deed: Deed, effect: impl FnOnce(u64) -> Effect, turn: &mut Turn) {
        if self.working.is_none() {
            let serial = turn.next_serial();
            self.working = Some((serial, deed));
            self.last = None;
            turn.effects.push(effect(serial));
        }
    }

    /// What was worked on is done, or could not be; false when it is another's.
    pub fn worked(&mut self, serial: u64, done: bool, place: &str) -> bool {
        let Some((_, deed)) = self.working.take_if(|(asked, _)| *asked == serial) else {
            return false;
        };
        let kind = match done {
            true => MatterKind::Done,
            false => MatterKind::NotDone,
        };
        self.last = Some(Matter {
            detail: deed.as_code().to_owned(),
            time: place.to_owned(),
            ..Matter::of(kind)
        });
        true
    }

    /// The register lies on a stick, or does not: then why.
    pub fn exported(&mut self, serial: u64, result: Result<String, StickFault>) {
        let place = result.as_deref().unwrap_or_default();
        let mine = self.worked(serial, result.is_ok(), place);
        if let (true, Err(fault), Some(last)) = (mine, &result, &mut self.last) {
            last.short = fault.as_code().to_owned();
        }
    }

    /// Paper of the desk came out, or did not.
    pub fn paper_done(&mut self, serial: u64, good: bool, turn: &mut Turn) {
        if let At::Handover(handing) = &mut self.at {
            handing.paper_done(serial, good);
        }
        let deed = self.working.filter(|(asked, _)| *asked == serial);
        self.worked(serial, good, "");
        match deed {
            Some((_, Deed::SelfTest)) => self.tested(good, turn),
            // That it came out stands in the register already.
            Some((_, Deed::DaySheet | Deed::PrintPaper)) => self.list(turn),
            _ => {}
        }
    }

    /// An entry that no finger asked for: nothing on the page waits for it, and it leads nowhere.
    pub(super) fn note(&mut self, entry: DeskEntry, turn: &mut Turn) {
        let serial = turn.next_serial();
        self.noted.push(serial);
        let what = Filing::Entry(entry);
        turn.effects.push(Effect::File { serial, what });
    }

    /// It stands in its register, or could not be written; false when another asked.
    pub(super) fn noted(&mut self, serial: u64, written: bool, turn: &mut Turn) -> bool {
        let mine = self.noted.contains(&serial);
        self.noted.retain(|asked| *asked != serial);
        if mine && !written {
            *turn.notice = Some(Notice::RegisterUnread);
        }
        mine
    }
}
