//! The title a page gives its document. Owns telling it from the names of site and column; a page that says nothing else has none,
//! and the text itself is asked.

use std::collections::HashSet;

use scraper::{ElementRef, Html, Selector};

use super::body::{self, Body};
use super::find::{meta, select};
use super::laid;
use crate::formats::html;
use crate::reading::draft::Piece;
use crate::reading::facts;
use crate::reading::fields;
use crate::reading::head::{marked, titles};
use crate::reading::tidy::{self, is_cjk, length, squeeze};

/// Elements that hold the title.
const TITLES: &[&str] = &[
    "ucaptitle",
    ".xl_title",
    "h1.article-title",
    ".article-title",
    ".article_title",
    ".detail-title",
    ".news_title",
    "h1",
    ".title",
    "h2",
    ".bt",
    ".tit",
    "#title",
    "h3",
];

/// What stands between a title and the name of a site.
const DASHES: [char; 4] = ['-', '－', '–', '—'];

/// What a page says in place of a title, and names of columns.
const COLUMNS: &str = "内容页 正文 详情 详情页 内容详情 文章 文章页 文章详情 文章内容 正文页 细览 细览页 信息详情 新闻详情 栏目导航 首页 网站首页 \
    通知公告 公告公示 公示公告 通知公示 公告栏 政策文件 政策法规 政策解读 法律法规 法规文件 规范性文件 行政规范性文件 部门文件 市政府文件 县政府文件 \
    省政府文件 政府文件 最新文件 其他文件 政府公报 政务公开 信息公开 政府信息公开 信息公开目录 政府信息公开目录 公开目录 新闻中心 新闻动态 工作动态 \
    要闻 政务要闻 部门动态 政策 文件 公开内容 公开信息内容 信息内容 无标题文档 欢迎访问 国务院文件 国务院部门文件 国务院公报 中国政府网 \
    领导信箱 市长信箱 县长信箱 区长信箱 镇长信箱 局长信箱 书记信箱 互动交流 政民互动 信件详情 信件内容 信件信息 来信内容 来信详情 来信信息 网上咨询 \
    在线咨询 咨询投诉 网上信访 答复内容 回复内容 办理结果";

/// The document's own title on this page; none when only the site's name stands there. What the page calls itself (`<title>`) and also shows
/// wins over what it only shows: a column, a side box and a logo have headings too.
pub fn find(page: &Html, body: &Body<'_>) -> Option<String> {
    let found = meta(page, "ArticleTitle")
        .filter(|title| may_be(title))
        .or_else(|| said_twice(page, body))
        .or_else(|| headings(page, body).find(|title| may_be(title)))
        .or_else(|| nearest(body).filter(|title| may_be(title)))
        .or_else(|| laid::title(body).filter(|title| may_be(title)))
        .or_else(|| head(page))?;
    let found = whole(page, &found).unwrap_or(found);
    let found = marked::without_note(fields::without_state(&found));
    Some(match marked::without_marks(found) {
        Some(_) => marked::as_said(found, elsewhere(page)).to_owned(),
        None => found.to_owned(),
    })
}

/// What the page calls itself, where it or its text shows that as well.
pub fn said_twice(page: &Html, body: &Body<'_>) -> Option<String> {
    const LINES: usize = 8;
    let said = head(page).filter(|title| may_be(title))?;
    if let Some(shown) = headings(page, body).find(|shown| may_be(shown) && agree(&said, shown)) {
        return Some(shown);
    }
    let lines = body.pieces.iter().take(LINES).filter_map(Piece::text);
    let lines: Vec<String> = lines.map(bare).collect();
    let want = bare(&said);
    if lines.concat().contains(&want) {
        return Some(said);
    }
    let rival = headings(page, body).find(|shown| may_be(shown));
    if rival.is_none_or(|rival| wins(&said, &rival)) && is_shown(page, &want) {
        return Some(said);
    }
    // 某办法-示例专题: the column has no name that is known, but the text is headed without it.
    let mut dashes = said.match_indices(DASHES).map(|(at, _)| said[..at].trim());
    let headed = dashes.find(|before| may_be(before) && lines.contains(&bare(before)));
    headed.map(str::to_owned)
}

/// Whether what a page calls itself, and shows in no heading, is rather the title than a heading of it: a page may call itself by its column.
fn wins(said: &str, heading: &str) -> bool {
    let reads = |title: &str| titles::ends_like_title(title) || title.contains("关于");
    match (reads(said), reads(heading)) {
        (true, false) => true,
        (false, true) => false,
        _ => length(said) >= length(heading),
    }
}

fn may_be(title: &str) -> bool {
    (4..=200).contains(&length(title)) && !is_place(title) && !title.ends_with(['：', ':'])
}

/// Headings that may be the document's: none of the frame of the page, behind the text, or of a row of a table.
fn headings<'p>(page: &'p Html, body: &Body<'p>) -> impl Iterator<Item = String> {
    let roots: Vec<_> = body.roots.iter().map(|root| root.id()).collect();
    let mut behind = HashSet::new();
    let mut begun = false;
    for node in page.tree.root().descendants() {
        let inside = roots.contains(&node.id());
        begun |= inside;
        if begun && node.value().is_element() {
            behind.insert(node.id());
        }
    }
    for node in body.roots.iter().flat_map(|root| root.descendants()) {
        behind.remove(&node.id());
    }
    let framed = body::framed(page);
    TITLES
        .iter()
        .flat_map(|name| select(page, name))
        .filter(move |element| {
            !behind.contains(&element.id()) && !framed(element) && !is_of_row(*element)
        })
        .map(without_state)
}

/// Whether a heading is one of several cells of a row, or stands in one: the label of another.
fn is_of_row(element: ElementRef<'_>) -> bool {
    let around = element.ancestors().filter_map(ElementRef::wrap);
    let mut cells = std::iter::once(element)
        .chain(around)
        .filter(|node| matches!(node.value().name(), "td" | "th"));
    let row = cells.next().and_then(|cell| cell.parent());
    let row = row.and_then(ElementRef::wrap);
    let table = row.and_then(|row| {
        let mut around = row.ancestors().filter_map(ElementRef::wrap);
        around.find(|node| node.value().name() == "table")
    });
    table.is_some_and(html::is_data)
}

/// The heading, of any rank, that stands next above the text.
fn nearest(body: &Body<'_>) -> Option<String> {
    const LEVELS: usize = 3;
    let root = *body.roots.first()?;
    let around = root.ancestors().filter_map(ElementRef::wrap);
    let levels = std::iter::once(root).chain(around).take(LEVELS);
    let above = levels.flat_map(|node| node.prev_siblings().filter_map(ElementRef::wrap));
    let mut headings =
        above.filter(|node| matches!(node.value().name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"));
    headings.next().map(without_state)
}

/// Whether a line of the page that leads nowhere says `want`.
fn is_shown(page: &Html, want: &str) -> bool {
    const BLANKS_MAX: usize = 80;
    const LINES: &str = "h1, h2, h3, h4, h5, h6, div, p, td, span, b, strong, font, center";
    let mut lines = select(page, LINES).filter(|element| {
        let mut bytes = 0;
        let short = element.text().all(|text| {
            bytes += text.len();
            bytes <= want.len() * 2 + BLANKS_MAX
        });
        short && bytes >= want.len()
    });
    let links = |element: &ElementRef<'_>| {
        let around = element.ancestors().filter_map(ElementRef::wrap);
        let mut all = around.chain(element.child_elements());
        all.any(|node| node.value().name() == "a")
    };
    let framed = body::framed(page);
    lines.any(|element| {
        bare(&element.text().collect::<String>()) == want && !links(&element) && !framed(&element)
    })
}

/// Whether a heading is what the page calls itself: the same, cut short, without the office that issued it, or without a column behind a dash.
fn agree(said: &str, shown: &str) -> bool {
    const CHARS_MIN: usize = 6;
    let (said, shown) = (bare(said), bare(shown));
    let cut = shown.trim_end_matches(['…', '.']);
    let cut_off = cut.len() < shown.len() && said.starts_with(cut);
    let (short, long) = match said.len() < shown.len() {
        true => (&said, &shown),
        false => (&shown, &said),
    };
    if length(cut) < CHARS_MIN || length(short) < CHARS_MIN {
        return said == shown;
    }
    let column = long
        .strip_prefix(short.as_str())
        .is_some_and(|rest| rest.starts_with(DASHES) && !rest.starts_with("——"));
    let most = length(short) * 5 >= length(long) * 3;
    cut_off
        || column
        || most && (long.starts_with(short.as_str()) || long.ends_with(short.as_str()))
}

/// The words of a title, however they are set.
fn bare(title: &str) -> String {
    let mut bare = squeeze(title);
    bare.retain(|c| !"《》〈〉<>“”\"".contains(c));
    bare
}

/// The words of a heading, but for the element in it that says how far a letter is (已办结).
fn without_state(heading: ElementRef<'_>) -> String {
    const CHARS_MAX: usize = 240;
    let words = html::words(heading);
    if length(&words) > CHARS_MAX {
        return words;
    }
    let inner = heading.descendants().skip(1).filter_map(ElementRef::wrap);
    let mut inner = inner.map(html::words);
    let state = inner.find(|inner| fields::says_state(inner));
    let Some(state) = state else { return words };
    let rest = words
        .strip_suffix(&state)
        .or_else(|| words.strip_prefix(&state));
    rest.map_or(words.clone(), tidy::line)
}

/// What all places of a page call it.
fn elsewhere(page: &Html) -> Vec<String> {
    let attributed = select(page, "h1, h2, h3, .title, .bt, .tit")
        .filter_map(|element| element.value().attr("title").map(tidy::line));
    let shown = TITLES
        .iter()
        .flat_map(|name| select(page, name))
        .map(html::words);
    let said = head(page).into_iter().chain(attributed).chain(shown);
    said.chain(meta(page, "ArticleTitle")).collect()
}

/// The rest of a title that the page cuts with dots, where another place of it has the whole.
fn whole(page: &Html, cut: &str) -> Option<String> {
    const KEPT_CHARS_MIN: usize = 6;
    let kept = cut.trim_end().trim_end_matches(['…', '.', '．']);
    let dotted = cut.trim_end().ends_with('…') || cut.trim_end().ends_with("..");
    let kept = squeeze(kept);
    if !dotted || length(&kept) < KEPT_CHARS_MIN {
        return None;
    }
    let mut longer = elsewhere(page).into_iter().filter(|other| {
        let other = squeeze(other);
        let rest = other.strip_prefix(&kept).unwrap_or_default();
        rest.chars().any(is_cjk) && !rest.ends_with(['…', '.'])
    });
    longer.next()
}

/// The title element, without the site and the column.
fn head(page: &Html) -> Option<String> {
    let selector = Selector::parse("title").ok()?;
    let text: String = page.select(&selector).next()?.text().collect();
    without_site(&tidy::line(&text))
}

/// `关于某事的通知_通知公告_示例市人民政府`, `示例市门户网站 > 通知公告 > 关于某事的通知`, `关于某事的通知--示例局`.
fn without_site(text: &str) -> Option<String> {
    let parts: Vec<&str> = text
        .split(['_', '|', '｜', '>', '»', '＞'])
        .map(|part| part.trim().trim_matches('-').trim())
        .filter(|part| !part.is_empty())
        .collect();
    let own = |part: &&&str| !is_place(part);
    let part = match parts.iter().filter(own).max_by_key(|p| score(p)) {
        Some(part) => *part,
        // A site may say nothing but its name: that is no title.
        None => return None,
    };
    Some(without_dashed_site(part).to_owned())
}

/// What reads like a title wins over what is only long.
fn score(part: &str) -> (bool, usize) {
    (titles::ends_like_title(part), length(part).min(60))
}

/// A dash also stands inside titles: only the name of a site or an office behind it goes.
fn without_dashed_site(part: &str) -> &str {
    let mut part = part;
    while let Some(at) = part.rfind(DASHES) {
        let after = part[at..].trim_start_matches(DASHES).trim();
        let before = part[..at].trim_end_matches(DASHES).trim();
        if before.is_empty() || !is_place(after) {
            break;
        }
        part = before;
    }
    while let Some(at) = part.find(DASHES) {
        let before = part[..at].trim();
        let after = part[at..].trim_start_matches(DASHES).trim();
        if after.is_empty() || !is_place(before) {
            break;
        }
        part = after;
    }
    part
}

/// A site, a column, an office alone: no title of a document.
fn is_place(text: &str) -> bool {
    let bare = squeeze(text);
    // ::示例市人民政府门户网站::
    let bare = bare.trim_matches(|c: char| c.is_ascii_punctuation() && !"()[]".contains(c));
    let site = [
        "网站",
        "门户",
        "政府网",
        "官网",
        "信息网",
        "首页",
        "平台",
        "专栏",
        "在线",
        "政务网",
        "主页",
    ];
    bare.is_empty()
        || COLUMNS.split_ascii_whitespace().any(|word| word == bare)
        || (length(bare) <= 24 && site.iter().any(|end| bare.ends_with(end)))
        || bare.starts_with("欢迎")
        || (length(bare) <= 6 && bare.ends_with('网'))
        || (facts::issuers(bare).is_some() && facts::issuer_of_title(bare).is_none())
}

#[cfg(test)]
mod tests;
