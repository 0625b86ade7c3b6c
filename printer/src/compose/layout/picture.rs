//! Pictures: PNG to dots by error diffusion, as wide as the paper allows. Takes nothing that is larger than a slip needs.

use super::paper::{Content, Paper, Picture};
use crate::compose::ComposeError;
use crate::profile::Profile;
use base64::Engine;
use std::io::Cursor;

/// Longest PNG, in bytes of base64.
pub const PICTURE_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Most pixels that are decoded.
const PIXELS_MAX: u64 = 16_000_000;
/// Longest side of the original, in pixels.
const SIDE_PIXELS_MAX: u32 = 16_384;
/// Memory that decoding may take, in bytes.
const DECODER_BYTES_MAX: usize = 96 * 1024 * 1024;
/// Most paper that one picture takes, in dots: 40 cm.
const HEIGHT_DOTS_MAX: u32 = 3_200;
/// Above and below, in dots.
const MARGIN_DOTS: u32 = 8;
/// White of a grey dot.
const WHITE: i32 = 255;

pub(super) fn place(
    base64: &str,
    width_mm: u8,
    profile: &Profile,
    paper: &mut Paper,
) -> Result<(), ComposeError> {
    let grey = decode(base64)?;
    let paper_dots = profile.width_dots;
    let wished = match width_mm {
        0 => grey.width,
        mm => u32::from(mm) * profile.dpi * 10 / 254,
    };
    let width = wished.clamp(1, paper_dots);
    let height = (u64::from(grey.height) * u64::from(width)).div_ceil(u64::from(grey.width));
    let height = (height as u32).max(1);
    if height > HEIGHT_DOTS_MAX {
        return Err(ComposeError::BadPicture("higher than 40 cm of paper"));
    }
    let black = diffuse(&grey.scaled(width, height), width as usize);
    paper.push(
        height + 2 * MARGIN_DOTS,
        Content::Picture(Picture {
            width,
            height,
            black,
            x_dots: (paper_dots - width) / 2,
            margin_dots: MARGIN_DOTS,
        }),
    );
    Ok(())
}

/// One byte a pixel, 255 white.
struct Grey {
    width: u32,
    height: u32,
    dots: Vec<u8>,
}

fn decode(base64: &str) -> Result<Grey, ComposeError> {
    let bad = ComposeError::BadPicture;
    if base64.len() > PICTURE_BYTES_MAX {
        return Err(bad("more than 2 MB"));
    }
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(base64)
        .map_err(|_| bad("no base64"))?;
    let limits = png::Limits {
        bytes: DECODER_BYTES_MAX,
    };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|_| bad("no png"))?;
    let (width, height) = (reader.info().width, reader.info().height);
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 || pixels > PIXELS_MAX || width.max(height) > SIDE_PIXELS_MAX {
        return Err(bad("more than 16 million pixels"));
    }
    let size = reader.output_buffer_size().ok_or(bad("too large"))?;
    let mut data = vec![0; size];
    let frame = reader
        .next_frame(&mut data)
        .map_err(|_| bad("a damaged png"))?;
    let samples = frame.color_type.samples();
    let dots = data[..frame.buffer_size()]
        .chunks_exact(samples)
        .map(grey)
        .collect();
    Ok(Grey {
        width,
        height,
        dots,
    })
}

/// Brightness (ITU-R BT.601) on white paper.
fn grey(pixel: &[u8]) -> u8 {
    let luma =
        |r: u8, g: u8, b: u8| (u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114) / 1000;
    let (luma, alpha) = match *pixel {
        [g] => (g.into(), 255),
        [g, a] => (g.into(), a),
        [r, g, b] => (luma(r, g, b), 255),
        [r, g, b, a] => (luma(r, g, b), a),
        _ => (255, 255),
    };
    let alpha = u32::from(alpha);
    ((luma * alpha + 255 * (255 - alpha)) / 255) as u8
}

impl Grey {
    /// The mean of all pixels under each dot; a picture made larger repeats its pixels.
    fn scaled(&self, width: u32, height: u32) -> Vec<u8> {
        let span = |n: u32, of: u32, all: u32| {
            let edge = |n: u32| (u64::from(n) * u64::from(all) / u64::from(of)) as usize;
            edge(n)..edge(n + 1).max(edge(n) + 1)
        };
        let columns: Vec<_> = (0..width).map(|x| span(x, width, self.width)).collect();
        let mut out = Vec::with_capacity(width as usize * height as usize);
        for y in 0..height {
            let rows = span(y, height, self.height);
            for column in &columns {
                let sum: u64 = rows
                    .clone()
                    .flat_map(|y| &self.dots[y * self.width as usize..][column.clone()])
                    .map(|dot| u64::from(*dot))
                    .sum();
                out.push((sum / (rows.len() * column.len()) as u64) as u8);
            }
        }
        out
    }
}

/// Error diffusion after Floyd and Steinberg, 1976, every second row from the right, so that no pattern runs to one side.
fn diffuse(grey: &[u8], width: usize) -> Vec<bool> {
    let mut black = vec![false; grey.len()];
    let mut here = vec![0i32; width + 2];
    let mut below = vec![0i32; width + 2];
    for (y, row) in grey.chunks_exact(width).enumerate() {
        let backwards = y % 2 == 1;
        for n in 0..width {
            let x = if backwards { width - 1 - n } else { n };
            let wanted = i32::from(row[x]) + here[x + 1] / 16;
            let dark = wanted < WHITE / 2 + 1;
            black[y * width + x] = dark;
            let error = if dark { wanted } else { wanted - WHITE };
            let (ahead, behind) = if backwards { (x, x + 2) } else { (x + 2, x) };
            here[ahead] += error * 7;
            below[behind] += error * 3;
            below[x + 1] += error * 5;
            below[ahead] += error;
        }
        std::mem::swap(&mut here, &mut below);
        below.fill(0);
    }
    black
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::profile;

    fn png(width: u32, height: u32, color: png::ColorType, data: &[u8]) -> String {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(color);
        encoder.set_depth(png::BitDepth::Eight);
        encoder
            .write_header()
            .unwrap()
            .write_image_data(data)
            .unwrap();
        base64::engine::general_purpose::STANDARD.encode(bytes)
    }

    fn placed(base64: &str, mm: u8) -> Result<Picture, ComposeError> {
        let mut paper = Paper {
            rows: Vec::new(),
            dots: 0,
        };
        place(base64, mm, &profile("generic-58mm").unwrap(), &mut paper)?;
        match paper.rows.remove(0).content {
            Content::Picture(picture) => Ok(picture),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_grey_keeps_its_share_of_black() {
        for grey in [0u8, 32, 64, 128, 192, 255] {
            let picture = placed(
                &png(200, 200, png::ColorType::Grayscale, &[grey; 40_000]),
                0,
            );
            let picture = picture.unwrap();
            let black = picture.black.iter().filter(|black| **black).count();
            let expected = 40_000 * (255 - usize::from(grey)) / 255;
            assert!(black.abs_diff(expected) < 400, "{grey}: {black}");
        }
    }

    #[test]
    fn a_picture_is_never_wider_than_the_paper_and_keeps_its_shape() {
        let wide = png(1200, 300, png::ColorType::Grayscale, &vec![0; 360_000]);
        let picture = placed(&wide, 0).unwrap();
        assert_eq!(
            (picture.width, picture.height, picture.x_dots),
            (384, 96, 0)
        );
        let picture = placed(&wide, 20).unwrap();
        assert_eq!((picture.width, picture.height), (159, 40));
        assert!(picture.black.iter().all(|black| *black));
    }

    #[test]
    fn what_is_transparent_is_paper() {
        let clear = png(2, 1, png::ColorType::Rgba, &[0, 0, 0, 0, 255, 0, 0, 255]);
        assert_eq!(placed(&clear, 0).unwrap().black, [false, true]);
    }

    #[test]
    fn what_is_no_picture_is_said_to_be_none() {
        for bad in ["", "!", "AAAA", "iVBORw0KGgoAAAANSUhEUgAA"] {
            let error = placed(bad, 0).expect_err(bad);
            assert!(matches!(error, ComposeError::BadPicture(_)), "{bad}");
        }
        let tall = png(1, 9_000, png::ColorType::Grayscale, &[0; 9_000]);
        assert!(placed(&tall, 0).is_err());
        assert!(placed(&"A".repeat(PICTURE_BYTES_MAX + 4), 0).is_err());
    }
}
