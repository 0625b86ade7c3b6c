//! Numbers as fractions (`# ?/?`, `# ??/100`; ECMA-376, 18.8.31). Owns which fraction stands for a number: the nearest of those
//! whose lower number has no more digits than there are places. Programs that break off a continued fraction write another one at
//! times: such a number is not written as a fraction.

use super::parts::Part;
use super::places::number;

/// Places of the lower number.
const PLACES_MAX: usize = 3;
/// So large a number is not parted.
const WHOLE_MAX: f64 = 1e11;

/// Where the parts of a fraction stand.
struct Layout {
    /// The first place of the upper number.
    upper: usize,
    /// Behind the lower one.
    end: usize,
    lower: Lower,
    /// A place for whole numbers stands before.
    has_whole: bool,
}

/// What the lower number may be.
enum Lower {
    /// At most so much.
    UpTo(u32),
    /// Exactly this one.
    Is(u32),
}

impl Layout {
    fn of(parts: &[Part]) -> Option<Layout> {
        let is_place = |part: &&Part| matches!(part, Part::Digit(_));
        let over = parts
            .iter()
            .position(|part| matches!(part, Part::Over(_)))?;
        let (before, behind) = (&parts[..over], &parts[over + 1..]);
        let upper = before.iter().rev().take_while(is_place).count();
        let lower = behind.iter().take_while(is_place).count();
        // A nought would be filled up with noughts.
        let is_plain = before[over - upper..].iter().chain(&behind[..lower]);
        let is_plain = is_plain.into_iter().all(|part| *part != Part::Digit('0'));
        let lower_is = match parts[over] {
            Part::Over(Some(fixed)) if lower == 0 => Lower::Is(fixed),
            Part::Over(None) if (1..=PLACES_MAX).contains(&lower) => {
                Lower::UpTo(10_u32.pow(lower as u32) - 1)
            }
            _ => return None,
        };
        let is_known =
            |part: &Part| matches!(part, Part::Digit(_) | Part::Literal(_) | Part::Comma);
        let rest = &before[..over - upper];
        let is_alone = behind[lower..]
            .iter()
            .all(|part| matches!(part, Part::Literal(_)));
        let is_known = is_plain && upper > 0 && is_alone && rest.iter().all(is_known);
        is_known.then_some(Layout {
            upper: over - upper,
            end: over + 1 + lower,
            lower: lower_is,
            has_whole: rest.iter().any(|part| is_place(&part)),
        })
    }
}

/// Whether such parts are a fraction that is known.
pub(super) fn is_known(parts: &[Part]) -> bool {
    Layout::of(parts).is_some()
}

/// The number, which is not below nought, so; `None` where that is not known.
pub(super) fn written(value: f64, parts: &[Part]) -> Option<String> {
    let layout = Layout::of(parts)?;
    if value.is_nan() || value >= WHOLE_MAX {
        return None;
    }
    let (mut whole, rest) = match layout.has_whole {
        true => (value.trunc(), value.fract()),
        false => (0.0, value),
    };
    let (mut upper, lower) = match layout.lower {
        Lower::Is(lower) => (nearest(rest, lower), lower),
        Lower::UpTo(most) => Some(best(rest, most)).filter(|is| *is == broken_off(rest, most))?,
    };
    if layout.has_whole && upper == f64::from(lower) {
        (whole, upper) = (whole + 1.0, 0.0);
    }
    let before = number(whole, &parts[..layout.upper], None)?;
    let mut text = before.trim_end().to_owned();
    if upper == 0.0 && layout.has_whole {
        if whole == 0.0 && !text.ends_with('0') {
            text.push('0');
        }
    } else {
        if text.ends_with(|sign: char| sign.is_ascii_digit()) {
            text.push(' ');
        }
        text.push_str(&format!("{upper}/{lower}"));
    }
    for part in &parts[layout.end..] {
        if let Part::Literal(words) = part {
            text.push_str(words);
        }
    }
    Some(text)
}

/// How many such parts; halves go up.
fn nearest(value: f64, lower: u32) -> f64 {
    (value * f64::from(lower)).round()
}

/// The nearest, of equals the one with the smallest lower number.
fn best(value: f64, most: u32) -> (f64, u32) {
    /// Nearer than by what a number cannot hold.
    const EQUAL: f64 = 1e-12;
    let mut best = (nearest(value, 1), 1);
    let mut distance = (value - best.0).abs();
    for lower in 2..=most {
        let upper = nearest(value, lower);
        let away = (value - upper / f64::from(lower)).abs();
        if away + EQUAL < distance {
            (best, distance) = ((upper, lower), away);
        }
    }
    best
}

/// The last step of the continued fraction that fits.
fn broken_off(value: f64, most: u32) -> (f64, u32) {
    /// What is left is nothing.
    const NOTHING: f64 = 5e-8;
    let (mut before, mut now) = ((0.0, 1.0), (1.0, 0.0));
    let mut rest = value;
    loop {
        // What lies a trifle below a whole number is one.
        let whole = (rest + NOTHING).floor();
        let next = (whole * now.0 + before.0, whole * now.1 + before.1);
        if next.1 > f64::from(most) {
            break;
        }
        (before, now) = (now, next);
        if rest - whole < NOTHING {
            break;
        }
        rest = 1.0 / (rest - whole);
    }
    // At least the whole number fits.
    (now.0, now.1 as u32)
}
