//! Under which letter an agency is looked up. Knows names only by how they sound.

use super::fold;
use super::syllables::sounds;

/// Characters of the name of an agency that may be those of its place.
const PLACE_CHARS_MAX: usize = 9;

/// The letter under which an agency (发文机关) is looked up: the first of its name behind the place that it is of, so that not all
/// agencies of 示例市 stand under S. `None` if it does not sound.
pub fn agency_initial(name: &str) -> Option<char> {
    let chars: Vec<char> = name.chars().map(fold::fold_char).collect();
    let is_place = |c: &char| matches!(c, '省' | '市' | '县' | '区' | '州' | '盟' | '旗');
    let of_place = chars.iter().take(PLACE_CHARS_MAX).rposition(is_place);
    let rest = of_place.map_or(&chars[..], |at| &chars[at + 1..]);
    let named = if rest.len() > 1 { rest } else { &chars[..] };
    named.iter().find_map(|c| match sounds(*c).first() {
        Some(sound) => sound.chars().next(),
        None => Some(*c).filter(char::is_ascii_lowercase),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_stand_under_what_they_are_and_not_where() {
        for (name, letter) in [
            ("示例市教育局", 'j'),
            ("示例省示例市示例区民政局", 'm'),
            ("国务院办公厅", 'g'),
            ("示例市", 's'),
            ("WTO 咨询局", 'w'),
        ] {
            assert_eq!(agency_initial(name), Some(letter), "{name}");
        }
        assert_eq!(agency_initial(""), None);
    }
}
