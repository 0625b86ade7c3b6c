//! The real program on files that are made here: what it draws, reads, refuses and survives. Knows no real document.
#![allow(clippy::unwrap_used)]

#[path = "viewer/attributes.rs"]
mod attributes;
#[path = "viewer/confined.rs"]
mod confined;
#[path = "viewer/cut.rs"]
mod cut;
#[path = "viewer/damaged.rs"]
mod damaged;
#[path = "viewer/hostile.rs"]
mod hostile;
#[path = "viewer/inner.rs"]
mod inner;
#[path = "viewer/layouts.rs"]
mod layouts;
#[path = "viewer/made.rs"]
mod made;
#[path = "viewer/ofd.rs"]
mod ofd;
#[path = "viewer/office.rs"]
mod office;
#[path = "viewer/pdf.rs"]
mod pdf;
#[path = "viewer/pictures.rs"]
mod pictures;
#[path = "viewer/protected.rs"]
mod protected;
#[path = "viewer/scans.rs"]
mod scans;
#[path = "viewer/secrecy.rs"]
mod secrecy;
#[path = "viewer/tables.rs"]
mod tables;

use viewer::{Block, Failure, Open, Source, Viewer};

fn viewer() -> Viewer {
    Viewer::new(env!("CARGO_BIN_EXE_viewer"))
}

fn open(bytes: Vec<u8>) -> Result<Open, Failure> {
    viewer().open(Source::Bytes(bytes))
}

/// All words of a page, blocks apart by line ends, cells by tabs.
fn words(open: &mut Open, page: u32) -> String {
    let (text, _) = open.text(page).unwrap();
    said(&text.blocks)
}

fn said(blocks: &[Block]) -> String {
    let lines: Vec<String> = blocks
        .iter()
        .flat_map(|block| match block {
            Block::Heading { text, .. } | Block::Paragraph { text } | Block::Aside { text } => {
                vec![text.clone()]
            }
            Block::Table { rows, .. } => rows.iter().map(|row| row.join("\t")).collect(),
        })
        .collect();
    lines.join("\n")
}

/// How many dots of a rectangle (parts of the page, 0 to 1) are darker than grey.
fn dark(picture: &viewer::Picture, left: f64, top: f64, right: f64, bottom: f64) -> usize {
    let (width, height) = (f64::from(picture.width_px), f64::from(picture.height_px));
    let (from_x, to_x) = ((left * width) as usize, (right * width) as usize);
    let (from_y, to_y) = ((top * height) as usize, (bottom * height) as usize);
    (from_y..to_y)
        .flat_map(|y| (from_x..to_x).map(move |x| (y * picture.width_px as usize + x) * 4))
        .filter(|at| picture.rgba[*at..*at + 3].iter().all(|part| *part < 96))
        .count()
}
