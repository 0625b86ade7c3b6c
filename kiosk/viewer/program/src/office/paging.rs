//! Blocks of an office file parted into pages of text: so many rows, so many bytes. Owns where a page ends; no word is lost here.

use super::grid;
use std::collections::HashMap;
use std::ops::Range;
use viewer::limits::{BLOCK_CHARS_MAX, PAGE_TEXT_BYTES_MAX, ROWS_PER_PAGE};
use viewer::{Block, Span};

/// Pages of text, and on which of them each block begins and ends that was given.
#[derive(Default)]
pub struct Paged {
    /// What each page says.
    pub pages: Vec<Vec<Block>>,
    /// The first and the last page of each block.
    pub of_block: Vec<(usize, usize)>,
}

/// Cuts blocks to size and parts them into pages.
pub fn paged(blocks: Vec<Block>) -> Paged {
    let mut paged = Paged::default();
    let mut page = Vec::new();
    let (mut bytes, mut rows) = (0, 0);
    for block in blocks {
        let mut begins = None;
        for block in pieces(block, ROWS_PER_PAGE) {
            let size = size_of(&block);
            let height = match &block {
                Block::Table { rows, .. } => rows.len(),
                _ => 1,
            };
            if !page.is_empty()
                && (bytes + size > PAGE_TEXT_BYTES_MAX || rows + height > ROWS_PER_PAGE)
            {
                paged.pages.push(std::mem::take(&mut page));
                (bytes, rows) = (0, 0);
            }
            begins.get_or_insert(paged.pages.len());
            bytes += size;
            rows += height;
            page.push(block);
        }
        let ends = paged.pages.len();
        paged.of_block.push((begins.unwrap_or(ends), ends));
    }
    if !page.is_empty() {
        paged.pages.push(page);
    }
    paged
}

/// Blocks up to so many bytes in all, each within its own cap, and whether there are more.
pub fn capped(blocks: Vec<Block>, bytes_max: usize) -> (Vec<Block>, bool) {
    let mut bytes = 0;
    let kept = blocks
        .into_iter()
        .flat_map(|block| pieces(block, ROWS_PER_PAGE))
        .take_while(|block| {
            bytes += size_of(block);
            bytes <= bytes_max
        })
        .collect();
    (kept, bytes > bytes_max)
}

fn size_of(block: &Block) -> usize {
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text } | Block::Aside { text } => {
            text.len() + 16
        }
        Block::Table { rows, .. } => rows.iter().flatten().map(|cell| cell.len() + 4).sum(),
    }
}

/// A block that is too long as several; a table also where its rows weigh too much.
fn pieces(block: Block, rows_max: usize) -> Vec<Block> {
    match block {
        Block::Table { rows, spans } => tables(rows, &spans, rows_max),
        Block::Heading { level, text } => cut(&text, |text| Block::Heading { level, text }),
        Block::Paragraph { text } => cut(&text, |text| Block::Paragraph { text }),
        Block::Aside { text } => cut(&text, |text| Block::Aside { text }),
    }
}

fn tables(mut rows: Vec<Vec<String>>, spans: &[Span], rows_max: usize) -> Vec<Block> {
    for cell in rows.iter_mut().flatten() {
        if let Some((end, _)) = cell.char_indices().nth(BLOCK_CHARS_MAX) {
            cell.truncate(end);
        }
    }
    let parts = parts(&rows, rows_max);
    // What merged cells say that may go on in another part.
    let mut words = HashMap::new();
    if parts.len() > 1 {
        for span in spans.iter().filter(|span| span.rows > 1) {
            let at = (span.row as usize, span.column as usize);
            if let Some(cell) = rows.get(at.0).and_then(|cells| cells.get(at.1)) {
                words.insert(at, cell.clone());
            }
        }
    }
    let words = |at: (usize, usize)| words.get(&at).cloned().unwrap_or_default();
    let mut rows = rows.into_iter();
    let tables = parts.into_iter().map(|part| {
        let mut own: Vec<Vec<String>> = rows.by_ref().take(part.len()).collect();
        let spans = grid::of_part(spans, part, &mut own, words);
        Block::Table { rows: own, spans }
    });
    tables.collect()
}

/// Which rows stand together.
fn parts(rows: &[Vec<String>], rows_max: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (at, row) in rows.iter().enumerate() {
        let size: usize = row.iter().map(|cell| cell.len() + 4).sum();
        if at > from && (at - from >= rows_max || bytes + size > PAGE_TEXT_BYTES_MAX) {
            parts.push(from..at);
            (from, bytes) = (at, 0);
        }
        bytes += size;
    }
    parts.push(from..rows.len());
    parts
}

fn cut(text: &str, block: impl Fn(String) -> Block) -> Vec<Block> {
    let characters: Vec<char> = text.chars().collect();
    characters
        .chunks(BLOCK_CHARS_MAX)
        .map(|piece| block(piece.iter().collect()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_table_is_parted_into_pages_and_no_row_is_lost() {
        let rows: Vec<Vec<String>> = (0..1_234).map(|n| vec![n.to_string()]).collect();
        let spans = vec![Span::from([490, 0, 20, 1])];
        let paged = paged(vec![Block::Table { rows, spans }]);
        let counts: Vec<(usize, usize)> = paged
            .pages
            .iter()
            .flatten()
            .map(|block| match block {
                Block::Table { rows, spans } => (rows.len(), spans.len()),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(counts, [(500, 1), (500, 1), (234, 0)]);
        assert_eq!(paged.of_block, [(0, 2)]);
    }

    #[test]
    fn a_paragraph_without_end_becomes_several() {
        let text = "长".repeat(BLOCK_CHARS_MAX + 1);
        let short = Block::Paragraph { text: "短".into() };
        let paged = paged(vec![Block::Paragraph { text }, short]);
        let total: usize = paged.pages.iter().map(Vec::len).sum();
        assert_eq!(total, 3);
        assert_eq!(paged.of_block.len(), 2);
    }
}
