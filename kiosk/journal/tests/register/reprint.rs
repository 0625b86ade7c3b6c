//! Reprints (补打): only after an attendant found the slip missing, under its number, in the chain, never twice for one finding.

use jiff::Timestamp;
use journal::{Content, Filter, Finding, Outcome, Reader, Request, Role, Writer, verify};

fn now() -> Timestamp {
    "2018-10-15T06:36:00Z".parse().unwrap()
}

fn unknown() -> Outcome {
    Outcome::Unknown {
        reason: "paper-out".into(),
    }
}

/// A register with one slip whose fate nobody knows.
fn doubtful(dir: &std::path::Path) -> (Writer, String) {
    let mut writer = Writer::open(dir, "L01", "1", now()).unwrap();
    let request = Request {
        document_id: "demo/1".into(),
        document_rev: 1,
        title: "通知".into(),
        doc_no: None,
        content: Content::Whole,
        labels: vec![],
        length_mm: 300,
        purpose: None,
    };
    let number = writer.begin(&request, now()).unwrap().number;
    writer.sending(&number, now()).unwrap();
    writer.finish(&number, &unknown(), now()).unwrap();
    (writer, number)
}

#[test]
fn a_slip_is_printed_again_only_after_it_was_found_missing_and_once_for_each_finding() {
    let dir = tempfile::tempdir().unwrap();
    let (mut writer, number) = doubtful(dir.path());
    assert!(
        writer.reprint(&number, Role::A, now()).is_err(),
        "not settled"
    );
    writer
        .settle(&number, Finding::CameOut, Role::A, now())
        .unwrap();
    assert!(
        writer.reprint(&number, Role::A, now()).is_err(),
        "it came out"
    );
    writer
        .settle(&number, Finding::Partly, Role::A, now())
        .unwrap();
    writer.reprint(&number, Role::A, now()).unwrap();
    assert!(
        writer.reprint(&number, Role::A, now()).is_err(),
        "one is open"
    );
    let refused = Outcome::Refused {
        reason: "paper-out".into(),
    };
    writer.finish_reprint(&number, &refused, now()).unwrap();
    assert!(writer.finish_reprint(&number, &refused, now()).is_err());
    writer.reprint(&number, Role::B, now()).unwrap();
    let printed = Outcome::Printed {
        confirmed_by: "process-id".into(),
    };
    writer.finish_reprint(&number, &printed, now()).unwrap();
    assert!(
        writer.reprint(&number, Role::A, now()).is_err(),
        "it is there"
    );
    let reader = Reader::open(dir.path()).unwrap();
    let reprints = reader.reprints(&number).unwrap();
    let told: Vec<_> = reprints.iter().map(|r| (r.by, r.outcome.clone())).collect();
    assert_eq!(told, [(Role::A, Some(refused)), (Role::B, Some(printed))]);
    let rows = reader.rows(&Filter::default()).unwrap();
    assert_eq!(rows.len(), 1, "the same number");
    assert_eq!(rows[0].outcome, Some(unknown()), "what was said stays said");
    let report = verify(dir.path(), &[]).unwrap();
    assert!(report.ok(), "{report}");
}

#[test]
fn a_slip_of_which_nobody_can_say_is_settled_and_is_not_printed_again() {
    let dir = tempfile::tempdir().unwrap();
    let (mut writer, number) = doubtful(dir.path());
    writer
        .settle(&number, Finding::Undecided, Role::A, now())
        .unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let row = reader.row(&number).unwrap().unwrap();
    assert!(!row.needs_settling(), "somebody looked");
    assert_eq!(row.settled.unwrap().found, Finding::Undecided);
    assert!(!reader.may_reprint(&number).unwrap());
    assert!(writer.reprint(&number, Role::A, now()).is_err());
    // The visitor comes back with nothing in the hand.
    writer
        .settle(&number, Finding::Nothing, Role::A, now())
        .unwrap();
    writer.reprint(&number, Role::A, now()).unwrap();
    let mut csv = Vec::new();
    reader.export_csv(&mut csv).unwrap();
    assert!(verify(dir.path(), &[]).unwrap().ok());
}

#[test]
fn a_reprint_that_a_power_cut_left_open_becomes_unknown_and_needs_a_new_finding() {
    let dir = tempfile::tempdir().unwrap();
    let (mut writer, number) = doubtful(dir.path());
    writer
        .settle(&number, Finding::Nothing, Role::B, now())
        .unwrap();
    writer.reprint(&number, Role::B, now()).unwrap();
    drop(writer);
    let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
    let reason = "power".to_owned();
    let reader = Reader::open(dir.path()).unwrap();
    let reprints = reader.reprints(&number).unwrap();
    assert_eq!(reprints[0].outcome, Some(Outcome::Unknown { reason }));
    assert!(writer.reprint(&number, Role::B, now()).is_err());
    writer
        .settle(&number, Finding::Nothing, Role::A, now())
        .unwrap();
    writer.reprint(&number, Role::A, now()).unwrap();
}

#[test]
fn what_is_not_in_the_register_is_not_printed_again() {
    let dir = tempfile::tempdir().unwrap();
    let (mut writer, _) = doubtful(dir.path());
    assert!(
        writer
            .reprint("L01-1-20181015-0099", Role::A, now())
            .is_err()
    );
}
