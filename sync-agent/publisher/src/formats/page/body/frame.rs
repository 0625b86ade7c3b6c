//! What frames a page: heads, side columns, feet, menus, boxes to share and to sign in (栏目, 导航, 页脚, 分享). Owns how they are told by their names and by
//! what they hold; a name alone takes nothing out of a text.

use std::collections::HashSet;

use scraper::{ElementRef, Html};

use crate::formats::html;
use crate::formats::page::find;
use crate::reading::draft::Piece;
use crate::reading::fields;
use crate::reading::head::furniture::imprint;

/// Words in the names of what frames a page.
const NAMES: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "menu",
    "submenu",
    "side",
    "sidebar",
    "aside",
    "foot",
    "footer",
    "copyright",
    "share",
    "bdshare",
    "login",
    "crumb",
    "crumbs",
    "breadcrumb",
    "breadcrumbs",
    "weizhi",
    "dqwz",
    "currentloc",
    "search",
    "related",
    "recommend",
    "toolbar",
];

/// Names of what may also stand at the ends of a text, with its title or its signature.
const ENDS: &[&str] = &[
    "head", "header", "top", "topbar", "banner", "logo", "bottom", "links",
];

/// Whether an element frames a page by its kind or its name.
pub fn is_named(element: ElementRef<'_>) -> bool {
    is_called(element, NAMES) || matches!(element.value().name(), "nav" | "footer" | "aside")
}

/// What stands in the frame of a page, or at its ends: the names of all that is around an element are looked at once.
pub fn of<'p>(page: &'p Html) -> impl Fn(&ElementRef<'p>) -> bool + use<'p> {
    let mut inside = HashSet::new();
    let mut open = vec![(page.tree.root(), false)];
    while let Some((node, around)) = open.pop() {
        let element = ElementRef::wrap(node);
        let framed = around
            || element.is_some_and(|element| {
                is_named(element) || is_called(element, ENDS) || element.value().name() == "header"
            });
        if framed && element.is_some() {
            inside.insert(node.id());
        }
        open.extend(node.children().map(|child| (child, framed)));
    }
    move |element| inside.contains(&element.id())
}

/// `top-nav`, `leftMenu`, `site_footer2`: a word of the name says it.
fn is_called(element: ElementRef<'_>, names: &[&str]) -> bool {
    let value = element.value();
    let called = |name: &str| words(name).any(|word| names.contains(&word.as_str()));
    !matches!(value.name(), "html" | "body")
        && (value.id().is_some_and(called) || value.classes().any(called))
}

/// The words of a name, at its dashes, figures and capitals.
fn words(name: &str) -> impl Iterator<Item = String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        let parts = !c.is_ascii_alphabetic();
        if parts || c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| !parts) {
            word.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    words.into_iter().filter(|word| !word.is_empty())
}

/// Whether an element is nothing but links to other pages: a menu, a list of columns.
pub fn is_menu(element: ElementRef<'_>) -> bool {
    const ANCHORS_MIN: usize = 3;
    const LINKED_PERCENT: usize = 60;
    const NODES_MAX: usize = 3_000;
    if element.descendants().take(NODES_MAX + 1).count() > NODES_MAX {
        return false;
    }
    let density = html::density(element);
    density.anchors >= ANCHORS_MIN
        && density.sentences == 0
        && density.linked * 100 >= density.chars * LINKED_PERCENT
        && html::files(element).is_empty()
}

/// Whether an element stands in what a page calls its foot.
pub fn is_foot(element: ElementRef<'_>) -> bool {
    let around = element.ancestors().filter_map(ElementRef::wrap);
    std::iter::once(element).chain(around).any(names_foot)
}

/// Whether an element is called a foot of the page (页脚).
pub fn names_foot(element: ElementRef<'_>) -> bool {
    let named = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.contains("foot") && !name.contains("footnote") || name.contains("copyright")
    };
    let value = element.value();
    value.name() == "footer" || value.id().is_some_and(named) || value.classes().any(named)
}

/// Whether an element holds nothing but whose the site is, whatever the page calls it.
pub fn speaks_of_site(element: ElementRef<'_>) -> bool {
    const BYTES_MAX: usize = 1_200;
    let mut bytes = 0;
    let short = element.text().all(|text| {
        bytes += text.trim().len();
        bytes <= BYTES_MAX
    });
    short && imprint::is_all(&html::pieces(element))
}

/// What stands in the feet below `roots` that only says whose the site is.
pub fn foot(roots: &[ElementRef<'_>]) -> Vec<Piece> {
    let below = roots.iter().flat_map(|root| root.descendants().skip(1));
    let feet = below
        .filter_map(ElementRef::wrap)
        .filter(|e| names_foot(*e));
    let feet = feet
        .map(html::pieces)
        .filter(|lines| imprint::may_be(lines));
    feet.flatten().collect()
}

/// What of a place frames the page and is no text of it: menus and side columns wherever they stand, and above the first sentence also
/// the table that a page gives of its document. A part with sentences is none by its name alone.
pub fn within<'p>(root: ElementRef<'p>) -> Vec<ElementRef<'p>> {
    const FOUND_MAX: usize = 64;
    const LOOKED_AT_MAX: usize = 1_000;
    let all = html::density(root).chars;
    let mut looked = 0;
    let mut found: Vec<ElementRef<'p>> = Vec::new();
    let mut begun = false;
    let mut open: Vec<_> = root.children().rev().collect();
    while let Some(node) = open.pop() {
        if let Some(text) = node.value().as_text() {
            begun |= text.contains(['。', '；']);
            continue;
        }
        let Some(element) = ElementRef::wrap(node) else {
            continue;
        };
        let name = element.value().name();
        if matches!(name, "script" | "style" | "noscript") {
            continue;
        }
        let part = matches!(
            name,
            "div" | "ul" | "table" | "section" | "header" | "dl" | "p"
        );
        let framed = part
            && (is_named(element) && says_little(element, all) && html::files(element).is_empty()
                || !begun && is_menu(element)
                || !begun && name == "table" && tells_of_document(element));
        looked += usize::from(part);
        if looked > LOOKED_AT_MAX {
            break;
        }
        if framed && found.len() < FOUND_MAX {
            found.push(element);
            continue;
        }
        open.extend(node.children().rev());
    }
    found
}

/// Whether a part has hardly a sentence, and little of what the whole says.
fn says_little(element: ElementRef<'_>, all: usize) -> bool {
    const SENTENCES_MAX: usize = 1;
    let said = html::density(element);
    said.sentences <= SENTENCES_MAX && said.chars * 2 < all
}

/// Whether a table is what a page says of its document (索引号, 发布机构): its labels are read as fields.
pub fn tells_of_document(table: ElementRef<'_>) -> bool {
    const LABELS_MIN: usize = 2;
    let labels = |cells: Vec<ElementRef<'_>>| {
        let words = cells.into_iter().map(html::words);
        words.filter(|words| fields::is_label(words)).count()
    };
    let cells = find::below(table, "td, th");
    let filled = cells.iter().filter(|cell| !html::words(**cell).is_empty());
    let filled = filled.count();
    let labels = labels(cells);
    labels >= LABELS_MIN && labels * 3 >= filled
}
