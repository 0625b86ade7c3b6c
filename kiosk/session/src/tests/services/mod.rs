//! What the point offers besides documents: what is handed in and taken back, what of it stays when nobody is there any more.

mod apply;
mod hours;
mod opinions;

use std::sync::Arc;

use config::calendar::Calendar;
use config::holdings;
use journal::{Applicant, Grade, OpinionAbout, ShelfKind};

use super::touches::one_of;
use super::*;
use crate::keyboard::{Key, Layer};
use crate::screen::services::apply::{Apply, Medium, Paper, Slip, Step, Way};
use crate::screen::services::opinions::Tab;
use crate::screen::services::{
    Door, apply as applying, form, holdings as papers, opinions as speaking, shelf,
};
use crate::screen::{Service, services};
use crate::services::{Filing, OnShelf, PaperHoldings, Standing, Taken, Told};
use crate::view::view;

/// 2018-10-15 14:36 in the reading room, a Monday.
const NOW: &str = "2018-10-15T06:36:00Z";

/// What a register answers.
pub fn taken() -> Taken {
    Taken {
        number: "L01-1-S-2018-0001".into(),
        at: NOW.into(),
    }
}

/// An application in a state.
pub fn standing(state: &str) -> Standing {
    Standing {
        number: taken().number,
        state: state.into(),
        office: String::new(),
        received_on: Some("2018-10-15".parse().unwrap()),
        correct_by: None,
        corrected_on: None,
        extended_by: 0,
        stopped: vec![],
        forwarded_on: None,
        asked_to_correct_on: None,
        extended_on: None,
        urged_on: None,
        answered_on: None,
        closed_as: None,
        may_urge: state == "received",
        may_rate: state == "answered",
        story: vec![],
    }
}

/// A shelf with the sample document as its rules.
pub fn on_shelf() -> Vec<OnShelf> {
    let document = sample_document();
    let head = mirror::Head {
        id: document.id,
        rev: document.rev,
        title: document.title,
        doc_no: None,
        agency: String::new(),
        date: "2018-10-15".into(),
        validity: Validity::InForce,
        category: mirror::Category::Shelf,
        interpreted: false,
        applied: NOW.into(),
    };
    let kinds = ShelfKind::ALL.iter();
    kinds
        .map(|kind| OnShelf {
            kind: *kind,
            documents: u64::from(*kind == ShelfKind::Rules),
            newest: (*kind == ShelfKind::Rules).then(|| head.clone()),
        })
        .collect()
}

/// A touch of any of the pages, by a random number.
pub fn at_service(n: u8, text: String) -> Action {
    let at = u32::from(n / 32);
    let touches = [
        services::Touch::from(shelf::Touch::Open(ShelfKind::Rules)),
        shelf::Touch::Open(ShelfKind::Policy).into(),
        shelf::Touch::Holdings.into(),
        papers::Touch::Kind { code: text.clone() }.into(),
        speaking::Touch::Tab(one_of(&Tab::ALL, n / 32)).into(),
        speaking::Touch::Grade(at, Grade::Good).into(),
        speaking::Touch::About(OpinionAbout::Service).into(),
        speaking::Touch::Send.into(),
        applying::Touch::Search.into(),
        applying::Touch::Fill.into(),
        applying::Touch::Progress.into(),
        applying::Touch::Others.into(),
        applying::Touch::Back.into(),
        applying::Touch::On.into(),
        applying::Touch::On.into(),
        applying::Touch::Applicant(Applicant::Person).into(),
        applying::Touch::Paper(Paper::Other).into(),
        applying::Touch::Way(Way::Collect).into(),
        applying::Touch::Medium(Medium::Paper).into(),
        applying::Touch::LookUp.into(),
        applying::Touch::Urge.into(),
        applying::Touch::Rate(Grade::Poor).into(),
        form::Touch::Edit { at }.into(),
        form::Touch::Type { text: text.clone() }.into(),
        form::Touch::Type {
            text: "12345678".into(),
        }
        .into(),
        form::Touch::Candidate { text }.into(),
        form::Touch::Unfold.into(),
        form::Touch::Backspace.into(),
        form::Touch::Clear.into(),
        form::Touch::Next.into(),
        form::Touch::Away.into(),
        form::Touch::Layer(Layer::Latin).into(),
    ];
    one_of(&touches, n).into()
}

impl Hands {
    fn open_service(&mut self, door: Door) -> &mut Self {
        self.act(home::Touch::Service(door))
    }

    pub(super) fn served(&mut self, touch: impl Into<services::Touch>) -> &mut Self {
        self.act(touch.into())
    }

    /// Types into a field and puts the keyboard away.
    fn fill(&mut self, at: u32, text: &str) -> &mut Self {
        self.served(form::Touch::Edit { at });
        self.served(form::Touch::Layer(Layer::Latin));
        self.served(form::Touch::Type { text: text.into() });
        self.served(form::Touch::Away)
    }

    fn filing(&self) -> (u64, Filing) {
        let filed = self.effects.iter().find_map(|effect| match effect {
            Effect::File { serial, what } => Some((*serial, what.clone())),
            _ => None,
        });
        filed.expect("something is written down")
    }

    fn files(&self) -> usize {
        let filed = |effect: &&Effect| matches!(effect, Effect::File { .. });
        self.effects.iter().filter(filed).count()
    }

    fn file(&mut self, taken: Option<Taken>) -> &mut Self {
        let (serial, _) = self.filing();
        self.hear(Event::Reported(Report::Filed { serial, taken }))
    }

    /// Serial of the last question for the shelf.
    fn asked_shelf(&self) -> u64 {
        let asked = self.effects.iter().find_map(|effect| match effect {
            Effect::Ask(Question::Shelf { serial }) => Some(*serial),
            _ => None,
        });
        asked.expect("the shelf was asked for")
    }

    /// What was said of the light.
    fn lights(&self) -> Vec<bool> {
        let said = self.effects.iter().filter_map(|effect| match effect {
            Effect::Light(on) => Some(*on),
            _ => None,
        });
        said.collect()
    }

    fn hours(&mut self, open: bool) -> &mut Self {
        let appraises = true;
        self.hear(Event::Told(Told::Today { open, appraises }))
    }

    fn service(&self) -> Service {
        match view(&self.session, NOW.parse().unwrap()).screen {
            crate::screen::Screen::Service(service) => service,
            other => panic!("{other:?}"),
        }
    }

    fn apply(&self) -> Apply {
        match self.service() {
            Service::Apply(apply) => apply,
            other => panic!("{other:?}"),
        }
    }

    /// Everything but the last step of an application.
    fn fill_application(&mut self) -> &mut Self {
        self.open_service(Door::Apply).served(applying::Touch::Fill);
        self.served(applying::Touch::Applicant(Applicant::Person));
        self.fill(0, "standards of 2017")
            .served(applying::Touch::On);
        self.served(applying::Touch::Paper(Paper::Other));
        for (at, text) in ["Jia", "A street", "0571-88888012", "P123"]
            .iter()
            .enumerate()
        {
            self.fill(at as u32, text);
        }
        self.served(applying::Touch::On);
        self.served(applying::Touch::Way(Way::Collect));
        self.served(applying::Touch::Medium(Medium::Paper));
        self.served(applying::Touch::On)
    }
}

/// What of a visitor must never be found after the end.
fn debug(session: &Session) -> String {
    format!("{session:?}")
}

#[test]
fn a_call_is_written_once_rings_again_after_a_minute_and_is_taken_back() {
    let mut hands = Hands::new();
    hands.act(frame::Touch::Help).act(help::Touch::Call);
    assert!(
        matches!(hands.effects[..], [Effect::Ring, Effect::File { .. }]),
        "{:?}",
        hands.effects
    );
    hands.file(Some(taken()));
    hands.after(59_000).act(help::Touch::Call);
    assert!(hands.effects.is_empty(), "not yet");
    hands.after(1_000).act(help::Touch::Call);
    assert!(
        matches!(hands.effects[..], [Effect::Ring]),
        "only the bell: {:?}",
        hands.effects
    );
    hands.act(help::Touch::CallOff);
    assert_eq!(
        (hands.files(), hands.session.visit().visitor.call.as_ref()),
        (1, None)
    );
}

#[test]
fn a_call_lapses_with_its_visitor_also_when_it_is_written_late() {
    let mut hands = Hands::new();
    hands
        .act(frame::Touch::Help)
        .act(help::Touch::Call)
        .file(Some(taken()));
    hands.act(frame::Touch::End);
    assert_eq!(hands.files(), 1, "the call lapses: {:?}", hands.effects);
    hands.act(frame::Touch::Help).act(help::Touch::Call);
    let (serial, _) = hands.filing();
    hands.act(frame::Touch::End);
    assert_eq!(hands.files(), 0, "its number is not known yet");
    hands.hear(Event::Reported(Report::Filed {
        serial,
        taken: Some(taken()),
    }));
    assert_eq!(hands.files(), 1);
}

#[test]
fn a_call_that_cannot_be_written_is_told_and_a_point_without_bell_has_none() {
    let mut hands = Hands::new();
    hands
        .act(frame::Touch::Help)
        .act(help::Touch::Call)
        .file(None);
    assert_eq!(hands.notice(), Some(Notice::NotWritten));
    let mut rules = limits();
    rules.rings = false;
    let mut silent = Session::new(rules, 0);
    silent.step(0, Event::Act(frame::Touch::Help.into()));
    assert!(
        silent
            .step(0, Event::Act(help::Touch::Call.into()))
            .is_empty()
    );
}

#[test]
fn the_shelf_leads_to_the_document_the_list_or_the_paper() {
    let mut hands = Hands::new();
    let paper = holdings::parse("kind,title,place\npolicy,Collection,C\ngazette,Gazette,B\n");
    let holdings = PaperHoldings {
        held: Arc::new(paper.unwrap()),
        brought: None,
    };
    hands.hear(Event::Told(Told::Holdings(holdings)));
    hands.open_service(Door::Shelf);
    let old = hands.asked_shelf();
    hands.hear(Event::Answered(Answer::Changed));
    let serial = hands.asked_shelf();
    hands.hear(Event::Answered(Answer::Shelf {
        serial: old,
        found: on_shelf(),
    }));
    let Service::Shelf(waiting) = hands.service() else {
        panic!()
    };
    assert!(
        waiting.kinds.is_empty(),
        "an answer to an older question is dropped"
    );
    hands.hear(Event::Answered(Answer::Shelf {
        serial,
        found: on_shelf(),
    }));
    hands.served(shelf::Touch::Open(ShelfKind::Rules));
    assert!(
        matches!(&hands.effects[..], [Effect::Ask(Question::Open { id, .. })] if id == "demo:rules")
    );
    hands.served(shelf::Touch::Open(ShelfKind::Policy));
    let Service::Holdings(shown) = hands.service() else {
        panic!()
    };
    assert_eq!((shown.kind.as_str(), shown.total), ("policy", 1));
    hands.served(papers::Touch::Kind {
        code: "no such kind".into(),
    });
    let Service::Holdings(all) = hands.service() else {
        panic!()
    };
    assert_eq!(all.total, 2);
}

#[test]
fn a_withdrawn_document_leaves_the_shelf_and_a_busy_mirror_is_told() {
    let mut hands = Hands::new();
    hands.open_service(Door::Shelf);
    let serial = hands.asked_shelf();
    hands.hear(Event::Answered(Answer::Failed {
        serial: Some(serial),
    }));
    assert_eq!(hands.notice(), Some(Notice::CatalogueBusy));
    hands.hear(Event::Answered(Answer::Shelf {
        serial,
        found: on_shelf(),
    }));
    hands.hear(gone("demo:rules"));
    assert!(!debug(&hands.session).contains(&sample_document().title));
    let Service::Shelf(shown) = hands.service() else {
        panic!()
    };
    assert!(
        shown
            .kinds
            .iter()
            .all(|kind| kind.documents == 0 && kind.title.is_empty())
    );
    // Below another page it keeps nothing of the mirror.
    hands.hear(Event::Answered(Answer::Shelf {
        serial,
        found: on_shelf(),
    }));
    hands
        .act(frame::Touch::Help)
        .hear(Event::Answered(Answer::Changed));
    assert!(!debug(&hands.session).contains(&sample_document().title));
}
