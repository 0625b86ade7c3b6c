//! The catalogue: what a tap there changes, and which page to ask for. Never keeps more than one page of documents.

use mirror::{Axis, Category, Filter, Group, Head, Listing};

use super::paging::Paging;
use super::saying::{self, RowSaying};
use super::turn::{Duties, Go, Stay, Turn};
use crate::asks::{Heard, Question};
use crate::keyboard::Key;
use crate::rules::Rules;
use crate::screen::browse::{BROWSE_ROWS, GROUPS_PER_PAGE, Touch};

/// Groups or choices kept of one answer; a portal with more agencies shows the first ones.
pub(super) const GROUPS_MAX: usize = 2_000;
/// Longest code of a group or filter, in characters.
pub(super) const CODE_CHARS_MAX: usize = 200;

/// See [`Place::Browse`](super::Place::Browse).
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Browsing {
    pub axis: Axis,
    /// Chosen group; empty for all.
    pub chosen: String,
    /// Page of groups, from 0.
    pub group_page: u32,
    /// Which rows are asked for.
    pub paging: Paging,
    pub serial: u64,
    /// Every group of this axis, of which a page is shown.
    pub groups: Vec<Group>,
    /// Documents of the page.
    pub rows: Vec<Head>,
    /// Documents in all.
    pub total: u64,
    /// One of the rows is being said.
    pub aloud: Option<RowSaying>,
}

impl Browsing {
    /// Opens the catalogue at a group; `None` for a code that no portal has.
    pub fn open(axis: Axis, chosen: String, turn: &mut Turn) -> Option<Browsing> {
        if chosen.chars().count() > CODE_CHARS_MAX {
            return None;
        }
        let mut browsing = Browsing {
            axis,
            chosen,
            group_page: 0,
            paging: Paging::default(),
            serial: 0,
            groups: Vec::new(),
            rows: Vec::new(),
            total: 0,
            aloud: None,
        };
        browsing.refresh(turn);
        Some(browsing)
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) -> Option<Go> {
        match touch {
            Touch::Open { id, article_id } => return Some(Go::Open { id, article_id }),
            Touch::Hear { id, words } => {
                saying::toggle_row(&mut self.aloud, id, words, turn);
                return None;
            }
            Touch::Axis(axis) => {
                self.axis = axis;
                self.chosen.clear();
                self.groups.clear();
                self.group_page = 0;
                self.paging = Paging::default();
            }
            Touch::Group { code } if code.chars().count() <= CODE_CHARS_MAX => {
                self.chosen = code;
                self.paging = Paging::default();
            }
            Touch::PagePrev { row } => {
                if !self.paging.end_before(row, BROWSE_ROWS) {
                    return None;
                }
            }
            Touch::PageNext { row } => {
                if !self.paging.begin_at(row, self.total) {
                    return None;
                }
            }
            Touch::GroupPrev => {
                self.group_page = self.group_page.saturating_sub(1);
                return None;
            }
            Touch::GroupNext => {
                let last = last_page(self.groups.len(), GROUPS_PER_PAGE);
                self.group_page = (self.group_page + 1).min(last);
                return None;
            }
            Touch::Group { .. } => return None,
        }
        self.refresh(turn);
        None
    }

    /// Follows the voice.
    pub fn heard(&mut self, heard: &Heard) {
        saying::follow_row(&mut self.aloud, heard);
    }

    /// A page came; an answer to an older question is dropped.
    pub fn browsed(
        &mut self,
        serial: u64,
        mut groups: Vec<Group>,
        listing: Listing,
        turn: &mut Turn,
    ) {
        if self.serial != serial {
            return;
        }
        groups.truncate(GROUPS_MAX);
        let last = last_page(groups.len(), GROUPS_PER_PAGE);
        self.group_page = self.group_page.min(last);
        self.groups = groups;
        self.rows = listing.rows;
        self.total = listing.total;
        if self.paging.lost(self.rows.len(), self.total) {
            self.refresh(turn);
        }
    }
}

/// Last page, from 0.
pub(super) fn last_page(count: usize, per_page: u32) -> u32 {
    u32::try_from(count.div_ceil(per_page as usize).saturating_sub(1)).unwrap_or(u32::MAX)
}

impl Duties for Browsing {
    fn document_id(&self) -> Option<&str> {
        None
    }

    fn forget(&mut self) -> Stay {
        self.rows.clear();
        Stay::Stays
    }

    /// The list that shows is asked for again with every change.
    fn gone(&mut self, _: &str) -> Option<Stay> {
        None
    }

    fn failed(&mut self, serial: u64) -> Option<Stay> {
        (self.serial == serial).then_some(Stay::Stays)
    }

    fn idle_ms(&self, rules: &Rules) -> Option<u64> {
        // Listening is use.
        self.aloud.is_none().then_some(rules.idle_ms)
    }

    fn refresh(&mut self, turn: &mut Turn) {
        self.aloud = None;
        self.serial = turn.next_serial();
        let mut filter = Filter::default();
        let chosen = Some(self.chosen.clone()).filter(|chosen| !chosen.is_empty());
        match self.axis {
            Axis::Category => filter.category = chosen.as_deref().and_then(Category::from_code),
            Axis::Agency => filter.agency = chosen,
            Axis::Year => filter.year = chosen.and_then(|year| year.parse().ok()),
        }
        turn.ask(Question::Browse {
            serial: self.serial,
            axis: self.axis,
            filter,
            offset: self.paging.offset,
        });
    }

    fn key(&mut self, _: Key, _: &mut Turn) -> Option<Go> {
        None
    }

    fn lies_below(&self) -> bool {
        true
    }

    fn speaks(&self) -> Option<u64> {
        self.aloud.as_ref().map(|said| said.serial)
    }

    fn watches_printer(&self) -> bool {
        false
    }
}
