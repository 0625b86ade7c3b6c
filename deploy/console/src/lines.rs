//! Which line of a file something stands on, for whoever has to mend it there.

/// Counts the lines of a text from the top down. Readers of CSV fall behind where lines end as Windows ends them or are empty: a record begins for them
/// with the line end before it.
pub struct Lines<'a> {
    left: &'a [u8],
    line: u64,
    at: u64,
}

impl Lines<'_> {
    /// Of this text.
    pub fn of(text: &str) -> Lines<'_> {
        Lines {
            left: text.as_bytes(),
            line: 1,
            at: 0,
        }
    }

    /// The line, from 1, of what begins at that byte or, behind line ends that stand there, at the next; bytes are asked for in their order.
    pub fn line(&mut self, byte: u64) -> u64 {
        while let Some((first, rest)) = self.left.split_first()
            && (self.at < byte || matches!(first, b'\r' | b'\n'))
        {
            self.line += u64::from(*first == b'\n');
            self.at += 1;
            self.left = rest;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_over_empty_ones_and_both_kinds_of_ends() {
        for text in ["a\n\nb\nc", "a\r\n\r\nb\r\nc"] {
            let of = |begin: &str| {
                let at = text.find(begin).unwrap();
                // Where a reader of CSV thinks that it begins.
                let early = text[..at].trim_end_matches(['\r', '\n']).len() as u64;
                [early, at as u64].map(|byte| Lines::of(text).line(byte))
            };
            assert_eq!(of("a"), [1, 1]);
            assert_eq!(of("b"), [3, 3]);
            assert_eq!(of("c"), [4, 4]);
        }
        let mut lines = Lines::of("a\nb\n");
        assert_eq!([0, 2, 99].map(|byte| lines.line(byte)), [1, 2, 3]);
    }
}
