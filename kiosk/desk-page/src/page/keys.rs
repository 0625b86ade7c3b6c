//! All keys of the page (全部按键), by where they do something.

use maud::{Markup, html};

use super::{Area, Shown, printed};

/// Where, and which keys do something there; what they do stands in the words under `keys`.
const KEYS: [(&str, &[(&str, &str)]); 6] = [
    (
        "everywhere",
        &[
            ("1–7", "area"),
            ("ArrowUp", "row-above"),
            ("ArrowDown", "row-below"),
            ("Enter", "do"),
            ("N", "note"),
            ("Escape", "leave"),
            ("?", "all"),
        ],
    ),
    ("today", &[("U", "undo"), ("P", "sheet"), ("T", "print")]),
    (
        "register",
        &[
            ("[", "day-before"),
            ("]", "day-after"),
            ("PageUp", "page-before"),
            ("PageDown", "page-after"),
            ("F", "filter"),
            ("/", "search"),
            ("K", "forms"),
            ("E", "export"),
            ("P", "sheet"),
            ("T", "print"),
        ],
    ),
    (
        "line",
        &[
            ("A", "came-out"),
            ("S", "partly"),
            ("D", "nothing"),
            ("W", "undecided"),
            ("R", "returned"),
            ("V", "void"),
        ],
    ),
    (
        "forms",
        &[
            ("[", "form-before"),
            ("]", "form-after"),
            ("A S D W", "line-found"),
            ("L", "line-late"),
            ("R", "line-explained"),
            ("O", "form-whole"),
            ("K", "form-compared"),
            ("G", "form-sealed"),
            ("B", "form-back"),
        ],
    ),
    (
        "others",
        &[
            ("S", "main"),
            ("L", "roll"),
            ("M", "month"),
            ("Y", "year"),
            ("P", "pin"),
        ],
    ),
];

/// The page of keys.
pub fn page(shown: &Shown) -> Markup {
    let body = html! {
        h1 { (shown.say("key.all")) }
        div.keys {
            @for (place, keys) in KEYS {
                section {
                    h2 { (shown.say(&format!("keys.{place}"))) }
                    dl { @for (key, does) in keys {
                        dt { kbd { (printed(key)) } }
                        dd { (shown.say(&format!("keys.{does}"))) }
                    } }
                }
            }
        }
        p.quiet { (shown.say("keys.about")) }
    };
    shown.page(Area::Keys, &body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    #[test]
    fn every_key_says_what_it_does_in_both_languages() {
        let words = Words::load();
        for language in ["zh", "en"] {
            let words = words.of(language);
            for (place, keys) in KEYS {
                let does = keys.iter().map(|(_, does)| *does);
                for name in does.chain([place, "about"]) {
                    assert!(words.find(&format!("keys.{name}")).is_some(), "{name}");
                }
            }
        }
    }
}
