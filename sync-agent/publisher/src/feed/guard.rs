//! Guards against mass change: a run in which many bodies become one (a captcha, a login page), shrink to a fraction, or take one
//! title needs a person's yes. Owns the signs; a single document that shrank is told and published.

use std::collections::HashMap;

use crate::feed::puts::Puts;
use crate::feed::report::Conflict;
use crate::feed::state::State;

/// More than this many suspicious documents need a yes, if they are also more than [`CHANGE_PERCENT`].
pub const CHANGE_COUNT: usize = 5;
/// Percent of the source's documents.
pub const CHANGE_PERCENT: usize = 1;
/// In a small source fewer do, if they are half of it.
const SMALL_COUNT: usize = 3;
/// A body that had at least so many characters cannot honestly be a quarter of it.
const LONG_CHARS_MIN: u32 = 200;
/// What a body may shrink to: one part of so many.
const SHRINKS_TO: u32 = 4;
/// New documents may share a short body (a form letter); a longer one is a page that came instead of them.
const SHARED_CHARS_MIN: u32 = 40;

/// What of `puts` looks as if something else had come in place of documents; one entry for each document.
pub fn suspicious(puts: &Puts, dels: &[(String, u64)], state: &State) -> Vec<Conflict> {
    let mut sharing: HashMap<[u8; 16], usize> = HashMap::new();
    let mut titles: HashMap<&str, usize> = HashMap::new();
    let replaced: HashMap<&str, ()> = puts
        .iter()
        .map(|document| (document.id.as_str(), ()))
        .chain(dels.iter().map(|(id, _)| (id.as_str(), ())))
        .collect();
    let staying = state
        .live
        .iter()
        .filter(|(id, _)| !replaced.contains_key(id.as_str()));
    for (_, live) in staying {
        *sharing.entry(live.body.hash).or_default() += 1;
        *titles.entry(live.title.as_str()).or_default() += 1;
    }
    for document in puts.iter() {
        let body = &document.live.body;
        *sharing.entry(body.hash).or_default() += 1;
        *titles.entry(document.live.title.as_str()).or_default() += 1;
    }
    let mut found = Vec::new();
    for document in puts.iter() {
        let body = &document.live.body;
        let shared = sharing.get(&body.hash).copied().unwrap_or(0);
        let titled = titles
            .get(document.live.title.as_str())
            .copied()
            .unwrap_or(0);
        let detail = match state.live.get(&document.id) {
            Some(live) if body.chars > 0 && shared > 1 && live.body != *body => {
                Some(format!("{shared} documents now have this body"))
            }
            Some(live)
                if live.body.chars >= LONG_CHARS_MIN
                    && body.chars.saturating_mul(SHRINKS_TO) < live.body.chars =>
            {
                Some(format!(
                    "the body shrank from {} to {} characters",
                    live.body.chars, body.chars
                ))
            }
            Some(live) if live.title != document.live.title && titled > 1 => Some(format!(
                "{titled} documents now have the title {}",
                document.live.title
            )),
            None if body.chars >= SHARED_CHARS_MIN && shared >= SMALL_COUNT => {
                Some(format!("{shared} documents have this body"))
            }
            _ => None,
        };
        found.extend(detail.map(|detail| Conflict {
            source: document.live.source.clone(),
            detail,
        }));
    }
    found
}

/// Whether so much of `all` documents is suspicious that a person must agree.
pub fn needs_yes(suspicious: usize, all: usize) -> bool {
    let many = suspicious > CHANGE_COUNT && suspicious * 100 > all * CHANGE_PERCENT;
    let half = suspicious >= SMALL_COUNT && suspicious * 2 >= all;
    many || half
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_or_half_need_a_yes() {
        assert!(!needs_yes(2, 2));
        assert!(needs_yes(3, 6));
        assert!(!needs_yes(3, 7));
        assert!(needs_yes(6, 500));
        assert!(!needs_yes(6, 600));
    }
}
