//! The surface an OFD page is drawn on. Owns dots, clips and decoded pictures; knows no OFD. A page that is only read has no surface.

use super::resources::Rgba;
use hayro::kurbo::{Affine, BezPath, Rect, Shape, Stroke};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::color::{AlphaColor, Srgb};
use hayro::vello_cpu::peniko::{self, ColorStop, Fill, Gradient, ImageQuality, ImageSampler};
use hayro::vello_cpu::{
    Image, ImageSource, PaintType, Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit,
};
use image::RgbaImage;
use image::imageops::FilterType;
use std::sync::Arc;
use viewer::limits::IMAGE_SIDE_PX_MAX;

/// A colour or a run of colours.
#[derive(Debug, Clone)]
pub enum Paint {
    /// One colour all over.
    Plain(Rgba),
    /// Colours from one point to another, or from one circle to another (centres and radii), in the space of the object.
    Run {
        /// The circle or point it runs from.
        from: (f64, f64, f64),
        /// The circle or point it runs to.
        to: (f64, f64, f64),
        /// Circles rather than points.
        round: bool,
        /// Places from 0 to 1 and their colours.
        stops: Vec<(f32, Rgba)>,
        /// What comes before and behind.
        beyond: Beyond,
    },
}

/// How a run of colours goes on where it has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// In its first and its last colour.
    Same,
    /// From its beginning.
    Again,
    /// Back and forth.
    Back,
}

/// Dashes of one line that are drawn; a frame of a page in the finest dots has some 3,000.
const DASHES_MAX: f64 = 20_000.0;

/// A line of which the dashes come to an end: where there are too many to be seen as such it is drawn through.
fn endable(mut stroke: Stroke, path: &BezPath) -> Stroke {
    if stroke.dash_pattern.is_empty() {
        return stroke;
    }
    let dashes = stroke.dash_pattern.len() as f64;
    let pattern: f64 = stroke.dash_pattern.iter().sum();
    let count = path.perimeter(0.1) / pattern * dashes;
    if count.is_nan() || count > DASHES_MAX {
        stroke.dash_pattern.clear();
    }
    // The pattern begins anew behind its end.
    stroke.dash_offset = match stroke.dash_offset.is_finite() {
        true => stroke.dash_offset.rem_euclid(pattern),
        false => 0.0,
    };
    stroke
}

/// The surface that a page is drawn on.
pub struct Canvas {
    context: RenderContext,
}

impl Canvas {
    /// An empty one.
    pub fn new(width_px: u16, height_px: u16) -> Self {
        Canvas {
            context: RenderContext::new(width_px, height_px),
        }
    }

    /// Fills a shape.
    pub fn fill(
        &mut self,
        path: &BezPath,
        transform: Affine,
        paint: &Paint,
        even_odd: bool,
        alpha: f32,
    ) {
        self.context.set_transform(transform);
        self.context.set_fill_rule(if even_odd {
            Fill::EvenOdd
        } else {
            Fill::NonZero
        });
        self.set_paint(paint, alpha);
        self.context.fill_path(path);
    }

    /// Draws the line of a shape.
    pub fn stroke(
        &mut self,
        path: &BezPath,
        transform: Affine,
        paint: &Paint,
        stroke: Stroke,
        alpha: f32,
    ) {
        self.context.set_transform(transform);
        self.context.set_stroke(endable(stroke, path));
        self.set_paint(paint, alpha);
        self.context.stroke_path(path);
    }

    fn set_paint(&mut self, paint: &Paint, alpha: f32) {
        self.context.reset_paint_transform();
        let colour = |[red, green, blue, own]: Rgba| {
            let through = (f32::from(own) * alpha).round().clamp(0.0, 255.0) as u8;
            AlphaColor::<Srgb>::from_rgba8(red, green, blue, through)
        };
        let paint: PaintType = match paint {
            Paint::Plain(plain) => colour(*plain).into(),
            Paint::Run {
                from,
                to,
                round,
                stops,
                beyond,
            } => {
                let stops: Vec<ColorStop> = stops
                    .iter()
                    .map(|(offset, plain)| ColorStop::from((*offset, colour(*plain))))
                    .collect();
                let gradient = if *round {
                    Gradient::new_two_point_radial(
                        (from.0, from.1),
                        from.2 as f32,
                        (to.0, to.1),
                        to.2 as f32,
                    )
                } else {
                    Gradient::new_linear((from.0, from.1), (to.0, to.1))
                };
                gradient
                    .with_extend(match beyond {
                        Beyond::Same => peniko::Extend::Pad,
                        Beyond::Again => peniko::Extend::Repeat,
                        Beyond::Back => peniko::Extend::Reflect,
                    })
                    .with_stops(stops.as_slice())
                    .into()
            }
        };
        self.context.set_paint(paint);
    }

    /// Draws a picture into the unit square of a transform.
    pub fn picture(&mut self, picture: &RgbaImage, transform: Affine, alpha: f32) {
        let place = transform.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
        let fitted = fitted(picture, place);
        let (width, height) = fitted.dimensions();
        let (Ok(w), Ok(h)) = (u16::try_from(width), u16::try_from(height)) else {
            return;
        };
        let mut dots = Pixmap::new(w, h);
        for (to, from) in dots
            .data_as_u8_slice_mut()
            .chunks_exact_mut(4)
            .zip(fitted.pixels())
        {
            let through = f32::from(from.0[3]) * alpha;
            for (part, value) in to.iter_mut().zip(&from.0[..3]) {
                *part = (f32::from(*value) * through / 255.0).round() as u8;
            }
            to[3] = through.round() as u8;
        }
        let unit = Affine::scale_non_uniform(1.0 / f64::from(width), 1.0 / f64::from(height));
        self.context.set_transform(transform * unit);
        self.context.reset_paint_transform();
        self.context.set_paint(Image {
            image: ImageSource::Pixmap(Arc::new(dots)),
            sampler: ImageSampler {
                quality: ImageQuality::Medium,
                ..ImageSampler::default()
            },
        });
        self.context
            .fill_rect(&Rect::new(0.0, 0.0, f64::from(width), f64::from(height)));
    }

    /// From here to the matching [`Canvas::pop_clip`] only what lies inside shows.
    pub fn push_clip(&mut self, path: &BezPath, transform: Affine) {
        self.context.set_transform(Affine::IDENTITY);
        self.context.set_fill_rule(Fill::NonZero);
        self.context.push_clip_path(&(transform * path.clone()));
    }

    /// Only what lies inside a rectangle shows.
    pub fn push_clip_rect(&mut self, area: Rect, transform: Affine) {
        self.push_clip(&area.to_path(0.01), transform);
    }

    /// Ends a clip.
    pub fn pop_clip(&mut self) {
        self.context.pop_clip();
    }

    /// The dots, on white.
    pub fn finish(mut self) -> Vec<u8> {
        self.context.flush();
        let mut dots = Pixmap::new(self.context.width(), self.context.height());
        let settings = RasterizerSettings {
            target_init: TargetInit::Clear(WHITE),
            ..RasterizerSettings::default()
        };
        self.context
            .render_with(&mut dots, &mut Resources::default(), settings);
        dots.data_as_u8_slice().to_vec()
    }
}

/// Made smaller beforehand where it is shown much smaller: otherwise lines of a scan would be skipped.
fn fitted(picture: &RgbaImage, place: Rect) -> std::borrow::Cow<'_, RgbaImage> {
    let (width, height) = picture.dimensions();
    let wanted = |side: f64| side.ceil().clamp(1.0, f64::from(IMAGE_SIDE_PX_MAX)) as u32;
    let longer = place.width().max(place.height());
    let most = (wanted(longer), wanted(longer));
    if width > most.0 || height > most.1 {
        let scale =
            (f64::from(most.0) / f64::from(width)).min(f64::from(most.1) / f64::from(height));
        let side = |of: u32| ((f64::from(of) * scale).round() as u32).max(1);
        return std::borrow::Cow::Owned(image::imageops::resize(
            picture,
            side(width),
            side(height),
            FilterType::Triangle,
        ));
    }
    std::borrow::Cow::Borrowed(picture)
}
