//! Peers of the feed and of the register's batches: python-tuf reads what we sign and our client reads what it signs; DuckDB
//! answers the documented query.

use crate::world::{python, world};
use e2e::programs::example;
use e2e::terminal::{Settings, Terminal};
use journal::{Content, Outcome, Request, Writer};

#[test]
fn python_tuf_reads_our_feed_and_our_client_reads_its_repository() {
    let office = world().dir.path().join("office");
    let output = python("metadata.py")
        .arg(office.join("feed"))
        .arg(office.join("keys/root.json"))
        .arg(example("tuf_client"))
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{words}");
}

#[test]
fn duckdb_answers_the_documented_query_over_the_published_batches() {
    let vectors = e2e::root().join("sync-agent/batch/vectors");
    let output = python("batches.py")
        .arg(e2e::root().join("deploy/UPLOAD.md"))
        .arg(vectors.join("inbox"))
        .arg(vectors.join("expected.json"))
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{words}");
}

#[test]
fn duckdb_counts_the_prints_of_a_point_by_month() {
    let dir = tempfile::tempdir().unwrap();
    let inbox = dir.path().join("inbox");
    std::fs::create_dir(&inbox).unwrap();
    let root = world().dir.path().join("office/keys/root.json");
    for (terminal, prints) in [("a", 3), ("b", 2)] {
        let home = dir.path().join(terminal);
        let terminal = Terminal::set_up(
            &home,
            &Settings {
                feed: "http://127.0.0.1:9/",
                root_json: &root,
                printer: "none",
                more: &format!("[upload]\nto = \"file://{}/\"\n", inbox.display()),
            },
        );
        std::fs::create_dir_all(terminal.journal_dir()).unwrap();
        // The evening of the last of October in UTC is November in the reading room.
        let now = "2026-10-31T17:00:00Z".parse().unwrap();
        let mut register = Writer::open(&terminal.journal_dir(), "L01", "1", now).unwrap();
        for n in 0..=prints {
            let request = Request {
                document_id: "s/1".into(),
                document_rev: 1,
                title: "关于示例的通知".into(),
                doc_no: None,
                content: Content::Whole,
                labels: vec![],
                length_mm: 300,
                purpose: None,
            };
            let entry = register.begin(&request, now).unwrap();
            register.sending(&entry.number, now).unwrap();
            let outcome = match n {
                0 => Outcome::Cancelled,
                _ => Outcome::Sent,
            };
            register.finish(&entry.number, &outcome, now).unwrap();
        }
        terminal.agent(&["upload"]).ok();
    }
    // A batch that arrived twice counts once.
    for file in e2e::files(&inbox) {
        let name = format!("again-{}", file.file_name().unwrap().to_string_lossy());
        std::fs::copy(&file, inbox.join(name)).unwrap();
    }
    let output = python("batches.py")
        .arg(e2e::root().join("deploy/UPLOAD.md"))
        .arg(&inbox)
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    let rows: serde_json::Value = serde_json::from_slice(&output.stdout).expect(&words);
    assert_eq!(rows, serde_json::json!([["L01", "2026-11", "5"]]));
}
