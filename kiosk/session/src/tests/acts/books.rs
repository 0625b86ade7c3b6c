//! The sheet of a day, shown before it is printed and with what the chain says of itself; which part of the registers goes onto a stick.

use journal::Soundness;

use super::*;
use crate::screen::desk::register::Drawn;
use crate::screen::print::Preview;
use crate::staff::{Exporting, LaidPaper};

impl Hands {
    /// Serial and paper of the last question for a picture of paper.
    fn asked_to_lay(&self) -> Option<(u64, StaffPaper)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::LayPaper { serial, paper } => Some((*serial, paper.clone())),
            _ => None,
        })
    }

    fn tell_laid(&mut self, serial: u64, sound: Soundness) -> &mut Self {
        self.hear(Event::Reported(Report::PaperLaid {
            serial,
            laid: Some(LaidPaper {
                length_mm: 300,
                preview: Some(Preview {
                    width: 1,
                    height: 1,
                    grey: std::sync::Arc::new(vec![0]),
                }),
                sound: Some(sound),
            }),
        }))
    }

    fn exported(&self) -> Option<Exporting> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Export { what, .. } => Some(what.clone()),
            _ => None,
        })
    }

    fn first_line(&self) -> (MatterKind, String) {
        let line = self.sheet().lines.swap_remove(0);
        (line.kind, line.number)
    }
}

/// The register of a day of the desk, with the registers read.
fn at_the_day() -> Hands {
    let mut hands = Hands::new();
    hands.on_duty().go(desk::Tab::Register);
    let serial = hands.desking().serial;
    let affairs = Some(Box::new(Affairs {
        day: "20181015".into(),
        ..Affairs::default()
    }));
    let asked = hands.effects.clone();
    hands.hear(Event::Reported(Report::Affairs { serial, affairs }));
    hands.effects = asked;
    hands.tell_day("20181015", book());
    hands
}

#[test]
fn a_day_sheet_is_seen_and_its_chain_checked_before_it_is_printed() {
    let mut hands = at_the_day();
    hands.deed(Deed::SheetOfDay);
    let (serial, paper) = hands.asked_to_lay().expect("the paper is asked for");
    assert_eq!(paper, StaffPaper::Day("20181015".into()));
    assert!(hands.asked_paper().is_none(), "nothing comes out yet");
    let sheet = hands.sheet();
    assert_eq!(
        (sheet.name, sheet.drawn),
        (SheetName::DaySheet, Some(Drawn::Coming))
    );
    assert_eq!(hands.first_line().0, MatterKind::ChainChecking);
    hands.tell_laid(serial - 1, Soundness::default());
    assert_eq!(hands.sheet().drawn, Some(Drawn::Coming), "an older answer");
    let entries = 27;
    hands.tell_laid(
        serial,
        Soundness {
            entries,
            ..Soundness::default()
        },
    );
    let sheet = hands.sheet();
    assert!(sheet.preview.is_some() && sheet.drawn == Some(Drawn::Shown));
    assert_eq!(sheet.lines[0].kind, MatterKind::ChainHolds);
    assert_eq!(sheet.lines[0].count, 27);
    let missing = (sheet.lines[1].kind, sheet.lines[1].more);
    assert_eq!(missing, (MatterKind::DayNumbers, 26));
    hands.deed(Deed::DaySheet);
    let (printing, paper) = hands.asked_paper().unwrap();
    assert_eq!(paper, StaffPaper::Day("20181015".into()));
    hands.hear(Event::Reported(Report::ReceiptDone {
        serial: printing,
        good: true,
    }));
    assert_eq!(hands.first_line().0, MatterKind::Done);
    hands.deed(Deed::ExportSheet);
    assert_eq!(hands.exported(), Some(Exporting::Sheet("20181015".into())));
    hands.deed(Deed::Day);
    assert_eq!(hands.sheet().name, SheetName::Day);
    assert!(hands.sheet().read, "it is not asked for again");
}

#[test]
fn a_broken_chain_is_said_and_the_sheet_that_says_so_may_be_printed() {
    let mut hands = at_the_day();
    hands.deed(Deed::SheetOfDay);
    let (serial, _) = hands.asked_to_lay().unwrap();
    let number = "L01-1-20181015-0007";
    let broken = Soundness {
        entries: 27,
        problems: 2,
        place: 9,
        number: number.into(),
    };
    hands.tell_laid(serial, broken);
    let told = (MatterKind::ChainBroken, number.to_owned());
    assert_eq!(hands.first_line(), told);
    hands.deed(Deed::DaySheet);
    assert!(hands.asked_paper().is_some());
    // Another day is checked anew.
    hands.deed(Deed::DayBefore);
    assert_eq!(hands.asked_day().unwrap().1, "20181014");
    let (serial, paper) = hands.asked_to_lay().unwrap();
    assert_eq!(paper, StaffPaper::Day("20181014".into()));
    assert_eq!(hands.sheet().drawn, Some(Drawn::Coming));
    hands.hear(Event::Reported(Report::PaperLaid { serial, laid: None }));
    let sheet = hands.sheet();
    assert_eq!(sheet.drawn, Some(Drawn::Failed));
    assert_eq!(sheet.lines[0].kind, MatterKind::ChainUnknown, "never sound");
}

#[test]
fn a_day_a_month_a_year_or_all_goes_onto_the_stick_and_none_that_is_to_come() {
    let mut hands = at_the_day();
    hands.deed(Deed::DayBefore);
    hands.tell_day("20181014", book());
    hands.deed(Deed::Export);
    assert_eq!(hands.exported(), None, "nothing before it is chosen");
    let chosen = |hands: &Hands| {
        let sheet = hands.sheet();
        let on = sheet.tops.iter().find(|act| act.chosen).unwrap().deed;
        (on, sheet.about)
    };
    assert_eq!(chosen(&hands), (Deed::Days, "2018-10-14".into()));
    hands.deed(Deed::After).deed(Deed::After);
    assert_eq!(chosen(&hands).1, "2018-10-15", "not past today");
    hands.deed(Deed::Months).deed(Deed::Before);
    assert_eq!(chosen(&hands), (Deed::Months, "2018-09".into()));
    hands.deed(Deed::ExportNow);
    assert_eq!(hands.exported(), Some(Exporting::Period("201809".into())));
    hands.deed(Deed::ExportNow);
    assert_eq!(hands.exported(), None, "one at a time");
    hands.deed(Deed::Years);
    assert_eq!(chosen(&hands), (Deed::Years, "2018".into()));
    assert!(hands.sheet().tops[1].off, "no year behind it");
    hands.deed(Deed::Before).deed(Deed::Days);
    assert_eq!(chosen(&hands), (Deed::Days, "2017-01-01".into()));
    hands.deed(Deed::All);
    assert_eq!(chosen(&hands), (Deed::All, String::new()));
    assert!(hands.sheet().tops[0].off && hands.sheet().tops[1].off);
    hands.deed(Deed::Before);
    assert_eq!(chosen(&hands).0, Deed::All, "nothing is beside it");
}
