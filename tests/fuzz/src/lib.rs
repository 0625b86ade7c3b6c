//! What several targets share: receipts made from any bytes, and what must hold of them; a mirror to ask.

pub mod library;

use printer::layout::{Content, Row};
use printer::{Align, Item, Profile, Receipt};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Longest text of a QR code, in characters, and which first bytes allow one, some for each model: making a code takes the library,
/// traced as it is here, a hundred times as long as the layout of all the rest.
const QR_CHARS_MAX: usize = 40;
const QR_FIRST_BYTES: (u8, u8) = (29, 7);

/// Every model, read once.
static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    let names = printer::profile_names();
    let profiles = names.iter().map(|name| printer::profile(name));
    profiles
        .map(|profile| profile.expect("a name from the list"))
        .collect()
});

/// Begins an element; what follows is its kind.
const ELEMENT: char = '\u{1}';
/// Between the cells of a table.
const CELL: char = '\u{2}';
/// Between the rows of a table.
const ROW: char = '\u{3}';

/// The first byte chooses the model, the rest is text in which control characters begin elements.
pub fn receipt(bytes: &[u8]) -> (Receipt, Profile) {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let profile = PROFILES[usize::from(*first) % PROFILES.len()].clone();
    let text = String::from_utf8_lossy(rest);
    let mut coded = first % QR_FIRST_BYTES.0 != QR_FIRST_BYTES.1;
    let items = text.split(ELEMENT).map(|text| item(text, &mut coded));
    let items = items.collect();
    (Receipt { items }, profile)
}

/// At most one of them is a QR code: `coded` says that there was one.
fn item(text: &str, coded: &mut bool) -> Item {
    let mut chars = text.chars();
    let kind = chars.next().map_or(0, |c| c as u32);
    let rest = chars.as_str().to_owned();
    match kind % 8 {
        0 => Item::Rule,
        1 => Item::Space { mm: kind as u8 },
        2 => Item::Table {
            rows: rest
                .split(ROW)
                .map(|row| row.split(CELL).map(str::to_owned).collect())
                .collect(),
        },
        3 if !*coded => {
            *coded = true;
            let (data, caption) = rest.split_once(CELL).unwrap_or((&rest, ""));
            Item::Qr {
                data: data.chars().take(QR_CHARS_MAX).collect(),
                caption: caption.to_owned(),
            }
        }
        _ => Item::Text {
            text: rest,
            bold: kind & 8 != 0,
            label: (kind >> 4 & 7) as u16,
            large: kind & 128 != 0,
            indent: kind & 256 != 0,
            align: [Align::Left, Align::Center, Align::Right][kind as usize / 512 % 3],
        },
    }
}

/// Every visible character of every element stands on some line.
pub fn nothing_lost(receipt: &Receipt, rows: &[Row]) {
    let mut placed: HashMap<char, usize> = HashMap::new();
    for row in rows {
        if let Content::Line(line) = &row.content {
            for cell in &line.cells {
                *placed.entry(cell.c).or_default() += 1;
            }
        }
    }
    let mut wanted: HashMap<char, usize> = HashMap::new();
    let mut want = |text: &str| {
        for c in text.chars() {
            if !c.is_whitespace() && !printer::layout::invisible(c) {
                *wanted.entry(c).or_default() += 1;
            }
        }
    };
    for item in &receipt.items {
        match item {
            Item::Text { text, .. } => want(text),
            Item::Table { rows } => rows.iter().flatten().for_each(|cell| want(cell)),
            Item::Qr { caption, .. } => want(caption),
            _ => {}
        }
    }
    for (c, count) in wanted {
        let have = placed.get(&c).copied().unwrap_or(0);
        assert!(
            have >= count,
            "{c:?} stands {have} times instead of {count}"
        );
    }
}
