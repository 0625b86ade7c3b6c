//! What of a day can be deleted by hand as lists; of one entry why, and once more whether.

use jiff::Timestamp;
use journal::RedactReason;

use super::terms::{count, dashed, near, short};
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Act, Deed, Sheet, SheetName};
use crate::visit::{Desking, Erase, Erasing};

/// Everything of a day that says something of a person.
pub(super) fn erasing(erasing: &Erasing, desk: &Desking, now: Timestamp) -> Sheet {
    let held = erasing.held.iter().flatten();
    let lines = held.map(|held| Matter {
        number: held.number.clone(),
        short: short(&held.number),
        time: near(&held.at, now),
        detail: held.register.to_owned(),
        title: held.title.clone().unwrap_or_default(),
        count: count(held.fields.len()),
        ..Matter::of(MatterKind::Erasable)
    });
    let affairs = desk.affairs.as_ref();
    let newest = affairs.is_none_or(|affairs| erasing.day >= affairs.day);
    Sheet {
        about: dashed(&erasing.day),
        read: erasing.held.is_some(),
        tops: vec![
            Act::of(Deed::DayBefore),
            Act {
                off: newest,
                ..Act::of(Deed::DayAfter)
            },
        ],
        lines: lines.collect(),
        acts: vec![Act::of(Deed::Day)],
        ..Sheet::of(SheetName::Erasing)
    }
}

/// Why, and once more whether.
pub(super) fn erase(erase: &Erase, desk: &Desking) -> Sheet {
    let reason = |deed, why| Act {
        chosen: erase.why == Some(why),
        ..Act::of(deed)
    };
    Sheet {
        about: short(&erase.number),
        lines: vec![Matter {
            short: short(&erase.number),
            detail: erase.register.clone(),
            ..Matter::of(MatterKind::EraseAsked)
        }],
        tops: vec![
            reason(Deed::RedactAsked, RedactReason::Asked),
            reason(Deed::RedactNamed, RedactReason::Named),
            reason(Deed::RedactUnfit, RedactReason::Unfit),
        ],
        acts: vec![
            // Staying is what a hasty finger meets first.
            Act::of(Deed::KeepIt),
            Act {
                off: erase.why.is_none() || desk.filing.is_some(),
                ..Act::of(Deed::RedactNow)
            },
        ],
        ..Sheet::of(SheetName::Erase)
    }
}
