//! Which format a number has. One that is not known leaves the number as it is without one, never otherwise.

use super::calendar::Era;
use super::code::Code;
use super::{built_in, decimal, writing};
use std::collections::HashMap;

/// So the format of the first is written in files, whatever is shown.
const DATES: [&str; 4] = ["m/d/yy", "m/d/yyyy", "mm-dd-yy", "yyyy/m/d"];
/// Dates in a format that is not known.
const PLAIN_DATES: [&str; 3] = ["yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"];

/// What a number looks like.
enum Shape {
    /// As without a format.
    General,
    Known(Code),
    /// A date or a time, whatever else.
    Date,
}

impl Shape {
    fn of(code: &str) -> Shape {
        if code.is_empty() {
            return Shape::General;
        }
        match Code::read(code) {
            Some(code) => Shape::Known(code),
            None if is_like_date(code) => Shape::Date,
            None => Shape::General,
        }
    }
}

/// The number formats of a workbook.
#[derive(Default)]
pub struct Formats {
    pub(super) era: Era,
    /// Codes that the book brings, by number.
    pub(super) own: HashMap<u16, String>,
    /// The number of the format of each style.
    pub(super) of_style: Vec<u16>,
    read: HashMap<u16, Shape>,
}

impl Formats {
    /// Whether numbers of that style have no format: whoever reads them shows whole ones as they are.
    pub fn has_none(&self, style: usize) -> bool {
        self.of_style.get(style).is_none_or(|id| *id == 0)
    }

    /// A number as a cell of that style shows it; `None` where it is no number.
    pub fn shown(&mut self, value: f64, style: usize) -> Option<String> {
        let id = self.of_style.get(style).copied().unwrap_or(0);
        let own = &self.own;
        let shape = self
            .read
            .entry(id)
            .or_insert_with(|| match own.get(&id).map(String::as_str) {
                // Where the system is asked, what the file says is an example.
                Some(code) if id != 14 && id != 22 => Shape::of(code),
                Some(code) if !DATES.contains(&code.split(' ').next().unwrap_or("")) => {
                    Shape::of(code)
                }
                _ => built_in::code(id).map_or(Shape::General, Shape::of),
            });
        let written = match shape {
            Shape::General => None,
            Shape::Known(code) => {
                let is_date = code.section(value).is_some_and(|(one, _)| one.is_date());
                let plainly = || date(value, self.era).filter(|_| is_date);
                writing::written(value, code, self.era).or_else(plainly)
            }
            Shape::Date => date(value, self.era),
        };
        let text = written.or_else(|| decimal::general(value))?;
        let text: String = text.chars().filter(|sign| !sign.is_control()).collect();
        Some(text.trim().to_owned())
    }
}

fn date(value: f64, era: Era) -> Option<String> {
    let code = match (value < 1.0, value.fract() == 0.0) {
        (true, _) => PLAIN_DATES[2],
        (_, true) => PLAIN_DATES[0],
        (_, false) => PLAIN_DATES[1],
    };
    writing::written(value, &Code::read(code)?, era)
}

/// Whether a code has letters of dates, and no places for digits, outside of what it quotes.
fn is_like_date(code: &str) -> bool {
    let mut is_quoted = false;
    let mut letters = 0;
    let mut signs = code.split(';').next().unwrap_or("").chars();
    while let Some(sign) = signs.next() {
        match sign {
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '\\' | '_' | '*' | '!' => drop(signs.next()),
            '[' => drop(signs.by_ref().find(|sign| *sign == ']')),
            '0' | '#' | '?' => return false,
            'y' | 'd' | 'h' | 's' | 'Y' | 'D' | 'H' | 'S' => letters += 1,
            _ => {}
        }
    }
    letters > 0
}

#[cfg(test)]
mod tests;
