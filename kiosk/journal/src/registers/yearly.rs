//! The register of applications as the third table of the yearly report (收到和处理政府信息公开申请情况, 国办公开办函〔2021〕30号): each answer leads
//! to one row, each applicant to one column. Owns counting and the table as CSV; what a row leaves open is listed for a person, never guessed.

use super::applications::{Answer, Applicant, Closing, REGISTER};
use super::desk::Matter;
use super::table::{Table, Words};
use crate::Error;
use crate::chain::reader::Reader;
use crate::chain::{Stored, day_of};
use std::collections::BTreeMap;
use std::io::Write;

/// Rows that stand before and behind the results.
const NEW: &str = "new";
const CARRIED: &str = "carried";
const HANDLED: &str = "handled";
const LEFT: &str = "left";
/// The kind of an answer is another than was written down.
const CORRECTED: &str = "application-answer-corrected";

/// What the applications of one year come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct YearlyApplications {
    /// Applications by row (`new`, `carried`, a code of [`Answer`], `left`) and column, a code of [`Applicant`].
    pub counts: BTreeMap<(&'static str, &'static str), u64>,
    /// Numbers that a person must place: their end or their applicant is not known, or stands in no row by itself.
    pub unplaced: Vec<String>,
    /// Numbers of earlier years that were made void (作废) in this one: an earlier report may have counted and carried them over.
    pub void_late: Vec<String>,
    /// Numbers answered in an earlier year whose kind of answer was corrected in this one: an earlier report may have counted the wrong kind.
    pub corrected_late: Vec<String>,
}

impl YearlyApplications {
    /// How many stand in a row and column.
    pub fn count(&self, row: &str, column: &str) -> u64 {
        let mut all = self.counts.iter();
        all.find(|((r, c), _)| *r == row && *c == column)
            .map_or(0, |(_, count)| *count)
    }

    /// Everything of a row.
    pub fn row(&self, row: &str) -> u64 {
        self.counts
            .iter()
            .filter(|((r, _), _)| *r == row)
            .map(|(_, count)| count)
            .sum()
    }

    /// What the table leaves to a person, and the word of the reason for each: in the order of the reasons.
    fn to_place(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let lists = [
            ("unplaced", &self.unplaced),
            ("void_late", &self.void_late),
            ("corrected_late", &self.corrected_late),
        ];
        lists
            .into_iter()
            .flat_map(|(why, numbers)| numbers.iter().map(move |number| (why, number)))
    }

    /// How many applications the table leaves to a person.
    pub fn left_to_people(&self) -> u64 {
        self.to_place().count() as u64
    }

    /// These as a table for a spreadsheet: number and reason (待人工归类).
    pub fn write_left_csv(&self, out: &mut dyn Write) -> Result<(), Error> {
        let words = Words::get();
        let head = [
            words.word(&["column"], "number"),
            words.word(&["yearly"], "why"),
        ];
        let mut table = Table::begin(out, &head).map_err(Error::Export)?;
        for (why, number) in self.to_place() {
            let line = [number.as_str(), words.word(&["yearly"], why)];
            table.line(&line).map_err(Error::Export)?;
        }
        table.end().map_err(Error::Export)
    }

    /// The table of the form, for a spreadsheet and for the office's check: its head, its rows, its columns with the total.
    pub fn write_csv(&self, out: &mut dyn Write) -> Result<(), Error> {
        let words = Words::get();
        let row_word = |key: &'static str| words.word(&["yearly"], key);
        let mut head = vec![row_word("corner")];
        head.extend(
            Applicant::CODES
                .iter()
                .map(|code| words.word(&["code", "applicant"], code)),
        );
        head.push(row_word("total"));
        let mut table = Table::begin(out, &head).map_err(Error::Export)?;
        let answers = Answer::CODES.iter().copied();
        let rows = [NEW, CARRIED]
            .into_iter()
            .chain(answers.clone())
            .chain([HANDLED, LEFT]);
        for row in rows {
            let cell = |column: &str| match row {
                HANDLED => answers
                    .clone()
                    .map(|answer| self.count(answer, column))
                    .sum(),
                row => self.count(row, column),
            };
            let cells: Vec<u64> = Applicant::CODES.iter().map(|column| cell(column)).collect();
            let total: u64 = cells.iter().sum();
            let mut line = vec![row_word(row).to_owned()];
            line.extend(cells.iter().chain([&total]).map(u64::to_string));
            table.line(&line).map_err(Error::Export)?;
        }
        table.end().map_err(Error::Export)
    }
}

impl Reader {
    /// The applications of a year, `yyyy`, that one office is to answer, or all.
    pub fn yearly_applications(
        &self,
        year: &str,
        office: Option<&str>,
    ) -> Result<YearlyApplications, Error> {
        let _tx = self.steady()?;
        let mut yearly = YearlyApplications::default();
        for matter in self.matters_where(&REGISTER, |_| true)? {
            let elsewhere = office.is_some_and(|office| matter.value("to_office") != Some(office));
            if elsewhere {
                continue;
            }
            match matter.state {
                "void" => yearly.add_void(&matter, year),
                _ => yearly.add(&matter, year),
            }
        }
        Ok(yearly)
    }
}

/// What ends an application.
enum End<'m> {
    Open,
    On(&'m str, Option<&'static str>),
}

/// By its text: `yyyymmdd` compares as days do.
fn year_of(day: &str) -> String {
    day.get(..4).unwrap_or_default().to_owned()
}

impl YearlyApplications {
    /// What was taken in by mistake counts in no row. Where an earlier report may have counted it already, what is carried over no longer agrees with that
    /// report, and a person must say so there.
    fn add_void(&mut self, matter: &Matter, year: &str) {
        let received = matter.value("received_on").map(year_of);
        let void = matter
            .entries
            .iter()
            .find(|entry| entry.kind == "application-void");
        let void = void.and_then(|entry| entry.at.parse().ok()).map(day_of);
        let void_then = void.is_some_and(|day| year_of(&day) == year);
        if void_then && received.is_none_or(|received| received.as_str() < year) {
            self.void_late.push(matter.number.clone());
        }
    }

    fn add(&mut self, matter: &Matter, year: &str) {
        let column = matter
            .value("applicant")
            .and_then(Applicant::from_code)
            .map(Applicant::as_code);
        let (Some(column), Some(received)) = (column, matter.value("received_on")) else {
            self.unplaced.push(matter.number.clone());
            return;
        };
        let received = year_of(received);
        let end = end(matter);
        let ended = match &end {
            End::Open => None,
            End::On(day, _) => Some(year_of(day)),
        };
        let before = ended.as_deref().is_some_and(|ended| ended < year);
        if before && corrected_in(matter, year) {
            self.corrected_late.push(matter.number.clone());
        }
        if received.as_str() > year || before {
            return;
        }
        let opening = if received == year { NEW } else { CARRIED };
        let row = match end {
            End::On(_, row) if ended.as_deref() == Some(year) => row,
            _ => Some(LEFT),
        };
        *self.counts.entry((opening, column)).or_default() += 1;
        match row {
            Some(row) => *self.counts.entry((row, column)).or_default() += 1,
            None => self.unplaced.push(matter.number.clone()),
        }
    }
}

/// Whether the kind of its answer was corrected in this year.
fn corrected_in(matter: &Matter, year: &str) -> bool {
    let mut entries = matter.entries.iter();
    entries.any(|entry| {
        let on = entry.fields.get("on");
        entry.kind == CORRECTED && on.is_some_and(|on| year_of(on) == year)
    })
}

/// The answer, or what ended the application without one.
fn end(matter: &Matter) -> End<'_> {
    let field = |entry: &'_ Stored, name: &str| entry.fields.get(name).cloned();
    let mut asked_to_correct = false;
    for entry in &matter.entries {
        let on = entry.fields.get("on").map_or("", String::as_str);
        match entry.kind.as_str() {
            "application-correction" => asked_to_correct = true,
            "application-corrected" => asked_to_correct = false,
            "application-answered" => {
                // The last word on its kind.
                let mut kinds = matter.entries.iter().rev();
                let corrected = kinds.find(|entry| entry.kind == CORRECTED);
                let answer = field(corrected.unwrap_or(entry), "answer_kind");
                let answer = answer.and_then(|code| Answer::from_code(&code));
                return End::On(on, answer.map(Answer::as_code));
            }
            "application-closed" => {
                let closing = field(entry, "closing").and_then(|code| Closing::from_code(&code));
                let row = match closing {
                    Some(Closing::Withdrawn) => Some(Answer::Other.as_code()),
                    // 逾期不补正 is what the register knows; whatever else was given up is for a person to say.
                    Some(Closing::Abandoned) if asked_to_correct => {
                        Some(Answer::NotCorrected.as_code())
                    }
                    _ => None,
                };
                return End::On(on, row);
            }
            _ => {}
        }
    }
    End::Open
}

#[cfg(test)]
mod tests;
