//! A text that stands in a frame of its page (`<iframe src="content.html">`). Owns which frames may hold it: the only one of the site's own, or those
//! of a set, on a page that shows neither text nor file itself. Files in frames are files (see `formats::html`).

use scraper::Html;
use url::Url;

use crate::formats::{html, page};
use crate::reading::nothing;
use crate::sources::portal::pick;
use crate::sources::portal::recipe::Recipe;

/// Stands before what a frame holds: its address, a line end, its page.
pub const FRAME: char = '\u{1D}';

/// Frames of a set that are asked for.
const FRAMES_MAX: usize = 6;

/// Where the text of the page at `address` may stand, if it has none itself: in its only frame, or in one of a set.
pub fn of_text(recipe: &Recipe, words: &str, address: &Url) -> Vec<Url> {
    let low = words.to_ascii_lowercase();
    if !(low.contains("<iframe") || low.contains("<frame")) || html::nests_too_deep(words) {
        return Vec::new();
    }
    if !is_silent(recipe, words) {
        return Vec::new();
    }
    let document = Html::parse_document(words);
    let is_set = !page::frames(&document).is_empty();
    let place = if is_set { "frame[src]" } else { "iframe[src]" };
    let frames = pick::select(document.root_element(), place)
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
    let frames: Vec<Url> = frames.take(FRAMES_MAX).collect();
    match is_set || frames.len() == 1 {
        true => frames,
        false => Vec::new(),
    }
}

/// Whether a page shows neither text nor file: around a frame stand the name of the site and its imprint.
pub fn is_silent(recipe: &Recipe, words: &str) -> bool {
    if html::nests_too_deep(words) {
        return true;
    }
    let hints = page::Hints {
        body: &recipe.detail.body,
        cut: &recipe.detail.cut,
        joined: true,
    };
    let draft = page::read_with(words, hints);
    let says_nothing = || draft.pieces.is_empty() || nothing::judge(&draft).is_some();
    draft.links.is_empty() && (draft.refused.is_some() || says_nothing())
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
