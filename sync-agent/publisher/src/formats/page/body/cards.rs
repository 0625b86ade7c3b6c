//! Lists whose entries say more than a title: an abstract, a number, a day below each link. Owns telling them from a text with links in it.

use scraper::{ElementRef, Html};

use crate::formats::html;
use crate::reading::tidy;

/// Entries of such a list.
const CARDS_MIN: usize = 3;
/// How much of what a place says stands in them.
const SHARE_PERCENT: usize = 60;
/// What is looked through.
const NODES_MAX: usize = 20_000;

/// How many entries `root` is a list of; none if it is no list.
pub fn counted(root: ElementRef<'_>, without: &[ElementRef<'_>]) -> Option<usize> {
    let all = html::density_without(root, without).chars;
    let places = root.descendants().take(NODES_MAX);
    let places = places.filter_map(ElementRef::wrap);
    let counts = places.filter_map(|place| {
        let cards: Vec<ElementRef<'_>> = place.child_elements().filter(is_card).collect();
        let chars: usize = cards.iter().map(|card| html::density(*card).chars).sum();
        (cards.len() >= CARDS_MIN && chars * 100 >= all * SHARE_PERCENT).then_some(cards.len())
    });
    counts.max()
}

/// Whether an element is such an entry, or holds several.
pub fn are_in(element: ElementRef<'_>) -> bool {
    const INSIDE_MAX: usize = 400;
    let inside = element.descendants().skip(1).take(INSIDE_MAX);
    let mut inside = inside.filter_map(ElementRef::wrap).filter(is_card);
    is_card(&element) || inside.nth(1).is_some()
}

/// How many entries the longest such list of a page has, where it says twice what the text of the page says in `chars` and more.
pub fn beside(page: &Html, chars: usize) -> Option<usize> {
    const ENTRIES_MIN: usize = 6;
    let places = page.root_element().descendants().take(NODES_MAX);
    let places = places.filter_map(ElementRef::wrap);
    let lists = places.filter_map(|place| {
        let cards: Vec<ElementRef<'_>> = place.child_elements().filter(is_card).collect();
        let said: usize = cards.iter().map(|card| html::density(*card).chars).sum();
        (cards.len() >= ENTRIES_MIN && said > chars * 2).then_some(cards.len())
    });
    lists.max()
}

/// An entry opens with its title, which leads to another page or to a file, and says something below it.
fn is_card(element: &ElementRef<'_>) -> bool {
    const KINDS: &[&str] = &["div", "li", "dl", "article", "section", "tr"];
    const TITLE_CHARS_MIN: usize = 6;
    const BEFORE_CHARS_MAX: usize = 16;
    const BYTES_MAX: usize = 8_000;
    const INSIDE_MAX: usize = 400;
    if !KINDS.contains(&element.value().name()) {
        return false;
    }
    let mut bytes = 0;
    let short = element.text().all(|text| {
        bytes += text.len();
        bytes <= BYTES_MAX
    });
    if !short {
        return false;
    }
    let links = element.descendants().take(INSIDE_MAX);
    let mut links = links.filter_map(ElementRef::wrap);
    let words = |link: ElementRef<'_>| tidy::squeeze(&link.text().collect::<String>());
    let title = links.find(|link| {
        let address = link.value().attr("href").unwrap_or_default();
        link.value().name() == "a"
            && !address.is_empty()
            && !address.starts_with(['#'])
            && tidy::length(&words(*link)) >= TITLE_CHARS_MIN
    });
    let Some(title) = title.map(words) else {
        return false;
    };
    let all = tidy::squeeze(&element.text().collect::<String>());
    let before = all.find(&title).map(|at| &all[..at]);
    before.is_some_and(|before| tidy::length(before) <= BEFORE_CHARS_MAX)
}

#[cfg(test)]
mod tests {
    use crate::formats::page::read;
    use crate::item::Reason;

    #[test]
    fn entries_with_abstracts_are_a_list_and_a_text_with_links_is_none() {
        let words = "为做好相关工作，结合本市实际，制定本通知，请认真执行。";
        let card = |n: usize| {
            format!(
                "<div class=item><h4><a href=/a{n}.html>示例市水务局关于第{n}号事项的通知</a></h4><p>发布日期：2021-03-0{n}</p><p>{words}</p></div>"
            )
        };
        let cards: String = (1..=4).map(card).collect();
        for page in [
            format!("<title>通知公告_示例市水务局</title><div class=list>{cards}</div>"),
            format!(
                "<title>通知公告_示例市水务局</title><div class=content><h2>通知公告</h2>{cards}</div>"
            ),
        ] {
            let refused = read(&page).refused.map(|refusal| refusal.reason);
            assert_eq!(refused, Some(Reason::NotADocument), "{page}");
        }
        let text = format!("<p>{words}</p>").repeat(6);
        let page = format!(
            "<h1>示例市水务局关于春灌的通知</h1><div class=content><div>{text}</div><div>相关解读：<a href=/b.html>关于春灌的通知的解读</a></div></div>"
        );
        assert_eq!(read(&page).refused, None);
    }
}
