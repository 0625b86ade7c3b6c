//! Writing one figure down (记一笔). It stands in its register before the screen says so; a mistake is made void, never taken out.

use journal::{DeskEntry, Made, Maintenance, Paper, Purpose, Role};

use crate::asks::Effect;
use crate::keyboard::Key;
use crate::screen::Notice;
use crate::screen::desk::note::{Touch, Written};
use crate::services::{Filing, Step, Taken};
use crate::visit::turn::Turn;

/// Most pages or volumes of one line.
const FIGURE_MAX: u32 = 999;
/// A roll where none was written down before, metres: the usual one of 80 mm paper.
const ROLL_M_USUAL: u32 = 50;

/// Working days in which an applicant corrects, where the notice says the usual.
const CORRECTION_DAYS_USUAL: u32 = 15;

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
    /// Number of the application that it is about, if it is about one.
    pub about: Option<String>,
    /// The line of a paper form that is entered later (补录), if it is one.
    pub late: Option<Late>,
}

/// See [`Noting::late`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Late {
    /// Number of the sheet in its register.
    pub sheet: String,
    /// Number on the paper.
    pub line: u64,
    /// Day on the paper, `yyyymmdd`.
    pub written_on: String,
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
                Written::Correction => CORRECTION_DAYS_USUAL,
                _ => 1,
            },
            fresh: true,
            purpose: None,
            filing: None,
            last: None,
            about: None,
            late: None,
        }
    }

    /// A line that stands on paper and not in the register.
    pub fn late(sheet: String, line: u64, written_on: String) -> Noting {
        Noting {
            late: Some(Late {
                sheet,
                line,
                written_on,
            }),
            ..Noting::open(Written::Photocopy, None)
        }
    }

    /// The term of a correction (补正期限), as the office's notice says it.
    pub fn of_correction(number: String) -> Noting {
        Noting {
            about: Some(number),
            ..Noting::open(Written::Correction, None)
        }
    }

    /// Another kind; what was written last stays in sight.
    pub fn turn_to(&mut self, kind: Written, last_roll_mm: Option<u64>) {
        let (last, late) = (self.last.take(), self.late.take());
        *self = Noting {
            last,
            late,
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
                let what = match &self.about {
                    Some(number) => Filing::Step {
                        number: number.clone(),
                        step: Step::Correction {
                            working_days: figure,
                            calendar: turn.terminal.calendar.clone(),
                        },
                        by,
                    },
                    None => {
                        Filing::Entry(entry(kind, figure, self.purpose, self.late.as_ref(), by))
                    }
                };
                self.file(what, Act::Line { kind, figure }, turn);
            }
            Touch::Again => {
                if let Some(last) = self.last.clone().filter(|last| !last.void) {
                    self.purpose = last.purpose;
                    let (kind, figure) = (last.kind, last.figure);
                    let what = Filing::Entry(entry(kind, figure, last.purpose, None, by));
                    self.file(what, Act::Line { kind, figure }, turn);
                }
            }
            Touch::Mistake => {
                let last = self.last.as_ref().filter(|last| last.may_be_void());
                if let Some(number) = last.map(|last| last.taken.number.clone()) {
                    let what = Filing::Entry(Paper::void(&number, None, by));
                    self.file(what, Act::Void, turn);
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

    fn file(&mut self, what: Filing, act: Act, turn: &mut Turn) {
        let serial = turn.next_serial();
        self.filing = Some((serial, act));
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

fn entry(
    kind: Written,
    figure: u32,
    purpose: Option<Purpose>,
    late: Option<&Late>,
    by: Role,
) -> DeskEntry {
    let made = match kind {
        Written::Photocopy => Made::Photocopy,
        Written::Print => Made::Print,
        // A notice is no paper of the point; it goes its own way.
        Written::Consultation | Written::Correction => Made::Consultation,
        Written::Roll => return Maintenance::roll_changed(u64::from(figure) * 1_000, by),
    };
    let paper = Paper {
        amount: u64::from(figure),
        purpose,
        form_no: late.map(|late| format!("{:04}", late.line)),
        written_on: late.map(|late| late.written_on.clone()),
        ..Paper::default()
    };
    paper.entry(made, by)
}
