//! Where the page of an article stands that its own address only leads to. Owns how that is kept with its words, and what addresses on it mean.

use url::Url;

use crate::reading::draft::{Draft, Piece};

/// Stands before the address of the page that an article was led to: then comes a line end, and the page.
pub const MOVED: char = '\u{1C}';

/// Notes before a page where it stands, if not at the address of its article.
pub fn noted(words: String, address: &Url, at: &Url) -> String {
    match at == address {
        true => words,
        false => format!("{MOVED}{at}\n{words}"),
    }
}

/// The page, and where it stands, if that was noted.
pub fn parted(words: &str) -> (Option<Url>, &str) {
    let noted = words
        .strip_prefix(MOVED)
        .and_then(|rest| rest.split_once('\n'));
    match noted {
        Some((at, page)) => (Url::parse(at).ok(), page),
        None => (None, words),
    }
}

/// Makes whole addresses of those that a page at `base` gives for its files and pictures.
pub fn resolve(draft: &mut Draft, base: &Url) {
    let whole = |address: &mut String| {
        if let Ok(url) = base.join(address) {
            *address = String::from(url);
        }
    };
    draft
        .links
        .iter_mut()
        .for_each(|link| whole(&mut link.address));
    for piece in &mut draft.pieces {
        if let Piece::Picture(picture) = piece {
            picture.address.iter_mut().for_each(whole);
        }
    }
}
