//! What happened to an application (经过), step by step: the day that each tells, and on which working day of the running term it was. Says nothing where the
//! calendar would have to be guessed.

use config::calendar::Calendar;
use jiff::Timestamp;
use jiff::civil::Date;

use super::terms::{count, near};
use crate::moment;
use crate::screen::desk::today::{Matter, MatterKind};
use crate::services::{Happened, Standing};

/// Entries with which a term begins anew.
const BEGIN: [&str; 2] = ["application", "application-corrected"];

/// What happened to it; the newest stands last, as on paper.
pub fn story(calendar: &Calendar, standing: &Standing, now: Timestamp) -> Vec<Matter> {
    let mut begun: Option<Date> = None;
    standing
        .story
        .iter()
        .map(|step| {
            let on = day_of(step);
            let of_term = begun.zip(on).and_then(|(from, on)| {
                let days = (from <= on).then(|| calendar.working_days_until(from, on));
                days.flatten()
            });
            if BEGIN.contains(&step.kind.as_str()) {
                begun = on.or(begun);
            }
            line(step, on, of_term, now)
        })
        .collect()
}

/// The day that it tells, else the one on which it was written.
fn day_of(step: &Happened) -> Option<Date> {
    step.on.or_else(|| written_on(step))
}

fn written_on(step: &Happened) -> Option<Date> {
    moment::parse(&step.at).map(|at| moment::local(at).date())
}

fn line(step: &Happened, on: Option<Date>, of_term: Option<u32>, now: Timestamp) -> Matter {
    let later = on.is_some() && written_on(step) != on;
    Matter {
        detail: step.kind.clone(),
        short: step.code.clone(),
        time: on.map_or_else(String::new, |day| day.to_string()),
        count: count(of_term.unwrap_or(0)),
        more: u32::from(of_term.is_some()),
        // Only where it was written on another day than it tells.
        title: match later {
            true => near(&step.at, now),
            false => String::new(),
        },
        ..Matter::of(MatterKind::ApplicationStep)
    }
}
