use super::*;
use journal::{Content, Request, Writer};

fn now() -> jiff::Timestamp {
    jiff::Timestamp::constant(1_539_585_360, 123_456_789)
}

fn site() -> config::Site {
    config::Config::parse(config::Config::example(), Path::new("/"))
        .unwrap()
        .site
}

/// A register with one slip: its number and its code.
fn given(dir: &Path) -> (Writer, String, String) {
    let site = site();
    let mut writer = Writer::open(dir, &site.id, &site.terminal, now()).unwrap();
    let content = Content::Excerpt {
        articles: vec!["a2".into(), "a5".into()],
    };
    let request = Request {
        document_id: "demo:rules".into(),
        document_rev: 3,
        title: "示例".into(),
        doc_no: None,
        content: content.clone(),
        labels: vec![],
        length_mm: 280,
        purpose: None,
    };
    let entry = writer.begin(&request, now()).unwrap();
    let sealed = Sealed {
        number: &entry.number,
        document_id: "demo:rules",
        document_rev: 3,
        content: &content,
        at: entry.at,
    };
    let code = slip::code(&writer.slip_key(), &sealed);
    (writer, entry.number, code)
}

fn wide(text: &str) -> String {
    text.chars()
        .map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap())
        .collect()
}

#[test]
fn a_slip_typed_from_paper_is_recognised_in_any_case_and_width_and_a_wrong_one_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let (writer, number, code) = given(dir.path());
    drop(writer);
    let verdict = |number: &str, code: &str| slip(dir.path(), &site(), number, code).unwrap();
    let genuine = |verdict| matches!(verdict, Verdict::Genuine { .. });
    let typed = code.to_lowercase().replace('-', " ");
    assert!(genuine(verdict(&number, &typed)));
    assert!(genuine(verdict(&number.to_lowercase(), &typed)));
    assert!(genuine(verdict(&wide(&number), &wide(&code))));
    assert!(genuine(verdict(&number.replace('-', " — "), &code)));
    let not = |verdict| matches!(verdict, Verdict::NotGenuine { .. });
    assert!(not(verdict(&number, "0000-0000-0000")));
    assert!(not(verdict(&number, "")));
    assert!(not(verdict(&number.replace("-0001", "-0099"), &code)));
}

#[test]
fn what_cannot_be_checked_is_neither_genuine_nor_not() {
    let dir = tempfile::tempdir().unwrap();
    let (mut writer, number, code) = given(dir.path());
    let cannot = |number: &str| {
        let verdict = slip(dir.path(), &site(), number, &code).unwrap();
        matches!(verdict, Verdict::CannotTell { .. })
    };
    assert!(cannot("no number"));
    assert!(cannot("X99-7-20181015-0001"), "of another terminal");
    writer.redact(&number, &["document_id"], now()).unwrap();
    drop(writer);
    assert!(cannot(&number), "redacted");
    std::fs::write(dir.path().join(FILE_NAME), b"rubbish").unwrap();
    assert!(cannot(&number), "unreadable");
}

#[test]
fn a_slip_of_a_register_that_was_set_aside_is_still_recognised() {
    let dir = tempfile::tempdir().unwrap();
    let (writer, number, code) = given(dir.path());
    drop(writer);
    // A trigger that somebody put in is refused; what the register said before is not lost.
    let conn = rusqlite::Connection::open(dir.path().join(FILE_NAME)).unwrap();
    conn.execute_batch("CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM field; END")
        .unwrap();
    drop(conn);
    let site = site();
    let writer = Writer::open(dir.path(), &site.id, &site.terminal, now()).unwrap();
    assert!(writer.set_aside().is_some());
    drop(writer);
    let verdict = slip(dir.path(), &site, &number, &code).unwrap();
    assert!(matches!(verdict, Verdict::Genuine { .. }), "{verdict:?}");
}

#[test]
fn a_slip_of_a_key_that_was_lost_cannot_be_checked() {
    let dir = tempfile::tempdir().unwrap();
    let (writer, number, code) = given(dir.path());
    drop(writer);
    std::fs::remove_file(dir.path().join("journal.key")).unwrap();
    let verdict = || slip(dir.path(), &site(), &number, &code).unwrap();
    assert!(matches!(verdict(), Verdict::CannotTell { .. }), "no key");
    let (writer, next, its_code) = given(dir.path());
    drop(writer);
    assert!(
        matches!(verdict(), Verdict::CannotTell { .. }),
        "another key"
    );
    let new = slip(dir.path(), &site(), &next, &its_code).unwrap();
    assert!(matches!(new, Verdict::Genuine { .. }), "{new:?}");
}

#[test]
fn a_register_that_was_set_aside_is_exported_and_checked_too() {
    let dir = tempfile::tempdir().unwrap();
    let journal = dir.path().join("journal");
    let (writer, number, _) = given(&journal);
    drop(writer);
    let conn = rusqlite::Connection::open(journal.join(FILE_NAME)).unwrap();
    conn.execute_batch("CREATE TABLE notes (words TEXT)")
        .unwrap();
    drop(conn);
    let site = site();
    let writer = Writer::open(&journal, &site.id, &site.terminal, now()).unwrap();
    let file = writer.set_aside().unwrap().to_path_buf();
    drop(writer);
    let table = dir.path().join("aside.csv");
    let source = Source::SetAside {
        file: &file,
        journal: &journal,
    };
    assert_eq!(export_register_to(source, &table).unwrap(), 1);
    assert!(std::fs::read_to_string(&table).unwrap().contains(&number));
    let in_use = dir.path().join("in-use.csv");
    assert_eq!(
        export_register_to(Source::InUse(&journal), &in_use).unwrap(),
        0
    );
    // Into neither folder, and nothing of it is changed by reading.
    assert!(export_register_to(source, &journal.join("t.csv")).is_err());
    let report = journal::verify(&file, &[]).unwrap();
    assert_eq!(report.rows, 1);
    let foreign = |p: &journal::Problem| matches!(p, journal::Problem::Foreign { .. });
    assert!(report.problems.iter().all(foreign), "{report}");
}

#[test]
fn the_table_is_written_beside_and_never_over_the_journal() {
    let dir = tempfile::tempdir().unwrap();
    let (writer, ..) = given(&dir.path().join("journal"));
    drop(writer);
    let journal = dir.path().join("journal");
    let table = dir.path().join("table.csv");
    std::fs::write(&table, "old").unwrap();
    assert_eq!(
        export_register_to(Source::InUse(&journal), &table).unwrap(),
        1
    );
    assert!(std::fs::read_to_string(&table).unwrap().contains("示例"));
    assert!(!dir.path().join("table.csv.new").exists());
    for own in ["journal.db", "journal.mark", "other.csv"] {
        assert!(
            export_register_to(Source::InUse(&journal), &journal.join(own)).is_err(),
            "{own}"
        );
    }
    assert!(journal::verify(&journal, &[]).unwrap().ok());
    // Unreadable, it leaves the old table as it was.
    std::fs::write(journal.join(FILE_NAME), b"rubbish").unwrap();
    let before = std::fs::read(&table).unwrap();
    assert!(export_register_to(Source::InUse(&journal), &table).is_err());
    assert_eq!(std::fs::read(&table).unwrap(), before);
}

#[test]
fn heads_are_those_that_the_check_reads() {
    let dir = tempfile::tempdir().unwrap();
    let (writer, ..) = given(dir.path());
    let head = writer.head().unwrap();
    let mut out = Vec::new();
    print_heads(dir.path(), Some("20181015"), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(journal::parse_heads(&text).unwrap(), [head]);
    assert!(print_heads(dir.path(), Some("20181014"), &mut Vec::new()).is_err());
}

#[test]
fn nothing_in_a_register_is_obeyed_by_a_terminal() {
    assert_eq!(
        printable("a\u{1b}[2J\u{202e}b\n"),
        "a\u{fffd}[2J\u{fffd}b\n"
    );
}
