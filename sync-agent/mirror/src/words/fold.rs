//! Makes writings that mean the same look the same: width, case, brackets. Refuses to change how many characters there are.
//!
//! Every fold is one character to one character, so a position in the folded text is the position in the text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Folds one character.
pub fn fold_char(c: char) -> char {
    match TABLE.get(c as usize) {
        Some(entry) => entry.folded,
        None => work_out(c),
    }
}

/// What a character of the first plane is, asked of every character of every text.
struct Entry {
    folded: char,
    is_word: bool,
}

static TABLE: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    (0..0x1_0000)
        .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
        .map(|c| Entry {
            folded: work_out(c),
            is_word: is_basic(c) || c.is_alphanumeric() || ('\u{e000}'..='\u{f8ff}').contains(&c),
        })
        .collect()
});

fn work_out(c: char) -> char {
    if is_basic(c) {
        return simplify(c);
    }
    if let Some(ideograph) = ideograph_of(c) {
        return simplify(ideograph);
    }
    match c {
        'a'..='z' | '0'..='9' => c,
        '\0'..='\u{20}' | '\u{7f}' | '\u{85}' | '\u{a0}' | '\u{3000}' => ' ',
        '(' | '[' | '{' | '〔' | '【' | '〖' | '［' | '（' | '｛' | '﹝' | '﹙' => '(',
        ')' | ']' | '}' | '〕' | '】' | '〗' | '］' | '）' | '｝' | '﹞' | '﹚' => ')',
        '“' | '”' | '„' | '＂' | '〝' | '〞' | '「' | '」' | '『' | '』' => '"',
        '‘' | '’' | '＇' | '`' | '｀' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '－' | '−' => '-',
        '•' | '・' | '‧' | '∙' | '･' | '⋅' => '·',
        '²' | '³' => char::from(b'2' + (c as u32 - 0xb2) as u8),
        '¹' => '1',
        '⁰' | '⁴'..='⁹' => raised(c, 0x2070),
        '₀'..='₉' => raised(c, 0x2080),
        '〈' | '＜' => '《',
        '〉' | '＞' => '》',
        '\u{ff01}'..='\u{ff5e}' => {
            let narrow = char::from_u32(c as u32 - 0xfee0).expect("the block maps onto ASCII");
            narrow.to_ascii_lowercase()
        }
        _ if c.is_whitespace() || c.is_control() => ' ',
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) => one,
                // Lower case of more than one character would move every position behind it.
                _ => c,
            }
        }
    }
}

/// A figure that is raised or lowered: CO₂ is CO2.
fn raised(c: char, zero: u32) -> char {
    char::from_digit(c as u32 - zero, 10).unwrap_or(c)
}

/// The hanzi that a radical or a compatibility ideograph stands for: copies out of PDF are full of them (⽔利 for 水利).
fn ideograph_of(c: char) -> Option<char> {
    static TABLE: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
        let mut table = BTreeMap::new();
        let mut chars = RADICALS.chars().filter(|c| *c != '\n');
        while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
            table.insert(from, to);
        }
        table
    });
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}')
        .then(|| TABLE.get(&c).copied())
        .flatten()
}

/// The characters that fold to this one, itself left out: where a text holds none of them, what is folded stands there as it is.
pub fn others(folded: char) -> &'static [char] {
    static OTHERS: LazyLock<BTreeMap<char, Vec<char>>> = LazyLock::new(|| {
        let mut others: BTreeMap<char, Vec<char>> = BTreeMap::new();
        // Behind the second plane nothing has another writing.
        for c in (0..0x2_0000).filter_map(char::from_u32) {
            let folded = fold_char(c);
            if folded != c {
                others.entry(folded).or_default().push(c);
            }
        }
        others
    });
    OTHERS.get(&folded).map_or(&[], Vec::as_slice)
}

/// Folds a text, character by character.
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// Whether a folded character is part of a word; all others separate words.
pub fn is_word(c: char) -> bool {
    // Private-use characters stand for rare hanzi in older documents.
    match TABLE.get(c as usize) {
        Some(entry) => entry.is_word,
        None => c.is_alphanumeric(),
    }
}

/// Whether a document that holds this character is found by it.
pub fn is_searchable(c: char) -> bool {
    is_word(fold_char(c))
}

/// Nearly all text.
fn is_basic(c: char) -> bool {
    BASIC.contains(&(c as u32))
}

/// Whether a character is a hanzi.
pub fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// The folded word characters alone: what is left of a title when its punctuation is forgotten.
pub fn squeeze(text: &str) -> String {
    text.chars()
        .map(fold_char)
        .filter(|c| is_word(*c))
        .collect()
}

/// The basic block of hanzi, which alone has folded characters.
const BASIC: std::ops::Range<u32> = 0x4e00..0xa000;

/// Traditional and variant hanzi (繁体字、异体字), each followed by its simplified form. Source: Unihan, fields
/// kSimplifiedVariant, kZVariant, kSemanticVariant, kTGH, and OpenCC's table of single characters; made by `tests/peers/variants.py`. What is folded is
/// indexed: a change of this file is a new schema version.
static VARIANTS: &str = include_str!("variants.txt");

/// Kangxi and supplement radicals and compatibility ideographs, each followed by its hanzi. Source: EquivalentUnifiedIdeograph.txt
/// of the Unicode Character Database, and its compatibility decompositions; made by `tests/peers/variants.py`.
static RADICALS: &str = include_str!("radicals.txt");

/// Traditional to simplified, one to one (R28, 繁/简).
fn simplify(c: char) -> char {
    static TABLE: LazyLock<Vec<char>> = LazyLock::new(|| {
        let mut table: Vec<char> = BASIC.filter_map(char::from_u32).collect();
        let mut chars = VARIANTS.chars().filter(|c| *c != '\n');
        while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
            table[(from as u32 - BASIC.start) as usize] = to;
        }
        table
    });
    let at = (c as u32).wrapping_sub(BASIC.start) as usize;
    TABLE.get(at).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn brackets_width_and_case_are_one() {
        assert_eq!(
            fold("衢政办发〔2018〕８９号"),
            fold("衢政办发[２０１８]89号")
        );
        assert_eq!(fold("【ＷＴＯ】"), "(wto)");
        assert_eq!(squeeze("《示例　办法》（试行）"), "示例办法试行");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            assert_eq!(fold_char(fold_char(c)), fold_char(c), "{c:?}");
        }
    }

    #[test]
    fn every_character_is_among_the_others_of_what_it_folds_to() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let folded = fold_char(c);
            assert_eq!(folded != c, others(folded).contains(&c), "{c:?}");
        }
    }

    #[test]
    fn traditional_and_simplified_are_one() {
        assert_eq!(fold("勞動權益保障條例"), fold("劳动权益保障条例"));
        assert_eq!(fold("關於國務院辦公廳諮詢"), fold("关于国务院办公厅咨询"));
        // Standard characters of their own, whatever they may stand for in traditional text.
        assert_eq!(fold("著作复后里"), "著作复后里");
        assert_eq!(fold("著作權"), "著作权");
    }

    #[test]
    fn what_copies_and_keyboards_leave_is_one_with_the_hanzi() {
        assert_eq!(fold("⽔利⼯程"), "水利工程");
        assert_eq!(fold("⻩河"), "黄河");
        assert_eq!(fold("CO₂与m²"), "co2与m2");
        assert_eq!(fold("旅遊發佈佔用簽籤"), "旅游发布占用签签");
        assert_eq!(fold("⁰¹²³⁴⁹₀₉"), "01234909");
        let chars: Vec<char> = RADICALS.chars().filter(|c| *c != '\n').collect();
        assert!(chars.len() > 1_000 && chars.len().is_multiple_of(2));
        for pair in chars.chunks(2) {
            assert_eq!(fold_char(pair[0]), fold_char(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn every_variant_lies_in_the_basic_block_and_leads_to_the_end() {
        let chars: Vec<char> = VARIANTS.chars().filter(|c| *c != '\n').collect();
        assert!(chars.len() > 7_000 && chars.len().is_multiple_of(2));
        for pair in chars.chunks(2) {
            assert!(
                pair.iter().all(|c| BASIC.contains(&(*c as u32))),
                "{pair:?}"
            );
            assert_eq!(fold_char(pair[0]), pair[1]);
            assert_eq!(fold_char(pair[1]), pair[1]);
        }
    }

    proptest! {
        #[test]
        fn positions_never_move(text in ".*") {
            prop_assert_eq!(text.chars().count(), fold(&text).chars().count());
        }

        #[test]
        fn folding_twice_is_folding_once(text in ".*") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
