//! A handover: the PIN of who comes, the paper with two signatures, and a word that goes with it.

use super::*;
use crate::keyboard::Layer;
use crate::screen::services::{Touch as Served, form};

fn touch(touch: handover::Touch) -> desk::Touch {
    desk::Touch::Handover(touch)
}

fn type_pin(hands: &mut Hands) {
    for digit in "204618".chars() {
        let text = digit.to_string();
        hands.act(touch(handover::Touch::Type { text }));
    }
    hands.act(touch(handover::Touch::Enter));
}

fn shown(hands: &Hands) -> desk::Handover {
    let now = "2018-10-15T06:36:00Z".parse().unwrap();
    match crate::view::view(&hands.session, now).screen {
        crate::screen::Screen::Desk(desk) => match desk.shows {
            desk::Page::Handover(handover) => handover,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_takes_over_types_the_pin_and_two_signatures_go_on_paper() {
    let mut hands = Hands::new();
    hands.on_duty().go(desk::Tab::Handover);
    hands.act(touch(handover::Touch::More));
    hands.act(touch(handover::Touch::Enter));
    assert!(hands.asked_pin().is_none(), "nothing was typed");
    type_pin(&mut hands);
    hands.answer_pin(false);
    assert_eq!(hands.desking().by, Role::A, "A stays on duty");
    assert!(hands.asked_to_file().is_none());
    type_pin(&mut hands);
    hands.answer_pin(true);
    assert_eq!(hands.desking().by, Role::A, "the register answers first");
    hands.tell_filed("L01-1-B-20181015-0001");
    assert_eq!(hands.desking().by, Role::B);
    let (_, paper) = hands.asked_paper().expect("the paper for the signatures");
    let StaffPaper::Handover(paper) = paper else {
        panic!("another paper: {paper:?}")
    };
    assert_eq!((paper.by, paper.to), (Role::A, Some(Role::B)));
    assert_eq!(paper.spare_rolls, 1);
    hands.act(touch(handover::Touch::Enter));
    assert!(hands.asked_pin().is_none(), "once");
}

#[test]
fn a_word_goes_with_the_handover_and_the_rolls_that_were_counted_stay() {
    let mut hands = Hands::new();
    hands.on_duty().go(desk::Tab::Handover);
    hands.act(touch(handover::Touch::More));
    let text = "2".to_owned();
    hands.act(touch(handover::Touch::Type { text }));
    let write = |hands: &mut Hands, said: &str| {
        hands.deed(Deed::Word);
        hands.act(Served::Form(form::Touch::Edit { at: 0 }));
        hands.act(Served::Form(form::Touch::Layer(Layer::Latin)));
        hands.act(Served::Form(form::Touch::Clear));
        for letter in said.chars() {
            let text = letter.to_string();
            hands.act(Served::Form(form::Touch::Type { text }));
        }
    };
    write(&mut hands, "little paper");
    hands.deed(Deed::SayIt);
    let page = shown(&hands);
    assert_eq!((page.word.as_str(), page.spare_rolls), ("little paper", 1));
    assert_eq!(page.digits, 0, "the PIN is typed anew");
    // Another word that is not taken leaves the first.
    write(&mut hands, "x");
    hands.deed(Deed::BackToHandover);
    assert_eq!(shown(&hands).word, "little paper");
    type_pin(&mut hands);
    hands.answer_pin(true);
    let (_, filing) = hands.asked_to_file().expect("it is written");
    assert!(format!("{filing:?}").contains("little paper"), "{filing:?}");
    hands.tell_filed("L01-1-B-20181015-0001");
    match hands.asked_paper() {
        Some((_, StaffPaper::Handover(paper))) => assert_eq!(paper.word, "little paper"),
        other => panic!("{other:?}"),
    }
    hands.deed(Deed::Word);
    assert_eq!(shown(&hands).word, "little paper", "it is done");
}

#[test]
fn the_last_one_leaves_by_the_own_pin_and_whoever_comes_in_then_begins() {
    let mut hands = Hands::new();
    hands.on_duty().go(desk::Tab::Handover);
    assert!(shown(&hands).may_leave && !shown(&hands).leaves);
    let text = "9".to_owned();
    hands.act(touch(handover::Touch::Type { text }));
    hands.act(touch(handover::Touch::Leave));
    let page = shown(&hands);
    assert!(page.leaves);
    assert_eq!((page.to, page.digits), (Role::A, 0), "A signs, anew");
    hands.act(touch(handover::Touch::Leave));
    assert_eq!(shown(&hands).to, Role::B, "somebody came after all");
    hands.act(touch(handover::Touch::Leave));
    type_pin(&mut hands);
    let asked = hands.effects.iter().find_map(|effect| match effect {
        Effect::Unlock { by, .. } => Some(*by),
        _ => None,
    });
    assert_eq!(asked, Some(Some(Role::A)), "the PIN of who leaves");
    hands.answer_pin(true);
    let written = format!("{:?}", hands.asked_to_file().unwrap().1);
    assert!(written.contains("(\"by\", \"A\")"), "{written}");
    assert!(!written.contains("(\"to\""), "nobody comes: {written}");
    hands.tell_filed("L01-1-B-20181015-0001");
    let paper = |hands: &Hands| match hands.asked_paper() {
        Some((_, StaffPaper::Handover(paper))) => (paper.by, paper.to),
        other => panic!("{other:?}"),
    };
    assert_eq!(paper(&hands), (Role::A, None));
    // The same evening somebody comes in again: nobody is on duty, and nobody has to hand over.
    hands.go(desk::Tab::Today);
    let serial = hands.desking().serial;
    hands.hear(Event::Reported(Report::Affairs {
        serial,
        affairs: Some(Box::new(Affairs {
            duty: Some(crate::Duty {
                at: "2018-10-15T09:30:00Z".into(),
                to: None,
                spare_rolls: 2,
            }),
            ..Affairs::default()
        })),
    }));
    hands.attend(MatterKind::NobodyOnDuty, "");
    let page = shown(&hands);
    assert!(page.begins && !page.may_leave && page.to == Role::A);
    hands.act(touch(handover::Touch::Leave));
    assert!(!shown(&hands).leaves, "nothing to leave");
    type_pin(&mut hands);
    hands.answer_pin(true);
    let written = format!("{:?}", hands.asked_to_file().unwrap().1);
    let begins = written.contains("(\"by\", \"A\")") && written.contains("(\"to\", \"A\")");
    assert!(begins, "{written}");
    hands.tell_filed("L01-1-B-20181015-0002");
    assert_eq!(paper(&hands), (Role::A, Some(Role::A)));
}
