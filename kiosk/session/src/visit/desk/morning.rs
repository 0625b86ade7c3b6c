//! What eyes look at in the morning (每日检查): the six kinds of the shelf, the place, the gazette; and the self-test with its slip (晨检条). Each is an entry of
//! a register; what the machine knows by itself is not asked.

use journal::{Maintenance, ShelfCheck, ShelfKind, ShelfState, Work};

use super::{At, Checking, Desking};
use crate::moment;
use crate::screen::desk::{Deed, MatterKind};
use crate::staff::{SelfTest, StaffPaper};
use crate::visit::turn::Turn;

impl Desking {
    /// One of the acts of the checklist.
    pub(super) fn act_on_checks(&mut self, deed: Deed, turn: &mut Turn) {
        match deed {
            Deed::CheckDone => {
                if let At::Checklist(checking) = &self.at {
                    let entry = ShelfCheck::entry(checking.shelf, self.by);
                    self.file(entry, turn);
                }
            }
            Deed::SelfTest => self.test_itself(turn),
            _ => self.at = At::Checklist(Checking::open(self.affairs.as_ref())),
        }
    }

    /// A line of the checklist, or what leads there.
    pub(super) fn attend_check(&mut self, kind: MatterKind, number: &str, turn: &mut Turn) {
        let of_shelf = ShelfKind::from_code(number);
        match (kind, &mut self.at) {
            (MatterKind::ShelfItem, At::Checklist(checking)) => {
                if let Some(kind) = of_shelf {
                    checking.turn_on(kind);
                }
            }
            (MatterKind::ShelfLack, At::Checklist(checking)) => {
                let last = self.affairs.as_ref().and_then(|held| held.shelf.as_ref());
                if let Some((kind, last)) = of_shelf.zip(last) {
                    let entry = ShelfCheck::mended(&last.number, kind, self.by);
                    if let Some(state) = checking.state(kind) {
                        *state = ShelfState::There;
                    }
                    self.file(entry, turn);
                }
            }
            (MatterKind::WorkFact, At::Checklist(_)) => match Work::from_code(number) {
                Some(Work::SelfTest) => self.test_itself(turn),
                Some(work) => {
                    let entry = Maintenance::done(work, false, None, self.by);
                    self.file(entry, turn);
                }
                None => {}
            },
            _ => self.at = At::Checklist(Checking::open(self.affairs.as_ref())),
        }
    }

    /// The slip is the test of the printer; a point without one tests the rest.
    fn test_itself(&mut self, turn: &mut Turn) {
        if !turn.rules.printer {
            if self.noted.is_empty() {
                self.tested(true, turn);
            }
            return;
        }
        let paper = StaffPaper::SelfTest(self.self_test(turn));
        self.print(Deed::SelfTest, paper, turn);
    }

    fn self_test(&self, turn: &Turn) -> SelfTest {
        let affairs = self.affairs.as_ref();
        let overview = turn.terminal.overview.as_ref();
        let many = |of: usize| u64::try_from(of).unwrap_or(u64::MAX);
        let shelf = affairs.and_then(|affairs| affairs.shelf.as_ref());
        SelfTest {
            by: self.by,
            documents: overview.map(|overview| overview.documents),
            checked: turn.terminal.data_time(),
            expires: overview.map_or_else(String::new, |overview| overview.expires.clone()),
            old_after_h: turn.rules.stale_after_h,
            day_agrees: self.day.is_none(),
            left_m: affairs
                .and_then(|affairs| affairs.roll)
                .map(|roll| roll.left_mm() / 1_000),
            unsettled: many(self.slips.lines.iter().filter(|s| s.waits()).count()),
            missing: affairs.map_or(0, |affairs| {
                affairs.gaps.iter().map(|(from, to)| to - from + 1).sum()
            }),
            shelf_open: shelf.map(|shelf| u64::from(shelf.missing + shelf.stale)),
        }
    }

    /// The slip came out, or did not; a test with a cross on its slip is not passed either.
    pub(super) fn tested(&mut self, printed: bool, turn: &mut Turn) {
        let read = self.affairs.as_ref();
        let at = read.and_then(|affairs| moment::parse(&affairs.at));
        let passed = at.is_some_and(|at| self.self_test(turn).passes(at));
        if let (true, false, Some(last)) = (printed, passed, &mut self.last) {
            last.more = 1;
        }
        let entry = Maintenance::done(Work::SelfTest, !(printed && passed), None, self.by);
        self.note(entry, turn);
    }
}
