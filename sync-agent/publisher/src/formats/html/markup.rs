//! Values that carry markup of their own: `<br>`, `<em>` and `&nbsp;` written out in a meta tag, an attribute, an answer. Owns taking it off.

use scraper::Html;

use crate::reading::tidy;

/// Longer values are no title and no name; they stay as they are.
const BYTES_MAX: usize = 4_096;

/// The words of such a value on one line.
pub fn plain(value: &str) -> String {
    if value.len() > BYTES_MAX || !is_marked_up(value) {
        return tidy::line(value);
    }
    let once = super::words(Html::parse_fragment(value).root_element());
    // What was escaped twice shows its markup only now.
    match is_marked_up(&once) {
        true => super::words(Html::parse_fragment(&once).root_element()),
        false => once,
    }
}

/// Whether it holds a tag or a reference, and no mere sign: 《<示例>办法》, A&B.
fn is_marked_up(value: &str) -> bool {
    let tag = value.match_indices('<').any(|(at, _)| {
        let rest = value[at + 1..].trim_start_matches('/');
        rest.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.contains('>')
    });
    let reference = value.match_indices('&').any(|(at, _)| {
        let rest = &value[at + 1..];
        let name = rest.split(';').next().unwrap_or_default();
        let word = name.trim_start_matches('#');
        name.len() < rest.len()
            && (2..=8).contains(&name.len())
            && word.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    tag || reference
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_inside_a_value_is_no_word_of_it() {
        for (value, words) in [
            (
                "关于做好档案移交<br>和库房管理工作的通知",
                "关于做好档案移交和库房管理工作的通知",
            ),
            (
                "关于做好档案移交&lt;br/&gt;和库房管理工作的通知",
                "关于做好档案移交和库房管理工作的通知",
            ),
            (
                "关于<em>档案</em>移交&nbsp;工作的通知",
                "关于档案移交工作的通知",
            ),
            (
                "关于<font color='red'>档案</font>移交的通知",
                "关于档案移交的通知",
            ),
            (
                "示例市财政局<br>示例市审计局<BR>关于档案移交的通知",
                "示例市财政局 示例市审计局关于档案移交的通知",
            ),
            ("关于“A&amp;B”试点的通知", "关于“A&B”试点的通知"),
            ("关于<示例>办法和A&B的通知", "关于<示例>办法和A&B的通知"),
            (
                "产值<5亿元、>3亿元的企业名单",
                "产值<5亿元、>3亿元的企业名单",
            ),
        ] {
            assert_eq!(plain(value), words, "{value}");
        }
    }
}
