//! What is said of a page of a PDF beside its picture: everything that was found, counted once. Draws nothing.

use super::absent::{self, Absent};
use super::inspect::Found;
use super::substitutes;
use crate::marks;
use hayro::hayro_syntax::object::Dict;
use hayro::hayro_syntax::page::Page as PdfPage;
use hayro::kurbo::Rect;
use std::sync::atomic::{AtomicU32, Ordering};
use viewer::{LeftOut, Page, Part};

/// A picture that takes this part of the page makes it a scan, if there is no text.
const SCAN_PART: f64 = 0.4;
/// Fonts of a page that are looked at.
const FONTS_MAX: usize = 500;

/// Counted by the reader while it draws.
#[derive(Default)]
pub struct Warnings {
    /// Fonts that could not be read.
    pub fonts: AtomicU32,
    /// Pictures that could not be unpacked.
    pub pictures: AtomicU32,
    /// Annotations that could not be shown.
    pub annotations: AtomicU32,
}

/// What is said of a page beside its picture. `scale` leads from its points to dots of `part`.
pub fn said(
    page: &PdfPage<'_>,
    found: &Found,
    absent: Absent,
    warnings: &Warnings,
    scale: f64,
    part: Part,
) -> Page {
    let count = |counter: &AtomicU32| counter.load(Ordering::Relaxed);
    let (width, height) = page.render_dimensions();
    let area = f64::from(width) * f64::from(height);
    // A scan may come in strips.
    let covered: f64 = found.pictures.iter().map(Rect::area).sum();
    let nothing = found.placed.is_empty()
        && found.missing.is_empty()
        && found.pictures.is_empty()
        && found.drawings == 0
        && found.unread == 0;
    // Content that draws nothing at all could not be read: an empty page has no content.
    let unreadable = nothing
        && absent.writing == 0
        && page.raw().contains_key(b"Contents")
        && page.operations().next().is_none()
        && page
            .page_stream()
            .is_none_or(|stream| !stream.trim_ascii().is_empty());
    let fonts = &page.resources().fonts;
    let of_another_look = !found.placed.is_empty()
        && fonts.keys().take(FONTS_MAX).any(|name| {
            let font = fonts.get::<Dict<'_>>(&*name);
            font.is_some_and(|font| substitutes::is_of_another_look(&font))
        });
    Page {
        hidden: viewer::Hidden::default(),
        left_out: LeftOut {
            characters: (found.missing.len() as u32)
                .max(count(&warnings.fonts).min(1))
                .max(absent.fonts),
            // The reader warns of some of those that are cut.
            pictures: count(&warnings.pictures).max(absent.pictures),
            drawings: (u32::from(unreadable) + u32::from(found.cut))
                .saturating_add(absent.writing)
                .saturating_add(absent.drawings),
            seals: 0,
            annotations: count(&warnings.annotations).max(absent::annotations(page)),
        },
        marks: marks::on_part(&found.missing, scale, part),
        seals: 0,
        seals_changed: 0,
        is_scan: found.placed.is_empty() && found.missing.is_empty() && covered > SCAN_PART * area,
        unread: found.unread,
        stand_ins: found.stand_ins.max(u32::from(of_another_look)),
    }
}

/// Says of a page that came out white and of which nothing else is said that it is not empty, if it is not.
pub fn of_white(said: &mut Page, found: &Found, absent: Absent) {
    let is_empty = absent.strange == 0 && !found.is_coloured;
    if !is_empty && said.left_out.total() == 0 {
        said.left_out.drawings = 1;
    }
}

/// What is said of a page that cannot be read.
pub fn of_lost(scale: f64, size: (f64, f64), part: Part) -> Page {
    let inner = Rect::new(0.0, 0.0, size.0, size.1).inflate(-0.1 * size.0, -0.1 * size.1);
    Page {
        left_out: LeftOut {
            drawings: 1,
            ..LeftOut::default()
        },
        marks: marks::on_part(&[inner], scale, part),
        ..Page::default()
    }
}
