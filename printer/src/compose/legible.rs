//! Whether a character is still itself when it is dots: how many of its strokes and of the gaps between them survive. Draws nothing.
//!
//! Along every row and every column of the cell the strokes that are crossed are counted, once in a picture eight times as fine and
//! once in the dots. A stroke that vanished and a gap that closed are both one stroke less. The share that is left was measured for all
//! 6,763 characters of GB/T 2312, which every device prints at this size; what keeps less than the least of them is no character
//! that anybody could be sure of.

/// Fine dots along one dot.
pub const FINE: usize = 8;
/// A fine dot that is covered by more than half is inside a stroke.
const FINE_INK: u8 = 128;

/// A character drawn fine: how much of each fine dot is covered, of 255, and where it stands against the dots.
#[allow(missing_docs)]
pub struct FinePicture<'a> {
    pub width: usize,
    pub dots: &'a [u8],
    /// Fine dots from the left and the upper edge of the dots' picture to those of this one.
    pub left: i32,
    pub top: i32,
}

impl FinePicture<'_> {
    fn inked(&self, x: i32, y: i32) -> bool {
        let place = usize::try_from(x - self.left)
            .ok()
            .filter(|x| *x < self.width)
            .zip(usize::try_from(y - self.top).ok());
        place
            .and_then(|(x, y)| self.dots.get(y * self.width + x))
            .is_some_and(|cover| *cover >= FINE_INK)
    }
}

/// How many strokes a line crosses.
fn crossed(inked: impl Iterator<Item = bool>) -> u32 {
    let mut before = false;
    let mut count = 0;
    for ink in inked {
        count += u32::from(ink && !before);
        before = ink;
    }
    count
}

/// The share of strokes and gaps that survive, in thousandths; `width` dots, the leftmost in the highest bit.
pub fn survival(fine: &FinePicture<'_>, rows: &[u64], width: usize) -> u32 {
    let (across, down) = (width as i32, rows.len() as i32);
    let scale = FINE as i32;
    let middle = scale / 2;
    let dot = |x: i32, y: i32| rows[y as usize] & (1 << (63 - x)) != 0;
    let (mut whole, mut kept) = (0, 0);
    let mut compare = |fine: u32, dots: u32| {
        whole += fine;
        // A stroke too much is no less wrong than one too few.
        kept += fine.saturating_sub(fine.abs_diff(dots));
    };
    for y in 0..down {
        let line = (0..across * scale).map(|x| fine.inked(x, y * scale + middle));
        compare(crossed(line), crossed((0..across).map(|x| dot(x, y))));
    }
    for x in 0..across {
        let line = (0..down * scale).map(|y| fine.inked(x * scale + middle, y));
        compare(crossed(line), crossed((0..down).map(|y| dot(x, y))));
    }
    (kept * 1000).checked_div(whole).unwrap_or(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dots as text, and the fine picture that they would be if nothing were lost.
    fn picture(text: &[&str]) -> (usize, Vec<u64>, Vec<u8>) {
        let width = text[0].len();
        let row = |line: &&str| {
            let dots = line.bytes().enumerate();
            dots.filter(|(_, b)| *b == b'#')
                .fold(0, |bits, (x, _)| bits | (1 << (63 - x)))
        };
        let fine = text
            .iter()
            .flat_map(|line| {
                let fine = line
                    .bytes()
                    .flat_map(|b| [if b == b'#' { 255 } else { 0 }; FINE]);
                let fine: Vec<u8> = fine.collect();
                std::iter::repeat_n(fine, FINE).flatten()
            })
            .collect();
        (width, text.iter().map(row).collect(), fine)
    }

    fn between(drawn: &[&str], dots: &[&str]) -> u32 {
        let (width, _, fine) = picture(drawn);
        let (_, rows, _) = picture(dots);
        let fine = FinePicture {
            width: width * FINE,
            dots: &fine,
            left: 0,
            top: 0,
        };
        survival(&fine, &rows, width)
    }

    #[test]
    fn lost_strokes_and_closed_gaps_both_count() {
        let grid = ["#.#.#", "#.#.#", "#.#.#", "#####"];
        assert_eq!(between(&grid, &grid), 1000);
        let lost = between(&grid, &["#...#", "#...#", "#...#", "#####"]);
        let closed = between(&grid, &["###.#", "###.#", "###.#", "#####"]);
        assert!(lost < 900 && closed < 900, "{lost} {closed}");
        assert_eq!(between(&grid, &["....."; 4]), 0);
        let more = between(&["#...#"; 4], &["#.#.#"; 4]);
        assert!(more < 1000, "{more}");
    }
}
