//! What people press on a page (打印, 分享到, 上一篇). Owns the words; which lines are looked at is decided by `furniture`.

use crate::reading::tidy::{length, squeeze};

/// A line with the title of a neighbour is no longer.
const NEIGHBOUR_CHARS_MAX: usize = 120;

/// Words that a text may have as well: they count at its ends only, or in a row.
const BUTTONS: &str = "下载 打印 关闭 打印文章 打印本文 打印本稿 返回列表 返回上页 微信 微博 扫码 返回 收藏 分享 扫一扫 附件下载 相关链接 纠错 \
    上一篇 下一篇 上一条 下一条 政策解读链接 无障碍阅读 语音播报 相关文档 相关附件 点赞 复制链接 推荐 没有了 无 \
    大 中 小 字体 字号 字体大小 默认 超大 新浪微博 腾讯微博 新浪 腾讯 人人网 朋友圈 微信好友 空间 豆瓣 钉钉 更多 好友 QQ QQ空间 QQ好友 邮箱";

/// Words that only a page says.
const SURE: &str = "打印本页 关闭本页 打印此页 关闭此页 打印页面 关闭页面 我要打印 关闭窗口 打印关闭 返回顶部 回到顶部 返回首页 分享到 分享至 加入收藏 收藏本页 我要纠错 \
    字体大中小 字号大中小 大中小 扫一扫在手机打开当前页 推荐给朋友 推荐给好友 分享到微信 分享到朋友圈 分享此页 分享本页";

/// Whether a line at an end of the text is nothing but buttons.
pub fn is_button(text: &str) -> bool {
    let bare = bare(text);
    if bare.is_empty() {
        return true;
    }
    let neighbour = ["上一篇", "下一篇", "上一条", "下一条", "扫一扫"]
        .iter()
        .any(|word| {
            bare.starts_with(word) && !bare.ends_with('。') && length(&bare) <= NEIGHBOUR_CHARS_MAX
        });
    let single = [
        "大", "中", "小", "无", "更多", "推荐", "空间", "邮箱", "默认",
    ];
    let row = in_row(&bare).is_some() && !single.contains(&bare.as_str());
    row || neighbour || is_control(text)
}

/// Whether a line at the end of a text is the page's: who edited it, where it came from, what explains it, who made the site.
pub fn is_page_end(text: &str) -> bool {
    const CHARS_MAX: usize = 100;
    const EDITED: &[&str] = &[
        "责任编辑",
        "编辑",
        "审核",
        "初审",
        "终审",
        "校对",
        "责编",
        "文字编辑",
        "一审",
        "二审",
        "三审",
    ];
    const LED_TO: &[&str] = &[
        "原文链接",
        "原文地址",
        "原文网址",
        "政策解读",
        "相关解读",
        "文件解读",
        "解读链接",
        "图解",
        "相关政策",
        "相关链接",
    ];
    const NAME_CHARS_MAX: usize = 12;
    if length(text) > CHARS_MAX || text.contains(['。', '；']) {
        return false;
    }
    let bare = squeeze(text);
    let low = bare.to_ascii_lowercase();
    let words = bare.trim_start_matches("【纠错】");
    let words = words.trim_start_matches(['【', '[', '（', '(']);
    let behind = |word: &&str| {
        let rest = words.strip_prefix(*word)?;
        rest.strip_prefix(['：', ':'])
    };
    let edited = EDITED.iter().find_map(behind);
    let edited = edited.is_some_and(|name| {
        // 责任编辑：某某 审核：某某.
        let mut names = name.split(['：', ':']);
        names.all(|name| length(name) <= NAME_CHARS_MAX)
    });
    edited
        || LED_TO.iter().find_map(behind).is_some()
        || bare.contains("即将离开") && bare.contains("继续")
        || low.starts_with("producedby")
        || low.starts_with("poweredby")
        || bare.starts_with("主办") && bare.ends_with("版权所有")
}

/// Whether a line, wherever it stands, is nothing but controls of a page.
pub fn is_control(text: &str) -> bool {
    if length(text) > NEIGHBOUR_CHARS_MAX {
        return false;
    }
    let bare = bare(text);
    if bare.is_empty() {
        return false;
    }
    is_neighbour(text)
        || is_to_be_scanned(&bare)
        || in_row(&bare).is_some_and(|(sure, count)| sure || count > 2 && sizes(&bare))
        || is_set_off(text)
}

/// 【打印】【关闭】, 打印 | 关闭: several, each in brackets of its own or divided by strokes.
fn is_set_off(text: &str) -> bool {
    let parts = text.split(['【', '】', '[', ']', '|', '［', '］', '｜']);
    let parts: Vec<String> = parts.map(bare).filter(|part| !part.is_empty()).collect();
    parts.len() > 1 && parts.iter().all(|part| in_row(part).is_some())
}

/// 上一篇：关于某事的通知.
fn is_neighbour(text: &str) -> bool {
    let bare = squeeze(text);
    let bare = bare.trim_start_matches(['【', '[', '<', '«', '‹']);
    ["上一篇", "下一篇", "上一条", "下一条"].iter().any(|word| {
        let rest = bare.strip_prefix(word);
        let rest = rest.map(|rest| rest.trim_start_matches(['】', ']']));
        rest.is_some_and(|rest| rest.starts_with(['：', ':']))
    })
}

/// 扫一扫在手机打开当前页: it speaks of the page.
fn is_to_be_scanned(bare: &str) -> bool {
    const CHARS_MAX: usize = 30;
    const PAGE: &[&str] = &[
        "当前页",
        "本页",
        "此页",
        "页面",
        "本文",
        "手机打开",
        "手机查看",
        "手机浏览",
        "手机阅读",
        "手机版",
        "分享",
        "朋友圈",
    ];
    let scans = ["扫一扫", "扫描二维码", "扫码", "扫二维码"]
        .iter()
        .any(|word| bare.contains(word));
    scans
        && length(bare) <= CHARS_MAX
        && !bare.contains(['。', '；'])
        && PAGE.iter().any(|word| bare.contains(word))
}

/// Sizes of letters to choose from.
fn sizes(bare: &str) -> bool {
    bare.contains("大中小") || bare.contains("小中大")
}

/// What is left of a line without blanks and brackets.
fn bare(text: &str) -> String {
    let marks = "【】[]［］|｜:：()（）><〉〈/、，,·-";
    squeeze(text)
        .chars()
        .filter(|c| !marks.contains(*c))
        .collect()
}

/// One button or several, run together (打印本页关闭窗口): whether one of them is sure, and how many there are.
fn in_row(bare: &str) -> Option<(bool, usize)> {
    let words = |list: &'static str, sure: bool| {
        list.split_ascii_whitespace().map(move |word| (word, sure))
    };
    let (mut rest, mut found) = (bare, (false, 0));
    while !rest.is_empty() {
        let (word, sure) = words(SURE, true)
            .chain(words(BUTTONS, false))
            .chain(words("qq", false))
            .filter(|(word, _)| rest.starts_with(word))
            .max_by_key(|(word, _)| word.len())?;
        found = (found.0 || sure, found.1 + 1);
        rest = &rest[word.len()..];
    }
    Some(found)
}
