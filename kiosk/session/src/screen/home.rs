//! The first screen of a session.

use serde::{Deserialize, Serialize};

use super::rows::Row;
use super::services::Door;
use super::services::welcome::Today;

/// Documents under 最新公开; the home page shows as many of them as fit, low reach five.
pub const LATEST_ROWS: u32 = 5;

/// See [`Screen::Home`](super::Screen::Home).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Home {
    /// 常用查询, configured.
    pub common: Vec<String>,
    /// What the mirror holds, by category code, the largest first, at most five; then `all`.
    pub tiles: Vec<Tile>,
    /// 最新公开, newest first; three fit at 1080x1920.
    pub latest: Vec<Row>,
    /// Doors to what the point offers besides documents.
    #[serde(default)]
    pub doors: Vec<Door>,
    /// How long it is open today.
    #[serde(default)]
    pub today: Today,
    /// Care mode: 常用的事 stands open.
    #[serde(default)]
    pub commons: bool,
}

/// A tile on the home screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    /// Category code; `all` for the catalogue.
    pub code: String,
    /// Documents in it.
    pub count: u64,
}

/// What a finger can do on the home page.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    /// Open search, keyboard up.
    Search,
    /// 常用查询: search for these words.
    Common {
        text: String,
    },
    /// Care mode: 常用的事, opened or closed.
    Commons,
    /// A tile; `all` for the catalogue.
    Tile {
        code: String,
    },
    /// A door of the service row.
    Service(Door),
    Open {
        id: String,
        article_id: String,
    },
}
