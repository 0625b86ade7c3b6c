//! What becomes of a search when it is covered, when its mirror changed, when a question failed.

use mirror::Query;

use super::Searching;
use crate::asks::Question;
use crate::keyboard::Key;
use crate::rules::Rules;
use crate::screen::search::Touch;
use crate::visit::turn::{Duties, Go, Stay, Turn};

impl Duties for Searching {
    fn document_id(&self) -> Option<&str> {
        None
    }

    fn forget(&mut self) -> Stay {
        self.show_nothing();
        self.options.clear();
        self.option_letters.clear();
        self.picking = None;
        Stay::Stays
    }

    /// The hits that show are asked for again with every change.
    fn gone(&mut self, _: &str) -> Option<Stay> {
        None
    }

    fn failed(&mut self, serial: u64) -> Option<Stay> {
        if self.serial == serial {
            self.waiting = false;
        }
        (self.serial == serial || self.options_serial == serial).then_some(Stay::Stays)
    }

    fn idle_ms(&self, rules: &Rules) -> Option<u64> {
        // Listening is use.
        self.aloud.is_none().then_some(rules.idle_ms)
    }

    fn refresh(&mut self, turn: &mut Turn) {
        self.serial = turn.next_serial();
        self.aloud = None;
        let nothing_typed = self.typing.is_empty();
        self.waiting = !nothing_typed;
        if nothing_typed {
            self.show_nothing();
            self.total = 0;
            return;
        }
        let query = Query {
            text: self.typing.meant(),
            filter: self.filter.clone(),
            offset: self.paging.offset,
            limit: self.rows_asked(),
            exact: false,
        };
        turn.ask(Question::Search {
            serial: self.serial,
            query,
        });
    }

    fn key(&mut self, key: Key, turn: &mut Turn) -> Option<Go> {
        let touch = match key {
            Key::Text(text) => Touch::Type { text },
            Key::Backspace => Touch::Backspace,
            Key::Enter => Touch::Submit,
        };
        self.touched(touch, turn)
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
