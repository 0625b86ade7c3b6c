//! Seals on their pages: pictures, and seals that are themselves an OFD, drawn on clear ground; of a riding seal (骑缝章) only the slice of
//! the page. Owns no signature.

use super::canvas::Canvas;
use super::packed::decoded;
use super::seals::Stamp;
use super::{OfdDocument, Seen};
use hayro::kurbo::Affine;
use std::rc::Rc;
use viewer::Reason;

impl OfdDocument {
    /// Draws the seals of a page and counts those that have nothing to show.
    pub(super) fn seals(
        &mut self,
        number: usize,
        mut canvas: Option<&mut Canvas>,
        to_dots: Affine,
        seen: &mut Seen,
    ) -> Result<(), Reason> {
        let id = self.pages[number].id.clone();
        let stamps: Vec<Stamp> = self
            .stamps
            .iter()
            .filter(|stamp| stamp.page == id)
            .cloned()
            .collect();
        for stamp in stamps {
            seen.seals += 1;
            seen.seals_changed += u32::from(stamp.is_changed);
            let Some(canvas) = canvas.as_deref_mut() else {
                continue;
            };
            let shown = stamp
                .shown
                .map(|part| part + stamp.place.origin().to_vec2());
            if let Some(part) = shown {
                canvas.push_clip_rect(part, to_dots);
            }
            let is_drawn = self.seal(&stamp, canvas, to_dots)?;
            if shown.is_some() {
                canvas.pop_clip();
            }
            if !is_drawn {
                seen.seals -= 1;
                seen.left_out.seals += 1;
                seen.missing.push(stamp.place);
            }
        }
        Ok(())
    }

    fn seal(
        &mut self,
        stamp: &Stamp,
        canvas: &mut Canvas,
        to_dots: Affine,
    ) -> Result<bool, Reason> {
        let Some(picture) = &stamp.picture else {
            return Ok(false);
        };
        let place = stamp.place;
        if picture.kind != "ofd" {
            let unit = Affine::translate(place.origin().to_vec2())
                * Affine::scale_non_uniform(place.width(), place.height());
            let decoded = decoded(&picture.bytes);
            if let Some(dots) = &decoded {
                canvas.picture(dots, to_dots * unit, 1.0);
            }
            return Ok(decoded.is_some());
        }
        let key = Rc::as_ptr(&picture.bytes) as usize;
        if !self.nested.contains_key(&key) {
            let inner = Self::at_depth(picture.bytes.to_vec(), self.fonts.clone(), self.depth + 1);
            self.nested.insert(key, inner.ok().map(Box::new));
        }
        let Some(Some(inner)) = self.nested.get_mut(&key) else {
            return Ok(false);
        };
        let (_, size) = inner.page(0)?;
        let into = Affine::translate(place.origin().to_vec2())
            * Affine::scale_non_uniform(
                place.width() / size.width(),
                place.height() / size.height(),
            )
            * Affine::translate(-size.origin().to_vec2());
        inner.seen(0, Some(canvas), to_dots * into)?;
        Ok(true)
    }
}
