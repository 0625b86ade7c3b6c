//! Tones of 一 and 不 by what follows. Third tones before third tones are the voice's business. Changes no other syllable.

use crate::readings::Word;

/// What 一 before is part of a number said digit by digit, or ends one: 十一个, 二零一八.
const DIGITS: &str = "零〇一二两三四五六七八九十幺点杠";
/// 一 after these counts a place in a row, not things: 第一, 星期一; or it is the name of a number.
const ORDINAL_BEFORE: &str = "第初周期其之月";
/// 一 before these names a place in a row: 一月, 一号楼, 一级, 一审, 一是.
const ORDINAL_AFTER: &str = "月号级类等楼层审季是线流把期";

fn tone(syllable: &str) -> u8 {
    syllable.as_bytes().last().copied().unwrap_or(b'5')
}

/// Puts 一 and 不 into the tone that their place asks for. `words` is one clause's stretch without a pause.
pub(crate) fn settle(words: &mut [Word]) {
    let flat: Vec<(usize, usize, char)> = words
        .iter()
        .enumerate()
        .flat_map(|(w, word)| word.text.chars().enumerate().map(move |(i, c)| (w, i, c)))
        .collect();
    for at in 0..flat.len() {
        let (w, i, c) = flat[at];
        let last_of_longer = words[w].syllables.len() > 1 && i + 1 == words[w].syllables.len();
        let Some((next_w, next_i, next)) = flat.get(at + 1).copied() else {
            continue;
        };
        let before = at.checked_sub(1).map(|b| flat[b].2);
        let next_tone = tone(words[next_w].syllables[next_i]);
        match (c, words[w].syllables[i]) {
            ('不', "bu4") if !last_of_longer && next_tone == b'4' => {
                words[w].syllables[i] = "bu2";
            }
            ('一', "yi1") if !last_of_longer && counts(before, next) => {
                words[w].syllables[i] = match next_tone {
                    b'4' => "yi2",
                    b'1'..=b'3' => "yi4",
                    // 个 is neutral in speech but was a fourth tone.
                    _ if next == '个' => "yi2",
                    _ => "yi1",
                };
            }
            _ => {}
        }
    }
}

/// Whether 一 here counts things and changes its tone.
fn counts(before: Option<char>, next: char) -> bool {
    let place_in_a_row = before.is_some_and(|c| ORDINAL_BEFORE.contains(c) || DIGITS.contains(c))
        || DIGITS.contains(next)
        || (ORDINAL_AFTER.contains(next) && !before.is_some_and(|c| "任何每".contains(c)));
    // 一百 and 一万 stand inside numbers too: 三千一百.
    !place_in_a_row || ("百千万亿".contains(next) && before != Some('第') && before != Some('十'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readings::read;

    fn said(text: &str) -> String {
        let mut words = read(text);
        settle(&mut words);
        words
            .iter()
            .flat_map(|w| &w.syllables)
            .copied()
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn one_and_not_follow_the_next_tone() {
        for (text, want) in [
            ("不得", "bu4 de2"),
            ("不对", "bu2 dui4"),
            ("不必", "bu2 bi4"),
            ("一个", "yi2 ge4"),
            ("一年", "yi4 nian2"),
            ("一般", "yi4 ban1"),
            ("一起", "yi4 qi3"),
            ("一切", "yi2 qie4"),
            ("一百", "yi4 bai3"),
            ("第一", "di4 yi1"),
            ("统一", "tong3 yi1"),
            ("统一办理", "tong3 yi1 ban4 li3"),
            ("一月", "yi1 yue4"),
            ("三月一日", "san1 yue4 yi1 ri4"),
            ("一日内", "yi2 ri4 nei4"),
            ("二零一八年", "er4 ling2 yi1 ba1 nian2"),
            ("十一条", "shi2 yi1 tiao2"),
            ("一", "yi1"),
        ] {
            assert_eq!(said(text), want, "{text}");
        }
    }
}
