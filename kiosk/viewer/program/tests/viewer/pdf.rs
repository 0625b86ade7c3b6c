//! PDFs: what is drawn, what is read, and that no wrong character ever is.

use super::made::{HELVETICA, page, pdf, stream};
use super::{dark, open, words};
use viewer::{Failure, Reason};

#[test]
fn a_page_is_drawn_at_the_width_asked_for_and_read() {
    let file = page(
        b"BT /F1 20 Tf 20 100 Td (Notice 2026) Tj ET",
        HELVETICA,
        "",
        &[],
    );
    let mut open = open(file).unwrap();
    assert_eq!(open.opened().pages, 1);
    let picture = open.picture(0, 400, None).unwrap();
    assert_eq!((picture.width_px, picture.height_px), (400, 400));
    assert!(dark(&picture, 0.1, 0.35, 0.8, 0.55) > 200);
    assert_eq!(dark(&picture, 0.0, 0.6, 1.0, 1.0), 0);
    assert_eq!(picture.page.left_out.total(), 0);
    assert_eq!(words(&mut open, 0), "Notice 2026");
    assert!(matches!(
        open.picture(1, 400, None),
        Err(Failure::Refused(Reason::NoSuchPage))
    ));
}

#[test]
fn a_part_of_a_page_is_the_same_dots_as_the_whole() {
    let file = page(b"BT /F1 20 Tf 20 100 Td (Notice) Tj ET", HELVETICA, "", &[]);
    let mut open = open(file).unwrap();
    let whole = open.picture(0, 400, None).unwrap();
    let part = viewer::Part {
        left: 40,
        top: 150,
        width: 100,
        height: 60,
    };
    let cut = open.picture(0, 400, Some(part)).unwrap();
    assert_eq!((cut.width_px, cut.height_px), (100, 60));
    for y in 0..60_usize {
        let from = ((y + 150) * 400 + 40) * 4;
        let differing = cut.rgba[y * 400..(y + 1) * 400]
            .iter()
            .zip(&whole.rgba[from..from + 400])
            .filter(|(a, b)| a.abs_diff(**b) > 40)
            .count();
        assert!(differing < 8, "row {y}: {differing}");
    }
}

/// Codes of a font that is not there, and no table of what they mean: 60 in ASCII when taken byte by byte.
const UNKNOWN_TEXT: &[u8] = b"BT /F1 20 Tf 20 100 Td <00360030> Tj ET";

fn identity(base: &str, extra: &str) -> String {
    format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /Identity-H {extra} /DescendantFonts [ << /Type /Font \
         /Subtype /CIDFontType2 /BaseFont /{base} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >> ] >>"
    )
}

#[test]
fn what_cannot_be_known_is_marked_and_never_guessed() {
    for font in [
        identity("SomeFace", ""),
        // A face that readers have by name, whose glyphs are numbered otherwise.
        identity("TimesNewRoman", ""),
        identity("SimSun", ""),
        // Nothing of it is left but its name in the page.
        "null".to_owned(),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Broken >>".to_owned(),
    ] {
        let mut open = open(page(UNKNOWN_TEXT, &font, "", &[])).unwrap();
        let picture = open.picture(0, 400, None).unwrap();
        assert!(picture.page.left_out.characters >= 1, "{font}");
        assert!(!picture.page.marks.is_empty(), "{font}");
        assert_eq!(
            dark(&picture, 0.0, 0.0, 1.0, 1.0),
            0,
            "{font}: something was drawn"
        );
        assert_eq!(words(&mut open, 0), "", "{font}");
    }
}

#[test]
fn a_font_that_is_not_there_is_replaced_where_its_characters_are_known() {
    let table = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
        2 beginbfchar <0036> <516C> <0030> <5F00> endbfchar\nendcmap end end";
    let file = page(
        UNKNOWN_TEXT,
        &identity("SomeFace", "/ToUnicode 6 0 R"),
        "",
        &[stream("", table)],
    );
    let mut open = open(file).unwrap();
    let picture = open.picture(0, 400, None).unwrap();
    assert_eq!(picture.page.left_out.total(), 0);
    assert!(dark(&picture, 0.1, 0.35, 0.4, 0.6) > 100);
    assert_eq!(words(&mut open, 0), "公开");
}

#[test]
fn chinese_simple_fonts_hold_gbk() {
    let (gbk, _, _) = encoding_rs::GBK.encode("关于示例的通知 2026");
    for name in [&b"SimSun"[..], b"#CB#CE#CC#E5", b"FangSong_GB2312"] {
        let mut content = b"BT /F1 16 Tf 10 100 Td (".to_vec();
        for byte in gbk.iter() {
            content.extend_from_slice(format!("\\{byte:03o}").as_bytes());
        }
        content.extend_from_slice(b") Tj ET");
        let font = format!(
            "<< /Type /Font /Subtype /TrueType /BaseFont /{} /Encoding /WinAnsiEncoding >>",
            String::from_utf8_lossy(name)
        );
        let mut open = open(page(&content, &font, "", &[])).unwrap();
        assert_eq!(words(&mut open, 0), "关于示例的通知 2026", "{font}");
        assert_eq!(open.picture(0, 400, None).unwrap().page.left_out.total(), 0);
    }
}

/// One page of `content` in a composite font that is embedded, and says nothing of its characters.
fn embedded(content: &str, encoding: &str, ordering: &str) -> Vec<u8> {
    let font = format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Some /Encoding /{encoding} /DescendantFonts [ << /Type /Font \
         /Subtype /CIDFontType2 /BaseFont /ABCDEF+Some /FontDescriptor 6 0 R \
         /CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 2 >> >> ] >>"
    );
    let descriptor =
        b"<< /Type /FontDescriptor /FontName /ABCDEF+Some /Flags 4 /FontFile2 7 0 R >>";
    let program = stream("", &viewer_program::probe::blank_font());
    let content = format!("BT /F1 20 Tf 20 100 Td <{content}> Tj ET");
    page(
        content.as_bytes(),
        &font,
        "",
        &[descriptor.to_vec(), program],
    )
}

#[test]
fn an_embedded_font_of_a_known_collection_is_read_without_a_table_of_its_own() {
    for (content, encoding, ordering, expected) in [
        ("B9ABBFAA41", "GBK-EUC-H", "GB1", "公开A"),
        ("516C5F00", "UniGB-UCS2-H", "GB1", "公开"),
        ("516C5F00", "UniGB-UTF16-H", "GB1", "公开"),
        ("A4BD", "B5pc-H", "CNS1", "公"),
        // Numbers of the collection itself.
        ("00220023", "Identity-H", "GB1", "AB"),
        // Glyphs of a program that says nothing.
        ("00220023", "Identity-H", "Identity", ""),
    ] {
        let mut open = open(embedded(content, encoding, ordering)).unwrap();
        assert_eq!(words(&mut open, 0), expected, "{encoding} {ordering}");
        let picture = open.picture(0, 400, None).unwrap();
        // The program has no shape for any of them.
        let signs = if expected.is_empty() {
            2
        } else {
            expected.chars().count() as u32
        };
        assert_eq!(
            (picture.page.left_out.characters, picture.page.unread),
            (signs, 0),
            "{encoding} {ordering}"
        );
        assert_eq!(picture.page.stand_ins, 0, "the file brings its font");
    }
}

#[test]
fn a_face_that_stands_in_for_one_that_is_not_there_is_said() {
    let font = "<< /Type /Font /Subtype /TrueType /BaseFont /SimSun /Encoding /WinAnsiEncoding >>";
    let mut open = open(page(
        b"BT /F1 20 Tf 20 100 Td <B9AB20BFAA> Tj ET",
        font,
        "",
        &[],
    ))
    .unwrap();
    let picture = open.picture(0, 400, None).unwrap();
    assert_eq!(
        (picture.page.stand_ins, picture.page.left_out.total()),
        (2, 0)
    );
    // What every reader has is the same everywhere.
    let plain = page(b"BT /F1 20 Tf 20 100 Td (Notice) Tj ET", HELVETICA, "", &[]);
    let picture = super::open(plain).unwrap().picture(0, 400, None).unwrap();
    assert_eq!(picture.page.stand_ins, 0);
}

#[test]
fn what_is_drawn_twice_is_read_once() {
    let content = b"BT /F1 20 Tf 20 100 Td (Bold) Tj ET BT /F1 20 Tf 1 Tr 20.3 100 Td (Bold) Tj ET";
    let mut open = open(page(content, HELVETICA, "", &[])).unwrap();
    assert_eq!(words(&mut open, 0), "Bold");
}

#[test]
fn words_under_a_highlight_stay_readable() {
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 200 40] /Group << /S /Transparency >> \
         /Resources << /ExtGState << /G << /BM /Multiply >> >> >>",
        b"/G gs 1 1 0 rg 0 0 200 40 re f",
    );
    let annotation =
        b"<< /Type /Annot /Subtype /Highlight /Rect [0 90 200 130] /AP << /N 7 0 R >> >>".to_vec();
    let file = page(
        b"BT /F1 20 Tf 20 100 Td (Notice) Tj ET",
        HELVETICA,
        "/Annots [6 0 R]",
        &[annotation, form],
    );
    let picture = open(file).unwrap().picture(0, 400, None).unwrap();
    assert!(dark(&picture, 0.1, 0.35, 0.6, 0.55) > 200);
    let corner = &picture.rgba[(150 * 400 + 390) * 4..][..3];
    assert!(
        corner[0] > 200 && corner[1] > 200 && corner[2] < 60,
        "{corner:?}"
    );
}

#[test]
fn pages_that_the_file_only_claims_are_said() {
    let file = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R 3 0 R 3 0 R] /Count 3 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>".to_vec(),
    ]);
    let open = open(file).unwrap();
    assert_eq!(
        (open.opened().pages, open.opened().pages_claimed),
        (1, Some(3))
    );
}

#[test]
fn what_is_no_document_is_refused_with_its_reason() {
    let reason = |bytes: &[u8]| match open(bytes.to_vec()) {
        Err(Failure::Refused(reason)) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(reason(b""), Reason::NotADocument);
    assert_eq!(reason(b"\x05Owner"), Reason::NotADocument);
    assert_eq!(reason(b"%PDF-1.7 and nothing more"), Reason::Damaged);
    assert_eq!(reason(b"PK\x03\x04 and nothing more"), Reason::Damaged);
    assert_eq!(
        reason(b"\x89PNG\r\n\x1a\n and nothing more"),
        Reason::Damaged
    );
    let mut large = b"%PDF-1.7\n".to_vec();
    large.resize(viewer::limits::FILE_BYTES_MAX + 1, b' ');
    assert_eq!(reason(&large), Reason::TooLarge);
}

#[test]
fn what_a_page_names_and_does_not_have_is_counted() {
    let text = "BT /F1 20 Tf 20 100 Td (Notice) Tj ET";
    for lost in ["/X Do", "/S sh", "/Pattern cs /P scn 0 0 9 9 re f"] {
        let content = format!("{text} {lost}");
        let mut open = open(page(content.as_bytes(), HELVETICA, "", &[])).unwrap();
        let picture = open.picture(0, 200, None).unwrap();
        assert!(picture.page.left_out.drawings > 0, "{lost}");
    }
    for lost in [
        "/Subtype /FreeText /Contents (words)",
        "/Subtype /Square /C [1 0 0]",
        "/Subtype /Highlight /QuadPoints [0 0 9 0 0 9 9 9]",
        "/Subtype /Stamp /Name /Approved",
        "/Subtype /Widget /FT /Tx /V (words)",
    ] {
        let annotations = format!("/Annots [<< /Type /Annot {lost} /Rect [0 0 90 20] >>]");
        let mut open = open(page(text.as_bytes(), HELVETICA, &annotations, &[])).unwrap();
        let picture = open.picture(0, 200, None).unwrap();
        assert_eq!(picture.page.left_out.annotations, 1, "{lost}");
    }
}
