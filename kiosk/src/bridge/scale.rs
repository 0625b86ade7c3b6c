//! How many pixels of the panel one pixel of the layout is. The layout counts four pixels to the millimetre.

/// Large print (大字) shows everything this much larger.
const LARGE: f64 = 1.25;
/// A 21.5 inch panel of 1080x1920 is the measure: one to one.
const PIXELS_PER_INCH: f64 = 102.46;
/// The layout needs at least this room (short side, long side), in its own pixels; on a smaller glass everything shrinks.
const PORTRAIT_MIN: (f64, f64) = (790.0, 1400.0);
const LANDSCAPE_MIN: (f64, f64) = (1300.0, 790.0);

/// The scale factor for a panel.
pub fn factor(diagonal_in: f64, width_px: u32, height_px: u32, large: bool) -> f32 {
    let (width, height) = (f64::from(width_px.max(1)), f64::from(height_px.max(1)));
    let per_inch = width.hypot(height) / if diagonal_in > 1.0 { diagonal_in } else { 21.5 };
    let wished = per_inch / PIXELS_PER_INCH * if large { LARGE } else { 1.0 };
    let least = if width > height {
        LANDSCAPE_MIN
    } else {
        PORTRAIT_MIN
    };
    let fitting = (width / least.0).min(height / least.1);
    // Hair's breadths off one to one would only blur lines.
    let factor = wished.min(fitting);
    let rounded = (factor * 100.0).round() / 100.0;
    rounded.max(0.1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_panel_is_one_to_one() {
        assert_eq!(factor(21.5, 1080, 1920, false), 1.0);
        assert_eq!(factor(21.5, 1920, 1080, false), 1.0);
    }

    #[test]
    fn fewer_pixels_on_the_same_glass_keep_the_millimetres() {
        assert!((factor(21.5, 720, 1280, false) - 0.67).abs() < 0.011);
    }

    #[test]
    fn large_print_is_a_quarter_larger() {
        assert_eq!(factor(21.5, 1080, 1920, true), 1.25);
    }

    #[test]
    fn a_small_glass_still_shows_everything() {
        let factor = factor(10.1, 1280, 800, true);
        assert!(1280.0 / f64::from(factor) >= 1290.0);
    }
}
