//! Where the body of a page is, by how its paragraphs are wrapped and by what stands beside it.

use crate::formats::page::read;
use crate::item::Reason;
use crate::reading::draft::Piece;

const LINES: [&str; 7] = [
    "各县区人民政府，市政府各部门：",
    "为做好春灌工作，保障粮食生产，现将有关事项通知如下，请认真贯彻执行。",
    "一、落实责任。各县区要明确分工，落实到人，按时报送工作情况。",
    "二、加强检修。各灌区要在三月底前完成渠道清淤和设施检修。",
    "三、做好宣传。各部门要做好节约用水的宣传工作。",
    "示例市水务局",
    "2021年3月4日",
];
const HEAD: &str = "<title>关于做好春灌工作的通知-示例市水务局</title><div class=nav><ul><li><a href=/1>首页</a></li><li><a href=/2>要闻动态</a></li><li><a href=/3>政务公开</a></li></ul></div>";
const FOOT: &str = "<div class=footer><p>主办：示例市水务局</p><p>网站标识码：0000000000</p></div>";

fn lines(page: &str) -> Vec<String> {
    let draft = read(page);
    assert_eq!(draft.refused, None, "{page}");
    let lines = draft.pieces.iter().filter_map(Piece::text);
    lines.map(str::to_owned).collect()
}

fn each(open: &str, close: &str) -> String {
    LINES.map(|line| format!("{open}{line}{close}")).concat()
}

#[test]
fn paragraphs_that_have_a_wrapper_each_are_one_text() {
    let two = format!(
        "<div class=WordSection1>{}</div><div class=WordSection2>{}</div>",
        LINES[..4]
            .iter()
            .map(|l| format!("<p>{l}</p>"))
            .collect::<String>(),
        LINES[4..]
            .iter()
            .map(|l| format!("<p>{l}</p>"))
            .collect::<String>()
    );
    for text in [
        each("<div>", "</div>"),
        each("<div style='text-indent:2em'><span>", "</span></div>"),
        each("<div><p>", "</p></div>"),
        each("<section><section><span>", "</span></section></section>"),
        format!("<table>{}</table>", each("<tr><td>", "</td></tr>")),
        format!("<ul>{}</ul>", each("<li>", "</li>")),
        format!("<blockquote>{}</blockquote>", each("<p>", "</p>")),
        format!("<center>{}</center>", each("<p>", "</p>")),
        format!("<pre>{}</pre>", each("", "\n")),
        two,
    ] {
        for page in [
            format!(
                "{HEAD}<div class=xl><h1>关于做好春灌工作的通知</h1><div class=info>发布时间：2021-03-05</div><div class=xl-nr>{text}</div></div>{FOOT}"
            ),
            format!("<form>{HEAD}<h1>关于做好春灌工作的通知</h1><div>{text}</div></form>{FOOT}"),
        ] {
            let lines = lines(&page);
            assert_eq!(lines, LINES, "{page}");
        }
    }
}

#[test]
fn what_stands_beside_a_text_does_not_come_with_it() {
    let text = each("<div><p>", "</p></div>");
    for beside in [
        "<div class=r><h3>热点信息</h3><ul><li><a href=/8>示例市召开春灌工作推进会议</a></li></ul></div>",
        "<div class=side><p>示例市召开春灌工作推进会议，市长出席并讲话。</p></div>",
        "<div class=share><p>打开微信，扫一扫分享本页。</p></div>",
    ] {
        let page = format!(
            "{HEAD}<div><h1>关于做好春灌工作的通知</h1><div>{text}</div></div>{beside}{FOOT}"
        );
        assert_eq!(lines(&page), LINES, "{beside}");
    }
    // Abstracts beside the text, each under the link to its own.
    let card = |n: u8| {
        format!(
            "<div><h3><a href=/c{n}.html>示例市召开第{n}次春灌工作会议</a></h3><p>会议听取了春灌工作情况汇报，研究部署下一阶段工作。</p></div>"
        )
    };
    let cards = format!(
        "{HEAD}<div><div><p>{}</p></div>{}{}</div>{FOOT}",
        LINES.join("</p><p>"),
        card(1),
        card(2)
    );
    assert_eq!(lines(&cards), LINES);
    // The same text once more, for narrow screens.
    let twice = format!(
        "{HEAD}<div class='pc a'>{}</div><div class='wap b'>{}</div>{FOOT}",
        each("<p>", "</p>"),
        each("<p>", "</p>")
    );
    assert_eq!(lines(&twice), LINES);
}

#[test]
fn a_plain_name_beside_the_text_is_not_the_text() {
    let text = each("<p>", "</p>");
    let text =
        format!("<div class=xl><h1>关于做好春灌工作的通知</h1><div class=xl-nr>{text}</div></div>");
    for page in [
        format!(
            "<div class=top><div class=content>今天是2021年3月5日，星期五，欢迎访问示例市水务局网站，天气多云</div></div>{text}"
        ),
        format!(
            "{text}<div class=side><div class=content><p>示例市召开春灌工作推进会议，市长出席并讲话。</p></div></div>"
        ),
        format!(
            "<table><tr><td>内容概述</td><td><div class=content>为做好春灌工作，保障粮食生产，制定本通知。</div></td></tr></table>{text}"
        ),
        format!(
            "{text}<article><h4>推荐阅读：示例市春灌工作出新招，灌区群众齐点赞，服务再提升</h4></article>"
        ),
        format!(
            "{text}<div class=foot><div class=content><p>主办：示例市水务局</p><p>示ICP备00000000号 网站标识码：0000000000</p></div></div>"
        ),
    ] {
        assert_eq!(lines(&format!("{HEAD}{page}")), LINES, "{page}");
    }
}

#[test]
fn menus_and_the_table_of_the_document_are_no_text_of_a_wide_place() {
    let text = each("<p>", "</p>");
    let table = "<table><tr><td>索引号</td><td>A-1</td><td>发布机构</td><td>示例市水务局</td></tr><tr><td>文号</td><td>无</td><td>公开日期</td><td>2021-03-05</td></tr></table>";
    let left = "<div class=left><h3>公开目录</h3><ul><li><a href=1>机构职能</a></li><li><a href=2>政策文件</a></li><li><a href=3>财政信息</a></li></ul></div>";
    for page in [
        format!("{HEAD}{table}{text}"),
        format!("{HEAD}<div class=content>{left}<div>{text}</div></div>"),
    ] {
        let lines = lines(&page);
        assert_eq!(lines, LINES, "{page}");
    }
}

#[test]
fn a_text_of_few_sentences_that_its_title_promises_is_a_document() {
    let head = "<title>示例市行政许可事项清单</title><h1>示例市行政许可事项清单</h1>";
    let row = |n: u8| format!("<tr><td>{n}</td><td>许可事项第{n}项</td><td>示例市水务局</td></tr>");
    let table: String = (1..=9).map(row).collect();
    let links = "<div class=list><ul><li><a href=/9>关于做好秋收工作的通知</a></li></ul></div>";
    let english = "<p>To all departments of the municipal government:</p><p>The measures take effect on the first day of June and apply to all visitors.</p><p>The list of ports is published by the competent office of the city.</p>";
    for body in [
        format!("<div class=content><table border=1>{table}</table></div>"),
        format!("<div class=xl-nr><table border=1>{table}</table></div>"),
        "<div class=content><p>示例市水务局：甲某、乙某</p><p>示例市农业农村局：丙某</p><p>公示期：2021年5月8日至5月14日</p></div>".to_owned(),
        format!("<div class=content>{english}</div>"),
    ] {
        let refused = read(&format!("{head}{links}{body}")).refused;
        assert_eq!(refused, None, "{body}");
    }
    // Without a title of its own, or with links in its cells, it is the page of a column.
    let linked = table
        .replace("<td>许可", "<td><a href=/7>许可")
        .replace("项</td>", "项的办事指南</a></td>");
    for page in [
        format!(
            "<title>通知公告-示例市水务局</title>{links}<div class=content><table border=1>{table}</table></div>"
        ),
        format!("{head}{links}<div class=content><table border=1>{linked}</table></div>"),
    ] {
        let refused = read(&page).refused.map(|refusal| refusal.reason);
        assert_eq!(refused, Some(Reason::NotADocument), "{page}");
    }
}
