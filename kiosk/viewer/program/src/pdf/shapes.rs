//! Whether a glyph leaves anything on the page. A font that is damaged draws nothing where a character stands, and nobody says so; a
//! space draws nothing rightly. Tells what the program of the font says; which of the two it means is judged in `inspect`.

use hayro::hayro_interpret::font::{GlyphRun, OutlineGlyph, Type3Glyph};
use hayro::hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint,
    SoftMask,
};
use hayro::kurbo::{Affine, BezPath, Rect, Shape as _};
use skrifa::{DrawMemory, Font, GlyphId, PathSink, ScalerFont};
use std::collections::HashMap;

/// Glyphs and programs of one document that are remembered.
const REMEMBERED_MAX: usize = 100_000;
/// Units of an em (1,000) below which nothing can be seen.
const SPECK: f64 = 1.0;
/// Where a glyph is looked for, in units of an em: a shape that lies outside is nowhere near its character.
const AROUND: Rect = Rect::new(-10_000.0, -10_000.0, 10_000.0, 10_000.0);

/// What is to be seen of a glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Something that a reader sees.
    Drawn,
    /// Nothing; so the font has it.
    Blank,
    /// Nothing: what the font says of it cannot be read.
    Lost,
}

/// Shapes of a document, each looked at once.
#[derive(Default)]
pub struct Shapes {
    known: HashMap<u128, Shape>,
    programs: HashMap<u128, Option<ScalerFont>>,
}

impl Shapes {
    /// What is to be seen of a glyph that has an outline.
    pub fn of_outline(&mut self, glyph: &OutlineGlyph) -> Shape {
        let key = glyph.identifier().cache_key();
        if let Some(shape) = self.known.get(&key) {
            return *shape;
        }
        let shape = if is_seen(&glyph.outline()) {
            Shape::Drawn
        } else if self.is_meant(glyph) {
            Shape::Blank
        } else {
            Shape::Lost
        };
        self.remember(key, shape)
    }

    /// What is to be seen of a glyph that is drawn as a page is.
    pub fn of_drawing<'a>(&mut self, glyph: &Type3Glyph<'a>, paint: &Paint<'a>) -> Shape {
        let key = glyph.cache_key();
        if let Some(shape) = self.known.get(&key) {
            return *shape;
        }
        let mut ink = Ink(false);
        glyph.interpret(&mut ink, Affine::IDENTITY, Affine::IDENTITY, paint);
        self.remember(key, if ink.0 { Shape::Drawn } else { Shape::Blank })
    }

    fn remember(&mut self, key: u128, shape: Shape) -> Shape {
        if self.known.len() < REMEMBERED_MAX {
            self.known.insert(key, shape);
        }
        shape
    }

    /// Whether the font says that there is nothing, and not that it does not know.
    fn is_meant(&mut self, glyph: &OutlineGlyph) -> bool {
        // Of Type 1 the program is not handed out.
        let Some(font) = glyph.font_data() else {
            return true;
        };
        if self.programs.len() >= REMEMBERED_MAX {
            return true;
        }
        let program = self.programs.entry(font.cache_key).or_insert_with(|| {
            Font::new(font.data.clone(), 0).map(|font| ScalerFont::unhinted(font, None))
        });
        let outline = program
            .as_ref()
            .and_then(|program| program.outline(GlyphId::new(glyph.glyph_id().to_u32())));
        let mut nowhere = Nowhere;
        outline.is_some_and(|outline| outline.draw(DrawMemory::Scratch, &mut nowhere).is_ok())
    }
}

fn is_seen(outline: &BezPath) -> bool {
    if outline.segments().next().is_none() {
        return false;
    }
    let bounds = outline.bounding_box();
    let seen = bounds.intersect(AROUND);
    bounds.overlaps(AROUND) && seen.width().max(seen.height()) >= SPECK
}

/// Takes an outline and keeps nothing.
struct Nowhere;

impl PathSink for Nowhere {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {}
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
    fn close(&mut self) {}
}

/// Notices whether anything is drawn at all.
struct Ink(bool);

impl<'a> Device<'a> for Ink {
    fn draw_path(&mut self, path: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.0 |= path.segments().next().is_some();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, _: DrawProps<'a>, mode: &DrawMode) {
        self.0 |= !matches!(mode, DrawMode::Invisible) && !run.glyphs().is_empty();
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.0 = true;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_is_seen_where_its_character_stands() {
        assert!(!is_seen(&BezPath::new()));
        let mut moved = BezPath::new();
        moved.move_to((10.0, 10.0));
        assert!(!is_seen(&moved));
        for (rect, seen) in [
            (Rect::new(0.0, 0.0, 500.0, 700.0), true),
            // A line of a table.
            (Rect::new(0.0, 300.0, 1_000.0, 300.5), true),
            (Rect::new(0.0, 0.0, 0.2, 0.2), false),
            (Rect::new(30_000.0, 0.0, 30_500.0, 700.0), false),
        ] {
            assert_eq!(is_seen(&rect.to_path(0.1)), seen, "{rect:?}");
        }
    }
}
