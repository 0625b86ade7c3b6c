//! Characters by their number in Unicode. Owns which keys are a code point.

/// Hexadecimal digits of a code point.
const DIGITS_MIN: usize = 4;
const DIGITS_MAX: usize = 6;

/// The character of `20BB7` or `U+20BB7`, when it is a hanzi or a radical. Digits alone are a number (2018, 5000) unless they are too
/// many for a year or marked by `U`.
pub fn character(keys: &str) -> Option<char> {
    let marked = keys.strip_prefix(['u', 'U']);
    let digits = marked.map_or(keys, |rest| rest.strip_prefix('+').unwrap_or(rest));
    let fits = (DIGITS_MIN..=DIGITS_MAX).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let a_number = marked.is_none()
        && digits.len() == DIGITS_MIN
        && digits.bytes().all(|b| b.is_ascii_digit());
    if !fits || a_number {
        return None;
    }
    let character = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    is_hanzi(character).then_some(character)
}

/// Hanzi, their compatibility forms, radicals and 〇, of every block up to Unicode 17.
pub fn is_hanzi(character: char) -> bool {
    matches!(u32::from(character),
        0x2e80..=0x2fd5 | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfad9
        | 0x20000..=0x2a6df | 0x2a700..=0x2ee5d | 0x2f800..=0x2fa1d | 0x30000..=0x33479)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_point_is_a_character_with_or_without_its_mark() {
        for keys in ["20BB7", "20bb7", "u20bb7", "U+20BB7", "020bb7"] {
            assert_eq!(character(keys), Some('𠮷'), "{keys}");
        }
        assert_eq!(character("u516c"), Some('公'));
        assert_eq!(character("516c"), Some('公'));
        assert_eq!(character("2f00"), Some('⼀'));
    }

    #[test]
    fn years_and_foreign_signs_are_no_characters() {
        for keys in [
            "2018", "5000", "u2018", "41", "u", "", "U+", "110000", "ffffff", "d800", "20BB7F7",
            "+516c", "zhong",
        ] {
            assert_eq!(character(keys), None, "{keys}");
        }
        assert_eq!(character("u5000"), Some('倀'));
    }
}
