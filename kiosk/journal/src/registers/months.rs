//! The month that closes (月结): what the registers came to, written down once every paper form was compared with the register, both agree, every slip is
//! settled and no number is missing. What happens afterwards to a line of that month stands in the chain behind it, for everybody to see.

pub(crate) mod days;

use super::desk::DeskEntry;
use super::prints::{Filter, Role};
use super::rules::{self, NEW, Rule};
use super::sheets::{LineState, Sheet};
use super::statistics::Statistics;
use crate::Error;
use crate::chain::declare::{Field, Kind, Register};
use crate::chain::number::Period;
use crate::chain::reader::Reader;

const CLOSED: Kind = Kind::opening(
    "month-closed",
    &[
        // `yyyymm`.
        Field::count("month"),
        Field::count("numbers"),
        Field::count("slips"),
        Field::count("paper_mm"),
        Field::count("printed_pages"),
        Field::count("copied_pages"),
        Field::count("volumes"),
        Field::count("void"),
        Field::count("lines_explained"),
        Field::code("by", Role::CODES),
    ],
);

const RULES: &[Rule] = &[Rule::new(CLOSED.name, &[NEW], "closed")];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "months",
    letter: Some('M'),
    period: Period::Year,
    kinds: &[CLOSED],
    judge: |story, found| rules::judge(RULES, story, found),
    state: |kinds| rules::state(RULES, kinds),
};

/// How a month stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Month {
    /// `yyyymm`.
    pub month: String,
    /// What it came to.
    pub figures: Statistics,
    /// Slips of it of which nobody knows the end.
    pub unsettled: u64,
    /// Numbers of it that are missing without a reason.
    pub missing: u64,
    /// Lines of paper forms on which paper and register do not agree, whatever their day.
    pub open_lines: u64,
    /// Paper forms that lay out in it and were not looked at since: nobody can say yet what stands on them.
    pub uncompared: u64,
    /// Lines that somebody explained, of the forms that are compared.
    pub explained_lines: u64,
    /// Under which number it was closed.
    pub closed: Option<String>,
}

impl Month {
    /// What keeps it from being closed.
    pub fn hindrances(&self) -> u64 {
        self.unsettled + self.missing + self.open_lines + self.uncompared
    }

    /// It is closed (月结); `None` while something is open, and a second time.
    pub fn close(&self, by: Role) -> Option<DeskEntry> {
        let figures = &self.figures;
        let may = self.hindrances() == 0 && self.closed.is_none();
        may.then(|| {
            DeskEntry::opening(&REGISTER, &CLOSED)
                .with("month", &self.month)
                .with("numbers", figures.numbers)
                .with("slips", figures.slips)
                .with("paper_mm", figures.paper_mm)
                .with("printed_pages", figures.printed_pages)
                .with("copied_pages", figures.copied_pages)
                .with("volumes", figures.volumes)
                .with("void", figures.void)
                .with("lines_explained", self.explained_lines)
                .with("by", by.as_code())
        })
    }
}

impl Reader {
    /// How a month (`yyyymm`) stands beside these paper forms, today (`yyyymmdd`).
    pub fn month(&self, month: &str, sheets: &[Sheet], today: &str) -> Result<Month, Error> {
        let unsettled = self.counts(&Filter {
            from_day: Some(format!("{month}01")),
            to_day: Some(format!("{month}31")),
            unsettled: true,
            ..Filter::default()
        })?;
        let gaps = self.gaps()?.into_iter();
        let missing = gaps.filter(|gap| gap.day.starts_with(month) && !gap.explained);
        let lines = || sheets.iter().flat_map(|sheet| &sheet.lines);
        let count = |wanted: fn(&super::sheets::SheetLine) -> bool| {
            lines().filter(|line| wanted(line)).count() as u64
        };
        // It may be closed in a later year.
        let closed = self.matters_where(&REGISTER, |_| true)?.into_iter();
        let mut closed = closed.filter(|matter| matter.value("month") == Some(month));
        Ok(Month {
            month: month.to_owned(),
            figures: self.statistics(month)?,
            unsettled: unsettled.rows,
            missing: missing.map(|gap| gap.to - gap.from + 1).sum(),
            open_lines: count(super::sheets::SheetLine::is_open),
            uncompared: sheets
                .iter()
                .filter(|sheet| sheet.is_uncompared(month, today))
                .count() as u64,
            explained_lines: count(|line| line.state() == LineState::Explained),
            closed: closed.next_back().map(|matter| matter.number),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::papers::{Made, Paper};
    use crate::registers::sheets::LineFound;
    use crate::{Content, Finding, Outcome, Request, Writer, verify};

    fn now() -> jiff::Timestamp {
        "2018-10-15T06:36:00Z".parse().unwrap()
    }

    #[test]
    fn a_month_closes_when_paper_and_register_agree_and_every_slip_is_settled_and_only_once() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
        let sheet = writer.enter(&Sheet::printed(1, Role::A), now()).unwrap();
        let request = Request {
            document_id: "demo/1".into(),
            document_rev: 1,
            title: "办法".into(),
            doc_no: None,
            content: Content::Reference,
            labels: vec![],
            length_mm: 120,
            purpose: None,
        };
        let slip = writer.begin(&request, now()).unwrap().number;
        writer.sending(&slip, now()).unwrap();
        let reason = "timeout".into();
        writer
            .finish(&slip, &Outcome::Unknown { reason }, now())
            .unwrap();
        let copy = Paper {
            amount: 4,
            form_no: Some("1".into()),
            ..Paper::default()
        };
        writer
            .enter(&copy.entry(Made::Photocopy, Role::A), now())
            .unwrap();
        let blank = Sheet::found(&sheet, 1, LineFound::Blank, Role::A);
        writer.enter(&blank, now()).unwrap();
        let reader = Reader::open(dir.path()).unwrap();
        let stands = || {
            let sheets = reader.sheets(&["2018".into()]).unwrap();
            reader.month("201810", &sheets, "20181015").unwrap()
        };
        let open = stands();
        assert_eq!((open.unsettled, open.missing, open.open_lines), (1, 0, 1));
        assert!(open.close(Role::A).is_none());
        writer
            .settle(&slip, Finding::CameOut, Role::A, now())
            .unwrap();
        assert!(stands().close(Role::A).is_none(), "a line is open");
        let word = Sheet::explained(&sheet, 1, "当天纸表被水泡了", Role::B);
        writer.enter(&word, now()).unwrap();
        let uncompared = stands();
        assert_eq!((uncompared.hindrances(), uncompared.uncompared), (1, 1));
        assert!(
            uncompared.close(Role::A).is_none(),
            "nobody looked at the form"
        );
        let looked = reader.sheets(&["2018".into()]).unwrap()[0].compare(Role::B);
        writer.enter(&looked.unwrap(), now()).unwrap();
        let ready = stands();
        assert_eq!((ready.hindrances(), ready.explained_lines), (0, 1));
        assert_eq!((ready.figures.numbers, ready.figures.copied_pages), (2, 4));
        let entry = ready.close(Role::B).unwrap();
        let number = writer.enter(&entry, now()).unwrap();
        let closed = stands();
        assert_eq!(closed.closed.as_deref(), Some(number.as_str()));
        assert!(closed.close(Role::B).is_none(), "once");
        let held = &reader.matters("months", "2018").unwrap()[0];
        assert_eq!(held.value("month"), Some("201810"));
        assert_eq!(held.value("copied_pages"), Some("4"));
        let other = reader.month("201811", &[], "20181015").unwrap();
        assert_eq!((other.closed, other.figures.numbers), (None, 0));
        assert!(verify(dir.path(), &[]).unwrap().ok());
    }
}
