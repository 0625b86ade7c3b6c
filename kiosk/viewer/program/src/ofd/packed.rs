//! Pictures of an OFD, unpacked within limits: what the library of pictures knows, and black and white as JBIG2 (ITU-T T.88), with the
//! head of a file or without. Of one that moves the first is shown. Draws nothing.

use crate::pdf::jbig2;
use hayro_jbig2::{DecodeSettings, Decoder, File, Page};
use image::{ImageReader, Limits, Rgba, RgbaImage};
use std::io::Cursor;
use viewer::limits::{IMAGE_BYTES_MAX, IMAGE_SIDE_PX_MAX};

/// How a file of JBIG2 begins, as it lies in packages (GBIG2, .jb2).
const HEAD: &[u8] = b"\x97JB2\r\n\x1a\n";
/// First segments of one without a head: what a page is, words that it uses.
const FIRST: [u8; 2] = [48, 0];

/// Decodes a picture within limits; `None` when it cannot be.
pub fn decoded(bytes: &[u8]) -> Option<RgbaImage> {
    if bytes.starts_with(HEAD) {
        let file = File::new(bytes, &DecodeSettings::default()).ok()?;
        return black_and_white(&file.page(0)?).filter(|_| is_whole(bytes));
    }
    // Its number is nought or little, and no other picture begins so.
    if bytes.starts_with(&[0, 0, 0]) && bytes.get(4).is_some_and(|kind| FIRST.contains(kind)) {
        let page = Page::new_embedded(bytes, None, &DecodeSettings::default()).ok()?;
        return black_and_white(&page).filter(|_| jbig2::is_whole(bytes, &[]));
    }
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(IMAGE_SIDE_PX_MAX);
    limits.max_image_height = Some(IMAGE_SIDE_PX_MAX);
    limits.max_alloc = Some(IMAGE_BYTES_MAX);
    reader.limits(limits);
    reader.decode().ok().map(|picture| picture.to_rgba8())
}

/// Whether a file is all there, where its segments stand one behind the other.
fn is_whole(file: &[u8]) -> bool {
    let options = file.get(HEAD.len()).copied().unwrap_or_default();
    // How many pages there are is said, or not.
    let head = HEAD.len() + if options & 2 == 0 { 5 } else { 1 };
    let rest = file.get(head..).unwrap_or_default();
    options & 1 == 0 || jbig2::is_whole(rest, &[])
}

fn black_and_white(page: &Page<'_>) -> Option<RgbaImage> {
    let (width, height) = (page.width(), page.height());
    let sides = 1..=IMAGE_SIDE_PX_MAX;
    if !sides.contains(&width) || !sides.contains(&height) {
        return None;
    }
    let mut dots = Dots {
        picture: RgbaImage::from_pixel(width, height, Rgba([255; 4])),
        at: (0, 0),
    };
    page.decode(&mut dots).ok()?;
    Some(dots.picture)
}

/// A picture that is filled dot by dot.
struct Dots {
    picture: RgbaImage,
    at: (u32, u32),
}

impl Decoder for Dots {
    fn push_pixel(&mut self, black: bool) {
        let (x, y) = self.at;
        if black && let Some(dot) = self.picture.get_pixel_mut_checked(x, y) {
            *dot = Rgba([0, 0, 0, 255]);
        }
        self.at.0 += 1;
    }

    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        for _ in 0..chunk_count.saturating_mul(8) {
            self.push_pixel(black);
        }
    }

    fn next_line(&mut self) {
        self.at = (0, self.at.1 + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sixteen by two dots, of which the generic region says all: coded without arithmetic (MMR) its lines are white, then black.
    fn scan() -> Vec<u8> {
        let segment = |number: u8, kind: u8, data: &[u8]| {
            let mut segment = vec![0, 0, 0, number, kind, 0, 1];
            segment.extend_from_slice(&(data.len() as u32).to_be_bytes());
            segment.extend_from_slice(data);
            segment
        };
        let size = [0, 0, 0, 16, 0, 0, 0, 2];
        let page = [&size[..], &[0; 8], &[0, 0, 0]].concat();
        // White: as the line above (1). Black: across, none white and sixteen black (001 00110101 0000010111).
        let lines = [0b1001_0011, 0b0101_0000, 0b0101_1100];
        let region = [&size[..], &[0; 8], &[0, 1], &lines].concat();
        [segment(0, 48, &page), segment(1, 38, &region)].concat()
    }

    #[test]
    fn scans_are_unpacked_with_a_head_and_without() {
        let bare = scan();
        let file = [HEAD, &[1, 0, 0, 0, 1], &bare].concat();
        for bytes in [bare, file] {
            let picture = decoded(&bytes).unwrap();
            assert_eq!(picture.dimensions(), (16, 2));
            let dark = |y: u32| (0..16).filter(|x| picture.get_pixel(*x, y)[0] == 0).count();
            assert_eq!((dark(0), dark(1)), (0, 16));
        }
    }

    #[test]
    fn a_scan_larger_than_may_be_or_cut_is_none() {
        let mut large = scan();
        large[11..15].copy_from_slice(&(IMAGE_SIDE_PX_MAX + 1).to_be_bytes());
        assert!(decoded(&large).is_none());
        let whole = scan();
        assert!(decoded(&whole[..whole.len() - 10]).is_none());
        assert!(decoded(HEAD).is_none() && decoded(&[]).is_none());
    }

    #[test]
    fn the_first_of_pictures_that_move_is_shown() {
        // One dot in the second of two colours.
        let gif = b"GIF89a\x01\0\x01\0\x80\0\0\xFF\xFF\xFF\x20\x40\x60,\0\0\0\0\x01\0\x01\0\0\x02\x02\x4C\x01\0;";
        let picture = decoded(gif).unwrap();
        assert_eq!(picture.get_pixel(0, 0), &Rgba([0x20, 0x40, 0x60, 255]));
    }
}
