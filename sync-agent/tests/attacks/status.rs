//! The status that goes along with every upload: signed, declared fields only, also from a terminal in trouble.

use crate::Line;
use crate::rogue::{Reply, Rogue};
use crate::upload::write_register;
use batch::{SignedStatus, Status};
use std::fs;
use std::path::{Path, PathBuf};

const NAME: &str = "L01-1.status.ndjson";

/// An inbox in a folder, and a kiosk's pulse beside the settings.
fn inbox(line: &Line) -> PathBuf {
    let inbox = line.dir.path().join("inbox");
    fs::create_dir(&inbox).unwrap();
    let more = format!(
        "[upload]\nto = \"file://{}\"\n[kiosk]\npulse = \"pulse.json\"",
        inbox.display()
    );
    line.terminal.configure(&line.server.url(), "", &more);
    inbox
}

fn opened(inbox: &Path) -> SignedStatus {
    batch::open_status(NAME, &fs::read(inbox.join(NAME)).unwrap()).unwrap()
}

fn told(inbox: &Path) -> Status {
    opened(inbox).status
}

fn beat(line: &Line, printer: &str) {
    let at = "2026-11-22T02:59:58.25Z".parse().ok();
    let pulse = journal::Pulse {
        kiosk: "0.1.0".into(),
        frame: at,
        printer: printer.into(),
        printer_at: at,
    };
    let path = line.terminal.config().with_file_name("pulse.json");
    pulse.write(&path).unwrap();
}

#[test]
fn a_status_says_how_the_terminal_does_and_nothing_of_its_visitors() {
    let mut line = Line::filled();
    line.office.withdraw(6, 1);
    line.office.sign();
    line.terminal.ok(&["once"]);
    write_register(&line.terminal);
    let inbox = inbox(&line);
    beat(&line, "printing");
    line.terminal
        .ok(&["upload", "--now", "2026-11-22T03:00:00Z"]);
    let SignedStatus { status, key } = opened(&inbox);
    let agent = line.terminal.status(&[]);
    assert_eq!(agent["upload"]["key"], key.as_str());
    assert_eq!(agent["upload"]["status"], 1);
    assert_eq!(
        (
            status.terminal.as_str(),
            status.number,
            status.made.as_str()
        ),
        ("L01-1", 1, "2026-11-22T03:00:00Z")
    );
    assert_eq!((status.documents, status.poll.as_str()), (39, "done"));
    assert_eq!(status.sequence, agent["sequence"].as_u64().unwrap());
    assert_eq!(status.takedowns, 1);
    assert_eq!(
        (status.takedowns_waiting, status.takedowns_unseen),
        (0, Some(1)),
        "the kiosk has not followed yet"
    );
    assert_eq!(status.frame.as_deref(), Some("2026-11-22T02:59:58Z"));
    assert_eq!(status.kiosk.as_deref(), Some("0.1.0"));
    assert_eq!(
        status.printer, "ready",
        "nobody learns when somebody prints"
    );
    assert_eq!(status.paper_m, None, "nobody wrote down a roll");
    assert!(status.disk_free_mb.is_some() && status.uploaded.is_some());
    let text = fs::read_to_string(inbox.join(NAME)).unwrap();
    for word in ["office/", "示例", "通知", "purpose", "20261122-"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

#[test]
fn paper_and_what_the_screen_followed_come_from_the_register() {
    let mut line = Line::filled();
    line.office.withdraw(6, 1);
    line.office.sign();
    line.terminal.ok(&["once"]);
    let dir = line.terminal.mirror().with_file_name("journal");
    fs::create_dir_all(&dir).unwrap();
    let now = crate::office::day_one();
    let mut register = journal::Writer::open(&dir, "L01", "1", now).unwrap();
    let by = journal::Role::A;
    register
        .enter(&journal::Maintenance::roll_changed(80_900, by), now)
        .unwrap();
    let state = mirror::Reader::open(&line.terminal.mirror())
        .unwrap()
        .state()
        .unwrap();
    let cursor = state.cursor;
    register
        .mirror_seen(&cursor.repository, cursor.epoch, cursor.seq, now)
        .unwrap();
    drop(register);
    let inbox = inbox(&line);
    line.terminal.ok(&["upload"]);
    let status = told(&inbox);
    assert_eq!(status.paper_m, Some(80));
    assert_eq!(status.takedowns_unseen, Some(0));
}

#[test]
fn terminals_with_the_same_takedowns_tell_the_same_digest_and_others_another() {
    let digest = |line: &Line| {
        let inbox = inbox(line);
        line.terminal.ok(&["upload"]);
        told(&inbox).takedown_list
    };
    let withdrawn = |numbers: &[usize]| {
        let mut line = Line::filled();
        for (at, n) in numbers.iter().enumerate() {
            line.office.withdraw(*n, at as u64 + 1);
            line.office.sign();
            line.terminal.ok(&["once"]);
        }
        digest(&line)
    };
    let none = withdrawn(&[]);
    let one = withdrawn(&[6]);
    assert_ne!(none, one);
    assert_eq!(one, withdrawn(&[6]));
    assert_ne!(one, withdrawn(&[7]));
}

#[test]
fn the_next_status_takes_the_place_of_the_last_at_the_same_address() {
    let line = Line::filled();
    let server = Rogue::serve(line.office.dir());
    let more = format!("[upload]\nto = \"{}dav?token=1\"", server.url());
    line.terminal.configure(&line.server.url(), "", &more);
    // A login page takes none, and the status is not kept.
    server.rule(|_| Reply::Say("200 OK".into(), b"<html>".to_vec()));
    let said = line.terminal.run(&["upload"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(!said.err.contains("token"), "{}", said.err);
    let agent = line.terminal.status(&[]);
    assert!(!agent["upload"]["status_error"].as_str().unwrap().is_empty());
    assert_eq!(agent["upload"]["error"], "", "batches are another matter");
    server.take();
    server.rule(|asked| asked.stored());
    for number in [2, 3] {
        line.terminal.ok(&["upload"]);
        let asked = server.take();
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert_eq!(asked[0].path, format!("dav/{NAME}?token=1"));
        let status = batch::open_status(NAME, &asked[0].body).unwrap().status;
        assert_eq!(status.number, number);
    }
    assert_eq!(line.terminal.status(&[])["upload"]["status_error"], "");
}

#[test]
fn a_presigned_line_for_the_status_is_used_again_and_takes_none_from_the_batches() {
    let line = Line::filled();
    write_register(&line.terminal);
    let server = Rogue::serve(line.office.dir());
    let file = line.dir.path().join("urls");
    let more = format!("[upload]\nto = \"presigned://{}\"", file.display());
    line.terminal.configure(&line.server.url(), "", &more);
    server.rule(|asked| asked.stored());
    let url = server.url();
    fs::write(&file, format!("status {url}now?sig=0\n{url}one?sig=1\n")).unwrap();
    line.terminal.ok(&["upload"]);
    line.terminal.ok(&["upload"]);
    let paths: Vec<String> = server.take().into_iter().map(|asked| asked.path).collect();
    assert_eq!(paths, ["one?sig=1", "now?sig=0", "now?sig=0"]);
    // Without such a line there is no status, and no harm.
    fs::write(&file, format!("{url}one?sig=1\n")).unwrap();
    line.terminal.ok(&["upload"]);
    assert_eq!(server.take().len(), 0);
}

#[test]
fn a_terminal_in_trouble_says_so_in_codes() {
    let line = Line::filled();
    write_register(&line.terminal);
    let inbox = inbox(&line);
    // What cannot be written, read and reached.
    fs::write(line.terminal.mirror().join("outbox"), "no folder").unwrap();
    fs::write(
        line.terminal.config().with_file_name("pulse.json"),
        "{\"frame\": \"soon\"}",
    )
    .unwrap();
    let journal = line.terminal.mirror().with_file_name("journal");
    line.server.rule(|_| Reply::Cut(10));
    // While what the office signed is good.
    let now = "2026-11-22T03:00:00Z";
    line.terminal.run(&["once", "--now", now]);
    let said = line.terminal.run(&["upload", "--now", now]);
    assert_ne!(said.code, Some(0));
    let status = told(&inbox);
    assert_eq!(
        status.errors,
        ["screen-unreadable", "upload-failing"],
        "{status:?}"
    );
    assert_eq!((status.printer.as_str(), status.frame), ("unknown", None));
    assert_ne!(status.poll, "done");
    assert_eq!(status.failures, 1);
    fs::write(journal.join("journal.db"), "no register at all").unwrap();
    line.terminal.run(&["upload", "--now", now]);
    let status = told(&inbox);
    assert!(
        status.errors.contains(&"register-unreadable".into()),
        "{status:?}"
    );
    assert_eq!(status.number, 2);
}

#[test]
fn an_empty_terminal_has_a_status_too_and_a_switch_ends_it() {
    let line = Line::empty();
    let inbox = inbox(&line);
    line.terminal.ok(&["upload"]);
    let status = told(&inbox);
    assert_eq!(
        (status.poll.as_str(), status.sequence, status.feed),
        ("none", 0, None)
    );
    assert!(status.errors.contains(&"mirror-missing".into()));
    fs::remove_file(inbox.join(NAME)).unwrap();
    crate::upload::uploading(&line, &format!("file://{}", inbox.display()));
    line.terminal.ok(&["upload"]);
    assert_eq!(fs::read_dir(&inbox).unwrap().count(), 0);
}
