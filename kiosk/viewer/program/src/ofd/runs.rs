//! Runs of colours of an OFD, along a line or between circles (GB/T 33190, 8.3.4.2 and 8.3.4.3). Owns where they begin anew and where they
//! end; what nobody draws alike is not drawn.

use super::canvas::{Beyond, Paint};
use super::resources::Resources;
use super::values::numbers;
use crate::xml::Element;

/// Stops that are read.
const STOPS_MAX: usize = 64;
/// Stops of a run that begins anew until its axis ends.
const REPEATED_MAX: usize = 1_024;

/// A place from 0 to 1 and its colour.
type Stop = (f32, [u8; 4]);

/// A run as it is painted; `None` for one that is not drawn here.
pub fn gradient(resources: &Resources, run: &Element, round: bool) -> Option<Paint> {
    let point = |name: &str| {
        let n = numbers(run.attribute(name)?);
        Some((*n.first()?, *n.get(1)?))
    };
    let number = |name: &str| {
        run.attribute(name)
            .and_then(|value| value.parse::<f64>().ok())
    };
    let radius = |name: &str| {
        number(name)
            .filter(|radius| radius.is_finite() && *radius >= 0.0)
            .unwrap_or(0.0)
    };
    let (from, mut to) = (point("StartPoint")?, point("EndPoint")?);
    let mut beyond = match run.attribute("MapType") {
        None | Some("Direct") => Beyond::Same,
        Some("Repeat") => Beyond::Again,
        Some("Reflect") => Beyond::Back,
        Some(_) => return None,
    };
    // Ellipses are not drawn.
    if round && number("Eccentricity").is_some_and(|eccentricity| eccentricity != 0.0) {
        return None;
    }
    // How long it runs before it begins anew, where that is not all of its axis.
    let mut part = 1.0;
    if beyond != Beyond::Same && run.attribute("MapUnit").is_some() {
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        part = number("MapUnit")? / length;
        if round || !part.is_finite() || part <= 0.0 {
            return None;
        }
    }
    let mut stops = stops(resources, run)?;
    // Whether it goes on before its start, and behind its end.
    let goes_on = match run.attribute("Extend").map(str::trim) {
        None | Some("0") => (false, false),
        Some("1") => (false, true),
        Some("2") => (true, false),
        Some("3") => (true, true),
        Some(_) => return None,
    };
    if beyond != Beyond::Same && goes_on == (true, true) {
        let along = |from: f64, to: f64| from + (to - from) * part;
        to = (along(from.0, to.0), along(from.1, to.1));
    } else if beyond != Beyond::Same {
        if goes_on != (false, false) {
            return None;
        }
        stops = repeated(&stops, part, beyond)?;
        beyond = Beyond::Same;
    }
    Some(Paint::Run {
        from: (from.0, from.1, radius("StartRadius")),
        to: (to.0, to.1, radius("EndRadius")),
        round,
        stops: ended(stops, goes_on),
        beyond,
    })
}

fn stops(resources: &Resources, run: &Element) -> Option<Vec<Stop>> {
    let segments: Vec<&Element> = run.all("Segment").take(STOPS_MAX).collect();
    let last = segments.len().saturating_sub(1).max(1) as f32;
    let stops: Vec<Stop> = segments
        .iter()
        .enumerate()
        .filter_map(|(nth, segment)| {
            let place = segment
                .attribute("Position")
                .and_then(|place| place.parse::<f32>().ok())
                .unwrap_or(nth as f32 / last);
            Some((
                place.clamp(0.0, 1.0),
                resources.colour(segment.child("Color")?)?,
            ))
        })
        .collect();
    // Stops that run backwards are not drawn by anyone in the same way.
    let ordered = stops.windows(2).all(|pair| pair[0].0 <= pair[1].0);
    (stops.len() >= 2 && ordered).then_some(stops)
}

/// A run that takes so large a part of its axis, again and again until the axis ends; `None` where that would be too often.
fn repeated(stops: &[Stop], part: f64, beyond: Beyond) -> Option<Vec<Stop>> {
    /// So much of a run more is none.
    const TRIFLE: f64 = 1e-6;
    let rounds = (1.0 / part - TRIFLE).ceil().max(1.0);
    if rounds * (stops.len() + 2) as f64 > REPEATED_MAX as f64 {
        return None;
    }
    let (first, last) = (stops.first()?, stops.last()?);
    // The colours of the ends reach to the ends.
    let whole = [&[(0.0, first.1)], stops, &[(1.0, last.1)]].concat();
    let back = whole
        .iter()
        .rev()
        .map(|(place, colour)| (1.0 - place, *colour));
    let back: Vec<Stop> = back.collect();
    let mut made: Vec<Stop> = Vec::new();
    for round in 0..rounds as usize {
        let is_back = beyond == Beyond::Back && round % 2 == 1;
        for (place, colour) in if is_back { &back } else { &whole } {
            let at = ((round as f64 + f64::from(*place)) * part) as f32;
            if at <= 1.0 {
                made.push((at, *colour));
                continue;
            }
            if let Some((before, from)) = made.last().copied().filter(|(before, _)| *before < 1.0) {
                let share = (1.0 - before) / (at - before);
                made.push((1.0, between(from, *colour, share)));
            }
        }
    }
    Some(made)
}

fn between(from: [u8; 4], to: [u8; 4], share: f32) -> [u8; 4] {
    std::array::from_fn(|at| {
        let (from, to) = (f32::from(from[at]), f32::from(to[at]));
        (from + (to - from) * share).round() as u8
    })
}

/// Clear where it does not go on.
fn ended(mut stops: Vec<Stop>, (before, behind): (bool, bool)) -> Vec<Stop> {
    /// Of an axis, about a dot of a page: nearer to the end whoever draws keeps no stop.
    const EDGE: f32 = 1.0 / 1_024.0;
    let clear = |[red, green, blue, _]: [u8; 4]| [red, green, blue, 0];
    let from = if before { 0.0 } else { EDGE };
    let to = if behind { 1.0 } else { 1.0 - EDGE };
    for (place, _) in &mut stops {
        *place = place.clamp(from, to);
    }
    if let Some((place, colour)) = stops.first().copied().filter(|_| !before) {
        if place > from {
            stops.insert(0, (from, colour));
        }
        stops.insert(0, (0.0, clear(colour)));
    }
    if let Some((place, colour)) = stops.last().copied().filter(|_| !behind) {
        if place < to {
            stops.push((to, colour));
        }
        stops.push((1.0, clear(colour)));
    }
    stops
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLACK: [u8; 4] = [0, 0, 0, 255];
    const WHITE: [u8; 4] = [255; 4];

    #[test]
    fn a_run_that_begins_anew_is_cut_where_its_axis_ends() {
        let stops = [(0.0, BLACK), (1.0, WHITE)];
        let made = repeated(&stops, 0.8, Beyond::Back).unwrap();
        let (end, colour) = made.last().copied().unwrap();
        assert_eq!((end, colour), (1.0, [191, 191, 191, 255]));
        assert!(made.windows(2).all(|pair| pair[0].0 <= pair[1].0));
        // Longer than its axis.
        let made = repeated(&stops, 2.0, Beyond::Again).unwrap();
        assert_eq!(made.last(), Some(&(1.0, [128, 128, 128, 255])));
        assert_eq!(repeated(&stops, 1e-9, Beyond::Again), None);
    }

    #[test]
    fn a_run_that_does_not_go_on_is_clear_beyond_its_ends() {
        let stops = vec![(0.25, BLACK), (1.0, WHITE)];
        let clear = |colour: [u8; 4]| [colour[0], colour[1], colour[2], 0];
        let made = ended(stops.clone(), (false, true));
        assert_eq!(made[0], (0.0, clear(BLACK)));
        assert_eq!(made[1].1, BLACK);
        assert_eq!(made[2..], stops);
        let made = ended(stops.clone(), (true, false));
        assert_eq!(made[0], stops[0]);
        assert_eq!(made[1].1, WHITE);
        assert_eq!(made[2..], [(1.0, clear(WHITE))]);
        assert_eq!(ended(stops.clone(), (true, true)), stops);
    }
}
