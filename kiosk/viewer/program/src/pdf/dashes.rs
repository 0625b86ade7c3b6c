//! Dashes of lines, counted before anyone draws them: a line of a thousandth's dashes over a whole page takes longer than its child may.
//! Counted wherever they are drawn: on the page, in a pattern, in a mask, in a glyph that is drawn as a page is. Owns how many a page may
//! have; draws none.

use hayro::hayro_interpret::font::{Glyph, GlyphRun, Type3Glyph};
use hayro::hayro_interpret::pattern::{Pattern, TilingPattern};
use hayro::hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint,
    SoftMask, StrokeProps,
};
use hayro::kurbo::{Affine, BezPath, Shape};
use std::collections::{HashMap, HashSet};

/// Of one page; a dense plan has some hundred thousand.
const DASHES_MAX: f64 = 1_000_000.0;
/// How exactly the length of a line is taken.
const EXACTLY: f64 = 0.1;
/// Units of an em in glyph space.
const EM: f64 = 1_000.0;
/// The line around a glyph of many strokes, in ems.
const AROUND_EM: f64 = 10.0;

/// Those of a page, as far as it was looked at.
#[derive(Debug, Default)]
pub struct Dashes {
    sum: f64,
    /// Of patterns and glyphs that were looked into.
    inside: HashMap<u128, f64>,
    /// Masks that were looked into: each is drawn once.
    masks: HashSet<u128>,
}

impl Dashes {
    /// A line or an area is to be drawn.
    pub fn of_path(&mut self, path: &BezPath, props: &DrawProps<'_>, mode: &DrawMode) {
        self.of_length(mode, || path.perimeter(EXACTLY));
        self.of_props(props);
    }

    /// Characters are to be drawn.
    pub fn of_run<'a>(&mut self, run: &GlyphRun<'_, 'a>, props: &DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Invisible) {
            return;
        }
        for glyph in run.glyphs() {
            if self.are_endless() {
                return;
            }
            match &**glyph {
                Glyph::Outline(_) => {
                    self.of_length(mode, || {
                        let [a, b, ..] = glyph.transform().as_coeffs();
                        AROUND_EM * EM * a.hypot(b)
                    });
                    self.of_props(props);
                }
                Glyph::Type3(drawing) => {
                    self.of_drawing(drawing, &props.paint);
                    self.of_mask(props.soft_mask.as_ref());
                }
            }
        }
    }

    /// What lies under a mask is to be drawn.
    pub fn of_mask(&mut self, mask: Option<&SoftMask<'_>>) {
        if let Some(mask) = mask
            && !self.are_endless()
            && self.masks.insert(mask.cache_key())
        {
            mask.interpret(self);
        }
    }

    /// More than can be drawn.
    pub fn are_endless(&self) -> bool {
        self.sum > DASHES_MAX
    }

    fn of_props(&mut self, props: &DrawProps<'_>) {
        self.of_mask(props.soft_mask.as_ref());
        if let Paint::Pattern(pattern) = &props.paint
            && let Pattern::Tiling(tile) = &**pattern
        {
            self.within(tile.cache_key(), copies(tile), |inside| {
                tile.interpret(inside, Affine::IDENTITY, false);
            });
        }
    }

    fn of_drawing<'a>(&mut self, drawing: &Type3Glyph<'a>, paint: &Paint<'a>) {
        self.within(drawing.cache_key(), 1.0, |inside| {
            drawing.interpret(inside, Affine::IDENTITY, Affine::IDENTITY, paint);
        });
    }

    /// Lines that are so long together, as long as the pattern is.
    fn of_length(&mut self, mode: &DrawMode, length: impl FnOnce() -> f64) {
        let (DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke)) = mode else {
            return;
        };
        if !stroke.dash_array.is_empty() && !self.are_endless() {
            self.sum += count(stroke, length());
        }
    }

    /// What is drawn so often in one place, looked into once.
    fn within(&mut self, key: u128, times: f64, look: impl FnOnce(&mut Dashes)) {
        if self.are_endless() {
            return;
        }
        let known = self.inside.get(&key).copied();
        let count = known.unwrap_or_else(|| {
            // What draws itself gets no further.
            self.inside.insert(key, 0.0);
            let outside = std::mem::take(&mut self.sum);
            look(self);
            let count = std::mem::replace(&mut self.sum, outside);
            self.inside.insert(key, count);
            count
        });
        if count > 0.0 {
            self.sum += count * times;
        }
    }
}

/// How often a pattern is drawn to make one of its tiles, where they lie over each other.
fn copies(tile: &TilingPattern<'_>) -> f64 {
    let over = |width: f64, step: f32| (width / f64::from(step.abs())).ceil().max(1.0);
    over(tile.bbox.width(), tile.x_step) * over(tile.bbox.height(), tile.y_step)
}

impl<'a> Device<'a> for Dashes {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.of_path(path, &props, mode);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, mask: Option<SoftMask<'a>>, _: BlendMode) {
        self.of_mask(mask.as_ref());
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.of_run(run, &props, mode);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.of_mask(props.soft_mask.as_ref());
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

fn count(stroke: &StrokeProps, length: f64) -> f64 {
    let pattern: f64 = stroke.dash_array.iter().map(|dash| f64::from(*dash)).sum();
    let count = length / pattern * stroke.dash_array.len() as f64;
    // A pattern that does not get on never ends.
    match pattern > 0.0 && count.is_finite() {
        true => count,
        false => f64::INFINITY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro::hayro_interpret::FillRule;
    use hayro::kurbo::Line;

    fn are_endless(dashes: &[f32], lines: usize) -> bool {
        let stroke = StrokeProps {
            dash_array: dashes.iter().copied().collect(),
            ..StrokeProps::default()
        };
        let path = Line::new((0.0, 0.0), (600.0, 0.0)).to_path(EXACTLY);
        let mut counted = Dashes::default();
        let length = || path.perimeter(EXACTLY);
        for _ in 0..lines {
            counted.of_length(&DrawMode::Stroke(stroke.clone()), length);
            counted.of_length(&DrawMode::Fill(FillRule::NonZero), length);
        }
        counted.are_endless()
    }

    #[test]
    fn a_page_has_as_many_dashes_as_a_plan_and_no_more() {
        assert!(!are_endless(&[], 1));
        assert!(!are_endless(&[3.0, 2.0], 2_000));
        assert!(are_endless(&[3.0, 2.0], 5_000));
        for endless in [
            &[1e-5, 1e-5][..],
            &[1.0, -1.0],
            &[-1.0, -1.0],
            &[f32::NAN],
            &[0.0],
        ] {
            assert!(are_endless(endless, 1), "{endless:?}");
        }
    }
}
