//! What the register promises, step by step. Damage, tampering and kills have files of their own under `tests/`.

use super::*;
use crate::{Error, Number, Reader, Writer};
use jiff::Timestamp;
use std::path::Path;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const MORNING: &str = "2018-10-15T01:00:00Z";

fn request() -> Request {
    Request {
        document_id: "demo/1".into(),
        document_rev: 3,
        title: "关于印发示例办法的通知".into(),
        doc_no: Some("示政发〔2018〕1号".into()),
        content: Content::Excerpt {
            articles: vec!["a5".into(), "a6".into()],
        },
        labels: vec![],
        length_mm: 120,
        purpose: Some(Purpose::Study),
    }
}

fn open(dir: &Path) -> Writer {
    Writer::open(dir, "L01", "1", at(MORNING)).unwrap()
}

fn printed() -> Outcome {
    Outcome::Printed {
        confirmed_by: "status".into(),
    }
}

#[test]
fn a_job_goes_from_queue_to_outcome_and_reads_back_as_asked() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    let now = at(MORNING);
    assert_eq!(writer.peek_number(now).unwrap(), "L01-1-20181015-0001");
    let entry = writer.begin(&request(), now).unwrap();
    assert_eq!(entry.number, "L01-1-20181015-0001");
    writer.sending(&entry.number, now).unwrap();
    writer.sent(&entry.number, now).unwrap();
    writer.finish(&entry.number, &printed(), now).unwrap();

    let row = Reader::open(dir.path())
        .unwrap()
        .row(&entry.number)
        .unwrap()
        .unwrap();
    assert_eq!(row.title.as_deref(), Some("关于印发示例办法的通知"));
    assert_eq!(row.content, Some(request().content));
    assert_eq!((row.document_rev, row.length_mm), (Some(3), Some(120)));
    assert_eq!(row.outcome, Some(printed()));
    assert_eq!(row.state, State::Done);
    assert!(!row.clock_behind);
}

#[test]
fn the_row_is_readable_by_others_before_a_byte_is_sent() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    let entry = writer.begin(&request(), at(MORNING)).unwrap();
    let row = Reader::open(dir.path())
        .unwrap()
        .row(&entry.number)
        .unwrap()
        .unwrap();
    assert_eq!((row.state, row.outcome), (State::Queued, None));
}

#[test]
fn paper_before_sending_and_a_second_outcome_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    let now = at(MORNING);
    let number = writer.begin(&request(), now).unwrap().number;
    let early = [
        printed(),
        Outcome::Sent,
        Outcome::Unknown {
            reason: "timeout".into(),
        },
    ];
    for outcome in early {
        let refused = writer.finish(&number, &outcome, now);
        assert!(
            matches!(refused, Err(Error::OutOfOrder { .. })),
            "{outcome:?}"
        );
    }
    assert!(writer.sent(&number, now).is_err());
    writer.finish(&number, &Outcome::Cancelled, now).unwrap();
    assert!(writer.finish(&number, &Outcome::Cancelled, now).is_err());
    assert!(writer.sending(&number, now).is_err());
    assert!(matches!(
        writer.sending("L01-1-20181015-0099", now),
        Err(Error::UnknownNumber { .. })
    ));
}

#[test]
fn after_a_power_cut_what_may_have_come_out_is_unknown_and_what_never_left_the_queue_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let now = at(MORNING);
    let mut numbers = Vec::new();
    {
        let mut writer = open(dir.path());
        for _ in 0..3 {
            numbers.push(writer.begin(&request(), now).unwrap().number);
        }
        writer.sending(&numbers[1], now).unwrap();
        writer.sending(&numbers[2], now).unwrap();
        writer.sent(&numbers[2], now).unwrap();
    }
    let writer = open(dir.path());
    assert_eq!(writer.recovered(), &numbers[..]);
    let reader = Reader::open(dir.path()).unwrap();
    let outcome = |n: &String| reader.row(n).unwrap().unwrap().outcome.unwrap();
    let power = || "power".to_owned();
    assert_eq!(outcome(&numbers[0]), Outcome::Refused { reason: power() });
    assert_eq!(outcome(&numbers[1]), Outcome::Unknown { reason: power() });
    assert_eq!(outcome(&numbers[2]), Outcome::Unknown { reason: power() });
    drop(writer);
    assert!(open(dir.path()).recovered().is_empty());
}

#[test]
fn only_an_unknown_outcome_is_settled_and_the_last_finding_stands() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    let now = at(MORNING);
    let number = writer.begin(&request(), now).unwrap().number;
    assert!(
        writer
            .settle(&number, Finding::Nothing, Role::A, now)
            .is_err()
    );
    writer.sending(&number, now).unwrap();
    let unknown = Outcome::Unknown {
        reason: "timeout".into(),
    };
    writer.finish(&number, &unknown, now).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let unsettled = Filter {
        unsettled: true,
        ..Filter::default()
    };
    assert_eq!(reader.rows(&unsettled).unwrap().len(), 1);
    writer
        .settle(&number, Finding::Nothing, Role::A, now)
        .unwrap();
    writer
        .settle(&number, Finding::CameOut, Role::B, now)
        .unwrap();
    assert_eq!(reader.rows(&unsettled).unwrap().len(), 0);
    let settled = reader.row(&number).unwrap().unwrap().settled.unwrap();
    assert_eq!((settled.found, settled.by), (Finding::CameOut, Role::B));
    assert!(crate::verify(dir.path(), &[]).unwrap().ok());
}

#[test]
fn with_the_clock_behind_the_day_goes_on_and_the_row_is_marked() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    writer.begin(&request(), at(MORNING)).unwrap();
    let entry = writer
        .begin(&request(), at("1970-01-01T00:00:00Z"))
        .unwrap();
    assert_eq!(entry.number, "L01-1-20181015-0002");
    assert!(entry.clock_behind);
    let row = Reader::open(dir.path())
        .unwrap()
        .row(&entry.number)
        .unwrap()
        .unwrap();
    assert!(row.clock_behind);
    assert_eq!(row.at, "1970-01-01T00:00:00Z");
}

#[test]
fn a_second_writer_is_refused_while_the_first_lives() {
    let dir = tempfile::tempdir().unwrap();
    let first = open(dir.path());
    let second = Writer::open(dir.path(), "L01", "1", at(MORNING));
    assert!(matches!(second, Err(Error::Locked { .. })));
    drop(first);
    open(dir.path());
}

#[test]
fn a_full_disk_registers_nothing_and_gives_no_number_away() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    let pages: i64 = writer
        .connection()
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    let _: i64 = writer
        .connection()
        .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| {
            row.get(0)
        })
        .unwrap();
    let mut long = request();
    long.title = "长".repeat(1300);
    let mut given = 0;
    let refused = loop {
        match writer.begin(&long, at(MORNING)) {
            Ok(_) => given += 1,
            Err(e) => break e,
        }
    };
    assert!(refused.is_disk_full(), "{refused:?}");
    let _: i64 = writer
        .connection()
        .query_row("PRAGMA max_page_count = 1000000", [], |row| row.get(0))
        .unwrap();
    let next = writer.begin(&request(), at(MORNING)).unwrap();
    assert_eq!(Number::parse(&next.number).unwrap().ordinal, given + 1);
    assert!(crate::verify(dir.path(), &[]).unwrap().ok());
}

#[test]
fn what_does_not_fit_is_refused_before_anything_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    let now = at(MORNING);
    let mut long = request();
    long.title = "长".repeat(2000);
    assert!(matches!(
        writer.begin(&long, now),
        Err(Error::BadValue { field: "title", .. })
    ));
    let mut none = request();
    none.content = Content::Excerpt { articles: vec![] };
    assert!(writer.begin(&none, now).is_err());
    let number = writer.begin(&request(), now).unwrap().number;
    assert_eq!(number, "L01-1-20181015-0001");
    let sentence = Outcome::Refused {
        reason: "Paper out!".into(),
    };
    assert!(writer.finish(&number, &sentence, now).is_err());
    for site in ["", "a b", "a/b", &"x".repeat(65)] {
        assert!(Writer::open(dir.path(), site, "1", now).is_err());
    }
}

#[test]
fn redaction_leaves_no_byte_and_the_chain_valid() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    let now = at(MORNING);
    let mut secret = request();
    secret.title = "关于某个再也不许出现的标题".into();
    let number = writer.begin(&secret, now).unwrap().number;
    let head = writer.head().unwrap();
    writer.redact(&number, &["title", "doc_no"], now).unwrap();
    let report = crate::verify(dir.path(), &[head]).unwrap();
    assert!(report.ok(), "{report}");
    assert_eq!((report.redacted, report.anchored_to), (2, head.seq));
    let row = Reader::open(dir.path())
        .unwrap()
        .row(&number)
        .unwrap()
        .unwrap();
    assert_eq!(row.title, None);
    for name in ["journal.db", "journal.db-wal"] {
        let bytes = std::fs::read(dir.path().join(name)).unwrap();
        let needle = "再也不许出现".as_bytes();
        assert!(!bytes.windows(needle.len()).any(|w| w == needle), "{name}");
    }
}

#[test]
fn the_slip_key_is_made_once_and_stays() {
    let dir = tempfile::tempdir().unwrap();
    let key = open(dir.path()).slip_key();
    assert_ne!(key, [0; 32]);
    assert_eq!(open(dir.path()).slip_key(), key);
    assert_eq!(Reader::open(dir.path()).unwrap().slip_key(1).unwrap(), key);
}

#[test]
fn the_table_stands_in_number_order_and_says_why_a_line_is_void_and_that_the_clock_was_behind() {
    use crate::{Made, Paper, Role};
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    let copy = |amount| Paper {
        amount,
        ..Paper::default()
    };
    let slip = |writer: &mut Writer| writer.begin(&request(), at(MORNING)).unwrap().number;
    let paper = |writer: &mut Writer, now: &str, amount| {
        let entry = copy(amount).entry(Made::Photocopy, Role::A);
        writer.enter(&entry, at(now)).unwrap()
    };
    let first = paper(&mut writer, MORNING, 1);
    let second = slip(&mut writer);
    // The battery of the clock was empty for an hour: the register stays where it is.
    let third = paper(&mut writer, "2018-10-13T01:00:00Z", 2);
    let fourth = slip(&mut writer);
    for (number, why) in [(&first, Some("重复登记")), (&third, None)] {
        let void = Paper::void(number, why, Role::B);
        writer.enter(&void, at(MORNING)).unwrap();
    }
    let mut lines: Vec<Vec<String>> = Vec::new();
    let reader = Reader::open(dir.path()).unwrap();
    let count = reader.export_lines(None, &mut |cells| {
        lines.push(cells.to_vec());
        Ok(())
    });
    assert_eq!(count.unwrap(), 4);
    let column = |word: &str| lines[0].iter().position(|held| held == word).unwrap();
    let of = |word: &str| -> Vec<&str> {
        let column = column(word);
        lines[1..]
            .iter()
            .map(|line| line[column].as_str())
            .collect()
    };
    assert_eq!(of("登记号"), [&first, &second, &third, &fourth]);
    let notes = of("备注");
    assert!(notes[0].ends_with("，已作废：重复登记"), "{notes:?}");
    assert!(notes[2].ends_with("，已作废"), "{notes:?}");
    let behind = crate::registers::table::Words::get().word(&["field"], "clock_behind");
    assert_eq!(of(behind), ["", "", "是", ""]);
    // Of paper by hand alone the count is no nothing.
    let empty = tempfile::tempdir().unwrap();
    let mut writer = open(empty.path());
    paper(&mut writer, MORNING, 5);
    let reader = Reader::open(empty.path()).unwrap();
    assert_eq!(reader.export_csv(&mut Vec::new()).unwrap(), 1);
}
