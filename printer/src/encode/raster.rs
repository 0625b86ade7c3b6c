//! Dots as `GS v 0` bands: blank rows are fed, blank columns at the right are left out, no band holds a real-time command.

use super::job::Job;
use crate::compose::Slip;
use crate::compose::canvas::{Canvas, starts_real_time};

/// Blank rows that are worth a feed of their own: both commands together cost less than they save.
const BLANK_ROWS_MIN: usize = 2;

/// The rows `from..to` of the picture.
pub fn bands(slip: &Slip, from: u32, to: u32, job: &mut Job<'_>) {
    let ink: Vec<usize> = (from..to).map(|y| ink(&slip.canvas, y)).collect();
    let mut y = 0;
    while y < ink.len() {
        let blank = ink[y..].iter().take_while(|ink| **ink == 0).count();
        if blank >= BLANK_ROWS_MIN || y + blank == ink.len() {
            job.blank(blank as u32);
            y += blank;
            continue;
        }
        let limit = ink.len().min(y + job.band_rows as usize);
        let rows = band_rows(&ink[y..limit]);
        picture(&slip.canvas, from + y as u32, &ink[y..y + rows], job);
        y += rows;
    }
}

/// How many rows the band has: it ends before a blank strip or when it is high enough.
fn band_rows(ink: &[usize]) -> usize {
    let mut blank = 0;
    for (n, ink) in ink.iter().enumerate() {
        blank = if *ink == 0 { blank + 1 } else { 0 };
        if blank >= BLANK_ROWS_MIN {
            return n + 1 - blank;
        }
    }
    ink.len()
}

fn picture(canvas: &Canvas, from: u32, ink: &[usize], job: &mut Job<'_>) {
    let stride = ink.iter().copied().max().unwrap_or(0).max(1);
    let mut data: Vec<u8> = Vec::with_capacity(stride * ink.len());
    let mut rows = 0;
    for y in from..from + ink.len() as u32 {
        let row = &canvas.row(y)[..stride];
        // A row that ends with 10 before one that begins with 04, 05 or 14 would be a command: another header between them.
        if data.last() == Some(&0x10) && starts_real_time(row[0]) {
            send(stride, rows, &data, job);
            data.clear();
            rows = 0;
        }
        data.extend_from_slice(row);
        rows += 1;
    }
    send(stride, rows, &data, job);
}

fn send(stride: usize, rows: u16, data: &[u8], job: &mut Job<'_>) {
    job.b.picture(stride as u16, rows, data);
    job.dots += u32::from(rows);
    job.close();
}

/// Bytes of a row up to the last black dot.
fn ink(canvas: &Canvas, y: u32) -> usize {
    canvas
        .row(y)
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::layout::{Content, Row};
    use crate::profile::profile;

    fn bytes(rows: &[(i32, &[u8])]) -> Vec<u8> {
        let profile = profile("generic-80mm").unwrap();
        let mut canvas = Canvas::new(576, 40);
        for (y, row) in rows {
            for x in 0..row.len() * 8 {
                if row[x / 8] & (0x80 >> (x % 8)) != 0 {
                    canvas.set(x as i32, *y);
                }
            }
        }
        let slip = Slip::for_test(
            &profile,
            vec![Row {
                dots: 40,
                content: Content::Blank,
            }],
            canvas,
        );
        let mut job = Job::begin(&profile, crate::encode::Mode::Raster);
        bands(&slip, 0, 40, &mut job);
        job.close();
        job.chunks
            .into_iter()
            .skip(1)
            .flat_map(|chunk| chunk.bytes)
            .collect()
    }

    #[test]
    fn blank_rows_are_fed_and_blank_columns_left_out() {
        assert_eq!(
            bytes(&[(10, &[0, 0xFF]), (11, &[0xF0])]),
            b"\x1bJ\x0a\x1dv0\x00\x02\x00\x02\x00\x00\xff\xf0\x00\x1bJ\x1c"
        );
    }

    #[test]
    fn a_real_time_command_over_the_end_of_a_row_is_split_by_a_header() {
        let sent = bytes(&[(0, &[0xFF, 0x10]), (1, &[0x04, 0x01])]);
        assert_eq!(
            sent,
            b"\x1dv0\x00\x02\x00\x01\x00\xff\x10\x1dv0\x00\x02\x00\x01\x00\x04\x01\x1bJ\x26"
        );
    }
}
