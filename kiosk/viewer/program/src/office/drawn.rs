//! A workbook as its program would draw it: without the rows and columns that are hidden in it, its numbers as their formats ask. What
//! is taken out is read for the disclosure gate all the same, from the file as it came. Owns which of them are hidden; reads no cell.

use super::figures::of_package;
use crate::package::Package;
use crate::xml;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Where sheets stand in the package.
const SHEETS: &str = "xl/worksheets/";
/// Columns are counted in letters, of which no program writes more.
const LETTERS_MAX: usize = 4;

/// The package so; `None` where it already is.
pub fn drawn(package: &mut Package) -> Option<Vec<u8>> {
    let mut sheets = BTreeMap::new();
    let mut formats = of_package::formats(package);
    for name in package.names() {
        if name.starts_with(SHEETS)
            && name.ends_with(".xml")
            && let Ok(Some(part)) = package.part(&name)
            && let Ok(sheet) = std::str::from_utf8(&part)
        {
            let shown = without_hidden(sheet);
            let written = of_package::written(shown.as_deref().unwrap_or(sheet), &mut formats);
            if let Some(sheet) = written.or(shown) {
                sheets.insert(name, sheet.into_bytes());
            }
        }
    }
    (!sheets.is_empty()).then(|| package.with_parts(&sheets))?
}

/// A sheet without what is hidden; `None` where nothing is.
fn without_hidden(sheet: &str) -> Option<String> {
    let mut reader = Reader::from_str(sheet);
    let mut columns: Vec<RangeInclusive<u32>> = Vec::new();
    let mut kept = String::new();
    let (mut from, mut cut) = (0, None::<(&str, usize)>);
    loop {
        let before = usize::try_from(reader.buffer_position()).ok()?;
        let event = reader.read_event().ok()?;
        let after = usize::try_from(reader.buffer_position()).ok()?;
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let name = match start.local_name().as_ref() {
                    "col" => {
                        columns.extend(hidden_columns(start));
                        continue;
                    }
                    "row" if is_hidden(start) => "row",
                    "c" if stands_in(start, &columns) => "c",
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
    (kept.len() != sheet.len()).then_some(kept)
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

/// Whether a cell (`E7`) stands in one of these columns.
fn stands_in(cell: &BytesStart<'_>, columns: &[RangeInclusive<u32>]) -> bool {
    if columns.is_empty() {
        return false;
    }
    let place = attribute(cell, "r").unwrap_or_default();
    let letters = place.bytes().take_while(u8::is_ascii_uppercase);
    let column = letters.take(LETTERS_MAX).fold(0, |column, letter| {
        column * 26 + u32::from(letter - b'A') + 1
    });
    columns.iter().any(|hidden| hidden.contains(&column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_and_columns_are_taken_out_and_nothing_else() {
        let cell = |place: &str| format!("<c r=\"{place}\"><v>1</v></c>");
        let sheet = |columns: &str, second: &str, in_first: &str| {
            format!(
                "<worksheet><cols>{columns}</cols><sheetData><row r=\"1\">{}{in_first}</row>{second}<row r=\"3\" hidden=\"0\">{}</row></sheetData></worksheet>",
                cell("A1"),
                cell("A3"),
            )
        };
        let columns = "<col min=\"27\" max=\"28\" hidden=\"1\"/>";
        let hidden = format!("<row r=\"2\" hidden=\"1\">{}</row>", cell("A2"));
        let all = sheet(columns, &hidden, &format!("{}<c r=\"AB1\"/>", cell("AA1")));
        assert_eq!(without_hidden(&all), Some(sheet(columns, "", "")));
        assert_eq!(without_hidden(&sheet(columns, "", "")), None);
        assert_eq!(without_hidden("<worksheet><row hidden=\"1\">"), None);
    }
}
