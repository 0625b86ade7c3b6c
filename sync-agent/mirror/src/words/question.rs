//! What of a question is content: the words people put around what they look for (carrier words), the little words between,
//! marks that no document has. Owns the lists; finds nothing by itself.
//!
//! A question is read so only when what was typed finds nothing as it stands: a document that is called 怎么办 is found by its
//! name.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::words::{fold, syllables};

/// What people put before it.
const BEFORE: &[&str] = &[
    "请帮我查一下",
    "帮我查一下",
    "我想查一下",
    "我想了解",
    "我想知道",
    "我想看看",
    "我要查询",
    "查询一下",
    "请问一下",
    "帮我找",
    "帮我查",
    "我想看",
    "我想查",
    "我想找",
    "我要看",
    "我要查",
    "我要找",
    "想了解",
    "想知道",
    "看一下",
    "查一下",
    "找一下",
    "有没有",
    "麻烦查",
    "请问",
    "查询",
    "查找",
    "查看",
    "搜索",
    "查阅",
    "关于",
    "有关",
    "对于",
    "最新的",
    "最新",
    "现行",
    "查",
    "找",
    "搜",
    "看",
    "问",
];
/// What they put behind it.
const BEHIND: &[&str] = &[
    "是怎么规定的",
    "有什么规定",
    "有哪些规定",
    "的相关规定",
    "的有关规定",
    "怎么规定",
    "如何规定",
    "怎么办理",
    "如何办理",
    "相关规定",
    "有关规定",
    "需要什么条件",
    "要什么条件",
    "在哪里办",
    "去哪里办",
    "全文下载",
    "怎么处理",
    "如何处理",
    "怎么申请",
    "如何申请",
    "的全文",
    "的原文",
    "的内容",
    "的规定",
    "的法律",
    "的条文",
    "的文件",
    "的政策",
    "是什么意思",
    "是什么",
    "有哪些",
    "在哪里",
    "怎么办",
    "怎么写",
    "怎么查",
    "怎么领",
    "怎么赔",
    "怎么算",
    "怎么看",
    "多少钱",
    "多少天",
    "有几天",
    "多久",
    "多少",
    "几天",
    "多大",
    "全文",
    "原文",
    "正文",
    "下载",
    "查询",
    "最新版",
    "最新",
    "内容",
    "文件",
    "官网",
    "标准是多少",
    "可以吗",
    "行吗",
    "吗",
    "呢",
    "吧",
    "啊",
    "呀",
    "嘛",
];
/// What stands between, and says only that it is a question. Left out when words are compared one by one.
const BETWEEN: &[&str] = &[
    "能不能",
    "可不可以",
    "要不要",
    "是不是",
    "有没有",
    "会不会",
    "应不应该",
    "怎么样",
    "怎样",
    "怎么",
    "如何",
    "什么",
    "哪些",
    "哪里",
    "哪个",
    "多少",
    "多久",
    "为什么",
    "是否",
    "可以",
    "需要",
    "应该",
    "能够",
    "受到",
    "谁",
    "我的",
    "我们",
    "的规定",
    "的",
    "了",
    "吗",
    "呢",
    "和",
    "与",
    "及",
    "在",
    "是",
    "有",
    "被",
    "把",
    "我",
    "你",
    "他",
    "怎",
    "要",
    "能",
    "领",
];

/// The text without what no document has and a keyboard, a copy or a page leaves: marks of no width, tones of pinyin, figures
/// raised or lowered. Nothing else changes.
pub fn cleaned(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !is_invisible(*c))
        .flat_map(|c| {
            plain(c)
                .chars()
                .chain(is_own(c).then_some(c))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Marks without width: they part nothing and mean nothing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        // Tones that follow their vowel.
        || matches!(c, '\u{300}' | '\u{301}' | '\u{304}' | '\u{30c}')
}

fn is_own(c: char) -> bool {
    plain(c).is_empty()
}

/// Letters with a tone, figures that are raised or lowered; empty for all others. ü is typed v.
fn plain(c: char) -> &'static str {
    match c {
        'ā' | 'á' | 'ǎ' | 'à' | 'Ā' | 'Á' | 'Ǎ' | 'À' => "a",
        'ē' | 'é' | 'ě' | 'è' | 'Ē' | 'É' | 'Ě' | 'È' => "e",
        'ī' | 'í' | 'ǐ' | 'ì' | 'Ī' | 'Í' | 'Ǐ' | 'Ì' => "i",
        'ō' | 'ó' | 'ǒ' | 'ò' | 'Ō' | 'Ó' | 'Ǒ' | 'Ò' => "o",
        'ū' | 'ú' | 'ǔ' | 'ù' | 'Ū' | 'Ú' | 'Ǔ' | 'Ù' => "u",
        'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' | 'ü' | 'Ü' => "v",
        '⁰' | '₀' => "0",
        '¹' | '₁' => "1",
        '²' | '₂' => "2",
        '³' | '₃' => "3",
        '⁴' | '₄' => "4",
        '⁵' | '₅' => "5",
        '⁶' | '₆' => "6",
        '⁷' | '₇' => "7",
        '⁸' | '₈' => "8",
        '⁹' | '₉' => "9",
        _ => "",
    }
}

/// The content of a question: words of it, parted by blanks; empty if there is none. Book marks and other punctuation are gone.
pub fn content(typed: &str) -> String {
    let folded: String = fold::fold(&cleaned(typed));
    let mut runs: Vec<String> = folded
        .split(|c| !fold::is_word(c) && c != '·')
        .map(|run| run.chars().filter(|c| *c != '·').collect::<String>())
        .filter(|run: &String| !run.is_empty())
        .collect();
    // 劳 动 法: a blank behind every character is no border of words.
    if runs.len() > 1 && runs.iter().all(|run| run.chars().count() == 1) {
        runs = vec![runs.concat()];
    }
    let is_carrier = |run: &String| {
        BEFORE.contains(&run.as_str())
            || BEHIND.contains(&run.as_str())
            || is_carrier_in_letters(run)
    };
    if !runs.iter().all(is_carrier) {
        runs.retain(|run| !is_carrier(run));
    }
    for run in &mut runs {
        *run = without_carriers(run);
    }
    runs.join(" ")
}

/// Whether letters spell a carrier word: quanwen is 全文. One of a single syllable may be anything.
fn is_carrier_in_letters(run: &str) -> bool {
    static SPELLED: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let spell = |word: &&str| -> String {
            let sound = |c: char| syllables::sounds(c).first().copied().unwrap_or_default();
            word.chars().map(sound).collect()
        };
        let carriers = BEFORE.iter().chain(BEHIND);
        let long = carriers.filter(|word| word.chars().nth(1).is_some());
        long.map(spell).collect()
    });
    run.bytes().all(|b| b.is_ascii_lowercase()) && SPELLED.contains(run)
}

/// One run of characters without the carrier words around it. What is left has two characters at least, or the run stays whole.
fn without_carriers(run: &str) -> String {
    let mut left = run;
    loop {
        let before = left;
        for carrier in BEFORE {
            left = shorter(left, left.strip_prefix(carrier));
        }
        for carrier in BEHIND {
            left = shorter(left, left.strip_suffix(carrier));
        }
        // 国发41号文, but 号 alone belongs to the number.
        if left.ends_with("号文") {
            left = left.strip_suffix('文').unwrap_or(left);
        }
        left = shorter(left, left.strip_suffix('的'));
        if left.len() == before.len() {
            return left.to_owned();
        }
    }
}

fn shorter<'a>(whole: &'a str, cut: Option<&'a str>) -> &'a str {
    cut.filter(|cut| cut.chars().nth(1).is_some())
        .unwrap_or(whole)
}

/// The content without the little words between: runs that are compared word by word, not as phrases.
pub fn bare(content: &str) -> Vec<String> {
    let mut text = content.to_owned();
    for little in BETWEEN {
        if text.contains(little) {
            text = text.replace(little, " ");
        }
    }
    let runs: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let any_long = runs.iter().any(|run| run.chars().nth(1).is_some());
    if any_long {
        runs.into_iter()
            .filter(|run| run.chars().nth(1).is_some())
            .collect()
    } else {
        content.split_whitespace().map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_around_are_told_apart_from_the_content() {
        for (typed, wanted) in [
            ("查劳动合同法", "劳动合同法"),
            ("我想看《劳动合同法》全文", "劳动合同法"),
            ("劳动合同法。", "劳动合同法"),
            ("请问有没有户口登记条例", "户口登记条例"),
            ("有关旅游法的规定", "旅游法"),
            ("带薪年休假多少天", "带薪年休假"),
            ("劳 动 法", "劳动法"),
            ("劳·动·法", "劳动法"),
            ("劳\u{200b}动法", "劳动法"),
            ("lǜshīfǎ", "lvshifa"),
            ("国发2018 41号文件", "国发2018 41号"),
            ("guanggaofa quanwen", "guanggaofa"),
            ("quanwen", "quanwen"),
            ("CO₂ 排放", "co2 排放"),
            // Nothing is left: then it is the content.
            ("查询", "查询"),
            ("怎么办", "怎么办"),
            ("！？", ""),
        ] {
            assert_eq!(content(typed), wanted, "{typed}");
        }
    }

    #[test]
    fn little_words_part_the_rest() {
        assert_eq!(bare("学校门口能不能开网吧"), ["学校门口", "开网吧"]);
        assert_eq!(bare("大气污染的防治"), ["大气污染", "防治"]);
        assert_eq!(bare("的"), ["的"]);
    }

    #[test]
    fn tables_are_written_as_texts_are_folded() {
        for word in BEFORE.iter().chain(BEHIND).chain(BETWEEN) {
            assert_eq!(fold::fold(word), *word);
        }
    }
}
