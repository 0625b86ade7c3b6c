//! A way to read a list, as the tables of a recipe. Owns how a proposal is written down; what it says was found by others.

use std::fmt::Write;

use scraper::Html;
use url::Url;

use crate::sources::portal::pick;

/// One way to read a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Way {
    /// What the system behind the page is called.
    pub family: String,
    /// How its pages follow each other, in words for people.
    pub paging: String,
    /// The columns that it reads: name, and the rest of its table.
    pub columns: Vec<(String, String)>,
    /// The table `[detail]`, less its first lines.
    pub detail: String,
    /// Whether its first page is the page that was given.
    pub is_this_page: bool,
}

/// A system that draws lists by script, and the ways in which its script asks for them.
#[derive(Debug)]
pub struct Shell {
    /// What it is called.
    pub name: &'static str,
    /// In the order in which they are to be tried; none where the page does not say enough.
    pub ways: Vec<Way>,
}

/// Path and query of an address, as a recipe names its own page.
pub fn path_of(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

/// The first group of the first place that fits.
pub fn one(pattern: &str, words: &str) -> Option<String> {
    let found = pick::expression(pattern).ok()?.captures(words)?;
    Some(found.get(1)?.as_str().to_owned())
}

/// The way to one column by an interface.
pub fn way(name: &str, paging: &str, column: &str, table: String, detail: &str) -> Way {
    Way {
        family: name.to_owned(),
        paging: paging.to_owned(),
        columns: vec![(column.to_owned(), table)],
        detail: detail.to_owned(),
        is_this_page: false,
    }
}

/// A value as TOML writes it.
pub fn quoted(words: &str) -> String {
    toml::Value::from(words).to_string()
}

/// What the page says of its site and column.
#[derive(Debug, Clone)]
pub struct Place {
    url: Url,
    host: String,
    site: String,
    /// Name of the column.
    pub column: String,
    /// What `meta SiteName` says, by which a rebuilt site is known.
    check: Option<String>,
}

impl Place {
    /// Of the page at `url`; none if the address has no host.
    pub fn of(url: &Url, page: &Html) -> Option<Place> {
        let host = url.host_str()?.to_owned();
        let root = page.root_element();
        let meta = |name: &str| {
            let metas = pick::select(root, "meta[name][content]");
            let named = metas.into_iter().find(|meta| {
                let said = meta.value().attr("name");
                said.is_some_and(|said| said.eq_ignore_ascii_case(name))
            })?;
            let said = one_line(named.value().attr("content")?);
            (!said.is_empty()).then_some(said)
        };
        let title = pick::select(root, "title").first().map(|t| {
            let words: String = t.text().collect();
            one_line(&words)
        });
        let title = title.filter(|title| !title.is_empty());
        let check = meta("SiteName");
        let parted = title.as_deref().unwrap_or_default();
        let mut parts = parted.split(['_', '|', '-', '—', '–']).map(str::trim);
        let first = parts.next().filter(|part| !part.is_empty());
        let last = parts.next_back().filter(|part| !part.is_empty());
        Some(Place {
            site: check
                .clone()
                .or_else(|| last.map(str::to_owned))
                .or_else(|| title.clone())
                .unwrap_or_else(|| host.clone()),
            column: meta("ColumnName")
                .or_else(|| first.map(str::to_owned))
                .unwrap_or_else(|| host.clone()),
            url: url.clone(),
            host,
            check,
        })
    }

    /// The recipe that reads the list `way`.
    pub fn recipe(&self, way: &Way) -> String {
        let mut out = String::new();
        let mut start = self.url.clone();
        start.set_fragment(None);
        let id: String = self
            .host
            .chars()
            .map(|c| match c.is_ascii_alphanumeric() || c == '.' {
                true => c,
                false => '-',
            })
            .collect();
        // Writing to a string does not fail.
        let _ = writeln!(
            out,
            "[site]\nid = {}\nname = {}\nstart = {}\nhosts = [{}]\ndelay_ms = 2000",
            quoted(&id),
            quoted(&self.site),
            quoted(start.as_str()),
            quoted(&self.host)
        );
        // The page was asked; the answers of an interface have no meta tags and are not held to it.
        if let Some(check) = &self.check {
            let _ = writeln!(
                out,
                "check = {{ meta = \"SiteName\", has = {} }}",
                quoted(check)
            );
        }
        for (column, table) in &way.columns {
            let _ = write!(
                out,
                "\n[[list]]\ncolumn = {}\n{}\n",
                quoted(column),
                table.trim_end()
            );
        }
        let _ = write!(
            out,
            "\n[detail]\n{}",
            match way.detail.is_empty() {
                true => "title = [\"meta:ArticleTitle\"]\nagency = [\"meta:ContentSource\"]\n",
                false => &way.detail,
            }
        );
        out
    }
}

fn one_line(words: &str) -> String {
    const CHARS_MAX: usize = 60;
    let words = crate::reading::tidy::line(&words.replace(['\n', '\r', '\t'], " "));
    crate::reading::tidy::clip(&words, CHARS_MAX).to_owned()
}
