//! Paper forms at the desk: which number goes out next, what may be said of a line, when one is sealed.

use journal::{LineFound, Made, Sheet, SheetLine};

use super::typed::at_work;
use super::*;
use crate::affairs::Affairs;
use crate::screen::desk::{self, Deed, MatterKind};
use crate::services::Filing;

const SHEET: &str = "L01-1-Z-2018-0001";

fn sheet(sealed: bool) -> Sheet {
    let line = |line: u64| SheetLine {
        line,
        entered: (line == 26).then_some((Made::Photocopy, 2)),
        found: (line == 27).then_some(LineFound::Written),
    };
    Sheet {
        number: SHEET.into(),
        sealed,
        lines: (26..=50).map(line).collect(),
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
