//! When the numbers of the yearly report are asked for (年度报告, 条例 2019 art 49): from December on, by 31 January of departments, by 31 March of the office
//! that publishes for all, until it is written down that they were handed in. Pure.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use journal::Work;

use crate::affairs::Affairs;
use crate::moment;
use crate::screen::desk::today::{Matter, MatterKind};

/// The report that is asked for now.
pub(super) fn yearly_due(affairs: &Affairs, now: Timestamp) -> Option<Matter> {
    let today = moment::local(now).date();
    let (year, due) = asked(today)?;
    // What was handed in before the year was over is looked at once more when it is.
    let since = match today.month() {
        12 => date(today.year(), 12, 1),
        _ => date(today.year(), 1, 1),
    };
    let mut works = affairs.works.iter();
    let handed_in = works.any(|held| {
        let at = moment::parse(&held.at).map(|at| moment::local(at).date());
        held.work == Work::YearlyReport && !held.failed && at.is_some_and(|at| at >= since)
    });
    (!handed_in).then(|| Matter {
        number: format!("{year:04}"),
        time: due.to_string(),
        ..Matter::of(MatterKind::YearlyDue)
    })
}

/// Of which year, and by which day.
fn asked(today: Date) -> Option<(i16, Date)> {
    let year = today.year();
    match today.month() {
        12 => Some((year, date(year.checked_add(1)?, 1, 31))),
        1 => Some((year - 1, date(year, 1, 31))),
        2 | 3 => Some((year - 1, date(year, 3, 31))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::affairs::Worked;

    fn told(now: &str, handed_in: &[&str]) -> Option<(String, String)> {
        let works = handed_in.iter().map(|at| Worked {
            work: Work::YearlyReport,
            at: (*at).to_owned(),
            failed: false,
        });
        let affairs = Affairs {
            works: works.collect(),
            ..Affairs::default()
        };
        let matter = yearly_due(&affairs, now.parse().unwrap())?;
        Some((matter.number, matter.time))
    }

    #[test]
    fn the_report_is_asked_for_from_december_to_its_two_days() {
        let asked = |year: &str, day: &str| Some((year.to_owned(), day.to_owned()));
        for (now, wanted) in [
            ("2026-11-30T02:00:00Z", None),
            // The first of December at the point.
            ("2026-11-30T16:30:00Z", asked("2026", "2027-01-31")),
            ("2027-01-31T10:00:00Z", asked("2026", "2027-01-31")),
            ("2027-02-01T02:00:00Z", asked("2026", "2027-03-31")),
            ("2027-03-31T10:00:00Z", asked("2026", "2027-03-31")),
            ("2027-03-31T17:00:00Z", None),
        ] {
            assert_eq!(told(now, &[]), wanted, "{now}");
        }
    }

    #[test]
    fn what_was_handed_in_is_asked_for_no_longer_but_once_more_when_the_year_is_over() {
        let december = "2026-12-10T02:00:00Z";
        assert_eq!(told("2026-12-20T02:00:00Z", &[december]), None);
        assert!(told("2027-01-04T02:00:00Z", &[december]).is_some());
        let january = "2027-01-12T02:00:00Z";
        assert_eq!(told("2027-01-20T02:00:00Z", &[january]), None);
        assert_eq!(told("2027-03-20T02:00:00Z", &[january]), None);
        assert!(
            told("2027-12-01T02:00:00Z", &[january]).is_some(),
            "of 2027"
        );
    }
}
