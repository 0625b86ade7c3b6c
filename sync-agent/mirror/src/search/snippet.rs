//! The few words of the body that a hit shows, and which of them matched. Pure.

use memchr::memmem::Finder;
use memchr::{memchr, memrchr};

use crate::query::{ArticleRef, AttachedRef, Snippet};
use crate::search::bodies::Body;
use crate::search::matching::{merge, occurrences};
use crate::search::plan::Plan;
use crate::store::shape;
use crate::words::citation;
use crate::words::fold;

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

/// What a line is worth that begins with the label of an article that was asked for: more than all words that are mentioned.
const LABEL_WORTH: usize = 32;

/// A word that is looked for in a body.
struct Wanted<'a> {
    finder: Finder<'a>,
    is_label: bool,
}

/// The place of the body that shows best why it was found: the article that was asked for, or in the first paragraph that
/// holds most of the words the longest of them. The order of words says nothing. `may_fold` tells whether a word may stand
/// there in another writing.
pub fn first_place(plan: &Plan, body: &Body, may_fold: bool) -> Option<Place> {
    let mut words: Vec<&str> = plan.words.iter().map(|word| word.folded.as_str()).collect();
    words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    let wanted: Vec<Wanted<'_>> = words
        .iter()
        .map(|word| Wanted {
            finder: Finder::new(word),
            is_label: citation::is_label(word),
        })
        .collect();
    // Where the words stand as they are folded, nothing need be folded.
    let is_there = |wanted: &Wanted<'_>| wanted.finder.find(&body.bytes).is_some();
    if !may_fold || wanted.len() == 1 || wanted.iter().all(is_there) {
        let place = best_place(&wanted, &body.bytes);
        if place.is_some() || !may_fold {
            return place.map(Place);
        }
    }
    let folded = body.folded();
    let at = best_place(&wanted, folded.as_bytes())?;
    let count = folded[..at].chars().count();
    let mut starts = (0..body.bytes.len()).filter(|at| is_start(&body.bytes, *at));
    Some(Place(starts.nth(count).unwrap_or(body.bytes.len())))
}

/// Whether a character starts here.
fn is_start(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(|byte| byte & 0xc0 != 0x80)
}

fn best_place(wanted: &[Wanted<'_>], text: &[u8]) -> Option<usize> {
    match wanted {
        [one] if !one.is_label => one.finder.find(text),
        _ => best_line(wanted, text),
    }
}

fn best_line(wanted: &[Wanted<'_>], text: &[u8]) -> Option<usize> {
    let labels = wanted.iter().filter(|one| one.is_label).count();
    let most = wanted.len() + LABEL_WORTH * labels.min(1);
    let mut best: Option<(usize, usize)> = None;
    let mut start = 0;
    while start < text.len() {
        let end = memchr(b'\n', &text[start..]).map_or(text.len(), |length| start + length + 1);
        let line = &text[start..end];
        let mut first = None;
        let mut worth = 0;
        for one in wanted {
            if let Some(at) = one.finder.find(line) {
                worth += 1;
                if one.is_label && is_blank(&line[..at]) {
                    worth += LABEL_WORTH;
                    first = Some(at);
                }
                first = first.or(Some(at));
            }
        }
        if let Some(first) = first {
            if best.is_none_or(|(most, _)| worth > most) {
                best = Some((worth, start + first));
            }
            if worth >= most {
                break;
            }
        }
        start = end;
    }
    best.map(|(_, at)| at)
}

/// Whether there is nothing but the indent of a paragraph.
fn is_blank(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.trim().is_empty())
}

/// Begins a snippet that does not begin its paragraph.
const ELLIPSIS: &str = "……";
/// After these a clause begins.
const CLAUSE_ENDS: [char; 8] = ['。', '；', '！', '？', '，', '：', ';', '\u{3000}'];
/// These belong to what stands before them.
const CLOSING: [char; 9] = ['、', '”', '’', '）', '》', '〉', '】', '」', '〕'];

/// How many of the characters before a match are shown: from its paragraph's start, or else from the first clause that begins among them, so
/// that no snippet begins inside a word where that can be helped. Tells whether something is left out.
fn clause_before(before: &[(usize, char)], is_paragraph: bool) -> (usize, bool) {
    let indent = before.iter().take_while(|(_, c)| c.is_whitespace()).count();
    if is_paragraph {
        return (indent, false);
    }
    let clause = before.iter().position(|(_, c)| CLAUSE_ENDS.contains(c));
    let from = clause.map_or(indent, |at| at + 1);
    let belongs_before =
        |c: &char| c.is_whitespace() || CLOSING.contains(c) || CLAUSE_ENDS.contains(c);
    let closing = before[from..].iter().take_while(|(_, c)| belongs_before(c));
    (from + closing.count(), true)
}

/// The words around a place, or the first ones.
pub fn cut(plan: &Plan, bytes: &[u8], place: Option<Place>) -> Snippet {
    let place = place.map_or(0, |place| place.0.min(bytes.len()));
    let line = memrchr(b'\n', &bytes[..place]).map_or(0, |at| at + 1);
    let mut from = line.max(place.saturating_sub(CHARS_BEFORE * 4));
    while !is_start(bytes, from) {
        from += 1;
    }
    // A character has four bytes at most: one that is cut off at the end is not looked at.
    let end = bytes.len().min(place + CHARS_MAX * 4 + 4);
    let body = String::from_utf8_lossy(&bytes[from..end]);
    let body = body.as_ref();
    let place = if body.is_char_boundary(place - from) {
        place - from
    } else {
        0
    };
    let before: Vec<(usize, char)> = body[..place].char_indices().collect();
    let skip = before.len().saturating_sub(CHARS_BEFORE);
    let (left_out, cut_off) = clause_before(&before[skip..], skip == 0 && from == line);
    let start = before.get(skip + left_out).map_or(place, |(at, _)| *at);
    let mut text = String::from(if cut_off { ELLIPSIS } else { "" });
    let mut matched = text.clone();
    let back = text.chars().count() + body[start..place].chars().count();
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
pub fn article(shape: &[u8], body: &[u8], place: Place) -> Option<ArticleRef> {
    shape::article_at(shape, body, place.0).map(|article| ArticleRef {
        id: article.id,
        label: article.label,
    })
}

/// The page of an attachment that a place is on.
pub fn attached(shape: &[u8], body: &[u8], place: Place) -> Option<AttachedRef> {
    shape::page_at(shape, body, place.0).map(|place| AttachedRef {
        name: place.name,
        number: place.attachment + 1,
        page: place.page + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(before: &str, is_paragraph: bool) -> String {
        let chars: Vec<(usize, char)> = before.char_indices().collect();
        let (left_out, cut_off) = clause_before(&chars, is_paragraph);
        let shown: String = chars[left_out..].iter().map(|(_, c)| c).collect();
        format!("{}{shown}", if cut_off { ELLIPSIS } else { "" })
    }

    #[test]
    fn a_snippet_begins_with_its_paragraph_or_with_a_clause() {
        assert_eq!(begins("\u{3000}\u{3000}第一条 为了", true), "第一条 为了");
        assert_eq!(begins("民的知情权、参与权，保障", false), "……保障");
        assert_eq!(begins("、参与权和监督权", false), "……参与权和监督权");
        assert_eq!(begins("他说：“好。”随后", false), "……“好。”随后");
        assert_eq!(begins("规定办理。”\u{3000}申请", false), "……申请");
        assert_eq!(begins("应当，", false), "……");
        assert_eq!(begins("", false), "……");
    }
}
