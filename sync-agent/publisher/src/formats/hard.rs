//! Pages as content systems and clerks make them, each with something that misleads: what is read of them is what they say, and where they
//! do not say who issued them it is nobody.

use feed::{Block, Document};

use super::page;
use super::tests::{open, origin};
use crate::reading::assemble::document;
use crate::reading::sidecar::Sidecar;

/// What is to be read of a page; `-` for nothing.
struct Read {
    title: &'static str,
    agency: &'static str,
    number: &'static str,
    issued: &'static str,
    published: &'static str,
}

const UNSIGNED: &str = "未署名";

fn read(html: &str) -> Document {
    let html = format!("<html><head><meta charset=utf-8></head><body>{html}</body></html>");
    let made = document(
        page::read(&html),
        &Sidecar::default(),
        &open(),
        origin("a.html"),
    );
    made.unwrap_or_else(|refusal| panic!("{refusal:?}: {html}"))
        .document
}

#[track_caller]
fn reads(html: &str, expected: &Read) -> Document {
    let found = read(html);
    let or_none = |said: &Option<String>| said.clone().unwrap_or_else(|| "-".into());
    let all = [
        found.title.clone(),
        found.agency.clone(),
        or_none(&found.doc_no),
        or_none(&found.issued_on),
        or_none(&found.published_on),
    ];
    let Read {
        title,
        agency,
        number,
        issued,
        published,
    } = expected;
    assert_eq!(
        all,
        [*title, agency, number, issued, published].map(str::to_owned)
    );
    found
}

/// All words of the body, blocks and cells apart.
fn words(document: &Document) -> String {
    let all = document.blocks.iter().map(|block| match block {
        Block::Heading { text, .. } | Block::Paragraph { text, .. } => text.clone(),
        Block::Table { rows, .. } => rows.concat().join("｜"),
        Block::Picture { alt } => format!("［{alt}］"),
    });
    all.collect::<Vec<_>>().join("\n")
}

const MATTER: &str = "<p>各区县人民政府：</p><p>为保障城镇供水安全，现将有关事项通知如下。</p><p>一、加强巡查，发现问题及时报告。</p>";

#[test]
fn of_a_system_of_universities_a_department_that_put_the_page_in_is_no_issuer() {
    let html = format!(
        "<div class=article><h1 class=arti_title>关于做好供水保障工作的通知</h1><p class=arti_metas>\
         <span class=arti_publisher>发布者：办公室</span><span class=arti_update>发布时间：2024-03-06</span>\
         <span class=arti_views>浏览次数：<span class=WP_VisitCount>123</span></span></p>\
         <div class=wp_articlecontent>{MATTER}<p style='text-align:right'>示例市水务局</p><p style='text-align:right'>2024年3月5日</p></div></div>"
    );
    reads(
        &html,
        &Read {
            title: "关于做好供水保障工作的通知",
            agency: "示例市水务局",
            number: "-",
            issued: "2024-03-05",
            published: "2024-03-06",
        },
    );
    for source in [
        "信息来源：政策法规科",
        "文章来源：规划局",
        "来源：综合处",
        "供稿：李某某",
        "来源：信息中心　作者：张某",
    ] {
        let html = format!(
            "<h1>供水保障工作问答</h1><div class=info>{source}　发布时间：2024-03-06</div><div id=zoom>{MATTER}</div>"
        );
        assert_eq!(read(&html).agency, UNSIGNED, "{source}");
    }
}

#[test]
fn a_text_that_is_laid_out_by_tables_is_a_text_with_its_signature() {
    let html = format!(
        "<table width=900><tr><td><h1>关于做好供水保障工作的通知</h1></td></tr><tr><td>发布时间：2024-03-06 来源：示例市水务局</td></tr>\
         <tr><td id=zoom><table width='100%'><tr><td>{MATTER}</td></tr><tr><td align=right>示例市水务局（章）</td></tr>\
         <tr><td align=right>二〇二四年三月五日</td></tr></table></td></tr></table>"
    );
    let found = reads(
        &html,
        &Read {
            title: "关于做好供水保障工作的通知",
            agency: "示例市水务局",
            number: "-",
            issued: "2024-03-05",
            published: "2024-03-06",
        },
    );
    assert!(words(&found).contains("一、加强巡查，发现问题及时报告。"));
}

#[test]
fn of_two_documents_on_one_page_the_first_says_who_and_when() {
    let html = format!(
        "<h1>示例市人民政府办公室转发市水务局关于供水保障意见的通知</h1><div class=info>发布日期：2024-03-08</div>\
         <div id=zoom><p align=center>示政办发〔2024〕12号</p>{MATTER}<p align=right>示例市人民政府办公室</p><p align=right>2024年3月7日</p>\
         <hr><p align=center>关于供水保障的意见</p><p align=center>市水务局</p><p>为保障供水，提出以下意见。</p><p>一、建立机制。</p>\
         <p align=right>示例市水务局</p><p align=right>2024年2月1日</p></div>"
    );
    let found = reads(
        &html,
        &Read {
            title: "示例市人民政府办公室转发市水务局关于供水保障意见的通知",
            agency: "示例市人民政府办公室",
            number: "示政办发〔2024〕12号",
            issued: "2024-03-07",
            published: "2024-03-08",
        },
    );
    assert!(words(&found).contains("关于供水保障的意见"));
}

#[test]
fn a_letterhead_that_is_a_picture_leaves_number_and_day() {
    let html = format!(
        "<h1>关于做好供水保障工作的通知</h1><div class=info>发布日期：2024-03-06</div><div id=zoom><p align=center><img src=head.png></p>\
         <p align=center>示水发〔2024〕8号</p><p align=center>关于做好供水保障工作的通知</p>{MATTER}\
         <p align=right><img src=seal.png></p><p align=right>2024年3月5日</p></div>"
    );
    reads(
        &html,
        &Read {
            title: "关于做好供水保障工作的通知",
            agency: UNSIGNED,
            number: "示水发〔2024〕8号",
            issued: "2024-03-05",
            published: "2024-03-06",
        },
    );
}

#[test]
fn a_day_of_the_farmers_calendar_is_none_and_beside_another_one_nothing() {
    for (day, issued) in [
        ("2024年3月14日（农历二月初五）", "2024-03-14"),
        ("二〇二四年三月十四日（甲辰年二月初五）", "2024-03-14"),
        ("公元2024年3月14日　星期四", "2024-03-14"),
        ("甲辰年二月初五", "-"),
        ("农历二〇二四年二月初五", "-"),
    ] {
        let html = format!(
            "<h1>关于做好供水保障工作的通知</h1><div id=zoom>{MATTER}<p align=right>示例市水务局</p><p align=right>{day}</p></div>"
        );
        let found = read(&html);
        let said = found.issued_on.as_deref().unwrap_or("-");
        assert_eq!(
            (found.agency.as_str(), said),
            ("示例市水务局", issued),
            "{day}"
        );
    }
}

#[test]
fn a_number_is_one_number_in_whichever_brackets() {
    for number in [
        "示政发〔2024〕3号",
        "示政发[2024]3号",
        "示政发［2024］3号",
        "示政发【2024】3号",
        "示政发（2024）3号",
        "示政发(2024)3号",
        "示政发﹝2024﹞3号",
        "示政发&lt;2024&gt;3号",
        "示政发〈2024〉3号",
        "示政发{2024}3号",
        "示政发「2024」3号",
        "示政发〔 2024 〕 3 号",
    ] {
        let html = format!(
            "<h1>示例市人民政府关于做好供水保障工作的通知</h1><div id=zoom><p align=center>{number}</p>{MATTER}</div>"
        );
        let found = read(&html);
        assert_eq!(
            found.doc_no.as_deref(),
            Some("示政发〔2024〕3号"),
            "{number}"
        );
        assert_eq!(found.agency, "示例市人民政府", "{number}");
    }
}

#[test]
fn several_offices_sign_with_their_seals_in_whichever_form() {
    for signature in [
        "<p align=right>示例市财政局（盖章）</p><p align=right>示例市审计局（公章）</p><p align=right>2024年3月5日</p>",
        "<p align=right>示例市财政局<img src=seal.png>　　示例市审计局<img src=seal.png></p><p align=right>2024年3月5日</p>",
        "<p align=right>示例市财政局　示例市审计局<br>2024年3月5日</p><p align=right>（加盖公章）</p>",
    ] {
        let html =
            format!("<h1>关于做好供水资金管理的通知</h1><div id=zoom>{MATTER}{signature}</div>");
        let found = read(&html);
        assert_eq!(found.agency, "示例市财政局、示例市审计局", "{signature}");
        assert_eq!(
            found.issued_on.as_deref(),
            Some("2024-03-05"),
            "{signature}"
        );
    }
}

#[test]
fn a_page_of_annexes_alone_is_a_title_with_its_files() {
    let html = "<h1>示例市水务局2024年部门预算公开</h1><div class=info>发布日期：2024-03-06　来源：示例市水务局</div>\
         <div id=zoom><p>附件：</p><p><a href='a.pdf'>1.示例市水务局2024年部门预算.pdf</a></p><p><a href='b.xlsx'>2.收支总表.xlsx</a></p></div>";
    reads(
        html,
        &Read {
            title: "示例市水务局2024年部门预算公开",
            agency: "示例市水务局",
            number: "-",
            issued: "-",
            published: "2024-03-06",
        },
    );
}

#[test]
fn an_answer_to_a_person_is_nobodys_but_the_offices() {
    let letter = "<p>李某某同志：</p><p>您好！您反映的示例街道供水问题收悉，现答复如下：已安排维修，预计三日内恢复供水。</p>";
    for (signature, agency) in [
        (
            "<p align=right>示例市水务局</p><p align=right>2024年3月5日</p>",
            "示例市水务局",
        ),
        (
            "<p align=right>李某某</p><p align=right>2024年3月5日</p>",
            UNSIGNED,
        ),
        (
            "<p align=right>答复人：王某某</p><p align=right>2024年3月5日</p>",
            UNSIGNED,
        ),
        (
            "<p align=right>局长　王某某</p><p align=right>2024年3月5日</p>",
            UNSIGNED,
        ),
        (
            "<p>（联系人：王某某；联系电话：0000-1234567）</p>",
            UNSIGNED,
        ),
    ] {
        let html = format!(
            "<h1>对市民来信的答复</h1><div class=info>来信人：李某某　来信时间：2024-03-01　作者：赵某</div><div id=zoom>{letter}{signature}</div>"
        );
        assert_eq!(read(&html).agency, agency, "{signature}");
    }
}

#[test]
fn a_report_is_signed_in_brackets_at_its_very_end() {
    let with = |end: &str| {
        format!(
            "<h1>示例县2023年国民经济和社会发展统计公报</h1><div class=info>来源：　发布日期：2024-03-06</div><div id=zoom>\
             <p>2023年，全县经济运行总体平稳，初步核算，全年地区生产总值比上年增长百分之五。</p>{end}</div>"
        )
    };
    assert_eq!(
        read(&with("<p>（示例县统计局）</p>")).agency,
        "示例县统计局"
    );
    let long = "<p>（示例县统计局）</p><p>此后是很长的一段话，说明这些数字从哪里来，口径有什么变化，和上一年怎么比较，不是落款。</p>";
    assert_eq!(read(&with(long)).agency, UNSIGNED);
}

#[test]
fn behind_a_signature_may_stand_whom_to_call_and_what_is_attached() {
    let html = format!(
        "<h1>关于做好供水保障工作的通知</h1><div id=zoom>{MATTER}<p align=right>示例市水务局</p><p align=right>二〇二四年三月五日</p>\
         <p>（联系人：王某某，联系电话：0000-1234567）</p><p>（此件公开发布）</p><p>附件：1.供水保障表</p><p>2.联系方式</p>\
         <p>编辑：赵某　审核：钱某　签发：孙某</p><p>扫一扫在手机打开当前页</p></div>"
    );
    let found = reads(
        &html,
        &Read {
            title: "关于做好供水保障工作的通知",
            agency: "示例市水务局",
            number: "-",
            issued: "2024-03-05",
            published: "-",
        },
    );
    assert!(!words(&found).contains("扫一扫"));
}

#[test]
fn metadata_in_a_list_of_terms_is_read_and_a_channel_is_no_office() {
    let html = format!(
        "<div class=position>首页 &gt; 政务公开 &gt; 供水管理科</div><dl><dt>索引号</dt><dd>SL01-2024-00012</dd><dt>发文机关</dt><dd>示例市水务局</dd>\
         <dt>成文日期</dt><dd>2024-03-05</dd><dt>发文字号</dt><dd>示水发〔2024〕8号</dd><dt>所属栏目</dt><dd>供水管理科</dd></dl>\
         <h1>关于做好供水保障工作的通知</h1><div id=zoom>{MATTER}</div>"
    );
    reads(
        &html,
        &Read {
            title: "关于做好供水保障工作的通知",
            agency: "示例市水务局",
            number: "示水发〔2024〕8号",
            issued: "2024-03-05",
            published: "-",
        },
    );
}
