//! How wide the columns of a table are: a number is never cut, words wrap. Knows widths only as numbers; draws nothing.

use super::breaking::widest_word;

/// Room beside the words of a cell, both sides together.
pub const PAD_PX: f32 = 20.0;
/// Words wrap in a column that is so many characters wide.
const WORDS_EM_MAX: f32 = 9.0;

/// What a column asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub struct Column {
    pub wished: f32,
    /// Numbers and words stay whole.
    pub least: f32,
}

impl Column {
    /// What it gets when there is enough for words that wrap.
    pub fn usual(self, px: f32) -> f32 {
        self.wished.min(WORDS_EM_MAX * px + PAD_PX).max(self.least)
    }
}

/// The columns of a table whose cells are `rows`; `wide` tells how wide a cell's character runs.
pub fn columns(
    rows: &[Vec<Vec<char>>],
    count: usize,
    px: f32,
    wide: impl Fn(char) -> f32,
) -> Vec<Column> {
    let of = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at));
        let column = cells.fold((px, px), |(wished, least), cell| {
            let whole: f32 = cell.iter().map(|c| wide(*c)).sum();
            let word = widest_word(cell, |n| wide(cell[n]));
            (wished.max(whole), least.max(word))
        });
        Column {
            wished: column.0 + PAD_PX,
            least: column.1 + PAD_PX,
        }
    };
    (0..count).map(of).collect()
}

/// A cell that is read as a number, and so stands on the right.
pub fn is_number(cell: &[char]) -> bool {
    let sign = |c: char| "+-−±—–.,，/%％‰ ".contains(c);
    !cell.is_empty() && cell.iter().all(|c| c.is_ascii_digit() || sign(*c))
}

/// Columns beside the first one that are shown together in `room`: from `from` on, or with `end` those that end there.
pub fn shown(widths: &[f32], from: usize, end: usize, room: f32) -> std::ops::Range<usize> {
    let mut first = from.clamp(1, widths.len().max(1));
    if end > 1 {
        let end = end.min(widths.len());
        first = end - 1;
        let mut taken = widths[first];
        while first > 1 && taken + widths[first - 1] <= room {
            first -= 1;
            taken += widths[first];
        }
    }
    let mut last = first;
    let mut taken = 0.0;
    while last < widths.len() && (last == first || taken + widths[last] <= room) {
        taken += widths[last];
        last += 1;
    }
    first..last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(words: &[&[&str]]) -> Vec<Vec<Vec<char>>> {
        let row = |row: &&[&str]| row.iter().map(|cell| cell.chars().collect()).collect();
        words.iter().map(row).collect()
    }

    fn half(c: char) -> f32 {
        if c.is_ascii() { 5.0 } else { 10.0 }
    }

    #[test]
    fn a_number_has_its_room_and_words_may_wrap() {
        let rows = cells(&[
            &["项目", "金额"],
            &["一般公共服务支出中的其他支出", "13,593.40"],
        ]);
        let columns = columns(&rows, 2, 10.0, half);
        assert_eq!(columns[0].least, 10.0 + PAD_PX);
        assert_eq!(columns[0].usual(10.0), 90.0 + PAD_PX);
        assert_eq!(columns[1].least, 45.0 + PAD_PX);
        assert_eq!(columns[1].usual(10.0), 45.0 + PAD_PX);
    }

    #[test]
    fn what_is_read_as_a_number_stands_on_the_right() {
        let number = |cell: &str| is_number(&cell.chars().collect::<Vec<char>>());
        for cell in ["1,284.50", "+2.0%", "-3", "—", "2018", "−7.5‰"] {
            assert!(number(cell), "{cell}");
        }
        for cell in ["", "合计", "3项", "A1"] {
            assert!(!number(cell), "{cell}");
        }
    }

    #[test]
    fn sideways_pages_show_every_column_and_at_least_one() {
        let widths = [100.0, 40.0, 50.0, 60.0, 500.0, 30.0];
        let mut from = 1;
        let mut pages = vec![];
        while from < widths.len() {
            let page = shown(&widths, from, 0, 110.0);
            from = page.end;
            pages.push(page);
        }
        assert_eq!(pages, [1..3, 3..4, 4..5, 5..6]);
        let mut end = widths.len();
        let mut back = vec![];
        while end > 1 {
            let page = shown(&widths, 0, end, 110.0);
            end = page.start;
            back.push(page.start);
        }
        assert_eq!(back, [5, 4, 2, 1]);
        assert_eq!(shown(&widths[..1], 1, 0, 110.0), 1..1, "one column only");
    }
}
