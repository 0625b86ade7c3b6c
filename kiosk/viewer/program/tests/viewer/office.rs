//! Office files as text: headings, rows, and every part of the file.

use super::made::package;
use super::{open, said, words};
use viewer::{Block, Failure, Reason};

const TYPES: &str = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
    <Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/></Types>";
const RELATIONS: &str = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
const OF_DOCUMENT: &str = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" Target=\"header1.xml\"/></Relationships>";
const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// A text with a header.
pub fn writing(body: &str, header: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\"?><w:document {SPACES}><w:body>{body}<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId1\"/></w:sectPr></w:body></w:document>"
    );
    let header = format!(
        "<?xml version=\"1.0\"?><w:hdr {SPACES}><w:p><w:r><w:t>{header}</w:t></w:r></w:p></w:hdr>"
    );
    package(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/_rels/document.xml.rels", OF_DOCUMENT.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/header1.xml", header.as_bytes()),
    ])
}

/// A paragraph of it.
pub fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn paragraphs_rows_and_headers_are_read() {
    let row = |cells: [&str; 2]| {
        let cells: String = cells
            .iter()
            .map(|cell| format!("<w:tc>{}</w:tc>", paragraph(cell)))
            .collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let table = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(["姓名", "单位"]),
        row(["甲", "示例市档案馆"])
    );
    let body = format!("{}{table}", paragraph("关于示例的通知"));
    let mut open = open(writing(&body, "内部资料")).unwrap();
    let (text, _) = open.text(0).unwrap();
    assert!(
        text.blocks.contains(&Block::Aside {
            text: "内部资料".into()
        }),
        "{:?}",
        text.blocks
    );
    assert!(text.blocks.contains(&Block::Paragraph {
        text: "关于示例的通知".into()
    }));
    assert!(words(&mut open, 0).contains("甲\t示例市档案馆"));
    assert!(matches!(
        open.picture(0, 400, None),
        Err(Failure::Refused(Reason::NotDrawn))
    ));
}

/// A heap of the thread that reads would be made smaller on the way, for which the C library looks into a file of the system: with
/// some sizes, and not with others.
#[test]
fn a_text_of_any_length_is_read_to_its_end() {
    let line = "为便于公民、法人和其他组织获取政府信息，编制本指南。";
    for length in [1, 30, 100, 300, 1_000, 3_000, 10_000] {
        let body: String = (1..=length)
            .map(|n| paragraph(&format!("{n} {line}")))
            .collect();
        let mut open = open(writing(&body, "页眉")).unwrap_or_else(|e| panic!("{length}: {e}"));
        let last = open.opened().pages - 1;
        assert!(words(&mut open, last).contains(&format!("{length} {line}")));
        assert!(!open.second().unwrap().blocks.is_empty(), "{length}");
    }
}

#[test]
fn the_second_reading_holds_what_no_page_shows() {
    let hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>机密</w:t></w:r><w:del><w:r><w:delText>绝密</w:delText></w:r></w:del></w:p>";
    let mut open = open(writing(&format!("{}{hidden}", paragraph("正文")), "页眉")).unwrap();
    let second = said(&open.second().unwrap().blocks);
    for word in ["正文", "页眉", "机密", "绝密"] {
        assert!(second.contains(word), "{word}: {second}");
    }
}

#[test]
fn a_package_of_something_else_is_no_document() {
    let failure = open(package(&[("readme.txt", b"x")])).unwrap_err();
    assert!(matches!(failure, Failure::Refused(Reason::NotADocument)));
}

/// A workbook of one row; each cell has the style of its place.
fn sheets(formats: &[&str], cells: &[&str], book: &str) -> Vec<u8> {
    let own = |(id, code): (usize, &&str)| {
        let code = code.replace('"', "&quot;");
        format!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>")
    };
    let own: String = (164..).zip(formats).map(own).collect();
    let styles: String = (164..164 + formats.len())
        .map(|id| format!("<xf numFmtId=\"{id}\" applyNumberFormat=\"1\"/>"))
        .collect();
    let cell = |(style, value): (usize, &&str)| {
        let letter = char::from(b'A' + style as u8);
        format!("<c r=\"{letter}1\" s=\"{style}\"><v>{value}</v></c>")
    };
    let cells: String = (0..).zip(cells).map(cell).collect();
    workbook(
        book,
        &format!("<numFmts>{own}</numFmts><cellXfs>{styles}</cellXfs>"),
        &format!("<sheetData><row r=\"1\">{cells}</row></sheetData>"),
        &[],
    )
}

/// A workbook of one sheet and more parts.
pub fn workbook(book: &str, styles: &str, sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let content = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"png\" ContentType=\"image/png\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{content}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{content}.styles+xml\"/>\
         <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{content}.worksheet+xml\"/></Types>"
    );
    let relations = |of: &[(&str, &str)]| {
        let relation = |(number, (kind, target)): (usize, &(&str, &str))| {
            format!(
                "<Relationship Id=\"rId{number}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>"
            )
        };
        let all: String = (1..).zip(of).map(relation).collect();
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><workbookPr {book}/><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let styles = format!("<styleSheet xmlns=\"{main}\">{styles}</styleSheet>");
    let sheet = format!("<worksheet xmlns=\"{main}\" xmlns:r=\"{office}\">{sheet}</worksheet>");
    let of_package = relations(&[("officeDocument", "xl/workbook.xml")]);
    let of_book = relations(&[
        ("worksheet", "worksheets/sheet1.xml"),
        ("styles", "styles.xml"),
    ]);
    let mut parts = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", of_package.as_bytes()),
        ("xl/_rels/workbook.xml.rels", of_book.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend_from_slice(more);
    package(&parts)
}

#[test]
fn numbers_of_a_workbook_are_shown_as_their_formats_ask() {
    let formats = [
        "hh:mm",
        "000",
        "General",
        "0.0%",
        "#,##0.00\"元\"",
        "yyyy\"年\"m\"月\"d\"日\"",
        "# ?/?",
        "[DBNum2][$-804]General",
    ];
    let cells = [
        "0.39583333333333331",
        "7",
        "0.30000000000000004",
        "0.256",
        "1234567.891",
        "46022",
        "0.5",
        "305",
    ];
    let mut open = open(sheets(&formats, &cells, "")).unwrap();
    let expected = "09:30\t007\t0.3\t25.6%\t1,234,567.89元\t2025年12月31日\t1/2\t叁佰零伍";
    assert!(
        words(&mut open, 0).contains(expected),
        "{}",
        words(&mut open, 0)
    );
    let mut open = super::open(sheets(&["yyyy/m/d"], &["44560"], "date1904=\"1\"")).unwrap();
    assert!(words(&mut open, 0).contains("2025/12/31"));
}
