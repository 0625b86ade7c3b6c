//! Links of a subtree: the files it names (附件), and how much of its text is nothing but links. Owns telling a list from a text.

use scraper::node::Element;
use scraper::{ElementRef, Node};

use super::addresses::{
    is_file, is_same_file, last_part, may_be_file, names_file, shown_by_viewer,
};
use super::scripts;
use crate::item::Link;
use crate::reading::tidy;

/// Files of one page.
const LINKS_MAX: usize = 256;
/// Text beyond which a form is the page itself (ASP.NET wraps whole pages), characters.
const FORM_CHARS_MIN: usize = 40;
/// Kinds of pictures that a terminal shows.
const PICTURES: &[&str] = &["png", "jpg", "jpeg", "tif", "tiff"];
/// The files that links under `root` lead to, each once.
pub fn files(root: ElementRef<'_>) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    for element in root.descendants().filter_map(ElementRef::wrap) {
        for address in addressed(element) {
            let again = |link: &Link| is_same_file(&link.address, &address);
            let file = is_file(&address) || may_be_file(&address) && is_said_to_be_file(element);
            if !file || found.iter().any(again) {
                continue;
            }
            found.push(Link {
                name: name_of(element, &address),
                address,
            });
            if found.len() == LINKS_MAX {
                return found;
            }
        }
    }
    found
}

/// Whether a page says that a link leads to a file: by the name of one in its words, or because it stands below 附件.
fn is_said_to_be_file(link: ElementRef<'_>) -> bool {
    const LINES_ABOVE: usize = 16;
    const LINE_CHARS_MAX: usize = 200;
    const LINES: &[&str] = &["p", "li", "div", "td", "dd"];
    let value = link.value();
    if value.name() != "a" {
        return false;
    }
    let said = |element: ElementRef<'_>| {
        let start: String = element
            .text()
            .flat_map(str::chars)
            .take(LINE_CHARS_MAX)
            .collect();
        tidy::squeeze(&start)
    };
    let own = said(link);
    let named = ["title", "download"]
        .iter()
        .filter_map(|name| value.attr(name));
    if names_file(&own) || named.into_iter().any(names_file) || opens_annex(&own) {
        return true;
    }
    let mut around = link.ancestors().filter_map(ElementRef::wrap);
    let Some(line) = around.find(|node| LINES.contains(&node.value().name())) else {
        return false;
    };
    if opens_annex(&said(line)) {
        return true;
    }
    // Below a line that says 附件 and no more, each line with a link is an entry of it.
    let above = line.prev_siblings().filter_map(ElementRef::wrap);
    let above = above
        .filter(|node| !said(*node).is_empty())
        .take(LINES_ABOVE);
    let links = |node: &ElementRef<'_>| {
        let mut below = node.descendants().filter_map(ElementRef::wrap);
        below.any(|inner| inner.value().name() == "a")
    };
    let mut heading = above.skip_while(|node| links(node) && !opens_annex(&said(*node)));
    heading.next().is_some_and(|node| opens_annex(&said(node)))
}

/// 附件：, 附件1, 相关附件.
fn opens_annex(words: &str) -> bool {
    let words = words.trim_start_matches(['【', '[', '（', '(']);
    let rest = ["相关附件", "文件附件", "附件"]
        .iter()
        .find_map(|word| words.strip_prefix(word));
    // 附件所列事项: a sentence that speaks of it.
    rest.is_some_and(|rest| {
        let next = rest.chars().next();
        let numbered = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
        let set_off = |c: char| "：:】]）)、.．下列".contains(c);
        next.is_none_or(|c| numbered(c) || set_off(c))
    })
}

/// What the page calls a file; the last part of its address where it says nothing.
fn name_of(element: ElementRef<'_>, address: &str) -> String {
    let shown = match element.value().name() {
        // What stands in it is its code.
        "script" => String::new(),
        _ => tidy::line(&element.text().collect::<String>()),
    };
    let titled = || element.value().attr("title").map(tidy::line);
    let name = Some(shown)
        .filter(|name| !name.is_empty())
        .or_else(|| titled().filter(|title| !title.is_empty()));
    let name = name.unwrap_or_else(|| decoded(last_part(address)));
    tidy::clip(&name, feed::limits::FIELD_CHARS_MAX).to_owned()
}

/// Where an element shows or links to something; of a viewer, what it shows.
fn addressed(element: ElementRef<'_>) -> Vec<String> {
    let value = element.value();
    let named: &[&str] = match value.name() {
        "a" => &["href"],
        "iframe" | "frame" | "embed" => &["src", "data-src"],
        "object" => &["data", "data-src"],
        // `<param name="src" value="…">` of an object.
        "param" => &["value"],
        "script" => return scripts::shown(&element.text().collect::<String>()),
        _ => return Vec::new(),
    };
    let said = named
        .iter()
        .find_map(|name| value.attr(name))
        .unwrap_or_default();
    // Line ends inside an address are layout of the source.
    let address: String = said
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .collect();
    let is_link = value.name() == "a";
    let nowhere = address.is_empty() || address.starts_with('#');
    if is_link && (nowhere || address.to_ascii_lowercase().starts_with("javascript:")) {
        return scripts::led_to(value);
    }
    vec![shown_by_viewer(&address, is_link).unwrap_or(address)]
}

/// The elements in which a page shows a file instead of linking to it.
pub const SHOWING: &str = "iframe, frame, embed, object, script";

/// A part of an address as people read it.
fn decoded(part: &str) -> String {
    let escaped = format!("a={}", part.replace('+', "%2B").replace('&', "%26"));
    let mut pairs = url::form_urlencoded::parse(escaped.as_bytes());
    pairs
        .next()
        .map_or(part.to_owned(), |(_, words)| words.into_owned())
}

/// Where the bytes of a picture are, if a terminal can show them. Pages that load late name it elsewhere than in `src`.
pub fn picture(element: &Element) -> Option<String> {
    let named = ["data-original", "data-src", "src"];
    let mut addresses = named.iter().filter_map(|name| element.attr(name));
    let address: String = addresses
        .find(|address| !address.trim().is_empty() && !address.trim_start().starts_with("data:"))?
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .collect();
    let kind = last_part(&address).rsplit_once('.')?.1.to_ascii_lowercase();
    PICTURES.contains(&kind.as_str()).then_some(address)
}

/// How the text of a subtree is spread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Density {
    /// Characters of all text that shows.
    pub chars: usize,
    /// Those inside links to other pages.
    pub linked: usize,
    /// Links with words of a title.
    pub links: usize,
    /// Links with any words.
    pub anchors: usize,
    /// Sentences outside links.
    pub sentences: usize,
}

impl Density {
    /// Whether this is a list of other pages and no text.
    pub fn is_list(self) -> bool {
        const LINKS_MIN: usize = 6;
        const LINKED_PERCENT: usize = 45;
        // A map of a site is nothing but names of columns.
        const ANCHORS_MIN: usize = 10;
        const MAP_PERCENT: usize = 80;
        let map = self.anchors >= ANCHORS_MIN
            && self.linked * 100 >= self.chars * MAP_PERCENT
            && self.sentences == 0;
        let titles = self.links >= LINKS_MIN
            && self.linked * 100 >= self.chars * LINKED_PERCENT
            && self.sentences * 3 <= self.links;
        map || titles
    }
}

/// Counts the characters below `root`, and those that stand in links.
pub fn density(root: ElementRef<'_>) -> Density {
    density_without(root, &[])
}

/// The same, but for what stands under `without`.
pub fn density_without(root: ElementRef<'_>, without: &[ElementRef<'_>]) -> Density {
    let mut density = Density::default();
    let mut open = vec![(*root, false)];
    while let Some((node, linked)) = open.pop() {
        match node.value() {
            Node::Text(text) => {
                let chars = text.chars().filter(|c| !c.is_whitespace()).count();
                density.chars += chars;
                if linked {
                    density.linked += chars;
                } else {
                    density.sentences += text.matches(['。', '；']).count();
                }
            }
            Node::Element(element) => {
                let name = element.name();
                let out = || without.iter().any(|out| out.id() == node.id());
                if super::attributes::DROPPED.contains(&name)
                    || out()
                    || super::attributes::is_hidden(element)
                {
                    continue;
                }
                let address = element.attr("href").filter(|_| name == "a");
                let leads = address.is_some_and(|a| !is_file(a) && !a.starts_with('#'));
                if leads {
                    const TITLE_CHARS_MIN: usize = 6;
                    let words = ElementRef::wrap(node).map(|e| e.text().collect::<String>());
                    let chars = words.map_or(0, |w| tidy::length(w.trim()));
                    density.links += usize::from(chars >= TITLE_CHARS_MIN);
                    density.anchors += usize::from(chars > 0);
                }
                open.extend(node.children().map(|child| (child, linked || leads)));
            }
            _ => open.extend(node.children().map(|child| (child, linked))),
        }
    }
    density
}

/// Whether a form holds text of a page and not only fields to fill in.
pub fn holds_text(form: ElementRef<'_>) -> bool {
    density(form).chars >= FORM_CHARS_MIN
}
