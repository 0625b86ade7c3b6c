//! A document as it is read aloud: the reader's lines with their words, cells with their headings. Counts lines as the reader's
//! value does, one for each block and each row of a table; says nothing itself.

use mirror::{Block, Document, Merged};

/// The words of the lines from `from` on; lines without words are left out.
pub fn lines(document: &Document, from: u32) -> Vec<(u32, String)> {
    let mut spoken = Vec::new();
    let mut number = 0;
    let mut line = |words: String| {
        if number >= from && !words.trim().is_empty() {
            spoken.push((number, words));
        }
        number += 1;
    };
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text, .. } => line(text.clone()),
            Block::Picture { alt } => line(alt.clone()),
            Block::Table { rows, spans } => {
                let plain = Merged::new(rows, spans).plain();
                let Some((headings, body)) = plain.split_first() else {
                    continue;
                };
                line(headings.join("，"));
                // All of a head is said with its first row.
                (0..rows.len() - plain.len()).for_each(|_| line(String::new()));
                body.iter()
                    .for_each(|cells| line(row_words(headings, cells)));
            }
        }
    }
    spoken
}

/// Each cell behind its heading, so that a row is understood without the rows before it.
fn row_words(headings: &[String], cells: &[String]) -> String {
    let cells = cells.iter().enumerate().map(|(column, cell)| {
        match headings.get(column).filter(|heading| !heading.is_empty()) {
            Some(heading) => format!("{heading}：{cell}"),
            None => cell.clone(),
        }
    });
    cells.collect::<Vec<_>>().join("；")
}

#[cfg(test)]
mod tests {
    use super::*;
    use mirror::Align;

    fn document(blocks: Vec<Block>) -> Document {
        Document {
            blocks,
            ..crate::articles::samples::rules()
        }
    }

    #[test]
    fn rows_carry_their_headings_and_lines_are_counted_as_shown() {
        let cells = |row: &[&str]| row.iter().map(|c| (*c).to_string()).collect::<Vec<_>>();
        let document = document(vec![
            Block::Heading {
                level: 1,
                text: "a".into(),
            },
            Block::Table {
                rows: vec![cells(&["x", "y"]), cells(&["1", "2"])],
                spans: vec![],
            },
            Block::Picture { alt: String::new() },
            Block::Paragraph {
                text: "b".into(),
                align: Align::Body,
                label: 0,
            },
        ]);
        let all: Vec<(u32, String)> = lines(&document, 0);
        assert_eq!(
            all,
            [
                (0, "a".to_string()),
                (1, "x，y".to_string()),
                (2, "x：1；y：2".to_string()),
                (4, "b".to_string()),
            ]
        );
        assert_eq!(lines(&document, 2).len(), 2);
        assert!(lines(&document, 9).is_empty());
    }
}
