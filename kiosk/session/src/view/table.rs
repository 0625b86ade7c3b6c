//! One table of a document as a picture: its name and unit as the document says them, never guessed. Pure.

use mirror::Merged;

use crate::articles::tables;
use crate::rules::Rules;
use crate::screen::table::Table;
use crate::visit::Viewing;

pub(super) fn table(viewing: &Viewing, rules: &Rules) -> Table {
    let document = &viewing.opened.document;
    let said = tables::at(document, viewing.block);
    let caption = said.as_ref().and_then(|said| said.caption);
    let (rows, spans) = viewing.table();
    let merged = viewing.merged();
    let heads = merged.head();
    let table = Table {
        caption: caption.map_or_else(|| document.title.clone(), str::to_owned),
        title: document.title.clone(),
        number: small(said.as_ref().map_or(0, |said| said.number)),
        count: small(tables::count(document)),
        unit: said.map_or_else(String::new, |said| said.unit),
        cells: rows.to_vec(),
        heads: small(heads),
        spans: spans.to_vec(),
        one: None,
        rows: small(rows.len() - heads),
        row: viewing.rows.offset,
        rows_end: viewing.rows.end,
        column: viewing.columns.offset.max(1),
        columns_end: viewing.columns.end,
        address: document.source_url.clone().unwrap_or_default(),
        printable: viewing.is_printable(rules),
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
