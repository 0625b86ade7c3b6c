//! The choice of what to print as a picture. Pure.

use crate::articles::tables;
use crate::leaf::{self, Leaf};
use crate::screen::print::{Choice, Print};
use crate::session::Session;
use crate::visit::{Choosing, day_left_mm};

pub(super) fn print(session: &Session, choosing: &Choosing) -> Print {
    let (rules, terminal) = (session.rules(), session.terminal());
    let visitor = &session.visit().visitor;
    let slip = choosing.slip();
    let choices = choosing.slips.iter().map(|slip| Choice {
        extent: (&slip.content).into(),
        length_mm: slip.length_mm.unwrap_or(0),
        too_long: slip.too_long(rules),
    });
    let document = &choosing.opened.document;
    let pieces = choosing.pieces();
    let leaves: Vec<Leaf> = pieces
        .iter()
        .filter_map(|id| leaf::of(document, id))
        .collect();
    let parts = leaves.iter().filter_map(|leaf| leaf.lines.clone());
    let parts: usize = parts.map(|lines| lines.count()).sum();
    Print {
        title: document.title.clone(),
        choices: choices.collect(),
        chosen: (&slip.content).into(),
        articles: u32::try_from(pieces.len().max(parts)).unwrap_or(u32::MAX),
        leaves: !leaves.is_empty(),
        parts: parts > 0,
        table: pieces.iter().any(|id| tables::of(document, id).is_some()),
        can_rechoose: choosing.can_rechoose(),
        left: visitor.prints_left(rules),
        day_left_mm: day_left_mm(rules, terminal),
        day_is_over: choosing.day_is_over(rules, terminal),
        roll_is_short: choosing.roll_is_short(terminal),
        address: document.source_url.clone().unwrap_or_default(),
        purpose: choosing.purpose,
        register_shut: terminal.register_shut,
        printer: terminal.printer,
        preview: slip.preview.clone(),
        long: slip.length_mm.is_some_and(|mm| mm > rules.long_mm),
        can_start: choosing.can_start(rules, terminal, visitor),
    }
}
