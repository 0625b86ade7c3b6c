//! PDF pages and text by hayro, over bytes that `rewrite` mended. Owns the choice of fonts, what is said of a page and how missing
//! places are marked; never guesses a character.

mod absent;
mod characters;
mod claims;
mod dashes;
mod ends;
mod hidden;
mod inspect;
pub mod jbig2;
mod jpeg_2000;
mod leaves;
mod packed_pictures;
mod revealed;
pub(crate) mod rewrite;
mod said;
mod shapes;
mod substitutes;
mod update;

use crate::fonts::{self, Fonts};
use crate::{Document, Drawn, asked, marks, text};
use absent::Absent;
use hayro::hayro_interpret::TransformExt;
use hayro::hayro_interpret::font::{FontData, FontQuery};
use hayro::hayro_interpret::hayro_cmap::CidFamily;
use hayro::hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, InterpreterWarning, interpret_page,
};
use hayro::hayro_syntax::page::Page as PdfPage;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::kurbo::{Affine, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings};
use inspect::{Found, Inspector, Remembered};
use said::{Warnings, of_lost, of_white, said};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use viewer::kind::Kind;
use viewer::limits::{PAGES_MAX, TEXT_BYTES_MAX};
use viewer::{Block, Inner, Opened, Page, Part, Password, Reason, Text};

/// Points of a page of which nothing can be read, where no other tells: A4.
const LOST_SIZE: (f32, f32) = (595.0, 842.0);

/// A part that takes in every page.
const WHOLE: Part = Part {
    left: 0,
    top: 0,
    width: u32::MAX,
    height: u32::MAX,
};

/// An open PDF.
pub struct PdfDocument {
    pdf: &'static Pdf,
    cache: RenderCache<'static>,
    texts: InterpreterCache<'static>,
    settings: InterpreterSettings,
    /// Where each page stands among those that can be read.
    leaves: Vec<Option<usize>>,
    warnings: Arc<Warnings>,
    fonts: Fonts,
    blank: FontData,
    remembered: Remembered,
    password: Password,
    /// Pages that say more than was told of them.
    cut_pages: BTreeSet<u32>,
    /// A page has more glyphs than are looked at, or only a part of its writing.
    has_unseen: bool,
    /// What pages lack, of those that were asked for: they are drawn again and again, larger and smaller.
    absent: BTreeMap<u32, Absent>,
    /// What stands on the page that was asked for last: its words are asked for next, or a part of it.
    last: Option<(u32, Rc<Found>)>,
}

impl PdfDocument {
    /// Mends and parses. The password is empty for files that need none.
    pub fn open(bytes: Vec<u8>, fonts: Fonts, password: &Password) -> Result<Self, Reason> {
        let mended = rewrite::mended(ends::ended(bytes), password.characters());
        let pdf = mended.map_err(|error| match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Reason::Password,
            _ => Reason::Damaged,
        })?;
        // One document is all this process ever holds.
        let pdf: &'static Pdf = Box::leak(Box::new(pdf));
        match pdf.pages().len() {
            0 => return Err(Reason::Damaged),
            n if n > PAGES_MAX as usize => return Err(Reason::TooLarge),
            _ => {}
        }
        let warnings = Arc::new(Warnings::default());
        let blank = fonts::blank();
        Ok(PdfDocument {
            pdf,
            cache: RenderCache::new(),
            texts: InterpreterCache::new(),
            leaves: leaves::of(pdf, claims::pages(pdf)),
            settings: settings(&fonts, &blank, &warnings),
            warnings,
            fonts,
            blank,
            remembered: Remembered::default(),
            password: password.clone(),
            cut_pages: BTreeSet::new(),
            has_unseen: false,
            absent: BTreeMap::new(),
            last: None,
        })
    }

    /// A page; `None` for one that cannot be read.
    fn page(&self, number: u32) -> Result<Option<&'static PdfPage<'static>>, Reason> {
        let leaf = self.leaves.get(number as usize);
        let leaf = leaf.ok_or(Reason::NoSuchPage)?;
        Ok(leaf.and_then(|at| self.pdf.pages().get(at)))
    }

    /// Points across and down; a page that cannot be read is taken to be as large as the first that can.
    fn size(&self, page: Option<&PdfPage<'_>>) -> (f32, f32) {
        page.or_else(|| self.pdf.pages().first())
            .map_or(LOST_SIZE, PdfPage::render_dimensions)
    }

    fn lacking(&mut self, number: u32, page: &'static PdfPage<'static>) -> Absent {
        let found = self.absent.entry(number);
        *found.or_insert_with(|| absent::of_page(page))
    }

    fn found(&mut self, number: u32, page: &'static PdfPage<'static>) -> Rc<Found> {
        if let Some((_, found)) = self.last.as_ref().filter(|(last, _)| *last == number) {
            return Rc::clone(found);
        }
        let found = Rc::new(self.inspected(page));
        self.last = Some((number, Rc::clone(&found)));
        found
    }

    fn inspected(&mut self, page: &'static PdfPage<'static>) -> Found {
        let texts = std::mem::replace(&mut self.texts, InterpreterCache::new());
        let found = self.inspected_with(page, &texts);
        self.texts = texts;
        found
    }

    fn inspected_with<'p>(&mut self, page: &'p PdfPage<'p>, texts: &InterpreterCache<'p>) -> Found {
        let (width, height) = page.render_dimensions();
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            texts,
            page.xref(),
            self.settings.clone(),
        );
        let mut inspector = Inspector::new(&self.fonts, &self.blank, &mut self.remembered);
        interpret_page(page, &mut context, &mut inspector);
        inspector.found()
    }

    /// What pages say with everything that they keep back, where that is more than they show.
    fn kept_back(&mut self) -> Text {
        let password = self.password.clone();
        let read = |bytes| Pdf::new_with_password(bytes, password.characters()).ok();
        let Some(whole) = revealed::revealed(self.pdf, read) else {
            return Text::default();
        };
        let texts = InterpreterCache::new();
        let (mut blocks, mut left) = (Vec::new(), TEXT_BYTES_MAX);
        let mut cut = false;
        for (page, shown) in whole.pages().iter().zip(self.pdf.pages().iter()) {
            let found = self.inspected_with(page, &texts);
            cut |= found.cut;
            let all = text::of_gate(found.placed);
            if all == text::of_gate(self.inspected(shown).placed) {
                continue;
            }
            cut |= all.cut;
            for line in all.blocks.into_iter().flat_map(text::lines_of) {
                left = left.saturating_sub(line.len());
                blocks.push(Block::Aside { text: line });
            }
            if left == 0 {
                cut = true;
                break;
            }
        }
        Text { blocks, cut }
    }

    /// Draws a part of a page that is `scale` times as large as its points.
    fn drawn(&self, page: &'static PdfPage<'static>, scale: f64, part: Part) -> Option<Pixmap> {
        let (width, height) = (
            u16::try_from(part.width).ok()?,
            u16::try_from(part.height).ok()?,
        );
        let mut target = RenderContext::new(width, height);
        let transform = Affine::translate((-f64::from(part.left), -f64::from(part.top)))
            * Affine::scale(scale)
            * page.initial_transform(true).to_kurbo();
        hayro::render_into(
            page,
            &self.cache,
            &self.settings,
            &RenderSettings::default(),
            &mut target,
            transform,
        );
        target.flush();
        let mut pixmap = Pixmap::new(width, height);
        let settings = RasterizerSettings {
            target_init: TargetInit::Clear(WHITE),
            ..Default::default()
        };
        target.render_with(&mut pixmap, &mut Resources::default(), settings);
        Some(pixmap)
    }
}

fn settings(fonts: &Fonts, blank: &FontData, warnings: &Arc<Warnings>) -> InterpreterSettings {
    let (fonts, blank, counted) = (fonts.clone(), blank.clone(), Arc::clone(warnings));
    let tables = characters::Tables::default();
    InterpreterSettings {
        font_resolver: Arc::new(move |query| match query {
            FontQuery::Standard(standard) => Some(standard.get_font_data()),
            FontQuery::Fallback(asked) => {
                let name = asked.post_script_name.as_deref().unwrap_or_default();
                let chinese = asked.character_collection.as_ref().is_some_and(|c| {
                    !matches!(
                        c.family,
                        CidFamily::AdobeIdentity | CidFamily::Custom { .. }
                    )
                });
                let lost = (blank.clone(), 0);
                if name == substitutes::LOST || !(chinese || name.starts_with(substitutes::KNOWN)) {
                    return Some(lost);
                }
                let bold = asked.is_bold || asked.font_weight >= 600;
                let face = fonts.standing_in(name, asked.is_serif, bold);
                Some(face.map_or(lost, |face| (face.data.clone(), face.index)))
            }
        }),
        cmap_resolver: Arc::new(move |name| tables.get(name)),
        warning_sink: Arc::new(move |warning| {
            let counter = match warning {
                InterpreterWarning::UnsupportedFont => &counted.fonts,
                InterpreterWarning::ImageDecodeFailure => &counted.pictures,
                _ => &counted.annotations,
            };
            counter.fetch_add(1, Ordering::Relaxed);
        }),
        ..InterpreterSettings::default()
    }
}

impl Document for PdfDocument {
    fn opened(&mut self) -> Opened {
        let pages = self.pdf.pages();
        let proportions = self
            .leaves
            .iter()
            .map(|leaf| {
                let (width, height) = self.size(leaf.and_then(|at| pages.get(at)));
                (height / width).clamp(0.001, 1_000.0)
            })
            .map(|p| if p.is_finite() { p } else { 1.0 })
            .collect();
        let count = self.leaves.len() as u32;
        Opened {
            kind: Kind::Pdf,
            pages: count,
            pages_claimed: claims::pages(self.pdf).filter(|claimed| *claimed != count),
            proportions,
            may_print: claims::may_print(self.pdf),
        }
    }

    fn picture(&mut self, number: u32, width_px: u32, part: Option<Part>) -> Result<Drawn, Reason> {
        let page = self.page(number)?;
        let (width, height) = self.size(page);
        let scale = f64::from(width_px) / f64::from(width);
        let part = asked(part, width_px, f64::from(height) * scale)?;
        let is_whole =
            part.width == width_px && f64::from(part.height) + 1.0 > f64::from(height) * scale;
        let lost = || {
            let size = (f64::from(width), f64::from(height));
            Ok(white(part, of_lost(scale, size, part)))
        };
        let Some(page) = page else {
            return lost();
        };
        for counter in [
            &self.warnings.fonts,
            &self.warnings.pictures,
            &self.warnings.annotations,
        ] {
            counter.store(0, Ordering::Relaxed);
        }
        let found = self.found(number, page);
        // Whoever draws them would be ended, and the file with it.
        if found.dashes.are_endless() {
            return lost();
        }
        // The inspection warns of fonts and annotations as the drawing does; they are counted once.
        self.warnings.fonts.store(0, Ordering::Relaxed);
        self.warnings.annotations.store(0, Ordering::Relaxed);
        let pixmap = self.drawn(page, scale, part).ok_or(Reason::TooLarge)?;
        let mut rgba = pixmap.data_as_u8_slice().to_vec();
        let absent = self.lacking(number, page);
        let mut said = said(page, &found, absent, &self.warnings, scale, part);
        if rgba.iter().all(|value| *value == u8::MAX) && is_whole {
            of_white(&mut said, &found, absent);
        }
        marks::paint(&mut rgba, part.width, &said.marks);
        Ok(Drawn {
            width_px: part.width,
            height_px: part.height,
            rgba,
            page: said,
        })
    }

    fn text(&mut self, number: u32) -> Result<(Text, Page), Reason> {
        let Some(page) = self.page(number)? else {
            self.has_unseen = true;
            let text = Text {
                cut: true,
                ..Text::default()
            };
            return Ok((text, of_lost(1.0, (0.0, 0.0), WHOLE)));
        };
        let found = self.found(number, page);
        let absent = self.lacking(number, page);
        let mut said = said(page, &found, absent, &Warnings::default(), 1.0, WHOLE);
        let (mut text, left_out) = text::of_page(found.placed.clone());
        if text.cut {
            self.cut_pages.insert(number);
        }
        let has_unseen = found.cut || absent.writing > 0;
        self.has_unseen |= has_unseen;
        text.cut |= has_unseen;
        said.left_out.characters = said.left_out.characters.saturating_add(left_out);
        Ok((text, said))
    }

    fn second(&mut self) -> Result<Text, Reason> {
        let (words, more) = hidden::words(self.pdf);
        let mut blocks: Vec<Block> = words
            .into_iter()
            .map(|text| Block::Aside { text })
            .collect();
        let kept_back = self.kept_back();
        blocks.extend(kept_back.blocks);
        let mut cut = kept_back.cut || self.has_unseen || more;
        // What a page has too much is for the gate all the same.
        let mut left = TEXT_BYTES_MAX;
        for number in std::mem::take(&mut self.cut_pages) {
            let Some(page) = self.page(number)? else {
                continue;
            };
            let all = text::of_gate(self.inspected(page).placed);
            cut |= all.cut;
            for line in all.blocks.into_iter().flat_map(text::lines_of) {
                cut |= line.len() > left;
                left = left.saturating_sub(line.len());
                if left > 0 {
                    blocks.push(Block::Aside { text: line });
                }
            }
        }
        Ok(Text { blocks, cut })
    }

    fn inner(&mut self, number: u32) -> Result<Option<Inner>, Reason> {
        Ok(hidden::inner(self.pdf, number))
    }
}

fn white(part: Part, page: Page) -> Drawn {
    let mut rgba = vec![u8::MAX; part.width as usize * part.height as usize * 4];
    marks::paint(&mut rgba, part.width, &page.marks);
    Drawn {
        width_px: part.width,
        height_px: part.height,
        rgba,
        page,
    }
}
