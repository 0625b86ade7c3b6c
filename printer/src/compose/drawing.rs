//! One character of one face as dots, if it is still that character then. Finds no fonts and keeps nothing.

use super::charset::{cells, device_bytes};
use super::ink::Cover;
use super::legible::{FINE, FinePicture, survival};
use crate::profile::Charset;
use swash::FontRef;
use swash::scale::image::Image;
use swash::scale::{Render, ScaleContext, Source};
use swash::zeno::Format;

/// How much of a dot must be covered to be burnt, of 255. Low enough for thin strokes, high enough to keep 囊 open.
const INK_REGULAR: u8 = 96;
const INK_BOLD: u8 = 120;
/// How much less or more of a dot must be covered where the usual share loses strokes.
const INK_STEP: u8 = 40;
/// Strokes and gaps that must survive, in thousandths: what the least of GB/T 2312 keeps, 矗 and in bold 誊 (measured over all 6,763
/// in Noto Sans CJK; half of them keep 926 and more).
const SURVIVAL_MIN: u32 = 686;
const SURVIVAL_BOLD_MIN: u32 = 664;
/// Height of the em box above the baseline (OS/2 sTypoAscender of Noto CJK).
const ASCENT: f32 = 0.88;

/// Which picture of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub struct Key {
    pub c: char,
    pub bold: bool,
    /// 48 dots high instead of 24.
    pub large: bool,
}

/// A character as dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph {
    /// From the left edge of its cell.
    pub left: i32,
    /// From the upper edge of its cell.
    pub top: i32,
    /// Rows of dots, the leftmost in the highest bit.
    pub rows: Vec<u64>,
}

/// What became of a character.
pub enum Drawing {
    Legible(Glyph),
    /// None of its pictures keeps enough of its strokes.
    Dense,
    /// The font has no outline for it.
    Nothing,
}

/// A character in its cell: the face at the right size, and how far the outline stands from the left.
struct Setting<'f> {
    font: FontRef<'f>,
    id: u16,
    em: f32,
    size: f32,
    slack: f32,
}

impl<'f> Setting<'f> {
    fn of(font: FontRef<'f>, id: u16, key: Key) -> Setting<'f> {
        let em = if key.large { 48.0_f32 } else { 24.0 };
        let room = cells(key.c) as f32 * em / 2.0;
        let advance = font.glyph_metrics(&[]).scale(em).advance_width(id);
        // A letter wider than its cell is drawn smaller rather than over its neighbour.
        let size = if room > 0.0 && advance > room + 0.6 {
            em * room / advance
        } else {
            em
        };
        let slack = if room > 0.0 {
            (room - advance * size / em) / 2.0
        } else {
            -advance
        };
        Setting {
            font,
            id,
            em,
            size,
            slack,
        }
    }

    /// The outline, `times` as fine as the dots.
    fn image(&self, times: usize, context: &mut ScaleContext) -> Option<Image> {
        let size = self.size * times as f32;
        let hinted = times == 1;
        let mut scaler = context.builder(self.font).size(size).hint(hinted).build();
        Render::new(&[Source::Outline])
            .format(Format::Alpha)
            .render(&mut scaler, self.id)
    }
}

/// Draws a character for its cell.
pub fn picture(
    font: FontRef<'_>,
    id: u16,
    key: Key,
    foreign: bool,
    context: &mut ScaleContext,
) -> Drawing {
    let setting = Setting::of(font, id, key);
    let Some(image) = setting.image(1, context) else {
        return Drawing::Nothing;
    };
    let (width, height) = (image.placement.width, image.placement.height);
    if (width == 0 || height == 0) && !key.c.is_whitespace() {
        return Drawing::Nothing;
    }
    let ink = if key.bold { INK_BOLD } else { INK_REGULAR };
    let cover = Cover {
        width: width as usize,
        dots: &image.data,
    };
    let mut rows = cover.rows(ink, foreign);
    if may_be_dense(key.c) {
        let Some(fine) = setting.image(FINE, context) else {
            return Drawing::Nothing;
        };
        let least = match key.bold {
            true => SURVIVAL_BOLD_MIN,
            false => SURVIVAL_MIN,
        };
        let kept = |rows: &[u64]| survival(&against(&fine, &image), rows, width as usize);
        match best(&cover, ink, foreign, least, kept) {
            Some(legible) => rows = legible,
            None => return Drawing::Dense,
        }
    }
    Drawing::Legible(Glyph {
        left: setting.slack.round() as i32 + image.placement.left,
        // Nothing hangs into the strip above, where it would be lost when lines are sent one by one.
        top: ((setting.em * ASCENT).round() as i32 - image.placement.top).max(0),
        rows,
    })
}

/// Hanzi that no device's own font need have: those it has were made for these dots.
fn may_be_dense(c: char) -> bool {
    let hanzi =
        matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    hanzi && device_bytes(c, Charset::Gb2312).is_none()
}

/// The fine picture, and where it stands against the dots.
fn against<'i>(fine: &'i Image, image: &Image) -> FinePicture<'i> {
    let scale = FINE as i32;
    FinePicture {
        width: fine.placement.width as usize,
        dots: &fine.data,
        left: fine.placement.left - image.placement.left * scale,
        top: image.placement.top * scale - fine.placement.top,
    }
}

/// Of the ways to choose the dots the one that keeps most strokes, if it keeps enough: as usual; with the middle of hairlines; with more
/// dots where strokes are thin, with fewer where they are close.
fn best(
    cover: &Cover<'_>,
    ink: u8,
    foreign: bool,
    least: u32,
    kept: impl Fn(&[u64]) -> u32,
) -> Option<Vec<u64>> {
    let usual = cover.rows(ink, foreign);
    if kept(&usual) >= least {
        return Some(usual);
    }
    let ways = [
        (ink, true),
        (ink - INK_STEP, true),
        (ink - INK_STEP, false),
        (ink + INK_STEP, true),
        (ink + INK_STEP, false),
    ];
    ways.into_iter()
        .map(|(ink, hairlines)| cover.rows(ink, hairlines))
        .map(|rows| (kept(&rows), rows))
        .filter(|(kept, _)| *kept >= least)
        .max_by_key(|(kept, _)| *kept)
        .map(|(_, rows)| rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Soft strokes: three across of 70 % of a dot, with 30 % in the gaps between them.
    const DOTS: [u8; 15] = [
        180, 180, 180, 75, 75, 75, 180, 180, 180, 75, 75, 75, 180, 180, 180,
    ];

    #[test]
    fn of_the_ways_to_choose_dots_the_one_that_keeps_most_is_taken_and_none_that_keeps_too_little()
    {
        let cover = Cover {
            width: 3,
            dots: &DOTS,
        };
        // Too little ink is asked for: everything runs together, and the step up parts it again.
        let merged = cover.rows(60, false);
        let parted = cover.rows(60 + INK_STEP, false);
        assert_ne!(merged, parted);
        let kept = |rows: &[u64]| if rows == parted { 900 } else { 500 };
        assert_eq!(best(&cover, 60, false, 686, kept), Some(parted.clone()));
        assert_eq!(best(&cover, 60, false, 901, kept), None);
        // What is good enough as usual stays so, and a page of usual text is drawn once.
        assert_eq!(best(&cover, 60, false, 500, kept), Some(merged));
    }

    #[test]
    fn what_every_device_has_is_not_measured() {
        assert!(!may_be_dense('矗') && !may_be_dense('A') && !may_be_dense('。'));
        assert!(may_be_dense('龘') && may_be_dense('國') && may_be_dense('𠮷'));
    }
}
