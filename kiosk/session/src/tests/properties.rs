//! Whatever a visitor, the workers and the clock do in whatever order, the session keeps its promises. Owns a small world
//! of answers; knows no thread and no device.

use journal::Finding;
use mirror::Listing;

use crate::services::Told;
use proptest::prelude::*;

use super::touches::{offered, stale, words};
use super::*;

/// What the world does between two touches.
#[derive(Debug, Clone)]
enum World {
    /// A finger on what shows.
    Touch(u8, u8, String),
    /// A finger that comes late.
    Late(u8),
    Time(u64),
    /// Workers answer what was asked, rightly or with a failure.
    Answers(bool),
    /// The desk ends the oldest job.
    Job(&'static str),
    Gone,
    Changed,
    /// The hours begin or end.
    Hours(bool),
}

fn world() -> impl Strategy<Value = World> {
    prop_oneof![
        7 => (0..10u8, any::<u8>(), words()).prop_map(|(kind, n, text)| World::Touch(kind, n, text)),
        1 => any::<u8>().prop_map(World::Late),
        2 => (0..100_000u64).prop_map(World::Time),
        4 => prop::bool::weighted(0.9).prop_map(World::Answers),
        1 => prop::sample::select(vec!["printed", "refused", "cancelled", "unknown", "full", "register"])
            .prop_map(World::Job),
        1 => Just(World::Gone),
        1 => Just(World::Changed),
        1 => prop::bool::weighted(0.7).prop_map(World::Hours),
    ]
}

fn ended(outcome: &str) -> Outcome {
    match outcome {
        "printed" => Outcome::Sent,
        "refused" => refused("paper-out"),
        "cancelled" => Outcome::Cancelled,
        _ => unknown("power"),
    }
}

fn answer(effect: &Effect, well: bool) -> Vec<Event> {
    let failed = |serial| vec![Event::Answered(Answer::Failed { serial })];
    match effect {
        Effect::Ask(
            Question::Search { serial, .. }
            | Question::Browse { serial, .. }
            | Question::Open { serial, .. },
        ) if !well => failed(Some(*serial)),
        Effect::Ask(Question::Search { serial, .. }) => {
            vec![Event::Answered(Answer::Found {
                serial: *serial,
                page: page(50),
                hints: Vec::new(),
            })]
        }
        Effect::Ask(Question::Browse { serial, .. }) => vec![Event::Answered(Answer::Browsed {
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
        Effect::Ask(Question::Options { serial, .. }) => vec![Event::Answered(Answer::Options {
            serial: *serial,
            letters: Vec::new(),
            is_final: true,
            groups: vec![
                mirror::Group {
                    code: "2018".into(),
                    count: 1
                };
                30
            ],
        })],
        Effect::Ask(Question::Open { serial, .. }) => vec![Event::Answered(Answer::Opened {
            serial: *serial,
            opened: Some(opened(super::attachments::with_files(3))),
        })],
        Effect::Measure(measure) => {
            let measured = measure.contents.iter().map(|content| {
                Event::Reported(Report::Measured {
                    serial: measure.serial,
                    content: content.clone(),
                    length_mm: well.then_some(300),
                    preview: None,
                })
            });
            measured.collect()
        }
        Effect::Unlock { serial, .. } => vec![Event::Reported(Report::Unlocked {
            serial: *serial,
            fits: well,
        })],
        Effect::ListSlips { serial } => vec![Event::Reported(Report::Slips {
            serial: *serial,
            slips: well.then(|| vec![super::desk::slip(Some(Finding::Nothing), true)]),
        })],
        Effect::File { serial, .. } => vec![Event::Reported(Report::Filed {
            serial: *serial,
            taken: well.then(super::services::taken),
        })],
        Effect::FindApplication { serial, .. } => vec![Event::Reported(Report::Stands {
            serial: *serial,
            found: well.then(|| Box::new(super::services::standing("received"))),
        })],
        Effect::PrintReceipt(order) => vec![Event::Reported(Report::ReceiptDone {
            serial: order.serial,
            good: well,
        })],
        Effect::Ask(Question::Shelf { serial }) if well => vec![Event::Answered(Answer::Shelf {
            serial: *serial,
            found: super::services::on_shelf(),
        })],
        Effect::Ask(Question::Shelf { serial }) => failed(Some(*serial)),
        Effect::Settle { .. } => vec![Event::Reported(Report::Settled { done: well })],
        Effect::Attachment(wish) => super::attachments::seen(wish, well),
        Effect::WatchPrinter(true) => vec![Event::Reported(Report::Printer(PrinterState::Ready))],
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
                World::Touch(kind, n, text) => {
                    let action = offered(&session.visit().place, kind, n, text);
                    events.push(Event::Act(action));
                }
                World::Late(n) => events.push(Event::Act(stale(n))),
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
                        events.push(Event::Reported(match end {
                            "full" => Report::Full { job },
                            "register" => Report::RegisterFailed { job },
                            outcome => Report::Done {
                                job,
                                outcome: ended(outcome),
                                number: "n".into(),
                            },
                        }));
                    }
                }
                World::Gone => events.push(gone("demo:rules")),
                World::Changed => events.push(Event::Answered(Answer::Changed)),
                World::Hours(open) => {
                    let appraises = open;
                    events.push(Event::Told(Told::Today { open, appraises }));
                }
            }
            for event in events {
                unlocked |= matches!(&event, Event::Reported(Report::Unlocked { fits: true, .. }));
                let withdrawn = matches!(&event, Event::Answered(Answer::Checked { .. }));
                let effects = session.step(now_ms, event);
                for effect in &effects {
                    match effect {
                        Effect::Print(order) => {
                            ordered += 1;
                            prop_assert!(order.length_mm > 0 && order.length_mm <= limits().slip_mm_max);
                            prop_assert!(session.jobs().iter().any(|job| job.id == order.job));
                        }
                        Effect::Wiped => {
                            let at_the_door = matches!(session.visit().place, Place::Door(_));
                            let visit = Visit {
                                visitor: Visitor {
                                    look: Look::default(),
                                    // It waits for whoever comes in.
                                    call: None,
                                    ..session.visit().visitor.clone()
                                },
                                place: Place::default(),
                                ..session.visit().clone()
                            };
                            prop_assert_eq!(if at_the_door { &visit } else { session.visit() }, &Visit::default());
                            prop_assert!(session.jobs().iter().all(|job| !job.mine));
                            prop_assert!(session.terminal().printer == PrinterState::Unasked);
                        }
                        _ => {}
                    }
                }
                if withdrawn {
                    let shows = match &session.visit().place {
                        Place::Reader(_)
                        | Place::Contents(_)
                        | Place::Table(_)
                        | Place::Attachment(_)
                        | Place::Print(_) => true,
                        Place::Outcome(ended) => !ended.title.is_empty(),
                        Place::Printing(printing) => !printing.withdrawn,
                        _ => false,
                    };
                    prop_assert!(!shows, "{:?}", session.visit().place);
                }
                asked.extend(effects);
            }
            prop_assert!(session.visit().visitor.prints <= limits().prints_per_session);
            prop_assert!(session.visit().stack.len() <= STACK_DEPTH_MAX);
            if let Place::Printing(printing) = &session.visit().place {
                prop_assert!(ordered > 0 && session.jobs().iter().any(|job| job.id == printing.job));
            }
            prop_assert!(unlocked || !matches!(session.visit().place, Place::Desk(_)));
            // Home is one touch away from everywhere, and a view can be made of everything.
            let mut other = session.clone();
            // A hand that does not tremble.
            other.step(now_ms + 500, Event::Act(frame::Touch::Home.into()));
            prop_assert_eq!(&other.visit().place, &Place::default());
            crate::view::view(&session, jiff::Timestamp::constant(1_539_585_360, 0));
        }
        let past_every_limit_ms = now_ms + 10_000_000;
        session.step(past_every_limit_ms, Event::Act(frame::Touch::End.into()));
        prop_assert_eq!(session.visit(), &Visit::default());
    }
}
