//! The file as written: sections, keys and values with their lines. Owns "is it there, has it the right type, is the key
//! known"; what a value must say is in `rules`. Never stops at the first problem.

use crate::problem::Problem;
use crate::wording::{nearest, shown};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Turns byte offsets into lines.
pub(crate) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(crate) fn new(text: &str) -> Lines {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        Lines { starts }
    }

    pub(crate) fn at(&self, offset: usize) -> u32 {
        u32::try_from(self.starts.partition_point(|s| *s <= offset)).unwrap_or(u32::MAX)
    }
}

/// The whole file; hands out sections and collects problems.
pub(crate) struct RawConfig<'a> {
    lines: Lines,
    sections: BTreeMap<&'a str, (u32, &'a DeValue<'a>)>,
    known: Vec<&'static str>,
    pub(crate) problems: Vec<Problem>,
    /// Every `section.key` that was asked for, so that the example can be tested for completeness.
    pub(crate) known_keys: Vec<String>,
}

impl<'a> RawConfig<'a> {
    pub(crate) fn new(text: &str, table: &'a Spanned<DeTable<'a>>) -> RawConfig<'a> {
        let lines = Lines::new(text);
        let sections = entries(table.get_ref(), &lines);
        RawConfig {
            lines,
            sections,
            known: Vec::new(),
            problems: Vec::new(),
            known_keys: Vec::new(),
        }
    }

    /// A `[name]` section; an absent one reads as empty, so that its required keys are reported.
    pub(crate) fn section<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Section<'a, '_>) -> T,
    ) -> T {
        self.known.push(name);
        let (line, table) = match self.sections.get(name).copied() {
            None => (0, None),
            Some((line, DeValue::Table(table))) => (line, Some(table)),
            Some((line, other)) => {
                let message = format!("must be a section [{name}], not {}", type_name(other));
                self.problem(line, name, message);
                (line, None)
            }
        };
        self.read(name.to_owned(), line, table, read)
    }

    /// The `[[name]]` sections, in order.
    pub(crate) fn each<T>(
        &mut self,
        name: &'static str,
        entries_max: usize,
        mut read: impl FnMut(&mut Section<'a, '_>) -> T,
    ) -> Vec<T> {
        self.known.push(name);
        let (line, rows) = match self.sections.get(name).copied() {
            None => {
                // Reads an empty one only to learn its keys.
                let before = self.problems.len();
                self.read(name.to_owned(), 0, None, &mut read);
                self.problems.truncate(before);
                return Vec::new();
            }
            Some((line, DeValue::Array(rows))) => (line, rows),
            Some((line, _)) => {
                let message = format!("must be written as [[{name}]], once for each entry");
                self.problem(line, name, message);
                return Vec::new();
            }
        };
        if rows.len() > entries_max {
            let message = format!(
                "has {} entries, at most {entries_max} are allowed",
                rows.len()
            );
            self.problem(line, name, message);
            return Vec::new();
        }
        let mut list = Vec::new();
        for row in rows.iter() {
            let line = self.lines.at(row.span().start);
            match row.get_ref() {
                DeValue::Table(table) => {
                    list.push(self.read(name.to_owned(), line, Some(table), &mut read));
                }
                other => {
                    let message =
                        format!("must be written as [[{name}]], not {}", type_name(other));
                    self.problem(line, name, message);
                }
            }
        }
        list
    }

    fn read<T>(
        &mut self,
        name: String,
        line: u32,
        table: Option<&'a DeTable<'a>>,
        read: impl FnOnce(&mut Section<'a, '_>) -> T,
    ) -> T {
        let mut section = Section {
            name,
            line,
            entries: table.map(|t| entries(t, &self.lines)).unwrap_or_default(),
            asked: Vec::new(),
            lines: &self.lines,
            problems: &mut self.problems,
        };
        let value = read(&mut section);
        section.report_unknown();
        for key in &section.asked {
            let full = format!("{}.{key}", section.name);
            if !self.known_keys.contains(&full) {
                self.known_keys.push(full);
            }
        }
        value
    }

    pub(crate) fn problem(&mut self, line: u32, key: &str, message: String) {
        self.problems.push(Problem {
            line,
            key: key.to_owned(),
            message,
        });
    }

    /// Call last: sections nobody asked for are errors.
    pub(crate) fn report_unknown(&mut self) {
        let unknown: Vec<(u32, String)> = self
            .sections
            .iter()
            .filter(|(name, _)| !self.known.contains(name))
            .map(|(name, (line, _))| (*line, (*name).to_owned()))
            .collect();
        for (line, name) in unknown {
            let message = match nearest(&name, &self.known) {
                Some(near) => format!("unknown section; did you mean [{near}]?"),
                None => format!("unknown section; known are {}", self.known.join(", ")),
            };
            self.problem(line, &shown(&name), message);
        }
    }
}

/// One section while it is read.
pub(crate) struct Section<'a, 'r> {
    name: String,
    line: u32,
    entries: BTreeMap<&'a str, (u32, &'a DeValue<'a>)>,
    asked: Vec<&'static str>,
    lines: &'r Lines,
    problems: &'r mut Vec<Problem>,
}

impl<'a> Section<'a, '_> {
    fn take(&mut self, key: &'static str) -> Option<(u32, &'a DeValue<'a>)> {
        self.asked.push(key);
        self.entries.get(key).copied()
    }

    fn problem(&mut self, line: u32, key: &str, message: impl Into<String>) {
        self.problems.push(Problem {
            line,
            key: format!("{}.{key}", self.name),
            message: message.into(),
        });
    }

    fn wrong_type(&mut self, line: u32, key: &str, wanted: &str, got: &DeValue<'_>) {
        self.problem(
            line,
            key,
            format!("must be {wanted}, not {}", type_name(got)),
        );
    }

    /// A key that must be there, written as a string. `allowed` tells what may stand there when it is missing.
    pub(crate) fn required<T>(
        &mut self,
        key: &'static str,
        allowed: &str,
        rule: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let Some(found) = self.take(key) else {
            self.problem(self.line, key, format!("is missing; it must be {allowed}"));
            return None;
        };
        self.checked_string(key, found, rule)
    }

    /// A string that may be absent.
    pub(crate) fn optional<T>(
        &mut self,
        key: &'static str,
        rule: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let found = self.take(key)?;
        self.checked_string(key, found, rule)
    }

    fn checked_string<T>(
        &mut self,
        key: &'static str,
        (line, value): (u32, &'a DeValue<'a>),
        rule: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let DeValue::String(text) = value else {
            self.wrong_type(line, key, "a text in quotes", value);
            return None;
        };
        match rule(text) {
            Ok(value) => Some(value),
            Err(message) => {
                self.problem(line, key, format!("\"{}\" {message}", shown(text)));
                None
            }
        }
    }

    /// A whole number with its limits.
    pub(crate) fn number(&mut self, key: &'static str, default: u32, min: u32, max: u32) -> u32 {
        let Some((line, value)) = self.take(key) else {
            return default;
        };
        let DeValue::Integer(digits) = value else {
            self.wrong_type(
                line,
                key,
                &format!("a whole number from {min} to {max}"),
                value,
            );
            return default;
        };
        match i128::from_str_radix(digits.as_str(), digits.radix()) {
            Ok(n) if n >= i128::from(min) && n <= i128::from(max) => n as u32,
            _ => {
                let text = shown(digits.as_str());
                self.problem(line, key, format!("{text} is outside {min} to {max}"));
                default
            }
        }
    }

    /// A number that may have a fraction.
    pub(crate) fn decimal(&mut self, key: &'static str, default: f64, min: f64, max: f64) -> f64 {
        let Some((line, value)) = self.take(key) else {
            return default;
        };
        let text = match value {
            DeValue::Integer(digits) if digits.radix() == 10 => digits.as_str(),
            DeValue::Float(digits) => digits.as_str(),
            other => {
                self.wrong_type(line, key, &format!("a number from {min} to {max}"), other);
                return default;
            }
        };
        match text.parse::<f64>() {
            Ok(n) if n >= min && n <= max => n,
            _ => {
                self.problem(
                    line,
                    key,
                    format!("{} is outside {min} to {max}", shown(text)),
                );
                default
            }
        }
    }

    /// `true` or `false`.
    pub(crate) fn switch(&mut self, key: &'static str, default: bool) -> bool {
        match self.take(key) {
            None => default,
            Some((_, DeValue::Boolean(value))) => *value,
            Some((line, other)) => {
                self.wrong_type(line, key, "true or false", other);
                default
            }
        }
    }

    /// A list of strings; each bad one is reported.
    pub(crate) fn list<T>(
        &mut self,
        key: &'static str,
        entries_max: usize,
        rule: impl Fn(&str) -> Result<T, String>,
    ) -> Vec<T> {
        let Some((line, value)) = self.take(key) else {
            return Vec::new();
        };
        let DeValue::Array(values) = value else {
            self.wrong_type(line, key, "a list of texts in [ ]", value);
            return Vec::new();
        };
        if values.len() > entries_max {
            let message = format!(
                "has {} entries, at most {entries_max} are allowed",
                values.len()
            );
            self.problem(line, key, message);
            return Vec::new();
        }
        let mut list = Vec::new();
        for entry in values.iter() {
            let found = (self.lines.at(entry.span().start), entry.get_ref());
            list.extend(self.checked_string(key, found, &rule));
        }
        list
    }

    /// Reports that two keys disagree, at the line of the one named.
    pub(crate) fn conflict(&mut self, key: &'static str, message: String) {
        let line = self.entries.get(key).map_or(self.line, |(line, _)| *line);
        self.problem(line, key, message);
    }

    /// The line of a key, else of its section.
    pub(crate) fn line_of(&self, key: &str) -> u32 {
        self.entries.get(key).map_or(self.line, |(line, _)| *line)
    }

    fn report_unknown(&mut self) {
        let unknown: Vec<(u32, String)> = self
            .entries
            .iter()
            .filter(|(key, _)| !self.asked.contains(key))
            .map(|(key, (line, _))| (*line, (*key).to_owned()))
            .collect();
        for (line, key) in unknown {
            let message = match nearest(&key, &self.asked) {
                Some(near) => format!("unknown key; did you mean {near}?"),
                None => format!(
                    "unknown key; known in [{}] are {}",
                    self.name,
                    self.asked.join(", ")
                ),
            };
            self.problem(line, &shown(&key), message);
        }
    }
}

fn entries<'a>(table: &'a DeTable<'a>, lines: &Lines) -> BTreeMap<&'a str, (u32, &'a DeValue<'a>)> {
    table
        .iter()
        .map(|(key, value)| {
            let line = lines.at(key.span().start);
            (key.get_ref().as_ref(), (line, value.get_ref()))
        })
        .collect()
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_lines() {
        let lines = Lines::new("a\nbb\n\nc");
        assert_eq!([0, 1, 2, 4, 5, 6].map(|o| lines.at(o)), [1, 1, 2, 2, 3, 4]);
    }
}
