//! ESC/POS bytes to commands, one at a time. Pure; prints nothing. Lengths of parameters after the Epson ESC/POS reference,
//! Chinese text after GB 18030.

use encoding_rs::GB18030;

/// Largest block of parameters or picture data that is waited for, in bytes.
pub const DATA_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Most tab stops of `ESC D`.
const TAB_STOPS_MAX: usize = 33;

/// One decoded command.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Command {
    /// A character and how many half-width cells it takes.
    Char(char, u32),
    /// `LF`
    LineFeed,
    /// `ESC @`
    Init,
    /// `ESC E`, `ESC G`
    Bold(bool),
    /// `GS !`, `ESC !`: width and height, 1 to 8.
    Size(u8, u8),
    /// `FS W`, and the same bits of `FS !`.
    ChineseDouble(bool),
    /// `ESC a`: 0 left, 1 centre, 2 right.
    Align(u8),
    /// `ESC 3`; `None` for `ESC 2`.
    LineSpacing(Option<u8>),
    /// `ESC J`
    FeedDots(u8),
    /// `ESC d`
    FeedLines(u8),
    /// `FS &` and `FS .`
    Chinese(bool),
    /// `GS P`
    MotionUnits(u8, u8),
    /// `GS v 0`: mode, bytes a row, rows, dots.
    Picture {
        /// 0 normal, 1 double width, 2 double height, 3 both.
        mode: u8,
        /// Bytes of a row.
        stride: usize,
        /// The dots, row by row.
        data: Vec<u8>,
    },
    /// `GS V`: whether it feeds to the cutter first, and by how much more.
    Cut {
        feeds: bool,
        /// Dots more than to the cutter.
        more_dots: u8,
        /// Whether a point stays uncut.
        partial: bool,
    },
    /// `DLE EOT n`, in its place among the others; it was answered when it arrived.
    RealTime(u8),
    /// `GS r n`
    Transmit(u8),
    /// `GS I n`
    Info(u8),
    /// `GS ( H` function 48.
    ProcessId([u8; 4]),
    /// `GS a`
    Automatic(u8),
    /// Ignored: NUL and other controls.
    Nothing(u8),
    /// Known by its length only, or not at all.
    Other(Vec<u8>),
}

/// What the first bytes of the stream are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The start of something; more bytes are needed.
    Need,
    /// A command of that many bytes.
    Command(Command, usize),
}

/// Reads the first command of `bytes`. `chinese`: whether two bytes make a character now.
pub fn step(bytes: &[u8], chinese: bool) -> Step {
    match bytes {
        [] => Step::Need,
        [0x1b, rest @ ..] => escape(bytes, rest),
        [0x1c, rest @ ..] => chinese_command(bytes, rest),
        [0x1d, rest @ ..] => group(bytes, rest),
        [0x10, rest @ ..] => data_link(bytes, rest),
        [b'\n', ..] => Step::Command(Command::LineFeed, 1),
        [c @ (0..0x20 | 0x7F), ..] => Step::Command(Command::Nothing(*c), 1),
        [c @ 0x20..0x7F, ..] => Step::Command(Command::Char(*c as char, 1), 1),
        _ if chinese => character(bytes),
        // No code page is modelled.
        _ => Step::Command(Command::Char('?', 1), 1),
    }
}

fn character(bytes: &[u8]) -> Step {
    let len = match bytes {
        [0x80 | 0xFF, ..] => return Step::Command(Command::Nothing(bytes[0]), 1),
        [_, 0x30..=0x39, _, _, ..] => 4,
        [_, 0x30..=0x39, ..] | [_] => return Step::Need,
        _ => 2,
    };
    let text = GB18030.decode_without_bom_handling_and_without_replacement(&bytes[..len]);
    let c = text
        .and_then(|text| text.chars().next())
        .unwrap_or('\u{FFFD}');
    Step::Command(Command::Char(c, 2), len)
}

/// Waits for `len` bytes after the two of the command, then makes it of them.
fn after(all: &[u8], len: usize, make: impl FnOnce(&[u8]) -> Command) -> Step {
    match all.get(2..2 + len) {
        Some(parameters) => Step::Command(make(parameters), 2 + len),
        None => Step::Need,
    }
}

fn other(all: &[u8], len: usize) -> Step {
    match all.get(..len) {
        Some(bytes) => Step::Command(Command::Other(bytes.to_vec()), len),
        None => Step::Need,
    }
}

fn escape(all: &[u8], rest: &[u8]) -> Step {
    let Some(kind) = rest.first() else {
        return Step::Need;
    };
    match kind {
        b'@' => Step::Command(Command::Init, 2),
        b'2' => Step::Command(Command::LineSpacing(None), 2),
        b'3' => after(all, 1, |p| Command::LineSpacing(Some(p[0]))),
        b'E' | b'G' => after(all, 1, |p| Command::Bold(p[0] & 1 == 1)),
        b'J' => after(all, 1, |p| Command::FeedDots(p[0])),
        b'd' => after(all, 1, |p| Command::FeedLines(p[0])),
        b'a' => after(all, 1, |p| Command::Align(p[0] & 3)),
        b'!' => after(all, 1, |p| {
            Command::Size(1 + (p[0] >> 5 & 1), 1 + (p[0] >> 4 & 1))
        }),
        b'i' | b'm' => Step::Command(
            Command::Cut {
                feeds: false,
                more_dots: 0,
                partial: true,
            },
            2,
        ),
        b'D' => match rest[1..].iter().take(TAB_STOPS_MAX).position(|b| *b == 0) {
            Some(end) => other(all, 3 + end),
            None if rest.len() > TAB_STOPS_MAX => other(all, 2),
            None => Step::Need,
        },
        b'*' => match rest.get(1..4) {
            Some([m, low, high]) => {
                let columns = usize::from(u16::from_le_bytes([*low, *high]));
                other(all, 5 + columns * if *m >= 32 { 3 } else { 1 })
            }
            _ => Step::Need,
        },
        b'S' | b'L' => other(all, 2),
        b'$' | b'\\' | b'c' => other(all, 4),
        b'p' => other(all, 5),
        b'W' => other(all, 10),
        b' ' | b'%' | b'-' | b'=' | b'?' | b'M' | b'R' | b'T' | b'V' | b't' | b'{' | b'r'
        | b'u' | b'v' => other(all, 3),
        _ => other(all, 2),
    }
}

fn chinese_command(all: &[u8], rest: &[u8]) -> Step {
    let Some(kind) = rest.first() else {
        return Step::Need;
    };
    match kind {
        b'&' => Step::Command(Command::Chinese(true), 2),
        b'.' => Step::Command(Command::Chinese(false), 2),
        b'W' => after(all, 1, |p| Command::ChineseDouble(p[0] & 1 == 1)),
        b'!' => after(all, 1, |p| Command::ChineseDouble(p[0] & 0x0C == 0x0C)),
        b'-' | b'C' => other(all, 3),
        b'S' | b'?' => other(all, 4),
        b'2' => other(all, 2 + 2 + 72),
        _ => other(all, 2),
    }
}

fn group(all: &[u8], rest: &[u8]) -> Step {
    let Some(kind) = rest.first() else {
        return Step::Need;
    };
    match kind {
        b'!' => after(all, 1, |p| {
            Command::Size(1 + (p[0] >> 4 & 7), 1 + (p[0] & 7))
        }),
        b'P' => after(all, 2, |p| Command::MotionUnits(p[0], p[1])),
        b'a' => after(all, 1, |p| Command::Automatic(p[0])),
        b'r' => after(all, 1, |p| Command::Transmit(p[0])),
        b'V' => match rest.get(1) {
            None => Step::Need,
            Some(m @ (65 | 66 | 97 | 98 | 103 | 104)) => {
                let partial = m % 2 == 0;
                after(all, 2, |p| Command::Cut {
                    feeds: true,
                    more_dots: p[1],
                    partial,
                })
            }
            Some(m) => {
                let partial = matches!(m, 1 | 49);
                after(all, 1, |_| Command::Cut {
                    feeds: false,
                    more_dots: 0,
                    partial,
                })
            }
        },
        b'v' => picture(all, rest),
        b'(' => match rest.get(1..4) {
            Some([_, low, high]) => {
                let len = usize::from(u16::from_le_bytes([*low, *high]));
                let Some(bytes) = all.get(..5 + len) else {
                    return Step::Need;
                };
                let command = match bytes[2..] {
                    [b'H', 6, 0, 0x30, 0x30, a, b, c, d] => Command::ProcessId([a, b, c, d]),
                    _ => Command::Other(bytes.to_vec()),
                };
                Step::Command(command, 5 + len)
            }
            _ => Step::Need,
        },
        b'$' | b'\\' | b'L' | b'W' => other(all, 4),
        b':' => other(all, 2),
        b'I' => after(all, 1, |p| Command::Info(p[0])),
        b'B' | b'H' | b'b' | b'f' | b'h' | b'w' | b'/' => other(all, 3),
        _ => other(all, 2),
    }
}

fn picture(all: &[u8], rest: &[u8]) -> Step {
    let [zero, mode, xl, xh, yl, yh] = match rest.get(1..7) {
        Some(p) => [p[0], p[1], p[2], p[3], p[4], p[5]],
        None => return Step::Need,
    };
    let stride = usize::from(u16::from_le_bytes([xl, xh]));
    let rows = usize::from(u16::from_le_bytes([yl, yh]));
    if zero != b'0' || stride * rows > DATA_BYTES_MAX {
        return other(all, 8);
    }
    match all.get(8..8 + stride * rows) {
        Some(data) => Step::Command(
            Command::Picture {
                mode: mode & 3,
                stride,
                data: data.to_vec(),
            },
            8 + stride * rows,
        ),
        None => Step::Need,
    }
}

fn data_link(all: &[u8], rest: &[u8]) -> Step {
    let Some(kind) = rest.first() else {
        return Step::Need;
    };
    match kind {
        0x04 => after(all, 1, |p| Command::RealTime(p[0])),
        0x05 => other(all, 3),
        0x14 => match rest.get(1) {
            None => Step::Need,
            Some(8) => other(all, 10),
            Some(_) => other(all, 5),
        },
        _ => other(all, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut bytes: &[u8]) -> Vec<Command> {
        let mut commands = Vec::new();
        while let Step::Command(command, used) = step(bytes, true) {
            commands.push(command);
            bytes = &bytes[used..];
        }
        assert!(bytes.is_empty(), "left over: {bytes:?}");
        commands
    }

    #[test]
    fn commands_are_read_by_their_lengths() {
        let bytes = b"\x1b@\x1c&\x1b3\x20A\xd5\xfe\n\x1bJ\x08\x1dv0\x00\x01\x00\x02\x00\xaa\x55\x1dVB\x00\x1d(H\x06\x0000abcd\x10\x04\x01";
        assert_eq!(
            all(bytes),
            [
                Command::Init,
                Command::Chinese(true),
                Command::LineSpacing(Some(32)),
                Command::Char('A', 1),
                Command::Char('政', 2),
                Command::LineFeed,
                Command::FeedDots(8),
                Command::Picture {
                    mode: 0,
                    stride: 1,
                    data: vec![0xAA, 0x55]
                },
                Command::Cut {
                    feeds: true,
                    more_dots: 0,
                    partial: true
                },
                Command::ProcessId(*b"abcd"),
                Command::RealTime(1),
            ]
        );
    }

    #[test]
    fn what_is_not_whole_is_waited_for() {
        for cut in [
            &b"\x1b"[..],
            b"\x1dv0\x00\x01",
            b"\x1dv0\x00\x01\x00\x02\x00\xaa",
            b"\xd5",
            b"\x81\x30\x81",
            b"\x1d(H\x06",
            b"\x10",
        ] {
            assert_eq!(step(cut, true), Step::Need, "{cut:?}");
        }
    }

    #[test]
    fn four_byte_characters_and_wrong_bytes_are_read() {
        assert_eq!(all(b"\x82\x30\xb7\x31"), [Command::Char('㛃', 2)]);
        assert_eq!(
            all(b"\xff\x00"),
            [Command::Nothing(0xFF), Command::Nothing(0)]
        );
    }
}
