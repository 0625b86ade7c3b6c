//! What a document is when its source does not say: its category. Owns the guess; it is made from title
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
}
