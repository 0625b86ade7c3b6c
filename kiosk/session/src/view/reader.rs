//! A document as lines of the reader: one for each block, one for each row of a table. Adds no words of its own.

use mirror::{Align, Block, Document};

use super::history;
use super::services::form;
use super::stations::law;
use crate::articles;
use crate::asks::Opened;
use crate::marks;
use crate::screen::reader::{Aloud, Attached, Folded, Line, LineKind, Reader};
use crate::session::Session;
use crate::spoken;
use crate::visit::{Reading, pictured};

pub(super) fn reader(reading: &Reading, text_px: u16, session: &Session) -> Reader {
    let Some(opened) = &reading.opened else {
        return Reader {
            id: reading.id.clone(),
            text_px,
            ..Reader::default()
        };
    };
    let Opened {
        document,
        interpretation_id,
        interprets_id,
        successor_id,
    } = opened;
    let (mut lines, first_line_of_block) = lines(document, &reading.chosen);
    for line in &mut lines {
        line.drawn = line
            .picture
            .and_then(|at| reading.pictures.get(at))
            .cloned();
    }
    let goto_line = document
        .articles
        .iter()
        .find(|article| article.id == reading.goto)
        .and_then(|article| first_line_of_block.get(article.from as usize))
        .copied()
        .unwrap_or(0);
    let sought = reading.sought.as_ref();
    let marks = sought.map_or_else(Vec::new, |sought| marks::find(&lines, &sought.words));
    // Who sits reaches nothing at the head of a page.
    let folds = !session.visit().visitor.look.low_reach;
    let is_wanted = |at| {
        let heard = reading
            .aloud
            .is_some_and(|saying| saying.heard.line as usize == at);
        reading.unfolded || heard || marks.iter().any(|mark| mark.line as usize == at)
    };
    if folds {
        fold(&mut lines, document, is_wanted);
    }
    let unfound = sought.is_some_and(|sought| sought.asked) && marks.is_empty();
    let goto_mark = sought.is_some_and(|sought| sought.at.is_some());
    let mark = match sought.and_then(|sought| sought.at) {
        Some(at) => (at as usize).min(marks.len().saturating_sub(1)),
        // The first from the place at which the document was opened.
        None => marks
            .iter()
            .position(|mark| mark.line >= goto_line)
            .unwrap_or(0),
    };
    let goto_line = match marks.get(mark).filter(|_| goto_mark) {
        Some(mark) => mark.line,
        None => goto_line,
    };
    let aloud = reading
        .aloud
        .map(|saying| on_the_page(saying.heard, document, &lines));
    Reader {
        id: document.id.clone(),
        open_slip: session
            .visit()
            .visitor
            .open_slip
            .clone()
            .unwrap_or_default(),
        rev: document.rev,
        red_head: match document.doc_no {
            Some(_) => document.agency.clone(),
            None => String::new(),
        },
        doc_no: document.doc_no.clone().unwrap_or_default(),
        title: document.title.clone(),
        index_no: document.index_no.clone().unwrap_or_default(),
        agency: document.agency.clone(),
        date: document.date().to_string(),
        validity: document.validity,
        interpretation_id: interpretation_id.clone(),
        interprets_id: interprets_id.clone(),
        successor_id: successor_id.clone(),
        lines,
        law: law(document, &first_line_of_block),
        has_contents: !document.articles.is_empty(),
        choosing: reading.choosing,
        chosen: u32::try_from(reading.chosen.len()).unwrap_or(u32::MAX),
        goto_line,
        // The bridge compares only; wrapping after 2^32 moves is no harm.
        goto_serial: reading.goto_serial as u32,
        text_px,
        attachments: document
            .attachments
            .iter()
            .map(|file| Attached {
                name: file.name.clone(),
                length: file.length,
            })
            .collect(),
        printable: session.rules().printer,
        speakable: session.aloud(),
        aloud,
        sought: sought.map_or_else(String::new, |sought| sought.words.join(" ")),
        marks,
        mark: u32::try_from(mark).unwrap_or(0),
        goto_mark,
        form: reading.finding.as_ref().map(form),
        unfound,
        leaf: false,
        address: document.source_url.clone().unwrap_or_default(),
    }
}

/// Text that is no document of its own: a page of an attachment.
pub(super) struct Leaf<'a> {
    pub document: &'a Document,
    /// Changes with every request to move.
    pub goto_serial: u64,
    pub aloud: Option<Aloud>,
    /// Words that are marked, and which of their places the visitor is at.
    pub sought: Option<(&'a [String], u32)>,
    /// Characters at its end with which one of them begins that goes on overleaf.
    pub over: usize,
    pub text_px: u16,
}

/// Folds the history of a law, unless `is_wanted` one of its lines.
fn fold(lines: &mut [Line], document: &Document, is_wanted: impl Fn(usize) -> bool) {
    let Some(history) = history::of(document) else {
        return;
    };
    // Paragraphs alone stand before the articles of a law: a block is a line.
    let all = history.blocks;
    let Some(told) = lines.get_mut(all.clone()) else {
        return;
    };
    if told.iter().any(|line| !line.cells.is_empty()) {
        return;
    }
    let open = all.clone().any(is_wanted);
    told.iter_mut().for_each(|line| line.away = !open);
    told[0].history = Some(Folded {
        open,
        first: history.first,
        last: history.last,
    });
}

/// Its title and its lines, nothing that can be chosen. `id` names it.
pub(super) fn text(id: String, leaf: &Leaf) -> Reader {
    let lines = lines(leaf.document, &[]).0;
    let (words, at) = leaf.sought.unwrap_or_default();
    let mut marks = marks::find_on_page(&lines, words);
    if leaf.over > 0 {
        marks.extend(marks::at_the_end(&lines, leaf.over));
    }
    let mark = at.min(u32::try_from(marks.len().saturating_sub(1)).unwrap_or(0));
    Reader {
        aloud: leaf
            .aloud
            .map(|heard| on_the_page(heard, leaf.document, &lines)),
        id,
        rev: leaf.document.rev,
        title: leaf.document.title.clone(),
        leaf: true,
        goto_line: marks.get(mark as usize).map_or(0, |mark| mark.line),
        goto_mark: !marks.is_empty(),
        sought: words.join(" "),
        marks,
        mark,
        lines,
        // The bridge compares only; wrapping after 2^32 moves is no harm.
        goto_serial: leaf.goto_serial as u32,
        text_px: leaf.text_px,
        ..Reader::default()
    }
}

/// The clause that is heard, counted in the words behind the label; all of a row of a table.
fn on_the_page(heard: Aloud, document: &Document, lines: &[Line]) -> Aloud {
    let Some(line) = lines.get(heard.line as usize).filter(|_| heard.to > 0) else {
        return heard;
    };
    if !line.cells.is_empty() {
        return Aloud {
            from: 0,
            to: u32::MAX,
            ..heard
        };
    }
    let spoken = spoken::lines(document, heard.line);
    let said = spoken.first().map_or(0, |(_, words)| words.chars().count());
    let shown = line.text.chars().count();
    // The label and the blank behind it.
    let before = u32::try_from(said.saturating_sub(shown)).unwrap_or(0);
    Aloud {
        from: heard.from.saturating_sub(before),
        to: heard.to.saturating_sub(before).max(1),
        ..heard
    }
}

/// Lines, and for each block its first line.
fn lines(document: &Document, chosen: &[String]) -> (Vec<Line>, Vec<u32>) {
    let owners = articles::owners(document);
    let covered = articles::covered(document, chosen);
    let mut lines = Vec::with_capacity(document.blocks.len());
    let mut firsts = Vec::with_capacity(document.blocks.len());
    for (at, block) in document.blocks.iter().enumerate() {
        firsts.push(u32::try_from(lines.len()).unwrap_or(u32::MAX));
        let owner = owners[at].map(|index| &document.articles[index]);
        let start = lines.len();
        match block {
            Block::Heading { level, text } => lines.push(Line {
                kind: LineKind::heading(*level),
                text: text.clone(),
                ..Line::default()
            }),
            Block::Paragraph { text, align, label } => {
                let (label, text) = split_label(text, *label);
                lines.push(Line {
                    kind: match align {
                        Align::Body => LineKind::Body,
                        Align::Left => LineKind::Left,
                        Align::Center => LineKind::Center,
                        Align::Right => LineKind::Right,
                    },
                    label,
                    text,
                    ..Line::default()
                });
            }
            Block::Table { rows, spans } => {
                lines.extend(rows.iter().enumerate().map(|(row, cells)| Line {
                    kind: match row {
                        0 => LineKind::TableHead,
                        _ => LineKind::TableRow,
                    },
                    cells: cells.clone(),
                    ..Line::default()
                }));
                // The first line of a table tells which of its cells are merged.
                if let Some(line) = lines.get_mut(start) {
                    line.spans.clone_from(spans);
                }
            }
            Block::Picture { alt } => lines.push(Line {
                kind: LineKind::Picture,
                text: alt.clone(),
                picture: pictured(document, at, alt),
                ..Line::default()
            }),
        }
        for (row, line) in lines[start..].iter_mut().enumerate() {
            line.block = u32::try_from(at).unwrap_or(u32::MAX);
            line.chosen = covered[at];
            if let Some(article) = owner {
                line.article_id = article.id.clone();
                line.first = row == 0 && at == article.from as usize;
            }
        }
    }
    (lines, firsts)
}

/// The label, and the words after it without the blank between them: the page sets its own.
fn split_label(text: &str, label: u16) -> (String, String) {
    let at = text
        .char_indices()
        .nth(usize::from(label))
        .map_or(text.len(), |(at, _)| at);
    let (label, words) = text.split_at(at);
    match label.is_empty() {
        true => (String::new(), text.to_string()),
        false => (label.to_string(), words.trim_start().to_string()),
    }
}
