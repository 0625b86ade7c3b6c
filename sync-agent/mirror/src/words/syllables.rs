//! How single characters sound, and which syllables there are. Owns the one table of pronunciations.

use std::sync::{LazyLock, OnceLock};

use pinyin::ToPinyinMulti;

/// The pronunciations of a character without tones, the most common first.
pub fn sounds(c: char) -> &'static [&'static str] {
    static BASIC: LazyLock<Table> = LazyLock::new(|| Table::new(0x4e00..=0x9fff));
    // Hardly any text has one of these: their tables are worked out when the first is met.
    static EXTENSION_A: LazyLock<Table> = LazyLock::new(|| Table::new(0x3400..=0x4dbf));
    static RARE: LazyLock<Table> = LazyLock::new(|| Table::new(0x2_0000..=0x3_23af));
    match c {
        '〇' => &["ling"],
        '\u{4e00}'..='\u{9fff}' => BASIC.of(c),
        '\u{3400}'..='\u{4dbf}' => EXTENSION_A.of(c),
        '\u{20000}'..='\u{323af}' => RARE.of(c),
        _ => &[],
    }
}

/// Sounds that a character has in names of places alone, which the tables of characters leave out: 乐亭 and 乐陵 begin with lào.
const IN_PLACES: [(char, &str); 1] = [('乐', "lao")];

/// The pronunciations of a block of hanzi, worked out once: every search by sound asks for thousands.
struct Table {
    first: u32,
    all: Vec<&'static str>,
    /// Where the sounds of each hanzi end in `all`.
    ends: Vec<u32>,
}

impl Table {
    fn new(codes: std::ops::RangeInclusive<u32>) -> Table {
        let mut table = Table {
            first: *codes.start(),
            all: Vec::new(),
            ends: Vec::new(),
        };
        for c in codes.filter_map(char::from_u32) {
            table.all.extend(worked_out(c));
            table
                .ends
                .push(u32::try_from(table.all.len()).expect("a few for each"));
        }
        table
    }

    fn of(&self, c: char) -> &[&'static str] {
        let Some(at) = (c as u32).checked_sub(self.first).map(|at| at as usize) else {
            return &[];
        };
        let Some(end) = self.ends.get(at) else {
            return &[];
        };
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.all[start as usize..*end as usize]
    }
}

fn worked_out(c: char) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = Vec::new();
    let Some(all) = c.to_pinyin_multi() else {
        return found;
    };
    for sound in all.into_iter().map(|one| typed_v(one.plain())) {
        // Sounds like ê or ḿ cannot be typed.
        if sound.bytes().all(|b| b.is_ascii_lowercase()) && !found.contains(&sound) {
            found.push(sound);
        }
    }
    found.extend(
        IN_PLACES
            .iter()
            .filter(|(one, _)| *one == c)
            .map(|(_, sound)| *sound),
    );
    // 绿 is typed lü, lv or lu (ü is folded to v before it gets here).
    for typed in [("lv", "lu"), ("nv", "nu"), ("lve", "lue"), ("nve", "nue")] {
        if found.contains(&typed.0) && !found.contains(&typed.1) {
            found.push(typed.1);
        }
    }
    found
}

/// ü as keyboards have it.
fn typed_v(sound: &'static str) -> &'static str {
    match sound {
        "lü" => "lv",
        "nü" => "nv",
        "lüe" => "lve",
        "nüe" => "nve",
        other => other,
    }
}

/// All syllables that some character has, sorted.
pub fn all() -> &'static [&'static str] {
    static ALL: OnceLock<Vec<&'static str>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all: Vec<&'static str> = ('\u{4e00}'..='\u{9fa5}')
            .flat_map(sounds)
            .copied()
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    })
}

/// Whether some character sounds exactly so.
pub fn is_syllable(text: &str) -> bool {
    all().binary_search(&text).is_ok()
}

/// Whether the sound of some character starts so.
pub fn starts_syllable(text: &str) -> bool {
    let all = all();
    let at = all.partition_point(|s| *s < text);
    all.get(at).is_some_and(|s| s.starts_with(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_places_sound_as_they_are_called() {
        for (name, called) in [
            ("乐亭", "lao ting"),
            ("六安", "lu an"),
            ("铅山", "yan shan"),
            ("浚县", "xun xian"),
            ("蔚县", "yu xian"),
            ("东阿", "dong e"),
            ("涡阳", "guo yang"),
            ("黄陂", "huang pi"),
        ] {
            for (c, sound) in name.chars().zip(called.split(' ')) {
                assert!(sounds(c).contains(&sound), "{name}: {c} sounds {sound}");
            }
        }
    }

    #[test]
    fn rare_hanzi_sound_too() {
        assert_eq!(sounds('㐀'), ["qiu"]);
        assert_eq!(sounds('𠀀'), ["he"]);
        let heard = |codes: std::ops::RangeInclusive<u32>| {
            let all = codes.filter_map(char::from_u32);
            all.filter(|c| !sounds(*c).is_empty()).count()
        };
        assert!(heard(0x3400..=0x4dbf) > 5_500);
        assert!(heard(0x2_0000..=0x2_ebe0) > 14_500);
        assert!(sounds('a').is_empty() && sounds('\u{10ffff}').is_empty());
    }
}
