//! What a title speaks of (事由), and whether words speak of it too. Owns the comparison, by pairs of characters.

use crate::reading::tidy::{is_cjk, length, squeeze};

/// Pairs that pages of every kind share with every title.
const COMMON: &[&str] = &[
    "信息", "内容", "页面", "网站", "网页", "访问", "政府", "人民", "文件", "文章", "查看", "用户",
    "公开", "系统", "关于", "有关", "相关", "服务", "中心", "我们", "您的", "点击",
];

/// Words of offices, which no page of a machine says.
const OFFICIAL: &[&str] = &[
    "各单位",
    "各部门",
    "应当",
    "特此",
    "现将",
    "现予",
    "贯彻",
    "遵照",
    "认真执行",
    "印发",
    "施行",
    "通知如下",
    "公告如下",
];

/// Whether `words` name what `title` speaks of; a title without Chinese words says too little to tell.
pub fn names(title: &str, words: &str) -> bool {
    let title = squeeze(title);
    // Whose document it is, the site's own pages say as well.
    let matter = title
        .split_once("关于")
        .map_or(title.as_str(), |(_, matter)| matter);
    let words = squeeze(words);
    let chars: Vec<char> = matter.chars().collect();
    let mut pairs = chars
        .windows(2)
        .filter(|pair| pair.iter().all(|c| is_cjk(*c)))
        .map(|pair| pair.iter().collect::<String>())
        .filter(|pair| !COMMON.contains(&pair.as_str()))
        .peekable();
    pairs.peek().is_none() || pairs.any(|pair| words.contains(&pair))
}

/// Whether words are those of an office.
pub fn is_official_prose(words: &str) -> bool {
    OFFICIAL.iter().any(|word| words.contains(word))
}

/// The lines that do not only repeat the title, or the way to it.
pub fn without_title<'l>(title: &str, lines: &[&'l str]) -> Vec<&'l str> {
    const TITLE_CHARS_MIN: usize = 6;
    const PATH_CHARS_MAX: usize = 40;
    let title = squeeze(title);
    let repeats = |line: &str| {
        let line = squeeze(line);
        let path = length(&title) >= TITLE_CHARS_MIN
            && length(&line) <= length(&title) + PATH_CHARS_MAX
            && line.contains('>')
            && line.contains(&title);
        !title.is_empty() && (title.contains(&line) || line == title || path)
    };
    let own = lines.iter().copied().filter(|line| !repeats(line));
    own.collect()
}
