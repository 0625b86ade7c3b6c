//! Elements of a page by selector, and its label meta tags (标签). Owns the caps.

use scraper::{ElementRef, Html, Selector};

use crate::formats::html;

/// Elements that fit `css`, in document order.
pub fn select<'a>(page: &'a Html, css: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let selector = Selector::parse(css).ok();
    let found: Vec<ElementRef<'a>> = selector
        .map(|s| page.select(&s).take(2_000).collect())
        .unwrap_or_default();
    found.into_iter()
}

/// Elements below `root` that fit `css`.
pub fn below<'a>(root: ElementRef<'a>, css: &str) -> Vec<ElementRef<'a>> {
    const FOUND_MAX: usize = 2_000;
    Selector::parse(css).map_or_else(
        |_| Vec::new(),
        |selector| root.select(&selector).take(FOUND_MAX).collect(),
    )
}

/// What the label meta tag `name` says.
pub fn meta(page: &Html, name: &str) -> Option<String> {
    select(page, "meta")
        .find(|m| {
            m.value()
                .attr("name")
                .is_some_and(|n| n.eq_ignore_ascii_case(name))
        })
        .and_then(|m| m.value().attr("content").map(html::plain))
        .filter(|c| !c.is_empty())
}

/// What a picture is said to show.
pub fn stamp<'a>(picture: ElementRef<'a>) -> &'a str {
    let said = |name| picture.value().attr(name).filter(|said| !said.is_empty());
    said("alt").or_else(|| said("title")).unwrap_or_default()
}
