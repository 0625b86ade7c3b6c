//! Shapes of characters: from the font a file brings along (TrueType, OpenType, bare CFF) or from the face that stands in for it. Owns
//! which of the two draws a character; a character that neither knows is missing.

use crate::fonts::Face;
use hayro::hayro_interpret::font::FontData;
use hayro::kurbo::BezPath;
use skrifa::{DrawMemory, Font, GlyphId, PathSink, ScalerFont};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// Units of an em in which shapes are given.
pub const EM: f64 = 1_000.0;

/// A shape and how far the next one stands from it, in units of [`EM`]; y grows upwards.
pub struct Shape {
    /// Its outline; empty for a space.
    pub outline: BezPath,
    /// To the next.
    pub advance: f64,
    /// Drawn by the font of the file itself.
    pub own: bool,
}

struct Scaled {
    font: Font,
    scaler: ScalerFont,
}

/// The font of a file with what stands in for it.
pub struct Program {
    own: Option<Scaled>,
    other: Option<Scaled>,
    shapes: RefCell<HashMap<(bool, u32), Rc<Shape>>>,
}

impl Program {
    /// `None` when there is neither.
    pub fn new(own: Option<Arc<Vec<u8>>>, other: Option<&Face>) -> Option<Self> {
        let own = own.and_then(|bytes| scaled(bytes, 0));
        let other = other.and_then(|face| scaled(face.data.clone(), face.index));
        (own.is_some() || other.is_some()).then(|| Program {
            own,
            other,
            shapes: RefCell::default(),
        })
    }

    /// Whether the file brings its own.
    pub fn is_own(&self) -> bool {
        self.own.is_some()
    }

    /// The shape of a character; `None` when neither font knows it.
    pub fn of_character(&self, character: char) -> Option<Rc<Shape>> {
        let (own, id) = self
            .own
            .as_ref()
            .and_then(|font| Some((true, mapped(font, character)?)))
            .or_else(|| Some((false, mapped(self.other.as_ref()?, character)?)))?;
        self.shape(own, id)
    }

    /// The shape of a glyph of the file's own font.
    pub fn of_glyph(&self, id: u32) -> Option<Rc<Shape>> {
        self.own.as_ref()?;
        self.shape(true, id)
    }

    fn shape(&self, own: bool, id: u32) -> Option<Rc<Shape>> {
        if let Some(shape) = self.shapes.borrow().get(&(own, id)) {
            return Some(Rc::clone(shape));
        }
        let font = if own {
            self.own.as_ref()?
        } else {
            self.other.as_ref()?
        };
        let mut outline = Outline(BezPath::new());
        if let Some(glyph) = font.scaler.outline(GlyphId::new(id)) {
            // A glyph that breaks off is drawn as far as it goes.
            let _ = glyph.draw(DrawMemory::Scratch, &mut outline);
        }
        let per_em = f64::from(font.font.units_per_em().max(1));
        let advance = f64::from(font.font.glyph_metrics().h_advance(GlyphId::new(id)));
        let shape = Rc::new(Shape {
            outline: outline.0,
            advance: advance * EM / per_em,
            own,
        });
        self.shapes
            .borrow_mut()
            .insert((own, id), Rc::clone(&shape));
        Some(shape)
    }
}

fn scaled(data: FontData, index: u32) -> Option<Scaled> {
    let font = Font::new(data, index)?;
    let scaler = ScalerFont::unhinted(font.clone(), Some(EM as f32));
    Some(Scaled { font, scaler })
}

fn mapped(font: &Scaled, character: char) -> Option<u32> {
    let id = font.font.charmap().map_unicode(character)?.to_u32();
    (id != 0).then_some(id)
}

struct Outline(BezPath);

impl PathSink for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        if !self.0.elements().is_empty() {
            self.0.line_to((x, y));
        }
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        if !self.0.elements().is_empty() {
            self.0.quad_to((cx, cy), (x, y));
        }
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        if !self.0.elements().is_empty() {
            self.0.curve_to((ax, ay), (bx, by), (x, y));
        }
    }

    fn close(&mut self) {
        if !self.0.elements().is_empty() {
            self.0.close_path();
        }
    }
}
