//! Every sample screen in the sizes, languages and looks the terminal serves: nothing leaves the screen, everything that can be
//! pressed has a name and room for a finger, and in low reach stands where a seated person gets to.
#![allow(clippy::unwrap_used)]
#![cfg(feature = "studio")]

#[path = "screens/by_ear.rs"]
mod by_ear;
#[path = "screens/handbooks.rs"]
mod handbooks;
#[path = "screens/measured.rs"]
mod measured;
#[path = "screens/reach.rs"]
mod reach;
#[path = "screens/tables.rs"]
mod tables;
#[path = "screens/words.rs"]
mod words;

use std::collections::HashSet;

use i_slint_backend_testing::{AccessibleRole, ElementHandle, ElementQuery};
use kiosk::studio::shots::{Lang, LookName, Studio, samples};
use screens::Measures;
use session::screen::desk::{self, Desk};
use session::screen::{Screen, Service, View};
use slint::ComponentHandle;

/// Pixels at 4 px/mm.
const TARGET_PX_MIN: f32 = 88.0;
const KEY_PX_MIN: f32 = 56.0;
/// Keys of a glass that has no room for more, and of the part in reach of a smaller one.
const KEY_PX_HIGH_MIN: f32 = 52.0;

/// Every glass that is served: its diagonal in inches, its pixels across in landscape.
const PANELS: [(f64, u32, u32); 6] = [
    (10.1, 1280, 800),
    (13.3, 1920, 1080),
    (15.6, 1920, 1080),
    (18.5, 1366, 768),
    (21.5, 1920, 1080),
    (27.0, 1920, 1080),
];

/// Those, or with `GLASS="19 1280 1024"` the one that somebody has: its diagonal in inches, its pixels in landscape.
fn panels() -> Vec<(f64, u32, u32)> {
    let Ok(glass) = std::env::var("GLASS") else {
        return PANELS.to_vec();
    };
    let numbers: Vec<f64> = glass.split(' ').map(|n| n.parse().unwrap()).collect();
    let [diagonal_in, long, short] = numbers[..] else {
        panic!("GLASS={glass:?}: diagonal, width and height, with blanks between them");
    };
    vec![(diagonal_in, long as u32, short as u32)]
}

struct Case {
    diagonal_in: f64,
    size: (u32, u32),
    lang: Lang,
    looks: &'static [LookName],
}

/// Both ways of standing of every glass, in every look that lays out anew; languages take turns, English where words are largest.
fn cases() -> Vec<Case> {
    use LookName::{Care, Contrast, Large, LowReach, Normal};
    let mut cases = Vec::new();
    for (diagonal_in, long, short) in panels() {
        let mut add = |size, lang, looks| {
            cases.push(Case {
                diagonal_in,
                size,
                lang,
                looks,
            });
        };
        add((long, short), Lang::Zh, &[Normal]);
        add((long, short), Lang::En, &[Large, Contrast]);
        add((short, long), Lang::En, &[Normal]);
        add((short, long), Lang::Zh, &[Large]);
        add((short, long), Lang::Zh, &[LowReach]);
        add((short, long), Lang::En, &[Large, LowReach]);
        add((long, short), Lang::En, &[Normal]);
        add((long, short), Lang::Zh, &[Large]);
        add((short, long), Lang::En, &[Large]);
        add((short, long), Lang::Zh, &[Contrast]);
        add((short, long), Lang::Zh, &[Large, Contrast, LowReach]);
        add((long, short), Lang::En, &[Care]);
        add((short, long), Lang::Zh, &[Care]);
    }
    // Fewer pixels on the usual glass.
    cases.push(Case {
        diagonal_in: 21.5,
        size: (720, 1280),
        lang: Lang::En,
        looks: &[Normal],
    });
    cases
}

/// What stands on the screen, in pixels at 4 px/mm.
#[derive(Clone, PartialEq)]
struct Thing {
    role: Option<AccessibleRole>,
    label: String,
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

impl Thing {
    fn of(element: &ElementHandle) -> Thing {
        let (at, size) = (element.absolute_position(), element.size());
        Thing {
            role: element.accessible_role(),
            label: element.accessible_label().unwrap_or_default().to_string(),
            x: at.x,
            y: at.y,
            width: size.width,
            height: size.height,
        }
    }

    fn is_button(&self) -> bool {
        self.role == Some(AccessibleRole::Button)
    }

    fn overlap(&self, other: &Thing) -> f32 {
        let wide = (self.x + self.width).min(other.x + other.width) - self.x.max(other.x);
        let high = (self.y + self.height).min(other.y + other.height) - self.y.max(other.y);
        if wide > 1.0 && high > 1.0 {
            wide * high
        } else {
            0.0
        }
    }

    fn contains(&self, other: &Thing) -> bool {
        (self.overlap(other) - other.width * other.height).abs() < 2.0
    }
}

fn things(studio: &Studio) -> Vec<Thing> {
    ElementQuery::from_root(studio.ui().root())
        .match_descendants()
        .match_predicate(|element| {
            element
                .accessible_role()
                .is_some_and(|role| role != AccessibleRole::None)
        })
        .find_all()
        .iter()
        .map(Thing::of)
        .filter(|thing| thing.width > 0.0 && thing.height > 0.0)
        .fold(Vec::new(), |mut found, thing| {
            // A component and what it inherits are the same thing twice.
            if found.last() != Some(&thing) {
                found.push(thing);
            }
            found
        })
}

#[test]
fn every_screen_is_whole_named_in_reach_and_translated() {
    look_at_every(0);
}

/// A window lives in one thread: with two of them two processors draw.
#[test]
fn every_screen_is_whole_named_in_reach_and_translated_on_the_other_half_of_the_glasses() {
    look_at_every(1);
}

/// One pass over all pictures of every other case: making them takes longer than looking at them.
fn look_at_every(other: usize) {
    let samples = samples().unwrap();
    let cases: Vec<Case> = cases().into_iter().skip(other).step_by(2).collect();
    let studio = Studio::open(cases[0].diagonal_in, cases[0].size).unwrap();
    // What a voice adds has to fit as well.
    studio.ui().let_listen(true);
    let mut faults = Vec::new();
    for case in &cases {
        // Drawn with half the pixels, which takes a fourth of the time: the layout counts in millimetres.
        let drawn = (case.size.0 / 2, case.size.1 / 2);
        studio.resize(case.diagonal_in, drawn);
        for (name, view) in &samples {
            // Whoever works here leaves the visitor's looks at the door.
            let is_desk = matches!(view.screen, Screen::Desk(_) | Screen::Door(_));
            if is_desk && case.looks.contains(&LookName::Care) {
                continue;
            }
            let mut view = view.clone();
            view.look = LookName::look(case.looks, case.lang);
            reach::unfolded(&mut view);
            studio.show(&view);
            // Words ask for their size when they are drawn.
            studio.ui().ask_words_again();
            studio.draw().unwrap();
            let things = things(&studio);
            let mut found = Vec::new();
            stays_on_the_screen(&studio, &things, &mut found);
            stands_above_the_footer(&studio, &view, &things, &mut found);
            words::words_fit(&studio, &mut found);
            by_ear::is_heard(&studio, &view, &things, &mut found);
            fits_a_finger(&studio, &view, &things, &mut found);
            words::is_read_beside_what_is_pressed(&studio, &view, &things, &mut found);
            reach::is_in_reach(&studio, case, &things, &mut found);
            // Before and after a session there is nothing to leave.
            if !stands_alone(&view.screen) {
                leads_home_to_help_and_out(case, &view.screen, &things, &mut found);
            }
            words::speaks_one_language(case, &view, &things, &mut found);
            words::says_days_in_words(&view, &things, &mut found);
            let picture = format!(
                "{name} {} inch {}x{} {:?} {:?}",
                case.diagonal_in, case.size.0, case.size.1, case.lang, case.looks
            );
            faults.extend(found.into_iter().map(|fault| format!("{picture}: {fault}")));
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// Size of the window, in pixels at 4 px/mm.
fn window(studio: &Studio) -> (f32, f32) {
    let size = studio.ui().window().size();
    let factor = studio.ui().window().scale_factor();
    (size.width as f32 / factor, size.height as f32 / factor)
}

fn stays_on_the_screen(studio: &Studio, things: &[Thing], faults: &mut Vec<String>) {
    // Words are given a little room beyond their measured width.
    const SLACK: f32 = 9.0;
    let (width, height) = window(studio);
    for thing in things {
        let wide = thing.x < -1.0 || thing.x + thing.width > width + SLACK;
        let high = thing.y < -1.0 || thing.y + thing.height > height + 1.0;
        // What is read only may lie in a list that clips it; what is pressed may not.
        if wide || high && thing.is_button() {
            let Thing { label, x, y, .. } = thing;
            faults.push(format!(
                "“{label}” leaves the screen: {x} {y} {} {}",
                thing.width, thing.height
            ));
        }
    }
}

/// Nothing that is pressed lies half under the footer.
fn stands_above_the_footer(
    studio: &Studio,
    view: &View,
    things: &[Thing],
    faults: &mut Vec<String>,
) {
    if view.notice.is_some() || view.countdown_s.is_some() || stands_alone(&view.screen) {
        return;
    }
    let foot = window(studio).1 - studio.ui().root().global::<Measures>().get_foot();
    for thing in things.iter().filter(|thing| thing.is_button()) {
        if thing.y < foot - 1.0 && thing.y + thing.height > foot + 1.0 {
            faults.push(format!(
                "“{}” lies under the footer: {} > {foot}",
                thing.label,
                thing.y + thing.height
            ));
        }
    }
}

/// Pages before and after a session, which have the whole glass.
fn stands_alone(screen: &Screen) -> bool {
    matches!(
        screen,
        Screen::Service(Service::Welcome(_) | Service::Closed(_))
    )
}

/// Pages with a keyboard: its keys may be narrower.
fn types(screen: &Screen) -> bool {
    let finds = match screen {
        Screen::Attachment(attachment) => attachment.form.is_some(),
        Screen::Reader(reader) => reader.form.is_some(),
        _ => false,
    };
    finds
        || matches!(
            screen,
            Screen::Search(_)
                | Screen::Service(Service::Holdings(_) | Service::Opinions(_) | Service::Apply(_))
                | Screen::Desk(Desk {
                    shows: desk::Page::Answer(_),
                    ..
                })
        )
}

fn fits_a_finger(studio: &Studio, view: &View, things: &[Thing], faults: &mut Vec<String>) {
    let measures = studio.ui().root().global::<Measures>();
    let (small, foot) = (
        measures.get_small() || measures.get_low(),
        window(studio).1 - measures.get_foot(),
    );
    let search = types(&view.screen);
    let buttons: Vec<&Thing> = things.iter().filter(|thing| thing.is_button()).collect();
    for Thing {
        label,
        x,
        y,
        width,
        height,
        ..
    } in &buttons
    {
        if label.is_empty() {
            faults.push(format!("a button at {x} {y} has no name"));
        }
        // Keys may be narrower; 清除 stands inside its field.
        // So may buttons of the footer; on a small glass keys are lower, too.
        let wide = if search || *y > foot {
            KEY_PX_MIN
        } else {
            TARGET_PX_MIN
        };
        let high = if search && small {
            KEY_PX_HIGH_MIN
        } else if ["清除输入", "Clear what was typed"].contains(&label.as_str()) {
            72.0
        } else {
            TARGET_PX_MIN
        };
        if *width < wide - 1.0 || *height < high - 1.0 {
            faults.push(format!("“{label}” is too small: {width} x {height}"));
        }
    }
    if view.notice.is_some() || view.countdown_s.is_some() {
        return;
    }
    for (n, a) in buttons.iter().enumerate() {
        for b in &buttons[n + 1..] {
            if a.overlap(b) > 0.0 && !a.contains(b) && !b.contains(a) {
                faults.push(format!("“{}” and “{}” overlap", a.label, b.label));
            }
        }
    }
}

/// Visitors get home, to help, out and to the other language from everywhere; who works here gets to what waits, to the register and out.
fn leads_home_to_help_and_out(
    case: &Case,
    screen: &Screen,
    things: &[Thing],
    faults: &mut Vec<String>,
) {
    let names: HashSet<&str> = things
        .iter()
        .filter(|thing| thing.is_button())
        .map(|thing| thing.label.as_str())
        .collect();
    let care = case.looks.contains(&LookName::Care);
    let wanted: &[&str] = match (screen, case.lang) {
        (_, Lang::Zh) if care => &["首页", "叫工作人员", "普通版", "结束"],
        (_, Lang::En) if care => &["Home", "Call attendant", "Standard", "Finish"],
        (Screen::Desk(_), Lang::Zh) => &["今天", "登记", "记一笔", "退出"],
        (Screen::Desk(_), Lang::En) => &["Today", "Register", "Note", "Leave"],
        (_, Lang::Zh) => &["首页", "求助", "结束使用", "English"],
        (_, Lang::En) => &["Home", "Help", "Finish", "中文"],
    };
    for name in wanted.iter().filter(|name| !names.contains(*name)) {
        faults.push(format!("no {name}"));
    }
}
