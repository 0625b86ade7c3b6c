//! Search: what a key or a tap there changes, and which page to ask for. Never keeps more than one page of hits.

mod duties;

use mirror::{AttachedRef, Filter, Group, Hit, Near, Offer, Page, Query, Validity};

use super::browse::{CODE_CHARS_MAX, last_page};
use super::paging::Paging;
use super::saying::{self, RowSaying};
use super::tally::Tally;
use super::turn::{Duties, Go, Turn};
use crate::asks::{Effect, Heard, Question};
use crate::keyboard::typing::{Change, Spelled, Typing};
use crate::keyboard::{Layer, QUERY_CHARS_MAX};
use crate::marks;
use crate::screen::search::{Field, OPTIONS_PER_PAGE, SEARCH_ROWS, SEARCH_ROWS_KEYBOARD, Touch};
use crate::screen::services::Door;

/// See [`Place::Search`](super::Place::Search).
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(missing_docs)]
pub struct Searching {
    /// What was typed, and the keys.
    pub typing: Typing,
    /// The keyboard is put away.
    pub away: bool,
    pub filter: Filter,
    pub picking: Option<Field>,
    pub options: Vec<Group>,
    /// The letter under which each is looked up.
    pub option_letters: Vec<Option<char>>,
    /// Only choices under this letter show.
    pub letter: Option<char>,
    /// The choices were counted to the end.
    pub options_final: bool,
    /// Page of choices, from 0.
    pub option_page: u32,
    /// Last question of the picker.
    pub options_serial: u64,
    /// Which rows are asked for.
    pub paging: Paging,
    pub serial: u64,
    /// The answer to `serial` is still to come.
    pub waiting: bool,
    /// Hits of the page.
    pub rows: Vec<Hit>,
    /// Documents near the question (相近的文件) that stand behind the last hit.
    pub near: Vec<Near>,
    /// Near documents in all.
    pub near_total: u64,
    /// They are near by their number.
    pub near_numbers: bool,
    /// Hits in all.
    pub total: u64,
    /// `total` was counted to the end.
    pub total_exact: bool,
    /// Agencies and subjects that fit.
    pub hints: Vec<String>,
    /// Words that may be meant, with what each finds.
    pub offers: Vec<Offer>,
    /// What was looked for, where that is not what was typed.
    pub understood: Option<String>,
    /// Whether it was counted.
    pub tally: Tally,
    /// One of the rows is being said.
    pub aloud: Option<RowSaying>,
}

impl Searching {
    /// Begins a search; with text in the field it is asked for at once.
    pub fn open(text: String, away: bool, turn: &mut Turn) -> Searching {
        let mut searching = Searching {
            away,
            ..Searching::default()
        };
        if away {
            searching.typing = Typing::with(text);
            searching.tally.asked(&searching.typing);
            searching.refresh(turn);
        } else {
            let change = searching.typing.press(&text);
            searching.typed(change, turn);
        }
        searching
    }

    fn show_nothing(&mut self) {
        self.rows.clear();
        self.near.clear();
        self.near_total = 0;
        self.hints.clear();
        self.offers.clear();
        self.understood = None;
    }

    /// Rows asked for at once.
    fn rows_asked(&self) -> u32 {
        if self.away {
            SEARCH_ROWS
        } else {
            SEARCH_ROWS_KEYBOARD
        }
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) -> Option<Go> {
        match touch {
            Touch::Open { id, article_id } => {
                self.tally.opened(&self.typing, self.waiting, turn);
                return Some(Go::Open { id, article_id });
            }
            Touch::Hear { id, words } => saying::toggle_row(&mut self.aloud, id, words, turn),
            Touch::Type { text } => {
                let change = self.typing.press(&text);
                self.typed(change, turn);
            }
            Touch::Backspace => {
                let change = self.typing.backspace();
                self.typed(change, turn);
            }
            Touch::Clear => {
                let change = self.typing.clear();
                self.typed(change, turn);
            }
            Touch::Candidate { text } => {
                let change = self.typing.choose(&text);
                self.typed(change, turn);
            }
            Touch::Unfold => self.typing.unfold(),
            Touch::Hint { text } => {
                let layer = self.typing.layer;
                self.typing = Typing::with(text.chars().take(QUERY_CHARS_MAX).collect());
                self.typing.layer = layer;
                self.typed(Change::Changed, turn);
            }
            Touch::Submit => {
                if let Some(hit) = self.only_number() {
                    let id = hit.id.clone();
                    self.tally.asked(&self.typing);
                    self.tally.opened(&self.typing, self.waiting, turn);
                    return Some(Go::Open {
                        id,
                        article_id: String::new(),
                    });
                }
                // What was meant is what stands there now: the place in the list stays when it is the same.
                let meant = self.typing.meant();
                if self.typing.finish() == Change::Changed {
                    self.spell(turn);
                }
                if self.typing.meant() != meant {
                    self.paging = Paging::default();
                }
                self.tally.asked(&self.typing);
                self.put_keyboard_away(true, turn);
            }
            Touch::ShowKeyboard => self.put_keyboard_away(false, turn),
            Touch::Layer(layer) => {
                match self.typing.change_layer(layer) {
                    // Other keys may mean other words.
                    Change::None => self.spell(turn),
                    change => self.typed(change, turn),
                }
            }
            Touch::Pick(field) => self.pick(field, turn),
            Touch::Choose { code } => self.choose(code, turn),
            Touch::ClosePicker => self.picking = None,
            Touch::Widen => {
                self.filter = Filter::default();
                self.picking = None;
                self.search_anew(turn);
            }
            Touch::Paper => return Some(Go::Service(Door::Holdings)),
            Touch::PagePrev { row } => {
                if self.paging.end_before(row, self.rows_asked()) {
                    self.refresh(turn);
                }
            }
            Touch::PageNext { row } => {
                if self.paging.begin_at(row, self.rows_in_all()) {
                    self.refresh(turn);
                }
            }
            Touch::OptionsPrev => self.option_page = self.option_page.saturating_sub(1),
            Touch::Letter { letter } => {
                // The letter that is chosen is taken back.
                self.letter = Some(letter).filter(|_| self.letter != Some(letter));
                self.option_page = 0;
            }
            Touch::OptionsNext => {
                let last = last_page(self.options_shown().count(), OPTIONS_PER_PAGE);
                self.option_page = (self.option_page + 1).min(last);
            }
        }
        None
    }

    /// The one document with the number that stands there: one opens it instead of looking at a list of one.
    pub fn only_number(&self) -> Option<&Hit> {
        let counts = self.total == 1 && self.total_exact && !self.waiting && !self.away;
        let digits = self.typing.layer == Layer::Digits;
        let hit = self.rows.first().filter(|_| counts && digits)?;
        hit.doc_no.is_some().then_some(hit)
    }

    /// Hits, and the near documents behind them.
    pub fn rows_in_all(&self) -> u64 {
        self.total + self.near_total
    }

    /// After a key: asks for words, and searches for what is meant so far.
    fn typed(&mut self, change: Change, turn: &mut Turn) {
        if change == Change::Changed {
            self.spell(turn);
            self.search_anew(turn);
        }
    }

    fn spell(&mut self, turn: &mut Turn) {
        let serial = turn.next_serial();
        if let Some(spell) = self.typing.question(serial, true) {
            turn.effects.push(Effect::Spell(spell));
        }
    }

    /// Words came for the keys: the first is looked for at once.
    pub fn spelled(&mut self, spelled: Spelled, turn: &mut Turn) {
        let before = self.typing.meant();
        if self.typing.spelled(spelled) && self.typing.meant() != before {
            self.search_anew(turn);
        }
    }

    /// From the first row.
    fn search_anew(&mut self, turn: &mut Turn) {
        self.paging = Paging::default();
        self.refresh(turn);
    }

    /// Keeps the place in the list.
    fn put_keyboard_away(&mut self, away: bool, turn: &mut Turn) {
        self.away = away;
        self.refresh(turn);
    }

    fn pick(&mut self, field: Field, turn: &mut Turn) {
        let mut filter = self.filter.clone();
        match field {
            Field::Agency => filter.agency = None,
            Field::Year => filter.year = None,
            Field::Validity => filter.validity = None,
        }
        self.picking = Some(field);
        self.options.clear();
        self.option_letters.clear();
        self.letter = None;
        self.option_page = 0;
        self.options_serial = turn.next_serial();
        turn.ask(Question::Options {
            serial: self.options_serial,
            field,
            query: Query {
                text: self.understood.clone().unwrap_or(self.typing.meant()),
                filter,
                ..Query::default()
            },
        });
    }

    fn choose(&mut self, code: Option<String>, turn: &mut Turn) {
        let Some(field) = self.picking.take() else {
            return;
        };
        let too_long = |code: &String| code.chars().count() > CODE_CHARS_MAX;
        if code.as_ref().is_some_and(too_long) {
            return;
        }
        match field {
            Field::Agency => self.filter.agency = code,
            Field::Year => self.filter.year = code.and_then(|year| year.parse().ok()),
            Field::Validity => {
                self.filter.validity = code.and_then(|code| Validity::from_code(&code));
            }
        }
        self.search_anew(turn);
    }

    /// A page came; an answer to an older question is dropped.
    pub fn found(&mut self, serial: u64, page: Page, hints: Vec<String>, turn: &mut Turn) {
        if self.serial != serial {
            return;
        }
        self.waiting = false;
        self.total = page.total;
        self.total_exact = page.total_exact;
        self.rows = page.hits;
        self.near_total = page.near_total;
        self.near_numbers = page.near_numbers;
        self.near = if page.near_total > 0 {
            page.near
        } else {
            Vec::new()
        };
        self.hints = hints;
        self.offers = page.offers;
        self.understood = page.understood;
        self.tally.answered(&self.typing, self.total, turn);
        if self
            .paging
            .lost(self.rows.len() + self.near.len(), self.rows_in_all())
        {
            self.refresh(turn);
        }
    }

    /// Follows the voice.
    pub fn heard(&mut self, heard: &Heard) {
        saying::follow_row(&mut self.aloud, heard);
    }

    /// What a hit shows as found, and the attachment in which that was, if it was not in the document itself.
    pub fn led_by(&self, id: &str, article_id: &str) -> (Vec<String>, Option<AttachedRef>) {
        self.hit(id, article_id)
            .map(|hit| (marks::of_hit(hit), hit.attached.clone()))
            .unwrap_or_default()
    }

    fn hit(&self, id: &str, article_id: &str) -> Option<&Hit> {
        let article = |hit: &Hit| hit.article.as_ref().map_or("", |a| &a.id) == article_id;
        let near = self.near.iter().map(|near| &near.hit);
        let mut hits = self.rows.iter().chain(near).filter(|hit| hit.id == id);
        hits.clone()
            .find(|hit| article(hit))
            .or_else(|| hits.next())
    }

    /// The hits were counted on; what was shown is never taken back.
    pub fn counted(&mut self, serial: u64, total: u64, is_final: bool) {
        if self.serial == serial && (is_final || total > self.total) {
            self.total = total;
            self.total_exact = is_final;
        }
    }
}
