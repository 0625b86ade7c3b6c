//! A secrecy mark (密级) reaches the disclosure gate from wherever it stands in a file: what the publisher reads is every page's
//! text and what the second reading finds.

use super::made::{HELVETICA, package, page, page_of};
use super::{open, said, words};

pub const MARK: &str = "机密★5年";
/// The same as a text string of a PDF.
const MARK_AS_STRING: &str = "<FEFF673A5BC6260500355E74>";

/// Everything that the gate is given of a file.
pub fn gated(bytes: Vec<u8>) -> String {
    let mut open = open(bytes).unwrap();
    let mut text: Vec<String> = (0..open.opened().pages)
        .map(|page| words(&mut open, page))
        .collect();
    text.push(said(&open.second().unwrap().blocks));
    text.join("\n")
}

pub fn is_found(case: &str, bytes: Vec<u8>) {
    let text = gated(bytes);
    // A line of its own, as the gate wants it; cells are lines.
    let found = text.split(['\n', '\t']).any(|line| line.trim() == MARK);
    assert!(found, "{case}: {text:?}");
}

pub const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A text file whose mark stands in `body`, or in a part of that name and root element.
pub fn writing(body: &str, part: Option<(&str, &str)>) -> Vec<u8> {
    writing_of(body, part, &[])
}

/// The same with one more part, which is a file of its own.
pub fn writing_with(body: &str, file: (&str, &[u8])) -> Vec<u8> {
    writing_of(body, None, &[file])
}

fn writing_of(body: &str, part: Option<(&str, &str)>, more: &[(&str, &[u8])]) -> Vec<u8> {
    let body = format!(
        "<w:document {SPACES}><w:body><w:p><w:r><w:t>正文</w:t></w:r></w:p>{body}</w:body></w:document>"
    );
    let (name, root) = part.unwrap_or(("footer9", "ftr"));
    let words = if part.is_some() { MARK } else { "页脚" };
    let kind = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let other = format!("<w:{root} {SPACES}><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:{root}>");
    let types = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"
    );
    let relations = format!(
        "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" \
         Target=\"word/document.xml\"/></Relationships>"
    );
    let of_document = format!(
        "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{OFFICE}/{kind}\" \
         Target=\"{name}.xml\"/></Relationships>"
    );
    let part = format!("word/{name}.xml");
    let parts: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations.as_bytes()),
        ("word/document.xml", body.as_bytes()),
        ("word/_rels/document.xml.rels", of_document.as_bytes()),
        (&part, other.as_bytes()),
    ];
    package(&[&parts[..], more].concat())
}

#[test]
fn in_every_part_of_a_text_file() {
    for (name, root) in [
        ("header1", "hdr"),
        ("footer1", "ftr"),
        ("footnotes", "footnotes"),
        ("endnotes", "endnotes"),
        ("comments", "comments"),
    ] {
        is_found(name, writing("", Some((name, root))));
    }
    let hidden = format!("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{MARK}</w:t></w:r></w:p>");
    is_found("hidden text", writing(&hidden, None));
    let white = format!(
        "<w:p><w:r><w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr><w:t>{MARK}</w:t></w:r></w:p>"
    );
    is_found("white text", writing(&white, None));
    let boxed = format!(
        "<w:p><w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:textbox><w:txbxContent>\
         <w:p><w:r><w:t>{MARK}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    );
    is_found("text box", writing(&boxed, None));
    let watermark = format!(
        "<w:p><w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:textpath string=\"{MARK}\"/></v:shape></w:pict></w:r></w:p>"
    );
    is_found("watermark", writing(&watermark, None));
    let picture = format!(
        "<w:p><w:r><w:drawing><wp:inline xmlns:wp=\"urn:wp\"><wp:docPr id=\"1\" name=\"P\" descr=\"{MARK}\"/></wp:inline></w:drawing></w:r></w:p>"
    );
    is_found("what a picture says", writing(&picture, None));
    // Split by whoever typed it, or by the program that wrote it.
    let split =
        "<w:p><w:r><w:t>机</w:t></w:r><w:r><w:t>密</w:t></w:r><w:r><w:t>★5年</w:t></w:r></w:p>";
    is_found("split runs", writing(split, None));
}

/// A workbook of one sheet, with one more part.
pub fn workbook(sheet_name: &str, cell: &str, after: &str, part: Option<(&str, &str)>) -> Vec<u8> {
    const SHEETS: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let types = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{KIND}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{KIND}.worksheet+xml\"/></Types>"
    );
    let relations = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" \
             Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{SHEETS}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"{sheet_name}\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let sheet = format!(
        "<worksheet xmlns=\"{SHEETS}\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{cell}</t></is></c></row></sheetData>{after}</worksheet>"
    );
    let (name, words) = part.unwrap_or(("xl/other.xml", "<x/>"));
    package(&[
        ("[Content_Types].xml", types.as_bytes()),
        (
            "_rels/.rels",
            relations("r1", "officeDocument", "xl/workbook.xml").as_bytes(),
        ),
        ("xl/workbook.xml", book.as_bytes()),
        (
            "xl/_rels/workbook.xml.rels",
            relations("r1", "worksheet", "worksheets/sheet1.xml").as_bytes(),
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        (name, words.as_bytes()),
    ])
}

#[test]
fn in_every_part_of_a_workbook() {
    is_found("cell", workbook("表", MARK, "", None));
    is_found("name of a sheet", workbook(MARK, "甲", "", None));
    let header = format!(
        "<headerFooter><oddHeader>&amp;L&amp;P&amp;C&amp;\"宋体,加粗\"&amp;12{MARK}</oddHeader></headerFooter>"
    );
    is_found("header", workbook("表", "甲", &header, None));
    let footer = format!("<headerFooter><evenFooter>&amp;R{MARK}</evenFooter></headerFooter>");
    is_found("footer", workbook("表", "甲", &footer, None));
    let comment = format!(
        "<comments><commentList><comment ref=\"A1\"><text><r><t>{MARK}</t></r></text></comment></commentList></comments>"
    );
    is_found(
        "comment",
        workbook("表", "甲", "", Some(("xl/comments1.xml", &comment))),
    );
    let boxed = format!(
        "<xdr:wsDr><xdr:sp><xdr:txBody><a:p><a:r><a:t>{MARK}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
    );
    is_found(
        "text box",
        workbook("表", "甲", "", Some(("xl/drawings/drawing1.xml", &boxed))),
    );
}

/// A picture of words holds none: that is said, and the publisher reports it.
#[test]
fn of_a_picture_alone_nothing_is_found_and_that_is_said() {
    let mut open = open(super::made::png(40, [0, 0, 0, 255])).unwrap();
    let (text, page) = open.text(0).unwrap();
    assert!(text.blocks.is_empty() && page.is_scan);
    assert!(open.second().unwrap().blocks.is_empty());
}

#[test]
fn in_what_a_workbook_and_a_text_say_of_themselves() {
    let said = format!(
        "<cp:coreProperties xmlns:cp=\"urn:cp\" xmlns:dc=\"urn:dc\"><dc:title>{MARK}</dc:title><dc:creator>示例市</dc:creator></cp:coreProperties>"
    );
    let part = Some(("docProps/core.xml", said.as_str()));
    is_found("title of the file", workbook("表", "甲", "", part));
    let note = format!(
        "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:shape><v:textbox><div><font>{MARK}</font></div></v:textbox></v:shape></xml>"
    );
    let part = Some(("xl/drawings/vmlDrawing1.vml", note.as_str()));
    is_found("old comment", workbook("表", "甲", "", part));
}

/// What is not drawn is not shown to readers either.
#[test]
fn on_a_layer_of_a_pdf_that_is_off() {
    let content = b"BT /F1 12 Tf 20 100 Td (Notice) Tj ET /OC /Layer BDC BT /F1 12 Tf 20 50 Td (SECRET) Tj ET EMC";
    let of_page = "/Resources << /Font << /F1 5 0 R >> /Properties << /Layer 6 0 R >> >>";
    let layer = b"<< /Type /OCG /Name (Layer) >>".to_vec();
    let hidden_while_on = b"<< /Type /OCMD /OCGs [6 0 R] /P /AllOff >>".to_vec();
    let catalogue = |state: &str| {
        format!(
            "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << {state} >> >> >>"
        )
    };
    let by_policy = of_page.replace("6 0 R", "7 0 R");
    for (state, of_page) in [("/OFF [6 0 R]", of_page), ("/ON [6 0 R]", &by_policy)] {
        let more = [layer.clone(), hidden_while_on.clone()];
        let bytes = page_of(&catalogue(state), content, of_page, &more);
        let shown = words(&mut open(bytes.clone()).unwrap(), 0);
        assert_eq!(shown, "Notice", "{state}");
        let gated = gated(bytes);
        assert!(
            gated.lines().any(|line| line == "SECRET"),
            "{state}: {gated:?}"
        );
    }
}

#[test]
fn in_a_stamp_of_a_pdf_that_is_hidden() {
    let stamp =
        b"<< /Type /Annot /Subtype /Stamp /Rect [20 20 120 60] /F 2 /AP << /N 7 0 R >> >>".to_vec();
    let look = super::made::stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 100 40] /Resources << /Font << /F1 5 0 R >> >>",
        b"BT /F1 12 Tf 5 5 Td (SECRET) Tj ET",
    );
    let bytes = page(
        b"BT /F1 12 Tf 20 100 Td (Notice) Tj ET",
        HELVETICA,
        "/Annots [6 0 R]",
        &[stamp, look],
    );
    assert_eq!(words(&mut open(bytes.clone()).unwrap(), 0), "Notice");
    assert!(gated(bytes).lines().any(|line| line == "SECRET"));
}

#[test]
fn in_what_a_pdf_holds_beside_its_pages() {
    let plain = b"BT /F1 12 Tf 20 100 Td (Notice) Tj ET";
    let annotated = |annotation: String| {
        page(
            plain,
            HELVETICA,
            "/Annots [6 0 R]",
            &[annotation.into_bytes()],
        )
    };
    is_found(
        "note",
        annotated(format!(
            "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents {MARK_AS_STRING} >>"
        )),
    );
    is_found(
        "field of a form",
        annotated(format!(
            "<< /Type /Annot /Subtype /Widget /FT /Tx /Rect [0 0 9 9] /V {MARK_AS_STRING} >>"
        )),
    );
    let beside = |object: String| page(plain, HELVETICA, "", &[object.into_bytes()]);
    is_found(
        "bookmark",
        beside(format!("<< /Title {MARK_AS_STRING} /Parent 6 0 R >>")),
    );
    is_found(
        "what a picture says",
        beside(format!("<< /S /Figure /Alt {MARK_AS_STRING} >>")),
    );
    let xml =
        format!("<x:xmpmeta><dc:title>{MARK}</dc:title><dc:creator>a</dc:creator></x:xmpmeta>");
    let metadata = super::made::stream("/Type /Metadata /Subtype /XML", xml.as_bytes());
    is_found("metadata", page(plain, HELVETICA, "", &[metadata]));
    let (gbk, _, _) = encoding_rs::GBK.encode("机密");
    let mut white = b"1 1 1 rg BT /F1 12 Tf 20 100 Td <".to_vec();
    for byte in gbk.iter() {
        white.extend_from_slice(format!("{byte:02X}").as_bytes());
    }
    white.extend_from_slice(b"> Tj ET");
    let font = "<< /Type /Font /Subtype /TrueType /BaseFont /SimSun /Encoding /WinAnsiEncoding >>";
    let text = gated(page(&white, font, "", &[]));
    assert!(text.contains("机密"), "white text: {text:?}");
}

#[test]
fn in_every_part_of_an_ofd() {
    let entry = "<ofd:OFD xmlns:ofd=\"x\"><ofd:DocBody><ofd:DocInfo><ofd:Title>标题</ofd:Title></ofd:DocInfo>\
        <ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
    let document = "<ofd:Document xmlns:ofd=\"x\"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 100 100</ofd:PhysicalBox>\
        </ofd:PageArea><ofd:TemplatePage ID=\"2\" BaseLoc=\"T.xml\"/></ofd:CommonData>\
        <ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"P.xml\"/></ofd:Pages><ofd:Annotations>Annotations.xml</ofd:Annotations></ofd:Document>";
    let object = format!(
        "<ofd:TextObject ID=\"7\" Boundary=\"0 0 90 9\" Font=\"3\" Size=\"4\"><ofd:TextCode X=\"1\" Y=\"4\">{MARK}</ofd:TextCode></ofd:TextObject>"
    );
    let layer = |objects: &str| {
        format!(
            "<ofd:Page xmlns:ofd=\"x\"><ofd:Template TemplateID=\"2\"/><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    };
    let notes = "<ofd:Annotations xmlns:ofd=\"x\"><ofd:Page PageID=\"1\"><ofd:FileLoc>N.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>";
    let note = format!(
        "<ofd:PageAnnot xmlns:ofd=\"x\"><ofd:Annot Type=\"Watermark\"><ofd:Remark>{MARK}</ofd:Remark></ofd:Annot></ofd:PageAnnot>"
    );
    for (case, page, template, annotation) in [
        ("page", object.as_str(), "", ""),
        ("template", "", object.as_str(), ""),
        ("annotation", "", "", note.as_str()),
    ] {
        let (page, template) = (layer(page), layer(template));
        let bytes = package(&[
            ("OFD.xml", entry.as_bytes()),
            ("D/Document.xml", document.as_bytes()),
            ("D/P.xml", page.as_bytes()),
            ("D/T.xml", template.as_bytes()),
            ("D/Annotations.xml", notes.as_bytes()),
            ("D/N.xml", annotation.as_bytes()),
        ]);
        is_found(case, bytes);
    }
}

/// What its program does not show is not shown to readers either.
#[test]
fn in_hidden_rows_and_on_hidden_sheets_of_a_workbook() {
    let rows = format!(
        "<row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"inlineStr\"><is><t>{MARK}</t></is></c></row>"
    );
    let hidden_row = workbook(
        "表",
        "甲</t></is></c></row>ROWS<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>乙",
        "",
        None,
    );
    let hidden_row = with_part(&hidden_row, "xl/worksheets/sheet1.xml", "ROWS", &rows);
    let hidden_sheet = with_part(
        &workbook("表", MARK, "", None),
        "xl/workbook.xml",
        "sheetId=\"1\"",
        "sheetId=\"1\" state=\"veryHidden\"",
    );
    for (case, bytes) in [("row", hidden_row), ("sheet", hidden_sheet)] {
        let mut open = open(bytes.clone()).unwrap();
        let shown = words(&mut open, 0);
        assert!(!shown.contains(MARK), "{case}: {shown:?}");
        assert!(
            case == "sheet" || shown.contains('甲') && shown.contains('乙'),
            "{shown:?}"
        );
        is_found(case, bytes);
    }
}

/// The same in a workbook of the old kind: a hidden row, and a hidden column between others.
#[test]
fn in_hidden_rows_and_columns_of_an_old_workbook() {
    let bytes = include_bytes!("hidden.xls").to_vec();
    let mut open = open(bytes.clone()).unwrap();
    let shown = words(&mut open, 0);
    for hidden in [MARK, "99991", "99992", "99993", "备注"] {
        assert!(!shown.contains(hidden), "{hidden}: {shown:?}");
    }
    for seen in ["甲", "12.5", "可见", "乙", "丙"] {
        assert!(shown.contains(seen), "{seen}: {shown:?}");
    }
    let gated = gated(bytes);
    assert!(gated.contains(MARK) && gated.contains("99993"), "{gated:?}");
}

/// A package with one part changed.
fn with_part(bytes: &[u8], name: &str, from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    let mut parts: Vec<(String, String)> = Vec::new();
    for part in names {
        let text = std::io::read_to_string(archive.by_name(&part).unwrap()).unwrap();
        let text = if part == name {
            text.replace(from, to)
        } else {
            text
        };
        parts.push((part, text));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    package(&parts)
}
