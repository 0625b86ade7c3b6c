//! What the agent changes under an open document, a waiting job, a list below.

use super::*;

#[test]
fn a_withdrawn_document_closes_and_leaves_nothing_behind() {
    let mut desk = Desk::new();
    // Its title was typed to find it.
    desk.act(home::Touch::Search)
        .act(typed(&sample_document().title));
    desk.open(sample_document());
    desk.hear(Event::Answered(Answer::Changed));
    let rechecked = desk.effects.iter().any(
        |effect| matches!(effect, Effect::Ask(Question::Recheck { ids }) if ids == &["demo:rules"]),
    );
    assert!(rechecked, "{:?}", desk.effects);
    desk.hear(gone("demo:rules"));
    assert_eq!(desk.place(), &Place::default());
    assert_eq!(desk.notice(), Some(Notice::Withdrawn));
    assert!(desk.session.visit().stack.is_empty());
}

#[test]
fn a_withdrawn_document_is_stopped_at_the_printer_and_its_title_goes() {
    let mut desk = Desk::new();
    desk.open(sample_document())
        .open_print()
        .act(print::Touch::Start);
    let job = desk.job();
    desk.hear(gone("demo:rules"));
    assert!(matches!(desk.effects[..], [Effect::Withdraw { job: stopped }] if stopped == job));
    desk.hear(Event::Reported(Report::Done {
        job,
        outcome: refused("withdrawn"),
        number: "L01-1-20181015-0027".into(),
    }));
    let Place::Outcome(ended) = desk.place() else {
        panic!()
    };
    assert_eq!(
        (ended.title.as_str(), &ended.outcome),
        ("", &refused("withdrawn"))
    );
    desk.act(frame::Touch::Back);
    assert_eq!(desk.place(), &Place::default());
}

#[test]
fn the_mirror_counts_as_followed_when_no_job_prints_what_is_gone() {
    let followed = |desk: &Desk| {
        let told = |effect: &Effect| matches!(effect, Effect::Followed(_));
        desk.effects.iter().any(told)
    };
    let mut desk = Desk::new();
    desk.open(sample_document())
        .open_print()
        .act(print::Touch::Start);
    let job = desk.job();
    desk.hear(Event::Answered(Answer::Changed));
    assert!(!followed(&desk), "not yet looked at");
    desk.hear(gone("demo:rules"));
    assert!(!followed(&desk), "still printing");
    desk.hear(Event::Reported(Report::Done {
        job,
        outcome: refused("withdrawn"),
        number: String::new(),
    }));
    assert!(followed(&desk));
    desk.after(1_000);
    assert!(!followed(&desk), "told once");
}

#[test]
fn a_recheck_that_failed_is_asked_again() {
    let rechecked = |desk: &Desk| {
        let asked = |effect: &Effect| matches!(effect, Effect::Ask(Question::Recheck { .. }));
        desk.effects.iter().any(asked)
    };
    let mut desk = Desk::new();
    desk.hear(Event::Answered(Answer::Home(Box::default())));
    desk.hear(Event::Answered(Answer::Changed));
    assert!(rechecked(&desk));
    desk.hear(Event::Answered(Answer::Failed { serial: None }));
    desk.after(1_000);
    assert!(!rechecked(&desk), "not at once");
    desk.after(1_000);
    assert!(rechecked(&desk));
    desk.hear(gone("nothing"));
    desk.after(10_000);
    assert!(!rechecked(&desk), "answered");
}

#[test]
fn a_damaged_mirror_is_reported_to_the_agent_and_not_again_within_the_hour() {
    let asked = |desk: &mut Desk| {
        desk.hear(Event::Answered(Answer::Missing(Missing::Damaged)));
        let check = |effect: &Effect| matches!(effect, Effect::CheckMirror);
        desk.effects.iter().any(check)
    };
    let mut desk = Desk::new();
    desk.hear(Event::Answered(Answer::Missing(Missing::Absent)));
    assert!(asked(&mut desk));
    desk.after(3_599_000);
    assert!(!asked(&mut desk));
    desk.after(1_000);
    assert!(asked(&mut desk));
}

#[test]
fn a_newer_revision_is_loaded_with_a_notice_and_no_old_choice() {
    let mut desk = Desk::new();
    desk.open(sample_document()).act(reader::Touch::Choosing);
    desk.act(reader::Touch::Tick {
        article_id: "a2".into(),
    });
    desk.hear(Event::Answered(Answer::Checked {
        found: vec![("demo:rules".into(), Some(4))],
        cursor: mirror::Cursor::default(),
    }));
    let serial = desk.asked();
    let mut newer = sample_document();
    newer.rev = 4;
    desk.hear(Event::Answered(Answer::Opened {
        serial,
        opened: Some(opened(newer)),
    }));
    let Place::Reader(reading) = desk.place() else {
        panic!()
    };
    assert_eq!(reading.opened.as_ref().unwrap().document.rev, 4);
    assert!(reading.chosen.is_empty());
    assert_eq!(desk.notice(), Some(Notice::Revised));
}

#[test]
fn a_document_gone_before_it_opened_says_so_and_stays() {
    let mut desk = Desk::new();
    desk.act(home::Touch::Search).tap_row("x");
    let serial = desk.asked();
    desk.hear(Event::Answered(Answer::Opened {
        serial,
        opened: None,
    }));
    assert!(matches!(desk.place(), Place::Search(_)));
    assert_eq!(desk.notice(), Some(Notice::Withdrawn));
}
