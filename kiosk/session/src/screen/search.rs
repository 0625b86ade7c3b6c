//! Search: the field, its filters, the results.

use mirror::Validity;
use serde::{Deserialize, Serialize};

use super::rows::{Group, Row};
use crate::keyboard::Layer;
use crate::keyboard::typing::Candidate;

/// Hits asked for at once while the keyboard is up; a screenful is never more.
pub const SEARCH_ROWS_KEYBOARD: u32 = 6;
/// Hits asked for at once with the keyboard put away.
pub const SEARCH_ROWS: u32 = 12;
/// Choices on a page of an open picker.
pub const OPTIONS_PER_PAGE: u32 = 8;

/// See [`Screen::Search`](super::Screen::Search).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Search {
    /// What stands in the field.
    pub text: String,
    /// Keys after it that are not a word yet.
    #[serde(default)]
    pub composition: String,
    /// What is looked for: the text with the first of those words; empty where it is the text.
    #[serde(default)]
    pub meant: String,
    /// Words that the keys may mean, the best first.
    #[serde(default)]
    pub candidates: Vec<Candidate>,
    /// More of them show, over the keys.
    #[serde(default)]
    pub unfolded: bool,
    /// Keys that show; `None` when they are put away to show more results.
    #[serde(default)]
    pub keyboard: Option<Layer>,
    /// Chosen agency (发文机关).
    #[serde(default)]
    pub agency: Option<String>,
    #[serde(default)]
    pub year: Option<u16>,
    /// Chosen validity (效力).
    #[serde(default)]
    pub validity: Option<Validity>,
    /// A picker is open.
    #[serde(default)]
    pub picking: Option<Field>,
    /// Choices of the open picker.
    pub options: Vec<Group>,
    /// Page of the picker, from 1.
    pub option_page: u32,
    /// Pages of the picker.
    pub option_pages: u32,
    /// Letters under which choices are looked up, where there are many.
    #[serde(default)]
    pub letters: Vec<char>,
    /// The letter that is chosen.
    #[serde(default)]
    pub letter: Option<char>,
    /// The choices are still being counted: there may be more of each.
    #[serde(default)]
    pub counting: bool,
    /// How far it is.
    pub state: Stage,
    /// Hits in all.
    pub total: u64,
    /// False: at least that many ("1000+").
    pub total_exact: bool,
    /// Near documents behind the hits.
    #[serde(default)]
    pub near_total: u64,
    /// The key that leads on opens the only document with this number.
    #[serde(default)]
    pub opens: bool,
    /// Hits and what is near, some more than a screenful.
    pub rows: Vec<Row>,
    /// Place of the first of them among all hits, from 0.
    #[serde(default)]
    pub offset: u32,
    /// So many of them end the page; 0 when it begins at the first.
    #[serde(default)]
    pub end: u32,
    /// The document that is being said; empty for none.
    #[serde(default)]
    pub aloud: String,
    /// Words to tap instead of typing on: agencies and subjects that fit.
    #[serde(default)]
    pub hints: Vec<String>,
    /// Words that may be meant instead, with what each finds; the best first.
    #[serde(default)]
    pub offers: Vec<Offer>,
    /// What was looked for, where that is not what was typed; else empty.
    #[serde(default)]
    pub understood: String,
}

/// Words that find something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Offer {
    pub text: String,
    /// Documents they find; of many, so many as were counted.
    pub count: u64,
}

/// What narrows a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// 发文机关.
    Agency,
    /// Year of the date.
    Year,
    /// 效力.
    Validity,
}

/// How far a search is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Stage {
    Idle,
    /// Asked for, nothing to show yet.
    Busy,
    /// There are hits.
    Found,
    /// There are none.
    None,
}

/// What a finger can do on the search page.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    Open {
        id: String,
        article_id: String,
    },
    /// Say a document in the words that stand there, or stop.
    Hear {
        id: String,
        words: String,
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
    /// Search for words that were offered instead of those typed.
    Hint {
        text: String,
    },
    /// Put the keyboard away and show the results.
    Submit,
    /// Bring the keyboard back.
    ShowKeyboard,
    Layer(Layer),
    /// Open the picker.
    Pick(Field),
    /// Choose in the open picker; `None` for all.
    Choose {
        code: Option<String>,
    },
    /// Only choices under this letter, or all again.
    Letter {
        letter: char,
    },
    /// Close the picker.
    ClosePicker,
    /// Search without filters (offered when nothing is found).
    Widen,
    /// To the paper holdings (offered then, too).
    Paper,
    /// The page that ends before this row.
    PagePrev {
        row: u32,
    },
    /// The page that begins at this row.
    PageNext {
        row: u32,
    },
    /// The page of choices before.
    OptionsPrev,
    /// The next page of choices.
    OptionsNext,
}
