//! The checklist as a picture: the shelf kind by kind, then what is done to the point, with how long ago it was done.

use jiff::Timestamp;
use journal::{ShelfKind, ShelfState, Work};

use super::terms::{count, near};
use crate::moment;
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Act, Deed, Sheet, SheetName};
use crate::visit::{Checking, Desking};

/// Days for which a check of the shelf stands.
pub(super) const SHELF_DAYS: u32 = 7;
/// Days after which a gazette should have come: one of two months in one issue is not late yet.
pub(super) const GAZETTE_DAYS: u32 = 65;
/// What is written down here, in the order in which it is done.
const WORKS: [Work; 6] = [
    Work::SelfTest,
    Work::Cleaning,
    Work::Inspection,
    Work::Gazette,
    Work::AttributeChange,
    Work::Repair,
];

pub(super) fn checklist(checking: &Checking, desk: &Desking, now: Timestamp) -> Sheet {
    let last = desk.affairs.as_ref().and_then(|held| held.shelf.as_ref());
    let kinds = ShelfKind::ALL.iter().zip(checking.shelf).enumerate();
    let items = kinds.map(|(at, (kind, state))| {
        let stood = last.is_some_and(|last| last.states.get(at) == Some(&state));
        Matter {
            number: kind.as_code().to_owned(),
            detail: state.as_code().to_owned(),
            time: last.map_or_else(String::new, |last| near(&last.at, now)),
            ..Matter::of(match stood && state != ShelfState::There {
                true => MatterKind::ShelfLack,
                false => MatterKind::ShelfItem,
            })
        }
    });
    let works = WORKS.into_iter().map(|work| fact(work, desk, now));
    Sheet {
        about: last.map_or_else(String::new, |last| near(&last.at, now)),
        read: desk.affairs.is_some(),
        lines: items.chain(works).collect(),
        acts: vec![Act {
            off: desk.filing.is_some() || desk.affairs.is_none(),
            ..Act::of(Deed::CheckDone)
        }],
        ..Sheet::of(SheetName::Checklist)
    }
}

fn fact(work: Work, desk: &Desking, now: Timestamp) -> Matter {
    let mut works = desk.affairs.iter().flat_map(|held| &held.works);
    let last = works.find(|held| held.work == work);
    Matter {
        number: work.as_code().to_owned(),
        detail: work.as_code().to_owned(),
        time: last.map_or_else(String::new, |last| near(&last.at, now)),
        count: last.map_or(0, |last| days_since(&last.at, now)),
        more: u32::from(last.is_some_and(|last| last.failed)),
        ..Matter::of(MatterKind::WorkFact)
    }
}

/// Whole days of the wall calendar.
pub(super) fn days_since(at: &str, now: Timestamp) -> u32 {
    let day = |at: Timestamp| moment::local(at).date();
    let days = moment::parse(at).map(|at| (day(now) - day(at)).get_days());
    count(days.unwrap_or(0).max(0))
}

/// The shelf was looked at once, and not lately.
pub(super) fn shelf_due(desk: &Desking, now: Timestamp) -> Option<u32> {
    let shelf = desk.affairs.as_ref()?.shelf.as_ref()?;
    Some(days_since(&shelf.at, now)).filter(|days| *days > SHELF_DAYS)
}

/// A gazette came once, and none lately.
pub(super) fn gazette_late(desk: &Desking, now: Timestamp) -> Option<u32> {
    let works = &desk.affairs.as_ref()?.works;
    let last = works.iter().find(|held| held.work == Work::Gazette)?;
    Some(days_since(&last.at, now)).filter(|days| *days > GAZETTE_DAYS)
}
