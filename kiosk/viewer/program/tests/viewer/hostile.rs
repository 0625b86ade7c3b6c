//! Small files that ask for much: each is answered, refused or ends its child, within the time that the parent grants, and nothing that
//! is said of it is nonsense.

use super::made::{HELVETICA, package, page, page_of, stream};
use super::open;
use super::secrecy::writing_with;
use std::time::{Duration, Instant};
use viewer::Failure;
use viewer::limits::{OPEN_TIME_MAX, PAGE_WAIT_MAX, SECOND_TIME_MAX};

/// What the parent itself may take beside its waiting, on a slow machine.
const SLACK: Duration = Duration::from_secs(20);

/// Asks everything that can be asked, until it is refused by force.
fn is_survived(case: &str, file: Vec<u8>) {
    let begun = Instant::now();
    let outcome = open(file).and_then(|mut open| {
        let quiet = |failure: Failure| match failure {
            Failure::Refused(_) => Ok(()),
            other => Err(other),
        };
        open.picture(0, 600, None).map(drop).or_else(quiet)?;
        open.text(0).map(drop).or_else(quiet)?;
        open.second().map(drop).or_else(quiet)?;
        open.inner(0).map(drop).or_else(quiet)
    });
    match outcome {
        Ok(()) | Err(Failure::Refused(_) | Failure::Late | Failure::Died) => {}
        Err(other) => panic!("{case}: {other:?}"),
    }
    let most = OPEN_TIME_MAX + 3 * PAGE_WAIT_MAX + SECOND_TIME_MAX + SLACK;
    assert!(begun.elapsed() < most, "{case}: {:?}", begun.elapsed());
}

/// Deflated as PDF and PNG have it (RFC 1950).
fn flate(bytes: &[u8]) -> Vec<u8> {
    let zip = package(&[("a", bytes)]);
    // The local head of a part: 30 bytes and its name; the directory begins behind its bytes.
    let packed = u32::from_le_bytes(directory(&zip)[20..24].try_into().unwrap()) as usize;
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    let mut made = vec![0x78, 0x9C];
    made.extend_from_slice(&zip[31..31 + packed]);
    made.extend_from_slice(&((b << 16) | a).to_be_bytes());
    made
}

/// The directory of a package, with its end.
fn directory(zip: &[u8]) -> &[u8] {
    let at = zip
        .windows(4)
        .rposition(|four| four == b"PK\x01\x02")
        .unwrap();
    &zip[at..]
}

#[test]
fn dashes_without_end() {
    let words = "BT /F1 10 Tf 20 100 Td (words) Tj ET ";
    for (dashes, lines) in [
        ("[.00001 .00001] 0 d", "0 0 m 200 200 l S "),
        ("[-1 1] 0 d", "10 10 100 100 re S "),
        ("[.0001] 0 d 1 Tr", "BT /F1 90 Tf (many) Tj ET "),
        ("[1 2] 0 d", "0 0 m 1e9 200 l S "),
    ] {
        let content = format!("{words}1 w {dashes} {}", lines.repeat(2_000));
        let file = page(content.as_bytes(), HELVETICA, "", &[]);
        // Nobody tries to draw the page: it says that it is not shown, and what it says is read.
        let mut open = open(file).unwrap();
        let picture = open.picture(0, 600, None).unwrap();
        assert!(picture.page.left_out.total() > 0, "{dashes}");
        let (text, _) = open.text(0).unwrap();
        assert!(format!("{text:?}").contains("words"), "{dashes}");
    }
}

/// A page of words and of what its content draws from object 6, in these resources beside a font.
fn drawing(content: &str, resources: &str, drawn: Vec<u8>) -> Vec<u8> {
    let content = format!("BT /F1 10 Tf 20 100 Td (words) Tj ET {content}");
    let of_page = format!("/Resources << /Font << /F1 5 0 R >> {resources} >>");
    let catalogue = "<< /Type /Catalog /Pages 2 0 R >>";
    let more = [drawn, stream("", b"")];
    page_of(catalogue, content.as_bytes(), &of_page, &more)
}

/// Lines in a pattern, in a mask, in a glyph that is drawn as a page is.
fn lines_within(lines: &str) -> [(&'static str, Vec<u8>); 3] {
    let tile = "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 99 99] /XStep 99 /YStep 99 /Resources << >>";
    let group = "/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << >> /Group << /S /Transparency /CS /DeviceGray >>";
    let font = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 \
        /LastChar 97 /Widths [1000] /Encoding << /Differences [97 /a] >> /Resources << >> /CharProcs << /a 7 0 R >> >>";
    let mask = "/ExtGState << /G << /SMask << /S /Luminosity /G 6 0 R >> >> >>";
    let glyph = {
        let content = b"BT /F1 10 Tf 20 100 Td (words) Tj ET BT /T 50 Tf 20 20 Td (aaaa) Tj ET";
        let of_page = "/Resources << /Font << /F1 5 0 R /T 6 0 R >> >>";
        let more = [
            font.as_bytes().to_vec(),
            stream("", format!("1000 0 d0 {lines}").as_bytes()),
        ];
        page_of("<< /Type /Catalog /Pages 2 0 R >>", content, of_page, &more)
    };
    [
        (
            "a pattern",
            drawing(
                "/Pattern cs /P scn 0 0 200 200 re f",
                "/Pattern << /P 6 0 R >>",
                stream(tile, lines.as_bytes()),
            ),
        ),
        (
            "a mask",
            drawing(
                "/G gs 0 0 90 90 re f",
                mask,
                stream(group, lines.as_bytes()),
            ),
        ),
        ("a glyph", glyph),
    ]
}

#[test]
fn dashes_without_end_where_a_page_shows_none_of_them() {
    let endless = "1 w [.00001 .00001] 0 d 0 0 m 90 90 l S ".repeat(200);
    for (case, file) in lines_within(&endless) {
        let mut open = open(file).unwrap();
        let picture = open.picture(0, 600, None).unwrap();
        assert!(picture.page.left_out.total() > 0, "{case}");
        let (text, _) = open.text(0).unwrap();
        assert!(format!("{text:?}").contains("words"), "{case}");
    }
    // As many as somebody sees are drawn.
    for (case, file) in lines_within("1 w [3 2] 0 d 0 0 m 90 90 l S ") {
        let picture = open(file).unwrap().picture(0, 600, None).unwrap();
        assert_eq!(picture.page.left_out.total(), 0, "{case}");
    }
}

#[test]
fn zeros_in_three_filters() {
    let image = flate(&flate(&flate(&vec![0; 64 << 20])));
    assert!(image.len() < 64 << 10, "{}", image.len());
    let image = stream(
        "/Type /XObject /Subtype /Image /Width 8000 /Height 8000 /ColorSpace /DeviceGray /BitsPerComponent 8 \
         /Filter [/FlateDecode /FlateDecode /FlateDecode]",
        &image,
    );
    let resources = "/Resources << /XObject << /I 6 0 R >> >>";
    let file = page_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        b"200 0 0 200 0 0 cm /I Do",
        resources,
        &[image],
    );
    is_survived("three filters", file);
}

#[test]
fn a_table_of_all_codes() {
    let ranges = "<00000000> <ffffffff> 0\n".repeat(100);
    let table = format!(
        "begincmap\n1 begincodespacerange <00000000> <ffffffff> endcodespacerange\n100 begincidrange\n{ranges}endcidrange\n\
         1 beginbfrange <00000000> <ffffffff> <0041> endbfrange\nendcmap"
    );
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 7 0 R /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>";
    let more = [
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) \
          /Supplement 0 >> /W [0 4294967295 500] >>"
            .to_vec(),
        stream("/Type /CMap /CMapName /Z /UseCMap 7 0 R", table.as_bytes()),
    ];
    is_survived(
        "codes",
        page(b"BT /F1 10 Tf 20 100 Td <0001> Tj ET", font, "", &more),
    );
}

#[test]
fn a_mesh_of_a_million_triangles() {
    let triangles = b"\0\0\0\x01\x02\x03\0\xff\0\x01\x02\x03\0\0\xff\x01\x02\x03".repeat(1_000_000);
    let mesh = stream(
        "/ShadingType 4 /ColorSpace /DeviceRGB /BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8 \
         /Decode [0 200 0 200 0 1 0 1 0 1] /Filter /FlateDecode",
        &flate(&triangles),
    );
    let resources = "/Resources << /Shading << /S 6 0 R >> >>";
    let file = page_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        b"/S sh",
        resources,
        &[mesh],
    );
    is_survived("mesh", file);
}

#[test]
fn masks_that_mask_each_other() {
    let head = "/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Group << /S /Transparency >>";
    let mut forms: Vec<Vec<u8>> = (0..14)
        .map(|level| {
            let next = 7 + level;
            let resources = format!(
                "{head} /Resources << /XObject << /X {next} 0 R >> /ExtGState << /G << /SMask << /S /Luminosity /G {next} 0 R >> >> >> >>"
            );
            stream(&resources, b"/G gs /X Do /X Do")
        })
        .collect();
    forms.push(stream(head, b"0 0 200 200 re f"));
    let resources = "/Resources << /XObject << /X 6 0 R >> >>";
    let file = page_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        b"/X Do",
        resources,
        &forms,
    );
    is_survived("masks", file);
}

#[test]
fn a_text_of_nine_hundred_thousand_runs() {
    let body = format!("<w:p>{}</w:p>", "<w:r><w:t>甲</w:t></w:r>".repeat(900_000));
    is_survived("runs", writing_with(&body, ("word/other.xml", b"<a/>")));
}

#[test]
fn one_long_string_in_sixty_thousand_cells() {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |entries: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{entries}</Relationships>"
        )
    };
    let space = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let rows: String = (1..=60_000)
        .map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\" t=\"s\"><v>0</v></c></row>"))
        .collect();
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" \
        ContentType=\"application/xml\"/></Types>";
    let root = relations(&format!(
        "<Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/>"
    ));
    let of_book = relations(&format!(
        "<Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
         <Relationship Id=\"r2\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/>"
    ));
    let book = format!(
        "<workbook {space} xmlns:r=\"{office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let sheet = format!("<worksheet {space}><sheetData>{rows}</sheetData></worksheet>");
    let strings = format!(
        "<sst {space} count=\"4294967295\" uniqueCount=\"4294967295\"><si><t>{}</t></si></sst>",
        "甲".repeat(30_000)
    );
    let file = package(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", of_book.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ]);
    is_survived("strings", file);
}

#[test]
fn a_picture_whose_list_of_pictures_never_ends() {
    let mut tiff = b"II*\0\x08\0\0\0\x09\0".to_vec();
    let tags: [(u16, u16, u32); 9] = [
        (256, 4, 100),
        (257, 4, 100),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8),
        (277, 3, 1),
        (278, 4, 100),
        (279, 4, 10_000),
    ];
    for (tag, kind, value) in tags {
        tiff.extend_from_slice(&tag.to_le_bytes());
        tiff.extend_from_slice(&kind.to_le_bytes());
        tiff.extend_from_slice(&1_u32.to_le_bytes());
        tiff.extend_from_slice(&value.to_le_bytes());
    }
    // The next one is this one.
    tiff.extend_from_slice(&8_u32.to_le_bytes());
    is_survived("pictures", tiff);
}

#[test]
fn parts_that_lie_on_each_other() {
    const PARTS: u16 = 3_900;
    let text = [b"<w:document><w:body>".to_vec(), vec![b' '; 32 << 20]].concat();
    let name = "word/document.xml";
    let zip = package(&[(name, &text)]);
    let directory = directory(&zip);
    let local = &zip[..zip.len() - directory.len()];
    let entry = &directory[..46 + name.len()];
    let mut made = local.to_vec();
    for number in 0..PARTS {
        made.extend_from_slice(entry);
        let at = made.len() - name.len();
        if number > 0 {
            made[at..].copy_from_slice(format!("word/{number:08}.xml").as_bytes());
        }
    }
    let entries = made.len() - local.len();
    made.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    made.extend_from_slice(&PARTS.to_le_bytes());
    made.extend_from_slice(&PARTS.to_le_bytes());
    made.extend_from_slice(&(entries as u32).to_le_bytes());
    made.extend_from_slice(&(local.len() as u32).to_le_bytes());
    made.extend_from_slice(&[0, 0]);
    is_survived("parts", made);
}

#[test]
fn drawings_of_drawings_of_drawings() {
    let units: String = (100..112)
        .map(|id| {
            let inner = format!("<ofd:CompositeObject Boundary=\"0 0 100 100\" ResourceID=\"{}\"/>", id + 1).repeat(10);
            format!("<ofd:CompositeGraphicUnit ID=\"{id}\" Width=\"100\" Height=\"100\"><ofd:Content>{inner}</ofd:Content></ofd:CompositeGraphicUnit>")
        })
        .collect();
    let resources = format!(
        "<ofd:Res xmlns:ofd=\"x\"><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"
    );
    let root = "<ofd:OFD xmlns:ofd=\"x\"><ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
    let document = "<ofd:Document xmlns:ofd=\"x\"><ofd:CommonData><ofd:DocumentRes>R.xml</ofd:DocumentRes></ofd:CommonData>\
        <ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"P.xml\"/></ofd:Pages></ofd:Document>";
    let page = "<ofd:Page xmlns:ofd=\"x\"><ofd:Content><ofd:Layer><ofd:CompositeObject Boundary=\"0 0 100 100\" ResourceID=\"100\"/>\
        </ofd:Layer></ofd:Content></ofd:Page>";
    let file = package(&[
        ("OFD.xml", root.as_bytes()),
        ("D/Document.xml", document.as_bytes()),
        ("D/R.xml", resources.as_bytes()),
        ("D/P.xml", page.as_bytes()),
    ]);
    is_survived("drawings", file);
}
