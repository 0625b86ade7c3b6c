//! What stands on a page for the ear, and its words.

use screens::{MainWindow, Words};
use slint::ComponentHandle;

use super::elements::{Element, elements};

/// Pages whose fields hold what only the office may know.
const WRITTEN_TO_THE_OFFICE: [&str; 2] = ["apply", "opinions"];

/// Words and place (x, y, width, height) of everything that can be said.
pub fn stands(window: &MainWindow) -> Vec<(String, [f32; 4])> {
    let all = elements(window.window()).into_iter();
    all.map(|element| {
        let at = element.place;
        (text(&element), [at.x, at.y, at.width, at.height])
    })
    .collect()
}

/// What stands on a page for the ear. What a visitor writes to the office is for the office alone: of that one hears only that it
/// stands there, since everybody in the room may hear the loudspeaker; with headphones one hears all of it.
pub(super) fn heard(window: &MainWindow, page: &str, private: bool) -> Vec<Element> {
    let mut all = elements(window.window());
    if !private && WRITTEN_TO_THE_OFFICE.contains(&page) {
        let words = window.global::<Words>();
        for element in all.iter_mut().filter(|e| !e.value.is_empty()) {
            let chars = i32::try_from(element.value.chars().count()).unwrap_or(i32::MAX);
            element.value = words.invoke_filled_in(chars).into();
        }
    }
    all
}

pub(super) fn text(element: &Element) -> String {
    let parts = [&element.label, &element.value, &element.more];
    let parts: Vec<&str> = parts.into_iter().map(String::as_str).collect();
    parts.join("。")
}

pub(super) fn joined<'a>(elements: impl IntoIterator<Item = &'a Element>) -> String {
    let labels: Vec<&str> = elements
        .into_iter()
        .map(|element| element.label.as_str())
        .collect();
    labels.join("。")
}
