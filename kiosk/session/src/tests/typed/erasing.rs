//! What entries say of a person, deleted by hand: nothing without a reason, nothing without a yes.

use journal::{Erasable, RedactReason};

use super::*;

const NUMBER: &str = "L01-1-20181014-0007";

/// Serial and day of the question for what can be deleted.
fn asked(hands: &Hands) -> Option<(u64, String)> {
    hands.effects.iter().find_map(|effect| match effect {
        Effect::ReadErasable { serial, day } => Some((*serial, day.clone())),
        _ => None,
    })
}

fn tell(hands: &mut Hands) {
    let (serial, day) = asked(hands).expect("a day was asked for");
    hands.hear(Event::Reported(Report::Erasable {
        serial,
        day,
        held: Some(vec![Erasable {
            number: NUMBER.into(),
            register: "prints",
            at: "2018-10-14T06:36:00Z".into(),
            title: Some("示例".into()),
            fields: vec!["title", "purpose"],
        }]),
    }));
}

/// At the list of the day before today.
fn at_the_list() -> Hands {
    let mut hands = at_work(Affairs {
        day: "20181015".into(),
        ..Affairs::default()
    });
    hands.act(desk::Touch::Go(desk::Tab::Register));
    let serial = hands.effects.iter().find_map(|effect| match effect {
        Effect::ReadDay { serial, .. } => Some(*serial),
        _ => None,
    });
    hands.hear(Event::Reported(Report::DayRead {
        serial: serial.unwrap(),
        day: "20181015".into(),
        book: Some(Box::default()),
    }));
    act(&mut hands, Deed::More);
    act(&mut hands, Deed::Redact);
    assert_eq!(asked(&hands).unwrap().1, "20181015");
    act(&mut hands, Deed::DayAfter);
    assert!(asked(&hands).is_none(), "nothing that is to come");
    act(&mut hands, Deed::DayBefore);
    assert_eq!(asked(&hands).unwrap().1, "20181014");
    tell(&mut hands);
    hands
}

#[test]
fn nothing_is_deleted_before_somebody_said_why_and_yes() {
    let mut hands = at_the_list();
    let line = &sheet(&hands).lines[0];
    assert_eq!(
        (
            line.kind,
            line.short.as_str(),
            line.detail.as_str(),
            line.count
        ),
        (MatterKind::Erasable, "0007", "prints", 2)
    );
    act(&mut hands, Deed::RedactNow);
    assert!(filed(&hands).is_none(), "nothing was chosen");
    attend(&mut hands, MatterKind::Erasable, NUMBER);
    let off = |hands: &Hands| {
        let acts = sheet(hands).acts;
        let now = acts.iter().find(|act| act.deed == Deed::RedactNow);
        now.unwrap().off
    };
    assert!(off(&hands));
    act(&mut hands, Deed::RedactNow);
    assert!(filed(&hands).is_none(), "nobody said why");
    act(&mut hands, Deed::RedactAsked);
    act(&mut hands, Deed::RedactNamed);
    assert!(filed(&hands).is_none(), "nobody said yes");
    assert!(!off(&hands));
    act(&mut hands, Deed::RedactNow);
    match filed(&hands) {
        Some(Filing::Redact { number, why, by }) => {
            assert_eq!(
                (number.as_str(), why, by),
                (NUMBER, RedactReason::Named, Role::A)
            );
        }
        other => panic!("{other:?}"),
    }
    act(&mut hands, Deed::RedactNow);
    assert!(filed(&hands).is_none(), "once");
    hands.hear(Event::Reported(Report::Filed {
        serial: hands.desking().filing.unwrap(),
        taken: Some(crate::services::Taken {
            number: NUMBER.into(),
            at: "2018-10-15T06:36:00Z".into(),
        }),
    }));
    assert_eq!(
        asked(&hands).unwrap().1,
        "20181014",
        "its day is read again"
    );
    assert!(!sheet(&hands).read);
}

#[test]
fn a_no_leaves_everything_and_an_older_answer_is_dropped() {
    let mut hands = at_the_list();
    attend(&mut hands, MatterKind::Erasable, NUMBER);
    act(&mut hands, Deed::RedactUnfit);
    act(&mut hands, Deed::KeepIt);
    assert!(filed(&hands).is_none());
    let (serial, day) = asked(&hands).unwrap();
    hands.hear(Event::Reported(Report::Erasable {
        serial: serial - 1,
        day: day.clone(),
        held: Some(Vec::new()),
    }));
    assert!(!sheet(&hands).read, "an older answer");
    hands.hear(Event::Reported(Report::Erasable {
        serial,
        day,
        held: None,
    }));
    assert_eq!(hands.notice(), Some(Notice::RegisterUnread));
}
