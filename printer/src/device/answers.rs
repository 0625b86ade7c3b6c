//! What a device says, byte by byte: `DLE EOT`, `GS r`, ASB, `GS ( H` and XON/XOFF arrive on one line, unasked ones among
//! asked ones, and are told apart by their fixed bits (Epson ESC/POS reference, "status and response"). Sends nothing.

use crate::device::outcome::State;

/// Longest block of the form `37 .. 00` that is kept.
const BLOCK_BYTES_MAX: usize = 80;

/// One thing that the device said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// To `DLE EOT n`, in the order of asking.
    RealTime(u8),
    /// To `GS r 1`: paper.
    Paper(u8),
    /// Unasked, after `GS a`.
    Automatic([u8; 4]),
    /// To `GS ( H` function 48: the job with this id is printed.
    Done([u8; 4]),
    /// XOFF: no more bytes, please.
    Stop,
    /// XON.
    Go,
    /// Belongs to nothing.
    Stray(u8),
}

/// Tells answers apart. Keeps at most one unfinished answer.
#[derive(Debug, Default)]
pub struct Answers {
    automatic: Vec<u8>,
    block: Vec<u8>,
    paper_asked: bool,
}

impl Answers {
    /// `GS r 1` was sent: its answer has no fixed bits of its own.
    pub fn expect_paper(&mut self) {
        self.paper_asked = true;
    }

    /// Takes one byte.
    pub fn push(&mut self, byte: u8) -> Option<Answer> {
        if !self.block.is_empty() {
            return self.block(byte);
        }
        match byte {
            0x11 => return Some(Answer::Go),
            0x13 => return Some(Answer::Stop),
            0x37 => {
                self.automatic.clear();
                self.block.push(byte);
                return None;
            }
            _ => {}
        }
        if byte & 0b1001_0011 == 0b0001_0010 {
            return Some(Answer::RealTime(byte));
        }
        if byte & 0b1001_0011 == 0b0001_0000 {
            // A new report even if the last one never ended.
            self.automatic = vec![byte];
            return None;
        }
        if byte & 0b1001_0000 == 0 {
            return self.low(byte);
        }
        self.automatic.clear();
        Some(Answer::Stray(byte))
    }

    /// A byte that continues a report or answers `GS r`.
    fn low(&mut self, byte: u8) -> Option<Answer> {
        if !self.automatic.is_empty() {
            self.automatic.push(byte);
            let whole = <[u8; 4]>::try_from(self.automatic.as_slice()).ok()?;
            self.automatic.clear();
            return Some(Answer::Automatic(whole));
        }
        if std::mem::take(&mut self.paper_asked) {
            return Some(Answer::Paper(byte));
        }
        Some(Answer::Stray(byte))
    }

    fn block(&mut self, byte: u8) -> Option<Answer> {
        self.block.push(byte);
        if byte != 0 {
            if self.block.len() >= BLOCK_BYTES_MAX {
                self.block.clear();
                return Some(Answer::Stray(byte));
            }
            return None;
        }
        let block = std::mem::take(&mut self.block);
        match block.as_slice() {
            [0x37, 0x22, a, b, c, d, 0] => Some(Answer::Done([*a, *b, *c, *d])),
            _ => Some(Answer::Stray(byte)),
        }
    }
}

/// What is known of the device, from whatever answers came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Condition {
    /// Off line.
    pub offline: bool,
    /// Cover open.
    pub cover_open: bool,
    /// Paper at its end.
    pub paper_out: bool,
    /// Paper near its end.
    pub near_end: bool,
    /// Cutter, head or power.
    pub error: bool,
}

impl Condition {
    /// Takes the answer to `DLE EOT n`.
    pub fn real_time(&mut self, n: u8, byte: u8) {
        let bit = |k: u8| byte & (1 << k) != 0;
        match n {
            1 => self.offline = bit(3),
            2 => {
                self.cover_open = bit(2);
                self.paper_out = bit(5);
                self.error = bit(6);
            }
            3 => self.error |= bit(3) || bit(5) || bit(6),
            4 => {
                self.near_end = byte & 0x0C != 0;
                self.paper_out |= byte & 0x60 != 0;
            }
            _ => {}
        }
    }

    /// Takes a report that came by itself.
    pub fn automatic(&mut self, [one, two, three, _]: [u8; 4]) {
        *self = Condition {
            offline: one & 0x08 != 0,
            cover_open: one & 0x20 != 0,
            error: two & 0x6C != 0,
            near_end: three & 0x03 != 0,
            paper_out: three & 0x0C != 0,
        };
    }

    /// The one word for it, the worst first.
    pub fn state(self) -> State {
        match self {
            Condition {
                paper_out: true, ..
            } => State::PaperOut,
            Condition {
                cover_open: true, ..
            } => State::CoverOpen,
            Condition { error: true, .. } => State::Error,
            Condition { offline: true, .. } => State::Offline,
            Condition { near_end: true, .. } => State::NearEnd,
            _ => State::Ready,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<Answer> {
        let mut answers = Answers::default();
        bytes
            .iter()
            .filter_map(|byte| answers.push(*byte))
            .collect()
    }

    #[test]
    fn answers_are_told_apart_in_one_stream() {
        let stream = [
            0x16, 0x11, 0x10, 0x00, 0x0F, 0x0F, 0x37, 0x22, b'1', b'2', b'3', b'4', 0, 0x13, 0x12,
        ];
        assert_eq!(
            all(&stream),
            [
                Answer::RealTime(0x16),
                Answer::Go,
                Answer::Automatic([0x10, 0, 0x0F, 0x0F]),
                Answer::Done(*b"1234"),
                Answer::Stop,
                Answer::RealTime(0x12),
            ]
        );
    }

    #[test]
    fn a_real_time_answer_amid_a_report_does_not_spoil_it() {
        assert_eq!(
            all(&[0x18, 0x00, 0x12, 0x0C, 0x00]),
            [
                Answer::RealTime(0x12),
                Answer::Automatic([0x18, 0, 0x0C, 0])
            ]
        );
    }

    #[test]
    fn the_paper_answer_counts_only_when_asked_for() {
        assert_eq!(all(&[0x00]), [Answer::Stray(0)]);
        let mut answers = Answers::default();
        answers.expect_paper();
        assert_eq!(answers.push(0x0C), Some(Answer::Paper(0x0C)));
        assert_eq!(answers.push(0x0C), Some(Answer::Stray(0x0C)));
    }

    #[test]
    fn an_endless_block_is_given_up() {
        let mut stream = vec![0x37];
        stream.extend([b'x'; 200]);
        stream.push(0x12);
        let answers = all(&stream);
        assert!(answers.contains(&Answer::RealTime(0x12)), "{answers:?}");
    }

    #[test]
    fn conditions_become_states_the_worst_first() {
        let mut c = Condition::default();
        c.real_time(1, 0x12);
        c.real_time(4, 0x1E);
        assert_eq!(c.state(), State::NearEnd);
        c.real_time(4, 0x7E);
        assert_eq!(c.state(), State::PaperOut);
        c = Condition::default();
        c.real_time(2, 0x16);
        assert_eq!(c.state(), State::CoverOpen);
        c.automatic([0x10, 0, 0, 0]);
        assert_eq!(c.state(), State::Ready);
        c.automatic([0x18, 0, 0x0C, 0]);
        assert_eq!(c.state(), State::PaperOut);
        c.automatic([0x18, 0x20, 0, 0]);
        assert_eq!(c.state(), State::Error);
    }
}
