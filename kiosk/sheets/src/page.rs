//! Sheets as PDF: the marks of a layout drawn with the fonts of the machine, which are embedded as far as they are used. Owns units and colours.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use qrcode::{Color, EcLevel, QrCode};

use crate::Error;
use crate::day::DaySheet;
use crate::fonts::Fonts;
use crate::layout::{self, CODE_MM, Mark, PAGE_MM, Side};
use crate::leaves;
use crate::pack::Pack;
use crate::words::Words;

/// Points of a millimetre.
const PT_PER_MM: f32 = 72.0 / 25.4;
const LINE_MM: f32 = 0.2;
const BLACK: u8 = 0;
const GREY: u8 = 90;
const SHADE: u8 = 240;

/// The sheet as a PDF file.
pub fn pdf(sheet: &DaySheet) -> Result<Vec<u8>, Error> {
    let fonts = Fonts::of_machine()?;
    let pages = layout::pages(sheet, &|text, face| fonts.width(text, face));
    let title = Words::get().fill("title", &[]);
    let title = format!("{} {title} {}", sheet.site, sheet.date);
    written(&pages, title, &sheet.code, &fonts)
}

/// The pack as a PDF file.
pub fn pack_pdf(pack: &Pack) -> Result<Vec<u8>, Error> {
    let fonts = Fonts::of_machine()?;
    let pages = leaves::pages(pack, &|text, face| fonts.width(text, face));
    let title = format!("{} {}", pack.site, Words::get().say("pack", "title"));
    written(&pages, title, "", &fonts)
}

fn written(
    pages: &[Vec<Mark>],
    title: String,
    code: &str,
    fonts: &Fonts,
) -> Result<Vec<u8>, Error> {
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(title).language("zh-CN".to_owned()));
    for marks in pages {
        let size = PageSettings::from_wh(PAGE_MM.0 * PT_PER_MM, PAGE_MM.1 * PT_PER_MM);
        let size = size.expect("A4 has a size");
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for mark in marks {
            draw(&mut surface, mark, code, fonts)?;
        }
        surface.finish();
        page.finish();
    }
    document
        .finish()
        .map_err(|error| Error::Pdf(format!("{error:?}")))
}

fn fill(level: u8) -> Fill {
    Fill {
        paint: rgb::Color::new(level, level, level).into(),
        opacity: NormalizedF32::ONE,
        rule: krilla::paint::FillRule::default(),
    }
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, says: &str, fonts: &Fonts) -> Result<(), Error> {
    match mark {
        Mark::Text {
            x,
            baseline,
            size_pt,
            face,
            side,
            grey,
            text,
        } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(if *grey { GREY } else { BLACK })));
            let runs = fonts.runs(text, *face);
            let width: f32 = runs.iter().map(|run| run.width * size_pt).sum();
            let shift = match side {
                Side::Left => 0.0,
                Side::Centre => width / 2.0,
                Side::Right => width,
            };
            let mut x = x * PT_PER_MM - shift;
            for run in runs {
                let start = Point::from_xy(x, baseline * PT_PER_MM);
                surface.draw_glyphs(
                    start,
                    &run.glyphs,
                    run.font.clone(),
                    &run.text,
                    *size_pt,
                    false,
                );
                x += run.width * size_pt;
            }
        }
        Mark::Line { from, to } => {
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: rgb::Color::new(BLACK, BLACK, BLACK).into(),
                width: LINE_MM * PT_PER_MM,
                ..Stroke::default()
            }));
            let mut path = PathBuilder::new();
            path.move_to(from.0 * PT_PER_MM, from.1 * PT_PER_MM);
            path.line_to(to.0 * PT_PER_MM, to.1 * PT_PER_MM);
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Mark::Shade {
            x,
            y,
            width,
            height,
        } => boxed(surface, (*x, *y), (*width, *height), SHADE),
        Mark::Code { x, y } => code(surface, (*x, *y), says)?,
    }
    Ok(())
}

fn boxed(surface: &mut Surface<'_>, at: (f32, f32), size: (f32, f32), level: u8) {
    surface.set_stroke(None);
    surface.set_fill(Some(fill(level)));
    let mut path = PathBuilder::new();
    let rect = Rect::from_xywh(
        at.0 * PT_PER_MM,
        at.1 * PT_PER_MM,
        size.0 * PT_PER_MM,
        size.1 * PT_PER_MM,
    );
    if let Some(rect) = rect {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

/// The code as filled boxes, those of a row that touch in one: sharp at every size.
fn code(surface: &mut Surface<'_>, at: (f32, f32), text: &str) -> Result<(), Error> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|error| Error::Pdf(error.to_string()))?;
    let width = code.width();
    let colors = code.to_colors();
    let modules = u16::try_from(width).map_err(|error| Error::Pdf(error.to_string()))?;
    let module = CODE_MM / f32::from(modules);
    surface.set_stroke(None);
    surface.set_fill(Some(fill(BLACK)));
    let mut path = PathBuilder::new();
    for (y, row) in (0_u16..).zip(colors.chunks(width)) {
        let mut x = 0_u16;
        for run in row.chunk_by(|a, b| a == b) {
            let length = u16::try_from(run.len()).map_err(|error| Error::Pdf(error.to_string()))?;
            if run[0] == Color::Dark {
                let rect = Rect::from_xywh(
                    (at.0 + f32::from(x) * module) * PT_PER_MM,
                    (at.1 + f32::from(y) * module) * PT_PER_MM,
                    f32::from(length) * module * PT_PER_MM,
                    module * PT_PER_MM,
                );
                if let Some(rect) = rect {
                    path.push_rect(rect);
                }
            }
            x += length;
        }
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
    Ok(())
}
