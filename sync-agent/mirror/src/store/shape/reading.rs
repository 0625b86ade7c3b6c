//! Reads back what `shape.rs` writes. Refuses whatever does not fit the text it came with; never panics.

use crate::document::{Align, Article, Block};

/// Alignments by the number that is stored for them.
pub const ALIGNS: [Align; 4] = [Align::Body, Align::Left, Align::Center, Align::Right];

/// Blocks, cells or articles of one document; more is no honest file.
const COUNT_MAX: u64 = 1 << 22;
/// Pages of one attachment; more is no honest file.
const PAGES_MAX: u32 = 1 << 16;

/// Bytes on their way back into a document.
pub struct Reading<'a> {
    left: &'a [u8],
    /// JSON of the fields without a column.
    pub rest: &'a [u8],
    text: &'a [u8],
    /// Byte of the text where the next piece starts.
    pub at: usize,
    feeds: bool,
}

impl<'a> Reading<'a> {
    pub fn new(shape: &'a [u8], text: &'a [u8]) -> Option<Reading<'a>> {
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
    fn piece(&mut self) -> Option<&'a [u8]> {
        let rest = self.text.get(self.at..)?;
        let length = if self.feeds {
            usize::try_from(self.number()?).ok()?
        } else {
            memchr::memchr(b'\n', rest)?
        };
        let piece = rest.get(..length)?;
        self.at += length + 1;
        Some(piece)
    }

    fn words(&mut self) -> Option<String> {
        utf8(self.piece()?)
    }

    pub fn block(&mut self) -> Option<Block> {
        let frame = self.number()?;
        Some(match frame & 3 {
            0 => Block::Heading {
                level: u8::try_from(frame >> 2).ok()?,
                text: self.words()?,
            },
            1 => {
                let label = if frame & 16 == 0 {
                    0
                } else {
                    u16::try_from(self.number()?).ok()?
                };
                Block::Paragraph {
                    text: self.words()?,
                    align: ALIGNS[(frame >> 2 & 3) as usize],
                    label,
                }
            }
            2 => {
                let mut rows = Vec::new();
                for columns in self.columns(frame >> 2)? {
                    let row: Option<Vec<String>> = (0..columns).map(|_| self.words()).collect();
                    rows.push(row?);
                }
                Block::Table {
                    rows,
                    spans: Vec::new(),
                }
            }
            _ => Block::Picture { alt: self.words()? },
        })
    }

    fn columns(&mut self, rows: u64) -> Option<Vec<u64>> {
        (rows <= COUNT_MAX).then_some(())?;
        (0..rows).map(|_| self.count()).collect()
    }

    /// Behind the next block; from `beyond` on its place in the text is not worked out any more.
    pub fn skip_block(&mut self, beyond: usize) -> Option<()> {
        let frame = self.number()?;
        let mut pieces = 1;
        match frame & 3 {
            1 if frame & 16 != 0 => drop(self.number()?),
            2 => pieces = self.columns(frame >> 2)?.into_iter().sum(),
            _ => {}
        }
        if self.at > beyond && !self.feeds {
            return Some(());
        }
        (0..pieces).try_for_each(|_| self.piece().map(drop))
    }

    pub fn article(&mut self, before: Option<&Article>, starts: &[usize]) -> Option<Article> {
        let mut id = before.map_or(String::new(), |b| b.id.clone());
        let named = self.named(&mut id, before.map_or(0, |b| b.from))?;
        self.read(named, id, starts)
    }

    /// The words of an article that was named.
    pub fn read(&self, named: Named, id: String, starts: &[usize]) -> Option<Article> {
        let start = starts.get(named.from as usize).copied();
        let start = start.unwrap_or(self.text.len());
        Some(Article {
            id,
            label: named.label.read(self.text, start)?,
            title: named.title.read(self.text, start)?,
            depth: named.depth,
            from: named.from,
            to: named.to,
        })
    }

    /// The next article without its words, behind one with this first block; `id` becomes its id from that of the one before.
    pub fn named(&mut self, id: &mut String, from: u32) -> Option<Named> {
        let shared = usize::try_from(self.number()?).ok()?;
        id.get(..shared)?;
        id.truncate(shared);
        id.push_str(std::str::from_utf8(self.bytes()?).ok()?);
        // The place of the words is known only when the block is: it follows.
        let (label, title) = (self.slice()?, self.slice()?);
        let depth = u8::try_from(self.number()?).ok()?;
        let from = i64::from(from).checked_add(unzigzag(self.number()?))?;
        let to = from.checked_add(unzigzag(self.number()?))?;
        Some(Named {
            label,
            title,
            depth,
            from: u32::try_from(from).ok()?,
            to: u32::try_from(to).ok()?,
        })
    }

    /// The pages of attachments, in the order of their words; none in what was stored before they had any.
    pub fn pages(&mut self) -> Option<Vec<Leaf>> {
        if self.left.is_empty() {
            return Some(Vec::new());
        }
        let (mut pages, mut attachment) = (Vec::new(), 0_u32);
        for _ in 0..self.count()? {
            attachment = attachment.checked_add(u32::try_from(self.count()?).ok()?)?;
            let number = u32::try_from(self.count()?).ok()?;
            (number < PAGES_MAX).then_some(())?;
            let from = self.at;
            let to = from.checked_add(usize::try_from(self.number()?).ok()?)?;
            (to < self.text.len()).then_some(())?;
            self.at = to + 1;
            pages.push(Leaf {
                attachment,
                number,
                from,
                to,
            });
        }
        Some(pages)
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

/// A page of an attachment, and where its words stand in the text.
#[derive(Debug, Clone, Copy)]
pub struct Leaf {
    pub attachment: u32,
    pub number: u32,
    pub from: usize,
    pub to: usize,
}

/// An article whose words were not read yet.
pub struct Named {
    label: Slice,
    title: Slice,
    pub depth: u8,
    pub from: u32,
    pub to: u32,
}

impl Named {
    /// Whether it is called by nothing.
    pub fn is_nameless(&self) -> bool {
        matches!(&self.label, Slice::Told(words) if words.is_empty())
    }
}

enum Slice {
    Told(String),
    Placed(usize, usize),
}

fn utf8(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

impl Slice {
    fn read(self, text: &[u8], start: usize) -> Option<String> {
        match self {
            Slice::Told(words) => Some(words),
            Slice::Placed(at, length) => {
                let from = start.checked_add(at)?;
                utf8(text.get(from..from.checked_add(length)?)?)
            }
        }
    }
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}
