//! How single characters sound, and which syllables there are. Owns the one table of pronunciations.

use std::sync::{LazyLock, OnceLock};

use pinyin::ToPinyinMulti;

/// The pronunciations of a character without tones, the most common first.
pub fn sounds(c: char) -> &'static [&'static str] {
    static TABLE: LazyLock<Table> = LazyLock::new(Table::new);
    TABLE.of(c)
}

/// The pronunciations of all basic hanzi, worked out once: every search by sound asks for thousands.
struct Table {
    all: Vec<&'static str>,
    /// Where the sounds of each hanzi end in `all`.
    ends: Vec<u32>,
}

impl Table {
    const FIRST: u32 = 0x4e00;
    const LAST: u32 = 0x9fff;

    fn new() -> Table {
        let mut table = Table {
            all: Vec::new(),
            ends: Vec::new(),
        };
        for c in (Table::FIRST..=Table::LAST).filter_map(char::from_u32) {
            table.all.extend(worked_out(c));
            table
                .ends
                .push(u32::try_from(table.all.len()).expect("a few for each"));
        }
        table
    }

    fn of(&self, c: char) -> &[&'static str] {
        if c == '〇' {
            return &["ling"];
        }
        let Some(at) = (c as u32).checked_sub(Table::FIRST).map(|at| at as usize) else {
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
