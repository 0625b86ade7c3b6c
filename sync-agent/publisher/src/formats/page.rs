//! A whole portal page: where its body is and what it says about itself. Owns the markers of content management systems;
//! the `portal` adapter reads the same way.
//!
//! Label meta tags lie (a bulletin of 2015 whose PubDate is the day the page was generated), so what the page shows in its
//! table or under its title counts first, and a PubDate that equals the time of generation does not count at all.

mod body;
mod find;
mod gkmlpt;
mod held;
mod listing;
mod pager;
mod places;
mod scripted;
mod second;
mod shown;
mod title;
mod verdict;

pub use held::SCRIPT;
pub use pager::{PAGES_MAX, counted, further, told};
pub use scripted::find as in_script;

use scraper::{ElementRef, Html, Selector};

use crate::formats::html;
use crate::formats::page::find::{meta, select, stamp};
use crate::item::{Reason, Refusal};
use crate::reading::draft::Draft;
use crate::reading::facts::find_date;
use crate::reading::fields::Fields;
use crate::reading::tidy;
use crate::reading::validity;

/// In a page with more nodes neither fields nor the densest element are looked for.
const NODES_MAX: usize = 200_000;

/// Whether a day that a line names has come is judged later, where the day of the run is known.
const DAY_NEVER: &str = "9999-12-31";

/// What is known of a site beforehand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'h> {
    /// Containers of the body, surest first; `script:NAME.key`, `css@attr` and fields that a page does not show hold it as a text.
    pub body: &'h [String],
    /// Parts that are cut.
    pub cut: &'h [String],
    /// All pages of an article are there.
    pub joined: bool,
}

/// Reads a page.
pub fn read(source: &str) -> Draft {
    read_with(source, Hints::default())
}

/// Reads a page of a site that something is known of.
pub fn read_with(source: &str, hints: Hints<'_>) -> Draft {
    let Some(held) = held::shown(source, hints.body) else {
        return read_shown(source, hints);
    };
    if html::nests_too_deep(&held) {
        return Draft {
            refused: Some(Refusal::new(Reason::Unsafe, "elements are nested too deep")),
            ..Draft::default()
        };
    }
    let place = [held::PLACE.to_owned()];
    let body = &place;
    read_shown(&held, Hints { body, ..hints })
}

/// Reads a page that shows its text.
fn read_shown(source: &str, hints: Hints<'_>) -> Draft {
    let mut page = Html::parse_document(source);
    for css in hints.cut {
        let cut: Vec<_> = select(&page, css).map(|element| element.id()).collect();
        for id in cut {
            if let Some(mut node) = page.tree.get_mut(id) {
                node.detach();
            }
        }
    }
    if page.tree.nodes().len() > NODES_MAX {
        return Draft {
            pieces: html::pieces(page.root_element()),
            ..Draft::default()
        };
    }
    let mut body = body::find(&page, hints.body);
    body.annexed = body::annexed(&page, &body.roots);
    let mut fields = shown::fields(&page, &body);
    let meta = meta_fields(&page, source);
    if gkmlpt::is_one(source) {
        fields = gkmlpt::fields(&page).unwrap_or_default().or(fields);
        body.annexed.extend(gkmlpt::files(&page));
    }
    fields = fields.or(meta);
    fields.doc_no = fields
        .doc_no
        .take()
        .or_else(|| shown::number_above(&page, &body));
    fields.title = fields
        .title
        .take()
        .or_else(|| title::find(&page))
        .map(|t| tidy::close_up(&t))
        .filter(|t| !t.is_empty());
    let refused = verdict::judge(&page, &body);
    let refused = match hints.joined {
        true => refused,
        false => refused.or_else(|| {
            let mut lines = body.pieces.clone();
            lines.extend(
                body.roots
                    .last()
                    .copied()
                    .map(pager::behind)
                    .unwrap_or_default(),
            );
            pager::cut_off(source, &lines)
        }),
    };
    body.pieces = pager::without(body.pieces);
    if verdict::is_only_link(&body) {
        body.pieces.clear();
    }
    let second = match refused {
        None => second::opinion(source, &body.pieces),
        Some(_) => None,
    };
    Draft {
        refused,
        second,
        links: body.files(),
        beside: beside(&page, &body),
        fields,
        pieces: body.pieces,
        ..Draft::default()
    }
}

/// Lines beside the body that say whether this document is in force. Cells, links and entries of lists speak of others.
fn beside(page: &Html, body: &body::Body<'_>) -> Vec<String> {
    const LINES_MAX: usize = 16;
    const BYTES_MAX: usize = 320;
    let elsewhere = ["a", "li", "td", "th", "nav", "footer", "select", "button"];
    let mut found = Vec::new();
    for element in select(page, "span, div, p, em, i, b, strong, label, h4, h5, img") {
        let short = element.text().map(str::len).sum::<usize>() <= BYTES_MAX;
        if !short || element.child_elements().any(|c| c.value().name() == "a") {
            continue;
        }
        // A stamp may be a picture.
        let line = match element.value().name() {
            // What a stamp shows stands for itself, as if in brackets.
            "img" => Some(tidy::line(stamp(element)))
                .filter(|words| !words.is_empty())
                .map(|words| format!("（{words}）"))
                .unwrap_or_default(),
            _ => html::words(element),
        };
        if validity::said_of_this(&line, DAY_NEVER).is_none() || found.contains(&line) {
            continue;
        }
        let inside = |node: &ElementRef<'_>| {
            elsewhere.contains(&node.value().name())
                || body.roots.iter().any(|r| r.id() == node.id())
        };
        let around = element.ancestors().filter_map(ElementRef::wrap);
        if !std::iter::once(element)
            .chain(around)
            .any(|node| inside(&node))
        {
            found.push(line);
        }
        if found.len() == LINES_MAX {
            break;
        }
    }
    found
}

/// What the label meta tags say, as far as they can be believed.
fn meta_fields(page: &Html, source: &str) -> Fields {
    let generated =
        meta(page, "Maketime").or_else(|| meta(page, "others").filter(|o| o.contains("生成时间")));
    let generated = generated.as_deref().and_then(find_date);
    let address = meta(page, "url").or_else(|| {
        let selector = Selector::parse("link[rel=canonical]").ok()?;
        page.select(&selector)
            .next()?
            .value()
            .attr("href")
            .map(str::to_owned)
    });
    let stamped = meta(page, "PubDate")
        .or_else(|| meta(page, "firstpublishedtime"))
        .as_deref()
        .and_then(find_date);
    let lies = stamped.is_some() && stamped == generated && source.contains("生成时间");
    Fields {
        sender: meta(page, "ContentSource"),
        disclosure: meta_disclosure(page),
        catalogue: meta(page, "ColumnName"),
        published_on: stamped
            .filter(|_| !lies)
            .or_else(|| address.as_deref().and_then(date_of_address)),
        source_url: address.filter(|a| a.starts_with("http://") || a.starts_with("https://")),
        ..Fields::default()
    }
}

/// `<meta name="公开方式" content="依申请公开">`.
fn meta_disclosure(page: &Html) -> Vec<(String, String)> {
    let mut said = Fields::default();
    for tag in select(page, "meta") {
        if let (Some(name), Some(content)) = (tag.value().attr("name"), tag.value().attr("content"))
        {
            said.take_pair(name, content);
        }
    }
    said.disclosure
}

/// /2018-11/09/ or /2023/10/23/ or t20230904_ in an address.
pub fn date_of_address(address: &str) -> Option<String> {
    let parts: Vec<&str> = address.split('/').collect();
    let joined = |a: &str, b: &str, c: &str| find_date(&format!("{a}-{b}-{c}"));
    for pair in parts.windows(2) {
        if let Some((year, month)) = pair[0].split_once('-')
            && year.len() == 4
            && let Some(date) = joined(year, month, pair[1])
        {
            return Some(date);
        }
    }
    for three in parts.windows(3) {
        if three[0].len() == 4
            && three[1].len() <= 2
            && three[2].len() <= 2
            && let Some(date) = joined(three[0], three[1], three[2])
        {
            return Some(date);
        }
    }
    let stamp = parts.last()?.strip_prefix('t')?.get(..8)?;
    stamp
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| joined(&stamp[..4], &stamp[4..6], &stamp[6..]))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_in_page_table_and_the_marked_body_are_read() {
        let draft = read(
            "<html><head><title>某事_示例市人民政府</title><meta name='ArticleTitle' content='示例市人民政府关于某事的通知'><meta name='PubDate' content='2023-10-23 08:59'><meta name='ColumnName' content='市政府文件'></head><body><div class=nav><a>首页</a></div><table class=xxgk><tr><td>索引号</td><td>1133/2023-4</td><td>文号</td><td>示政发〔2023〕30号</td></tr><tr><td>成文日期</td><td>2023-10-16</td><td>公开方式</td><td>主动公开</td></tr></table><div class=xl_title>示例市人民政府关于某事的通知</div><span>发布时间：2023-10-23 08:59 </span><div class=zoom><p>各区人民政府，市直各单位：</p><p>现将有关事项通知如下，请认真遵照执行。</p></div><div class=foot>版权所有</div></body></html>",
        );
        assert_eq!(
            draft.fields.title.as_deref(),
            Some("示例市人民政府关于某事的通知")
        );
        assert_eq!(draft.fields.index_no.as_deref(), Some("1133/2023-4"));
        assert_eq!(draft.fields.doc_no.as_deref(), Some("示政发〔2023〕30号"));
        assert_eq!(draft.fields.issued_on.as_deref(), Some("2023-10-16"));
        assert_eq!(draft.fields.published_on.as_deref(), Some("2023-10-23"));
        assert_eq!(
            draft.fields.disclosure,
            [("公开方式".to_owned(), "主动公开".to_owned())]
        );
        assert_eq!(draft.pieces.len(), 2);
    }

    #[test]
    fn comments_of_a_content_system_bound_the_body() {
        let draft = read(
            "<body><p>网站导航和很多很多很多很多很多很多其他的文字</p><!--ZJEG_RSS.content.begin--><p>正文第一段，应当读到这里的全部文字内容。</p><!--ZJEG_RSS.content.end--><p>版权所有</p></body>",
        );
        assert_eq!(draft.pieces.len(), 1);
    }

    #[test]
    fn a_date_that_is_only_the_time_of_generation_does_not_count() {
        let draft = read(
            "<head><meta name=ArticleTitle content='示例县2015年统计公报'><meta name=PubDate content='2022-04-24 10:00:43'><meta name=others content='页面生成时间 2022-04-24 10:00:43'></head><body><publishtime>2017-05-15 10:49:00</publishtime><div class=article-content><p>一、综合。全年实现地区生产总值若干亿元，同比增长若干。</p></div></body>",
        );
        assert_eq!(draft.fields.published_on.as_deref(), Some("2017-05-15"));
        assert_eq!(draft.fields.agency, None);
    }

    #[test]
    fn what_stands_beside_the_body_counts_where_it_speaks_of_this_page() {
        let body = "<div class=pages_content><p>各单位：</p><p>现将有关事项通知如下，请遵照执行。</p></div>";
        let head = "<h1>关于某事的通知</h1><div class=pages-date>2024-03-06 08:30 <span>来源：示例市政府办</span></div>";
        let draft = read(&format!(
            "{head}<span class=stamp>已废止</span><table><tr><td>已失效</td></tr></table><ul><li>（废止）</li></ul>{body}"
        ));
        assert_eq!(
            draft.beside,
            ["已废止"],
            "cells and entries of lists speak of others"
        );
        assert_eq!(
            draft
                .fields
                .published_on
                .or(draft.fields.stamped_on)
                .as_deref(),
            Some("2024-03-06")
        );
        assert_eq!(draft.fields.sender.as_deref(), Some("示例市政府办"));
        for stamp in ["alt=已废止", "title=失效"] {
            let draft = read(&format!("{head}<img src=yfz.png {stamp}>{body}"));
            assert_eq!(draft.beside.len(), 1, "{stamp}");
        }
        let draft = read(&format!(
            "{head}<p class=tip>本文件已废止</p><a><span>【失效】</span></a>{body}"
        ));
        assert_eq!(draft.beside, ["本文件已废止"]);
    }

    #[test]
    fn attachments_below_the_body_are_the_pages_and_others_are_not() {
        let draft = read(
            "<header><a href='/x.pdf'>附件</a></header><div id=zoom><p>各单位：</p><p>现将有关事项通知如下，请遵照执行。</p></div><div class='xgfj'><a href='P1.pdf'>示例表</a></div><div><p>附件：<a href='2.docx'>分工表</a></p></div><div class=links><a href='/zhinan.pdf'>办事指南</a></div>",
        );
        let names: Vec<&str> = draft.links.iter().map(|link| link.name.as_str()).collect();
        assert_eq!(names, ["示例表", "分工表"]);
    }

    #[test]
    fn a_text_is_not_shorter_than_the_imprint_below_it_and_a_page_set_by_tables_has_one() {
        let foot = "<div class=footer><p>主办：示例市人民政府办公室　承办：示例市政务服务和数据管理中心</p><p>网站标识码：0000000000　地址：示例市示例路一号</p></div>";
        let text = "<p>因检修，3月4日停水一天，请做好准备，敬请谅解。</p>";
        let draft = read(&format!("<h1>停水公告</h1><div>{text}</div>{foot}"));
        assert_eq!(draft.pieces.len(), 1, "{:?}", draft.pieces);
        let set = format!(
            "<table><tr><td>示例市水务局</td></tr><tr><td><a href=1>通知公告</a></td><td><table><tr><td>停水公告</td></tr><tr><td>发布时间：2021-03-02　点击：12</td></tr><tr><td>{text}<p>示例市水务局</p></td></tr></table></td></tr><tr><td>版权所有：示例市水务局　地址：示例路一号</td></tr></table>"
        );
        let draft = read(&set);
        assert_eq!(draft.pieces.len(), 2, "{:?}", draft.pieces);
    }

    #[test]
    fn dates_are_read_from_addresses() {
        for (address, date) in [
            (
                "http://www.example.invalid/zhengce/content/2018-11/09/content_1.htm",
                Some("2018-11-09"),
            ),
            (
                "http://www.example.invalid/art/2023/10/23/art_1.html",
                Some("2023-10-23"),
            ),
            (
                "http://www.example.invalid/a/202309/t20230904_1.html",
                Some("2023-09-04"),
            ),
            ("http://www.example.invalid/a/b.html", None),
        ] {
            assert_eq!(date_of_address(address).as_deref(), date);
        }
    }
}
