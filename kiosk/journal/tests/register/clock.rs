//! A clock that stands in the future: what is not believed, and the way back at the desk.

use jiff::Timestamp;
use journal::{Content, Note, Reader, Request, Role, Writer, verify};
use std::path::Path;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn request() -> Request {
    Request {
        document_id: "demo/1".into(),
        document_rev: 1,
        title: "通知".into(),
        doc_no: None,
        content: Content::Reference,
        labels: vec![],
        length_mm: 80,
        purpose: None,
    }
}

fn open(dir: &Path, now: &str) -> Writer {
    Writer::open(dir, "L01", "1", at(now)).unwrap()
}

fn number(writer: &mut Writer, now: &str) -> String {
    writer.begin(&request(), at(now)).unwrap().number
}

#[track_caller]
fn sound(dir: &Path) -> Vec<Note> {
    let report = verify(dir, &[]).unwrap();
    assert!(report.ok(), "{report}");
    assert_eq!(Reader::open(dir).unwrap().gaps().unwrap(), []);
    report.notes
}

const TODAY: &str = "2026-11-27T02:00:00Z";
const TOMORROW: &str = "2026-11-28T02:00:00Z";

#[test]
fn one_print_under_a_clock_of_2099_does_not_fix_the_day() {
    for future in ["2099-12-31T02:00:00Z", "9999-12-30T02:00:00Z"] {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = open(dir.path(), TODAY);
        writer.signed(at("2026-11-27T00:00:00Z")).unwrap();
        assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0001");
        assert_eq!(number(&mut writer, future), "L01-1-20261127-0002");
        // Restarted under the wrong clock, before the mirror was read.
        drop(writer);
        let mut writer = open(dir.path(), future);
        assert_eq!(number(&mut writer, future), "L01-1-20261127-0003");
        assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0004");
        assert_eq!(number(&mut writer, TOMORROW), "L01-1-20261128-0001");
        let reader = Reader::open(dir.path()).unwrap();
        let ahead = |number: &str| reader.row(number).unwrap().unwrap().clock_ahead;
        assert!(ahead("L01-1-20261127-0002") && ahead("L01-1-20261127-0003"));
        assert!(!ahead("L01-1-20261127-0001") && !ahead("L01-1-20261128-0001"));
        sound(dir.path());
    }
}

#[test]
fn with_no_day_yet_the_day_of_what_was_signed_counts() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path(), "2099-12-31T02:00:00Z");
    writer.signed(at("2026-11-26T00:00:00Z")).unwrap();
    // An earlier time, from an older stick, changes nothing.
    writer.signed(at("2020-01-01T00:00:00Z")).unwrap();
    assert_eq!(
        number(&mut writer, "2099-12-31T02:00:00Z"),
        "L01-1-20261126-0001"
    );
    assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0001");
    sound(dir.path());
}

#[test]
fn a_terminal_that_heard_nothing_for_a_year_still_counts_days() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path(), TODAY);
    writer.signed(at("2025-11-27T02:00:00Z")).unwrap();
    assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0001");
    assert_eq!(number(&mut writer, TOMORROW), "L01-1-20261128-0001");
}

#[test]
fn an_attendant_sets_the_day_back_and_no_number_comes_twice() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path(), TODAY);
    let off = |now: &str| {
        let reader = Reader::open(dir.path()).unwrap();
        reader.day_off("L01", "1", at(now)).unwrap()
    };
    assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0001");
    assert_eq!(off(TODAY), None);
    // Nothing was ever signed, and the clock was a week ahead.
    assert_eq!(
        number(&mut writer, "2026-12-04T02:00:00Z"),
        "L01-1-20261204-0001"
    );
    assert_eq!(number(&mut writer, TODAY), "L01-1-20261204-0002");
    let told = off(TODAY).unwrap();
    assert_eq!((&*told.register, &*told.clock), ("20261204", "20261127"));
    assert!(told.may_set);
    writer.set_day(Role::A, at(TODAY)).unwrap();
    assert_eq!(off(TODAY), None);
    assert!(writer.set_day(Role::A, at(TODAY)).is_err(), "it is right");
    // Behind the number that this day had.
    assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0002");
    // What is still written about a slip of the future moves nothing.
    let refused = journal::Outcome::Cancelled;
    writer
        .finish("L01-1-20261204-0002", &refused, at(TODAY))
        .unwrap();
    assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0003");
    drop(writer);
    let mut writer = open(dir.path(), TODAY);
    assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0004");
    // When that day comes, its numbers go on too.
    assert_eq!(
        number(&mut writer, "2026-12-04T02:00:00Z"),
        "L01-1-20261204-0003"
    );
    let notes = sound(dir.path());
    assert!(matches!(notes[..], [Note::DaySet { .. }]), "{notes:?}");
    let mut table = Vec::new();
    let rows = Reader::open(dir.path()).unwrap().export_csv(&mut table);
    assert_eq!(rows.unwrap(), 7);
}

#[test]
fn the_day_is_not_set_before_what_was_signed() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path(), TODAY);
    writer.signed(at(TODAY)).unwrap();
    assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0001");
    // The clock of a device whose battery is empty.
    for dead in ["1970-01-01T00:00:00Z", "2026-11-20T02:00:00Z"] {
        assert!(writer.set_day(Role::A, at(dead)).is_err(), "{dead}");
        let reader = Reader::open(dir.path()).unwrap();
        // It is told, and nobody can set it.
        let off = reader.day_off("L01", "1", at(dead)).unwrap().unwrap();
        assert_eq!((&*off.register, off.may_set), ("20261127", false));
        assert_eq!(reader.day("L01", "1", at(dead)).unwrap(), "20261127");
    }
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path(), TODAY);
    assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0001");
    let dead = at("1970-01-01T00:00:00Z");
    assert!(writer.set_day(Role::A, dead).is_err());
}

#[test]
fn an_attendant_sets_the_day_forward_where_nothing_was_signed_for_long() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path(), TODAY);
    writer.signed(at(TODAY)).unwrap();
    let later = "2028-06-01T02:00:00Z";
    assert_eq!(number(&mut writer, later), "L01-1-20261127-0001");
    writer.set_day(Role::B, at(later)).unwrap();
    assert_eq!(number(&mut writer, later), "L01-1-20280601-0001");
    assert_eq!(
        number(&mut writer, "2028-06-02T02:00:00Z"),
        "L01-1-20280602-0001"
    );
    sound(dir.path());
}

#[test]
fn numbers_of_a_day_that_was_set_back_survive_a_lost_file() {
    for damaged in [false, true] {
        for mark in [true, false] {
            if !damaged && !mark {
                continue;
            }
            let dir = tempfile::tempdir().unwrap();
            let mut writer = open(dir.path(), TODAY);
            number(&mut writer, "2099-12-31T02:00:00Z");
            writer.set_day(Role::A, at(TODAY)).unwrap();
            assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0001");
            assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0002");
            drop(writer);
            let db = dir.path().join(journal::FILE_NAME);
            match damaged {
                true => {
                    let mut bytes = std::fs::read(&db).unwrap();
                    bytes[..100].fill(0xff);
                    std::fs::write(&db, bytes).unwrap();
                }
                false => std::fs::remove_file(&db).unwrap(),
            }
            if !damaged {
                for more in ["journal.db-wal", "journal.db-shm"] {
                    std::fs::remove_file(dir.path().join(more)).unwrap();
                }
            }
            if !mark {
                std::fs::remove_file(dir.path().join("journal.mark")).unwrap();
            }
            let mut writer = open(dir.path(), TODAY);
            writer.set_day(Role::A, at(TODAY)).unwrap();
            let next = number(&mut writer, TODAY);
            assert_eq!(
                next, "L01-1-20261127-0003",
                "damaged {damaged}, mark {mark}"
            );
            let report = verify(dir.path(), &[]).unwrap();
            assert!(report.ok(), "{report}");
        }
    }
}

#[test]
fn an_older_copy_put_in_place_of_a_file_whose_day_was_set_gives_no_number_twice() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path(), TODAY);
    number(&mut writer, "2099-12-31T02:00:00Z");
    writer.set_day(Role::A, at(TODAY)).unwrap();
    assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0001");
    drop(writer);
    let copy = tempfile::tempdir().unwrap();
    let names = [journal::FILE_NAME, "journal.db-wal", "journal.db-shm"];
    for name in names {
        std::fs::copy(dir.path().join(name), copy.path().join(name)).unwrap();
    }
    let mut writer = open(dir.path(), TODAY);
    assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0002");
    drop(writer);
    for name in names {
        std::fs::copy(copy.path().join(name), dir.path().join(name)).unwrap();
    }
    let mut writer = open(dir.path(), TODAY);
    assert_eq!(number(&mut writer, TODAY), "L01-1-20261127-0003");
}
