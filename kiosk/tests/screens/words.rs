//! Words on the screen: whole, in one language, and under nothing that is pressed.

use std::collections::BTreeSet;

use i_slint_backend_testing::AccessibleRole;
use kiosk::studio::shots::{Lang, LookName, Studio, samples};
use screens::Measures;
use session::screen::desk::Page;
use session::screen::{Screen, View};
use slint::ComponentHandle;

use super::{Case, Thing, stands_alone, things, window};

/// Every word on a button is whole and at least 6 mm high.
pub fn words_fit(studio: &Studio, faults: &mut Vec<String>) {
    for (text, (width, height)) in studio.ui().unfit() {
        faults.push(format!(
            "“{text}” does not fit where it stands: {width} x {height}"
        ));
    }
}

/// Words that are read do not lie under a button or under the footer.
pub fn is_read_beside_what_is_pressed(
    studio: &Studio,
    view: &View,
    things: &[Thing],
    faults: &mut Vec<String>,
) {
    // The lowest line of a text has room below its letters.
    const SLACK: f32 = 8.0;
    // Choosing lays a button over every article on purpose.
    let chooses = matches!(&view.screen, Screen::Reader(reader) if reader.choosing);
    if view.notice.is_some() || view.countdown_s.is_some() || chooses || stands_alone(&view.screen)
    {
        return;
    }
    let mut told = BTreeSet::new();
    let foot = window(studio).1 - studio.ui().root().global::<Measures>().get_foot();
    let is_text = |thing: &&Thing| {
        thing.role == Some(AccessibleRole::Text) && thing.y < foot && !thing.label.is_empty()
    };
    for text in things.iter().filter(is_text) {
        if text.y + text.height > foot + SLACK {
            told.insert(format!("“{}” runs under the footer", text.label));
        }
        let inner = Thing {
            y: text.y + SLACK,
            height: text.height - 2.0 * SLACK,
            ..text.clone()
        };
        for button in things.iter().filter(|thing| thing.is_button()) {
            // A card with a button in it says what it is about.
            let is_card = text.overlap(button) > 0.9 * button.width * button.height;
            if inner.overlap(button) > 0.0 && !button.contains(&inner) && !is_card {
                told.insert(format!("“{}” lies under “{}”", text.label, button.label));
            }
        }
    }
    faults.extend(told);
}

/// English buttons carry Chinese only where it comes from documents or configuration.
pub fn speaks_one_language(case: &Case, view: &View, things: &[Thing], faults: &mut Vec<String>) {
    if case.lang != Lang::En {
        return;
    }
    let data = serde_json::to_string(&view.screen).unwrap();
    for thing in things.iter().filter(|thing| thing.is_button()) {
        let mut words = thing.label.clone();
        if let Screen::Desk(desk) = &view.screen
            && let Page::Register(register) = &desk.shows
        {
            // A line of the register is named by its title and what became of it.
            for slip in &register.slips {
                words = words.replace(&slip.title, "");
            }
        }
        let chinese = words
            .chars()
            .any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
        let name = ["Choose ", "Fold ", "Unfold "]
            .iter()
            .find_map(|verb| thing.label.strip_prefix(verb));
        let documents_own = data.contains(name.unwrap_or(&thing.label));
        // Titles come in pieces where a hit is marked; keys of document numbers are single characters.
        let row = matches!(view.screen, Screen::Search(_)) && thing.label.chars().count() > 6;
        let key = thing.label.chars().count() == 1;
        if chinese && !documents_own && !row && !key && thing.label != "中文" {
            faults.push(format!("“{}” is not translated", thing.label));
        }
    }
}

/// A time of another day is said with its month, as each language says it: 10月14日, Oct 14. Who works here reads figures.
pub fn says_days_in_words(view: &View, things: &[Thing], faults: &mut Vec<String>) {
    if matches!(view.screen, Screen::Desk(_)) {
        return;
    }
    for thing in things {
        let words: Vec<&str> = thing.label.split([' ', '(']).collect();
        let told = words
            .windows(2)
            .any(|pair| is_short_day(pair[0]) && pair[1].contains(':'));
        if told {
            faults.push(format!("“{}” has a day in figures", thing.label));
        }
    }
}

/// `10-14`.
fn is_short_day(word: &str) -> bool {
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once('-')
        .is_some_and(|(month, day)| digits(month) && digits(day))
}

/// What Chinese tells apart, English does as well: two buttons with different names never get one. A sign in a name is not heard.
#[test]
fn english_names_tell_apart_what_chinese_names_do() {
    let samples = samples().unwrap();
    let panels = [(10.1, (640, 400)), (21.5, (540, 960))];
    let studio = Studio::open(panels[0].0, panels[0].1).unwrap();
    let mut faults = BTreeSet::new();
    let mut compared = 0;
    for (diagonal_in, size) in panels {
        studio.resize(diagonal_in, size);
        for (name, view) in &samples {
            let [zh, en] = [Lang::Zh, Lang::En].map(|lang| {
                let mut view = view.clone();
                view.look = LookName::look(&[LookName::Normal], lang);
                studio.show(&view);
                heard_names(&studio)
            });
            // Where a language has its own buttons there is nothing to compare.
            if zh.len() != en.len() {
                continue;
            }
            compared += 1;
            for (at, one) in en.iter().enumerate() {
                for (other, _) in en[..at].iter().enumerate().filter(|(_, name)| *name == one) {
                    if zh[other] != zh[at] {
                        let names = format!("{} and {}", zh[other], zh[at]);
                        faults.insert(format!("{name}: “{one}” is {names}"));
                    }
                }
            }
        }
    }
    let faults: Vec<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let all = panels.len() * samples.len();
    assert!(compared * 4 > all * 3, "{compared} of {all} compared");
}

/// The names of the buttons, in the order of the page, without signs.
fn heard_names(studio: &Studio) -> Vec<String> {
    let buttons = things(studio).into_iter().filter(Thing::is_button);
    let heard = |c: &char| c.is_alphanumeric() || c.is_whitespace();
    let name = |thing: Thing| thing.label.chars().filter(heard).collect::<String>();
    buttons.map(|thing| name(thing).trim().to_owned()).collect()
}
