//! Characters as dots: finds a Chinese font, draws each character once by swash, keeps it. Never lays anything out.

use super::ink::Cover;
use fontdb::{Database, Family, ID, Query, Weight};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use swash::scale::{Render, ScaleContext, Source};
use swash::zeno::Format;
use swash::{CacheKey, FontRef};

/// Families that will do, best first: half-width letters and full-width characters fill the grid exactly.
const FAMILIES: [&str; 7] = [
    "Noto Sans Mono CJK SC",
    "Noto Sans CJK SC",
    "Source Han Mono SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei Mono",
    "WenQuanYi Micro Hei",
    "Noto Serif CJK SC",
];
/// Families that have the rare characters that others lack (GB 18030-2022 level 3 and its amendment), best first.
pub const RARE_FAMILIES: [&str; 8] = [
    "HanaMinA",
    "HanaMinB",
    "Jigmo",
    "Jigmo2",
    "Jigmo3",
    "Plangothic P1",
    "Plangothic P2",
    "BabelStone Han",
];
/// Faces asked for a character that the chosen one lacks, one of each family.
const FALLBACK_FACES_MAX: usize = 48;
/// Characters kept as dots, about 300 bytes each.
const CACHE_GLYPHS_MAX: usize = 20_000;
/// How much of a dot must be covered to be burnt, of 255. Low enough for thin strokes, high enough to keep 囊 open.
const INK_REGULAR: u8 = 96;
const INK_BOLD: u8 = 120;
/// Height of the em box above the baseline (OS/2 sTypoAscender of Noto CJK).
const ASCENT: f32 = 0.88;
/// Why characters cannot be drawn at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// None of the known Chinese families is installed.
    #[error("find a chinese font: install fonts-noto-cjk, or name the family of another")]
    NoCjk,
    /// The family that was asked for is not installed.
    #[error("find font family {0:?}: it is not installed")]
    NoFamily(String),
}

/// Which picture of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub struct Key {
    pub c: char,
    pub bold: bool,
    /// 48 dots high instead of 24.
    pub large: bool,
}

/// A character as dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph {
    /// From the left edge of its cell.
    pub left: i32,
    /// From the upper edge of its cell.
    pub top: i32,
    /// Rows of dots, the leftmost in the highest bit.
    pub rows: Vec<u64>,
}

/// The fonts of this machine and what was drawn with them.
pub struct Glyphs {
    db: Database,
    regular: ID,
    bold: ID,
    fallback: Vec<ID>,
    drawn: Mutex<Drawn>,
}

#[derive(Default)]
struct Drawn {
    context: ScaleContext,
    faces: HashMap<ID, (u32, CacheKey)>,
    cache: HashMap<Key, Option<Arc<Glyph>>>,
}

impl Glyphs {
    /// Looks into the system's font folders, for `family` or for the best of those that will do.
    pub fn find(family: Option<&str>) -> Result<Glyphs, FontError> {
        // The first slip should not pay for what every slip needs.
        crate::compose::charset::prepare();
        let mut db = Database::new();
        db.load_system_fonts();
        let families = FAMILIES.map(Family::Name);
        let named = family.map(Family::Name);
        let wanted = named.as_ref().map_or(&families[..], std::slice::from_ref);
        let face = |weight| {
            let found = db.query(&Query {
                families: wanted,
                weight,
                ..Query::default()
            });
            found.ok_or_else(|| {
                family.map_or(FontError::NoCjk, |name| FontError::NoFamily(name.into()))
            })
        };
        let regular = face(Weight::NORMAL)?;
        let bold = face(Weight::BOLD)?;
        let fallback = fallback(&db, regular);
        Ok(Glyphs {
            db,
            regular,
            bold,
            fallback,
            drawn: Mutex::default(),
        })
    }

    /// The pictures of all `keys`; `None` where no font has the character.
    pub fn draw(&self, keys: &[Key]) -> HashMap<Key, Option<Arc<Glyph>>> {
        let mut drawn = self
            .drawn
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        let mut missing: Vec<Key> = keys
            .iter()
            .filter(|key| !drawn.cache.contains_key(key))
            .copied()
            .collect();
        if drawn.cache.len() + missing.len() > CACHE_GLYPHS_MAX {
            drawn.cache.clear();
            missing = keys.to_vec();
        }
        for bold in [false, true] {
            let main = if bold { self.bold } else { self.regular };
            let mut wanted: Vec<Key> = missing
                .iter()
                .filter(|key| key.bold == bold)
                .copied()
                .collect();
            for face in std::iter::once(main).chain(self.fallback.iter().copied()) {
                if wanted.is_empty() {
                    break;
                }
                self.draw_with(face, face != main, &mut wanted, &mut drawn);
            }
            drawn
                .cache
                .extend(wanted.into_iter().map(|key| (key, None)));
        }
        keys.iter()
            .map(|key| (*key, drawn.cache.get(key).cloned().flatten()))
            .collect()
    }

    /// Draws what `face` has and takes it off the list. The font file is mapped for as long as this takes: kept open it would
    /// cost a kiosk 40 MB.
    fn draw_with(&self, face: ID, foreign: bool, wanted: &mut Vec<Key>, drawn: &mut Drawn) {
        self.db.with_face_data(face, |data, index| {
            let known = drawn.faces.get(&face).copied();
            let Some(font) = known
                .map(|(offset, key)| FontRef { data, offset, key })
                .or_else(|| FontRef::from_index(data, index as usize))
            else {
                return;
            };
            drawn.faces.insert(face, (font.offset, font.key));
            let charmap = font.charmap();
            wanted.retain(|key| {
                let id = charmap.map(key.c);
                let glyph = (id != 0)
                    .then(|| picture(font, id, *key, foreign, &mut drawn.context))
                    .flatten();
                let Some(glyph) = glyph else { return true };
                drawn.cache.insert(*key, Some(Arc::new(glyph)));
                false
            });
        });
    }
}

/// One face of each family, those first of which we know that they will do: many faces of few families must not use the places up.
fn fallback(db: &Database, regular: ID) -> Vec<ID> {
    let of = |family: &str| {
        db.query(&Query {
            families: &[Family::Name(family)],
            ..Query::default()
        })
    };
    let known = FAMILIES.iter().chain(&RARE_FAMILIES).copied();
    let installed = db
        .faces()
        .filter_map(|face| Some(face.families.first()?.0.as_str()));
    let mut seen = HashSet::from([regular]);
    known
        .chain(installed)
        .filter_map(of)
        .filter(|id| seen.insert(*id))
        .take(FALLBACK_FACES_MAX)
        .collect()
}

fn picture(
    font: FontRef<'_>,
    id: u16,
    key: Key,
    foreign: bool,
    context: &mut ScaleContext,
) -> Option<Glyph> {
    let em = if key.large { 48.0_f32 } else { 24.0 };
    let room = crate::compose::charset::cells(key.c) as f32 * em / 2.0;
    let advance = font.glyph_metrics(&[]).scale(em).advance_width(id);
    // A letter wider than its cell is drawn smaller rather than over its neighbour.
    let size = if room > 0.0 && advance > room + 0.6 {
        em * room / advance
    } else {
        em
    };
    let mut scaler = context.builder(font).size(size).hint(true).build();
    let image = Render::new(&[Source::Outline])
        .format(Format::Alpha)
        .render(&mut scaler, id)?;
    let (width, height) = (image.placement.width, image.placement.height);
    if (width == 0 || height == 0) && !key.c.is_whitespace() {
        return None;
    }
    let slack = if room > 0.0 {
        (room - advance * size / em) / 2.0
    } else {
        -advance
    };
    let ink = if key.bold { INK_BOLD } else { INK_REGULAR };
    let rows = Cover {
        width: width as usize,
        dots: &image.data,
    }
    .rows(ink, foreign);
    Some(Glyph {
        left: slack.round() as i32 + image.placement.left,
        // Nothing hangs into the strip above, where it would be lost when lines are sent one by one.
        top: ((em * ASCENT).round() as i32 - image.placement.top).max(0),
        rows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_and_rare_characters_are_drawn_and_unassigned_ones_are_said_to_be_missing() {
        let glyphs = Glyphs::find(None).unwrap();
        let key = |c| Key {
            c,
            bold: false,
            large: false,
        };
        let keys: Vec<Key> = "政國㛃𠮷𬭎Aé。\u{378}".chars().map(key).collect();
        let drawn = glyphs.draw(&keys);
        for k in &keys[..8] {
            assert!(
                drawn[k].as_ref().is_some_and(|g| !g.rows.is_empty()),
                "{}",
                k.c
            );
        }
        assert_eq!(drawn[&key('\u{378}')], None);
        assert_eq!(
            glyphs.draw(&keys),
            drawn,
            "the second time they come from the cache"
        );
    }

    #[test]
    fn a_family_that_is_not_installed_is_named() {
        let error = Glyphs::find(Some("No Such Font")).err().unwrap();
        assert_eq!(error, FontError::NoFamily("No Such Font".into()));
        assert!(Glyphs::find(Some("Noto Sans CJK SC")).is_ok());
    }

    #[test]
    fn a_character_stays_inside_its_cell() {
        let glyphs = Glyphs::find(None).unwrap();
        for c in "政囊鑫，Wgj@Щ".chars() {
            let key = Key {
                c,
                bold: true,
                large: false,
            };
            let drawn = glyphs.draw(&[key]);
            let glyph = drawn[&key].as_ref().unwrap();
            let right = glyph
                .rows
                .iter()
                .map(|r| 64 - r.trailing_zeros().min(64) as i32)
                .max()
                .unwrap()
                + glyph.left;
            assert!(
                glyph.left >= -1 && right <= crate::compose::charset::cells(c) as i32 * 12 + 1,
                "{c} {} {right}",
                glyph.left
            );
            assert!(
                glyph.top >= 0 && glyph.top + glyph.rows.len() as i32 <= 28,
                "{c} {}",
                glyph.top
            );
        }
    }
}
