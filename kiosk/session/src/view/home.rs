//! The home page as a picture; what the terminal waits for while there is nothing to show. Pure.

use jiff::Timestamp;
use mirror::Group;

use super::not_filled::not_filled;
use super::rows::listed;
use super::services;
use crate::asks::Overview;
use crate::screen::Screen;
use crate::screen::home::{Home, Tile};
use crate::screen::services::Door;
use crate::session::Session;
use crate::visit::AtHome;

/// Tiles beside the whole catalogue.
const TILES_MAX: usize = 5;
/// The order of tiles that are equally large. What stands on the shelf has a door of its own.
const ORDER: [&str; 7] = [
    "policy",
    "regulation",
    "interpretation",
    "budget",
    "gazette",
    "guide",
    "other",
];

pub(super) fn home(session: &Session, at: &AtHome, now: Timestamp) -> Screen {
    let terminal = session.terminal();
    let Some(overview) = terminal.overview.as_ref().filter(|o| readable(o)) else {
        return Screen::NotFilled(not_filled(terminal.overview.as_ref(), terminal.missing));
    };
    if session.is_resting() {
        return Screen::Service(services::welcome(session, now));
    }
    let mut tiles = tiles(&overview.categories);
    tiles.push(Tile {
        code: "all".into(),
        count: overview.documents,
    });
    // Whoever taps one finds something.
    let common = session.rules().common.iter();
    let common = common.filter(|words| !terminal.barren.contains(words));
    Screen::Home(Home {
        common: common.cloned().collect(),
        tiles,
        latest: overview.latest.iter().map(|h| listed(h, now)).collect(),
        doors: doors(session),
        today: services::today(session, now),
        commons: at.commons,
    })
}

/// What the mirror holds, the largest first; none that is empty.
fn tiles(categories: &[Group]) -> Vec<Tile> {
    let held = ORDER.iter().filter_map(|code| {
        let group = categories.iter().find(|group| group.code == *code)?;
        (group.count > 0).then(|| Tile {
            code: group.code.clone(),
            count: group.count,
        })
    });
    let mut tiles: Vec<Tile> = held.collect();
    tiles.sort_by_key(|tile| std::cmp::Reverse(tile.count));
    tiles.truncate(TILES_MAX);
    tiles
}

/// Four of them: where there are no links to show, the paper has a door of its own.
fn doors(session: &Session) -> Vec<Door> {
    let links = !session.rules().links.is_empty();
    let last = if links { Door::Links } else { Door::Holdings };
    vec![Door::Shelf, Door::Apply, Door::Opinions, last]
}

/// A first fill under way is no catalogue yet: a search in it would say that something does not exist.
fn readable(overview: &Overview) -> bool {
    overview.documents > 0 && overview.filling.is_none()
}
