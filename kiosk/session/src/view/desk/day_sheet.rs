//! The sheet of a day (日表) beside a picture of its paper, and the choice of what goes onto a stick. What was checked is said, and what was not.

use journal::Soundness;

use super::terms::{count, dashed};
use crate::screen::desk::register::Drawn;
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Act, Deed, Sheet, SheetName};
use crate::staff::DayBook;
use crate::visit::{Desking, ExportChoice, Sheeting};

pub(super) fn day_sheet(sheeting: &Sheeting, desk: &Desking) -> Sheet {
    let daily = &sheeting.daily;
    let laid = sheeting.laid.as_ref();
    let sound = laid.and_then(|laid| laid.sound.as_ref());
    let checking = sheeting.drawn == Drawn::Coming;
    let busy = desk.working.is_some();
    let asked_for = desk.sheet_asked_for(&daily.day);
    Sheet {
        about: dashed(&daily.day),
        read: daily.book.is_some(),
        tops: vec![
            Act::of(Deed::DayBefore),
            Act {
                off: daily.day >= daily.newest,
                ..Act::of(Deed::DayAfter)
            },
        ],
        lines: std::iter::once(chain(sound, checking))
            .chain(daily.book.iter().flat_map(came_to))
            .collect(),
        acts: [
            (Deed::DaySheet, true, busy),
            (Deed::ExportSheet, true, busy),
            // Only where somebody is asked for it.
            (Deed::SheetSigned, asked_for, desk.filing.is_some()),
            (Deed::Day, true, false),
        ]
        .into_iter()
        .filter(|(_, shown, _)| *shown)
        .map(|(deed, _, off)| Act {
            off,
            ..Act::of(deed)
        })
        .collect(),
        drawn: Some(sheeting.drawn),
        preview: laid.and_then(|laid| laid.preview.clone()),
        ..Sheet::of(SheetName::DaySheet)
    }
}

/// What the check of the chain found.
fn chain(sound: Option<&Soundness>, checking: bool) -> Matter {
    match sound {
        Some(sound) if sound.holds() => Matter {
            count: count(sound.entries),
            ..Matter::of(MatterKind::ChainHolds)
        },
        Some(sound) => Matter {
            number: sound.number.clone(),
            count: count(sound.problems),
            ..Matter::of(MatterKind::ChainBroken)
        },
        None if checking => Matter::of(MatterKind::ChainChecking),
        None => Matter::of(MatterKind::ChainUnknown),
    }
}

/// What the day came to, in a few cards.
fn came_to(book: &DayBook) -> [Matter; 3] {
    let totals = &book.totals;
    let missing: u64 = book.gaps.iter().map(|(from, to)| to - from + 1).sum();
    [
        (MatterKind::DayNumbers, totals.numbers(), missing),
        (
            MatterKind::DaySlips,
            totals.slips.paper_mm,
            totals.slips.came_out,
        ),
        (
            MatterKind::DayPages,
            totals.printed_pages,
            totals.copied_pages,
        ),
    ]
    .map(|(kind, shown, more)| Matter {
        count: count(shown),
        more: count(more),
        ..Matter::of(kind)
    })
}

/// Which part of the registers goes onto a stick.
pub(super) fn export(choice: &ExportChoice, desk: &Desking) -> Sheet {
    let period = &choice.period;
    let shown = dashed(period);
    let kind = match period.len() {
        8 => Deed::Days,
        6 => Deed::Months,
        4 => Deed::Years,
        _ => Deed::All,
    };
    let kinds = [Deed::Days, Deed::Months, Deed::Years, Deed::All];
    Sheet {
        about: shown.clone(),
        tops: [
            (Deed::Before, period.is_empty()),
            (Deed::After, choice.is_newest()),
        ]
        .map(|(deed, off)| Act {
            off,
            ..Act::of(deed)
        })
        .into_iter()
        .chain(kinds.map(|deed| Act {
            chosen: deed == kind,
            ..Act::of(deed)
        }))
        .collect(),
        lines: vec![
            Matter {
                short: shown,
                detail: kind.as_code().to_owned(),
                ..Matter::of(MatterKind::ExportPeriod)
            },
            Matter::of(MatterKind::ExportPrivacy),
        ],
        acts: vec![
            Act {
                off: desk.working.is_some(),
                ..Act::of(Deed::ExportNow)
            },
            Act::of(Deed::Day),
        ],
        ..Sheet::of(SheetName::Export)
    }
}
