//! The first screen: where a touch there leads.

use mirror::Axis;

use super::turn::{Duties, Go, Stay, Turn};
use crate::asks::Question;
use crate::keyboard::{Key, QUERY_CHARS_MAX};
use crate::rules::Rules;
use crate::screen::home::Touch;

/// See [`Place::Home`](super::Place::Home).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AtHome {
    /// Care mode: 常用的事 stands open.
    pub commons: bool,
}

impl AtHome {
    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch) -> Option<Go> {
        Some(match touch {
            Touch::Commons => {
                self.commons = !self.commons;
                return None;
            }
            Touch::Search => Go::Search {
                text: String::new(),
                away: false,
            },
            Touch::Common { text } => Go::Search {
                text: text.chars().take(QUERY_CHARS_MAX).collect(),
                away: true,
            },
            Touch::Tile { code } if code == "all" => Go::Browse {
                axis: Axis::Agency,
                chosen: String::new(),
            },
            Touch::Tile { code } => Go::Browse {
                axis: Axis::Category,
                chosen: code,
            },
            Touch::Service(door) => Go::Service(door),
            Touch::Open { id, article_id } => Go::Open { id, article_id },
        })
    }
}

impl Duties for AtHome {
    fn document_id(&self) -> Option<&str> {
        None
    }

    /// The newest documents are the terminal's, and are asked for again with every change.
    fn forget(&mut self) -> Stay {
        Stay::Stays
    }

    fn gone(&mut self, _: &str) -> Option<Stay> {
        None
    }

    fn failed(&mut self, _: u64) -> Option<Stay> {
        None
    }

    fn idle_ms(&self, rules: &Rules) -> Option<u64> {
        Some(rules.idle_ms)
    }

    fn refresh(&mut self, turn: &mut Turn) {
        turn.ask(Question::Home);
    }

    /// A plugged-in keyboard starts a search.
    fn key(&mut self, key: Key, _: &mut Turn) -> Option<Go> {
        let Key::Text(typed) = key else {
            return None;
        };
        Some(Go::Search {
            text: typed,
            away: false,
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
