//! Dots as `GS v 0` bands: blank rows are fed, blank columns at the right are left out, no band holds a real-time command.

use super::Job;
use crate::canvas::{Canvas, starts_real_time};
use crate::slip::Slip;

/// Blank rows that are worth a feed of their own: both commands together cost less than they save.
const BLANK_ROWS_MIN: u32 = 2;

/// The rows `from..to` of the picture.
pub fn bands(slip: &Slip, from: u32, to: u32, job: &mut Job<'_>) {
    let mut y = from;
    while y < to {
        let blank = (y..to).take_while(|&y| ink(&slip.canvas, y) == 0).count() as u32;
        if blank >= BLANK_ROWS_MIN || y + blank == to {
            job.blank(blank);
            y += blank;
            continue;
        }
        let end = band_end(&slip.canvas, y, to.min(y + job.profile.band_rows));
        picture(&slip.canvas, y, end, job);
        y = end;
    }
}

/// Where the band that begins at `y` must end: before a blank strip or when it is high enough.
fn band_end(canvas: &Canvas, y: u32, limit: u32) -> u32 {
    let mut blank = 0;
    for end in y..limit {
        blank = if ink(canvas, end) == 0 { blank + 1 } else { 0 };
        if blank >= BLANK_ROWS_MIN {
            return end + 1 - blank;
        }
    }
    limit - blank.min(limit - y - 1)
}

fn picture(canvas: &Canvas, from: u32, to: u32, job: &mut Job<'_>) {
    let stride = (from..to).map(|y| ink(canvas, y)).max().unwrap_or(0).max(1);
    let mut start = from;
    for y in from + 1..=to {
        // A row that ends with 10 before one that begins with 04, 05 or 14 would be a command: another header between them.
        let dangerous =
            y < to && canvas.row(y - 1)[stride - 1] == 0x10 && starts_real_time(canvas.row(y)[0]);
        if y == to || dangerous {
            let data: Vec<u8> = (start..y)
                .flat_map(|y| canvas.row(y)[..stride].iter().copied())
                .collect();
            job.b.picture(stride as u16, (y - start) as u16, &data);
            job.dots += y - start;
            job.close();
            start = y;
        }
    }
}

/// Bytes of a row up to the last black dot.
fn ink(canvas: &Canvas, y: u32) -> usize {
    canvas
        .row(y)
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1)
}
