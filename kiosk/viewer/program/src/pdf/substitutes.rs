//! What stands in for a font of a PDF: for a Chinese simple font (GBK codes under a Latin encoding), for one that cannot be decoded and
//! would be drawn with whatever glyph has the number, for one whose characters are known though its program is not there; and the
//! table of characters that a font of a known collection does not bring along. Judges one font at a time; writes no file.

use super::{characters, ends};
use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream};
use skrifa::{FontRef, MetadataProvider};

/// Base name of a font that cannot be decoded; it is drawn with a blank face and its places are marked.
pub const LOST: &str = "ViewerLost";
/// Base name of a font that is not there but whose characters are known.
pub const KNOWN: &str = "ViewerKnown";

/// Widths of a GBK font: half an em for everything of one byte.
const HALF_WIDTHS: &str = "[1 95 500 814 939 500]";

/// What stands in for a font; `None` when it is well as it is.
pub fn replacement(font: &Dict<'_>) -> Option<Vec<u8>> {
    let Some(subtype) = font.get::<Name<'_>>(b"Subtype") else {
        return Some(lost());
    };
    match &*subtype {
        b"Type0" => replacement_of_composite(font),
        b"TrueType" | b"Type1" | b"MMType1" => replacement_of_simple(font),
        _ => None,
    }
}

/// A font of which nothing is left.
pub fn lost() -> Vec<u8> {
    composite(LOST, "/Identity-H", "", "")
}

fn composite(base: &str, encoding: &str, of_descendant: &str, of_font: &str) -> Vec<u8> {
    format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding {encoding} {of_font} /DescendantFonts \
         [ << /Type /Font /Subtype /CIDFontType2 /BaseFont /{base} /DW 1000 {of_descendant} >> ] >>"
    )
    .into_bytes()
}

fn is_embedded(descriptor: Option<&Dict<'_>>) -> bool {
    descriptor.is_some_and(|descriptor| {
        [&b"FontFile"[..], b"FontFile2", b"FontFile3"]
            .iter()
            .filter_map(|key| descriptor.get::<Stream<'_>>(key))
            .any(|stream| ends::holds_something(&stream))
    })
}

/// Codes of an unknown font mean glyphs of a program that is not there. With a table of characters they can be shown all the same. A
/// program that is there draws them; what they mean follows from a known collection, if nothing nearer says it.
fn replacement_of_composite(font: &Dict<'_>) -> Option<Vec<u8>> {
    let descendant = font
        .get::<Array<'_>>(b"DescendantFonts")
        .and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    let (Some(descendant), Some(encoding)) = (descendant, font.get::<Object<'_>>(b"Encoding"))
    else {
        return Some(lost());
    };
    let descriptor = descendant.get::<Dict<'_>>(b"FontDescriptor");
    let collection = descendant
        .get::<Dict<'_>>(b"CIDSystemInfo")
        .and_then(|info| info.get::<hayro::hayro_syntax::object::String<'_>>(b"Ordering"))
        .map(|ordering| ordering.as_bytes().to_vec())
        .unwrap_or_default();
    if is_embedded(descriptor.as_ref()) {
        let Object::Name(encoding) = &encoding else {
            return None;
        };
        if font.contains_key(b"ToUnicode") || says_its_characters(descriptor.as_ref()?) {
            return None;
        }
        return with_table(font, &characters::table_of(encoding, &collection)?);
    }
    if let Object::Name(name) = &encoding
        && !name.starts_with(b"Identity")
    {
        // A known encoding of a known collection; the characters follow from it.
        return None;
    }
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

/// Whether the program of a font has a table of characters of its own; it is read backwards then.
fn says_its_characters(descriptor: &Dict<'_>) -> bool {
    let program = descriptor.get::<Stream<'_>>(b"FontFile2");
    let data = program.and_then(|stream| stream.decoded_data().ok().map(|data| data.to_vec()));
    data.is_some_and(|data| {
        FontRef::new(&data).is_ok_and(|font| font.charmap().mappings().next().is_some())
    })
}

/// The font as its bytes stand in the file, with the name of a table of characters.
fn with_table(font: &Dict<'_>, table: &str) -> Option<Vec<u8>> {
    let inner = font.data().trim_ascii_end().strip_suffix(b">>")?;
    Some([inner, format!(" /ToUnicode /{table} >>").as_bytes()].concat())
}

/// Faces that every reader has, and those that have their widths.
const EVERYWHERE: [&str; 6] = [
    "helvetica",
    "arial",
    "courier",
    "times",
    "symbol",
    "zapfdingbats",
];

/// Whether a simple font that is not there is drawn with a face of another look. Composite ones are seen as they are drawn.
pub fn is_of_another_look(font: &Dict<'_>) -> bool {
    let simple = font
        .get::<Name<'_>>(b"Subtype")
        .is_some_and(|subtype| [&b"TrueType"[..], b"Type1", b"MMType1"].contains(&&*subtype));
    let known = font.get::<Name<'_>>(b"BaseFont").is_some_and(|name| {
        let name = String::from_utf8_lossy(&name).to_lowercase();
        EVERYWHERE.iter().any(|face| name.contains(face))
    });
    let has_program = font
        .get::<Dict<'_>>(b"FontDescriptor")
        .is_some_and(|descriptor| {
            [&b"FontFile"[..], b"FontFile2", b"FontFile3"]
                .iter()
                .any(|key| descriptor.contains_key(key))
        });
    simple && !known && !has_program
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
fn replacement_of_simple(font: &Dict<'_>) -> Option<Vec<u8>> {
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
