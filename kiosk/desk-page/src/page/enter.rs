//! The door: the role and its PIN. Tells nothing of the terminal but its plate's kind of page.

use maud::{DOCTYPE, Markup, html};

use super::head;
use crate::words::Language;

/// The page; `told` says why the last try did not open.
pub fn page(words: &Language, told: Option<&str>) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(words.say("lang")) {
            (head(words))
            body.door {
                main {
                    h1 { (words.say("frame.title")) }
                    @if let Some(told) = told { p.said.bad role="alert" { (told) } }
                    form method="post" action="/enter" autocomplete="off" {
                        fieldset {
                            legend { (words.say("door.role")) }
                            label { input type="radio" name="by" value="A" checked; " " (words.say("door.a")) }
                            label { input type="radio" name="by" value="B"; " " (words.say("door.b")) }
                        }
                        label {
                            (words.say("door.pin"))
                            input type="password" name="pin" inputmode="numeric" pattern="[0-9]{4,12}" maxlength="12" required autofocus autocomplete="off";
                        }
                        button.main { (words.say("door.open")) kbd { "Enter" } }
                    }
                    p.quiet { (words.say("door.about")) }
                }
            }
        }
    }
}
