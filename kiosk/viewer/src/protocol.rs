//! What the two halves say to each other: a length and JSON for a request; two lengths, JSON and bytes for an answer. Reads
//! both ways with caps; what an answer means is judged in `parent`.

use crate::kind::Kind;
use crate::limits::{HEAD_BYTES_MAX, PICTURE_BYTES_MAX, REQUEST_BYTES_MAX};
use crate::page::Page;
use crate::password::{Password, wipe};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// A piece of a page, in dots of the page at the width asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Part {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

/// What the parent asks.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Request {
    /// A picture of a page (from 0), or of a part of it.
    Picture {
        page: u32,
        width_px: u32,
        part: Option<Part>,
    },
    /// The text of a page (from 0).
    Text { page: u32 },
    /// What a second reader finds in the file, all of it; nothing where there is no second reader.
    Second,
    /// The bytes of a file that lies in this one (from 0).
    Inner { number: u32 },
    /// The password of a file that was refused for want of it; the next answer is as the first would have been.
    Unlock { password: Password },
}

/// Why there is no answer; a closed list, put into words by whoever shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The bytes are of no kind that is read here.
    NotADocument,
    /// It is of a kind that is read, and broken.
    Damaged,
    /// It opens only with a password.
    Password,
    /// It is encrypted in a way that is not opened here, with or without a password.
    Locked,
    /// Larger, deeper or longer than a limit.
    TooLarge,
    /// There is no such page.
    NoSuchPage,
    /// Files of this kind have text and no pictures.
    NotDrawn,
}

/// A merged cell (合并单元格): where it begins, from 0, and how many rows and columns it takes. `[row, column, rows, columns]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u32; 4]", into = "[u32; 4]")]
#[allow(missing_docs)]
pub struct Span {
    pub row: u32,
    pub column: u32,
    pub rows: u32,
    pub columns: u32,
}

impl From<[u32; 4]> for Span {
    fn from([row, column, rows, columns]: [u32; 4]) -> Span {
        Span {
            row,
            column,
            rows,
            columns,
        }
    }
}

impl From<Span> for [u32; 4] {
    fn from(span: Span) -> [u32; 4] {
        [span.row, span.column, span.rows, span.columns]
    }
}

/// A piece of text, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Block {
    /// A heading, 1 (widest) to 4.
    Heading { level: u8, text: String },
    /// A paragraph, or one line where paragraphs are not known.
    Paragraph { text: String },
    /// A table, row by row.
    Table {
        rows: Vec<Vec<String>>,
        /// Cells that stand over more than one row or column; what they cover is empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        spans: Vec<Span>,
    },
    /// What stands in a header, a footer, a note, a comment, a text box: not part of the reading, part of the document.
    Aside { text: String },
}

/// The text of a page.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Text {
    /// What it says.
    pub blocks: Vec<Block>,
    /// It says more than a limit lets through, or than could be read.
    #[serde(default)]
    pub cut: bool,
}

/// What the child says first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// What the bytes are.
    pub kind: Kind,
    /// Pages that can be asked for.
    pub pages: u32,
    /// Pages the file claims to have, where that differs.
    #[serde(default)]
    pub pages_claimed: Option<u32>,
    /// Height of each page divided by its width; empty for kinds without pictures.
    #[serde(default)]
    pub proportions: Vec<f32>,
    /// Whether the file itself allows printing.
    pub may_print: bool,
}

/// What the child answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Answer {
    Opened(Opened),
    /// A picture; its dots follow as RGBA.
    Picture {
        width_px: u32,
        height_px: u32,
        page: Page,
    },
    /// Text; it follows as JSON of [`Text`].
    Text {
        page: Page,
    },
    /// A file that lies in this one, by its name; its bytes follow. Without a name there is none of that number.
    Inner {
        name: Option<String>,
    },
    Refused {
        reason: Reason,
    },
}

/// First bytes of every answer, so that a child that talks nonsense is found out at once.
const ANSWER_MAGIC: [u8; 4] = *b"Vw1\n";

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

/// Sends a request.
pub fn write_request(to: &mut impl Write, request: &Request) -> io::Result<()> {
    // Never grows, so that no copy of a password stays behind.
    let mut frame = Vec::with_capacity(4 + REQUEST_BYTES_MAX);
    frame.extend_from_slice(&[0; 4]);
    let made = serde_json::to_writer(&mut frame, request);
    let length = frame.len() - 4;
    let sent = match (made, u32::try_from(length)) {
        (Ok(()), Ok(bytes)) if length <= REQUEST_BYTES_MAX => {
            frame[..4].copy_from_slice(&bytes.to_le_bytes());
            to.write_all(&frame)
        }
        _ => Err(invalid("request too long")),
    };
    wipe(&mut frame);
    sent
}

/// Waits for a request; `None` when the other side has gone.
pub fn read_request(from: &mut impl Read) -> io::Result<Option<Request>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Ok(()) => {}
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(e) => return Err(e),
    }
    let length = u32::from_le_bytes(length) as usize;
    if length > REQUEST_BYTES_MAX {
        return Err(invalid("request too long"));
    }
    let mut json = vec![0; length];
    from.read_exact(&mut json)?;
    let request = serde_json::from_slice(&json);
    wipe(&mut json);
    request.map(Some).map_err(|_| invalid("not a request"))
}

/// Sends an answer with the bytes that belong to it.
pub fn write_answer(to: &mut impl Write, answer: &Answer, bytes: &[u8]) -> io::Result<()> {
    let json = serde_json::to_vec(answer)?;
    let lengths = [json.len(), bytes.len()].map(|n| u32::try_from(n).ok());
    let [Some(head), Some(body)] = lengths else {
        return Err(invalid("answer too long"));
    };
    let mut frame = ANSWER_MAGIC.to_vec();
    frame.extend_from_slice(&head.to_le_bytes());
    frame.extend_from_slice(&body.to_le_bytes());
    frame.extend_from_slice(&json);
    to.write_all(&frame)?;
    to.write_all(bytes)
}

/// Reads an answer and the bytes that belong to it. Allocates no more than the caps allow, whatever the lengths say.
pub fn read_answer(from: &mut impl Read) -> io::Result<(Answer, Vec<u8>)> {
    let mut head = [0; 12];
    from.read_exact(&mut head)?;
    let word = |at: usize| {
        u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]) as usize
    };
    if head[..4] != ANSWER_MAGIC {
        return Err(invalid("not an answer"));
    }
    let (json_bytes, body_bytes) = (word(4), word(8));
    if json_bytes > HEAD_BYTES_MAX || body_bytes > PICTURE_BYTES_MAX {
        return Err(invalid("answer too long"));
    }
    let mut json = vec![0; json_bytes];
    from.read_exact(&mut json)?;
    let answer = serde_json::from_slice(&json).map_err(|_| invalid("not an answer"))?;
    // Grows as bytes arrive: a length alone costs nothing.
    let mut body = Vec::new();
    from.take(body_bytes as u64).read_to_end(&mut body)?;
    if body.len() != body_bytes {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok((answer, body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_place_beyond_all_pages_is_no_answer() {
        let said = |left: &str| {
            let json = format!(
                "{{\"answer\":\"text\",\"page\":{{\"marks\":[{{\"left\":{left},\"top\":2,\"width\":3,\"height\":4}}]}}}}"
            );
            let mut frame = ANSWER_MAGIC.to_vec();
            frame.extend_from_slice(&(json.len() as u32).to_le_bytes());
            frame.extend_from_slice(&0_u32.to_le_bytes());
            frame.extend_from_slice(json.as_bytes());
            read_answer(&mut frame.as_slice()).is_ok()
        };
        assert!(said("1") && said("1e30"));
        assert!(!said("1e300") && !said("-1e300") && !said("null"));
    }

    #[test]
    fn what_is_sent_arrives() {
        let request = Request::Picture {
            page: 3,
            width_px: 1_080,
            part: Some(Part {
                left: 1,
                top: 2,
                width: 3,
                height: 4,
            }),
        };
        let mut wire = Vec::new();
        write_request(&mut wire, &request).unwrap();
        assert_eq!(read_request(&mut wire.as_slice()).unwrap(), Some(request));
        assert_eq!(read_request(&mut [].as_slice()).unwrap(), None);

        let answer = Answer::Text {
            page: Page {
                unread: 7,
                ..Page::default()
            },
        };
        let mut wire = Vec::new();
        write_answer(&mut wire, &answer, b"bytes").unwrap();
        assert_eq!(
            read_answer(&mut wire.as_slice()).unwrap(),
            (answer, b"bytes".to_vec())
        );
    }

    #[test]
    fn a_length_beyond_the_cap_is_refused_before_anything_is_taken() {
        let mut frame = ANSWER_MAGIC.to_vec();
        frame.extend_from_slice(&u32::MAX.to_le_bytes());
        frame.extend_from_slice(&0_u32.to_le_bytes());
        assert!(read_answer(&mut frame.as_slice()).is_err());
        let mut frame = u32::MAX.to_le_bytes().to_vec();
        frame.extend_from_slice(b"{}");
        assert!(read_request(&mut frame.as_slice()).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_bring_the_reader_down(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_answer(&mut bytes.as_slice());
            let _ = read_request(&mut bytes.as_slice());
            let mut led = ANSWER_MAGIC.to_vec();
            led.extend_from_slice(&bytes);
            let _ = read_answer(&mut led.as_slice());
        }
    }
}
