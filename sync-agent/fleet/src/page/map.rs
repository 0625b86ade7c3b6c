//! Where the terminals stand, as points on a plain ground with the lines of the globe and a scale: no foreign map is needed, and none is asked. Owns the
//! projection.

use std::fmt::Write;

use super::sheet::{Page, escaped};
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

/// Lines of the globe that stand beside each other at most, and the steps in which they go, in degrees.
const LINES_MAX: f64 = 12.0;
const STEPS_DEG: [f64; 10] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0];
/// Where no step is large enough: the whole globe.
const STEP_LARGEST_DEG: f64 = 30.0;
/// Lengths that a scale may have, kilometres; it is at most a quarter of the drawing.
const SCALES_KM: [f64; 13] = [
    0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0, 5_000.0,
];
const KM_PER_DEGREE: f64 = 111.2;
/// Houses that are named beside their points: those in need, the worst first. More would lie on each other.
const NAMES_MAX: usize = 12;
/// Characters of a name on the map.
const NAME_CHARS_MAX: usize = 12;
/// Size of its characters, and how far from its point it begins, in units of the drawing.
const NAME_EM: f64 = 15.0;
const NAME_GAP: f64 = 13.0;

/// Draws every terminal whose place is known, those in need on top.
pub(super) fn draw(page: &Page<'_>, out: &mut String) {
    let mut placed: Vec<(&Judged<'_>, (f64, f64))> = page
        .judged
        .iter()
        .filter_map(|one| Some((one, one.terminal.place?)))
        .collect();
    placed.sort_by_key(|(one, _)| one.level());
    let places: Vec<(f64, f64)> = placed.iter().map(|(_, place)| *place).collect();
    let ground = Ground::of(&places);
    let step = ground.step();
    let about = page
        .words
        .fill("page.map_about", &[("count", &step.to_string())]);
    write!(
        out,
        "<p>{about}</p><svg viewBox=\"0 0 {WIDTH} {:.0}\"><path d=\"{}\"/>",
        ground.height,
        ground.lines(step)
    )
    .expect("a string takes any text");
    let names = names(&placed, &ground);
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
    out.push_str(&names);
    let (km, long) = ground.measure();
    let says = page
        .words
        .fill("page.kilometres", &[("count", &km.to_string())]);
    let y = ground.height - 8.0;
    write!(
        out,
        "<path class=s d=\"M12 {0:.0}v6h{long:.0}v-6\"/><text x=\"{1:.0}\" y=\"{2:.0}\">{says}</text></svg>",
        y - 6.0,
        long + 20.0,
        y + 2.0
    )
    .expect("a string takes any text");
}

/// Names of the houses in need beside their points, the worst first; one that would lie on another is left out.
fn names(placed: &[(&Judged<'_>, (f64, f64))], ground: &Ground) -> String {
    let mut names = String::new();
    let mut named: Vec<(&str, f64, f64, f64)> = Vec::new();
    let needy = placed.iter().rev();
    for (one, place) in needy.filter(|(one, _)| one.level() >= Level::Warn) {
        let house = one.terminal.house.as_str();
        let (x, y) = ground.at(*place);
        let short: String = house.chars().take(NAME_CHARS_MAX).collect();
        let long = short.chars().count() as f64 * NAME_EM;
        // To the side where there is room.
        let (left, x, anchor) = match x > WIDTH / 2.0 {
            true => (x - NAME_GAP - long, x - NAME_GAP, " text-anchor=end"),
            false => (x + NAME_GAP, x + NAME_GAP, ""),
        };
        let right = left + long;
        let lies_on = |(other, from, to, at): &(&str, f64, f64, f64)| {
            *other == house || (at - y).abs() < NAME_EM * 1.3 && *from < right && left < *to
        };
        if named.len() >= NAMES_MAX || named.iter().any(lies_on) {
            continue;
        }
        named.push((house, left, right, y));
        write!(
            names,
            "<text x=\"{x:.0}\" y=\"{:.0}\"{anchor}>{}</text>",
            y + 5.0,
            escaped(&short)
        )
        .expect("a string takes any text");
    }
    names
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

    /// Degrees between two lines of the globe.
    fn step(&self) -> f64 {
        let wide = WIDTH / self.scale.0;
        let fits = |step: &&f64| wide / **step <= LINES_MAX;
        let found = STEPS_DEG.iter().find(fits);
        found.copied().unwrap_or(STEP_LARGEST_DEG)
    }

    /// The lines of longitude and latitude that cross the drawing, as a path.
    fn lines(&self, step: f64) -> String {
        let west = self.west - self.offset.0 / self.scale.0;
        let east = west + WIDTH / self.scale.0;
        let north = self.north + self.offset.1 / self.scale.1;
        let south = north - self.height / self.scale.1;
        let mut path = String::new();
        let between = |low: f64, high: f64| {
            let first = (low / step).ceil() as i64;
            let last = (high / step).floor() as i64;
            (first..=last).map(move |at| at as f64 * step)
        };
        for lon in between(west, east) {
            let (x, _) = self.at((lon, north));
            write!(path, "M{x:.0} 0V{:.0}", self.height).expect("a string takes any text");
        }
        for lat in between(south, north) {
            let (_, y) = self.at((west, lat));
            write!(path, "M0 {y:.0}H{WIDTH:.0}").expect("a string takes any text");
        }
        path
    }

    /// The longest scale that is no longer than a quarter of the drawing: kilometres, and its length.
    fn measure(&self) -> (f64, f64) {
        let unit = self.scale.1 / KM_PER_DEGREE;
        let fits = |km: &&f64| **km * unit <= WIDTH / 4.0;
        let km = SCALES_KM.iter().rev().find(fits).copied();
        let km = km.unwrap_or(SCALES_KM[0]);
        (km, km * unit)
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
        for places in [
            vec![(120.0, 30.0)],
            vec![(73.5, 18.2), (135.0, 53.5)],
            vec![(-180.0, -90.0), (180.0, 90.0)],
        ] {
            let ground = Ground::of(&places);
            let step = ground.step();
            let lines = ground.lines(step).matches('M').count();
            assert!((1..=40).contains(&lines), "{lines} lines of {step}°");
            let (km, long) = ground.measure();
            assert!(
                km > 0.0 && (20.0..=250.0).contains(&long),
                "{km} km are {long}"
            );
        }
        let ground = Ground::of(&[(120.0, 30.0), (121.0, 31.0)]);
        // A degree is 111 km: 20 km are 0.18 of it.
        let (km, long) = ground.measure();
        assert!((long / ground.scale.1 * KM_PER_DEGREE - km).abs() < 0.01);
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
