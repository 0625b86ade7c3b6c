//! What is known of the device itself, and what can be done about it from the desk.

use jiff::Timestamp;

use super::terms::{count, near};
use super::today::unsettled;
use crate::hearing::VoiceState;
use crate::moment;
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Act, Deed, Sheet, SheetName};
use crate::session::Session;
use crate::visit::Desking;

/// With less than this something will not be written soon, megabytes.
const DISK_FREE_MB_LITTLE: u64 = 1_000;
/// From here on a processor in a closed case slows down, degrees Celsius.
const HOT_C: u32 = 80;

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
    if terminal.voice != VoiceState::Unused {
        lines.push(Matter {
            detail: terminal.voice.as_code().to_owned(),
            more: u32::from(terminal.voice.lacks()),
            ..Matter::of(MatterKind::VoiceFact)
        });
    }
    lines.push(Matter {
        time: moment::minute(now),
        ..Matter::of(MatterKind::ClockFact)
    });
    lines.push(Matter {
        detail: env!("CARGO_PKG_VERSION").to_owned(),
        ..Matter::of(MatterKind::VersionFact)
    });
    lines.extend(machine(desk));
    let work = |deed| Act {
        off: desk.working.is_some(),
        ..Act::of(deed)
    };
    Sheet {
        lines,
        acts: [
            Act::of(Deed::Roll),
            Act::of(Deed::Checklist),
            work(Deed::TestPrint),
            work(Deed::Sync),
            work(Deed::Export),
        ]
        .into_iter()
        .chain(power_acts(session, desk))
        .collect(),
        ..Sheet::of(SheetName::Device)
    }
}

/// What nothing but the machine itself knows; what it does not tell has no line.
fn machine(desk: &Desking) -> Vec<Matter> {
    let machine = &desk.machine;
    let mut lines = Vec::new();
    let failing = desk
        .links
        .iter()
        .filter(|link| !link.failing_since.is_empty());
    if !desk.links.is_empty() {
        lines.push(Matter {
            count: count(desk.links.len()),
            more: count(failing.count()),
            ..Matter::of(MatterKind::LinksFact)
        });
    }
    lines.extend(machine.disk_free_mb.map(|free| Matter {
        count: count(free),
        more: u32::from(free < DISK_FREE_MB_LITTLE),
        ..Matter::of(MatterKind::DiskFact)
    }));
    lines.extend(machine.temperature_c.map(|degrees| Matter {
        count: degrees,
        more: u32::from(degrees >= HOT_C),
        ..Matter::of(MatterKind::TemperatureFact)
    }));
    for (kind, detail) in [
        (MatterKind::ImageFact, &machine.image),
        (MatterKind::FingerprintFact, &machine.fingerprint),
    ] {
        if !detail.is_empty() {
            lines.push(Matter {
                detail: detail.clone(),
                ..Matter::of(kind)
            });
        }
    }
    if !machine.power {
        lines.push(Matter::of(MatterKind::PowerFact));
    }
    lines
}

fn power_acts(session: &Session, desk: &Desking) -> Vec<Act> {
    let off = !desk.may_power(session.terminal().printer);
    let acts = [Deed::Restart, Deed::PowerOff].map(|deed| Act {
        off,
        ..Act::of(deed)
    });
    acts.into_iter().filter(|_| desk.machine.power).collect()
}

/// The question before the machine is restarted or switched off, and the slips that nobody settled. To stay is what stands out.
pub(super) fn power(session: &Session, desk: &Desking, off: bool, now: Timestamp) -> Sheet {
    let (name, asked, deed) = match off {
        true => (
            SheetName::PowerOff,
            MatterKind::PowerOffAsked,
            Deed::PowerOffNow,
        ),
        false => (
            SheetName::Restart,
            MatterKind::RestartAsked,
            Deed::RestartNow,
        ),
    };
    let waiting = desk.slips.lines.iter().filter(|slip| slip.waits());
    let mut lines = vec![Matter::of(asked)];
    lines.extend(waiting.map(|slip| unsettled(slip, now)));
    Sheet {
        lines,
        acts: vec![
            Act::of(Deed::StayOn),
            Act {
                off: !desk.may_power(session.terminal().printer),
                ..Act::of(deed)
            },
        ],
        ..Sheet::of(name)
    }
}
