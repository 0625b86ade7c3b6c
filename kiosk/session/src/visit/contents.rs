//! The table of contents: what is folded, which article is looked for by its number. Moves nothing itself: it leads back to the
//! document below it.

use mirror::Article;

use super::paging::Paging;
use super::turn::{Duties, Go, Stay, Turn};
use crate::articles::numbered;
use crate::asks::Opened;
use crate::keyboard::Key;
use crate::rules::Rules;
use crate::screen::contents::Touch;

/// Digits of an article's number.
const DIGITS_MAX: usize = 4;
/// Articles put in under one number.
const INSERTED_MAX: u8 = 9;
/// A table with no more entries is shown whole: it takes a page or two of the smallest panel, and nothing has to be understood first.
const WHOLE_MAX: usize = 40;

/// From here on an entry is text, not a heading: see [`Article::depth`].
const ARTICLE_DEPTH: u8 = 3;

/// See [`Place::Contents`](super::Place::Contents).
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Leafing {
    pub opened: Opened,
    /// The article that was on the screen; empty for none.
    pub here: String,
    /// Entries whose own entries show, by place.
    pub unfolded: Vec<usize>,
    /// Which entries show.
    pub paging: Paging,
    pub typed: String,
    /// See [`Contents::inserted`](crate::screen::contents::Contents::inserted).
    pub inserted: u8,
}

impl Leafing {
    /// Opens the table, unfolded where the visitor reads.
    pub fn open(opened: Opened, here: String) -> Leafing {
        let articles = &opened.document.articles;
        let unfolded = if articles.len() <= WHOLE_MAX {
            (0..articles.len()).collect()
        } else {
            let at = articles.iter().position(|article| article.id == here);
            // At a title or a heading, and at the front of the text, the next article is what one reads.
            let is_article = |at: &usize| articles[*at].depth >= ARTICLE_DEPTH;
            let next = (at.unwrap_or(0)..articles.len()).find(is_article);
            let at = next
                .or(at)
                .or_else(|| (0..articles.len()).find(|at| !holds(articles, *at)));
            at.map_or_else(Vec::new, |at| above(articles, at).collect())
        };
        let mut leafing = Leafing {
            opened,
            here,
            unfolded,
            paging: Paging::default(),
            typed: String::new(),
            inserted: 0,
        };
        let shown = leafing.shown();
        let articles = &leafing.opened.document.articles;
        let row = shown.iter().position(|at| articles[*at].id == leafing.here);
        // What leads there, or one before it, stands above it; the smallest panel shows two.
        let row = row.unwrap_or(0).saturating_sub(1);
        leafing
            .paging
            .begin_at(u32::try_from(row).unwrap_or(0), u64::MAX);
        leafing
    }

    /// Entries that are not folded away.
    pub fn shown(&self) -> Vec<usize> {
        let articles = &self.opened.document.articles;
        let open = |at: usize| above(articles, at).all(|held| self.unfolded.contains(&held));
        (0..articles.len()).filter(|at| open(*at)).collect()
    }

    /// The article that the digits mean.
    pub fn target(&self) -> Option<usize> {
        let number = self.typed.parse().ok()?;
        numbered(&self.opened.document, number, self.inserted)
    }

    /// The article has others put in under its number.
    pub fn may_insert(&self) -> bool {
        let number = self.typed.parse().ok();
        number.is_some_and(|number| numbered(&self.opened.document, number, 1).is_some())
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch) -> Option<Go> {
        match touch {
            Touch::Open { article_id } => return Some(Go::Article { article_id }),
            Touch::Fold { article_id } => self.fold(&article_id),
            Touch::PagePrev { row } => {
                self.paging.end_before(row, u32::MAX);
            }
            Touch::PageNext { row } => {
                let all = self.shown().len() as u64;
                self.paging.begin_at(row, all);
            }
            Touch::Type { text } => {
                let digits = text.chars().filter(char::is_ascii_digit);
                let room = DIGITS_MAX.saturating_sub(self.typed.len());
                self.typed.extend(digits.take(room));
                self.inserted = 0;
            }
            Touch::Backspace => {
                self.typed.pop();
                self.inserted = 0;
            }
            Touch::Insert => {
                let next = (self.inserted + 1) % (INSERTED_MAX + 1);
                self.inserted = next;
                if self.target().is_none() {
                    self.inserted = 0;
                }
            }
            Touch::Go => {
                let articles = &self.opened.document.articles;
                let article_id = self.target().map(|at| articles[at].id.clone())?;
                return Some(Go::Article { article_id });
            }
        }
        None
    }

    fn fold(&mut self, article_id: &str) {
        let articles = &self.opened.document.articles;
        let Some(at) = articles.iter().position(|article| article.id == article_id) else {
            return;
        };
        match self.unfolded.iter().position(|held| *held == at) {
            Some(held) => {
                self.unfolded.remove(held);
            }
            None => self.unfolded.push(at),
        }
        // The page begins where it began, unless that was folded away.
        let last = self.shown().len().saturating_sub(1);
        let last = u32::try_from(last).unwrap_or(u32::MAX);
        let begin = self.paging.offset.min(last);
        self.paging = Paging {
            offset: begin,
            end: 0,
        };
    }
}

/// Entries that an entry stands within: the nearest first.
pub fn above(articles: &[Article], at: usize) -> impl Iterator<Item = usize> {
    let mut depth = articles.get(at).map_or(0, |article| article.depth);
    (0..at).rev().filter(move |held| {
        let within = articles[*held].depth < depth;
        if within {
            depth = articles[*held].depth;
        }
        within
    })
}

/// The entry has entries of its own.
pub fn holds(articles: &[Article], at: usize) -> bool {
    let next = articles.get(at + 1);
    next.is_some_and(|next| next.depth > articles[at].depth)
}

impl Duties for Leafing {
    fn document_id(&self) -> Option<&str> {
        Some(&self.opened.document.id)
    }

    /// Shares its text with the reader below it, which is asked for again.
    fn forget(&mut self) -> Stay {
        Stay::Leaves
    }

    fn gone(&mut self, id: &str) -> Option<Stay> {
        (self.opened.document.id == id).then_some(Stay::Leaves)
    }

    fn failed(&mut self, _: u64) -> Option<Stay> {
        None
    }

    fn idle_ms(&self, rules: &Rules) -> Option<u64> {
        Some(rules.reader_idle_ms)
    }

    fn refresh(&mut self, _: &mut Turn) {}

    fn key(&mut self, key: Key, _: &mut Turn) -> Option<Go> {
        self.touched(match key {
            Key::Text(text) => Touch::Type { text },
            Key::Backspace => Touch::Backspace,
            Key::Enter => Touch::Go,
        })
    }

    fn lies_below(&self) -> bool {
        true
    }

    fn speaks(&self) -> Option<u64> {
        None
    }

    fn watches_printer(&self) -> bool {
        false
    }
}
