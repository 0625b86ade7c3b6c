//! The body of a document as it is stored: its words as one compressed text, everything else as compressed JSON.
//! Owns the two formats; refuses sizes that no honest file has.
//!
//! The words are apart so that search reads them without the rest. Each piece of text (paragraph, heading, cell)
//! ends with a line feed; `Shape::cuts` holds their lengths in bytes, so a line feed inside a piece does no harm.

use std::cell::RefCell;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::document::{Block, Document};

/// Plain bytes of one text or shape.
pub const PLAIN_BYTES_MAX: usize = 64 << 20;
/// zstd without dictionary.
pub const CODEC_PLAIN: i64 = 1;
/// Compression level; higher ones cost the filling terminal more than they save.
const LEVEL: i32 = 3;

/// What [`Document`] holds besides its words and the columns of the table `document`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shape {
    /// The document with those parts emptied.
    pub rest: Document,
    /// Bytes of each piece of text, in reading order, without the line feed.
    pub cuts: Vec<u32>,
}

impl Shape {
    /// Which block holds the byte at `offset` of the text.
    pub fn block_at(&self, offset: usize) -> usize {
        let mut end = 0;
        let mut cuts = self.cuts.iter();
        for (index, block) in self.rest.blocks.iter().enumerate() {
            for cut in cuts.by_ref().take(pieces(block)) {
                end += *cut as usize + 1;
            }
            if offset < end {
                return index;
            }
        }
        self.rest.blocks.len().saturating_sub(1)
    }
}

fn pieces(block: &Block) -> usize {
    match block {
        Block::Table { rows } => rows.iter().map(Vec::len).sum(),
        _ => 1,
    }
}

fn texts_mut(block: &mut Block) -> Vec<&mut String> {
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text, .. } => vec![text],
        Block::Picture { alt } => vec![alt],
        Block::Table { rows } => rows.iter_mut().flatten().collect(),
    }
}

/// Takes a document apart: its words, and the rest.
pub fn take_apart(document: &Document) -> (String, Shape) {
    let mut rest = document.clone();
    let mut text = String::new();
    let mut cuts = Vec::new();
    for piece in rest.blocks.iter_mut().flat_map(texts_mut) {
        cuts.push(u32::try_from(piece.len()).unwrap_or(u32::MAX));
        text.push_str(piece);
        text.push('\n');
        *piece = String::new();
    }
    rest.id = String::new();
    rest.title = String::new();
    rest.agency = String::new();
    rest.doc_no = None;
    rest.index_no = None;
    rest.subjects = Vec::new();
    rest.category = String::new();
    (text, Shape { rest, cuts })
}

/// Puts the words back; `None` if the two do not belong together.
pub fn put_together(mut shape: Shape, text: &str) -> Option<Document> {
    let mut cuts = shape.cuts.iter();
    let mut at = 0;
    for piece in shape.rest.blocks.iter_mut().flat_map(texts_mut) {
        let end = at + *cuts.next()? as usize;
        *piece = text.get(at..end)?.to_owned();
        at = end + 1;
    }
    Some(shape.rest)
}

/// Compresses; one a writer.
pub struct Packer(zstd::bulk::Compressor<'static>);

impl Packer {
    /// A packer without dictionary.
    pub fn new() -> std::io::Result<Packer> {
        Ok(Packer(zstd::bulk::Compressor::new(LEVEL)?))
    }

    /// Compresses one text or shape.
    pub fn pack(&mut self, plain: &[u8]) -> std::io::Result<Vec<u8>> {
        self.0.compress(plain)
    }
}

/// Decompresses; one a connection.
pub struct Unpacker(RefCell<HashMap<i64, zstd::bulk::Decompressor<'static>>>);

impl Unpacker {
    /// An unpacker with the dictionaries of the file, by codec.
    pub fn new(dictionaries: &[(i64, Vec<u8>)]) -> std::io::Result<Unpacker> {
        let mut all = HashMap::new();
        all.insert(CODEC_PLAIN, zstd::bulk::Decompressor::new()?);
        for (codec, bytes) in dictionaries {
            all.insert(*codec, zstd::bulk::Decompressor::with_dictionary(bytes)?);
        }
        Ok(Unpacker(RefCell::new(all)))
    }

    /// Decompresses to exactly `plain_bytes`; `None` if the bytes are not what was stored.
    pub fn unpack(&self, codec: i64, plain_bytes: i64, packed: &[u8]) -> Option<Vec<u8>> {
        let size = usize::try_from(plain_bytes)
            .ok()
            .filter(|size| *size <= PLAIN_BYTES_MAX)?;
        let mut all = self.0.borrow_mut();
        let plain = all.get_mut(&codec)?.decompress(packed, size).ok()?;
        (plain.len() == size).then_some(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_comes_back_as_it_was() {
        let mut document = crate::sample::document("a", "示例办法", "第一条 为了示例。");
        document.blocks.push(Block::Table {
            rows: vec![
                vec!["项目".into(), String::new()],
                vec!["一\n二".into(), "三".into()],
            ],
        });
        document.blocks.push(Block::Picture { alt: "图".into() });
        let (text, shape) = take_apart(&document);
        assert_eq!(shape.block_at(0), 0);
        assert_eq!(
            shape.block_at(text.find('三').unwrap()),
            document.blocks.len() - 2
        );
        let back = put_together(shape, &text).unwrap();
        assert_eq!(back.blocks, document.blocks);
        assert_eq!(back.articles, document.articles);
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = Packer::new().unwrap().pack(&vec![0; 1 << 20]).unwrap();
        let unpacker = Unpacker::new(&[]).unwrap();
        assert!(unpacker.unpack(CODEC_PLAIN, 100, &bomb).is_none());
        assert!(unpacker.unpack(CODEC_PLAIN, i64::MAX, &bomb).is_none());
        assert!(unpacker.unpack(7, 1 << 20, &bomb).is_none());
        assert!(unpacker.unpack(CODEC_PLAIN, 1 << 20, &bomb).is_some());
    }
}
