//! Damaged text. Owns telling mojibake and injected text from rare but honest characters; repairs nothing: a reading point
//! shows authoritative text or none.
//!
//! Signs, each of them counted against what honest documents contain: pinyin in brackets behind one common character again
//! and again (a page annotated by a tool), sentence marks torn into `?` and bopomofo (GBK bytes shifted by one), the characters
//! that UTF-8 read as GBK is made of, Latin letters with accents in runs, replacement characters, question marks in the place of
//! characters, private-use runs.

mod lost;
mod private;

pub use lost::{Lost, told};
pub use private::unassigned;

use std::collections::HashSet;

use crate::reading::tidy::is_cjk;

/// What makes a text damaged, in words for the report; none if it is sound.
pub fn find(text: &str) -> Option<String> {
    let counts = Counts::of(text);
    let cjk = counts.cjk.max(1);
    let over = |count: usize, least: usize, per_thousand: usize| {
        count >= least && count * 1_000 >= cjk * per_thousand
    };
    let report = |what: &str, count: usize| {
        Some(format!(
            "{what}: {count} in {} Chinese characters",
            counts.cjk
        ))
    };
    let lost = Lost::of(text);
    if lost.is_much(counts.cjk) {
        return report(lost.name(), lost.count);
    }
    // A glossary explains each character once; a tool annotates the same common characters over and over.
    let again = counts.annotated - counts.annotated_distinct;
    if counts.annotated >= 20 && again >= 8 && over(counts.annotated, 20, 5) {
        return report("pinyin injected behind characters", counts.annotated);
    }
    if counts.torn >= 3 && over(counts.torn, 3, 1) {
        return report(
            "sentence marks torn into question marks and bopomofo",
            counts.torn,
        );
    }
    if over(counts.gbk_of_utf8, 6, 30) {
        return report("UTF-8 read as GBK", counts.gbk_of_utf8);
    }
    let filler: usize = FILLERS.iter().map(|f| text.matches(f).count()).sum();
    if filler >= 3 {
        return report("filler characters of broken conversions", filler);
    }
    if counts.accented >= 20 && counts.accented > counts.cjk {
        return report("runs of accented letters", counts.accented);
    }
    if over(counts.private, 8, 10) {
        return report(private::NAME, counts.private);
    }
    if over(counts.controls, 3, 1) {
        return report("control characters", counts.controls);
    }
    None
}

#[derive(Default)]
struct Counts {
    cjk: usize,
    annotated: usize,
    annotated_distinct: usize,
    torn: usize,
    gbk_of_utf8: usize,
    accented: usize,
    private: usize,
    controls: usize,
}

/// The first halves of common characters and marks whose UTF-8 bytes were read as GBK: 的 鐨, ， 锛, 。 銆, 一 涓, 是 鏄 ...
fn is_gbk_of_utf8(c: char) -> bool {
    matches!(
        c,
        '鐨' | '锛'
            | '銆'
            | '鈥'
            | '涓'
            | '鏄'
            | '鍥'
            | '鍦'
            | '鏀'
            | '绗'
            | '鏉'
            | '鍏'
            | '浜'
            | '鎴'
            | '鍜'
            | '鏈'
            | '鐢'
            | '甯'
            | '搴'
            | '瑙'
            | '勫'
            | '畾'
    )
}
/// 锟斤拷, 烫烫烫, 屯屯屯 and the like.
const FILLERS: &[&str] = &[
    "锟斤拷",
    "锟斤",
    "烫烫烫",
    "屯屯屯",
    "ï»¿",
    "Ã¤Â",
    "â€œ",
    "â€™",
];

impl Counts {
    fn of(text: &str) -> Counts {
        let chars: Vec<char> = text.chars().collect();
        let mut counts = Counts::default();
        let mut seen = HashSet::new();
        for (at, &c) in chars.iter().enumerate() {
            match c {
                c if private::is_private(c) => counts.private += 1,
                '\u{C0}'..='\u{FF}' | '\u{80}'..='\u{9F}' => counts.accented += 1,
                '\u{1}'..='\u{8}' | '\u{B}' | '\u{E}'..='\u{1F}' | '\u{7F}' => counts.controls += 1,
                _ => {}
            }
            if !is_cjk(c) {
                if is_torn(&chars, at) {
                    counts.torn += 1;
                }
                continue;
            }
            counts.cjk += 1;
            if is_gbk_of_utf8(c) {
                counts.gbk_of_utf8 += 1;
            }
            if is_annotated(&chars[at + 1..]) {
                counts.annotated += 1;
                seen.insert(c);
            }
        }
        counts.annotated_distinct = seen.len();
        counts
    }
}

/// `(qū)`, `（gòu）` right behind a character.
fn is_annotated(rest: &[char]) -> bool {
    const SYLLABLE_CHARS_MAX: usize = 7;
    if !matches!(rest.first(), Some('(' | '（')) {
        return false;
    }
    let inner = &rest[1..];
    let Some(end) = inner
        .iter()
        .take(SYLLABLE_CHARS_MAX + 1)
        .position(|c| matches!(c, ')' | '）'))
    else {
        return false;
    };
    end > 0
        && inner[..end].iter().all(|c| is_pinyin_letter(*c))
        && inner[..end].iter().any(|c| is_toned(*c))
}

fn is_pinyin_letter(c: char) -> bool {
    c.is_ascii_lowercase() || is_toned(c) || c == 'ü'
}

fn is_toned(c: char) -> bool {
    !c.is_ascii() && "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ".contains(c)
}

/// A question mark that stands where a Chinese sentence mark should (`?。`), or a bopomofo letter among Chinese text.
fn is_torn(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|i| chars[i]);
    let after = chars.get(at + 1).copied();
    match chars[at] {
        '?' => {
            let mark =
                |c: Option<char>| c.is_some_and(|c| matches!(c, '。' | '，' | '；' | '、' | '：'));
            mark(after) && before.is_some_and(is_cjk) || mark(before) && after.is_some_and(is_cjk)
        }
        '\u{3105}'..='\u{312F}' => {
            let beside =
                |c: Option<char>| c.is_some_and(|c| is_cjk(c) || matches!(c, '。' | '，' | '?'));
            beside(before) && beside(after)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn injected_pinyin_and_torn_marks_are_damage() {
        let injected = "各區(qū)人民政府辦公室應(yīng)當(dāng)按照有關(guān)規(guī)定，進(jìn)一步加強(qiáng)政務(wù)公開，".repeat(6);
        assert!(find(&injected).unwrap().starts_with("pinyin"));
        let torn = "進一步做好工作?。ㄒ唬┘訌娊M織領導，落實責任。".repeat(4);
        assert!(find(&torn).is_some());
    }

    #[test]
    fn broken_conversions_are_damage() {
        let gbk_of_utf8 =
            "鍏充簬鍗板彂鏀垮簻淇℃伅鍏紑宸ヤ綔鐨勯€氱煡锛屽悇鍖轰汉姘戞斂搴溿€".repeat(3);
        assert!(find(&gbk_of_utf8).is_some());
        assert!(find("关于锟斤拷锟斤拷的锟斤拷通知").is_some());
        assert!(find("公开\u{FFFD}发布").is_some());
        let latin: String = "关于进一步加强政府信息公开工作的通知"
            .repeat(2)
            .bytes()
            .map(char::from)
            .collect();
        assert!(find(&latin).is_some());
    }

    #[test]
    fn honest_texts_with_rare_characters_and_some_pinyin_are_sound() {
        for text in [
            "㛃(jié)山、𬭎(hóng)湾、砼(tóng)厂、垚(yáo)村、犇(bēn)镇等地名按照规定标注读音。",
            "本市（以下简称市）各部门、各单位应当执行。什么是公开？哪些要公开？",
            "為進一步加強政務公開工作，提升政府公信力，制定本辦法。",
            "",
            "Naïve café résumé 示例",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
        let glossary: String = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
            .chars()
            .map(|c| format!("{c}(yīn)、"))
            .collect();
        assert_eq!(find(&glossary), None);
    }
}
