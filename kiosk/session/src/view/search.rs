//! The search page as a picture. Pure.

use super::rows::{hit, page_of, pages};
use crate::screen::search::{OPTIONS_PER_PAGE, Search, Stage};
use crate::visit::Searching;

/// Characters of the words that are offered on one line.
const HINT_CHARS_MAX: usize = 18;
/// What the gap between two of them takes, in characters.
const HINT_GAP_CHARS: usize = 3;

/// As many words as fit: a line of its own each when nothing was found, else one line together.
fn hints(search: &Searching) -> Vec<String> {
    let mut room = if search.total == 0 {
        usize::MAX
    } else {
        HINT_CHARS_MAX
    };
    search
        .hints
        .iter()
        .filter(|hint| hint.chars().count() <= HINT_CHARS_MAX)
        .take_while(|hint| {
            let chars = hint.chars().count();
            let fits = chars <= room;
            room = room.saturating_sub(chars + HINT_GAP_CHARS);
            fits
        })
        .cloned()
        .collect()
}

pub(super) fn searching(search: &Searching) -> Search {
    let filter = &search.filter;
    let state = match () {
        _ if search.typing.is_empty() => Stage::Idle,
        _ if search.waiting && search.rows.is_empty() => Stage::Busy,
        _ if search.total == 0 => Stage::None,
        _ => Stage::Found,
    };
    Search {
        text: search.typing.text.clone(),
        composition: search.typing.composition().to_owned(),
        meant: search.typing.meant(),
        candidates: search.typing.candidates.clone(),
        unfolded: search.typing.unfolded,
        keyboard: (!search.away).then_some(search.typing.layer),
        agency: filter.agency.clone(),
        year: filter.year,
        validity: filter.validity,
        picking: search.picking,
        options: page_of(&search.options, search.option_page, OPTIONS_PER_PAGE),
        option_page: search.option_page + 1,
        option_pages: pages(search.options.len() as u64, OPTIONS_PER_PAGE),
        state,
        total: search.total,
        total_exact: search.total_exact,
        rows: search.rows.iter().map(hit).collect(),
        offset: search.paging.offset,
        end: search.paging.end,
        hints: hints(search),
    }
}
