//! How the pages of a list may follow each other, as its first page lets one think. Owns the ways of the systems and those that its pager shows; each is
//! a guess until its second page was asked for.

use scraper::{ElementRef, Html};
use url::Url;

use crate::sources::portal::family::way::quoted;
use crate::sources::portal::pick;
use crate::sources::portal::rows::NEXT;

/// A way to the further pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// The system whose way it is, or what of the page shows it.
    pub name: String,
    /// The value of `page`.
    pub value: String,
}

/// Systems that count their pages in a variable, with the count's expression. `{}` is filled with the variable's own name.
const COUNTERS: &[&str] = &[
    "countPage",
    "pageCount",
    "totalPages",
    "totalPage",
    "page_count",
];
/// Ways tried per page.
const WAYS_MAX: usize = 12;

/// Everything that the page at `url` lets one think, the surest first.
pub fn ways(url: &Url, words: &str, page: &Html) -> Vec<Paging> {
    let mut found = Vec::new();
    let mut add = |name: &str, value: String| {
        let way = Paging {
            name: name.to_owned(),
            value,
        };
        if !found.contains(&way) && found.len() < WAYS_MAX {
            found.push(way);
        }
    };
    let file = url.path().rsplit('/').next().unwrap_or_default();
    let (stem, kind) = match file.rsplit_once('.') {
        Some((stem, kind)) if !stem.is_empty() => (stem, kind),
        _ => ("index", "html"),
    };
    for (next, count) in fragments(words) {
        add("n-node", table("countdown", &next, Some(&count)));
    }
    if let Some(call) = ucap(words) {
        let count = r"re:createPageHTML\(\s*'[^']*'\s*,\s*(\d+)";
        add(
            "UCAP",
            suffix(&format!("{}_{{n}}.{}", call.0, call.1), count),
        );
    }
    if let Some(call) = trs(words) {
        let count = r"re:createPageHTML\(\s*(\d+)";
        let next = format!("{}_{{n-1}}.{}", call.0, call.1);
        add("TRS WCM", suffix(&next, count));
    }
    for counter in COUNTERS {
        let count = format!(r#"re:\b{counter}\s*=\s*["']?(\d+)"#);
        let expression = pick::expression(count.trim_start_matches("re:"));
        if expression.is_ok_and(|e| e.is_match(words)) {
            for n in ["{n-1}", "{n}"] {
                add(counter, suffix(&format!("{stem}_{n}.{kind}"), &count));
            }
        }
    }
    if let Some(next) = next_link(page) {
        let name = match words.contains("_sitegray") || next.contains("p_next") {
            true => "博达 VSB",
            false => "the button for the next page",
        };
        add(name, table("next-link", &next, None));
    }
    for next in numbered(page) {
        add("the numbers of its pager", table("suffix", &next, None));
    }
    if words.contains("wp_article_list") {
        add("WebPlus", table("suffix", "list{n}.htm", None));
    }
    found
}

fn suffix(next: &str, count: &str) -> String {
    table("suffix", next, Some(count))
}

/// An inline table of TOML.
fn table(kind: &str, next: &str, count: Option<&str>) -> String {
    let pairs = [("kind", Some(kind)), ("next", Some(next)), ("count", count)];
    let pairs: Vec<String> = pairs
        .into_iter()
        .filter_map(|(key, value)| Some(format!("{key} = {}", quoted(value?))))
        .collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// n-node: `maxPageNum2603340=16` beside `…/index_2603340`: fragments that count down.
fn fragments(words: &str) -> Vec<(String, String)> {
    let expression = |pattern: &str| pick::expression(pattern).ok();
    let mut found = Vec::new();
    if !words.contains("maxPageNum") {
        return found;
    }
    // Where they lie is said by the script that loads them, else by its links to all of them.
    let purl = expression(r#"\bpurl\s*=\s*["']([^"']+)["']"#).and_then(|e| {
        let found = e.captures(words)?;
        Some(found[1].to_owned())
    });
    let linked = expression(r#"href=["']([^"']*index_\d+)_\d+\.html"#).and_then(|e| {
        let found = e.captures(words)?;
        Some(found[1].to_owned())
    });
    let count_of = |number: &str| match words.contains(&format!("maxPageNum{number}=")) {
        true => format!(r"re:maxPageNum{number}=(\d+)"),
        // The variable is set to nothing first.
        false => r"re:maxPageNum\d*\s*=\s*([1-9]\d*)".to_owned(),
    };
    for base in purl.into_iter().chain(linked) {
        let number = base.rsplit_once("index_").map_or("", |(_, number)| number);
        found.push((format!("{base}_{{count-n+1}}.html"), count_of(number)));
    }
    if let Some(named) = expression(r"maxPageNum(\d{3,})\s*=")
        && let Some(number) = named.captures(words)
    {
        let number = &number[1];
        found.push((
            format!("index_{number}_{{count-n+1}}.html"),
            count_of(number),
        ));
    }
    found
}

/// `createPageHTML('page_div',5, 1,'fg','shtml',89)`: name and kind of the files.
fn ucap(words: &str) -> Option<(String, String)> {
    let call = r#"createPageHTML\(\s*['"][^'"]*['"]\s*,\s*\d+\s*,\s*\d+\s*,\s*['"]([\w/-]+)['"]\s*,\s*['"](\w+)['"]"#;
    named(call, words)
}

/// `createPageHTML(9, 0, "index", "html")`: name and kind of the files.
fn trs(words: &str) -> Option<(String, String)> {
    named(
        r#"createPageHTML\(\s*\d+\s*,\s*\d+\s*,\s*['"]([\w/-]+)['"]\s*,\s*['"](\w+)['"]"#,
        words,
    )
}

fn named(pattern: &str, words: &str) -> Option<(String, String)> {
    let found = pick::expression(pattern).ok()?.captures(words)?;
    Some((found[1].to_owned(), found[2].to_owned()))
}

/// A candidate for the link to the next page: by the name of its class, else by its words.
fn next_link(page: &Html) -> Option<String> {
    let links = pick::select(page.root_element(), "a[href]");
    let link = links
        .into_iter()
        .find(|link| NEXT.contains(&pick::said_by(*link).as_str()) && pick::leads(*link))?;
    let own = |element: ElementRef<'_>| {
        let class = element.value().classes().find(|class| {
            let plain = class
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
            plain && class.to_ascii_lowercase().contains("next")
        })?;
        Some(format!("{}.{class}", element.value().name()))
    };
    let around = link.parent().and_then(ElementRef::wrap);
    let by_class = own(link).or_else(|| Some(format!("{} > a", own(around?)?)));
    let is_it = |css: &String| {
        let first = pick::select(page.root_element(), css);
        first.first().is_some_and(|first| first.id() == link.id())
    };
    Some(match by_class.filter(is_it) {
        Some(css) => format!("{css}@href"),
        None => format!("link:{}", NEXT.join("|")),
    })
}

/// Addresses that differ in the number that their links show: `list_2.html` below 2 and `list_3.html` below 3.
fn numbered(page: &Html) -> Vec<String> {
    let links = pick::select(page.root_element(), "a[href], option[value]");
    let address = |number: &str| {
        let link = links.iter().find(|link| {
            let is_link = link.value().name() == "a";
            pick::said_by(**link) == number && (!is_link || pick::leads(**link))
        })?;
        let value = link.value();
        value
            .attr("href")
            .or(value.attr("value"))
            .map(str::to_owned)
    };
    let (Some(second), Some(third)) = (address("2"), address("3")) else {
        return Vec::new();
    };
    // Figures of both that differ, and nothing else.
    let Ok(figures) = pick::expression(r"\d+") else {
        return Vec::new();
    };
    let mut ways = Vec::new();
    for found in figures.find_iter(&second) {
        let Ok(number) = found.as_str().parse::<i64>() else {
            continue;
        };
        let (before, behind) = (&second[..found.start()], &second[found.end()..]);
        if third == format!("{before}{}{behind}", number + 1) && !before.contains('{') {
            let n = match number - 2 {
                0 => "{n}".to_owned(),
                more if more > 0 => format!("{{n+{more}}}"),
                less => format!("{{n{less}}}"),
            };
            ways.push(format!("{before}{n}{behind}"));
        }
    }
    ways
}
