//! How wide the columns of a table are: a number is never cut, words wrap. Knows widths only as numbers; draws nothing.

use std::ops::Range;

use super::breaking::widest_word;

/// Room beside the words of a cell, both sides together.
pub const PAD_PX: f32 = 20.0;
/// Words wrap in a column that is so many characters wide.
pub const WORDS_EM_MAX: f32 = 9.0;

/// So many columns beside the first one are a part of a table that is worth looking at: words wrap sooner before fewer are shown.
const BESIDE_WANTED: usize = 3;
/// Words never wrap sooner: four characters are a short word.
const WORDS_EM_MIN: f32 = 4.0;
/// So many lines of words are read as one thing.
const LINES_WANTED: f32 = 4.0;
/// What would be more lines than that is given a wider column, up to so many characters: a row is to stand on one screen.
const LINES_MAX: f32 = 12.0;
const WORDS_EM_LONG: f32 = 18.0;
/// The first column takes no more than this part of the width.
pub const FIRST_MAX: f32 = 0.36;

/// How the words of all cells are written: their size, and the room beside them, both sides together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hand {
    /// Size of type.
    pub px: f32,
    /// Room beside the words.
    pub pad: f32,
}

/// What a column asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub struct Column {
    pub wished: f32,
    /// Numbers and words stay whole.
    pub least: f32,
}

impl Column {
    /// What it gets when words wrap behind so many characters; later where that would make them a column of many lines.
    pub fn usual(self, hand: Hand, words_em: f32) -> f32 {
        let all = self.wished - hand.pad;
        let few = (all / LINES_WANTED).clamp(words_em * hand.px, WORDS_EM_MAX * hand.px);
        let long = (all / LINES_MAX).min(WORDS_EM_LONG * hand.px);
        self.wished.min(few.max(long) + hand.pad).max(self.least)
    }
}

/// The columns of a table whose cells are `rows`; `wide` tells how wide a cell's character runs.
pub fn columns(
    rows: &[Vec<Vec<char>>],
    count: usize,
    Hand { px, pad }: Hand,
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
            wished: column.0 + pad,
            least: column.1 + pad,
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
pub fn shown(widths: &[f32], from: usize, end: usize, room: f32) -> Range<usize> {
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

/// Widths of the first column and of those that are shown beside it, and which these are: from the first of `place` on, or those that
/// end with the second.
pub fn placed(
    asked: &[Column],
    hand: Hand,
    width: f32,
    place: (usize, usize),
) -> (Vec<f32>, Range<usize>) {
    let words_em = words_em(asked, hand, width);
    let (first, usual) = usual(asked, hand, width, words_em);
    let mut room = width - first;
    let shown = shown(&usual, place.0, place.1, room);
    if shown.is_empty() {
        return (vec![width], shown);
    }
    let taken: f32 = usual[shown.clone()].iter().sum();
    // Of what is left the first column takes what its words would like, the others share the rest.
    let liked = asked[0]
        .usual(hand, WORDS_EM_MAX)
        .min(width * FIRST_MAX)
        .max(first);
    let first = first + (liked - first).min((room - taken).max(0.0));
    room = width - first;
    let more = (room - taken).max(0.0) / shown.len() as f32;
    let mut widths = vec![first];
    widths.extend(usual[shown.clone()].iter().map(|wide| wide + more));
    (widths, shown)
}

/// After how many characters words wrap: as late as leaves room for a part of the table that is worth looking at.
fn words_em(asked: &[Column], hand: Hand, width: f32) -> f32 {
    let mut best = (0, WORDS_EM_MAX);
    let mut em = WORDS_EM_MAX;
    while em >= WORDS_EM_MIN && best.0 < BESIDE_WANTED {
        let (first, usual) = usual(asked, hand, width, em);
        let beside = shown(&usual, 1, 0, width - first).len();
        if beside > best.0 {
            best = (beside, em);
        }
        em -= 1.0;
    }
    best.1
}

/// The width of the first column and of every one, words wrapping after so many characters.
fn usual(asked: &[Column], hand: Hand, width: f32, words_em: f32) -> (f32, Vec<f32>) {
    let first = asked[0].usual(hand, words_em).min(width * FIRST_MAX);
    let first = first.max(asked[0].least.min(width / 2.0));
    let others = asked.iter().map(|column| column.usual(hand, words_em));
    (first, others.map(|wide| wide.min(width - first)).collect())
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
        let hand = Hand {
            px: 10.0,
            pad: PAD_PX,
        };
        let columns = columns(&rows, 2, hand, half);
        assert_eq!(columns[0].least, 10.0 + PAD_PX);
        assert_eq!(columns[0].usual(hand, WORDS_EM_MAX), 90.0 + PAD_PX);
        // Fourteen characters: in four lines.
        assert_eq!(columns[0].usual(hand, 4.0), 40.0 + PAD_PX);
        let long = Column {
            wished: 280.0 + PAD_PX,
            ..columns[0]
        };
        assert_eq!(long.usual(hand, 4.0), 70.0 + PAD_PX);
        // A whole paragraph.
        let paragraph = Column {
            wished: 3_000.0 + PAD_PX,
            ..long
        };
        assert_eq!(paragraph.usual(hand, 4.0), 180.0 + PAD_PX);
        assert_eq!(columns[1].least, 45.0 + PAD_PX);
        assert_eq!(columns[1].usual(hand, 4.0), 45.0 + PAD_PX);
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
