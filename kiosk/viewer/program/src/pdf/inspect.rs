//! What stands on a page before it is drawn: characters with their places, pictures, how much there is at all. Owns the judgement
//! which characters are known, which are drawn but not readable, and which would be wrong. Draws nothing.

use super::dashes::Dashes;
use super::shapes::{Shape, Shapes};
use crate::fonts::Fonts;
use crate::text::Placed;
use hayro::hayro_interpret::font::{FontData, Glyph, GlyphRun, OutlineGlyph};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};
use hayro::kurbo::{Affine, BezPath, Point, Rect};
use skrifa::{FontRef, MetadataProvider};
use std::collections::{BTreeSet, HashMap};
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
    /// Characters, lines or areas are not white: where the page is, something must have kept them back.
    pub is_coloured: bool,
    /// Characters that are drawn with a face of ours, theirs is not there.
    pub stand_ins: u32,
    /// More glyphs than were looked at.
    pub cut: bool,
    /// Of the lines.
    pub dashes: Dashes,
}

/// Tables from glyphs back to characters, by font.
pub type Backwards = HashMap<u128, Rc<HashMap<u32, char>>>;

/// What is remembered of the fonts of a document from page to page.
#[derive(Default)]
pub struct Remembered {
    backwards: Backwards,
    shapes: Shapes,
}

/// Glyphs of one font that nobody can read.
#[derive(Default)]
struct Unreadable {
    /// One of them, or of those that can be read, is to be seen.
    is_seen: bool,
    codes: BTreeSet<u32>,
    places: Vec<Rect>,
}

/// Collects what a page draws.
pub struct Inspector<'i> {
    fonts: &'i Fonts,
    blank: &'i FontData,
    remembered: &'i mut Remembered,
    found: Found,
    /// Places of known characters of which nothing is to be seen.
    blanks: Vec<Rect>,
    unreadable: HashMap<u128, Unreadable>,
}

impl<'i> Inspector<'i> {
    /// An inspector that has seen nothing.
    pub fn new(fonts: &'i Fonts, blank: &'i FontData, remembered: &'i mut Remembered) -> Self {
        Inspector {
            fonts,
            blank,
            remembered,
            found: Found::default(),
            blanks: Vec::new(),
            unreadable: HashMap::new(),
        }
    }

    /// What it saw. Characters without a shape are missing, but for those over a picture: words that were read from a scan are put
    /// over it in a font that has none. A font of which nothing at all is to be seen has lost what nobody can read, too; one blank
    /// sign of it may be its space.
    pub fn found(mut self) -> Found {
        let lost = self
            .unreadable
            .into_values()
            .filter(|font| !font.is_seen && font.codes.len() > 1)
            .flat_map(|font| font.places);
        let pictures = &self.found.pictures;
        let bare = |place: &Rect| !pictures.iter().any(|p| p.contains(place.center()));
        let missing: Vec<Rect> = self.blanks.into_iter().chain(lost).filter(bare).collect();
        self.found.missing.extend(missing);
        self.found
    }

    /// Whether a character is there that has a shape and shows none. `font` is the program it comes from.
    fn is_lost(&mut self, shape: Shape, text: &str, font: u128, code: u32, place: Rect) -> bool {
        if text.chars().all(is_unreadable) {
            let unreadable = self.unreadable.entry(font).or_default();
            unreadable.is_seen |= shape == Shape::Drawn;
            if shape == Shape::Blank {
                unreadable.codes.insert(code);
                unreadable.places.push(place);
            }
            return shape == Shape::Lost;
        }
        if shape == Shape::Drawn {
            self.unreadable.entry(font).or_default().is_seen = true;
            self.found.is_coloured = true;
        } else if !text.chars().all(is_blank) {
            if shape == Shape::Lost {
                return true;
            }
            self.blanks.push(place);
        }
        false
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
        if drawn && !wrong {
            let shape = self.remembered.shapes.of_outline(glyph);
            let font = data.as_ref().map_or(0, |font| font.cache_key);
            let place = boxed(transform, advance);
            if self.is_lost(shape, &text, font, glyph.char_code(), place) {
                self.found.missing.push(place);
                if text.is_empty() {
                    return;
                }
            }
        }
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
            run: None,
            text,
            at,
            end: transform * Point::new(advance, 0.0),
            size: (transform * Point::new(0.0, EM) - at).hypot(),
        });
    }

    fn backward(&mut self, key: u128, data: &FontData) -> Rc<HashMap<u32, char>> {
        Rc::clone(self.remembered.backwards.entry(key).or_insert_with(|| {
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

/// Leaves nothing on paper, and rightly so.
fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || is_unreadable(character)
        || matches!(character, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_white(paint: &Paint<'_>) -> bool {
    matches!(paint, Paint::Color(colour) if colour.to_rgba().to_rgba8() == [255; 4])
}

fn boxed(transform: Affine, advance: f64) -> Rect {
    transform.transform_rect_bbox(Rect::new(0.0, -0.12 * EM, advance, 0.88 * EM))
}

impl<'a> Device<'a> for Inspector<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.found.dashes.of_path(path, &props, mode);
        // The first is enough, and what a paint comes to takes a while to find out.
        self.found.is_coloured = self.found.is_coloured || !is_white(&props.paint);
        self.found.drawings = self.found.drawings.saturating_add(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, mask: Option<SoftMask<'a>>, _: BlendMode) {
        self.found.dashes.of_mask(mask.as_ref());
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.found.dashes.of_run(run, &props, mode);
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
                    if drawn {
                        let shape = self.remembered.shapes.of_drawing(drawing, &props.paint);
                        let place = boxed(transform, advance);
                        self.is_lost(shape, &text, 0, drawing.char_code(), place);
                    }
                    self.place(text, transform, advance);
                }
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.found.dashes.of_mask(props.soft_mask.as_ref());
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
