//! A workbook as its program would draw it: without the rows and columns that are hidden in it, its numbers as their formats ask. What
//! is taken out is counted, and read for the disclosure gate all the same, from the file as it came. Owns where a package says what
//! is hidden; reads no cell.

use super::figures::of_package;
use super::veiled::{Area, Layout, Veil};
use crate::package::Package;
use crate::xml;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use viewer::Hidden;

const BOOK: &str = "xl/workbook.xml";
const BOOK_RELATIONS: &str = "xl/_rels/workbook.xml.rels";
/// Where sheets stand in the package.
const SHEETS: &str = "xl/worksheets/";
/// Columns are counted in letters, of which no program writes more.
const LETTERS_MAX: usize = 4;

/// A workbook so.
pub struct Drawn {
    /// The package; `None` where it already is.
    pub bytes: Option<Vec<u8>>,
    /// What each sheet hides, by its name.
    pub hidden: BTreeMap<String, Hidden>,
}

/// The package so.
pub fn drawn(package: &mut Package) -> Drawn {
    let mut sheets = BTreeMap::new();
    let mut hidden = BTreeMap::new();
    let names = names(package);
    let mut formats = of_package::formats(package);
    for name in package.names() {
        if name.starts_with(SHEETS)
            && name.ends_with(".xml")
            && let Ok(Some(part)) = package.part(&name)
            && let Ok(sheet) = std::str::from_utf8(&part)
        {
            let filters = filters_of_tables(package, &name);
            let shown = without_hidden(sheet, &filters);
            if let Some((of_sheet, (_, count))) = names.get(&name).zip(shown.as_ref()) {
                hidden.insert(of_sheet.clone(), *count);
            }
            let shown = shown.map(|(sheet, _)| sheet);
            let written = of_package::written(shown.as_deref().unwrap_or(sheet), &mut formats);
            if let Some(sheet) = written.or(shown) {
                sheets.insert(name, sheet.into_bytes());
            }
        }
    }
    Drawn {
        bytes: (!sheets.is_empty())
            .then(|| package.with_parts(&sheets))
            .flatten(),
        hidden,
    }
}

/// What the sheet of each part is called.
fn names(package: &mut Package) -> BTreeMap<String, String> {
    let mut root = |part: &str| Some(xml::parse(&package.part(part).ok()??)?.root);
    let (Some(book), Some(relations)) = (root(BOOK), root(BOOK_RELATIONS)) else {
        return BTreeMap::new();
    };
    let sheets = book.child("sheets");
    let sheets = sheets.iter().flat_map(|sheets| sheets.all("sheet"));
    let named = sheets.filter_map(|sheet| {
        let id = sheet.attribute("id")?;
        let mut all = relations.all("Relationship");
        let relation = all.find(|relation| relation.attribute("Id") == Some(id))?;
        let part = beside(BOOK, relation.attribute("Target")?);
        Some((part, sheet.attribute("name")?.to_owned()))
    });
    named.collect()
}

/// The part that another one points to.
fn beside(part: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut folders: Vec<&str> = part.split('/').collect();
    folders.pop();
    for piece in target.split('/') {
        match piece {
            "" | "." => {}
            ".." => {
                folders.pop();
            }
            piece => folders.push(piece),
        }
    }
    folders.join("/")
}

/// Filters that are on in the tables (ECMA-376, 18.5.1.2) of a sheet.
fn filters_of_tables(package: &mut Package, sheet: &str) -> Vec<Area> {
    let Some((folder, name)) = sheet.rsplit_once('/') else {
        return Vec::new();
    };
    let mut root = |part: &str| Some(xml::parse(&package.part(part).ok()??)?.root);
    let Some(relations) = root(&format!("{folder}/_rels/{name}.rels")) else {
        return Vec::new();
    };
    let is_table = |kind: &str| kind.ends_with("/table");
    let tables = relations.all("Relationship");
    let tables = tables.filter(|relation| relation.attribute("Type").is_some_and(is_table));
    let filters = tables.filter_map(|table| {
        let table = root(&beside(sheet, table.attribute("Target")?))?;
        let filter = table.child("autoFilter")?;
        let is_on = filter
            .all("filterColumn")
            .any(|column| !column.children.is_empty());
        area(filter.attribute("ref")?).filter(|_| is_on)
    });
    filters.collect()
}

/// What a sheet says of its rows, columns and cells; `None` where nothing is hidden.
fn veil(sheet: &str, filters: &[Area]) -> Option<Veil> {
    let mut reader = Reader::from_str(sheet);
    let mut layout = Layout::default();
    filters.iter().for_each(|filter| layout.filter(*filter));
    let mut filter = None;
    let mut row = 0;
    loop {
        let event = reader.read_event().ok()?;
        let (Event::Start(start) | Event::Empty(start)) = &event else {
            if matches!(event, Event::Eof) {
                return layout.veil();
            }
            continue;
        };
        match start.local_name().as_ref() {
            "col" => hidden_columns(start)
                .into_iter()
                .for_each(|columns| layout.hide_columns(columns)),
            "row" => {
                row = row_of(start, row);
                if is_hidden(start) {
                    layout.hide_row(row);
                }
            }
            "mergeCell" => attribute(start, "ref")
                .and_then(|cells| area(&cells))
                .into_iter()
                .for_each(|area| layout.merge(area)),
            "autoFilter" => filter = attribute(start, "ref").and_then(|cells| area(&cells)),
            // An empty one filters nothing.
            "filterColumn" if matches!(event, Event::Start(_)) => filter
                .take()
                .into_iter()
                .for_each(|area| layout.filter(area)),
            _ => {}
        }
    }
}

/// A sheet without what is hidden, and how much that is; `None` where nothing is.
fn without_hidden(sheet: &str, filters: &[Area]) -> Option<(String, Hidden)> {
    let mut veil = veil(sheet, filters)?;
    let mut reader = Reader::from_str(sheet);
    let mut kept = String::new();
    let (mut from, mut cut) = (0, None::<(&str, usize)>);
    let (mut row, mut column, mut is_value) = (0, 0, false);
    loop {
        let before = usize::try_from(reader.buffer_position()).ok()?;
        let event = reader.read_event().ok()?;
        let after = usize::try_from(reader.buffer_position()).ok()?;
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let name = start.local_name();
                is_value = matches!(name.as_ref(), "v" | "t");
                let name = match name.as_ref() {
                    "row" => {
                        (row, column) = (row_of(start, row), 0);
                        if !veil.hides_row(row) || veil.keeps_some_of(row) {
                            continue;
                        }
                        "row"
                    }
                    "c" => {
                        column = column_of(start).unwrap_or(column + 1);
                        if !veil.hides(row, column) {
                            continue;
                        }
                        "c"
                    }
                    _ => continue,
                };
                if cut.is_none() {
                    match event {
                        Event::Empty(_) => {
                            kept.push_str(sheet.get(from..before)?);
                            from = after;
                        }
                        _ => cut = Some((name, before)),
                    }
                }
            }
            Event::Text(words) if is_value && cut.is_some() && !words.trim().is_empty() => {
                veil.lose(row, column);
            }
            Event::End(end) => {
                if let Some((_, start)) = cut.filter(|(name, _)| end.local_name().as_ref() == *name)
                {
                    kept.push_str(sheet.get(from..start)?);
                    from = after;
                    cut = None;
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    kept.push_str(sheet.get(from..)?);
    (kept.len() != sheet.len()).then(|| (kept, veil.count()))
}

fn attribute(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    xml::attributes(element)
        .find(|(key, _)| key == wanted)
        .map(|(_, value)| value)
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "hidden").is_some_and(|value| value == "1" || value == "true")
}

fn hidden_columns(element: &BytesStart<'_>) -> Option<RangeInclusive<u32>> {
    let number = |key| attribute(element, key)?.parse::<u32>().ok();
    is_hidden(element).then(|| Some(number("min")?..=number("max")?))?
}

/// Which row it is; one that does not say so follows the one before.
fn row_of(element: &BytesStart<'_>, before: u32) -> u32 {
    let told = attribute(element, "r").and_then(|row| row.parse().ok());
    told.unwrap_or(before.saturating_add(1))
}

fn column_of(cell: &BytesStart<'_>) -> Option<u32> {
    place(&attribute(cell, "r")?).map(|(_, column)| column)
}

/// Row and column of a place (`E7`, `$E$7`).
fn place(place: &str) -> Option<(u32, u32)> {
    let bare: String = place.chars().filter(|c| *c != '$').collect();
    let letters = bare.bytes().take_while(u8::is_ascii_uppercase);
    let letters: Vec<u8> = letters.take(LETTERS_MAX).collect();
    let column = letters.iter().fold(0, |column, letter| {
        column * 26 + u32::from(letter - b'A') + 1
    });
    let row = bare.get(letters.len()..)?.parse().ok()?;
    (column > 0).then_some((row, column))
}

/// A rectangle of cells (`A1:C3`).
fn area(cells: &str) -> Option<Area> {
    let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
    let ((top, left), (bottom, right)) = (place(first)?, place(last)?);
    Some(Area {
        top: top.min(bottom),
        left: left.min(right),
        bottom: top.max(bottom),
        right: left.max(right),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(place: &str) -> String {
        format!("<c r=\"{place}\"><v>1</v></c>")
    }

    fn hidden(rows: u32, columns: u32) -> Hidden {
        Hidden {
            rows,
            columns,
            sheets: 0,
        }
    }

    #[test]
    fn hidden_rows_and_columns_are_taken_out_and_nothing_else() {
        let sheet = |columns: &str, second: &str, in_first: &str| {
            format!(
                "<worksheet><cols>{columns}</cols><sheetData><row r=\"1\">{}{in_first}</row>{second}<row r=\"3\" hidden=\"0\">{}</row></sheetData></worksheet>",
                cell("A1"),
                cell("A3"),
            )
        };
        let columns = "<col min=\"27\" max=\"28\" hidden=\"1\"/>";
        let row = format!("<row r=\"2\" hidden=\"1\">{}</row>", cell("A2"));
        let all = sheet(columns, &row, &format!("{}<c r=\"AB1\"/>", cell("AA1")));
        let shown = (sheet(columns, "", ""), hidden(1, 1));
        assert_eq!(without_hidden(&all, &[]), Some(shown));
        assert_eq!(without_hidden(&sheet(columns, "", ""), &[]), None);
        assert_eq!(without_hidden("<worksheet><row hidden=\"1\">", &[]), None);
    }

    #[test]
    fn a_filter_is_a_view_and_a_merged_cell_shows_where_it_reaches() {
        let row = |row: u32, cells: &[&str]| {
            let cells: String = cells.iter().map(|place| cell(place)).collect();
            format!("<row r=\"{row}\" hidden=\"1\">{cells}</row>")
        };
        let sheet = |rows: &str, tail: &str| {
            format!("<worksheet><sheetData>{rows}</sheetData>{tail}</worksheet>")
        };
        let rows = [row(2, &["A2", "B2"]), row(5, &["A5"])].concat();
        let on = "<autoFilter ref=\"A4:B9\"><filterColumn colId=\"0\"><filters/></filterColumn></autoFilter>";
        let shown = (sheet(&row(5, &["A5"]), on), hidden(1, 0));
        assert_eq!(without_hidden(&sheet(&rows, on), &[]), Some(shown));
        let off =
            "<autoFilter ref=\"A4:B9\"><filterColumn colId=\"0\" hiddenButton=\"1\"/></autoFilter>";
        let none = (sheet("", off), hidden(2, 0));
        assert_eq!(without_hidden(&sheet(&rows, off), &[]), Some(none));
        // The filter of a table.
        let told = area("$A$4:B9").unwrap();
        let shown = (sheet(&row(5, &["A5"]), ""), hidden(1, 0));
        assert_eq!(without_hidden(&sheet(&rows, ""), &[told]), Some(shown));
        let merged = "<mergeCells><mergeCell ref=\"B2:B3\"/></mergeCells>";
        let shown = (sheet(&row(2, &["B2"]), merged), hidden(2, 0));
        assert_eq!(without_hidden(&sheet(&rows, merged), &[]), Some(shown));
    }

    #[test]
    fn a_part_is_found_from_another() {
        for (target, part) in [
            ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("/xl/worksheets/a.xml", "xl/worksheets/a.xml"),
            ("../xl/./a.xml", "xl/a.xml"),
            ("../../../a.xml", "a.xml"),
        ] {
            assert_eq!(beside(BOOK, target), part);
        }
        assert_eq!(place("$AB$12"), Some((12, 28)));
        assert!(place("12").is_none() && place("A").is_none() && area("A1:").is_none());
    }
}
