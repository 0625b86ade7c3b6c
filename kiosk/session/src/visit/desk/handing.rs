//! A handover (交接班): the one who comes types the PIN, the register notes it, two signatures go on paper. Who leaves without anybody coming (下班离岗)
//! types the own PIN, and from then on nobody is on duty until somebody begins. Never a name, never a signature on glass.

use journal::{Handover, Role};

use crate::affairs::Affairs;
use crate::asks::Effect;
use crate::keyboard::Key;
use crate::register::Pin;
use crate::screen::Notice;
use crate::screen::desk::handover::Touch;
use crate::services::{Filing, Taken};
use crate::staff::{HandoverPaper, StaffPaper};
use crate::visit::turn::Turn;

/// More rolls than a cupboard holds.
const ROLLS_MAX: u32 = 99;

/// See [`At::Handover`](super::At::Handover).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Handing {
    /// Who was on duty; whoever begins where nobody was, hands over to nobody else.
    pub from: Role,
    /// Who takes over; nobody where the last one leaves.
    pub to: Option<Role>,
    /// The one at the desk is on duty, and may leave without anybody coming.
    pub may_leave: bool,
    pub pin: Pin,
    /// The last one was wrong.
    pub wrong: bool,
    pub spare_rolls: u32,
    /// A word for who comes (捎句话); empty for none.
    pub word: String,
    /// The PIN is being compared: serial of the question.
    pub checking: Option<u64>,
    /// The entry is being written: its serial.
    pub filing: Option<u64>,
    /// What stands in the register.
    pub done: Option<Taken>,
    /// The paper for the signatures: serial of the order, and what became of it.
    pub paper: Option<(u64, Option<bool>)>,
}

impl Handing {
    /// The other one takes over, or the one who came in while the other or nobody is on duty; the rolls are those that were counted last.
    pub fn open(by: Role, affairs: Option<&Affairs>) -> Handing {
        let duty = affairs.and_then(|affairs| affairs.duty.as_ref());
        let rolls = duty.and_then(|duty| u32::try_from(duty.spare_rolls).ok());
        let (from, to) = match duty.map(|duty| duty.to) {
            Some(None) => (by, by),
            Some(Some(on_duty)) if on_duty != by => (on_duty, by),
            _ => (by, other(by)),
        };
        Handing {
            from,
            to: Some(to),
            may_leave: to != by,
            pin: Pin::default(),
            wrong: false,
            spare_rolls: rolls.unwrap_or(0).min(ROLLS_MAX),
            word: String::new(),
            checking: None,
            filing: None,
            done: None,
            paper: None,
        }
    }

    /// Whose PIN is asked for.
    pub fn signs(&self) -> Role {
        self.to.unwrap_or(self.from)
    }

    /// Nobody was on duty: somebody begins.
    pub fn begins(&self) -> bool {
        self.to == Some(self.from)
    }

    fn turn_leaving(&mut self) {
        if self.may_leave {
            self.to = match self.to {
                Some(_) => None,
                None => Some(other(self.from)),
            };
            self.pin = Pin::default();
            self.wrong = false;
        }
    }

    pub(super) fn busy(&self) -> bool {
        self.checking.is_some() || self.filing.is_some() || self.done.is_some()
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) {
        if self.busy() {
            return;
        }
        match touch {
            Touch::Type { text } => {
                self.wrong = false;
                self.pin.push(&text);
            }
            Touch::Backspace => self.pin.pop(),
            Touch::Clear => self.pin = Pin::default(),
            Touch::More => self.spare_rolls = (self.spare_rolls + 1).min(ROLLS_MAX),
            Touch::Fewer => self.spare_rolls = self.spare_rolls.saturating_sub(1),
            Touch::Leave => self.turn_leaving(),
            Touch::Enter => {
                let shut = turn.terminal.tries.wait_s(turn.now_ms) > 0;
                if !shut && !self.pin.is_empty() {
                    let serial = turn.next_serial();
                    let pin = std::mem::take(&mut self.pin);
                    self.checking = Some(serial);
                    turn.terminal.tries.tried(turn.now_ms);
                    let by = Some(self.signs());
                    turn.effects.push(Effect::Unlock { serial, by, pin });
                }
            }
        }
    }

    /// A key of a plugged-in keyboard.
    pub fn key(&mut self, key: Key, turn: &mut Turn) {
        match key {
            Key::Text(text) => self.touched(Touch::Type { text }, turn),
            Key::Backspace => self.touched(Touch::Backspace, turn),
            Key::Enter => self.touched(Touch::Enter, turn),
        }
    }

    /// The PIN was compared; an answer about an earlier one changes nothing.
    pub fn unlocked(&mut self, serial: u64, fits: bool, open_matters: u64, turn: &mut Turn) {
        if self.checking.take_if(|asked| *asked == serial).is_none() {
            return;
        }
        self.wrong = !fits;
        if fits {
            turn.terminal.tries = Default::default();
            let serial = turn.next_serial();
            self.filing = Some(serial);
            let handover = Handover {
                open_matters,
                spare_rolls: u64::from(self.spare_rolls),
                word: Some(self.word.clone()).filter(|word| !word.is_empty()),
            };
            let what = Filing::Entry(handover.entry(self.from, self.to));
            turn.effects.push(Effect::File { serial, what });
        }
    }

    /// The register answered: who writes from here on, or `None` when it is another's or could not be written.
    pub fn filed(
        &mut self,
        serial: u64,
        taken: Option<&Taken>,
        paper: HandoverPaper,
        turn: &mut Turn,
    ) -> Option<Role> {
        self.filing.take_if(|asked| *asked == serial)?;
        let Some(taken) = taken else {
            *turn.notice = Some(Notice::RegisterUnread);
            return None;
        };
        self.done = Some(taken.clone());
        let serial = turn.next_serial();
        self.paper = Some((serial, None));
        let paper = StaffPaper::Handover(HandoverPaper {
            number: taken.number.clone(),
            at: taken.at.clone(),
            to: self.to,
            spare_rolls: u64::from(self.spare_rolls),
            word: self.word.clone(),
            ..paper
        });
        turn.effects.push(Effect::PrintStaff { serial, paper });
        Some(self.signs())
    }

    /// The paper came out, or did not.
    pub fn paper_done(&mut self, serial: u64, good: bool) {
        if let Some((_, came)) = self.paper.as_mut().filter(|(asked, _)| *asked == serial) {
            *came = Some(good);
        }
    }
}

/// The one who is not on duty.
pub(super) fn other(by: Role) -> Role {
    match by {
        Role::A => Role::B,
        Role::B => Role::A,
    }
}
