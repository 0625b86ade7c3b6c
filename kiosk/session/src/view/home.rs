//! The home page as a picture; what the terminal waits for while there is nothing to show. Pure.

use jiff::Timestamp;

use super::not_filled::not_filled;
use super::rows::listed;
use crate::asks::Overview;
use crate::screen::Screen;
use crate::screen::home::{Home, Tile};
use crate::session::Session;

/// Categories of the home tiles; the sixth is the whole catalogue.
const TILES: [&str; 5] = ["policy", "gazette", "interpretation", "guide", "budget"];

pub(super) fn home(session: &Session, now: Timestamp) -> Screen {
    let terminal = session.terminal();
    let Some(overview) = terminal.overview.as_ref().filter(|o| readable(o)) else {
        return Screen::NotFilled(not_filled(terminal.overview.as_ref(), terminal.missing));
    };
    let count = |code: &str| {
        let group = overview.categories.iter().find(|g| g.code == code);
        group.map_or(0, |g| g.count)
    };
    let mut tiles: Vec<Tile> = TILES
        .iter()
        .map(|code| Tile {
            code: code.to_string(),
            count: count(code),
        })
        .collect();
    tiles.push(Tile {
        code: "all".into(),
        count: overview.documents,
    });
    Screen::Home(Home {
        common: session.rules().common.clone(),
        tiles,
        latest: overview.latest.iter().map(|h| listed(h, now)).collect(),
    })
}

/// A first fill under way is no catalogue yet: a search in it would say that something does not exist.
fn readable(overview: &Overview) -> bool {
    overview.documents > 0 && overview.filling.is_none()
}
