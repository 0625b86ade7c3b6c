//! Each thing that can be missing is told, alone.

use super::*;

fn all_there() -> Seen {
    Seen {
        screen_fonts: true,
        slip_fonts: true,
        rare_characters: true,
        mirror: true,
        register: true,
        disk: true,
        clock: true,
        dictionary: true,
        voice: VoiceState::Works,
        printer: Some(Ok(())),
    }
}

#[test]
fn each_thing_that_is_missing_is_told_alone_with_what_to_do() {
    let bare = all_there();
    assert!(
        judge(&bare)
            .checks
            .iter()
            .all(|check| check.state == State::Good)
    );
    let without: [(&str, State, Seen); 11] = [
        (
            "screen-fonts",
            State::Bad,
            Seen {
                screen_fonts: false,
                ..bare
            },
        ),
        (
            "slip-fonts",
            State::Bad,
            Seen {
                slip_fonts: false,
                ..bare
            },
        ),
        (
            "rare-characters",
            State::Less,
            Seen {
                rare_characters: false,
                ..bare
            },
        ),
        (
            "mirror",
            State::Bad,
            Seen {
                mirror: false,
                ..bare
            },
        ),
        (
            "register",
            State::Bad,
            Seen {
                register: false,
                ..bare
            },
        ),
        (
            "disk",
            State::Bad,
            Seen {
                disk: false,
                ..bare
            },
        ),
        (
            "clock",
            State::Bad,
            Seen {
                clock: false,
                ..bare
            },
        ),
        (
            "dictionary",
            State::Less,
            Seen {
                dictionary: false,
                ..bare
            },
        ),
        (
            "voice",
            State::Less,
            Seen {
                voice: VoiceState::NoVoice,
                ..bare
            },
        ),
        (
            "sound",
            State::Less,
            Seen {
                voice: VoiceState::NoSound,
                ..bare
            },
        ),
        (
            "printer",
            State::Bad,
            Seen {
                printer: Some(Err(Cause::Unreachable)),
                ..bare
            },
        ),
    ];
    for (code, state, seen) in without {
        let report = judge(&seen);
        let missing: Vec<&Check> = report
            .checks
            .iter()
            .filter(|check| check.state != State::Good)
            .collect();
        assert_eq!(missing.len(), 1, "{code}");
        assert_eq!((missing[0].code, missing[0].state), (code, state));
        // It says what to do, not only what is wrong.
        assert!(missing[0].words.chars().count() > 12, "{code}");
        assert_eq!(report.good(), state == State::Less, "{code}");
    }
}

#[test]
fn what_is_not_configured_is_not_missed() {
    let seen = Seen {
        voice: VoiceState::Unused,
        printer: None,
        ..all_there()
    };
    let report = judge(&seen);
    assert_eq!(report.checks.len(), 8);
    assert!(report.good());
}

#[test]
fn a_clock_that_was_never_set_or_fell_behind_the_feed_is_wrong() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let now = at("2026-11-27T09:00:00Z");
    assert!(clock_goes(now, None));
    assert!(clock_goes(now, Some(at("2026-11-27T08:00:00Z"))));
    assert!(
        clock_goes(now, Some(at("2026-11-27T09:30:00Z"))),
        "minutes are no matter"
    );
    assert!(!clock_goes(now, Some(at("2026-11-28T09:00:00Z"))));
    assert!(!clock_goes(at("1970-01-01T00:05:00Z"), None));
}

#[test]
fn a_printer_whose_name_nobody_knows_is_not_there() {
    let nobody = reached("tcp://no-such-printer.invalid:9100");
    assert_eq!(nobody, Some(Err(Cause::NameUnknown)));
    let nothing = reached("usb:///dev/no-such-printer");
    assert_eq!(nothing, Some(Err(Cause::NoDevice)));
    assert_eq!(reached("none"), None);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let there = reached(&format!("tcp://127.0.0.1:{port}"));
    assert_eq!(there, Some(Ok(())));
}

#[test]
fn each_reason_why_a_printer_is_not_reached_has_its_words() {
    let mut seen = std::collections::BTreeSet::new();
    for cause in Cause::ALL {
        let report = judge(&Seen {
            printer: Some(Err(*cause)),
            ..all_there()
        });
        let told = report.checks.last().unwrap();
        assert_eq!((told.code, told.state), ("printer", State::Bad));
        assert!(seen.insert(told.words.clone()), "{}", told.words);
    }
}

#[test]
fn a_register_that_cannot_be_written_is_told() {
    let dir = tempfile::tempdir().unwrap();
    assert!(writable(dir.path()));
    assert!(!writable(&dir.path().join("missing")));
    assert_eq!(
        std::fs::read_dir(dir.path()).unwrap().count(),
        0,
        "no trace"
    );
}
