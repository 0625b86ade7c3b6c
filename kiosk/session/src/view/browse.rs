//! The catalogue as a picture. Pure.

use jiff::Timestamp;

use super::rows::{listed, page_of, pages, said};
use crate::screen::browse::{Browse, GROUPS_PER_PAGE};
use crate::visit::Browsing;

pub(super) fn browsing(browse: &Browsing, now: Timestamp) -> Browse {
    let group_page = browse.group_page + 1;
    Browse {
        axis: browse.axis,
        groups: page_of(&browse.groups, browse.group_page, GROUPS_PER_PAGE),
        chosen: browse.chosen.clone(),
        group_page,
        group_pages: pages(browse.groups.len() as u64, GROUPS_PER_PAGE),
        rows: browse.rows.iter().map(|head| listed(head, now)).collect(),
        offset: browse.paging.offset,
        end: browse.paging.end,
        total: browse.total,
        aloud: said(browse.aloud.as_ref()),
    }
}
