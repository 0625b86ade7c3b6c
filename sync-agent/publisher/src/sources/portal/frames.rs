//! A text that stands in a frame of its page (`<iframe src="content.html">`). Owns which frame that is: the only one of the site's own, on a page that
//! shows neither text nor file itself. Files in frames are files (see `formats::html`).

use scraper::Html;
use url::Url;

use crate::formats::{html, page};
use crate::reading::nothing;
use crate::sources::portal::pick;
use crate::sources::portal::recipe::Recipe;

/// Stands before what a frame holds: its address, a line end, its page.
pub const FRAME: char = '\u{1D}';

/// Where the text of the page at `address` stands, if in a frame.
pub fn of_text(recipe: &Recipe, words: &str, address: &Url) -> Option<Url> {
    let low = words.to_ascii_lowercase();
    if !(low.contains("<iframe") || low.contains("<frame")) || html::nests_too_deep(words) {
        return None;
    }
    let hints = page::Hints {
        body: &recipe.detail.body,
        cut: &recipe.detail.cut,
        joined: true,
    };
    let draft = page::read_with(words, hints);
    // Around a frame stand the name of the site and its imprint.
    let silent = || draft.pieces.is_empty() || nothing::judge(&draft).is_some();
    if !draft.links.is_empty() || draft.refused.is_none() && !silent() {
        return None;
    }
    let document = Html::parse_document(words);
    let mut frames = pick::select(document.root_element(), "iframe[src], frame[src]")
        .into_iter()
        .filter(|frame| !is_unseen(frame.value()))
        .filter_map(|frame| address.join(frame.value().attr("src")?.trim()).ok())
        .filter(|url| {
            let host = url.host_str().unwrap_or_default();
            matches!(url.scheme(), "http" | "https")
                && recipe.site.hosts.iter().any(|own| own == host)
                && html::without_place(url.as_str()) != html::without_place(address.as_str())
                && !html::is_file(url.path())
        });
    let one = frames.next()?;
    frames.next().is_none().then_some(one)
}

/// Counters and bridges are frames without a size.
fn is_unseen(frame: &scraper::node::Element) -> bool {
    let size = |name: &str| {
        let said = frame.attr(name)?.trim().trim_end_matches("px");
        said.parse::<u32>().ok()
    };
    let small = ["width", "height"]
        .into_iter()
        .filter_map(size)
        .any(|pixels| pixels <= 1);
    small || html::is_hidden(frame)
}
