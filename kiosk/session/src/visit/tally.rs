//! That somebody searched, and whether something was found (检索次数, R56): a search counts once, when it is asked for with the key of the keyboard or a hit
//! of it is opened. What was typed stays here, and is gone with the visitor.

use super::turn::Turn;
use crate::asks::Effect;
use crate::keyboard::typing::Typing;

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// What was counted last.
    told: String,
    /// The answer that comes will be counted.
    waits: bool,
}

impl Tally {
    /// Somebody is done typing.
    pub fn asked(&mut self, typing: &Typing) {
        self.waits |= self.is_new(typing);
    }

    /// Whoever opens a hit while typing has searched, and found.
    pub fn opened(&mut self, typing: &Typing, waiting: bool, turn: &mut Turn) {
        if self.is_new(typing) && !waiting {
            self.count(typing, true, turn);
        }
    }

    /// Hits came, so many in all.
    pub fn answered(&mut self, typing: &Typing, total: u64, turn: &mut Turn) {
        if self.waits {
            self.count(typing, total > 0, turn);
        }
    }

    fn is_new(&self, typing: &Typing) -> bool {
        !typing.is_empty() && typing.meant() != self.told
    }

    fn count(&mut self, typing: &Typing, found: bool, turn: &mut Turn) {
        self.waits = false;
        self.told = typing.meant();
        turn.effects.push(Effect::Searched { found });
    }
}
