//! The faces of a sheet: finds them among the fonts of the machine, measures text with them. Owns which face has which character; a rare
//! character that the first face lacks is taken from another.

use fontdb::{Database, Family, ID, Query, Weight};
use swash::FontRef;

use crate::Error;

/// Families that will do for a sheet, best first.
const FAMILIES: [&str; 7] = [
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "HanaMinA",
    "HanaMinB",
];

/// Type of two weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Text,
    Bold,
}

/// A file with faces, read once.
struct Loaded {
    data: Vec<u8>,
    index: u32,
    krilla: krilla::text::Font,
}

/// The faces that a sheet may use, the chosen ones in front.
pub struct Fonts {
    text: Vec<Loaded>,
    bold: Vec<Loaded>,
}

/// Text in one face: the glyphs, one after the other.
pub struct Run<'f> {
    pub font: &'f krilla::text::Font,
    pub text: String,
    pub glyphs: Vec<krilla::text::KrillaGlyph>,
    /// Its width in ems of the type.
    pub width: f32,
}

impl Fonts {
    /// The fonts of this machine.
    pub fn of_machine() -> Result<Fonts, Error> {
        let mut db = Database::new();
        db.load_system_fonts();
        let load = |weight: Weight| -> Result<Vec<Loaded>, Error> {
            let ids = FAMILIES.iter().filter_map(|name| {
                db.query(&Query {
                    families: &[Family::Name(name)],
                    weight,
                    ..Query::default()
                })
            });
            let mut seen: Vec<ID> = Vec::new();
            let mut loaded = Vec::new();
            for id in ids {
                if !seen.contains(&id) {
                    seen.push(id);
                    loaded.push(read(&db, id)?);
                }
            }
            if loaded.is_empty() {
                Err(Error::NoFont)
            } else {
                Ok(loaded)
            }
        };
        Ok(Fonts {
            text: load(Weight::NORMAL)?,
            bold: load(Weight::BOLD)?,
        })
    }

    fn faces(&self, face: Face) -> &[Loaded] {
        match face {
            Face::Text => &self.text,
            Face::Bold => &self.bold,
        }
    }

    /// Text as runs, one for each face that it needs. What no face has is drawn as the first one's empty box, never left out.
    pub fn runs(&self, text: &str, face: Face) -> Vec<Run<'_>> {
        let faces = self.faces(face);
        let mut runs: Vec<(usize, Run<'_>)> = Vec::new();
        for c in text.chars().filter(|c| !c.is_control()) {
            let found = faces.iter().enumerate().find_map(|(at, loaded)| {
                let glyph = loaded.font().charmap().map(c);
                (glyph != 0).then_some((at, glyph))
            });
            let (at, glyph) = found.unwrap_or((0, 0));
            let loaded = &faces[at];
            if runs.last().is_none_or(|(known, _)| *known != at) {
                let run = Run {
                    font: &loaded.krilla,
                    text: String::new(),
                    glyphs: Vec::new(),
                    width: 0.0,
                };
                runs.push((at, run));
            }
            let (_, run) = runs.last_mut().expect("a run was just begun");
            let from = run.text.len();
            run.text.push(c);
            let advance = loaded.advance(glyph);
            run.width += advance;
            run.glyphs.push(krilla::text::KrillaGlyph::new(
                krilla::text::GlyphId::new(u32::from(glyph)),
                advance,
                0.0,
                0.0,
                0.0,
                from..run.text.len(),
                None,
            ));
        }
        runs.into_iter().map(|(_, run)| run).collect()
    }

    /// Width of text in ems.
    pub fn width(&self, text: &str, face: Face) -> f32 {
        self.runs(text, face).iter().map(|run| run.width).sum()
    }
}

impl Loaded {
    fn font(&self) -> FontRef<'_> {
        let index = usize::try_from(self.index).unwrap_or_default();
        FontRef::from_index(&self.data, index).expect("a face that was read once is a face")
    }

    /// Its width in ems of the type.
    fn advance(&self, glyph: u16) -> f32 {
        let metrics = self.font().glyph_metrics(&[]);
        metrics.advance_width(glyph) / f32::from(metrics.units_per_em().max(1))
    }
}

fn read(db: &Database, id: ID) -> Result<Loaded, Error> {
    let name = || {
        db.face(id)
            .map_or_else(String::new, |face| face.post_script_name.clone())
    };
    let (data, index) = db
        .with_face_data(id, |data, index| (data.to_vec(), index))
        .ok_or_else(|| Error::Font(name()))?;
    let is_sound =
        usize::try_from(index).is_ok_and(|index| FontRef::from_index(&data, index).is_some());
    let krilla = krilla::text::Font::new(data.clone().into(), index).filter(|_| is_sound);
    Ok(Loaded {
        krilla: krilla.ok_or_else(|| Error::Font(name()))?,
        data,
        index,
    })
}
