//! The figures of a month or a year as a table. Of few entries only totals stand in it.

use std::io::Write;

use super::Statistics;
use crate::Error;
use crate::registers::prints::{Content, Purpose};
use crate::registers::table::{Table, Words};

impl Statistics {
    /// As CSV for a spreadsheet: a figure a line.
    pub fn write_csv(&self, period: &str, out: &mut dyn Write) -> Result<(), Error> {
        let words = Words::get();
        let figures = self;
        let word = |key: &'static str| words.word(&["statistics"], key);
        let header = [word("what"), word("figure")];
        let mut table = Table::begin(out, &header).map_err(Error::Export)?;
        let mut line =
            |what: &str, figure: String| table.line(&[what, &figure]).map_err(Error::Export);
        line(word("period"), period.to_owned())?;
        for (key, figure) in [
            ("numbers", figures.numbers),
            ("slips", figures.slips),
            ("paper_mm", figures.paper_mm),
            ("printed_pages", figures.printed_pages),
            ("copied_pages", figures.copied_pages),
            ("volumes", figures.volumes),
            ("applications", figures.applications),
            ("answered", figures.answered),
            ("opinions", figures.opinions),
            ("opinions_answered", figures.opinions_answered),
            ("calls", figures.calls),
        ] {
            line(word(key), figure.to_string())?;
        }
        if let Some((all, none)) = figures.told_searches() {
            line(word("searches"), all.to_string())?;
            line(word("searches_none"), none.to_string())?;
        }
        if figures.is_sparse() {
            line(word("sparse"), String::new())?;
            return table.end().map_err(Error::Export);
        }
        for (code, figure) in Content::CODES.iter().zip(figures.contents) {
            line(
                words.code("content", code).unwrap_or(code),
                figure.to_string(),
            )?;
        }
        for (code, figure) in Purpose::CODES.iter().zip(figures.purposes) {
            line(
                words.code("purpose", code).unwrap_or(code),
                figure.to_string(),
            )?;
        }
        for (hour, figure) in figures.hours.iter().enumerate().filter(|(_, n)| **n > 0) {
            let what = word("hour").replace("{hour}", &format!("{hour:02}"));
            line(&what, figure.to_string())?;
        }
        for (title, figure) in &figures.named {
            line(title, figure.to_string())?;
        }
        line(word("others"), figures.others.to_string())?;
        for (code, figure) in &figures.categories {
            let category = words.code("category", code).unwrap_or(code);
            let what = word("category").replace("{category}", category);
            line(&what, figure.to_string())?;
        }
        if let Some(others) = figures.other_categories {
            line(word("other_categories"), others.to_string())?;
        }
        table.end().map_err(Error::Export)
    }
}
