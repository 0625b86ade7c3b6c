//! Names that are no issuer's: a site's word for itself, a column, a person. A paper or a news agency that a page names as its source is whose
//! text it is, and stays.

use crate::reading::tidy::{is_cjk, length, squeeze};

/// Whether a value names nobody who could issue a document: the site's word for itself, a column of the site.
pub fn is_nobody(name: &str) -> bool {
    const BEGIN: &[&str] = &[
        "本站",
        "本网",
        "原创",
        "网络",
        "互联网",
        "转载",
        "管理员",
        "未知",
        "佚名",
        "系统管理",
        "admin",
        "综合",
    ];
    const END: &[&str] = &[
        "网站",
        "门户网",
        "政府网",
        "政务网",
        "信息网",
        "新闻网",
        "在线",
        "频道",
        "栏目",
        "客户端",
        "公众号",
        "微信",
        "微博",
        "平台",
    ];
    const COLUMNS: &[&str] = &[
        "政务公开",
        "信息公开",
        "政府信息公开",
        "政府信息公开目录",
        "信息公开目录",
        "通知公告",
        "公告公示",
        "公示公告",
        "公告栏",
        "政策文件",
        "政策法规",
        "政策解读",
        "法律法规",
        "规范性文件",
        "行政规范性文件",
        "部门文件",
        "政府文件",
        "最新文件",
        "政府公报",
        "新闻中心",
        "新闻动态",
        "工作动态",
        "政务要闻",
        "部门动态",
        "首页",
        "网站首页",
        "其他文件",
        "政策",
        "文件",
    ];
    let bare = squeeze(name);
    BEGIN.iter().any(|word| bare.starts_with(word))
        || END.iter().any(|word| bare.ends_with(word))
        || COLUMNS.contains(&bare.as_str())
}

/// A line that names who signed for an office (市长　王某某, 局长：王某某, 市　长), and not the office.
pub fn is_person_line(line: &str) -> bool {
    const POSTS: &[&str] = &[
        "市长",
        "省长",
        "县长",
        "区长",
        "州长",
        "盟长",
        "旗长",
        "镇长",
        "乡长",
        "主席",
        "总理",
        "局长",
        "厅长",
        "部长",
        "署长",
        "主任",
        "院长",
        "会长",
        "行长",
        "书记",
        "校长",
        "所长",
        "站长",
        "馆长",
        "总经理",
        "董事长",
        "秘书长",
        "检察长",
        "关长",
        "代市长",
        "代县长",
        "代区长",
        "代省长",
        "法定代表人",
        "负责人",
        "签发人",
    ];
    const NAME_CHARS: std::ops::RangeInclusive<usize> = 2..=4;
    let bare = squeeze(line);
    let bare = bare.strip_prefix(['副', '代']).unwrap_or(&bare);
    POSTS
        .iter()
        .filter_map(|post| bare.strip_prefix(post))
        .any(|rest| {
            let name = rest.trim_start_matches(['：', ':', '（', '(']);
            let name = name.trim_end_matches(['）', ')']);
            name.is_empty()
                || NAME_CHARS.contains(&length(name))
                    && name.chars().all(|c| is_cjk(c) || c == '·' || c == '×')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_and_columns_issue_nothing() {
        for name in [
            "示例市人民政府门户网站",
            "政务公开",
            "本站原创",
            "示例政府网",
        ] {
            assert!(is_nobody(name), "{name}");
        }
        for name in [
            "示例市司法局",
            "示例市人民政府办公室",
            "示例出版社",
            "示例日报",
            "示例通讯社",
            "示例市电网公司",
        ] {
            assert!(!is_nobody(name), "{name}");
        }
    }

    #[test]
    fn a_persons_line_is_told_from_offices_and_sentences() {
        for line in [
            "市长　王某某",
            "局长：王某某",
            "市　长",
            "代市长 王某",
            "主任（王某某）",
            "总理　王某某",
        ] {
            assert!(is_person_line(line), "{line}");
        }
        for line in [
            "示例市水务局",
            "局长应当认真执行",
            "主任医师名单公示如下",
            "市长令第3号，现予公布",
        ] {
            assert!(!is_person_line(line), "{line}");
        }
    }
}
