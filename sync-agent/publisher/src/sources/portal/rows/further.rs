//! By what an answer says that it is not all of a column: a button for the next page, the count of a pager, a total above its rows. Owns those
//! signs; where the next page lies is said by the recipe.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Html};
use serde_json::Value;
use url::Url;

use crate::sources::portal::pick;

/// Buttons that lead to the next page.
pub const NEXT: &[&str] = &[
    "下一页",
    "下页",
    "后一页",
    "下一頁",
    "后页",
    "下一页面",
    "Next",
    "next",
    "NEXT",
];
/// Calls and variables of pagers, each with the count of pages as its group.
const COUNTS: &[&str] = &[
    r"createPageHTML\(\s*(?:'[^']*'\s*,\s*)?(\d+)",
    r"\b(?:maxPageNum|countPage|pageCount|totalPages?|page_count)\w*\s*[=:]\s*[\x22']?(\d+)",
    r"<totalpage>(\d+)</totalpage>",
    r"共(?:&nbsp;|<[^>]*>|\s)*(\d+)(?:&nbsp;|<[^>]*>|\s)*页",
];
/// Names under which JSON counts rows, and pages.
const TOTALS: &[&str] = &[
    "total",
    "totalcount",
    "totalrecord",
    "totalrecords",
    "totalnum",
    "recordcount",
    "totalrows",
    "totalelements",
];
const PAGES: &[&str] = &["pages", "totalpage", "totalpages", "pagecount", "pagetotal"];
/// How deep a count lies in JSON.
const DEPTH_MAX: usize = 4;

static COUNTED: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let expressions = COUNTS.iter();
    expressions
        .filter_map(|e| pick::expression(e).ok())
        .collect()
});

/// A sign that there is more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Further {
    /// As the answer writes it.
    pub words: String,
    /// It is a link to the next page, so that the last page has none.
    pub is_link: bool,
}

/// Of a page, which stands at `asked` and resolves its links against `base`.
pub fn of_page(page: &Html, words: &str, base: &Url, asked: &Url) -> Option<Further> {
    let links = pick::select(page.root_element(), "a");
    let next = links.into_iter().find_map(|link| {
        let said = pick::said_by(link);
        (NEXT.contains(&said.as_str()) && goes_on(link, base, asked)).then_some(said)
    });
    if let Some(words) = next {
        return Some(Further {
            words,
            is_link: true,
        });
    }
    COUNTED.iter().find_map(|expression| {
        let mut counts = expression.captures_iter(words);
        let found = counts.find(|found| found[1].parse::<usize>().is_ok_and(|n| n > 1))?;
        Some(Further {
            words: crate::reading::tidy::squeeze(&found[0]),
            is_link: false,
        })
    })
}

/// Whether a button leads to another page, by its address or by a script.
fn goes_on(link: ElementRef<'_>, base: &Url, asked: &Url) -> bool {
    let value = link.value();
    let address = value.attr("href").unwrap_or_default().trim();
    let scripted = address.to_ascii_lowercase().starts_with("javascript:")
        && address.contains('(')
        && !address.to_ascii_lowercase().contains("void");
    let by_script = value.attr("onclick").is_some() || scripted;
    by_script || (pick::leads(link) && another(address, base, asked).is_some())
}

/// The address of another page than the one that was asked for.
pub fn another(address: &str, base: &Url, asked: &Url) -> Option<Url> {
    let address = address.trim();
    if address.is_empty() || address.starts_with('#') {
        return None;
    }
    let mut url = base.join(address).ok()?;
    url.set_fragment(None);
    let mut here = asked.clone();
    here.set_fragment(None);
    (matches!(url.scheme(), "http" | "https") && url != here).then_some(url)
}

/// Of a page at `asked` whose rows stand in a script: those are the first ones, if a call loads them by pages.
pub fn of_script(answer: &str, asked: &Url) -> Option<Further> {
    const LOADS: &[&str] = &["loadPageData(", "perPage:", "pageSize:"];
    let loads = LOADS.iter().find(|call| answer.contains(**call));
    let loads = loads.map(|call| Further {
        words: call.trim_end_matches(['(', ':']).to_owned(),
        is_link: false,
    });
    loads.or_else(|| of_page(&Html::parse_document(answer), answer, asked, asked))
}

/// Of 大汉's datastore that lists `rows`.
pub fn of_datastore(answer: &str, rows: usize) -> Option<Further> {
    let number = |name: &str| -> Option<usize> {
        let (_, rest) = answer.split_once(&format!("<{name}>"))?;
        rest.split('<').next()?.trim().parse().ok()
    };
    let total = number("totalrecord").filter(|total| *total > rows);
    let pages = number("totalpage").filter(|pages| *pages > 1 && total.is_some());
    let named = answer.contains("<nextgroup>").then_some("nextgroup");
    let words = pages
        .map(|pages| format!("totalpage: {pages}"))
        .or_else(|| total.map(|total| format!("totalrecord: {total}")))
        .or_else(|| named.map(str::to_owned))?;
    Some(Further {
        words,
        is_link: false,
    })
}

/// Of JSON that lists `rows`.
pub fn of_json(json: &Value, rows: usize) -> Option<Further> {
    fn counted(value: &Value, rows: usize, depth: usize) -> Option<String> {
        let Value::Object(map) = value else {
            return None;
        };
        let number = |value: &Value| match value {
            Value::Number(number) => number.as_u64(),
            Value::String(words) => words.trim().parse().ok(),
            _ => None,
        };
        let here = map.iter().find_map(|(key, value)| {
            let name = key.to_ascii_lowercase().replace('_', "");
            let count = number(value)?;
            let more = (TOTALS.contains(&name.as_str()) && count > rows as u64)
                || (PAGES.contains(&name.as_str()) && count > 1);
            more.then(|| format!("{key}: {count}"))
        });
        here.or_else(|| {
            let within = (depth < DEPTH_MAX).then(|| map.values());
            within?.find_map(|value| counted(value, rows, depth + 1))
        })
    }
    let words = (rows > 0).then(|| counted(json, rows, 0)).flatten()?;
    Some(Further {
        words,
        is_link: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(words: &str) -> Option<String> {
        let at: Url = "http://www.example.invalid/zc/index.html".parse().unwrap();
        of_page(&Html::parse_document(words), words, &at, &at).map(|further| further.words)
    }

    #[test]
    fn a_page_that_goes_on_says_so_in_many_ways_and_a_last_one_in_none() {
        for (page, said) in [
            ("<a href='index_1.html'>下一页</a>", "下一页"),
            ("<a href='zc/12.htm'>下页 &gt;</a>", "下页"),
            ("<a title='下一页' href='?p=2'><i></i></a>", "下一页"),
            ("<a href='javascript:goPage(2)'>下一页 »</a>", "下一页"),
            (
                "<a href='javascript:;' onclick='toPage(2)'>[下一页]</a>",
                "下一页",
            ),
            (
                "<script>createPageHTML(9, 0, 'index', 'html')</script>",
                "createPageHTML(9",
            ),
            (
                "<script>createPageHTML('page_div',5, 1,'fg','shtml',89)</script>",
                "createPageHTML('page_div',5",
            ),
            ("<script>var countPage = 4;</script>", "countPage=4"),
            ("<p>共 <b>12</b> 页</p>", "共<b>12</b>页"),
        ] {
            assert_eq!(told(page).as_deref(), Some(said), "{page}");
        }
        for page in [
            "<a href='#'>下一页</a>",
            "<a href='index.html'>下一页</a>",
            "<a href='javascript:void(0)'>下一页</a>",
            "<a class=disabled href='index_1.html'>下一页</a>",
            "<span>下一页</span>",
            "<script>createPageHTML(1, 0, 'index', 'html'); function createPageHTML(_nPageCount) {}</script>",
            "<p>共1页</p>",
            "<li><a href='t20260409_1.html'>关于下一页工作的通知</a></li>",
        ] {
            assert_eq!(told(page), None, "{page}");
        }
    }

    #[test]
    fn json_that_counts_more_rows_than_it_lists_goes_on() {
        let more = |json: &str, rows| of_json(&serde_json::from_str(json).unwrap(), rows);
        for json in [
            r#"{"total":30,"rows":[]}"#,
            r#"{"data":{"totalCount":"30"}}"#,
            r#"{"data":{"page":{"total_pages":2}}}"#,
        ] {
            assert!(more(json, 20).is_some(), "{json}");
        }
        for json in [
            r#"{"total":20}"#,
            r#"{"pages":1}"#,
            r#"{"code":200}"#,
            r#"[1,2]"#,
        ] {
            assert_eq!(more(json, 20), None, "{json}");
        }
        assert_eq!(more(r#"{"total":30}"#, 0), None, "that is another fault");
    }
}
