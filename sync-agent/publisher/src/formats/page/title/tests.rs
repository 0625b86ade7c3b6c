//! Titles of pages, beside the headings that sites put around them.

use super::*;

fn found(page: &Html) -> Option<String> {
    find(page, &body::find(page, &[]))
}

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
        assert_eq!(found(&page).as_deref(), Some(title));
    }
    let page = Html::parse_document("<title>示例局</title><h1>示例市农业农村局关于做好秋收…</h1>");
    assert_eq!(
        found(&page).as_deref(),
        Some("示例市农业农村局关于做好秋收…")
    );
}

#[test]
fn the_first_heading_that_names_no_place_is_the_title() {
    let page = Html::parse_document(
        "<title>内容页</title><h1>示例市人民政府门户网站</h1><div class=title>栏目导航</div><h3 class=bt>关于做好春耕工作的通知</h3>",
    );
    assert_eq!(found(&page).as_deref(), Some("关于做好春耕工作的通知"));
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
            found(&page).as_deref(),
            Some("关于路灯不亮的问题"),
            "{page:?}"
        );
    }
    let own = Html::parse_document("<h1>示例市地名沿革（图）</h1>");
    assert_eq!(found(&own).as_deref(), Some("示例市地名沿革（图）"));
}

#[test]
fn what_the_page_calls_itself_wins_over_headings_of_others() {
    let title = "示例市水务局关于做好春灌工作的通知";
    let text =
        "<p>各单位：</p><p>现就春灌工作有关事项通知如下，请认真执行。</p><p>一、落实责任。</p>";
    for around in [
        format!(
            "<div class=head><h1 class=logo>水润示例 造福于民</h1></div><div class=wzbt>{title}</div>"
        ),
        format!("<div class=lm><h1>重大建设项目批准和实施</h1></div><div class=wzbt>{title}</div>"),
        format!("<div class=left><h2>政府信息公开指南</h2></div><div><b>{title}</b></div>"),
        format!("<div class=login><div class=title>用户登录</div></div><h2>{title}</h2>"),
        format!(
            "<h2>{title}</h2><table><tr><td class=title>公告概要</td><td>某</td></tr><tr><td>甲</td><td>乙</td></tr></table>"
        ),
    ] {
        let page = format!(
            "<title>{title}-示例市水务局</title><body>{around}<div class=text>{text}</div><div class=r><h3>热点信息</h3></div>"
        );
        let page = Html::parse_document(&page);
        assert_eq!(found(&page).as_deref(), Some(title), "{around}");
    }
    let by_column = Html::parse_document(&format!(
        "<title>法定主动公开内容</title><div><span>法定主动公开内容</span></div><h1>{title}</h1><div class=text>{text}</div>"
    ));
    assert_eq!(found(&by_column).as_deref(), Some(title));
    let column = Html::parse_document(&format!(
        "<title>{title}-春灌专题</title><h1>{title}</h1><div class=text>{text}</div>"
    ));
    assert_eq!(found(&column).as_deref(), Some(title));
}

#[test]
fn of_a_page_that_names_only_its_column_the_nearest_heading_is_the_title() {
    let page = Html::parse_document(
        "<title>新闻动态--示例学会官网</title><div class=se_nav><h3>首页 - 新闻动态</h3></div><div><h5>示例学会年会在示例市举行</h5><div><p>示例学会年会于五月在示例市举行，与会者百余人。</p><p>会议认为，应当继续努力。</p></div></div><h3>友情链接</h3>",
    );
    assert_eq!(found(&page).as_deref(), Some("示例学会年会在示例市举行"));
}
