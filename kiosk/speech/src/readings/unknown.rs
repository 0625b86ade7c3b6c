//! Characters without a reading: what they are put together from, so that a listener can tell which one is meant. Guesses no reading.

use crate::table::Table;

const PARTS: Table = Table::new(include_str!("../../../../assets/speech/parts.txt"));

/// How the two parts of a character stand to each other, and the words before each part.
const SHAPES: [(char, [&str; 2]); 9] = [
    ('⿰', ["左", "右"]),
    ('⿱', ["上", "下"]),
    ('⿴', ["外", "内"]),
    ('⿵', ["外", "内"]),
    ('⿶', ["外", "内"]),
    ('⿷', ["外", "内"]),
    ('⿸', ["外", "内"]),
    ('⿹', ["外", "内"]),
    ('⿺', ["外", "内"]),
];

/// A character without a reading in words: `左鱼右天`, or its radical and the strokes beside it; empty if nobody knows.
#[must_use]
pub fn parts(c: char) -> String {
    let Some(how) = PARTS.find_prefix(c.encode_utf8(&mut [0; 4])) else {
        return String::new();
    };
    let mut chars = how.chars();
    let (Some(first), rest) = (chars.next(), chars.as_str()) else {
        return String::new();
    };
    if let Some((_, words)) = SHAPES.iter().find(|(shape, _)| *shape == first) {
        return words
            .iter()
            .zip(rest.chars())
            .map(|(word, part)| format!("{word}{part}"))
            .collect();
    }
    if first == '⿻' {
        return rest
            .chars()
            .map(String::from)
            .collect::<Vec<_>>()
            .join("叠");
    }
    match rest.parse::<u64>() {
        Ok(strokes) => format!("{first}部{}画", crate::numerals::cardinal(strokes)),
        Err(_) => format!("{first}部"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_say_how_a_character_is_put_together() {
        assert_eq!(parts('𩶮'), "左鱼右𡗢".replace('鱼', "魚"));
        assert_eq!(parts('𰌠'), "上子下止");
        assert_eq!(parts('𢹰'), "手部十八画");
        assert_eq!(parts('中'), "", "it has a reading");
        assert_eq!(parts('a'), "");
    }
}
