//! Which characters the font in a device has, and how many cells a character takes. Tables of GB 18030-2005, section 5.

use crate::profile::Charset;
use encoding_rs::GB18030;
use std::sync::LazyLock;

/// Two bytes for each character of the basic plane, 0 for none. Filled by decoding every pair: the encoder searches its tables for
/// each character, which takes a hundred times as long.
static PAIRS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut pairs = vec![0; 0x1_0000];
    for lead in 0x81..=0xFE {
        for trail in (0x40..=0xFE).filter(|trail| *trail != 0x7F) {
            let pair = [lead, trail];
            if !user_defined(pair)
                && let Some(place) = decode(&pair)
                    .filter(|c| !private(*c))
                    .and_then(|c| pairs.get_mut(c as usize))
                && *place == 0
            {
                *place = u16::from_be_bytes(pair);
            }
        }
    }
    pairs
});

/// Fills the table now rather than at the first character.
pub fn prepare() {
    LazyLock::force(&PAIRS);
}

/// The two bytes of a character in GB 18030 if it has two, outside the user-defined zones.
pub fn two_bytes(c: char) -> Option<[u8; 2]> {
    PAIRS
        .get(c as usize)
        .filter(|pair| **pair != 0)
        .map(|pair| pair.to_be_bytes())
}

fn decode(pair: &[u8; 2]) -> Option<char> {
    let text = GB18030.decode_without_bom_handling_and_without_replacement(pair)?;
    let mut chars = text.chars();
    chars.next().filter(|_| chars.as_str().is_empty())
}

/// What stands for nothing that every device knows, wherever the standard puts it.
fn private(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}

/// Zones whose characters are private to every device.
fn user_defined([lead, trail]: [u8; 2]) -> bool {
    match lead {
        0xAA..=0xAF | 0xF8..=0xFE => trail >= 0xA1,
        0xA1..=0xA7 => trail <= 0xA0,
        _ => false,
    }
}

/// The bytes that make a device with this character set print `c`; `None` if it cannot.
pub fn device_bytes(c: char, charset: Charset) -> Option<([u8; 2], usize)> {
    if (' '..='~').contains(&c) {
        return Some(([c as u8, 0], 1));
    }
    let pair = two_bytes(c)?;
    let known = match charset {
        Charset::Gbk => true,
        // Rows 1 to 9 and 16 to 87 of GB/T 2312; what GBK added to row 6 and 8 is not everywhere.
        Charset::Gb2312 => {
            pair[1] >= 0xA1 && matches!(pair[0], 0xA1..=0xA9 | 0xB0..=0xF7) && !added_by_gbk(pair)
        }
    };
    known.then_some((pair, 2))
}

fn added_by_gbk([lead, trail]: [u8; 2]) -> bool {
    match lead {
        0xA2 => trail <= 0xB0 || matches!(trail, 0xE3 | 0xE4 | 0xEF | 0xF0 | 0xFD | 0xFE),
        0xA6 => trail >= 0xD9,
        0xA8 => matches!(trail, 0xBB..=0xC0),
        0xA9 => trail >= 0xF0 || trail <= 0xA3,
        0xD7 => trail >= 0xFA,
        _ => false,
    }
}

/// Half-width cells that `c` takes on paper: 0 for what stands on its neighbour, else 1 or 2. The font in the device decides,
/// so everything that GB 18030 says in two bytes is two cells wide.
pub fn cells(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        '\u{300}'..='\u{36F}'
        | '\u{483}'..='\u{489}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{302A}'..='\u{302D}'
        | '\u{3099}'
        | '\u{309A}' => 0,
        '\u{FF61}'..='\u{FFDC}' => 1,
        c if two_bytes(c).is_some() => 2,
        c if (c as u32) < 0x1100 => 1,
        _ => 2,
    }
}

/// Whether `c` has no place on paper: controls, invisible format characters, variation selectors.
pub fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_characters_are_not_for_the_device_s_font() {
        for c in ['㛃', '𠮷', '𬭎', '😀', '\u{E000}'] {
            assert_eq!(two_bytes(c), None, "{c}");
        }
        assert_eq!(two_bytes('政'), Some([0xD5, 0xFE]));
        assert_eq!(two_bytes('〔'), Some([0xA1, 0xB2]));
    }

    #[test]
    fn the_pairs_are_those_of_the_encoder() {
        for c in (0x80..=0xFFFF).filter_map(char::from_u32) {
            let mut buffer = [0u8; 4];
            let (bytes, _, unmappable) = GB18030.encode(c.encode_utf8(&mut buffer));
            let pair: Option<[u8; 2]> = bytes.as_ref().try_into().ok();
            let pair = pair.filter(|pair| !unmappable && !user_defined(*pair));
            // What is private to its user has no pair that every device knows.
            assert_eq!(two_bytes(c), pair.filter(|_| !private(c)), "{c:?}");
        }
    }

    #[test]
    fn gb2312_knows_simplified_characters_only() {
        assert_eq!(device_bytes('政', Charset::Gb2312), Some(([0xD5, 0xFE], 2)));
        assert_eq!(device_bytes('國', Charset::Gb2312), None);
        assert_eq!(device_bytes('國', Charset::Gbk), Some(([0x87, 0xF8], 2)));
        assert_eq!(device_bytes('€', Charset::Gb2312), None);
        assert_eq!(device_bytes('A', Charset::Gb2312), Some(([b'A', 0], 1)));
        assert_eq!(device_bytes('\u{1b}', Charset::Gbk), None);
    }

    #[test]
    fn a_chinese_character_takes_two_cells_and_a_letter_one() {
        assert_eq!(
            "政A。“é😀𠮷ｶ\u{301}".chars().map(cells).collect::<Vec<_>>(),
            [2, 1, 2, 2, 2, 2, 2, 1, 0]
        );
    }
}
