//! PDFs that are damaged, not cut: a page that comes out white never says nothing, and pages keep their numbers.

use super::made::{HELVETICA, packed, page, page_of, pdf, stream};
use super::{dark, open, words};
use viewer::LeftOut;

const CATALOGUE: &str = "<< /Type /Catalog /Pages 2 0 R >>";

fn left_out(file: Vec<u8>) -> LeftOut {
    let mut open = open(file).unwrap();
    open.picture(0, 200, None).unwrap().page.left_out
}

/// One page in a font whose program has no shapes, and whose codes are characters.
fn shapeless(content: &str) -> Vec<u8> {
    let font = "<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Some /Encoding /WinAnsiEncoding /FontDescriptor 6 0 R >>";
    let descriptor =
        b"<< /Type /FontDescriptor /FontName /ABCDEF+Some /Flags 32 /FontFile2 7 0 R >>";
    let program = stream("", &viewer_program::probe::blank_font());
    let dots = "/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray";
    let resources = "/Resources << /Font << /F1 5 0 R >> /XObject << /X 8 0 R >> >>";
    page(
        content.as_bytes(),
        font,
        resources,
        &[descriptor.to_vec(), program, stream(dots, &[200])],
    )
}

#[test]
fn characters_of_which_nothing_is_to_be_seen_are_missing_where_they_are_drawn() {
    let scan = "q 200 0 0 200 0 0 cm /X Do Q";
    for (content, missing) in [
        ("BT /F1 20 Tf 20 100 Td (Notice) Tj ET".to_owned(), 6),
        ("BT /F1 20 Tf 20 100 Td (No ti\\240ce) Tj ET".to_owned(), 6),
        ("BT /F1 20 Tf 20 100 Td (   \\240) Tj ET".to_owned(), 0),
        // Nobody is to see them.
        ("BT 3 Tr /F1 20 Tf 20 100 Td (Notice) Tj ET".to_owned(), 0),
        // Words that were read from a scan, below and above it.
        (format!("BT /F1 20 Tf 20 100 Td (Notice) Tj ET {scan}"), 0),
        (format!("{scan} BT /F1 20 Tf 20 100 Td (Notice) Tj ET"), 0),
    ] {
        let mut open = open(shapeless(&content)).unwrap();
        let picture = open.picture(0, 400, None).unwrap();
        assert_eq!(picture.page.left_out.characters, missing, "{content}");
        assert_eq!(picture.page.marks.is_empty(), missing == 0, "{content}");
        // They can be read all the same.
        assert_eq!(
            words(&mut open, 0).is_empty(),
            missing == 0 && !content.contains("Notice")
        );
    }
}

/// One page in a font of which each character is drawn as a page is: `a` by this, `b` by nothing.
fn drawn_characters(drawing: &str, content: &str) -> Vec<u8> {
    let font = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 \
                /LastChar 99 /Widths [1000 1000 1000] /Encoding << /Differences [97 /a /b /space] >> \
                /CharProcs << /a 6 0 R /b 7 0 R /space 7 0 R >> >>";
    page(
        content.as_bytes(),
        font,
        "",
        &[
            stream("", format!("1000 0 0 0 1000 1000 d1 {drawing}").as_bytes()),
            stream("", b"1000 0 0 0 1000 1000 d1"),
        ],
    )
}

#[test]
fn a_drawn_character_that_draws_nothing_is_missing() {
    for (text, missing) in [("aaa", 0), ("aba", 1), ("aca", 0)] {
        let content = format!("BT /F1 20 Tf 20 100 Td ({text}) Tj ET");
        let file = drawn_characters("0 0 800 800 re f", &content);
        assert_eq!(left_out(file).characters, missing, "{text}");
    }
}

#[test]
fn a_page_that_comes_out_white_says_so_unless_it_is_empty() {
    for (content, empty) in [
        (
            "q 0 0 200 200 re W* n BT /F1 12 Tf 9 9 Td ( ) Tj ET Q",
            true,
        ),
        ("1 1 1 rg 0 0 200 200 re f", true),
        ("/P <</MCID 0>> BDC EMC BX 1 2 future EX", true),
        // Damaged operations.
        ("BT /F1 12 TF 9 9 Td (Notice) TJ\x01 ET", false),
        ("BT /F1 12 Tf 9 9 Td (Notice) Tk ET", false),
        ("q 9 0 0 9 0 0 cm )( Do Q", false),
        ("BT /F1 12'x 9 9 Td <B9ABBFAA> Tj ET", false),
        ("BT /F1 12", false),
        // The reader stops at these.
        ("BT /F1 12 Tf 9 9 Td <4E6F_74> Tj ET", false),
        ("9 m 100 100 l S BT /F1 12 Tf 9 9 Td (Notice) Tj ET", false),
        // A font that is not there, and codes that no other has.
        ("BT /F9 12 Tf 9 9 Td <B9ABBFAA> Tj ET", false),
        // Kept back by something.
        ("0 0 0 0 re W n BT /F1 12 Tf 9 9 Td (Notice) Tj ET", false),
        ("0 0 0 0 re W n 9 9 90 90 re f", false),
    ] {
        let said = left_out(page_of(
            CATALOGUE,
            content.as_bytes(),
            "/Resources << /Font << /F1 5 0 R >> >>",
            &[],
        ));
        assert_eq!(said.total() == 0, empty, "{content}: {said:?}");
    }
    // Nothing names what is drawn.
    let file = |of_page: &str| {
        let page = format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] {of_page} >>");
        pdf(&[
            CATALOGUE.as_bytes().to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            page.into_bytes(),
            stream("", b"BT /F1 12 Tf 9 9 Td (Notice) Tj ET"),
            HELVETICA.as_bytes().to_vec(),
        ])
    };
    let resources = "/Resources << /Font << /F1 5 0 R >> >>";
    assert_eq!(left_out(file("/Resources << >>")).total(), 0);
    assert_eq!(
        left_out(file(&format!("{resources} /Conxents 4 0 R"))).total(),
        1
    );
}

#[test]
fn content_after_what_cannot_be_read_is_said_to_be_lost() {
    let content = b"BT /F1 20 Tf 20 100 Td (Notice) Tj <4E6F_74> Tj (more) Tj ET";
    let mut open = open(page(content, HELVETICA, "", &[])).unwrap();
    let picture = open.picture(0, 400, None).unwrap();
    assert!(dark(&picture, 0.0, 0.0, 1.0, 1.0) > 100);
    assert_eq!(picture.page.left_out.drawings, 1);
    assert!(open.text(0).unwrap().0.cut);
}

/// A file that says it has so many pages, of these kids; 3 and 5 are pages, the others nothing.
fn of_kids(kids: &str, count: u32) -> Vec<u8> {
    let page = |n: u32| {
        let head = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100]";
        format!("{head} /Contents {n} 0 R /Resources << /Font << /F1 7 0 R >> >> >>").into_bytes()
    };
    pdf(&[
        CATALOGUE.as_bytes().to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>").into_bytes(),
        page(4),
        stream("", b"BT /F1 12 Tf 9 9 Td (first) Tj ET"),
        page(6),
        stream("", b"BT /F1 12 Tf 9 9 Td (second) Tj ET"),
        HELVETICA.as_bytes().to_vec(),
        b"(no page)".to_vec(),
        b"<< /Type /Pages /Count 2 >>".to_vec(),
    ])
}

#[test]
fn pages_that_cannot_be_read_keep_their_numbers_and_are_said() {
    for (kids, count, lost, pages) in [
        ("3 0 R 8 0 R 5 0 R", 3, vec![1], 3),
        ("44 0 R 3 0 R 5 0 R", 3, vec![0], 3),
        ("3 0 R 9 0 R 5 0 R", 4, vec![1, 2], 4),
        ("3 0 R null 5 0 R (x)", 4, vec![1, 3], 4),
        // Whoever took a page out left its number behind.
        ("3 0 R 44 0 R 5 0 R", 2, vec![], 2),
        ("3 0 R 5 0 R", 2, vec![], 2),
    ] {
        let mut open = open(of_kids(kids, count)).unwrap();
        let opened = open.opened().clone();
        assert_eq!(
            (opened.pages, opened.pages_claimed),
            (pages, None),
            "{kids}"
        );
        assert_eq!(opened.proportions, vec![0.5; pages as usize], "{kids}");
        let mut readable = ["first", "second"].into_iter();
        for number in 0..pages {
            let is_lost = lost.contains(&number);
            let picture = open.picture(number, 200, None).unwrap();
            assert_eq!((picture.width_px, picture.height_px), (200, 100));
            let said = (picture.page.left_out.drawings, picture.page.marks.len());
            assert_eq!(
                said,
                if is_lost { (1, 1) } else { (0, 0) },
                "{kids} {number}"
            );
            assert_eq!(open.text(number).unwrap().0.cut, is_lost);
            let expected = if is_lost {
                ""
            } else {
                readable.next().unwrap()
            };
            assert_eq!(words(&mut open, number), expected, "{kids} {number}");
        }
        assert_eq!(open.second().unwrap().cut, !lost.is_empty(), "{kids}");
    }
    // More than is broken: the rest is told as a number.
    let open = open(of_kids("3 0 R 8 0 R 5 0 R", 9)).unwrap();
    assert_eq!(
        (open.opened().pages, open.opened().pages_claimed),
        (3, Some(9))
    );
}

#[test]
fn pages_are_counted_where_the_tree_of_pages_is_lost() {
    let mut file = of_kids("3 0 R 5 0 R", 12);
    let at = file.windows(5).position(|part| part == b"/Kids").unwrap();
    file[at + 1] = b'X';
    let open = open(file).unwrap();
    assert_eq!(
        (open.opened().pages, open.opened().pages_claimed),
        (2, Some(12))
    );
}

/// What a page says of its picture, which is packed so; put beside the page and into it.
fn of_picture(dict: &str, data: &[u8]) -> [u32; 2] {
    let beside = page_of(
        CATALOGUE,
        b"q 99 0 0 99 0 0 cm /X Do Q",
        "/Resources << /XObject << /X 6 0 R >> >>",
        &[stream(&format!("/Subtype /Image {dict}"), data)],
    );
    let within = [
        format!("q 99 0 0 99 0 0 cm BI {dict} ID ").as_bytes(),
        data,
        b"\nEI Q",
    ]
    .concat();
    let within = page_of(CATALOGUE, &within, "", &[]);
    [beside, within].map(|file| left_out(file).pictures)
}

#[test]
fn a_picture_that_is_cut_or_cannot_be_unpacked_is_said_wherever_it_stands() {
    let grey = "/Width 40 /Height 40 /BitsPerComponent 8 /ColorSpace /DeviceGray";
    let dots: Vec<u8> = (0..1_600_u32).map(|n| (n * n / 7 % 251) as u8).collect();
    let flat = packed(&dots);
    let mut jpeg = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut jpeg)
        .encode(&dots, 40, 40, image::ExtendedColorType::L8)
        .unwrap();
    let runs: Vec<u8> = dots
        .chunks(100)
        .flat_map(|part| [&[99][..], part].concat())
        .chain([128])
        .collect();
    // Each code anew, so that codes stay 9 bits wide.
    let lzw = codes_of(
        dots.iter()
            .flat_map(|dot| [256, u16::from(*dot)])
            .chain([257]),
    );
    for (filter, data) in [
        ("FlateDecode", &flat),
        ("DCTDecode", &jpeg),
        ("RunLengthDecode", &runs),
        ("LZWDecode", &lzw),
    ] {
        let dict = format!("{grey} /Filter /{filter}");
        assert_eq!(of_picture(&dict, data), [0, 0], "{filter}");
        for part in [9, 5] {
            let cut = &data[..data.len() * part / 10];
            assert_eq!(of_picture(&dict, cut), [1, 1], "{filter} {part}");
        }
        let dict = format!("{} /Filter /{filter}", grey.replace("Width", "Wi"));
        assert_eq!(of_picture(&dict, data), [1, 1], "without a width");
        let dict = format!("{grey} /Filter /Unheard");
        assert_eq!(of_picture(&dict, data), [1, 1], "unheard");
    }
}

/// Codes of nine bits, one after the other.
fn codes_of(codes: impl Iterator<Item = u16>) -> Vec<u8> {
    let bits: Vec<u8> = codes
        .flat_map(|code| (0..9).rev().map(move |bit| (code >> bit & 1) as u8))
        .collect();
    bits.chunks(8)
        .map(|eight| (0..8).fold(0, |byte, at| byte << 1 | eight.get(at).unwrap_or(&0)))
        .collect()
}

#[test]
fn content_packed_as_lzw_is_drawn_and_its_end_is_looked_for() {
    let content = b"BT /F1 20 Tf 20 100 Td (Notice) Tj ET BT /F1 20 Tf 20 50 Td (second) Tj ET";
    let codes = || content.iter().flat_map(|byte| [256, u16::from(*byte)]);
    for (packed, lacks) in [
        (codes_of(codes().chain([257])), 0),
        (codes_of(codes().take(2 * 37)), 1),
    ] {
        let file = pdf(&[
            CATALOGUE.as_bytes().to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R \
              /Resources << /Font << /F1 5 0 R >> >> >>"
                .to_vec(),
            stream("/Filter /LZWDecode", &packed),
            HELVETICA.as_bytes().to_vec(),
        ]);
        let mut open = open(file).unwrap();
        assert!(words(&mut open, 0).starts_with("Notice"));
        let picture = open.picture(0, 200, None).unwrap();
        assert_eq!(picture.page.left_out.drawings, lacks);
    }
}

#[test]
fn a_pattern_whose_drawing_is_cut_is_said() {
    let tile: Vec<u8> = (0..400_u32)
        .flat_map(|n| format!("{} {} 1 1 re f\n", n * n % 97, n * 7 % 89).into_bytes())
        .collect();
    let whole = packed(&tile);
    for (part, lacks) in [(10, 0), (5, 1)] {
        let pattern = stream(
            "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 99 99] /XStep 99 /YStep 99 \
             /Resources << >> /Filter /FlateDecode",
            &whole[..whole.len() * part / 10],
        );
        let file = page_of(
            CATALOGUE,
            b"/Pattern cs /P scn 0 0 200 200 re f",
            "/Resources << /Pattern << /P 6 0 R >> >>",
            &[pattern],
        );
        assert_eq!(left_out(file).drawings, lacks, "{part}");
    }
}
