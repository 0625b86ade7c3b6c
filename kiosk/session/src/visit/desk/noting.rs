//! Writing one figure down (记一笔). It stands in its register before the screen says so; a mistake is made void, never taken out.

use journal::{DeskEntry, Made, Maintenance, Paper, Purpose, Role};

use crate::asks::Effect;
use crate::keyboard::Key;
use crate::screen::Notice;
use crate::screen::desk::note::{Touch, Written};
use crate::services::{Filing, Taken};
use crate::visit::turn::Turn;

/// Most pages or volumes of one line.
const FIGURE_MAX: u32 = 999;
/// A roll where none was written down before, metres: the usual one of 80 mm paper.
const ROLL_M_USUAL: u32 = 50;

/// See [`At::Note`](super::At::Note).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Noting {
    pub kind: Written,
    /// Pages, volumes or metres.
    pub figure: u32,
    /// The next digit replaces it.
    pub fresh: bool,
    pub purpose: Option<Purpose>,
    /// What is being written, and under which serial.
    pub filing: Option<(u64, Act)>,
    /// What was written last, from here.
    pub last: Option<Last>,
}

/// What an answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A new line.
    Line {
        /// Of which kind.
        kind: Written,
        /// What it counts.
        figure: u32,
    },
    /// The last one is made void.
    Void,
}

/// See [`Noting::last`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Last {
    pub taken: Taken,
    pub kind: Written,
    pub figure: u32,
    pub purpose: Option<Purpose>,
    pub void: bool,
}

impl Noting {
    /// Ready for a tap on 记下; a roll is as long as the last one was.
    pub fn open(kind: Written, last_roll_mm: Option<u64>) -> Noting {
        let roll_m = last_roll_mm.and_then(|mm| u32::try_from(mm / 1_000).ok());
        Noting {
            kind,
            figure: match kind {
                Written::Roll => roll_m.filter(|m| *m > 0).unwrap_or(ROLL_M_USUAL),
                _ => 1,
            },
            fresh: true,
            purpose: None,
            filing: None,
            last: None,
        }
    }

    /// Another kind; what was written last stays in sight.
    pub fn turn_to(&mut self, kind: Written, last_roll_mm: Option<u64>) {
        let last = self.last.take();
        *self = Noting {
            last,
            ..Noting::open(kind, last_roll_mm)
        };
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, by: Role, turn: &mut Turn) {
        if self.filing.is_some() {
            return;
        }
        match touch {
            Touch::Digit(digit) => self.digit(digit),
            Touch::Backspace => {
                self.fresh = false;
                self.figure /= 10;
            }
            Touch::Clear => {
                self.fresh = false;
                self.figure = 0;
            }
            Touch::Purpose(purpose) => {
                let said = (self.purpose != Some(purpose)).then_some(purpose);
                self.purpose = said;
            }
            Touch::Enter if self.figure > 0 => {
                let (kind, figure) = (self.kind, self.figure);
                let entry = entry(kind, figure, self.purpose, by);
                self.file(entry, Act::Line { kind, figure }, turn);
            }
            Touch::Again => {
                if let Some(last) = self.last.clone().filter(|last| !last.void) {
                    self.purpose = last.purpose;
                    let (kind, figure) = (last.kind, last.figure);
                    let entry = entry(kind, figure, last.purpose, by);
                    self.file(entry, Act::Line { kind, figure }, turn);
                }
            }
            Touch::Mistake => {
                let last = self.last.as_ref().filter(|last| last.may_be_void());
                if let Some(number) = last.map(|last| last.taken.number.clone()) {
                    self.file(Paper::void(&number, None, by), Act::Void, turn);
                }
            }
            Touch::Enter => {}
        }
    }

    fn digit(&mut self, digit: u8) {
        let before = if self.fresh { 0 } else { self.figure };
        let after = before * 10 + u32::from(digit.min(9));
        if after <= FIGURE_MAX {
            self.figure = after;
            self.fresh = false;
        }
    }

    /// A key of a plugged-in keyboard.
    pub fn key(&mut self, key: &Key, by: Role, turn: &mut Turn) {
        match key {
            Key::Text(text) => {
                for digit in text.bytes().filter(u8::is_ascii_digit) {
                    self.touched(Touch::Digit(digit - b'0'), by, turn);
                }
            }
            Key::Backspace => self.touched(Touch::Backspace, by, turn),
            Key::Enter => self.touched(Touch::Enter, by, turn),
        }
    }

    fn file(&mut self, entry: DeskEntry, act: Act, turn: &mut Turn) {
        let serial = turn.next_serial();
        self.filing = Some((serial, act));
        let what = Filing::Entry(entry);
        turn.effects.push(Effect::File { serial, what });
    }

    /// The register answered; false when another asked.
    pub fn filed(&mut self, serial: u64, taken: Option<&Taken>, turn: &mut Turn) -> bool {
        let Some((_, act)) = self.filing.take_if(|(asked, _)| *asked == serial) else {
            return false;
        };
        match (act, taken) {
            (_, None) => *turn.notice = Some(Notice::RegisterUnread),
            (Act::Line { kind, figure }, Some(taken)) => {
                self.last = Some(Last {
                    taken: taken.clone(),
                    kind,
                    figure,
                    purpose: self.purpose.take(),
                    void: false,
                });
                self.figure = if kind == Written::Roll { figure } else { 1 };
                self.fresh = true;
            }
            (Act::Void, Some(_)) => {
                if let Some(last) = &mut self.last {
                    last.void = true;
                }
            }
        }
        true
    }
}

impl Last {
    /// A roll that was put in cannot be taken out of the register; what was written by mistake is written anew.
    pub fn may_be_void(&self) -> bool {
        !self.void && self.kind != Written::Roll
    }
}

fn entry(kind: Written, figure: u32, purpose: Option<Purpose>, by: Role) -> DeskEntry {
    let made = match kind {
        Written::Photocopy => Made::Photocopy,
        Written::Print => Made::Print,
        Written::Consultation => Made::Consultation,
        Written::Roll => return Maintenance::roll_changed(u64::from(figure) * 1_000, by),
    };
    let paper = Paper {
        amount: u64::from(figure),
        purpose,
        ..Paper::default()
    };
    paper.entry(made, by)
}
