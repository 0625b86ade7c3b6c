//! A number as its format asks. Owns how digits fall into their places and how dates are written; what it cannot write it leaves.

use super::calendar::{Era, Moment};
use super::code::{Code, Part, Section, Tongue};
use super::decimal::{Decimal, general};
use crate::office::counting;

/// Digits before the point that are still written out.
const DIGITS_MAX: i32 = 40;
/// Places behind the point; programs allow no more.
const PLACES_MAX: usize = 30;
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
    let text = match section.parts.contains(&Part::General) {
        true => with_literals(&section.parts, &general(value.abs())?),
        false => number(value, &section.parts)?,
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

/// Where the digits of a number stand among its parts.
struct Layout {
    /// Before the point, behind it, of the power.
    places: [Vec<usize>; 3],
    /// Thousands are set apart.
    is_grouped: bool,
    /// Powers of ten that it is shown with more.
    shift: i32,
    power: Option<bool>,
}

impl Layout {
    fn of(parts: &[Part]) -> Option<Layout> {
        let mut layout = Layout {
            places: [const { Vec::new() }; 3],
            is_grouped: false,
            shift: 0,
            power: None,
        };
        let (mut at, mut commas, mut has_point) = (0, 0, false);
        for (index, part) in parts.iter().enumerate() {
            match part {
                Part::Digit(_) => {
                    // Between digits it groups, behind them each is a thousand less.
                    if commas > 0 && at > 0 {
                        return None;
                    }
                    layout.is_grouped |= std::mem::take(&mut commas) > 0;
                    layout.places[at].push(index);
                }
                Part::Comma if layout.places.iter().all(Vec::is_empty) || at == 2 => return None,
                Part::Comma => commas += 1,
                Part::Point if has_point || at > 0 => return None,
                Part::Point => {
                    has_point = true;
                    layout.shift -= 3 * std::mem::take(&mut commas);
                    at = 1;
                }
                Part::Power(has_plus) if layout.power.is_none() => {
                    layout.power = Some(*has_plus);
                    layout.shift -= 3 * std::mem::take(&mut commas);
                    at = 2;
                }
                Part::Power(_) => return None,
                Part::Percent => layout.shift += 2,
                _ => {}
            }
        }
        layout.shift -= 3 * commas;
        let [before, behind, power] = &layout.places;
        let is_told = layout.power.is_none() || !(before.is_empty() || power.is_empty());
        (is_told && before.len() + behind.len() <= PLACES_MAX).then_some(layout)
    }
}

fn number(value: f64, parts: &[Part]) -> Option<String> {
    let layout = Layout::of(parts)?;
    let [before, behind, of_power] = &layout.places;
    let mut shown = Decimal::of(value)?.shifted(layout.shift);
    let mut power = 0;
    if layout.power.is_some() && !shown.is_nought() {
        let step = i32::try_from(before.len()).ok()?;
        let places = i32::try_from(behind.len()).ok()?;
        power = shown.power().div_euclid(step) * step;
        // Rounded up it may need one power more.
        let rounded = shown.clone().shifted(-power).rounded(places);
        power += rounded.power().div_euclid(step) * step;
        shown = shown.shifted(-power);
    }
    if shown.power() > DIGITS_MAX {
        return None;
    }
    let (whole, part) = shown.written(behind.len());
    let mut texts: Vec<String> = vec![String::new(); parts.len()];
    whole_digits(&whole, before, parts, layout.is_grouped, &mut texts);
    part_digits(&part, behind, parts, &mut texts);
    if layout.power.is_some() {
        let digits = power.abs().to_string();
        whole_digits(&digits, of_power, parts, false, &mut texts);
    }
    for (part, text) in parts.iter().zip(&mut texts) {
        match part {
            Part::Literal(words) => text.push_str(words),
            Part::Percent => text.push('%'),
            Part::Point => {
                // Without a place before it all digits stand in front of the point.
                if before.is_empty() {
                    text.push_str(&whole);
                }
                text.push('.');
            }
            Part::Power(has_plus) => text.push_str(match (power < 0, has_plus) {
                (true, _) => "E-",
                (false, true) => "E+",
                (false, false) => "E",
            }),
            _ => {}
        }
    }
    Some(texts.concat())
}

/// From the right; the first place takes all that is left.
fn whole_digits(
    digits: &str,
    places: &[usize],
    parts: &[Part],
    is_grouped: bool,
    texts: &mut [String],
) {
    let mut left: Vec<char> = digits.chars().collect();
    let mut written = 0;
    let mut put = |text: &mut String, digit: char| {
        if is_grouped && written > 0 && written % 3 == 0 && digit != ' ' {
            text.insert(0, ',');
        }
        text.insert(0, digit);
        written += 1;
    };
    for (index, place) in places.iter().enumerate().rev() {
        let text = &mut texts[*place];
        match (left.pop(), &parts[*place]) {
            (Some(digit), _) => put(text, digit),
            (None, Part::Digit('0')) => put(text, '0'),
            (None, Part::Digit('?')) => put(text, ' '),
            (None, _) => {}
        }
        if index == 0 {
            while let Some(digit) = left.pop() {
                put(text, digit);
            }
        }
    }
}

fn part_digits(digits: &str, places: &[usize], parts: &[Part], texts: &mut [String]) {
    let mut is_end = true;
    for (place, digit) in places.iter().zip(digits.as_bytes()).rev() {
        is_end &= *digit == b'0' && parts[*place] != Part::Digit('0');
        match (is_end, &parts[*place]) {
            (false, _) => texts[*place].push(char::from(*digit)),
            (true, Part::Digit('?')) => texts[*place].push(' '),
            (true, _) => {}
        }
    }
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
            Part::Fraction(_) | Part::Elapsed(..) if section.is_spoken => return None,
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
    if section.is_spoken {
        let number = u32::try_from(number).ok()?;
        // How a nought in front, or alone, is said depends on the program.
        return match letter {
            'y' => counting::written(number, "ideographDigital").filter(|_| many > 2),
            _ => counting::written(number, "chineseCountingThousand")
                .filter(|_| number > if many == 1 { 0 } else { 9 }),
        };
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
