//! Readings of a character that stands alone, by what stands beside it: rules of the overlay, and surnames. Knows no word.

use super::overlay::{Beside, Context, overlay};

/// Written numerals, and what asks for or stands in place of one.
const NUMERALS: &str = "零〇一二两三四五六七八九十百千万亿几数半多余";

/// What follows a surname only: 曾某, 单先生.
const AFTER_SURNAME: [&str; 5] = ["某", "先生", "女士", "小姐", "同志"];

pub(super) fn is_numeral(c: char) -> bool {
    NUMERALS.contains(c)
}

/// The reading that the neighbours of `chars[at]` decide, if they do.
pub(super) fn reading(chars: &[char], at: usize) -> Option<&'static str> {
    let c = chars[at];
    let after: &[char] = &chars[at + 1..];
    if let Some(reading) = overlay().surnames.get(&c)
        && AFTER_SURNAME.iter().any(|w| begins(after, w))
    {
        return Some(reading);
    }
    overlay()
        .contexts
        .get(&c)?
        .iter()
        .find(|context| fits(context, chars, at))
        .map(|context| context.reading)
}

fn begins(chars: &[char], text: &str) -> bool {
    let mut at = 0;
    text.chars().all(|c| {
        at += 1;
        chars.get(at - 1) == Some(&c)
    })
}

/// How far a word may stand that is looked for further on.
const FURTHER_CHARS_MAX: usize = 24;

fn fits(context: &Context, chars: &[char], at: usize) -> bool {
    let before = &chars[..at];
    let after = &chars[at + 1..];
    let near = &after[..after.len().min(FURTHER_CHARS_MAX)];
    context.left.iter().any(|side| match side {
        Beside::Anything => true,
        Beside::Edge => before.is_empty(),
        Beside::Numeral => before.last().is_some_and(|c| is_numeral(*c)),
        Beside::Doubled => matches!(before, [.., a, b] if a == b),
        Beside::Set(name) => overlay().sets[name].iter().any(|t| before.ends_with(t)),
        Beside::Further(_) => false,
        Beside::Text(text) => before.ends_with(text),
    }) && context.right.iter().any(|side| match side {
        Beside::Anything => true,
        Beside::Edge => after.is_empty(),
        Beside::Numeral => after.first().is_some_and(|c| is_numeral(*c)),
        Beside::Doubled => matches!(after, [a, b, ..] if a == b),
        Beside::Set(name) => overlay().sets[name].iter().any(|t| after.starts_with(t)),
        Beside::Further(name) => overlay().sets[name]
            .iter()
            .any(|text| near.windows(text.len()).skip(1).any(|w| w == &text[..])),
        Beside::Text(text) => after.starts_with(text),
    })
}
