//! The list of paper holdings from a stick: looked at before it holds, told line by line where something is wrong, and back to that of the settings.

use std::sync::Arc;

use config::holdings::{self, Holding};

use super::*;
use crate::screen::desk::StickFault;
use crate::services::{PaperHoldings, Told, Unbrought};
use crate::staff::Exporting;

fn list(text: &str) -> Arc<Vec<Holding>> {
    Arc::new(holdings::parse(text).unwrap())
}

fn brought(held: &Arc<Vec<Holding>>) -> PaperHoldings {
    PaperHoldings {
        held: held.clone(),
        brought: Some("2018-10-15T06:30:00Z".into()),
    }
}

impl Hands {
    fn at_the_holdings(&mut self, stands: PaperHoldings) -> &mut Self {
        self.hear(Event::Told(Told::Holdings(stands)));
        self.on_duty().go(desk::Tab::Device);
        self.deed(Deed::Checklist).deed(Deed::Holdings)
    }

    fn asked_to_bring(&self) -> Option<u64> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::BringHoldings { serial } => Some(*serial),
            _ => None,
        })
    }

    fn asked_to_keep(&self) -> Option<(u64, Option<Arc<Vec<Holding>>>)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::KeepHoldings { serial, held } => Some((*serial, held.clone())),
            _ => None,
        })
    }

    fn brings(&mut self, result: Result<Arc<Vec<Holding>>, Unbrought>) -> &mut Self {
        self.deed(Deed::BringHoldings);
        let serial = self.asked_to_bring().expect("the stick is read");
        self.hear(Event::Reported(Report::HoldingsBrought { serial, result }))
    }

    fn lines_shown(&self) -> Vec<(MatterKind, u32, u32, String)> {
        let lines = self.sheet().lines.into_iter();
        let shown = lines.map(|line| (line.kind, line.count, line.more, line.title));
        shown.collect()
    }

    fn can(&self, deed: Deed) -> bool {
        let acts = self.sheet().acts;
        acts.iter().any(|act| act.deed == deed && !act.off)
    }
}

#[test]
fn a_list_is_looked_at_before_it_holds_and_stands_in_the_register_then() {
    let mut hands = Hands::new();
    let stands = PaperHoldings {
        held: list("title,place\nKept,A\nGone,B\n"),
        brought: None,
    };
    hands.at_the_holdings(stands.clone());
    let fact = (MatterKind::HoldingsFact, 2, 0, String::new());
    assert_eq!(hands.lines_shown(), std::slice::from_ref(&fact));
    assert!(!hands.can(Deed::DropHoldings), "there is none of the desk");
    hands.deed(Deed::ExportHoldings);
    let exported = hands.effects.iter().find_map(|effect| match effect {
        Effect::Export { serial, what } => Some((*serial, what.clone())),
        _ => None,
    });
    let (serial, what) = exported.unwrap();
    assert_eq!(what, Exporting::Holdings(stands.held));
    hands.deed(Deed::BringHoldings);
    assert_eq!(hands.asked_to_bring(), None, "one at a time");
    let result = Ok("holdings.csv".into());
    hands.hear(Event::Reported(Report::Exported { serial, result }));
    let new = list("title,place\nNew,A\nKept,A\nMore,C\n");
    hands.brings(Ok(new.clone()));
    let seen = (MatterKind::HoldingsNew, 3, 1, "New".to_owned());
    assert_eq!(hands.lines_shown(), [seen, fact.clone()]);
    hands.deed(Deed::LeaveHoldings);
    assert_eq!(hands.lines_shown(), [fact], "nothing is changed");
    hands.brings(Ok(new.clone())).deed(Deed::KeepHoldings);
    let (serial, held) = hands.asked_to_keep().unwrap();
    assert_eq!(held.as_ref(), Some(&new));
    hands.deed(Deed::LeaveHoldings);
    let stands = Some(brought(&new));
    hands.hear(Event::Reported(Report::HoldingsKept { serial, stands }));
    let (_, entry) = hands.asked_to_file().expect("it is written down");
    let entry = format!("{entry:?}");
    assert!(
        entry.contains("holdings") && entry.contains("(\"titles\", \"3\")"),
        "{entry}"
    );
    assert_eq!(hands.sheet().lines[0].kind, MatterKind::Done);
    assert_eq!(hands.lines_shown()[1].1, 3);
    assert!(hands.can(Deed::DropHoldings));
    hands.deed(Deed::DropHoldings);
    let (serial, held) = hands.asked_to_keep().unwrap();
    assert_eq!(held, None);
    // Whoever left the desk meanwhile finds what came of it on the shelf.
    hands.act(desk::Touch::Go(desk::Tab::Today));
    let stands = Some(PaperHoldings::default());
    hands.hear(Event::Reported(Report::HoldingsKept { serial, stands }));
    assert!(hands.session.terminal().holdings.held.is_empty());
}

#[test]
fn what_is_wrong_with_a_list_or_a_stick_is_told_and_changes_nothing() {
    let mut hands = Hands::new();
    let stands = brought(&list("title,place\nKept,A\n"));
    hands.at_the_holdings(stands.clone());
    let problems = holdings::parse("title,place,copies\nA,,\nB,C,many\n").unwrap_err();
    hands.brings(Err(Unbrought::List(problems)));
    let lines = hands.lines_shown();
    let kinds: Vec<_> = lines.iter().map(|line| line.0).collect();
    let (bad, fact) = (MatterKind::HoldingsBad, MatterKind::HoldingsFact);
    assert_eq!(kinds, [MatterKind::NotDone, bad, bad, fact]);
    assert_eq!((lines[1].1, lines[2].1), (2, 3), "lines of the file");
    assert_eq!(lines[2].3, "many");
    assert!(!hands.can(Deed::KeepHoldings));
    hands.brings(Err(Unbrought::Stick(StickFault::NoFile)));
    assert_eq!(hands.sheet().lines[0].short, "no-file");
    assert_eq!(hands.lines_shown().len(), 2, "nothing of the list before");
    let new = list("title,place\nNew,A\n");
    hands.brings(Ok(new)).deed(Deed::KeepHoldings);
    let (serial, _) = hands.asked_to_keep().unwrap();
    let stands_as_before = None;
    hands.hear(Event::Reported(Report::HoldingsKept {
        serial,
        stands: stands_as_before,
    }));
    assert_eq!(hands.sheet().lines[0].kind, MatterKind::NotDone);
    assert!(
        hands.can(Deed::KeepHoldings),
        "what was read is still there"
    );
    assert_eq!(hands.session.terminal().holdings, stands);
}
