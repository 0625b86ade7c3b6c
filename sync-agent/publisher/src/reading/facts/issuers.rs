//! Issuers (发文机关): names, signature lines, the head of a title.

use crate::reading::tidy::{is_blank, is_cjk, length, squeeze};

/// What an issuer's name ends with.
const ISSUER_ENDS: &[&str] = &[
    "人民政府",
    "政府",
    "办公室",
    "办公厅",
    "政府办",
    "委员会",
    "常委会",
    "管委会",
    "管委",
    "委办",
    "局",
    "厅",
    "部",
    "署",
    "院",
    "中心",
    "总队",
    "支队",
    "大队",
    "法院",
    "检察院",
    "领导小组",
    "指挥部",
    "联席会议",
    "国务院",
    "军委",
    "党组",
    "党委",
    "党工委",
    "市委",
    "县委",
    "省委",
    "区委",
    "镇委",
    "大学",
    "学院",
    "学校",
    "医院",
    "公司",
    "集团",
    "银行",
    "分行",
    "支行",
    "协会",
    "学会",
    "联合会",
    "总工会",
    "图书馆",
    "档案馆",
    "博物馆",
    "管理处",
    "办事处",
    "服务站",
    "研究所",
    "管理所",
    "监管局",
    "总局",
    "分局",
    "专家组",
    "工作组",
    "代表大会",
    "组委会",
    "居委会",
    "村委会",
    "街道",
    "发改委",
    "国资委",
    "卫健委",
    "审计署",
    "海关",
    "气象台",
    "电视台",
    "广播电台",
    "派出所",
    "司法所",
    "监狱",
    "戒毒所",
    "看守所",
    "水文站",
    "气象站",
    "消防救援站",
    "执法队",
    "理事会",
    "商会",
    "基金会",
    "监督站",
    "监测站",
    "管理站",
    "检验站",
    "总站",
    "中学",
    "小学",
    "幼儿园",
    "社",
    "委",
    "办",
];

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
fn without_seals(line: &str) -> String {
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
    out
}

/// Whether `name` reads like the name of an issuer.
pub fn is_issuer(name: &str) -> bool {
    let name = name
        .strip_suffix(['章', '）', ')'])
        .map_or(name, |n| n.trim_end_matches(['（', '(', '印', '盖', '章']));
    let chars = length(name);
    let plain = name
        .chars()
        .all(|c| is_cjk(c) || matches!(c, '（' | '）' | '(' | ')' | '·' | '“' | '”'));
    let long_enough = chars >= 3 || matches!(name, "省委" | "市委");
    plain
        && long_enough
        && chars <= 40
        && ISSUER_ENDS.iter().any(|end| name.ends_with(end))
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
