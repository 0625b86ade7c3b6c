//! What is taken over from an answer: text without control characters and turned writing, tables of one width, marks that lie on the page.
//! Owns the cleaning; speaks to no child.

use crate::limits::{BLOCK_CHARS_MAX, COLUMNS_MAX, MARKS_MAX, NAME_CHARS_MAX, ROWS_PER_PAGE};
use crate::protocol::{Block, Page};

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
        Block::Table { rows } => {
            let longest = rows.iter().map(Vec::len).max().unwrap_or(0);
            let width = longest.min(COLUMNS_MAX);
            let even = |row: Vec<String>| {
                let mut row: Vec<String> = row.iter().take(width).map(|cell| clean(cell)).collect();
                row.resize(width, String::new());
                row
            };
            Block::Table {
                rows: rows.into_iter().take(ROWS_PER_PAGE).map(even).collect(),
            }
        }
    }
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
        let Block::Table { rows } = cleaned(Block::Table { rows }) else {
            panic!("a table stays a table");
        };
        assert_eq!(rows[0], ["a", ""]);
    }
}
