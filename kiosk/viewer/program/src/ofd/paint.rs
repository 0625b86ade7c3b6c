//! What an OFD object is painted with: colours, lines, the cells of a pattern. Owns reading them from the object and its drawing parameters;
//! repeats no pattern itself.

use super::canvas::Paint;
use super::resources::Resources;
use super::runs;
use super::values::{matrix, numbers};
use crate::xml::Element;
use hayro::kurbo::{Affine, Cap, Join, Rect, Stroke};

/// Width of a line where nobody names one, in millimetres.
const LINE_MM: f64 = 0.353;
/// Cells of a pattern that are drawn; a watermark has some fifty.
const CELLS_MAX: f64 = 2_000.0;

/// What was found.
pub enum Found {
    /// It can be painted.
    Paint(Paint),
    /// A drawing that is repeated.
    Pattern(Element),
    /// Nothing is said.
    Nothing,
    /// Something that is not drawn here.
    Unknown,
}

/// `FillColor` or `StrokeColor` of an object.
pub fn of(resources: &Resources, object: &Element, param: Option<&str>, name: &str) -> Found {
    let element = resources.parameter(object, param, |element| element.child(name).cloned());
    let Some(element) = element else {
        return Found::Nothing;
    };
    // What runs or repeats goes before the plain colour that stands in for it.
    let axial = element.child("AxialShd").map(|run| (run, false));
    let radial = element.child("RadialShd").map(|run| (run, true));
    match (axial.or(radial), element.child("Pattern")) {
        (Some((run, round)), _) => {
            runs::gradient(resources, run, round).map_or(Found::Unknown, Found::Paint)
        }
        (None, Some(pattern)) => Found::Pattern(pattern.clone()),
        (None, None) if element.children.is_empty() => resources
            .colour(&element)
            .map_or(Found::Nothing, |colour| Found::Paint(Paint::Plain(colour))),
        (None, None) => Found::Unknown,
    }
}

/// Where the cells of a pattern stand that touch a place; `None` when that makes no sense or would never end.
pub fn cells(pattern: &Element, place: Rect) -> Option<Vec<Affine>> {
    let number = |name: &str| {
        let value = pattern.attribute(name)?.parse::<f64>().ok()?;
        (value.is_finite() && value > 0.0).then_some(value)
    };
    let (width, height) = (number("Width")?, number("Height")?);
    let (across, down) = (
        number("XStep").unwrap_or(width).max(width),
        number("YStep").unwrap_or(height).max(height),
    );
    let own = pattern
        .attribute("CTM")
        .and_then(matrix)
        .unwrap_or_default();
    if own.determinant().abs() < 1e-9 {
        return None;
    }
    let seen = own.inverse().transform_rect_bbox(place);
    let first = |from: f64, size: f64, step: f64| ((from - size) / step).floor();
    let (left, top) = (first(seen.x0, width, across), first(seen.y0, height, down));
    let (right, bottom) = ((seen.x1 / across).ceil(), (seen.y1 / down).ceil());
    let count = (right - left + 1.0) * (bottom - top + 1.0);
    if !(1.0..=CELLS_MAX).contains(&count) {
        return None;
    }
    let mut cells = Vec::new();
    for row in top as i64..=bottom as i64 {
        for column in left as i64..=right as i64 {
            let corner = (column as f64 * across, row as f64 * down);
            cells.push(own * Affine::translate(corner));
        }
    }
    Some(cells)
}

/// The line an object is drawn with.
pub fn stroke(resources: &Resources, object: &Element, param: Option<&str>) -> Stroke {
    let number = |name: &str| {
        resources.parameter(object, param, |element| {
            element
                .attribute(name)
                .and_then(|value| value.parse::<f64>().ok())
        })
    };
    let word = |name: &str| {
        resources.parameter(object, param, |element| {
            element.attribute(name).map(str::to_owned)
        })
    };
    let cap = match word("Cap").as_deref() {
        Some("Round") => Cap::Round,
        Some("Square") => Cap::Square,
        _ => Cap::Butt,
    };
    let join = match word("Join").as_deref() {
        Some("Round") => Join::Round,
        Some("Bevel") => Join::Bevel,
        _ => Join::Miter,
    };
    let dashes = word("DashPattern")
        .map(|pattern| numbers(&pattern))
        .unwrap_or_default();
    // A pattern of nothing but gaps would never come to an end.
    let dashed = dashes.iter().sum::<f64>() > 0.05 && dashes.iter().all(|dash| *dash >= 0.0);
    Stroke {
        width: number("LineWidth").unwrap_or(LINE_MM).clamp(0.0, 1_000.0),
        join,
        miter_limit: number("MiterLimit").unwrap_or(4.234).max(1.0),
        start_cap: cap,
        end_cap: cap,
        dash_pattern: if dashed {
            dashes.into_iter().collect()
        } else {
            Vec::new().into_iter().collect()
        },
        dash_offset: number("DashOffset").unwrap_or(0.0),
    }
}
