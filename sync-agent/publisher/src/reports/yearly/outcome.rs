//! A report that was read, and what its check came to. Owns the order of reading and checking, and adding up files for the form.

use anyhow::{Context, ensure};
use serde::Serialize;
use std::collections::BTreeMap;

use super::super::words::Words;
use super::about::About;
use super::checks::{self, Checked, Finding};
use super::form::Form;
use super::tables::{Tables, Unread};
use super::{filled, lines, narrative, reading};

/// A report, read.
#[derive(Debug, Clone)]
pub struct Yearly {
    /// The name of its file.
    file: String,
    about: About,
    pub(super) tables: Tables,
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
        Ok(Yearly {
            file: name.to_owned(),
            about,
            tables,
        })
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
        let parts = files.iter().map(|file| (file.file.as_str(), &file.tables));
        let parts: Vec<(&str, &Tables)> = parts.collect();
        let title = Words::of("yearly").say("form_title");
        Ok(Filled {
            tables: filled::sum(&parts)?,
            title: title
                .replace("{agency}", agency)
                .replace("{year}", &year.to_string()),
        })
    }

    /// As a page that needs nothing else.
    pub fn html(&self) -> String {
        filled::html(&self.tables, &self.title)
    }

    /// As a workbook (XLSX).
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
    /// For machines, as `yearly.json` has it.
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
