//! The checklist as a picture: the shelf kind by kind, then what is done to the point, with how long ago it was done.

use jiff::Timestamp;
use journal::{ShelfKind, ShelfState, Work};
use mirror::Head;

use super::terms::{count, near};
use crate::affairs::{Affairs, WORKS};
use crate::moment;
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Act, Deed, Sheet, SheetName};
use crate::services::OnShelf;
use crate::visit::{Checking, Desking};

pub(super) fn checklist(checking: &Checking, desk: &Desking, now: Timestamp) -> Sheet {
    let last = desk.affairs.as_ref().and_then(|held| held.shelf.as_ref());
    let kinds = ShelfKind::ALL.iter().zip(checking.shelf).enumerate();
    let items = kinds.map(|(at, (kind, state))| {
        let stood = last.is_some_and(|last| last.states.get(at) == Some(&state));
        Matter {
            number: kind.as_code().to_owned(),
            detail: state.as_code().to_owned(),
            time: last.map_or_else(String::new, |last| near(&last.at, now)),
            short: newest(&desk.shelf, *kind).map_or_else(String::new, |head| head.date.clone()),
            title: newest(&desk.shelf, *kind).map_or_else(String::new, |head| head.title.clone()),
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
        acts: vec![
            Act {
                off: desk.filing.is_some() || desk.affairs.is_none(),
                ..Act::of(Deed::CheckDone)
            },
            Act::of(Deed::Holdings),
        ],
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

/// The newest edition of a kind in the mirror.
fn newest(shelf: &[OnShelf], kind: ShelfKind) -> Option<&Head> {
    let held = shelf.iter().find(|held| held.kind == kind)?;
    held.newest.as_ref()
}

/// Kinds of which the data holds an edition that is newer than anybody saw on the shelf (R27): it came to this terminal after the kind was last found
/// there, or after a gazette was last written down. Not its date counts: an edition often comes weeks after that. Of a kind that nobody ever wrote down
/// nothing is known; a mirror that was filled anew asks for one look too many.
pub fn editions_behind<'a>(affairs: &Affairs, shelf: &'a [OnShelf]) -> Vec<(ShelfKind, &'a Head)> {
    let mut behind = Vec::new();
    for (at, kind) in ShelfKind::ALL.iter().enumerate() {
        let Some(head) = newest(shelf, *kind) else {
            continue;
        };
        let check = affairs.shelf.as_ref();
        let state = check.and_then(|check| check.states.get(at));
        // What is known to be missing or stale is told of already.
        if state.is_some_and(|state| *state != ShelfState::There) {
            continue;
        }
        let mut came = affairs.works.iter();
        let came = came.find(|held| held.work == Work::Gazette && *kind == ShelfKind::Gazette);
        let seen = [check.map(|check| &check.at), came.map(|held| &held.at)];
        let seen = seen
            .into_iter()
            .flatten()
            .filter_map(|at| moment::parse(at))
            .max();
        if seen.is_some_and(|seen| moment::parse(&head.applied).is_some_and(|came| came > seen)) {
            behind.push((*kind, head));
        }
    }
    behind
}

/// The shelf was looked at once, and not within these days.
pub fn shelf_due(affairs: &Affairs, within: u32, now: Timestamp) -> Option<u32> {
    let shelf = affairs.shelf.as_ref()?;
    Some(days_since(&shelf.at, now)).filter(|days| *days > within)
}

/// A gazette came once, and none within these days.
pub fn gazette_late(affairs: &Affairs, within: u32, now: Timestamp) -> Option<u32> {
    let mut works = affairs.works.iter();
    let last = works.find(|held| held.work == Work::Gazette)?;
    Some(days_since(&last.at, now)).filter(|days| *days > within)
}
