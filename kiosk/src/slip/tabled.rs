//! One table of a document on a slip: its name and its unit as the document says them, and every row with every label.

use mirror::{Document, Merged};
use printer::{Align, Item};
use session::articles::tables::{self, Tabled};

use super::words::{Words, fill};

/// The tables among the chosen pieces.
pub(super) fn of<'a>(document: &'a Document, chosen: &[String]) -> Vec<Tabled<'a>> {
    chosen
        .iter()
        .filter_map(|id| tables::of(document, id))
        .collect()
}

/// What they say.
pub(super) fn body(items: &mut Vec<Item>, tables: &[Tabled]) {
    for table in tables {
        items.push(Item::Text {
            text: table.caption.map_or_else(|| number(table), str::to_owned),
            bold: true,
            label: 0,
            large: false,
            indent: false,
            align: Align::Center,
        });
        if !table.unit.is_empty() {
            let unit = &Words::get().table_unit;
            items.push(Item::plain(fill(unit, &[("unit", &table.unit)])));
        }
        items.push(Item::Table {
            rows: Merged::new(table.rows, table.spans).plain(),
        });
    }
}

/// Which of the document's tables it is.
pub(super) fn number(table: &Tabled) -> String {
    let number = table.number.to_string();
    fill(&Words::get().table_number, &[("number", &number)])
}

/// The table by its name, for the register.
pub(super) fn label(table: &Tabled) -> String {
    let number = number(table);
    match table.caption {
        None => number,
        Some(caption) => {
            let values = [("label", number.as_str()), ("title", caption)];
            fill(&Words::get().qualified, &values)
        }
    }
}
