//! Dashes of lines, counted before anyone draws them: a line of a thousandth's dashes over a whole page takes longer than its child may.
//! Owns how many a page may have; draws none.

use hayro::hayro_interpret::{DrawMode, StrokeProps};
use hayro::kurbo::{BezPath, Shape};

/// Of one page; a dense plan has some hundred thousand.
const DASHES_MAX: f64 = 1_000_000.0;
/// How exactly the length of a line is taken.
const EXACTLY: f64 = 0.1;

/// Those of a page, as far as it was looked at.
#[derive(Debug, Default)]
pub struct Dashes(f64);

impl Dashes {
    /// A line is to be drawn.
    pub fn of_line(&mut self, path: &BezPath, mode: &DrawMode) {
        self.of_length(mode, || path.perimeter(EXACTLY));
    }

    /// Lines that are so long together, as long as the pattern is.
    pub fn of_length(&mut self, mode: &DrawMode, length: impl FnOnce() -> f64) {
        let (DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke)) = mode else {
            return;
        };
        if !stroke.dash_array.is_empty() && !self.are_endless() {
            self.0 += count(stroke, length());
        }
    }

    /// More than can be drawn.
    pub fn are_endless(&self) -> bool {
        self.0 > DASHES_MAX
    }
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
        for _ in 0..lines {
            counted.of_line(&path, &DrawMode::Stroke(stroke.clone()));
            counted.of_line(&path, &DrawMode::Fill(FillRule::NonZero));
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
