//! Fields that are filled in with the keyboard of the screen: the same on every page that has some.

use serde::{Deserialize, Serialize};

use crate::keyboard::typing::Candidate;
use crate::keyboard::{Key, Layer};

/// The fields of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Form {
    pub fields: Vec<Field>,
    /// Which one is typed into; its keyboard is up.
    pub at: Option<u32>,
    /// Keys that show; `None` while no field is typed into.
    pub keyboard: Option<Layer>,
    /// Keys that are not a word yet.
    pub composition: String,
    /// Words that they may mean.
    pub candidates: Vec<Candidate>,
    /// More of them show, over the keys.
    pub unfolded: bool,
    /// What stands in the fields is not shown.
    pub secret: bool,
}

/// One field as it stands on the glass.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Field {
    /// Which one: its words stand with the page.
    pub code: String,
    /// What stands in it.
    pub text: String,
    /// It may stay empty.
    pub optional: bool,
    /// What stands there will do.
    pub good: bool,
    /// What stands there will not do, as far as one can tell.
    pub wrong: bool,
    /// Characters that it takes.
    pub chars_max: u32,
}

/// What a finger can do with fields.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    /// Type into this field.
    Edit {
        at: u32,
    },
    /// Keys of our keyboard.
    Type {
        text: String,
    },
    /// A word that was offered for the keys.
    Candidate {
        text: String,
    },
    /// Show more of those words, or fewer.
    Unfold,
    /// Delete the last key or character.
    Backspace,
    /// Empty the field.
    Clear,
    /// On to the next field; after the last the keyboard goes away.
    Next,
    /// The keyboard goes away.
    Away,
    Layer(Layer),
}

/// A plugged-in keyboard types into the field that has the keys.
impl From<Key> for Touch {
    fn from(key: Key) -> Touch {
        match key {
            Key::Text(text) => Touch::Type { text },
            Key::Backspace => Touch::Backspace,
            Key::Enter => Touch::Next,
        }
    }
}
