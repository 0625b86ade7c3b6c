//! Pictures that are themselves the attachment: PNG, JPEG, the pages of a TIFF. Owns their decoding within limits; reads no text.

mod directories;

use crate::{Document, Drawn};
use directories::Directory;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, RgbaImage};
use std::io::Cursor;
use viewer::kind::Kind;
use viewer::limits::{IMAGE_BYTES_MAX, IMAGE_SIDE_PX_MAX, PAGES_MAX};
use viewer::{Opened, Page, Part, Reason, Text};

/// A file of pictures, one of them decoded.
pub struct PictureDocument {
    /// Of a TIFF, the pages of which are decoded when they are asked for.
    bytes: Vec<u8>,
    pages: Vec<Directory>,
    current: (u32, RgbaImage),
    /// Those the file has, where not all can be shown.
    claimed: Option<u32>,
}

impl PictureDocument {
    /// Decodes the first page; what is larger than the limits is refused before it is unpacked.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Reason> {
        let (pages, more) = directories::pages(&bytes);
        let mut document = PictureDocument {
            claimed: more.then(|| PAGES_MAX.saturating_add(1)),
            bytes,
            pages,
            current: (u32::MAX, RgbaImage::new(0, 0)),
        };
        match document.decoded(0) {
            Ok(first) => document.current = (0, first),
            // The others may be sound.
            Err(_) if document.pages.len() > 1 => {}
            Err(reason) => return Err(reason),
        }
        Ok(document)
    }

    fn decoded(&mut self, page: u32) -> Result<RgbaImage, Reason> {
        if let Some(directory) = self.pages.get(page as usize) {
            // Readers take the first page: this one becomes it.
            directories::lead_to(&mut self.bytes, directory);
        }
        decoded(&self.bytes)
    }

    /// A page, decoded unless it is the one that was shown last.
    fn page(&mut self, page: u32) -> Result<&RgbaImage, Reason> {
        if page as usize >= self.pages.len().max(1) {
            return Err(Reason::NoSuchPage);
        }
        if self.current.0 != page {
            // Two of them may be more than there is room for.
            self.current = (u32::MAX, RgbaImage::new(0, 0));
            self.current = (page, self.decoded(page)?);
        }
        Ok(&self.current.1)
    }
}

fn decoded(bytes: &[u8]) -> Result<RgbaImage, Reason> {
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
    Ok(on_white(&picture))
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
        let mut proportions: Vec<f32> = self.pages.iter().map(|page| page.proportion).collect();
        if proportions.is_empty() {
            let (width, height) = self.current.1.dimensions();
            proportions.push(height as f32 / width as f32);
        }
        Opened {
            kind: Kind::Picture,
            pages: proportions.len() as u32,
            pages_claimed: self.claimed,
            proportions,
            may_print: true,
        }
    }

    fn picture(&mut self, page: u32, width_px: u32, part: Option<Part>) -> Result<Drawn, Reason> {
        let picture = self.page(page)?;
        let (width, height) = picture.dimensions();
        let scale = f64::from(width_px) / f64::from(width);
        let height_px = ((f64::from(height) * scale).round() as u32).max(1);
        let drawn = match part {
            None if !super::fits(width_px, height_px) => return Err(Reason::TooLarge),
            None => image::imageops::resize(picture, width_px, height_px, FilterType::Triangle),
            Some(part) => cut(picture, part, scale, width_px, height_px)?,
        };
        Ok(Drawn {
            width_px: drawn.width(),
            height_px: drawn.height(),
            rgba: drawn.into_raw(),
            page: scan(),
        })
    }

    fn text(&mut self, page: u32) -> Result<(Text, Page), Reason> {
        if page as usize >= self.pages.len().max(1) {
            return Err(Reason::NoSuchPage);
        }
        Ok((Text::default(), scan()))
    }
}

fn scan() -> Page {
    Page {
        is_scan: true,
        ..Page::default()
    }
}

/// Only the part is scaled: a zoomed page as a whole would not fit into memory.
fn cut(
    picture: &RgbaImage,
    part: Part,
    scale: f64,
    width_px: u32,
    height_px: u32,
) -> Result<RgbaImage, Reason> {
    let part = super::within(part, width_px, height_px).ok_or(Reason::NoSuchPage)?;
    let back = |dots: u32| (f64::from(dots) / scale) as u32;
    let view = image::imageops::crop_imm(
        picture,
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
