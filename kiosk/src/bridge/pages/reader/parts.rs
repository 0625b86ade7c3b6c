//! Going through an open document by ear: to its next heading or article, wherever that stands, and what is said of it.

use screens::{MainWindow, ReaderData};
use session::screen::reader::{Line, LineKind};
use slint::ComponentHandle;

use super::Reading;
use crate::bridge::listening::Part;

/// Longer words of an article are not said at once.
const SAID_CHARS_MAX: usize = 8_000;

impl Reading {
    /// The next such part below what stands at the top, or the one before it: brings it to the top and gives its words.
    pub fn beside(&self, window: &MainWindow, part: Part, on: bool) -> Option<String> {
        let data = window.global::<ReaderData>();
        let mut state = self.state.borrow_mut();
        let lines = &state.reader.as_ref()?.lines;
        let top = -data.get_scroll();
        let here = state.sheet.source_at(top) as usize;
        // At the very top nothing was said yet of what stands there.
        let from = if top <= 0.5 { here } else { here + 1 };
        let at = match on {
            true => (from..lines.len()).find(|at| begins(&lines[*at], part)),
            false => (0..here.min(lines.len()))
                .rev()
                .find(|at| begins(&lines[*at], part)),
        }?;
        let words = words_of(lines, at, part);
        let y = state.sheet.goto(at, 0);
        drop(state);
        // The room below it may have grown.
        data.set_serial(data.get_serial() + 1);
        data.set_scroll(-y);
        Some(words)
    }
}

fn is_heading(line: &Line) -> bool {
    matches!(
        line.kind,
        LineKind::Heading1 | LineKind::Heading2 | LineKind::Heading3 | LineKind::Heading4
    )
}

fn begins(line: &Line, part: Part) -> bool {
    let article = line.first && !line.article_id.is_empty() && !is_heading(line);
    !line.away
        && match part {
            Part::Heading => is_heading(line),
            Part::Article => article,
        }
}

/// A heading alone, or all of an article up to the next one.
fn words_of(lines: &[Line], at: usize, part: Part) -> String {
    let rest = &lines[at + 1..];
    let more = rest
        .iter()
        .take_while(|line| part == Part::Article && !is_heading(line) && !begins(line, part));
    let all = std::iter::once(&lines[at]).chain(more);
    let said = all.map(|line| format!("{}{}{}", line.label, line.text, line.cells.join("，")));
    let said: Vec<String> = said.collect();
    said.join("。").chars().take(SAID_CHARS_MAX).collect()
}
