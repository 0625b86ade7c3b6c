//! Home, search and catalogue: what a tap there changes, and which page to ask for. Never keeps more than one page.

use mirror::{Axis, Filter, Group, Listing, Page, Query, Validity};

use super::{Browsing, Place, Question, Searching, Session};
use crate::keyboard::{self, Layer};
use crate::screen::{
    Action, BROWSE_ROWS, GROUPS_PER_PAGE, OPTIONS_PER_PAGE, QUERY_CHARS_MAX, SEARCH_ROWS,
    SEARCH_ROWS_KEYBOARD,
};

/// Groups or choices kept of one answer; a portal with more agencies shows the first ones.
const GROUPS_MAX: usize = 2_000;
/// Longest code of a group or filter, in characters.
const CODE_CHARS_MAX: usize = 200;

impl Searching {
    /// Rows of one page.
    pub fn rows_per_page(&self) -> u32 {
        if self.away {
            SEARCH_ROWS
        } else {
            SEARCH_ROWS_KEYBOARD
        }
    }
}

impl Session {
    pub(super) fn act_in_lists(&mut self, action: Action) {
        match action {
            Action::OpenSearch => self.open_search(String::new(), false),
            Action::Common { text } => {
                let text = text.chars().take(QUERY_CHARS_MAX).collect();
                self.open_search(text, true);
            }
            Action::OpenTile { code } => self.open_tile(code),
            Action::Open { id, article_id } => self.open(id, article_id),
            // A plugged-in keyboard starts a search from the home page.
            Action::Type { text } if self.visit.place == Place::Home => {
                self.open_search(String::new(), false);
                self.act_in_search(Action::Type { text });
            }
            other => match self.visit.place {
                Place::Search(_) => self.act_in_search(other),
                Place::Browse(_) => self.act_in_browse(other),
                _ => {}
            },
        }
    }

    fn open_search(&mut self, text: String, away: bool) {
        let searching = Searching {
            text,
            away,
            ..Searching::default()
        };
        self.go(Place::Search(searching));
        self.ask_search();
    }

    fn open_tile(&mut self, code: String) {
        let (axis, chosen) = match code.as_str() {
            "all" => (Axis::Agency, String::new()),
            _ => (Axis::Category, code),
        };
        if chosen.chars().count() > CODE_CHARS_MAX {
            return;
        }
        self.go(Place::Browse(Browsing {
            axis,
            chosen,
            group_page: 0,
            offset: 0,
            serial: 0,
            groups: Vec::new(),
            rows: Vec::new(),
            total: 0,
        }));
        self.ask_browse();
    }

    fn act_in_search(&mut self, action: Action) {
        let Place::Search(search) = &mut self.visit.place else {
            return;
        };
        let size = search.rows_per_page();
        match action {
            Action::Type { text } => {
                if keyboard::type_into(&mut search.text, &text) {
                    search.offset = 0;
                    self.ask_search();
                }
            }
            Action::Backspace => {
                if search.text.pop().is_some() {
                    search.offset = 0;
                    self.ask_search();
                }
            }
            Action::Clear => {
                search.text.clear();
                search.offset = 0;
                self.ask_search();
            }
            Action::Hint { text } => {
                search.text = text.chars().take(QUERY_CHARS_MAX).collect();
                search.offset = 0;
                self.ask_search();
            }
            Action::Submit | Action::ShowKeyboard => {
                search.away = action == Action::Submit;
                search.offset -= search.offset % search.rows_per_page();
                self.ask_search();
            }
            Action::Layer { code } => {
                if let Some(layer) = Layer::from_code(&code) {
                    search.layer = layer;
                }
            }
            Action::Pick { field } => self.pick(field),
            Action::Choose { code } => self.choose(code),
            Action::ClosePicker => search.picking = None,
            Action::Widen => {
                search.filter = Filter::default();
                search.picking = None;
                search.offset = 0;
                self.ask_search();
            }
            Action::PagePrev if search.offset > 0 => {
                search.offset = search.offset.saturating_sub(size);
                self.ask_search();
            }
            Action::PageNext if u64::from(search.offset) + u64::from(size) < search.total => {
                search.offset += size;
                self.ask_search();
            }
            Action::GroupPrev => search.option_page = search.option_page.saturating_sub(1),
            Action::GroupNext => {
                let last = last_page(search.options.len(), OPTIONS_PER_PAGE);
                search.option_page = (search.option_page + 1).min(last);
            }
            _ => {}
        }
    }

    fn pick(&mut self, field: String) {
        if !matches!(field.as_str(), "agency" | "year" | "validity") {
            return;
        }
        let serial = self.next_serial();
        let Place::Search(search) = &mut self.visit.place else {
            return;
        };
        let mut filter = search.filter.clone();
        match field.as_str() {
            "agency" => filter.agency = None,
            "year" => filter.year = None,
            _ => filter.validity = None,
        }
        search.picking = Some(field.clone());
        search.options.clear();
        search.option_page = 0;
        search.options_serial = serial;
        self.ask(Question::Options {
            serial,
            field,
            filter,
        });
    }

    fn choose(&mut self, code: String) {
        let Place::Search(search) = &mut self.visit.place else {
            return;
        };
        let Some(field) = search.picking.take() else {
            return;
        };
        if code.chars().count() > CODE_CHARS_MAX {
            return;
        }
        let chosen = Some(code).filter(|code| !code.is_empty());
        match field.as_str() {
            "agency" => search.filter.agency = chosen,
            "year" => search.filter.year = chosen.and_then(|year| year.parse().ok()),
            _ => search.filter.validity = chosen.as_deref().and_then(validity_of),
        }
        search.offset = 0;
        self.ask_search();
    }

    pub(super) fn ask_search(&mut self) {
        let serial = self.next_serial();
        let Place::Search(search) = &mut self.visit.place else {
            return;
        };
        search.serial = serial;
        let nothing_typed = search.text.trim().is_empty();
        search.waiting = !nothing_typed;
        if nothing_typed {
            search.rows.clear();
            search.hints.clear();
            search.total = 0;
            return;
        }
        let query = Query {
            text: search.text.clone(),
            filter: search.filter.clone(),
            offset: search.offset,
            limit: search.rows_per_page(),
            exact: false,
        };
        self.ask(Question::Search { serial, query });
    }

    pub(super) fn found(&mut self, serial: u64, page: Page, hints: Vec<String>) {
        if let Place::Search(search) = &mut self.visit.place
            && search.serial == serial
        {
            search.waiting = false;
            search.total = page.total;
            search.total_exact = page.total_exact;
            search.rows = page.hits;
            search.hints = hints;
        }
    }

    pub(super) fn optioned(&mut self, serial: u64, mut groups: Vec<Group>) {
        if let Place::Search(search) = &mut self.visit.place
            && search.options_serial == serial
        {
            groups.truncate(GROUPS_MAX);
            search.options = groups;
        }
    }

    fn act_in_browse(&mut self, action: Action) {
        let Place::Browse(browse) = &mut self.visit.place else {
            return;
        };
        match action {
            Action::Axis { code } => {
                let Some(axis) = axis_of(&code) else { return };
                browse.axis = axis;
                browse.chosen.clear();
                browse.groups.clear();
                browse.group_page = 0;
                browse.offset = 0;
            }
            Action::Group { code } if code.chars().count() <= CODE_CHARS_MAX => {
                browse.chosen = code;
                browse.offset = 0;
            }
            Action::PagePrev if browse.offset > 0 => {
                browse.offset = browse.offset.saturating_sub(BROWSE_ROWS);
            }
            Action::PageNext
                if u64::from(browse.offset) + u64::from(BROWSE_ROWS) < browse.total =>
            {
                browse.offset += BROWSE_ROWS;
            }
            Action::GroupPrev => {
                browse.group_page = browse.group_page.saturating_sub(1);
                return;
            }
            Action::GroupNext => {
                let last = last_page(browse.groups.len(), GROUPS_PER_PAGE);
                browse.group_page = (browse.group_page + 1).min(last);
                return;
            }
            _ => return,
        }
        self.ask_browse();
    }

    pub(super) fn ask_browse(&mut self) {
        let serial = self.next_serial();
        let Place::Browse(browse) = &mut self.visit.place else {
            return;
        };
        browse.serial = serial;
        let mut filter = Filter::default();
        let chosen = Some(browse.chosen.clone()).filter(|chosen| !chosen.is_empty());
        match browse.axis {
            Axis::Category => filter.category = chosen,
            Axis::Agency => filter.agency = chosen,
            Axis::Year => filter.year = chosen.and_then(|year| year.parse().ok()),
        }
        let (axis, offset) = (browse.axis, browse.offset);
        self.ask(Question::Browse {
            serial,
            axis,
            filter,
            offset,
        });
    }

    pub(super) fn browsed(&mut self, serial: u64, mut groups: Vec<Group>, listing: Listing) {
        if let Place::Browse(browse) = &mut self.visit.place
            && browse.serial == serial
        {
            groups.truncate(GROUPS_MAX);
            browse.group_page = browse
                .group_page
                .min(last_page(groups.len(), GROUPS_PER_PAGE));
            browse.groups = groups;
            browse.rows = listing.rows;
            browse.total = listing.total;
        }
    }
}

/// Last page, from 0.
fn last_page(count: usize, per_page: u32) -> u32 {
    u32::try_from(count.div_ceil(per_page as usize).saturating_sub(1)).unwrap_or(u32::MAX)
}

fn axis_of(code: &str) -> Option<Axis> {
    match code {
        "category" => Some(Axis::Category),
        "agency" => Some(Axis::Agency),
        "year" => Some(Axis::Year),
        _ => None,
    }
}

fn validity_of(code: &str) -> Option<Validity> {
    match code {
        "in-force" => Some(Validity::InForce),
        "repealed" => Some(Validity::Repealed),
        "expired" => Some(Validity::Expired),
        "superseded" => Some(Validity::Superseded),
        "unknown" => Some(Validity::Unknown),
        _ => None,
    }
}
