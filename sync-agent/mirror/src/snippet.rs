//! The few words of the body that a hit shows, and which of them matched. Pure.

use crate::matching::{merge, occurrences};
use crate::plan::Plan;
use crate::query::{ArticleRef, Snippet};
use crate::shape;

/// Characters of a snippet.
const CHARS_MAX: usize = 84;
/// Characters shown before the match.
const CHARS_BEFORE: usize = 22;
/// A paragraph shorter than this is followed by the next one.
const CHARS_MIN: usize = 48;
/// Ranges of a snippet.
const RANGES_MAX: usize = 24;

/// Where the body first matches: the offset in bytes of the folded body and of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    folded: usize,
    plain: usize,
}

/// The first place of the body where a word of the query lies; the longest word that is there decides.
pub fn first_place(plan: &Plan, body: &str, folded: &str) -> Option<Place> {
    let mut words: Vec<&str> = plan.words.iter().map(|word| word.folded.as_str()).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let at = words.iter().find_map(|word| folded.find(word))?;
    let count = folded[..at].chars().count();
    let plain = body
        .char_indices()
        .nth(count)
        .map_or(body.len(), |(byte, _)| byte);
    Some(Place { folded: at, plain })
}

/// The words around a place, or the first ones.
pub fn cut(plan: &Plan, body: &str, folded: &str, place: Option<Place>) -> Snippet {
    let place = place.unwrap_or(Place {
        folded: 0,
        plain: 0,
    });
    let line = body[..place.plain].rfind('\n').map_or(0, |at| at + 1);
    let before: Vec<(usize, char)> = body[line..place.plain].char_indices().collect();
    let skip = before.len().saturating_sub(CHARS_BEFORE);
    // Blanks at the start of a paragraph are its indent.
    let start = before[skip..]
        .iter()
        .position(|(_, c)| !c.is_whitespace())
        .map_or(place.plain, |at| line + before[skip + at].0);
    let back = body[start..place.plain].chars().count();
    let folded_start = folded[..place.folded]
        .char_indices()
        .rev()
        .take(back)
        .last()
        .map_or(place.folded, |(at, _)| at);
    let mut text = String::new();
    let mut matched = String::new();
    for (count, (c, f)) in body[start..]
        .chars()
        .zip(folded[folded_start..].chars())
        .enumerate()
    {
        if count >= CHARS_MAX || (c == '\n' && count >= CHARS_MIN) {
            break;
        }
        text.push(if c.is_whitespace() || c.is_control() {
            ' '
        } else {
            c
        });
        matched.push(f);
    }
    text.truncate(text.trim_end().len());
    let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let mut ranges = Vec::new();
    for word in &plan.words {
        ranges.extend(occurrences(&matched, &word.folded));
    }
    ranges.retain(|range| range[0] < length);
    let mut ranges = merge(ranges);
    if ranges.is_empty() && place.plain > start {
        // A word longer than the snippet.
        let from = u32::try_from(back).unwrap_or(0);
        ranges.push([from.min(length), length]);
    }
    ranges
        .iter_mut()
        .for_each(|range| range[1] = range[1].min(length));
    ranges.truncate(RANGES_MAX);
    Snippet { text, ranges }
}

/// The innermost article around a place.
pub fn article(shape: &[u8], body: &str, place: Place) -> Option<ArticleRef> {
    shape::article_at(shape, body, place.plain).map(|article| ArticleRef {
        id: article.id,
        label: article.label,
    })
}
