//! Numbers of a workbook (XLSX) written as words: ECMA-376, 18.3.1.4 (cell), 18.8.10 (formats of cells), 18.2.28 (count of days).
//! Owns where they stand; what each looks like is the formats' matter.

use super::calendar::Era;
use super::formats::Formats;
use crate::package::Package;
use crate::xml::{self, Element};
use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;
use viewer::limits::PART_BYTES_MAX;

const BOOK: &str = "xl/workbook.xml";
const STYLES: &str = "xl/styles.xml";

/// The formats of a workbook; none where it has no styles.
pub fn formats(package: &mut Package) -> Formats {
    let mut root = |part: &str| {
        let part = package.part(part).ok().flatten()?;
        Some(xml::parse(&part)?.root)
    };
    let mut formats = Formats::default();
    let is_1904 = |book: &Element| {
        let told = book.child("workbookPr")?.attribute("date1904")?;
        Some(told == "1" || told == "true")
    };
    if root(BOOK).and_then(|book| is_1904(&book)) == Some(true) {
        formats.era = Era::From1904;
    }
    let Some(styles) = root(STYLES) else {
        return formats;
    };
    let number = |element: &Element| element.attribute("numFmtId")?.parse::<u16>().ok();
    for format in styles
        .child("numFmts")
        .iter()
        .flat_map(|all| all.all("numFmt"))
    {
        if let (Some(number), Some(code)) = (number(format), format.attribute("formatCode")) {
            formats.own.insert(number, code.to_owned());
        }
    }
    for style in styles.child("cellXfs").iter().flat_map(|all| all.all("xf")) {
        formats.of_style.push(number(style).unwrap_or(0));
    }
    formats
}

/// A cell that is being read.
struct Cell {
    start: usize,
    /// Its name, and those of its attributes that stay.
    head: String,
    style: usize,
    is_number: bool,
    /// What it holds.
    value: Option<Range<usize>>,
}

impl Cell {
    fn of(element: &BytesStart<'_>, start: usize) -> Cell {
        let mut head = element.name().as_ref().to_owned();
        let (mut style, mut is_number) = (0, true);
        for (name, value) in xml::attributes(element) {
            match name.as_str() {
                "t" => {
                    is_number = value == "n";
                    continue;
                }
                "s" => style = value.parse().unwrap_or(usize::MAX),
                "r" => {}
                _ => continue,
            }
            head.push_str(&format!(" {name}=\"{}\"", escape(value.as_str())));
        }
        Cell {
            start,
            head,
            style,
            is_number,
            value: None,
        }
    }
}

/// A sheet so; `None` where no number changes, or it is not understood.
pub fn written(sheet: &str, formats: &mut Formats) -> Option<String> {
    let mut reader = Reader::from_str(sheet);
    let mut kept = String::new();
    let mut from = 0;
    let mut cell: Option<Cell> = None;
    let mut value_from = None;
    loop {
        let before = usize::try_from(reader.buffer_position()).ok()?;
        let event = reader.read_event().ok()?;
        let after = usize::try_from(reader.buffer_position()).ok()?;
        match &event {
            Event::Start(start) if start.local_name().as_ref() == "c" => {
                cell = Some(Cell::of(start, before)).filter(|cell| cell.is_number);
            }
            Event::Start(start) if start.local_name().as_ref() == "v" => value_from = Some(after),
            Event::End(end) if end.local_name().as_ref() == "v" => {
                if let Some(cell) = &mut cell {
                    cell.value = value_from.take().map(|from| from..before);
                }
            }
            Event::End(end) if end.local_name().as_ref() == "c" => {
                let Some(cell) = cell.take() else {
                    continue;
                };
                let Some(words) = words(sheet, &cell, formats) else {
                    continue;
                };
                kept.push_str(sheet.get(from..cell.start)?);
                let Cell { head, .. } = cell;
                let name = end.name();
                let prefix = name.as_ref().strip_suffix('c')?;
                let words = escape(words.as_str());
                kept.push_str(&format!(
                    "<{head} t=\"str\"><{prefix}v>{words}</{prefix}v></{prefix}c>"
                ));
                from = after;
            }
            Event::Eof => break,
            _ => {}
        }
    }
    kept.push_str(sheet.get(from..)?);
    (from > 0 && kept.len() as u64 <= PART_BYTES_MAX).then_some(kept)
}

/// What a cell shows, where that is not what stands in it.
fn words(sheet: &str, cell: &Cell, formats: &mut Formats) -> Option<String> {
    let stands = sheet.get(cell.value.clone()?)?.trim();
    let words = formats.shown(stands.parse().ok()?, cell.style)?;
    (words != stands || !formats.has_none(cell.style)).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::tests::packed;

    const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"hh:mm\"/>\
        <numFmt numFmtId=\"165\" formatCode=\"0&quot;人&quot;\"/></numFmts>\
        <cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>\
        <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"31\"/></cellXfs>\
        <dxfs><dxf><numFmt numFmtId=\"31\" formatCode=\"0.0\"/></dxf></dxfs></styleSheet>";

    fn of(book: &str, sheet: &str) -> Option<String> {
        let package = packed(&[
            ("xl/workbook.xml", book.as_bytes()),
            ("xl/styles.xml", STYLES.as_bytes()),
        ]);
        let mut formats = formats(&mut Package::open(package).unwrap());
        written(sheet, &mut formats)
    }

    #[test]
    fn numbers_become_words_and_all_else_stays() {
        let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><f>B1/24</f><v>0.39583333333333331</v></c>\
            <c r=\"B1\" s=\"2\" t=\"n\"><v>12</v></c><c r=\"C1\" s=\"1\" t=\"s\"><v>0</v></c><c r=\"D1\"><v>7</v></c>\
            <c r=\"E1\"/><c r=\"F1\" s=\"3\"><v>44560</v></c><c r=\"G1\"><v>0.30000000000000004</v></c>\
            <c r=\"H1\" t=\"b\" s=\"2\"><v>1</v></c><c r=\"I1\" s=\"1\"><f>A2</f></c></row></sheetData>";
        let expected = "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\" t=\"str\"><v>09:30</v></c>\
            <c r=\"B1\" s=\"2\" t=\"str\"><v>12人</v></c><c r=\"C1\" s=\"1\" t=\"s\"><v>0</v></c><c r=\"D1\"><v>7</v></c>\
            <c r=\"E1\"/><c r=\"F1\" s=\"3\" t=\"str\"><v>2025年12月31日</v></c><c r=\"G1\" t=\"str\"><v>0.3</v></c>\
            <c r=\"H1\" t=\"b\" s=\"2\"><v>1</v></c><c r=\"I1\" s=\"1\"><f>A2</f></c></row></sheetData>";
        let book = "<workbook><workbookPr date1904=\"1\"/></workbook>";
        assert_eq!(of(book, sheet).as_deref(), Some(expected));
        assert_eq!(
            of(book, "<sheetData><c r=\"A1\"><v>7</v></c></sheetData>"),
            None
        );
        assert_eq!(of(book, "<sheetData><c r=\"A1\"><v>0.5"), None);
    }

    #[test]
    fn names_keep_their_prefix() {
        let sheet = "<x:row><x:c r=\"A1\" s=\"2\"><x:v>1</x:v></x:c></x:row>";
        let expected = "<x:row><x:c r=\"A1\" s=\"2\" t=\"str\"><x:v>1人</x:v></x:c></x:row>";
        assert_eq!(of("<workbook/>", sheet).as_deref(), Some(expected));
    }
}
