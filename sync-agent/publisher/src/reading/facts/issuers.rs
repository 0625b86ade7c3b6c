//! Issuers (发文机关): names, signature lines, the head of a title. What their names end with stands in `ends`.

mod ends;

use crate::reading::facts::issuers::ends::{has_end, is_division};
use crate::reading::tidy::{is_blank, is_cjk, length, squeeze};

/// The issuers a signature line names, `示例市财政局、示例市审计局` or divided by spaces; none if the line is anything else.
pub fn issuers(line: &str) -> Option<String> {
    const SIGNATURE_CHARS_MAX: usize = 60;
    let unsealed = without_seals(line);
    let trimmed = unsealed.trim_matches(is_blank);
    if trimmed.is_empty()
        || line.len() > 8 * SIGNATURE_CHARS_MAX
        || length(trimmed) > SIGNATURE_CHARS_MAX
    {
        return None;
    }
    let parts: Vec<&str> = trimmed
        .split(|c: char| is_blank(c) || c == '、')
        .filter(|p| !p.is_empty())
        .collect();
    let whole = squeeze(trimmed);
    if parts.iter().all(|p| is_issuer(p)) {
        return Some(parts.join("、"));
    }
    is_issuer(&whole).then_some(whole)
}

/// （加盖公章）, （盖章） on a line of its own.
pub fn is_seal_line(line: &str) -> bool {
    let bare = squeeze(line);
    !bare.is_empty() && length(&bare) <= 8 && without_seals(&bare).is_empty()
}

/// Marks of a seal (公章) behind an office: they are no part of its name.
pub(super) fn without_seals(line: &str) -> String {
    let mut out = line.to_owned();
    for seal in [
        "公章",
        "盖章",
        "印章",
        "签章",
        "代章",
        "章",
        "印",
        "盖公章",
        "加盖公章",
        "加盖印章",
        "此处盖章",
        "单位盖章",
        "单位公章",
    ] {
        for (open, close) in [('（', '）'), ('(', ')'), ('〔', '〕'), ('[', ']')] {
            out = out.replace(&format!("{open}{seal}{close}"), "");
        }
    }
    // （示例市财政局印章）: in words, where brackets hold the whole signature.
    let bare = ["印章", "公章", "盖章", "签章"]
        .iter()
        .find_map(|seal| out.trim_end_matches(is_blank).strip_suffix(seal));
    match bare.map(str::len) {
        Some(end) if end > 0 => out[..end].to_owned(),
        _ => out,
    }
}

/// Whether `name` reads like the name of an issuer.
pub fn is_issuer(name: &str) -> bool {
    let name = name
        .strip_suffix(['章', '）', ')'])
        .map_or(name, |n| n.trim_end_matches(['（', '(', '印', '盖', '章']));
    let chars = length(name);
    let plain = name
        .chars()
        .all(|c| is_cjk(c) || matches!(c, '（' | '）' | '(' | ')' | '·' | '“' | '”'))
        || is_numbered(name);
    let long_enough = chars >= 3 || matches!(name, "省委" | "市委");
    plain
        && long_enough
        && chars <= 40
        && (has_end(name) || is_division(name))
        && !name.contains("各")
        && ![
            "关于",
            "印发",
            "加强",
            "做好",
            "设立",
            "成立",
            "实施",
            "建设和",
        ]
        .iter()
        .any(|w| name.contains(w))
}

/// Whether a name begins in the middle of another one, as a page that lost a character prints it: 家税务总局, 华人民共和国. It is told, and kept as
/// printed: nobody knows what else is lost.
pub fn has_lost_its_front(name: &str) -> bool {
    const WHOLE: &[&str] = &["中华人民共和国", "中国共产党", "中国人民", "中央人民政府"];
    const OF_STATE: &[&str] = &[
        "税务",
        "统计",
        "发展",
        "能源",
        "林业",
        "外汇",
        "知识产权",
        "档案",
        "文物",
        "药品",
        "医疗保障",
        "移民",
        "矿山",
        "市场监督",
        "卫生",
        "粮食",
        "烟草",
        "邮政",
        "铁路",
        "数据局",
        "国防",
        "民族事务",
        "广播",
        "新闻出版",
        "质量监督",
        "安全生产",
        "海洋",
        "测绘",
        "保密",
        "密码",
        "疾病",
        "金融监督",
        "电影",
        "公务员",
        "信访",
        "自然科学",
    ];
    let state = name.strip_prefix('家');
    let cut = |whole: &&str| {
        let mut tails = whole.char_indices().skip(1).map(|(at, _)| &whole[at..]);
        tails.any(|tail| length(tail) >= 3 && name.starts_with(tail))
    };
    let office = ["民政府", "民法院", "民检察院", "民代表大会"];
    state.is_some_and(|rest| OF_STATE.iter().any(|word| rest.starts_with(word)))
        || WHOLE.iter().any(cut)
        || office.iter().any(|tail| name.starts_with(tail))
}

/// 示例市12345热线管理中心, 示例省第101地质队: a name may hold figures, which are no day.
fn is_numbered(name: &str) -> bool {
    let word = |c: char| is_cjk(c) || c.is_ascii_digit() || ('０'..='９').contains(&c);
    let opens = name.chars().next().is_some_and(is_cjk);
    opens && name.chars().all(word) && !name.contains(['年', '月', '日', '号', '条', '款', '件'])
}

/// Verbs between the issuer and the matter of a title.
const TITLE_VERBS: &[&str] = &[
    "关于",
    "印发",
    "转发",
    "批转",
    "公布",
    "发布",
    "下达",
    "颁布",
    "办公室印发",
    "贯彻",
    "依申请",
];

/// 示例市人民政府办公室关于…的通知 -> 示例市人民政府办公室.
pub fn issuer_of_title(title: &str) -> Option<String> {
    let at = TITLE_VERBS
        .iter()
        .filter_map(|verb| title.find(verb))
        .min()?;
    let prefix = &title[..at];
    let prefix = prefix.trim_end_matches(is_blank).trim_end_matches('等');
    issuers(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_no_part_of_a_name_and_names_nobody_alone() {
        assert_eq!(
            issuers("示例市财政局（公章）　示例市审计局（盖章）").as_deref(),
            Some("示例市财政局、示例市审计局")
        );
        assert_eq!(issuers("（盖章）"), None);
        assert_eq!(issuers("示例市财政局印章").as_deref(), Some("示例市财政局"));
    }

    #[test]
    fn a_name_that_lost_its_front_is_told_from_others() {
        for name in [
            "家税务总局示例省税务局",
            "家统计局示例调查队",
            "华人民共和国示例部",
            "人民共和国示例部",
            "国共产党示例市委员会",
            "民政府办公室",
        ] {
            assert!(has_lost_its_front(name), "{name}");
        }
        for name in [
            "国家税务总局示例省税务局",
            "家庭教育指导中心",
            "家具产业协会",
            "人民日报社",
            "人民银行示例市分行",
            "中国人民银行",
            "中华人民共和国示例部",
            "示例市人民政府",
            "民政局",
            "民族宗教事务局",
        ] {
            assert!(!has_lost_its_front(name), "{name}");
        }
    }

    #[test]
    fn a_seal_alone_and_offices_of_every_kind_are_told() {
        assert!(
            is_seal_line("（加盖公章）")
                && is_seal_line("（公章）")
                && !is_seal_line("示例局（章）")
        );
        assert_eq!(
            issuers("示例市水利工程建设质量与安全监督站").as_deref(),
            Some("示例市水利工程建设质量与安全监督站")
        );
        assert_eq!(issuers("示例市第一中学").as_deref(), Some("示例市第一中学"));
    }

    #[test]
    fn bodies_of_every_kind_may_sign() {
        for name in [
            "示例市红十字会",
            "国家统计局示例调查队",
            "国家统计局示例调查总队",
            "示例市消防救援支队",
            "国家税务总局示例市税务局",
            "国家税务总局示例市税务局第一税务分局",
            "示例市气象局",
            "示例市残疾人联合会",
            "示例市残联",
            "示例市工商业联合会",
            "示例市工商联",
            "示例市总工会",
            "示例市教育工会",
            "示例市供销合作社联合社",
            "示例市供销合作总社",
            "示例市妇联",
            "共青团示例市委",
            "示例市科协",
            "示例市文联",
            "示例市侨联",
            "示例市慈善总会",
            "示例市计划生育协会",
            "示例市贸促会",
            "政协示例市委员会办公室",
            "示例市政协",
            "示例市人大常委会",
            "示例市纪委监委",
            "示例军分区",
            "示例县人武部",
            "示例海事处",
            "示例出入境边防检查站",
            "示例市公证处",
            "示例市文化馆",
            "示例市中心血站",
            "示例县国有林场",
            "示例市卫生监督所",
            "中共示例市委党校",
            "示例市技工学校",
            "示例市劳动人事争议仲裁院",
            "示例市防疫工作专班",
            "示例市联防联控机制综合组",
            "示例省第五生态环境保护督察组",
            "示例市12345政务服务便民热线管理中心",
            "示例省第101地质大队",
            "示例市教育局基础教育科",
            "示例市财政局政府采购监督管理办公室",
            "示例市公安局交通警察支队车辆管理所",
            "示例县发展和改革局价格股",
            "示例市住房公积金管理中心示例管理部",
            "示例市烟草专卖局（公司）",
            "示例市人民检察院",
            "示例街道办事处",
            "示例市业主委员会",
            "示例市地方志编纂委员会办公室",
        ] {
            assert_eq!(issuers(name).as_deref(), Some(name), "{name}");
        }
        for line in [
            "第十五次全体会议",
            "全市动员大会",
            "公共场所",
            "本学科",
            "示例市2020年财政局",
            "2020年示例市财政局",
            "以点带面",
            "示例市人民广场",
            "表彰大会",
            "安全生产月",
            "以上各科",
            "专业技术本科",
            "示例社区",
        ] {
            assert_eq!(issuers(line), None, "{line}");
        }
        assert_eq!(
            issuers("示例市工商联　示例市残联").as_deref(),
            Some("示例市工商联、示例市残联")
        );
    }

    #[test]
    fn issuers_are_told_from_sentences() {
        assert_eq!(
            issuers("示例市财政局　示例市审计局").as_deref(),
            Some("示例市财政局、示例市审计局")
        );
        assert_eq!(
            issuers("示 例 市 人 民 政 府").as_deref(),
            Some("示例市人民政府")
        );
        assert_eq!(
            issuer_of_title("示例市人民政府办公室关于印发某办法的通知").as_deref(),
            Some("示例市人民政府办公室")
        );
        assert_eq!(
            issuer_of_title("示例市人民政府办公室转发市教育局关于某事意见的通知").as_deref(),
            Some("示例市人民政府办公室")
        );
        assert_eq!(issuer_of_title("关于做好某事的通知"), None);
        assert_eq!(issuers("一、加强组织领导"), None);
        assert_eq!(issuers("各县（市、区）人民政府"), None);
    }
}
