//! What the registers tell the page. Reads only, and only what they declare open: no purpose, no reason of a void line, nothing sealed.

use config::calendar::Calendar;
use hatch::{
    Data, Day, Duty, Edition, Happened, Line, Manner, Matter, Opinion, State, Step, Today, Urgency,
};
use jiff::Timestamp;
use journal::{Filter, Made, Number, Outcome, Reader, Role, Row, Sheet};
use session::moment;
use session::screen::desk::today::MatterKind;
use session::services::Standing;
use session::view::{
    Near, application_matter, application_story, editions_behind, gazette_late, roll_matter,
    shelf_due,
};
use session::{Affairs, PrinterState, VoiceState};

use crate::workers::clerk::{affairs, read};
use crate::workers::shared::{Hatch, Shared, held};
use crate::workers::shelf::on_shelf;

/// Slips that wait for an attendant; more are shown when these are settled.
const UNSETTLED_MAX: u32 = 100;
/// Millimetres of a metre.
const METRE_MM: u64 = 1_000;

/// What needs a person today; `None` when the registers cannot be read.
pub fn today(shared: &Shared, hatch: &Hatch) -> Option<Today> {
    let now = (shared.clock)();
    let setup = &shared.setup;
    // A calendar that cannot be read knows no year: the log of the kiosk says why.
    let calendar = Calendar::load(&hatch.calendar).unwrap_or_default();
    let asked = *held(&shared.asked);
    let printer = asked.map(|(state, _)| state);
    let (affairs, slips, duty) = read(shared, |reader, today| {
        let affairs = affairs::affairs(reader, &shared.paper_prefix(), today)?;
        Ok((affairs, unsettled(reader, now)?, duty(reader, today)?))
    })?;
    let of_day = affairs.today;
    let late = hatch.late;
    let near = Near {
        calendar: &calendar,
        soon_days: late.soon_days,
        now,
    };
    // Without a mirror nothing is known of editions, nor of the data.
    let mirror = mirror::Reader::open(&hatch.mirror).ok();
    let shelf = mirror.as_ref().and_then(|mirror| on_shelf(mirror).ok());
    let shelf = shelf.unwrap_or_default();
    Some(Today {
        site: setup.site.clone(),
        terminal: setup.terminal.clone(),
        house: setup.name.clone(),
        plate: setup.plate.clone(),
        now: minute(now),
        day: journal::day_of(now),
        printer: printer.map_or_else(String::new, |state| state.as_code().to_owned()),
        voice: lacking(*held(&shared.voice)),
        roll: affairs.roll.map(|held| roll(held, printer)),
        calls: affairs
            .calls
            .iter()
            .map(|call| matter(&call.number, &call.at, now))
            .collect(),
        slips,
        applications: applications(&affairs, &near),
        opinions: affairs
            .opinions
            .iter()
            .map(|opinion| Opinion {
                number: opinion.number.clone(),
                at: local(&opinion.at, minute),
                state: opinion.state.clone(),
            })
            .collect(),
        shelf: affairs
            .shelf
            .as_ref()
            .map_or((0, 0), |shelf| (shelf.missing, shelf.stale)),
        shelf_days: shelf_due(&affairs, late.shelf_days, now),
        gazette_days: gazette_late(&affairs, late.gazette_days, now),
        editions: editions_behind(&affairs, &shelf)
            .into_iter()
            .map(|(kind, head)| Edition {
                kind: kind.as_code().to_owned(),
                title: head.title.clone(),
                day: head.date.clone(),
            })
            .collect(),
        duty,
        volumes_out: affairs.volumes_out,
        registered: of_day.numbers(),
        slips_mm: of_day.slips.paper_mm,
        pages: of_day.printed_pages + of_day.copied_pages,
        missing: missing(&affairs.gaps),
        next: held(&shared.next_number).clone(),
        form_line: Sheet::next_line(&affairs.sheets),
        data: mirror.and_then(|mirror| data(&mirror, hatch, now)),
    })
}

/// How the data are, and what the day brought; `None` where they cannot be read.
fn data(mirror: &mirror::Reader, hatch: &Hatch, now: Timestamp) -> Option<Data> {
    let state = mirror.state().ok()?;
    let expires = moment::parse(&state.mark.expires);
    let arrivals = mirror::arrivals(&hatch.mirror, &journal::day_of(now));
    Some(Data {
        documents: state.documents,
        checked: local(&state.mark.checked, minute),
        expired: expires.is_some_and(|until| until <= now),
        put: arrivals.put,
        removed: arrivals.removed,
    })
}

/// What is still open when somebody else takes over; `None` when the registers cannot be read.
pub fn open_matters(shared: &Shared) -> Option<u64> {
    read(shared, |reader, today| {
        let affairs = affairs::affairs(reader, &shared.paper_prefix(), today)?;
        let slips = reader.counts(&Filter {
            unsettled: true,
            ..Filter::default()
        })?;
        let lists = affairs.applications.len() + affairs.opinions.len();
        Ok(slips.rows + lists as u64 + affairs.volumes_out)
    })
}

/// The last handover of today.
fn duty(reader: &Reader, today: &str) -> Result<Option<Duty>, journal::Error> {
    let handovers = reader.matters("handovers", today)?;
    Ok(handovers.last().and_then(|last| {
        let count = |name| last.value(name).and_then(|text| text.parse().ok());
        Some(Duty {
            number: last.number.clone(),
            at: local(&last.entries.first()?.at, minute),
            by: last.value("by").and_then(Role::from_code)?,
            to: last.value("to").and_then(Role::from_code),
            open_matters: count("open_matters").unwrap_or(0),
            spare_rolls: count("spare_rolls").unwrap_or(0),
        })
    }))
}

/// The register of one day, empty for today; `None` when it cannot be read.
pub fn day(shared: &Shared, day: &str) -> Option<Day> {
    read(shared, |reader, today| {
        let day = if day.is_empty() { today } else { day };
        let book = affairs::day(reader, &shared.paper_prefix(), day)?;
        let rows = reader.rows(&Filter {
            from_day: Some(day.to_owned()),
            to_day: Some(day.to_owned()),
            ..Filter::default()
        })?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            lines.push(slip(reader, row)?);
        }
        lines.extend(reader.matters("papers", day)?.iter().filter_map(by_hand));
        lines.sort_by_key(|line| Number::parse(&line.number).map(|number| number.ordinal));
        Ok(Day {
            day: day.to_owned(),
            today: today.to_owned(),
            lines,
            slips_mm: book.totals.slips.paper_mm,
            pages: book.totals.printed_pages + book.totals.copied_pages,
            missing: missing(&book.gaps),
        })
    })
    .map(|mut told: Day| {
        // A register that was never made has no line, and still a day.
        if told.day.is_empty() {
            told.today = journal::day_of((shared.clock)());
            told.day = if day.is_empty() {
                told.today.clone()
            } else {
                day.to_owned()
            };
        }
        told
    })
}

/// What the terminal lacks to speak; nothing where it does.
fn lacking(voice: VoiceState) -> String {
    match voice.lacks() {
        true => voice.as_code().to_owned(),
        false => String::new(),
    }
}

/// What should be left of a roll.
pub(super) fn roll(held: session::Roll, printer: Option<PrinterState>) -> hatch::Roll {
    hatch::Roll {
        left_m: held.left_mm() / METRE_MM,
        whole_m: held.roll_mm / METRE_MM,
        ends: roll_matter(held, printer.unwrap_or_default()).is_some(),
    }
}

fn missing(gaps: &[(u64, u64)]) -> u64 {
    gaps.iter().map(|(from, to)| to - from + 1).sum()
}

fn matter(number: &str, at: &str, now: Timestamp) -> Matter {
    let minutes = moment::parse(at).map_or(0, |at| now.duration_since(at).as_mins());
    Matter {
        number: number.to_owned(),
        at: local(at, minute),
        minutes: u64::try_from(minutes).unwrap_or(0),
        reason: String::new(),
        title: String::new(),
    }
}

fn unsettled(reader: &Reader, now: Timestamp) -> Result<Vec<Matter>, journal::Error> {
    let rows = reader.rows(&Filter {
        unsettled: true,
        newest_first: true,
        limit: Some(UNSETTLED_MAX),
        ..Filter::default()
    })?;
    Ok(rows
        .into_iter()
        .map(|row| Matter {
            reason: reason(row.outcome.as_ref()),
            title: row.title.unwrap_or_default(),
            ..matter(&row.number, &row.at, now)
        })
        .collect())
}

fn reason(outcome: Option<&Outcome>) -> String {
    match outcome {
        Some(Outcome::Unknown { reason } | Outcome::Refused { reason }) => reason.clone(),
        _ => String::new(),
    }
}

fn applications(affairs: &Affairs, near: &Near) -> Vec<hatch::Application> {
    let mut found: Vec<_> = affairs
        .applications
        .iter()
        .map(|standing| application(standing, near))
        .collect();
    found.sort_by_key(|application| application.urgency);
    found
}

fn application(standing: &Standing, near: &Near) -> hatch::Application {
    let matter = application_matter(standing, near);
    let urgency = matter
        .as_ref()
        .map_or(Urgency::Fine, |found| match found.kind {
            MatterKind::ApplicationLate | MatterKind::CorrectionLate | MatterKind::OthersLate => {
                Urgency::Late
            }
            MatterKind::ApplicationToday => Urgency::Today,
            MatterKind::ApplicationSoon => Urgency::Soon,
            MatterKind::ApplicationForward => Urgency::Forward,
            MatterKind::ApplicationUrged => Urgency::Fine,
            _ => Urgency::Unknown,
        });
    hatch::Application {
        number: standing.number.clone(),
        state: standing.state.clone(),
        office: standing.office.clone(),
        due: session::statute::answer_due(near.calendar, standing)
            .or(standing.correct_by)
            .or(session::statute::others_due(near.calendar, standing))
            .map(|day| day.to_string()),
        urgency,
        days: matter.as_ref().map_or(0, |found| found.count),
        // Only of what is late or soon: what is to be forwarded says another day there.
        unknown_year: matter
            .as_ref()
            .filter(|_| matches!(urgency, Urgency::Late | Urgency::Soon))
            .map_or_else(String::new, |found| found.detail.clone()),
        urged: matter.map_or_else(String::new, |found| found.urged),
        story: application_story(near.calendar, standing, near.now)
            .into_iter()
            .map(|step| Happened {
                on: step.time,
                kind: step.detail,
                code: step.short,
                days: (step.more > 0).then_some(step.count),
            })
            .collect(),
    }
}

fn slip(reader: &Reader, row: Row) -> Result<Line, journal::Error> {
    let doubtful = matches!(row.outcome, Some(Outcome::Unknown { .. }));
    let reprints = match doubtful {
        true => reader.reprints(&row.number)?,
        false => Vec::new(),
    };
    let step = |at: &str, kind: &str, code: &str| Step {
        at: local(at, second),
        kind: kind.to_owned(),
        code: code.to_owned(),
    };
    let mut steps = vec![step(&row.at, "request", "")];
    if let (Some(at), Some(outcome)) = (&row.outcome_at, &row.outcome) {
        steps.push(step(at, "outcome", outcome.as_code()));
    }
    if let Some(settled) = &row.settled {
        steps.push(step(&settled.at, "settled", settled.found.as_code()));
    }
    for again in &reprints {
        let code = again.outcome.as_ref().map_or("", Outcome::as_code);
        steps.push(step(&again.at, "reprint", code));
    }
    let reprinted = reprints
        .iter()
        .any(|again| matches!(again.outcome, Some(Outcome::Printed { .. } | Outcome::Sent)));
    Ok(Line {
        at: local(&row.at, second),
        manner: Manner::Slip,
        title: row.title.unwrap_or_default(),
        doc_no: row.doc_no.unwrap_or_default(),
        content: row
            .content
            .as_ref()
            .map_or_else(String::new, |content| content.as_code().to_owned()),
        labels: row.labels,
        amount: u64::from(row.length_mm.unwrap_or(0)),
        form_no: String::new(),
        state: match (&row.outcome, &row.settled) {
            _ if reprinted => State::Reprinted,
            (_, Some(settled)) => State::Settled(settled.found),
            (None, None) => State::UnderWay,
            (Some(Outcome::Printed { .. }), None) => State::Printed,
            (Some(Outcome::Sent), None) => State::Sent,
            (Some(Outcome::Refused { .. }), None) => State::Refused,
            (Some(Outcome::Cancelled), None) => State::Cancelled,
            (Some(Outcome::Unknown { .. }), None) => State::Unsettled,
        },
        reason: reason(row.outcome.as_ref()),
        steps,
        number: row.number,
    })
}

fn by_hand(matter: &journal::Matter) -> Option<Line> {
    let made = Made::from_code(matter.value("made")?)?;
    let text = |field| matter.value(field).unwrap_or_default().to_owned();
    let first = matter.entries.first()?;
    Some(Line {
        number: matter.number.clone(),
        at: local(&first.at, second),
        manner: Manner::Hand(made),
        title: text("title"),
        doc_no: text("doc_no"),
        content: String::new(),
        labels: Vec::new(),
        amount: matter.value("amount")?.parse().ok()?,
        form_no: text("form_no"),
        state: match (matter.state, made) {
            ("void", _) => State::Void,
            ("returned", _) => State::Returned,
            (_, Made::Consultation) => State::Out,
            _ => State::Written,
        },
        reason: String::new(),
        steps: matter
            .entries
            .iter()
            .map(|entry| Step {
                at: local(&entry.at, second),
                kind: entry.kind.clone(),
                code: String::new(),
            })
            .collect(),
    })
}

/// A stored time as the reading room has it; empty for one that cannot be read.
pub(super) fn local(at: &str, shown: fn(Timestamp) -> String) -> String {
    moment::parse(at).map_or_else(String::new, shown)
}

/// `2026-10-15T14:36`.
pub(super) fn minute(at: Timestamp) -> String {
    moment::local(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// `2026-10-15T14:36:02`.
fn second(at: Timestamp) -> String {
    moment::local(at).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}
