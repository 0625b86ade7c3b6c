//! Places where something is missing: neighbours joined to one, and the grey frame that shows them. Knows no format.

use hayro::kurbo::Rect;
use viewer::limits::MARKS_MAX;
use viewer::{Mark, Part};

/// Ground of a mark and its edge, red, green, blue.
const GROUND: [u8; 3] = [232, 230, 224];
const EDGE: [u8; 3] = [120, 116, 106];
/// Dots of a dash, and of the gap after it.
const DASH_PX: u32 = 6;
/// Dots of an edge.
const EDGE_PX: u32 = 2;

/// Joins boxes that stand beside each other on one line.
fn joined(boxes: &[Rect]) -> Vec<Rect> {
    let mut joined: Vec<Rect> = Vec::new();
    for one in boxes {
        match joined.last_mut() {
            Some(last) if is_beside(*last, *one) => *last = last.union(*one),
            _ => joined.push(*one),
        }
    }
    joined
}

/// Places on a page as marks of the part that was drawn; `scale` leads from their unit to dots.
pub fn on_part(places: &[Rect], scale: f64, part: Part) -> Vec<Mark> {
    joined(places)
        .into_iter()
        .filter_map(|place| placed(place, scale, part))
        .take(MARKS_MAX)
        .collect()
}

fn placed(rect: Rect, scale: f64, part: Part) -> Option<Mark> {
    let left = (rect.x0 * scale - f64::from(part.left)).max(0.0);
    let top = (rect.y0 * scale - f64::from(part.top)).max(0.0);
    let right = (rect.x1 * scale - f64::from(part.left)).min(f64::from(part.width));
    let bottom = (rect.y1 * scale - f64::from(part.top)).min(f64::from(part.height));
    (right > left && bottom > top).then_some(Mark {
        left: left as f32,
        top: top as f32,
        width: (right - left) as f32,
        height: (bottom - top) as f32,
    })
}

fn is_beside(left: Rect, right: Rect) -> bool {
    let height = left.height().max(right.height());
    (left.center().y - right.center().y).abs() < 0.3 * height
        && right.x0 - left.x1 < 0.6 * height
        && right.x0 >= left.x0
}

/// Paints the marks over a picture of the given width.
pub fn paint(rgba: &mut [u8], width_px: u32, marks: &[Mark]) {
    for mark in marks {
        let (left, top) = (mark.left.floor() as u32, mark.top.floor() as u32);
        let right = (mark.left + mark.width).ceil() as u32;
        let bottom = (mark.top + mark.height).ceil() as u32;
        for y in top..bottom {
            for x in left..right.min(width_px) {
                let edge = x < left + EDGE_PX
                    || y < top + EDGE_PX
                    || x + EDGE_PX >= right
                    || y + EDGE_PX >= bottom;
                let dash = ((x + y) / DASH_PX).is_multiple_of(2);
                let colour = if edge && dash { EDGE } else { GROUND };
                let at = (y as usize * width_px as usize + x as usize) * 4;
                if let Some(dot) = rgba.get_mut(at..at + 3) {
                    dot.copy_from_slice(&colour);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_missing_characters_is_one_place() {
        let at = |x: f64, y: f64| Rect::new(x, y, x + 10.0, y + 10.0);
        assert_eq!(
            joined(&[at(0.0, 0.0), at(10.0, 0.0), at(0.0, 20.0)]),
            [Rect::new(0.0, 0.0, 20.0, 10.0), at(0.0, 20.0)]
        );
    }

    #[test]
    fn a_mark_stays_inside_the_picture() {
        let mut rgba = vec![255; 4 * 4 * 4];
        let mark = Mark {
            left: 2.0,
            top: 2.0,
            width: 100.0,
            height: 100.0,
        };
        paint(&mut rgba, 4, &[mark]);
        assert_eq!(&rgba[..4], [255; 4]);
        assert_ne!(&rgba[(2 * 4 + 2) * 4..][..3], [255; 3]);
    }
}
