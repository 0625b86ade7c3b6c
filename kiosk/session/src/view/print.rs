//! The choice of what to print as a picture. Pure.

use journal::Content;

use crate::leaf;
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
    let articles = choosing.slips.iter().find_map(|slip| match &slip.content {
        Content::Excerpt { articles } => Some(articles),
        _ => None,
    });
    Print {
        title: choosing.opened.document.title.clone(),
        choices: choices.collect(),
        chosen: (&slip.content).into(),
        articles: articles.map_or(0, |list| u32::try_from(list.len()).unwrap_or(u32::MAX)),
        leaves: articles.is_some_and(|list| {
            list.iter()
                .any(|id| leaf::of(&choosing.opened.document, id).is_some())
        }),
        left: visitor.prints_left(rules),
        day_left_mm: day_left_mm(rules, terminal),
        day_is_over: choosing.day_is_over(rules, terminal),
        roll_is_short: choosing.roll_is_short(terminal),
        address: choosing
            .opened
            .document
            .source_url
            .clone()
            .unwrap_or_default(),
        purpose: choosing.purpose,
        printer: terminal.printer,
        preview: slip.preview.clone(),
        long: slip.length_mm.is_some_and(|mm| mm > rules.long_mm),
        can_start: choosing.can_start(rules, terminal, visitor),
    }
}
