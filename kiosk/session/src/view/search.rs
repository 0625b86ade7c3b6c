//! The search page as a picture. Pure.

use std::collections::BTreeSet;

use super::rows::{hit, page_of, pages, said};
use crate::screen::rows::Row;
use crate::screen::search::{OPTIONS_PER_PAGE, Offer, Search, Stage};
use crate::visit::Searching;

/// Characters of the words that are offered on one line.
const HINT_CHARS_MAX: usize = 18;
/// What the gap between two of them takes, in characters.
const HINT_GAP_CHARS: usize = 3;
/// What its number takes.
const COUNT_CHARS: usize = 4;
/// Choices from which on letters lead to them: more than two pages.
const LETTERS_FROM: usize = 2 * OPTIONS_PER_PAGE as usize + 1;

/// As many words as fit on one line together.
fn hints(search: &Searching) -> Vec<String> {
    let mut room = HINT_CHARS_MAX;
    let short = search
        .hints
        .iter()
        .filter(|hint| hint.chars().count() <= HINT_CHARS_MAX);
    short
        .take_while(|hint| fits(hint.chars().count(), &mut room))
        .cloned()
        .collect()
}

fn fits(chars: usize, room: &mut usize) -> bool {
    let fits = chars <= *room;
    *room = room.saturating_sub(chars + HINT_GAP_CHARS);
    fits
}

/// What may be meant instead: the first, and more of them while they fit on a line.
fn offers(search: &Searching) -> Vec<Offer> {
    let mut room = HINT_CHARS_MAX + 2 * COUNT_CHARS;
    let short = search
        .offers
        .iter()
        .filter(|offer| offer.text.chars().count() <= HINT_CHARS_MAX);
    short
        .take_while(|offer| fits(offer.text.chars().count() + COUNT_CHARS, &mut room))
        .map(|offer| Offer {
            text: offer.text.clone(),
            count: offer.total,
        })
        .collect()
}

/// Hits, and behind them what is near.
fn rows(search: &Searching) -> Vec<Row> {
    let near = search.near.iter().enumerate().map(|(at, near)| Row {
        missing: near.missing.clone(),
        // Of a page that begins among them, none does.
        opens_near: at == 0 && u64::from(search.paging.offset) <= search.total,
        near_number: search.near_numbers,
        ..hit(&near.hit)
    });
    search.rows.iter().map(hit).chain(near).collect()
}

fn letters(search: &Searching) -> Vec<char> {
    if search.options.len() < LETTERS_FROM {
        return Vec::new();
    }
    let letters: BTreeSet<char> = search.option_letters.iter().flatten().copied().collect();
    letters.into_iter().collect()
}

pub(super) fn searching(search: &Searching) -> Search {
    let filter = &search.filter;
    let state = match () {
        _ if search.typing.is_empty() => Stage::Idle,
        _ if search.waiting && search.rows.is_empty() && search.near.is_empty() => Stage::Busy,
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
        options: page_of(search.options_shown(), search.option_page, OPTIONS_PER_PAGE),
        option_page: search.option_page + 1,
        option_pages: pages(search.options_shown().count() as u64, OPTIONS_PER_PAGE),
        letters: letters(search),
        letter: search.letter,
        counting: search.picking.is_some() && !search.options_final,
        state,
        total: search.total,
        total_exact: search.total_exact,
        near_total: search.near_total,
        opens: search.only_number().is_some(),
        rows: rows(search),
        offset: search.paging.offset,
        end: search.paging.end,
        aloud: said(search.aloud.as_ref()),
        hints: hints(search),
        offers: offers(search),
        understood: search.understood.clone().unwrap_or_default(),
    }
}
