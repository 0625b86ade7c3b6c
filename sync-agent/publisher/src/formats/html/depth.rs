//! How deep a page may nest. Counts tags without parsing.

/// Elements open at once, as far as they must be closed by hand. The parser looks through them for every paragraph, so a
/// page of a million nested `<div>` would take it hours.
pub(super) const OPEN_MAX: usize = 4_000;

/// Whether more than [`OPEN_MAX`] elements are open at once. Counts tags without parsing; elements that a browser closes by
/// itself do not count.
pub fn nests_too_deep(source: &str) -> bool {
    const CLOSED_BY_BROWSERS: &[&str] = &[
        "p", "br", "img", "hr", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "dt", "dd",
        "input", "meta", "link", "option", "col", "colgroup", "area", "base", "wbr", "source",
        "param", "embed", "html", "head", "body",
    ];
    let mut open = 0_usize;
    for tag in source.split('<').skip(1) {
        let closing = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(12)
            .collect::<String>()
            .to_ascii_lowercase();
        if name.is_empty() || CLOSED_BY_BROWSERS.contains(&name.as_str()) {
            continue;
        }
        if closing {
            open = open.saturating_sub(1);
        } else {
            open += 1;
        }
        if open > OPEN_MAX {
            return true;
        }
    }
    false
}
