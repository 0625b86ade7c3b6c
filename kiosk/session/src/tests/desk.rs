//! The attendant's desk: who gets in, what is settled, when a slip is printed once more.

use config::pin::WAIT_S_MAX;
use journal::{Content, Finding, Role};

use super::*;
use crate::screen::{desk, door};

pub const NUMBER: &str = "L01-1-20181015-0027";

/// A line of the register about the sample document.
pub fn slip(found: Option<Finding>, may_reprint: bool) -> Slip {
    Slip {
        number: NUMBER.into(),
        at: "2018-10-15T06:36:00Z".into(),
        title: "示例".into(),
        document_id: Some(sample_document().id),
        document_rev: Some(sample_document().rev),
        content: Some(Content::Whole),
        length_mm: 300,
        outcome: Some(unknown("power")),
        found,
        reprint: None,
        may_settle: true,
        may_reprint,
    }
}

impl Hands {
    pub fn type_pin(&mut self, pin: &str) -> &mut Self {
        for digit in pin.chars() {
            let text = digit.to_string();
            self.act(door::Touch::Type { text });
        }
        self.act(door::Touch::Enter(Role::A))
    }

    /// Serial of the PIN that is being compared, with its digits.
    pub fn asked_pin(&self) -> Option<(u64, String)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Unlock { serial, pin, .. } => Some((*serial, pin.digits().to_owned())),
            _ => None,
        })
    }

    pub fn answer_pin(&mut self, fits: bool) -> &mut Self {
        let (serial, _) = self.asked_pin().expect("a PIN was asked about");
        self.hear(Event::Reported(Report::Unlocked { serial, fits }))
    }

    pub fn list(&mut self, slips: Vec<Slip>) -> &mut Self {
        let serial = self.effects.iter().find_map(|effect| match effect {
            Effect::ListSlips { serial } => Some(*serial),
            _ => None,
        });
        let serial = serial.expect("the register was asked for");
        self.hear(Event::Reported(Report::Slips {
            serial,
            slips: Some(slips),
        }))
    }

    /// Among the slips of the desk, before one of them, with the printer ready.
    pub fn at_the_desk(&mut self, slip: Slip) -> &mut Self {
        self.approach_the_door().type_pin("204618");
        self.answer_pin(true).list(vec![slip]);
        self.hear(Event::Reported(Report::Printer(PrinterState::Ready)));
        self.act(desk::Touch::Attend {
            kind: desk::MatterKind::Slip,
            number: NUMBER.into(),
        })
    }

    pub fn desking(&self) -> &Desking {
        match self.place() {
            Place::Desk(desking) => desking,
            other => panic!("not at the desk: {other:?}"),
        }
    }

    fn can_reprint(&self) -> bool {
        let session = &self.session;
        let slips = &self.desking().slips;
        slips.can_reprint(session.rules(), session.terminal())
    }

    /// To the door, by way of the help page.
    pub fn approach_the_door(&mut self) -> &mut Self {
        self.act(frame::Touch::Help).act(help::Touch::Door)
    }

    /// Taps 补打 and lets the mirror answer.
    fn reprint(&mut self, document: Option<Document>) -> &mut Self {
        self.act(desk::Touch::Reprint);
        let serial = self.asked();
        let opened = document.map(opened);
        self.hear(Event::Answered(Answer::Opened { serial, opened }))
    }
}

/// The register, where it shows.
fn shown_register(shown: desk::Desk) -> desk::Register {
    match shown.shows {
        desk::Page::Register(register) => register,
        other => panic!("not the register: {other:?}"),
    }
}

#[test]
fn the_desk_opens_for_the_right_pin_on_a_clean_visit() {
    let mut hands = Hands::new();
    hands.open(sample_document());
    hands.approach_the_door();
    assert!(hands.session.visit().stack.is_empty(), "nothing lies below");
    hands.type_pin("12ab34");
    assert_eq!(hands.asked_pin().unwrap().1, "1234", "digits only");
    hands.answer_pin(true);
    assert_eq!(hands.desking().by, Role::A);
    hands.act(frame::Touch::Help).act(frame::Touch::Back);
    assert_eq!(
        *hands.place(),
        Place::default(),
        "not back in without the PIN"
    );
}

#[test]
fn without_a_configured_pin_there_is_no_door() {
    let mut hands = Hands::new();
    let rules = Rules {
        desk: false,
        ..limits()
    };
    hands.session = Session::new(rules, 0);
    hands.approach_the_door();
    assert!(matches!(hands.place(), Place::Help(_)));
}

#[test]
fn three_wrong_pins_make_everybody_wait_for_a_minute_also_after_leaving() {
    let mut hands = Hands::new();
    for _ in 0..3 {
        // Leaving before the answer does not undo the try.
        hands.approach_the_door().type_pin("0000");
        assert!(hands.asked_pin().is_some());
        hands.act(frame::Touch::Home).after(10_000);
    }
    assert_eq!(hands.session.pin_wait_s(), 50);
    hands.approach_the_door().type_pin("204618");
    assert_eq!(hands.asked_pin(), None, "shut");
    hands.after(49_000).act(door::Touch::Enter(Role::B));
    assert_eq!(hands.asked_pin(), None, "still shut");
    hands.after(1_000).act(door::Touch::Enter(Role::B));
    hands.answer_pin(true);
    assert_eq!(hands.session.pin_wait_s(), 0);
    assert_eq!(hands.desking().by, Role::B);
}

#[test]
fn a_visitor_who_types_wrong_pins_all_day_keeps_no_attendant_out_for_more_than_a_quarter_of_an_hour()
 {
    let mut hands = Hands::new();
    let mut longest_s = 0;
    for _ in 0..3_000 {
        hands.approach_the_door().type_pin("0000");
        longest_s = hands.session.pin_wait_s().max(longest_s);
        hands.after(10_000);
    }
    assert_eq!(longest_s, WAIT_S_MAX);
    hands
        .act(frame::Touch::End)
        .after(u64::from(WAIT_S_MAX) * 1_000);
    hands.approach_the_door().type_pin("204618");
    hands.answer_pin(true);
    assert_eq!(hands.desking().by, Role::A);
}

#[test]
fn a_long_press_on_the_plate_opens_the_door_where_there_is_a_desk() {
    let mut hands = Hands::new();
    hands.act(frame::Touch::Staff);
    assert!(matches!(hands.place(), Place::Door(_)));
    let rules = Rules {
        desk: false,
        ..limits()
    };
    hands.session = Session::new(rules, 0);
    hands.act(frame::Touch::Staff);
    assert!(matches!(hands.place(), Place::Home(_)));
}

#[test]
fn an_answer_about_an_earlier_pin_opens_nothing() {
    let mut hands = Hands::new();
    hands.approach_the_door().type_pin("204618");
    let (serial, _) = hands.asked_pin().unwrap();
    hands.act(frame::Touch::End).approach_the_door();
    hands.hear(Event::Reported(Report::Unlocked { serial, fits: true }));
    assert!(matches!(hands.place(), Place::Door(_)));
}

#[test]
fn a_finding_goes_to_the_register_and_the_list_is_read_again() {
    let mut hands = Hands::new();
    hands.at_the_desk(slip(None, false));
    hands.act(desk::Touch::Settle(Finding::Nothing));
    let settled = hands.effects.iter().any(|effect| {
        matches!(effect, Effect::Settle { number, found: Finding::Nothing, by: Role::A } if number == NUMBER)
    });
    assert!(settled, "{:?}", hands.effects);
    hands.hear(Event::Reported(Report::Settled { done: true }));
    hands.list(vec![slip(Some(Finding::Nothing), true)]);
    assert_eq!(
        hands.desking().slips.chosen.as_deref(),
        Some(NUMBER),
        "still before it"
    );
    assert!(hands.can_reprint());
}

#[test]
fn what_was_found_missing_is_printed_once_more_under_its_number() {
    let mut hands = Hands::new();
    hands.at_the_desk(slip(Some(Finding::Nothing), true));
    hands.reprint(Some(sample_document()));
    let order = hands.effects.iter().find_map(|effect| match effect {
        Effect::Print(order) => Some(order.clone()),
        _ => None,
    });
    let order = order.expect("an order");
    let again = order.again.expect("under an old number");
    assert_eq!((again.number.as_str(), again.by), (NUMBER, Role::A));
    assert_eq!(order.content, Content::Whole);
    hands.act(desk::Touch::Reprint);
    assert!(hands.effects.is_empty(), "one at a time");
    hands.hear(Event::Reported(Report::Progress {
        job: order.job,
        percent: 40,
    }));
    assert_eq!(hands.desking().slips.job.unwrap().percent, 40);
    hands.after(600_000);
    assert!(
        matches!(hands.place(), Place::Desk(_)),
        "nobody is sent away meanwhile"
    );
    hands.hear(Event::Reported(Report::Done {
        job: order.job,
        outcome: Outcome::Sent,
        number: NUMBER.into(),
    }));
    assert_eq!(hands.desking().slips.job, None);
    hands.list(vec![slip(Some(Finding::Nothing), false)]);
    assert!(!hands.can_reprint());
    assert_eq!(hands.prints_left(), 2, "no visitor's print");
}

#[test]
fn another_version_or_none_is_not_printed_under_the_old_number() {
    let newer = Document {
        rev: sample_document().rev + 1,
        ..sample_document()
    };
    for document in [None, Some(newer)] {
        let mut hands = Hands::new();
        hands
            .at_the_desk(slip(Some(Finding::Nothing), true))
            .reprint(document);
        let ordered = hands.effects.iter().any(|e| matches!(e, Effect::Print(_)));
        assert!(!ordered);
        assert_eq!(hands.notice(), Some(Notice::ReprintGone));
    }
}

#[test]
fn nothing_is_printed_once_more_without_a_finding_or_without_paper() {
    let mut hands = Hands::new();
    hands
        .at_the_desk(slip(None, false))
        .act(desk::Touch::Reprint);
    assert!(hands.effects.is_empty());
    let mut hands = Hands::new();
    hands.at_the_desk(slip(Some(Finding::Nothing), true));
    hands.hear(Event::Reported(Report::Printer(PrinterState::PaperOut)));
    hands.act(desk::Touch::Reprint);
    assert!(hands.effects.is_empty());
}

#[test]
fn a_withdrawn_document_stops_its_reprint() {
    let mut hands = Hands::new();
    hands.at_the_desk(slip(Some(Finding::Nothing), true));
    hands.reprint(Some(sample_document()));
    let job = hands.job();
    hands.hear(gone(&sample_document().id));
    let stopped = hands
        .effects
        .iter()
        .any(|effect| matches!(effect, Effect::Withdraw { job: stopped } if *stopped == job));
    assert!(stopped);
}

#[test]
fn wrong_pins_of_before_a_restart_still_make_everybody_wait() {
    let tried = |count| Event::Reported(Report::Tried { count });
    let mut hands = Hands::new();
    hands.hear(tried(2));
    assert_eq!(hands.session.pin_wait_s(), 0);
    hands.approach_the_door().type_pin("0000");
    assert_eq!(hands.session.pin_wait_s(), 60, "it was the third");
    // Bounded, whatever stands in the file.
    for (count, wait_s) in [(3, 60), (5, 240), (1_000, 900), (u32::MAX, 900)] {
        let mut hands = Hands::new();
        hands.hear(tried(count));
        assert_eq!(hands.session.pin_wait_s(), wait_s);
        let wait_ms = u64::from(wait_s) * 1_000;
        hands.after(wait_ms).approach_the_door().type_pin("0000");
        assert!(hands.asked_pin().is_some(), "then it is taken");
    }
    // What was typed meanwhile is not forgotten for it.
    let mut hands = Hands::new();
    for _ in 0..3 {
        hands.approach_the_door().type_pin("0000");
        hands.act(frame::Touch::Home);
    }
    hands.after(20_000).hear(tried(2));
    assert_eq!(hands.session.pin_wait_s(), 60);
}

#[test]
fn the_desk_offers_to_set_a_day_that_is_not_the_clock_s() {
    let mut hands = Hands::new();
    hands.at_the_desk(slip(None, false));
    let Place::Desk(desking) = hands.place() else {
        panic!("not at the desk")
    };
    let serial = desking.serial;
    let off = |clock: &str| {
        Some(journal::DayOff {
            register: "20991231".into(),
            clock: clock.into(),
            may_set: true,
        })
    };
    let set = |hands: &Hands| {
        let told = hands.effects.iter();
        told.filter(|effect| matches!(effect, Effect::SetDay { by: Role::A }))
            .count()
    };
    hands.act(desk::Touch::SetDay);
    assert_eq!(set(&hands), 0, "nothing to set");
    let old = serial - 1;
    hands.hear(Event::Reported(Report::Day {
        serial: old,
        off: off("20261127"),
    }));
    assert_eq!(hands.desking().day, None, "an older answer");
    hands.hear(Event::Reported(Report::Day {
        serial,
        off: off("20261127"),
    }));
    let view = crate::view::view(&hands.session, jiff::Timestamp::UNIX_EPOCH);
    let crate::screen::Screen::Desk(shown) = view.screen else {
        panic!("not the desk")
    };
    assert_eq!(shown_register(shown).day.unwrap().register, "2099-12-31");
    hands.act(desk::Touch::SetDay);
    assert_eq!(set(&hands), 1);
    hands.hear(Event::Reported(Report::DaySet { done: false }));
    assert_eq!(
        hands.session.visit().notice,
        Some(crate::screen::Notice::RegisterUnread)
    );
}

#[test]
fn the_desk_says_why_the_printer_is_not_reached() {
    let mut hands = Hands::new();
    hands.at_the_desk(slip(None, false));
    let shown = |hands: &Hands| {
        let view = crate::view::view(&hands.session, jiff::Timestamp::UNIX_EPOCH);
        match view.screen {
            crate::screen::Screen::Desk(desk) => shown_register(desk).unreached,
            other => panic!("not the desk: {other:?}"),
        }
    };
    hands.hear(Event::Reported(Report::Unreached(Some(Unreached::Locked))));
    assert_eq!(shown(&hands), None, "it was ready when it was asked");
    hands.hear(Event::Reported(Report::Printer(PrinterState::Offline)));
    assert_eq!(shown(&hands), Some(Unreached::Locked));
    hands.hear(Event::Reported(Report::Unreached(None)));
    hands.hear(Event::Reported(Report::Printer(PrinterState::Ready)));
    assert_eq!(shown(&hands), None);
}
