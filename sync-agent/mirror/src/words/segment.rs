//! Cuts a sentence into words that are known, when it is known only which pieces are. Pure.

/// Characters of the shortest piece.
pub const PIECE_CHARS_MIN: usize = 2;

/// How good a way to cut is: more characters in pieces, fewer pieces, longer ones.
type Worth = (usize, std::cmp::Reverse<usize>, usize);

/// The pieces of `chars` that cover most of them; `known` tells whether a piece is known, and with one each shorter piece of
/// it is. What no piece covers is left out. Asks at most twice for each character.
pub fn pieces<E>(
    chars: &[char],
    mut known: impl FnMut(&str) -> Result<bool, E>,
) -> Result<Vec<String>, E> {
    let reach = reach(chars, &mut known)?;
    // The best way to cut from each place on, and the end of its first piece; none if the character is left out.
    let mut best: Vec<(Worth, Option<usize>)> =
        vec![((0, std::cmp::Reverse(0), 0), None); chars.len() + 1];
    for from in (0..chars.len()).rev() {
        best[from] = (best[from + 1].0, None);
        for to in from + PIECE_CHARS_MIN..=reach[from] {
            let length = to - from;
            let (covered, std::cmp::Reverse(count), squares) = best[to].0;
            let worth = (
                covered + length,
                std::cmp::Reverse(count + 1),
                squares + length * length,
            );
            // Of equals the longest piece; rather none than one that spoils the piece behind it.
            if worth > best[from].0 || (worth == best[from].0 && best[from].1.is_some()) {
                best[from] = (worth, Some(to));
            }
        }
    }
    let mut pieces = Vec::new();
    let mut from = 0;
    while from < chars.len() {
        match best[from].1 {
            Some(to) => {
                pieces.push(chars[from..to].iter().collect());
                from = to;
            }
            None => from += 1,
        }
    }
    Ok(pieces)
}

/// Where the longest known piece from each place on ends.
fn reach<E>(
    chars: &[char],
    known: &mut impl FnMut(&str) -> Result<bool, E>,
) -> Result<Vec<usize>, E> {
    let mut reach = Vec::with_capacity(chars.len());
    let mut end = 0;
    for from in 0..chars.len() {
        end = end.max(from + PIECE_CHARS_MIN - 1);
        while end < chars.len() && known(&chars[from..=end].iter().collect::<String>())? {
            end += 1;
        }
        reach.push(end);
    }
    Ok(reach)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn cut(text: &str, known: &[&str]) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let mut asked = 0;
        let found = pieces(&chars, |piece| {
            asked += 1;
            Ok::<bool, Infallible>(known.iter().any(|word| word.contains(piece)))
        });
        assert!(asked <= 2 * chars.len());
        match found {
            Ok(found) => found,
            Err(never) => match never {},
        }
    }

    #[test]
    fn most_of_the_sentence_is_covered_by_few_long_pieces() {
        for (text, known, wanted) in [
            ("请问劳动合同法", vec!["劳动合同法"], vec!["劳动合同法"]),
            ("申请低保", vec!["申请低价", "低保"], vec!["申请", "低保"]),
            ("孩子上学", vec!["子上", "上学"], vec!["上学"]),
            (
                "工伤认定时间",
                vec!["工伤认定", "认定时间"],
                vec!["工伤认定", "时间"],
            ),
            ("怎么办", vec![], vec![]),
            ("法", vec!["法"], vec![]),
            ("", vec![], vec![]),
        ] {
            assert_eq!(cut(text, &known), wanted, "{text}");
        }
    }
}
