use super::*;

const NOW: &str = "2026-11-22T02:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn ago(minutes: i64) -> String {
    let second = now().as_second() - minutes * SECONDS_PER_MINUTE;
    Timestamp::from_second(second).unwrap().to_string()
}

/// A terminal with which everything is well.
fn good() -> Status {
    Status {
        format: 1,
        terminal: "L01-1".into(),
        number: 5,
        made: ago(20),
        agent: "0.1.0".into(),
        feed: Some("00112233445566ff".into()),
        epoch: 1,
        sequence: 900,
        changed: Some(ago(300)),
        checked: Some(ago(30)),
        signed_until: Some(ago(-20_000)),
        poll: "done".into(),
        takedown_list: "00112233445566aa".into(),
        takedown_at: Some(ago(290)),
        takedowns_unseen: Some(0),
        frame: Some(ago(20)),
        printer: "ready".into(),
        paper_m: Some(40),
        disk_free_mb: Some(9_000),
        ..Status::default()
    }
}

fn fleet(statuses: Vec<Status>) -> Fleet {
    let terminals = statuses
        .into_iter()
        .enumerate()
        .map(|(n, status)| Terminal {
            id: format!("L{n:02}-1"),
            status: Some(status),
            ..Terminal::default()
        });
    Fleet {
        terminals: terminals.collect(),
        ..Fleet::default()
    }
}

/// What is found at a terminal beside two that are well.
fn found(change: impl FnOnce(&mut Status)) -> Vec<(&'static str, Level)> {
    let mut status = good();
    change(&mut status);
    let fleet = fleet(vec![status, good(), good()]);
    let rules = Rules::parse("").unwrap();
    let judged = judge(&fleet, &Held::new(), &rules, now());
    let others = judged.iter().filter(|one| one.terminal.id != "L00-1");
    for other in others {
        assert_eq!(other.findings, [], "what one says makes no other one late");
    }
    let one = judged
        .iter()
        .find(|one| one.terminal.id == "L00-1")
        .unwrap();
    one.findings.iter().map(|f| (f.code, f.level)).collect()
}

#[test]
fn what_ran_out_is_told_as_that_from_the_second_on_and_until_then_as_running_out() {
    let told = |minutes: i64| found(|status| status.signed_until = Some(ago(minutes)));
    assert_eq!(told(-1), [("signature", Level::Alarm)], "a minute is left");
    for over in [0, 1, 60 * 24 * 40] {
        assert_eq!(told(over), [("expired", Level::Alarm)], "{over} min ago");
    }
}

#[test]
fn a_terminal_with_which_all_is_well_is_left_alone() {
    assert_eq!(found(|_| {}), []);
}

#[test]
fn each_threshold_of_the_rules_is_where_the_file_says() {
    use Level::{Alarm, Warn};
    type Change = fn(&mut Status, i64);
    let cases: [(&str, Change, i64, i64); 8] = [
        ("silent", |s, v| s.made = ago(v), 130, 360),
        ("clock-ahead", |s, v| s.made = ago(-v), 10, 60),
        ("frozen", |s, v| s.frame = Some(ago(20 + v)), 5, 15),
        (
            "unconfirmed",
            |s, v| s.checked = Some(ago(20 + v)),
            180,
            2_880,
        ),
        ("poll", |s, v| s.failures = v as u64, 8, 96),
        (
            "signature",
            |s, v| s.signed_until = Some(ago(v * 60 - 1)),
            -72,
            -12,
        ),
        ("paper", |s, v| s.paper_m = Some(-v as u64), -10, -2),
        (
            "disk",
            |s, v| s.disk_free_mb = Some(-v as u64),
            -1_000,
            -200,
        ),
    ];
    for (code, change, warn, alarm) in &cases {
        // What is bad when it is small is written with a minus and begins one below.
        let first = |at: i64| if at < 0 { at + 1 } else { at };
        for (value, level) in [
            (first(*warn) - 1, None),
            (first(*warn), Some(Warn)),
            (first(*alarm) - 1, Some(Warn)),
            (first(*alarm), Some(Alarm)),
        ] {
            let all = found(|status| {
                change(status, value);
                // Only the one thing.
                if *code == "silent" || *code == "clock-ahead" {
                    status.frame = Some(status.made.clone());
                    status.checked = Some(status.made.clone());
                }
            });
            let one = all.iter().find(|(found, _)| found == code).map(|(_, l)| *l);
            assert_eq!(one, level, "{code} at {value}: {all:?}");
            assert!(all.len() <= 1, "{code} at {value}: {all:?}");
        }
    }
}

#[test]
fn whoever_misses_a_publication_is_behind_from_when_the_others_had_it() {
    let judged = |appeared: i64| {
        let new = Status {
            sequence: 901,
            changed: Some(ago(appeared)),
            ..good()
        };
        let fleet = fleet(vec![good(), new.clone(), new]);
        let rules = Rules::parse("").unwrap();
        let judged = judge(&fleet, &Held::new(), &rules, now());
        let late = judged
            .iter()
            .find(|one| one.terminal.id == "L00-1")
            .unwrap();
        late.findings
            .iter()
            .map(|f| (f.code, f.level))
            .collect::<Vec<_>>()
    };
    assert_eq!(judged(119), []);
    assert_eq!(judged(120), [("behind", Level::Warn)]);
    assert_eq!(judged(1_440), [("behind", Level::Alarm)]);
}

#[test]
fn one_terminal_that_claims_a_number_nobody_else_has_makes_nobody_late() {
    let all = found(|status| {
        status.sequence = (1 << 53) - 1;
        status.agent = "99999.0.0".into();
        status.changed = Some(ago(10_000));
    });
    assert_eq!(all, []);
}

#[test]
fn a_takedown_that_is_not_confirmed_here_is_told_until_agent_and_kiosk_have_done_it() {
    let hours = |h: i64| ago(h * 60);
    for (change, level) in [
        // Not on the disk yet, not on the screen yet; known here.
        (
            Box::new(|s: &mut Status| {
                s.takedowns_waiting = 1;
                s.takedown_at = Some(hours(2));
            }) as Box<dyn Fn(&mut Status)>,
            Level::Warn,
        ),
        (
            Box::new(|s: &mut Status| {
                s.takedowns_unseen = Some(2);
                s.takedown_at = Some(hours(4));
            }),
            Level::Alarm,
        ),
        // Not known here: the others have it for almost five hours.
        (
            Box::new(|s: &mut Status| s.takedown_list = "ffffffffffffffff".into()),
            Level::Alarm,
        ),
    ] {
        assert_eq!(found(|s| change(s)), [("takedown", level)]);
    }
    assert_eq!(
        found(|s| s.takedowns_unseen = None),
        [],
        "a point without a register"
    );
}

#[test]
fn codes_of_printer_and_agent_have_the_level_of_the_rules() {
    use Level::{Alarm, Note, Warn};
    for (printer, level) in [
        ("ready", None),
        ("unknown", None),
        ("none", None),
        ("near-end", Some(Warn)),
        ("cover-open", Some(Warn)),
        ("paper-out", Some(Alarm)),
        ("error", Some(Alarm)),
    ] {
        let all = found(|status| status.printer = printer.into());
        assert_eq!(all.first().map(|(_, level)| *level), level, "{printer}");
    }
    assert_eq!(
        found(|status| status.errors = vec!["feed-stale".into(), "clock-wrong".into()]),
        [("clock-wrong", Alarm), ("feed-stale", Warn)]
    );
    assert_eq!(found(|status| status.frame = None), [("no-screen", Warn)]);
    let rules = Rules::parse("[codes]\nwarn = []\n").unwrap();
    assert_eq!(rules.codes.level("near-end"), Note);
}

#[test]
fn every_code_of_a_status_has_its_level_in_the_default_rules() {
    let rules = Rules::parse("").unwrap();
    let quiet = ["ready", "unknown", "none"];
    for code in batch::PRINTER.iter().chain(batch::ERRORS) {
        if !quiet.contains(code) {
            assert!(rules.codes.level(code) > Level::Note, "{code}");
        }
    }
}

#[test]
fn who_needs_a_person_first_stands_first() {
    let silent = Status {
        made: ago(5_000),
        frame: Some(ago(5_000)),
        checked: Some(ago(5_000)),
        ..good()
    };
    let silent_for_less = Status {
        made: ago(400),
        frame: Some(ago(400)),
        checked: Some(ago(400)),
        ..good()
    };
    let paper = Status {
        paper_m: Some(5),
        ..good()
    };
    let mut fleet = fleet(vec![good(), paper, silent_for_less, silent, good()]);
    fleet.terminals.push(Terminal {
        id: "L09-1".into(),
        ..Terminal::default()
    });
    let rules = Rules::parse("").unwrap();
    let judged = judge(&fleet, &Held::new(), &rules, now());
    let order: Vec<&str> = judged.iter().map(|one| one.terminal.id.as_str()).collect();
    assert_eq!(
        order,
        ["L03-1", "L02-1", "L01-1", "L09-1", "L00-1", "L04-1"]
    );
}

#[test]
fn a_clock_that_runs_ahead_makes_nobody_look_alive() {
    let rules = Rules::parse("").unwrap();
    let gone = Status {
        made: ago(-3_000_000),
        ..good()
    };
    let mut fleet = fleet(vec![gone, good(), good()]);
    let codes = |fleet: &Fleet| -> Vec<&'static str> {
        let judged = judge(fleet, &Held::new(), &rules, now());
        let one = judged
            .iter()
            .find(|one| one.terminal.id == "L00-1")
            .unwrap();
        one.findings.iter().map(|finding| finding.code).collect()
    };
    fleet.terminals[0].arrived = Some(ago(10).parse().unwrap());
    assert!(!codes(&fleet).contains(&"silent"), "{:?}", codes(&fleet));
    fleet.terminals[0].arrived = Some(ago(5_000).parse().unwrap());
    assert!(codes(&fleet).contains(&"silent"), "{:?}", codes(&fleet));
}

#[test]
fn another_feed_than_the_others_and_an_older_program_are_told() {
    assert_eq!(
        found(|status| status.feed = Some("ffffffffffffffff".into())),
        [("other-feed", Level::Warn)]
    );
    assert_eq!(
        found(|status| status.agent = "0.0.9".into()),
        [("old-version", Level::Note)]
    );
}

#[test]
fn whoever_misses_one_publication_after_the_other_is_late_since_the_first() {
    let rules = Rules::parse("").unwrap();
    let mut before = Held::new();
    let mut levels = Vec::new();
    // One a day; the stuck one reports all the time.
    for day in 1..=4 {
        let at = |minutes: i64| {
            let second = now().as_second() + (day * 1_440 + minutes) * SECONDS_PER_MINUTE;
            Timestamp::from_second(second).unwrap()
        };
        let fresh = |sequence: u64, list: &str| Status {
            sequence,
            made: at(0).to_string(),
            changed: Some(at(-600).to_string()),
            checked: Some(at(0).to_string()),
            frame: Some(at(0).to_string()),
            takedown_at: Some(at(-600).to_string()),
            takedown_list: list.into(),
            ..good()
        };
        let new = fresh(900 + day as u64, &format!("{day:016x}"));
        let fleet = fleet(vec![fresh(900, "00112233445566aa"), new.clone(), new]);
        let judged = judge(&fleet, &before, &rules, at(0));
        before = held(&judged);
        let stuck = judged
            .iter()
            .find(|one| one.terminal.id == "L00-1")
            .unwrap();
        let level = |code| {
            let found = stuck.findings.iter().find(|finding| finding.code == code);
            found.map(|finding| finding.level)
        };
        levels.push((level("behind"), level("takedown")));
        assert_eq!(before.len(), 1, "nothing is kept of those that are well");
    }
    use Level::{Alarm, Warn};
    assert_eq!(levels[0], (Some(Warn), Some(Alarm)));
    assert_eq!(levels[1], (Some(Alarm), Some(Alarm)), "a day and ten hours");
    // It catches up, and nothing is held against it.
    let fleet = fleet(vec![good(), good()]);
    assert!(held(&judge(&fleet, &before, &rules, now())).is_empty());
}
