//! Files that are cut, garbled, foreign, older or gone: nothing is lost, no number comes twice, reading never hangs.

use jiff::Timestamp;
use journal::{Content, Error, FILE_NAME, Filter, Outcome, Reader, Request, Writer, verify};
use rusqlite::Connection;
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

fn three(dir: &Path) {
    let mut writer = open(dir);
    for n in 1..=3 {
        assert_eq!(print(&mut writer), format!("L01-1-20181015-000{n}"));
    }
}

fn wrecks(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.contains("damaged"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_garbled_file_is_set_aside_and_the_numbers_go_on() {
    let dir = tempfile::tempdir().unwrap();
    three(dir.path());
    let key = Reader::open(dir.path()).unwrap().slip_key(1).unwrap();
    let head = Reader::open(dir.path()).unwrap().head().unwrap();
    std::fs::write(
        dir.path().join(FILE_NAME),
        b"this is no database".repeat(500),
    )
    .unwrap();

    let mut writer = open(dir.path());
    assert!(writer.set_aside().is_some());
    assert!(wrecks(dir.path())[0].starts_with("journal.db.damaged-20181015T010000Z"));
    assert_eq!(print(&mut writer), "L01-1-20181015-0004");
    assert_eq!(writer.slip_key(), key, "it lies in a file of its own");
    assert!(
        writer.head().unwrap().seq > head.seq,
        "heads never come twice"
    );

    let report = verify(dir.path(), &[head]).unwrap();
    assert!(report.ok(), "{report}");
    let gaps = Reader::open(dir.path()).unwrap().gaps().unwrap();
    assert_eq!(gaps.len(), 1);
    assert!((gaps[0].from, gaps[0].to) == (1, 3) && gaps[0].explained);
    drop(writer);
    assert!(
        open(dir.path()).set_aside().is_none(),
        "the new one is sound"
    );
}

#[test]
fn without_the_mark_the_numbers_are_read_from_the_wreck() {
    let dir = tempfile::tempdir().unwrap();
    three(dir.path());
    std::fs::remove_file(dir.path().join("journal.mark")).unwrap();
    let db = dir.path().join(FILE_NAME);
    let mut bytes = std::fs::read(&db).unwrap();
    bytes[..100].fill(0xff);
    std::fs::write(&db, bytes).unwrap();
    assert_eq!(print(&mut open(dir.path())), "L01-1-20181015-0004");
}

#[test]
fn a_wreck_that_can_still_be_read_gives_its_slip_key() {
    let dir = tempfile::tempdir().unwrap();
    three(dir.path());
    let key = Reader::open(dir.path()).unwrap().slip_key(1).unwrap();
    Connection::open(dir.path().join(FILE_NAME))
        .unwrap()
        .execute_batch("DROP TABLE register")
        .unwrap();
    let writer = open(dir.path());
    assert!(writer.set_aside().is_some());
    assert_eq!(writer.slip_key(), key);
}

#[test]
fn a_missing_file_does_not_restart_the_numbers() {
    let dir = tempfile::tempdir().unwrap();
    three(dir.path());
    for name in [FILE_NAME, "journal.db-wal", "journal.db-shm"] {
        std::fs::remove_file(dir.path().join(name)).unwrap();
    }
    assert_eq!(print(&mut open(dir.path())), "L01-1-20181015-0004");
}

#[test]
fn an_older_copy_put_back_does_not_repeat_numbers_and_the_hole_shows() {
    let dir = tempfile::tempdir().unwrap();
    let copy = tempfile::tempdir().unwrap();
    three(dir.path());
    for name in [FILE_NAME, "journal.db-wal"] {
        std::fs::copy(dir.path().join(name), copy.path().join(name)).unwrap();
    }
    let mut writer = open(dir.path());
    for _ in 0..4 {
        print(&mut writer);
    }
    let head = writer.head().unwrap();
    drop(writer);
    for name in [FILE_NAME, "journal.db-wal"] {
        std::fs::copy(copy.path().join(name), dir.path().join(name)).unwrap();
    }
    std::fs::remove_file(dir.path().join("journal.db-shm")).unwrap();
    assert_eq!(print(&mut open(dir.path())), "L01-1-20181015-0008");
    assert!(
        !verify(dir.path(), &[head]).unwrap().ok(),
        "the known head is gone"
    );
    let gaps = Reader::open(dir.path()).unwrap().gaps().unwrap();
    assert_eq!((gaps[0].from, gaps[0].to), (4, 7));
    assert_eq!(print(&mut open(dir.path())), "L01-1-20181015-0009");
}

#[test]
fn every_kind_of_damaged_file_lets_the_kiosk_go_on_printing() {
    let healthy = tempfile::tempdir().unwrap();
    three(healthy.path());
    let whole = std::fs::read(healthy.path().join(FILE_NAME)).unwrap();
    let mut cases: Vec<(String, Vec<u8>)> = vec![
        ("one byte".into(), vec![0]),
        ("zeros".into(), vec![0; 8192]),
        ("header only".into(), whole[..100].to_vec()),
        ("half".into(), whole[..whole.len() / 2].to_vec()),
    ];
    for page in 0..whole.len() / 4096 {
        let mut garbled = whole.clone();
        garbled[page * 4096..page * 4096 + 512].fill(0xA5);
        cases.push((format!("page {page}"), garbled));
    }
    for (name, bytes) in cases {
        let dir = tempfile::tempdir().unwrap();
        three(dir.path());
        std::fs::write(dir.path().join(FILE_NAME), &bytes).unwrap();
        let _ = std::fs::remove_file(dir.path().join("journal.db-wal"));
        let _ = std::fs::remove_file(dir.path().join("journal.db-shm"));
        let _ = Reader::open(dir.path()).and_then(|r| r.rows(&Filter::default()));
        let _ = verify(dir.path(), &[]);
        let number = print(&mut open(dir.path()));
        assert_eq!(number, "L01-1-20181015-0004", "{name}");
    }
}

#[test]
fn a_foreign_database_is_set_aside_and_a_newer_one_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let db = dir.path().join(FILE_NAME);
    Connection::open(&db)
        .unwrap()
        .execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)")
        .unwrap();
    assert!(matches!(
        Reader::open(dir.path()),
        Err(Error::Damaged { .. })
    ));
    assert!(open(dir.path()).set_aside().is_some());

    let conn = Connection::open(&db).unwrap();
    conn.pragma_update(None, "user_version", 99).unwrap();
    drop(conn);
    let newer = Writer::open(dir.path(), "L01", "1", now());
    assert!(matches!(newer, Err(Error::Newer { found: 99, .. })));
    assert!(matches!(Reader::open(dir.path()), Err(Error::Newer { .. })));
}

#[test]
fn views_and_triggers_slipped_in_are_refused() {
    for extra in [
        "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM field; END",
        "DROP TABLE register; CREATE VIEW register AS WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x FROM n",
        "ALTER TABLE entry ADD COLUMN more TEXT",
    ] {
        let dir = tempfile::tempdir().unwrap();
        three(dir.path());
        Connection::open(dir.path().join(FILE_NAME))
            .unwrap()
            .execute_batch(extra)
            .unwrap();
        assert!(
            matches!(Reader::open(dir.path()), Err(Error::Damaged { .. })),
            "{extra}"
        );
        assert!(verify(dir.path(), &[]).is_err(), "{extra}");
        assert!(open(dir.path()).set_aside().is_some(), "{extra}");
    }
}

#[test]
fn values_of_hostile_type_and_size_are_errors() {
    for change in [
        "UPDATE register SET ordinal = -5 WHERE ordinal = 1",
        "UPDATE entry SET hash = x'00'",
        "UPDATE entry SET seq = -7 WHERE seq = 7",
        "INSERT INTO meta VALUES ('genesis', x'ff')",
        "UPDATE field SET value = hex(zeroblob(2000000)) WHERE name = 'title'",
        "UPDATE field SET value = 'maybe' WHERE name = 'outcome'",
    ] {
        let dir = tempfile::tempdir().unwrap();
        three(dir.path());
        let conn = Connection::open(dir.path().join(FILE_NAME)).unwrap();
        conn.pragma_update(None, "foreign_keys", "OFF").unwrap();
        conn.execute_batch(change).unwrap();
        drop(conn);
        let sound = verify(dir.path(), &[]).is_ok_and(|r| r.ok());
        assert!(!sound, "{change}");
        let _ = Reader::open(dir.path()).unwrap().rows(&Filter::default());
    }
}

#[test]
fn no_journal_yet_is_said_as_such() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(
        Reader::open(dir.path()),
        Err(Error::Absent { .. })
    ));
    std::fs::write(dir.path().join(FILE_NAME), b"").unwrap();
    assert!(matches!(
        Reader::open(dir.path()),
        Err(Error::Absent { .. })
    ));
    assert!(
        open(dir.path()).set_aside().is_none(),
        "an empty file is a start, not damage"
    );
}

#[test]
fn the_table_for_the_spreadsheet_holds_every_row_and_no_formula() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    print(&mut writer);
    let request = Request {
        document_id: "demo/2".into(),
        document_rev: 1,
        title: "=HYPERLINK(\"http://example.invalid\")".into(),
        doc_no: None,
        content: Content::Reference,
        labels: vec![],
        length_mm: 80,
        purpose: None,
    };
    writer.begin(&request, now()).unwrap();
    let copy = journal::Paper {
        amount: 3,
        title: Some("复印的通知".into()),
        form_no: Some("0413".into()),
        purpose: Some(journal::Purpose::Rights),
        written_on: Some("20181012".into()),
        ..journal::Paper::default()
    };
    let by = journal::Role::A;
    let entry = copy.entry(journal::Made::Photocopy, by);
    let number = writer.enter(&entry, now()).unwrap();
    let void = journal::Paper::void(&number, None, by);
    writer.enter(&void, now()).unwrap();
    let mut out = Vec::new();
    let rows = Reader::open(dir.path())
        .unwrap()
        .export_csv(&mut out)
        .unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(rows, 3, "two slips and a photocopy");
    // Paper made by hand has numbers of the same series; a line made void stays, with a word.
    let line = text.lines().find(|line| line.starts_with(&number)).unwrap();
    assert!(
        line.contains("复印的通知") && line.contains("数量 3，已作废"),
        "{line}"
    );
    assert!(
        line.contains(",复印,,,,3,0413,20181012,维护权益,"),
        "{line}"
    );
    assert!(line.contains("A岗"), "who wrote it: {line}");
    assert!(!text.contains("缺号"));
    assert!(text.starts_with("\u{feff}登记号,日期,"));
    assert!(
        text.contains("\r\nL01-1-20181015-0001,20181015,\"2018-10-15 09:00:00\",demo/1,1,通知,")
    );
    assert!(text.contains("\"'=HYPERLINK(\"\"http://example.invalid\"\")\""));
    assert!(text.contains(",已送打印机,sent,"));
}
