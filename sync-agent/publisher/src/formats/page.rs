//! A whole portal page: where its body is and what it says about itself. Owns the markers of content management systems;
//! the `portal` adapter reads the same way.
//!
//! Label meta tags lie (a bulletin of 2015 whose PubDate is the day the page was generated), so what the page shows in its
//! table or under its title counts first, and a PubDate that equals the time of generation does not count at all.

mod body;
mod filled;
mod find;
mod gkmlpt;
mod held;
mod laid;
mod leads;
mod listing;
mod pager;
mod places;
mod scripted;
mod second;
mod shown;
mod times;
mod title;
mod verdict;

pub use filled::show as show_filled;
pub use held::SCRIPT;
pub use leads::{frames, sent_on};
pub use pager::{PAGES_MAX, counted, further, told};
pub use scripted::find as in_script;

use scraper::{ElementRef, Html, Selector};

use crate::formats::html;
use crate::formats::page::find::{meta, select, stamp};
use crate::item::{Reason, Refusal};
use crate::reading::draft::Draft;
use crate::reading::facts::find_date;
use crate::reading::fields::Fields;
use crate::reading::head::furniture::imprint;
use crate::reading::tidy;
use crate::reading::validity;

/// In a page with more nodes neither fields nor the densest element are looked for.
const NODES_MAX: usize = 200_000;

/// Whether a day that a line names has come is judged later, where the day of the run is known.
const DAY_NEVER: &str = "9999-12-31";

/// What is known of a site beforehand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'h> {
    /// Containers of the body, surest first; `script:NAME.key`, `css@attr` and fields that a page does not show hold it as a text.
    pub body: &'h [String],
    /// Parts that are cut.
    pub cut: &'h [String],
    /// All pages of an article are there.
    pub joined: bool,
}

/// Reads a page.
pub fn read(source: &str) -> Draft {
    read_with(source, Hints::default())
}

/// Reads a page of a site that something is known of.
pub fn read_with(source: &str, hints: Hints<'_>) -> Draft {
    let Some(held) = held::shown(source, hints.body) else {
        return read_shown(source, hints);
    };
    if html::nests_too_deep(&held) {
        return Draft {
            refused: Some(Refusal::new(Reason::Unsafe, "elements are nested too deep")),
            ..Draft::default()
        };
    }
    let place = [held::PLACE.to_owned()];
    let body = &place;
    read_shown(&held, Hints { body, ..hints })
}

/// Reads a page that shows its text.
fn read_shown(source: &str, hints: Hints<'_>) -> Draft {
    let mut page = Html::parse_document(source);
    for css in hints.cut {
        let cut: Vec<_> = select(&page, css).map(|element| element.id()).collect();
        for id in cut {
            if let Some(mut node) = page.tree.get_mut(id) {
                node.detach();
            }
        }
    }
    if page.tree.nodes().len() > NODES_MAX {
        return Draft {
            pieces: html::pieces(page.root_element()),
            ..Draft::default()
        };
    }
    filled::show(&mut page);
    let mut body = body::find(&page, hints.body);
    body.annexed = body::annexed(&page, &body.roots);
    let mut fields = shown::fields(&page, &body);
    let meta = meta_fields(&page, source);
    if gkmlpt::is_one(source) {
        fields = gkmlpt::fields(&page).unwrap_or_default().or(fields);
        body.annexed.extend(gkmlpt::files(&page));
    }
    fields = fields.or(meta);
    fields.doc_no = fields
        .doc_no
        .take()
        .or_else(|| shown::number_above(&page, &body))
        .or_else(|| laid::number(&body));
    if fields.published_on.is_none() {
        fields.stamped_on = fields.stamped_on.take().or_else(|| laid::day(&body));
    }
    fields.title = fields
        .title
        .take()
        .or_else(|| fields.letter.title())
        .or_else(|| title::find(&page, &body))
        .map(|t| tidy::close_up(&t))
        .filter(|t| !t.is_empty());
    let refused = verdict::judge(&page, &body);
    let refused = match hints.joined {
        true => refused,
        false => refused.or_else(|| {
            let mut lines = body.pieces.clone();
            lines.extend(
                body.roots
                    .last()
                    .copied()
                    .map(pager::behind)
                    .unwrap_or_default(),
            );
            pager::cut_off(source, &lines)
        }),
    };
    body.pieces = pager::without(body.pieces);
    // Where nothing is known to hold the text alone, the foot of the page may have come with it.
    if !body.of_system {
        let foot = body.foot();
        body.pieces = imprint::without(body.pieces, &foot);
    }
    if verdict::is_only_link(&body) {
        body.pieces.clear();
    }
    let second = match refused {
        None => second::opinion(source, &body.pieces),
        Some(_) => None,
    };
    // A place without a name may be a part of a text that we take for all of it.
    let refused = refused.or_else(|| match &second {
        Some(opinion) if !body.of_system => second::part_of(opinion),
        _ => None,
    });
    Draft {
        refused,
        second,
        links: body.files(),
        beside: beside(&page, &body),
        fields,
        pieces: body.pieces,
        ..Draft::default()
    }
}

/// Lines beside the body that say whether this document is in force. Cells, links and entries of lists speak of others.
fn beside(page: &Html, body: &body::Body<'_>) -> Vec<String> {
    const LINES_MAX: usize = 16;
    const BYTES_MAX: usize = 320;
    let elsewhere = ["a", "li", "td", "th", "nav", "footer", "select", "button"];
    let mut found = Vec::new();
    for element in select(page, "span, div, p, em, i, b, strong, label, h4, h5, img") {
        let short = element.text().map(str::len).sum::<usize>() <= BYTES_MAX;
        if !short || element.child_elements().any(|c| c.value().name() == "a") {
            continue;
        }
        // A stamp may be a picture.
        let line = match element.value().name() {
            // What a stamp shows stands for itself, as if in brackets.
            "img" => Some(tidy::line(stamp(element)))
                .filter(|words| !words.is_empty())
                .map(|words| format!("（{words}）"))
                .unwrap_or_default(),
            _ => html::words(element),
        };
        if validity::said_of_this(&line, DAY_NEVER).is_none() || found.contains(&line) {
            continue;
        }
        let inside = |node: &ElementRef<'_>| {
            elsewhere.contains(&node.value().name())
                || body.roots.iter().any(|r| r.id() == node.id())
        };
        let around = element.ancestors().filter_map(ElementRef::wrap);
        if !std::iter::once(element)
            .chain(around)
            .any(|node| inside(&node))
        {
            found.push(line);
        }
        if found.len() == LINES_MAX {
            break;
        }
    }
    found
}

/// What the label meta tags say, as far as they can be believed.
fn meta_fields(page: &Html, source: &str) -> Fields {
    let generated =
        meta(page, "Maketime").or_else(|| meta(page, "others").filter(|o| o.contains("生成时间")));
    let generated = generated.as_deref().and_then(find_date);
    let address = meta(page, "url").or_else(|| {
        let selector = Selector::parse("link[rel=canonical]").ok()?;
        page.select(&selector)
            .next()?
            .value()
            .attr("href")
            .map(str::to_owned)
    });
    let stamped = meta(page, "PubDate")
        .or_else(|| meta(page, "firstpublishedtime"))
        .as_deref()
        .and_then(find_date);
    let lies = stamped.is_some() && stamped == generated && source.contains("生成时间");
    Fields {
        sender: meta(page, "ContentSource"),
        disclosure: meta_disclosure(page),
        catalogue: meta(page, "ColumnName"),
        published_on: stamped
            .filter(|_| !lies)
            .or_else(|| address.as_deref().and_then(date_of_address)),
        source_url: address.filter(|a| a.starts_with("http://") || a.starts_with("https://")),
        ..Fields::default()
    }
}

/// `<meta name="公开方式" content="依申请公开">`.
fn meta_disclosure(page: &Html) -> Vec<(String, String)> {
    let mut said = Fields::default();
    for tag in select(page, "meta") {
        if let (Some(name), Some(content)) = (tag.value().attr("name"), tag.value().attr("content"))
        {
            said.take_pair(name, content);
        }
    }
    said.disclosure
}

/// /2018-11/09/ or /2023/10/23/ or t20230904_ in an address.
pub fn date_of_address(address: &str) -> Option<String> {
    let parts: Vec<&str> = address.split('/').collect();
    let joined = |a: &str, b: &str, c: &str| find_date(&format!("{a}-{b}-{c}"));
    for pair in parts.windows(2) {
        if let Some((year, month)) = pair[0].split_once('-')
            && year.len() == 4
            && let Some(date) = joined(year, month, pair[1])
        {
            return Some(date);
        }
    }
    for three in parts.windows(3) {
        if three[0].len() == 4
            && three[1].len() <= 2
            && three[2].len() <= 2
            && let Some(date) = joined(three[0], three[1], three[2])
        {
            return Some(date);
        }
    }
    let stamp = parts.last()?.strip_prefix('t')?.get(..8)?;
    stamp
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| joined(&stamp[..4], &stamp[4..6], &stamp[6..]))?
}

#[cfg(test)]
mod tests;
