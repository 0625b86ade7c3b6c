//! What the registers hold open, for the attendant's desk: calls, applications, opinions, the roll of paper, the shelf. Reads only, and
//! nothing that is sealed or concerns a person.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use journal::{
    Filter, Made, Matter, Month, Number, Reader, Role, Sheet, ShelfState, Work, shelf_states,
};

use super::{slips, standing};
use session::staff::{DayBook, DayLine, PaperLine};
use session::{Affairs, Duty, Roll, ShelfFound, Waiting, Worked};

/// Years in which an application or an opinion may still be open.
const YEARS_BACK: u32 = 3;
/// Days from which the use of paper is reckoned.
const PAPER_DAYS: i64 = 28;
/// Days in which a volume may be out.
const VOLUME_DAYS: i64 = 366;
/// Earlier days with missing numbers that are told of.
const GAP_DAYS_MAX: usize = 5;
/// Months that were passed over (没有月结) and are offered, the newest: each is counted whenever somebody looks.
const MONTHS_MAX: usize = 6;
/// Of `yyyymm`.
const MONTH_DIGITS: usize = 6;
/// Days in which the last check of the shelf is looked for.
const SHELF_DAYS: i64 = 92;

/// Everything that waits, on this day (`yyyymmdd`); `paper` is what numbers of paper begin with.
pub(in crate::workers) fn affairs(
    reader: &Reader,
    paper: &str,
    today: &str,
) -> Result<Affairs, journal::Error> {
    let sheets = reader.sheets(&last_years(today))?;
    let this = today.get(..6).unwrap_or_default();
    let closed = reader.months_closed(this)?;
    let months = months(reader, today, (&sheets[..], &closed.open[..]))?;
    let since = before(today, VOLUME_DAYS.days()).unwrap_or_default();
    let loans = reader.loans(&since)?;
    let loans: Vec<PaperLine> = loans.iter().filter_map(by_hand).collect();
    let mut affairs = Affairs {
        earlier_gaps: earlier_gaps(reader, paper, today, &months)?,
        sheet_due: reader.sheet_due(today)?,
        appraisals: reader.appraisals()?,
        calls: waiting(reader.matters("calls", today)?, &["waiting"]),
        today: reader.day_totals(today)?,
        volumes_out: loans.iter().map(|loan| loan.amount).sum(),
        loans,
        gaps: gaps(reader, paper, today)?,
        roll: roll(reader, today)?,
        shelf: shelf(reader, today)?,
        duty: duty(reader, today)?,
        day: today.to_owned(),
        months,
        months_closed_to: closed.newest.unwrap_or_default(),
        works: works(reader, today)?,
        sheets,
        ..Affairs::default()
    };
    let mut oldest: Option<u64> = None;
    for year in years(today) {
        let opinions = reader.matters("opinions", &year)?;
        let open = waiting(opinions, &["received", "forwarded"]);
        affairs.opinions.extend(open);
        let applications = reader.matters("applications", &year)?;
        let open = |matter: &&Matter| !matches!(matter.state, "closed" | "void");
        let open = applications.iter().filter(open);
        // Papers of an application come out behind it.
        let began = open.clone().filter_map(|open| open.entries.first());
        oldest = began.map(|first| first.seq).chain(oldest).min();
        affairs.applications.extend(open.map(standing::standing));
    }
    if let Some(oldest) = oldest {
        affairs.papers = reader.papers_given(oldest)?;
    }
    Ok(affairs)
}

/// The years in question, oldest first.
fn years(today: &str) -> Vec<String> {
    let year = today.get(..4).and_then(|year| year.parse().ok());
    let year: u32 = year.unwrap_or(0);
    (0..YEARS_BACK)
        .rev()
        .map(|back| format!("{:04}", year.saturating_sub(back)))
        .collect()
}

/// This year and the one before: an older form is in the archive.
pub(in crate::workers) fn last_years(today: &str) -> Vec<String> {
    years(today).into_iter().skip(1).collect()
}

/// Those of a register that stand in one of these states.
fn waiting(matters: Vec<Matter>, states: &[&str]) -> Vec<Waiting> {
    let open = matters.into_iter().filter(|m| states.contains(&m.state));
    open.map(|matter| Waiting {
        at: written_at(&matter),
        state: matter.state.to_owned(),
        number: matter.number,
    })
    .collect()
}

/// When a number was opened, RFC 3339.
fn written_at(matter: &Matter) -> String {
    let first = matter.entries.first();
    first.map_or_else(String::new, |first| first.at.clone())
}

/// The register of one day (`yyyymmdd`), in the order of its numbers.
pub(in crate::workers) fn day(
    reader: &Reader,
    paper: &str,
    day: &str,
) -> Result<DayBook, journal::Error> {
    let rows = reader.rows(&Filter {
        from_day: Some(day.to_owned()),
        to_day: Some(day.to_owned()),
        ..Filter::default()
    })?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push(DayLine::Slip(Box::new(slips::slip(reader, row)?)));
    }
    for matter in reader.matters("papers", day)? {
        lines.extend(by_hand(&matter).map(DayLine::Paper));
    }
    lines.sort_by_key(|line| Number::parse(line.number()).map(|number| number.ordinal));
    Ok(DayBook {
        lines,
        totals: reader.day_totals(day)?,
        gaps: gaps(reader, paper, day)?,
    })
}

fn by_hand(matter: &Matter) -> Option<PaperLine> {
    Some(PaperLine {
        number: matter.number.clone(),
        at: written_at(matter),
        made: Made::from_code(matter.value("made")?)?,
        amount: matter.value("amount")?.parse().ok()?,
        state: matter.state.to_owned(),
    })
}

/// Numbers of today's paper that are missing and that no entry explains.
fn gaps(reader: &Reader, paper: &str, today: &str) -> Result<Vec<(u64, u64)>, journal::Error> {
    let gaps = reader.gaps()?.into_iter();
    Ok(gaps
        .filter(|gap| gap.prefix == paper && gap.day == today && !gap.explained)
        .map(|gap| (gap.from, gap.to))
        .collect())
}

/// Earlier days of the months that are listed, as long as those are not closed, of which numbers are missing that no entry explains; the newest first.
fn earlier_gaps(
    reader: &Reader,
    paper: &str,
    today: &str,
    months: &[Month],
) -> Result<Vec<(String, u64)>, journal::Error> {
    let this = today.get(..6).unwrap_or_default();
    let last = before(&format!("{this}01"), 1.days()).unwrap_or_default();
    let listed = |month: &str| months.iter().find(|held| held.month == month);
    // A month of which every number is missing is no line of that list.
    let is_open = |month: &str| match listed(month) {
        Some(held) => held.closed.is_none(),
        None => month == this || last.starts_with(month),
    };
    let mut days: BTreeMap<String, u64> = BTreeMap::new();
    for gap in reader.gaps()? {
        let month = gap.day.get(..6).unwrap_or_default();
        let open = month.len() == MONTH_DIGITS && is_open(month);
        if gap.prefix == paper && gap.day.as_str() < today && !gap.explained && open {
            *days.entry(gap.day).or_default() += gap.to - gap.from + 1;
        }
    }
    Ok(days.into_iter().rev().take(GAP_DAYS_MAX).collect())
}

fn roll(reader: &Reader, today: &str) -> Result<Option<Roll>, journal::Error> {
    let Some((used_mm, roll_mm)) = reader.roll_mm()? else {
        return Ok(None);
    };
    let rows = reader.rows(&Filter {
        from_day: before(today, PAPER_DAYS.days()),
        to_day: before(today, 1.days()),
        ..Filter::default()
    })?;
    let days: BTreeSet<&str> = rows.iter().map(|row| row.day.as_str()).collect();
    let counts = reader.counts(&Filter {
        from_day: before(today, PAPER_DAYS.days()),
        to_day: before(today, 1.days()),
        ..Filter::default()
    })?;
    let of_desk = match (before(today, PAPER_DAYS.days()), before(today, 1.days())) {
        (Some(from), Some(to)) => reader.desk_mm(&from, &to)?,
        _ => 0,
    };
    Ok(Some(Roll {
        roll_mm,
        used_mm,
        daily_mm: (counts.paper_mm + of_desk)
            .checked_div(days.len() as u64)
            .unwrap_or(0),
    }))
}

/// `yyyymmdd` of an earlier day.
fn before(today: &str, span: Span) -> Option<String> {
    let date = Date::strptime("%Y%m%d", today).ok()?;
    let earlier = date.checked_sub(span).ok()?;
    Some(earlier.strftime("%Y%m%d").to_string())
}

/// The last check of the shelf, with what was mended since.
fn shelf(reader: &Reader, today: &str) -> Result<Option<ShelfFound>, journal::Error> {
    let since = before(today, SHELF_DAYS.days()).unwrap_or_default();
    let checks = reader.shelf_checks(&since)?;
    let last = checks
        .iter()
        .rfind(|check| Number::parse(&check.number).is_some_and(|n| n.day.as_str() <= today));
    Ok(last.map(|check| {
        let states = shelf_states(check);
        let count = |wanted: ShelfState| {
            let found = states.iter().filter(|state| **state == wanted);
            u32::try_from(found.count()).unwrap_or(u32::MAX)
        };
        ShelfFound {
            number: check.number.clone(),
            at: written_at(check),
            missing: count(ShelfState::Missing),
            stale: count(ShelfState::Stale),
            states,
        }
    }))
}

/// What was done to the point last, each kind of work once.
fn works(reader: &Reader, today: &str) -> Result<Vec<Worked>, journal::Error> {
    let mut works: Vec<Worked> = Vec::new();
    for year in last_years(today).iter().rev() {
        for matter in reader.matters("maintenance", year)?.iter().rev() {
            let work = matter.value("work").and_then(Work::from_code);
            let known = |held: &Worked| Some(held.work) == work;
            if let Some(work) = work.filter(|_| !works.iter().any(known)) {
                works.push(Worked {
                    work,
                    at: written_at(matter),
                    failed: matter.value("failed").is_some(),
                });
            }
        }
    }
    Ok(works)
}

/// The month that it is and the one before, and behind them the newest of those that were passed over.
fn months(
    reader: &Reader,
    today: &str,
    (sheets, passed_over): (&[Sheet], &[String]),
) -> Result<Vec<Month>, journal::Error> {
    let first = format!("{}01", today.get(..6).unwrap_or_default());
    let last = before(&first, 1.days()).unwrap_or_default();
    let mut months = Vec::new();
    for day in [today, &last] {
        let month = reader.month(day.get(..6).unwrap_or_default(), sheets, today)?;
        if month.figures.numbers > 0 || month.closed.is_some() {
            months.push(month);
        }
    }
    let older = passed_over.iter().filter(|month| !last.starts_with(*month));
    for month in older.take(MONTHS_MAX) {
        // Forms that lay out in it are of its own time.
        let of_then = reader.sheets(&last_years(&format!("{month}01")))?;
        months.push(reader.month(month, &of_then, today)?);
    }
    Ok(months)
}

fn duty(reader: &Reader, today: &str) -> Result<Option<Duty>, journal::Error> {
    let handovers = reader.matters("handovers", today)?;
    Ok(handovers.last().map(|last| Duty {
        at: last
            .entries
            .first()
            .map_or_else(String::new, |entry| entry.at.clone()),
        to: last.value("to").and_then(Role::from_code),
        spare_rolls: last
            .value("spare_rolls")
            .and_then(|n| n.parse().ok())
            .unwrap_or(0),
    }))
}
