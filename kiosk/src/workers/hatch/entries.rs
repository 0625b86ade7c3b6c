//! What may be written down from an office, and what it becomes. Whether it follows from what stands in the register, the journal says.

use hatch::{AMOUNT_MAX, FORM_CHARS_MAX, ROLL_M_MAX, TEXT_CHARS_MAX};
use jiff::Timestamp;
use journal::{
    Application, Call, DeskEntry, Maintenance, Number, Opinion, Paper, Role, ShelfCheck, Work,
};

use crate::workers::registrar::Entry;

/// Millimetres of a metre.
const METRE_MM: u64 = 1_000;

/// What an entry becomes.
pub enum Writing {
    /// A line of a register of the desk.
    Desk(DeskEntry),
    /// What was found of a slip.
    Found(Entry),
}

/// The number that an entry goes on with.
pub fn named(entry: &hatch::Entry) -> Option<&str> {
    use hatch::Entry as E;
    match entry {
        E::Paper { .. } | E::RollChanged { .. } | E::ShelfChecked { .. } | E::WorkDone { .. } => {
            None
        }
        E::PaperReturned { number }
        | E::PaperVoid { number, .. }
        | E::Found { number, .. }
        | E::ShelfMended { number, .. }
        | E::CallAnswered { number }
        | E::ApplicationForwarded { number, .. }
        | E::ApplicationAnswered { number, .. }
        | E::ApplicationAnswerCorrected { number, .. }
        | E::ApplicationClosed { number, .. }
        | E::ApplicationVoid { number, .. }
        | E::OpinionForwarded { number }
        | E::LineFound { number, .. }
        | E::LineExplained { number, .. }
        | E::FormCompared { number }
        | E::FormSealed { number } => Some(number),
    }
}

/// What is written of it; `None` for what no entry may say.
pub fn writing(entry: hatch::Entry, by: Role, now: Timestamp) -> Option<Writing> {
    use hatch::Entry as E;
    let today = journal::day_of(now);
    Some(Writing::Desk(match entry {
        E::Paper {
            made,
            amount,
            title,
            form_no,
            purpose,
            written_on,
        } => {
            // What stands on a form that is entered later was written there before.
            let was = |day: &str| is_day(day) && day <= today.as_str();
            let late = written_on.as_deref().is_none_or(was);
            if !late || written_on.is_some() && form_no.is_none() {
                return None;
            }
            if !(1..=AMOUNT_MAX).contains(&amount) {
                return None;
            }
            let form_no = words(form_no)?;
            let long = |text: &String| text.chars().count() > FORM_CHARS_MAX;
            if form_no.as_ref().is_some_and(long) {
                return None;
            }
            let paper = Paper {
                amount,
                title: words(title)?,
                form_no,
                purpose,
                written_on,
                ..Paper::default()
            };
            paper.entry(made, by)
        }
        E::PaperReturned { number } => Paper::returned(&number, by),
        E::PaperVoid { number, why } => {
            let why = words(why)?;
            // Within the day a slip of the hand needs no words; what stood overnight does.
            let of_today = Number::parse(&number).is_some_and(|number| number.day == today);
            if why.is_none() && !of_today {
                return None;
            }
            Paper::void(&number, why.as_deref(), by)
        }
        E::Found { number, found } => {
            return Some(Writing::Found(Entry::Found { number, found, by }));
        }
        E::ShelfChecked { found } => ShelfCheck::entry(found, by),
        E::ShelfMended { number, kind } => ShelfCheck::mended(&number, kind, by),
        E::WorkDone { work, failed, word } => match work {
            // A roll has its length, a test its slip; a restart is done at the glass.
            Work::RollChanged | Work::SelfTest | Work::Restart => return None,
            _ => Maintenance::done(work, failed, words(word)?.as_deref(), by),
        },
        E::CallAnswered { number } => Call::answered(&number, by),
        E::RollChanged { metres } => match (1..=ROLL_M_MAX).contains(&metres) {
            true => Maintenance::roll_changed(metres * METRE_MM, by),
            false => return None,
        },
        E::ApplicationForwarded { number, office } => {
            Application::forwarded(&number, &today, &words(Some(office))??, by)
        }
        E::ApplicationAnswered { number, answer } => {
            Application::answered(&number, &today, answer, by)
        }
        E::ApplicationAnswerCorrected { number, answer } => {
            Application::answer_corrected(&number, &today, answer, by)
        }
        E::ApplicationClosed { number, closing } => {
            Application::closed(&number, &today, closing, by)
        }
        E::ApplicationVoid { number, why } => {
            Application::void(&number, Some(&words(Some(why))??), by)
        }
        E::OpinionForwarded { number } => Opinion::forwarded(&number, by),
        // What they become depends on how the form stands.
        E::LineFound { .. }
        | E::LineExplained { .. }
        | E::FormCompared { .. }
        | E::FormSealed { .. } => return None,
    }))
}

/// `20261015`.
pub(super) fn is_day(text: &str) -> bool {
    text.len() == 8 && jiff::civil::Date::strptime("%Y%m%d", text).is_ok()
}

/// Words without blanks around them, nothing for nothing; `None` for what is no single line or too long.
pub(super) fn words(text: Option<String>) -> Option<Option<String>> {
    let text = text.unwrap_or_default();
    let text = text.trim();
    let fits = text.chars().count() <= TEXT_CHARS_MAX && !text.chars().any(char::is_control);
    fits.then(|| (!text.is_empty()).then(|| text.to_owned()))
}
