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

/// The first year between two days that the calendar does not know: days that lie in it cannot be counted.
pub fn unknown_year(calendar: &Calendar, from: Date, to: Date) -> Option<i16> {
    (from.year()..=to.year()).find(|year| !calendar.knows(*year))
}

/// Last day of the notice that something has to be corrected (补正告知), which is given once.
pub fn correction_due(calendar: &Calendar, standing: &Standing) -> Option<Date> {
    let running = matches!(standing.state.as_str(), "received" | "forwarded");
    let received = standing.received_on.filter(|_| running)?;
    match standing.corrected_on {
        Some(_) => None,
        None => calendar.term_ends(received, CORRECTION_WORKING_DAYS),
    }
}

/// Last day on which a third party that was asked (征求意见) may answer; behind it the office decides without it.
pub fn others_due(calendar: &Calendar, standing: &Standing) -> Option<Date> {
    if standing.state != "clock-stopped" {
        return None;
    }
    let (asked, _) = standing.stopped.iter().rfind(|(_, to)| to.is_none())?;
    calendar.term_ends(*asked, THIRD_PARTY_WORKING_DAYS)
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
            correct_by: None,
            corrected_on: None,
            extended_by: 0,
            stopped: vec![],
            forwarded_on: None,
            asked_to_correct_on: None,
            extended_on: None,
            urged_on: None,
            answered_on: None,
            closed_as: None,
            may_urge: true,
            may_rate: false,
            story: vec![],
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

    #[test]
    fn the_notice_of_a_correction_and_a_third_party_have_clocks_of_their_own() {
        let calendar = Calendar::parse("[[year]]\nyear = 2018\n").unwrap();
        let told = |due: Option<Date>| due.map(|day| day.to_string());
        let mut case = standing("received");
        let notice = |case: &Standing| told(correction_due(&calendar, case));
        assert_eq!(notice(&case).as_deref(), Some("2018-10-24"));
        assert_eq!(others_due(&calendar, &case), None);
        case.corrected_on = Some("2018-10-22".parse().unwrap());
        assert_eq!(notice(&case), None, "once");
        let mut asked = standing("clock-stopped");
        assert_eq!(notice(&asked), None);
        asked.stopped = vec![("2018-10-17".parse().unwrap(), None)];
        assert_eq!(
            told(others_due(&calendar, &asked)).as_deref(),
            Some("2018-11-07")
        );
    }

    /// Holidays of 2026 as announced, month and day, and the Saturdays and Sundays that are worked: written down here, not read from the file.
    const HOLIDAYS: [((i8, i8), (i8, i8)); 7] = [
        ((1, 1), (1, 3)),
        ((2, 15), (2, 23)),
        ((4, 4), (4, 6)),
        ((5, 1), (5, 5)),
        ((6, 19), (6, 21)),
        ((9, 25), (9, 27)),
        ((10, 1), (10, 7)),
    ];
    const WORKED: [(i8, i8); 6] = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)];

    fn works(day: Date) -> bool {
        let at = (day.month(), day.day());
        let weekend = day.weekday().to_monday_one_offset() > 5;
        let holiday = HOLIDAYS.iter().any(|(from, to)| *from <= at && at <= *to);
        WORKED.contains(&at) || !weekend && !holiday
    }

    /// The term counted day by day as a person does on a wall calendar: the first day does not count, days on which others think do not either.
    fn counted(begins: Date, working_days: u32, stops: &[(Date, Date)]) -> Date {
        let (mut day, mut left) = (begins, working_days);
        while left > 0 {
            day = day.tomorrow().unwrap();
            let stands = stops.iter().any(|(from, to)| *from < day && day <= *to);
            left -= u32::from(works(day) && !stands);
        }
        day
    }

    proptest::proptest! {
        #[test]
        fn every_term_of_a_year_with_its_holidays_is_what_counting_by_hand_gives(
            // Over 春节 and 国庆, and to the end of the year that was announced.
            received in 0_i32..330,
            correction in proptest::option::of((0_i32..8, 0_i32..12)),
            extended_by in 0_u32..=20,
            stops in proptest::collection::vec((0_i32..12, 0_i32..22), 0..3),
        ) {
            let calendar = Calendar::parse(include_str!("../../../deploy/calendar.toml")).unwrap();
            let first: Date = "2026-01-02".parse().unwrap();
            let plus = |day: Date, days: i32| day.checked_add(jiff::Span::new().days(days)).unwrap();
            let mut case = standing("forwarded");
            case.extended_by = extended_by;
            let mut begins = plus(first, received);
            case.received_on = Some(begins);
            let mut told = Vec::new();
            if let Some((asked, came)) = correction {
                // Others were asked before it showed that something is to be corrected: that counts no more.
                told.push((begins, plus(begins, asked)));
                begins = plus(begins, asked + came + 1);
                case.corrected_on = Some(begins);
            }
            let mut counting = Vec::new();
            let mut day = begins;
            for (after, lasts) in stops {
                let from = plus(day, after);
                let to = plus(from, lasts);
                // Whoever is asked after the term is over stops nothing.
                if from < counted(begins, 20 + extended_by, &counting) {
                    counting.push((from, to));
                    day = to;
                }
            }
            told.extend(counting.iter().copied());
            case.stopped = told.into_iter().map(|(from, to)| (from, Some(to))).collect();
            // No day of a year that nobody announced is guessed.
            let ends = counted(begins, 20 + extended_by, &counting);
            proptest::prop_assert_eq!(
                answer_due(&calendar, &case),
                Some(ends).filter(|ends| ends.year() == 2026),
                "{:?}",
                case
            );
        }
    }
}
