//! What needs a person today, in the order of harm. Pure: reckons the days that are left by the calendar, and says so where it cannot.

use config::calendar::Calendar;
use jiff::Timestamp;
use jiff::civil::Date;
use journal::{DayOff, Month, Outcome, Role, ShelfKind};
use mirror::Head;

use super::checklist::{editions_behind, gazette_late, shelf_due};
use super::terms::{count, dashed, gap, near, short};
use super::yearly::yearly_due;
use crate::affairs::{Affairs, Roll, Waiting};
use crate::moment;
use crate::printer_state::{PrinterState, Unreached};
use crate::register::Slip;
use crate::screen::desk::today::{Matter, MatterKind, Today};
use crate::services::Standing;
use crate::session::Session;
use crate::statute;
use crate::terminal::Terminal;
use crate::visit::{Desking, may_end};

/// A roll with less than this ends within the day even where little is printed, millimetres.
const ROLL_ENDS_MM: u64 = 10_000;
/// Days of printing for which a roll should last.
const ROLL_DAYS_MIN: u64 = 2;

pub(super) fn today(session: &Session, desk: &Desking, now: Timestamp) -> Today {
    let terminal = session.terminal();
    let mut matters: Vec<Matter> = desk.day.iter().map(day).collect();
    let slips = desk.slips.lines.iter();
    matters.extend(slips.filter(|slip| slip.waits()).map(|s| unsettled(s, now)));
    matters.extend(printer(terminal));
    matters.extend(voice(terminal));
    let Some(affairs) = &desk.affairs else {
        return Today {
            matters,
            printer: terminal.printer,
            ..Today::default()
        };
    };
    matters.extend(affairs.calls.iter().map(|waiting| call(waiting, now)));
    matters.extend(affairs.roll.and_then(|held| roll(held, terminal.printer)));
    matters.extend(affairs.gaps.iter().map(gap));
    matters.extend(other_on_duty(affairs, desk.by, now));
    let rules = session.rules();
    let day_of = |kind, day: &str, of: u64| Matter {
        number: day.to_owned(),
        time: dashed(day),
        count: count(of),
        ..Matter::of(kind)
    };
    let earlier = affairs.earlier_gaps.iter();
    matters.extend(earlier.map(|(day, many)| day_of(MatterKind::GapEarlier, day, *many)));
    let due = affairs.sheet_due.iter();
    matters.extend(due.map(|(day, many)| day_of(MatterKind::SheetDue, day, *many)));
    let years = affairs.appraisals.iter();
    matters.extend(
        years
            .filter(|held| held.may_close(&affairs.day))
            .map(|held| Matter {
                number: held.year.clone(),
                count: count(held.papers),
                ..Matter::of(MatterKind::AppraisalDue)
            }),
    );
    matters.extend(passed_over(affairs));
    matters.extend(yearly_due(affairs, now).filter(|_| rules.takes_in));
    let near = Near {
        calendar: &terminal.calendar,
        soon_days: rules.soon_days,
        now,
    };
    let applications = affairs.applications.iter();
    matters.extend(applications.filter_map(|standing| application(standing, &near)));
    matters.extend(others(affairs, now));
    let days = |kind, days: Option<u32>| {
        days.map(|count| Matter {
            count,
            ..Matter::of(kind)
        })
    };
    let due = shelf_due(affairs, rules.shelf_days, now);
    matters.extend(days(MatterKind::ShelfDue, due));
    let late = gazette_late(affairs, rules.gazette_days, now);
    matters.extend(days(MatterKind::GazetteLate, late));
    matters.extend(
        editions_behind(affairs, &desk.shelf)
            .into_iter()
            .map(edition),
    );
    matters.sort_by_key(|matter| matter.kind);
    let of_day = &affairs.today;
    Today {
        read: true,
        matters,
        registered: count(of_day.numbers()),
        paper_mm: count(of_day.slips.paper_mm),
        pages: count(of_day.printed_pages + of_day.copied_pages),
        missing: affairs
            .gaps
            .iter()
            .map(|(from, to)| count(to - from + 1))
            .sum(),
        left_m: affairs.roll.map(|held| count(held.left_mm() / 1_000)),
        printer: terminal.printer,
    }
}

/// How many applications and opinions want something now.
pub(super) fn due(session: &Session, desk: &Desking, now: Timestamp) -> u32 {
    let Some(affairs) = &desk.affairs else {
        return 0;
    };
    let near = Near {
        calendar: &session.terminal().calendar,
        soon_days: session.rules().soon_days,
        now,
    };
    let applications = affairs.applications.iter();
    let due = applications.filter(|standing| application(standing, &near).is_some());
    count(due.count() + affairs.opinions.len())
}

/// The other role took over today, or the last one left, and this one came in by its own PIN.
fn other_on_duty(affairs: &Affairs, by: Role, now: Timestamp) -> Option<Matter> {
    let duty = affairs.duty.as_ref()?;
    let (kind, on_duty) = match duty.to {
        Some(role) if role == by => return None,
        Some(role) => (MatterKind::OtherOnDuty, role.as_code()),
        None => (MatterKind::NobodyOnDuty, ""),
    };
    Some(Matter {
        detail: on_duty.to_owned(),
        time: near(&duty.at, now),
        ..Matter::of(kind)
    })
}

/// The oldest month that nobody closed though a later one is closed, and how many there are.
fn passed_over(affairs: &Affairs) -> Option<Matter> {
    let open = |held: &&Month| held.closed.is_none() && held.month < affairs.months_closed_to;
    let skipped = || affairs.months.iter().filter(open);
    let oldest = skipped().next_back()?;
    Some(Matter {
        number: oldest.month.clone(),
        time: dashed(&oldest.month),
        count: count(skipped().count()),
        ..Matter::of(MatterKind::MonthSkipped)
    })
}

fn edition((kind, head): (ShelfKind, &Head)) -> Matter {
    Matter {
        number: kind.as_code().to_owned(),
        time: head.date.clone(),
        title: head.title.clone(),
        ..Matter::of(MatterKind::EditionBehind)
    }
}

fn day(off: &DayOff) -> Matter {
    let kind = match off.may_set {
        true => MatterKind::Day,
        false => MatterKind::ClockBehind,
    };
    Matter {
        detail: dashed(&off.register),
        time: dashed(&off.clock),
        ..Matter::of(kind)
    }
}

fn call(waiting: &Waiting, now: Timestamp) -> Matter {
    let minutes = moment::parse(&waiting.at).map_or(0, |at| now.duration_since(at).as_mins());
    Matter {
        number: waiting.number.clone(),
        short: short(&waiting.number),
        time: near(&waiting.at, now),
        count: count(minutes.max(0)),
        ..Matter::of(MatterKind::Call)
    }
}

pub(super) fn unsettled(slip: &Slip, now: Timestamp) -> Matter {
    let reason = match &slip.outcome {
        Some(Outcome::Unknown { reason }) => reason.clone(),
        _ => String::new(),
    };
    Matter {
        number: slip.number.clone(),
        short: short(&slip.number),
        time: near(&slip.at, now),
        count: slip.length_mm,
        detail: reason,
        ..Matter::of(MatterKind::Slip)
    }
}

/// What stops all printing; a printer that was not asked yet is no matter.
fn printer(terminal: &Terminal) -> Option<Matter> {
    let wrong = match terminal.printer {
        PrinterState::PaperOut | PrinterState::CoverOpen | PrinterState::Error => {
            terminal.printer.as_code()
        }
        PrinterState::Offline => terminal.unreached.map_or("offline", Unreached::as_code),
        _ => return None,
    };
    Some(Matter {
        detail: wrong.to_owned(),
        ..Matter::of(MatterKind::Printer)
    })
}

/// Whoever needs the voice finds none.
fn voice(terminal: &Terminal) -> Option<Matter> {
    let voice = terminal.voice;
    voice.lacks().then(|| Matter {
        detail: voice.as_code().to_owned(),
        ..Matter::of(MatterKind::Voice)
    })
}

/// The roll ends soon: by what was reckoned, or because the printer says so.
pub fn roll(held: Roll, printer: PrinterState) -> Option<Matter> {
    let left_mm = held.left_mm();
    let ends = left_mm < ROLL_ENDS_MM.max(held.daily_mm.saturating_mul(ROLL_DAYS_MIN));
    (ends || printer == PrinterState::NearEnd).then(|| Matter {
        count: count(left_mm / 1_000),
        more: count(held.daily_mm / 10),
        ..Matter::of(MatterKind::Roll)
    })
}

/// By what is reckoned how near a day is.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Near<'a> {
    pub calendar: &'a Calendar,
    /// Working days before the last one from which it is soon.
    pub soon_days: u32,
    pub now: Timestamp,
}

/// An application of which something is due, or whose applicant urges; `None` where nothing is for now.
pub fn application(standing: &Standing, near: &Near) -> Option<Matter> {
    let urged = urged(standing);
    let urges = || {
        let due = statute::answer_due(near.calendar, standing);
        Matter {
            number: standing.number.clone(),
            short: short(&standing.number),
            time: due.map_or_else(String::new, |due| due.to_string()),
            ..Matter::of(MatterKind::ApplicationUrged)
        }
    };
    let matter = wanted(standing, near).or_else(|| (!urged.is_empty()).then(urges));
    matter.map(|matter| Matter { urged, ..matter })
}

/// The day on which the applicant urged last, as long as there is something to urge; empty for never.
pub fn urged(standing: &Standing) -> String {
    let on = standing.urged_on.filter(|_| may_end(standing));
    on.map_or_else(String::new, |day| day.to_string())
}

fn wanted(standing: &Standing, near: &Near) -> Option<Matter> {
    let calendar = near.calendar;
    let today = moment::local(near.now).date();
    let due = statute::answer_due(calendar, standing);
    let running = matches!(standing.state.as_str(), "received" | "forwarded");
    if standing.state == "to-be-corrected" {
        return correction(standing, today);
    }
    if let Some(due) = statute::others_due(calendar, standing) {
        return (due < today).then(|| Matter {
            number: standing.number.clone(),
            short: short(&standing.number),
            time: due.to_string(),
            ..Matter::of(MatterKind::OthersLate)
        });
    }
    let (kind, days, unknown) = match due {
        Some(due) => urgency(calendar, today, due),
        None if running => (MatterKind::ApplicationUnknown, 0, None),
        None => return None,
    };
    let waits = standing.state == "received";
    let kind = match kind {
        MatterKind::ApplicationSoon if days > near.soon_days => {
            waits.then_some(MatterKind::ApplicationForward)?
        }
        kind => kind,
    };
    let day = match kind {
        MatterKind::ApplicationForward => standing.received_on,
        _ => due,
    };
    let notice = match kind {
        MatterKind::ApplicationForward => statute::correction_due(calendar, standing),
        _ => None,
    };
    let notice = notice.filter(|last| *last >= today);
    Some(Matter {
        number: standing.number.clone(),
        short: short(&standing.number),
        time: day.map_or_else(String::new, |day| day.to_string()),
        count: days,
        detail: match (unknown, notice) {
            (Some(year), _) => year.to_string(),
            (None, Some(last)) => last.to_string(),
            (None, None) => String::new(),
        },
        ..Matter::of(kind)
    })
}

/// Who does not correct in time has given up; that is written down.
fn correction(standing: &Standing, today: Date) -> Option<Matter> {
    let over = standing.correct_by.filter(|by| *by < today)?;
    Some(Matter {
        number: standing.number.clone(),
        short: short(&standing.number),
        time: over.to_string(),
        ..Matter::of(MatterKind::CorrectionLate)
    })
}

/// How near it is, in working days; where these cannot be counted, the year whose calendar is missing.
fn urgency(calendar: &Calendar, today: Date, due: Date) -> (MatterKind, u32, Option<i16>) {
    let (kind, from, to) = match due {
        due if due < today => (MatterKind::ApplicationLate, due, today),
        due if due == today => return (MatterKind::ApplicationToday, 0, None),
        due => (MatterKind::ApplicationSoon, today, due),
    };
    match calendar.working_days_until(from, to) {
        Some(days) => (kind, days, None),
        None => (kind, 0, statute::unknown_year(calendar, from, to)),
    }
}

fn others(affairs: &Affairs, now: Timestamp) -> Vec<Matter> {
    let mut found = Vec::new();
    let shelf = affairs.shelf.as_ref();
    found.extend(
        shelf
            .filter(|shelf| shelf.missing + shelf.stale > 0)
            .map(|shelf| Matter {
                count: shelf.missing,
                more: shelf.stale,
                time: near(&shelf.at, now),
                ..Matter::of(MatterKind::Shelf)
            }),
    );
    if affairs.volumes_out > 0 {
        let first = affairs.loans.first();
        // One is dealt with at once.
        let only = first.filter(|_| affairs.loans.len() == 1);
        found.push(Matter {
            number: only.map_or_else(String::new, |loan| loan.number.clone()),
            time: first.map_or_else(String::new, |loan| near(&loan.at, now)),
            count: count(affairs.volumes_out),
            ..Matter::of(MatterKind::Volumes)
        });
    }
    found.extend(affairs.opinions.first().map(|first| Matter {
        count: count(affairs.opinions.len()),
        time: near(&first.at, now),
        ..Matter::of(MatterKind::Opinions)
    }));
    found
}
