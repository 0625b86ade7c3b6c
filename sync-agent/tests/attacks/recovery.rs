//! The way back from one bad answer, one wrong time, one old copy: each leaves nothing behind that a later sound run does not put right.

use crate::Line;
use crate::office::{self, day_one};
use crate::rogue::Reply;
use jiff::SignedDuration;
use std::fs;

fn not_for_blobs(reply: fn() -> Reply) -> impl Fn(&crate::rogue::Asked) -> Reply {
    move |asked| match asked.path.starts_with("blob/") {
        true => reply(),
        false => Reply::File,
    }
}

#[test]
fn an_attachment_that_one_answer_did_not_bring_comes_with_a_later_one() {
    let answers: [fn() -> Reply; 5] = [
        || Reply::Say("404 Not Found".into(), Vec::new()),
        || Reply::Say("410 Gone".into(), Vec::new()),
        || Reply::Say("200 OK".into(), b"short".to_vec()),
        || Reply::Garbled,
        || {
            Reply::Say(
                "200 OK\r\nContent-Type: text/html".into(),
                b"login".to_vec(),
            )
        },
    ];
    for answer in answers {
        let line = Line::empty();
        line.server.rule(not_for_blobs(answer));
        line.terminal.ok(&["once"]);
        assert_eq!(line.terminal.contents().blobs.len(), 0);
        let status = line.terminal.status(&[]);
        assert_eq!(status["attachments"]["waiting"], 8, "{status}");
        assert_eq!(status["attachments"]["given_up"], 0, "{status}");
        assert!(
            status["alarms"].to_string().contains("attachments wait"),
            "{status}"
        );
        line.recovers();
        assert_eq!(line.terminal.contents().blobs.len(), 8);
        let status = line.terminal.status(&[]);
        assert_eq!(status["alarms"].as_array().unwrap().len(), 0, "{status}");
    }
}

#[test]
fn an_attachment_that_the_feed_does_not_have_comes_from_a_stick() {
    let line = Line::empty();
    line.server.rule(not_for_blobs(|| {
        Reply::Say("404 Not Found".into(), Vec::new())
    }));
    line.terminal.ok(&["once"]);
    let stick = line.dir.path().join("stick");
    line.office.copy_to(&stick);
    line.terminal.ok(&["import", stick.to_str().unwrap()]);
    assert_eq!(line.terminal.contents(), line.clean());
    let status = line.terminal.status(&[]);
    assert_eq!(status["last_import"]["outcome"], "done", "{status}");
}

#[test]
fn only_an_attachment_over_the_cap_is_given_up() {
    let mut line = Line::filled();
    let mut document = line.office.document(41, 1, "第二版");
    document.attachments = vec![feed::Attachment {
        name: "大.bin".into(),
        sha256: "c".repeat(64),
        length: 65 * 1024 * 1024,
        pages: None,
        address: None,
    }];
    line.office.append(vec![office::put(document)]);
    line.office.sign();
    line.server.take();
    line.terminal.ok(&["once"]);
    let status = line.terminal.status(&[]);
    assert_eq!(status["attachments"]["given_up"], 1, "{status}");
    assert_eq!(status["attachments"]["waiting"], 0, "{status}");
    let asked = line.server.take();
    assert!(asked.iter().all(|a| !a.path.starts_with("blob/")));
}

#[test]
fn the_running_agent_asks_for_a_failed_attachment_with_growing_waits() {
    let line = Line::empty();
    line.server.rule(not_for_blobs(|| {
        Reply::Say("404 Not Found".into(), Vec::new())
    }));
    line.terminal.ok(&["once"]);
    line.server.take();
    let blobs = || {
        let asked = line.server.take();
        asked.iter().filter(|a| a.path.starts_with("blob/")).count()
    };
    // A poll soon after does not ask again; one a day later does.
    let polled = |now: &str| {
        let agent = line.terminal.start(&["run", "--now", now]);
        crate::upload::until(|| line.terminal.status(&[])["next_poll"].is_string());
        crate::upload::stop(agent);
        blobs()
    };
    assert_eq!(polled("2026-11-22T02:01:00Z"), 0);
    assert_eq!(polled("2126-11-22T02:01:00Z"), 8);
}

#[test]
fn a_publication_signed_in_2100_changes_documents_and_no_clock() {
    let mut line = Line::filled();
    let right = "2026-11-24T03:00:00Z";
    line.office.now = day_one() + SignedDuration::from_hours(24 * 365 * 74);
    line.change();
    line.office.sign();
    line.terminal.ok(&["once", "--now", right]);
    assert_eq!(line.terminal.contents(), line.clean());
    let status = line.terminal.status(&["--now", right]);
    assert_eq!(status["expired"], false, "{status}");
    assert!(
        status["issued"].as_str().unwrap() < "2026-11-26",
        "{status}"
    );
    assert!(
        status["clock"]["problem"]
            .as_str()
            .unwrap()
            .contains("2100"),
        "{status}"
    );
    // Old data is told as old.
    let later = "2026-12-20T03:00:00Z";
    assert_eq!(line.terminal.status(&["--now", later])["stale"], true);
    // The publisher sets its clock; nothing is left of 2100.
    line.office.now = "2026-11-25T03:00:00Z".parse().unwrap();
    line.change();
    line.office.sign();
    let after = "2026-11-26T03:00:00Z";
    line.terminal.ok(&["once", "--now", after]);
    let status = line.terminal.status(&["--now", after]);
    assert_eq!(
        (&status["expired"], &status["issued"]),
        (&false.into(), &"2026-11-25T03:00:00Z".into()),
        "{status}"
    );
    assert_eq!(status["clock"]["problem"], "", "{status}");
    assert_eq!(line.terminal.contents(), line.clean());
}

#[test]
fn many_publications_of_2100_do_not_climb_to_2100() {
    let mut line = Line::filled();
    line.office.now = day_one() + SignedDuration::from_hours(24 * 365 * 74);
    for _ in 0..5 {
        line.change();
        line.office.sign();
        line.terminal.ok(&["once", "--now", "2026-11-24T03:00:00Z"]);
    }
    let status = line.terminal.status(&["--now", "2026-11-24T03:00:00Z"]);
    assert!(
        status["clock"]["floor"].as_str().unwrap() < "2026-11-26",
        "{status}"
    );
}

#[test]
fn the_year_9999_is_no_panic() {
    let mut line = Line::filled();
    let end = "9999-12-30T12:00:00Z";
    for command in [&["once"][..], &["status"], &["verify"], &["metrics"]] {
        let mut args = command.to_vec();
        args.extend(["--now", end]);
        line.terminal.ok(&args);
    }
    let agent = line.terminal.start(&["run", "--now", end]);
    crate::upload::until(|| line.terminal.status(&[])["next_poll"].is_string());
    crate::upload::stop(agent);
    line.change();
    line.office.sign();
    line.terminal.ok(&["once"]);
    assert_eq!(line.terminal.contents(), line.clean());
}

#[test]
fn a_withdrawn_document_is_not_shown_from_an_old_mirror_while_the_network_is_away() {
    let mut line = Line::filled();
    let mirror = line.terminal.mirror();
    let copy = line.dir.path().join("backup");
    office::copy_tree(&mirror, &copy);
    line.office.withdraw(7, 1);
    line.office.sign();
    line.terminal.ok(&["once"]);
    let restore = || {
        for file in ["mirror.db", "mirror.db-wal", "mirror.db-shm"] {
            let _ = fs::remove_file(mirror.join(file));
            let _ = fs::copy(copy.join(file), mirror.join(file));
        }
        let documents = line.terminal.contents().documents;
        assert!(documents.iter().any(|d| d.contains("office/0007")));
    };
    line.terminal.configure("http://127.0.0.1:9/", "", "");
    restore();
    assert_eq!(line.terminal.run(&["once"]).code, Some(3));
    let shown = || line.terminal.contents().documents;
    assert!(shown().iter().all(|d| !d.contains("office/0007")));
    assert_eq!(shown().len(), 39);
    restore();
    let agent = line.terminal.start(&["run"]);
    crate::upload::until(|| {
        shown().len() == 39 && line.terminal.status(&[])["next_poll"].is_string()
    });
    crate::upload::stop(agent);
    line.recovers();
}

#[test]
fn a_trust_store_that_somebody_holds_is_busy_and_not_damaged() {
    let line = Line::filled();
    let path = line.terminal.mirror().join("trust.db");
    let holder = rusqlite::Connection::open(&path).unwrap();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let said = line.terminal.run(&["once"]);
    assert_eq!(said.code, Some(75), "{}", said.err);
    assert!(
        said.err.contains("another program has it open") && !said.err.contains("remove trust.db"),
        "{}",
        said.err
    );
    holder.execute_batch("COMMIT").unwrap();
    drop(holder);
    line.recovers();
}

#[test]
fn a_trust_store_of_the_programs_before_opens_with_the_same_floors() {
    let dir = tempfile::tempdir().unwrap();
    // The feed of those days, too: what was accepted then must not come with other content.
    let vectors = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/attacks/fixtures/vectors-of-version-3");
    let root = fs::read(vectors.join("root.json")).unwrap();
    let url = format!("file://{}/", vectors.join("sound").display());
    let terminal = crate::terminal::Terminal::set_up(dir.path(), &url, &root);
    fs::create_dir(terminal.mirror()).unwrap();
    let packed = include_bytes!("fixtures/trust-of-version-3.db.zst");
    let bytes = zstd::decode_all(&packed[..]).unwrap();
    fs::write(terminal.mirror().join("trust.db"), bytes).unwrap();
    let now = "2026-11-21T00:00:00Z";
    let status = terminal.status(&["--now", now]);
    let versions = serde_json::json!({
        "timestamp": 2, "snapshot": 2, "targets": 2, "sequence": 12, "root_rotations": 1,
    });
    assert_eq!(status["versions"], versions);
    assert_eq!(status["takedowns"], 3);
    terminal.ok(&["once", "--now", now]);
    assert_eq!(terminal.status(&["--now", now])["versions"], versions);
    assert_eq!(terminal.contents().documents.len(), 5);
    // What was too old before is too old now.
    let old = dir.path().join("old");
    office::copy_tree(&vectors.join("sound"), &old);
    office::copy_tree(&vectors.join("roll-back"), &old);
    terminal.refuses(
        &["import", old.to_str().unwrap(), "--now", now],
        4,
        "is known already",
    );
}
