//! An answer and an extension are asked once more; an answer of the wrong kind is corrected; no step stands before what it answers.

use jiff::civil::Date;
use journal::Answer;

use super::*;
use crate::services::Standing;

fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

fn standing(state: &str) -> Standing {
    Standing {
        received_on: day("2018-10-08"),
        ..crate::tests::services::standing(state)
    }
}

fn step(hands: &Hands) -> Option<Step> {
    hands.asked_to_file().map(|(_, filing)| match filing {
        Filing::Step { step, .. } => step,
        other => panic!("no step: {other:?}"),
    })
}

fn is_off(hands: &Hands, deed: Deed) -> Option<bool> {
    let acts = hands.sheet().acts;
    acts.iter().find(|act| act.deed == deed).map(|act| act.off)
}

#[test]
fn a_kind_of_answer_is_written_only_after_one_more_question() {
    for state in ["received", "forwarded", "to-be-corrected", "clock-stopped"] {
        let mut hands = before(standing(state), vec![]);
        hands.deed(Deed::Answer);
        hands.attend(MatterKind::AnswerKind, Answer::Repeated.as_code());
        assert_eq!(step(&hands), None, "{state}: one tap writes nothing");
        let asked = hands.sheet();
        assert_eq!(asked.name, SheetName::AnswerAsked);
        assert_eq!(asked.acts[0].deed, Deed::ChooseAgain, "the hasty finger");
        assert_eq!(
            (asked.lines[0].kind, asked.lines[0].detail.as_str()),
            (MatterKind::AnswerAsked, Answer::Repeated.as_code())
        );
        hands.deed(Deed::ChooseAgain);
        assert_eq!(hands.sheet().name, SheetName::Answers);
        hands.attend(MatterKind::AnswerKind, Answer::Partly.as_code());
        hands.deed(Deed::AnswerNow);
        let want = Step::Answered(Answer::Partly);
        assert_eq!(step(&hands), Some(want), "{state}");
        hands.tell_filed(NUMBER);
        assert_eq!(hands.sheet().name, SheetName::Application);
    }
}

#[test]
fn an_answer_of_the_wrong_kind_is_corrected_where_one_was_given() {
    for state in ["answered", "closed"] {
        let answered = Standing {
            answered_on: day("2018-10-12"),
            ..standing(state)
        };
        let mut hands = before(answered, vec![]);
        assert_eq!(is_off(&hands, Deed::CorrectAnswer), Some(false), "{state}");
        hands.deed(Deed::Answer);
        assert_eq!(hands.sheet().name, SheetName::Application, "no second one");
        hands.deed(Deed::CorrectAnswer);
        hands.attend(MatterKind::AnswerKind, Answer::NotHeld.as_code());
        assert_eq!(hands.sheet().lines[0].more, 1, "it corrects");
        hands.deed(Deed::AnswerNow);
        let want = Step::AnswerCorrected(Answer::NotHeld);
        assert_eq!(step(&hands), Some(want), "{state}");
    }
    let mut hands = before(standing("closed"), vec![]);
    assert_eq!(is_off(&hands, Deed::CorrectAnswer), None, "withdrawn");
    hands.deed(Deed::CorrectAnswer);
    assert_eq!(hands.sheet().name, SheetName::Application);
}

#[test]
fn a_term_is_put_off_by_the_days_that_were_agreed_and_not_without_consent() {
    let mut hands = before(standing("forwarded"), vec![]);
    hands.deed(Deed::Extend);
    assert_eq!(step(&hands), None, "one tap writes nothing");
    assert_eq!(hands.sheet().name, SheetName::Extending);
    hands.deed(Deed::ExtendNow);
    assert_eq!(step(&hands), None, "nobody agreed");
    assert_eq!(is_off(&hands, Deed::ExtendNow), Some(true));
    let asked = |hands: &Hands| {
        let line = hands.sheet().lines.swap_remove(0);
        (line.count, line.time, line.more)
    };
    // 20 working days behind 8 October, and 20 more.
    assert_eq!(asked(&hands), (20, "2018-12-03".to_owned(), 0));
    hands.deed(Deed::MoreDays);
    assert_eq!(asked(&hands).0, 20, "the statute allows no more");
    for _ in 0..15 {
        hands.deed(Deed::FewerDays);
    }
    hands.deed(Deed::Consent);
    assert_eq!(asked(&hands), (5, "2018-11-12".to_owned(), 1));
    hands.deed(Deed::ExtendNow);
    assert_eq!(step(&hands), Some(Step::Extended { working_days: 5 }));
    hands.tell_filed(NUMBER);
    assert_eq!(hands.sheet().name, SheetName::Application);
    let mut hands = before(standing("received"), vec![]);
    hands.deed(Deed::Extend);
    for _ in 0..30 {
        hands.deed(Deed::FewerDays);
    }
    assert_eq!(asked(&hands).0, 1, "a day at least");
    hands.deed(Deed::GoOn);
    assert_eq!(hands.sheet().name, SheetName::Application);
    let extended = Standing {
        extended_by: 3,
        ..standing("forwarded")
    };
    let mut hands = before(extended, vec![]);
    hands.deed(Deed::Extend);
    assert_eq!(hands.sheet().name, SheetName::Application, "once");
}

#[test]
fn no_step_stands_before_the_one_that_it_answers() {
    let first = |standing: Standing| before(standing, vec![]).desking().earliest();
    let on = day("2018-10-11");
    for (what, standing) in [
        (
            "a correction comes behind its notice",
            Standing {
                asked_to_correct_on: on,
                ..standing("to-be-corrected")
            },
        ),
        (
            "an answer behind the forwarding",
            Standing {
                forwarded_on: on,
                ..standing("forwarded")
            },
        ),
        (
            "and behind the extension",
            Standing {
                forwarded_on: day("2018-10-09"),
                extended_on: on,
                ..standing("forwarded")
            },
        ),
    ] {
        assert_eq!(first(standing), on, "{what}");
    }
    let mut hands = before(
        Standing {
            asked_to_correct_on: on,
            ..standing("to-be-corrected")
        },
        vec![],
    );
    for _ in 0..9 {
        hands.deed(Deed::DayBefore);
    }
    hands.deed(Deed::Corrected);
    let (_, filing) = hands.asked_to_file().unwrap();
    assert!(matches!(filing, Filing::Step { on: dated, .. } if dated == on));
}

#[test]
fn who_urges_stands_on_the_line_of_the_application() {
    let urged = |state: &str| Standing {
        urged_on: day("2018-10-12"),
        ..standing(state)
    };
    let line = |standing| before(standing, vec![]).sheet().lines.swap_remove(0);
    for state in ["received", "forwarded", "to-be-corrected", "clock-stopped"] {
        assert_eq!(line(urged(state)).urged, "2018-10-12", "{state}");
    }
    assert_eq!(line(urged("answered")).urged, "", "it was heard");
    assert_eq!(line(standing("forwarded")).urged, "");
}
