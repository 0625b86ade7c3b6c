//! Office files as text: paragraphs and tables for reading, and everything any part of the file says for whoever must know it all.
//! `office_oxide` reads; `undoc` reads a second time, because each was seen to lose what the other finds (headers; WPS files).
//! Owns which of the kinds a file is; evaluates no formula and follows no link.

mod asides;
mod biff;
mod blocks;
mod counting;
mod drawn;
mod figures;
mod levels;
mod numbered;
pub mod parts;
mod records;

use crate::package::Package;
use crate::{Document, Drawn, text};
use office_oxide::{DocumentFormat, limits};
use std::io::Cursor;
use viewer::kind::{Kind, Shell};
use viewer::limits::{PACKAGE_BYTES_MAX, PAGES_MAX, PART_BYTES_MAX, TEXT_BYTES_MAX};
use viewer::{Block, Inner, Opened, Page, Part, Reason, Text};

/// Memory the reader may count as its own before it stops by itself.
const READER_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// A file that was read.
pub struct OfficeDocument {
    kind: Kind,
    pages: Vec<Vec<Block>>,
    /// What sheets say that are not shown.
    hidden: Vec<String>,
    /// It has more pages than are kept.
    cut: bool,
    /// Numbers in front of paragraphs that nobody here can write.
    uncounted: u32,
    /// The file with those that are written out, for whoever compares.
    counted: Option<Vec<u8>>,
    bytes: Vec<u8>,
}

impl OfficeDocument {
    /// Reads a file whose shell is known.
    pub fn open(bytes: Vec<u8>, shell: Shell) -> Result<Self, Reason> {
        let format = match shell {
            Shell::Zip => of_package(Package::open(bytes.clone())?)?,
            _ => of_compound(&bytes)?,
        };
        limits::set_max_part_bytes(PART_BYTES_MAX);
        limits::set_max_package_bytes(PACKAGE_BYTES_MAX);
        limits::set_max_memory_bytes(READER_BYTES_MAX);
        limits::set_max_text_chars(TEXT_BYTES_MAX);
        let kind = match format {
            DocumentFormat::Xlsx | DocumentFormat::Xls => Kind::Sheets,
            _ => Kind::Writing,
        };
        let (mut uncounted, mut counted) = (0, None);
        let shown = match format {
            DocumentFormat::Docx => {
                numbered::numbered(&mut Package::open(bytes.clone())?).map(|numbered| {
                    uncounted = numbered.unknown;
                    counted = Some(numbered.bytes.clone());
                    numbered.bytes
                })
            }
            DocumentFormat::Xlsx => drawn::drawn(&mut Package::open(bytes.clone())?),
            DocumentFormat::Xls => biff::drawn(&bytes),
            _ => None,
        };
        let shown = Cursor::new(shown.unwrap_or_else(|| bytes.clone()));
        let read = office_oxide::Document::from_reader(shown, format);
        let (pages, hidden) = match read.map(|document| document.to_ir()) {
            Ok(document) => (
                blocks::pages(&document, kind == Kind::Sheets),
                blocks::hidden(&document, kind == Kind::Sheets),
            ),
            Err(_) => (Vec::new(), Vec::new()),
        };
        // The second reader steps in where the first gives up.
        let mut pages = if pages.is_empty() && hidden.is_empty() {
            blocks::paged(second_blocks(&bytes))
        } else {
            pages
        };
        let cut = pages.len() > PAGES_MAX as usize;
        pages.truncate(PAGES_MAX as usize);
        let pages = match (pages.is_empty(), hidden.is_empty()) {
            (true, true) => return Err(Reason::Damaged),
            // Nothing of it is shown.
            (true, false) => vec![Vec::new()],
            (false, _) => pages,
        };
        let asides = hidden.into_iter().flat_map(text::lines_of);
        Ok(OfficeDocument {
            kind,
            pages,
            hidden: asides.collect(),
            cut,
            uncounted,
            counted,
            bytes,
        })
    }
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
            pages: self.pages.len() as u32,
            pages_claimed: None,
            proportions: Vec::new(),
            may_print: true,
        }
    }

    fn picture(&mut self, _: u32, _: u32, _: Option<Part>) -> Result<Drawn, Reason> {
        Err(Reason::NotDrawn)
    }

    fn text(&mut self, page: u32) -> Result<(Text, Page), Reason> {
        let blocks = self
            .pages
            .get(page as usize)
            .ok_or(Reason::NoSuchPage)?
            .clone();
        let text = Text {
            blocks,
            cut: self.cut && page as usize + 1 == self.pages.len(),
        };
        let mut said = Page::default();
        // Which page they belong to is not known: it is said where reading begins.
        if page == 0 {
            said.left_out.characters = self.uncounted;
        }
        Ok((text, said))
    }

    fn second(&mut self) -> Result<Text, Reason> {
        let (texts, unread) = parts::everything(&self.bytes);
        let beside = asides::words(&self.bytes).into_iter();
        let asides = texts.into_iter().chain(beside);
        let asides = asides.chain(self.hidden.iter().cloned());
        let asides = asides.map(|text| Block::Aside { text }).collect();
        // The gate's first: what the second reader finds is in them once more.
        let (mut blocks, mut cut) = blocks::capped(asides, TEXT_BYTES_MAX);
        let read = self.counted.as_ref().unwrap_or(&self.bytes);
        let (second, less) = blocks::capped(second_blocks(read), TEXT_BYTES_MAX);
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
