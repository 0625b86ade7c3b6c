//! The check of a yearly report (政府信息公开工作年度报告) that an office has: its tables are read, their sums checked, and compared with the
//! report of the year before and with its own sentences. Owns the order of that and how it is told; corrects nothing, guesses no number, and
//! says what it did not check.

mod about;
mod cell;
mod checks;
mod filled;
mod form;
mod lines;
mod narrative;
mod reading;
mod rows;
mod tables;
mod told;
mod values;

use anyhow::{Context, ensure};
use serde::Serialize;
use std::collections::BTreeMap;

pub use checks::{Finding, Level};
pub use form::Form;
pub use tables::Unread;
pub use told::report;

use super::words::Words;
use about::About;
use checks::Checked;
use tables::Tables;

/// A report, read.
#[derive(Debug, Clone)]
pub struct Yearly {
    about: About,
    tables: Tables,
}

impl Yearly {
    /// Reads a report; `name` is the name of its file, which may tell the year.
    pub fn read(bytes: &[u8], name: &str) -> anyhow::Result<Yearly> {
        let lines = lines::read(bytes)?;
        let about = About::read(&lines, name);
        let mut tables = reading::read(&lines);
        let speaks = about.sentences.iter().any(|text| text.contains("信息公开"));
        ensure!(
            tables.form.is_some() || speaks,
            "read the report: it holds neither a table of a yearly report nor a sentence on disclosure"
        );
        tables.form.get_or_insert(Form::None);
        Ok(Yearly { about, tables })
    }
}

/// The form of 2021, filled in with what several files count together.
pub struct Filled {
    tables: Tables,
    title: String,
}

impl Filled {
    /// Adds up files that hold tables of the form: what terminals counted (`kiosk yearly`), what people counted by hand.
    pub fn of(files: &[Yearly], agency: &str, year: i16) -> anyhow::Result<Filled> {
        let parts: Vec<&Tables> = files.iter().map(|file| &file.tables).collect();
        let title = Words::of("yearly").say("form_title");
        Ok(Filled {
            tables: filled::sum(&parts)?,
            title: title
                .replace("{agency}", agency)
                .replace("{year}", &year.to_string()),
        })
    }

    /// As a page.
    pub fn html(&self) -> String {
        filled::html(&self.tables, &self.title)
    }

    /// As a workbook.
    pub fn xlsx(&self) -> anyhow::Result<Vec<u8>> {
        filled::xlsx(&self.tables)
    }
}

/// What the check of one report came to.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct Outcome {
    pub form: Form,
    pub year: Option<i16>,
    pub agency: String,
    /// Errors in front.
    pub findings: Vec<Finding>,
    pub not_checked: Vec<Unread>,
    /// Comparisons that were made, by check.
    pub compared: BTreeMap<&'static str, u32>,
}

impl Outcome {
    /// For machines.
    pub fn json(&self) -> Vec<u8> {
        let mut text = serde_json::to_vec_pretty(self).expect("an outcome is plain data");
        text.push(b'\n');
        text
    }
}

/// Checks a report, against the one of the year before where that is there.
pub fn check(report: &Yearly, before: Option<&Yearly>) -> anyhow::Result<Outcome> {
    let mut checked = Checked::default();
    checks::within(&report.tables, &mut checked);
    if let Some(before) = before {
        if let (Some(year), Some(last)) = (report.about.year, before.about.year) {
            ensure!(
                last + 1 == year,
                "compare the report of {year} with the one before: the other is of {last}"
            );
        }
        checks::carried(&report.tables, &before.tables, &mut checked);
    }
    let about = &report.about;
    narrative::compare(&about.sentences, about.year, &report.tables, &mut checked);
    about.check(&report.tables, &mut checked);
    checked.findings.sort_by_key(|finding| finding.level);
    Ok(Outcome {
        form: report
            .tables
            .form
            .context("a report that was read has a form")?,
        year: about.year,
        agency: about.agency.clone(),
        findings: checked.findings,
        not_checked: report.tables.unread.clone(),
        compared: checked.made,
    })
}

#[cfg(test)]
mod tests;
