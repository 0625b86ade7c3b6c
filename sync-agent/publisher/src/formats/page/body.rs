//! Where the body of a page is. Owns the markers of content management systems; a container that is known by its name is never
//! replaced by another place of the page because it is empty.

use std::collections::HashSet;

use scraper::{ElementRef, Html};

use super::find::select;
use crate::formats::html;
use crate::item::Link;
use crate::reading::draft::Piece;
use crate::reading::head::furniture::imprint;
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

/// A container with fewer characters gives way to a fuller one.
const BODY_CHARS_MIN: usize = 20;

/// The body of a page.
#[derive(Debug)]
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
}

impl Body<'_> {
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
            annexed: Vec::new(),
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
            html::pieces_between(page, begin, end).filter(|p| weight(p) >= BODY_CHARS_MIN)
        {
            return Body {
                pieces,
                roots: vec![page.root_element()],
                container: Some((*begin).to_owned()),
                of_system: true,
                annexed: Vec::new(),
            };
        }
    }
    // The fullest container of a content system, if none has enough: a short text, pictures, a link to a file, nothing.
    let mut short: Option<Body<'_>> = None;
    for (at, name) in BODIES.iter().enumerate() {
        let of_system = at < BODIES_OF_SYSTEMS;
        let roots: Vec<ElementRef<'_>> = if of_system {
            outermost(page, name).collect()
        } else {
            let fullest = select(page, name).max_by_key(|root| weight(&html::pieces(*root)));
            fullest.into_iter().collect()
        };
        if roots.is_empty() {
            continue;
        }
        let body = Body {
            pieces: roots.iter().flat_map(|root| html::pieces(*root)).collect(),
            roots,
            container: Some((*name).to_owned()),
            of_system,
            annexed: Vec::new(),
        };
        let chars = weight(&body.pieces);
        if chars >= BODY_CHARS_MIN {
            return body;
        }
        let fuller = short.as_ref().is_none_or(|s| chars > weight(&s.pieces));
        if of_system && fuller {
            short = Some(body);
        }
    }
    short.unwrap_or_else(|| {
        let root = densest(page).unwrap_or_else(|| page.root_element());
        Body {
            pieces: html::pieces(root),
            roots: vec![root],
            container: None,
            of_system: false,
            annexed: Vec::new(),
        }
    })
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

/// The element whose own paragraphs hold the most words outside links, none of the foot of a page if another has enough: an imprint is longer
/// than many a notice.
fn densest(page: &Html) -> Option<ElementRef<'_>> {
    let above = |element: &ElementRef<'_>| !is_foot(*element) && !speaks_of_site(*element);
    densest_of(page, above).or_else(|| densest_of(page, |_| true))
}

/// Whether an element stands in what a page calls its foot.
fn is_foot(element: ElementRef<'_>) -> bool {
    let around = element.ancestors().filter_map(ElementRef::wrap);
    std::iter::once(element).chain(around).any(names_foot)
}

/// Whether an element holds nothing but whose the site is, whatever the page calls it.
fn speaks_of_site(element: ElementRef<'_>) -> bool {
    const BYTES_MAX: usize = 1_200;
    let mut bytes = 0;
    let short = element.text().all(|text| {
        bytes += text.trim().len();
        bytes <= BYTES_MAX
    });
    short && imprint::is_all(&html::pieces(element))
}

fn names_foot(element: ElementRef<'_>) -> bool {
    let named = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.contains("foot") && !name.contains("footnote") || name.contains("copyright")
    };
    let value = element.value();
    value.name() == "footer" || value.id().is_some_and(named) || value.classes().any(named)
}

/// What stands in the feet of a page that a body took along; of those only that say whose the site is.
pub fn foot(body: &Body<'_>) -> Vec<Piece> {
    let below = body
        .roots
        .iter()
        .flat_map(|root| root.descendants().skip(1));
    let feet = below
        .filter_map(ElementRef::wrap)
        .filter(|e| names_foot(*e));
    let feet = feet
        .map(html::pieces)
        .filter(|lines| imprint::may_be(lines));
    feet.flatten().collect()
}

fn densest_of<'p>(
    page: &'p Html,
    counts: impl Fn(&ElementRef<'p>) -> bool,
) -> Option<ElementRef<'p>> {
    let mut best: Option<(usize, ElementRef<'_>)> = None;
    for name in ["div", "td", "section", "body"] {
        for element in select(page, name).filter(|element| counts(element)) {
            let own: usize = element
                .child_elements()
                .filter(|child| match child.value().name() {
                    "p" | "h2" | "h3" | "h4" | "span" | "font" => true,
                    // A table that sets a page has cells, one of which holds the text.
                    "table" => html::is_data(*child),
                    _ => false,
                })
                .map(|child| text_outside_links(child))
                .sum::<usize>()
                + element
                    .children()
                    .filter_map(|n| n.value().as_text())
                    .map(|t| t.trim().chars().count())
                    .sum::<usize>();
            if own > best.map_or(0, |(most, _)| most) {
                best = Some((own, element));
            }
        }
    }
    best.filter(|(most, _)| *most >= BODY_CHARS_MIN)
        .map(|(_, element)| element)
}

fn text_outside_links(element: ElementRef<'_>) -> usize {
    let chars = |e: ElementRef<'_>| e.text().map(|t| t.trim().chars().count()).sum::<usize>();
    let links: usize = element
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(|e| matches!(e.value().name(), "a" | "script" | "style"))
        .map(chars)
        .sum();
    chars(element).saturating_sub(links)
}

/// Those that do not lie inside another of the same name.
fn outermost<'a>(page: &'a Html, css: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let found: Vec<ElementRef<'a>> = select(page, css).collect();
    let ids: HashSet<_> = found.iter().map(|e| e.id()).collect();
    found
        .into_iter()
        .filter(move |e| !e.ancestors().any(|a| ids.contains(&a.id())))
}
