//! Pictures that are themselves the attachment: PNG, JPEG, the first page of a TIFF. Owns their decoding within limits; reads no text.

use crate::{Document, Drawn};
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, RgbaImage};
use std::io::Cursor;
use viewer::kind::Kind;
use viewer::limits::{HEIGHT_PX_MAX, IMAGE_BYTES_MAX, IMAGE_SIDE_PX_MAX, PAGES_MAX};
use viewer::{Opened, Page, Part, Reason, Text};

/// A decoded picture.
pub struct PictureDocument {
    picture: RgbaImage,
    /// Those that the file has.
    pages: u32,
}

impl PictureDocument {
    /// Decodes; what is larger than the limits is refused before it is unpacked.
    pub fn open(bytes: &[u8]) -> Result<Self, Reason> {
        let mut reader = ImageReader::new(Cursor::new(bytes))
            .with_guessed_format()
            .map_err(|_| Reason::NotADocument)?;
        let mut limits = Limits::default();
        limits.max_image_width = Some(IMAGE_SIDE_PX_MAX);
        limits.max_image_height = Some(IMAGE_SIDE_PX_MAX);
        limits.max_alloc = Some(IMAGE_BYTES_MAX);
        reader.limits(limits);
        let why = |error| match error {
            image::ImageError::Limits(_) => Reason::TooLarge,
            _ => Reason::Damaged,
        };
        let mut decoder = reader.into_decoder().map_err(why)?;
        if decoder.total_bytes() > IMAGE_BYTES_MAX {
            return Err(Reason::TooLarge);
        }
        // A camera writes down how it was held.
        let held = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut picture = DynamicImage::from_decoder(decoder).map_err(why)?;
        picture.apply_orientation(held);
        Ok(PictureDocument {
            picture: on_white(&picture),
            pages: tiff_pages(bytes),
        })
    }
}

/// How many pages a TIFF says it has, by the chain of its directories; 1 for other pictures, and where the chain is broken.
fn tiff_pages(bytes: &[u8]) -> u32 {
    let number = |at: usize, length: usize| -> Option<u64> {
        let part = bytes.get(at..at.checked_add(length)?)?;
        let big = part.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        let little = part
            .iter()
            .rev()
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        Some(if bytes.starts_with(b"MM") {
            big
        } else {
            little
        })
    };
    let next = |at: usize| usize::try_from(number(at, 4)?).ok().filter(|at| *at != 0);
    if !(bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*")) {
        return 1;
    }
    let mut pages = 0;
    let mut directory = next(4);
    while let Some(at) = directory.filter(|_| pages < PAGES_MAX) {
        let Some(entries) = number(at, 2).and_then(|n| usize::try_from(n).ok()) else {
            break;
        };
        pages += 1;
        directory = next(at.saturating_add(2 + 12 * entries));
    }
    pages.max(1)
}

/// What shines through shows paper.
fn on_white(picture: &DynamicImage) -> RgbaImage {
    let mut rgba = picture.to_rgba8();
    for dot in rgba.pixels_mut() {
        let alpha = u16::from(dot.0[3]);
        for part in &mut dot.0[..3] {
            let mixed = (u16::from(*part) * alpha + 255 * (255 - alpha)) / 255;
            *part = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
        dot.0[3] = 255;
    }
    rgba
}

impl Document for PictureDocument {
    fn opened(&mut self) -> Opened {
        Opened {
            kind: Kind::Picture,
            pages: 1,
            pages_claimed: Some(self.pages).filter(|pages| *pages > 1),
            proportions: vec![self.picture.height() as f32 / self.picture.width() as f32],
            may_print: true,
        }
    }

    fn picture(&mut self, page: u32, width_px: u32, part: Option<Part>) -> Result<Drawn, Reason> {
        if page != 0 {
            return Err(Reason::NoSuchPage);
        }
        let (width, height) = self.picture.dimensions();
        let scale = f64::from(width_px) / f64::from(width);
        let height_px = ((f64::from(height) * scale).round() as u32).max(1);
        let drawn = match part {
            None if height_px > HEIGHT_PX_MAX => return Err(Reason::TooLarge),
            None => {
                image::imageops::resize(&self.picture, width_px, height_px, FilterType::Triangle)
            }
            Some(part) => self.cut(part, scale, width_px, height_px)?,
        };
        Ok(Drawn {
            width_px: drawn.width(),
            height_px: drawn.height(),
            rgba: drawn.into_raw(),
            page: Page {
                is_scan: true,
                ..Page::default()
            },
        })
    }

    fn text(&mut self, page: u32) -> Result<(Text, Page), Reason> {
        if page != 0 {
            return Err(Reason::NoSuchPage);
        }
        let scan = Page {
            is_scan: true,
            ..Page::default()
        };
        Ok((Text::default(), scan))
    }
}

impl PictureDocument {
    /// Only the part is scaled: a zoomed page as a whole would not fit into memory.
    fn cut(
        &self,
        part: Part,
        scale: f64,
        width_px: u32,
        height_px: u32,
    ) -> Result<RgbaImage, Reason> {
        let part = super::within(part, width_px, height_px).ok_or(Reason::NoSuchPage)?;
        let back = |dots: u32| (f64::from(dots) / scale) as u32;
        let view = image::imageops::crop_imm(
            &self.picture,
            back(part.left),
            back(part.top),
            back(part.width).max(1),
            back(part.height).max(1),
        );
        let cut = view.to_image();
        if cut.width() == 0 || cut.height() == 0 {
            return Err(Reason::NoSuchPage);
        }
        Ok(image::imageops::resize(
            &cut,
            part.width,
            part.height,
            FilterType::Triangle,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_tiff_are_counted_and_a_chain_without_end_comes_to_one() {
        let directory = |next: u32| {
            let mut bytes = vec![1, 0];
            bytes.extend_from_slice(&[0; 12]);
            bytes.extend_from_slice(&next.to_le_bytes());
            bytes
        };
        let file = |second: u32| {
            let mut bytes = b"II*\0\x08\0\0\0".to_vec();
            bytes.extend(directory(26));
            bytes.extend(directory(second));
            bytes
        };
        assert_eq!(tiff_pages(&file(0)), 2);
        assert_eq!(tiff_pages(&file(8)), PAGES_MAX);
        assert_eq!(tiff_pages(&file(u32::MAX)), 2);
        assert_eq!(tiff_pages(b"II*\0"), 1);
        assert_eq!(tiff_pages(b"\x89PNG"), 1);
    }
}
