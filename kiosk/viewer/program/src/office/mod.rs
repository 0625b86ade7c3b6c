//! Office files as text: paragraphs and tables for reading, and everything any part of the file says for whoever must know it all.
//! `office_oxide` reads; `undoc` reads a second time, because each was seen to lose what the other finds (headers; WPS files).
//! Owns which of the kinds a file is; evaluates no formula and follows no link.

mod asides;
mod biff;
mod blocks;
mod compound;
mod counting;
mod drawn;
mod figures;
mod grid;
mod html;
mod levels;
mod locked;
mod notices;
mod numbered;
mod paging;
pub mod parts;
mod records;
mod veiled;

use crate::package::Package;
use crate::{Document, Drawn, text};
use blocks::{Leaf, Reading, Traits};
use office_oxide::{DocumentFormat, limits};
use std::collections::BTreeMap;
use std::io::Cursor;
use viewer::kind::{Kind, Shell};
use viewer::limits::{PACKAGE_BYTES_MAX, PAGES_MAX, PART_BYTES_MAX, TEXT_BYTES_MAX};
use viewer::{Block, Inner, Opened, Page, Part, Reason, Text};

/// Memory the reader may count as its own before it stops by itself.
const READER_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// A file that was read.
pub struct OfficeDocument {
    kind: Kind,
    leaves: Vec<Leaf>,
    /// What sheets say that are not shown.
    hidden: Vec<String>,
    /// The file with the numbers in front of its paragraphs written out, for whoever compares.
    counted: Option<Vec<u8>>,
    bytes: Vec<u8>,
}

impl OfficeDocument {
    /// Reads a file whose shell is known.
    pub fn open(bytes: Vec<u8>, shell: Shell) -> Result<Self, Reason> {
        let bytes = match shell {
            Shell::Ole => compound::mended(bytes),
            _ => bytes,
        };
        let format = match shell {
            Shell::Zip => of_package(Package::open(bytes.clone())?)?,
            _ => of_compound(&bytes)?,
        };
        limits::set_max_part_bytes(PART_BYTES_MAX);
        limits::set_max_package_bytes(PACKAGE_BYTES_MAX);
        limits::set_max_memory_bytes(READER_BYTES_MAX);
        limits::set_max_text_chars(TEXT_BYTES_MAX);
        let traits = Traits {
            are_sheets: matches!(format, DocumentFormat::Xlsx | DocumentFormat::Xls),
            is_compound: shell != Shell::Zip,
        };
        let (mut uncounted, mut counted, mut veiled) = (0, None, BTreeMap::new());
        let shown = match format {
            DocumentFormat::Docx => {
                numbered::numbered(&mut Package::open(bytes.clone())?).map(|numbered| {
                    uncounted = numbered.unknown;
                    counted = Some(numbered.bytes.clone());
                    numbered.bytes
                })
            }
            DocumentFormat::Xlsx => {
                let drawn = drawn::drawn(&mut Package::open(bytes.clone())?);
                veiled = drawn.hidden;
                drawn.bytes
            }
            DocumentFormat::Xls => {
                let drawn = biff::drawn(&bytes);
                veiled = drawn.hidden;
                drawn.bytes
            }
            _ => None,
        };
        let shown = Cursor::new(shown.unwrap_or_else(|| bytes.clone()));
        let read = office_oxide::Document::from_reader(shown, format);
        let read = read.map(|document| blocks::read(&document.to_ir(), traits, &veiled));
        let Reading { mut leaves, hidden } = read.unwrap_or_default();
        // The second reader steps in where the first gives up.
        if leaves.iter().all(|leaf| leaf.blocks.is_empty()) && hidden.is_empty() {
            let said = leaves.pop().map_or_else(Page::default, |leaf| leaf.said);
            let pages = paging::paged(second_blocks(&bytes)).pages;
            let is_scan = said.is_scan && pages.is_empty();
            let leaf = |blocks| Leaf {
                blocks,
                ..Leaf::default()
            };
            leaves = pages.into_iter().map(leaf).collect();
            if leaves.is_empty() && said != Page::default() {
                leaves.push(Leaf::default());
            }
            if let Some(first) = leaves.first_mut() {
                first.said = Page { is_scan, ..said };
            }
        }
        if leaves.is_empty() {
            return Err(match locked::is_locked(&bytes) {
                true => Reason::Locked,
                false => Reason::Damaged,
            });
        }
        // Which page they belong to is not known: it is said where reading begins.
        leaves[0].said.left_out.characters += uncounted;
        let asides = hidden.into_iter().flat_map(text::lines_of);
        Ok(OfficeDocument {
            leaves: within(leaves),
            kind: match traits.are_sheets {
                true => Kind::Sheets,
                false => Kind::Writing,
            },
            hidden: asides.collect(),
            counted,
            bytes,
        })
    }

    /// Reads a table that was saved as HTML; all of the file is for the disclosure gate as it stands.
    pub fn of_html(bytes: Vec<u8>) -> Result<Self, Reason> {
        let text = html::decoded(&bytes);
        let leaves = html::leaves(&text);
        if leaves.is_empty() {
            return Err(Reason::Damaged);
        }
        Ok(OfficeDocument {
            kind: Kind::Sheets,
            leaves: within(leaves),
            hidden: text.lines().map(str::to_owned).collect(),
            counted: None,
            bytes,
        })
    }
}

/// As many pages as may be; the last says that there are more.
fn within(mut leaves: Vec<Leaf>) -> Vec<Leaf> {
    if leaves.len() > PAGES_MAX as usize {
        leaves.truncate(PAGES_MAX as usize);
        leaves[PAGES_MAX as usize - 1].cut = true;
    }
    leaves
}

/// The reader asks once how many processors there are, which looks into files; afterwards it remembers. Reads nothing foreign.
pub fn get_ready() {
    let nothing = Cursor::new(Vec::new());
    // Nothing is no document: only the question was wanted.
    let _ = office_oxide::Document::from_reader(nothing, DocumentFormat::Docx);
}

/// Which kind of package; presentations are not read.
fn of_package(package: Package) -> Result<DocumentFormat, Reason> {
    if package.has("word/document.xml") {
        Ok(DocumentFormat::Docx)
    } else if package.has("xl/workbook.xml") {
        Ok(DocumentFormat::Xlsx)
    } else if package.names().iter().any(|name| name.starts_with("word/")) {
        Ok(DocumentFormat::Docx)
    } else {
        Err(Reason::NotADocument)
    }
}

/// Which kind of compound file, by the streams it holds; WPS and ET hold the same ones.
fn of_compound(bytes: &[u8]) -> Result<DocumentFormat, Reason> {
    use undoc::FormatType;
    match undoc::detect_format_from_bytes(bytes) {
        Ok(FormatType::Doc) => Ok(DocumentFormat::Doc),
        Ok(FormatType::Xls) => Ok(DocumentFormat::Xls),
        Ok(_) => Err(Reason::NotADocument),
        Err(undoc::Error::Encrypted) => Err(Reason::Locked),
        Err(_) => Err(Reason::Damaged),
    }
}

fn second_blocks(bytes: &[u8]) -> Vec<Block> {
    let text = undoc::parse_bytes(bytes)
        .map(|document| document.plain_text())
        .unwrap_or_default();
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| Block::Paragraph {
            text: line.to_owned(),
        })
        .collect()
}

impl Document for OfficeDocument {
    fn opened(&mut self) -> Opened {
        Opened {
            kind: self.kind,
            pages: self.leaves.len() as u32,
            pages_claimed: None,
            proportions: Vec::new(),
            may_print: true,
        }
    }

    fn picture(&mut self, _: u32, _: u32, _: Option<Part>) -> Result<Drawn, Reason> {
        Err(Reason::NotDrawn)
    }

    fn text(&mut self, page: u32) -> Result<(Text, Page), Reason> {
        let leaf = self.leaves.get(page as usize).ok_or(Reason::NoSuchPage)?;
        let text = Text {
            blocks: leaf.blocks.clone(),
            cut: leaf.cut,
        };
        Ok((text, leaf.said.clone()))
    }

    fn second(&mut self) -> Result<Text, Reason> {
        let (texts, unread) = parts::everything(&self.bytes);
        let beside = asides::words(&self.bytes).into_iter();
        let asides = texts.into_iter().chain(beside);
        let asides = asides.chain(self.hidden.iter().cloned());
        let asides = asides.map(|text| Block::Aside { text }).collect();
        // The gate's first: what the second reader finds is in them once more.
        let (mut blocks, mut cut) = paging::capped(asides, TEXT_BYTES_MAX);
        let read = self.counted.as_ref().unwrap_or(&self.bytes);
        let (second, less) = paging::capped(second_blocks(read), TEXT_BYTES_MAX);
        blocks.extend(second);
        cut |= less || unread;
        Ok(Text { blocks, cut })
    }

    fn inner(&mut self, number: u32) -> Result<Option<Inner>, Reason> {
        let Ok(mut package) = Package::open(self.bytes.clone()) else {
            return Ok(None);
        };
        let names = parts::inner_names(&package);
        parts::inner(&mut package, &names, number)
    }
}
