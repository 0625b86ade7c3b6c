//! Properties of any text: nothing panics, what is said is bounded by what is written, every hanzi is accounted for.

use proptest::prelude::*;
use speech::{Piece, Said, clauses, has_reading, normalise};

/// No character makes more than this many said ones: 未知字 with two parts, or a cell with its heading.
const SAID_PER_CHARACTER_MAX: usize = 24;
/// The announcement of a table.
const SAID_MORE: usize = 32;

fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// Pieces of official text put together at random, so that rules meet in places nobody thought of.
fn official() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,20}",
        "[年月日时分秒个条款项号元%‰万亿]",
        "[-—~～/:：.．,，、；。|\\n ×√（）〔〕《》①Ⅲ第至到某]",
        "[A-Za-z]{1,6}",
        "[一-龥]{1,4}",
        "[㐀-㐟𠀀-𠀯𪜀-𪜏]",
        Just("电话".to_owned()),
        Just("索引号".to_owned()),
        Just("|甲|乙|\n|1|2|\n".to_owned()),
        Just("www.example.gov.cn/".to_owned()),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let chars: Vec<char> = text.chars().collect();
    let tokens = normalise(text);
    let mut said = 0;
    let mut covered = vec![false; chars.len()];
    for token in &tokens {
        prop_assert!(token.span.end <= chars.len());
        prop_assert!(!token.span.is_empty());
        for place in token.span.clone() {
            covered[place] = true;
        }
        match &token.said {
            Said::Han(han) => {
                said += han.chars().count();
                for c in han.chars() {
                    prop_assert!(has_reading(c), "{c} has no reading and is no word of ours");
                }
            }
            Said::Latin(latin) => said += latin.chars().count(),
            Said::Pause(_) => {}
        }
    }
    for (c, covered) in chars.iter().zip(covered) {
        prop_assert!(covered || !is_hanzi(*c), "{c} is not said");
    }
    prop_assert!(said <= chars.len() * SAID_PER_CHARACTER_MAX + SAID_MORE);
    let mut end = 0;
    let mut syllables = 0;
    for clause in clauses(text) {
        prop_assert!(!clause.pieces.is_empty());
        prop_assert!(
            clause.span.start >= end.min(clause.span.start),
            "spans go forward"
        );
        end = clause.span.start;
        syllables += clause.syllables();
        for piece in &clause.pieces {
            if let Piece::Mandarin(words) = piece {
                for word in words {
                    prop_assert_eq!(word.text.chars().count(), word.syllables.len());
                }
            }
        }
    }
    let han: usize = tokens
        .iter()
        .map(|t| match &t.said {
            Said::Han(han) => han.chars().count(),
            _ => 0,
        })
        .sum();
    prop_assert_eq!(syllables, han, "each said character has one syllable");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_said_within_bounds(text in "\\PC{0,120}") {
        check(&text)?;
    }

    #[test]
    fn any_official_text_is_said_within_bounds(text in official()) {
        check(&text)?;
    }

    #[test]
    fn what_is_said_is_said_the_same_again(text in "[一-龥，。；、]{0,60}") {
        let once: String = clauses(&text).iter().map(|c| format!("{}{}", c.text(), c.pause.mark())).collect();
        let twice: String = clauses(&once).iter().map(|c| format!("{}{}", c.text(), c.pause.mark())).collect();
        prop_assert_eq!(once, twice);
    }
}
