//! An application looked for by its number at the desk, also one that is over.

use journal::Closing;

use super::*;
use crate::keyboard::Layer;
use crate::screen::services::{Touch as Served, form};
use crate::services::Standing;

fn ask(hands: &mut Hands) -> u64 {
    hands.on_duty().go(desk::Tab::Applications);
    hands.deed(Deed::FindOne).deed(Deed::LookUp);
    assert!(hands.effects.is_empty(), "no number is typed");
    hands.act(Served::Form(form::Touch::Edit { at: 0 }));
    hands.act(Served::Form(form::Touch::Layer(Layer::Digits)));
    let text = "1".to_owned();
    hands.act(Served::Form(form::Touch::Type { text }));
    hands.deed(Deed::LookUp);
    hands
        .effects
        .iter()
        .find_map(|effect| match effect {
            Effect::FindApplication { serial, number } if number == "1" => Some(*serial),
            _ => None,
        })
        .expect("it is looked for")
}

fn answer(hands: &mut Hands, serial: u64, found: Option<Standing>) {
    let found = found.map(Box::new);
    hands.hear(Event::Reported(Report::Stands { serial, found }));
}

#[test]
fn what_is_over_is_found_by_its_number_and_offers_no_step() {
    let mut hands = Hands::new();
    let serial = ask(&mut hands);
    let withdrawn = Standing {
        closed_as: Some(Closing::Withdrawn),
        may_urge: false,
        ..crate::tests::services::standing("closed")
    };
    answer(&mut hands, serial + 1, Some(withdrawn.clone()));
    let at = |hands: &Hands| matches!(hands.desking().at, crate::At::Application { .. });
    assert!(!at(&hands), "the answer to another question");
    answer(&mut hands, serial, Some(withdrawn));
    assert!(at(&hands));
    let shown = hands.sheet();
    assert_eq!(shown.lines[0].detail, "withdrawn");
    let deeds: Vec<Deed> = shown.acts.iter().map(|act| act.deed).collect();
    assert_eq!(deeds, [Deed::Applications]);
    hands.deed(Deed::Ending);
    assert!(at(&hands), "it is over already");
}

#[test]
fn a_number_that_nothing_stands_under_is_said_so_and_a_late_answer_leads_nowhere() {
    let mut hands = Hands::new();
    let serial = ask(&mut hands);
    answer(&mut hands, serial, None);
    let shown = hands.sheet();
    assert_eq!(shown.name, SheetName::Applications);
    assert_eq!(shown.lines[0].kind, MatterKind::NotDone);
    let serial = ask(&mut hands);
    hands.go(desk::Tab::Today);
    let found = crate::tests::services::standing("closed");
    answer(&mut hands, serial, Some(found));
    assert!(matches!(hands.desking().at, crate::At::Today));
}
