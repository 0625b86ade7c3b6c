//! Every sample screen in the sizes, languages and looks the terminal serves: nothing leaves the screen, everything that can be
//! pressed has a name and room for a finger, and in low reach stands where a seated person gets to.
#![cfg(feature = "studio")]

use std::collections::HashSet;

use i_slint_backend_testing::{AccessibleRole, ElementHandle, ElementQuery};
use kiosk::screen::{Screen, View};
use kiosk::shots::{Lang, LookName, Studio, samples};

/// Pixels at 4 px/mm.
const TARGET_PX_MIN: f32 = 88.0;
const KEY_PX_MIN: f32 = 56.0;
const DIAGONAL_IN: f64 = 21.5;

struct Case {
    size: (u32, u32),
    lang: Lang,
    look: LookName,
}

const fn case(size: (u32, u32), lang: Lang, look: LookName) -> Case {
    Case { size, lang, look }
}

const CASES: [Case; 13] = [
    case((1080, 1920), Lang::Zh, LookName::Normal),
    case((1080, 1920), Lang::Zh, LookName::Large),
    case((1080, 1920), Lang::Zh, LookName::LowReach),
    case((1080, 1920), Lang::En, LookName::Normal),
    case((1080, 1920), Lang::En, LookName::Large),
    case((1080, 1920), Lang::En, LookName::LowReach),
    case((720, 1280), Lang::Zh, LookName::Normal),
    case((720, 1280), Lang::En, LookName::LowReach),
    case((1920, 1080), Lang::Zh, LookName::Normal),
    case((1920, 1080), Lang::En, LookName::Normal),
    case((1920, 1080), Lang::Zh, LookName::Large),
    case((1280, 800), Lang::Zh, LookName::Normal),
    case((1280, 800), Lang::En, LookName::Large),
];

/// What stands on the screen, in pixels at 4 px/mm.
#[derive(Clone)]
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
        if wide > 1.0 && high > 1.0 { wide * high } else { 0.0 }
    }

    fn contains(&self, other: &Thing) -> bool {
        (self.overlap(other) - other.width * other.height).abs() < 2.0
    }
}

fn things(studio: &Studio) -> Vec<Thing> {
    ElementQuery::from_root(studio.ui().root())
        .match_descendants()
        .match_predicate(|element| element.accessible_role().is_some_and(|role| role != AccessibleRole::None))
        .find_all()
        .iter()
        .map(Thing::of)
        .filter(|thing| thing.width > 0.0 && thing.height > 0.0)
        .collect()
}

fn over_all(view: &View) -> bool {
    view.notice.is_some() || view.countdown_s.is_some()
}

fn each(mut check: impl FnMut(&Studio, &Case, &str, &View, &[Thing], &mut Vec<String>)) {
    let samples = samples().unwrap();
    let studio = Studio::open(DIAGONAL_IN, CASES[0].size).unwrap();
    let mut faults = Vec::new();
    for case in &CASES {
        studio.resize(DIAGONAL_IN, case.size);
        for (name, view) in &samples {
            let mut view = view.clone();
            view.look = case.look.look(case.lang);
            studio.show(&view);
            let things = things(&studio);
            let from = faults.len();
            check(&studio, case, name, &view, &things, &mut faults);
            for fault in &mut faults[from..] {
                *fault = format!("{name} {}x{} {:?} {:?}: {fault}", case.size.0, case.size.1, case.lang, case.look);
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn everything_stays_on_the_screen_and_fits_a_finger() {
    each(|studio, case, _, view, things, faults| {
        let factor = studio.ui().window().scale_factor();
        let (width, height) = (case.size.0 as f32 / factor, case.size.1 as f32 / factor);
        let top = if case.look == LookName::LowReach && height > width { height * 0.55 } else { 0.0 };
        let search = matches!(view.screen, Screen::Search(_));
        for thing in things {
            let Thing { label, x, y, .. } = thing;
            if *x < -1.0 || x + thing.width > width + 9.0 || *y < -1.0 || y + thing.height > height + 1.0 {
                // The sheet's slots and a list's rows are clipped by their frame.
                if thing.is_button() || x + thing.width > width + 9.0 {
                    faults.push(format!("“{label}” leaves the screen: {x} {y} {} {}", thing.width, thing.height));
                }
            }
            if !thing.is_button() {
                continue;
            }
            if label.is_empty() {
                faults.push(format!("a button at {x} {y} has no name"));
            }
            let key = search && (label.chars().count() == 1 || thing.width < TARGET_PX_MIN);
            let least = if key { KEY_PX_MIN } else { TARGET_PX_MIN };
            // 清除 stands inside its field.
            let high = if ["清除输入", "Clear what was typed"].contains(&label.as_str()) { 80.0 } else { TARGET_PX_MIN };
            if thing.width < least - 1.0 || thing.height < high - 1.0 {
                faults.push(format!("“{label}” is too small: {} x {}", thing.width, thing.height));
            }
            if *y < top - 1.0 {
                faults.push(format!("“{label}” is out of reach: {y} < {top}"));
            }
        }
        if !over_all(view) {
            let buttons: Vec<&Thing> = things.iter().filter(|thing| thing.is_button()).collect();
            for (n, a) in buttons.iter().enumerate() {
                for b in &buttons[n + 1..] {
                    if a.overlap(b) > 0.0 && !a.contains(b) && !b.contains(a) {
                        faults.push(format!("“{}” and “{}” overlap", a.label, b.label));
                    }
                }
            }
        }
    });
}

#[test]
fn every_screen_leads_home_to_help_and_out() {
    each(|_, case, _, _, things, faults| {
        let names: HashSet<&str> = things.iter().filter(|t| t.is_button()).map(|t| t.label.as_str()).collect();
        let wanted = if case.lang == Lang::Zh { ["首页", "求助", "结束使用", "English"] } else { ["Home", "Help", "Finish", "中文"] };
        for name in wanted {
            if !names.contains(name) {
                faults.push(format!("no {name}"));
            }
        }
    });
}

#[test]
fn english_screens_carry_no_chinese_buttons() {
    let documents_own = |view: &View, label: &str| match &view.screen {
        Screen::Home(home) => home.common.iter().any(|words| words == label),
        _ => false,
    };
    each(|_, case, _, view, things, faults| {
        if case.lang != Lang::En {
            return;
        }
        let data = serde_json::to_string(&view).unwrap();
        for thing in things.iter().filter(|thing| thing.is_button()) {
            let chinese = thing.label.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
            let own = documents_own(view, &thing.label) || data.contains(thing.label.trim_start_matches("Choose ")) || thing.label == "中文";
            // Titles in pieces, keys with characters of document numbers.
            let key = thing.label.chars().count() == 1;
            let row = matches!(view.screen, Screen::Home(_) | Screen::Browse(_) | Screen::Search(_)) && thing.label.chars().count() > 6;
            if chinese && !own && !key && !row {
                faults.push(format!("“{}” is not translated", thing.label));
            }
        }
    });
}
