//! Fonts for what a file names and does not bring along. Owns the installed files, mapped before the child is confined, and
//! which of them stands in for a name. Looks at four files known by name; a machine without them shows such text as missing.

use hayro::hayro_interpret::font::FontData;
use memmap2::Mmap;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Folders below it are few and flat.
const DEPTH_MAX: usize = 5;
/// Of a collection for all of East Asia, the face with the shapes of the mainland.
const REGION: &str = " SC";

/// One face of a mapped file.
#[derive(Clone)]
pub struct Face {
    /// The whole file.
    pub data: FontData,
    /// Which face of the collection.
    pub index: u32,
}

impl Face {
    /// The glyph of a character; `None` when the face has none.
    pub fn glyph(&self, character: char) -> Option<u32> {
        let font = self.font()?;
        font.charmap().map(character).map(|id| id.to_u32())
    }

    /// Parsed anew each time, which costs nothing: a view of the bytes.
    pub fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(self.bytes(), self.index).ok()
    }

    fn bytes(&self) -> &[u8] {
        (*self.data).as_ref()
    }

    /// Whether these are the bytes of this face.
    pub fn is(&self, data: &FontData) -> bool {
        std::ptr::eq(self.bytes().as_ptr(), (**data).as_ref().as_ptr())
    }
}

/// The four that stand in for all.
#[derive(Clone, Default)]
pub struct Fonts {
    song: Option<Face>,
    song_bold: Option<Face>,
    hei: Option<Face>,
    hei_bold: Option<Face>,
}

impl Fonts {
    /// Looks for the files below a folder and maps them.
    pub fn installed(folder: &Path) -> Self {
        let mut files = Vec::new();
        collect(folder, DEPTH_MAX, &mut files);
        let face = |name: &str| {
            files
                .iter()
                .find(|path| path.file_stem().is_some_and(|stem| stem == name))
                .and_then(|path| mapped(path))
        };
        Fonts {
            song: face("NotoSerifCJK-Regular"),
            song_bold: face("NotoSerifCJK-Bold"),
            hei: face("NotoSansCJK-Regular"),
            hei_bold: face("NotoSansCJK-Bold"),
        }
    }

    /// The face that stands in for a name; text faces for 宋, 仿宋, 楷, the plain one for 黑 and everything like it.
    pub fn standing_in(&self, name: &str, serif: bool, bold: bool) -> Option<&Face> {
        let name = name.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let bold = bold || has(&["bold", "heavy", "black", "粗", "biaosong", "标宋"]);
        let is_song = has(&[
            "song", "sun", "ming", "kai", "fang", "serif", "times", "宋", "楷", "仿", "明",
        ]);
        let is_hei = has(&[
            "hei", "gothic", "sans", "yahei", "dengxian", "arial", "黑", "等线", "圆",
        ]);
        let order = match (is_song || (serif && !is_hei), bold) {
            (true, true) => [&self.song_bold, &self.song, &self.hei_bold, &self.hei],
            (true, false) => [&self.song, &self.hei, &self.song_bold, &self.hei_bold],
            (false, true) => [&self.hei_bold, &self.hei, &self.song_bold, &self.song],
            (false, false) => [&self.hei, &self.song, &self.hei_bold, &self.song_bold],
        };
        order.into_iter().find_map(Option::as_ref)
    }

    /// Which of ours the bytes are of, if of one.
    pub fn of_ours(&self, data: &FontData) -> Option<&Face> {
        [&self.song, &self.song_bold, &self.hei, &self.hei_bold]
            .into_iter()
            .flatten()
            .find(|face| face.is(data))
    }
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, files);
            }
        } else {
            files.push(path);
        }
    }
}

fn mapped(path: &Path) -> Option<Face> {
    let file = File::open(path).ok()?;
    // SAFETY: fonts are installed by the image and never written while it runs; were one cut short, only this child would end.
    let map = unsafe { Mmap::map(&file) }.ok()?;
    let index = (0..16)
        .map_while(|index| Some((index, FontRef::from_index(&map, index).ok()?)))
        .find(|(_, font)| is_mainland(font))
        .map_or(0, |(index, _)| index);
    FontRef::from_index(&map, index).ok()?;
    Some(Face {
        data: Arc::new(map),
        index,
    })
}

fn is_mainland(font: &FontRef<'_>) -> bool {
    font.localized_strings(StringId::FAMILY_NAME)
        .any(|name| name.to_string().ends_with(REGION))
}

/// A face without any shape: what is shown with it is missing, and is never another character.
pub fn blank() -> FontData {
    Arc::new(blank_bytes())
}

fn blank_bytes() -> Vec<u8> {
    let mut head = vec![0; 54];
    head[0..4].copy_from_slice(&[0, 1, 0, 0]);
    head[12..16].copy_from_slice(&[0x5F, 0x0F, 0x3C, 0xF5]);
    head[18..20].copy_from_slice(&1_000_u16.to_be_bytes());
    let mut hhea = vec![0; 36];
    hhea[0..4].copy_from_slice(&[0, 1, 0, 0]);
    hhea[34..36].copy_from_slice(&1_u16.to_be_bytes());
    let mut maxp = vec![0; 32];
    maxp[0..4].copy_from_slice(&[0, 1, 0, 0]);
    maxp[4..6].copy_from_slice(&1_u16.to_be_bytes());
    let tables: [(&[u8; 4], Vec<u8>); 6] = [
        (b"glyf", vec![0; 4]),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", vec![0x03, 0xE8, 0, 0]),
        (b"loca", vec![0; 4]),
        (b"maxp", maxp),
    ];
    let mut font = vec![0, 1, 0, 0];
    for number in [tables.len() as u16, 64, 2, 32] {
        font.extend_from_slice(&number.to_be_bytes());
    }
    let mut offset = 12 + 16 * tables.len();
    for (tag, table) in &tables {
        font.extend_from_slice(*tag);
        for number in [0, offset as u32, table.len() as u32] {
            font.extend_from_slice(&number.to_be_bytes());
        }
        offset += table.len().next_multiple_of(4);
    }
    for (_, table) in &tables {
        font.extend_from_slice(table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blank_face_has_one_glyph_without_a_shape() {
        let bytes = blank_bytes();
        let font = FontRef::new(&bytes).unwrap();
        assert_eq!(font.charmap().map('6'), None);
        assert!(
            font.outline_glyphs()
                .get(skrifa::GlyphId::new(54))
                .is_none()
        );
    }

    #[test]
    fn names_choose_between_text_and_plain_faces() {
        let face = |tag: u8| {
            Some(Face {
                data: Arc::new(vec![tag]),
                index: 0,
            })
        };
        let fonts = Fonts {
            song: face(1),
            song_bold: face(2),
            hei: face(3),
            hei_bold: face(4),
        };
        let tag = |name: &str, serif, bold| {
            (*fonts.standing_in(name, serif, bold).unwrap().data).as_ref()[0]
        };
        assert_eq!(tag("仿宋_GB2312", false, false), 1);
        assert_eq!(tag("FZXiaoBiaoSong-B05S", false, false), 2);
        assert_eq!(tag("SimHei", false, false), 3);
        assert_eq!(tag("微软雅黑", true, true), 4);
        assert_eq!(tag("unknown", true, false), 1);
        assert!(Fonts::default().standing_in("宋体", true, false).is_none());
    }
}
