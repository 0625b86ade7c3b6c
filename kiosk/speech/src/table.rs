//! Sorted text tables of `assets/speech`, searched in place. Owns no copy of them; refuses nothing, finds or does not find.

/// Lines sorted by their bytes; what a line begins with is its key.
#[derive(Clone, Copy)]
pub(crate) struct Table(&'static str);

impl Table {
    pub(crate) const fn new(text: &'static str) -> Self {
        Self(text)
    }

    /// The first place in `within` whose line is not below `key`.
    fn lower(self, key: &str, within: std::ops::Range<usize>) -> usize {
        let text = self.0.as_bytes();
        let (mut low, mut high) = (within.start, within.end);
        while low < high {
            let middle = low + (high - low) / 2;
            let start = text[low..middle]
                .iter()
                .rposition(|b| *b == b'\n')
                .map_or(low, |i| low + i + 1);
            let end = text[middle..high]
                .iter()
                .position(|b| *b == b'\n')
                .map_or(high, |i| middle + i + 1);
            if &text[start..end] < key.as_bytes() {
                low = end;
            } else {
                high = start;
            }
        }
        low
    }

    /// The line that begins at `at`, without its end.
    fn line(self, at: usize) -> &'static str {
        let rest = &self.0[at..];
        rest.split_once('\n').map_or(rest, |(line, _)| line)
    }

    /// What follows `key` on its line, when `key` is the whole first field. Fields are parted by a space.
    pub(crate) fn find(self, key: &str) -> Option<&'static str> {
        let line = self.line(self.lower(key, 0..self.0.len()));
        let rest = line.strip_prefix(key)?;
        if rest.is_empty() {
            return Some(rest);
        }
        rest.strip_prefix(' ')
    }

    /// What follows `key` on the first line that begins with it.
    pub(crate) fn find_prefix(self, key: &str) -> Option<&'static str> {
        self.line(self.lower(key, 0..self.0.len()))
            .strip_prefix(key)
    }

    /// Every beginning of `chars` of two characters and more that is a key, with what follows it.
    pub(crate) fn beginnings(
        self,
        chars: &[char],
        longest: usize,
        mut take: impl FnMut(usize, &'static str),
    ) {
        let mut key = String::new();
        let mut from = 0;
        for (i, c) in chars.iter().take(longest).enumerate() {
            key.push(*c);
            if i == 0 {
                continue;
            }
            from = self.lower(&key, from..self.0.len());
            let Some(rest) = self.line(from).strip_prefix(key.as_str()) else {
                return;
            };
            if rest.is_empty() {
                take(i + 1, rest);
            } else if let Some(reading) = rest.strip_prefix(' ') {
                take(i + 1, reading);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: Table = Table::new("中国\n中国人 zhong1 guo2 ren2\n中文\n人 ren2\n");

    #[test]
    fn finds_whole_keys_only() {
        assert_eq!(WORDS.find("中国"), Some(""));
        assert_eq!(WORDS.find("中国人"), Some("zhong1 guo2 ren2"));
        assert_eq!(WORDS.find("人"), Some("ren2"));
        for absent in ["中", "一", "龙", "中国人民", ""] {
            assert_eq!(WORDS.find(absent), None, "{absent}");
        }
    }

    #[test]
    fn beginnings_come_shortest_first() {
        let text: Vec<char> = "中国人民".chars().collect();
        let mut found = Vec::new();
        WORDS.beginnings(&text, 4, |len, rest| found.push((len, rest)));
        assert_eq!(found, [(2, ""), (3, "zhong1 guo2 ren2")]);
    }
}
