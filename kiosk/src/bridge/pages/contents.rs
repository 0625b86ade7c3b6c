//! The table of contents.

use screens::{ContentsData, Entry, MainWindow};
use session::screen::contents::{Contents, Touch};
use slint::ComponentHandle;

use crate::bridge::models::kept;
use crate::bridge::touches::Touches;

/// The mirror keeps this many characters of a heading; a longer one was cut there.
const TITLE_CHARS_MAX: usize = 40;

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<ContentsData>();
    data.on_open(touches.with(|article_id| Touch::Open { article_id }));
    data.on_fold(touches.with(|article_id| Touch::Fold { article_id }));
    data.on_page_prev(touches.at_row(|row| Touch::PagePrev { row }));
    data.on_page_next(touches.at_row(|row| Touch::PageNext { row }));
    data.on_type(touches.with(|text| Touch::Type { text }));
    data.on_backspace(touches.plain(Touch::Backspace));
    data.on_insert(touches.plain(Touch::Insert));
    data.on_go(touches.plain(Touch::Go));
}

/// Shows the page.
pub fn show(window: &MainWindow, contents: &Contents) {
    let data = window.global::<ContentsData>();
    data.set_title(contents.title.as_str().into());
    data.set_articles(contents.articles as i32);
    data.set_entries(kept(
        data.get_entries(),
        contents.entries.iter().map(|entry| Entry {
            article_id: entry.article_id.as_str().into(),
            label: entry.label.as_str().into(),
            title: title(&entry.title),
            depth: i32::from(entry.depth),
            folds: entry.open.is_some(),
            unfolded: entry.open == Some(true),
            articles: entry.articles as i32,
            here: entry.here,
        }),
    ));
    data.set_offset(contents.offset as i32);
    data.set_end(contents.end as i32);
    data.set_typed(contents.typed.as_str().into());
    data.set_inserted(i32::from(contents.inserted));
    data.set_may_insert(contents.may_insert);
    data.set_last(contents.last.as_str().into());
    let target = contents.target.as_ref();
    data.set_target(target.map_or("", |target| target.label.as_str()).into());
    data.set_within(target.map_or("", |target| target.within.as_str()).into());
}

fn title(kept: &str) -> slint::SharedString {
    if kept.chars().count() < TITLE_CHARS_MAX {
        kept.into()
    } else {
        format!("{kept}……").into()
    }
}
