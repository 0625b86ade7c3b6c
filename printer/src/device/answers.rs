//! What a device says, byte by byte: `DLE EOT`, `GS r`, ASB, `GS ( H`, `GS I` and XON/XOFF arrive on one line, unasked ones among
//! asked ones, and are told apart by their fixed bits (Epson ESC/POS reference, "status and response"). A block of several bytes
//! is believed only where one was asked for, so that a stray byte swallows nothing. Sends nothing.

use std::collections::VecDeque;

pub use super::condition::Condition;

/// Longest name that is kept.
const NAME_BYTES_MAX: usize = 80;
/// Names that wait to be fetched.
const NAMES_MAX: usize = 8;

/// One thing that the device said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Answer {
    /// To `DLE EOT n`, in the order of asking.
    RealTime(u8),
    /// To `GS r 1`: paper.
    Paper(u8),
    /// Unasked, after `GS a`.
    Automatic([u8; 4]),
    /// To `GS ( H` function 48: the job with this id is printed.
    Done([u8; 4]),
    /// To `DLE DC4` function 8: nothing is left in its buffer.
    Cleared,
    /// To `GS I`: a name, to be fetched by [`Answers::name`].
    Named,
    /// XOFF: no more bytes, please.
    Stop,
    Go,
    /// Belongs to nothing.
    Stray(u8),
}

/// What was asked for that is answered by more than one byte, or by one without bits of its own.
#[derive(Debug, Default)]
struct Expected {
    paper: usize,
    done: bool,
    cleared: bool,
    name: usize,
}

/// Tells answers apart. Keeps at most one unfinished answer.
#[derive(Debug, Default)]
pub struct Answers {
    automatic: Vec<u8>,
    block: Vec<u8>,
    expected: Expected,
    names: VecDeque<String>,
}

impl Answers {
    /// `GS r 1` was sent: its answer has no fixed bits of its own.
    pub fn expect_paper(&mut self) {
        self.expected.paper += 1;
    }

    /// Answers to `GS r 1` that are still to come.
    pub fn papers_to_come(&self) -> usize {
        self.expected.paper
    }

    /// No answer to `GS r 1` is waited for any more.
    pub fn forget_paper(&mut self) {
        self.expected.paper = 0;
    }

    /// A process id was sent; it is answered by a block.
    pub fn expect_done(&mut self) {
        self.expected.done = true;
    }

    /// The device was told to forget what it holds; it answers by a block.
    pub fn expect_cleared(&mut self) {
        self.expected.cleared = true;
    }

    /// `GS I` was sent; it is answered by a name.
    pub fn expect_name(&mut self) {
        self.expected.name += 1;
    }

    /// No name is waited for any more.
    pub fn forget_names(&mut self) {
        self.expected.name = 0;
        self.names.clear();
    }

    /// The first name that came and was not fetched.
    pub fn name(&mut self) -> Option<String> {
        self.names.pop_front()
    }

    /// Takes one byte.
    pub fn push(&mut self, byte: u8) -> Option<Answer> {
        match self.block.first() {
            Some(b'_') => return self.in_name(byte),
            Some(_) => return self.in_block(byte),
            None => {}
        }
        match byte {
            0x11 => return Some(Answer::Go),
            0x13 => return Some(Answer::Stop),
            0x37 if self.expected.done || self.expected.cleared => return self.opens(byte),
            b'_' if self.expected.name > 0 => return self.opens(byte),
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

    fn opens(&mut self, byte: u8) -> Option<Answer> {
        self.automatic.clear();
        self.block = vec![byte];
        None
    }

    /// A byte that continues a report or answers `GS r`.
    fn low(&mut self, byte: u8) -> Option<Answer> {
        if !self.automatic.is_empty() {
            self.automatic.push(byte);
            let whole = <[u8; 4]>::try_from(self.automatic.as_slice()).ok()?;
            self.automatic.clear();
            return Some(Answer::Automatic(whole));
        }
        if self.expected.paper > 0 {
            self.expected.paper -= 1;
            return Some(Answer::Paper(byte));
        }
        Some(Answer::Stray(byte))
    }

    /// `37 22 d d d d 00` and `37 25 00`. What does not go on like one of them began with a stray byte: this one is read anew.
    fn in_block(&mut self, byte: u8) -> Option<Answer> {
        let fits = match self.block.len() {
            1 => byte == 0x22 && self.expected.done || byte == 0x25 && self.expected.cleared,
            2 if self.block[1] == 0x25 => byte == 0,
            2..=5 => byte.is_ascii_digit(),
            _ => byte == 0,
        };
        if !fits {
            self.block.clear();
            return self.push(byte);
        }
        self.block.push(byte);
        let answer = match *self.block.as_slice() {
            [_, 0x25, 0] => {
                self.expected.cleared = false;
                Answer::Cleared
            }
            [_, _, a, b, c, d, 0] => Answer::Done([a, b, c, d]),
            _ => return None,
        };
        self.block.clear();
        Some(answer)
    }

    fn in_name(&mut self, byte: u8) -> Option<Answer> {
        if byte == 0 {
            let name = String::from_utf8_lossy(&self.block[1..]).trim().to_owned();
            self.block.clear();
            self.expected.name = self.expected.name.saturating_sub(1);
            if self.names.len() < NAMES_MAX {
                self.names.push_back(name);
            }
            return Some(Answer::Named);
        }
        if !(0x20..0x7F).contains(&byte) || self.block.len() > NAME_BYTES_MAX {
            self.block.clear();
            return self.push(byte);
        }
        self.block.push(byte);
        None
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

    fn expecting_id(bytes: &[u8]) -> Vec<Answer> {
        let mut answers = Answers::default();
        answers.expect_done();
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
            expecting_id(&stream),
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
        let mut stream = vec![0x37, 0x22];
        stream.extend([b'1'; 200]);
        stream.push(0x12);
        let answers = expecting_id(&stream);
        assert_eq!(answers.last(), Some(&Answer::RealTime(0x12)), "{answers:?}");
    }

    #[test]
    fn a_stray_byte_swallows_no_answer() {
        assert_eq!(
            all(&[0x37, 0x16]),
            [Answer::Stray(0x37), Answer::RealTime(0x16)]
        );
        let id = [0x37, 0x22, b'0', b'0', b'4', b'2', 0];
        for stray in 0..=255u8 {
            let mut stream = vec![stray, 0x16];
            stream.extend(id);
            let answers = expecting_id(&stream);
            assert_eq!(answers.last(), Some(&Answer::Done(*b"0042")), "{stray:02x}");
            let asked = answers.contains(&Answer::RealTime(0x16));
            assert!(asked, "{stray:02x}: {answers:?}");
        }
    }

    #[test]
    fn names_and_a_cleared_buffer_are_heard_when_asked_for() {
        let mut answers = Answers::default();
        answers.expect_cleared();
        answers.expect_name();
        let stream = [&[0x37, 0x25, 0][..], b"_TM-T88V\0", &[0x12]].concat();
        let said: Vec<Answer> = stream.iter().filter_map(|b| answers.push(*b)).collect();
        assert_eq!(
            said,
            [Answer::Cleared, Answer::Named, Answer::RealTime(0x12)]
        );
        assert_eq!(answers.name().as_deref(), Some("TM-T88V"));
        assert_eq!(answers.push(b'_'), Some(Answer::Stray(b'_')));
    }
}
