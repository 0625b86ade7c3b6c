//! One table of a document as a picture: its name and unit as the document says them, never guessed. Pure.

use mirror::{Block, Document, Merged};

use crate::screen::table::Table;
use crate::visit::Viewing;

/// Blocks above a table in which its name and its unit are looked for.
const ABOVE_MAX: usize = 3;
/// A longer paragraph is text, not the name of a table.
const CAPTION_CHARS_MAX: usize = 40;
/// What a unit begins with in documents, one a line; no words of the interface.
const UNIT: &str = include_str!("../../../../assets/lang/table-units.zh.txt");

pub(super) fn table(viewing: &Viewing) -> Table {
    let document = &viewing.opened.document;
    let is_table = |block: &&Block| matches!(block, Block::Table { .. });
    let before = document.blocks[..viewing.block].iter().filter(is_table);
    let all = document.blocks.iter().filter(is_table);
    let (rows, spans) = viewing.table();
    let merged = viewing.merged();
    let heads = merged.head();
    let table = Table {
        caption: caption(document, viewing.block).unwrap_or_else(|| document.title.clone()),
        title: document.title.clone(),
        number: small(before.count() + 1),
        count: small(all.count()),
        unit: unit(document, viewing.block).unwrap_or_default(),
        cells: rows.to_vec(),
        heads: small(heads),
        spans: spans.to_vec(),
        one: None,
        rows: small(rows.len() - heads),
        row: viewing.rows.offset,
        rows_end: viewing.rows.end,
        column: viewing.columns.offset.max(1),
        columns_end: viewing.columns.end,
    };
    match viewing.one {
        None => table,
        Some((row, columns)) => Table {
            cells: pairs(&merged, heads + row as usize),
            heads: 1,
            spans: Vec::new(),
            one: Some(row),
            row: columns.offset,
            rows_end: columns.end,
            column: 1,
            columns_end: 0,
            ..table
        },
    }
}

/// One row: what each of its columns is called, and what stands there. A cell over several columns stands once, behind all of them.
fn pairs(merged: &Merged, row: usize) -> Vec<Vec<String>> {
    let mut pairs: Vec<Vec<String>> = Vec::new();
    let mut column = 0;
    while column < merged.width(row) {
        let span = merged.span(row, column);
        let end = span.map_or(column + 1, |span| (span.column + span.columns) as usize);
        let mut labels: Vec<String> = (column..end).map(|at| merged.label(at)).collect();
        labels.retain(|label| !label.is_empty());
        labels.dedup();
        pairs.push(vec![
            labels.join("\n"),
            merged.words(row, column).to_owned(),
        ]);
        column = end;
    }
    pairs
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Words of the blocks above a table, the nearest first, up to another table.
fn above(document: &Document, block: usize) -> impl Iterator<Item = &str> {
    let blocks = document.blocks[..block].iter().rev().take(ABOVE_MAX);
    blocks.map_while(|block| match block {
        Block::Heading { text, .. } | Block::Paragraph { text, .. } => Some(text.trim()),
        Block::Table { .. } | Block::Picture { .. } => None,
    })
}

fn caption(document: &Document, block: usize) -> Option<String> {
    above(document, block)
        .find(|words| {
            let is_unit = UNIT.lines().any(|unit| words.contains(unit));
            !is_unit && !words.is_empty() && words.chars().count() <= CAPTION_CHARS_MAX
        })
        .map(str::to_owned)
}

/// `万元` of `（单位：万元）`.
fn unit(document: &Document, block: usize) -> Option<String> {
    above(document, block).find_map(|words| {
        let begin = UNIT
            .lines()
            .find_map(|unit| words.find(unit).map(|at| at + unit.len()))?;
        let unit: String = words[begin..]
            .trim_start()
            .chars()
            .take_while(|c| !c.is_whitespace() && !")）]】，。；".contains(*c))
            .collect();
        (!unit.is_empty()).then_some(unit)
    })
}
