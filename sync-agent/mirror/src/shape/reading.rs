//! Reads back what `shape.rs` writes. Refuses whatever does not fit the text it came with; never panics.

use super::ALIGNS;
use crate::document::{Article, Block};

/// Blocks, cells or articles of one document; more is no honest file.
const COUNT_MAX: u64 = 1 << 22;

/// Bytes on their way back into a document.
pub struct Reading<'a> {
    left: &'a [u8],
    /// JSON of the fields without a column.
    pub rest: &'a [u8],
    text: &'a str,
    /// Byte of the text where the next piece starts.
    pub at: usize,
    feeds: bool,
}

impl<'a> Reading<'a> {
    pub fn new(shape: &'a [u8], text: &'a str) -> Option<Reading<'a>> {
        let mut reading = Reading {
            left: shape,
            rest: &[],
            text,
            at: 0,
            feeds: false,
        };
        reading.rest = reading.bytes()?;
        reading.feeds = reading.number()? == 1;
        Some(reading)
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..63).step_by(7) {
            let (byte, left) = self.left.split_first()?;
            self.left = left;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    pub fn count(&mut self) -> Option<u64> {
        self.number().filter(|count| *count <= COUNT_MAX)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, left) = self.left.split_at_checked(length)?;
        self.left = left;
        Some(bytes)
    }

    fn string(&mut self) -> Option<String> {
        String::from_utf8(self.bytes()?.to_vec()).ok()
    }

    /// The length of the next piece; moves behind its line feed.
    fn piece(&mut self) -> Option<&'a str> {
        let rest = self.text.get(self.at..)?;
        let length = if self.feeds {
            usize::try_from(self.number()?).ok()?
        } else {
            rest.find('\n')?
        };
        let piece = rest.get(..length)?;
        self.at += length + 1;
        Some(piece)
    }

    pub fn block(&mut self) -> Option<Block> {
        let frame = self.number()?;
        Some(match frame & 3 {
            0 => Block::Heading {
                level: u8::try_from(frame >> 2).ok()?,
                text: self.piece()?.to_owned(),
            },
            1 => {
                let label = if frame & 16 == 0 {
                    0
                } else {
                    u16::try_from(self.number()?).ok()?
                };
                Block::Paragraph {
                    text: self.piece()?.to_owned(),
                    align: ALIGNS[(frame >> 2 & 3) as usize],
                    label,
                }
            }
            2 => {
                let mut rows = Vec::new();
                for columns in self.columns(frame >> 2)? {
                    let row: Option<Vec<String>> = (0..columns)
                        .map(|_| self.piece().map(str::to_owned))
                        .collect();
                    rows.push(row?);
                }
                Block::Table { rows }
            }
            _ => Block::Picture {
                alt: self.piece()?.to_owned(),
            },
        })
    }

    fn columns(&mut self, rows: u64) -> Option<Vec<u64>> {
        (rows <= COUNT_MAX).then_some(())?;
        (0..rows).map(|_| self.count()).collect()
    }

    pub fn skip_block(&mut self) -> Option<()> {
        let frame = self.number()?;
        let mut pieces = 1;
        match frame & 3 {
            1 if frame & 16 != 0 => drop(self.number()?),
            2 => pieces = self.columns(frame >> 2)?.into_iter().sum(),
            _ => {}
        }
        (0..pieces).try_for_each(|_| self.piece().map(drop))
    }

    pub fn article(&mut self, before: Option<&Article>, starts: &[usize]) -> Option<Article> {
        let shared = usize::try_from(self.number()?).ok()?;
        let mut id = before
            .map_or("", |b| b.id.as_str())
            .get(..shared)?
            .to_owned();
        id.push_str(&self.string()?);
        // The place of the words is known only when the block is: it follows.
        let (label, title) = (self.slice()?, self.slice()?);
        let depth = u8::try_from(self.number()?).ok()?;
        let from = i64::from(before.map_or(0, |b| b.from)).checked_add(unzigzag(self.number()?))?;
        let to = from.checked_add(unzigzag(self.number()?))?;
        let from = u32::try_from(from).ok()?;
        let start = starts
            .get(from as usize)
            .copied()
            .unwrap_or(self.text.len());
        Some(Article {
            id,
            label: label.read(self.text, start)?,
            title: title.read(self.text, start)?,
            depth,
            from,
            to: u32::try_from(to).ok()?,
        })
    }

    fn slice(&mut self) -> Option<Slice> {
        Some(match self.number()? {
            0 => Slice::Told(self.string()?),
            at => Slice::Placed(
                usize::try_from(at - 1).ok()?,
                usize::try_from(self.number()?).ok()?,
            ),
        })
    }
}

enum Slice {
    Told(String),
    Placed(usize, usize),
}

impl Slice {
    fn read(self, text: &str, start: usize) -> Option<String> {
        match self {
            Slice::Told(words) => Some(words),
            Slice::Placed(at, length) => {
                let from = start.checked_add(at)?;
                text.get(from..from.checked_add(length)?).map(str::to_owned)
            }
        }
    }
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}
