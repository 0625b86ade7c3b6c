//! What the code of a number format is made of, once it is understood. Reads and writes nothing.

use super::spoken::Spoken;

/// One thing after another.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Literal(String),
    /// `0`, `#` or `?`.
    Digit(char),
    Point,
    Comma,
    Percent,
    /// The line of a fraction, and what stands below it where that is given.
    Over(Option<u32>),
    /// A power of ten; whether a plus is written.
    Power(bool),
    /// A number as without a format.
    General,
    /// `y`, `M` (month), `d`, `h`, `m` (minute), `s` or `a` (the day's name in Chinese), so many times.
    Date(char, usize),
    /// `h`, `m` or `s` since the count began.
    Elapsed(char, usize),
    /// Parts of a second.
    Fraction(usize),
    Noon([&'static str; 2]),
}

/// Whose names of months and days are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    English,
    Chinese,
    /// Names in it are not known.
    Other,
}

/// When a section is the one that is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    pub(super) sign: String,
    pub(super) limit: f64,
}

impl Condition {
    pub(super) fn holds(&self, value: f64) -> bool {
        match self.sign.as_str() {
            "<" => value < self.limit,
            "<=" => value <= self.limit,
            ">" => value > self.limit,
            ">=" => value >= self.limit,
            "=" => value == self.limit,
            _ => value != self.limit,
        }
    }
}

/// What one kind of numbers looks like.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Section {
    pub(super) parts: Vec<Part>,
    pub(super) tongue: Tongue,
    /// Numbers are written with Chinese digits.
    pub(super) spoken: Option<Spoken>,
    pub(super) condition: Option<Condition>,
    /// It is for words; numbers are left as without a format.
    pub(super) is_of_words: bool,
}

impl Section {
    pub(super) fn is_date(&self) -> bool {
        let is_date = |part: &Part| {
            matches!(
                part,
                Part::Date(..) | Part::Elapsed(..) | Part::Fraction(_) | Part::Noon(_)
            )
        };
        self.parts.iter().any(is_date)
    }
}
