//! Titles: how they end, how they are broken over lines, and what stands before and after them. Owns recognising them.

use crate::reading::draft::{Line, Role};
use crate::reading::facts;
use crate::reading::fields;
use crate::reading::labels;
use crate::reading::tidy::{length, squeeze};

/// Kinds of document, as titles end.
const ENDS: &[&str] = &[
    "通知",
    "意见",
    "决定",
    "办法",
    "规定",
    "条例",
    "细则",
    "方案",
    "制度",
    "计划",
    "规划",
    "规则",
    "规程",
    "预案",
    "指南",
    "名单",
    "目录",
    "清单",
    "报告",
    "公告",
    "通告",
    "通报",
    "批复",
    "函",
    "请示",
    "纲要",
    "要点",
    "标准",
    "规范",
    "章程",
    "公约",
    "守则",
    "安排",
    "措施",
    "政策",
    "流程",
    "须知",
    "说明",
    "解读",
    "解释",
    "决议",
    "议案",
    "建议",
    "准则",
    "倡议",
    "公报",
    "工作规则",
    "分工",
    "表",
    "图",
    "令",
    "办事指南",
    "问答",
    "答记者问",
    "总结",
    "情况",
    "协议",
    "合同",
    "示范文本",
    "目标",
    "任务",
    "体系",
    "要求",
    "实施意见",
    "一览",
    "汇总",
    "坐标",
    "成员",
    "纪要",
    "预算",
    "决算",
    "简介",
    "概况",
    "管理处罚",
    "批准书",
    "法",
    "程序",
    "指标",
    "职责",
    "规范性文件",
    "实施方案",
    "行动",
    "范围",
    "流程图",
    "手册",
    "书",
];

/// One line of a title is no longer than this.
const LINE_CHARS_MAX: usize = 70;
/// A title that says from whom and what it is stands on one line however long it is.
const WHOLE_CHARS_MAX: usize = 200;
/// Lines of one title.
pub const LINES_MAX: usize = 6;

/// Whether the words end like a title; a note in brackets behind (试行, 2018年修订) does not count.
pub fn ends_like_title(text: &str) -> bool {
    let bare = squeeze(text);
    let mut bare = bare.as_str();
    for _ in 0..2 {
        if let Some(inner) = bare.strip_suffix(['）', ')', '》', '〉', '】']) {
            let open = inner.rfind(['（', '(', '《', '〈', '【']);
            bare = match open {
                Some(at) if bare.ends_with(['》', '〉']) => &inner[at..],
                Some(at) => &inner[..at],
                None => inner,
            };
        }
    }
    ENDS.iter().any(|end| bare.ends_with(end))
}

/// Whether the line may be (a piece of) a title: short, no sentence, no label, nothing else known.
pub fn may_be_title(line: &Line) -> bool {
    let text = line.text.as_str();
    if text.len() > 4 * WHOLE_CHARS_MAX {
        return false;
    }
    let chars = length(text);
    let fits = (2..=LINE_CHARS_MAX).contains(&chars)
        || chars <= WHOLE_CHARS_MAX
            && ends_like_title(text)
            && facts::issuer_of_title(text).is_some();
    fits && line.role != Role::History
        && !text.contains(['。', '；', '！', '？', ';', '|'])
        && !text.ends_with(['：', ':', '，', ',', '、'])
        && !text.starts_with(['（', '(', '抄', '附'])
        && labels::label(text).is_none()
        && facts::only_date(text).is_none()
        && facts::document_number(text).is_none()
        && facts::mark(text).is_none()
        && !is_note(text)
}

/// What may stand above a title without being part of it: urgency (特急), secrecy, and labels nobody reads (责任部门：…).
pub fn is_note(text: &str) -> bool {
    const LABEL_CHARS_MAX: usize = 12;
    const LABEL_ENDS: &[&str] = &[
        "部门",
        "对象",
        "电话",
        "有效期",
        "联系人",
        "单位",
        "邮箱",
        "地址",
        "传真",
        "邮编",
        "签发人",
        "网址",
        "时间",
        "日期",
        "编号",
        "类别",
        "类型",
    ];
    let bare = squeeze(text);
    let labelled = bare.split_once(['：', ':']).is_some_and(|(label, value)| {
        length(label) <= LABEL_CHARS_MAX
            && (LABEL_ENDS.iter().any(|end| label.ends_with(end))
                || !value.is_empty() && fields::is_label(label))
    });
    let urgent = matches!(bare.as_str(), "特急" | "加急" | "平急" | "急件" | "特提");
    labelled || urgent || fields::is_of_letter(text) || facts::secrecy(text).is_some()
}

/// 示例市人民政府办公室文件: the red head, which is layout.
pub fn is_red_head(text: &str) -> bool {
    if !text.ends_with('件') {
        return false;
    }
    let bare = squeeze(text);
    bare.strip_suffix("文件")
        .is_some_and(|name| facts::issuers(name).is_some())
}

/// Kinds whose name closes a whole title; the others also close a name inside one (…救助供养制度 / 实施意见的通知).
const CLOSING_ENDS: &[&str] = &[
    "通知", "意见", "决定", "批复", "复函", "函", "公告", "通告", "通报", "报告", "请示", "答复",
    "解释", "安排",
];

/// Whether the title that `line` seems to end goes on in the lines below.
pub fn goes_on<'a>(line: &str, below: impl Iterator<Item = &'a Line>) -> bool {
    let closed = |text: &str| {
        CLOSING_ENDS
            .iter()
            .any(|end| without_note(&squeeze(text)).ends_with(end))
    };
    for (count, next) in below.take(LINES_MAX - 1).enumerate() {
        let text = next.text.as_str();
        if count == 0
            && text.starts_with(['的', '等', '和', '及', '、', '与', '（', '('])
            && may_go_on(next)
        {
            return true;
        }
        let another = facts::issuer_of_title(text).is_some()
            || facts::issuers(text).is_some()
            || text.starts_with("关于");
        if closed(line) || !may_be_title(next) || another {
            return false;
        }
        if closed(text) {
            return true;
        }
    }
    false
}

/// A rest of a title may open with a bracket only if it ends like one.
fn may_go_on(line: &Line) -> bool {
    !line.text.starts_with(['（', '(']) && may_be_title(line)
}

fn without_note(text: &str) -> &str {
    let inner = text.strip_suffix(['）', ')']);
    match inner.and_then(|inner| inner.rfind(['（', '('])) {
        Some(at) => &text[..at],
        None => text,
    }
}

/// A title whose lines were joined with a gap before their rest: 关于印发《某办法》　的通知.
pub fn closed(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut at = 0;
    let parts = title.split(['\u{3000}', ' ']);
    for part in parts.filter(|part| !part.is_empty()) {
        let from = at + title[at..].find(part).unwrap_or(0);
        let rest = part.starts_with('的') || part.starts_with('等') && out.ends_with('》');
        if !rest && !out.is_empty() {
            out.push_str(&title[at..from]);
        }
        out.push_str(part);
        at = from + part.len();
    }
    out
}

/// 某总局令（第156号）　　某办法, 某市人民政府令第12号某办法: the number of an order, and the title of what it publishes.
pub fn of_order(title: &str) -> Option<(String, String)> {
    let numbered = |order: &str| facts::order_number(&squeeze(order));
    if let Some((order, rest)) = title.split_once('\u{3000}')
        && let Some(number) = numbered(order)
    {
        return Some((number, rest.trim_start_matches('\u{3000}').to_owned()));
    }
    // Run together; 某令第12号修改单 and 某令第12号公布的目录 are titles of their own.
    const OWN: &[&str] = &[
        "的", "公布", "发布", "修", "废", "、", "和", "等", "之", "中", "所", "及", "与", "关于",
    ];
    const NAME_CHARS_MIN: usize = 5;
    let end = title.find('号')? + '号'.len_utf8();
    let close = title[end..]
        .chars()
        .next()
        .filter(|c| matches!(c, '）' | ')'));
    let end = end + close.map_or(0, char::len_utf8);
    let (order, rest) = title.split_at(end);
    let rest = rest.trim();
    let own = OWN.iter().any(|word| rest.starts_with(word));
    let named = length(rest) >= NAME_CHARS_MIN && ends_like_title(rest);
    let number = numbered(order).filter(|number| number.contains('令') && !own && named)?;
    Some((number, rest.to_owned()))
}

/// 各县（市、区）人民政府，市政府各部门：
pub fn is_addressee(text: &str) -> bool {
    const ADDRESSEE_CHARS_MAX: usize = 200;
    text.ends_with(['：', ':'])
        && length(text) <= ADDRESSEE_CHARS_MAX
        && !text.contains(['。', '；'])
        && labels::label(text).is_none()
        && [
            "府", "部", "室", "局", "院", "委", "会", "处", "所", "厂", "公司", "中心", "机构",
            "社", "校", "单位", "区", "县", "镇", "街道", "科", "股", "站", "群众", "市民", "居民",
            "人员", "企业", "团体",
        ]
        .iter()
        .any(|word| text.contains(word))
        && ![
            "如下", "下列", "以下", "包括", "规定", "要求", "工作", "通知", "名单", "应当",
        ]
        .iter()
        .any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_end_in_a_kind_of_document() {
        for title in [
            "关于某事的通知",
            "示例市公共场所管理办法（试行）",
            "关于印发《某方案》",
            "工作规则",
        ] {
            assert!(ends_like_title(title), "{title}");
        }
        for other in ["示例市人民政府", "为了加强管理，制定本办法。", "某事的"]
        {
            assert!(!ends_like_title(other), "{other}");
        }
    }

    #[test]
    fn a_label_with_its_value_is_no_part_of_a_title() {
        for line in [
            "来信人：赵某某",
            "标题：关于示例的通知",
            "发布者：示例市水务局",
        ] {
            let line = Line {
                text: line.to_owned(),
                ..Line::default()
            };
            assert!(!may_be_title(&line), "{line:?}");
        }
        let line = Line {
            text: "在线访谈：秋收".to_owned(),
            ..Line::default()
        };
        assert!(may_be_title(&line));
    }

    #[test]
    fn an_order_and_what_it_publishes_are_two() {
        for title in [
            "示例市人民政府令第12号　示例市河道采砂管理办法",
            "示例市人民政府令第12号示例市河道采砂管理办法",
            "示例市人民政府令（第12号）　　示例市河道采砂管理办法",
            "示例市人民政府令（第12号）示例市河道采砂管理办法",
        ] {
            let parts = of_order(title).unwrap_or_default();
            assert_eq!(parts.0, "示例市人民政府令第12号", "{title}");
            assert_eq!(parts.1, "示例市河道采砂管理办法", "{title}");
        }
        for title in [
            "示例市人民政府令第12号公布的规章目录",
            "示例市人民政府令第12号",
            "示例市人民政府令第12号的解读",
            "示例市人民政府公告第3号关于示例的规定",
            "示例市第12号台风应急预案",
        ] {
            assert_eq!(of_order(title), None, "{title}");
        }
    }

    #[test]
    fn a_gap_before_the_rest_of_a_title_is_layout_and_others_stay() {
        for (title, closed_up) in [
            ("关于印发《示例办法》　的通知", "关于印发《示例办法》的通知"),
            (
                "关于印发《示例办法》 等三个文件　　的通知",
                "关于印发《示例办法》等三个文件的通知",
            ),
            (
                "示例市财政局 示例市审计局关于示例的通知",
                "示例市财政局 示例市审计局关于示例的通知",
            ),
            ("凝聚共识　　共谋发展", "凝聚共识　　共谋发展"),
            ("关于支持 OFD 与 PDF 的通知", "关于支持 OFD 与 PDF的通知"),
            ("", ""),
        ] {
            assert_eq!(closed(title), closed_up, "{title}");
        }
    }

    #[test]
    fn addressees_are_told_from_sentences_that_open_a_list() {
        for line in [
            "各县(市、区)人民政府,市政府各部门、直属各单位:",
            "各股室:",
            "示例省人民政府：",
        ] {
            assert!(is_addressee(line), "{line}");
        }
        for line in ["现将有关事项通知如下：", "各部门应当做到：", "一、各部门："]
        {
            assert!(!is_addressee(line), "{line}");
        }
    }
}
