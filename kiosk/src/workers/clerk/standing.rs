//! Where an application stands, and which answers to opinions everybody may read: out of the registers, without anything that is sealed.
//! Writes nothing.

use jiff::civil::Date;
use journal::{Closing, Matter, Number, OpinionAbout, Reader, Stored};

use session::services::{Happened, PublicAnswer, Standing};

/// Answers that are shown, newest first.
const ANSWERS_MAX: usize = 100;
/// Years that are looked back through.
const YEARS_BACK: u32 = 3;
/// Fewest digits by which a number is looked for: fewer fit by chance.
const DIGITS_MIN: usize = 1;

/// The application that is meant: by its whole number, or by the running number of this year and the last ones.
pub(super) fn application(
    reader: &Reader,
    typed: &str,
    today: &str,
) -> Result<Option<Standing>, journal::Error> {
    let typed = typed.trim().to_uppercase();
    let whole = Number::parse(&typed);
    let digits: &str = typed.rsplit('-').next().unwrap_or_default();
    let plain = digits.len() >= DIGITS_MIN && digits.bytes().all(|b| b.is_ascii_digit());
    let Some(ordinal) = plain.then(|| digits.parse::<u64>().ok()).flatten() else {
        return Ok(None);
    };
    for year in years(today, whole.as_ref()) {
        for matter in reader.matters("applications", &year)? {
            let own = Number::parse(&matter.number);
            let meant = match &whole {
                Some(_) => matter.number.to_uppercase() == typed,
                None => own.is_some_and(|number| number.ordinal == ordinal),
            };
            if meant {
                return Ok(Some(standing(&matter)));
            }
        }
    }
    Ok(None)
}

fn years(today: &str, whole: Option<&Number>) -> Vec<String> {
    if let Some(number) = whole {
        return vec![number.day.clone()];
    }
    let year: u32 = today
        .get(..4)
        .and_then(|year| year.parse().ok())
        .unwrap_or(0);
    (0..YEARS_BACK)
        .map(|back| format!("{:04}", year.saturating_sub(back)))
        .collect()
}

/// What of a matter is readable.
pub(super) fn standing(matter: &Matter) -> Standing {
    let mut standing = Standing {
        number: matter.number.clone(),
        state: matter.state.to_owned(),
        office: matter.value("to_office").unwrap_or_default().to_owned(),
        received_on: None,
        correct_by: None,
        corrected_on: None,
        extended_by: 0,
        stopped: Vec::new(),
        forwarded_on: None,
        asked_to_correct_on: None,
        extended_on: None,
        urged_on: None,
        answered_on: None,
        closed_as: None,
        may_urge: matches!(
            matter.state,
            "received" | "forwarded" | "to-be-corrected" | "clock-stopped"
        ),
        may_rate: false,
        story: matter.entries.iter().map(happened).collect(),
    };
    for entry in &matter.entries {
        let field = |name: &str| entry.fields.get(name).map(String::as_str);
        let on = field("on").and_then(day);
        match entry.kind.as_str() {
            "application" => standing.received_on = field("received_on").and_then(day),
            "application-forwarded" => standing.forwarded_on = on,
            "application-correction" => {
                standing.correct_by = field("due_on").and_then(day);
                standing.asked_to_correct_on = on;
            }
            "application-corrected" => standing.corrected_on = on,
            "application-asked-others" => standing.stopped.extend(on.map(|from| (from, None))),
            "application-others-answered" => {
                if let Some((_, to)) = standing.stopped.last_mut() {
                    *to = on;
                }
            }
            "application-extended" => {
                let days = field("working_days").and_then(|days| days.parse::<u32>().ok());
                standing.extended_by = standing.extended_by.saturating_add(days.unwrap_or(0));
                standing.extended_on = on;
            }
            "application-urged" => standing.urged_on = on,
            "application-answered" => standing.answered_on = on,
            "application-closed" => {
                standing.closed_as = field("closing").and_then(Closing::from_code);
            }
            _ => {}
        }
    }
    // Who withdrew has no answer to rate, and an answer that was given is not withdrawn from.
    let answered = standing.answered_on.is_some();
    standing.may_rate = matches!(matter.state, "answered" | "closed") && answered;
    if answered
        && matches!(
            standing.closed_as,
            Some(Closing::Withdrawn | Closing::Abandoned)
        )
    {
        standing.closed_as = None;
    }
    standing
}

/// One entry of it, as far as it may be read.
fn happened(entry: &Stored) -> Happened {
    let field = |name: &str| entry.fields.get(name).map(String::as_str);
    let code = field("answer_kind").or(field("closing"));
    Happened {
        kind: entry.kind.clone(),
        on: field("on").or(field("received_on")).and_then(day),
        at: entry.at.clone(),
        code: code.unwrap_or_default().to_owned(),
    }
}

/// `20181015`.
fn day(text: &str) -> Option<Date> {
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Answers that the office lets everybody read.
pub(super) fn answers(reader: &Reader, today: &str) -> Result<Vec<PublicAnswer>, journal::Error> {
    let mut found = Vec::new();
    for year in years(today, None) {
        let matters = reader.matters("opinions", &year)?;
        for matter in matters.iter().rev() {
            found.extend(answer(matter));
        }
    }
    found.truncate(ANSWERS_MAX);
    Ok(found)
}

fn answer(matter: &Matter) -> Option<PublicAnswer> {
    let entry = matter
        .entries
        .iter()
        .rev()
        .find(|entry| entry.kind == "opinion-answered")?;
    entry.fields.get("published")?;
    Some(PublicAnswer {
        number: matter.number.clone(),
        about: matter.value("about").and_then(OpinionAbout::from_code),
        at: entry.at.clone(),
        // Deleted when its time was over.
        answer: entry.fields.get("answer")?.clone(),
    })
}
