//! Where the body of a page is. Owns the markers of content management systems; a container that is known by its name is never
//! replaced by another place of the page because it is empty. A plain name, which side columns, heads and teasers carry as well, is believed only where
//! the most words stand in it.

mod cards;
mod dense;
mod frame;

pub use cards::{beside as cards_beside, counted as cards};
pub use frame::of as framed;

use std::collections::HashSet;

use scraper::{ElementRef, Html};

use dense::CHARS_MIN;

use super::find::select;
use crate::formats::html;
use crate::item::Link;
use crate::reading::draft::Piece;
use crate::reading::tidy::length;

/// Comments around the body: 大汉 jcms.
const COMMENTS: &[(&str, &str)] = &[
    ("ZJEG_RSS.content.begin", "ZJEG_RSS.content.end"),
    ("正文内容开始", "正文内容结束"),
];

/// Elements that hold the body, surest first: UCAP, TRS, 大汉, 博达, and plain names.
const BODIES: &[&str] = &[
    "#UCAP-CONTENT",
    "ucapcontent",
    ".TRS_Editor",
    ".trs_editor_view",
    ".TRS_UEDITOR",
    "#zoomcon",
    "#zoom",
    ".zoom",
    "#vsb_content",
    ".v_news_content",
    "#vsb_content_2",
    ".pages_content",
    ".article-content",
    ".article_con",
    ".news_content",
    ".bt_content",
    "#article",
    "#content",
    ".content",
    "article",
    "main",
];

/// The first of them belong to a content management system, which may cut one text into several; the others are plain names
/// that side columns carry as well, so that only the longest counts.
const BODIES_OF_SYSTEMS: usize = 12;

/// The body of a page.
#[derive(Debug, Default)]
#[allow(missing_docs)]
pub struct Body<'p> {
    /// What stands in it.
    pub pieces: Vec<Piece>,
    pub roots: Vec<ElementRef<'p>>,
    /// The name of its container; none if it is only the place with the most words.
    pub container: Option<String>,
    /// Whether that name belongs to a content management system; side columns carry the others as well.
    pub of_system: bool,
    /// Files that the page lists as attachments (附件) outside its container.
    pub annexed: Vec<Link>,
    /// What stands inside its place and frames the page: no text of it.
    pub framed: Vec<ElementRef<'p>>,
}

impl<'p> Body<'p> {
    /// The text of a place that a name may be known of, without what frames the page there.
    fn of_place(root: ElementRef<'p>, container: Option<String>) -> Body<'p> {
        let framed = frame::within(root);
        let pieces = html::pieces_without(root, &framed);
        // Where nothing else stands, its own words show why it is no document.
        let (pieces, framed) = match pieces.is_empty() {
            true => (html::pieces(root), Vec::new()),
            false => (pieces, framed),
        };
        Body {
            pieces,
            roots: vec![root],
            container,
            framed,
            ..Body::default()
        }
    }

    /// What stands in the feet of a page that it took along; of those only that say whose the site is.
    pub fn foot(&self) -> Vec<Piece> {
        frame::foot(&self.roots)
    }

    /// Files that it links to.
    pub fn files(&self) -> Vec<Link> {
        let mut files: Vec<Link> = Vec::new();
        let inside = self.roots.iter().flat_map(|root| html::files(*root));
        for link in inside.chain(self.annexed.iter().cloned()) {
            if !files
                .iter()
                .any(|known| html::is_same_file(&known.address, &link.address))
            {
                files.push(link);
            }
        }
        files
    }
}

/// Files that the page lists as attachments outside the body: below a name that says so, or behind the word 附件.
pub fn annexed(page: &Html, roots: &[ElementRef<'_>]) -> Vec<Link> {
    const LINKS_MAX: usize = 64;
    const FURNITURE: &[&str] = &["nav", "footer", "header", "aside"];
    let mut found: Vec<Link> = Vec::new();
    for element in select(page, &format!("a, {}", html::SHOWING)) {
        let around = || element.ancestors().filter_map(ElementRef::wrap);
        let inside = around().any(|node| {
            FURNITURE.contains(&node.value().name()) || roots.iter().any(|r| r.id() == node.id())
        });
        // A file that the page shows is its own, wherever it stands.
        let is_shown = element.value().name() != "a";
        let mut near = std::iter::once(element).chain(around().take(4));
        if inside || !(is_shown || near.any(lists_files)) {
            continue;
        }
        for link in html::files(element) {
            if !found
                .iter()
                .any(|known| html::is_same_file(&known.address, &link.address))
            {
                found.push(link);
            }
        }
        if found.len() >= LINKS_MAX {
            break;
        }
    }
    found
}

/// Whether an element is the place of a page's attachments, by its name or by its first words.
fn lists_files(element: ElementRef<'_>) -> bool {
    const NAMES: &[&str] = &[
        "attach",
        "fujian",
        "annex",
        "appendix",
        "accessory",
        "enclosure",
        "fjxz",
        "xgfj",
        "fjlist",
    ];
    const CHARS_MAX: usize = 1_500;
    let value = element.value();
    if matches!(value.name(), "body" | "html") {
        return false;
    }
    let named = |name: &str| {
        let name = name.to_ascii_lowercase();
        name == "fj" || NAMES.iter().any(|word| name.contains(word))
    };
    if value.id().is_some_and(named) || value.classes().any(named) {
        return true;
    }
    let words = || {
        element
            .text()
            .flat_map(str::chars)
            .filter(|c| !c.is_whitespace())
    };
    let first: String = words().take(6).collect();
    let first = first.trim_start_matches(['【', '[']);
    ["附件", "相关附件", "文件附件"]
        .iter()
        .any(|word| first.starts_with(word))
        && words().take(CHARS_MAX + 1).count() <= CHARS_MAX
}

/// Finds it, first in the containers that are known of the site.
pub fn find<'p>(page: &'p Html, own: &[String]) -> Body<'p> {
    let known = own.iter().map(|name| {
        let roots: Vec<ElementRef<'_>> = outermost(page, name).collect();
        Body {
            pieces: roots.iter().flat_map(|root| html::pieces(*root)).collect(),
            roots,
            container: Some(name.clone()),
            of_system: true,
            ..Body::default()
        }
    });
    match known.into_iter().find(|body| !body.pieces.is_empty()) {
        Some(body) => body,
        None => find_anywhere(page),
    }
}

fn find_anywhere(page: &Html) -> Body<'_> {
    for (begin, end) in COMMENTS {
        if let Some(pieces) =
            html::pieces_between(page, begin, end).filter(|p| weight(p) >= CHARS_MIN)
        {
            return Body {
                pieces,
                roots: vec![page.root_element()],
                container: Some((*begin).to_owned()),
                of_system: true,
                ..Body::default()
            };
        }
    }
    let (systems, plain) = BODIES.split_at(BODIES_OF_SYSTEMS);
    // The fullest container of a content system, if none has enough: a short text, pictures, a link to a file, nothing.
    let mut short: Option<Body<'_>> = None;
    for name in systems {
        let roots: Vec<ElementRef<'_>> = outermost(page, name).collect();
        if roots.is_empty() {
            continue;
        }
        let body = Body {
            pieces: roots.iter().flat_map(|root| html::pieces(*root)).collect(),
            roots,
            container: Some((*name).to_owned()),
            of_system: true,
            ..Body::default()
        };
        let chars = weight(&body.pieces);
        if chars >= CHARS_MIN {
            return body;
        }
        if short.as_ref().is_none_or(|s| chars > weight(&s.pieces)) {
            short = Some(body);
        }
    }
    let is_framed = frame::of(page);
    let dense = dense::find(page, &is_framed);
    let named = plain.iter().find_map(|name| {
        let boxes = select(page, name).filter(|found| !is_framed(found));
        let fullest = boxes.max_by_key(|root| weight(&html::pieces(*root)))?;
        let full = weight(&html::pieces(fullest)) >= CHARS_MIN;
        (full && holds_the_text(fullest, dense)).then_some((fullest, Some((*name).to_owned())))
    });
    let found = named.or(match (&short, dense) {
        (None, Some(place)) => Some((place, None)),
        _ => None,
    });
    match (found, short) {
        (Some((root, container)), _) => Body::of_place(root, container),
        (None, Some(short)) => short,
        (None, None) => Body::of_place(page.root_element(), None),
    }
}

/// Whether a box with a plain name has the text of the page and not a teaser beside it: `dense` is where the most words stand.
fn holds_the_text(named: ElementRef<'_>, dense: Option<ElementRef<'_>>) -> bool {
    let Some(dense) = dense.filter(|dense| *dense != named) else {
        return true;
    };
    let (own, most) = (
        dense::text_outside_links(named),
        dense::text_outside_links(dense),
    );
    let within = |one: ElementRef<'_>, other: ElementRef<'_>| {
        one.ancestors().any(|around| around.id() == other.id())
    };
    match (within(dense, named), within(named, dense)) {
        (true, _) => true,
        // A part of the text is none of it.
        (_, true) => own * 3 >= most * 2,
        _ => own * 2 >= most,
    }
}

fn weight(pieces: &[Piece]) -> usize {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Line(line) => length(&line.text),
            Piece::Table(rows) => rows.iter().flatten().map(|c| length(c)).sum(),
            Piece::Picture(_) => 1,
        })
        .sum()
}

/// Those that do not lie inside another of the same name.
fn outermost<'a>(page: &'a Html, css: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let found: Vec<ElementRef<'a>> = select(page, css).collect();
    let ids: HashSet<_> = found.iter().map(|e| e.id()).collect();
    found
        .into_iter()
        .filter(move |e| !e.ancestors().any(|a| ids.contains(&a.id())))
}

#[cfg(test)]
mod tests;
