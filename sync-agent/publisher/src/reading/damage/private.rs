//! Characters of the private-use areas (自造字区), which look otherwise in every font. Owns counting them; the text keeps them, and which
//! character was meant nobody can know.

use crate::reading::tidy::clip;

/// Whether what it looks like is a matter of the font.
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// What they are called in the report.
pub const NAME: &str = "private-use characters";

/// What to say of a text with such characters; none if it has none.
pub fn unassigned(text: &str) -> Option<String> {
    const AROUND: usize = 8;
    const QUOTE_CHARS: usize = 24;
    let count = text.chars().filter(|c| is_private(*c)).count();
    let line = text.lines().find(|line| line.contains(is_private))?;
    let chars: Vec<char> = line.chars().collect();
    let at = chars.iter().position(|c| is_private(*c))?;
    let around: String = chars[at.saturating_sub(AROUND)..].iter().collect();
    let around = clip(&around, QUOTE_CHARS);
    Some(format!(
        "{}: {count} in the text, first in {around:?}; ask the portal for the right ones",
        NAME
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::damage::find;

    #[test]
    fn each_of_them_is_counted_and_a_few_are_no_damage() {
        let text = "任命王\u{E863}为局长。\n位于\u{F0B7}溪镇和\u{F0001}河。\n各单位应当认真执行。";
        assert_eq!(find(text), None);
        let told = unassigned(text).unwrap();
        assert!(told.starts_with("private-use characters: 3 in the text"));
        assert!(told.contains(r"任命王\u{e863}为局长"), "{told}");
        for sound in ["任命王某为局长。", "㛃𠮷𬭎", ""] {
            assert_eq!(unassigned(sound), None, "{sound}");
        }
    }
}
