//! How many pixels of the panel one pixel of the layout is. The layout counts four pixels to the millimetre, on every panel.

/// Large print (大字): what is read is written this much larger. What is touched keeps its millimetres.
const LARGE: f32 = 1.25;
/// A 21.5 inch panel of 1080x1920 is the measure: one to one.
const PIXELS_PER_INCH: f64 = 102.46;
/// The smallest glass that is served whole, 10.1 inch (short side, long side), in pixels of the layout; on a smaller one everything
/// shrinks.
const GLASS_MIN: (f64, f64) = (500.0, 860.0);

/// The scale factor for a panel.
pub fn factor(diagonal_in: f64, width_px: u32, height_px: u32) -> f32 {
    let (width, height) = (f64::from(width_px.max(1)), f64::from(height_px.max(1)));
    let per_inch = width.hypot(height) / if diagonal_in > 1.0 { diagonal_in } else { 21.5 };
    let wished = per_inch / PIXELS_PER_INCH;
    let fitting = (width.min(height) / GLASS_MIN.0).min(width.max(height) / GLASS_MIN.1);
    // Hair's breadths off one to one would only blur lines.
    let factor = wished.min(fitting);
    let rounded = (factor * 100.0).round() / 100.0;
    rounded.max(0.1) as f32
}

/// How much larger words are written.
pub fn print(large: bool) -> f32 {
    if large { LARGE } else { 1.0 }
}

/// How much larger words are written on a card of care mode (关怀模式): as large as titles still have room there.
pub fn card_print(small: bool, narrow: bool) -> f32 {
    match (small, narrow) {
        (true, _) => 1.1,
        (_, true) => 1.3,
        _ => 1.5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_panel_is_one_to_one() {
        assert_eq!(factor(21.5, 1080, 1920), 1.0);
        assert_eq!(factor(21.5, 1920, 1080), 1.0);
    }

    #[test]
    fn fewer_pixels_on_the_same_glass_keep_the_millimetres() {
        assert!((factor(21.5, 720, 1280) - 0.67).abs() < 0.011);
    }

    #[test]
    fn every_glass_from_ten_inches_on_keeps_the_millimetres() {
        for (diagonal, width, height) in [
            (10.1, 1280, 800),
            (10.1, 800, 1280),
            (10.1, 1920, 1080),
            (13.3, 1920, 1080),
            (27.0, 1080, 1920),
        ] {
            let per_inch = f64::from(width).hypot(f64::from(height)) / diagonal;
            let finger = 88.0 * f64::from(factor(diagonal, width as u32, height as u32));
            let mm = finger / per_inch * 25.4;
            assert!((mm - 22.0).abs() < 0.2, "{diagonal} inch: {mm} mm");
        }
    }

    #[test]
    fn a_smaller_glass_still_shows_everything() {
        assert!(800.0 / f64::from(factor(7.0, 1280, 800)) >= 497.0);
    }
}
