//! 今天 and what is written down there: the order of what needs a person, calls, paper by hand, the roll.

mod days;

use super::desk::slip;
use super::*;
use crate::screen::desk;

impl Hands {
    /// At 今天, with this in the registers.
    fn at_today(&mut self, affairs: crate::Affairs) -> &mut Self {
        self.approach_the_door().type_pin("204618").answer_pin(true);
        self.hear_affairs(affairs)
    }

    fn hear_affairs(&mut self, affairs: crate::Affairs) -> &mut Self {
        let serial = self.desking().serial;
        self.hear(Event::Reported(Report::Affairs {
            serial,
            affairs: Some(Box::new(affairs)),
        }))
    }

    fn today(&self) -> desk::Today {
        let now = "2018-10-15T06:36:00Z".parse().unwrap();
        let view = crate::view::view(&self.session, now);
        match view.screen {
            crate::screen::Screen::Desk(desk) => match desk.shows {
                desk::Page::Today(today) => today,
                other => panic!("not at 今天: {other:?}"),
            },
            other => panic!("not the desk: {other:?}"),
        }
    }

    fn kinds(&self) -> Vec<desk::MatterKind> {
        self.today().matters.iter().map(|m| m.kind).collect()
    }

    /// What is being written: serial and entry.
    fn desk_filing(&self) -> Option<(u64, journal::DeskEntry)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::File {
                serial,
                what: crate::services::Filing::Entry(entry),
            } => Some((*serial, entry.clone())),
            _ => None,
        })
    }

    fn answer_desk(&mut self, number: Option<&str>) -> &mut Self {
        let (serial, _) = self.desk_filing().expect("something is being written");
        let taken = number.map(|number| crate::services::Taken {
            number: number.into(),
            at: "2018-10-15T06:36:00Z".into(),
        });
        self.hear(Event::Reported(Report::Filed { serial, taken }))
    }
}

fn waiting(number: &str) -> crate::Waiting {
    crate::Waiting {
        number: number.into(),
        at: "2018-10-15T06:33:00Z".into(),
        state: "received".into(),
    }
}

fn application(number: &str, received: &str, state: &str) -> crate::services::Standing {
    crate::services::Standing {
        number: number.into(),
        received_on: Some(received.parse().unwrap()),
        ..super::services::standing(state)
    }
}

#[test]
fn what_needs_a_person_stands_in_the_order_of_harm_with_its_days() {
    use desk::MatterKind as Kind;
    let mut hands = Hands::counting_days();
    hands.at_today(crate::Affairs {
        calls: vec![waiting("L01-1-H-20181015-0001")],
        applications: vec![
            application("L01-1-S-2018-0001", "2018-09-13", "forwarded"),
            application("L01-1-S-2018-0002", "2018-09-17", "forwarded"),
            application("L01-1-S-2018-0003", "2018-09-18", "forwarded"),
            application("L01-1-S-2018-0004", "2018-10-15", "received"),
            application("L01-1-S-2018-0005", "2018-10-15", "forwarded"),
            application("L01-1-S-2018-0006", "2018-10-15", "clock-stopped"),
            application("L01-1-S-2018-0007", "2018-12-28", "forwarded"),
        ],
        opinions: vec![waiting("L01-1-Y-2018-0001")],
        gaps: vec![(12, 13)],
        roll: Some(crate::Roll {
            roll_mm: 50_000,
            used_mm: 41_000,
            daily_mm: 6_500,
        }),
        ..Default::default()
    });
    let serial = hands.desking().serial;
    hands.hear(Event::Reported(Report::Slips {
        serial,
        slips: Some(vec![slip(None, false)]),
    }));
    assert_eq!(
        hands.kinds(),
        [
            Kind::Call,
            Kind::Slip,
            Kind::Roll,
            Kind::Gap,
            Kind::ApplicationLate,
            Kind::ApplicationToday,
            Kind::ApplicationSoon,
            Kind::ApplicationForward,
            Kind::ApplicationUnknown,
            Kind::Opinions,
        ]
    );
    let today = hands.today();
    let matters = &today.matters;
    assert_eq!((matters[0].count, matters[2].count), (3, 9));
    assert_eq!((matters[4].short.as_str(), matters[4].count), ("0001", 2));
    assert_eq!((matters[6].short.as_str(), matters[6].count), ("0003", 1));
    assert_eq!((today.missing, today.left_m), (2, Some(9)));
}

#[test]
fn nothing_is_open_only_when_the_registers_said_so() {
    let mut hands = Hands::new();
    hands
        .approach_the_door()
        .type_pin("204618")
        .answer_pin(true);
    assert!(!hands.today().read, "nobody has looked yet");
    hands.hear_affairs(crate::Affairs::default());
    assert!(hands.today().read && hands.kinds().is_empty());
}

#[test]
fn an_older_answer_about_what_is_open_is_dropped_and_one_that_failed_is_told() {
    let mut hands = Hands::new();
    hands.at_today(crate::Affairs::default());
    hands.hear(Event::Reported(Report::Affairs {
        serial: hands.desking().serial - 1,
        affairs: None,
    }));
    assert_eq!(hands.notice(), None);
    hands.hear(Event::Reported(Report::Affairs {
        serial: hands.desking().serial,
        affairs: None,
    }));
    assert_eq!(hands.notice(), Some(Notice::RegisterUnread));
}

#[test]
fn who_goes_to_a_caller_says_so_once_and_the_call_does_not_lapse() {
    let mut hands = Hands::new();
    hands.act(frame::Touch::Help).act(help::Touch::Call);
    hands.answer_desk(Some("L01-1-H-20181015-0001"));
    hands.act(help::Touch::Door).type_pin("204618");
    hands.answer_pin(true).hear_affairs(crate::Affairs {
        calls: vec![waiting("L01-1-H-20181015-0001")],
        ..Default::default()
    });
    let went = desk::Touch::Attend {
        kind: desk::MatterKind::Call,
        number: "L01-1-H-20181015-0001".into(),
    };
    hands.act(went.clone());
    assert_eq!(hands.desk_filing().unwrap().1.register(), "calls");
    let mut twice = Hands {
        session: hands.session.clone(),
        now_ms: 0,
        effects: vec![],
    };
    assert!(twice.act(went).desk_filing().is_none(), "a second tap");
    hands.answer_desk(Some("L01-1-H-20181015-0001"));
    hands.act(frame::Touch::End);
    assert!(
        hands.desk_filing().is_none(),
        "nobody takes it back any more"
    );
}

#[test]
fn a_call_that_nobody_answered_lapses_when_the_desk_is_left() {
    let mut hands = Hands::new();
    hands.act(frame::Touch::Help).act(help::Touch::Call);
    hands.answer_desk(Some("L01-1-H-20181015-0001"));
    hands.act(help::Touch::Door);
    assert!(
        hands.desk_filing().is_none(),
        "it waits while the PIN is typed"
    );
    hands.type_pin("204618").answer_pin(true);
    hands.act(frame::Touch::End);
    assert_eq!(hands.desk_filing().unwrap().1.register(), "calls");
}

#[test]
fn three_taps_write_a_photocopy_down_and_a_mistake_leaves_a_trace() {
    use desk::note::Touch as Note;
    let mut hands = Hands::new();
    hands.at_today(crate::Affairs::default());
    hands.act(desk::Touch::Write(desk::Written::Photocopy));
    hands.act(desk::Touch::Note(Note::Digit(3)));
    hands.act(desk::Touch::Note(Note::Enter));
    assert_eq!(hands.desk_filing().unwrap().1.register(), "papers");
    let noting = |hands: &Hands| match &hands.desking().at {
        crate::At::Note(noting) => noting.clone(),
        other => panic!("not writing: {other:?}"),
    };
    assert_eq!(noting(&hands).last, None, "the register answers first");
    hands.answer_desk(Some("L01-1-20181015-0028"));
    assert_eq!(noting(&hands).last.unwrap().figure, 3);
    assert_eq!(noting(&hands).figure, 1, "ready for the next");
    hands.act(desk::Touch::Note(Note::Again));
    hands.answer_desk(None);
    assert_eq!(hands.notice(), Some(Notice::RegisterUnread));
    assert_eq!(
        noting(&hands).last.unwrap().taken.number,
        "L01-1-20181015-0028",
        "what stands in the register is the first"
    );
    hands.act(desk::Touch::Note(Note::Mistake));
    hands.answer_desk(Some("L01-1-20181015-0028"));
    assert!(noting(&hands).last.unwrap().void);
    hands.act(desk::Touch::Note(Note::Mistake));
    assert!(hands.desk_filing().is_none(), "void is void");
}

#[test]
fn a_figure_has_three_digits_at_most_and_nothing_is_not_written() {
    use desk::note::Touch as Note;
    let mut hands = Hands::new();
    hands.at_today(crate::Affairs::default());
    hands.act(desk::Touch::Write(desk::Written::Consultation));
    for _ in 0..5 {
        hands.act(desk::Touch::Note(Note::Digit(9)));
    }
    let crate::At::Note(noting) = &hands.desking().at else {
        panic!("not writing")
    };
    assert_eq!(noting.figure, 999);
    hands.act(desk::Touch::Note(Note::Clear));
    hands.act(desk::Touch::Note(Note::Enter));
    assert!(hands.desk_filing().is_none());
}

#[test]
fn a_new_roll_is_as_long_as_the_last_one_unless_somebody_says_otherwise() {
    use desk::note::Touch as Note;
    let mut hands = Hands::new();
    hands.at_today(crate::Affairs {
        roll: Some(crate::Roll {
            roll_mm: 80_000,
            used_mm: 79_000,
            daily_mm: 0,
        }),
        ..Default::default()
    });
    assert_eq!(hands.kinds(), [desk::MatterKind::Roll]);
    hands.act(desk::Touch::Attend {
        kind: desk::MatterKind::Roll,
        number: String::new(),
    });
    let crate::At::Note(noting) = &hands.desking().at else {
        panic!("not writing")
    };
    assert_eq!((noting.kind, noting.figure), (desk::Written::Roll, 80));
    hands.act(desk::Touch::Note(Note::Enter));
    assert_eq!(hands.desk_filing().unwrap().1.register(), "maintenance");
}

#[test]
fn the_desk_is_left_by_itself_after_its_own_time() {
    let mut hands = Hands::new();
    hands.at_today(crate::Affairs::default());
    hands.after(limits().desk_idle_ms - 1);
    assert_eq!(hands.session.countdown_s(), None);
    hands.after(limits().countdown_ms + 1);
    assert!(matches!(hands.place(), Place::Home(_)));
}
