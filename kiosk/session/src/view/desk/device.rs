//! What is known of the device itself, and what can be done about it from the desk.

use jiff::Timestamp;

use super::terms::{count, near};
use crate::moment;
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Act, Deed, Sheet, SheetName};
use crate::session::Session;
use crate::visit::Desking;

pub(super) fn device(session: &Session, desk: &Desking, now: Timestamp) -> Sheet {
    let terminal = session.terminal();
    let mut lines = vec![Matter {
        detail: match terminal
            .unreached
            .filter(|_| !terminal.printer.takes_jobs())
        {
            Some(why) => why.as_code().to_owned(),
            None => terminal.printer.as_code().to_owned(),
        },
        count: u32::from(terminal.printer.takes_jobs()),
        ..Matter::of(MatterKind::PrinterFact)
    }];
    let roll = desk.affairs.as_ref().and_then(|affairs| affairs.roll);
    lines.push(match roll {
        Some(roll) => Matter {
            count: count(roll.left_mm() / 1_000),
            more: count(roll.roll_mm / 1_000),
            ..Matter::of(MatterKind::RollFact)
        },
        None => Matter::of(MatterKind::RollUnknown),
    });
    if let Some(overview) = &terminal.overview {
        lines.push(Matter {
            time: near(&overview.checked, now),
            count: count(overview.documents),
            ..Matter::of(MatterKind::SyncFact)
        });
        lines.extend(overview.import.as_ref().map(|import| Matter {
            time: near(&import.at, now),
            detail: import.result.as_code().to_owned(),
            count: count(import.put.saturating_add(import.removed)),
            ..Matter::of(MatterKind::StickFact)
        }));
    }
    lines.push(Matter {
        time: moment::minute(now),
        ..Matter::of(MatterKind::ClockFact)
    });
    lines.push(Matter {
        detail: env!("CARGO_PKG_VERSION").to_owned(),
        ..Matter::of(MatterKind::VersionFact)
    });
    lines.push(Matter::of(MatterKind::PowerFact));
    let work = |deed| Act {
        off: desk.working.is_some(),
        ..Act::of(deed)
    };
    Sheet {
        lines,
        acts: vec![
            Act::of(Deed::Roll),
            Act::of(Deed::Checklist),
            work(Deed::TestPrint),
            work(Deed::Sync),
            work(Deed::Export),
        ],
        ..Sheet::of(SheetName::Device)
    }
}
