//! Units and measure words, from `assets/speech/units.txt`: what a unit is called, and whether 2 before it is 两. Reads no number.

use std::sync::OnceLock;

use super::scan::{Found, Kind, Place};

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

/// `/L`, `/平方米·月`: 每升, 每平方米每月.
pub(super) fn per(place: &Place<'_>, offset: usize) -> Option<(String, usize)> {
    let mut said = String::new();
    let mut end = offset;
    while place.get(end) == Some('/') || (place.get(end) == Some('·') && !said.is_empty()) {
        let Some(unit) = unit_at(place, end + 1) else {
            break;
        };
        said.push('每');
        said.push_str(unit.said);
        end += 1 + unit.written.len();
    }
    (!said.is_empty()).then_some((said, end))
}

/// What stands before a unit that no number has: the head of a column.
const BEFORE_UNIT: &str = "（：:，、 \n";

/// 单位：元/㎡, 限值（mg/m³）: a unit without a number, said by its name.
pub(super) fn alone(place: &Place<'_>) -> Option<Found> {
    let begins = place.previous().is_none_or(|c| BEFORE_UNIT.contains(c));
    let unit = unit_at(place, 0).filter(|_| begins)?;
    let (of, end) = per(place, unit.written.len()).unwrap_or((String::new(), unit.written.len()));
    let said = format!("{}{of}", unit.said);
    let signs = unit.written.iter().all(|c| !super::scan::is_hanzi(*c));
    // A letter alone is a letter: A、B、C.
    let sure =
        end > unit.written.len() || signs && unit.written.len() > 1 || unit.written == ['㎡'];
    let over = place.get(end).is_none_or(|c| "），、；。 \n".contains(c));
    (sure && over)
        .then(|| Found::han(end, Kind::Word, said))
        .flatten()
}

pub(super) fn is_latin(c: char) -> bool {
    c.is_alphabetic() && (c as u32) < 0x250
}
