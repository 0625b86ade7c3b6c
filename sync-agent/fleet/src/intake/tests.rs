use super::*;
use batch::{SigningKey, public_hex, seal_status};

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn status(terminal: &str, number: u64, made: &str) -> Status {
    Status {
        format: 1,
        terminal: terminal.into(),
        number,
        made: made.into(),
        agent: "0.1.0".into(),
        poll: "done".into(),
        takedown_list: "00112233445566aa".into(),
        printer: "ready".into(),
        ..Status::default()
    }
}

const MORNING: &str = "2026-11-22T02:00:00Z";
const NOON: &str = "2026-11-22T04:00:00Z";

fn file(terminal: &str, number: u64, made: &str, seed: u8) -> Found {
    let sealed = seal_status(&status(terminal, number, made), &key(seed)).unwrap();
    Found {
        name: sealed.name,
        bytes: Some(sealed.bytes),
    }
}

fn now() -> Timestamp {
    "2026-11-22T06:00:00Z".parse().unwrap()
}

/// Takes files in one after the other, as runs do; what the last run made of it.
fn runs(files: Vec<Found>, keys: &[(&str, u8)]) -> Fleet {
    let keys = keys
        .iter()
        .map(|(terminal, seed)| ((*terminal).to_owned(), public_hex(&key(*seed))))
        .collect();
    let mut memory = Memory::default();
    let mut last = Fleet::default();
    for file in files {
        last = take_in(vec![file], &Points::new(), &keys, &mut memory, now());
    }
    last
}

/// The number that is believed of the only terminal, and why the file there was refused.
fn believed(fleet: &Fleet) -> (Option<u64>, Option<&'static str>) {
    let [terminal] = &fleet.terminals[..] else {
        panic!("{fleet:?}")
    };
    (
        terminal.status.as_ref().map(|status| status.number),
        terminal.refusal.as_ref().map(|refusal| refusal.code),
    )
}

#[test]
fn a_newer_status_is_believed_and_an_older_one_is_a_replay() {
    let newer = vec![file("L01-1", 7, MORNING, 1), file("L01-1", 8, NOON, 1)];
    assert_eq!(believed(&runs(newer, &[])), (Some(8), None));
    let replayed = vec![file("L01-1", 8, NOON, 1), file("L01-1", 7, MORNING, 1)];
    assert_eq!(believed(&runs(replayed, &[])), (Some(8), Some("older")));
    // The same file lies there until the next one comes.
    let same = vec![file("L01-1", 8, NOON, 1), file("L01-1", 8, NOON, 1)];
    assert_eq!(believed(&runs(same, &[])), (Some(8), None));
    // A full disk repeats the number; a clock that was set back does not silence a terminal.
    let full = vec![file("L01-1", 8, MORNING, 1), file("L01-1", 8, NOON, 1)];
    assert_eq!(believed(&runs(full, &[])), (Some(8), None));
    let set_back = vec![file("L01-1", 8, NOON, 1), file("L01-1", 9, MORNING, 1)];
    assert_eq!(believed(&runs(set_back, &[])), (Some(9), None));
}

#[test]
fn another_key_than_before_or_than_the_named_one_is_refused() {
    let other = vec![file("L01-1", 7, MORNING, 1), file("L01-1", 8, NOON, 2)];
    assert_eq!(believed(&runs(other, &[])), (Some(7), Some("other-key")));
    let named = vec![file("L01-1", 7, MORNING, 2)];
    assert_eq!(
        believed(&runs(named, &[("L01-1", 1)])),
        (None, Some("other-key"))
    );
    // With keys named, a terminal without one is a stranger.
    let fleet = runs(vec![file("L02-1", 7, MORNING, 2)], &[("L01-1", 1)]);
    assert_eq!(fleet.strangers[0].1.code, "unknown-terminal");
    assert_eq!(
        believed(&fleet),
        (None, None),
        "the named one never reported"
    );
}

#[test]
fn a_replaced_device_begins_anew_under_the_key_that_the_office_names() {
    let mut memory = Memory::default();
    let named = |seed| BTreeMap::from([("L01-1".to_owned(), public_hex(&key(seed)))]);
    let none = Points::new();
    take_in(
        vec![file("L01-1", 800, NOON, 1)],
        &none,
        &named(1),
        &mut memory,
        now(),
    );
    let fleet = take_in(
        vec![file("L01-1", 1, MORNING, 2)],
        &none,
        &named(2),
        &mut memory,
        now(),
    );
    assert_eq!(believed(&fleet), (Some(1), None));
}

#[test]
fn hostile_files_are_refused_with_their_reason_and_the_terminal_stays_as_it_was() {
    let named = |bytes: Option<Vec<u8>>| Found {
        name: "L01-1.status.ndjson".into(),
        bytes,
    };
    let other = file("L02-1", 9, NOON, 1);
    let mut torn = file("L01-1", 9, NOON, 1).bytes.unwrap();
    torn.truncate(100);
    let big = vec![b'x'; 20_000];
    let mut changed = file("L01-1", 9, NOON, 1).bytes.unwrap();
    let at = changed.windows(7).position(|w| w == b"\"ready\"").unwrap();
    changed.splice(at..at + 7, *b"\"error\"");
    for (hostile, code) in [
        (named(None), "unreadable"),
        (named(Some(big)), "too-large"),
        (named(Some(torn)), "damaged"),
        (named(Some(changed)), "bad-signature"),
        (named(other.bytes), "wrong-terminal"),
    ] {
        let fleet = runs(vec![file("L01-1", 8, NOON, 1), hostile], &[]);
        assert_eq!(believed(&fleet), (Some(8), Some(code)));
        let refusal = fleet.terminals[0].refusal.as_ref().unwrap();
        assert!(!refusal.detail.is_empty());
    }
}

#[test]
fn names_that_are_no_terminal_are_told_apart_and_not_without_end() {
    let mut found: Vec<Found> = (0..200)
        .map(|n| Found {
            name: format!("<b>\n{n:03}.status.ndjson"),
            bytes: Some(Vec::new()),
        })
        .collect();
    found.push(file("L01-1", 1, NOON, 1));
    let fleet = take_in(
        found,
        &Points::new(),
        &BTreeMap::new(),
        &mut Memory::default(),
        now(),
    );
    assert_eq!((fleet.strangers.len(), fleet.strangers_more), (50, 150));
    assert_eq!(fleet.terminals.len(), 1);
    for (name, refusal) in &fleet.strangers {
        assert_eq!(refusal.code, "bad-name");
        assert!(!name.contains('\n'));
    }
}

#[test]
fn one_key_for_two_terminals_is_told_at_both() {
    let found = vec![
        file("L01-1", 1, NOON, 1),
        file("L02-1", 1, NOON, 1),
        file("L03-1", 1, NOON, 3),
    ];
    let fleet = take_in(
        found,
        &Points::new(),
        &BTreeMap::new(),
        &mut Memory::default(),
        now(),
    );
    let shared: Vec<bool> = fleet.terminals.iter().map(|t| t.shares_key).collect();
    assert_eq!(shared, [true, true, false]);
}

#[test]
fn a_terminal_whose_file_vanished_is_known_still_and_one_that_never_came_too() {
    let mut memory = Memory::default();
    let points = Points::from([("L05-1".to_owned(), crate::points::Point::default())]);
    take_in(
        vec![file("L01-1", 1, NOON, 1)],
        &points,
        &BTreeMap::new(),
        &mut memory,
        now(),
    );
    let fleet = take_in(Vec::new(), &points, &BTreeMap::new(), &mut memory, now());
    let known: Vec<(&str, bool)> = fleet
        .terminals
        .iter()
        .map(|terminal| (terminal.id.as_str(), terminal.status.is_some()))
        .collect();
    assert_eq!(known, [("L01-1", true), ("L05-1", false)]);
}

#[test]
fn a_status_is_as_old_as_our_own_clock_has_known_it() {
    let ahead = "2031-01-01T00:00:00Z";
    let mut memory = Memory::default();
    let at = |memory: &mut Memory, number, hours: i64| {
        let later = now() + jiff::SignedDuration::from_hours(hours);
        let found = vec![file("L01-1", number, ahead, 1)];
        let fleet = take_in(found, &Points::new(), &BTreeMap::new(), memory, later);
        let arrived = fleet.terminals[0].arrived.unwrap();
        arrived.duration_since(now()).as_hours()
    };
    assert_eq!(at(&mut memory, 7, 0), 0);
    assert_eq!(at(&mut memory, 7, 9), 0, "the same one");
    assert_eq!(at(&mut memory, 8, 10), 10, "the next one");
}
