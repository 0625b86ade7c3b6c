//! Tables of contents inside a body. Owns telling them from the headings they repeat, so that 第一章 is addressed once.

use crate::reading::draft::{Piece, Role};
use crate::reading::labels::{self, Kind};
use crate::reading::tidy::{length, squeeze};

/// A table of contents has no more lines than this.
const LINES_MAX: usize = 600;

/// For every piece whether it is a line of a table of contents.
pub fn mark(pieces: &[Piece]) -> Vec<bool> {
    let mut marked = vec![false; pieces.len()];
    let keys: Vec<Option<String>> = pieces.iter().map(key).collect();
    let mut at = 0;
    while at < pieces.len() {
        let titled = pieces[at]
            .text()
            .is_some_and(|t| matches!(squeeze(t).as_str(), "目录" | "目次"));
        let start = if titled { at + 1 } else { at };
        let Some(end) = contents_end(&keys, start, titled) else {
            at += 1;
            continue;
        };
        marked[at..end].fill(true);
        at = end;
    }
    marked
}

/// One past the last line of the table that starts at `start`: where its first entry comes again.
fn contents_end(keys: &[Option<String>], start: usize, titled: bool) -> Option<usize> {
    let first = keys.get(start)?.as_ref()?;
    let limit = keys.len().min(start + LINES_MAX);
    let again = (start + 1..limit).find(|&at| keys[at].as_ref() == Some(first))?;
    let between = &keys[start..again];
    let entries = between.iter().filter(|k| k.is_some()).count();
    // Without the word 目录 only an unbroken run of headings that starts over at once is one.
    let fits = if titled {
        entries * 2 >= between.len()
    } else {
        entries == between.len() && entries >= 2
    };
    fits.then_some(again)
}

/// What a heading line and its entry have in common: the words without blanks, dot leaders and page numbers.
fn key(piece: &Piece) -> Option<String> {
    let line = piece.line()?;
    let kind = labels::label(&line.text).map(|l| l.kind);
    let wide = kind.is_some_and(|k| k <= Kind::List || k == Kind::Item);
    if !(wide || matches!(line.role, Role::Heading(_))) || length(&line.text) > 60 {
        return None;
    }
    let bare = squeeze(&line.text);
    let bare = bare.trim_end_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | '-' | '（' | '）' | '(' | ')')
    });
    (!bare.is_empty()).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(lines: &[&str]) -> Vec<bool> {
        mark(&lines.iter().map(|l| Piece::plain(*l)).collect::<Vec<_>>())
    }

    #[test]
    fn a_table_of_contents_is_told_from_the_headings_it_repeats() {
        assert_eq!(
            marked(&[
                "目　录",
                "第一章 总则……1",
                "第二章 附则……9",
                "第一章 总则",
                "第一条 甲。",
                "第二章 附则",
                "第二条 乙。"
            ]),
            [true, true, true, false, false, false, false]
        );
        assert_eq!(
            marked(&["第一章 总 则", "第二章 附 则", "第一章 总则", "第一条 甲。"]),
            [true, true, false, false]
        );
    }

    #[test]
    fn two_regulations_with_the_same_chapters_are_no_table_of_contents() {
        let lines = [
            "第一章 总则",
            "第一条 甲。",
            "第二章 附则",
            "第二条 乙。",
            "第一章 总则",
            "第一条 丙。",
        ];
        assert_eq!(marked(&lines), [false; 6]);
    }
}
