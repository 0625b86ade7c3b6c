//! A number in the places that its format has for digits. Owns how digits fall into them, and how thousands are set apart; knows no
//! sections.

use super::decimal::Decimal;
use super::parts::Part;
use super::spoken::Spoken;

/// Digits before the point that are still written out.
const DIGITS_MAX: i32 = 40;
/// Places behind the point; programs allow no more.
const PLACES_MAX: usize = 30;

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

/// In the places that the parts have, its minus apart.
pub(super) fn number(value: f64, parts: &[Part], spoken: Option<Spoken>) -> Option<String> {
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
    if let Some(spoken) = spoken {
        for text in &mut texts {
            *text = spoken.one_by_one(text);
        }
    }
    for (part, text) in parts.iter().zip(&mut texts) {
        match part {
            Part::Literal(words) => text.push_str(words),
            Part::Percent => text.push('%'),
            Part::Point => {
                // Without a place before it all digits stand in front of the point.
                if before.is_empty() {
                    text.push_str(&spoken.map_or(whole.clone(), |to| to.one_by_one(&whole)));
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
