//! Low reach: what is pressed stands where somebody who sits reaches it.

use super::*;

/// As the session does it: a test of its own says so.
pub fn unfolded(view: &mut View) {
    if let Screen::Reader(reader) = &mut view.screen
        && view.look.low_reach
    {
        for line in &mut reader.lines {
            line.history = None;
            line.away = false;
        }
    }
}

/// Nothing that is pressed stands higher.
pub fn is_in_reach(studio: &Studio, case: &Case, things: &[Thing], faults: &mut Vec<String>) {
    let (_, height) = window(studio);
    if !case.looks.contains(&LookName::LowReach)
        || !studio.ui().root().global::<Measures>().get_low()
    {
        return;
    }
    let top = height * 0.55;
    for thing in things
        .iter()
        .filter(|thing| thing.is_button() && thing.y < top - 1.0)
    {
        faults.push(format!(
            "“{}” is out of reach: {} < {top}",
            thing.label, thing.y
        ));
    }
}
