//! Text objects of an OFD: where each character stands, its shape, its colour. Owns the distances between characters and the squeeze of
//! fonts that stand in; knows no layers.

use super::canvas::Paint;
use super::glyphs::{EM, Program, Shape};
use super::page::{POINTS_PER_MM, Walk, alpha_of};
use super::paint;
use super::values::deltas;
use crate::text::Placed;
use crate::xml::Element;
use hayro::kurbo::{Affine, Point, Rect};
use std::collections::HashMap;
use std::rc::Rc;
use viewer::Reason;

/// Characters of a page.
const CHARACTERS_MAX: usize = 100_000;

impl Walk<'_> {
    /// Draws and reads a text object.
    pub fn text(
        &mut self,
        object: &Element,
        here: Affine,
        param: Option<&str>,
    ) -> Result<(), Reason> {
        if object.child("TextCode").is_none() {
            self.left_out.characters += 1;
            return Ok(());
        }
        let number = |name: &str| {
            object
                .attribute(name)
                .and_then(|value| value.parse::<f64>().ok())
        };
        let size = number("Size")
            .filter(|size| size.is_finite() && *size > 0.0)
            .unwrap_or(3.7);
        let stretch = number("HScale").filter(|scale| *scale > 0.0).unwrap_or(1.0);
        let turned = Affine::rotate(number("CharDirection").unwrap_or(0.0).to_radians());
        let program = match object.attribute("Font") {
            Some(id) => self.resources.program(self.files, self.fonts, id)?,
            None => None,
        };
        let paints = Paints {
            fill: (object.attribute("Fill") != Some("false")).then(|| {
                match paint::of(self.resources, object, param, "FillColor") {
                    paint::Found::Paint(paint) => paint,
                    _ => Paint::Plain([0, 0, 0, 255]),
                }
            }),
            stroke: (object.attribute("Stroke") == Some("true")).then(|| {
                let paint = match paint::of(self.resources, object, param, "StrokeColor") {
                    paint::Found::Paint(paint) => paint,
                    _ => Paint::Plain([0, 0, 0, 255]),
                };
                (paint, paint::stroke(self.resources, object, param))
            }),
            alpha: alpha_of(object),
        };
        let glyphs = transformed(object);
        let mut index = 0;
        let mut pen = Point::ZERO;
        for code in object.all("TextCode") {
            let at = |name: &str| {
                code.attribute(name)
                    .and_then(|value| value.parse::<f64>().ok())
            };
            pen = Point::new(at("X").unwrap_or(pen.x), at("Y").unwrap_or(pen.y));
            let across = code.attribute("DeltaX").map(deltas).unwrap_or_default();
            let down = code.attribute("DeltaY").map(deltas).unwrap_or_default();
            let set = Setting {
                size,
                stretch,
                turned,
                here,
            };
            self.runs += 1;
            let words = code.text.trim_matches(['\n', '\r', '\t']);
            let mut characters = words.chars().peekable();
            let mut nth = 0;
            // What is left of the room of a glyph that several characters share.
            let mut shared = (hayro::kurbo::Vec2::ZERO, 0);
            let mut is_drawn = false;
            while let Some(character) = characters.next() {
                let shape = program
                    .as_deref()
                    .and_then(|program| shape_of(program, &glyphs.of, index, character));
                let sharing = glyphs.sharing.get(&index).copied().unwrap_or(1);
                let is_one = || {
                    let program = program.as_deref().filter(|program| program.is_own());
                    let glyph = glyphs.of.get(&index).zip(program);
                    glyph.is_some_and(|(id, program)| program.of_glyph(*id).is_some())
                };
                if shared.1 == 0 {
                    is_drawn = sharing > 1 && is_one();
                }
                index += 1;
                if shared.1 > 0 {
                    shared.1 -= 1;
                    // Its glyph is drawn already; a face that stands in has one for each.
                    let (step, shape) = (shared.0, shape.as_deref());
                    match is_drawn {
                        true => drop(self.place(character, pen, step, &set)),
                        false => self.character(character, shape, pen, step, &set, &paints),
                    }
                    pen += shared.0;
                    continue;
                }
                // Where a line goes down, its last character says so as well.
                let is_last = characters.peek().is_none() && !across.is_empty();
                let told =
                    [across.as_slice(), down.as_slice()].map(|told| told_step(told, nth, is_last));
                nth += 1;
                let step = step(told, shape.as_deref(), &set) / f64::from(sharing);
                shared = (step, sharing - 1);
                self.character(character, shape.as_deref(), pen, step, &set, &paints);
                pen += step;
            }
        }
        Ok(())
    }

    /// Reads a character: where it stands and how high it is; `None` where there are more than may be.
    fn place(
        &mut self,
        character: char,
        pen: Point,
        step: hayro::kurbo::Vec2,
        set: &Setting,
    ) -> Option<(Point, f64)> {
        if self.placed.len() >= CHARACTERS_MAX {
            self.left_out.characters += 1;
            return None;
        }
        let at = set.here * pen;
        let size =
            (set.here * (pen + (set.turned * Point::new(0.0, set.size)).to_vec2()) - at).hypot();
        let scale = Affine::scale(POINTS_PER_MM);
        self.placed.push(Placed {
            text: character.to_string(),
            run: Some(self.runs),
            at: scale * at,
            end: scale * (set.here * (pen + step)),
            size: size * POINTS_PER_MM,
        });
        Some((at, size))
    }

    fn character(
        &mut self,
        character: char,
        shape: Option<&Shape>,
        pen: Point,
        step: hayro::kurbo::Vec2,
        set: &Setting,
        paints: &Paints,
    ) {
        let Some((at, size)) = self.place(character, pen, step, set) else {
            return;
        };
        let blank = character.is_whitespace() || character.is_control();
        let Some(shape) = shape else {
            if !blank {
                self.left_out.characters += 1;
                self.missing.push(Rect::new(
                    at.x,
                    at.y - 0.88 * size,
                    at.x + size,
                    at.y + 0.12 * size,
                ));
            }
            return;
        };
        self.stand_ins += u32::from(!shape.own && !blank);
        // Whatever stands in is wider now and then than the place the text was set for.
        let room = step.hypot();
        let natural = shape.advance / EM * set.size * set.stretch;
        let squeeze = if !shape.own && room > 0.0 && natural > room * 1.05 {
            room / natural
        } else {
            1.0
        };
        let em = set.size / EM;
        let transform = self.to_dots
            * set.here
            * Affine::translate(pen.to_vec2())
            * set.turned
            * Affine::scale_non_uniform(em * set.stretch * squeeze, -em);
        if let Some(canvas) = &mut self.canvas {
            if let Some(fill) = &paints.fill {
                canvas.fill(&shape.outline, transform, fill, false, paints.alpha);
            }
            if let Some((paint, stroke)) = &paints.stroke {
                let mut stroke = stroke.clone();
                stroke.width /= em;
                canvas.stroke(&shape.outline, transform, paint, stroke, paints.alpha);
            }
        }
    }
}

/// How the characters of a text object are set.
struct Setting {
    size: f64,
    stretch: f64,
    turned: Affine,
    here: Affine,
}

struct Paints {
    fill: Option<Paint>,
    stroke: Option<(Paint, hayro::kurbo::Stroke)>,
    alpha: f32,
}

/// How far the next character stands along one axis, where distances of it are told: where fewer are told than there are characters
/// the last holds for the rest (GB/T 33190, 11.3). Behind the last character nothing follows.
fn told_step(told: &[f64], nth: usize, is_last: bool) -> Option<f64> {
    let last = told.last()?;
    match told.get(nth) {
        Some(step) => Some(*step),
        None if is_last => Some(0.0),
        None => Some(*last),
    }
}

fn step(told: [Option<f64>; 2], shape: Option<&Shape>, set: &Setting) -> hayro::kurbo::Vec2 {
    let natural = shape.map_or(EM, |shape| shape.advance) / EM * set.size * set.stretch;
    match told {
        // Nothing said about distances at all: the font says it.
        [None, None] => hayro::kurbo::Vec2::new(natural, 0.0),
        [across, down] => hayro::kurbo::Vec2::new(across.unwrap_or(0.0), down.unwrap_or(0.0)),
    }
}

/// Glyphs that a text object names itself.
#[derive(Default)]
struct Glyphs {
    /// By the position of their character.
    of: HashMap<usize, u32>,
    /// Of how many characters, from this one on, the glyph is the same (a ligature): distances are told of glyphs.
    sharing: HashMap<usize, u32>,
}

fn transformed(object: &Element) -> Glyphs {
    let mut glyphs = Glyphs::default();
    for transform in object.all("CGTransform") {
        let number = |name: &str| {
            transform
                .attribute(name)
                .and_then(|number| number.parse::<usize>().ok())
        };
        let Some(position) = number("CodePosition") else {
            continue;
        };
        let ids = transform.text_of("Glyphs").unwrap_or_default();
        let mut count = 0;
        for (nth, id) in ids.split_whitespace().take(CHARACTERS_MAX).enumerate() {
            if let Ok(id) = id.parse::<u32>() {
                glyphs.of.insert(position.saturating_add(nth), id);
            }
            count = nth + 1;
        }
        let codes = number("CodeCount").unwrap_or(1).min(CHARACTERS_MAX);
        if count > 0 && codes > count {
            let last = position.saturating_add(count - 1);
            // No more than characters of a page.
            glyphs.sharing.insert(last, (codes - count + 1) as u32);
        }
    }
    glyphs
}

fn shape_of(
    program: &Program,
    glyphs: &HashMap<usize, u32>,
    index: usize,
    character: char,
) -> Option<Rc<Shape>> {
    glyphs
        .get(&index)
        .filter(|_| program.is_own())
        .and_then(|id| program.of_glyph(*id))
        .or_else(|| program.of_character(character))
}
