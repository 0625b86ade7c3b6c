//! Home, catalogue, search: screens that list documents.

use serde::{Deserialize, Serialize};

/// See [`Screen::Home`](super::Screen::Home).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Home {
    /// 常用查询, configured.
    pub common: Vec<String>,
    /// Always six: `policy` `gazette` `interpretation` `guide` `budget` `all`.
    pub tiles: Vec<Tile>,
    /// 最新公开, newest first; three fit at 1080x1920.
    pub latest: Vec<Row>,
}

/// A tile on the home screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    /// Category code; `all` for the catalogue.
    pub code: String,
    /// Documents in it.
    pub count: u64,
}

/// A document in a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Row {
    /// Document id.
    pub id: String,
    /// Article to open at; empty for the top.
    pub article_id: String,
    /// Article label as shown; empty for none.
    pub article: String,
    /// Title in pieces; marked ones are highlighted.
    pub title: Vec<Span>,
    /// Snippet in pieces; empty outside search.
    pub snippet: Vec<Span>,
    /// 发文字号 or empty.
    pub doc_no: String,
    /// 发文机关.
    pub agency: String,
    /// `YYYY-MM-DD` or empty.
    pub date: String,
    /// `in-force` `repealed` `expired` `superseded` `unknown`.
    pub validity: String,
    /// An interpretation (解读) exists.
    pub interpreted: bool,
    /// Came into the mirror today and is no older than a month.
    pub new_today: bool,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The words.
    pub text: String,
    /// Highlighted.
    #[serde(default)]
    pub mark: bool,
}

/// See [`Screen::Browse`](super::Screen::Browse).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Browse {
    /// Which list of groups stands on the left or top: `category` `agency` `year`.
    pub axis: String,
    /// Groups of that axis, with counts.
    pub groups: Vec<Group>,
    /// Chosen group's code; empty for all.
    pub chosen: String,
    /// Page of groups, from 1, and how many.
    pub group_page: u32,
    /// Pages of groups.
    pub group_pages: u32,
    /// Documents of the chosen group.
    pub rows: Vec<Row>,
    /// Page, from 1.
    pub page: u32,
    /// Pages; 0 when nothing is there.
    pub pages: u32,
    /// Documents in the chosen group.
    pub total: u64,
}

/// A group of documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Category code, agency name or year.
    pub code: String,
    /// Documents in it.
    pub count: u64,
}

/// See [`Screen::Search`](super::Screen::Search).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Search {
    /// What was typed.
    pub text: String,
    /// `latin` or `digits`; empty when the keyboard is put away to show more results.
    pub keyboard: String,
    /// Chosen filters; empty for all.
    pub agency: String,
    /// `2018` or empty.
    pub year: String,
    /// Validity code or empty.
    pub validity: String,
    /// A picker is open for `agency`, `year` or `validity`; empty for none.
    pub picking: String,
    /// Choices of the open picker.
    pub options: Vec<Group>,
    /// Page of the picker, from 1.
    pub option_page: u32,
    /// Pages of the picker.
    pub option_pages: u32,
    /// `idle` (nothing typed), `busy`, `found`, `none`.
    pub state: String,
    /// Hits in all.
    pub total: u64,
    /// False: at least that many ("1000+").
    pub total_exact: bool,
    /// This page's hits.
    pub rows: Vec<Row>,
    /// Page, from 1.
    pub page: u32,
    /// Pages known.
    pub pages: u32,
    /// Words to tap instead of typing on: guesses when nothing was found, else agencies and subjects that fit.
    #[serde(default)]
    pub hints: Vec<String>,
}
