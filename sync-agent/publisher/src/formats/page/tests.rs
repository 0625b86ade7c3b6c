//! Whole pages: fields beside the body, the body, what stands around it.

use super::*;
use crate::reading::draft::Piece;

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
    let body =
        "<div class=pages_content><p>各单位：</p><p>现将有关事项通知如下，请遵照执行。</p></div>";
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
fn the_foot_of_a_page_without_a_container_is_no_text() {
    let text = "<h1>停水公告</h1><p>因检修，3月4日停水一天，请做好准备，敬请谅解。</p><p>示例市水务局</p><p>2021年3月2日</p>";
    for foot in [
        "<p>主办：示例市人民政府办公室　承办：示例市数据局</p><p>备案号：示ICP备00000000号　网站标识码：0000000000</p>",
        "<p>版权所有：示例市水务局</p><p>地址：示例路一号　邮编：000000</p>",
        "<div id=bottom><p>示例市水务局主办</p><p>网站标识码：0000000000</p></div>",
        "<div class=copyright><p>版权所有 示例市水务局</p><p>示例市示例路一号</p></div>",
    ] {
        let draft = read(&format!("<body>{text}{foot}</body>"));
        let lines: Vec<&str> = draft.pieces.iter().filter_map(Piece::text).collect();
        assert_eq!(lines.last(), Some(&"2021年3月2日"), "{foot}: {lines:?}");
        assert!(lines.len() >= 3, "{foot}: {lines:?}");
    }
    let set = "<table><tr><td>首页</td></tr><tr><td><p>停水公告</p><p>因检修，3月4日停水一天，请做好准备。</p><p>示例市水务局</p></td></tr><tr><td>版权所有：示例市水务局　地址：示例市示例路一号　邮编：000000<br>Copyright 2020 Shili All Rights Reserved</td></tr></table>";
    let draft = read(set);
    let lines: Vec<&str> = draft.pieces.iter().filter_map(Piece::text).collect();
    assert_eq!(lines.last(), Some(&"示例市水务局"), "{lines:?}");
    // Whose container is known speaks for itself, and a text that names such things keeps them.
    let inside = "<div id=zoom><p>现将本站有关事项公告如下，请大家知晓。</p><p>版权所有：示例市水务局</p></div>";
    assert_eq!(read(inside).pieces.len(), 2);
    let event = "<h1>活动公告</h1><p>现将活动有关事项公告如下，欢迎市民参加。</p><p>地点：文化馆</p><p>主办单位：示例市文化馆</p>";
    assert_eq!(read(event).pieces.len(), 4);
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
