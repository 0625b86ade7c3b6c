//! What a document is when its source does not say: category and validity. Owns the guesses; each is made from title
//! and path words and never empties a field that the source filled. An issuer is never guessed.

use crate::reading::tidy::squeeze;

/// Category from the words of title and path, first fit wins.
pub fn category(title: &str, path: &str) -> &'static str {
    let title = squeeze(title);
    let has = |words: &[&str]| words.iter().any(|w| title.contains(w));
    let ends = |words: &[&str]| {
        let bare = without_notes(&title);
        words.iter().any(|w| bare.ends_with(w))
    };
    if let Some(category) = path_category(path) {
        return category;
    }
    if has(&["解读", "图解", "答记者问"]) || ends(&["问答", "政策问答"]) {
        return "interpretation";
    }
    if ends(&["政府公报"])
        || (title.contains("公报") && has(&["年第", "期", "目录"]) && !has(&["统计公报"]))
    {
        return "gazette";
    }
    if has(&[
        "财政预算",
        "部门预算",
        "财政决算",
        "部门决算",
        "三公",
        "预算执行",
        "收支预算",
        "收支决算",
        "预算公开",
        "决算公开",
    ]) || ends(&["预算", "决算", "预算表", "决算表"])
    {
        return "budget";
    }
    if has(&["查阅点", "便民服务栏", "流程图"]) && ends(&["制度", "流程图", "须知", "目录"])
    {
        return "shelf";
    }
    if ends(&["指南", "办事指南", "须知", "手册"]) {
        return "guide";
    }
    if ends(&[
        "通知", "意见", "决定", "批复", "函", "公告", "通告", "通报", "方案", "计划", "规划",
        "纲要", "要点", "决议", "命令", "复函", "预案", "请示", "安排", "答复",
    ]) {
        return "policy";
    }
    if ends(&[
        "条例",
        "规定",
        "办法",
        "细则",
        "规则",
        "制度",
        "法",
        "章程",
        "规程",
        "准则",
        "解释",
        "修正案",
        "若干规定",
        "法典",
        "标准",
        "守则",
        "规范",
        "编",
        "总则",
        "解答",
        "序言",
    ]) || title.contains("基本法")
    {
        return "regulation";
    }
    "other"
}

fn path_category(path: &str) -> Option<&'static str> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let parts = folder.split('/').map(str::to_lowercase);
    const FOLDERS: &[(&[&str], &str)] = &[
        (
            &["interpretation", "interpretations", "解读", "政策解读"],
            "interpretation",
        ),
        (&["gazette", "gazettes", "公报", "政府公报"], "gazette"),
        (
            &["budget", "budgets", "预算", "决算", "财政预决算"],
            "budget",
        ),
        (&["guide", "guides", "指南", "办事指南"], "guide"),
        (&["shelf", "便民服务栏"], "shelf"),
        (
            &["regulation", "regulations", "规章", "行政法规"],
            "regulation",
        ),
    ];
    // The innermost folder knows best.
    parts.rev().find_map(|part| {
        let known = FOLDERS
            .iter()
            .find(|(names, _)| names.contains(&part.as_str()));
        known.map(|(_, category)| *category)
    })
}

/// A title without notes in brackets behind it: （试行）, （2018年修订）.
fn without_notes(title: &str) -> &str {
    let mut bare = title;
    while let Some(inner) = bare.strip_suffix(['）', ')']) {
        let Some(open) = inner.rfind(['（', '(']) else {
            break;
        };
        bare = &inner[..open];
    }
    bare.strip_suffix('》').unwrap_or(bare)
}

/// Validity from the words of a field; the feed's own codes are taken as they are.
pub fn validity_of(words: &str) -> Option<&'static str> {
    let words = squeeze(words);
    if let Some(code) = feed::document::VALIDITIES
        .iter()
        .find(|code| **code == words)
    {
        return Some(code);
    }
    const TABLE: &[(&str, &str)] = &[
        ("废止", "repealed"),
        ("失效", "expired"),
        ("无效", "expired"),
        ("到期", "expired"),
        ("修改", "superseded"),
        ("修订", "superseded"),
        ("有效", "in-force"),
        ("是", "in-force"),
        ("否", "expired"),
    ];
    TABLE
        .iter()
        .find(|(word, _)| words.contains(word))
        .map(|(_, code)| *code)
}

/// Validity as a title or a line of its own says it: （已废止）, 【失效】.
pub fn validity_stated<'a>(
    title: &str,
    lines: impl Iterator<Item = &'a str>,
) -> Option<&'static str> {
    const STATED: &[(&str, &str)] = &[
        ("已废止", "repealed"),
        ("废止", "repealed"),
        ("本文件已废止", "repealed"),
        ("本文件已失效", "expired"),
        ("已失效", "expired"),
        ("失效", "expired"),
        ("已被修改", "superseded"),
        ("已修改", "superseded"),
        ("现行有效", "in-force"),
    ];
    let bare = squeeze(title);
    for (word, code) in STATED {
        if [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']')]
            .iter()
            .any(|(open, close)| bare.contains(&format!("{open}{word}{close}")))
        {
            return Some(code);
        }
    }
    for line in lines {
        let line = squeeze(line);
        if line.chars().count() > 80 || !line.starts_with(['（', '(', '【', '[', '本']) {
            continue;
        }
        let inner = line.trim_matches(['（', '）', '(', ')', '【', '】', '[', ']', '。']);
        let opens = ["本文件", "此件", "本文", "该文件", "本办法", "已"]
            .iter()
            .any(|w| inner.starts_with(w));
        if opens && (inner.contains("已废止") || inner.ends_with("废止") && inner.contains('于'))
        {
            return Some("repealed");
        }
        if opens && (inner.contains("已失效") || inner.ends_with("失效") && inner.contains('于'))
        {
            return Some("expired");
        }
        if STATED.iter().any(|(word, _)| *word == inner) {
            return STATED
                .iter()
                .find(|(word, _)| *word == inner)
                .map(|(_, code)| *code);
        }
    }
    None
}

/// 示例市, 某省, 某自治州 at the start of a title.
pub fn place(title: &str) -> Option<&str> {
    const PLACE_CHARS_MAX: usize = 14;
    const ENDS: &[&str] = &[
        "自治州",
        "自治县",
        "自治区",
        "省",
        "市",
        "县",
        "州",
        "盟",
        "旗",
        "区",
    ];
    let mut cut = None;
    for (count, (at, c)) in title.char_indices().enumerate() {
        if count > PLACE_CHARS_MAX {
            break;
        }
        let upto = &title[..at + c.len_utf8()];
        if count >= 2 && ENDS.iter().any(|end| upto.ends_with(end)) {
            let next = title[at + c.len_utf8()..].chars().next();
            let goes_on = matches!(
                next,
                Some('场' | '政' | '区' | '域' | '级' | '容' | '民' | '际')
            );
            if !goes_on || matches!(next, Some('政' | '容' | '民')) {
                cut = Some(at + c.len_utf8());
                break;
            }
        }
    }
    cut.map(|at| &title[..at])
        .filter(|p| !p.contains(['关', '《', '（', '的']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_follow_the_words_of_title_and_path() {
        for (title, category_code) in [
            ("关于进一步完善住房公积金提取办法的通知", "policy"),
            ("示例市公共场所控制吸烟条例（2018年修订）", "regulation"),
            ("《示例市养犬管理办法》政策解读", "interpretation"),
            ("示例市人民政府公报（2018年第9期）", "gazette"),
            ("示例市2018年国民经济和社会发展统计公报", "other"),
            ("示例市2018年财政预算", "budget"),
            ("示例市发展和改革局政府信息公开指南", "guide"),
            ("示例市政务公开查阅点建设管理制度", "shelf"),
            ("示例市地名录", "other"),
        ] {
            assert_eq!(category(title, "a.txt"), category_code, "{title}");
        }
        assert_eq!(category("读书月安排", "shelf/a.txt"), "shelf");
    }

    #[test]
    fn validity_is_taken_only_where_it_is_said() {
        assert_eq!(
            validity_stated("某办法（已废止）", [].into_iter()),
            Some("repealed")
        );
        assert_eq!(
            validity_stated("关于废止某办法的决定", ["决定废止某办法。"].into_iter()),
            None
        );
        assert_eq!(
            validity_stated("某办法", ["（本文件已于2020年1月1日失效）"].into_iter()),
            Some("expired")
        );
        assert_eq!(validity_of("现行有效"), Some("in-force"));
        assert_eq!(validity_of("repealed"), Some("repealed"));
    }
}
