//! Candidates of a recipe: what one says of a row, a page or a JSON value. Owns their little language; a candidate that finds nothing gives
//! way to the next.
//!
//! `css`, `css@attr`, a JSON path (`data.rows`, `json:data.total`), `meta:NAME`, `label:文号`, `link:下一页|下页` (where the link with these
//! words leads), `xml:NAME`, `re:…(…)` on the raw text, `tpl:…{field}`, `const:…`, `script:NAME.key` (a value that a script of the
//! page holds). `> a` asks for a child of the row itself.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use anyhow::Context;
use regex::{Regex, RegexBuilder};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use crate::formats::{html, page};
use crate::reading::tidy;

/// Compiled size of an expression, bytes.
const EXPRESSION_BYTES_MAX: usize = 1024 * 1024;
/// Expressions that are kept compiled, of each thread; recipes have dozens.
const EXPRESSIONS_MAX: usize = 256;
/// Characters of a picked value.
const VALUE_CHARS_MAX: usize = 4_000;

/// What candidates are asked of.
pub struct Subject<'a> {
    /// Elements, if it is HTML.
    pub element: Option<ElementRef<'a>>,
    /// JSON, if it is that.
    pub json: Option<&'a Value>,
    /// The raw text.
    pub raw: &'a str,
    /// What is known by name, for `tpl:`.
    pub known: &'a BTreeMap<String, String>,
}

thread_local! {
    /// A list asks the same of each of its rows, and to compile takes longer than to read a row.
    static EXPRESSIONS: RefCell<HashMap<String, Regex>> = RefCell::default();
}

/// An expression of a recipe.
pub fn expression(pattern: &str) -> anyhow::Result<Regex> {
    if let Some(known) = EXPRESSIONS.with_borrow(|known| known.get(pattern).cloned()) {
        return Ok(known);
    }
    let compiled = RegexBuilder::new(pattern)
        .size_limit(EXPRESSION_BYTES_MAX)
        .build()
        .with_context(|| format!("read expression {pattern}"))?;
    EXPRESSIONS.with_borrow_mut(|known| {
        if known.len() == EXPRESSIONS_MAX {
            known.clear();
        }
        known.insert(pattern.to_owned(), compiled.clone());
    });
    Ok(compiled)
}

/// The first candidate that gives words: which it was, and the words.
pub fn first(picks: &[String], subject: &Subject<'_>) -> Option<(usize, String)> {
    picks.iter().enumerate().find_map(|(at, pick)| {
        let value = one(pick, subject)?;
        let value = tidy::line(&value.replace(['\n', '\r', '\t'], " "));
        let value = tidy::clip(&value, VALUE_CHARS_MAX).to_owned();
        (!value.is_empty() && value != "null").then_some((at, value))
    })
}

/// The first candidate's words as they stand, markup and all.
pub fn raw(picks: &[String], subject: &Subject<'_>) -> Option<String> {
    picks
        .iter()
        .find_map(|pick| one(pick, subject))
        .filter(|value| !value.trim().is_empty())
}

fn one(pick: &str, subject: &Subject<'_>) -> Option<String> {
    if let Some(words) = pick.strip_prefix("const:") {
        return Some(words.to_owned());
    }
    if let Some(pattern) = pick.strip_prefix("re:") {
        let found = expression(pattern).ok()?.captures(subject.raw)?;
        return found.get(1).or(found.get(0)).map(|m| m.as_str().to_owned());
    }
    if let Some(template) = pick.strip_prefix("tpl:") {
        return filled(template, subject.known).ok();
    }
    if let Some(name) = pick.strip_prefix("xml:") {
        let (_, rest) = subject.raw.split_once(&format!("<{name}>"))?;
        let (value, _) = rest.split_once(&format!("</{name}>"))?;
        return Some(value.to_owned());
    }
    if let Some(json) = subject.json {
        return path(json, pick.strip_prefix("json:").unwrap_or(pick)).and_then(words_of);
    }
    let element = subject.element?;
    if let Some(path) = pick.strip_prefix(page::SCRIPT) {
        return words_of(&page::in_script(element, path)?);
    }
    if let Some(name) = pick.strip_prefix("meta:") {
        let selector = Selector::parse("meta").ok()?;
        return element
            .select(&selector)
            .find(|m| {
                m.value()
                    .attr("name")
                    .is_some_and(|n| n.eq_ignore_ascii_case(name))
            })
            .and_then(|m| m.value().attr("content").map(str::to_owned));
    }
    if let Some(label) = pick.strip_prefix("label:") {
        return labelled(element, label);
    }
    if let Some(words) = pick.strip_prefix("link:") {
        return linked(element, words);
    }
    let (css, attribute) = match pick.rsplit_once('@') {
        Some((css, name)) => (css.trim(), Some(name)),
        None => (pick.trim(), None),
    };
    let found = if css.is_empty() {
        element
    } else {
        select(element, css).into_iter().next()?
    };
    match attribute {
        Some(name) => found.value().attr(name).map(str::to_owned),
        None => Some(html::words(found)),
    }
}

/// Elements under `root`; a selector that opens with `>` means children of `root`.
pub fn select<'a>(root: ElementRef<'a>, css: &str) -> Vec<ElementRef<'a>> {
    const FOUND_MAX: usize = 5_000;
    let scoped = css.trim_start().starts_with('>');
    let text = match scoped {
        true => format!(":scope {css}"),
        false => css.to_owned(),
    };
    Selector::parse(&text).map_or_else(
        |_| Vec::new(),
        |selector| root.select(&selector).take(FOUND_MAX).collect(),
    )
}

fn labelled(root: ElementRef<'_>, label: &str) -> Option<String> {
    let want = tidy::squeeze(label);
    let cells = select(root, "td, th, dt, dd, li, p, span, div, label");
    let mut before = false;
    for cell in cells {
        let words = html::words(cell);
        let bare = tidy::squeeze(&words);
        if before && !bare.is_empty() {
            return Some(words);
        }
        before = bare.trim_end_matches(['：', ':']) == want;
        if let Some(rest) = bare.strip_prefix(&want)
            && let Some(value) = rest.strip_prefix(['：', ':'])
            && !value.is_empty()
        {
            return Some(value.to_owned());
        }
    }
    None
}

/// Where the first link leads that says one of `words`, alternatives behind `|`.
fn linked(root: ElementRef<'_>, words: &str) -> Option<String> {
    let link = select(root, "a[href]").into_iter().find(|link| {
        let said = said_by(*link);
        words.split('|').any(|word| said == word) && leads(*link)
    });
    link.and_then(|link| link.value().attr("href").map(str::to_owned))
}

/// The words of a button without its arrows; those of its title where it shows none.
pub fn said_by(link: ElementRef<'_>) -> String {
    let bare = |words: &str| {
        let words = tidy::squeeze(words);
        let arrows = |c: char| "<>«»‹›→←[]()（）〉〈·|".contains(c);
        words.trim_matches(arrows).to_owned()
    };
    let shown = bare(&html::words(link));
    match shown.is_empty() {
        true => bare(link.value().attr("title").unwrap_or_default()),
        false => shown,
    }
}

/// Whether a link leads to another page: no button without an address, none that is switched off.
pub fn leads(link: ElementRef<'_>) -> bool {
    let off = |element: ElementRef<'_>| {
        let mut classes = element.value().classes();
        classes.any(|class| class.to_ascii_lowercase().contains("disable"))
    };
    let around = link.parent().and_then(ElementRef::wrap);
    let address = link.value().attr("href").unwrap_or_default().trim();
    let plain = !address.is_empty()
        && !address.starts_with('#')
        && !address.to_ascii_lowercase().starts_with("javascript:");
    plain && !off(link) && !around.is_some_and(off)
}

/// The value at `a.b.0.c`; `a|b` takes the first that is there.
pub fn path<'v>(json: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('|').find_map(|path| {
        path.split('.')
            .filter(|key| !key.is_empty())
            .try_fold(json, |value, key| match value {
                Value::Object(map) => map.get(key),
                Value::Array(list) => list.get(key.parse::<usize>().ok()?),
                _ => None,
            })
            .filter(|value| !value.is_null())
    })
}

fn words_of(value: &Value) -> Option<String> {
    match value {
        Value::String(words) if words.contains('<') => {
            let page = Html::parse_fragment(words);
            Some(html::words(page.root_element()))
        }
        Value::String(words) => Some(words.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// `index_{n-1}.html` with its variables: a name, or sums and differences of names and figures.
pub fn filled(template: &str, known: &BTreeMap<String, String>) -> anyhow::Result<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let inner = &rest[open + 1..];
        let close = inner
            .find('}')
            .with_context(|| format!("fill {template}: a brace is open"))?;
        let name = &inner[..close];
        let sum = name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c))
            && !name.is_empty();
        out.push_str(&rest[..open]);
        if sum {
            let value =
                value_of(name, known).with_context(|| format!("fill {template}: {name}"))?;
            out.push_str(&value);
        } else {
            // Braces of JSON stay.
            out.push('{');
            rest = inner;
            continue;
        }
        rest = &inner[close + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

fn value_of(name: &str, known: &BTreeMap<String, String>) -> anyhow::Result<String> {
    if let Some(value) = known.get(name) {
        return Ok(value.clone());
    }
    let mut total: i64 = 0;
    let mut sign = 1;
    let mut start = 0;
    for (at, c) in name.char_indices().chain([(name.len(), '+')]) {
        if c != '+' && c != '-' {
            continue;
        }
        let term = &name[start..at];
        let value = known.get(term).map_or(term, String::as_str);
        let number: i64 = value
            .trim()
            .parse()
            .context("it is no number and not known")?;
        total = total.saturating_add(sign * number);
        sign = if c == '-' { -1 } else { 1 };
        start = at + 1;
    }
    Ok(total.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_counted_and_braces_of_json_stay() {
        let known: BTreeMap<String, String> = [("n", "3"), ("count", "10"), ("col", "a-1")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into();
        for (template, filled_in) in [
            ("index_{n-1}.html", "index_2.html"),
            ("x_{count-n+1}.html", "x_8.html"),
            ("{col}/{n}", "a-1/3"),
            (r#"{"page":{n}}"#, r#"{"page":3}"#),
        ] {
            assert_eq!(filled(template, &known).unwrap(), filled_in);
        }
        assert!(filled("{other}", &known).is_err());
    }
}
