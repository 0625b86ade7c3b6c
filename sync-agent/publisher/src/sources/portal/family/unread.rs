//! What to say of a page whose list nothing here can read: challenges, frameworks that draw it, searches, and the addresses that its scripts name.

use scraper::Html;
use url::Url;

use crate::formats::html;
use crate::sources::portal::pick;

/// Whether a page shows a template that a script fills, or next to nothing where a framework draws.
pub fn framework(words: &str, page: &Html) -> Option<&'static str> {
    const MARKS: &[(&str, &str)] = &[
        ("ng-app", "AngularJS"),
        ("ng-repeat", "AngularJS"),
        ("<app-root", "Angular"),
        ("data-reactroot", "React"),
        ("id=\"root\"", "React"),
        ("__NEXT_DATA__", "Next.js"),
        ("id=\"app\"", "Vue"),
        ("id=app", "Vue"),
        ("id='app'", "Vue"),
        ("v-for=", "Vue"),
        ("{{#each", "Handlebars"),
        ("x-handlebars", "Handlebars"),
        ("text/x-jquery-tmpl", "jQuery"),
        ("layui.laytpl", "layui"),
    ];
    const CHARS_MAX: usize = 2_000;
    let mark = MARKS.iter().find(|(mark, _)| words.contains(mark))?;
    let little = html::density(page.root_element()).chars <= CHARS_MAX;
    (little || mark.0.starts_with('{') || mark.0.contains("for") || mark.0.contains("repeat"))
        .then_some(mark.1)
}

/// Addresses that the scripts of a page name and that may bring its list.
pub fn named_addresses(words: &str) -> Vec<String> {
    const FOUND_MAX: usize = 5;
    let Ok(expression) = pick::expression(
        r#"["'`]((?:https?://[^"'`\s<>]+|\.{0,2}/?[\w./-]+)?(?:/api/|/query|[Ll]ist|[Pp]age|[Ss]earch|ds_|datasource)[^"'`\s<>]*)["'`]"#,
    ) else {
        return Vec::new();
    };
    let mut found: Vec<String> = Vec::new();
    let scripts = Html::parse_document(words);
    let texts = pick::select(scripts.root_element(), "script");
    let texts = texts.iter().map(|script| script.text().collect::<String>());
    for text in texts {
        for address in expression
            .captures_iter(&text)
            .map(|found| found[1].to_owned())
        {
            let bare = address.split(['?', '#']).next().unwrap_or_default();
            let file = [
                ".js", ".css", ".png", ".gif", ".jpg", ".html", ".htm", ".shtml", ".svg",
            ];
            let is_address = bare.contains('/') || bare.ends_with(".json") || bare.ends_with(".do");
            if is_address
                && !file.iter().any(|end| bare.ends_with(end))
                && !found.contains(&address)
            {
                found.push(address);
            }
            if found.len() == FOUND_MAX {
                return found;
            }
        }
    }
    found
}

/// Other pages that are known by name, with what is to be done.
pub fn known_otherwise(url: &Url, words: &str) -> Option<(&'static str, &'static str)> {
    let host = url.host_str().unwrap_or_default();
    let has = |mark: &str| words.contains(mark) || url.as_str().contains(mark);
    if has("search-gov/data") || host.starts_with("sousuo.") && host.ends_with("gov.cn") {
        Some((
            "the policy library of gov.cn",
            "the recipe govcn.toml reads it: publisher publish --adapter govcn --recipe govcn.toml",
        ))
    } else if host == "flk.npc.gov.cn" || has("/law-search/") {
        Some((
            "the law database of the 全国人大",
            "its lists answer POST with JSON at /law-search/search/list: give that as list.url, with method = \"POST\", json and wrap = \"json\"",
        ))
    } else if has("/irs/front/search")
        || has("/igs/front/search")
        || has("/ssp/search/api")
        || has("/was5/web/search")
        || has("/jsearchfront/")
    {
        Some((
            "the answer of a search",
            "give the page of the column itself instead: a search shows what it likes, in an order of its own",
        ))
    } else if has("searchDataList") || has("/site/label/8888") {
        Some((
            "龙讯",
            "its lists answer JSON at /site/label/8888?labelName=searchDataList&isJson=true&pageIndex={n}: give that as list.url, with wrap = \"json\" and \
             items = \"data.data\"",
        ))
    } else {
        None
    }
}
