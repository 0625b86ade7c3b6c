//! `publisher recipe URL`: recognises the content management system of a list page and proposes a recipe. Owns the choice among the ways that a page lets
//! one think of: what is proposed was tried, and what could not be tried or reads a part only says so. What no recipe can read is said plainly.

mod attempt;
mod hanweb;
mod listed;
mod paging;
mod shells;
mod unread;
mod way;

use std::fmt::Write;

use anyhow::{Context, bail};
use scraper::Html;
use url::Url;

use crate::formats::html;
use crate::sources::portal::web::Web;
use attempt::{Brought, Kept};
use listed::Listed;
use way::{Place, Shell, Way};

/// Marks of pages that no recipe can read.
const CHALLENGES: &[(&str, &str)] = &[
    ("$_ts", "瑞数"),
    ("__jsl_clid", "加速乐"),
    ("C3VK", "C3VK"),
    ("acw_sc__v2", "WAF"),
    ("__VIEWSTATE", "ASP.NET paging"),
];
/// Lists that a site makes for machines, each with the beginning of its first element.
const CATALOGUES: &[(&str, &str)] = &[
    ("<OAI-PMH", "oai-pmh"),
    ("<urlset", "sitemap"),
    ("<sitemapindex", "sitemap"),
    ("<rss", "rss"),
    ("<feed", "rss"),
];

/// A page with so many sentences and without a list is an article.
const SENTENCES_MIN: usize = 4;

/// What a page lets one think.
struct Seen {
    place: Place,
    ways: Vec<Way>,
    listed: Option<Listed>,
    shells: Vec<Shell>,
    framework: Option<&'static str>,
    /// It is a text and no list.
    is_text: bool,
}

/// A recipe for the list page at `url`, which was saved: nothing of it is tried.
pub fn propose(url: &Url, words: &str) -> anyhow::Result<String> {
    let seen = seen(url, words)?;
    let way = seen
        .ways
        .first()
        .with_context(|| unreadable(url, words, &seen, &[]))?;
    let mut out = String::new();
    let shown = seen.listed.as_ref().filter(|_| way.is_this_page);
    match shown {
        Some(listed) => writeln!(
            out,
            "# {}; {} rows, {} with a date. Judge it: publisher try {url} --recipe THIS --json",
            told(way),
            listed.count,
            listed.dated
        )?,
        None => writeln!(
            out,
            "# {}. Judge it: publisher try {url} --recipe THIS --json",
            told(way)
        )?,
    }
    writeln!(
        out,
        "# from a saved page: no address was asked, neither for the list nor for its further pages"
    )?;
    out.push_str(&seen.place.recipe(way));
    Ok(out)
}

/// A recipe for the list page at `url`, of which everything was tried that it says.
pub fn propose_tried(
    url: &Url,
    words: &str,
    web: &mut dyn Web,
    today: &str,
) -> anyhow::Result<String> {
    let seen = seen(url, words)?;
    let mut web = Kept::new(web);
    let mut failed: Vec<String> = Vec::new();
    let mut part: Option<(&Way, Brought)> = None;
    for way in &seen.ways {
        match attempt::attempt(&seen.place.recipe(way), &mut web, today) {
            Ok(brought) if brought.left.is_none() => {
                return written(url, &seen, way, &brought, &[]);
            }
            Ok(brought) => {
                let more = part
                    .as_ref()
                    .is_none_or(|(_, before)| brought.rows > before.rows);
                if more {
                    part = Some((way, brought));
                }
            }
            Err(error) if !way.paging.is_empty() => {
                failed.push(format!("{}, {}: {error:#}", way.family, way.paging));
            }
            Err(error) => failed.push(format!("{}: {error:#}", told(way))),
        }
    }
    match part {
        Some((way, brought)) => written(url, &seen, way, &brought, &failed),
        None => bail!("{}", unreadable(url, words, &seen, &failed)),
    }
}

/// Whether it is a list for machines, which names its next part itself.
fn catalogue_of(way: &Way) -> bool {
    CATALOGUES.iter().any(|(_, wrap)| *wrap == way.family)
}

fn told(way: &Way) -> &str {
    match way.family.is_empty() {
        true => "no known family: a plain list",
        false => &way.family,
    }
}

/// The recipe, with what was found on the way to it.
fn written(
    url: &Url,
    seen: &Seen,
    way: &Way,
    brought: &Brought,
    failed: &[String],
) -> anyhow::Result<String> {
    let mut out = String::new();
    writeln!(
        out,
        "# {}; {} rows, {} with a date. Judge it: publisher try {url} --recipe THIS --json",
        told(way),
        brought.rows,
        brought.dated
    )?;
    match (&brought.left, brought.new) {
        (Some(_), _) => {
            writeln!(
                out,
                "# ONLY PAGE 1: the page says that there are more, and no way to them was found; list.page is to be written by hand"
            )?;
            for why in failed {
                writeln!(out, "# tried: {}", why.replace('\n', " "))?;
            }
        }
        (None, Some(new)) => writeln!(out, "# page 2 was asked for and brings {new} new rows")?,
        (None, None) if catalogue_of(way) => {}
        (None, None) => writeln!(out, "# the list has one page")?,
    }
    out.push_str(&seen.place.recipe(way));
    Ok(out)
}

/// Everything that the page lets one think, the surest first.
fn seen(url: &Url, words: &str) -> anyhow::Result<Seen> {
    if html::nests_too_deep(words) {
        bail!("propose a recipe for {url}: elements are nested too deep");
    }
    let page = Html::parse_document(words);
    let whole = html::density(page.root_element());
    for (mark, name) in CHALLENGES {
        if words.contains(mark) && whole.links < 5 {
            bail!(
                "propose a recipe for {url}: it answers with a challenge for browsers ({name}); such a site cannot be read"
            );
        }
    }
    let place = Place::of(url, &page).context("the address has no host")?;
    let column = place.column.clone();
    if let Some(wrap) = catalogue(words) {
        let table = format!(
            "url = {}\nwrap = \"{wrap}\"\nmin_items = 0",
            way::quoted(&way::path_of(url))
        );
        let way = Way {
            family: wrap.to_owned(),
            columns: vec![(column, table)],
            ..Way::default()
        };
        return Ok(Seen {
            place,
            ways: vec![way],
            listed: None,
            shells: Vec::new(),
            framework: None,
            is_text: false,
        });
    }
    let shells = shells::find(url, words, &page, &column);
    let framework = unread::framework(words, &page);
    // Links of a frame around an empty place are no list.
    let listed = listed::find(&page);
    let drawn = framework.is_some() || !shells.is_empty();
    let listed = listed.filter(|listed| listed.dated * 2 >= listed.count || !drawn);
    let mut ways: Vec<Way> = shells.iter().flat_map(|shell| shell.ways.clone()).collect();
    if let Some(listed) = &listed {
        let table = |paging: &str| {
            format!(
                "url = {}\nwrap = \"html\"\n{}\n{paging}{}",
                way::quoted(&way::path_of(url)),
                listed.table(),
                listed.fields()
            )
        };
        let plain = |family: &str, paging: &str, line: &str| Way {
            family: family.to_owned(),
            paging: paging.to_owned(),
            columns: vec![(column.clone(), table(line))],
            detail: String::new(),
            is_this_page: true,
        };
        let pagings = paging::ways(url, words, &page);
        let told = |name: &str| match name {
            "n-node" | "UCAP" | "TRS WCM" | "博达 VSB" | "WebPlus" => name.to_owned(),
            _ => String::new(),
        };
        ways.extend(pagings.iter().map(|paging| {
            let words = match told(&paging.name).is_empty() {
                true => format!("{} {}", paging.name, paging.value),
                false => paging.value.clone(),
            };
            plain(
                &told(&paging.name),
                &words,
                &format!("page = {}\n", paging.value),
            )
        }));
        let family = pagings
            .first()
            .map_or(String::new(), |paging| told(&paging.name));
        ways.push(plain(&family, "", ""));
    }
    if let Some(rows) = in_script(url, words) {
        ways.push(Way {
            family: shells
                .first()
                .map_or(String::new(), |shell| shell.name.to_owned()),
            columns: vec![(column, rows)],
            is_this_page: true,
            ..Way::default()
        });
    }
    Ok(Seen {
        place,
        ways,
        listed,
        shells,
        framework,
        is_text: whole.sentences >= SENTENCES_MIN,
    })
}

fn catalogue(words: &str) -> Option<&'static str> {
    const HEAD_CHARS: usize = 2_000;
    let head: String = words
        .trim_start_matches('\u{FEFF}')
        .trim_start()
        .chars()
        .take(HEAD_CHARS)
        .collect();
    if !head.starts_with('<') || head.to_ascii_lowercase().contains("<html") {
        return None;
    }
    let found = CATALOGUES.iter().find(|(mark, _)| head.contains(mark));
    found.map(|(_, wrap)| *wrap)
}

/// Rows that stand in a script as JSON: `articleList: [{…}]`.
fn in_script(url: &Url, words: &str) -> Option<String> {
    let name = ["articleList", "newsList", "dataList", "docList"]
        .into_iter()
        .find(|name| {
            words.contains(&format!("{name}: [{{")) || words.contains(&format!("{name}:[{{"))
        })?;
    Some(format!(
        "url = {}\nwrap = \"script\"\nfragment = '{name}:\\s*(\\[.*\\])'\nitems = \".\"\nmin_items = 1\n\
         [list.fields]\ntitle = [\"title\", \"showTitle\"]\ndate = [\"pubDate\", \"publishDate\", \"date\"]\nagency = [\"contentSource\"]\n\
         link = [\"pcUrl\", 're:\\\\?\"pc\\\\?\"\\s*:\\s*\\\\?\"([^\"\\\\]+)', \"url\", \"link\"]",
        way::quoted(&way::path_of(url))
    ))
}

/// What to say of a page whose list nothing reads, and what can be done.
fn unreadable(url: &Url, words: &str, seen: &Seen, failed: &[String]) -> String {
    let known = unread::known_otherwise(url, words);
    let shell = seen.shells.first();
    let failed = failed.join(" | ");
    let why = match (known, shell, seen.framework) {
        (Some((name, _)), ..) => format!("it is {name}, drawn by a script"),
        (None, Some(shell), _) if shell.ways.is_empty() => format!(
            "it is a page of {}, whose list comes by script; it does not say which column",
            shell.name
        ),
        (None, Some(shell), _) => format!(
            "it is a page of {}, whose list comes by script; what the script asks for did not bring it: {failed}",
            shell.name
        ),
        (None, None, Some(framework)) => {
            format!("{framework} draws the page, its list comes by script")
        }
        (None, None, None) if seen.is_text && failed.is_empty() => {
            "it is a text and no list".to_owned()
        }
        (None, None, None) if failed.is_empty() => {
            "no rows with links stand in the page as it is sent; its list comes by script"
                .to_owned()
        }
        (None, None, None) => format!("no way to its list works: {failed}"),
    };
    let named = unread::named_addresses(words);
    let todo = match (known, shell) {
        (Some((_, todo)), _) => todo.to_owned(),
        (None, Some(shell)) if shell.ways.is_empty() => {
            "give the address of the column as the browser shows it when the list is there".to_owned()
        }
        (None, None) if seen.is_text && seen.framework.is_none() && failed.is_empty() => {
            "give the page of the column that lists it".to_owned()
        }
        _ if named.is_empty() => "the tools of a browser, under network, show the address that the script asks; it goes into list.url, with wrap = \"json\"".to_owned(),
        _ => format!(
            "its scripts name {}; what of it answers the list goes into list.url, with wrap = \"json\"",
            named.join(" ")
        ),
    };
    format!("propose a recipe for {url}: {why}; what to do: {todo}")
}
