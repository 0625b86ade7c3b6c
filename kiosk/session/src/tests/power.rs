//! The machine at the desk: what is known of it, and how it is restarted or switched off.

use super::typed::at_work;
use super::*;
use crate::affairs::{Affairs, Machine};
use crate::screen::desk::{self, Deed, MatterKind, SheetName};
use crate::services::{Filing, Taken};

fn act(hands: &mut Hands, deed: Deed) {
    let word = String::new();
    hands.act(desk::Touch::Do { deed, word });
}

fn at_the_machine(power: bool) -> Hands {
    let mut hands = at_work(Affairs::default());
    hands.act(desk::Touch::Go(desk::Tab::Device));
    let serial = hands.desking().serial;
    let machine = Machine {
        disk_free_mb: Some(312),
        temperature_c: Some(54),
        image: "2026.11.3".into(),
        fingerprint: "AB:CD".into(),
        power,
    };
    let machine = Box::new(machine);
    hands.hear(Event::Reported(Report::Machine { serial, machine }));
    hands.hear(Event::Reported(Report::Printer(PrinterState::Ready)));
    hands
}

fn sheet(hands: &Hands) -> desk::Sheet {
    match crate::view::view(&hands.session, "2018-10-15T06:36:00Z".parse().unwrap()).screen {
        crate::screen::Screen::Desk(desk) => match desk.shows {
            desk::Page::Sheet(sheet) => sheet,
            other => panic!("not a list: {other:?}"),
        },
        other => panic!("not the desk: {other:?}"),
    }
}

fn off(hands: &Hands, deed: Deed) -> Option<bool> {
    let acts = sheet(hands).acts;
    acts.iter().find(|act| act.deed == deed).map(|act| act.off)
}

/// What is written, and under which serial.
fn writes(hands: &Hands) -> Option<(u64, String)> {
    hands.effects.iter().find_map(|effect| match effect {
        Effect::File {
            serial,
            what: Filing::Entry(entry),
        } => Some((*serial, format!("{entry:?}"))),
        _ => None,
    })
}

fn orders(hands: &Hands) -> Option<(u64, bool)> {
    hands.effects.iter().find_map(|effect| match effect {
        Effect::Power { serial, off } => Some((*serial, *off)),
        _ => None,
    })
}

#[test]
fn the_question_says_what_happens_and_which_slips_nobody_settled() {
    let mut hands = at_the_machine(true);
    let serial = hands.desking().serial;
    let waiting = super::desk::slip(Some(journal::Finding::Nothing), false);
    assert!(!waiting.waits(), "settled already");
    let open = super::desk::slip(None, false);
    assert!(open.waits());
    for (slips, lines) in [
        (vec![waiting], vec![MatterKind::RestartAsked]),
        (vec![open], vec![MatterKind::RestartAsked, MatterKind::Slip]),
    ] {
        hands.hear(Event::Reported(Report::Slips {
            serial,
            slips: Some(slips),
        }));
        act(&mut hands, Deed::Restart);
        let shown = sheet(&hands);
        let kinds: Vec<MatterKind> = shown.lines.iter().map(|line| line.kind).collect();
        assert_eq!(kinds, lines);
        act(&mut hands, Deed::StayOn);
    }
}

#[test]
fn what_the_machine_tells_of_itself_stands_on_its_page() {
    let shown = sheet(&at_the_machine(true));
    let of = |kind| shown.lines.iter().find(|line| line.kind == kind);
    let disk = of(MatterKind::DiskFact).unwrap();
    assert_eq!((disk.count, disk.more), (312, 1), "little is left");
    let warm = of(MatterKind::TemperatureFact).unwrap();
    assert_eq!((warm.count, warm.more), (54, 0));
    assert_eq!(of(MatterKind::FingerprintFact).unwrap().detail, "AB:CD");
    assert!(of(MatterKind::PowerFact).is_none());
    let without = at_the_machine(false);
    assert_eq!(off(&without, Deed::Restart), None, "nobody listens");
    assert!(
        sheet(&without)
            .lines
            .iter()
            .any(|line| line.kind == MatterKind::PowerFact)
    );
}

#[test]
fn a_restart_is_asked_for_twice_and_stands_in_the_register_before_it_happens() {
    for (first, yes, to_off, good) in [
        (Deed::Restart, Deed::RestartNow, false, true),
        (Deed::PowerOff, Deed::PowerOffNow, true, false),
    ] {
        let mut hands = at_the_machine(true);
        act(&mut hands, yes);
        assert_eq!(writes(&hands), None, "nobody was asked");
        act(&mut hands, first);
        let asked = sheet(&hands);
        let name = if to_off {
            SheetName::PowerOff
        } else {
            SheetName::Restart
        };
        assert_eq!((asked.name, asked.acts[0].deed), (name, Deed::StayOn));
        act(&mut hands, Deed::StayOn);
        assert_eq!(sheet(&hands).name, SheetName::Device);
        act(&mut hands, first);
        act(&mut hands, yes);
        let (serial, entry) = writes(&hands).unwrap();
        assert!(entry.contains("\"restart\""), "{entry}");
        assert_eq!(orders(&hands), None, "not before it is written");
        act(&mut hands, yes);
        assert_eq!(writes(&hands), None, "once");
        // A register that cannot be written stops nobody.
        let taken = good.then(|| Taken {
            number: "L01-1-W-2018-0003".into(),
            at: "2018-10-15T06:36:00Z".into(),
        });
        hands.hear(Event::Reported(Report::Filed { serial, taken }));
        assert_eq!(orders(&hands), Some((serial, to_off)));
        hands.hear(Event::Reported(Report::Powered { serial, done: good }));
        let said = sheet(&hands).lines[0].kind;
        assert_eq!(
            said,
            if good {
                MatterKind::Done
            } else {
                MatterKind::NotDone
            }
        );
    }
}

#[test]
fn nothing_is_switched_off_under_paper_that_comes_out() {
    let mut hands = at_the_machine(true);
    act(&mut hands, Deed::Restart);
    hands.hear(Event::Reported(Report::Printer(PrinterState::Printing)));
    assert_eq!(off(&hands, Deed::RestartNow), Some(true));
    act(&mut hands, Deed::RestartNow);
    assert_eq!(writes(&hands), None);
    hands.hear(Event::Reported(Report::Printer(PrinterState::Ready)));
    act(&mut hands, Deed::RestartNow);
    assert!(writes(&hands).is_some());
}

/// Whether each search that was told of found something.
fn searches(hands: &mut Hands, touch: impl Into<Action>) -> Vec<bool> {
    hands.act(touch);
    let found = hands.effects.iter().filter_map(|effect| match effect {
        Effect::Searched { found } => Some(*found),
        _ => None,
    });
    found.collect()
}

#[test]
fn a_search_is_counted_once_whoever_leafs_or_opens_and_only_whether_something_was_found() {
    use search::Touch::{ShowKeyboard, Submit, Type};
    let mut hands = Hands::new();
    hands.act(home::Touch::Search);
    let answer = |hands: &mut Hands, total: u64| {
        let serial = hands.asked();
        hands.hear(Event::Answered(Answer::Found {
            serial,
            page: Page {
                total,
                ..Page::default()
            },
            hints: vec![],
        }));
        let told = hands.effects.iter().filter_map(|effect| match effect {
            Effect::Searched { found } => Some(*found),
            _ => None,
        });
        told.collect::<Vec<bool>>()
    };
    hands.act(Type { text: "公".into() });
    assert_eq!(answer(&mut hands, 3), [false; 0], "somebody types");
    hands.act(Submit);
    assert_eq!(answer(&mut hands, 0), [false]);
    hands.act(ShowKeyboard);
    assert_eq!(answer(&mut hands, 0), [false; 0]);
    hands.act(Submit);
    assert_eq!(answer(&mut hands, 0), [false; 0], "the same once more");
    hands.act(ShowKeyboard);
    answer(&mut hands, 0);
    hands.act(Type { text: "报".into() });
    assert_eq!(answer(&mut hands, 2), [false; 0]);
    let open = search::Touch::Open {
        id: "demo/1".into(),
        article_id: String::new(),
    };
    assert_eq!(searches(&mut hands, open), [true], "opened while typing");
}
