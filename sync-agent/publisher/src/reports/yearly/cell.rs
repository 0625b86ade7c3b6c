//! What stands in one cell of a yearly report: nothing, a number, or words. Owns reading numbers as offices write them (`1,234`, `251000元`,
//! `增10`); never takes digits that ran together for a number, and keeps what is no number as it stands.

use std::fmt;

use super::form::{Holds, Unit};

/// Digits of a count. The seven cells of a row that ran together have seven at least, and nobody receives a million applications.
const COUNT_DIGITS_MAX: usize = 6;
/// Digits of decisions and amounts.
const FIGURE_DIGITS_MAX: usize = 13;
/// Places behind the point.
const DECIMALS: usize = 8;
/// One, in the unit of [`Figure`].
const ONE: i128 = 100_000_000;
/// What offices write into a cell that holds nothing.
const NOTHING: [&str; 9] = ["/", "-", "—", "–", "——", "--", "无", "\\", "*"];
/// Counted things, written behind a number.
const COUNTED: [&str; 7] = ["件", "条", "个", "项", "宗", "份", "次"];
/// Money, written behind a number: how many places of a number of 元 it stands for. The longest first.
const MONEY: [(&str, u32); 10] = [
    ("千万元", 7),
    ("百万元", 6),
    ("十万元", 5),
    ("亿元", 8),
    ("万元", 4),
    ("千元", 3),
    ("百元", 2),
    ("元", 0),
    ("亿", 8),
    ("万", 4),
];
/// The same of 万元.
const TEN_THOUSAND: u32 = 4;

/// A decimal number without rounding, in hundred-millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Figure(i128);

impl Figure {
    /// A whole number.
    pub fn whole(number: u64) -> Figure {
        Figure(i128::from(number) * ONE)
    }

    /// This and the other together.
    pub fn plus(self, other: Figure) -> Figure {
        Figure(self.0 + other.0)
    }

    /// This without the other.
    pub fn minus(self, other: Figure) -> Figure {
        Figure(self.0 - other.0)
    }

    fn parse(text: &str) -> Option<Figure> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let pointed = digits.contains('.');
        let whole = without_thousands(whole)?;
        if whole.is_empty()
            || whole.len() > FIGURE_DIGITS_MAX
            || part.len() > DECIMALS
            || pointed == part.is_empty()
            || !all_digits(&whole)
            || !all_digits(part)
        {
            return None;
        }
        let padded = format!("{part:0<DECIMALS$}");
        let value = whole.parse::<i128>().ok()? * ONE + padded.parse::<i128>().ok()?;
        Some(Figure(sign * value))
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.abs() / ONE, self.0.abs() % ONE);
        match part {
            0 => write!(out, "{sign}{whole}"),
            _ => {
                let part = format!("{part:0DECIMALS$}");
                write!(out, "{sign}{whole}.{}", part.trim_end_matches('0'))
            }
        }
    }
}

/// `1,234,567` without its commas; `None` where a comma does not part thousands, because then it may part cells.
fn without_thousands(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let sound = rest.is_empty() || (!first.is_empty() && first.len() <= 3);
    (sound && rest.iter().all(|group| group.len() == 3))
        .then(|| format!("{first}{}", rest.concat()))
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// Empty, or a sign for it. Told from 0.
    #[default]
    Blank,
    /// A number that can be reckoned with.
    Number(Figure),
    /// No number: kept as it stands, and nothing is reckoned with it.
    Words(String),
}

impl Cell {
    /// Reads a cell that should hold this kind of number.
    pub fn read(raw: &str, holds: Holds) -> Cell {
        let text = bare(raw);
        if text.is_empty() || NOTHING.contains(&text.as_str()) {
            return Cell::Blank;
        }
        if ran_apart(raw) {
            return Cell::Words(raw.trim().to_owned());
        }
        let figure = match holds {
            Holds::Count => counted(&text).filter(|_| digits(&text) <= COUNT_DIGITS_MAX),
            Holds::Decisions => counted(&text),
            Holds::Change => changed(&text),
            Holds::Money(unit) => amount(&text, unit).filter(|figure| figure.0 >= 0),
        };
        figure.map_or_else(|| Cell::Words(raw.trim().to_owned()), Cell::Number)
    }

    /// The number to reckon with: 0 where the cell is blank, nothing where it holds words.
    pub fn figure(&self) -> Option<Figure> {
        match self {
            Cell::Blank => Some(Figure::default()),
            Cell::Number(figure) => Some(*figure),
            Cell::Words(_) => None,
        }
    }

    /// Whether a number other than 0 stands there.
    pub fn counts(&self) -> bool {
        matches!(self, Cell::Number(figure) if *figure != Figure::default())
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Blank => Ok(()),
            Cell::Number(figure) => figure.fmt(out),
            Cell::Words(words) => out.write_str(words),
        }
    }
}

/// Without white space of any kind, digits and signs in their narrow forms.
pub fn bare(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
        '－' | '−' => '-',
        '＋' => '+',
        '／' => '/',
        '．' => '.',
        '(' => '（',
        ')' => '）',
        c => c,
    };
    let unseen =
        |c: &char| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}');
    text.chars().filter(unseen).map(narrow).collect()
}

/// Whether white space parts digits (`12 3`, `117` above `0`): two cells written into one, or one figure broken over lines; nobody can tell.
/// A figure that is broken at its point is one.
fn ran_apart(raw: &str) -> bool {
    let in_number = |c: char| c.is_numeric() || matches!(c, ',' | '，');
    let parts: Vec<&str> = raw.split_whitespace().collect();
    parts.windows(2).any(|pair| {
        let (end, begin) = (pair[0].chars().next_back(), pair[1].chars().next());
        end.is_some_and(in_number) && begin.is_some_and(in_number)
    })
}

/// Whether bare text stands in a column of numbers: a number, or a sign for an empty cell. `3.` begins a label.
pub fn is_figure(text: &str) -> bool {
    let rest = text.trim_start_matches(['增', '减', '+', '-']);
    let number = rest.starts_with(|c: char| c.is_ascii_digit())
        && rest
            .chars()
            .all(|c| c.is_ascii_digit() || ".,元十百千万亿件条个项宗份次".contains(c))
        && !rest.ends_with('.');
    number || NOTHING.contains(&text)
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

fn without<'t>(text: &'t str, units: &[&str]) -> &'t str {
    let unit = units.iter().find_map(|unit| text.strip_suffix(unit));
    unit.unwrap_or(text)
}

/// An amount in the unit of its column; nothing where that would have to be guessed or rounded.
fn amount(text: &str, unit: Unit) -> Option<Figure> {
    let said = MONEY.iter().find_map(|(word, places)| {
        let number = text.strip_suffix(word)?;
        Some((number, *places))
    });
    match (said, unit) {
        (None, _) => Figure::parse(text),
        (Some(_), Unit::Unsaid) => None,
        (Some((number, places)), Unit::TenThousand) => {
            let figure = Figure::parse(number)?;
            match places.checked_sub(TEN_THOUSAND) {
                Some(more) => Some(Figure(figure.0.checked_mul(10_i128.pow(more))?)),
                None => {
                    let parts = 10_i128.pow(TEN_THOUSAND - places);
                    (figure.0 % parts == 0).then_some(Figure(figure.0 / parts))
                }
            }
        }
    }
}

fn counted(text: &str) -> Option<Figure> {
    let figure = Figure::parse(without(text, &COUNTED))?;
    (figure.0 >= 0 && figure.0 % ONE == 0).then_some(figure)
}

/// 本年增/减: `+2`, `-35`, `增10`, `减4`.
fn changed(text: &str) -> Option<Figure> {
    let text = without(text, &COUNTED);
    let (sign, rest) = match text.chars().next()? {
        '增' | '+' => (1, text.trim_start_matches(['增', '+', '加'])),
        '减' => (-1, text.trim_start_matches(['减', '少', '-'])),
        '-' => (-1, &text[1..]),
        _ => (1, text),
    };
    let figure = Figure::parse(rest).filter(|figure| figure.0 >= 0 && figure.0 % ONE == 0)?;
    Some(Figure(sign * figure.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAN: Holds = Holds::Money(Unit::TenThousand);

    fn told(raw: &str, holds: Holds) -> String {
        match Cell::read(raw, holds) {
            Cell::Blank => "blank".to_owned(),
            Cell::Number(figure) => figure.to_string(),
            Cell::Words(words) => format!("words {words}"),
        }
    }

    #[test]
    fn numbers_are_read_in_every_way_that_offices_write_them() {
        for (raw, holds, want) in [
            ("", Holds::Count, "blank"),
            ("\u{a0}", Holds::Count, "blank"),
            ("/", Holds::Count, "blank"),
            ("-", Holds::Change, "blank"),
            ("\u{a0}0 ", Holds::Count, "0"),
            ("１２", Holds::Count, "12"),
            ("7件", Holds::Count, "7"),
            ("1,234", Holds::Count, "1234"),
            ("增10", Holds::Change, "10"),
            ("减4", Holds::Change, "-4"),
            ("+2", Holds::Change, "2"),
            ("-35", Holds::Change, "-35"),
            ("24252.311082", WAN, "24252.311082"),
            ("75.9260", WAN, "75.926"),
            ("1276.5534万元", WAN, "1276.5534"),
            ("24252.\n311082", WAN, "24252.311082"),
            ("52.15", Holds::Money(Unit::Unsaid), "52.15"),
            ("增\n10 件", Holds::Change, "10"),
        ] {
            assert_eq!(told(raw, holds), want, "{raw:?}");
        }
    }

    #[test]
    fn what_is_no_number_stays_as_it_stands() {
        for (raw, holds) in [
            ("21710000218", Holds::Count),
            ("1710000", Holds::Count),
            ("12,34", Holds::Count),
            ("增10", Holds::Count),
            ("-3", Holds::Count),
            ("1.5", Holds::Count),
            ("3.", Holds::Count),
            ("13575394432.52元 (两格连写)", WAN),
            ("251000元", Holds::Money(Unit::Unsaid)),
            ("0.00005元", WAN),
            ("3万4千元", WAN),
            ("约5万元", WAN),
            ("-3万元", WAN),
            ("7美元", WAN),
            ("?", Holds::Count),
            ("约20", Holds::Decisions),
            ("117\n0", Holds::Count),
            ("12 3", Holds::Count),
            ("１２\u{3000}３", Holds::Decisions),
            ("1,\u{a0}234", WAN),
        ] {
            assert_eq!(told(raw, holds), format!("words {raw}"));
        }
    }

    #[test]
    fn an_amount_is_told_in_the_unit_of_its_column_to_the_last_place() {
        for (raw, want) in [
            ("251000元", "25.1"),
            ("13575394432.52元", "1357539.443252"),
            ("0.01元", "0.000001"),
            ("1,234,567元", "123.4567"),
            ("88千元", "8.8"),
            ("3百万元", "300"),
            ("2千万元", "2000"),
            ("1.2亿元", "12000"),
            ("0.00000001亿元", "0.0001"),
            ("75.926万", "75.926"),
            ("１２．５亿", "125000"),
            ("0元", "0"),
        ] {
            assert_eq!(told(raw, WAN), want, "{raw}");
            assert!(is_figure(&bare(raw)), "{raw}");
        }
    }
}
