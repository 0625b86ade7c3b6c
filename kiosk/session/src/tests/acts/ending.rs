//! An application that ends without an answer: withdrawn with the day on the paper, or void with its reason; asked once more either way.

use journal::Closing;

use super::*;
use crate::affairs::Affairs;
use crate::keyboard::Layer;
use crate::screen::services::{Touch as Served, form};
use crate::services::Standing;

const NUMBER: &str = "L01-1-S-2018-0001";

fn held(hands: &mut Hands, applications: Vec<Standing>) {
    let serial = hands.desking().serial;
    let affairs = Affairs {
        day: "20181015".into(),
        applications,
        ..Affairs::default()
    };
    hands.hear(Event::Reported(Report::Affairs {
        serial,
        affairs: Some(Box::new(affairs)),
    }));
}

/// At the desk, before an application in a state that came in on a Friday.
fn before(state: &str) -> Hands {
    let mut hands = Hands::new();
    hands.on_duty().go(desk::Tab::Applications);
    let standing = Standing {
        received_on: Some("2018-10-12".parse().unwrap()),
        ..crate::tests::services::standing(state)
    };
    held(&mut hands, vec![standing]);
    hands.attend(MatterKind::ApplicationLine, NUMBER);
    hands
}

fn offers(hands: &Hands, deed: Deed) -> bool {
    hands.sheet().acts.iter().any(|act| act.deed == deed)
}

#[test]
fn an_applicant_withdraws_with_the_day_on_the_paper_after_one_more_question() {
    for state in ["received", "forwarded", "to-be-corrected", "clock-stopped"] {
        let mut hands = before(state);
        assert!(offers(&hands, Deed::Ending), "{state}");
        hands.deed(Deed::Withdrawn);
        assert!(hands.asked_to_file().is_none(), "not without the question");
        hands.deed(Deed::Ending);
        assert_eq!(hands.sheet().name, SheetName::Ending);
        let first = hands.sheet().acts[0].deed;
        assert_eq!(first, Deed::GoOn, "what a hasty finger meets first");
        hands.deed(Deed::DayBefore).deed(Deed::Withdrawn);
        match hands.asked_to_file().expect("it is written").1 {
            Filing::Step {
                number,
                step: Step::Closed(Closing::Withdrawn),
                by: Role::A,
                on,
            } => assert_eq!(
                (number.as_str(), on),
                (NUMBER, Some("2018-10-14".parse().unwrap()))
            ),
            other => panic!("{state}: {other:?}"),
        }
        hands.tell_filed(NUMBER);
        assert_eq!(hands.sheet().name, SheetName::Applications);
    }
}

#[test]
fn a_mistaken_intake_is_void_with_its_reason_and_an_answered_one_never() {
    let mut hands = before("clock-stopped");
    hands.deed(Deed::Mistake);
    assert!(hands.asked_to_file().is_none(), "not from the page before");
    hands.deed(Deed::Ending).deed(Deed::Mistake);
    let (_, filing) = hands.asked_to_file().expect("it is written");
    let filing = format!("{filing:?}");
    for part in ["application-void", NUMBER, "记错了"] {
        assert!(filing.contains(part), "{filing}");
    }
    hands.deed(Deed::Twice);
    assert!(hands.asked_to_file().is_none(), "once");
    let mut hands = before("answered");
    assert!(!offers(&hands, Deed::Ending));
    hands.deed(Deed::Ending);
    assert_eq!(hands.sheet().name, SheetName::Application);
    let mut hands = before("received");
    hands.deed(Deed::Ending).deed(Deed::GoOn);
    assert_eq!(hands.sheet().name, SheetName::Application);
    // Somebody else answered it meanwhile.
    hands.deed(Deed::Ending);
    held(&mut hands, vec![]);
    let offered = |act: &desk::Act| act.deed == Deed::GoOn || act.off;
    assert!(hands.sheet().acts.iter().all(offered), "nothing to end");
    for deed in [Deed::Mistake, Deed::Twice, Deed::Withdrawn] {
        hands.deed(deed);
        assert!(hands.asked_to_file().is_none(), "{deed:?}");
    }
}

#[test]
fn another_reason_is_typed_and_nothing_is_written_without_words() {
    let mut hands = before("forwarded");
    hands.deed(Deed::Ending).deed(Deed::OtherWhy);
    hands.deed(Deed::VoidIt);
    assert!(hands.asked_to_file().is_none(), "nothing was typed");
    hands.deed(Deed::GoOn);
    assert_eq!(hands.sheet().name, SheetName::Ending);
    hands.deed(Deed::OtherWhy);
    hands.act(Served::Form(form::Touch::Edit { at: 0 }));
    hands.act(Served::Form(form::Touch::Layer(Layer::Digits)));
    let text = "12345".to_owned();
    hands.act(Served::Form(form::Touch::Type { text }));
    hands.deed(Deed::VoidIt);
    let (_, filing) = hands.asked_to_file().expect("it is written");
    let filing = format!("{filing:?}");
    assert!(filing.contains("application-void") && filing.contains("12345"));
    hands.tell_filed(NUMBER);
    assert_eq!(hands.sheet().name, SheetName::Applications);
}
