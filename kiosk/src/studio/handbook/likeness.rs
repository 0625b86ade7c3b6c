//! Small pictures of screens and slips: made from what is drawn, kept as PNG with few colours, compared by tiles. Another smoothing of
//! the same letters is alike; another word, or a thing that moved, is not. Knows no screen.

use std::fmt;
use std::path::Path;

use anyhow::{Context, ensure};

use crate::studio::shots::Studio;

/// Pixels of the screen that become one of the picture, each way.
const SHRINK: u32 = 2;
/// Largest side that is read back, in pixels.
const SIDE_PX_MAX: u32 = 4096;
/// A palette of PNG.
const COLOURS_MAX: usize = 256;
/// Side of a tile: about one character of running text.
const TILE_PX: u32 = 10;
/// How far a tile may have moved and still be the same.
const SHIFT_PX: i32 = 1;
/// Mean difference of a tile, of 255, up to which it shows the same: another smoothing makes up to 21, one other character of the
/// smallest grey type 34 and more.
const TILE_DIFFERENCE_MAX: u32 = 25;
/// Tiles that are told by their place; the others are counted.
const TOLD_MAX: usize = 5;

/// A picture of three bytes a pixel.
#[derive(Clone, PartialEq, Eq)]
pub struct Small {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

/// How two pictures differ.
#[derive(Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Their sizes, if those differ.
    Sizes((u32, u32), (u32, u32)),
    /// Left upper corners of tiles that show something else; none when they are alike.
    Tiles(Vec<(u32, u32)>),
}

impl Likeness {
    /// Nothing but the smoothing differs.
    pub fn is_alike(&self) -> bool {
        matches!(self, Likeness::Tiles(tiles) if tiles.is_empty())
    }
}

impl fmt::Display for Likeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Likeness::Sizes(then, now) => {
                write!(f, "was {}x{}, is {}x{}", then.0, then.1, now.0, now.1)
            }
            Likeness::Tiles(tiles) => {
                write!(f, "{} places differ, such as", tiles.len())?;
                for (x, y) in tiles.iter().take(TOLD_MAX) {
                    write!(f, " {x},{y}")?;
                }
                Ok(())
            }
        }
    }
}

impl Small {
    /// What a studio shows.
    pub fn of(studio: &Studio) -> anyhow::Result<Small> {
        let shown = studio.ui().window().take_snapshot();
        let shown = shown.context("take picture")?;
        let rgba = shown.as_bytes();
        let rgb: Vec<u8> = rgba
            .chunks_exact(4)
            .flat_map(|dot| [dot[0], dot[1], dot[2]])
            .collect();
        Ok(shrunk(shown.width(), shown.height(), &rgb))
    }

    /// A slip, one byte a dot.
    pub fn of_grey(width: u32, height: u32, grey: &[u8]) -> Small {
        let rgb: Vec<u8> = grey.iter().flat_map(|dot| [*dot; 3]).collect();
        shrunk(width, height, &rgb)
    }

    /// A kept picture.
    pub fn read(path: &Path) -> anyhow::Result<Small> {
        let read = || format!("read {}", path.display());
        let file = std::fs::File::open(path).with_context(read)?;
        let mut decoder = png::Decoder::new(std::io::BufReader::new(file));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().with_context(read)?;
        let (width, height) = reader.info().size();
        ensure!(
            width <= SIDE_PX_MAX && height <= SIDE_PX_MAX,
            "{} is larger than {SIDE_PX_MAX} pixels",
            path.display()
        );
        let mut rgb = vec![0; reader.output_buffer_size().with_context(read)?];
        let shape = reader.next_frame(&mut rgb).with_context(read)?;
        ensure!(
            shape.color_type == png::ColorType::Rgb && shape.bit_depth == png::BitDepth::Eight,
            "{} is not a picture of few colours",
            path.display()
        );
        rgb.truncate(shape.buffer_size());
        Ok(Small { width, height, rgb })
    }

    /// As PNG, with the finest steps of colour that a palette has room for.
    pub fn png(&self) -> anyhow::Result<Vec<u8>> {
        let (palette, indexes) = (2..8)
            .find_map(|bits| self.palette(bits))
            .expect("three colours of one bit are eight");
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(palette);
        encoder.set_compression(png::Compression::High);
        // What neighbours have in common is no difference of indexes.
        encoder.set_filter(png::Filter::NoFilter);
        let mut writer = encoder.write_header().context("write picture")?;
        writer.write_image_data(&indexes).context("write picture")?;
        writer.finish().context("write picture")?;
        Ok(bytes)
    }

    /// Colours without their lowest bits, and the number of each pixel's; `None` if those are too many.
    fn palette(&self, dropped_bits: u8) -> Option<(Vec<u8>, Vec<u8>)> {
        let step = 1u16 << dropped_bits;
        // Black stays black and white stays white.
        let coarse = |value: u8| {
            let steps = (u16::from(value) + step / 2) / step;
            u8::try_from((steps * step).min(255)).unwrap_or(255)
        };
        let mut colours: Vec<[u8; 3]> = Vec::new();
        let mut known = std::collections::HashMap::new();
        let mut indexes = Vec::with_capacity(self.rgb.len() / 3);
        for dot in self.rgb.chunks_exact(3) {
            let colour = [coarse(dot[0]), coarse(dot[1]), coarse(dot[2])];
            let next = colours.len();
            let index = *known.entry(colour).or_insert_with(|| {
                colours.push(colour);
                next
            });
            if index >= COLOURS_MAX {
                return None;
            }
            indexes.push(u8::try_from(index).ok()?);
        }
        Some((colours.concat(), indexes))
    }

    /// The same with other smoothing, as another version of a renderer might give it: each pixel a quarter its
    /// neighbours'.
    pub fn smoothed(&self) -> Small {
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for y in 0..self.height {
            for x in 0..self.width {
                let here = self.dot((x, y));
                let right = self.dot(((x + 1).min(self.width - 1), y));
                let below = self.dot((x, (y + 1).min(self.height - 1)));
                for channel in 0..3 {
                    let sum = 6 * u16::from(here[channel])
                        + u16::from(right[channel])
                        + u16::from(below[channel]);
                    rgb.push(u8::try_from(sum / 8).unwrap_or(u8::MAX));
                }
            }
        }
        Small { rgb, ..*self }
    }

    /// Compares with what is drawn now.
    pub fn likeness(&self, now: &Small) -> Likeness {
        let (then, size) = ((self.width, self.height), (now.width, now.height));
        if then != size {
            return Likeness::Sizes(then, size);
        }
        let tiles = |length: u32| (0..length).step_by(TILE_PX as usize);
        let mut found = Vec::new();
        for y in tiles(self.height) {
            for x in tiles(self.width) {
                if self.tile_differs(now, x, y) {
                    found.push((x, y));
                }
            }
        }
        Likeness::Tiles(found)
    }

    /// True if no small shift makes the tile look as it did.
    fn tile_differs(&self, now: &Small, x: u32, y: u32) -> bool {
        let shifts = -SHIFT_PX..=SHIFT_PX;
        !shifts.clone().any(|down| {
            shifts
                .clone()
                .any(|right| self.difference(now, (x, y), (right, down)) <= TILE_DIFFERENCE_MAX)
        })
    }

    /// Mean difference of a tile to the one that lies a little beside it.
    fn difference(&self, now: &Small, (left, top): (u32, u32), (right, down): (i32, i32)) -> u32 {
        let mut sum = 0;
        let mut values = 0;
        for y in top..(top + TILE_PX).min(self.height) {
            for x in left..(left + TILE_PX).min(self.width) {
                let beside = (
                    x.saturating_add_signed(right).min(self.width - 1),
                    y.saturating_add_signed(down).min(self.height - 1),
                );
                for (a, b) in self.dot((x, y)).iter().zip(now.dot(beside)) {
                    sum += u32::from(a.abs_diff(*b));
                    values += 1;
                }
            }
        }
        sum / values.max(1)
    }

    fn dot(&self, (x, y): (u32, u32)) -> &[u8] {
        let at = (y as usize * self.width as usize + x as usize) * 3;
        &self.rgb[at..at + 3]
    }
}

/// Means of [`SHRINK`] by [`SHRINK`] pixels; what does not fill such a square at the edges is left out.
fn shrunk(width: u32, height: u32, rgb: &[u8]) -> Small {
    let (small_width, small_height) = (width / SHRINK, height / SHRINK);
    let mut out = Vec::with_capacity((small_width * small_height * 3) as usize);
    for y in 0..small_height {
        for x in 0..small_width {
            for channel in 0..3 {
                let mut sum = 0;
                for down in 0..SHRINK {
                    for right in 0..SHRINK {
                        let dot = (y * SHRINK + down) as usize * width as usize
                            + (x * SHRINK + right) as usize;
                        sum += u32::from(rgb[dot * 3 + channel]);
                    }
                }
                out.push(u8::try_from(sum / (SHRINK * SHRINK)).unwrap_or(u8::MAX));
            }
        }
    }
    Small {
        width: small_width,
        height: small_height,
        rgb: out,
    }
}
