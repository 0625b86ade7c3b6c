//! The picture itself: paper, a ring in its middle, and below it one line in Chinese and one in English, each made smaller until it fits.

use std::path::Path;

use anyhow::Context;
use swash::FontRef;
use swash::scale::{Render, ScaleContext, Source};
use swash::zeno::Format;

use super::glass::Picture;

/// Where Debian's fonts-noto-cjk puts it.
const FONT: &str = "usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc";
/// Longest font file that is read, bytes.
const FONT_BYTES_MAX: u64 = 64 << 20;
/// The face of the collection that is drawn in.
const FAMILY: &str = "Noto Sans CJK SC";
const PAPER: [u8; 3] = [0xF6, 0xF3, 0xEC];
const INK: [u8; 3] = [0x1B, 0x1F, 0x24];
const NAVY: [u8; 3] = [0x16, 0x3D, 0x6E];
/// Of the shorter side of the panel: the radius of the ring, and how thick it is.
const RING: f32 = 0.06;
const RING_THICK: f32 = 0.012;
/// The two lines, likewise: how high a character is, and how far below the middle its foot stands.
const LINES: [(f32, f32, [u8; 3]); 2] = [(0.052, 0.22, INK), (0.034, 0.30, NAVY)];
/// Of the panel's width, at most this is written on.
const WRITTEN: f32 = 0.9;

/// The font of the start.
pub struct Face {
    bytes: Vec<u8>,
    index: usize,
}

impl Face {
    /// Reads the file, without asking the system what fonts it has.
    pub fn read(root: &Path) -> anyhow::Result<Face> {
        let path = root.join(FONT);
        let doing = || format!("read {}", path.display());
        let length = std::fs::metadata(&path).with_context(doing)?.len();
        anyhow::ensure!(length <= FONT_BYTES_MAX, "{} is too long", path.display());
        let bytes = std::fs::read(&path).with_context(doing)?;
        let is_ours = |font: FontRef<'_>| {
            font.localized_strings()
                .any(|name| name.chars().eq(FAMILY.chars()))
        };
        let index = (0..)
            .map_while(|n| FontRef::from_index(&bytes, n))
            .position(is_ours)
            .with_context(|| format!("{}: no face {FAMILY}", path.display()))?;
        Ok(Face { bytes, index })
    }
}

/// Draws it; the words only where there is a font.
pub fn picture(width: usize, height: usize, said: Option<(&[String; 2], &Face)>) -> Picture {
    let mut picture = Picture {
        width,
        height,
        points: vec![PAPER; width * height],
    };
    let side = width.min(height) as f32;
    ring(&mut picture, side);
    if let Some((lines, face)) = said {
        for (line, (high, below, colour)) in lines.iter().zip(LINES) {
            write(&mut picture, face, line, high * side, below * side, colour);
        }
    }
    picture
}

fn ring(picture: &mut Picture, side: f32) {
    let (middle_x, middle_y) = (picture.width as f32 / 2.0, picture.height as f32 / 2.0);
    let (outer, thick) = (RING * side, RING_THICK * side);
    for y in 0..picture.height {
        for x in 0..picture.width {
            let far = (x as f32 + 0.5 - middle_x).hypot(y as f32 + 0.5 - middle_y);
            let inside = (outer - far).min(far - (outer - thick)) + 0.5;
            if inside > 0.0 {
                blend(picture, x, y, NAVY, (inside.min(1.0) * 255.0) as u8);
            }
        }
    }
}

/// One line, centred, its foot so far below the middle.
fn write(picture: &mut Picture, face: &Face, line: &str, high: f32, below: f32, colour: [u8; 3]) {
    let Some(font) = FontRef::from_index(&face.bytes, face.index) else {
        return;
    };
    let charmap = font.charmap();
    let glyphs: Vec<u16> = line.chars().map(|c| charmap.map(c)).collect();
    let wide = |size: f32| -> f32 {
        let metrics = font.glyph_metrics(&[]).scale(size);
        glyphs.iter().map(|g| metrics.advance_width(*g)).sum()
    };
    let most = picture.width as f32 * WRITTEN;
    let size = high * (most / wide(high)).min(1.0);
    let metrics = font.glyph_metrics(&[]).scale(size);
    let mut context = ScaleContext::new();
    let mut scaler = context.builder(font).size(size).hint(false).build();
    let mut pen = (picture.width as f32 - wide(size)) / 2.0;
    let foot = picture.height as f32 / 2.0 + below;
    for glyph in glyphs {
        let drawn = Render::new(&[Source::Outline])
            .format(Format::Alpha)
            .render(&mut scaler, glyph);
        if let Some(drawn) = drawn {
            let (left, top) = (drawn.placement.left, drawn.placement.top);
            let row = drawn.placement.width.max(1) as usize;
            for (n, strength) in drawn.data.iter().enumerate() {
                let x = pen.round() as i32 + left + (n % row) as i32;
                let y = foot.round() as i32 - top + (n / row) as i32;
                if let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) {
                    blend(picture, x, y, colour, *strength);
                }
            }
        }
        pen += metrics.advance_width(glyph);
    }
}

/// Colours a point, the more the stronger; outside of the picture there is none.
fn blend(picture: &mut Picture, x: usize, y: usize, colour: [u8; 3], strength: u8) {
    if x >= picture.width {
        return;
    }
    let Some(point) = picture.points.get_mut(y * picture.width + x) else {
        return;
    };
    let strength = u16::from(strength);
    for (was, is) in point.iter_mut().zip(colour) {
        *was = ((u16::from(*was) * (255 - strength) + u16::from(is) * strength) / 255) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::splash::stage::words;

    #[test]
    fn every_line_is_whole_on_every_panel() {
        let face = Face::read(Path::new("/")).unwrap();
        let words = words().unwrap();
        for (width, height) in [
            (800, 480),
            (1280, 800),
            (800, 1280),
            (1080, 1920),
            (3840, 2160),
        ] {
            for said in words.values() {
                let drawn = picture(width, height, Some((said, &face)));
                let without = picture(width, height, None);
                assert_ne!(drawn.points, without.points);
                let at_edge = |n: usize| {
                    let (x, y) = (n % width, n / width);
                    x < width / 40 || x >= width - width / 40 || y >= height - height / 40
                };
                let cut = drawn
                    .points
                    .iter()
                    .enumerate()
                    .any(|(n, point)| at_edge(n) && *point != PAPER);
                assert!(!cut, "{width}x{height}: {said:?}");
                // No box in place of a character.
                let font = FontRef::from_index(&face.bytes, face.index).unwrap();
                let lacks = said
                    .iter()
                    .flat_map(|line| line.chars())
                    .find(|c| font.charmap().map(*c) == 0);
                assert_eq!(lacks, None);
            }
        }
    }

    #[test]
    fn without_a_font_there_is_the_ring() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Face::read(dir.path()).is_err());
        let drawn = picture(1080, 1920, None);
        assert_eq!(drawn.points[0], PAPER);
        assert!(drawn.points.contains(&NAVY));
    }
}
