//! Disclosure marks (公开属性).

use crate::adapters::tidy::{is_blank, length, squeeze};

/// What a disclosure mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// 此件公开发布, 此件主动公开.
    Public,
    /// 脱密后公开, 依申请公开, 删减后公开, 不公开, 发至县级, 内部资料.
    NotPublic,
    /// 此件有删减: says nothing about disclosure.
    Neutral,
}

/// The mark a line consists of, `（此件公开发布）`; none for a line that says anything else.
pub fn mark(line: &str) -> Option<(Mark, String)> {
    const MARK_CHARS_MAX: usize = 30;
    if line.len() > 8 * MARK_CHARS_MAX
        || !line
            .trim_start_matches(is_blank)
            .starts_with(['（', '(', '【', '[', '〔', '﹙'])
    {
        return None;
    }
    let bare = squeeze(line);
    let whole = bare.trim_end_matches(['。', '.']);
    let inner = whole
        .strip_prefix(['（', '(', '【', '[', '〔', '﹙'])
        .and_then(|t| t.strip_suffix(['）', ')', '】', ']', '〕', '﹚']))?;
    if length(inner) > MARK_CHARS_MAX || inner.contains(['（', '(', '“', '《']) {
        return None;
    }
    const OPENINGS: &[&str] = &[
        "此件",
        "本件",
        "此文",
        "本文",
        "该件",
        "此文件",
        "公开属性",
        "公开方式",
        "信息公开",
    ];
    if !OPENINGS.iter().any(|open| inner.starts_with(open)) {
        return None;
    }
    Some((attribute(inner).unwrap_or(Mark::Neutral), inner.to_owned()))
}

/// What the words of a mark or a field (公开属性, 公开方式) say about disclosure.
pub fn attribute(words: &str) -> Option<Mark> {
    let words = squeeze(words);
    const CLOSED: &[&str] = &[
        "不公开",
        "不予公开",
        "依申请",
        "脱密",
        "删减后",
        "免予公开",
        "暂不公开",
        "部分公开",
        "内部",
        "不宜公开",
        "秘密",
        "机密",
        "绝密",
        "不得公开",
        "不对外",
    ];
    if CLOSED.iter().any(|word| words.contains(word)) {
        return Some(Mark::NotPublic);
    }
    if words.contains("公开") || words == "public" || words.contains("公布") {
        return Some(Mark::Public);
    }
    (words.contains("发至") || words.contains("阅办")).then_some(Mark::NotPublic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_a_line_of_its_own() {
        assert_eq!(mark("（此件公开发布）").map(|m| m.0), Some(Mark::Public));
        assert_eq!(mark("( 此件 主动公开 )").map(|m| m.0), Some(Mark::Public));
        for closed in [
            "（此件依申请公开）",
            "（此件删减后公开）",
            "（此件脱密后公开）",
            "（此件不公开）",
            "（此件发至县级）",
        ] {
            assert_eq!(mark(closed).map(|m| m.0), Some(Mark::NotPublic), "{closed}");
        }
        assert_eq!(mark("（本文有删减）").map(|m| m.0), Some(Mark::Neutral));
        assert_eq!(mark("即“此件公开发布”“此件不公开”等"), None);
        assert_eq!(mark("此件公开发布"), None);
    }
}
