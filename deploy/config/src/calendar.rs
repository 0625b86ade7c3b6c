//! The working-day calendar (节假日安排): holidays and make-up working days (调休) of the years that were announced. Pure; refuses to guess a
//! year that nobody announced, and reports every problem of a file.
//!
//! Form of the file (TOML):
//!
//! ```text
//! [[year]]
//! year = 2018
//! workdays = ["2018-09-29", "2018-09-30"]      # Saturdays and Sundays on which people work
//! [[year.holiday]]
//! name = "国庆节"
//! from = "2018-10-01"
//! to = "2018-10-07"
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::{Date, Weekday};
use serde::Deserialize;

/// Largest calendar file, bytes.
pub const CALENDAR_BYTES_MAX: u64 = 256 * 1024;
/// Most years of one file.
const YEARS_MAX: usize = 60;
/// Most holidays, and most make-up days, of one year.
const ENTRIES_MAX: usize = 60;
/// Longest holiday, days.
const HOLIDAY_DAYS_MAX: i32 = 31;
/// Longest name of a holiday, characters.
const NAME_CHARS_MAX: usize = 20;
/// Working days that can be counted at once.
pub const WORKING_DAYS_MAX: u32 = 400;

/// What was announced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeSet<i16>,
    holidays: Vec<Holiday>,
    /// Place in `holidays` of each day off.
    off: BTreeMap<Date, usize>,
    working: BTreeSet<Date>,
}

/// A holiday (节假日) with its days, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Holiday {
    pub name: String,
    pub from: Date,
    pub to: Date,
}

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Day<'a> {
    /// Monday to Friday.
    Working,
    /// A Saturday or Sunday on which people work (调休).
    MadeUp,
    /// Saturday or Sunday.
    Weekend,
    Holiday(&'a Holiday),
}

impl Day<'_> {
    /// Whether offices are open on such a day (工作日), a weekend that is worked instead (调休) among them.
    pub fn works(self) -> bool {
        matches!(self, Day::Working | Day::MadeUp)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    year: Vec<RawYear>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawYear {
    year: i16,
    #[serde(default)]
    workdays: Vec<String>,
    #[serde(default)]
    holiday: Vec<RawHoliday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHoliday {
    name: String,
    from: String,
    to: String,
}

impl Calendar {
    /// Reads a calendar; the error names every problem.
    pub fn parse(text: &str) -> Result<Calendar, Vec<String>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let raw: RawFile = toml::from_str(text).map_err(|error| vec![error.to_string()])?;
        if raw.year.len() > YEARS_MAX {
            return Err(vec![format!("has more than {YEARS_MAX} years")]);
        }
        let mut calendar = Calendar::default();
        let mut problems = Vec::new();
        for year in &raw.year {
            calendar.take(year, &mut problems);
        }
        match problems.is_empty() {
            true => Ok(calendar),
            false => Err(problems),
        }
    }

    /// Reads the file; one that is not there is a calendar that knows no year.
    pub fn load(path: &Path) -> Result<Calendar, Vec<String>> {
        if !path.exists() {
            return Ok(Calendar::default());
        }
        let text =
            crate::file::read_capped(path, CALENDAR_BYTES_MAX).map_err(|error| vec![error])?;
        Calendar::parse(&text)
    }

    fn take(&mut self, raw: &RawYear, problems: &mut Vec<String>) {
        let year = raw.year;
        if !(1990..=2200).contains(&year) || !self.years.insert(year) {
            problems.push(format!(
                "year {year}: stands there twice or is outside 1990 to 2200"
            ));
            return;
        }
        if raw.holiday.len() > ENTRIES_MAX || raw.workdays.len() > ENTRIES_MAX {
            problems.push(format!("year {year}: has more than {ENTRIES_MAX} entries"));
            return;
        }
        for holiday in &raw.holiday {
            if let Err(problem) = self.take_holiday(year, holiday) {
                problems.push(format!("year {year}: {problem}"));
            }
        }
        for text in &raw.workdays {
            match date(year, text) {
                Err(problem) => problems.push(format!("year {year}: {problem}")),
                Ok(day) if !is_weekend(day) => {
                    problems.push(format!("year {year}: {day} is no Saturday or Sunday"));
                }
                Ok(day) if self.off.contains_key(&day) => {
                    problems.push(format!("year {year}: {day} is a holiday already"));
                }
                Ok(day) => {
                    self.working.insert(day);
                }
            }
        }
    }

    fn take_holiday(&mut self, year: i16, raw: &RawHoliday) -> Result<(), String> {
        let name = raw.name.trim();
        let chars = name.chars().count();
        if !(1..=NAME_CHARS_MAX).contains(&chars) || name.chars().any(char::is_control) {
            return Err(format!(
                "the name of a holiday has 1 to {NAME_CHARS_MAX} characters"
            ));
        }
        let (from, to) = (date(year, &raw.from)?, date(year, &raw.to)?);
        let days = (to - from).get_days();
        if !(0..HOLIDAY_DAYS_MAX).contains(&days) {
            return Err(format!("{name} lasts from {from} to {to}"));
        }
        let place = self.holidays.len();
        let mut day = from;
        while day <= to {
            if self.working.contains(&day) {
                return Err(format!("{day} is a working day already"));
            }
            if let Some(other) = self.off.insert(day, place) {
                let other = self.holidays.get(other).map_or(name, |held| &held.name);
                return Err(format!("{day} belongs to {other} already"));
            }
            day = day.tomorrow().map_err(|error| error.to_string())?;
        }
        self.holidays.push(Holiday {
            name: name.to_owned(),
            from,
            to,
        });
        Ok(())
    }

    /// The year was announced.
    pub fn knows(&self, year: i16) -> bool {
        self.years.contains(&year)
    }

    /// What a day is; `None` when its year was not announced.
    pub fn day(&self, date: Date) -> Option<Day<'_>> {
        if let Some(holiday) = self.off.get(&date) {
            return Some(Day::Holiday(&self.holidays[*holiday]));
        }
        if self.working.contains(&date) {
            return Some(Day::MadeUp);
        }
        self.knows(date.year()).then(|| match is_weekend(date) {
            true => Day::Weekend,
            false => Day::Working,
        })
    }

    /// Make-up days that belong to a holiday: those within two weeks of it, in order.
    pub fn made_up_around(&self, holiday: &Holiday) -> Vec<Date> {
        let near = |day: &&Date| {
            let before = (holiday.from - **day).get_days();
            let after = (**day - holiday.to).get_days();
            (1..=14).contains(&before) || (1..=14).contains(&after)
        };
        self.working.iter().filter(near).copied().collect()
    }

    /// The last day of a term of so many working days: the day on which it begins is not counted (民法典 art 201). `None` when it runs
    /// into a year that was not announced: a statutory term is never guessed.
    pub fn term_ends(&self, begins: Date, working_days: u32) -> Option<Date> {
        let mut left = working_days.min(WORKING_DAYS_MAX);
        let mut day = begins;
        while left > 0 {
            day = day.tomorrow().ok()?;
            if self.day(day)?.works() {
                left -= 1;
            }
        }
        Some(day)
    }

    /// Working days after `from` up to and with `to`; 0 when it is not later. `None` as for [`term_ends`](Self::term_ends).
    pub fn working_days_until(&self, from: Date, to: Date) -> Option<u32> {
        let mut days = 0;
        let mut day = from;
        while day < to {
            day = day.tomorrow().ok()?;
            days += u32::from(self.day(day)?.works());
            if days > WORKING_DAYS_MAX {
                return None;
            }
        }
        Some(days)
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// A day that an announcement for this year may name: some begin or end in the year beside it.
fn date(year: i16, text: &str) -> Result<Date, String> {
    let shown: String = text.chars().take(20).filter(|c| !c.is_control()).collect();
    let date: Date = text
        .parse()
        .map_err(|_| format!("\"{shown}\" is no day such as {year}-10-01"))?;
    let near = date.year() == year
        || date.year() == year - 1 && date.month() == 12
        || date.year() == year + 1 && date.month() == 1;
    match near {
        true => Ok(date),
        false => Err(format!("{date} is not of this year")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUTUMN: &str = "[[year]]\nyear = 2018\nworkdays = [\"2018-09-29\", \"2018-09-30\"]\n\
        [[year.holiday]]\nname = \"国庆节\"\nfrom = \"2018-10-01\"\nto = \"2018-10-07\"\n";

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn holidays_and_make_up_days_are_told_apart_from_weekdays() {
        let calendar = Calendar::parse(AUTUMN).unwrap();
        assert!(
            matches!(calendar.day(day("2018-10-03")), Some(Day::Holiday(h)) if h.name == "国庆节")
        );
        assert_eq!(calendar.day(day("2018-09-29")), Some(Day::MadeUp));
        assert_eq!(calendar.day(day("2018-10-13")), Some(Day::Weekend));
        assert_eq!(calendar.day(day("2018-10-15")), Some(Day::Working));
        assert_eq!(calendar.day(day("2019-10-15")), None);
        let Some(Day::Holiday(autumn)) = calendar.day(day("2018-10-07")) else {
            panic!()
        };
        let around = calendar.made_up_around(autumn);
        assert_eq!(around, [day("2018-09-29"), day("2018-09-30")]);
    }

    #[test]
    fn a_term_counts_working_days_from_the_day_after_over_holidays_and_make_up_days() {
        let calendar = Calendar::parse(AUTUMN).unwrap();
        // Fri 28 Sep: Sat 29 and Sun 30 are made up, the week of 1 Oct is off.
        assert_eq!(
            calendar.term_ends(day("2018-09-28"), 3),
            Some(day("2018-10-08"))
        );
        assert_eq!(
            calendar.term_ends(day("2018-10-15"), 20),
            Some(day("2018-11-12"))
        );
        assert_eq!(
            calendar.term_ends(day("2018-10-15"), 0),
            Some(day("2018-10-15"))
        );
        assert_eq!(
            calendar.working_days_until(day("2018-10-15"), day("2018-11-12")),
            Some(20)
        );
        assert_eq!(
            calendar.working_days_until(day("2018-11-12"), day("2018-10-15")),
            Some(0)
        );
    }

    #[test]
    fn a_term_into_a_year_without_data_is_not_guessed() {
        let calendar = Calendar::parse(AUTUMN).unwrap();
        assert_eq!(calendar.term_ends(day("2018-12-20"), 20), None);
        assert_eq!(Calendar::default().term_ends(day("2018-10-15"), 1), None);
        assert_eq!(
            calendar.working_days_until(day("2018-12-20"), day("2019-02-01")),
            None
        );
    }

    #[test]
    fn every_problem_of_a_calendar_is_told() {
        let problems = Calendar::parse(
            "[[year]]\nyear = 2018\nworkdays = [\"2018-10-10\", \"x\", \"2016-01-02\"]\n\
             [[year.holiday]]\nname = \"\"\nfrom = \"2018-10-01\"\nto = \"2018-10-07\"\n\
             [[year.holiday]]\nname = \"a\"\nfrom = \"2018-10-07\"\nto = \"2018-10-01\"\n\
             [[year]]\nyear = 2018\n[[year]]\nyear = 3\n",
        )
        .unwrap_err();
        assert_eq!(problems.len(), 7, "{problems:#?}");
    }

    #[test]
    fn hostile_calendars_are_refused() {
        let many = "[[year]]\nyear = 2018\n".repeat(YEARS_MAX + 1);
        let long = format!(
            "[[year]]\nyear = 2018\nworkdays = [{}]\n",
            "\"2018-09-29\",".repeat(ENTRIES_MAX + 1)
        );
        let deep = format!("a = {}", "[".repeat(100_000));
        for bad in [
            "year = 1",
            "[[year]]",
            "[[year]]\nyear = 2018\nholidays = 3",
            "[[year]]\nyear = 99999999999",
            "[[year]]\nyear = 2018\n[[year.holiday]]\nname = \"a\"\nfrom = \"2018-01-01\"\nto = \"2018-12-31\"",
            &many,
            &long,
            &deep,
            "\0",
        ] {
            assert!(
                Calendar::parse(bad).is_err(),
                "{}",
                &bad[..bad.len().min(60)]
            );
        }
    }

    #[test]
    fn a_calendar_that_is_not_there_knows_no_year() {
        let dir = tempfile::tempdir().unwrap();
        let calendar = Calendar::load(&dir.path().join("calendar.toml")).unwrap();
        assert!(!calendar.knows(2018));
        let large = dir.path().join("large.toml");
        std::fs::write(&large, " ".repeat(CALENDAR_BYTES_MAX as usize + 1)).unwrap();
        assert!(Calendar::load(&large).is_err());
    }
}
