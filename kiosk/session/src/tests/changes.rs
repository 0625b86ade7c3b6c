//! What the agent changes under an open document, a waiting job, a list below.

use super::*;
use crate::screen::Screen;

#[test]
fn searches_of_the_home_page_that_find_nothing_are_hidden_and_counted_anew_after_each_change() {
    let mut hands = Hands::new();
    let rules = Rules {
        common: vec!["居住证".into(), "公租房".into()],
        ..limits()
    };
    hands.session = Session::new(rules, 0);
    let home = |hands: &mut Hands, documents, issued: &str| {
        hands.hear(Event::Answered(Answer::Home(Box::new(Overview {
            documents,
            issued: issued.into(),
            ..Overview::default()
        }))));
        let asked = hands.effects.iter().rev().find_map(|effect| match effect {
            Effect::Ask(Question::Common { words }) => Some(words.len()),
            _ => None,
        });
        hands.effects.clear();
        asked
    };
    let shown = |hands: &Hands| match crate::view::view(&hands.session, jiff::Timestamp::UNIX_EPOCH)
        .screen
    {
        Screen::Home(home) => home.common,
        other => panic!("{other:?}"),
    };
    assert_eq!(home(&mut hands, 7, "2018-10-15T01:00:00Z"), Some(2));
    assert_eq!(shown(&hands), ["居住证", "公租房"], "nobody counted yet");
    let barren = vec!["公租房".to_owned()];
    hands.hear(Event::Answered(Answer::Common { barren }));
    assert_eq!(shown(&hands), ["居住证"]);
    // Nothing changed; a document was put in the place of another.
    assert_eq!(home(&mut hands, 7, "2018-10-15T01:00:00Z"), None);
    assert_eq!(home(&mut hands, 7, "2018-10-16T01:00:00Z"), Some(2));
    hands.hear(Event::Answered(Answer::Common { barren: vec![] }));
    assert_eq!(shown(&hands).len(), 2);
}

#[test]
fn a_withdrawn_document_closes_and_leaves_nothing_behind() {
    let mut hands = Hands::new();
    // Its title was typed to find it.
    hands
        .act(home::Touch::Search)
        .act(typed(&sample_document().title));
    hands.open(sample_document());
    hands.hear(Event::Answered(Answer::Changed));
    let rechecked = hands.effects.iter().any(
        |effect| matches!(effect, Effect::Ask(Question::Recheck { ids }) if ids == &["demo:rules"]),
    );
    assert!(rechecked, "{:?}", hands.effects);
    hands.hear(gone("demo:rules"));
    assert_eq!(hands.place(), &Place::default());
    assert_eq!(hands.notice(), Some(Notice::Withdrawn));
    assert!(hands.session.visit().stack.is_empty());
}

#[test]
fn a_withdrawn_document_is_stopped_at_the_printer_and_its_title_goes() {
    let mut hands = Hands::new();
    hands
        .open(sample_document())
        .open_print()
        .act(print::Touch::Start);
    let job = hands.job();
    hands.hear(gone("demo:rules"));
    assert!(matches!(hands.effects[..], [Effect::Withdraw { job: stopped }] if stopped == job));
    hands.hear(Event::Reported(Report::Done {
        job,
        outcome: refused("withdrawn"),
        number: "L01-1-20181015-0027".into(),
    }));
    let Place::Outcome(ended) = hands.place() else {
        panic!()
    };
    assert_eq!(
        (ended.title.as_str(), &ended.outcome),
        ("", &refused("withdrawn"))
    );
    hands.act(frame::Touch::Back);
    assert_eq!(hands.place(), &Place::default());
}

#[test]
fn the_mirror_counts_as_followed_when_no_job_prints_what_is_gone() {
    let followed = |hands: &Hands| {
        let told = |effect: &Effect| matches!(effect, Effect::Followed(_));
        hands.effects.iter().any(told)
    };
    let mut hands = Hands::new();
    hands
        .open(sample_document())
        .open_print()
        .act(print::Touch::Start);
    let job = hands.job();
    hands.hear(Event::Answered(Answer::Changed));
    assert!(!followed(&hands), "not yet looked at");
    hands.hear(gone("demo:rules"));
    assert!(!followed(&hands), "still printing");
    hands.hear(Event::Reported(Report::Done {
        job,
        outcome: refused("withdrawn"),
        number: String::new(),
    }));
    assert!(followed(&hands));
    hands.after(1_000);
    assert!(!followed(&hands), "told once");
}

#[test]
fn a_recheck_that_failed_is_asked_again() {
    let rechecked = |hands: &Hands| {
        let asked = |effect: &Effect| matches!(effect, Effect::Ask(Question::Recheck { .. }));
        hands.effects.iter().any(asked)
    };
    let mut hands = Hands::new();
    hands.hear(Event::Answered(Answer::Home(Box::default())));
    hands.hear(Event::Answered(Answer::Changed));
    assert!(rechecked(&hands));
    hands.hear(Event::Answered(Answer::Failed { serial: None }));
    hands.after(1_000);
    assert!(!rechecked(&hands), "not at once");
    hands.after(1_000);
    assert!(rechecked(&hands));
    hands.hear(gone("nothing"));
    hands.after(10_000);
    assert!(!rechecked(&hands), "answered");
}

#[test]
fn a_damaged_mirror_is_reported_to_the_agent_and_not_again_within_the_hour() {
    let asked = |hands: &mut Hands| {
        hands.hear(Event::Answered(Answer::Missing(Missing::Damaged)));
        let check = |effect: &Effect| matches!(effect, Effect::CheckMirror);
        hands.effects.iter().any(check)
    };
    let mut hands = Hands::new();
    hands.hear(Event::Answered(Answer::Missing(Missing::Absent)));
    assert!(asked(&mut hands));
    hands.after(3_599_000);
    assert!(!asked(&mut hands));
    hands.after(1_000);
    assert!(asked(&mut hands));
}

#[test]
fn a_newer_revision_is_loaded_with_a_notice_and_no_old_choice() {
    let mut hands = Hands::new();
    hands.open(sample_document()).act(reader::Touch::Choosing);
    hands.act(reader::Touch::Tick {
        article_id: "a2".into(),
    });
    hands.hear(Event::Answered(Answer::Checked {
        found: vec![("demo:rules".into(), Some(4))],
        cursor: mirror::Cursor::default(),
    }));
    let serial = hands.asked();
    let mut newer = sample_document();
    newer.rev = 4;
    hands.hear(Event::Answered(Answer::Opened {
        serial,
        opened: Some(opened(newer)),
    }));
    let Place::Reader(reading) = hands.place() else {
        panic!()
    };
    assert_eq!(reading.opened.as_ref().unwrap().document.rev, 4);
    assert!(reading.chosen.is_empty());
    assert_eq!(hands.notice(), Some(Notice::Revised));
}

#[test]
fn a_document_gone_before_it_opened_says_so_and_stays() {
    let mut hands = Hands::new();
    hands.act(home::Touch::Search).tap_row("x");
    let serial = hands.asked();
    hands.hear(Event::Answered(Answer::Opened {
        serial,
        opened: None,
    }));
    assert!(matches!(hands.place(), Place::Search(_)));
    assert_eq!(hands.notice(), Some(Notice::Withdrawn));
}
