//! The few words of the body that a hit shows, and which of them matched. Pure.

use crate::bodies::Body;
use crate::fold;
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

/// Where the body matches: the offset in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(usize);

/// The place of the body that shows best why it was found: in the first paragraph that holds most of the words, the longest of
/// them. The order of words says nothing.
pub fn first_place(plan: &Plan, body: &Body) -> Option<Place> {
    let mut words: Vec<&str> = plan.words.iter().map(|word| word.folded.as_str()).collect();
    words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    // Where the words stand as they are folded, nothing need be folded.
    if words.iter().all(|word| body.text.contains(word)) {
        return best_place(&words, &body.text).map(Place);
    }
    let folded = body.folded();
    let at = best_place(&words, folded)?;
    let count = folded[..at].chars().count();
    let plain = body.text.char_indices().nth(count);
    Some(Place(plain.map_or(body.text.len(), |(byte, _)| byte)))
}

fn best_place(words: &[&str], text: &str) -> Option<usize> {
    match words {
        [word] => text.find(word),
        words => best_line(words, text),
    }
}

fn best_line(words: &[&str], folded: &str) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    let mut start = 0;
    for line in folded.split_inclusive('\n') {
        let mut found = words.iter().filter_map(|word| line.find(word));
        if let Some(first) = found.next() {
            let count = 1 + found.count();
            if best.is_none_or(|(most, _)| count > most) {
                best = Some((count, start + first));
            }
            if count == words.len() {
                break;
            }
        }
        start += line.len();
    }
    // A word that goes over the end of a line is in none.
    best.map(|(_, at)| at)
        .or_else(|| words.iter().find_map(|word| folded.find(word)))
}

/// The words around a place, or the first ones.
pub fn cut(plan: &Plan, body: &str, place: Option<Place>) -> Snippet {
    let place = place.map_or(0, |place| place.0);
    let line = body[..place].rfind('\n').map_or(0, |at| at + 1);
    let before: Vec<(usize, char)> = body[line..place].char_indices().collect();
    let skip = before.len().saturating_sub(CHARS_BEFORE);
    // Blanks at the start of a paragraph are its indent.
    let start = before[skip..]
        .iter()
        .position(|(_, c)| !c.is_whitespace())
        .map_or(place, |at| line + before[skip + at].0);
    let back = body[start..place].chars().count();
    let mut text = String::new();
    let mut matched = String::new();
    for (count, c) in body[start..].chars().enumerate() {
        if count >= CHARS_MAX || (c == '\n' && count >= CHARS_MIN) {
            break;
        }
        text.push(if c.is_whitespace() || c.is_control() {
            ' '
        } else {
            c
        });
        matched.push(if c == '\n' { c } else { fold::fold_char(c) });
    }
    text.truncate(text.trim_end().len());
    let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let mut ranges = Vec::new();
    for word in &plan.words {
        ranges.extend(occurrences(&matched, &word.folded));
    }
    ranges.retain(|range| range[0] < length);
    let mut ranges = merge(ranges);
    if ranges.is_empty() && place > start {
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
    shape::article_at(shape, body, place.0).map(|article| ArticleRef {
        id: article.id,
        label: article.label,
    })
}
