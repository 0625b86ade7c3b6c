//! The title a page gives its document. Owns telling it from the names of site and column; a page that says nothing else has none,
//! and the text itself is asked.

use scraper::{ElementRef, Html, Selector};

use super::find::{meta, select};
use crate::formats::html;
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

/// The document's own title on this page; none when only the site's name stands there.
pub fn find(page: &Html) -> Option<String> {
    let named = |t: &String| (4..=200).contains(&length(t)) && !is_place(t);
    let shown = || {
        TITLES
            .iter()
            .flat_map(|name| select(page, name))
            .map(without_state)
            .find(named)
    };
    let found = meta(page, "ArticleTitle")
        .filter(named)
        .or_else(shown)
        .or_else(|| head(page))?;
    let found = whole(page, &found).unwrap_or(found);
    let found = fields::without_state(&found);
    Some(match marked::without_marks(found) {
        Some(_) => marked::as_said(found, elsewhere(page)).to_owned(),
        None => found.to_owned(),
    })
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
        || (length(&bare) <= 24 && site.iter().any(|end| bare.ends_with(end)))
        || bare.starts_with("欢迎")
        || (length(&bare) <= 6 && bare.ends_with('网'))
        || (facts::issuers(&bare).is_some() && facts::issuer_of_title(&bare).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_and_column_are_no_title() {
        for text in [
            "关于做好春耕工作的通知-示例市人民政府",
            "关于做好春耕工作的通知--示例市农业农村局",
            "示例市人民政府门户网站 > 通知公告 > 关于做好春耕工作的通知",
            "关于做好春耕工作的通知_政策文件_示例市人民政府",
            "示例市人民政府-关于做好春耕工作的通知",
            "关于做好春耕工作的通知—示例市农业农村局",
        ] {
            assert_eq!(
                without_site(text).as_deref(),
                Some("关于做好春耕工作的通知"),
                "{text}"
            );
        }
        assert_eq!(
            without_site("示例市2021-2025年规划").as_deref(),
            Some("示例市2021-2025年规划")
        );
        assert_eq!(
            without_site("关于推进改革的意见——以示例市为例").as_deref(),
            Some("关于推进改革的意见——以示例市为例")
        );
        assert_eq!(without_site("通知公告_示例市人民政府门户网站"), None);
    }

    #[test]
    fn a_title_cut_with_dots_is_taken_whole_from_elsewhere() {
        let title = "示例市农业农村局关于做好秋收秋种工作的通知";
        for page in [
            format!("<title>{title}_通知公告</title><h1>示例市农业农村局关于做好秋收…</h1>"),
            format!(
                "<title>示例市农业农村局</title><h1 title={title}>示例市农业农村局关于做好秋收...</h1>"
            ),
            format!(
                "<meta name=ArticleTitle content='示例市农业农村局关于做好秋收……'><h1>{title}</h1>"
            ),
        ] {
            let page = Html::parse_document(&page);
            assert_eq!(find(&page).as_deref(), Some(title));
        }
        let page =
            Html::parse_document("<title>示例局</title><h1>示例市农业农村局关于做好秋收…</h1>");
        assert_eq!(
            find(&page).as_deref(),
            Some("示例市农业农村局关于做好秋收…")
        );
    }

    #[test]
    fn the_first_heading_that_names_no_place_is_the_title() {
        let page = Html::parse_document(
            "<title>内容页</title><h1>示例市人民政府门户网站</h1><div class=title>栏目导航</div><h3 class=bt>关于做好春耕工作的通知</h3>",
        );
        assert_eq!(find(&page).as_deref(), Some("关于做好春耕工作的通知"));
    }

    #[test]
    fn neither_the_state_of_a_letter_nor_the_mark_of_a_list_is_title() {
        for page in [
            "<h1>领导信箱</h1><h2>关于路灯不亮的问题<span class=state>已办结</span></h2>",
            "<title>市长信箱</title><h1>【已回复】关于路灯不亮的问题</h1>",
            "<title>关于路灯不亮的问题</title><h1>关于路灯不亮的问题[图]</h1>",
            "<meta name=ArticleTitle content='关于路灯不亮的问题（组图）'><h1>关于路灯不亮的问题</h1>",
        ] {
            let page = Html::parse_document(page);
            assert_eq!(
                find(&page).as_deref(),
                Some("关于路灯不亮的问题"),
                "{page:?}"
            );
        }
        let own = Html::parse_document("<h1>示例市地名沿革（图）</h1>");
        assert_eq!(find(&own).as_deref(), Some("示例市地名沿革（图）"));
    }
}
