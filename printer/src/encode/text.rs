//! Lines as GB 18030 text. A line with a character that the device's font lacks is sent as dots, the others stay text.

use super::job::Job;
use super::raster;
use crate::compose::Slip;
use crate::compose::charset::device_bytes;
use crate::compose::layout::{Content, LARGE_PITCH_DOTS, Line, PITCH_DOTS};

/// A piece is closed when it is that long: stopping stays possible every few lines.
const CHUNK_BYTES: usize = 256;

/// What the device was last told.
#[derive(Default)]
struct Told {
    pitch: u32,
    bold: bool,
    large: bool,
}

/// All rows of the slip.
pub fn rows(slip: &Slip, job: &mut Job<'_>) {
    let mut told = Told::default();
    let mut y = 0;
    let mut open = 0;
    for row in &slip.rows {
        match &row.content {
            Content::Blank => job.blank(row.dots),
            Content::Line(line) => match bytes(line, slip, &mut told) {
                Some(bytes) => {
                    open += bytes.len();
                    job.b.raw(&bytes);
                    job.dots += row.dots;
                }
                None => raster::bands(slip, y, y + row.dots, job),
            },
            Content::Rule | Content::Qr(_) | Content::Picture(_) => {
                raster::bands(slip, y, y + row.dots, job)
            }
        }
        y += row.dots;
        if open >= CHUNK_BYTES {
            job.close();
            open = 0;
        }
    }
    let mut end = Vec::new();
    style(&mut end, &mut told, false, false);
    job.b.raw(&end);
}

/// The line as text, or `None` if the device cannot say it.
fn bytes(line: &Line, slip: &Slip, told: &mut Told) -> Option<Vec<u8>> {
    let charset = slip.profile.charset;
    let said: Option<Vec<_>> = line
        .cells
        .iter()
        .map(|cell| device_bytes(cell.c, charset))
        .collect();
    let said = said?;
    let mut out = Vec::new();
    let pitch = if line.large {
        LARGE_PITCH_DOTS
    } else {
        PITCH_DOTS
    };
    if told.pitch != pitch {
        out.extend_from_slice(&[0x1b, b'3', pitch as u8]);
        told.pitch = pitch;
    }
    if line.x > 0 {
        // Positions are in cells of normal size.
        style(&mut out, told, told.bold, false);
        out.resize(out.len() + line.x, b' ');
    }
    for (cell, (bytes, len)) in line.cells.iter().zip(said) {
        let bold = if cell.c == ' ' { told.bold } else { cell.bold };
        style(&mut out, told, bold, line.large);
        out.extend_from_slice(&bytes[..len]);
    }
    out.push(b'\n');
    Some(out)
}

fn style(out: &mut Vec<u8>, told: &mut Told, bold: bool, large: bool) {
    if told.bold != bold {
        out.extend_from_slice(&[0x1b, b'E', u8::from(bold)]);
        told.bold = bold;
    }
    if told.large != large {
        out.extend_from_slice(&[0x1d, b'!', if large { 0x11 } else { 0 }]);
        told.large = large;
    }
}
