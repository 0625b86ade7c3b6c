//! The sheet of a day at the desk (日表): the paper as it will come out, what the day came to, and whether the chain that vouches for it holds. Knows what
//! the workers said; checks nothing itself.

use super::Daily;
use crate::asks::Effect;
use crate::screen::desk::register::Drawn;
use crate::staff::{LaidPaper, StaffPaper};
use crate::visit::turn::Turn;

/// See [`At::DaySheet`](crate::visit::At::DaySheet).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Sheeting {
    pub daily: Daily,
    /// Of the last question for the paper.
    pub serial: u64,
    pub drawn: Drawn,
    /// The paper; `None` while it is made, and where it cannot be.
    pub laid: Option<LaidPaper>,
}

impl Sheeting {
    /// The sheet of a day.
    pub(in crate::visit::desk) fn open(daily: Daily, turn: &mut Turn) -> Sheeting {
        let mut sheeting = Sheeting {
            daily,
            serial: 0,
            drawn: Drawn::Coming,
            laid: None,
        };
        sheeting.draw(turn);
        sheeting
    }

    fn draw(&mut self, turn: &mut Turn) {
        self.serial = turn.next_serial();
        self.drawn = Drawn::Coming;
        self.laid = None;
        turn.effects.push(Effect::LayPaper {
            serial: self.serial,
            paper: StaffPaper::Day(self.daily.day.clone()),
        });
    }

    /// The sheet of the day before, or behind.
    pub fn turn_to(&mut self, on: bool, turn: &mut Turn) {
        let before = self.daily.day.clone();
        self.daily.turn_to(on, turn);
        if self.daily.day != before {
            self.draw(turn);
        }
    }

    /// The paper came, or cannot be made; false when another question asked.
    pub(in crate::visit::desk) fn came(&mut self, serial: u64, laid: Option<LaidPaper>) -> bool {
        let mine = self.serial == serial;
        if mine {
            self.drawn = match laid.as_ref().map(|laid| laid.preview.is_some()) {
                Some(true) => Drawn::Shown,
                _ => Drawn::Failed,
            };
            self.laid = laid;
        }
        mine
    }
}
