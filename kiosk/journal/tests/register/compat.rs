//! Journals that the first version of the programs wrote (`compat/`, invented content): this one opens them, reads the same, and verifies
//! them to the same heads.

use jiff::Timestamp;
use journal::{Filter, Head, Outcome, Problem, Reader, Writer, parse_heads, verify};
use std::path::{Path, PathBuf};

fn stored(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/register/compat")
        .join(name)
}

/// The heads that the first version displayed.
fn heads(name: &str) -> Vec<Head> {
    let text = std::fs::read_to_string(stored(name).join("heads.txt")).unwrap();
    parse_heads(&text).unwrap()
}

/// A copy that may be written to.
fn copy(name: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in ["journal.db", "journal.mark"] {
        std::fs::copy(stored(name).join(file), dir.path().join(file)).unwrap();
    }
    dir
}

fn now() -> Timestamp {
    "2018-10-17T01:00:00Z".parse().unwrap()
}

fn open(dir: &Path) -> Writer {
    Writer::open(dir, "L01", "1", now()).unwrap()
}

/// Entries, rows, redacted fields.
const SIZES: [(&str, u64, u64, u64); 4] = [
    ("sound", 35, 12, 4),
    ("cut-off", 38, 14, 4),
    ("after-loss", 3, 1, 0),
    ("went-back", 38, 13, 4),
];

#[test]
fn journals_of_the_first_version_verify_to_the_same_heads() {
    for (name, entries, rows, redacted) in SIZES {
        let dir = copy(name);
        let report = verify(dir.path(), &heads(name)).unwrap();
        let head = heads(name)[0];
        assert_eq!(
            (report.head, report.anchored_to),
            (head, head.seq),
            "{name}"
        );
        assert_eq!(
            (report.entries, report.rows, report.redacted),
            (entries, rows, redacted),
            "{name}"
        );
        match name {
            "went-back" => assert!(
                matches!(report.problems[..], [Problem::WentBack { seq: 36, .. }]),
                "{report}"
            ),
            _ => assert!(report.ok(), "{name}: {report}"),
        }
    }
}

#[test]
fn a_journal_of_the_first_version_reads_as_it_did() {
    let dir = copy("sound");
    let reader = Reader::open(dir.path()).unwrap();
    let rows = reader.rows(&Filter::default()).unwrap();
    let lines: Vec<String> = rows
        .iter()
        .map(|row| serde_json::to_string(row).unwrap())
        .collect();
    let known = std::fs::read_to_string(stored("sound").join("rows.ndjson")).unwrap();
    assert_eq!(lines, known.lines().collect::<Vec<_>>());
    assert_eq!(reader.mirror_seen().unwrap().unwrap().seq, 42);
    assert_eq!(reader.asked(0).unwrap().len(), 2);
    assert_eq!(reader.reprints("L01-1-20181015-0008").unwrap().len(), 2);
    assert_eq!(reader.gaps().unwrap(), []);
}

#[test]
fn a_journal_of_the_first_version_is_written_on_and_stays_anchored() {
    for (name, ..) in SIZES {
        let dir = copy(name);
        let key = Reader::open(dir.path()).unwrap().slip_key(1).unwrap();
        let writer = open(dir.path());
        assert_eq!(writer.set_aside(), None, "{name}");
        assert_eq!(writer.slip_key(), key, "{name}");
        drop(writer);
        let report = verify(dir.path(), &heads(name)).unwrap();
        assert_eq!(report.anchored_to, heads(name)[0].seq, "{name}");
        assert_eq!(report.ok(), name != "went-back", "{name}: {report}");
    }
}

#[test]
fn what_the_first_version_left_open_is_closed() {
    let dir = copy("cut-off");
    let writer = open(dir.path());
    assert_eq!(
        writer.recovered(),
        ["L01-1-20181016-0002", "L01-1-20181016-0003"]
    );
    let reader = Reader::open(dir.path()).unwrap();
    let outcome = |number: &str| reader.row(number).unwrap().unwrap().outcome.unwrap();
    let reason = || "power".to_owned();
    assert_eq!(
        outcome("L01-1-20181016-0002"),
        Outcome::Unknown { reason: reason() }
    );
    assert_eq!(
        outcome("L01-1-20181016-0003"),
        Outcome::Refused { reason: reason() }
    );
    let reprints = reader.reprints("L01-1-20181015-0009").unwrap();
    assert_eq!(
        reprints[0].outcome,
        Some(Outcome::Unknown { reason: reason() })
    );
}
