//! Values of OFD attributes (GB/T 33190, 7.3): boxes, matrices, arrays, colours, abbreviated paths. Owns what a broken value means; none
//! of them ends a page.

use crate::xml::Element;
use hayro::kurbo::{Affine, Arc, BezPath, Point, Rect, Vec2};

/// Numbers of one value; a path of a real map has some 50,000.
const NUMBERS_MAX: usize = 200_000;
/// A page is larger than this only by mistake or malice, in millimetres.
const LENGTH_MM_MAX: f64 = 20_000.0;

/// Sides of a page that can be drawn, in millimetres.
const SIDE_MM: std::ops::RangeInclusive<f64> = 1.0..=20_000.0;

/// Numbers separated by spaces; stops at the first that is none.
pub fn numbers(text: &str) -> Vec<f64> {
    text.split([' ', ',', '\t', '\n', '\r'])
        .filter(|word| !word.is_empty())
        .map_while(|word| word.parse::<f64>().ok().filter(|n| n.is_finite()))
        .take(NUMBERS_MAX)
        .collect()
}

/// The physical box of an area.
pub fn physical(element: &Element) -> Option<Rect> {
    element
        .text_of("PhysicalBox")
        .and_then(area)
        .filter(|page| SIDE_MM.contains(&page.width()) && SIDE_MM.contains(&page.height()))
}

/// A box `x y width height`; a negative side is turned round, a missing one is zero.
pub fn area(text: &str) -> Option<Rect> {
    let [x, y, width, height] = numbers(text).try_into().ok()?;
    let within = |n: f64| n.clamp(-LENGTH_MM_MAX, LENGTH_MM_MAX);
    let (x, y) = (within(x), within(y));
    Some(Rect::new(x, y, x + within(width), y + within(height)).abs())
}

/// A matrix of six numbers.
pub fn matrix(text: &str) -> Option<Affine> {
    let numbers: [f64; 6] = numbers(text).try_into().ok()?;
    Some(Affine::new(numbers))
}

/// Distances between characters; `g 5 3.2` means five times 3.2.
pub fn deltas(text: &str) -> Vec<f64> {
    let mut deltas = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word == "g" {
            let (Some(count), Some(value)) = (words.next(), words.next()) else {
                break;
            };
            let (Ok(count), Ok(value)) = (count.parse::<usize>(), value.parse::<f64>()) else {
                break;
            };
            let room = NUMBERS_MAX.saturating_sub(deltas.len());
            deltas.extend(std::iter::repeat_n(value, count.min(room)));
        } else {
            match word.parse::<f64>() {
                Ok(value) if value.is_finite() && deltas.len() < NUMBERS_MAX => deltas.push(value),
                _ => break,
            }
        }
    }
    deltas
}

/// Parts of a colour: numbers, or `#1a` in hexadecimal, or one word `#RRGGBB`.
pub fn colour_parts(text: &str) -> Vec<f64> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if let [word] = words.as_slice()
        && let Some(digits) = word.strip_prefix('#')
        && digits.len() == 6
        && digits.is_ascii()
    {
        return (0..3)
            .filter_map(|at| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).ok())
            .map(f64::from)
            .collect();
    }
    words
        .iter()
        .map_while(|word| match word.strip_prefix('#') {
            Some(digits) => u32::from_str_radix(digits, 16).ok().map(f64::from),
            None => word.parse::<f64>().ok(),
        })
        .filter(|n| n.is_finite())
        .take(8)
        .collect()
}

/// An abbreviated path (9.1); `None` when it holds nothing that can be drawn.
pub fn path(text: &str) -> Option<BezPath> {
    let mut path = BezPath::new();
    let mut words = text
        .split([' ', ',', '\t', '\n', '\r'])
        .filter(|word| !word.is_empty());
    let mut at = Point::ZERO;
    let mut start = Point::ZERO;
    let mut count = 0;
    while let Some(word) = words.next() {
        let mut next = |count: usize| -> Option<Vec<f64>> {
            (0..count)
                .map(|_| words.next()?.parse::<f64>().ok().filter(|n| n.is_finite()))
                .collect()
        };
        count += 1;
        if count > NUMBERS_MAX {
            break;
        }
        // Whoever forgets where a path starts means the corner.
        if !matches!(word, "S" | "M") && path.elements().is_empty() {
            path.move_to(at);
        }
        match word {
            "S" | "M" => {
                let Some(n) = next(2) else { break };
                at = Point::new(n[0], n[1]);
                start = at;
                path.move_to(at);
            }
            "L" => {
                let Some(n) = next(2) else { break };
                at = Point::new(n[0], n[1]);
                path.line_to(at);
            }
            "Q" => {
                let Some(n) = next(4) else { break };
                at = Point::new(n[2], n[3]);
                path.quad_to(Point::new(n[0], n[1]), at);
            }
            "B" => {
                let Some(n) = next(6) else { break };
                at = Point::new(n[4], n[5]);
                path.curve_to(Point::new(n[0], n[1]), Point::new(n[2], n[3]), at);
            }
            "A" => {
                let Some(n) = next(7) else { break };
                let to = Point::new(n[5], n[6]);
                arc(&mut path, at, to, &n);
                at = to;
            }
            "C" => {
                path.close_path();
                at = start;
            }
            _ => break,
        }
    }
    (path.elements().len() > 1).then_some(path)
}

/// An arc `rx ry angle large sweep x y`; angles in degrees.
fn arc(path: &mut BezPath, from: Point, to: Point, n: &[f64]) {
    let svg = hayro::kurbo::SvgArc {
        from,
        to,
        radii: Vec2::new(n[0].abs(), n[1].abs()),
        x_rotation: n[2].to_radians(),
        large_arc: n[3] != 0.0,
        sweep: n[4] != 0.0,
    };
    match Arc::from_svg_arc(&svg) {
        Some(arc) => arc.to_cubic_beziers(0.01, |a, b, end| path.curve_to(a, b, end)),
        None => path.line_to(to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro::kurbo::Shape;

    #[test]
    fn a_box_with_a_negative_side_still_is_one() {
        assert_eq!(area("90 58 -3 5"), Some(Rect::new(87.0, 58.0, 90.0, 63.0)));
        assert_eq!(area("0 0 210 0"), Some(Rect::new(0.0, 0.0, 210.0, 0.0)));
        assert_eq!(area("0 0 210"), None);
        assert_eq!(area("0 0 inf 1"), None);
    }

    #[test]
    fn repeated_distances_are_written_out_within_a_cap() {
        assert_eq!(deltas("1 g 3 2.5 4"), [1.0, 2.5, 2.5, 2.5, 4.0]);
        assert_eq!(deltas("g 99999999999 1").len(), NUMBERS_MAX);
        assert_eq!(deltas("g 2"), [0.0; 0]);
    }

    #[test]
    fn colours_are_written_in_three_ways() {
        assert_eq!(colour_parts("255 0 10"), [255.0, 0.0, 10.0]);
        assert_eq!(colour_parts("#ff #00 #0a"), [255.0, 0.0, 10.0]);
        assert_eq!(colour_parts("#ff000a"), [255.0, 0.0, 10.0]);
    }

    #[test]
    fn a_path_is_drawn_up_to_where_it_breaks() {
        let square = path("M 0 0 L 10 0 L 10 10 L 0 10 C").unwrap();
        assert_eq!(square.bounding_box(), Rect::new(0.0, 0.0, 10.0, 10.0));
        assert_eq!(path("M 0 0 L 10 0 X 3").unwrap().elements().len(), 2);
        assert!(path("M 0 0").is_none());
        let half = path("M 0 0 A 5 5 0 0 1 10 0").unwrap().bounding_box();
        assert!((half.height() - 5.0).abs() < 0.1);
    }
}
