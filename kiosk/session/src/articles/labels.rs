//! What the label of a piece says: its kind and its number (第一百二十七条之二), for languages that count otherwise. Pure; changes no label.

use serde::{Deserialize, Serialize};

/// What a label counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// 第N编, 第N部分.
    Part,
    /// 第N分编.
    Subpart,
    /// 第N章.
    Chapter,
    /// 第N节.
    Section,
    /// 第N条.
    Article,
    /// 一、.
    Heading,
    /// （一）, (1).
    Item,
    /// A number of an outline: 1., 1.1.
    Number,
}

impl Counted {
    /// The code by which the screens know it.
    pub fn as_code(self) -> &'static str {
        match self {
            Counted::Part => "part",
            Counted::Subpart => "subpart",
            Counted::Chapter => "chapter",
            Counted::Section => "section",
            Counted::Article => "article",
            Counted::Heading => "heading",
            Counted::Item => "item",
            Counted::Number => "number",
        }
    }
}

/// A label, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// What it counts.
    pub kind: Counted,
    /// `127`, or `127-2` where it was put in later (第一百二十七条之二); `1.1` of an outline.
    pub number: String,
}

pub(super) const NUMERALS: [char; 10] =
    ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
pub(super) const PLACES: [char; 3] = ['千', '百', '十'];

/// What may stand behind the number of 第N…, the longer first.
const UNITS: [(&[char], Counted); 6] = [
    (&['部', '分'], Counted::Part),
    (&['分', '编'], Counted::Subpart),
    (&['编'], Counted::Part),
    (&['章'], Counted::Chapter),
    (&['节'], Counted::Section),
    (&['条'], Counted::Article),
];

/// Reads a label; `None` where it is none of these forms, and is best shown as it stands.
pub fn place(label: &str) -> Option<Place> {
    let label: String = label.split_whitespace().collect();
    let read = |kind, number: String| Some(Place { kind, number });
    if let Some(rest) = label.strip_prefix('第') {
        let (number, rest) = numeral(rest)?;
        let (kind, rest) = UNITS
            .iter()
            .find_map(|(unit, kind)| Some((kind, behind(rest, unit)?)))?;
        return match rest.strip_prefix('之') {
            None if rest.is_empty() => read(*kind, number.to_string()),
            None => None,
            Some(inserted) => {
                let (inserted, rest) = numeral(inserted)?;
                rest.is_empty().then_some(())?;
                read(*kind, format!("{number}-{inserted}"))
            }
        };
    }
    if let Some(rest) = label.strip_prefix(['（', '(']) {
        let (number, rest) = numeral(rest)?;
        return matches!(rest, "）" | ")")
            .then(|| read(Counted::Item, number.to_string()))
            .flatten();
    }
    if label.starts_with(|c: char| c.is_ascii_digit()) {
        let number = label.trim_end_matches(['.', '．', '、']);
        let fits = number
            .split('.')
            .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
        return fits
            .then(|| read(Counted::Number, number.to_owned()))
            .flatten();
    }
    let (number, rest) = numeral(&label)?;
    (rest == "、")
        .then(|| read(Counted::Heading, number.to_string()))
        .flatten()
}

/// What is behind these characters, where a text begins with them.
fn behind<'a>(text: &'a str, unit: &[char]) -> Option<&'a str> {
    unit.iter()
        .try_fold(text, |text, char| text.strip_prefix(*char))
}

/// The number with which a text begins, in Chinese numerals or digits, and what is behind it.
fn numeral(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c| worth(c).is_none()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let (mut sum, mut digit) = (0_u32, None::<u32>);
    for worth in number.chars().filter_map(worth) {
        match worth {
            Worth::Digit(worth) => {
                let before = digit.unwrap_or(0);
                digit = Some(before.checked_mul(10)?.checked_add(worth)?);
            }
            Worth::Unit(unit) => {
                sum = sum.checked_add(digit.take().unwrap_or(1).checked_mul(unit)?)?;
            }
        }
    }
    let number = sum.checked_add(digit.unwrap_or(0))?;
    (end > 0 && number > 0).then_some((number, rest))
}

enum Worth {
    Digit(u32),
    Unit(u32),
}

fn worth(c: char) -> Option<Worth> {
    if let Some(digit) = c.to_digit(10) {
        return Some(Worth::Digit(digit));
    }
    let at = |of: &[char]| of.iter().position(|known| *known == c);
    if c == '〇' {
        return Some(Worth::Digit(0));
    }
    if let Some(digit) = at(&NUMERALS) {
        return u32::try_from(digit).ok().map(Worth::Digit);
    }
    at(&PLACES).map(|place| Worth::Unit([1_000, 100, 10][place]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_whatever_they_count() {
        for (label, kind, number) in [
            ("第一百二十七条", Counted::Article, "127"),
            ("第一百三十三条之一", Counted::Article, "133-1"),
            ("第二百零五条", Counted::Article, "205"),
            ("第一千二百六十条", Counted::Article, "1260"),
            ("第十条", Counted::Article, "10"),
            ("第12条", Counted::Article, "12"),
            ("第 三 章", Counted::Chapter, "3"),
            ("第二分编", Counted::Subpart, "2"),
            ("第四编", Counted::Part, "4"),
            ("第一部分", Counted::Part, "1"),
            ("第二十节", Counted::Section, "20"),
            ("（一）", Counted::Item, "1"),
            ("（十二）", Counted::Item, "12"),
            ("(3)", Counted::Item, "3"),
            ("七、", Counted::Heading, "7"),
            ("1.", Counted::Number, "1"),
            ("2.3", Counted::Number, "2.3"),
        ] {
            let read = place(label);
            let number = number.to_owned();
            assert_eq!(read, Some(Place { kind, number }), "{label}");
        }
    }

    #[test]
    fn what_is_no_such_label_stays_as_it_stands() {
        for label in [
            "",
            "附则",
            "第条",
            "第三款项",
            "（甲）",
            "①",
            "一",
            "第三条的",
            "2018年",
        ] {
            assert_eq!(place(label), None, "{label}");
        }
    }
}
