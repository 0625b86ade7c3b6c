//! The two font families of the screens: whether they are there, and how wide a character runs. Draws nothing.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use slint::fontique_011::fontique;
use swash::FontRef;

/// Family of the interface.
pub const INTERFACE: &str = "Noto Sans CJK SC";
/// Family of documents.
pub const DOCUMENT: &str = "Noto Serif CJK SC";

/// What windows of this program are called among others.
const APP: &str = "reading-room-terminal";

/// No usable font: the screen would be blank where Chinese should stand.
#[derive(Debug, thiserror::Error)]
pub enum FontMissing {
    /// There are fonts, but none of this family.
    #[error("find font {0}: install fonts-noto-cjk, without it Chinese text is blank")]
    Family(&'static str),
    /// Not a single font is installed: no window can be made.
    #[error("find a font: none is installed, install fonts-noto-cjk")]
    Every,
}

/// Checks that both families are visible to Slint. Call after the platform was chosen.
pub fn check() -> Result<(), FontMissing> {
    let Some(mut collection) = installed() else {
        return Err(FontMissing::Every);
    };
    for family in [INTERFACE, DOCUMENT] {
        if collection.family_id(family).is_none() {
            return Err(FontMissing::Family(family));
        }
    }
    Ok(())
}

/// The same before any window: chooses the platform as the first window would. What keeps a window from being made is an error of its own and no
/// missing font.
pub fn check_first() -> Result<Result<(), FontMissing>, slint::PlatformError> {
    let choose = || {
        // By itself an id chooses no platform: it is refused where there is none.
        slint::BackendSelector::new().select()?;
        slint::set_xdg_app_id(APP)
    };
    match asking(choose) {
        Some(chosen) => chosen.map(|()| check()),
        None => Ok(Err(FontMissing::Every)),
    }
}

/// What is installed; `None` on a machine without a single font.
fn installed() -> Option<fontique::Collection> {
    asking(slint::fontique_011::shared_collection)
}

/// Asks the library for fonts, which panics where there is none at all: that is an answer, and nothing to be told as a fault of the program.
fn asking<T>(ask: impl FnOnce() -> T + std::panic::UnwindSafe) -> Option<T> {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let answer = std::panic::catch_unwind(ask);
    std::panic::set_hook(told);
    answer.ok()
}

/// Lets a command that draws nothing ask for fonts: no window is opened, and no display is needed.
pub fn without_window() {
    struct Windowless;
    impl slint::platform::Platform for Windowless {
        fn create_window_adapter(
            &self,
        ) -> Result<Rc<dyn slint::platform::WindowAdapter>, slint::PlatformError> {
            Err(slint::PlatformError::NoPlatform)
        }
    }
    // Whoever chose a platform before has fonts, too; whoever has none is told so by `check`.
    let _ = asking(|| slint::platform::set_platform(Box::new(Windowless)));
}

/// Whether any family of rare hanzi is installed.
pub fn has_rare() -> bool {
    installed().is_some_and(|mut collection| {
        printer::RARE_FAMILIES
            .iter()
            .any(|family| collection.family_id(family).is_some())
    })
}

/// Lets Slint ask the families of rare hanzi for what the interface's lacks; where none is installed nothing changes.
pub fn add_rare() {
    let mut collection = slint::fontique_011::shared_collection();
    let families: Vec<_> = std::iter::once(INTERFACE)
        .chain(printer::RARE_FAMILIES)
        .filter_map(|family| collection.family_id(family))
        .collect();
    collection.set_fallbacks(
        fontique::FallbackKey::new(HANZI, None),
        families.into_iter(),
    );
}

/// Stands for a character that no font of this machine has: never a gap, never another character.
pub const MISSING: char = '〓';

/// Script of the hanzi, as fonts are asked for it.
const HANZI: fontique::Script = fontique::Script::from_bytes(*b"Hani");

/// One cut of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Face {
    Sans,
    SansBold,
    Serif,
    SerifBold,
}

/// Tells how wide a character runs.
pub trait Advances {
    /// Width in parts of the type size.
    fn advance(&self, face: Face, character: char) -> f32;

    /// Whether any font of this machine has the character.
    fn draws(&self, _character: char) -> bool {
        true
    }
}

/// The text with [`MISSING`] for each character that cannot be drawn.
pub fn drawn(text: &str, fonts: &dyn Advances) -> String {
    text.chars().map(|c| drawn_char(c, fonts)).collect()
}

/// The character, or what stands for it.
pub fn drawn_char(c: char, fonts: &dyn Advances) -> char {
    if fonts.draws(c) { c } else { MISSING }
}

/// Widths as the fonts say them; asked once per character.
pub struct Fonts {
    loaded: HashMap<Face, (fontique::Blob<u8>, u32)>,
    rare: Vec<(fontique::Blob<u8>, u32)>,
    known: RefCell<HashMap<(Face, char), f32>>,
    drawn: RefCell<HashMap<char, bool>>,
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
        let rare = printer::RARE_FAMILIES.iter().filter_map(|family| {
            let family = collection.family_by_name(family)?;
            let font = family.default_font()?;
            Some((font.load(None)?, font.index()))
        });
        let rare = rare.collect();
        Fonts {
            loaded,
            rare,
            known: RefCell::default(),
            drawn: RefCell::default(),
        }
    }

    /// Whether a font has it; what is not drawn at all needs none.
    pub fn draws(&self, character: char) -> bool {
        if character.is_ascii() || is_unseen(character) || self.loaded.is_empty() {
            return true;
        }
        if let Some(known) = self.drawn.borrow().get(&character) {
            return *known;
        }
        let main = self.loaded.get(&Face::Sans);
        let has = |(blob, index): &(fontique::Blob<u8>, u32)| {
            FontRef::from_index(blob.as_ref(), *index as usize)
                .is_some_and(|font| font.charmap().map(character) != 0)
        };
        let found = main.into_iter().chain(&self.rare).any(has);
        self.drawn.borrow_mut().insert(character, found);
        found
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

    fn draws(&self, character: char) -> bool {
        Fonts::draws(self, character)
    }
}

/// Joiners, selectors and blanks: they have no picture of their own.
fn is_unseen(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(u32::from(character),
            0xAD | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF | 0xE0100..=0xE01EF)
}

/// Characters that every cut sets on a full square: no need to ask the font.
pub fn is_full_width(character: char) -> bool {
    matches!(u32::from(character),
        0x3000..=0x303F | 0x3041..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0xFF01..=0xFF60
        | 0x20000..=0x3FFFF)
}

/// Every character is wide or half wide; U+0378, which is no character, is missing.
#[cfg(test)]
pub(crate) struct Square;

#[cfg(test)]
impl Advances for Square {
    fn advance(&self, _: Face, character: char) -> f32 {
        if character.is_ascii() { 0.5 } else { 1.0 }
    }

    fn draws(&self, character: char) -> bool {
        character != '\u{378}'
    }
}
