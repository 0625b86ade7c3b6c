//! Figures against what was written, and nobody told by them.

use super::*;
use crate::{DeskEntry, Finding, Outcome, Paper, Request, Role, Writer};

fn at(day: u32, hour: u32) -> Timestamp {
    format!("2018-10-{day:02}T{:02}:30:00Z", hour - 8)
        .parse()
        .unwrap()
}

struct Book {
    dir: tempfile::TempDir,
    writer: Writer,
}

impl Book {
    fn new() -> Book {
        let dir = tempfile::tempdir().unwrap();
        let writer = Writer::open(dir.path(), "L01", "1", at(1, 9)).unwrap();
        Book { dir, writer }
    }

    fn slip(&mut self, document: &str, outcome: &Outcome, now: Timestamp) -> String {
        let request = Request {
            document_id: document.into(),
            document_rev: 1,
            title: format!("关于{document}的通知"),
            doc_no: None,
            content: Content::Whole,
            labels: vec![],
            length_mm: 200,
            purpose: Some(Purpose::Study),
        };
        let number = self.writer.begin(&request, now).unwrap().number;
        self.writer.sending(&number, now).unwrap();
        self.writer.finish(&number, outcome, now).unwrap();
        number
    }

    fn enter(&mut self, entry: &DeskEntry, now: Timestamp) -> String {
        self.writer.enter(entry, now).unwrap()
    }

    fn figures(&self, period: &str) -> Statistics {
        let reader = Reader::open(self.dir.path()).unwrap();
        reader.statistics(period).unwrap()
    }
}

#[test]
fn figures_are_what_was_written_and_a_document_of_few_is_not_named() {
    let mut book = Book::new();
    for n in 0..5 {
        book.slip("甲", &Outcome::Sent, at(2, 9 + n));
    }
    for _ in 0..4 {
        book.slip("乙", &Outcome::Sent, at(3, 10));
    }
    let refused = Outcome::Refused {
        reason: "paper-out".into(),
    };
    book.slip("甲", &refused, at(3, 10));
    let paper = Paper {
        amount: 7,
        ..Paper::default()
    };
    book.enter(&paper.entry(Made::Photocopy, Role::A), at(3, 15));
    let wrong = book.enter(&paper.entry(Made::Print, Role::A), at(3, 15));
    book.enter(&Paper::void(&wrong, None, Role::A), at(3, 15));
    let month = book.figures("201810");
    assert_eq!((month.numbers, month.slips, month.paper_mm), (12, 9, 1_800));
    assert_eq!(month.contents, [0, 0, 9]);
    assert_eq!(month.purposes, [0, 9, 0, 0]);
    assert_eq!(
        (month.copied_pages, month.printed_pages),
        (7, 0),
        "void counts nothing"
    );
    assert_eq!(month.hours[10], 6, "asked for, whatever came of it");
    assert_eq!(month.hours[15], 1);
    assert_eq!(month.named, [("关于甲的通知".to_owned(), 5)]);
    assert_eq!(month.others, 4);
    assert_eq!(book.figures("2018"), month);
    assert_eq!(book.figures("201809"), Statistics::default());
    let mut csv = Vec::new();
    let reader = Reader::open(book.dir.path()).unwrap();
    reader
        .statistics("201810")
        .unwrap()
        .write_csv("201810", &mut csv)
        .unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.contains("关于甲的通知,5\r\n"), "{csv}");
    assert!(!csv.contains('乙'), "{csv}");
}

#[test]
fn slips_are_counted_by_the_category_of_their_documents_and_small_ones_stand_together() {
    let mut book = Book::new();
    for n in 0..6 {
        book.slip("甲", &Outcome::Sent, at(2, 9 + n));
        book.slip("乙", &Outcome::Sent, at(3, 9 + n));
    }
    for _ in 0..4 {
        book.slip("丙", &Outcome::Sent, at(4, 9));
    }
    book.slip("丁", &Outcome::Sent, at(4, 10));
    let reader = Reader::open(book.dir.path()).unwrap();
    let plain = reader.statistics("2018").unwrap();
    assert_eq!((plain.slips, plain.other_categories), (17, None));
    let category_of = |id: &str| match id {
        "甲" | "乙" => Some("policy".to_owned()),
        "丙" => Some("gazette".to_owned()),
        _ => None,
    };
    let figures = reader.statistics_by_category("2018", category_of).unwrap();
    assert_eq!(
        (&figures.named, figures.others),
        (&plain.named, plain.others)
    );
    assert_eq!(figures.categories, [("policy".to_owned(), 12)]);
    assert_eq!(
        figures.other_categories,
        Some(5),
        "four of few, one that is gone"
    );
    let mut csv = Vec::new();
    figures.write_csv("2018", &mut csv).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.contains("凭条：政策文件（张）,12\r\n"), "{csv}");
    assert!(csv.contains("其他类别"), "{csv}");
}

#[test]
fn a_month_is_the_sum_of_its_days_whatever_was_found_of_a_slip_and_printed_again() {
    let mut book = Book::new();
    let unknown = Outcome::Unknown {
        reason: "paper-out".into(),
    };
    let printed = Outcome::Printed {
        confirmed_by: "status".into(),
    };
    book.slip("甲", &printed, at(2, 9));
    book.slip("甲", &unknown, at(2, 10));
    let found = [
        Finding::CameOut,
        Finding::Partly,
        Finding::Nothing,
        Finding::Undecided,
    ];
    for (day, found) in (3..).zip(found) {
        let number = book.slip("甲", &unknown, at(day, 9));
        let now = at(day, 10);
        book.writer.settle(&number, found, Role::A, now).unwrap();
        if matches!(found, Finding::Partly | Finding::Nothing) {
            book.writer.reprint(&number, Role::A, now).unwrap();
            book.writer.finish_reprint(&number, &printed, now).unwrap();
        }
    }
    let month = book.figures("201810");
    let reader = Reader::open(book.dir.path()).unwrap();
    let days = (2..=6).map(|day| reader.day_totals(&format!("201810{day:02}")).unwrap().slips);
    let (out, paper): (Vec<u64>, Vec<u64>) = days.map(|day| (day.came_out, day.paper_mm)).unzip();
    assert_eq!(out, [1, 1, 0, 0, 0]);
    assert_eq!(paper, [400, 200, 400, 200, 200]);
    assert_eq!(month.slips, out.iter().sum::<u64>());
    assert_eq!(month.paper_mm, paper.iter().sum::<u64>());
}

#[test]
fn of_fewer_than_five_entries_only_totals_are_told() {
    let mut book = Book::new();
    for _ in 0..4 {
        book.slip("甲", &Outcome::Sent, at(2, 9));
    }
    assert!(book.figures("201810").is_sparse());
    let mut csv = Vec::new();
    let reader = Reader::open(book.dir.path()).unwrap();
    reader
        .statistics("201810")
        .unwrap()
        .write_csv("201810", &mut csv)
        .unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.contains("只列总数"), "{csv}");
    for told in ["09 时", "甲", "学习"] {
        assert!(!csv.contains(told), "{told}: {csv}");
    }
    book.slip("甲", &Outcome::Sent, at(2, 9));
    assert!(!book.figures("201810").is_sparse());
}

#[test]
fn what_is_no_period_counts_nothing() {
    let mut book = Book::new();
    book.slip("甲", &Outcome::Sent, at(2, 9));
    for odd in ["201813", "20181", "x", "' OR 1"] {
        assert_eq!(book.figures(odd).numbers, 0, "{odd:?}");
    }
}
