//! What whoever sees nothing finds on a screen: everything that can be pressed, once.

use super::*;

/// Every button is found by ear, and nothing is said twice in a row.
pub fn is_heard(studio: &Studio, view: &View, things: &[Thing], faults: &mut Vec<String>) {
    let heard: Vec<Thing> = studio
        .ui()
        .heard()
        .into_iter()
        .map(|(label, [x, y, width, height])| Thing {
            role: None,
            label,
            x,
            y,
            width,
            height,
        })
        .collect();
    for pair in heard.windows(2) {
        if let [one, next] = pair
            && one.label == next.label
            && one.overlap(next) > 0.0
        {
            faults.push(format!("“{}” is said twice", one.label));
        }
    }
    // What lies under a question is not there.
    if view.notice.is_some() || view.countdown_s.is_some() {
        return;
    }
    let (width, height) = window(studio);
    let shown = |thing: &&Thing| {
        let (x, y) = (thing.x + thing.width / 2.0, thing.y + thing.height / 2.0);
        thing.is_button() && (0.0..width).contains(&x) && (0.0..height).contains(&y)
    };
    for thing in things.iter().filter(shown) {
        let found = heard
            .iter()
            .any(|said| said.label.contains(thing.label.trim()) && said.overlap(thing) > 0.0);
        if !found {
            faults.push(format!("“{}” is not found by ear", thing.label));
        }
    }
}
