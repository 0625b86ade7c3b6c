//! Files made for the tests: PDFs of a few objects, packages of a few parts.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A PDF of these objects, numbered from 1; the first is the catalogue.
pub fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n", number + 1).as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend_from_slice(
        format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes(),
    );
    for place in places {
        bytes.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let size = objects.len() + 1;
    bytes.extend_from_slice(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").as_bytes(),
    );
    bytes
}

/// A stream object.
pub fn stream(dict: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = format!("<< {dict} /Length {} >>\nstream\n", content.len()).into_bytes();
    bytes.extend_from_slice(content);
    bytes.extend_from_slice(b"\nendstream");
    bytes
}

/// One page of 200 by 200 points with this content and one font, object 5; more objects follow from 6.
pub fn page(content: &[u8], font: &str, page_extra: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let of_page = format!("/Resources << /Font << /F1 5 0 R >> >> {page_extra}");
    with_catalogue(
        "<< /Type /Catalog /Pages 2 0 R >>",
        content,
        font,
        &of_page,
        more,
    )
}

/// The same in Helvetica with another catalogue, and with resources of its own.
pub fn page_of(catalogue: &str, content: &[u8], of_page: &str, more: &[Vec<u8>]) -> Vec<u8> {
    with_catalogue(catalogue, content, HELVETICA, of_page, more)
}

fn with_catalogue(
    catalogue: &str,
    content: &[u8],
    font: &str,
    of_page: &str,
    more: &[Vec<u8>],
) -> Vec<u8> {
    let mut objects = vec![
        catalogue.as_bytes().to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R {of_page} >>"
        )
        .into_bytes(),
        stream("", content),
        font.as_bytes().to_vec(),
    ];
    objects.extend_from_slice(more);
    pdf(&objects)
}

/// A font that every reader has.
pub const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

/// A package of these parts.
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A square of one colour as PNG.
pub fn png(side: u32, colour: [u8; 4]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    writer
        .write_image_data(&colour.repeat((side * side) as usize))
        .unwrap();
    writer.finish().unwrap();
    bytes
}

/// Packed as streams of PDFs are.
pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A TIFF of grey pages: width, height, and how grey.
pub fn tiff(pages: &[(u16, u16, u8)]) -> Vec<u8> {
    let mut bytes = b"II*\0\0\0\0\0".to_vec();
    let mut pointer = 4;
    for (width, height, grey) in pages {
        let dots = usize::from(*width) * usize::from(*height);
        let strip = bytes.len() as u32;
        bytes.resize(bytes.len() + dots + dots % 2, *grey);
        let at = (bytes.len() as u32).to_le_bytes();
        bytes[pointer..pointer + 4].copy_from_slice(&at);
        let entries: [(u16, u32); 9] = [
            (256, u32::from(*width)),
            (257, u32::from(*height)),
            (258, 8),
            (259, 1),
            (262, 1),
            (273, strip),
            (277, 1),
            (278, u32::from(*height)),
            (279, dots as u32),
        ];
        bytes.extend_from_slice(&(entries.len() as u16).to_le_bytes());
        for (tag, value) in entries {
            bytes.extend_from_slice(&tag.to_le_bytes());
            bytes.extend_from_slice(&[4, 0, 1, 0, 0, 0]);
            bytes.extend_from_slice(&value.to_le_bytes());
        }
        pointer = bytes.len();
        bytes.extend_from_slice(&[0; 4]);
    }
    bytes
}
