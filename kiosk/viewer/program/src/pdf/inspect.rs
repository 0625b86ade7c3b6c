//! What stands on a page before it is drawn: characters with their places, pictures, how much there is at all. Owns the judgement
//! which characters are known, which are drawn but not readable, and which would be wrong. Draws nothing.

use crate::fonts::Fonts;
use crate::text::Placed;
use hayro::hayro_interpret::font::{FontData, Glyph, GlyphRun, OutlineGlyph};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};
use hayro::kurbo::{Affine, BezPath, Point, Rect};
use skrifa::{FontRef, MetadataProvider};
use std::collections::HashMap;
use std::rc::Rc;

/// Glyphs of one page that are looked at; a dense page of a gazette has some 5,000.
const GLYPHS_MAX: usize = 100_000;
/// Units of an em in glyph space.
const EM: f64 = 1_000.0;

/// Everything found on a page.
#[derive(Default)]
pub struct Found {
    /// Characters in the order of drawing.
    pub placed: Vec<Placed>,
    /// Places of characters that are not known and not drawn.
    pub missing: Vec<Rect>,
    /// Characters that are drawn and cannot be read.
    pub unread: u32,
    /// Places of pictures.
    pub pictures: Vec<Rect>,
    /// Lines and areas.
    pub drawings: u32,
    /// Characters that are drawn with a face of ours, theirs is not there.
    pub stand_ins: u32,
    /// More glyphs than were looked at.
    pub cut: bool,
}

/// Tables from glyphs back to characters, by font.
pub type Backwards = HashMap<u128, Rc<HashMap<u32, char>>>;

/// Collects what a page draws.
pub struct Inspector<'i> {
    fonts: &'i Fonts,
    blank: &'i FontData,
    backwards: &'i mut Backwards,
    found: Found,
}

impl<'i> Inspector<'i> {
    /// An inspector that has seen nothing.
    pub fn new(fonts: &'i Fonts, blank: &'i FontData, backwards: &'i mut Backwards) -> Self {
        Inspector {
            fonts,
            blank,
            backwards,
            found: Found::default(),
        }
    }

    /// What it saw.
    pub fn found(self) -> Found {
        self.found
    }

    fn outline(&mut self, glyph: &OutlineGlyph, transform: Affine, drawn: bool) {
        let text = glyph.as_unicode().map(plain).unwrap_or_default();
        let advance = f64::from(glyph.advance_width().unwrap_or(EM as f32));
        let data = glyph.font_data();
        let id = glyph.glyph_id().to_u32();
        let ours = data
            .as_ref()
            .and_then(|font| self.fonts.of_ours(&font.data));
        let is_blank = data
            .as_ref()
            .is_some_and(|font| same(&font.data, self.blank));
        let wrong = is_blank
            || ours.is_some_and(|face| {
                let mut known = text.chars();
                match (known.next(), known.next()) {
                    (Some(character), None) => {
                        face.glyph(character).is_none_or(|right| right != id)
                    }
                    (None, _) => true,
                    // Several characters in one sign: there is no way to tell.
                    (Some(_), Some(_)) => false,
                }
            });
        let space = text.chars().all(char::is_whitespace) && !text.is_empty();
        if wrong && !space {
            if drawn {
                self.found.missing.push(boxed(transform, advance));
            }
            // Known but without a shape: it can be read all the same.
            if is_blank || text.is_empty() {
                return;
            }
        }
        self.found.stand_ins += u32::from(ours.is_some() && drawn && !wrong && !space);
        let text = match (text.is_empty(), &data) {
            (false, _) => text,
            (true, Some(font)) => self
                .backward(font.cache_key, &font.data)
                .get(&id)
                .map(char::to_string)
                .unwrap_or_default(),
            (true, None) => text,
        };
        self.place(text, transform, advance);
    }

    fn place(&mut self, text: String, transform: Affine, advance: f64) {
        let text: String = text.chars().filter(|c| !is_unreadable(*c)).collect();
        if text.is_empty() {
            self.found.unread += 1;
            return;
        }
        let at = transform * Point::ORIGIN;
        self.found.placed.push(Placed {
            text,
            at,
            end: transform * Point::new(advance, 0.0),
            size: (transform * Point::new(0.0, EM) - at).hypot(),
        });
    }

    fn backward(&mut self, key: u128, data: &FontData) -> Rc<HashMap<u32, char>> {
        Rc::clone(self.backwards.entry(key).or_insert_with(|| {
            let bytes: &[u8] = (**data).as_ref();
            let table = FontRef::new(bytes)
                .map(|font| {
                    font.charmap()
                        .mappings()
                        .filter_map(|(code, id)| Some((id.to_u32(), char::from_u32(code)?)))
                        .filter(|(_, character)| !is_unreadable(*character))
                        .collect()
                })
                .unwrap_or_default();
            Rc::new(table)
        }))
    }
}

fn same(one: &FontData, other: &FontData) -> bool {
    std::ptr::eq((**one).as_ref().as_ptr(), (**other).as_ref().as_ptr())
}

fn plain(text: BfString) -> String {
    match text {
        BfString::Char(character) => character.to_string(),
        BfString::String(text) => text,
    }
}

/// Says nothing to a reader: control characters, places for private use, the sign for what could not be converted.
fn is_unreadable(character: char) -> bool {
    (character.is_control() && !character.is_whitespace())
        || matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'.. | '\u{FFFD}' | '\u{FFFE}' | '\u{FFFF}')
}

fn boxed(transform: Affine, advance: f64) -> Rect {
    transform.transform_rect_bbox(Rect::new(0.0, -0.12 * EM, advance, 0.88 * EM))
}

impl<'a> Device<'a> for Inspector<'_> {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.found.drawings = self.found.drawings.saturating_add(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let drawn = !matches!(mode, DrawMode::Invisible);
        for glyph in run.glyphs() {
            if self.found.placed.len() + self.found.missing.len() >= GLYPHS_MAX {
                self.found.cut = true;
                return;
            }
            let transform = props.transform * glyph.transform();
            match &**glyph {
                Glyph::Outline(outline) => self.outline(outline, transform, drawn),
                Glyph::Type3(drawing) => {
                    let text = drawing.as_unicode().map(plain).unwrap_or_default();
                    let advance = f64::from(drawing.advance_width().unwrap_or(EM as f32));
                    self.place(text, transform, advance);
                }
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let whole = Rect::new(
            0.0,
            0.0,
            f64::from(image.width()),
            f64::from(image.height()),
        );
        self.found
            .pictures
            .push(props.transform.transform_rect_bbox(whole));
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
