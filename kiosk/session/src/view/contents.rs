//! The table of contents as a picture. Pure.

use mirror::Article;

use crate::articles::DEPTH_ARTICLE;
use crate::screen::contents::{Contents, Entry, Target};
use crate::visit::{Leafing, above, holds};

pub(super) fn contents(leafing: &Leafing) -> Contents {
    let articles = &leafing.opened.document.articles;
    let is_article = |article: &&Article| article.depth == DEPTH_ARTICLE;
    let entries = leafing.shown().into_iter().map(|at| {
        let article = &articles[at];
        let within = articles[at + 1..]
            .iter()
            .take_while(|held| held.depth > article.depth);
        Entry {
            article_id: article.id.clone(),
            label: article.label.clone(),
            title: article.title.clone(),
            depth: article.depth.min(5),
            open: holds(articles, at).then(|| leafing.unfolded.contains(&at)),
            articles: small(within.filter(is_article).count()),
            here: article.id == leafing.here,
        }
    });
    let target = leafing.target().map(|at| Target {
        label: articles[at].label.clone(),
        within: above(articles, at).next().map_or_else(String::new, |held| {
            format!("{}　{}", articles[held].label, articles[held].title)
        }),
    });
    let last = articles.iter().rfind(is_article);
    Contents {
        title: leafing.opened.document.title.clone(),
        articles: small(articles.iter().filter(is_article).count()),
        entries: entries.collect(),
        offset: leafing.paging.offset,
        end: leafing.paging.end,
        typed: leafing.typed.clone(),
        inserted: leafing.inserted,
        target,
        may_insert: leafing.may_insert(),
        last: last.map_or_else(String::new, |article| article.label.clone()),
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
