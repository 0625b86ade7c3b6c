//! PDFs of which a part is missing: what is there is shown and read, what is not is said.

use super::made::{HELVETICA, packed, page_of, pdf, stream};
use super::{dark, open, words};

/// Twenty lines that cannot be packed into few bytes.
fn lines() -> Vec<u8> {
    let mut content = b"BT /F1 8 Tf 10 190 Td 9 TL\n".to_vec();
    for line in 0..20_u32 {
        let number = line.wrapping_mul(2_654_435_761);
        content.extend_from_slice(format!("(Line{line} {number}) Tj T*\n").as_bytes());
    }
    content.extend_from_slice(b"ET");
    content
}

/// One page of which the content is this object.
fn with_content(contents: &str, content: Vec<u8>) -> Vec<u8> {
    pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents {contents} \
             /Resources << /Font << /F1 5 0 R >> >> >>"
        )
        .into_bytes(),
        content,
        HELVETICA.as_bytes().to_vec(),
    ])
}

#[test]
fn of_content_that_is_cut_the_beginning_is_shown_and_the_rest_is_said() {
    let whole = packed(&lines());
    for (part, lacks) in [(10, 0), (7, 1), (5, 1)] {
        let cut = &whole[..whole.len() * part / 10];
        let file = with_content("4 0 R", stream("/Filter /FlateDecode", cut));
        let mut open = open(file).unwrap();
        let picture = open.picture(0, 400, None).unwrap();
        assert!(dark(&picture, 0.0, 0.0, 1.0, 0.5) > 100, "{part}");
        assert_eq!(picture.page.left_out.drawings, lacks, "{part}");
        let (text, said) = open.text(0).unwrap();
        assert_eq!((text.cut, said.left_out.drawings), (lacks > 0, lacks));
        let text = words(&mut open, 0);
        assert!(text.starts_with("Line0 0"), "{text}");
        assert_eq!(text.contains("Line19"), lacks == 0);
        // Whoever must know everything is told, too.
        assert_eq!(open.second().unwrap().cut, lacks > 0);
    }
}

#[test]
fn content_that_cannot_be_unpacked_is_said() {
    let packed = packed(&lines());
    for (contents, dict) in [
        ("4 0 R", "/Filter /Unheard"),
        ("4 0 R", "/Filter [/Unheard /FlateDecode]"),
        ("4 0 R", "/Filter [/FlateDecode /Unheard]"),
        ("4 0 R", "/Filter /DCTDecode"),
        ("4 0 R", "/Filter /ASCII85Decode"),
        ("4 0 R", "/F (elsewhere.bin)"),
        ("[4 0 R 9 0 R]", "/Filter /FlateDecode"),
        ("9 0 R", "/Filter /FlateDecode"),
    ] {
        let file = with_content(contents, stream(dict, &packed));
        let mut open = open(file).unwrap();
        let picture = open.picture(0, 200, None).unwrap();
        assert_eq!(picture.page.left_out.drawings, 1, "{contents} {dict}");
        assert!(open.text(0).unwrap().0.cut, "{contents} {dict}");
    }
    let empty = with_content("[]", stream("", b""));
    let picture = open(empty).unwrap().picture(0, 200, None).unwrap();
    assert_eq!(picture.page.left_out.total(), 0, "an empty page is whole");
}

#[test]
fn a_form_and_a_picture_that_are_cut_are_said_once() {
    let whole = packed(&lines());
    let bound = "/Type /XObject /Subtype /Form /BBox [0 0 200 200]";
    let picture = "/Type /XObject /Subtype /Image /Width 20 /Height 10 /BitsPerComponent 8 /ColorSpace /DeviceGray";
    let dots = packed(
        &(0..200_u8)
            .map(|n| n.wrapping_mul(167))
            .collect::<Vec<u8>>(),
    );
    for (dict, content, lacks) in [
        (format!("{bound} /Filter /FlateDecode"), &whole[..], (0, 0)),
        (
            format!("{bound} /Filter /FlateDecode"),
            &whole[..90],
            (1, 0),
        ),
        (format!("{bound} /Filter /Unheard"), &whole[..], (1, 0)),
        ("/Subtype /Form".to_owned(), &b"0 0 9 9 re f"[..], (1, 0)),
        (format!("{picture} /Filter /FlateDecode"), &dots[..], (0, 0)),
        (
            format!("{picture} /Filter /FlateDecode"),
            &dots[..90],
            (0, 1),
        ),
        (format!("{picture} /Filter /Unheard"), &dots[..], (0, 1)),
    ] {
        let resources = "/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >>";
        let file = page_of(
            "<< /Type /Catalog /Pages 2 0 R >>",
            b"q 99 0 0 99 0 0 cm /X Do Q /X Do",
            resources,
            &[stream(&dict, content)],
        );
        let left_out = open(file)
            .unwrap()
            .picture(0, 200, None)
            .unwrap()
            .page
            .left_out;
        assert_eq!((left_out.drawings, left_out.pictures), lacks, "{dict}");
    }
}

#[test]
fn a_file_that_ends_inside_a_page_is_shown_up_to_there() {
    let whole = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 5 0 R \
          /Resources << /Font << /F1 4 0 R >> >> >>"
            .to_vec(),
        HELVETICA.as_bytes().to_vec(),
        stream("/Filter /FlateDecode", &packed(&lines())),
    ]);
    let end = whole
        .windows(9)
        .position(|window| window == b"endstream")
        .unwrap();
    let mut open = open(whole[..end - 100].to_vec()).unwrap();
    let text = words(&mut open, 0);
    assert!(
        text.contains("Line1 ") && !text.contains("Line19"),
        "{text}"
    );
    let picture = open.picture(0, 400, None).unwrap();
    assert!(dark(&picture, 0.0, 0.0, 1.0, 0.5) > 100);
    assert_eq!(picture.page.left_out.drawings, 1);
}
