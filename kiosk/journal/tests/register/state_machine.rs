//! Ten thousand random steps with a clock that jumps: the register always equals a plain model of it.

use jiff::{SignedDuration, Timestamp};
use journal::{
    Content, Filter, Finding, Number, Outcome, Reader, Request, Role, State, Writer, verify,
};
use proptest::prelude::*;

/// Cases times steps: 10,000.
const CASES: u32 = 20;
const STEPS: usize = 500;

#[derive(Debug, Clone)]
enum Step {
    Begin,
    Sending(usize),
    Sent(usize),
    Finish(usize, u8),
    Settle(usize, bool),
    Restart,
    Clock(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Begin),
        6 => (0..4usize).prop_map(Step::Sending),
        3 => (0..4usize).prop_map(Step::Sent),
        6 => ((0..4usize), (0..5u8)).prop_map(|(back, outcome)| Step::Finish(back, outcome)),
        1 => ((0..20usize), any::<bool>()).prop_map(|(back, b)| Step::Settle(back, b)),
        1 => Just(Step::Restart),
        // Minutes; now and then days, forward and back.
        3 => prop_oneof![9 => 0..600i64, 2 => -3000..9000i64].prop_map(Step::Clock),
    ]
}

fn outcome(n: u8) -> Outcome {
    match n {
        0 => Outcome::Printed {
            confirmed_by: "process-id".into(),
        },
        1 => Outcome::Sent,
        2 => Outcome::Refused {
            reason: "paper-out".into(),
        },
        3 => Outcome::Cancelled,
        _ => Outcome::Unknown {
            reason: "timeout".into(),
        },
    }
}

struct Expected {
    number: String,
    state: State,
    outcome: Option<Outcome>,
    settled: bool,
}

fn closed_by_power(row: &mut Expected) {
    let reason = "power".to_owned();
    row.outcome = Some(if row.state == State::Queued {
        Outcome::Refused { reason }
    } else {
        Outcome::Unknown { reason }
    });
    row.state = State::Done;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_register_equals_its_model(steps in prop::collection::vec(step(), STEPS)) {
        // Memory, where there is such a folder: the point here is the logic, not the disk.
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let mut now: Timestamp = "2018-10-15T01:00:00Z".parse().unwrap();
        let mut writer = Writer::open(dir.path(), "L01", "1", now).unwrap();
        let mut model: Vec<Expected> = Vec::new();
        let mut heads = vec![writer.head().unwrap()];
        for step in steps {
            let chosen = |back: usize| model.len().checked_sub(back + 1);
            match step {
                Step::Begin => {
                    let request = Request {
                        document_id: format!("demo/{}", model.len()),
                        document_rev: 1,
                        title: "通知".into(),
                        doc_no: None,
                        content: Content::Reference,
                        labels: vec![],
                        length_mm: 80,
                        purpose: None,
                    };
                    let peeked = writer.peek_number(now).unwrap();
                    let entry = writer.begin(&request, now).unwrap();
                    prop_assert_eq!(&peeked, &entry.number);
                    let number = Number::parse(&entry.number).unwrap();
                    let today = journal::day_of(now);
                    prop_assert_eq!(entry.clock_behind, today < number.day);
                    let expected = match model.last().and_then(|r| Number::parse(&r.number)) {
                        Some(last) if last.day >= today => (last.day, last.ordinal + 1),
                        _ => (today, 1),
                    };
                    prop_assert_eq!((number.day, number.ordinal), expected);
                    model.push(Expected { number: entry.number, state: State::Queued, outcome: None, settled: false });
                }
                Step::Sending(back) => if let Some(i) = chosen(back) {
                    let fits = model[i].state == State::Queued;
                    prop_assert_eq!(writer.sending(&model[i].number, now).is_ok(), fits);
                    if fits { model[i].state = State::Sending; }
                },
                Step::Sent(back) => if let Some(i) = chosen(back) {
                    let fits = model[i].state == State::Sending;
                    prop_assert_eq!(writer.sent(&model[i].number, now).is_ok(), fits);
                    if fits { model[i].state = State::Sent; }
                },
                Step::Finish(back, n) => if let Some(i) = chosen(back) {
                    let fits = match model[i].state {
                        State::Done => false,
                        State::Queued => n == 2 || n == 3,
                        State::Sending | State::Sent => true,
                    };
                    prop_assert_eq!(writer.finish(&model[i].number, &outcome(n), now).is_ok(), fits);
                    if fits {
                        model[i].state = State::Done;
                        model[i].outcome = Some(outcome(n));
                    }
                },
                Step::Settle(back, b) => if let Some(i) = chosen(back) {
                    let (found, by) = if b { (Finding::CameOut, Role::A) } else { (Finding::Nothing, Role::B) };
                    let fits = matches!(model[i].outcome, Some(Outcome::Unknown { .. }));
                    prop_assert_eq!(writer.settle(&model[i].number, found, by, now).is_ok(), fits);
                    model[i].settled |= fits;
                },
                Step::Restart => {
                    drop(writer);
                    writer = Writer::open(dir.path(), "L01", "1", now).unwrap();
                    let open: Vec<String> = model.iter().filter(|r| r.outcome.is_none()).map(|r| r.number.clone()).collect();
                    prop_assert_eq!(writer.recovered(), &open[..]);
                    model.iter_mut().filter(|r| r.outcome.is_none()).for_each(closed_by_power);
                    heads.push(writer.head().unwrap());
                }
                Step::Clock(minutes) => now += SignedDuration::from_mins(minutes),
            }
        }
        let reader = Reader::open(dir.path()).unwrap();
        let rows = reader.rows(&Filter::default()).unwrap();
        prop_assert_eq!(rows.len(), model.len());
        for (row, expected) in rows.iter().zip(&model) {
            prop_assert_eq!(&row.number, &expected.number);
            prop_assert_eq!(row.state, expected.state);
            prop_assert_eq!(&row.outcome, &expected.outcome);
            prop_assert_eq!(row.settled.is_some(), expected.settled);
        }
        prop_assert_eq!(reader.gaps().unwrap(), vec![]);
        let report = verify(dir.path(), &heads).unwrap();
        prop_assert!(report.ok(), "{}", report);
    }
}
