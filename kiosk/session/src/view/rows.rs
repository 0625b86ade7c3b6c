//! Rows and groups as pictures: what home, catalogue and search have in common. Pure; orders nothing.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use mirror::{Group as MirrorGroup, Head as DocumentHead, Hit};

use crate::articles::labels::place;
use crate::moment;
use crate::screen::rows::{Group, Leaf, Row, Span};
use crate::visit::RowSaying;

/// Older documents that come into the mirror today are no news: a first fill brings years of them.
const NEWS_DAYS_MAX: i64 = 30;

pub(super) fn page_of<'a>(
    groups: impl IntoIterator<Item = &'a MirrorGroup>,
    page: u32,
    size: u32,
) -> Vec<Group> {
    groups
        .into_iter()
        .skip(page as usize * size as usize)
        .take(size as usize)
        .map(|group| Group {
            code: group.code.clone(),
            count: group.count,
        })
        .collect()
}

pub(super) fn pages(total: u64, size: u32) -> u32 {
    u32::try_from(total.div_ceil(u64::from(size))).unwrap_or(u32::MAX)
}

/// The document that is being said; empty for none.
pub(super) fn said(aloud: Option<&RowSaying>) -> String {
    aloud.map(|said| said.id.clone()).unwrap_or_default()
}

/// A document outside search.
pub(super) fn listed(head: &DocumentHead, now: Timestamp) -> Row {
    let today = moment::local(now).date();
    let applied = moment::parse(&head.applied).map(|at| moment::local(at).date());
    let dated: Option<Date> = head.date.parse().ok();
    let news = dated.is_none_or(|date| {
        let age = today.duration_since(date);
        age <= SignedDuration::from_hours(24 * NEWS_DAYS_MAX)
    });
    Row {
        id: head.id.clone(),
        title: vec![Span {
            text: head.title.clone(),
            mark: false,
        }],
        doc_no: head.doc_no.clone().unwrap_or_default(),
        agency: head.agency.clone(),
        date: head.date.clone(),
        validity: head.validity,
        interpreted: head.interpreted,
        new_today: news && applied == Some(today),
        ..Row::default()
    }
}

pub(super) fn hit(hit: &Hit) -> Row {
    let article = hit.article.as_ref();
    Row {
        id: hit.id.clone(),
        article_id: article.map(|a| a.id.clone()).unwrap_or_default(),
        article: article.map(|a| a.label.clone()).unwrap_or_default(),
        place: article.and_then(|a| place(&a.label)),
        attached: hit.attached.as_ref().map(|attached| Leaf {
            name: attached.name.clone(),
            page: attached.page,
        }),
        title: spans(&hit.title, &hit.title_ranges),
        snippet: spans(&hit.snippet.text, &hit.snippet.ranges),
        doc_no: hit.doc_no.clone().unwrap_or_default(),
        agency: hit.agency.clone(),
        date: hit.date.clone(),
        validity: hit.validity,
        interpreted: hit.interpreted,
        ..Row::default()
    }
}

/// Cuts text at ranges of Unicode scalar values; ranges that overlap or lie outside are cut to what is left.
pub(super) fn spans(text: &str, ranges: &[[u32; 2]]) -> Vec<Span> {
    let characters: Vec<char> = text.chars().collect();
    let mut spans = Vec::new();
    let mut at = 0;
    let mut push = |from: usize, to: usize, mark: bool| {
        if from < to {
            spans.push(Span {
                text: characters[from..to].iter().collect(),
                mark,
            });
        }
    };
    for [from, to] in ranges {
        let from = (*from as usize).clamp(at, characters.len());
        let to = (*to as usize).clamp(from, characters.len());
        push(at, from, false);
        push(from, to, true);
        at = to;
    }
    push(at, characters.len(), false);
    spans
}
