//! The terms of the regulation on open government information (政府信息公开条例 2019 art 30-33), in working days. Pure; refuses to guess a day of a
//! year that the calendar does not know.

use config::calendar::Calendar;
use jiff::civil::Date;

use crate::services::Standing;

/// The answer (art 33).
pub const ANSWER_WORKING_DAYS: u32 = 20;
/// Most that it may be put off (art 33).
pub const EXTENSION_WORKING_DAYS_MAX: u32 = 20;
/// The notice that something has to be corrected (art 30).
pub const CORRECTION_WORKING_DAYS: u32 = 7;
/// A third party may think it over (art 32).
pub const THIRD_PARTY_WORKING_DAYS: u32 = 15;

/// Last day of the answer. `None` while the clock stands, after the answer, and where it would have to be guessed.
pub fn answer_due(calendar: &Calendar, standing: &Standing) -> Option<Date> {
    if !matches!(standing.state.as_str(), "received" | "forwarded") {
        return None;
    }
    let begins = standing.corrected_on.or(standing.received_on)?;
    let mut days = ANSWER_WORKING_DAYS + standing.extended_by.min(EXTENSION_WORKING_DAYS_MAX);
    for (from, to) in &standing.stopped {
        // What was asked before the term began anew counts no more.
        if *from >= begins {
            days += calendar.working_days_until(*from, (*to)?)?;
        }
    }
    calendar.term_ends(begins, days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(state: &str) -> Standing {
        Standing {
            number: "L01-1-S-2018-0001".into(),
            state: state.into(),
            office: String::new(),
            received_on: Some("2018-10-15".parse().unwrap()),
            corrected_on: None,
            extended_by: 0,
            stopped: vec![],
            answered_on: None,
            may_urge: true,
            may_rate: false,
        }
    }

    fn due(standing: &Standing) -> Option<String> {
        let calendar = Calendar::parse("[[year]]\nyear = 2018\n").unwrap();
        answer_due(&calendar, standing).map(|day| day.to_string())
    }

    #[test]
    fn the_answer_is_due_after_twenty_working_days_and_an_extension() {
        let mut case = standing("received");
        assert_eq!(due(&case).as_deref(), Some("2018-11-12"));
        case.extended_by = 10;
        assert_eq!(due(&case).as_deref(), Some("2018-11-26"));
        case.extended_by = 500;
        assert_eq!(
            due(&case).as_deref(),
            Some("2018-12-10"),
            "at most twenty more"
        );
    }

    #[test]
    fn asking_others_stops_the_clock_and_a_correction_begins_it_anew() {
        let day = |text: &str| -> Date { text.parse().unwrap() };
        let mut case = standing("forwarded");
        case.stopped = vec![(day("2018-10-17"), Some(day("2018-10-24")))];
        assert_eq!(due(&case).as_deref(), Some("2018-11-19"));
        case.corrected_on = Some(day("2018-10-29"));
        assert_eq!(due(&case).as_deref(), Some("2018-11-26"));
        case.stopped = vec![(day("2018-10-30"), None)];
        assert_eq!(due(&case), None, "nobody knows when it goes on");
    }

    #[test]
    fn no_day_is_told_while_the_clock_stands_or_of_an_unknown_year() {
        for state in [
            "to-be-corrected",
            "clock-stopped",
            "answered",
            "closed",
            "void",
            "",
        ] {
            assert_eq!(due(&standing(state)), None, "{state}");
        }
        let mut late = standing("received");
        late.received_on = Some("2018-12-20".parse().unwrap());
        assert_eq!(due(&late), None);
        late.received_on = None;
        assert_eq!(due(&late), None);
    }
}
