//! `publisher recipe URL`: recognises the content management system of a list page and proposes a recipe. Owns the marks of the families; the proposal
//! is to be judged with `try`, and what no recipe can read is said plainly.

use std::collections::HashMap;
use std::fmt::Write;

use anyhow::{Context, bail};
use scraper::{ElementRef, Html};
use url::Url;

use crate::formats::html;
use crate::reading::facts;
use crate::reading::tidy::length;
use crate::sources::portal::pick;

/// A family and how its pages follow each other.
struct Family {
    name: &'static str,
    /// All of them stand in the page.
    marks: &'static [&'static str],
    /// The rest of the list's table.
    paging: &'static str,
}

/// The families of portals, the surest sign first: the first that fits is proposed.
const FAMILIES: &[Family] = &[
    Family {
        name: "大汉 jcms jpage",
        marks: &["<datastore>"],
        paging: "",
    },
    Family {
        name: "大汉 jcms jpage",
        marks: &["dataproxy.jsp"],
        paging: "",
    },
    Family {
        name: "n-node",
        marks: &["maxPageNum"],
        paging: "page = { kind = \"countdown\", next = \"{stem}_{count-n+1}.html\", count = 're:maxPageNum\\s*=\\s*\"?(\\d+)' }",
    },
    Family {
        name: "UCAP",
        marks: &["createPageHTML('"],
        paging: "page = { kind = \"suffix\", next = \"{stem}_{n}.{kind}\", count = \"re:createPageHTML\\\\('[^']*',\\\\s*(\\\\d+)\" }",
    },
    Family {
        name: "TRS WCM",
        marks: &["createPageHTML("],
        paging: "page = { kind = \"suffix\", next = \"{stem}_{n-1}.{kind}\", count = 're:createPageHTML\\((\\d+)' }",
    },
    Family {
        name: "博达 VSB",
        marks: &["_sitegray"],
        paging: "page = { kind = \"next-link\", next = \"a.Next@href\" }",
    },
    Family {
        name: "WebPlus",
        marks: &["wp_article_list"],
        paging: "page = { kind = \"suffix\", next = \"list{n}.htm\" }",
    },
];

/// Marks of pages that no recipe can read.
const CHALLENGES: &[(&str, &str)] = &[
    ("$_ts", "瑞数"),
    ("__jsl_clid", "加速乐"),
    ("C3VK", "C3VK"),
    ("acw_sc__v2", "WAF"),
    ("__VIEWSTATE", "ASP.NET paging"),
];

/// A recipe for the list page at `url`.
pub fn propose(url: &Url, words: &str) -> anyhow::Result<String> {
    let page = Html::parse_document(words);
    let whole = html::density(page.root_element());
    for (mark, name) in CHALLENGES {
        if words.contains(mark) && whole.links < 5 {
            bail!(
                "propose a recipe for {url}: it answers with a challenge for browsers ({name}); such a site cannot be read"
            );
        }
    }
    let family = FAMILIES
        .iter()
        .find(|family| family.marks.iter().all(|mark| words.contains(mark)));
    let host = url.host_str().context("the address has no host")?;
    let (items, count, dated) = items(&page).with_context(|| {
        format!(
            "propose a recipe for {url}: no rows with links stand in the page as it is sent; its list comes by script \
             (look for the address that the script asks, and give it as list.url with wrap = \"json\")"
        )
    })?;
    let stem = url.path().rsplit('/').next().unwrap_or_default();
    let (stem, kind) = stem.rsplit_once('.').unwrap_or(("index", "html"));
    let title = pick::select(page.root_element(), "title");
    let title = title.first().map(|t| t.text().collect::<String>());
    let name = title
        .as_deref()
        .unwrap_or(host)
        .trim()
        .replace(['"', '\n', '\\'], " ");
    let mut out = String::new();
    let told = family.map_or("no known family: a plain list", |family| family.name);
    writeln!(
        out,
        "# {told}; {count} rows, {dated} with a date. Judge it: publisher try {url} --recipe THIS --json"
    )?;
    writeln!(
        out,
        "[site]\nid = \"{}\"\nname = \"{name}\"",
        host.replace(':', "-")
    )?;
    writeln!(
        out,
        "start = \"{url}\"\nhosts = [\"{host}\"]\ndelay_ms = 2000\n"
    )?;
    writeln!(
        out,
        "[[list]]\ncolumn = \"{name}\"\nurl = \"{}\"\nwrap = \"html\"",
        url.path()
    )?;
    writeln!(
        out,
        "items = \"{items}\"\nmin_items = {}",
        count.div_ceil(2)
    )?;
    if let Some(family) = family.filter(|f| !f.paging.is_empty()) {
        let paging = family
            .paging
            .replace("{stem}", stem)
            .replace("{kind}", kind);
        writeln!(out, "{paging}")?;
    }
    writeln!(
        out,
        "[list.fields]\nlink = [\"a@href\"]\ntitle = [\"a@title\", \"a\"]\ndate = [\"span\", \"em\", \"i\", \"td:last-child\"]\n"
    )?;
    writeln!(
        out,
        "[detail]\ntitle = [\"meta:ArticleTitle\"]\nagency = [\"meta:ContentSource\"]"
    )?;
    Ok(out)
}

/// Selector of the rows, how many there are, and how many of them have a date.
fn items(page: &Html) -> Option<(String, usize, usize)> {
    const ROWS_MIN: usize = 3;
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    for row in pick::select(page.root_element(), "li, tr, dd, div") {
        let Some(selector) = row_selector(row) else {
            continue;
        };
        let density = html::density(row);
        if density.links != 1 || density.chars > 400 {
            continue;
        }
        let dated = facts::find_date(&html::words(row)).is_some();
        let (rows, dates) = counts.entry(selector).or_default();
        *rows += 1;
        *dates += usize::from(dated);
    }
    counts
        .into_iter()
        .filter(|(_, (rows, _))| *rows >= ROWS_MIN)
        .max_by_key(|(selector, (rows, dates))| {
            (*dates, *rows, std::cmp::Reverse(selector.clone()))
        })
        .map(|(selector, (rows, dates))| (selector, rows, dates))
}

/// `ul.list > li`: the row, under the nearest element that has a name of its own.
fn row_selector(row: ElementRef<'_>) -> Option<String> {
    let mut path = vec![row.value().name().to_owned()];
    for parent in row.ancestors().filter_map(ElementRef::wrap).take(4) {
        let element = parent.value();
        let plain = |name: &str| {
            !name.is_empty()
                && length(name) <= 40
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
                && !name.starts_with(|c: char| c.is_ascii_digit())
        };
        let class = element.classes().find(|class| plain(class));
        let named = match (element.id().filter(|id| plain(id)), class) {
            (Some(id), _) => Some(format!("#{id}")),
            (None, Some(class)) => Some(format!("{}.{class}", element.name())),
            (None, None) => None,
        };
        if let Some(name) = named {
            path.push(name);
            path.reverse();
            return Some(path.join(" > "));
        }
        path.push(element.name().to_owned());
    }
    None
}
