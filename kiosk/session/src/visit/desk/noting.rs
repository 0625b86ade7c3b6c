//! Writing one figure down (记一笔). It stands in its register before the screen says so; a mistake is made void, never taken out.

use jiff::civil::Date;
use journal::{DeskEntry, Made, Maintenance, Paper, Purpose, Role, Sheet};

use crate::affairs::Affairs;
use crate::asks::Effect;
use crate::keyboard::Key;
use crate::screen::Notice;
use crate::screen::desk::note::{LineFault, Touch, Written};
use crate::services::{Filing, Step, Taken};
use crate::visit::turn::Turn;

/// Most pages or volumes of one line.
const FIGURE_MAX: u32 = 999;
/// Highest number of a line that can be typed.
const LINE_MAX: u64 = 999_999;
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
    /// The day of the notice; `None` for today.
    pub on: Option<Date>,
    /// The line of a paper form that is entered later (补录), if it is one.
    pub late: Option<Late>,
    /// The line of a paper form that it stands on too.
    pub line: Option<u64>,
    /// The keys write that number; the next digit replaces it while it was not touched.
    pub typing_line: Option<Fresh>,
}

/// Whether the next digit replaces a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fresh(pub bool);

/// Who writes, and what the registers hold.
pub type Writing<'a> = (Role, Option<&'a Affairs>);

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
            on: None,
            late: None,
            line: None,
            typing_line: None,
        }
    }

    /// Something of this kind may stand on a paper form, and there are some.
    pub fn lined(&self, affairs: Option<&Affairs>) -> bool {
        let paper = !matches!(self.kind, Written::Roll | Written::Correction);
        let forms = affairs.is_some_and(|affairs| !affairs.sheets.is_empty());
        paper && forms && self.late.is_none()
    }

    /// Why it cannot stand on that line.
    pub fn line_fault(&self, affairs: Option<&Affairs>) -> Option<LineFault> {
        let line = self.line?;
        let sheets = affairs.map_or(&[][..], |affairs| &affairs.sheets);
        fault(sheets, line)
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
    pub fn of_correction(number: String, on: Option<Date>) -> Noting {
        Noting {
            about: Some(number),
            on,
            ..Noting::open(Written::Correction, None)
        }
    }

    /// Another kind; what was written last stays in sight.
    pub fn turn_to(&mut self, kind: Written, last_roll_mm: Option<u64>) {
        let (last, late) = (self.last.take(), self.late.take());
        let line = self.line.filter(|_| kind != Written::Roll);
        *self = Noting {
            last,
            late,
            line,
            ..Noting::open(kind, last_roll_mm)
        };
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, (by, affairs): Writing<'_>, turn: &mut Turn) {
        if self.filing.is_some() {
            return;
        }
        if self.line_touched(touch, affairs) || self.line_fault(affairs).is_some() && writes(touch)
        {
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
                        on: self.on,
                    },
                    None => {
                        let on = (self.late.as_ref(), self.line);
                        Filing::Entry(entry(kind, figure, self.purpose, on, by))
                    }
                };
                self.file(what, Act::Line { kind, figure }, turn);
            }
            Touch::Again => {
                if let Some(last) = self.last.clone().filter(|last| !last.void) {
                    self.purpose = last.purpose;
                    let (kind, figure) = (last.kind, last.figure);
                    let on = (None, self.line);
                    let what = Filing::Entry(entry(kind, figure, last.purpose, on, by));
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
            Touch::Enter | Touch::Line => {}
        }
    }

    /// The keys write the number of a line, or it was asked for; false when the touch is about something else.
    fn line_touched(&mut self, touch: Touch, affairs: Option<&Affairs>) -> bool {
        match (touch, self.typing_line) {
            (Touch::Line, None) if self.lined(affairs) => {
                // The number goes on by itself.
                let sheets = affairs.map_or(&[][..], |affairs| &affairs.sheets);
                self.line = self.line.or_else(|| next_free(sheets, 0));
                self.typing_line = Some(Fresh(true));
            }
            (Touch::Line, _) => self.typing_line = None,
            (Touch::Digit(digit), Some(Fresh(fresh))) => {
                let before = self.line.filter(|_| !fresh).unwrap_or(0);
                let after = before * 10 + u64::from(digit.min(9));
                if after <= LINE_MAX {
                    self.line = Some(after).filter(|line| *line > 0);
                    self.typing_line = Some(Fresh(false));
                }
            }
            (Touch::Backspace, Some(_)) => {
                self.line = self.line.map(|line| line / 10).filter(|line| *line > 0);
                self.typing_line = Some(Fresh(false));
            }
            (Touch::Clear, Some(_)) => {
                self.line = None;
                self.typing_line = None;
            }
            _ => return false,
        }
        true
    }

    /// What was written took its line: the next one is offered.
    fn line_on(&mut self, affairs: Option<&Affairs>) {
        self.typing_line = None;
        if let Some(line) = self.line {
            let sheets = affairs.map_or(&[][..], |affairs| &affairs.sheets);
            self.line = next_free(sheets, line);
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
    pub fn key(&mut self, key: &Key, by: Writing<'_>, turn: &mut Turn) {
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
    pub fn filed(
        &mut self,
        serial: u64,
        taken: Option<&Taken>,
        affairs: Option<&Affairs>,
        turn: &mut Turn,
    ) -> bool {
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
                self.line_on(affairs);
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
    (late, line): (Option<&Late>, Option<u64>),
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
        form_no: late
            .map(|late| late.line)
            .or(line)
            .map(|line| format!("{line:04}")),
        written_on: late.map(|late| late.written_on.clone()),
        ..Paper::default()
    };
    paper.entry(made, by)
}

/// Something goes into the register.
fn writes(touch: Touch) -> bool {
    matches!(touch, Touch::Enter | Touch::Again)
}

/// Why nothing can stand on that line.
fn fault(sheets: &[Sheet], line: u64) -> Option<LineFault> {
    let held = sheets
        .iter()
        .find_map(|sheet| Some((sheet, sheet.lines.iter().find(|held| held.line == line)?)));
    match held {
        None => Some(LineFault::Unknown),
        Some((_, held)) if held.entered.is_some() => Some(LineFault::Taken),
        Some((sheet, _)) if sheet.sealed => Some(LineFault::Sealed),
        Some(_) => None,
    }
}

/// The first line behind this one on which nothing stands and of which nothing was said.
fn next_free(sheets: &[Sheet], behind: u64) -> Option<u64> {
    let open = sheets.iter().filter(|sheet| !sheet.sealed);
    let lines = open.flat_map(|sheet| &sheet.lines);
    lines
        .filter(|held| {
            let free = held.entered.is_none() && !held.voided && held.found.is_none();
            held.line > behind && free
        })
        .map(|held| held.line)
        .min()
}
