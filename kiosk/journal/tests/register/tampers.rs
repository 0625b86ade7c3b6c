//! The table of what a forger can do and what finds it, and a thousand random changes. `Forged` changes are sealed again: every hash fits, so
//! that only meaning, the mark beside the file, or a head that is known elsewhere speaks against them.
//!
//! Long because the table stands in one piece.

use jiff::{SignedDuration, Timestamp};
use journal::{
    Applicant, Application, ApplicationWay, Content, FILE_NAME, Finding, Head, Made, Opinion,
    OpinionAbout, OpinionWay, Outcome, Paper, Purpose, Request, Role, Writer, verify,
};
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use std::path::Path;

const MARK: &str = "journal.mark";
const KEY: &str = "journal.key";
/// How many random changes are tried on each register.
const RANDOM: u64 = 1_000;

fn at(minute: i64) -> Timestamp {
    let morning: Timestamp = "2018-10-15T01:00:00Z".parse().unwrap();
    morning + SignedDuration::from_mins(minute)
}

/// Slips 1, 2, 3 and 5, a photocopy under number 4, an opinion and an application; the head at the end.
fn register(dir: &Path) -> Head {
    let mut writer = Writer::open(dir, "L01", "1", at(0)).unwrap();
    let begin = |writer: &mut Writer, n: i64| {
        let request = Request {
            document_id: format!("demo/{n}"),
            document_rev: 1,
            title: format!("第{n}号通知"),
            doc_no: None,
            content: Content::Whole,
            labels: vec![],
            length_mm: 100,
            purpose: Some(Purpose::Study),
        };
        writer.begin(&request, at(n)).unwrap().number
    };
    let end = |writer: &mut Writer, number: &str, outcome: &Outcome| {
        writer.sending(number, at(5)).unwrap();
        writer.finish(number, outcome, at(5)).unwrap();
    };
    let printed = Outcome::Printed {
        confirmed_by: "status".into(),
    };
    // 2 and 3.
    let number = begin(&mut writer, 1);
    end(&mut writer, &number, &printed);
    // 4 to 8.
    let number = begin(&mut writer, 2);
    let reason = "timeout".into();
    end(&mut writer, &number, &Outcome::Unknown { reason });
    writer
        .settle(&number, Finding::Nothing, Role::A, at(6))
        .unwrap();
    writer.reprint(&number, Role::A, at(6)).unwrap();
    writer.finish_reprint(&number, &printed, at(6)).unwrap();
    // 9 to 11.
    let number = begin(&mut writer, 7);
    end(&mut writer, &number, &Outcome::Sent);
    writer.redact(&number, &["purpose"], at(8)).unwrap();
    // 12 to 15.
    let copy = Paper {
        amount: 3,
        ..Paper::default()
    };
    writer
        .enter(&copy.entry(Made::Photocopy, Role::A), at(9))
        .unwrap();
    let (way, about) = (OpinionWay::Screen, OpinionAbout::Service);
    let received = Opinion::received(way, about, "sealed", None, None);
    let opinion = writer.enter(&received, at(9)).unwrap();
    writer
        .enter(&Opinion::answered(&opinion, "谢谢", true, Role::B), at(9))
        .unwrap();
    let application = Application {
        way: ApplicationWay::InPerson,
        applicant: Applicant::Person,
        received_on: "20181015".into(),
        to_office: "示例市人民政府办公室".into(),
        content_sealed: "sealed".into(),
        contact_sealed: "sealed".into(),
    };
    writer.enter(&application.received(Role::A), at(9)).unwrap();
    // 16 and 17.
    let number = begin(&mut writer, 10);
    end(&mut writer, &number, &printed);
    writer.head().unwrap()
}

#[derive(Clone, Copy)]
enum Change {
    /// Statements on the file.
    Sql(&'static str),
    /// The same, then every hash made to fit.
    Forged(&'static str),
    /// Bytes in place of the mark; nothing deletes it.
    Mark(&'static [u8]),
    /// Another file in place of the key.
    Key(&'static str),
    KeyGone,
}
use Change::{Forged, Key, KeyGone, Mark, Sql};

/// The file is refused as no journal of ours: it is set aside at the next start, and nothing in it is run.
const REFUSED: &str = "(refused)";
/// Does nothing to the register; a writer sweeps it out.
const HARMLESS: &str = "(harmless)";
/// Told, and no fault.
const NOTED: &str = "(noted)";

/// What is done, and a word of what finds it.
const TABLE: &[(&str, Change, &str)] = &[
    (
        "title edited",
        Sql("UPDATE field SET value = '别的' WHERE seq = 2 AND name = 'title'"),
        "field title was edited",
    ),
    (
        "purpose edited",
        Sql("UPDATE field SET value = 'other' WHERE seq = 2 AND name = 'purpose'"),
        "field purpose was edited",
    ),
    (
        "length edited",
        Sql("UPDATE field SET value = '1' WHERE seq = 4 AND name = 'length_mm'"),
        "field length_mm was edited",
    ),
    (
        "outcome edited",
        Sql("UPDATE field SET value = 'refused' WHERE seq = 5 AND name = 'outcome'"),
        "field outcome was edited",
    ),
    (
        "finding edited",
        Sql("UPDATE field SET value = 'came-out' WHERE seq = 6 AND name = 'found'"),
        "field found was edited",
    ),
    (
        "role edited",
        Sql("UPDATE field SET value = 'B' WHERE seq = 7 AND name = 'by'"),
        "field by was edited",
    ),
    (
        "amount of a copy edited",
        Sql("UPDATE field SET value = '2' WHERE seq = 12 AND name = 'amount'"),
        "field amount was edited",
    ),
    (
        "answer to an opinion edited",
        Sql("UPDATE field SET value = '无' WHERE seq = 14 AND name = 'answer'"),
        "field answer was edited",
    ),
    (
        "sealed words exchanged",
        Sql("UPDATE field SET value = 'other' WHERE seq = 15 AND name = 'content_sealed'"),
        "field content_sealed was edited",
    ),
    (
        "day of receipt edited",
        Sql("UPDATE field SET value = '20181014' WHERE seq = 15 AND name = 'received_on'"),
        "field received_on was edited",
    ),
    (
        "salt edited",
        Sql("UPDATE field SET salt = zeroblob(32) WHERE seq = 2 AND name = 'title'"),
        "field title was edited",
    ),
    (
        "salt shortened",
        Sql("UPDATE field SET salt = x'00' WHERE seq = 2 AND name = 'title'"),
        "field title was edited",
    ),
    (
        "commitment edited",
        Sql("UPDATE field SET commitment = zeroblob(32) WHERE seq = 2 AND name = 'title'"),
        "entry 2 was edited",
    ),
    (
        "commitment of any length",
        Sql("UPDATE field SET commitment = x'00' WHERE seq = 2 AND name = 'title'"),
        "entry 2 was edited",
    ),
    (
        "value deleted without a word",
        Sql("UPDATE field SET salt = NULL, value = NULL WHERE seq = 2 AND name = 'title'"),
        "field title was edited",
    ),
    (
        "value alone deleted",
        Sql("UPDATE field SET value = NULL WHERE seq = 2 AND name = 'title'"),
        "field title was edited",
    ),
    (
        "salt alone deleted",
        Sql("UPDATE field SET salt = NULL WHERE seq = 2 AND name = 'title'"),
        "field title was edited",
    ),
    (
        "code deleted under a redaction",
        Sql("UPDATE field SET salt = NULL, value = NULL WHERE seq = 9 AND name = 'content'"),
        "field content was edited",
    ),
    (
        "field removed",
        Sql("DELETE FROM field WHERE seq = 2 AND name = 'title'"),
        "entry 2 was edited",
    ),
    (
        "field added",
        Sql(
            "INSERT INTO field SELECT seq, 'extra', commitment, salt, value FROM field WHERE seq = 2 AND name = 'title'",
        ),
        "entry 2 was edited",
    ),
    (
        "field renamed",
        Sql("UPDATE field SET name = 'titel' WHERE seq = 2 AND name = 'title'"),
        "entry 2 was edited",
    ),
    (
        "fields exchanged between entries",
        Sql(
            "UPDATE field SET seq = 900 WHERE seq = 2; UPDATE field SET seq = 2 WHERE seq = 4; UPDATE field SET seq = 4 WHERE seq = 900",
        ),
        "entry 2 was edited",
    ),
    (
        "kind edited",
        Sql("UPDATE entry SET kind = 'outcome' WHERE seq = 6"),
        "entry 6 was edited",
    ),
    (
        "number edited",
        Sql("UPDATE entry SET number = 'L01-1-20181015-0009' WHERE seq = 3"),
        "entry 3 was edited",
    ),
    (
        "time edited",
        Sql("UPDATE entry SET at = '2018-10-15T02:00:00Z' WHERE seq = 3"),
        "entry 3 was edited",
    ),
    (
        "time deleted",
        Sql("UPDATE entry SET at = '' WHERE seq = 3"),
        "entry 3 was edited",
    ),
    (
        "link edited",
        Sql("UPDATE entry SET prev = zeroblob(32) WHERE seq = 3"),
        "entry 3",
    ),
    (
        "hash edited",
        Sql("UPDATE entry SET hash = zeroblob(32) WHERE seq = 3"),
        "entry 3 was edited",
    ),
    (
        "hash of any length",
        Sql("UPDATE entry SET hash = x'01' WHERE seq = 3"),
        "entry 3 was edited",
    ),
    (
        "first entry removed",
        Sql("DELETE FROM field WHERE seq = 1; DELETE FROM entry WHERE seq = 1"),
        "entries 1 to 1 were removed",
    ),
    (
        "entry removed from the middle",
        Sql("DELETE FROM field WHERE seq = 6; DELETE FROM entry WHERE seq = 6"),
        "entries 6 to 6 were removed",
    ),
    (
        "a whole slip removed",
        Sql(
            "DELETE FROM register WHERE request_seq = 4; DELETE FROM field WHERE seq BETWEEN 4 AND 8; DELETE FROM entry WHERE seq BETWEEN 4 AND 8",
        ),
        "entries 4 to 8 were removed",
    ),
    (
        "last entry removed",
        Sql(
            "UPDATE register SET outcome_seq = NULL, state = 'queued' WHERE outcome_seq = 17; DELETE FROM field WHERE seq = 17; DELETE FROM entry WHERE seq = 17",
        ),
        "truncated",
    ),
    (
        "last slip removed",
        Sql(
            "DELETE FROM register WHERE request_seq = 16; DELETE FROM field WHERE seq > 15; DELETE FROM entry WHERE seq > 15",
        ),
        "truncated",
    ),
    (
        "everything removed",
        Sql("DELETE FROM register; DELETE FROM field; DELETE FROM entry"),
        "truncated",
    ),
    (
        "entries exchanged",
        Sql(
            "UPDATE entry SET seq = 900 WHERE seq = 3; UPDATE entry SET seq = 3 WHERE seq = 10; UPDATE entry SET seq = 10 WHERE seq = 900; UPDATE field SET seq = 900 WHERE seq = 3; UPDATE field SET seq = 3 WHERE seq = 10; UPDATE field SET seq = 10 WHERE seq = 900",
        ),
        "reordered",
    ),
    (
        "entry written twice",
        Sql(
            "INSERT INTO entry SELECT 18, kind, number, at, prev, hash FROM entry WHERE seq = 17; INSERT INTO field SELECT 18, name, commitment, salt, value FROM field WHERE seq = 17",
        ),
        "entry 18",
    ),
    (
        "entry moved to the end",
        Sql("UPDATE entry SET seq = 18 WHERE seq = 6; UPDATE field SET seq = 18 WHERE seq = 6"),
        "entries 6 to 6 were removed",
    ),
    (
        "entry made up",
        Sql(
            "INSERT INTO entry VALUES (18, 'outcome', 'L01-1-20181015-0001', '2018-10-15T03:00:00Z', zeroblob(32), zeroblob(32))",
        ),
        "entry 18",
    ),
    (
        "bytes where words stand",
        Sql("UPDATE field SET value = CAST(x'ff' AS TEXT) WHERE seq = 2 AND name = 'title'"),
        "field title was edited",
    ),
    (
        "line marked open again",
        Sql("UPDATE register SET state = 'queued' WHERE request_seq = 2"),
        "does not agree",
    ),
    (
        "outcome taken off a line",
        Sql("UPDATE register SET outcome_seq = NULL WHERE request_seq = 2"),
        "does not agree",
    ),
    (
        "finding taken off a line",
        Sql("UPDATE register SET settled_seq = NULL WHERE request_seq = 4"),
        "does not agree",
    ),
    (
        "line removed",
        Sql("DELETE FROM register WHERE request_seq = 2"),
        "does not agree",
    ),
    (
        "line made up",
        Sql(
            "INSERT INTO register VALUES ('L01-1-20181015-0077', 'L01-1', '20181015', 77, 12, 'done', NULL, NULL)",
        ),
        "does not agree",
    ),
    (
        "line renumbered",
        Sql("UPDATE register SET number = 'L01-1-20181015-0077' WHERE request_seq = 2"),
        "does not agree",
    ),
    (
        "line moved to another day",
        Sql("UPDATE register SET day = '20181014' WHERE request_seq = 2"),
        "does not agree",
    ),
    (
        "line with another running number",
        Sql("UPDATE register SET ordinal = 77 WHERE request_seq = 2"),
        "does not agree",
    ),
    (
        "line with the outcome of another",
        Sql("UPDATE register SET outcome_seq = 3 WHERE request_seq = 4"),
        "does not agree",
    ),
    (
        "line with a hostile number",
        Sql("UPDATE register SET ordinal = -5 WHERE request_seq = 2"),
        "does not agree",
    ),
    (
        "slip key exchanged",
        Key(
            "slip-key-1 0000000000000000000000000000000000000000000000000000000000000000 670c5cf72152d235\n",
        ),
        "slip key",
    ),
    ("slip key shortened", Key("slip-key-1 00"), "slip key"),
    ("slip key deleted", KeyGone, "slip key"),
    (
        "another slip key put into the file",
        Sql("INSERT INTO meta VALUES ('slip_key', zeroblob(32))"),
        HARMLESS,
    ),
    (
        "beginning edited",
        Sql("INSERT INTO meta VALUES ('genesis', CAST('0 ' || hex(zeroblob(31)) || '01' AS BLOB))"),
        "begins was edited",
    ),
    (
        "beginning made unreadable",
        Sql("INSERT INTO meta VALUES ('genesis', x'ff')"),
        REFUSED,
    ),
    (
        "numbers sent back",
        Sql("INSERT INTO meta VALUES ('floor L01-1', CAST('20991231 7' AS BLOB))"),
        "goes on was edited",
    ),
    (
        "trigger put in",
        Sql("CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM field; END"),
        REFUSED,
    ),
    (
        "view put in",
        Sql("CREATE VIEW v AS SELECT * FROM field"),
        REFUSED,
    ),
    (
        "table put in",
        Sql("CREATE TABLE notes (words TEXT)"),
        REFUSED,
    ),
    (
        "column put in",
        Sql("ALTER TABLE entry ADD COLUMN more TEXT"),
        REFUSED,
    ),
    (
        "marked as another program's file",
        Sql("PRAGMA application_id = 7"),
        REFUSED,
    ),
    (
        "marked as of a later version",
        Sql("PRAGMA user_version = 99"),
        REFUSED,
    ),
    (
        "index by a database browser",
        Sql("CREATE INDEX browser ON field (value)"),
        HARMLESS,
    ),
    ("statistics by a database browser", Sql("ANALYZE"), HARMLESS),
    ("rewritten by VACUUM", Sql("VACUUM"), HARMLESS),
    ("mark overwritten", Mark(b"rubbish"), NOTED),
    ("mark emptied", Mark(b""), NOTED),
    (
        "title edited and sealed again",
        Forged("UPDATE field SET value = '别的' WHERE seq = 2 AND name = 'title'"),
        "entry 17 is not the one known",
    ),
    (
        "last entry removed and sealed again",
        Forged(
            "UPDATE register SET outcome_seq = NULL, state = 'queued' WHERE outcome_seq = 17; DELETE FROM field WHERE seq = 17; DELETE FROM entry WHERE seq = 17",
        ),
        "truncated",
    ),
    (
        "a second outcome",
        Forged(
            "UPDATE entry SET kind = 'outcome' WHERE seq = 8; UPDATE register SET outcome_seq = 8 WHERE request_seq = 4",
        ),
        "a second outcome",
    ),
    (
        "an outcome without a request",
        Forged("UPDATE entry SET number = 'L01-1-20181015-0050' WHERE seq = 17"),
        "nobody asked for it",
    ),
    (
        "a printed slip settled",
        Forged("UPDATE entry SET number = 'L01-1-20181015-0001' WHERE seq = 6"),
        "its outcome is certain",
    ),
    (
        "once more without a finding",
        Forged("UPDATE entry SET number = 'L01-1-20181015-0001' WHERE seq IN (7, 8)"),
        "nobody found it missing",
    ),
    (
        "time runs back 25 years",
        Forged("UPDATE entry SET at = '1993-10-15T02:00:00Z' WHERE seq = 10"),
        "time runs back",
    ),
    (
        "a time that is none",
        Forged("UPDATE entry SET at = 'yesterday' WHERE seq = 10"),
        "has no time",
    ),
    (
        "a number of another day",
        Forged("UPDATE entry SET at = '2018-10-17T02:00:00Z' WHERE seq = 16"),
        "is of another day",
    ),
    (
        "a number twice",
        Forged("UPDATE entry SET number = 'L01-1-20181015-0003' WHERE seq = 16"),
        "out of order",
    ),
    (
        "a number left out",
        Forged("UPDATE entry SET number = 'L01-1-20181015-0006' WHERE seq IN (16, 17)"),
        "are missing",
    ),
    (
        "a number that is none",
        Forged("UPDATE entry SET number = 'somewhere' WHERE seq = 16"),
        "out of order",
    ),
    (
        "a kind that nobody declares",
        Forged("UPDATE entry SET kind = 'gift' WHERE seq = 12"),
        "no register knows the kind",
    ),
    (
        "a field that nobody declares",
        Forged("UPDATE field SET name = 'nickname' WHERE seq = 13 AND name = 'about'"),
        "does not declare",
    ),
    (
        "a code that nobody declares",
        Forged("UPDATE field SET value = 'perhaps' WHERE seq = 10 AND name = 'outcome'"),
        "does not declare",
    ),
    (
        "a field that every entry has left out",
        Forged("DELETE FROM field WHERE seq = 12 AND name = 'amount'"),
        "field amount is missing",
    ),
    (
        "an opinion answered that nobody gave",
        Forged("UPDATE entry SET number = 'L01-1-Y-2018-0002' WHERE seq = 14"),
        "no such entry can follow",
    ),
    (
        "that the file went back",
        Forged("UPDATE field SET value = 'went-back' WHERE seq = 1 AND name = 'reason'"),
        "went back",
    ),
];

/// Makes every commitment and hash fit what stands there now.
fn seal(conn: &Connection) {
    let part = |hash: &mut Sha256, bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    type Field = (String, Option<String>, Option<Vec<u8>>, Vec<u8>);
    let text = |sql: &str, seq: i64| -> Vec<Field> {
        let mut query = conn.prepare(sql).unwrap();
        let rows = query
            .query_map([seq], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .unwrap();
        rows.map(Result::unwrap).collect()
    };
    let mut query = conn
        .prepare("SELECT seq, kind, number, at FROM entry ORDER BY seq")
        .unwrap();
    let entries: Vec<(i64, String, String, String)> = query
        .query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut prev = [0_u8; 32];
    for (seq, kind, number, at) in entries {
        let mut hash = Sha256::new_with_prefix(b"journal-entry-1");
        hash.update(prev);
        hash.update((seq as u64).to_be_bytes());
        part(&mut hash, kind.as_bytes());
        part(&mut hash, number.as_bytes());
        part(&mut hash, at.as_bytes());
        let fields = text(
            "SELECT name, value, salt, commitment FROM field WHERE seq = ?1 ORDER BY name",
            seq,
        );
        hash.update((fields.len() as u64).to_be_bytes());
        for (name, value, salt, known) in fields {
            let commitment: Vec<u8> = match (value, salt) {
                (Some(value), Some(salt)) => {
                    let mut of = Sha256::new_with_prefix(b"journal-field-1");
                    of.update(&salt);
                    part(&mut of, name.as_bytes());
                    part(&mut of, value.as_bytes());
                    of.finalize().to_vec()
                }
                _ => known,
            };
            conn.execute(
                "UPDATE field SET commitment = ?3 WHERE seq = ?1 AND name = ?2",
                rusqlite::params![seq, name, commitment],
            )
            .unwrap();
            part(&mut hash, name.as_bytes());
            hash.update(&commitment);
        }
        let sealed: [u8; 32] = hash.finalize().into();
        conn.execute(
            "UPDATE entry SET prev = ?2, hash = ?3 WHERE seq = ?1",
            rusqlite::params![seq, prev, sealed],
        )
        .unwrap();
        prev = sealed;
    }
}

fn copy(from: &Path) -> tempfile::TempDir {
    let to = tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap();
    for file in [FILE_NAME, MARK, KEY] {
        std::fs::copy(from.join(file), to.path().join(file)).unwrap();
    }
    to
}

fn open(dir: &Path) -> Connection {
    let conn = Connection::open(dir.join(FILE_NAME)).unwrap();
    conn.pragma_update(None, "foreign_keys", "OFF").unwrap();
    conn
}

fn change(dir: &Path, change: Change) {
    match change {
        Mark(bytes) => std::fs::write(dir.join(MARK), bytes).unwrap(),
        Key(text) => std::fs::write(dir.join(KEY), text).unwrap(),
        KeyGone => std::fs::remove_file(dir.join(KEY)).unwrap(),
        Sql(sql) => open(dir).execute_batch(sql).unwrap(),
        Forged(sql) => {
            let conn = open(dir);
            conn.execute_batch(sql).unwrap();
            seal(&conn);
        }
    }
}

#[test]
fn each_kind_of_tampering_is_found_by_what_the_table_says() {
    let dir = tempfile::tempdir().unwrap();
    let head = register(dir.path());
    assert_eq!(head.seq, 17, "the table names entries by their places");
    let sound = verify(dir.path(), &[head]).unwrap();
    assert!(sound.ok() && sound.notes.is_empty(), "{sound}");
    // A reader without the log file sees what was moved into the database.
    drop(open(dir.path()));
    assert!(TABLE.len() >= 60);
    let mut wrong = Vec::new();
    for (what, done, finds) in TABLE {
        let copy = copy(dir.path());
        change(copy.path(), *done);
        let told = match verify(copy.path(), &[head]) {
            Err(_) => REFUSED.to_owned(),
            Ok(report) if report.ok() && report.notes.is_empty() => HARMLESS.to_owned(),
            Ok(report) if report.ok() => NOTED.to_owned(),
            Ok(report) => report.to_string(),
        };
        if !told.contains(finds) {
            wrong.push(format!("{what}: {finds} expected, told: {told}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_database_browser_leaves_sets_no_register_aside() {
    let dir = tempfile::tempdir().unwrap();
    let head = register(dir.path());
    for sql in [
        "CREATE INDEX browser ON field (value); ANALYZE",
        "CREATE UNIQUE INDEX only ON entry (kind) WHERE kind = 'opened'",
    ] {
        change(dir.path(), Sql(sql));
        let writer = Writer::open(dir.path(), "L01", "1", at(20)).unwrap();
        assert_eq!(writer.set_aside(), None, "{sql}");
        assert_eq!(writer.head().unwrap(), head, "{sql}");
        let left: i64 = open(dir.path())
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE name IN ('browser', 'only', 'sqlite_stat1')",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(left, 0, "{sql}");
    }
}

/// Knuth's MMIX generator, the upper bits.
pub fn random(seed: &mut u64, below: u64) -> u64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % below
}

/// One random change of a value, a row or the place of one of so many entries.
fn at_random(seed: &mut u64, entries: u64) -> String {
    let seq = 1 + random(seed, entries);
    let other = 1 + random(seed, entries);
    let columns = [
        ("entry", "kind"),
        ("entry", "number"),
        ("entry", "at"),
        ("entry", "prev"),
        ("entry", "hash"),
        ("field", "value"),
        ("field", "salt"),
        ("field", "commitment"),
        ("field", "name"),
        ("register", "state"),
        ("register", "number"),
        ("register", "day"),
        ("register", "prefix"),
        ("register", "ordinal"),
        ("register", "outcome_seq"),
    ];
    let (table, column) = columns[random(seed, columns.len() as u64) as usize];
    let key = if table == "register" {
        "request_seq"
    } else {
        "seq"
    };
    let value = match random(seed, 4) {
        0 => format!("'{}'", random(seed, 100_000)),
        1 => format!(
            "CAST(x'{:016x}' AS BLOB)",
            random(seed, u64::from(u32::MAX))
        ),
        2 => format!("(SELECT {column} FROM {table} WHERE {key} = {other} LIMIT 1)"),
        _ => format!("{column} || 'x'"),
    };
    match random(seed, 6) {
        0 => format!("DELETE FROM {table} WHERE {key} = {seq}"),
        1 => format!(
            "UPDATE entry SET seq = 900000 WHERE seq = {seq}; UPDATE entry SET seq = {seq} WHERE seq = {other};
             UPDATE entry SET seq = {other} WHERE seq = 900000"
        ),
        _ => format!("UPDATE OR IGNORE {table} SET {column} = {value} WHERE {key} = {seq}"),
    }
}

/// Everything that the registers say, to tell whether a change changed anything.
fn said(conn: &Connection) -> Vec<String> {
    let mut said = Vec::new();
    for sql in [
        "SELECT seq || quote(kind) || quote(number) || quote(at) || quote(prev) || quote(hash) FROM entry ORDER BY seq",
        "SELECT seq || quote(name) || quote(commitment) || quote(salt) || quote(value) FROM field ORDER BY seq, name",
        "SELECT quote(number) || quote(prefix) || quote(day) || quote(ordinal) || request_seq || quote(state) || quote(outcome_seq)
         || quote(settled_seq) FROM register ORDER BY number",
    ] {
        let mut query = conn.prepare(sql).unwrap();
        let rows = query.query_map([], |row| row.get::<_, Option<String>>(0)).unwrap();
        said.extend(rows.map(|row| row.unwrap().unwrap_or_default()));
    }
    said
}

#[test]
fn each_of_a_thousand_random_changes_is_found_or_told_as_not_anchored() {
    let dir = tempfile::tempdir().unwrap();
    register(dir.path());
    drop(open(dir.path()));
    // Known elsewhere is only the head of an earlier sheet.
    let mut known = open(dir.path())
        .query_row(
            "SELECT seq || ' ' || lower(hex(hash)) FROM entry WHERE seq = 11",
            [],
            |row| row.get::<_, String>(0),
        )
        .unwrap();
    known.push('\n');
    let known = journal::parse_heads(&known).unwrap();
    each_change_is_found(dir.path(), 17, &known, RANDOM);
}

/// Tries so many random changes on copies of a register of so many entries; the heads are those that are known elsewhere.
pub fn each_change_is_found(register: &Path, entries: u64, known: &[Head], tries: u64) {
    let mut seed = std::env::var("SEED").map_or(2026, |text| text.parse().unwrap());
    let (mut changed, mut forged) = (0, 0);
    while changed < tries {
        let copy = copy(register);
        let sql = at_random(&mut seed, entries);
        let conn = open(copy.path());
        let before = said(&conn);
        // What a constraint of the tables refuses did not happen.
        if conn.execute_batch(&sql).is_err() || said(&conn) == before {
            continue;
        }
        changed += 1;
        let sealed = random(&mut seed, 4) == 0 && seals(&conn);
        if sealed {
            seal(&conn);
            // Whoever can write the file can take the mark away.
            std::fs::remove_file(copy.path().join(MARK)).unwrap();
            forged += 1;
        }
        drop(conn);
        let told = verify(copy.path(), known);
        let found = match &told {
            Err(_) => true,
            Ok(report) => !report.ok() || sealed && report.not_anchored > 0,
        };
        assert!(found, "{sql} (sealed: {sealed}): {told:?}");
    }
    assert!(
        forged > tries / 10,
        "{forged} of {changed} were sealed again"
    );
}

/// A forger seals words, not bytes.
fn seals(conn: &Connection) -> bool {
    conn.query_row(
        "SELECT count(*) FROM entry WHERE typeof(kind) <> 'text' OR typeof(number) <> 'text' OR typeof(at) <> 'text'",
        [],
        |row| row.get::<_, i64>(0),
    )
    .unwrap()
        == 0
        && conn
            .query_row(
                "SELECT count(*) FROM field WHERE typeof(value) NOT IN ('text', 'null') OR typeof(name) <> 'text'",
                [],
                |row| row.get::<_, i64>(0),
            )
            .unwrap()
            == 0
}
