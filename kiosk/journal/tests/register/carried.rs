//! A device that takes another's place goes on with its register: all of it, or its numbers; whatever happens on the way, no number comes twice.

use jiff::Timestamp;
use journal::{
    Carried, Content, Error, FILE_NAME, Outcome, Reader, Request, Writer, carry_over, verify,
};
use std::path::Path;

fn now() -> Timestamp {
    "2018-10-15T01:00:00Z".parse().unwrap()
}

fn open(dir: &Path) -> Writer {
    Writer::open(dir, "L01", "1", now()).unwrap()
}

fn print(writer: &mut Writer) -> String {
    let request = Request {
        document_id: "demo/1".into(),
        document_rev: 1,
        title: "通知".into(),
        doc_no: None,
        content: Content::Whole,
        labels: vec![],
        length_mm: 100,
        purpose: None,
    };
    let number = writer.begin(&request, now()).unwrap().number;
    writer.sending(&number, now()).unwrap();
    writer.finish(&number, &Outcome::Sent, now()).unwrap();
    number
}

fn carry(from: &Path, dir: &Path) -> Result<Option<Carried>, Error> {
    carry_over(from, dir, "L01", "1")
}

/// A register with three slips, as the folder of a disk that was pulled out.
fn old() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    for _ in 0..3 {
        print(&mut writer);
    }
    dir
}

fn numbers(text: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("numbers.txt"), text).unwrap();
    dir
}

#[test]
fn a_whole_register_goes_on_as_if_the_device_were_the_same() {
    let (from, to) = (old(), tempfile::tempdir().unwrap());
    let key = Reader::open(from.path()).unwrap().slip_key(1).unwrap();
    assert_eq!(carry(from.path(), to.path()).unwrap(), Some(Carried::Whole));
    let head = Reader::open(to.path()).unwrap().head().unwrap();
    let mut writer = open(to.path());
    assert_eq!(print(&mut writer), "L01-1-20181015-0004");
    assert_eq!(Reader::open(to.path()).unwrap().slip_key(1).unwrap(), key);
    let report = verify(&to.path().join(FILE_NAME), &[head]).unwrap();
    assert!(report.ok() && report.rows == 4, "{report}");
    drop(writer);
    // What lies there still, at the next start, is nobody's any more.
    assert_eq!(carry(from.path(), to.path()).unwrap(), None);
    assert_eq!(print(&mut open(to.path())), "L01-1-20181015-0005");
}

#[test]
fn numbers_alone_go_on_without_a_gap_in_every_series() {
    let from = numbers(
        "\u{feff}# of the upload\r\nL01-1-20181014-0100\r\nL01-1-20181015-0009\r\nL01-1-20181015-0026\n\nL01-1-S-2018-0041\n",
    );
    let to = tempfile::tempdir().unwrap();
    assert_eq!(
        carry(from.path(), to.path()).unwrap(),
        Some(Carried::Numbers)
    );
    let mut writer = open(to.path());
    assert_eq!(print(&mut writer), "L01-1-20181015-0027");
    let report = verify(&to.path().join(FILE_NAME), &[]).unwrap();
    assert!(report.ok(), "{report}");
    drop(writer);
    assert_eq!(print(&mut open(to.path())), "L01-1-20181015-0028");
    let told = Reader::open(to.path()).unwrap().leaving(0, 10).unwrap();
    assert_eq!(told[0].fields["continues_after"], "L01-1-20181015-0026");
    assert!(told[0].fields["also_after"].contains("L01-1-S-2018-0041"));
}

#[test]
fn a_head_among_the_numbers_is_where_the_chain_goes_on() {
    let old = old();
    let head = Reader::open(old.path()).unwrap().head().unwrap();
    let from = numbers(&format!("{head}\nL01-1-20181015-0003\n"));
    let to = tempfile::tempdir().unwrap();
    carry(from.path(), to.path()).unwrap();
    assert_eq!(print(&mut open(to.path())), "L01-1-20181015-0004");
    let after = Reader::open(to.path()).unwrap().head().unwrap();
    assert!(after.seq > head.seq);
    let report = verify(&to.path().join(FILE_NAME), &[]).unwrap();
    assert!(report.ok(), "{report}");
    assert!(report.to_string().contains(&head.to_string()), "{report}");
}

#[test]
fn numbers_beyond_an_older_copy_count() {
    let (from, to) = (old(), tempfile::tempdir().unwrap());
    std::fs::write(from.path().join("numbers.txt"), "L01-1-20181015-0019\n").unwrap();
    assert_eq!(carry(from.path(), to.path()).unwrap(), Some(Carried::Whole));
    assert_eq!(print(&mut open(to.path())), "L01-1-20181015-0020");
}

#[test]
fn a_register_that_is_there_is_never_touched() {
    let (from, to) = (old(), tempfile::tempdir().unwrap());
    print(&mut open(to.path()));
    let head = Reader::open(to.path()).unwrap().head().unwrap();
    assert_eq!(carry(from.path(), to.path()).unwrap(), None);
    assert_eq!(Reader::open(to.path()).unwrap().head().unwrap(), head);
    // Also not where its file alone was lost: its mark knows more.
    std::fs::remove_file(to.path().join(FILE_NAME)).unwrap();
    assert_eq!(carry(from.path(), to.path()).unwrap(), None);
    assert_eq!(print(&mut open(to.path())), "L01-1-20181015-0002");
    let nowhere = to.path().join("nowhere");
    assert_eq!(carry(&nowhere, to.path()).unwrap(), None);
}

#[test]
fn what_cannot_be_taken_over_is_said_and_begins_nothing() {
    let long = format!("L01-1-20181015-0001\n{}", "#".repeat(17 << 20));
    for (text, said) in [
        ("", "no number"),
        (
            "L01-2-20181015-0003\n",
            "line 1: L01-2-20181015-0003 is no number of terminal L01-1",
        ),
        ("L01-1-20181015-0003\nL01-1-20181015-004\n", "line 2"),
        ("L01-1-Q-2018-0003\n", "line 1"),
        ("L01-1-2018-0003\n", "line 1"),
        (&long, "bytes"),
    ] {
        let (from, to) = (numbers(text), tempfile::tempdir().unwrap());
        let error = carry(from.path(), to.path()).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
        assert!(!to.path().join(FILE_NAME).exists() && !to.path().join("journal.mark").exists());
    }
    let (empty, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert!(carry(empty.path(), to.path()).is_err());
    // No database, and one of another terminal.
    let from = old();
    let other = carry_over(from.path(), to.path(), "L01", "2").unwrap_err();
    assert!(other.to_string().contains("it is of terminal"), "{other}");
    std::fs::write(from.path().join(FILE_NAME), b"no database").unwrap();
    std::fs::remove_file(from.path().join("journal.db-wal")).unwrap();
    assert!(carry(from.path(), to.path()).is_err());
    assert!(!to.path().join(FILE_NAME).exists());
    // The folder was put right: the next start takes it.
    let good = old();
    assert_eq!(carry(good.path(), to.path()).unwrap(), Some(Carried::Whole));
}

#[test]
fn cut_off_at_any_step_the_next_start_goes_on() {
    let from = old();
    std::fs::write(from.path().join("numbers.txt"), "L01-1-20181015-0019\n").unwrap();
    // As a power cut leaves it: the copies, of which some have their names already.
    for done in 0..4 {
        let to = tempfile::tempdir().unwrap();
        let fresh = to.path().join("carried.new");
        std::fs::create_dir(&fresh).unwrap();
        std::fs::write(fresh.join(FILE_NAME), b"half").unwrap();
        for name in &["journal.key", "journal.mark", "journal.db-wal"][..done] {
            std::fs::copy(from.path().join(name), to.path().join(name)).unwrap();
        }
        assert_eq!(carry(from.path(), to.path()).unwrap(), Some(Carried::Whole));
        assert_eq!(
            print(&mut open(to.path())),
            "L01-1-20181015-0020",
            "after {done}"
        );
        assert!(!fresh.exists());
    }
}
