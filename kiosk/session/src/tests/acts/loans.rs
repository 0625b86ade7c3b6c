//! Volumes that are not back (册还没还): from 今天 to the loan itself, and back to the others.

use super::*;
use crate::affairs::Affairs;

pub fn loan(number: &str, at: &str) -> PaperLine {
    PaperLine {
        number: number.into(),
        at: at.into(),
        made: journal::Made::Consultation,
        amount: 2,
        state: "written".into(),
    }
}

/// On 今天, with what is out.
fn lent(loans: Vec<PaperLine>) -> Hands {
    let mut hands = Hands::new();
    hands.on_duty();
    told(&mut hands, loans);
    hands
}

fn told(hands: &mut Hands, loans: Vec<PaperLine>) {
    let serial = hands.desking().serial;
    let affairs = Affairs {
        day: "20181015".into(),
        volumes_out: loans.iter().map(|loan| loan.amount).sum(),
        loans,
        ..Affairs::default()
    };
    hands.hear(Event::Reported(Report::Affairs {
        serial,
        affairs: Some(Box::new(affairs)),
    }));
}

/// What 今天 says of it: its number, since when, how many.
fn matter(hands: &Hands) -> (String, String, u32) {
    let now = "2018-10-15T06:36:00Z".parse().unwrap();
    let crate::screen::Screen::Desk(desk) = crate::view::view(&hands.session, now).screen else {
        panic!("not the desk")
    };
    let desk::Page::Today(today) = desk.shows else {
        panic!("not 今天")
    };
    let mut matters = today.matters.into_iter();
    let told = matters.find(|matter| matter.kind == MatterKind::Volumes);
    let told = told.expect("volumes are out");
    (told.number, told.time, told.count)
}

const FRIDAY: &str = "L01-1-20181012-0011";
const TODAY: &str = "L01-1-20181015-0029";

#[test]
fn the_only_loan_is_led_to_at_once_whichever_day_it_is_of() {
    let mut hands = lent(vec![loan(FRIDAY, "2018-10-12T07:20:00Z")]);
    let (number, time, count) = matter(&hands);
    assert_eq!(
        (number.as_str(), time.as_str(), count),
        (FRIDAY, "10-12 15:20", 2)
    );
    hands.attend(MatterKind::Volumes, &number);
    assert_eq!(hands.sheet().name, SheetName::Volume);
    hands.deed(Deed::Returned);
    let (_, filing) = hands.asked_to_file().unwrap();
    let filing = format!("{filing:?}");
    assert!(filing.contains("paper-returned") && filing.contains(FRIDAY));
}

#[test]
fn several_loans_are_chosen_from_and_what_came_back_leads_to_the_others() {
    let both = || {
        vec![
            loan(FRIDAY, "2018-10-12T07:20:00Z"),
            loan(TODAY, "2018-10-15T06:15:00Z"),
        ]
    };
    let mut hands = lent(both());
    assert_eq!(matter(&hands), (String::new(), "10-12 15:20".into(), 4));
    hands.attend(MatterKind::Volumes, "");
    assert_eq!(hands.sheet().name, SheetName::Loans);
    let numbers: Vec<String> = hands.sheet().lines.into_iter().map(|l| l.number).collect();
    assert_eq!(numbers, [FRIDAY, TODAY], "the oldest first");
    hands.attend(MatterKind::PaperOut, FRIDAY);
    hands.deed(Deed::Leave);
    assert_eq!(hands.sheet().name, SheetName::Loans, "nothing was done");
    hands.attend(MatterKind::PaperOut, FRIDAY);
    hands.deed(Deed::Returned).tell_filed(FRIDAY);
    assert_eq!(hands.sheet().name, SheetName::Loans);
    told(&mut hands, vec![loan(TODAY, "2018-10-15T06:15:00Z")]);
    assert_eq!(hands.sheet().lines.len(), 1);
}

#[test]
fn the_terms_that_begin_are_told_where_an_application_is_taken_in() {
    let mut hands = lent(vec![]);
    let told = crate::services::Told::Calendar(of_2018().into());
    hands.go(desk::Tab::Applications).deed(Deed::TakeIn);
    let terms = |hands: &Hands| {
        let mut lines = hands.sheet().lines.into_iter();
        let line = lines.find(|line| line.kind == MatterKind::IntakeTerms);
        line.map(|line| (line.time, line.detail))
    };
    assert_eq!(terms(&hands), None, "no day is guessed without a calendar");
    hands.hear(Event::Told(told));
    assert_eq!(
        terms(&hands),
        Some(("2018-11-12".into(), "2018-10-24".into()))
    );
    // The letter came on Friday: so does its day of receipt.
    hands.deed(Deed::DayBefore).deed(Deed::DayBefore);
    hands.deed(Deed::DayBefore);
    assert_eq!(
        terms(&hands),
        Some(("2018-11-09".into(), "2018-10-23".into()))
    );
}
