//! What keeps strangers out of the desk, and what a slip of which nobody knows the end should have looked like.

use journal::{Content, Role};

use super::desk::{NUMBER, slip};
use super::*;
use crate::screen::{desk, door};

/// From closing to opening.
const NIGHT_MS: u64 = 14 * 3_600_000;

/// A script that types as fast as it may for a night, into either door, and pulls the plug after every so many steps: how many PINs were compared and
/// how many met a closed door.
fn a_night_of_guessing(steps_to_plug: u32) -> (u32, u32) {
    const STEP_MS: u64 = 2_000;
    let mut hands = Hands::new();
    let (mut compared, mut refused) = (0_u32, 0_u32);
    while hands.now_ms < NIGHT_MS {
        hands.approach_the_door();
        let tried = compared + refused;
        let pin = format!("{:04}", tried % 10_000);
        let role = [Role::A, Role::B][tried as usize % 2];
        for digit in pin.chars() {
            hands.act(door::Touch::Type {
                text: digit.to_string(),
            });
        }
        hands.act(door::Touch::Enter(role));
        match hands.asked_pin() {
            Some((serial, typed)) => {
                assert_eq!(typed, pin);
                compared += 1;
                hands.hear(Event::Reported(Report::Unlocked {
                    serial,
                    fits: false,
                }));
            }
            None => refused += 1,
        }
        if (tried + 1).is_multiple_of(steps_to_plug) {
            // The file on disk says how many were wrong.
            let (now_ms, mut again) = (hands.now_ms, Hands::new());
            again.now_ms = now_ms;
            again.hear(Event::Reported(Report::Tried { count: compared }));
            hands = again;
        }
        hands.act(frame::Touch::End).after(STEP_MS);
    }
    (compared, refused)
}

#[test]
fn a_script_that_tries_pins_for_a_night_compares_sixty_of_ten_thousand_whichever_role_it_tries() {
    let (compared, refused) = a_night_of_guessing(u32::MAX);
    // Three at once, four at growing distances (1, 2, 4, 8 minutes), then one in each quarter of an hour.
    assert_eq!(compared, 7 + 54, "and {refused} met a closed door");
    assert!(
        compared * 160 < 10_000,
        "half a year of nights for all of four digits"
    );
    // Pulling the plug gains nothing: the wait begins anew.
    for steps_to_plug in [400, 700] {
        let (plugged, _) = a_night_of_guessing(steps_to_plug);
        assert!(plugged <= compared, "{plugged} by pulling the plug");
    }
}

#[test]
fn a_handover_asks_for_the_pin_of_the_one_who_comes() {
    let mut hands = Hands::new();
    hands.approach_the_door().type_pin("204618");
    hands.answer_pin(true).list(vec![]);
    hands.act(desk::Touch::Go(desk::Tab::Handover));
    let by = |hands: &Hands| {
        hands.effects.iter().find_map(|effect| match effect {
            Effect::Unlock { by, .. } => *by,
            _ => None,
        })
    };
    let touch = desk::Touch::Handover;
    hands.act(touch(desk::handover::Touch::Type { text: "7".into() }));
    hands.act(touch(desk::handover::Touch::Enter));
    assert_eq!(by(&hands), Some(Role::B), "A is on duty, B comes");
}

#[test]
fn the_slip_that_should_have_come_out_is_drawn_from_the_very_revision_or_not_at_all() {
    let drawn = |hands: &Hands| {
        let picture = hands.desking().slips.shown_picture();
        picture.map(|picture| (picture.drawn, picture.preview.is_some()))
    };
    let measure = |hands: &Hands| {
        hands.effects.iter().find_map(|effect| match effect {
            Effect::Measure(measure) => Some(measure.clone()),
            _ => None,
        })
    };
    let come = |hands: &mut Hands, document: Option<Document>| {
        let serial = hands.asked();
        let opened = document.map(opened);
        hands.hear(Event::Answered(Answer::Opened { serial, opened }));
    };
    use desk::Drawn;
    let mut hands = Hands::new();
    hands.at_the_desk(slip(None, false));
    assert_eq!(drawn(&hands), Some((Drawn::Coming, false)));
    come(&mut hands, Some(sample_document()));
    let asked = measure(&hands).expect("it is laid out");
    assert_eq!(asked.contents, [Content::Whole]);
    assert_eq!(asked.stood.unwrap().number, NUMBER);
    let dots = crate::screen::print::Preview {
        width: 1,
        height: 1,
        grey: vec![0].into(),
    };
    hands.hear(Event::Reported(Report::Measured {
        serial: asked.serial,
        content: Content::Whole,
        length_mm: Some(300),
        preview: Some(dots),
    }));
    assert_eq!(drawn(&hands), Some((Drawn::Shown, true)));
    // The mirror changed: nothing is shown of what may be withdrawn.
    hands.hear(Event::Answered(Answer::Changed));
    assert_eq!(drawn(&hands), Some((Drawn::Coming, false)));
    let serial = hands.desking().slips.shown_picture().unwrap().serial;
    hands.hear(Event::Answered(Answer::Opened {
        serial,
        opened: None,
    }));
    assert_eq!(drawn(&hands), Some((Drawn::Gone, false)));
    let newer = Document {
        rev: sample_document().rev + 1,
        ..sample_document()
    };
    hands.act(desk::Touch::Choose {
        number: NUMBER.into(),
    });
    come(&mut hands, Some(newer));
    assert_eq!(
        drawn(&hands),
        Some((Drawn::Gone, false)),
        "another revision"
    );
    hands.act(desk::Touch::Choose {
        number: NUMBER.into(),
    });
    let serial = hands.asked();
    hands.hear(Event::Answered(Answer::Failed {
        serial: Some(serial),
    }));
    assert_eq!(drawn(&hands), Some((Drawn::Failed, false)));
    assert_eq!(hands.notice(), None, "it is settled all the same");
    hands.act(desk::Touch::Choose {
        number: String::new(),
    });
    assert_eq!(drawn(&hands), None, "back to the list");
}
