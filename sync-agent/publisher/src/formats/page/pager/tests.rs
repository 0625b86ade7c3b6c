//! Pagers in a body and behind it, and addresses of further pages.

use super::*;
use crate::formats::page::{Hints, read, read_with};

fn page(pager: &str) -> String {
    format!(
        "<title>关于春耕的通知</title><div id=zoom><p>各单位：</p><p>现将春耕事项通知如下，请认真执行。</p>{pager}</div>"
    )
}

#[test]
fn one_page_of_several_is_refused_and_a_whole_one_loses_its_pager() {
    for pager in [
        "<p>第1页 共4页 <a href=x_2.html>下一页</a></p>",
        "<p>第 1 页 / 共 4 页</p>",
        "<div class=page><span>1</span><a href=x_1.html>2</a><a>3</a><a>下一页</a></div>",
        "<p>1</p><p>2</p><p>下一页</p>",
        "<p>[1] [2] [3] 下一页 尾页</p>",
        "<script>var countPage = 3;</script>",
        "<script>createPageHTML(4, 0, 't20260409_4', 'html')</script>",
        "<p><a>[1]</a> <a href=x_2.html>[2]</a> <a href=x_3.html>[3]</a></p>",
    ] {
        let page = page(pager);
        let refused = read(&page).refused.map(|refusal| refusal.reason);
        assert_eq!(refused, Some(Reason::Unreadable), "{pager}");
        let whole = read_with(
            &page,
            Hints {
                joined: true,
                ..Hints::default()
            },
        );
        assert_eq!((whole.refused, whole.pieces.len()), (None, 2), "{pager}");
    }
    for text in [
        "<p>共4页</p>",
        "<p>1</p><p>2</p>",
        "<p>首页</p>",
        "<p>请在下一页填写。</p>",
        "<p>上一页 下一页</p>",
        "<p>[2][3]</p>",
        "</div><p>政策问答</p><p>第1页 共4页 下一页</p><div>",
        "<script>createPageHTML(1, 0, 'a', 'html')</script><p>第1页 共1页</p>",
    ] {
        assert_eq!(read(&page(text)).refused, None, "{text}");
    }
}

#[test]
fn what_is_said_of_the_pages_that_lack_is_what_the_page_says() {
    let told = |pager: &str| read(&page(pager)).refused.map(|refusal| refusal.detail);
    for (pager, words) in [
        ("<p>第1页 共23页</p>", "page 1 of 23: "),
        ("<p>共23页 当前第3页 下一页</p>", "page 3 of 23: "),
        ("<p>每页50条 第1页 共23页 下一页 末页</p>", "page 1 of 23: "),
        ("<p>第1页</p><p>共 230 页</p>", "page 1 of 230: "),
        ("<p>每页50条 1 2 3 下一页</p>", "one page of 3 or more: "),
        (
            "<p><b>1</b><a>2</a><a>3</a><a>下一页</a></p>",
            "one page of 3 or more: ",
        ),
        (
            "<p><a>2</a><a>3</a><a>下一页</a></p>",
            "one page of 3 or more: ",
        ),
        ("<p>页次：1/23</p>", "one page of 23: "),
        ("<script>var countPage = 3;</script>", "one page of 3: "),
        ("<p><a>下一页</a></p>", "the first of several pages: 下一页"),
    ] {
        let said = told(pager).unwrap_or_default();
        assert!(said.starts_with(words), "{pager}: {said}");
    }
    assert_eq!(told("<p>每页50条 共1页 第1页</p>"), None);
}

#[test]
fn a_pager_next_behind_the_body_counts_as_one_in_it() {
    for pager in [
        "<div class=page>第1页/共4页 <a href=x_1.html>下一页</a></div>",
        "<p></p><p>1/4 <a href=x_2.html>2</a> <a>3</a> <a>4</a> <a>下一页</a></p>",
        "<ul><li>1</li><li><a>2</a></li><li><a>下一页</a></li></ul>",
        "<div><a>[1]</a> <a href=x_2.html>[2]</a></div>",
    ] {
        let page = page(&format!("</div>{pager}<div>"));
        let refused = read(&page).refused.map(|refusal| refusal.reason);
        assert_eq!(refused, Some(Reason::Unreadable), "{pager}");
    }
}

#[test]
fn pages_are_found_by_the_name_of_their_article() {
    let link = Url::parse("http://www.example.invalid/a/t20260409_1.html").unwrap();
    let source = "<a href=t20260409_1_2.html>2</a><a href='./t20260409_1_3.html'>3</a><a href=t20260409_12.html>下一篇</a>\
        <a href='http://other.invalid/a/t20260409_1_4.html'>4</a><a href=t20260409_1_20260409.html>旧</a>";
    let found: Vec<usize> = further(source, &link).into_keys().collect();
    assert_eq!(found, [2, 3]);
    let link = Url::parse("http://www.example.invalid/a.jsp?id=7").unwrap();
    let source = "<a href='a.jsp?id=7&page=2'>2</a><a href='a.jsp?id=8&page=3'>3</a><a href='a.jsp?id=7&page=1'>1</a>";
    let found: Vec<usize> = further(source, &link).into_keys().collect();
    assert_eq!(found, [2]);
}

#[test]
fn the_number_of_pages_is_read_beside_the_first() {
    for (source, count) in [
        ("<p>第1页 <b>共4页</b></p>", 4),
        ("共 12 页　当前第 1 页", 12),
        ("第2页 共4页", 1),
        ("本册共4页。", 1),
        ("共4条", 1),
    ] {
        assert_eq!(told(source), count, "{source}");
    }
}
