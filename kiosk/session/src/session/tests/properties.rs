//! Whatever a visitor, the workers and the clock do in whatever order, the session keeps its promises. Owns a small world
//! of answers; knows no thread and no device.

use mirror::Listing;
use proptest::prelude::*;

use super::*;

fn actions() -> impl Strategy<Value = Action> {
    let word = prop_oneof![
        Just(String::new()),
        Just("demo:rules".to_string()),
        Just("a2".to_string()),
        Just("a5".to_string()),
        Just("agency".to_string()),
        Just("year".to_string()),
        Just("2018".to_string()),
        Just("in-force".to_string()),
        Just("digits".to_string()),
        Just("whole".to_string()),
        Just("excerpt".to_string()),
        Just("errand".to_string()),
        Just("all".to_string()),
        "\\PC{0,300}",
    ];
    let plain = prop::sample::select(vec![
        Action::Touched,
        Action::Home,
        Action::Back,
        Action::End,
        Action::Help,
        Action::Language,
        Action::Large,
        Action::Contrast,
        Action::LowReach,
        Action::Dismiss,
        Action::OpenSearch,
        Action::Backspace,
        Action::Clear,
        Action::Submit,
        Action::ShowKeyboard,
        Action::ClosePicker,
        Action::Widen,
        Action::PagePrev,
        Action::PageNext,
        Action::GroupPrev,
        Action::GroupNext,
        Action::ToggleContents,
        Action::ToggleChoosing,
        Action::Bigger,
        Action::Smaller,
        Action::OpenPrint,
        Action::StartPrint,
        Action::StartPrint,
        Action::CancelPrint,
        Action::OpenPrint,
        Action::OpenDesk,
        Action::OpenDesk,
        Action::Enter { code: "A".into() },
        Action::Enter { code: "B".into() },
        Action::Type { text: "1".into() },
        Action::ChooseSlip {
            number: attendant::slip("nothing", true).number,
        },
        Action::Settle {
            code: "nothing".into(),
        },
        Action::Reprint,
        Action::Reprint,
    ]);
    let wordy = (word, 0..11u8).prop_map(|(text, kind)| match kind {
        0 => Action::Common { text },
        1 => Action::OpenTile { code: text },
        2 => Action::Type { text },
        3 => Action::Layer { code: text },
        4 => Action::Pick { field: text },
        5 => Action::Choose { code: text },
        6 => Action::Axis { code: text },
        7 => Action::Group { code: text },
        8 => Action::Goto { article_id: text },
        9 => Action::Tick { article_id: text },
        _ => Action::Content { code: text },
    });
    let open = Just(Action::Open {
        id: "demo:rules".into(),
        article_id: "a2".into(),
    });
    prop_oneof![4 => plain, 3 => wordy, 2 => open]
}

/// What the world does between two touches.
#[derive(Debug, Clone)]
enum World {
    Touch(Action),
    Time(u64),
    /// Workers answer what was asked, rightly or with a failure.
    Answers(bool),
    /// The desk ends the oldest job.
    Job(&'static str),
    Gone,
    Changed,
}

fn world() -> impl Strategy<Value = World> {
    prop_oneof![
        6 => actions().prop_map(World::Touch),
        2 => (0..100_000u64).prop_map(World::Time),
        4 => prop::bool::weighted(0.9).prop_map(World::Answers),
        1 => prop::sample::select(vec!["printed", "refused", "cancelled", "unknown", "full", "register"])
            .prop_map(World::Job),
        1 => Just(World::Gone),
        1 => Just(World::Changed),
    ]
}

fn answer(effect: &Effect, well: bool) -> Vec<Event> {
    let failed = |serial| vec![Event::Catalogue(Answer::Failed { serial })];
    match effect {
        Effect::Ask(
            Question::Search { serial, .. }
            | Question::Browse { serial, .. }
            | Question::Open { serial, .. },
        ) if !well => failed(Some(*serial)),
        Effect::Ask(Question::Search { serial, .. }) => {
            vec![Event::Catalogue(Answer::Found {
                serial: *serial,
                page: page(50),
                hints: Vec::new(),
            })]
        }
        Effect::Ask(Question::Browse { serial, .. }) => vec![Event::Catalogue(Answer::Browsed {
            serial: *serial,
            groups: vec![
                mirror::Group {
                    code: "2018".into(),
                    count: 40
                };
                20
            ],
            listing: Listing {
                rows: vec![],
                total: 40,
            },
        })],
        Effect::Ask(Question::Options { serial, .. }) => vec![Event::Catalogue(Answer::Options {
            serial: *serial,
            groups: vec![
                mirror::Group {
                    code: "2018".into(),
                    count: 1
                };
                30
            ],
        })],
        Effect::Ask(Question::Open { serial, .. }) => vec![Event::Catalogue(Answer::Opened {
            serial: *serial,
            opened: Some(opened(sample_document())),
        })],
        Effect::Measure(measure) => {
            let measured = measure.contents.iter().map(|content| {
                Event::Desk(Report::Measured {
                    serial: measure.serial,
                    code: content.code().into(),
                    length_mm: well.then_some(300),
                    preview: None,
                })
            });
            measured.collect()
        }
        Effect::Unlock { serial, .. } => vec![Event::Desk(Report::Unlocked {
            serial: *serial,
            fits: well,
        })],
        Effect::ListSlips { serial } => vec![Event::Desk(Report::Slips {
            serial: *serial,
            slips: well.then(|| vec![attendant::slip("nothing", true)]),
        })],
        Effect::Settle { .. } => vec![Event::Desk(Report::Settled { done: well })],
        Effect::WatchPrinter(true) => vec![Event::Desk(Report::Printer("ready".into()))],
        _ => vec![],
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_session_keeps_its_promises(steps in prop::collection::vec(world(), 1..120)) {
        let mut session = Session::new(limits(), 0);
        let mut now_ms = 0;
        let mut asked: Vec<Effect> = vec![];
        let mut ordered = 0;
        let mut unlocked = false;
        for step in steps {
            let mut events = vec![];
            match step {
                World::Touch(action) => events.push(Event::Act(action)),
                World::Time(ms) => {
                    now_ms += ms;
                    events.push(Event::Tick);
                }
                World::Answers(well) => {
                    for effect in asked.drain(..) {
                        events.extend(answer(&effect, well));
                    }
                }
                World::Job(end) => {
                    if let Some(job) = session.jobs().first().map(|job| job.id) {
                        events.push(Event::Desk(match end {
                            "full" => Report::Full { job },
                            "register" => Report::RegisterFailed { job },
                            outcome => Report::Done {
                                job,
                                outcome: outcome.into(),
                                reason: String::new(),
                                number: "n".into(),
                            },
                        }));
                    }
                }
                World::Gone => events.push(gone("demo:rules")),
                World::Changed => events.push(Event::Catalogue(Answer::Changed)),
            }
            for event in events {
                unlocked |= matches!(&event, Event::Desk(Report::Unlocked { fits: true, .. }));
                let withdrawn = matches!(&event, Event::Catalogue(Answer::Checked { .. }));
                let effects = session.step(now_ms, event);
                for effect in &effects {
                    match effect {
                        Effect::Print(order) => {
                            ordered += 1;
                            prop_assert!(order.length_mm > 0 && order.length_mm <= limits().slip_mm_max);
                            prop_assert!(session.jobs().iter().any(|job| job.id == order.job));
                        }
                        Effect::Wiped => {
                            let at_the_door = matches!(session.visit().place, Place::Pin(_));
                            let visit = Visit {
                                place: Place::Home,
                                look: Look::default(),
                                ..session.visit().clone()
                            };
                            prop_assert_eq!(if at_the_door { &visit } else { session.visit() }, &Visit::default());
                            prop_assert!(session.jobs().iter().all(|job| !job.mine));
                            prop_assert!(session.terminal().printer.is_empty());
                        }
                        _ => {}
                    }
                }
                if withdrawn {
                    let shows = match &session.visit().place {
                        Place::Reader(_) | Place::Print(_) => true,
                        Place::Outcome(ended) => !ended.title.is_empty(),
                        Place::Printing(printing) => !printing.withdrawn,
                        _ => false,
                    };
                    prop_assert!(!shows, "{:?}", session.visit().place);
                }
                asked.extend(effects);
            }
            prop_assert!(session.visit().prints <= limits().prints_per_session);
            prop_assert!(session.visit().stack.len() <= STACK_DEPTH_MAX);
            if let Place::Printing(printing) = &session.visit().place {
                prop_assert!(ordered > 0 && session.jobs().iter().any(|job| job.id == printing.job));
            }
            prop_assert!(unlocked || !matches!(session.visit().place, Place::Desk(_)));
            // Home is one touch away from everywhere, and a view can be made of everything.
            let mut other = session.clone();
            other.step(now_ms, Event::Act(Action::Home));
            prop_assert_eq!(&other.visit().place, &Place::Home);
            crate::view::view(&session, jiff::Timestamp::constant(1_539_585_360, 0));
        }
        let past_every_limit_ms = now_ms + 10_000_000;
        session.step(past_every_limit_ms, Event::Act(Action::End));
        prop_assert_eq!(session.visit(), &Visit::default());
    }
}
