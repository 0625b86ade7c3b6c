//! The two font families of the screens: whether they are there, and how wide a character runs. Draws nothing.

use std::cell::RefCell;
use std::collections::HashMap;

use slint::fontique_011::fontique;
use swash::FontRef;

/// Family of the interface.
pub const INTERFACE: &str = "Noto Sans CJK SC";
/// Family of documents.
pub const DOCUMENT: &str = "Noto Serif CJK SC";

/// No usable font: the screen would be blank where Chinese should stand.
#[derive(Debug, thiserror::Error)]
#[error("find font {0}: install fonts-noto-cjk, without it Chinese text is blank")]
pub struct FontMissing(pub &'static str);

/// Checks that both families are visible to Slint. Call after the platform was chosen.
pub fn check() -> Result<(), FontMissing> {
    let mut collection = slint::fontique_011::shared_collection();
    for family in [INTERFACE, DOCUMENT] {
        if collection.family_id(family).is_none() {
            return Err(FontMissing(family));
        }
    }
    Ok(())
}

/// One cut of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Face {
    /// Interface, regular.
    Sans,
    /// Interface, bold.
    SansBold,
    /// Document, regular.
    Serif,
    /// Document, bold.
    SerifBold,
}

/// Tells how wide a character runs.
pub trait Advances {
    /// Width in parts of the type size.
    fn advance(&self, face: Face, character: char) -> f32;
}

/// Widths as the fonts say them; asked once per character.
pub struct Fonts {
    loaded: HashMap<Face, (fontique::Blob<u8>, u32)>,
    known: RefCell<HashMap<(Face, char), f32>>,
}

impl Fonts {
    /// Opens the four cuts; a missing one counts every character as wide or half wide.
    pub fn load() -> Fonts {
        let mut collection = slint::fontique_011::shared_collection();
        let mut loaded = HashMap::new();
        for (face, family, weight) in [
            (Face::Sans, INTERFACE, 400.0),
            (Face::SansBold, INTERFACE, 700.0),
            (Face::Serif, DOCUMENT, 400.0),
            (Face::SerifBold, DOCUMENT, 700.0),
        ] {
            let font = collection.family_by_name(family).and_then(|family| {
                family
                    .match_font(
                        fontique::FontWidth::NORMAL,
                        fontique::FontStyle::Normal,
                        fontique::FontWeight::new(weight),
                        false,
                    )
                    .cloned()
            });
            if let Some(font) = font
                && let Some(blob) = font.load(None)
            {
                loaded.insert(face, (blob, font.index()));
            }
        }
        Fonts {
            loaded,
            known: RefCell::default(),
        }
    }

    fn ask(&self, face: Face, character: char) -> f32 {
        let fallback = if character.is_ascii() { 0.56 } else { 1.0 };
        let Some((blob, index)) = self.loaded.get(&face) else {
            return fallback;
        };
        let Some(font) = FontRef::from_index(blob.as_ref(), *index as usize) else {
            return fallback;
        };
        let glyph = font.charmap().map(character);
        if glyph == 0 {
            return fallback;
        }
        let metrics = font.glyph_metrics(&[]);
        metrics.advance_width(glyph) / f32::from(metrics.units_per_em().max(1))
    }
}

impl Advances for Fonts {
    fn advance(&self, face: Face, character: char) -> f32 {
        if is_full_width(character) {
            return 1.0;
        }
        if let Some(known) = self.known.borrow().get(&(face, character)) {
            return *known;
        }
        let asked = self.ask(face, character);
        self.known.borrow_mut().insert((face, character), asked);
        asked
    }
}

/// Characters that every cut sets on a full square: no need to ask the font.
pub fn is_full_width(character: char) -> bool {
    matches!(u32::from(character),
        0x3000..=0x303F | 0x3041..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0xFF01..=0xFF60
        | 0x20000..=0x3FFFF)
}

#[cfg(test)]
pub(crate) struct Square;

#[cfg(test)]
impl Advances for Square {
    fn advance(&self, _: Face, character: char) -> f32 {
        if character.is_ascii() { 0.5 } else { 1.0 }
    }
}
