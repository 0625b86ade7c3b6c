//! The catalogue.

use mirror::Axis;
use screens::{BrowseData, MainWindow, Row};
use session::screen::browse::{Browse, Touch};
use slint::{ComponentHandle, ModelRc};

use crate::bridge::models::{grouped, groups};
use crate::bridge::touches::Touches;

const AXES: [Axis; 3] = [Axis::Category, Axis::Agency, Axis::Year];

fn axis_code(axis: Axis) -> &'static str {
    match axis {
        Axis::Category => "category",
        Axis::Agency => "agency",
        Axis::Year => "year",
    }
}

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<BrowseData>();
    data.on_open(touches.with_both(|id, article_id| Touch::Open { id, article_id }));
    data.on_hear(touches.with_both(|id, words| Touch::Hear { id, words }));
    data.on_group_by(touches.coded(|code| {
        let axis = AXES.into_iter().find(|axis| axis_code(*axis) == code)?;
        Some(Touch::Axis(axis))
    }));
    data.on_choose(touches.with(|code| Touch::Group { code }));
    data.on_page_prev(touches.at_row(|row| Touch::PagePrev { row }));
    data.on_page_next(touches.at_row(|row| Touch::PageNext { row }));
    data.on_group_prev(touches.plain(Touch::GroupPrev));
    data.on_group_next(touches.plain(Touch::GroupNext));
}

/// Shows the page; without `rows` those that stand there stay.
pub fn show(window: &MainWindow, browse: &Browse, rows: Option<ModelRc<Row>>) {
    let data = window.global::<BrowseData>();
    data.set_axis(axis_code(browse.axis).into());
    data.set_groups(groups(&browse.groups));
    data.set_chosen(browse.chosen.as_str().into());
    data.set_group_page(browse.group_page as i32);
    data.set_group_pages(browse.group_pages as i32);
    data.set_offset(browse.offset as i32);
    data.set_end(browse.end as i32);
    data.set_all(i32::try_from(browse.total).unwrap_or(i32::MAX));
    data.set_total(grouped(browse.total));
    data.set_one(browse.total == 1);
    data.set_aloud(browse.aloud.as_str().into());
    if let Some(rows) = rows {
        data.set_rows(rows);
    }
}
