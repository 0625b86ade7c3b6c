//! The place of a page that holds the most words, where no name says which one it is. Owns how far that place reaches: paragraphs of which each has a
//! wrapper of its own (`<div><p>…</p></div>`, a row of a table, a section of Word) are one text, whose place is what is around them all.

use scraper::ElementRef;
use scraper::Html;

use super::{cards, frame};
use crate::formats::html;
use crate::formats::page::find::select;
use crate::reading::facts;
use crate::reading::tidy::squeeze;

/// A place with fewer characters is none.
pub const CHARS_MIN: usize = 20;

/// Elements whose own paragraphs are counted.
const PLACES: &[&str] = &[
    "div",
    "td",
    "section",
    "article",
    "main",
    "body",
    "li",
    "dd",
    "blockquote",
    "pre",
    "center",
    "form",
    "font",
];

/// Elements around a place that are looked at.
const LEVELS_MAX: usize = 32;

/// The element whose own paragraphs hold the most words outside links, and what is around it where its neighbours are paragraphs of the same text;
/// none of the frame of a page if another has enough: an imprint is longer than many a notice.
pub fn find<'p>(
    page: &'p Html,
    framed: &impl Fn(&ElementRef<'p>) -> bool,
) -> Option<ElementRef<'p>> {
    // A name alone does not hide a text that is many times longer than all that stands elsewhere.
    const TIMES: usize = 4;
    let above =
        |element: &ElementRef<'_>| !frame::is_foot(*element) && !frame::speaks_of_site(*element);
    let any = densest(page, above);
    let unframed = match any.filter(|(_, place)| framed(place)) {
        Some(_) => densest(page, |element| !framed(element) && above(element)),
        None => any,
    };
    let unframed = unframed.filter(|(own, _)| any.is_none_or(|(any, _)| own * TIMES >= any));
    unframed
        .or(any)
        .or_else(|| densest(page, |_| true))
        .map(|(_, place)| widened(place))
}

fn densest<'p>(
    page: &'p Html,
    counts: impl Fn(&ElementRef<'p>) -> bool,
) -> Option<(usize, ElementRef<'p>)> {
    let mut best: Option<(usize, ElementRef<'_>)> = None;
    for name in PLACES {
        for element in select(page, name) {
            let own = own_chars(element);
            if own > best.map_or(0, |(most, _)| most) && counts(&element) {
                best = Some((own, element));
            }
        }
    }
    best.filter(|(most, _)| *most >= CHARS_MIN)
}

fn own_chars(element: ElementRef<'_>) -> usize {
    let paragraphs = element
        .child_elements()
        .filter(|child| match child.value().name() {
            "p" | "h2" | "h3" | "h4" | "span" | "font" | "b" | "strong" => true,
            // A table that sets a page has cells, one of which holds the text.
            "table" => html::is_data(*child),
            _ => false,
        });
    let paragraphs: usize = paragraphs.map(text_outside_links).sum();
    let texts = element.children().filter_map(|n| n.value().as_text());
    paragraphs + texts.map(|text| text.trim().chars().count()).sum::<usize>()
}

/// Characters of an element that stand in no link.
pub fn text_outside_links(element: ElementRef<'_>) -> usize {
    let chars = |e: ElementRef<'_>| e.text().map(|t| t.trim().chars().count()).sum::<usize>();
    let links: usize = element
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(|e| matches!(e.value().name(), "a" | "script" | "style"))
        .map(chars)
        .sum();
    chars(element).saturating_sub(links)
}

/// What is around a place, up to where its last neighbours of the same text stand.
fn widened(place: ElementRef<'_>) -> ElementRef<'_> {
    let mut widest = place;
    let mut at = place;
    let around = place.ancestors().filter_map(ElementRef::wrap);
    for parent in around.take(LEVELS_MAX) {
        if parent.value().name() == "html" {
            break;
        }
        let beside: Vec<ElementRef<'_>> = parent
            .child_elements()
            .filter(|child| child.id() != at.id())
            .collect();
        if goes_on(parent, at, &beside) {
            widest = parent;
        }
        // The heading of a text stands above all of it.
        if beside.iter().any(|child| heads(*child)) {
            break;
        }
        at = parent;
    }
    widest
}

/// Whether the text of `at` goes on beside it.
fn goes_on(parent: ElementRef<'_>, at: ElementRef<'_>, beside: &[ElementRef<'_>]) -> bool {
    const LINE_CHARS_MIN: usize = 12;
    const REPEATED_CHARS_MIN: usize = 40;
    let bare = parent.children().filter_map(|n| n.value().as_text());
    let mut bare = bare.filter(|text| text.trim().chars().count() >= LINE_CHARS_MIN);
    if bare.any(|text| text.contains(['。', '；'])) {
        return true;
    }
    let own = |child: &&ElementRef<'_>| {
        !frame::is_named(**child) && !frame::is_menu(**child) && !frame::speaks_of_site(**child)
    };
    let inside = prose(at);
    let words = squeeze(&at.text().collect::<String>());
    let is_card = cards::are_in(at);
    let mut alike = 0;
    for child in beside.iter().filter(own) {
        let said = html::density(*child);
        // Abstracts of other texts, each under the link to it; if this is one itself, all of them are a list.
        if !is_card && cards::are_in(*child) {
            continue;
        }
        // The same text once more, for narrow screens.
        let again = || words.contains(&squeeze(&child.text().collect::<String>()));
        if said.chars >= REPEATED_CHARS_MIN && again() {
            continue;
        }
        let plain = said.linked * 2 < said.chars && said.chars >= LINE_CHARS_MIN;
        let same = is_like(*child, at);
        if same && said.linked * 2 < said.chars.max(1) {
            alike += said.chars - said.linked;
        }
        if plain && said.sentences > 0 && (same || child.value().name() == "p") {
            return true;
        }
        let table = child.value().name() == "table" && html::is_data(*child);
        if table && !frame::tells_of_document(*child) || plain && opens_annex(*child) {
            return true;
        }
        // Another part of the text that is hardly smaller.
        if plain && said.sentences > 0 && (said.chars - said.linked) * 2 >= inside {
            return true;
        }
    }
    // One of many like it, none of which holds the text alone: rows, names, lines without a full stop.
    alike > inside && html::density(at).sentences < 2
}

fn prose(element: ElementRef<'_>) -> usize {
    let said = html::density(element);
    said.chars - said.linked
}

/// Whether two elements are wrappers of one kind; `WordSection1` and `WordSection2` are.
fn is_like(one: ElementRef<'_>, other: ElementRef<'_>) -> bool {
    let class = |element: ElementRef<'_>| {
        let class = element.value().attr("class").unwrap_or_default();
        class.replace(|c: char| c.is_ascii_digit(), "")
    };
    one.value().name() == other.value().name() && class(one) == class(other)
}

/// Whether an element is the heading of a page: `<h1>` with little beside it.
fn heads(element: ElementRef<'_>) -> bool {
    const CHARS_MAX: usize = 240;
    const HEADINGS: &[&str] = &["h1", "h2"];
    let short = element
        .text()
        .map(|t| t.trim().chars().count())
        .sum::<usize>()
        <= CHARS_MAX;
    let mut inside = element.descendants().filter_map(ElementRef::wrap);
    short && inside.any(|e| HEADINGS.contains(&e.value().name()))
}

/// Whether an element begins with the head of an annex (附件, 附件1).
fn opens_annex(element: ElementRef<'_>) -> bool {
    let pieces = html::pieces(element);
    let first = pieces.first().and_then(|piece| piece.text());
    first.is_some_and(|line| line.starts_with("附件") && facts::mark(line).is_none())
}
