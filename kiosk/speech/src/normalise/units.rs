//! Units and measure words, from `assets/speech/units.txt`: what a unit is called, and whether 2 before it is 两. Reads no number.

use std::sync::OnceLock;

use super::powers::raised;
use super::scan::{Found, Kind, Place, is_hanzi};
use crate::numerals::cardinal;

/// One line of the table.
pub(super) struct Unit {
    pub(super) written: Vec<char>,
    pub(super) said: &'static str,
    /// Whether 2 of it are 两.
    pub(super) takes_liang: bool,
}

struct Units {
    all: Vec<Unit>,
}

fn units() -> &'static Units {
    static UNITS: OnceLock<Units> = OnceLock::new();
    UNITS.get_or_init(|| {
        let mut all: Vec<Unit> = include_str!("../../../../assets/speech/units.txt")
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .flat_map(line)
            .collect();
        all.sort_by_key(|unit| std::cmp::Reverse(unit.written.len()));
        Units { all }
    })
}

/// `两 个 天` and `二 号 级`: measure words said as written; `km = 千米`: a sign and its name.
fn line(line: &'static str) -> Vec<Unit> {
    if let Some((written, said)) = line.split_once(" = ") {
        return vec![Unit {
            written: written.chars().collect(),
            said,
            takes_liang: !said.ends_with('度'),
        }];
    }
    let mut words = line.split(' ');
    let takes_liang = words.next() == Some("两");
    words
        .map(|word| Unit {
            written: word.chars().collect(),
            said: word,
            takes_liang,
        })
        .collect()
}

/// The longest unit that stands at `offset`. Letters count only when no letter follows them.
pub(super) fn unit_at(place: &Place<'_>, offset: usize) -> Option<&'static Unit> {
    let rest = place.chars.get(place.at + offset..)?;
    units().all.iter().find(|unit| {
        rest.starts_with(&unit.written)
            && !(unit.written.last().is_some_and(|c| is_latin(*c))
                && rest
                    .get(unit.written.len())
                    .is_some_and(|c| is_latin(*c) || c.is_ascii_digit()))
    })
}

/// A unit behind `offset`, perhaps after a space, and where it ends.
pub(super) fn unit_behind(place: &Place<'_>, offset: usize) -> Option<(&'static Unit, usize)> {
    let spaces = place.spaces(offset);
    let unit = unit_at(place, offset + spaces)?;
    Some((unit, offset + spaces + unit.written.len()))
}

/// Whether the number that ends at `offset` measures something.
pub(super) fn has_unit(place: &Place<'_>, offset: usize) -> bool {
    unit_behind(place, offset).is_some()
        || place
            .get(offset + place.spaces(offset))
            .is_some_and(|c| "万亿千百余多几‰%".contains(c))
}

/// What a unit is called with the power it is raised to, where it ends, and whether that lies below nothing: dm³, L⁻¹.
pub(super) fn powered(place: &Place<'_>, unit: &Unit, end: usize) -> (String, usize, bool) {
    match raised(place, end) {
        Some((below, power, end)) => {
            let said = match power.as_str() {
                "一" => unit.said.to_owned(),
                // 米每二次方秒: time has no area.
                "二" if unit.said != "秒" => format!("平方{}", unit.said),
                "三" => format!("立方{}", unit.said),
                _ => format!("{power}次方{}", unit.said),
            };
            (said, end, below)
        }
        None => (unit.said.to_owned(), end, false),
    }
}

/// Signs of units that are multiplied or divided are no more than this.
const FACTORS_MAX: usize = 8;

/// What goes on behind a unit: `/L`, `/平方米·月`, `/（m³·h）`, `·m`, `/100mL`: 每升, 每平方米每月.
pub(super) fn per(place: &Place<'_>, offset: usize) -> Option<(String, usize)> {
    let mut said = String::new();
    let mut end = offset;
    let mut divided = false;
    let signs = offset > 0 && place.get(offset - 1).is_some_and(|c| !is_hanzi(c));
    for _ in 0..FACTORS_MAX {
        let slash = place.get(end) == Some('/');
        let times = place.get(end) == Some('·') && (divided || signs);
        if !slash && !times {
            break;
        }
        let opened = usize::from(slash && place.get(end + 1) == Some('（'));
        let from = end + 1 + opened;
        let digits = place.digits(from);
        let Some(unit) = unit_at(place, from + digits) else {
            break;
        };
        // /100mL is a measure, 380V/220V are two.
        let round = digits == 0 || {
            let text = place.text(from, digits);
            text.starts_with('1') && text.ends_with("00")
        };
        if !round || digits > 0 && unit.written.iter().any(|c| is_hanzi(*c)) {
            break;
        }
        let (name, after, below) = powered(place, unit, from + digits + unit.written.len());
        divided |= slash || below;
        if divided {
            said.push('每');
        }
        if digits > 0 {
            said.push_str(&cardinal(place.value(from, digits).unwrap_or(0)));
        }
        said.push_str(&name);
        end = after;
        if opened > 0 {
            let Some((more, after)) = bracketed(place, end) else {
                break;
            };
            said.push_str(&more);
            end = after;
        }
    }
    (!said.is_empty()).then_some((said, end))
}

/// `·h）` of a bracket below the stroke.
fn bracketed(place: &Place<'_>, offset: usize) -> Option<(String, usize)> {
    let mut said = String::new();
    let mut end = offset;
    for _ in 0..FACTORS_MAX {
        if place.get(end) != Some('·') {
            break;
        }
        let unit = unit_at(place, end + 1)?;
        let (name, after, _) = powered(place, unit, end + 1 + unit.written.len());
        said.push('每');
        said.push_str(&name);
        end = after;
    }
    (place.get(end) == Some('）')).then_some((said, end + 1))
}

/// What stands before a unit that no number has: the head of a column.
const BEFORE_UNIT: &str = "（：:，、 \n";

/// 单位：元/㎡, 限值（mg/m³）: a unit without a number, said by its name.
pub(super) fn alone(place: &Place<'_>) -> Option<Found> {
    let begins = place.previous().is_none_or(|c| BEFORE_UNIT.contains(c));
    if !begins {
        return None;
    }
    // 万m³/d.
    let multiple = usize::from(place.get(0).is_some_and(|c| "万亿".contains(c)));
    let unit = unit_at(place, multiple)?;
    let signs = unit.written.iter().all(|c| !is_hanzi(*c));
    let from = multiple + unit.written.len();
    let (name, from, _) = powered(place, unit, from);
    let (of, end) = per(place, from).unwrap_or((String::new(), from));
    let said = format!("{}{name}{of}", place.text(0, multiple));
    // A letter alone is a letter: A、B、C.
    let sure = end > unit.written.len() && (signs || multiple == 0)
        || signs && unit.written.len() > 1
        || unit.written == ['㎡'];
    let over = place.get(end).is_none_or(|c| "），、；。 \n".contains(c));
    (sure && over)
        .then(|| Found::han(end, Kind::Word, said))
        .flatten()
}

pub(super) fn is_latin(c: char) -> bool {
    c.is_alphabetic() && (c as u32) < 0x250
}
