//! Dots of a slip, one bit each, as an embedded-graphics draw target. Knows no text and no bytes of any printer.

use crate::compose::glyphs::Glyph;
use embedded_graphics::Pixel;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{OriginDimensions, Size};
use embedded_graphics::pixelcolor::BinaryColor;
use embedded_graphics::primitives::Rectangle;
use std::convert::Infallible;

/// Paper as dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canvas {
    width: u32,
    height: u32,
    stride: usize,
    bits: Vec<u8>,
}

impl Canvas {
    /// White paper of `width` x `height` dots.
    pub fn new(width: u32, height: u32) -> Canvas {
        let stride = width.div_ceil(8) as usize;
        Canvas {
            width,
            height,
            stride,
            bits: vec![0; stride * height as usize],
        }
    }

    /// Dots from left to right.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Dots from top to bottom.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// One row, eight dots a byte, the leftmost in the highest bit, black set.
    pub fn row(&self, y: u32) -> &[u8] {
        let at = y as usize * self.stride;
        &self.bits[at..at + self.stride]
    }

    /// Blackens one dot; outside the paper nothing happens.
    pub fn set(&mut self, x: i32, y: i32) {
        if let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y))
            && x < self.width
            && y < self.height
        {
            self.bits[y as usize * self.stride + (x / 8) as usize] |= 0x80 >> (x % 8);
        }
    }

    /// Puts a character with the upper left corner of its cell at (x, y): what embedded-graphics would do dot by dot, a row at once.
    pub fn stamp(&mut self, x: i32, y: i32, glyph: &Glyph) {
        let x = x + glyph.left;
        for (dy, bits) in glyph.rows.iter().enumerate() {
            let Ok(y) = u32::try_from(y + glyph.top + dy as i32) else {
                continue;
            };
            if y >= self.height {
                break;
            }
            // What hangs over the left edge is lost, as on paper.
            let (x, bits) = if x < 0 {
                (0, bits.checked_shl(x.unsigned_abs()).unwrap_or(0))
            } else {
                (x as usize, *bits)
            };
            let wide = (u128::from(bits) << 64 >> (x % 8)).to_be_bytes();
            let at = y as usize * self.stride;
            let row = &mut self.bits[at..at + self.stride];
            for (target, byte) in row.iter_mut().skip(x / 8).zip(&wide[..9]) {
                *target |= byte;
            }
        }
        self.clear_beyond_edge(y + glyph.top, glyph.rows.len());
    }

    /// The last byte of a row may have bits that are no paper.
    fn clear_beyond_edge(&mut self, top: i32, rows: usize) {
        if self.width.is_multiple_of(8) {
            return;
        }
        let mask = !(0xFFu8 >> (self.width % 8));
        for y in top.max(0)..(top + rows as i32).min(self.height as i32) {
            self.bits[(y as usize + 1) * self.stride - 1] &= mask;
        }
    }

    /// Breaks every `10 04`, `10 05` and `10 14` inside a row by one more dot beside a stem: a device takes these bytes for
    /// real-time commands even in the midst of a picture. Done to the picture itself, so preview and paper stay the same.
    pub fn defuse(&mut self) {
        for row in self.bits.chunks_exact_mut(self.stride.max(1)) {
            for i in 1..row.len() {
                if row[i - 1] == 0x10 && starts_real_time(row[i]) {
                    row[i - 1] = 0x18;
                }
            }
        }
    }

    /// One byte a dot, 0 black, 255 white.
    pub fn grey(&self) -> Vec<u8> {
        let mut grey = Vec::with_capacity(self.width as usize * self.height as usize);
        for y in 0..self.height {
            let row = self.row(y);
            grey.extend((0..self.width as usize).map(|x| {
                if row[x / 8] & (0x80 >> (x % 8)) != 0 {
                    0
                } else {
                    255
                }
            }));
        }
        grey
    }
}

/// Whether a device takes `10` and this byte for the start of a real-time command (DLE EOT, DLE ENQ, DLE DC4).
pub fn starts_real_time(second: u8) -> bool {
    matches!(second, 0x04 | 0x05 | 0x14)
}

impl OriginDimensions for Canvas {
    fn size(&self) -> Size {
        Size::new(self.width, self.height)
    }
}

impl DrawTarget for Canvas {
    type Color = BinaryColor;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<BinaryColor>>>(
        &mut self,
        pixels: I,
    ) -> Result<(), Infallible> {
        for Pixel(point, color) in pixels {
            if color.is_on() {
                self.set(point.x, point.y);
            }
        }
        Ok(())
    }

    fn fill_solid(&mut self, area: &Rectangle, color: BinaryColor) -> Result<(), Infallible> {
        if color.is_on() {
            for y in area.rows() {
                area.columns().for_each(|x| self.set(x, y));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamped_character_is_clipped_at_every_edge() {
        let glyph = Glyph {
            left: 0,
            top: 0,
            rows: vec![0xFF00_0000_0000_0000; 4],
        };
        let mut canvas = Canvas::new(20, 6);
        canvas.stamp(-4, -2, &glyph);
        canvas.stamp(15, 4, &glyph);
        assert_eq!(canvas.row(0), [0xF0, 0, 0]);
        assert_eq!(canvas.row(1), [0xF0, 0, 0]);
        assert_eq!(canvas.row(5), [0, 0x01, 0xF0]);
        assert_eq!(canvas.row(2), [0, 0, 0]);
    }

    #[test]
    fn no_row_keeps_a_real_time_command() {
        let mut canvas = Canvas::new(32, 1);
        canvas.bits = vec![0x10, 0x04, 0x10, 0x14];
        canvas.defuse();
        assert_eq!(canvas.bits, [0x18, 0x04, 0x18, 0x14]);
    }
}
