//! From the reader's model of an office file to our blocks, and what of it no block says. Owns what becomes a heading, a row, an aside, and
//! on which page something is said to be missing; nothing of a file is lost here but its looks.

use super::grid::{self, Cell, Grid};
use super::notices;
use super::paging::paged;
use office_oxide::ir::{
    DocumentIR, Element, HeaderFooter, List, Note, Section, Table, inline_to_text,
};
use std::collections::BTreeMap;
use viewer::limits::COLUMNS_MAX;
use viewer::{Block, Hidden, Page};

/// Boxes inside boxes, tables inside tables.
const DEPTH_MAX: usize = 16;

/// A page of text and what is said of it.
#[derive(Debug, Default)]
pub struct Leaf {
    /// What it says.
    pub blocks: Vec<Block>,
    /// What is missing of it, or hidden.
    pub said: Page,
    /// There is more than was read.
    pub cut: bool,
}

/// A file that was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// What is shown.
    pub leaves: Vec<Leaf>,
    /// What a workbook says that its program does not show.
    pub hidden: Vec<Block>,
}

/// What kind of file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traits {
    /// It is a workbook.
    pub are_sheets: bool,
    /// Of the old kind: where its pictures stand is not known.
    pub is_compound: bool,
}

/// The whole file in pages; `veiled` is what each sheet hides, by its name.
pub fn read(document: &DocumentIR, traits: Traits, veiled: &BTreeMap<String, Hidden>) -> Reading {
    let mut shown = Gathering::of(document);
    let mut titles = 0;
    // A sheet that its program does not show is for the disclosure gate alone.
    for section in &document.sections {
        if section.hidden {
            shown.said(0).said.hidden.sheets += u32::from(traits.are_sheets);
            continue;
        }
        let begins = shown.blocks.len();
        shown.section(section, traits.are_sheets);
        let title = section.title.as_ref().filter(|_| traits.are_sheets);
        titles += usize::from(title.is_some() && section.sheet_kind.is_some());
        if let Some(hidden) = title.and_then(|title| veiled.get(title)) {
            let said = &mut shown.said(begins).said.hidden;
            (said.rows, said.columns) = (hidden.rows, hidden.columns);
        }
    }
    let has_words = shown.blocks.len() > titles;
    let mut reading = shown.finished(traits.is_compound);
    let pictures: u32 = (reading.leaves.iter())
        .map(|leaf| leaf.said.left_out.pictures)
        .sum();
    // Pictures and not a word beside them: as a scan is.
    if let Some(first) = reading.leaves.first_mut() {
        first.said.is_scan = pictures > 0 && !has_words;
    }
    reading.hidden = hidden(document, traits.are_sheets);
    reading
}

fn hidden(document: &DocumentIR, are_sheets: bool) -> Vec<Block> {
    let mut gathering = Gathering::of(document);
    if !are_sheets {
        return gathering.blocks;
    }
    for section in document.sections.iter().filter(|section| section.hidden) {
        gathering.section(section, true);
    }
    // Comments of cells show when somebody points at them.
    let shown = document.sections.iter().filter(|section| !section.hidden);
    for note in shown
        .flat_map(|section| &section.elements)
        .filter(|element| is_note(element))
    {
        gathering.element(note, 0);
    }
    gathering.blocks
}

fn is_note(element: &Element) -> bool {
    matches!(element, Element::Footnote(_) | Element::Endnote(_))
}

/// Blocks so far, and what is said beside some of them.
struct Gathering<'d> {
    blocks: Vec<Block>,
    /// By the block beside which it stands.
    beside: BTreeMap<usize, Leaf>,
    /// What the reader says of the file in its own words.
    warnings: &'d [String],
}

impl<'d> Gathering<'d> {
    fn of(document: &'d DocumentIR) -> Self {
        Gathering {
            blocks: Vec::new(),
            beside: BTreeMap::new(),
            warnings: &document.metadata.warnings,
        }
    }

    /// What is said beside a block.
    fn said(&mut self, block: usize) -> &mut Leaf {
        self.beside.entry(block).or_default()
    }

    /// What is said beside the last block.
    fn here(&mut self) -> &mut Leaf {
        self.said(self.blocks.len().saturating_sub(1))
    }

    /// All of it in pages; pictures whose place is not known are said where reading begins.
    fn finished(mut self, at_first: bool) -> Reading {
        if self.blocks.is_empty() && self.beside.is_empty() {
            return Reading::default();
        }
        let pages = paged(std::mem::take(&mut self.blocks));
        let of = |blocks| Leaf {
            blocks,
            ..Leaf::default()
        };
        let mut leaves: Vec<Leaf> = pages.pages.into_iter().map(of).collect();
        if leaves.is_empty() {
            leaves.push(Leaf::default());
        }
        let last = leaves.len() - 1;
        for (block, said) in self.beside {
            let told = pages.of_block.get(block).copied();
            let (page, ends) = told.unwrap_or((last, last));
            let (page, ends) = (page.min(last), ends.min(last));
            leaves[if at_first { 0 } else { page }]
                .said
                .left_out
                .pictures += said.said.left_out.pictures;
            let leaf = &mut leaves[page];
            leaf.said.left_out.drawings += said.said.left_out.drawings;
            leaf.said.hidden.rows += said.said.hidden.rows;
            leaf.said.hidden.columns += said.said.hidden.columns;
            leaf.said.hidden.sheets += said.said.hidden.sheets;
            leaves[ends].cut |= said.cut;
        }
        Reading {
            leaves,
            hidden: Vec::new(),
        }
    }

    fn section(&mut self, section: &Section, is_sheet: bool) {
        let before = [
            &section.header,
            &section.first_page_header,
            &section.even_page_header,
        ];
        let after = [
            &section.footer,
            &section.first_page_footer,
            &section.even_page_footer,
        ];
        // What the reader adds to a workbook: charts, summaries, its own words about them.
        let is_added = is_sheet && section.sheet_kind.is_none();
        // The name of a sheet; of a text it is the heading that follows.
        if let Some(title) = section.title.as_ref().filter(|_| is_sheet && !is_added) {
            self.push(Block::Heading {
                level: 1,
                text: title.clone(),
            });
        }
        self.asides(&before);
        for element in &section.elements {
            match element {
                Element::Heading(_) if is_added => self.here().said.left_out.drawings += 1,
                note if is_sheet && !section.hidden && is_note(note) => {}
                other => self.element(other, 0),
            }
        }
        self.asides(&after);
        for element in section.speaker_notes.iter().flatten() {
            let text = self.text(element, 0);
            self.push(Block::Aside { text });
        }
    }

    /// The same header stands on every page and is said once.
    fn asides(&mut self, parts: &[&Option<HeaderFooter>]) {
        for element in parts
            .iter()
            .filter_map(|part| part.as_ref())
            .flat_map(|part| &part.content)
        {
            for line in self.text(element, 0).lines() {
                let aside = Block::Aside {
                    text: line.trim().to_owned(),
                };
                if !self.blocks.contains(&aside) {
                    self.push(aside);
                }
            }
        }
    }

    fn element(&mut self, element: &Element, depth: usize) {
        if depth > DEPTH_MAX {
            self.here().cut = true;
            return;
        }
        match element {
            Element::Heading(heading) => {
                let text = inline_to_text(&heading.content);
                self.push(Block::Heading {
                    level: heading.level.clamp(1, 4),
                    text,
                });
            }
            Element::Table(table) => {
                let Grid { rows, spans, cut } = self.grid(table, depth);
                if !rows.is_empty() {
                    self.blocks.push(Block::Table { rows, spans });
                }
                self.cut(cut);
            }
            Element::TextBox(inner) => {
                for element in &inner.content {
                    self.element(element, depth + 1);
                }
            }
            Element::Footnote(_) | Element::Endnote(_) => {
                let text = self.text(element, depth);
                self.push(Block::Aside { text });
            }
            other => {
                for line in self.text(other, depth).lines() {
                    let text = line.trim().to_owned();
                    self.push(Block::Paragraph { text });
                }
            }
        }
    }

    fn cut(&mut self, is_cut: bool) {
        if is_cut {
            self.here().cut = true;
        }
    }

    fn push(&mut self, block: Block) {
        let text = match &block {
            Block::Heading { text, .. } | Block::Paragraph { text } | Block::Aside { text } => text,
            Block::Table { .. } => return self.blocks.push(block),
        };
        if !text.trim().is_empty() {
            self.blocks.push(block);
        }
    }

    fn grid(&mut self, table: &Table, depth: usize) -> Grid {
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            // One more than there may be tells that there are more.
            let cells = row.cells.iter().take(COLUMNS_MAX + 1);
            let cells = cells.map(|cell| {
                let parts = cell.content.iter();
                let parts: Vec<String> = parts
                    .map(|element| self.text(element, depth + 1).trim().to_owned())
                    .filter(|text| !text.is_empty())
                    .collect();
                Cell {
                    words: without_formula(&parts.join("\n")),
                    rows: cell.row_span,
                    columns: cell.col_span,
                }
            });
            rows.push(cells.collect());
        }
        grid::laid(rows).without_empty_rows()
    }

    fn text(&mut self, element: &Element, depth: usize) -> String {
        if depth > DEPTH_MAX {
            self.here().cut = true;
            return String::new();
        }
        match element {
            Element::Heading(heading) => inline_to_text(&heading.content),
            Element::Paragraph(paragraph) => {
                let text = inline_to_text(&paragraph.content);
                match notices::of(&text, self.warnings) {
                    None => text,
                    Some(lacks) => {
                        let here = self.here();
                        here.cut |= lacks == notices::Lacks::Words;
                        here.said.left_out.pictures += u32::from(lacks == notices::Lacks::Pictures);
                        String::new()
                    }
                }
            }
            Element::TextBox(inner) => self.all(&inner.content, depth),
            Element::Footnote(note) | Element::Endnote(note) => {
                format!("{}{}", marker(note), self.all(&note.content, depth))
            }
            Element::Table(table) => {
                let grid = self.grid(table, depth + 1);
                self.cut(grid.cut);
                let rows = grid.rows.into_iter().map(|mut row| {
                    row.retain(|cell| !cell.is_empty());
                    row.join(" ")
                });
                rows.collect::<Vec<String>>().join("\n")
            }
            Element::List(list) => self.list(list, depth),
            Element::CodeBlock(code) => code.content.clone(),
            Element::Image(_) => {
                self.here().said.left_out.pictures += 1;
                String::new()
            }
            Element::Shape(_) => {
                self.here().said.left_out.drawings += 1;
                String::new()
            }
            _ => String::new(),
        }
    }

    fn all(&mut self, elements: &[Element], depth: usize) -> String {
        let texts = elements.iter().map(|element| self.text(element, depth + 1));
        let texts: Vec<String> = texts.filter(|text| !text.trim().is_empty()).collect();
        texts.join("\n")
    }

    fn list(&mut self, list: &List, depth: usize) -> String {
        if depth > DEPTH_MAX {
            self.here().cut = true;
            return String::new();
        }
        let mut lines = Vec::new();
        for (index, item) in list.items.iter().enumerate() {
            let content = item.content.iter();
            let texts: Vec<String> = content
                .map(|element| self.text(element, depth + 1))
                .collect();
            let sign = if list.ordered {
                format!("{}. ", index + 1)
            } else {
                "· ".to_owned()
            };
            lines.push(format!("{sign}{}", texts.join(" ")));
            if let Some(nested) = &item.nested {
                lines.push(self.list(nested, depth + 1));
            }
        }
        lines.join("\n")
    }
}

/// What stands in front of a note: its number, or who wrote it; never the reader's word for what it is.
fn marker(note: &Note) -> String {
    match (&note.marker, &note.author) {
        (Some(marker), author) if notices::is_label(marker) => {
            let author = author.as_ref().map(|author| author.trim());
            let author = author.filter(|author| !author.is_empty());
            author.map_or_else(String::new, |author| format!("({author}) "))
        }
        (Some(marker), _) => marker.clone(),
        (None, _) => String::new(),
    }
}

/// A number format shows some formulas as they were typed; the sign in front of them is no part of the words.
fn without_formula(cell: &str) -> String {
    cell.strip_prefix('=').unwrap_or(cell).to_owned()
}
