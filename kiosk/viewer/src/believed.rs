//! What is taken over from an answer: text without control characters and turned writing, tables of one width, marks that lie on the page.
//! Owns the cleaning; speaks to no child.

use crate::limits::{
    BLOCK_CHARS_MAX, COLUMNS_MAX, MARKS_MAX, NAME_CHARS_MAX, ROWS_PER_PAGE, SPANS_MAX,
};
use crate::page::Page;
use crate::protocol::{Block, Span};

/// How often each place of a table is looked at for a merged cell.
const LOOKS_MAX: usize = 4;

/// What is said of a page of this size, with marks that lie on it and no more than may be.
pub fn measured(mut page: Page, width: u32, height: u32) -> Page {
    page.marks.truncate(MARKS_MAX);
    page.marks.retain(|mark| {
        [mark.left, mark.top, mark.width, mark.height]
            .iter()
            .all(|n| n.is_finite() && *n >= 0.0)
            && mark.left <= width as f32
            && mark.top <= height as f32
    });
    page
}

/// Letters, digits, signs and spaces; no control character, nothing that turns the direction of writing.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .filter(|c| {
            !matches!(*c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
        })
        .take(BLOCK_CHARS_MAX)
        .collect()
}

/// The name of a file as it may be shown: one line, not too long.
pub fn name_of(name: &str) -> String {
    clean(name)
        .replace('\n', " ")
        .chars()
        .take(NAME_CHARS_MAX)
        .collect()
}

/// A block as it may be shown: cleaned text, a table with rows of one length.
pub fn cleaned(block: Block) -> Block {
    match block {
        Block::Heading { level, text } => Block::Heading {
            level: level.clamp(1, 4),
            text: clean(&text),
        },
        Block::Paragraph { text } => Block::Paragraph { text: clean(&text) },
        Block::Aside { text } => Block::Aside { text: clean(&text) },
        Block::Table { rows, spans } => {
            let longest = rows.iter().map(Vec::len).max().unwrap_or(0);
            let width = longest.min(COLUMNS_MAX);
            let even = |row: Vec<String>| {
                let mut row: Vec<String> = row.iter().take(width).map(|cell| clean(cell)).collect();
                row.resize(width, String::new());
                row
            };
            let rows: Vec<Vec<String>> = rows.into_iter().take(ROWS_PER_PAGE).map(even).collect();
            Block::Table {
                spans: fitting(spans, &rows),
                rows,
            }
        }
    }
}

/// Merged cells that lie in the table, over no other and over no words: nothing that is said may stand behind one.
fn fitting(spans: Vec<Span>, rows: &[Vec<String>]) -> Vec<Span> {
    let mut taken = vec![vec![false; rows.first().map_or(0, Vec::len)]; rows.len()];
    // How many places are looked at in all, however the cells lie over each other.
    let mut left = LOOKS_MAX * rows.len() * rows.first().map_or(0, Vec::len);
    let mut fits = |span: &Span| {
        let end = |from: u32, count: u32| from.checked_add(count).map(|end| end as usize);
        let (Some(down), Some(across)) = (end(span.row, span.rows), end(span.column, span.columns))
        else {
            return false;
        };
        let (row, column) = (span.row as usize, span.column as usize);
        let width = taken.first().map_or(0, Vec::len);
        let lies = row < down && column < across && down <= rows.len() && across <= width;
        if !lies || (span.rows == 1 && span.columns == 1) {
            return false;
        }
        let Some(rest) = left.checked_sub((down - row) * (across - column)) else {
            return false;
        };
        left = rest;
        let places = || (row..down).flat_map(|at| (column..across).map(move |beside| (at, beside)));
        let covers = |(at, beside): (usize, usize)| {
            !taken[at][beside] && ((at, beside) == (row, column) || rows[at][beside].is_empty())
        };
        let is_free = places().all(covers);
        if is_free {
            places().for_each(|(at, beside)| taken[at][beside] = true);
        }
        is_free
    };
    let spans = spans.into_iter().take(SPANS_MAX);
    spans.filter(|span| fits(span)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_the_writing_round_is_taken_out() {
        assert_eq!(clean("正\u{202E}文\u{7}。\n"), "正文。\n");
    }

    #[test]
    fn rows_of_a_table_become_equally_long() {
        let rows = vec![vec!["a".to_owned()], vec!["b".to_owned(), "c".to_owned()]];
        let spans = Vec::new();
        let Block::Table { rows, .. } = cleaned(Block::Table { rows, spans }) else {
            panic!("a table stays a table");
        };
        assert_eq!(rows[0], ["a", ""]);
    }

    #[test]
    fn merged_cells_lie_in_their_table_and_cover_nothing_that_is_said() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let rows = vec![row(["a", "", "b"]), row(["", "", "c"]), row(["", "d", ""])];
        let told = [
            [0, 0, 2, 2],
            [0, 0, 2, 1],
            [0, 1, 1, 2],
            [2, 1, 2, 1],
            [2, 1, 1, 3],
            [2, 2, 1, 1],
            [1, 2, 0, 1],
            [u32::MAX, 0, 2, 1],
            [0, u32::MAX, 1, u32::MAX],
            [1, 2, 2, 1],
        ];
        let spans = told.map(Span::from).to_vec();
        let Block::Table { spans, .. } = cleaned(Block::Table { rows, spans }) else {
            panic!("a table stays a table");
        };
        assert_eq!(spans, [[0, 0, 2, 2], [1, 2, 2, 1]].map(Span::from));
    }

    #[test]
    fn a_table_without_rows_has_no_merged_cells() {
        let spans = vec![Span::from([0, 0, 1, 2])];
        let rows = Vec::new();
        let Block::Table { spans, .. } = cleaned(Block::Table { rows, spans }) else {
            panic!("a table stays a table");
        };
        assert!(spans.is_empty());
    }
}
