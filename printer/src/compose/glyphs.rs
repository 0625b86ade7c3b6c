//! Characters as dots: finds a Chinese font, draws each character once by swash, keeps it. Never lays anything out.

use super::drawing::{Drawing, picture};
pub use super::drawing::{Glyph, Key};
use fontdb::{Database, Family, ID, Query, Weight};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use swash::scale::ScaleContext;
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
    /// Characters that a font has, and that are too dense for the dots of a slip.
    dense: HashSet<Key>,
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

    /// Whether a character that was not drawn is in a font, and only too dense for the dots.
    pub fn is_dense(&self, key: Key) -> bool {
        let drawn = self
            .drawn
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        drawn.dense.contains(&key)
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
                if id == 0 {
                    return true;
                }
                match picture(font, id, *key, foreign, &mut drawn.context) {
                    Drawing::Legible(glyph) => {
                        drawn.dense.remove(key);
                        drawn.cache.insert(*key, Some(Arc::new(glyph)));
                        false
                    }
                    Drawing::Dense => {
                        drawn.dense.insert(*key);
                        true
                    }
                    Drawing::Nothing => true,
                }
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
    fn the_densest_characters_are_drawn_legibly_or_told_apart_from_what_no_font_has() {
        let glyphs = Glyphs::find(None).unwrap();
        for (bold, large) in [(false, false), (true, false), (false, true)] {
            let key = |c| Key { c, bold, large };
            let keys: Vec<Key> = "\u{378}䨻龘麠䬟蠿㬧䆐𨰻𥩔襺鸞讞國㛃"
                .chars()
                .map(key)
                .collect();
            let drawn = glyphs.draw(&keys);
            assert!(drawn[&keys[0]].is_none() && !glyphs.is_dense(keys[0]));
            for key in &keys[1..] {
                assert_eq!(drawn[key].is_none(), glyphs.is_dense(*key), "{key:?}");
            }
            if !bold && !large {
                assert!(glyphs.is_dense(key('麠')), "its strokes run together");
            }
            for key in &keys[keys.len() - 4..] {
                assert!(drawn[key].is_some(), "{key:?}");
            }
        }
    }

    #[test]
    fn dense_characters_that_are_drawn_are_no_two_alike() {
        // Those of the first 20,992 hanzi that keep least of their strokes.
        let dense = "麠龘鬛鬣邍鷹灩癳鑻鸞齾籰黶鑈鼺襧繼饜讞鸑籄趰魘虋籪鸄爩麤鱻灪厵驫";
        let glyphs = Glyphs::find(None).unwrap();
        let keys: Vec<Key> = dense
            .chars()
            .map(|c| Key {
                c,
                bold: false,
                large: false,
            })
            .collect();
        let drawn = glyphs.draw(&keys);
        let mut seen: HashMap<&[u64], char> = HashMap::new();
        for key in &keys {
            let Some(glyph) = &drawn[key] else { continue };
            let other = seen.insert(&glyph.rows, key.c);
            assert_eq!(other, None, "{} looks like another", key.c);
        }
        assert!(seen.len() > keys.len() / 2, "{}", seen.len());
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
