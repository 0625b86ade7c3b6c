//! From the reader's model of an office file to our blocks, cut into pages of text. Owns what becomes a heading, a row, an aside;
//! nothing of a file is lost here but its looks.

use office_oxide::ir::{DocumentIR, Element, HeaderFooter, Section, Table, inline_to_text};
use viewer::Block;
use viewer::limits::{BLOCK_CHARS_MAX, COLUMNS_MAX, PAGE_TEXT_BYTES_MAX, ROWS_PER_PAGE};

/// Boxes inside boxes, tables inside tables.
const DEPTH_MAX: usize = 16;

/// The whole file in pages.
pub fn pages(document: &DocumentIR, are_sheets: bool) -> Vec<Vec<Block>> {
    let mut blocks = Vec::new();
    // A sheet that its program does not show is for the disclosure gate alone.
    for section in document.sections.iter().filter(|section| !section.hidden) {
        of_section(section, are_sheets, &mut blocks);
    }
    paged(blocks)
}

/// What a workbook says that its program does not show.
pub fn hidden(document: &DocumentIR, are_sheets: bool) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !are_sheets {
        return blocks;
    }
    for section in document.sections.iter().filter(|section| section.hidden) {
        of_section(section, true, &mut blocks);
    }
    // Comments of cells show when somebody points at them.
    let shown = document.sections.iter().filter(|section| !section.hidden);
    for note in shown
        .flat_map(|section| &section.elements)
        .filter(|element| is_note(element))
    {
        of_element(note, 0, &mut blocks);
    }
    blocks
}

fn of_section(section: &Section, is_sheet: bool, blocks: &mut Vec<Block>) {
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
    // The name of a sheet; of a text it is the heading that follows.
    if let Some(title) = section.title.as_ref().filter(|_| is_sheet) {
        push(
            blocks,
            Block::Heading {
                level: 1,
                text: title.clone(),
            },
        );
    }
    asides(&before, blocks);
    for element in &section.elements {
        if section.hidden || !(is_sheet && is_note(element)) {
            of_element(element, 0, blocks);
        }
    }
    asides(&after, blocks);
    for element in section.speaker_notes.iter().flatten() {
        push(
            blocks,
            Block::Aside {
                text: text_of(element, 0),
            },
        );
    }
}

fn is_note(element: &Element) -> bool {
    matches!(element, Element::Footnote(_) | Element::Endnote(_))
}

/// The same header stands on every page and is said once.
fn asides(parts: &[&Option<HeaderFooter>], blocks: &mut Vec<Block>) {
    for element in parts
        .iter()
        .filter_map(|part| part.as_ref())
        .flat_map(|part| &part.content)
    {
        for line in text_of(element, 0).lines() {
            let aside = Block::Aside {
                text: line.trim().to_owned(),
            };
            if !blocks.contains(&aside) {
                push(blocks, aside);
            }
        }
    }
}

fn of_element(element: &Element, depth: usize, blocks: &mut Vec<Block>) {
    if depth > DEPTH_MAX {
        return;
    }
    match element {
        Element::Heading(heading) => {
            let text = inline_to_text(&heading.content);
            push(
                blocks,
                Block::Heading {
                    level: heading.level.clamp(1, 4),
                    text,
                },
            );
        }
        Element::Table(table) => {
            let rows = rows(table, depth);
            if !rows.is_empty() {
                blocks.push(Block::Table { rows });
            }
        }
        Element::TextBox(inner) => {
            for element in &inner.content {
                of_element(element, depth + 1, blocks);
            }
        }
        Element::Footnote(_) | Element::Endnote(_) => {
            push(
                blocks,
                Block::Aside {
                    text: text_of(element, depth),
                },
            );
        }
        other => {
            for line in text_of(other, depth).lines() {
                push(
                    blocks,
                    Block::Paragraph {
                        text: line.trim().to_owned(),
                    },
                );
            }
        }
    }
}

fn push(blocks: &mut Vec<Block>, block: Block) {
    let text = match &block {
        Block::Heading { text, .. } | Block::Paragraph { text } | Block::Aside { text } => text,
        Block::Table { .. } => return blocks.push(block),
    };
    if !text.trim().is_empty() {
        blocks.push(block);
    }
}

fn rows(table: &Table, depth: usize) -> Vec<Vec<String>> {
    table
        .rows
        .iter()
        .map(|row| {
            row.cells
                .iter()
                .take(COLUMNS_MAX)
                .map(|cell| {
                    let parts: Vec<String> = cell
                        .content
                        .iter()
                        .map(|element| text_of(element, depth + 1).trim().to_owned())
                        .filter(|text| !text.is_empty())
                        .collect();
                    without_formula(&parts.join("\n"))
                })
                .collect::<Vec<String>>()
        })
        .filter(|row: &Vec<String>| row.iter().any(|cell| !cell.is_empty()))
        .collect()
}

/// A number format shows some formulas as they were typed; the sign in front of them is no part of the words.
fn without_formula(cell: &str) -> String {
    cell.strip_prefix('=').unwrap_or(cell).to_owned()
}

fn text_of(element: &Element, depth: usize) -> String {
    if depth > DEPTH_MAX {
        return String::new();
    }
    let all = |elements: &[Element]| {
        let texts: Vec<String> = elements
            .iter()
            .map(|element| text_of(element, depth + 1))
            .filter(|text| !text.trim().is_empty())
            .collect();
        texts.join("\n")
    };
    match element {
        Element::Heading(heading) => inline_to_text(&heading.content),
        Element::Paragraph(paragraph) => inline_to_text(&paragraph.content),
        Element::TextBox(inner) => all(&inner.content),
        Element::Footnote(note) | Element::Endnote(note) => {
            let marker = note.marker.clone().unwrap_or_default();
            format!("{marker}{}", all(&note.content))
        }
        Element::Table(table) => {
            let rows: Vec<String> = rows(table, depth + 1)
                .iter()
                .map(|row| row.join(" "))
                .collect();
            rows.join("\n")
        }
        Element::List(list) => of_list(list, depth),
        Element::CodeBlock(code) => code.content.clone(),
        _ => String::new(),
    }
}

fn of_list(list: &office_oxide::ir::List, depth: usize) -> String {
    if depth > DEPTH_MAX {
        return String::new();
    }
    let mut lines = Vec::new();
    for (index, item) in list.items.iter().enumerate() {
        let texts: Vec<String> = item
            .content
            .iter()
            .map(|element| text_of(element, depth + 1))
            .collect();
        let sign = if list.ordered {
            format!("{}. ", index + 1)
        } else {
            "· ".to_owned()
        };
        lines.push(format!("{sign}{}", texts.join(" ")));
        if let Some(nested) = &item.nested {
            lines.push(of_list(nested, depth + 1));
        }
    }
    lines.join("\n")
}

/// Cuts blocks to size and parts them into pages: so many rows, so many bytes.
pub fn paged(blocks: Vec<Block>) -> Vec<Vec<Block>> {
    let mut pages: Vec<Vec<Block>> = Vec::new();
    let mut page = Vec::new();
    let (mut bytes, mut rows) = (0, 0);
    for block in blocks
        .into_iter()
        .flat_map(|block| pieces(block, ROWS_PER_PAGE))
    {
        let size = size_of(&block);
        let height = match &block {
            Block::Table { rows } => rows.len(),
            _ => 1,
        };
        if !page.is_empty() && (bytes + size > PAGE_TEXT_BYTES_MAX || rows + height > ROWS_PER_PAGE)
        {
            pages.push(std::mem::take(&mut page));
            (bytes, rows) = (0, 0);
        }
        bytes += size;
        rows += height;
        page.push(block);
    }
    if !page.is_empty() {
        pages.push(page);
    }
    pages
}

/// Blocks up to so many bytes in all, each within its own cap, and whether there are more.
pub fn capped(blocks: Vec<Block>, bytes_max: usize) -> (Vec<Block>, bool) {
    let mut bytes = 0;
    let kept = blocks
        .into_iter()
        .flat_map(|block| pieces(block, ROWS_PER_PAGE))
        .take_while(|block| {
            bytes += size_of(block);
            bytes <= bytes_max
        })
        .collect();
    (kept, bytes > bytes_max)
}

fn size_of(block: &Block) -> usize {
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text } | Block::Aside { text } => {
            text.len() + 16
        }
        Block::Table { rows } => rows.iter().flatten().map(|cell| cell.len() + 4).sum(),
    }
}

/// A block that is too long as several; a table also where its rows weigh too much.
fn pieces(block: Block, rows_max: usize) -> Vec<Block> {
    match block {
        Block::Table { rows } => {
            let mut tables: Vec<Vec<Vec<String>>> = vec![Vec::new()];
            let mut bytes = 0;
            for row in rows {
                let row: Vec<String> = row
                    .into_iter()
                    .map(|cell| cell.chars().take(BLOCK_CHARS_MAX).collect())
                    .collect();
                let size: usize = row.iter().map(|cell| cell.len() + 4).sum();
                let full = tables.last().is_some_and(|table| {
                    !table.is_empty()
                        && (table.len() >= rows_max || bytes + size > PAGE_TEXT_BYTES_MAX)
                });
                if full {
                    tables.push(Vec::new());
                    bytes = 0;
                }
                bytes += size;
                if let Some(table) = tables.last_mut() {
                    table.push(row);
                }
            }
            tables
                .into_iter()
                .map(|rows| Block::Table { rows })
                .collect()
        }
        Block::Heading { level, text } => cut(&text, |text| Block::Heading { level, text }),
        Block::Paragraph { text } => cut(&text, |text| Block::Paragraph { text }),
        Block::Aside { text } => cut(&text, |text| Block::Aside { text }),
    }
}

fn cut(text: &str, block: impl Fn(String) -> Block) -> Vec<Block> {
    let characters: Vec<char> = text.chars().collect();
    characters
        .chunks(BLOCK_CHARS_MAX)
        .map(|piece| block(piece.iter().collect()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_table_is_parted_into_pages_and_no_row_is_lost() {
        let rows: Vec<Vec<String>> = (0..1_234).map(|n| vec![n.to_string()]).collect();
        let pages = paged(vec![Block::Table { rows }]);
        let counts: Vec<usize> = pages
            .iter()
            .flatten()
            .map(|block| match block {
                Block::Table { rows } => rows.len(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(counts, [500, 500, 234]);
    }

    #[test]
    fn a_paragraph_without_end_becomes_several() {
        let text = "长".repeat(BLOCK_CHARS_MAX + 1);
        let pages = paged(vec![Block::Paragraph { text }]);
        let total: usize = pages.iter().map(Vec::len).sum();
        assert_eq!(total, 2);
    }
}
