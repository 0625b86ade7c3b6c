//! Where lines end: punctuation that must not begin or end a line (避头尾, after GB/T 15834 and CLREQ), words kept whole.
//! Works on cells; knows no fonts.

use super::paper::Cell;
use crate::compose::charset::cells as cells_of;

/// Half-width cells of the longest word or number with the punctuation that clings to it: no line may be narrower without
/// breaking it.
pub fn longest_word(cells: &[Cell]) -> usize {
    let (mut longest, mut used) = (0, 0);
    for (i, cell) in cells.iter().enumerate() {
        let ends = i == 0 || blank(cell.c) || between(cells, i) && !same_word(cells, i);
        used = if ends { 0 } else { used };
        used += if blank(cell.c) { 0 } else { cell.cells() };
        longest = longest.max(used);
    }
    longest
}

/// Where the word that begins at `start` ends.
fn word_end(cells: &[Cell], start: usize) -> usize {
    let mut end = start + 1;
    while end < cells.len() && same_word(cells, end) {
        end += 1;
    }
    end
}

/// Must not begin a line.
pub fn closes(c: char) -> bool {
    "。，、；：？！）》」』〉】〕〗”’…—～·％‰℃°,.;:?!)]}>%'\"．｝］〞︰﹐﹒﹔﹕﹖﹗﹚﹜﹞々ー｡､｣\u{ff0d}\u{2010}\u{2011}\u{2013}‥⁇⁈⁉\u{301c}\u{30fb}»›"
        .contains(c)
}

/// Must not end a line.
pub fn opens(c: char) -> bool {
    "（《「『〈【〔〖“‘([{<￥＄￡€$#｛［〝﹙﹛﹝｢«‹№＃".contains(c)
}

/// Belongs to a Latin word or a number, as do its neighbours.
fn in_word(c: char) -> bool {
    c.is_ascii_graphic() && !opens(c) && !closes(c)
        || (c.is_alphanumeric() && cells_of(c) == 1)
        || wide_digit(c)
}

/// A digit as wide as a Chinese character: a number of them is as whole as another.
fn wide_digit(c: char) -> bool {
    ('０'..='９').contains(&c)
}

/// Joins two pieces of a word when it stands between them: 2018-10-15, 3.14, it's, 12:30.
fn joins(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | ':' | '\'' | '-' | '/' | '_' | '@' | '%' | '?' | '#' | ';' | '!'
    )
}

/// The same inside a number of wide digits.
fn joins_wide(c: char) -> bool {
    matches!(c, '．' | '，' | '－' | '：')
}

fn blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{a0}')
}

/// Splits the cells of one paragraph into lines, given the width of the first and of the following ones in half-cells
/// (`first` at least 2, `rest` at least 2). Returns ranges without the blanks at their ends.
pub fn lines(cells: &[Cell], first: usize, rest: usize) -> Vec<std::ops::Range<usize>> {
    let may = opportunities(cells, rest);
    let mut ranges = Vec::new();
    let mut start = 0;
    let mut width = first;
    while start < cells.len() {
        let fit = reach(cells, start, width);
        if fit >= cells.len() {
            ranges.push(start..trim(cells, start, cells.len()));
            break;
        }
        let mut end = best(cells, &may, start, fit);
        ranges.push(start..trim(cells, start, end));
        while end < cells.len() && blank(cells[end].c) {
            end += 1;
        }
        start = end;
        width = rest;
    }
    if ranges.is_empty() {
        ranges.push(0..0);
    }
    ranges
}

/// First index that no longer fits; blanks never count as not fitting.
fn reach(cells: &[Cell], start: usize, width: usize) -> usize {
    let mut used = 0;
    for (i, cell) in cells.iter().enumerate().skip(start) {
        used += cell.cells();
        if used > width && !blank(cell.c) {
            // A character wider than the line stands alone rather than nowhere.
            return i.max(start + 1);
        }
    }
    cells.len()
}

fn best(cells: &[Cell], may: &[bool], start: usize, fit: usize) -> usize {
    if let Some(end) = (start + 1..=fit).rev().find(|&i| may[i]) {
        return end;
    }
    // A word or a row of punctuation fills the line: break inside it, still between the right characters if there are any.
    (start + 1..=fit)
        .rev()
        .find(|&i| between(cells, i))
        .unwrap_or(fit)
}

/// Whether blanks and punctuation let a line begin at `i`.
fn between(cells: &[Cell], i: usize) -> bool {
    let after = cells[i].c;
    // Blanks at a break vanish: the line would begin with what follows them.
    if blank(after) {
        return false;
    }
    // Blanks at the end of a line vanish, so what counts is the character before them.
    let Some(before) = cells[..i]
        .iter()
        .rev()
        .map(|cell| cell.c)
        .find(|&c| !blank(c))
    else {
        return true;
    };
    let pair = before == after && matches!(after, '…' | '—');
    !(closes(after) || opens(before) || pair || cells[i].cells() == 0)
}

fn opportunities(cells: &[Cell], width: usize) -> Vec<bool> {
    let mut may = vec![false; cells.len() + 1];
    for (i, open) in may.iter_mut().enumerate().take(cells.len()).skip(1) {
        *open = between(cells, i) && !same_word(cells, i);
    }
    allow_inside_long_words(cells, width, &mut may);
    may
}

fn same_word(cells: &[Cell], i: usize) -> bool {
    let at = |k: usize| cells.get(k).map_or(' ', |cell| cell.c);
    let (before, after) = (at(i - 1), at(i));
    if cells[i].cells() == 0 {
        return true;
    }
    (in_word(before) && in_word(after))
        || (joins(after) && in_word(before) && in_word(at(i + 1)))
        || (joins(before) && in_word(after) && i >= 2 && in_word(at(i - 2)))
        || (joins_wide(after) && wide_digit(before) && wide_digit(at(i + 1)))
        || (joins_wide(before) && wide_digit(after) && i >= 2 && wide_digit(at(i - 2)))
}

/// A word longer than a whole line may be broken anywhere.
fn allow_inside_long_words(cells: &[Cell], width: usize, may: &mut [bool]) {
    let mut start = 0;
    while start < cells.len() {
        let end = word_end(cells, start);
        let used: usize = cells[start..end].iter().map(|cell| cell.cells()).sum();
        if used > width {
            for (i, open) in may.iter_mut().enumerate().take(end).skip(start + 1) {
                *open = between(cells, i);
            }
        }
        start = end;
    }
}

fn trim(cells: &[Cell], start: usize, mut end: usize) -> usize {
    while end > start && blank(cells[end - 1].c) {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str, first: usize, rest: usize) -> Vec<String> {
        let cells: Vec<Cell> = text.chars().map(|c| Cell { c, bold: false }).collect();
        lines(&cells, first, rest)
            .into_iter()
            .map(|r| cells[r].iter().map(|cell| cell.c).collect())
            .collect()
    }

    #[test]
    fn no_line_begins_with_closing_punctuation() {
        assert_eq!(
            broken("提供查阅，不收费。", 8, 8),
            ["提供查", "阅，不收", "费。"]
        );
    }

    #[test]
    fn no_line_ends_with_opening_punctuation() {
        assert_eq!(broken("按照《条例》办", 6, 6), ["按照", "《条", "例》办"]);
    }

    #[test]
    fn words_and_numbers_stay_whole_when_they_fit() {
        assert_eq!(broken("于2018-10-15印发", 12, 12), ["于2018-10-15", "印发"]);
        assert_eq!(
            broken("编号2018-10-15印发", 11, 11),
            ["编号", "2018-10-15", "印发"]
        );
        assert_eq!(broken("read the law now", 8, 8), ["read the", "law now"]);
    }

    #[test]
    fn a_word_longer_than_a_line_is_broken_anywhere() {
        assert_eq!(broken("网abcdefghij", 6, 6), ["网abcd", "efghij"]);
    }

    #[test]
    fn punctuation_after_a_blank_begins_no_line_either() {
        assert_eq!(broken("0000 》》：", 8, 8), ["000", "0 》》："]);
        assert_eq!(broken("甲乙 ，，，", 8, 8), ["甲", "乙 ，，", "，"]);
    }

    #[test]
    fn dashes_and_dots_in_pairs_stay_together() {
        assert_eq!(broken("甲乙丙——丁", 8, 8), ["甲乙", "丙——丁"]);
    }

    #[test]
    fn nothing_but_punctuation_is_still_placed() {
        assert_eq!(broken("。。。。。", 4, 4), ["。。", "。。", "。"]);
    }

    #[test]
    fn blanks_at_a_break_vanish_and_an_empty_paragraph_is_one_line() {
        assert_eq!(broken("甲乙  丙", 4, 4), ["甲乙", "丙"]);
        assert_eq!(broken("", 4, 4), [""]);
    }
}
