//! A number as its format asks. Owns how dates are written; what it cannot write it leaves.

use super::calendar::{Era, Moment};
use super::code::Code;
use super::decimal::general;
use super::fraction;
use super::parts::{Part, Section, Tongue};
use super::places::number;
use super::spoken::Spoken;
use crate::office::counting;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
const DAYS_CHINESE: [&str; 7] = ["日", "一", "二", "三", "四", "五", "六"];

/// The number so; `None` where that is not known.
pub(super) fn written(value: f64, code: &Code, era: Era) -> Option<String> {
    let (section, is_bare) = code.section(value)?;
    if section.is_date() {
        return date(value, section, era);
    }
    let has_minus = value < 0.0 && !is_bare;
    let spoken = section.spoken;
    let text = if section.parts.contains(&Part::General) {
        let written = general(value.abs())?;
        let said = match spoken {
            Some(spoken) => spoken.said(&written)?,
            None => written,
        };
        with_literals(&section.parts, &said)
    } else if section
        .parts
        .iter()
        .any(|part| matches!(part, Part::Over(_)))
    {
        fraction::written(value.abs(), &section.parts)?
    } else {
        number(value, &section.parts, spoken)?
    };
    Some(if has_minus { format!("-{text}") } else { text })
}

fn with_literals(parts: &[Part], number: &str) -> String {
    let written = |part: &Part| match part {
        Part::Literal(words) => words.clone(),
        Part::General => number.to_owned(),
        _ => String::new(),
    };
    parts.iter().map(written).collect()
}

fn date(value: f64, section: &Section, era: Era) -> Option<String> {
    let places = section.parts.iter().map(|part| match part {
        Part::Fraction(many) => *many,
        _ => 0,
    });
    let places = u32::try_from(places.max().unwrap_or(0)).ok()?;
    let moment = Moment::of(value, era, places)?;
    let is_halved = section.parts.iter().any(|p| matches!(p, Part::Noon(_)));
    let hour = moment.second / 3_600;
    let mut text = String::new();
    for part in &section.parts {
        match part {
            Part::Literal(words) => text.push_str(words),
            Part::Noon([before, after]) => text.push_str(if hour < 12 { before } else { after }),
            Part::Fraction(_) | Part::Elapsed(..) if section.spoken.is_some() => return None,
            Part::Fraction(many) => {
                let places = places as usize;
                let digits = format!("{:0places$}", moment.part);
                text.push('.');
                text.push_str(digits.get(..*many)?);
            }
            Part::Elapsed(unit, many) => {
                let seconds = match unit {
                    'h' => 3_600,
                    'm' => 60,
                    _ => 1,
                };
                text.push_str(&format!("{:0many$}", moment.seconds / seconds));
            }
            Part::Date(letter, many) => {
                let hour = match is_halved {
                    true => (hour + 11) % 12 + 1,
                    false => hour,
                };
                text.push_str(&of_date(*letter, *many, &moment, hour, section)?);
            }
            _ => return None,
        }
    }
    Some(text)
}

fn of_date(
    letter: char,
    many: usize,
    moment: &Moment,
    hour: i64,
    section: &Section,
) -> Option<String> {
    let number = match (letter, many) {
        ('y', 1 | 2) => moment.year % 100,
        ('y', _) => moment.year,
        ('M', 1 | 2) => i64::from(moment.month),
        ('d', 1 | 2) => i64::from(moment.day),
        ('h', _) => hour,
        ('m', _) => moment.second / 60 % 60,
        ('s', _) => moment.second % 60,
        _ => return name(letter, many, moment, section.tongue),
    };
    let digits = match (letter, many) {
        ('y', 1 | 2) => 2,
        ('y', _) => 4,
        _ => many.min(2),
    };
    if let Some(spoken) = section.spoken {
        let number = u32::try_from(number).ok()?;
        let said = match (letter, spoken) {
            (_, Spoken::Wide) => None,
            ('y', _) => Some(spoken.one_by_one(&number.to_string())),
            (_, Spoken::Legal) => spoken.said(&number.to_string()),
            // The tenth, not the one-and-tenth.
            (_, Spoken::Plain) => counting::written(number, "chineseCountingThousand"),
        };
        // How a nought in front, or alone, is said depends on the program.
        let is_told = match letter {
            'y' => many > 2,
            _ => number > if many == 1 { 0 } else { 9 },
        };
        return said.filter(|_| is_told);
    }
    Some(format!("{number:0digits$}"))
}

/// Of a month or a day of the week.
fn name(letter: char, many: usize, moment: &Moment, tongue: Tongue) -> Option<String> {
    let day = DAYS_CHINESE.get(moment.weekday)?;
    let short = |name: &str| name.get(..3).map(str::to_owned);
    match (letter, many, tongue) {
        ('a', 3, _) => Some((*day).to_owned()),
        ('a', _, _) | ('d', 4.., Tongue::Chinese) => Some(format!("星期{day}")),
        ('d', _, Tongue::Chinese) => Some(format!("周{day}")),
        ('M', 3, Tongue::Chinese) => Some(format!("{}月", moment.month)),
        ('M', 4, Tongue::Chinese) => {
            let month = counting::written(moment.month, "chineseCountingThousand")?;
            Some(format!("{month}月"))
        }
        (_, _, Tongue::Chinese | Tongue::Other) => None,
        ('M', _, Tongue::English) => {
            let name = MONTHS.get(moment.month as usize - 1)?;
            match many {
                3 => short(name),
                4 => Some((*name).to_owned()),
                _ => name.get(..1).map(str::to_owned),
            }
        }
        (_, 3, Tongue::English) => short(DAYS.get(moment.weekday)?),
        (_, _, Tongue::English) => Some((*DAYS.get(moment.weekday)?).to_owned()),
    }
}
