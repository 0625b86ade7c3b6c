//! What eyes look at in the morning: how the shelf was found, what was mended, what else is written down, and what of it is late.

use journal::{ShelfKind, ShelfState, Work};

use super::typed::at_work;
use super::*;
use crate::affairs::{Affairs, ShelfFound, Worked};
use crate::screen::desk::{self, Deed, MatterKind};
use crate::services::{Filing, OnShelf};
use crate::staff::StaffPaper;

/// 14:36 on the wall of the 15th.
const NOW: &str = "2018-10-15T06:36:00Z";

fn shelf(at: &str) -> ShelfFound {
    use ShelfState::{Missing, Stale, There};
    ShelfFound {
        number: "L01-1-J-20181012-0001".into(),
        at: at.into(),
        states: [There, Stale, There, There, Missing, There],
        missing: 1,
        stale: 1,
    }
}

fn worked(work: Work, at: &str) -> Worked {
    Worked {
        work,
        at: at.into(),
        failed: false,
    }
}

fn affairs(at: &str) -> Affairs {
    Affairs {
        day: "20181015".into(),
        shelf: Some(shelf(at)),
        works: vec![worked(Work::Gazette, "2018-08-01T01:00:00Z")],
        ..Affairs::default()
    }
}

fn act(hands: &mut Hands, deed: Deed) {
    let word = String::new();
    hands.act(desk::Touch::Do { deed, word });
}

fn attend(hands: &mut Hands, kind: MatterKind, number: &str) {
    let number = number.into();
    hands.act(desk::Touch::Attend { kind, number });
}

fn writes(hands: &Hands) -> String {
    let entries = hands.effects.iter().filter_map(|effect| match effect {
        Effect::File {
            what: Filing::Entry(entry),
            ..
        } => Some(format!("{entry:?}")),
        _ => None,
    });
    entries.collect()
}

fn page(hands: &Hands) -> desk::Page {
    match crate::view::view(&hands.session, NOW.parse().unwrap()).screen {
        crate::screen::Screen::Desk(desk) => desk.shows,
        other => panic!("not the desk: {other:?}"),
    }
}

/// Kinds of the lines that show, with what they are about.
fn lines(hands: &Hands) -> Vec<(MatterKind, String, String)> {
    match page(hands) {
        desk::Page::Sheet(sheet) => sheet
            .lines
            .into_iter()
            .map(|line| (line.kind, line.number, line.detail))
            .collect(),
        other => panic!("not a list: {other:?}"),
    }
}

#[test]
fn only_what_differs_from_the_last_check_is_tapped_and_what_was_brought_is_written_under_its_number()
 {
    let mut hands = at_work(affairs("2018-10-12T01:00:00Z"));
    hands.act(desk::Touch::Go(desk::Tab::Device));
    act(&mut hands, Deed::Checklist);
    let lacking: Vec<String> = lines(&hands)
        .into_iter()
        .filter(|(kind, ..)| *kind == MatterKind::ShelfLack)
        .map(|(_, number, detail)| format!("{number} {detail}"))
        .collect();
    assert_eq!(lacking, ["guide stale", "gazette missing"]);
    attend(&mut hands, MatterKind::ShelfLack, "guide");
    let entry = writes(&hands);
    assert!(
        entry.contains("L01-1-J-20181012-0001") && entry.contains("(\"shelf_kind\", \"guide\")"),
        "{entry}"
    );
    hands.tell_filed("L01-1-J-20181012-0001");
    // There, stale, missing.
    attend(&mut hands, MatterKind::ShelfItem, "policy");
    attend(&mut hands, MatterKind::ShelfItem, "policy");
    act(&mut hands, Deed::CheckDone);
    let entry = writes(&hands);
    for part in [
        "(\"shelf_guide\", \"there\")",
        "(\"shelf_gazette\", \"missing\")",
        "(\"shelf_policy\", \"missing\")",
        "(\"shelf_rules\", \"there\")",
    ] {
        assert!(entry.contains(part), "{part}: {entry}");
    }
}

#[test]
fn the_self_test_is_a_slip_and_it_is_passed_when_it_came_out_without_a_cross() {
    // Printed, documents confirmed when, another day in the register; and what was found.
    let cases = [
        (true, Some("2018-10-15T05:00:00Z"), false, false),
        (false, Some("2018-10-15T05:00:00Z"), false, true),
        (true, Some("2018-09-01T05:00:00Z"), false, true),
        (true, Some(""), false, true),
        (true, None, false, true),
        (true, Some("2018-10-15T05:00:00Z"), true, true),
    ];
    for (good, checked, other_day, failed) in cases {
        let mut hands = at_work(Affairs {
            at: NOW.into(),
            ..affairs("2018-10-12T01:00:00Z")
        });
        hands.hear(Event::Reported(Report::Printer(PrinterState::Ready)));
        if let Some(checked) = checked {
            hands.hear(Event::Answered(Answer::Home(Box::new(Overview {
                documents: 12,
                checked: checked.into(),
                ..Overview::default()
            }))));
        }
        let serial = hands.desking().serial;
        let off = journal::DayOff {
            register: "20181016".into(),
            clock: "20181015".into(),
            may_set: true,
        };
        hands.hear(Event::Reported(Report::Day {
            serial,
            off: other_day.then_some(off),
        }));
        act(&mut hands, Deed::Checklist);
        attend(&mut hands, MatterKind::WorkFact, "self-test");
        let asked = hands.effects.iter().find_map(|effect| match effect {
            Effect::PrintStaff {
                serial,
                paper: StaffPaper::SelfTest(found),
            } => Some((*serial, found.clone())),
            _ => None,
        });
        let (serial, found) = asked.expect("a slip");
        assert_eq!((found.shelf_open, found.day_agrees), (Some(2), !other_day));
        hands.hear(Event::Reported(Report::ReceiptDone { serial, good }));
        // What failed is said at once, beside that the slip came out.
        match page(&hands) {
            desk::Page::Sheet(sheet) => {
                assert_eq!(sheet.lines[0].more, u32::from(good && failed));
            }
            other => panic!("not a list: {other:?}"),
        }
        let entry = writes(&hands);
        assert!(entry.contains("\"self-test\""), "{entry}");
        assert_eq!(entry.contains("(\"failed\", \"1\")"), failed, "{entry}");
    }
    let mut hands = at_work(affairs("2018-10-12T01:00:00Z"));
    act(&mut hands, Deed::Checklist);
    attend(&mut hands, MatterKind::WorkFact, "cleaning");
    assert!(writes(&hands).contains("\"cleaning\""));
}

#[test]
fn a_shelf_that_nobody_looked_at_for_a_week_and_a_gazette_that_does_not_come_need_a_person() {
    let kinds = |hands: &Hands| match page(hands) {
        desk::Page::Today(today) => today
            .matters
            .into_iter()
            .map(|matter| (matter.kind, matter.count))
            .collect::<Vec<_>>(),
        other => panic!("not today: {other:?}"),
    };
    let hands = at_work(affairs("2018-10-08T01:00:00Z"));
    assert_eq!(
        kinds(&hands),
        [(MatterKind::Shelf, 1), (MatterKind::GazetteLate, 75)],
        "a week is not over"
    );
    let mut hands = at_work(affairs("2018-10-07T01:00:00Z"));
    assert!(kinds(&hands).contains(&(MatterKind::ShelfDue, 8)));
    attend(&mut hands, MatterKind::GazetteLate, "");
    attend(&mut hands, MatterKind::WorkFact, "gazette");
    assert!(writes(&hands).contains("\"gazette\""));
    // Where nothing was ever written down nothing is late.
    assert_eq!(kinds(&at_work(Affairs::default())), []);
}

/// The mirror holds this edition of the gazette, which came at this time.
fn told_of(hands: &mut Hands, kind: ShelfKind, came: &str) {
    let mut shelf: Vec<OnShelf> = super::services::on_shelf();
    let newest = shelf.iter().find_map(|held| held.newest.clone());
    for held in &mut shelf {
        held.newest = newest
            .clone()
            .filter(|_| held.kind == kind)
            .map(|head| mirror::Head {
                title: "示例市人民政府公报 2018 年第 10 期".into(),
                date: "2018-09-30".into(),
                applied: came.into(),
                ..head
            });
    }
    let serial = hands.desking().serial;
    hands.hear(Event::Answered(Answer::Shelf {
        serial,
        found: shelf,
    }));
}

fn behind(hands: &Hands) -> Vec<String> {
    match page(hands) {
        desk::Page::Today(today) => today
            .matters
            .into_iter()
            .filter(|matter| matter.kind == MatterKind::EditionBehind)
            .map(|matter| format!("{} {} {}", matter.number, matter.title, matter.time))
            .collect(),
        other => panic!("not today: {other:?}"),
    }
}

#[test]
fn an_edition_that_came_after_the_last_look_needs_a_person_until_somebody_looked() {
    // Looked at on the 12th; what is dated before came on the 13th.
    let mut hands = at_work(affairs("2018-10-12T01:00:00Z"));
    told_of(&mut hands, ShelfKind::Policy, "2018-10-13T01:00:00Z");
    assert_eq!(
        behind(&hands),
        ["policy 示例市人民政府公报 2018 年第 10 期 2018-09-30"]
    );
    told_of(&mut hands, ShelfKind::Policy, "2018-10-11T01:00:00Z");
    assert_eq!(behind(&hands), [""; 0]);
    // What is known to be missing is told of once.
    told_of(&mut hands, ShelfKind::Gazette, "2018-10-13T01:00:00Z");
    assert_eq!(behind(&hands), [""; 0]);
    let mut there = affairs("2018-10-12T01:00:00Z");
    if let Some(shelf) = &mut there.shelf {
        shelf.states = [ShelfState::There; 6];
    }
    let mut hands = at_work(there.clone());
    told_of(&mut hands, ShelfKind::Gazette, "2018-10-13T01:00:00Z");
    assert_eq!(behind(&hands).len(), 1);
    // A gazette that was written down since is on the shelf.
    there.works = vec![worked(Work::Gazette, "2018-10-14T01:00:00Z")];
    let mut hands = at_work(there.clone());
    told_of(&mut hands, ShelfKind::Gazette, "2018-10-13T01:00:00Z");
    assert_eq!(behind(&hands), [""; 0]);
    act(&mut hands, Deed::Checklist);
    let shown = match page(&hands) {
        desk::Page::Sheet(sheet) => sheet.lines,
        other => panic!("not a list: {other:?}"),
    };
    let gazette = shown.iter().find(|line| line.number == "gazette").unwrap();
    assert_eq!(
        (gazette.short.as_str(), gazette.title.is_empty()),
        ("2018-09-30", false)
    );
    // Where nobody ever looked nothing is known.
    let mut hands = at_work(Affairs::default());
    told_of(&mut hands, ShelfKind::Gazette, "2018-10-13T01:00:00Z");
    assert_eq!(behind(&hands), [""; 0]);
}

#[test]
fn after_how_many_days_something_is_late_the_house_sets() {
    let rules = Rules {
        shelf_days: 30,
        gazette_days: 70,
        ..limits()
    };
    let mut hands = super::typed::at_work_by(rules, affairs("2018-10-01T01:00:00Z"));
    let kinds = |hands: &Hands| match page(hands) {
        desk::Page::Today(today) => today
            .matters
            .iter()
            .map(|m| (m.kind, m.count))
            .collect::<Vec<_>>(),
        other => panic!("not today: {other:?}"),
    };
    assert_eq!(
        kinds(&hands),
        [(MatterKind::Shelf, 1), (MatterKind::GazetteLate, 75)],
        "14 days are not 30, 75 are more than 70"
    );
    hands.act(desk::Touch::Go(desk::Tab::Today));
}
