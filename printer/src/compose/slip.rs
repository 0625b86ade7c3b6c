//! A receipt laid out and drawn: its length, its picture, its bytes. Opens no device.

use super::ComposeError;
use super::canvas::Canvas;
use super::glyphs::{FontError, Glyph, Glyphs, Key};
use super::layout::{self, CELL_DOTS, Content, Line, Picture, Qr, Row};
use super::words;
use super::writing::{self, Omitted, Undrawn};
use crate::profile::Profile;
use crate::receipt::Receipt;
use embedded_graphics::Drawable;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::BinaryColor;
use embedded_graphics::primitives::{Primitive, PrimitiveStyle, Rectangle};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Dashes of a rule, in dots.
const DASH_DOTS: u32 = 12;
const DASH_GAP_DOTS: u32 = 6;
const RULE_DOTS: u32 = 2;
/// So many characters that are too dense for the text of a slip stand at its end in double size: two lines of them.
const SHOWN_LARGE_MAX: usize = 24;

/// Draws slips; fonts are found once and characters drawn once.
pub struct Renderer {
    glyphs: Glyphs,
}

/// A slip, laid out and drawn for one model.
#[derive(Debug, Clone)]
pub struct Slip {
    pub(crate) profile: Profile,
    pub(crate) rows: Vec<Row>,
    pub(crate) canvas: Canvas,
    omitted: u32,
}

impl Renderer {
    /// Finds the fonts of this machine.
    pub fn new() -> Result<Renderer, FontError> {
        Renderer::with_family(None)
    }

    /// Draws with the font family of that name, which must be installed; other fonts only for what it lacks.
    pub fn with_family(family: Option<&str>) -> Result<Renderer, FontError> {
        Ok(Renderer {
            glyphs: Glyphs::find(family)?,
        })
    }

    /// Those of `characters` that a slip cannot say: no font of this machine has them, no dot of them would be burnt, or they are too dense even in the size
    /// in which the end of a slip shows what is too dense for its text.
    pub fn lacking(&self, characters: &[char]) -> HashSet<char> {
        const AT_ONCE: usize = 4_096;
        let mut lacking = HashSet::new();
        for some in characters.chunks(AT_ONCE) {
            let undrawn = self.undrawn_of(some, false);
            let dense = |c: &char| self.glyphs.is_dense(key(*c, false));
            let (dense, unknown): (Vec<char>, Vec<char>) = undrawn.into_iter().partition(dense);
            lacking.extend(unknown);
            lacking.extend(self.undrawn_of(&dense, true));
        }
        lacking
    }

    /// Those of `characters` that have no picture in that size, or one without a dot.
    fn undrawn_of(&self, characters: &[char], large: bool) -> Vec<char> {
        let keys: Vec<Key> = characters.iter().map(|c| key(*c, large)).collect();
        let drawn = self.glyphs.draw(&keys);
        let blank = |glyph: &Glyph| glyph.rows.iter().all(|row| *row == 0);
        let lacks = |key: &&Key| {
            let glyph = drawn.get(*key).and_then(Option::as_ref);
            glyph.is_none_or(|glyph| blank(glyph))
        };
        keys.iter().filter(lacks).map(|key| key.c).collect()
    }

    /// Whether the end of a slip can show all of these, which are too dense for its text: few enough, and not too dense there.
    pub(crate) fn shows_large(&self, dense: &[char]) -> bool {
        dense.len() <= SHOWN_LARGE_MAX && self.undrawn_of(dense, true).is_empty()
    }

    /// Lays out and draws. What cannot be said becomes 〓, and the slip says at its end how much that is.
    pub fn compose(&self, receipt: &Receipt, profile: &Profile) -> Result<Slip, ComposeError> {
        let mut rows = layout::rows(receipt, profile)?;
        let mut glyphs = self.glyphs.draw(&keys(&rows));
        let undrawn = self.undrawn(&glyphs);
        let mut omitted = Omitted::default();
        if !undrawn.is_empty() || writing::has_unset(receipt) {
            let (mut said, left_out) = writing::printable(receipt, &undrawn);
            let large = self.shows_large(&left_out.dense);
            said.items.extend(words::notes(&left_out, large));
            rows = layout::rows(&said, profile)?;
            glyphs = self.glyphs.draw(&keys(&rows));
            omitted = left_out;
        }
        let mut canvas = Canvas::new(profile.width_dots, rows.iter().map(|row| row.dots).sum());
        draw(&rows, &glyphs, &mut canvas);
        canvas.defuse();
        Ok(Slip {
            profile: profile.clone(),
            rows,
            canvas,
            omitted: omitted.count(),
        })
    }

    /// Whether a character has no picture when set like this, and then whether it is only too dense.
    #[cfg(test)]
    pub(crate) fn glyphs_of(&self, c: char, bold: bool, large: bool) -> Option<bool> {
        let key = Key { c, bold, large };
        let missing = self.glyphs.draw(&[key])[&key].is_none();
        missing.then(|| self.glyphs.is_dense(key))
    }

    fn undrawn(&self, glyphs: &HashMap<Key, Option<Arc<Glyph>>>) -> Undrawn {
        let mut undrawn = Undrawn::default();
        for (key, _) in glyphs.iter().filter(|(_, glyph)| glyph.is_none()) {
            match self.glyphs.is_dense(*key) {
                true => undrawn.dense.insert(key.c),
                false => undrawn.unknown.insert(key.c),
            };
        }
        undrawn
    }
}

impl Slip {
    /// Millimetres of paper it costs, from cut to cut.
    pub fn length_mm(&self) -> u32 {
        let p = &self.profile;
        p.mm(self.canvas.height() + p.tail_dots + p.cutter_distance_dots)
    }

    /// Characters that no font has, that are too dense, or of scripts that are not set; 〓 stands for them.
    pub fn omitted(&self) -> u32 {
        self.omitted
    }

    /// Width, height and one byte a dot, 0 black, 255 white: the raster that will be printed.
    pub fn grey(&self) -> (u32, u32, Vec<u8>) {
        (
            self.canvas.width(),
            self.canvas.height(),
            self.canvas.grey(),
        )
    }

    /// The lines of text as they stand, blank strips and pictures left out.
    pub fn lines(&self) -> Vec<String> {
        let text = |line: &Line| line.cells.iter().map(|cell| cell.c).collect();
        self.rows
            .iter()
            .filter_map(|row| {
                if let Content::Line(line) = &row.content {
                    Some(text(line))
                } else {
                    None
                }
            })
            .collect()
    }

    #[cfg(test)]
    pub(crate) fn for_test(profile: &Profile, rows: Vec<Row>, canvas: Canvas) -> Slip {
        Slip {
            profile: profile.clone(),
            rows,
            canvas,
            omitted: 0,
        }
    }
}

fn texts(rows: &[Row]) -> impl Iterator<Item = &Line> {
    rows.iter().filter_map(|row| {
        if let Content::Line(line) = &row.content {
            Some(line)
        } else {
            None
        }
    })
}

/// A character in regular weight.
fn key(c: char, large: bool) -> Key {
    Key {
        c,
        bold: false,
        large,
    }
}

/// Every picture that these rows need, each once.
fn keys(rows: &[Row]) -> Vec<Key> {
    let mut keys = BTreeSet::new();
    for line in texts(rows) {
        for cell in line.cells.iter().filter(|cell| cell.c != ' ') {
            keys.insert(Key {
                c: cell.c,
                bold: cell.bold,
                large: line.large,
            });
        }
    }
    keys.into_iter().collect()
}

fn draw(rows: &[Row], glyphs: &HashMap<Key, Option<Arc<Glyph>>>, canvas: &mut Canvas) {
    let mut y = 0;
    for row in rows {
        match &row.content {
            Content::Line(line) => draw_line(line, y, glyphs, canvas),
            Content::Rule => draw_rule(y + (row.dots - RULE_DOTS) / 2, canvas),
            Content::Qr(qr) => draw_qr(qr, y, canvas),
            Content::Picture(picture) => draw_picture(picture, y, canvas),
            Content::Blank => {}
        }
        y += row.dots;
    }
}

fn draw_line(line: &Line, y: u32, glyphs: &HashMap<Key, Option<Arc<Glyph>>>, canvas: &mut Canvas) {
    let mut x = line.x as u32 * CELL_DOTS;
    let scale = if line.large { 2 } else { 1 };
    for cell in &line.cells {
        let key = Key {
            c: cell.c,
            bold: cell.bold,
            large: line.large,
        };
        if let Some(Some(glyph)) = glyphs.get(&key) {
            canvas.stamp(x as i32, y as i32, glyph);
        }
        x += cell.cells() as u32 * CELL_DOTS * scale;
    }
}

fn draw_rule(y: u32, canvas: &mut Canvas) {
    let step = DASH_DOTS + DASH_GAP_DOTS;
    let count = (canvas.width() + DASH_GAP_DOTS) / step;
    // The same margin on both sides.
    let left = (canvas.width() - (count * step - DASH_GAP_DOTS)) / 2;
    for n in 0..count {
        fill(left + n * step, y, DASH_DOTS, RULE_DOTS, canvas);
    }
}

fn draw_qr(qr: &Qr, y: u32, canvas: &mut Canvas) {
    for (n, _) in qr.black.iter().enumerate().filter(|(_, black)| **black) {
        let (row, column) = (n as u32 / qr.side, n as u32 % qr.side);
        let m = qr.module_dots;
        fill(
            qr.x_dots + column * m,
            y + qr.quiet_dots + row * m,
            m,
            m,
            canvas,
        );
    }
}

fn draw_picture(picture: &Picture, y: u32, canvas: &mut Canvas) {
    for (n, _) in picture.black.iter().enumerate().filter(|(_, b)| **b) {
        let (row, column) = (n as u32 / picture.width, n as u32 % picture.width);
        let x = picture.x_dots + column;
        canvas.set(x as i32, (y + picture.margin_dots + row) as i32);
    }
}

fn fill(x: u32, y: u32, width: u32, height: u32, canvas: &mut Canvas) {
    let area = Rectangle::new(Point::new(x as i32, y as i32), Size::new(width, height));
    let Ok(()) = area
        .into_styled(PrimitiveStyle::with_fill(BinaryColor::On))
        .draw(canvas);
}
