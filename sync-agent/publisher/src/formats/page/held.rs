//! A text that a page holds without showing it: in a script, or in an attribute or a field from which a script takes it. Owns putting it where a browser
//! would show it; which place that is says the recipe, or a family that is known.

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use super::{find, gkmlpt, scripted};
use crate::formats::html;

/// Where the text then stands.
pub const PLACE: &str = "div[data-held-by-page]";
/// A candidate that names a value in a script.
pub const SCRIPT: &str = "script:";

/// The page with its text in place, if the first of the candidates that finds any text finds one that is not shown.
pub fn shown(source: &str, candidates: &[String]) -> Option<String> {
    let own = candidates.iter().any(|candidate| is_held(candidate));
    let family = gkmlpt::is_one(source);
    if !own && !family {
        return None;
    }
    let page = Html::parse_document(source);
    let root = page.root_element();
    let mut words = None;
    for candidate in candidates {
        words = held_at(root, candidate);
        if words.is_some() || has_text(root, candidate) {
            break;
        }
    }
    let known = || {
        let shows = candidates.iter().any(|candidate| has_text(root, candidate));
        let value = scripted::find(root, gkmlpt::CONTENT).filter(|_| family && !shows);
        value.and_then(as_text)
    };
    let text = html_of(&words.or_else(known)?)?;
    Some(put(source, &text))
}

/// Whether a candidate for the body is no selector of what a page shows.
fn is_held(candidate: &str) -> bool {
    const UNSEEN: &[&str] = &["textarea", "input", "template", "noscript", "script"];
    let last = candidate.rsplit([' ', '>']).next().unwrap_or_default();
    candidate.starts_with(SCRIPT)
        || last.contains('@')
        || UNSEEN.iter().any(|name| last.starts_with(name))
}

fn held_at(root: ElementRef<'_>, candidate: &str) -> Option<String> {
    if !is_held(candidate) {
        return None;
    }
    if let Some(path) = candidate.strip_prefix(SCRIPT) {
        return as_text(scripted::find(root, path)?);
    }
    let (css, attribute) = match candidate.rsplit_once('@') {
        Some((css, name)) => (css.trim(), Some(name)),
        None => (candidate.trim(), None),
    };
    let element = find::below(root, css).into_iter().next()?;
    let words = match (attribute, element.value().name()) {
        (Some(name), _) => element.value().attr(name).map(str::to_owned),
        (None, "input") => element.value().attr("value").map(str::to_owned),
        (None, "template" | "noscript") => Some(element.inner_html()),
        (None, _) => Some(element.text().collect()),
    };
    words.filter(|words| !words.trim().is_empty())
}

fn as_text(value: Value) -> Option<String> {
    match value {
        Value::String(words) if !words.trim().is_empty() => Some(words),
        _ => None,
    }
}

fn has_text(root: ElementRef<'_>, css: &str) -> bool {
    !is_held(css)
        && Selector::parse(css).is_ok_and(|selector| {
            root.select(&selector)
                .any(|element| !html::pieces(element).is_empty())
        })
}

/// The text as HTML: it may be escaped once more, or be lines without any markup.
fn html_of(words: &str) -> Option<String> {
    let escaped = !words.contains('<') && words.contains("&lt;");
    let words = match escaped {
        true => Html::parse_fragment(words)
            .root_element()
            .text()
            .collect::<String>(),
        false => words.to_owned(),
    };
    if words.contains('<') {
        return (!html::nests_too_deep(&words)).then(|| Html::parse_fragment(&words).html());
    }
    let escape = |line: &str| line.replace('&', "&amp;").replace('<', "&lt;");
    let lines = words.lines().filter(|line| !line.trim().is_empty());
    Some(
        lines
            .map(|line| format!("<p>{}</p>", escape(line)))
            .collect(),
    )
}

/// Behind all that the page has: its script may hold `</body>` as a word. What was parsed and written again opens and closes by itself.
fn put(source: &str, text: &str) -> String {
    format!("{source}<div data-held-by-page>{text}</div>")
}
