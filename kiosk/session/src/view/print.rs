//! The choice of what to print as a picture. Pure.

use journal::Content;

use crate::screen::print::{Choice, Print};
use crate::session::Session;
use crate::visit::Choosing;

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
        Content::Excerpt { articles } => Some(articles.len()),
        _ => None,
    });
    Print {
        title: choosing.opened.document.title.clone(),
        choices: choices.collect(),
        chosen: (&slip.content).into(),
        articles: articles.map_or(0, |n| u32::try_from(n).unwrap_or(u32::MAX)),
        left: visitor.prints_left(rules),
        purpose: choosing.purpose,
        printer: terminal.printer,
        preview: slip.preview.clone(),
        long: slip.length_mm.is_some_and(|mm| mm > rules.long_mm),
        can_start: choosing.can_start(rules, terminal, visitor),
    }
}
