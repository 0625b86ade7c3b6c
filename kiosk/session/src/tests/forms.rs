//! Paper forms at the desk: which number goes out next, what may be said of a line, when one is sealed.

use journal::{LineFound, Made, Month, Sheet, SheetLine};

use super::typed::{at_work, sheet as shown_sheet};
use super::*;
use crate::affairs::Affairs;
use crate::screen::desk::{self, Deed, LineFault, MatterKind};
use crate::screen::services::{Touch as Served, form};
use crate::services::Filing;
use crate::staff::StaffPaper;

const SHEET: &str = "L01-1-Z-2018-0001";

fn sheet(sealed: bool) -> Sheet {
    let line = |line: u64| SheetLine {
        line,
        entered: (line == 26).then_some((Made::Photocopy, 2)),
        voided: false,
        found: (line == 27).then_some(LineFound::Written),
        word: None,
    };
    Sheet {
        number: SHEET.into(),
        sealed,
        lines: (26..=50).map(line).collect(),
        ..Sheet::default()
    }
}

fn at_the_forms(sealed: bool) -> Hands {
    let mut hands = at_work(Affairs {
        day: "20181015".into(),
        sheets: vec![sheet(sealed)],
        ..Affairs::default()
    });
    act(&mut hands, Deed::Forms);
    hands
}

fn act(hands: &mut Hands, deed: Deed) {
    let word = String::new();
    hands.act(desk::Touch::Do { deed, word });
}

fn open(hands: &mut Hands, kind: MatterKind, number: &str) {
    let number = number.into();
    hands.act(desk::Touch::Attend { kind, number });
}

/// What is being written, as it shows itself.
fn writes(hands: &Hands) -> Option<String> {
    hands.effects.iter().find_map(|effect| match effect {
        Effect::File {
            what: Filing::Entry(entry),
            ..
        } => Some(format!("{entry:?}")),
        _ => None,
    })
}

#[test]
fn the_next_form_goes_on_behind_the_last_number_that_ever_went_out() {
    let mut hands = at_the_forms(true);
    act(&mut hands, Deed::NewForm);
    let entry = writes(&hands).unwrap();
    assert!(
        entry.contains("\"51\"") && entry.contains("\"75\""),
        "{entry}"
    );
}

#[test]
fn a_form_is_not_sealed_while_a_line_is_open_and_not_changed_afterwards() {
    let mut hands = at_the_forms(false);
    open(&mut hands, MatterKind::SheetOpen, SHEET);
    act(&mut hands, Deed::SealForm);
    assert_eq!(writes(&hands), None, "27 is open");
    open(&mut hands, MatterKind::FormPaperOnly, "27");
    act(&mut hands, Deed::FormSpoiled);
    assert!(writes(&hands).unwrap().contains("\"spoiled\""));
    let mut hands = at_the_forms(true);
    open(&mut hands, MatterKind::SheetSealed, SHEET);
    open(&mut hands, MatterKind::FormPaperOnly, "27");
    act(&mut hands, Deed::FormSpoiled);
    assert_eq!(writes(&hands), None, "sealed");
}

#[test]
fn what_stands_on_paper_alone_is_entered_with_its_number_and_a_day_that_is_not_to_come() {
    let mut hands = at_the_forms(false);
    open(&mut hands, MatterKind::SheetOpen, SHEET);
    open(&mut hands, MatterKind::FormAgreed, "26");
    act(&mut hands, Deed::EnterLate);
    assert!(
        matches!(hands.desking().at, crate::At::SheetLine { .. }),
        "it stands in the register already"
    );
    act(&mut hands, Deed::BackToForm);
    open(&mut hands, MatterKind::FormPaperOnly, "27");
    act(&mut hands, Deed::DayAfter);
    act(&mut hands, Deed::DayBefore);
    act(&mut hands, Deed::EnterLate);
    hands.act(desk::Touch::Write(desk::Written::Print));
    hands.act(desk::Touch::Note(desk::note::Touch::Enter));
    let entry = writes(&hands).unwrap();
    for part in ["\"0027\"", "\"20181014\"", "\"a4-print\""] {
        assert!(entry.contains(part), "{part}: {entry}");
    }
}

/// The line that the figure would stand on, and why it cannot.
fn on_line(hands: &Hands) -> (Option<u64>, Option<LineFault>) {
    let desk = hands.desking();
    let crate::At::Note(noting) = &desk.at else {
        panic!("nothing is written down: {:?}", desk.at)
    };
    (noting.line, noting.line_fault(desk.affairs.as_ref()))
}

#[test]
fn a_photocopy_takes_the_next_free_line_and_the_number_goes_on_by_itself() {
    use desk::note::Touch::{Clear, Digit, Enter, Line};
    let mut hands = at_the_forms(false);
    hands.act(desk::Touch::Go(desk::Tab::Note));
    let note = desk::Touch::Note;
    hands.act(note(Digit(3)));
    assert_eq!(on_line(&hands), (None, None), "no line unless it is said");
    hands.act(note(Line)).act(note(Line));
    assert_eq!(
        on_line(&hands),
        (Some(28), None),
        "something stands on 26, 27 is written on"
    );
    // Typed by hand: taken, unknown, then right.
    for (digits, fault) in [
        ("26", Some(LineFault::Taken)),
        ("99", Some(LineFault::Unknown)),
    ] {
        hands.act(note(Line));
        for digit in digits.bytes() {
            hands.act(note(Digit(digit - b'0')));
        }
        hands.act(note(Line));
        assert_eq!(on_line(&hands), (digits.parse().ok(), fault));
        hands.act(note(Enter));
        assert_eq!(writes(&hands), None, "not on a line that cannot be");
    }
    hands
        .act(note(Line))
        .act(note(Digit(3)))
        .act(note(Digit(1)));
    hands.act(note(Line)).act(note(Enter));
    let entry = writes(&hands).unwrap();
    for part in ["\"0031\"", "(\"amount\", \"3\")", "\"photocopy\""] {
        assert!(entry.contains(part), "{part}: {entry}");
    }
    hands.tell_filed("L01-1-20181015-0007");
    assert_eq!(on_line(&hands), (Some(32), None), "it goes on by itself");
    hands.act(note(Line)).act(note(Clear));
    assert_eq!(on_line(&hands), (None, None), "and can be left out again");
}

#[test]
fn a_line_of_a_sealed_form_takes_nothing_and_a_point_without_forms_is_not_asked() {
    use desk::note::Touch::{Digit, Line};
    let note = desk::Touch::Note;
    let mut hands = at_the_forms(true);
    hands.act(desk::Touch::Go(desk::Tab::Note)).act(note(Line));
    assert_eq!(on_line(&hands), (None, None), "no free line is offered");
    hands
        .act(note(Digit(3)))
        .act(note(Digit(0)))
        .act(note(Line));
    assert_eq!(on_line(&hands), (Some(30), Some(LineFault::Sealed)));
    let mut hands = at_work(Affairs::default());
    hands.act(desk::Touch::Go(desk::Tab::Note));
    hands.act(note(Line)).act(note(Digit(7)));
    assert_eq!(on_line(&hands), (None, None), "the digit is the figure's");
}

#[test]
fn why_a_line_differs_is_typed_and_stands_with_its_line() {
    let mut hands = at_the_forms(false);
    open(&mut hands, MatterKind::SheetOpen, SHEET);
    open(&mut hands, MatterKind::FormPaperOnly, "27");
    act(&mut hands, Deed::FormOther);
    act(&mut hands, Deed::Explain);
    assert_eq!(writes(&hands), None, "without words there is no reason");
    let layer = form::Touch::Layer(crate::keyboard::Layer::Digits);
    hands.act(Served::Form(form::Touch::Edit { at: 0 }));
    hands.act(Served::Form(layer));
    let text = "7".to_owned();
    hands.act(Served::Form(form::Touch::Type { text }));
    act(&mut hands, Deed::Explain);
    let entry = writes(&hands).unwrap();
    for part in [
        SHEET,
        "(\"line\", \"27\")",
        "\"other\"",
        "(\"word\", \"7\")",
    ] {
        assert!(entry.contains(part), "{part}: {entry}");
    }
    hands.tell_filed(SHEET);
    assert!(matches!(&hands.desking().at, crate::At::Sheet { number } if number == SHEET));
    let mut hands = at_the_forms(true);
    open(&mut hands, MatterKind::SheetSealed, SHEET);
    open(&mut hands, MatterKind::FormPaperOnly, "27");
    act(&mut hands, Deed::FormOther);
    assert!(
        matches!(hands.desking().at, crate::At::SheetLine { .. }),
        "sealed"
    );
}

#[test]
fn a_month_closes_once_and_only_when_nothing_of_it_is_open() {
    let month = |month: &str, unsettled: u64, closed: Option<&str>| Month {
        month: month.into(),
        unsettled,
        closed: closed.map(str::to_owned),
        ..Month::default()
    };
    let mut hands = at_work(Affairs {
        day: "20181015".into(),
        months: vec![
            month("201810", 1, None),
            month("201809", 0, None),
            month("201808", 0, Some("L01-1-M-2018-0001")),
        ],
        ..Affairs::default()
    });
    act(&mut hands, Deed::Forms);
    open(&mut hands, MatterKind::MonthReady, "201810");
    assert_eq!(writes(&hands), None, "a slip is not settled");
    open(&mut hands, MatterKind::MonthReady, "201808");
    assert_eq!(writes(&hands), None, "closed already");
    open(&mut hands, MatterKind::MonthReady, "201809");
    assert!(writes(&hands).unwrap().contains("\"201809\""));
    hands.tell_filed("L01-1-M-2018-0002");
    assert!(
        matches!(hands.desking().at, crate::At::Sheets),
        "the list stays"
    );
    hands.hear(Event::Reported(Report::Printer(PrinterState::Ready)));
    open(&mut hands, MatterKind::MonthClosed, "201808");
    let printed = hands.effects.iter().any(|effect| {
        matches!(effect, Effect::PrintStaff { paper: StaffPaper::Month(month), .. } if month == "201808")
    });
    assert!(printed);
}

#[test]
fn a_line_whose_entry_is_void_reads_as_void_and_is_neither_unused_nor_offered() {
    let mut held = sheet(false);
    held.lines[2].voided = true;
    let mut hands = at_work(Affairs {
        day: "20181015".into(),
        sheets: vec![held],
        ..Affairs::default()
    });
    act(&mut hands, Deed::Forms);
    open(&mut hands, MatterKind::SheetOpen, SHEET);
    let shown = shown_sheet(&hands).lines;
    let kind = |short: &str| shown.iter().find(|line| line.short == short).unwrap().kind;
    assert_eq!(kind("0028"), MatterKind::FormVoid);
    assert_eq!(kind("0029"), MatterKind::FormUnused);
    open(&mut hands, MatterKind::FormVoid, "28");
    let deeds: Vec<Deed> = shown_sheet(&hands)
        .acts
        .iter()
        .map(|act| act.deed)
        .collect();
    assert!(!deeds.contains(&Deed::FormUnused), "{deeds:?}");
    assert!(deeds.contains(&Deed::FormWritten), "{deeds:?}");
    // The next line that is offered is one on which nothing stands.
    hands.act(desk::Touch::Write(desk::Written::Photocopy));
    hands.act(desk::Touch::Note(desk::note::Touch::Line));
    match &hands.desking().at {
        crate::At::Note(noting) => assert_eq!(noting.line, Some(29)),
        other => panic!("nothing is written down: {other:?}"),
    }
}

#[test]
fn a_month_that_goes_on_is_not_ready_and_a_change_after_its_close_is_told_with_both_figures() {
    let running = Month {
        month: "201810".into(),
        running: true,
        ..Month::default()
    };
    let changed = Month {
        month: "201809".into(),
        closed: Some("L01-1-M-2018-0001".into()),
        changed: vec![journal::MonthChange {
            figure: "copied_pages",
            closed: 9,
            now: 2,
        }],
        ..Month::default()
    };
    let mut hands = at_work(Affairs {
        day: "20181015".into(),
        months: vec![running, changed],
        ..Affairs::default()
    });
    act(&mut hands, Deed::Forms);
    let lines = shown_sheet(&hands).lines;
    assert_eq!(
        (lines[0].kind, lines[0].more),
        (MatterKind::MonthOpen, 0),
        "nothing is open but its days"
    );
    let told = &lines[1];
    assert_eq!(told.kind, MatterKind::MonthChanged);
    assert_eq!(
        (told.detail.as_str(), told.count, told.more),
        ("copied_pages", 2, 9)
    );
    open(&mut hands, MatterKind::MonthReady, "201810");
    assert_eq!(writes(&hands), None, "tomorrow belongs to it");
    hands.hear(Event::Reported(Report::Printer(PrinterState::Ready)));
    open(&mut hands, MatterKind::MonthChanged, "201809");
    let prints = |effect: &Effect| matches!(effect, Effect::PrintStaff { .. });
    assert!(hands.effects.iter().any(prints));
}

#[test]
fn a_line_of_a_sealed_form_is_not_made_void_and_the_desk_says_why() {
    const KEPT: &str = "L01-1-20181015-0004";
    for sealed in [true, false] {
        let held = Sheet {
            numbers: vec![KEPT.into()],
            ..sheet(sealed)
        };
        let mut hands = at_work(Affairs {
            day: "20181015".into(),
            sheets: vec![held],
            ..Affairs::default()
        });
        for (number, kept) in [(KEPT, sealed), ("L01-1-20181015-0005", false)] {
            for kind in [MatterKind::PaperLine, MatterKind::PaperOut] {
                hands.act(desk::Touch::Go(desk::Tab::Register));
                open(&mut hands, kind, number);
                let shown = shown_sheet(&hands);
                let said = shown.lines.iter().map(|line| line.kind);
                assert_eq!(said.eq([MatterKind::LineKept]), kept, "{number}");
                let reason = shown.acts.iter().find(|act| act.deed == Deed::Twice);
                assert_eq!(reason.map(|act| act.off), Some(kept), "{number}");
                act(&mut hands, Deed::Twice);
                assert_eq!(writes(&hands).is_none(), kept, "{number}");
                if !kept {
                    hands.tell_filed(number);
                }
            }
        }
    }
}
