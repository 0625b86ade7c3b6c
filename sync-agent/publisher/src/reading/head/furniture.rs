//! Page furniture: banners, breadcrumbs, share buttons and label lines that a crawl leaves around a text. Owns taking them
//! off; what a label line says is kept in the fields.

mod controls;
pub mod imprint;

use crate::reading::draft::{Draft, Piece};
use crate::reading::facts;
use crate::reading::fields::{self, Fields};
use crate::reading::labels;
use crate::reading::tidy::{length, squeeze};

/// Lines at the top that may be furniture.
const TOP_LINES: usize = 16;
/// Lines at the end that may be furniture.
const END_LINES: usize = 10;

/// Takes furniture off both ends of a text and moves label lines into the fields. What is nothing but a control of a page goes wherever it
/// stands: around a signature it would part the office from its date.
pub fn strip(draft: &mut Draft) {
    strip_top(draft);
    draft
        .pieces
        .retain(|piece| !piece.text().is_some_and(controls::is_control));
    strip_end(draft);
}

fn strip_top(draft: &mut Draft) {
    let mut kept: Vec<Piece> = Vec::new();
    let mut fields = Fields::default();
    let mut header_before = false;
    let pieces = std::mem::take(&mut draft.pieces);
    let mut in_top = true;
    let heads: Vec<bool> = pieces.iter().take(TOP_LINES + 1).map(is_header).collect();
    for (at, piece) in pieces.into_iter().enumerate() {
        let Some(text) = piece.text() else {
            in_top = false;
            kept.push(piece);
            continue;
        };
        // Below 一、 or a sentence the text has begun, and what looks like a label is part of it.
        in_top &= at < TOP_LINES
            && !(length(text) > 100 && text.contains('。'))
            && labels::label(text).is_none();
        if !in_top {
            kept.push(piece);
            continue;
        }
        if is_breadcrumb(text) {
            // What stands above a breadcrumb is the site's banner.
            kept.retain(|p| p.text().is_none_or(|t| length(t) > 30));
            header_before = false;
            continue;
        }
        if header_before && names_the_text(text) {
            continue;
        }
        // 标题：… opens the head of a file where a line below is one of it as well.
        let below = heads.get(at + 1).copied().unwrap_or(false);
        let alone = header_before || below || !is_common_word(text);
        header_before = fields.take_line(text, alone);
        if header_before || controls::is_button(text) {
            continue;
        }
        kept.push(piece);
    }
    draft.pieces = kept;
    draft.fields = std::mem::take(&mut draft.fields).or(fields);
}

/// Whether a line is of a head by itself: 文号：…, 发布单位：….
fn is_header(piece: &Piece) -> bool {
    let said = |text: &str| {
        let label = text.split(['：', ':']).next().unwrap_or_default();
        !fields::is_weak(label) && Fields::default().take_line(text, true)
    };
    piece.text().is_some_and(said)
}

/// 正文：, which stands between the head and the text of a file.
fn names_the_text(text: &str) -> bool {
    let bare = squeeze(text);
    let word = bare.trim_end_matches(['：', ':']);
    word.len() < bare.len() && ["正文", "内容", "正文内容", "信息内容", "文件内容"].contains(&word)
}

fn strip_end(draft: &mut Draft) {
    strip_buttons(draft);
    if let Some(at) = related_from(&draft.pieces) {
        draft.pieces.truncate(at);
        strip_buttons(draft);
    }
}

fn strip_buttons(draft: &mut Draft) {
    for _ in 0..END_LINES {
        let Some(text) = draft.pieces.last().and_then(Piece::text) else {
            return;
        };
        let mut fields = Fields::default();
        let labelled = length(text) <= 80 && !is_common_word(text) && fields.take_line(text, true);
        // A line that says something of the document (主题词, 公开属性) at the end is part of its imprint.
        let says = fields != Fields::default();
        if says {
            draft.fields = std::mem::take(&mut draft.fields).or(fields);
        }
        let of_page = controls::is_button(text) || controls::is_page_end(text);
        if !(of_page || is_breadcrumb(text) || labelled) {
            return;
        }
        draft.pieces.pop();
    }
}

fn is_breadcrumb(text: &str) -> bool {
    let bare = squeeze(text);
    let opens = [
        "首页",
        "当前位置",
        "您的位置",
        "您当前的位置",
        "您当前所在位置",
        "您所在的位置",
        "当前所在位置",
        "您现在的位置",
        "你的位置",
        "位置:",
        "位置：",
    ]
    .iter()
    .any(|word| bare.starts_with(word));
    length(&bare) <= 80
        && opens
        && (bare.contains(['>', '→'])
            || bare.contains('»')
            || bare.contains("》") && bare.contains("首页")
            || bare.contains('/'))
}

/// Label words that prose also opens a line with; they count only below another header line.
fn is_common_word(text: &str) -> bool {
    let bare = squeeze(text);
    [
        "名称",
        "标题",
        "分类",
        "编辑",
        "主题词",
        "关键词",
        "文号",
        "作者",
        "时间",
        "日期",
        "状态",
        "效力",
        "时效",
        "有效期",
        "来源",
        "责任部门",
        "责任单位",
        "公布日期",
        "公布时间",
        "制定单位",
        "审核",
        "阅读",
        "浏览",
        "打印",
        "生效",
        "实施日期",
        "施行日期",
        "服务对象",
        "适用范围",
    ]
    .iter()
    .any(|word| bare.starts_with(word) && !bare.ends_with(":()") && !bare.ends_with("：（）"))
}

/// Where a list of other documents (相关文件) begins behind the text; its lines are short and are no sentences.
fn related_from(pieces: &[Piece]) -> Option<usize> {
    const LINES_MAX: usize = 40;
    const LINE_CHARS_MAX: usize = 80;
    const HEADINGS: &[&str] = &[
        "相关文件",
        "相关链接",
        "相关阅读",
        "相关信息",
        "相关文章",
        "相关新闻",
        "相关稿件",
        "相关政策",
        "相关解读",
        "延伸阅读",
        "推荐阅读",
        "相关推荐",
        "热门推荐",
        "相关内容",
        "解读链接",
        "政策解读链接",
    ];
    let last = pieces.len().saturating_sub(LINES_MAX);
    let at = (last..pieces.len()).rev().find(|&at| {
        pieces[at].text().is_some_and(|text| {
            let bare = squeeze(text);
            HEADINGS.contains(&bare.trim_end_matches(['：', ':']))
        })
    })?;
    let list = |piece: &Piece| {
        piece.text().is_some_and(|text| {
            length(text) <= LINE_CHARS_MAX
                && !text.contains(['。', '；'])
                && facts::only_date(text).is_none()
                && facts::mark(text).is_none()
        })
    };
    (at > 0 && pieces[at + 1..].iter().all(list)).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip_lines(lines: &[&str]) -> (Vec<String>, Fields) {
        let mut draft = Draft {
            pieces: lines.iter().map(|l| Piece::plain(*l)).collect(),
            ..Draft::default()
        };
        strip(&mut draft);
        let texts = draft
            .pieces
            .iter()
            .filter_map(|p| p.text().map(str::to_owned))
            .collect();
        (texts, draft.fields)
    }

    #[test]
    fn banner_breadcrumb_labels_and_buttons_are_not_text() {
        let (lines, fields) = strip_lines(&[
            "示例县人民政府",
            "首页 >> 公开信息内容",
            "索  引  号:115-/2018 公文目录:制度 发文机关:示例县政府办 发文字号: 标      题:示例县关于某事的意见 发布日期:2018年12月30日",
            "示例县关于某事的意见",
            "发布日期:2019-02-12 11:25 浏览次数: 信息来源: 字体:[ ]",
            "分享:",
            "各股室：",
            "现就有关事项通知如下。",
            "作者:( )",
            "下载",
        ]);
        assert_eq!(
            lines,
            ["示例县关于某事的意见", "各股室：", "现就有关事项通知如下。"]
        );
        assert_eq!(fields.published_on.as_deref(), Some("2018-12-30"));
        assert_eq!(fields.title.as_deref(), Some("示例县关于某事的意见"));
    }

    #[test]
    fn the_head_of_a_file_may_open_with_the_title() {
        let (lines, fields) = strip_lines(&[
            "标题：关于做好秋收工作的通知",
            "文号：示农发〔2021〕15号",
            "发布单位：示例市农业农村局",
            "正文：",
            "各单位：",
            "现就秋收工作通知如下。",
        ]);
        assert_eq!(lines, ["各单位：", "现就秋收工作通知如下。"]);
        assert_eq!(fields.title.as_deref(), Some("关于做好秋收工作的通知"));
        assert_eq!(fields.doc_no.as_deref(), Some("示农发〔2021〕15号"));
    }

    #[test]
    fn of_a_letter_the_office_is_taken_and_every_line_stays() {
        let letter = [
            "关于公积金提取的咨询",
            "来信人：赵某某　答复单位：示例市住房公积金管理中心",
            "来信时间：2022年3月1日",
            "问：退休后如何提取公积金？",
            "答：您好，持退休证到中心办理即可。",
            "答复日期：2022年3月2日",
        ];
        let (lines, fields) = strip_lines(&letter);
        assert_eq!(lines, letter);
        assert_eq!(fields.agency.as_deref(), Some("示例市住房公积金管理中心"));
        assert_eq!(fields.issued_on.as_deref(), Some("2022-03-02"));
    }

    #[test]
    fn controls_around_a_signature_are_no_text_and_part_nothing() {
        let text = ["各单位：", "现将有关事项通知如下，请认真执行。"];
        let signature = ["示例市财政局", "2020年3月4日"];
        for control in [
            "扫一扫在手机打开当前页",
            "用手机扫描二维码分享此页",
            "微信扫一扫：分享",
            "分享到：",
            "分享到： 微信 新浪微博 QQ空间",
            "【打印】【关闭】",
            "[打印本页]　[关闭窗口]",
            "打印 | 关闭",
            "字号：[大] [中] [小]",
            "【字体：大 中 小】",
            "上一篇：关于公布某年度预算的通知",
            "下一篇：没有了",
            "上一条: 关于调整某路公交线路的公告",
            "【我要打印】 【收藏本页】 【返回顶部】",
        ] {
            let orders = [
                [text[0], text[1], control, signature[0], signature[1]],
                [text[0], text[1], signature[0], control, signature[1]],
                [text[0], text[1], signature[0], signature[1], control],
                [control, text[0], text[1], signature[0], signature[1]],
            ];
            for lines in orders {
                let whole = [text, signature].concat();
                assert_eq!(strip_lines(&lines).0, whole, "{control}");
            }
        }
        // Words of a text that speaks of such things stay, as entries of a list do.
        let body = [
            "一、办理流程",
            "打印",
            "扫一扫二维码，下载示例市政务服务客户端后办理。",
            "下载",
            "分享经济健康发展。",
            "上一篇报告已经说明情况。",
            "请认真执行。",
        ];
        assert_eq!(strip_lines(&body).0, body);
    }

    #[test]
    fn what_a_page_adds_behind_the_signature_is_no_text() {
        let text = [
            "各单位：",
            "现将有关事项通知如下，请认真执行。",
            "示例市财政局",
            "2020年3月4日",
        ];
        let added = [
            "政策解读：一图读懂",
            "原文链接：http://www.example.invalid/a.html",
            "您访问的链接即将离开“示例市人民政府”门户网站 是否继续？",
            "【责任编辑：甲某】",
            "【纠错】责任编辑：甲某 审核：乙某",
            "主办单位：示例市人民政府 版权所有",
            "Produced By 示例网络",
        ];
        for line in added {
            let lines = [&text[..], &[line]].concat();
            assert_eq!(strip_lines(&lines).0, text, "{line}");
        }
        assert_eq!(strip_lines(&[&text[..], &added].concat()).0, text);
        let own = [
            "各单位：",
            "政策解读：由财政局负责。",
            "编辑：由出版单位承担全部校对和排印工作",
        ];
        assert_eq!(strip_lines(&own).0, own);
    }

    #[test]
    fn words_of_the_text_that_are_also_labels_stay() {
        let body = [
            "示例市办事指南",
            "名称：示例市公积金中心",
            "编辑和出版应当遵守本办法。",
            "标题：由发文机关和事由组成",
        ];
        assert_eq!(strip_lines(&body).0, body);
    }
}
