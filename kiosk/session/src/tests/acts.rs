//! Acts at the desk: the register of a day, a line made void, steps of an application, a handover, papers and copies.

mod asking;
mod books;
mod ending;
mod finding;
mod handing;
mod holdings;
mod loans;
mod papers;
mod walks;

use journal::Role;

use super::*;
use crate::affairs::Affairs;
use crate::screen::desk::{self, Deed, MatterKind, SheetName, handover};
use crate::services::{Filing, Step, Taken};
use crate::staff::{DayBook, DayLine, PaperLine, StaffPaper};

/// Of the application that [`before`] stands before.
const NUMBER: &str = "L01-1-S-2018-0001";

/// At the desk, before an application, with papers that came out.
fn before(standing: crate::services::Standing, papers: Vec<journal::GivenPaper>) -> Hands {
    let mut hands = Hands::counting_days();
    hands.on_duty().go(desk::Tab::Applications);
    let serial = hands.desking().serial;
    let affairs = Affairs {
        day: "20181015".into(),
        applications: vec![standing],
        papers,
        ..Affairs::default()
    };
    hands.hear(Event::Reported(Report::Affairs {
        serial,
        affairs: Some(Box::new(affairs)),
    }));
    hands.attend(MatterKind::ApplicationLine, NUMBER);
    hands
}

impl Hands {
    /// At the desk, the printer ready.
    fn on_duty(&mut self) -> &mut Self {
        self.approach_the_door().type_pin("204618").answer_pin(true);
        let serial = self.desking().serial;
        self.hear(Event::Reported(Report::Affairs {
            serial,
            affairs: Some(Box::default()),
        }));
        self.hear(Event::Reported(Report::Printer(PrinterState::Ready)))
    }

    fn sheet(&self) -> desk::Sheet {
        let now = "2018-10-15T06:36:00Z".parse().unwrap();
        match crate::view::view(&self.session, now).screen {
            crate::screen::Screen::Desk(desk) => match desk.shows {
                desk::Page::Sheet(sheet) => sheet,
                other => panic!("not a list: {other:?}"),
            },
            other => panic!("not the desk: {other:?}"),
        }
    }

    fn go(&mut self, tab: desk::Tab) -> &mut Self {
        self.act(desk::Touch::Go(tab))
    }

    fn deed(&mut self, deed: Deed) -> &mut Self {
        let word = "记错了".into();
        self.act(desk::Touch::Do { deed, word })
    }

    fn attend(&mut self, kind: MatterKind, number: &str) -> &mut Self {
        let number = number.into();
        self.act(desk::Touch::Attend { kind, number })
    }

    /// Serial and day of the question for a day.
    fn asked_day(&self) -> Option<(u64, String)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::ReadDay { serial, day } => Some((*serial, day.clone())),
            _ => None,
        })
    }

    fn tell_day(&mut self, day: &str, book: DayBook) -> &mut Self {
        let (serial, _) = self.asked_day().expect("a day was asked for");
        self.hear(Event::Reported(Report::DayRead {
            serial,
            day: day.into(),
            book: Some(Box::new(book)),
        }))
    }

    fn asked_to_file(&self) -> Option<(u64, Filing)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::File { serial, what } => Some((*serial, what.clone())),
            _ => None,
        })
    }

    /// It stands in its register under this number.
    pub fn tell_filed(&mut self, number: &str) -> &mut Self {
        let (serial, _) = self.asked_to_file().expect("something is being written");
        self.hear(Event::Reported(Report::Filed {
            serial,
            taken: Some(Taken {
                number: number.into(),
                at: "2018-10-15T06:36:00Z".into(),
            }),
        }))
    }

    fn asked_paper(&self) -> Option<(u64, StaffPaper)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::PrintStaff { serial, paper } => Some((*serial, paper.clone())),
            _ => None,
        })
    }
}

fn paper(number: &str, made: journal::Made, state: &str) -> DayLine {
    DayLine::Paper(PaperLine {
        number: number.into(),
        at: "2018-10-15T06:15:00Z".into(),
        made,
        amount: 3,
        state: state.into(),
    })
}

/// A slip nobody knows of, a photocopy, a volume that is out.
fn book() -> DayBook {
    DayBook {
        lines: vec![
            DayLine::Slip(Box::new(super::desk::slip(None, false))),
            paper("L01-1-20181015-0028", journal::Made::Photocopy, "written"),
            paper(
                "L01-1-20181015-0029",
                journal::Made::Consultation,
                "written",
            ),
        ],
        gaps: vec![(1, 26)],
        ..DayBook::default()
    }
}

#[test]
fn the_register_of_a_day_names_gaps_puts_what_waits_first_and_counts_its_parts() {
    let mut hands = Hands::new();
    hands.on_duty().go(desk::Tab::Register);
    assert_eq!(hands.asked_day().unwrap().1, "", "whatever day it is");
    hands.tell_day("20181015", book());
    let kinds = |hands: &Hands| -> Vec<MatterKind> {
        hands.sheet().lines.iter().map(|line| line.kind).collect()
    };
    assert_eq!(
        kinds(&hands),
        [
            MatterKind::Gap,
            MatterKind::SlipOpen,
            MatterKind::PaperOut,
            MatterKind::PaperLine
        ]
    );
    let counts: Vec<i32> = hands.sheet().tops.iter().map(|act| act.count).collect();
    assert_eq!(counts, [-1, -1, 3, 1, 1, 1, 1, 0]);
    hands.deed(Deed::Readings);
    assert_eq!(kinds(&hands), [MatterKind::Gap, MatterKind::PaperOut]);
}

#[test]
fn a_slip_in_the_list_says_what_was_found_of_it_last() {
    let mut hands = Hands::new();
    let said = |hands: &mut Hands, found, reprint| {
        let mut slip = super::desk::slip(found, false);
        slip.reprint = reprint;
        hands.on_duty().go(desk::Tab::Register);
        let mut book = DayBook::default();
        book.lines.push(DayLine::Slip(Box::new(slip)));
        hands.tell_day("20181015", book);
        let line = hands.sheet().lines.swap_remove(0);
        (line.detail, line.more)
    };
    let found = Some(journal::Finding::CameOut);
    assert_eq!(said(&mut hands, None, None), ("unknown".into(), 0));
    assert_eq!(said(&mut hands, found, None), ("came-out".into(), 1));
    let again = Some(journal::Outcome::Cancelled);
    assert_eq!(said(&mut hands, found, again), ("cancelled".into(), 2));
}

#[test]
fn the_arrows_lead_to_other_days_but_not_past_today() {
    let mut hands = Hands::new();
    hands.on_duty().go(desk::Tab::Register);
    hands.tell_day("20181001", book());
    hands.deed(Deed::DayAfter);
    assert_eq!(hands.asked_day(), None, "no day after today");
    hands.deed(Deed::DayBefore);
    assert_eq!(hands.asked_day().unwrap().1, "20180930");
    assert!(!hands.sheet().read, "the lines of today are gone");
    let late = Event::Reported(Report::DayRead {
        serial: 1,
        day: "20181001".into(),
        book: Some(Box::new(book())),
    });
    hands.tell_day("20180930", DayBook::default()).hear(late);
    assert_eq!(hands.sheet().about, "2018-09-30", "an older answer");
    hands.deed(Deed::DayAfter);
    assert_eq!(hands.asked_day().unwrap().1, "20181001");
}

#[test]
fn a_line_is_made_void_with_its_reason_and_a_volume_comes_back() {
    let mut hands = Hands::new();
    hands.on_duty().go(desk::Tab::Register);
    hands.tell_day("20181015", book());
    hands.attend(MatterKind::PaperLine, "L01-1-20181015-0028");
    assert_eq!(hands.sheet().name, SheetName::Void);
    assert!(hands.asked_to_file().is_none(), "nothing before the reason");
    hands.deed(Deed::Mistake).tell_filed("L01-1-20181015-0028");
    assert_eq!(hands.sheet().name, SheetName::Day, "back in the register");
    hands.tell_day("20181015", book());
    for (deed, written) in [
        (Deed::Returned, "paper-returned"),
        (Deed::Mistake, "paper-void"),
    ] {
        hands.attend(MatterKind::PaperOut, "L01-1-20181015-0029");
        assert_eq!(hands.sheet().name, SheetName::Volume);
        assert!(hands.asked_to_file().is_none(), "back, or never handed out");
        hands.deed(deed);
        let (_, filing) = hands.asked_to_file().unwrap();
        assert!(format!("{filing:?}").contains(written), "{filing:?}");
        hands.tell_filed("L01-1-20181015-0029");
        assert_eq!(hands.asked_day().unwrap().1, "20181015", "read again");
        hands.tell_day("20181015", book());
    }
    hands.attend(MatterKind::PaperOut, "L01-1-20181015-0029");
    hands.deed(Deed::Leave);
    assert_eq!(hands.sheet().name, SheetName::Day);
}

#[test]
fn an_open_slip_of_any_day_is_settled_where_the_slips_are() {
    let mut hands = Hands::new();
    hands.on_duty().go(desk::Tab::Register);
    hands.tell_day("20181015", book());
    let number = super::desk::slip(None, false).number;
    hands.attend(MatterKind::SlipOpen, &number);
    assert_eq!(hands.desking().slips.chosen, Some(number));
    hands.act(desk::Touch::Settle(journal::Finding::CameOut));
    let settled = |effect: &Effect| matches!(effect, Effect::Settle { .. });
    assert!(hands.effects.iter().any(settled));
}

#[test]
fn an_application_offers_what_may_follow_and_each_step_is_an_entry() {
    let number = "L01-1-S-2018-0042";
    let mut hands = Hands::new();
    hands.on_duty();
    let with_state = |hands: &mut Hands, state: &str| {
        let serial = hands.desking().serial;
        let standing = crate::services::Standing {
            number: number.into(),
            office: "示例市财政局".into(),
            ..super::services::standing(state)
        };
        hands.hear(Event::Reported(Report::Affairs {
            serial,
            affairs: Some(Box::new(crate::Affairs {
                applications: vec![standing],
                ..Default::default()
            })),
        }));
    };
    hands.go(desk::Tab::Applications);
    with_state(&mut hands, "received");
    hands.attend(MatterKind::ApplicationLine, number);
    assert_eq!(hands.sheet().acts[0].deed, Deed::Forward);
    hands.deed(Deed::Forward);
    let (_, filing) = hands.asked_to_file().unwrap();
    let office = match filing {
        Filing::Step {
            step: Step::Forwarded { office },
            by: Role::A,
            ..
        } => office,
        other => panic!("no step: {other:?}"),
    };
    assert_eq!(office, "示例市财政局");
    hands.tell_filed(number);
    with_state(&mut hands, "forwarded");
    assert_eq!(hands.sheet().acts[0].deed, Deed::Answer);
    hands.deed(Deed::Answer);
    assert_eq!(hands.sheet().lines.len(), journal::Answer::ALL.len());
    hands.attend(MatterKind::AnswerKind, journal::Answer::Partly.as_code());
    hands.deed(Deed::AnswerNow);
    let answered = |filing: &Filing| {
        let partly = Step::Answered(journal::Answer::Partly);
        matches!(filing, Filing::Step { step, .. } if *step == partly)
    };
    assert!(answered(&hands.asked_to_file().unwrap().1));
    hands.tell_filed(number);
    assert_eq!(hands.sheet().name, SheetName::Application);
}

#[test]
fn an_act_is_written_with_the_day_on_the_paper_and_none_before_what_it_follows() {
    let number = "L01-1-S-2018-0042";
    let mut hands = Hands::new();
    hands.on_duty();
    hands.go(desk::Tab::Applications);
    let held = |hands: &mut Hands, applications| {
        let serial = hands.desking().serial;
        hands.hear(Event::Reported(Report::Affairs {
            serial,
            affairs: Some(Box::new(crate::Affairs {
                day: "20181015".into(),
                applications,
                ..Default::default()
            })),
        }));
    };
    let standing = crate::services::Standing {
        number: number.into(),
        received_on: Some("2018-10-12".parse().unwrap()),
        ..super::services::standing("received")
    };
    held(&mut hands, vec![standing.clone()]);
    hands.attend(MatterKind::ApplicationLine, number);
    let day = |hands: &Hands| {
        let mut lines = hands.sheet().lines.into_iter();
        let dated = lines.find(|line| line.kind == MatterKind::DatedOn).unwrap();
        (dated.time, dated.count)
    };
    assert_eq!(day(&hands), ("2018-10-15".into(), 0));
    assert!(hands.sheet().tops[1].off, "nothing that is to come");
    for _ in 0..5 {
        hands.deed(Deed::DayBefore);
    }
    assert_eq!(day(&hands), ("2018-10-12".into(), 3), "the day of receipt");
    assert!(hands.sheet().tops[0].off);
    hands.deed(Deed::DayAfter);
    hands.deed(Deed::Forward);
    let filed_on = |hands: &Hands| match hands.asked_to_file().unwrap().1 {
        Filing::Step { on, .. } => on,
        other => panic!("no step: {other:?}"),
    };
    assert_eq!(filed_on(&hands), Some("2018-10-13".parse().unwrap()));
    hands.tell_filed(number);
    held(&mut hands, vec![standing]);
    assert_eq!(day(&hands), ("2018-10-15".into(), 0), "today again");
    hands.deed(Deed::Extend).deed(Deed::Consent);
    hands.deed(Deed::ExtendNow);
    assert_eq!(filed_on(&hands), None);
}

#[test]
fn papers_and_copies_are_made_one_at_a_time_and_what_came_of_them_is_said() {
    let mut hands = Hands::new();
    hands.on_duty().go(desk::Tab::Device);
    hands.deed(Deed::TestPrint);
    let (serial, paper) = hands.asked_paper().unwrap();
    assert_eq!(paper, StaffPaper::Test);
    hands.deed(Deed::Export).deed(Deed::ExportNow);
    assert!(hands.effects.is_empty(), "one at a time");
    hands.hear(Event::Reported(Report::ReceiptDone {
        serial,
        good: false,
    }));
    assert_eq!(hands.sheet().lines[0].kind, MatterKind::NotDone);
    hands.deed(Deed::ExportNow);
    let export = hands.effects.iter().find_map(|effect| match effect {
        Effect::Export { serial, .. } => Some(*serial),
        _ => None,
    });
    hands.hear(Event::Reported(Report::Exported {
        serial: export.unwrap(),
        result: Ok("register-L01-1-20181015.csv".into()),
    }));
    let said = &hands.sheet().lines[0];
    assert_eq!(said.kind, MatterKind::Done);
    assert_eq!(said.time, "register-L01-1-20181015.csv");
    hands.deed(Deed::Sync);
    let (_, wish) = hands.asked_to_file().unwrap();
    assert!(matches!(wish, Filing::Wish(journal::Wish::Sync)));
    hands.tell_filed("");
    hands.hear(Event::Reported(Report::Printer(PrinterState::PaperOut)));
    hands.deed(Deed::TestPrint);
    assert!(hands.asked_paper().is_none(), "not without paper");
    assert_eq!(hands.sheet().lines[0].kind, MatterKind::NotDone);
}
