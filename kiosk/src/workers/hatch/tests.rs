//! The hatch with a real journal behind it, asked as the page asks.

use std::io::Write;
use std::sync::Arc;

use hatch::{Ask, Entry, Key, Manner, Pin, State, Told, Why};
use jiff::Timestamp;
use journal::{Call, Finding, Made, Role};

use super::*;
use crate::workers::Workers;
use crate::workers::inbox::inbox;
use crate::workers::shared::Late;
use crate::workers::tests::setup;

mod forms;
mod point;

const PIN: &str = "4711";

/// As a point without a printer has them.
fn settings(dir: &Path) -> config::Config {
    let text = "[site]\nid = \"L01\"\nterminal = \"1\"\nname = \"示例市图书馆\"\nplate = \"政务公开查阅点\"\nkind = \"library\"\n\
        [mirror]\ndir = \"mirror\"\n[journal]\ndir = \"journal\"\n[sync]\nfeed = \"http://127.0.0.1:8080\"\nroot = \"root.json\"\n\
        [printer]\nconnection = \"none\"\nprofile = \"generic-80mm\"\n";
    config::Config::parse(text, dir).unwrap()
}

struct Point {
    dir: tempfile::TempDir,
    workers: Workers,
    _inbox: crate::workers::inbox::Inbox,
}

impl Point {
    fn new() -> Point {
        let dir = tempfile::tempdir().unwrap();
        let (outlet, inbox) = inbox(Arc::new(|| {}));
        let mut setup = setup(&dir.path().join("journal"), "none");
        setup.point = Some(Arc::new(settings(dir.path())));
        setup.pin_hash = Some(config::pin::hash(PIN).unwrap());
        setup.hatch = Some(Hatch {
            socket: dir.path().join("hatch"),
            calendar: dir.path().join("calendar.toml"),
            mirror: dir.path().join("mirror"),
            late: Late {
                shelf_days: 7,
                gazette_days: 65,
                soon_days: 3,
            },
        });
        let clock = Arc::new(|| Timestamp::constant(1_539_585_360, 0));
        let workers = Workers::start(setup, clock, outlet).unwrap();
        Point {
            dir,
            workers,
            _inbox: inbox,
        }
    }

    fn ask(&self, ask: Ask) -> Told {
        hatch::ask(&self.dir.path().join("hatch"), &ask).unwrap()
    }

    fn unlock(&self, pin: &str) -> Told {
        let pin = Pin(pin.to_owned());
        self.ask(Ask::Unlock { by: Role::B, pin })
    }

    fn key(&self) -> Key {
        match self.unlock(PIN) {
            Told::Unlocked { key } => key,
            other => panic!("{other:?}"),
        }
    }

    fn enter(&self, key: &Key, entry: Entry) -> Told {
        let key = key.clone();
        self.ask(Ask::Enter { key, entry })
    }

    fn day(&self) -> hatch::Day {
        match self.ask(Ask::Day { day: String::new() }) {
            Told::Day(day) => *day,
            other => panic!("{other:?}"),
        }
    }
}

fn copies(amount: u64) -> Entry {
    Entry::Paper {
        made: Made::Photocopy,
        amount,
        title: Some(" 市政府公报 2018年第9期 ".into()),
        form_no: Some("0414".into()),
        purpose: Some(journal::Purpose::Study),
        written_on: None,
    }
}

fn refused(why: Why) -> Told {
    Told::Refused { why }
}

#[test]
fn without_the_pin_nothing_is_written_and_after_three_wrong_ones_everybody_waits() {
    let point = Point::new();
    let forged = Key("0".repeat(64));
    assert_eq!(point.enter(&forged, copies(1)), refused(Why::NoKey));
    for _ in 0..2 {
        assert_eq!(point.unlock("0000"), Told::Wrong { wait_s: 0 });
    }
    assert_eq!(point.unlock("0000"), Told::Wrong { wait_s: 60 });
    // Also the right one is not compared now.
    assert!(matches!(point.unlock(PIN), Told::Wait { wait_s: 1..=60 }));
    assert!(point.day().lines.is_empty());
    // The desk at the terminal counts its own tries.
    assert!(!point.dir.path().join("journal/desk.tries").exists());
}

#[test]
fn what_the_office_writes_stands_in_the_register_under_the_next_number() {
    let point = Point::new();
    let key = point.key();
    let written = |number: &str| Told::Written {
        number: number.to_owned(),
    };
    assert_eq!(point.enter(&key, copies(3)), written("L01-1-20181015-0001"));
    let volume = Entry::Paper {
        made: Made::Consultation,
        amount: 1,
        title: None,
        form_no: None,
        purpose: None,
        written_on: None,
    };
    assert_eq!(point.enter(&key, volume), written("L01-1-20181015-0002"));
    let number = "L01-1-20181015-0002".to_owned();
    let back = Entry::PaperReturned {
        number: number.clone(),
    };
    assert_eq!(point.day().lines[1].state, State::Out);
    assert_eq!(point.enter(&key, back.clone()), written(&number));
    assert_eq!(point.enter(&key, back), refused(Why::NotWritten));
    let void = Entry::PaperVoid {
        number: "L01-1-20181015-0001".into(),
        why: None,
    };
    point.enter(&key, void);
    let day = point.day();
    let states: Vec<State> = day.lines.iter().map(|line| line.state).collect();
    assert_eq!(states, [State::Void, State::Returned]);
    assert_eq!(day.lines[0].manner, Manner::Hand(Made::Photocopy));
    assert_eq!(day.lines[0].title, "市政府公报 2018年第9期");
    assert_eq!(day.lines[0].at, "2018-10-15T14:36:00");
    let kinds: Vec<&str> = day.lines[1].steps.iter().map(|s| s.kind.as_str()).collect();
    assert_eq!(kinds, ["paper", "paper-returned"]);
}

#[test]
fn nothing_about_persons_is_told_to_the_page() {
    let point = Point::new();
    let key = point.key();
    point.enter(&key, copies(2));
    let void = Entry::PaperVoid {
        number: "L01-1-20181015-0001".into(),
        why: Some("来人没要".into()),
    };
    point.enter(&key, void);
    let told = serde_json::to_string(&point.day()).unwrap();
    assert!(told.contains("市政府公报"));
    for person in ["study", "来人没要", "purpose", "why"] {
        assert!(!told.contains(person), "{person}: {told}");
    }
}

#[test]
fn what_no_entry_may_say_is_refused_before_the_register() {
    let point = Point::new();
    let key = point.key();
    let long = Entry::PaperVoid {
        number: "L01-1-20181015-0001".into(),
        why: Some("长".repeat(201)),
    };
    let two_lines = Entry::ApplicationForwarded {
        number: "L01-1-S-2018-0001".into(),
        office: "一\n二".into(),
    };
    let nobody = Entry::ApplicationForwarded {
        number: "L01-1-S-2018-0001".into(),
        office: "  ".into(),
    };
    let for_no_reason = Entry::ApplicationVoid {
        number: "L01-1-S-2018-0001".into(),
        why: " ".into(),
    };
    let long_form = Entry::Paper {
        made: Made::Photocopy,
        amount: 1,
        title: None,
        form_no: Some("4".repeat(41)),
        purpose: None,
        written_on: None,
    };
    let yesterday = Entry::PaperVoid {
        number: "L01-1-20181014-0001".into(),
        why: None,
    };
    for bad in [
        copies(0),
        copies(10_000),
        long,
        two_lines,
        nobody,
        for_no_reason,
        long_form,
        yesterday,
        Entry::RollChanged { metres: 0 },
        Entry::RollChanged { metres: u64::MAX },
    ] {
        assert_eq!(
            point.enter(&key, bad.clone()),
            refused(Why::NotAllowed),
            "{bad:?}"
        );
    }
    let unknown = Entry::Found {
        number: "L01-1-20181015-0009".into(),
        found: Finding::Nothing,
    };
    assert_eq!(point.enter(&key, unknown), refused(Why::NotWritten));
    for day in ["2018", "20181399", "../../..", "２０１８１０１５"] {
        let day = day.to_owned();
        assert_eq!(point.ask(Ask::Day { day }), refused(Why::NotAllowed));
    }
    assert!(point.day().lines.is_empty());
}

#[test]
fn a_key_that_was_given_back_opens_nothing() {
    let point = Point::new();
    let key = point.key();
    assert_eq!(point.ask(Ask::Leave { key: key.clone() }), Told::Left);
    assert_eq!(point.enter(&key, copies(1)), refused(Why::NoKey));
}

#[test]
fn a_call_that_waits_is_told_and_taken() {
    let point = Point::new();
    let (told, heard) = std::sync::mpsc::channel();
    point.workers.registrar.enter(Call::rung(), move |number| {
        told.send(number).unwrap();
    });
    let number = heard.recv().unwrap().unwrap();
    let today = || match point.ask(Ask::Today) {
        Told::Today(today) => *today,
        other => panic!("{other:?}"),
    };
    assert_eq!(today().calls[0].number, number);
    assert_eq!(today().house, "示例市图书馆");
    assert_eq!(today().next, "L01-1-20181015-0001");
    let key = point.key();
    point.enter(&key, Entry::CallAnswered { number });
    assert!(today().calls.is_empty());
    point.enter(&key, Entry::RollChanged { metres: 50 });
    let roll = today().roll.unwrap();
    assert_eq!((roll.left_m, roll.whole_m, roll.ends), (50, 50, false));
}

#[test]
fn who_asks_nonsense_or_nothing_keeps_nobody_out() {
    let point = Point::new();
    let socket = point.dir.path().join("hatch");
    let silent = UnixStream::connect(&socket).unwrap();
    let mut strange = UnixStream::connect(&socket).unwrap();
    strange.write_all(b"{\"ask\":\"erase\"}\n").unwrap();
    assert!(matches!(point.ask(Ask::Today), Told::Today(_)));
    let told: Told = hatch::read(&mut strange, hatch::ANSWER_BYTES_MAX).unwrap();
    assert_eq!(told, refused(Why::NotUnderstood));
    drop(silent);
}

#[test]
fn only_a_socket_is_ever_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("hatch");
    drop(open(&socket).unwrap());
    let listener = open(&socket).unwrap();
    let mode = std::fs::metadata(&socket).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, SOCKET_MODE);
    drop(listener);
    std::fs::remove_file(&socket).unwrap();
    std::fs::write(&socket, "somebody's").unwrap();
    assert!(open(&socket).is_err());
    assert_eq!(std::fs::read_to_string(&socket).unwrap(), "somebody's");
}

#[test]
fn who_comes_types_the_pin_and_who_went_has_no_key_any_longer() {
    let point = Point::new();
    let key = point.key();
    assert!(matches!(point.enter(&key, copies(1)), Told::Written { .. }));
    let hand = |key: &Key, to, pin: &str, spare_rolls| {
        point.ask(Ask::HandOver {
            key: key.clone(),
            to,
            pin: Pin(pin.to_owned()),
            spare_rolls,
        })
    };
    let forged = Key("0".repeat(64));
    assert_eq!(hand(&forged, Role::A, PIN, 2), refused(Why::NoKey));
    assert_eq!(
        hand(&key, Role::B, PIN, 2),
        refused(Why::NotAllowed),
        "it is B"
    );
    assert_eq!(hand(&key, Role::A, PIN, 100), refused(Why::NotAllowed));
    assert_eq!(hand(&key, Role::A, "0000", 2), Told::Wrong { wait_s: 0 });
    let Told::Handed { key: of_a, number } = hand(&key, Role::A, PIN, 2) else {
        panic!("not handed over")
    };
    assert_eq!(number, "L01-1-B-20181015-0001");
    assert_eq!(point.enter(&key, copies(2)), refused(Why::NoKey), "B went");
    assert!(matches!(
        point.enter(&of_a, copies(2)),
        Told::Written { .. }
    ));
    let Told::Today(today) = point.ask(Ask::Today) else {
        panic!("no day")
    };
    let duty = today.duty.unwrap();
    assert_eq!((duty.by, duty.to), (Role::B, Some(Role::A)));
    assert_eq!((duty.number, duty.spare_rolls), (number, 2));
}

#[test]
fn figures_are_told_of_a_month_and_a_year_and_of_nothing_else() {
    let point = Point::new();
    let key = point.key();
    point.enter(&key, copies(3));
    let figures = |period: &str| {
        point.ask(Ask::Statistics {
            period: period.into(),
        })
    };
    for period in ["", "201810", "2018"] {
        let Told::Figures(found) = figures(period) else {
            panic!("{period}: no figures")
        };
        assert_eq!((found.figures.numbers, found.figures.copied_pages), (1, 3));
        assert_eq!(found.newest, "201810");
    }
    for bad in ["2", "201813", "20181015", "abcd", "2018-1"] {
        assert_eq!(figures(bad), refused(Why::NotAllowed), "{bad}");
    }
}
