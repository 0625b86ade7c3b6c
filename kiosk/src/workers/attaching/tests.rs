//! Files that bring their child down, and a child that does not answer; the program is a script.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use super::*;
use crate::workers::inbox::{Inbox, inbox};

/// So long a test waits for what must come.
const SOON: Duration = Duration::from_secs(20);
/// A file that is withdrawn is gone from its child after that.
const GONE_WITHIN: Duration = Duration::from_secs(1);
const SHA256: &str = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

/// One file, and in place of the program a script.
fn worker(script: &str) -> (tempfile::TempDir, Attaching, Inbox) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "foo").unwrap();
    let find: Find = Box::new(move |sha256| File::open(&file).ok().filter(|_| sha256 == SHA256));
    let program = dir.path().join("viewer");
    std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let (outlet, inbox) = inbox(Arc::new(|| {}));
    let attaching = Attaching::start(find, Viewer::new(program), outlet).unwrap();
    (dir, attaching, inbox)
}

fn open(serial: u64, sha256: &str) -> Wish {
    Wish::Open {
        serial,
        sha256: sha256.into(),
    }
}

fn trouble(inbox: &Inbox, of: u64) -> Trouble {
    match inbox.events.recv_timeout(SOON).unwrap() {
        Event::Seen(Seen::Failed { serial, trouble }) if serial == of => trouble,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_that_brought_its_child_down_twice_is_left_alone() {
    let (dir, attaching, inbox) = worker("echo x >> ${0%/*}/started; kill -9 $$");
    for (serial, expected) in [
        (1, Trouble::Failed),
        (2, Trouble::LeftAlone),
        (3, Trouble::LeftAlone),
    ] {
        attaching.wish(open(serial, SHA256));
        assert_eq!(trouble(&inbox, serial), expected);
    }
    let started = std::fs::read_to_string(dir.path().join("started")).unwrap();
    assert_eq!(started.lines().count(), 2, "not tried a third time");
    attaching.wish(open(4, &"0".repeat(64)));
    assert_eq!(trouble(&inbox, 4), Trouble::Absent);
}

#[test]
fn a_child_that_does_not_answer_dies_when_the_file_is_closed_and_it_is_no_fault_of_the_file() {
    let script =
        "echo $$ > ${0%/*}/number.new; mv ${0%/*}/number.new ${0%/*}/number; exec sleep 600";
    let (dir, attaching, inbox) = worker(script);
    for serial in 1..=3 {
        attaching.wish(open(serial, SHA256));
        let number = dir.path().join("number");
        let until = Instant::now() + SOON;
        while !number.exists() {
            assert!(Instant::now() < until, "the child was never started");
            std::thread::yield_now();
        }
        let child = std::fs::read_to_string(&number).unwrap();
        std::fs::remove_file(&number).unwrap();
        let before = Instant::now();
        attaching.wish(Wish::Close);
        assert!(before.elapsed() < GONE_WITHIN);
        // It may have written its number before the worker held it; then it dies where the worker takes it.
        let child = format!("/proc/{}", child.trim());
        while Path::new(&child).exists() {
            assert!(before.elapsed() < SOON, "the child lives on");
            std::thread::yield_now();
        }
    }
    drop(attaching);
    // The worker ends when nobody wishes any more; it told nothing.
    assert!(inbox.events.recv_timeout(SOON).is_err());
}
