//! What is mended in a PDF before anyone draws it, as an update appended to the bytes: Chinese simple fonts (GBK codes under a
//! Latin encoding), fonts that cannot be decoded and would be drawn with whatever glyph has the number, and groups of
//! highlights that would cover the words below. Owns no drawing; where an update is not taken, the bytes stay as they were.

use super::update::Update;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// Base name of a font that cannot be decoded; it is drawn with a blank face and its places are marked.
pub const LOST: &str = "ViewerLost";
/// Base name of a font that is not there but whose characters are known.
pub const KNOWN: &str = "ViewerKnown";

/// Resources looked at; a page of a real file has a handful.
const OBJECTS_MAX: usize = 100_000;
/// Fonts looked at.
const FONTS_MAX: usize = 4_000;
/// Dictionaries inside dictionaries.
const DEPTH_MAX: usize = 6;
/// Widths of a GBK font: half an em for everything of one byte.
const HALF_WIDTHS: &str = "[1 95 500 814 939 500]";

/// The bytes with everything mended that could be.
pub fn mended(bytes: Vec<u8>) -> Arc<Vec<u8>> {
    let bytes = Arc::new(bytes);
    let Ok(pdf) = Pdf::new(Arc::clone(&bytes)) else {
        return bytes;
    };
    let mut update = Update::default();
    for (id, found) in fonts(&pdf) {
        if let Some(font) = found.as_ref().map_or_else(|| Some(lost()), replacement) {
            update.object(id, font);
        }
    }
    for range in covering_groups(&pdf, &bytes) {
        update.overwrite(range);
    }
    if update.is_empty() {
        return bytes;
    }
    let pages = pdf.pages().len();
    for candidate in update.candidates(&bytes) {
        let candidate = Arc::new(candidate);
        if Pdf::new(Arc::clone(&candidate))
            .is_ok_and(|new| new.pages().len() == pages && update.is_taken(&new))
        {
            return candidate;
        }
    }
    bytes
}

/// Every font that resources name, by its number; `None` when nothing stands there.
fn fonts(pdf: &Pdf) -> BTreeMap<ObjectIdentifier, Option<Dict<'_>>> {
    let mut found = BTreeMap::new();
    for object in pdf.objects().into_iter().take(OBJECTS_MAX) {
        match &object {
            Object::Dict(dict) => fonts_of(pdf, dict, 0, &mut found),
            Object::Stream(stream) => fonts_of(pdf, stream.dict(), 0, &mut found),
            _ => {}
        }
    }
    found
}

fn fonts_of<'a>(
    pdf: &'a Pdf,
    dict: &Dict<'a>,
    depth: usize,
    found: &mut BTreeMap<ObjectIdentifier, Option<Dict<'a>>>,
) {
    if depth > DEPTH_MAX || found.len() >= FONTS_MAX {
        return;
    }
    for (key, value) in dict.entries() {
        if &*key == b"Font" {
            let named = match value {
                MaybeRef::NotRef(Object::Dict(dict)) => Some(dict),
                MaybeRef::Ref(id) => pdf.xref().get::<Dict<'_>>(id.into()),
                MaybeRef::NotRef(_) => None,
            };
            // A font descriptor is no set of fonts.
            for (_, font) in named
                .iter()
                .filter(|d| !d.contains_key(b"Type"))
                .flat_map(Dict::entries)
            {
                if let MaybeRef::Ref(id) = font {
                    let id = ObjectIdentifier::from(id);
                    found
                        .entry(id)
                        .or_insert_with(|| pdf.xref().get::<Dict<'_>>(id));
                }
            }
        } else if let MaybeRef::NotRef(Object::Dict(inner)) = value {
            fonts_of(pdf, &inner, depth + 1, found);
        }
    }
}

/// What stands in for a font; `None` when it is well as it is.
fn replacement(font: &Dict<'_>) -> Option<String> {
    let Some(subtype) = font.get::<Name<'_>>(b"Subtype") else {
        return Some(lost());
    };
    match &*subtype {
        b"Type0" => replacement_of_composite(font),
        b"TrueType" | b"Type1" | b"MMType1" => replacement_of_simple(font),
        _ => None,
    }
}

fn lost() -> String {
    composite(LOST, "/Identity-H", "", "")
}

fn composite(base: &str, encoding: &str, of_descendant: &str, of_font: &str) -> String {
    format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding {encoding} {of_font} /DescendantFonts \
         [ << /Type /Font /Subtype /CIDFontType2 /BaseFont /{base} /DW 1000 {of_descendant} >> ] >>"
    )
}

fn is_embedded(descriptor: Option<&Dict<'_>>) -> bool {
    descriptor.is_some_and(|descriptor| {
        [&b"FontFile"[..], b"FontFile2", b"FontFile3"]
            .iter()
            .filter_map(|key| descriptor.get::<Stream<'_>>(key))
            .any(|stream| stream.decoded_data().is_ok_and(|data| data.len() > 4))
    })
}

/// Codes of an unknown font mean glyphs of a program that is not there. With a table of characters they can be shown all the same.
fn replacement_of_composite(font: &Dict<'_>) -> Option<String> {
    let descendant = font
        .get::<Array<'_>>(b"DescendantFonts")
        .and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    let (Some(descendant), Some(encoding)) = (descendant, font.get::<Object<'_>>(b"Encoding"))
    else {
        return Some(lost());
    };
    if let Object::Name(name) = &encoding
        && !name.starts_with(b"Identity")
    {
        // A known encoding of a known collection; the characters follow from it.
        return None;
    }
    let descriptor = descendant.get::<Dict<'_>>(b"FontDescriptor");
    if is_embedded(descriptor.as_ref()) {
        return None;
    }
    let collection = descendant
        .get::<Dict<'_>>(b"CIDSystemInfo")
        .and_then(|info| info.get::<hayro::hayro_syntax::object::String<'_>>(b"Ordering"))
        .map(|ordering| ordering.as_bytes().to_vec())
        .unwrap_or_default();
    if [&b"GB1"[..], b"CNS1", b"Japan1", b"Korea1"].contains(&collection.as_slice()) {
        return None;
    }
    let readable = font
        .get::<Stream<'_>>(b"ToUnicode")
        .is_some_and(|table| table.decoded_data().is_ok_and(|data| !data.is_empty()));
    if !readable {
        return Some(lost());
    }
    let raw = |dict: &Dict<'_>, key: &str| {
        dict.get_raw::<Object<'_>>(key.as_bytes())
            .map(|value| format!("/{key} {}", written(&value)))
            .unwrap_or_default()
    };
    let bold = if is_bold(font, descriptor.as_ref()) {
        "-Bold"
    } else {
        ""
    };
    Some(composite(
        &format!("{KNOWN}{bold}"),
        &font
            .get_raw::<Object<'_>>(b"Encoding")
            .map(|value| written(&value))
            .unwrap_or_default(),
        &[raw(&descendant, "DW"), raw(&descendant, "W")].join(" "),
        &raw(font, "ToUnicode"),
    ))
}

fn written(value: &MaybeRef<Object<'_>>) -> String {
    match value {
        MaybeRef::Ref(id) => id.to_string(),
        MaybeRef::NotRef(object) => object.to_string(),
    }
}

fn is_bold(font: &Dict<'_>, descriptor: Option<&Dict<'_>>) -> bool {
    /// ForceBold, bit 19 of the flags.
    const FORCE_BOLD: u32 = 1 << 18;
    let named = font.get::<Name<'_>>(b"BaseFont").is_some_and(|name| {
        String::from_utf8_lossy(&name)
            .to_lowercase()
            .contains("bold")
    });
    named
        || descriptor.is_some_and(|d| {
            d.get::<u32>(b"FontWeight")
                .is_some_and(|weight| weight >= 600)
                || d.get::<u32>(b"Flags")
                    .is_some_and(|flags| flags & FORCE_BOLD != 0)
        })
}

/// A simple font of a Chinese face that is not embedded holds GBK, two bytes a character, whatever its encoding claims.
fn replacement_of_simple(font: &Dict<'_>) -> Option<String> {
    let name = font.get::<Name<'_>>(b"BaseFont")?;
    let family = chinese_family(&name)?;
    let descriptor = font.get::<Dict<'_>>(b"FontDescriptor");
    let differs = font
        .get::<Dict<'_>>(b"Encoding")
        .is_some_and(|encoding| encoding.contains_key(b"Differences"));
    if differs || font.contains_key(b"ToUnicode") || is_embedded(descriptor.as_ref()) {
        return None;
    }
    let bold = if is_bold(font, descriptor.as_ref()) {
        "-Bold"
    } else {
        ""
    };
    Some(composite(
        &format!("{family}{bold}"),
        "/GBK-EUC-H",
        &format!("/W {HALF_WIDTHS}"),
        "",
    ))
}

/// Which of the faces a name means, written in pinyin, GBK or UTF-8; `None` for names that are not Chinese.
fn chinese_family(name: &[u8]) -> Option<&'static str> {
    const PINYIN: [(&str, &str); 15] = [
        ("fangsong", "FangSong"),
        ("simfang", "FangSong"),
        ("simkai", "KaiTi"),
        ("kaiti", "KaiTi"),
        ("simhei", "SimHei"),
        ("heiti", "SimHei"),
        ("yahei", "SimHei"),
        ("dengxian", "SimHei"),
        ("simsun", "SimSun"),
        ("songti", "SimSun"),
        ("stsong", "SimSun"),
        ("stzhongsong", "SimSun"),
        ("xiaobiaosong", "SimSun"),
        ("simli", "SimSun"),
        ("youyuan", "SimHei"),
    ];
    const HANZI: [(char, &str); 5] = [
        ('仿', "FangSong"),
        ('楷', "KaiTi"),
        ('黑', "SimHei"),
        ('圆', "SimHei"),
        ('宋', "SimSun"),
    ];
    if name.is_ascii() {
        let lower = String::from_utf8_lossy(name).to_lowercase();
        return PINYIN
            .iter()
            .find(|(word, _)| lower.contains(word))
            .map(|(_, family)| *family);
    }
    let text = match std::str::from_utf8(name) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let (text, _, broken) = encoding_rs::GBK.decode(name);
            if broken {
                return None;
            }
            text.into_owned()
        }
    };
    let is_hanzi = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    text.chars().any(is_hanzi).then(|| {
        HANZI
            .iter()
            .find(|(sign, _)| text.contains(*sign))
            .map_or("SimSun", |(_, family)| *family)
    })
}

/// Where `/Group` stands in appearances of annotations that blend with the page: as groups they would be painted over it.
fn covering_groups(pdf: &Pdf, bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for page in pdf.pages().iter() {
        let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else {
            continue;
        };
        for annotation in annotations.iter::<Dict<'_>>() {
            let appearance = annotation
                .get::<Dict<'_>>(b"AP")
                .and_then(|appearance| appearance.get::<Stream<'_>>(b"N"));
            if let Some(form) = appearance
                && seen.insert(form.obj_id())
            {
                let mut groups = Vec::new();
                if blends(&form, 0, bytes, &mut groups) {
                    found.append(&mut groups);
                }
            }
        }
    }
    found
}

/// Whether a form or one inside it asks for a blend mode; gathers the groups on the way.
fn blends(
    form: &Stream<'_>,
    depth: usize,
    bytes: &[u8],
    groups: &mut Vec<std::ops::Range<usize>>,
) -> bool {
    let dict = form.dict();
    let isolated = dict
        .get::<Dict<'_>>(b"Group")
        .is_none_or(|group| group.get::<bool>(b"I").unwrap_or(false));
    if !isolated && let Some(range) = key_within(dict.data(), bytes) {
        groups.push(range);
    }
    let Some(resources) = dict.get::<Dict<'_>>(b"Resources") else {
        return false;
    };
    let states = resources.get::<Dict<'_>>(b"ExtGState");
    let mut blending = states.is_some_and(|states| {
        states.keys().any(|name| {
            states
                .get::<Dict<'_>>(&*name)
                .and_then(|state| state.get::<Name<'_>>(b"BM"))
                .is_some_and(|mode| &*mode != b"Normal" && &*mode != b"Compatible")
        })
    });
    if depth < DEPTH_MAX
        && let Some(forms) = resources.get::<Dict<'_>>(b"XObject")
    {
        for name in forms.keys().take(FONTS_MAX / 100) {
            if let Some(inner) = forms.get::<Stream<'_>>(&*name) {
                blending |= blends(&inner, depth + 1, bytes, groups);
            }
        }
    }
    blending
}

/// Where in the file the key `/Group` of a dictionary stands, when its bytes are the file's own.
fn key_within(dict: &[u8], bytes: &[u8]) -> Option<std::ops::Range<usize>> {
    const KEY: &[u8] = b"/Group";
    let start = (dict.as_ptr() as usize).checked_sub(bytes.as_ptr() as usize)?;
    bytes.get(start..start + dict.len())?;
    let at = dict
        .windows(KEY.len() + 1)
        .position(|window| window.starts_with(KEY) && !window[KEY.len()].is_ascii_alphanumeric())?;
    Some(start + at..start + at + KEY.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_name_is_known_in_every_spelling() {
        assert_eq!(chinese_family(b"SimSun-ExtB"), Some("SimSun"));
        assert_eq!(chinese_family("宋体".as_bytes()), Some("SimSun"));
        assert_eq!(chinese_family(&[0xCB, 0xCE, 0xCC, 0xE5]), Some("SimSun"));
        // 仿宋_GB2312: the more telling sign decides.
        assert_eq!(
            chinese_family(&[0xB7, 0xC2, 0xCB, 0xCE, b'_', b'G', b'B']),
            Some("FangSong")
        );
        assert_eq!(chinese_family(b"Helvetica"), None);
        assert_eq!(chinese_family("Müller".as_bytes()), None);
    }
}
