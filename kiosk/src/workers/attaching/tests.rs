//! Files that bring their child down, and a child that does not answer; the program is a script.

mod hanging;

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
    stand_in::script(&program, script);
    let (outlet, inbox) = inbox(Arc::new(|| {}));
    let attaching = Attaching::start(find, Viewer::new(program), outlet).unwrap();
    (dir, attaching, inbox)
}

fn open(serial: u64, sha256: &str) -> Wish {
    Wish::Open {
        serial,
        sha256: sha256.into(),
        password: Default::default(),
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

/// Waits until a child that writes its number runs; its folder in `/proc`.
fn started(dir: &Path) -> std::path::PathBuf {
    let number = dir.join("number");
    let until = Instant::now() + SOON;
    while !number.exists() {
        assert!(Instant::now() < until, "the child was never started");
        std::thread::yield_now();
    }
    let child = std::fs::read_to_string(&number).unwrap();
    std::fs::remove_file(&number).unwrap();
    Path::new("/proc").join(child.trim())
}

#[test]
fn a_child_that_does_not_answer_dies_when_the_file_is_closed_and_it_is_no_fault_of_the_file() {
    let script =
        "echo $$ > ${0%/*}/number.new; mv ${0%/*}/number.new ${0%/*}/number; exec sleep 600";
    let (dir, attaching, inbox) = worker(script);
    for serial in 1..=3 {
        attaching.wish(open(serial, SHA256));
        let child = started(dir.path());
        let before = Instant::now();
        attaching.wish(Wish::Close);
        assert!(before.elapsed() < GONE_WITHIN);
        // It may have written its number before the worker held it; then it dies where the worker takes it.
        while child.exists() {
            assert!(before.elapsed() < SOON, "the child lives on");
            std::thread::yield_now();
        }
    }
    drop(attaching);
    // The worker ends when nobody wishes any more; it told nothing.
    assert!(inbox.events.recv_timeout(SOON).is_err());
}

/// A child that opens a file of three pages when it may, and dies of the first page that it is asked for.
const FRAIL: &str = "echo x >> ${0%/*}/started; until [ -e ${0%/*}/go ]; do sleep 0.01; done; cat ${0%/*}/answer; \
    head -c 1 <&1 > /dev/null; kill -9 $$";

/// What it says first.
fn opens(dir: &Path) {
    let opened = viewer::Answer::Opened(viewer::Opened {
        kind: kind::Kind::Pdf,
        pages: 3,
        pages_claimed: None,
        proportions: vec![1.4; 3],
        may_print: true,
    });
    let mut answer = Vec::new();
    viewer::write_answer(&mut answer, &opened, &[]).unwrap();
    std::fs::write(dir.join("answer"), answer).unwrap();
}

fn small(serial: u64) -> Wish {
    Wish::Small {
        serial,
        page: 1,
        width_px: 120,
    }
}

fn draw(serial: u64) -> Wish {
    Wish::Draw {
        serial,
        page: 0,
        width_px: 1_080,
    }
}

fn is_opened(inbox: &Inbox, of: u64) -> bool {
    let event = inbox.events.recv_timeout(SOON).unwrap();
    matches!(event, Event::Seen(Seen::Opened { serial, .. }) if serial == of)
}

#[test]
fn a_small_picture_that_brings_the_child_down_costs_the_file_nothing_but_its_small_pictures() {
    let (dir, attaching, inbox) = worker(FRAIL);
    opens(dir.path());
    std::fs::write(dir.path().join("go"), "").unwrap();
    attaching.wish(open(1, SHA256));
    assert!(is_opened(&inbox, 1));
    for serial in [2, 3] {
        attaching.wish(small(serial));
        assert_eq!(trouble(&inbox, serial), Trouble::Failed);
    }
    let started = std::fs::read_to_string(dir.path().join("started")).unwrap();
    assert_eq!(started.lines().count(), 2, "one took its place, once");
    // Of what the visitor asked for, it is the first fall.
    attaching.wish(draw(4));
    assert_eq!(trouble(&inbox, 4), Trouble::Failed);
}

#[test]
fn a_small_picture_that_brings_down_the_child_of_a_protected_file_asks_for_the_password_again() {
    let (dir, attaching, inbox) = worker(FRAIL);
    opens(dir.path());
    std::fs::write(dir.path().join("go"), "").unwrap();
    let mut password = session::Password::default();
    password.push("zx81");
    attaching.wish(Wish::Open {
        serial: 1,
        sha256: SHA256.into(),
        password,
    });
    assert!(is_opened(&inbox, 1));
    attaching.wish(small(2));
    assert_eq!(trouble(&inbox, 2), Trouble::Failed);
    attaching.wish(draw(3));
    assert_eq!(trouble(&inbox, 3), Trouble::Password);
    let started = std::fs::read_to_string(dir.path().join("started")).unwrap();
    assert_eq!(
        started.lines().count(),
        1,
        "not opened without its password"
    );
}

#[test]
fn a_page_never_waits_behind_a_small_picture() {
    let (dir, attaching, inbox) = worker(FRAIL);
    opens(dir.path());
    attaching.wish(open(1, SHA256));
    attaching.wish(draw(2));
    attaching.wish(small(3));
    std::fs::write(dir.path().join("go"), "").unwrap();
    assert!(is_opened(&inbox, 1));
    assert_eq!(trouble(&inbox, 2), Trouble::Failed);
    drop(attaching);
    assert!(
        inbox.events.recv_timeout(SOON).is_err(),
        "nothing of the small one"
    );
}

#[test]
fn a_password_goes_to_the_child_over_its_socket_alone() {
    // Asks for a password, keeps what it hears and how it was started, and ends.
    let script = "cat ${0%/*}/refused; head -c 38 <&1 > ${0%/*}/heard; \
        cat /proc/$$/cmdline /proc/$$/environ > ${0%/*}/started; kill -9 $$";
    let (dir, attaching, inbox) = worker(script);
    let mut refused = Vec::new();
    let reason = Reason::Password;
    viewer::write_answer(&mut refused, &viewer::Answer::Refused { reason }, &[]).unwrap();
    std::fs::write(dir.path().join("refused"), refused).unwrap();
    let mut password = session::Password::default();
    password.push("zx81");
    attaching.wish(Wish::Open {
        serial: 1,
        sha256: SHA256.into(),
        password,
    });
    assert_eq!(trouble(&inbox, 1), Trouble::Failed);
    let read = |name: &str| std::fs::read(dir.path().join(name)).unwrap();
    let holds = |bytes: &[u8]| bytes.windows(4).any(|part| part == b"zx81");
    assert!(holds(&read("heard")));
    assert!(!holds(&read("started")));
}

#[test]
fn merged_cells_and_what_is_hidden_reach_the_page() {
    let script = "cat ${0%/*}/answer; head -c 1 <&1 > /dev/null; cat ${0%/*}/text; exec sleep 60";
    let (dir, attaching, inbox) = worker(script);
    opens(dir.path());
    let hidden = viewer::Hidden {
        rows: 2,
        columns: 1,
        sheets: 3,
    };
    let page = viewer::Page {
        hidden,
        ..viewer::Page::default()
    };
    let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
    let text = viewer::Text {
        blocks: vec![viewer::Block::Table {
            rows: vec![row(["a", "b"]), row(["", "c"])],
            spans: vec![[0, 0, 2, 1].into()],
        }],
        cut: true,
    };
    let mut answer = Vec::new();
    let body = serde_json::to_vec(&text).unwrap();
    viewer::write_answer(&mut answer, &viewer::Answer::Text { page }, &body).unwrap();
    std::fs::write(dir.path().join("text"), answer).unwrap();
    std::fs::write(dir.path().join("go"), "").unwrap();
    attaching.wish(open(1, SHA256));
    assert!(is_opened(&inbox, 1));
    attaching.wish(Wish::Read { serial: 2, page: 0 });
    let event = inbox.events.recv_timeout(SOON).unwrap();
    let Event::Seen(Seen::Read { blocks, notes, .. }) = event else {
        panic!("{event:?}");
    };
    assert_eq!((notes.hidden, notes.cut), ([2, 1, 3], true));
    let [Block::Table { rows, spans }] = blocks.as_slice() else {
        panic!("{blocks:?}");
    };
    assert_eq!(rows[1], ["", "c"]);
    assert_eq!(spans, &[Span::from([0, 0, 2, 1])]);
}
