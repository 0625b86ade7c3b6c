//! Where the terminals stand, as points on a plain ground: no foreign map is needed, and none is asked. Owns the projection.

use std::fmt::Write;

use super::sheet::escaped;
use crate::judge::Judged;
use crate::rules::Level;

/// Width of the drawing in its own units; its height follows from the places.
const WIDTH: f64 = 1_000.0;
/// Lowest and tallest drawing.
const HEIGHT: (f64, f64) = (200.0, 700.0);
/// Free ground around the outermost points.
const MARGIN: f64 = 24.0;
/// Ground that is shown at least, in degrees: one house is no whole country.
const SPAN_MIN_DEG: f64 = 0.02;

/// Draws every terminal whose place is known, those in need on top.
pub(super) fn draw(judged: &[Judged<'_>], out: &mut String) {
    let mut placed: Vec<(&Judged<'_>, (f64, f64))> = judged
        .iter()
        .filter_map(|one| Some((one, one.terminal.place?)))
        .collect();
    placed.sort_by_key(|(one, _)| one.level());
    let places: Vec<(f64, f64)> = placed.iter().map(|(_, place)| *place).collect();
    let ground = Ground::of(&places);
    write!(out, "<svg viewBox=\"0 0 {WIDTH} {:.0}\">", ground.height)
        .expect("a string takes any text");
    for (one, place) in placed {
        let (x, y) = ground.at(place);
        let (class, radius) = match one.level() {
            Level::Good => (String::new(), 5),
            level => (
                format!(" class={}", level.as_code()),
                if level == Level::Alarm { 9 } else { 7 },
            ),
        };
        let id = &one.terminal.id;
        write!(
            out,
            "<a href=\"#{id}\"><circle{class} cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{radius}\"><title>{id} {}</title></circle></a>",
            escaped(&one.terminal.house)
        )
        .expect("a string takes any text");
    }
    out.push_str("</svg>");
}

/// Equal lengths in both directions at the middle of the places.
struct Ground {
    west: f64,
    north: f64,
    /// Units a degree of longitude and of latitude.
    scale: (f64, f64),
    offset: (f64, f64),
    height: f64,
}

impl Ground {
    fn of(places: &[(f64, f64)]) -> Ground {
        let range = |pick: fn(&(f64, f64)) -> f64| {
            let values = places.iter().map(pick);
            let low = values.clone().fold(f64::INFINITY, f64::min);
            let high = values.fold(f64::NEG_INFINITY, f64::max);
            (low, high)
        };
        let (west, east) = range(|place| place.0);
        let (south, north) = range(|place| place.1);
        let shrink = ((south + north) / 2.0).to_radians().cos().max(0.01);
        let wide = ((east - west) * shrink).max(SPAN_MIN_DEG);
        let tall = (north - south).max(SPAN_MIN_DEG);
        let inner = (WIDTH - 2.0 * MARGIN, HEIGHT.1 - 2.0 * MARGIN);
        let unit = (inner.0 / wide).min(inner.1 / tall);
        let used = ((east - west) * shrink * unit, (north - south) * unit);
        let height = (used.1 + 2.0 * MARGIN).clamp(HEIGHT.0, HEIGHT.1);
        Ground {
            west,
            north,
            scale: (unit * shrink, unit),
            offset: ((WIDTH - used.0) / 2.0, (height - used.1) / 2.0),
            height,
        }
    }

    fn at(&self, (lon, lat): (f64, f64)) -> (f64, f64) {
        (
            self.offset.0 + (lon - self.west) * self.scale.0,
            self.offset.1 + (self.north - lat) * self.scale.1,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_on_the_ground_and_north_is_up() {
        for places in [
            vec![(120.0, 30.0)],
            vec![(120.0, 30.0), (120.0, 31.0)],
            vec![(73.5, 18.2), (135.0, 53.5), (104.0, 30.6)],
            vec![(120.0, 30.0), (120.0001, 30.0)],
            vec![(-180.0, -90.0), (180.0, 90.0)],
        ] {
            let ground = Ground::of(&places);
            for place in &places {
                let (x, y) = ground.at(*place);
                assert!((0.0..=WIDTH).contains(&x), "{place:?} at {x}");
                assert!((0.0..=ground.height).contains(&y), "{place:?} at {y}");
            }
        }
        let ground = Ground::of(&[(120.0, 30.0), (121.0, 31.0)]);
        let (south_west, north_east) = (ground.at((120.0, 30.0)), ground.at((121.0, 31.0)));
        assert!(south_west.0 < north_east.0 && south_west.1 > north_east.1);
        // At 30 degrees a degree of longitude is 0.87 of one of latitude.
        let ratio = (north_east.0 - south_west.0) / (south_west.1 - north_east.1);
        assert!(
            (ratio - 30.5_f64.to_radians().cos()).abs() < 0.01,
            "{ratio}"
        );
    }
}
