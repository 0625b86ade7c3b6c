//! Any acts at the desk in any order: each page can be drawn, one entry is written at a time, and an application ends without an answer only where it may.

use proptest::prelude::*;

use super::loans::loan;
use super::*;
use crate::affairs::Affairs;
use crate::screen::desk::note;

const APPLICATION: &str = "L01-1-S-2018-0001";
const LOAN: &str = "L01-1-20181012-0011";
const STATES: [&str; 6] = [
    "received",
    "forwarded",
    "to-be-corrected",
    "clock-stopped",
    "answered",
    "closed",
];

#[derive(Debug, Clone)]
enum Step {
    Deed(usize, bool),
    /// One of the acts that the page shows, also one that cannot be done now.
    Shown(usize),
    /// One of the lines that it shows.
    Line(usize),
    Attend(usize, usize),
    Tab(usize),
    Digit(u8),
    Enter,
    /// Everything that was asked is answered, rightly or not; the application is found in this state.
    Answers(bool, usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => (any::<usize>(), any::<bool>()).prop_map(|(n, worded)| Step::Deed(n, worded)),
        10 => any::<usize>().prop_map(Step::Shown),
        2 => any::<usize>().prop_map(Step::Line),
        1 => (any::<usize>(), 0..8usize).prop_map(|(kind, number)| Step::Attend(kind, number)),
        1 => any::<usize>().prop_map(Step::Tab),
        1 => (0..10u8).prop_map(Step::Digit),
        1 => Just(Step::Enter),
        4 => (prop::bool::weighted(0.8), 0..STATES.len()).prop_map(|(well, at)| Step::Answers(well, at)),
    ]
}

fn held(state: usize) -> Affairs {
    Affairs {
        day: "20181015".into(),
        applications: vec![crate::tests::services::standing(STATES[state])],
        volumes_out: 2,
        loans: vec![loan(LOAN, "2018-10-12T07:20:00Z")],
        sheet_due: Some(("20181012".into(), 3)),
        ..Affairs::default()
    }
}

fn answered(effect: &Effect, well: bool, state: usize) -> Vec<Report> {
    match effect {
        Effect::ListSlips { serial } => vec![Report::Affairs {
            serial: *serial,
            affairs: well.then(|| Box::new(held(state))),
        }],
        Effect::File { serial, .. } => vec![Report::Filed {
            serial: *serial,
            taken: well.then(crate::tests::services::taken),
        }],
        Effect::PrintStaff { serial, .. } => vec![Report::ReceiptDone {
            serial: *serial,
            good: well,
        }],
        Effect::LayPaper { serial, .. } => vec![Report::PaperLaid {
            serial: *serial,
            laid: well.then(|| crate::staff::LaidPaper {
                length_mm: 300,
                preview: None,
                sound: Some(journal::Soundness::default()),
            }),
        }],
        Effect::ReadDay { serial, day } => vec![Report::DayRead {
            serial: *serial,
            day: match day.is_empty() {
                true => "20181015".into(),
                false => day.clone(),
            },
            book: well.then(|| Box::new(book())),
        }],
        Effect::FindApplication { serial, .. } => vec![Report::Stands {
            serial: *serial,
            found: well.then(|| Box::new(crate::tests::services::standing(STATES[state]))),
        }],
        _ => vec![],
    }
}

/// The touch that a step is on the page that shows.
fn shown(step: &Step, hands: &Hands) -> Option<desk::Touch> {
    let now = "2018-10-15T06:36:00Z".parse().unwrap();
    let crate::screen::Screen::Desk(desk) = crate::view::view(&hands.session, now).screen else {
        return None;
    };
    let (acts, lines) = match desk.shows {
        desk::Page::Sheet(sheet) => ([sheet.acts, sheet.tops].concat(), sheet.lines),
        desk::Page::Answer(answer) => (answer.acts, vec![]),
        desk::Page::Today(today) => (vec![], today.matters),
        _ => return None,
    };
    match step {
        Step::Shown(n) if !acts.is_empty() => Some(desk::Touch::Do {
            deed: acts[n % acts.len()].deed,
            word: "记错了".into(),
        }),
        Step::Line(n) if !lines.is_empty() => {
            let line = &lines[n % lines.len()];
            Some(desk::Touch::Attend {
                kind: line.kind,
                number: line.number.clone(),
            })
        }
        _ => None,
    }
}

fn touch(step: &Step) -> desk::Touch {
    let numbers = [
        APPLICATION,
        LOAN,
        "20181012",
        "2018",
        "open",
        "transfer",
        "self-test",
        "",
    ];
    match step {
        Step::Deed(n, worded) => desk::Touch::Do {
            deed: Deed::ALL[n % Deed::ALL.len()],
            word: if *worded {
                "记错了".into()
            } else {
                String::new()
            },
        },
        Step::Attend(kind, number) => desk::Touch::Attend {
            kind: MatterKind::ALL[kind % MatterKind::ALL.len()],
            number: numbers[*number].into(),
        },
        Step::Tab(n) => desk::Touch::Go(desk::Tab::ALL[n % desk::Tab::ALL.len()]),
        // Where no list shows.
        Step::Shown(_) | Step::Line(_) => desk::Touch::Note(note::Touch::Again),
        Step::Digit(digit) => desk::Touch::Note(note::Touch::Digit(*digit)),
        Step::Enter | Step::Answers(..) => desk::Touch::Note(note::Touch::Enter),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_walk_over_the_desk_writes_what_cannot_follow(steps in prop::collection::vec(step(), 1..80)) {
        let mut hands = Hands::new();
        // It begins before an application: by chance a finger seldom gets there.
        hands.on_duty().go(desk::Tab::Applications);
        let (serial, affairs) = (hands.desking().serial, Some(Box::new(held(0))));
        hands.hear(Event::Reported(Report::Affairs { serial, affairs }));
        hands.attend(MatterKind::ApplicationLine, APPLICATION);
        let mut state = 0;
        let mut asked: Vec<Effect> = hands.effects.clone();
        for step in steps {
            let mut writes = 0;
            match step {
                Step::Answers(well, now) => {
                    // The register goes on without this desk: the office's page writes too.
                    if well {
                        state = now;
                        let serial = hands.desking().serial;
                        let affairs = Some(Box::new(held(now)));
                        hands.hear(Event::Reported(Report::Affairs { serial, affairs }));
                    }
                    for effect in std::mem::take(&mut asked) {
                        for report in answered(&effect, well, now) {
                            if let Report::Affairs { serial, affairs: Some(_) } = &report
                                && *serial == hands.desking().serial
                            {
                                state = now;
                            }
                            hands.hear(Event::Reported(report));
                            asked.extend(hands.effects.clone());
                            if !matches!(hands.place(), Place::Desk(_)) {
                                return Ok(());
                            }
                        }
                    }
                }
                step => {
                    let ends = matches!(hands.desking().application(), Some(held) if crate::visit::may_end(held));
                    let finger = shown(&step, &hands).unwrap_or_else(|| touch(&step));
                    hands.act(finger);
                    for effect in &hands.effects {
                        let Effect::File { what, .. } = effect else { continue };
                        writes += 1;
                        let said = format!("{what:?}");
                        if said.contains("application-void") || said.contains("Withdrawn") {
                            prop_assert!(ends, "{said} of an application that is {}", STATES[state]);
                        }
                    }
                    asked.extend(hands.effects.clone());
                }
            }
            prop_assert!(writes <= 1, "one entry at a touch");
            // Left for another place: to take an application in.
            if !matches!(hands.place(), Place::Desk(_)) {
                return Ok(());
            }
            let now = "2018-10-15T06:36:00Z".parse().unwrap();
            let _ = crate::view::view(&hands.session, now);
        }
    }
}
