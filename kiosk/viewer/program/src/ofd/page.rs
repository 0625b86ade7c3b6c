//! One page of an OFD: its objects in order, drawn on a canvas where there is one and read as text either way. Owns the walk over layers,
//! groups and composite drawings, and the count of everything that could not be shown.

use super::canvas::{Canvas, Paint};
use super::files::Files;
use super::packed::decoded;
use super::paint;
use super::resources::Resources;
use super::values::{area, matrix, path};
use crate::fonts::Fonts;
use crate::text::Placed;
use crate::xml::Element;
use hayro::kurbo::{Affine, BezPath, Point, Rect, Shape};
use image::RgbaImage;
use std::collections::HashMap;
use std::rc::Rc;
use viewer::{LeftOut, Reason};

/// Groups inside groups, composite drawings inside composite drawings.
const DEPTH_MAX: usize = 24;
/// Objects of a page, also those that composite drawings repeat.
const OBJECTS_MAX: usize = 200_000;
/// Points of a millimetre: text is laid out in points.
pub const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// Pictures that were decoded, by their number.
pub type Pictures = HashMap<String, Option<Rc<RgbaImage>>>;

/// What a walk over a page needs and what it finds.
pub struct Walk<'w> {
    /// Files of the package.
    pub files: &'w mut Files,
    /// What objects refer to.
    pub resources: &'w mut Resources,
    /// What stands in for fonts.
    pub fonts: &'w Fonts,
    /// Pictures that were decoded already.
    pub pictures: &'w mut Pictures,
    /// Where to draw.
    pub canvas: Option<&'w mut Canvas>,
    /// Millimetres of the page to dots.
    pub to_dots: Affine,
    /// Characters with their places, in points of the page.
    pub placed: Vec<Placed>,
    /// Runs of characters so far.
    pub runs: u32,
    /// What could not be shown.
    pub left_out: LeftOut,
    /// Where, in millimetres.
    pub missing: Vec<Rect>,
    /// Pictures of the page, in millimetres.
    pub shown_pictures: Vec<Rect>,
    /// Characters drawn with a face of ours, theirs is not there.
    pub stand_ins: u32,
    /// Objects seen so far.
    pub objects: usize,
}

impl Walk<'_> {
    /// All layers of a page or a template: background, body, foreground.
    pub fn layers(&mut self, content: &Element) -> Result<(), Reason> {
        let order = |layer: &&Element| match layer.attribute("Type") {
            Some("Background") => 0,
            Some("Foreground") => 2,
            _ => 1,
        };
        let mut layers: Vec<&Element> = content.all("Layer").collect();
        layers.sort_by_key(order);
        for layer in layers {
            let param = layer.attribute("DrawParam");
            self.block(&layer.children, Affine::IDENTITY, param, 0)?;
        }
        Ok(())
    }

    /// Objects of a layer, a group, a drawing or an appearance; `to_page` leads to millimetres of the page.
    pub fn block(
        &mut self,
        objects: &[Element],
        to_page: Affine,
        param: Option<&str>,
        depth: usize,
    ) -> Result<(), Reason> {
        if depth > DEPTH_MAX {
            self.left_out.drawings += 1;
            return Ok(());
        }
        for object in objects {
            self.objects += 1;
            if self.objects > OBJECTS_MAX {
                self.left_out.drawings += 1;
                return Ok(());
            }
            if object.attribute("Visible") == Some("false") {
                continue;
            }
            let is_object = matches!(
                object.name.as_str(),
                "PathObject" | "TextObject" | "ImageObject" | "CompositeObject"
            );
            let here = if is_object {
                to_page * placed_by(object)
            } else {
                to_page
            };
            let clips = if is_object {
                self.clip(object, to_page)
            } else {
                0
            };
            match object.name.as_str() {
                "PathObject" => self.path(object, here, param, depth)?,
                "TextObject" => self.text(object, here, param)?,
                "ImageObject" => self.image(object, here)?,
                "CompositeObject" => self.composite(object, here, param, depth)?,
                "PageBlock" | "Layer" => self.block(&object.children, here, param, depth + 1)?,
                "Actions" | "Clips" => {}
                // Nothing that is known: films, sounds, what a later edition brings.
                _ => {
                    self.left_out.drawings += 1;
                    self.missing.extend(boundary(object, to_page));
                }
            }
            for _ in 0..clips {
                if let Some(canvas) = &mut self.canvas {
                    canvas.pop_clip();
                }
            }
        }
        Ok(())
    }

    /// Clips of an object; how many have to be undone.
    fn clip(&mut self, object: &Element, to_page: Affine) -> usize {
        let Some(clips) = object.child("Clips") else {
            return 0;
        };
        let with_matrix = clips.attribute("TransFlag") != Some("false");
        let corner = corner_of(object);
        let base = to_page
            * corner
            * if with_matrix {
                matrix_of(object)
            } else {
                Affine::IDENTITY
            };
        let mut count = 0;
        for clip in clips.all("Clip") {
            let mut whole = BezPath::new();
            for part in clip.all("Area") {
                let own = part.attribute("CTM").and_then(matrix).unwrap_or_default();
                let shape = part.child("Path").and_then(|shape| {
                    let outline = path(shape.text_of("AbbreviatedData")?)?;
                    Some(corner_of(shape) * matrix_of(shape) * outline)
                });
                if let Some(shape) = shape {
                    whole.extend(own * shape);
                }
            }
            if !whole.elements().is_empty()
                && let Some(canvas) = &mut self.canvas
            {
                canvas.push_clip(&whole, self.to_dots * base);
                count += 1;
            }
        }
        count
    }

    fn path(
        &mut self,
        object: &Element,
        here: Affine,
        param: Option<&str>,
        depth: usize,
    ) -> Result<(), Reason> {
        let data = object.text_of("AbbreviatedData");
        let Some(outline) = data.and_then(path) else {
            // Nothing, or moves alone, draw nothing: some writers leave them behind.
            let draws_nothing =
                |word: &str| matches!(word, "S" | "M" | "C") || word.parse::<f64>().is_ok();
            if !data.is_some_and(|data| data.split_ascii_whitespace().all(draws_nothing)) {
                self.left_out.drawings += 1;
            }
            return Ok(());
        };
        let transform = self.to_dots * here;
        let alpha = alpha_of(object);
        if object.attribute("Fill") == Some("true") {
            match paint::of(self.resources, object, param, "FillColor") {
                paint::Found::Paint(paint) => {
                    let even_odd = object.attribute("Rule") == Some("Even-Odd");
                    if let Some(canvas) = &mut self.canvas {
                        canvas.fill(&outline, transform, &paint, even_odd, alpha);
                    }
                }
                paint::Found::Nothing => {}
                paint::Found::Pattern(pattern) => self.pattern(&pattern, &outline, here, depth)?,
                paint::Found::Unknown => {
                    self.lost_drawing(here.transform_rect_bbox(outline.bounding_box()));
                }
            }
        }
        if object.attribute("Stroke") != Some("false") {
            let found = paint::of(self.resources, object, param, "StrokeColor");
            let paint = match found {
                paint::Found::Paint(paint) => paint,
                paint::Found::Nothing => Paint::Plain([0, 0, 0, 255]),
                paint::Found::Unknown | paint::Found::Pattern(_) => {
                    self.lost_drawing(here.transform_rect_bbox(outline.bounding_box()));
                    return Ok(());
                }
            };
            let stroke = paint::stroke(self.resources, object, param);
            if let Some(canvas) = &mut self.canvas {
                canvas.stroke(&outline, transform, &paint, stroke, alpha);
            }
        }
        Ok(())
    }

    /// Fills a shape with a drawing again and again.
    fn pattern(
        &mut self,
        pattern: &Element,
        outline: &BezPath,
        here: Affine,
        depth: usize,
    ) -> Result<(), Reason> {
        let place = outline.bounding_box();
        let (Some(cells), Some(content)) =
            (paint::cells(pattern, place), pattern.child("CellContent"))
        else {
            self.lost_drawing(here.transform_rect_bbox(place));
            return Ok(());
        };
        if let Some(canvas) = &mut self.canvas {
            canvas.push_clip(outline, self.to_dots * here);
        }
        let mut read = None;
        for cell in cells {
            self.block(&content.children, here * cell, None, depth + 1)?;
            // Its words are said once, however often they are drawn.
            self.placed.truncate(*read.get_or_insert(self.placed.len()));
        }
        if let Some(canvas) = &mut self.canvas {
            canvas.pop_clip();
        }
        Ok(())
    }

    fn lost_drawing(&mut self, place: Rect) {
        self.left_out.drawings += 1;
        self.missing.push(place);
    }

    fn image(&mut self, object: &Element, here: Affine) -> Result<(), Reason> {
        // Without a matrix the picture fills its box.
        let own = match (
            object.attribute("CTM"),
            object.attribute("Boundary").and_then(area),
        ) {
            (None, Some(place)) => Affine::scale_non_uniform(place.width(), place.height()),
            _ => Affine::IDENTITY,
        };
        let unit = here * own;
        let place = unit.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
        self.shown_pictures.push(place);
        let Some(id) = object.attribute("ResourceID") else {
            self.left_out.pictures += 1;
            return Ok(());
        };
        let known = self.pictures.get(id).cloned();
        let picture = match known {
            Some(picture) => picture,
            // A page that is only read looks at no picture.
            None if self.canvas.is_none() => return Ok(()),
            None => {
                let bytes = self.resources.media(self.files, id)?;
                let picture = bytes.and_then(|bytes| decoded(&bytes)).map(Rc::new);
                self.pictures.insert(id.to_owned(), picture.clone());
                picture
            }
        };
        match (picture, &mut self.canvas) {
            (Some(picture), Some(canvas)) => {
                canvas.picture(&picture, self.to_dots * unit, alpha_of(object))
            }
            (Some(_), None) => {}
            (None, _) => {
                self.left_out.pictures += 1;
                self.missing.push(place);
            }
        }
        Ok(())
    }

    fn composite(
        &mut self,
        object: &Element,
        here: Affine,
        param: Option<&str>,
        depth: usize,
    ) -> Result<(), Reason> {
        let unit = object
            .attribute("ResourceID")
            .and_then(|id| self.resources.element("CompositeGraphicUnit", id));
        match unit.as_ref().and_then(|unit| unit.child("Content")) {
            Some(content) => self.block(&content.children, here, param, depth + 1),
            None => {
                self.left_out.drawings += 1;
                Ok(())
            }
        }
    }
}

/// The box of an object on the page.
fn boundary(object: &Element, to_page: Affine) -> Option<Rect> {
    let place = object.attribute("Boundary").and_then(area)?;
    Some(to_page.transform_rect_bbox(place))
}

fn corner_of(object: &Element) -> Affine {
    let corner = object
        .attribute("Boundary")
        .and_then(area)
        .map_or(Point::ZERO, |place| place.origin());
    Affine::translate(corner.to_vec2())
}

fn matrix_of(object: &Element) -> Affine {
    object.attribute("CTM").and_then(matrix).unwrap_or_default()
}

/// From an object's own space to that of what holds it.
fn placed_by(object: &Element) -> Affine {
    corner_of(object) * matrix_of(object)
}

/// How much of an object shows, 0 to 1.
pub fn alpha_of(object: &Element) -> f32 {
    object
        .attribute("Alpha")
        .and_then(|alpha| alpha.parse::<f32>().ok())
        .map_or(1.0, |alpha| (alpha / 255.0).clamp(0.0, 1.0))
}
