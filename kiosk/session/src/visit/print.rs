//! Choosing what to print. Starts a job only when it was measured, fits the limits and the printer is not known to be unable.

use journal::{Content, Purpose};

use super::turn::{Duties, Go, Stay, Turn};
use super::visitor::Visitor;
use crate::articles::{self, tables};
use crate::asks::{Effect, Opened};
use crate::keyboard::Key;
use crate::leaf;
use crate::orders::{Measure, Order};
use crate::printer_state::PrinterState;
use crate::rules::Rules;
use crate::screen::Notice;
use crate::screen::print::{Extent, Preview, Touch};
use crate::terminal::Terminal;

/// What a roll holds is known to within this, millimetres: its makers, its core and its leader differ.
const ROLL_ERROR_MM: u64 = 500;

/// See [`Place::Print`](super::Place::Print).
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Choosing {
    pub opened: Opened,
    /// What may be printed, in the order shown; never empty.
    pub slips: Vec<Measured>,
    /// Index into `slips`.
    pub chosen: usize,
    /// What the visitor needs it for.
    pub purpose: Option<Purpose>,
    /// Question that the measures answer.
    pub serial: u64,
}

/// A slip that can be had.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// What it holds.
    pub content: Content,
    /// Paper; `None` until measured.
    pub length_mm: Option<u32>,
    /// Measured, but no slip can be made of it.
    pub impossible: bool,
    /// What it looks like.
    pub preview: Option<Preview>,
}

impl Measured {
    /// Over the limit, or nothing that can be laid out.
    pub fn too_long(&self, rules: &Rules) -> bool {
        self.impossible || self.length_mm.is_some_and(|mm| mm > rules.slip_mm_max)
    }
}

/// Paper that is left for visitors today, millimetres; `None` without a limit, or before it is known.
pub fn day_left_mm(rules: &Rules, terminal: &Terminal) -> Option<u64> {
    Some(rules.day_mm?.saturating_sub(terminal.spent_mm?))
}

impl Choosing {
    /// Opens the choice; every slip is measured, the printer asked how it is.
    pub fn open(opened: Opened, articles: Vec<String>, turn: &mut Turn) -> Choosing {
        let mut contents = Vec::new();
        if !articles.is_empty() {
            contents.push(Content::Excerpt { articles });
        }
        contents.extend([Content::Reference, Content::Whole]);
        let serial = turn.next_serial();
        turn.effects.push(Effect::Measure(Measure {
            serial,
            document: opened.document.clone(),
            contents: contents.clone(),
            data_time: turn.terminal.data_time(),
            stood: None,
        }));
        turn.terminal.printer = PrinterState::Unasked;
        turn.effects.push(Effect::ReadSpent);
        let slips = contents.into_iter().map(|content| Measured {
            content,
            length_mm: None,
            impossible: false,
            preview: None,
        });
        Choosing {
            opened,
            slips: slips.collect(),
            chosen: 0,
            purpose: None,
            serial,
        }
    }

    /// The slip the visitor chose.
    pub fn slip(&self) -> &Measured {
        &self.slips[self.chosen]
    }

    /// The paper of the day does not reach for the chosen slip.
    pub fn day_is_over(&self, rules: &Rules, terminal: &Terminal) -> bool {
        let left = day_left_mm(rules, terminal);
        let length = self.slip().length_mm.map_or(0, u64::from);
        left.is_some_and(|left| left == 0 || length > left)
    }

    /// The chosen slip surely does not fit on what is left of the roll: printer and register both say that it ends. Either alone may err: a
    /// roll may have been changed without a word, and a near end is metres long.
    pub fn roll_is_short(&self, terminal: &Terminal) -> bool {
        let needs = self.slip().length_mm.map_or(0, u64::from);
        let left = terminal.roll_mm.map(|left| left + ROLL_ERROR_MM);
        terminal.printer == PrinterState::NearEnd && left.is_some_and(|left| needs > left)
    }

    /// Pieces of the document that were chosen before; none where only the whole is offered.
    pub fn pieces(&self) -> &[String] {
        let pieces = self.slips.iter().find_map(|slip| match &slip.content {
            Content::Excerpt { articles } => Some(articles.as_slice()),
            _ => None,
        });
        pieces.unwrap_or_default()
    }

    /// Others may be chosen instead (改选条款、改选段落): one came from the document, and it has some, or from the text of an attachment.
    pub fn can_rechoose(&self) -> bool {
        let document = &self.opened.document;
        let pieces = self.pieces();
        if pieces.iter().any(|id| leaf::of(document, id).is_some()) {
            return true;
        }
        !pieces.iter().any(|id| tables::of(document, id).is_some())
            && articles::owners(document).iter().any(Option::is_some)
    }

    /// A tap on 开始打印 will be accepted.
    pub fn can_start(&self, rules: &Rules, terminal: &Terminal, visitor: &Visitor) -> bool {
        let slip = self.slip();
        rules.printer
            && !terminal.register_shut
            && visitor.prints_left(rules) > 0
            && slip.length_mm.is_some()
            && !slip.too_long(rules)
            && !self.day_is_over(rules, terminal)
            && !self.roll_is_short(terminal)
            && terminal.printer.takes_jobs()
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) -> Option<Go> {
        match touch {
            Touch::Extent(extent) => {
                let same = |slip: &Measured| Extent::from(&slip.content) == extent;
                if let Some(at) = self.slips.iter().position(same) {
                    self.chosen = at;
                }
                None
            }
            Touch::Purpose(purpose) => {
                let same = self.purpose == Some(purpose);
                self.purpose = (!same).then_some(purpose);
                None
            }
            Touch::Rechoose => self.can_rechoose().then_some(Go::Rechoose),
            Touch::Start => self.start(turn),
        }
    }

    fn start(&self, turn: &mut Turn) -> Option<Go> {
        if turn.visitor.prints_left(turn.rules) == 0 {
            *turn.notice = Some(Notice::LimitReached);
            return None;
        }
        let length_mm = self.slip().length_mm?;
        if !self.can_start(turn.rules, turn.terminal, turn.visitor) {
            return None;
        }
        let job = turn.next_serial();
        turn.order(Order {
            job,
            document: self.opened.document.clone(),
            content: self.slip().content.clone(),
            purpose: self.purpose,
            length_mm,
            data_time: turn.terminal.data_time(),
            again: None,
        });
        turn.visitor.prints += 1;
        Some(Go::Printing { job })
    }

    /// A slip was laid out; an answer to an older question is dropped.
    pub fn measured(
        &mut self,
        serial: u64,
        content: &Content,
        length_mm: Option<u32>,
        preview: Option<Preview>,
    ) {
        let mut slips = self.slips.iter_mut().filter(|_| self.serial == serial);
        if let Some(slip) = slips.find(|slip| slip.content == *content) {
            slip.impossible = length_mm.is_none();
            slip.length_mm = length_mm;
            slip.preview = preview;
        }
    }
}

impl Duties for Choosing {
    fn document_id(&self) -> Option<&str> {
        Some(&self.opened.document.id)
    }

    /// Shares its text with the reader below it, which is asked for again.
    fn forget(&mut self) -> Stay {
        Stay::Leaves
    }

    fn gone(&mut self, id: &str) -> Option<Stay> {
        (self.opened.document.id == id).then_some(Stay::Leaves)
    }

    fn failed(&mut self, _: u64) -> Option<Stay> {
        None
    }

    fn idle_ms(&self, rules: &Rules) -> Option<u64> {
        Some(rules.idle_ms)
    }

    fn refresh(&mut self, _: &mut Turn) {}

    fn key(&mut self, _: Key, _: &mut Turn) -> Option<Go> {
        None
    }

    fn lies_below(&self) -> bool {
        true
    }

    fn speaks(&self) -> Option<u64> {
        None
    }

    fn watches_printer(&self) -> bool {
        true
    }
}
