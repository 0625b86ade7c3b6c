//! What is typed at the desk: who may be asked for a correction, which answer goes where, what figures are asked for.

mod appraisal;
mod erasing;

use journal::{ApplicationWay, Role};

use super::*;
use crate::affairs::{Affairs, Waiting};
use crate::screen::desk::{self, Deed, MatterKind};
use crate::screen::services::{Touch as Served, form};
use crate::services::{Filing, Step};

/// The list that the desk shows.
pub fn sheet(hands: &Hands) -> desk::Sheet {
    let now = "2018-10-15T06:36:00Z".parse().unwrap();
    match crate::view::view(&hands.session, now).screen {
        crate::screen::Screen::Desk(desk) => match desk.shows {
            desk::Page::Sheet(sheet) => sheet,
            other => panic!("not a list: {other:?}"),
        },
        other => panic!("not the desk: {other:?}"),
    }
}

/// Whoever works here, at the desk, with what waits there.
pub fn at_work(affairs: Affairs) -> Hands {
    at_work_by(limits(), affairs)
}

/// The same under the rules of a house.
pub fn at_work_by(rules: Rules, affairs: Affairs) -> Hands {
    let mut hands = Hands::new();
    hands.session = Session::new(rules, 0);
    hands
        .approach_the_door()
        .type_pin("204618")
        .answer_pin(true);
    let serial = hands.desking().serial;
    hands.hear(Event::Reported(Report::Affairs {
        serial,
        affairs: Some(Box::new(affairs)),
    }));
    hands
}

fn attend(hands: &mut Hands, kind: MatterKind, number: &str) {
    let number = number.into();
    hands.act(desk::Touch::Attend { kind, number });
}

fn act(hands: &mut Hands, deed: Deed) {
    let word = String::new();
    hands.act(desk::Touch::Do { deed, word });
}

fn filed(hands: &Hands) -> Option<Filing> {
    hands.effects.iter().find_map(|effect| match effect {
        Effect::File { what, .. } => Some(what.clone()),
        _ => None,
    })
}

#[test]
fn a_correction_is_asked_for_once_with_the_days_that_the_notice_says() {
    let standing = super::services::standing("forwarded");
    let number = standing.number.clone();
    let mut hands = at_work(Affairs {
        applications: vec![standing.clone()],
        ..Affairs::default()
    });
    attend(&mut hands, MatterKind::ApplicationLine, &number);
    act(&mut hands, Deed::Correction);
    hands.act(desk::Touch::Note(desk::note::Touch::Digit(8)));
    // Another kind of line is none of this page's.
    hands.act(desk::Touch::Write(desk::Written::Correction));
    hands.act(desk::Touch::Note(desk::note::Touch::Enter));
    match filed(&hands) {
        Some(Filing::Step {
            step: Step::Correction { working_days, .. },
            number: of,
            by: Role::A,
            on: None,
        }) => assert_eq!((working_days, of), (8, number.clone())),
        other => panic!("{other:?}"),
    }
    let corrected = crate::services::Standing {
        corrected_on: Some("2018-10-20".parse().unwrap()),
        ..standing
    };
    let mut hands = at_work(Affairs {
        applications: vec![corrected],
        ..Affairs::default()
    });
    attend(&mut hands, MatterKind::ApplicationLine, &number);
    act(&mut hands, Deed::Correction);
    assert!(
        matches!(hands.desking().at, crate::At::Application { .. }),
        "the office asks once (art 30)"
    );
}

#[test]
fn an_answer_is_written_only_when_there_are_words_and_says_whether_everybody_may_read_it() {
    let opinion = Waiting {
        number: "L01-1-Y-2018-0001".into(),
        at: "2018-10-15T06:36:00Z".into(),
        state: "forwarded".into(),
    };
    let mut hands = at_work(Affairs {
        opinions: vec![opinion.clone()],
        ..Affairs::default()
    });
    attend(&mut hands, MatterKind::OpinionSent, &opinion.number);
    act(&mut hands, Deed::Publish);
    assert!(filed(&hands).is_none(), "nothing is typed yet");
    let digits = crate::keyboard::Layer::Digits;
    hands.act(Served::Form(form::Touch::Edit { at: 0 }));
    hands.act(Served::Form(form::Touch::Layer(digits)));
    let text = "7".to_owned();
    hands.act(Served::Form(form::Touch::Type { text }));
    act(&mut hands, Deed::KeepPrivate);
    match filed(&hands) {
        Some(Filing::Entry(entry)) => assert_eq!(entry.register(), "opinions"),
        other => panic!("{other:?}"),
    }
    act(&mut hands, Deed::Publish);
    assert!(filed(&hands).is_none(), "one at a time");
}

#[test]
fn an_application_that_an_attendant_types_leaves_the_desk_and_says_how_it_came() {
    let mut hands = at_work(Affairs::default());
    hands.act(desk::Touch::Go(desk::Tab::Applications));
    act(&mut hands, Deed::TakeIn);
    assert!(matches!(hands.desking().at, crate::At::Intake));
    act(&mut hands, Deed::TakeMail);
    let Place::Service(crate::visit::Serving::Apply(crate::visit::Applying::Fill(draft))) =
        hands.place()
    else {
        panic!("no form: {:?}", hands.place())
    };
    assert_eq!(draft.taken, Some((ApplicationWay::Mail, Role::A)));
    hands.act(frame::Touch::Back);
    assert!(
        !matches!(hands.place(), Place::Desk(_)),
        "not back in without the PIN"
    );
    // Where nothing can be sealed nothing is taken in.
    let mut hands = Hands::new();
    let rules = Rules {
        takes_in: false,
        ..limits()
    };
    hands.session = Session::new(rules, 0);
    hands
        .approach_the_door()
        .type_pin("204618")
        .answer_pin(true);
    act(&mut hands, Deed::TakeOral);
    assert!(matches!(hands.place(), Place::Desk(_)));
}

#[test]
fn figures_are_asked_for_month_by_month_and_year_by_year_up_to_now() {
    let mut hands = at_work(Affairs::default());
    let asked = |hands: &Hands| {
        hands.effects.iter().find_map(|effect| match effect {
            Effect::ReadStatistics { serial, period } => Some((*serial, period.clone())),
            _ => None,
        })
    };
    act(&mut hands, Deed::Statistics);
    let (serial, period) = asked(&hands).unwrap();
    assert_eq!(period, "", "this month, whichever that is");
    let told = |serial, period: &str| {
        Event::Reported(Report::Counted {
            serial,
            period: period.into(),
            figures: Some(Box::default()),
        })
    };
    hands.hear(told(serial, "201801"));
    act(&mut hands, Deed::After);
    assert_eq!(asked(&hands), None, "nothing lies behind it");
    act(&mut hands, Deed::Before);
    let (serial, period) = asked(&hands).unwrap();
    assert_eq!(period, "201712");
    hands.hear(told(serial - 1, "209901"));
    hands.hear(told(serial, "201712"));
    act(&mut hands, Deed::Years);
    assert_eq!(asked(&hands).unwrap().1, "2017");
    hands.hear(told(asked(&hands).unwrap().0, "2017"));
    act(&mut hands, Deed::After);
    assert_eq!(asked(&hands).unwrap().1, "2018");
    hands.hear(told(asked(&hands).unwrap().0, "2018"));
    act(&mut hands, Deed::Months);
    assert_eq!(
        asked(&hands).unwrap().1,
        "201801",
        "no month that is to come"
    );
    act(&mut hands, Deed::ExportFigures);
    let exported = hands.effects.iter().any(|effect| {
        matches!(effect, Effect::Export { what: crate::staff::Exporting::Statistics(of), .. } if of == "201801")
    });
    assert!(exported);
}
