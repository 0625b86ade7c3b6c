//! Which dots of a drawn character are burnt. Finds no fonts and draws nothing.

/// A hairline of a printed hand covers at least that much of the dots along its middle, of 255.
const INK_HAIRLINE: u8 = 26;
/// Widest glyph kept, in dots.
const GLYPH_WIDTH_DOTS_MAX: u32 = 64;

/// How much of each dot a character covers, of 255.
#[allow(missing_docs)]
pub struct Cover<'a> {
    pub width: usize,
    pub dots: &'a [u8],
}

impl Cover<'_> {
    /// The rows of dots. Faces of printed hands have hairlines thinner than a dot, without which a character is another one: where
    /// `hairlines` are looked for, the middle of one is burnt too.
    pub fn rows(&self, ink: u8, hairlines: bool) -> Vec<u64> {
        if self.width == 0 {
            return Vec::new();
        }
        let width = self.width.min(GLYPH_WIDTH_DOTS_MAX as usize);
        let height = self.dots.len() / self.width;
        let row = |y: usize| {
            (0..width)
                .filter(|x| {
                    self.dots[y * self.width + x] >= ink
                        || hairlines && self.hairline(*x as i32, y as i32, ink)
                })
                .fold(0u64, |bits, x| bits | (1 << (63 - x)))
        };
        (0..height).map(row).collect()
    }

    fn at(&self, x: i32, y: i32) -> u8 {
        match usize::try_from(x) {
            Ok(column) if column < self.width => usize::try_from(y)
                .ok()
                .and_then(|y| self.dots.get(y * self.width + column))
                .copied()
                .unwrap_or(0),
            _ => 0,
        }
    }

    /// Whether the dot is the middle of a line that no dot of would be burnt: darker than both sides, and the line goes on.
    fn hairline(&self, x: i32, y: i32, ink: u8) -> bool {
        let here = self.at(x, y);
        if here < INK_HAIRLINE {
            return false;
        }
        let faint = |cover: u8| cover >= INK_HAIRLINE && cover < ink;
        let middle = |dx: i32, dy: i32| {
            let (before, after) = (self.at(x - dx, y - dy), self.at(x + dx, y + dy));
            let (left, right) = (self.at(x - dy, y - dx), self.at(x + dy, y + dx));
            here >= before
                && here > after
                && before < ink
                && after < ink
                && (faint(left) || faint(right))
        };
        middle(0, 1) || middle(1, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hairline_thinner_than_a_dot_is_burnt_and_the_edge_of_a_stroke_is_not() {
        // A line across of 40 % of a dot over two rows, and a thick stroke with soft edges down the right.
        let dots = [
            0, 0, 0, 0, 50, 255, 50, //
            60, 60, 60, 60, 80, 255, 50, //
            42, 42, 42, 42, 60, 255, 50, //
            0, 0, 0, 0, 50, 255, 50, //
        ];
        let cover = Cover {
            width: 7,
            dots: &dots,
        };
        let shown = |hairlines| -> Vec<String> {
            let rows = cover.rows(96, hairlines);
            let row = |bits: &u64| format!("{:07b}", bits >> 57);
            rows.iter().map(row).collect()
        };
        assert_eq!(shown(false), ["0000010"; 4]);
        assert_eq!(shown(true), ["0000010", "1111110", "0000010", "0000010"]);
    }
}
