//! Lines of English: what the terminal says where a visitor chose it, and English sentences of a document. Their numbers are the English voice's,
//! and a lone `a` is no letter. A line with one hanzi is none of them.

use super::latin::spelled;
use super::scan::{Found, Kind, Place, is_hanzi};
use super::token::Said;

/// A longer line is looked at so far to either side.
const LINE_CHARS_MAX: usize = 200;
/// A longer word is read in pieces.
const WORD_CHARS_MAX: usize = 40;

/// Words between numbers, which are no units.
const BETWEEN: [&str; 6] = ["and", "at", "by", "in", "of", "to"];

/// One word or number of such a line.
pub(super) fn word(place: &Place<'_>) -> Option<Found> {
    let first = place.get(0)?;
    let goes_on = place.previous().is_some_and(|c| c.is_ascii_alphanumeric());
    if goes_on || !is_english(line(place)) {
        return None;
    }
    // 1 / 2: a page and how many there are.
    if first == '/' && place.previous() == Some(' ') && place.get(1) == Some(' ') {
        return Found::new(1, Kind::Word, vec![Said::Latin("of".to_owned())]);
    }
    if !first.is_ascii_alphanumeric() {
        return None;
    }
    let used = token_len(place.rest());
    let token = place.text(0, used);
    Found::new(used, Kind::Word, vec![Said::Latin(said(&token))])
}

/// Where a sentence ends, for the language it is in.
const ENDS: [char; 5] = ['\n', '。', '；', '！', '？'];

/// The sentence around, as far as it is looked at.
fn line<'a>(place: &Place<'a>) -> &'a [char] {
    let before = &place.chars[..place.at];
    let ends = |c: &char| ENDS.contains(c);
    let from = before.iter().rposition(ends).map_or(0, |at| at + 1);
    let from = from.max(place.at.saturating_sub(LINE_CHARS_MAX));
    let rest = place.rest();
    let to = rest.iter().position(ends).unwrap_or(rest.len());
    &place.chars[from..place.at + to.min(LINE_CHARS_MAX)]
}

/// No hanzi, and two words of letters, or one that begins as a sentence does. What stands behind a number is its unit and no word; codes and
/// addresses (`GB/T`, `www.x.cn`) are none either.
fn is_english(line: &[char]) -> bool {
    if line.iter().any(|c| is_hanzi(*c)) {
        return false;
    }
    let text: String = line.iter().collect();
    let mut behind_number = false;
    let (mut words, mut low, mut begins) = (0, false, None);
    for token in text.split_whitespace() {
        let token = token.trim_matches(|c: char| !c.is_alphanumeric());
        if token.is_empty() {
            continue;
        }
        let letters = token
            .chars()
            .all(|c| c.is_ascii_alphabetic() || matches!(c, '\'' | '’'));
        let is_word = letters && (!behind_number || BETWEEN.contains(&token));
        if begins.is_none() {
            let mut chars = token.chars();
            let capital = chars.next().is_some_and(|c| c.is_ascii_uppercase());
            let lower = chars.clone().count() > 0 && chars.all(|c| c.is_ascii_lowercase());
            begins = Some(is_word && capital && lower);
        }
        if is_word {
            words += 1;
            low |= token.len() > 1 && token.chars().skip(1).any(|c| c.is_ascii_lowercase());
        }
        behind_number = token
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    }
    low && (words >= 2 || begins == Some(true))
}

/// A word, or a number with its points, as it is written.
fn token_len(rest: &[char]) -> usize {
    let inner = |at: usize| {
        let joins = matches!(
            rest.get(at),
            Some('-' | '.' | ',' | '，' | ':' | '：' | '\'' | '’')
        );
        joins && rest.get(at + 1).is_some_and(char::is_ascii_alphanumeric)
    };
    let mut at = 0;
    while at < rest.len().min(WORD_CHARS_MAX)
        && (rest[at].is_ascii_alphanumeric() || inner(at) && at > 0)
    {
        at += 1;
    }
    at.max(1)
}

/// Capitals and codes are spelled; words and numbers are the voice's own.
fn said(token: &str) -> String {
    let token: String = token
        .chars()
        .map(|c| match c {
            '，' => ',',
            '：' => ':',
            c => c,
        })
        .collect();
    let digits = token.chars().any(|c| c.is_ascii_digit());
    let letters = token.chars().any(|c| c.is_ascii_alphabetic());
    let parts = token.matches('-').count();
    if digits && (letters || parts > 0) {
        let apart = token.chars().filter(char::is_ascii_alphanumeric);
        return spelled(&apart.collect::<String>());
    }
    let capitals = token.len() > 1 && token.chars().all(|c| c.is_ascii_uppercase());
    if capitals { spelled(&token) } else { token }
}

#[cfg(test)]
mod tests {
    use super::super::normalise;
    use super::*;

    fn spoken(text: &str) -> String {
        let mut out = String::new();
        for token in normalise(text) {
            match token.said {
                Said::Han(text) | Said::Latin(text) => {
                    out.push_str(&text);
                    out.push(' ');
                }
                Said::Pause(_) => out.push_str("| "),
            }
        }
        out.trim_end().to_owned()
    }

    #[test]
    fn a_line_of_english_is_said_in_english_with_its_numbers() {
        for (text, want) in [
            ("Reading a document", "Reading a document"),
            ("Screen 1 / 2", "Screen 1 of 2"),
            ("1 to 1 of 1", "1 to 1 of 1"),
            ("Updated today 09:12", "Updated today 09:12"),
            (
                "Number L01-1-20261129-0001",
                "Number L 0 1 1 2 0 2 6 1 1 2 9 0 0 0 1",
            ),
            ("Take the PDF home.", "Take the P D F home |"),
            ("What's new", "What's new"),
        ] {
            assert_eq!(spoken(text), want);
        }
    }

    #[test]
    fn codes_units_and_chinese_lines_are_none() {
        for text in [
            "GB/T 1.1-2020",
            "12 km",
            "HJ 2.2",
            "www.example.gov.cn 8",
            "A4 2",
        ] {
            assert!(!is_english(&text.chars().collect::<Vec<_>>()), "{text}");
        }
        assert!(spoken("共 2 页 Page").starts_with('共'));
        assert!(spoken("Screen 2\n第2页").contains('二'));
        assert!(spoken("第2页。1 to 1 of 1。").contains("| 1 to 1 of 1 |"));
    }
}
