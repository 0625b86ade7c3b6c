//! The home page.

use screens::{HomeData, MainWindow, Row, Tile};
use session::screen::home::{Home, Touch};
use session::screen::services::Door;
use slint::{ComponentHandle, ModelRc, SharedString};

use crate::bridge::models::{grouped, kept};
use crate::bridge::touches::Touches;

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<HomeData>();
    data.on_commons_turned(touches.plain(Touch::Commons));
    data.on_search(touches.plain(Touch::Search));
    data.on_common_search(touches.with(|text| Touch::Common { text }));
    data.on_open_tile(touches.with(|code| Touch::Tile { code }));
    data.on_service(touches.coded(|code| Door::from_code(code).map(Touch::Service)));
    data.on_open(touches.with_both(|id, article_id| Touch::Open { id, article_id }));
}

/// Shows the page.
pub fn show(window: &MainWindow, home: &Home, latest: ModelRc<Row>) {
    let data = window.global::<HomeData>();
    let common = home.common.iter().map(|words| words.as_str().into());
    data.set_common(kept::<SharedString>(data.get_common(), common));
    data.set_tiles(kept(
        data.get_tiles(),
        home.tiles.iter().map(|tile| Tile {
            code: tile.code.as_str().into(),
            count: grouped(tile.count),
            one: tile.count == 1,
        }),
    ));
    data.set_doors(kept::<SharedString>(
        data.get_doors(),
        home.doors.iter().map(|door| door.as_code().into()),
    ));
    data.set_until(home.today.until.as_str().into());
    data.set_again(home.today.again.as_str().into());
    data.set_commons(home.commons);
    data.set_latest(latest);
}
