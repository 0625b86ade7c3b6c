//! All words of all parts of an office package, seen or hidden: headers, notes, comments, text boxes, deleted and hidden text. Owns
//! completeness for the disclosure gate; order and looks are lost.

use crate::package::Package;
use crate::xml;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;
use viewer::limits::{BLOCK_CHARS_MAX, INNER_FILES_MAX, TEXT_BYTES_MAX, XML_DEPTH_MAX};
use viewer::{Inner, Reason};

/// Parts that hold settings and no words.
const WORDLESS: [&str; 6] = [
    "_rels/",
    "theme/",
    "styles.xml",
    "settings.xml",
    "fontTable.xml",
    "[Content_Types].xml",
];

/// Elements of office files with which a paragraph or a cell ends.
const PARAGRAPHS: [&str; 5] = ["p", "si", "c", "text", "textbox"];
/// Folders whose parts tell what the file says of itself, and data of whoever made it.
const PROPERTIES: [&str; 2] = ["docProps/", "customXml/"];
/// Endings of files that are documents of their own.
const FILES: [&str; 17] = [
    "pdf", "ofd", "docx", "doc", "docm", "wps", "xlsx", "xls", "xlsm", "et", "pptx", "rtf", "htm",
    "html", "mht", "txt", "csv",
];
/// Attributes that hold words: of a watermark (水印), of a picture that says something, of an object.
const WORDED: [&str; 4] = ["string", "descr", "title", "alt"];
/// Elements whose attributes name faces and looks, by the hundred.
const LOOKS: [&str; 9] = [
    "rFonts", "rFont", "font", "latin", "ea", "cs", "sym", "buFont", "pStyle",
];
/// What parts without words have of them nonetheless: signs that a cell's number is shown with, variables of a text.
const KEPT: [&str; 2] = ["numFmt", "docVar"];
/// Header and footer of a workbook's pages end so; their text is mixed with codes.
const RUNNING: [&str; 2] = ["Header", "Footer"];

/// One text for each paragraph or cell, and whether there are more; nothing for files that are no package.
pub fn everything(bytes: &[u8]) -> (Vec<String>, bool) {
    let mut texts = Vec::new();
    let mut left = TEXT_BYTES_MAX;
    let Ok(mut package) = Package::open(bytes.to_vec()) else {
        return (texts, false);
    };
    let mut unread = false;
    for name in package.names() {
        // Which part is which is told by the package, not by endings.
        if is_media(&name) {
            continue;
        }
        let Ok(part) = package.part(&name) else {
            unread = true;
            continue;
        };
        if let Some(part) = part.filter(|part| is_markup(part)) {
            if WORDLESS.iter().any(|part| name.contains(part)) {
                kept_words(&part, &mut texts, &mut left);
                continue;
            }
            match PROPERTIES.iter().any(|folder| name.starts_with(folder)) {
                true => all_words(&part, &mut texts, &mut left),
                false => words(&part, &PARAGRAPHS, &mut texts, &mut left),
            }
        }
    }
    (texts, unread || left == 0)
}

/// Pictures and faces, by their names: they may be large and hold no words.
pub fn is_media(name: &str) -> bool {
    const MEDIA: [&str; 17] = [
        "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "jb2", "gbig2", "ttf",
        "otf", "ttc", "cff", "odttf", "bin",
    ];
    let ending = name.rsplit('.').next().unwrap_or_default();
    MEDIA.contains(&ending.to_ascii_lowercase().as_str())
}

/// Whether bytes begin as XML does, behind a mark of their encoding.
pub fn is_markup(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"<")
}

/// Files that lie in the package, by their names: objects that were put in, pieces that the program would show as its own.
pub fn inner_names(package: &Package) -> Vec<String> {
    let mut names = package.names();
    names.retain(|name| {
        let name = name.to_ascii_lowercase();
        let ending = name.rsplit('.').next().unwrap_or_default();
        !name.ends_with('/') && (name.contains("/embeddings/") || FILES.contains(&ending))
    });
    names.truncate(INNER_FILES_MAX as usize);
    names
}

/// One of these files.
pub fn inner(
    package: &mut Package,
    names: &[String],
    number: u32,
) -> Result<Option<Inner>, Reason> {
    let Some(name) = names.get(number as usize) else {
        return Ok(None);
    };
    let bytes = package.part(name)?.unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or(name).to_owned();
    Ok(Some(Inner { name, bytes }))
}

/// Gathers the text of an XML part; a text ends where one of these elements does.
pub fn words(part: &[u8], ends: &[&str], texts: &mut Vec<String>, left: &mut usize) {
    gather(part, |name| ends.contains(&name), texts, left);
}

/// The same of a part whose elements are not known: each ends a text.
pub fn all_words(part: &[u8], texts: &mut Vec<String>, left: &mut usize) {
    gather(part, |_| true, texts, left);
}

fn gather(part: &[u8], ends: impl Fn(&str) -> bool, texts: &mut Vec<String>, left: &mut usize) {
    let part = xml::decoded(part);
    let mut reader = Reader::from_str(&part);
    let mut text = String::new();
    let mut seen = HashSet::new();
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Text(words)) => {
                let words = words.trim_matches(['\n', '\r']);
                *left = left.saturating_sub(words.len());
                text.push_str(words);
            }
            Ok(Event::CData(words)) => {
                *left = left.saturating_sub(words.len());
                text.push_str(&words);
            }
            Ok(Event::GeneralRef(reference)) => text.extend(xml::character(&reference)),
            Ok(Event::Start(start)) => {
                depth += 1;
                of_attributes(&start, &mut seen, texts, left);
            }
            Ok(Event::Empty(empty)) => of_attributes(&empty, &mut seen, texts, left),
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                let name = end.local_name();
                if RUNNING.iter().any(|word| name.as_ref().ends_with(word)) {
                    let mixed = std::mem::take(&mut text);
                    texts.extend(without_codes(&mixed));
                } else if ends(name.as_ref()) {
                    finish(&mut text, texts);
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
        // Deeper than any office program writes: what comes is not text.
        if *left == 0 || depth > 8 * XML_DEPTH_MAX {
            break;
        }
        if text.len() > BLOCK_CHARS_MAX {
            finish(&mut text, texts);
        }
    }
    finish(&mut text, texts);
}

/// Words that stand in attributes, each a text of its own and each once: names of sheets and fields, hints, choices, remembered values.
/// Which attributes hold words is for each program to say; what is not ASCII is nothing else.
fn of_attributes(
    element: &BytesStart<'_>,
    seen: &mut HashSet<String>,
    texts: &mut Vec<String>,
    left: &mut usize,
) {
    let is_look = LOOKS.contains(&element.local_name().as_ref());
    for (key, words) in xml::attributes(element) {
        let are_words = WORDED.contains(&key.as_str()) || (!is_look && !words.is_ascii());
        if are_words && seen.insert(words.clone()) {
            *left = left.saturating_sub(words.len());
            finish(&mut words.chars().take(BLOCK_CHARS_MAX).collect(), texts);
        }
    }
}

/// The few words of a part that holds settings. In the pattern of a number they stand between quotes or behind backslashes.
fn kept_words(part: &[u8], texts: &mut Vec<String>, left: &mut usize) {
    let part = xml::decoded(part);
    let mut reader = Reader::from_str(&part);
    let mut seen = HashSet::new();
    while *left > 0 {
        let element = match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => element,
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => continue,
        };
        if !KEPT.contains(&element.local_name().as_ref()) {
            continue;
        }
        for (_, value) in xml::attributes(&element).filter(|(_, value)| !value.is_ascii()) {
            let value = value.replace('\\', "");
            for words in value.split('"').filter(|words| !words.is_ascii()) {
                if seen.insert(words.to_owned()) {
                    *left = left.saturating_sub(words.len());
                    finish(&mut words.to_owned(), texts);
                }
            }
        }
    }
}

/// The three parts of a workbook's header (ECMA-376, 18.3.1.46) without the codes for places, faces, sizes and colours.
pub(super) fn without_codes(mixed: &str) -> Vec<String> {
    let (mut parts, mut part) = (Vec::new(), String::new());
    let mut rest = mixed.chars().peekable();
    while let Some(sign) = rest.next() {
        if sign != '&' {
            part.push(sign);
            continue;
        }
        match rest.next() {
            Some('L' | 'C' | 'R') => finish(&mut part, &mut parts),
            Some('"') => rest.by_ref().take_while(|c| *c != '"').for_each(drop),
            Some('K') => rest.by_ref().take(6).for_each(drop),
            Some('&') => part.push('&'),
            Some(digit) if digit.is_ascii_digit() => {
                while rest.next_if(char::is_ascii_digit).is_some() {}
            }
            Some(_) | None => {}
        }
    }
    finish(&mut part, &mut parts);
    parts
}

fn finish(text: &mut String, texts: &mut Vec<String>) {
    let whole = std::mem::take(text);
    if !whole.trim().is_empty() {
        texts.push(whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::tests::packed;

    #[test]
    fn words_of_every_part_are_found_and_settings_are_not() {
        let header =
            "<w:hdr><w:p><w:r><w:t>内部</w:t></w:r><w:r><w:t>资料</w:t></w:r></w:p></w:hdr>";
        let deleted =
            "<w:document><w:p><w:del><w:delText>已删</w:delText></w:del></w:p></w:document>";
        let package = packed(&[
            ("word/header1.xml", header.as_bytes()),
            ("word/document.xml", deleted.as_bytes()),
            ("word/theme/theme1.xml", b"<a:t>Office</a:t>"),
        ]);
        let (mut found, cut) = everything(&package);
        assert!(!cut);
        found.sort();
        assert_eq!(found, ["内部资料", "已删"]);
    }

    #[test]
    fn a_header_is_read_without_its_codes() {
        assert_eq!(
            without_codes("&L内部 A&&B&C&\"宋体,加粗\"&14机密★5年&R&P / &N"),
            ["内部 A&B", "机密★5年", " / "]
        );
        assert_eq!(without_codes("&KFF0000秘密&"), ["秘密"]);
    }

    #[test]
    fn nesting_without_end_comes_to_an_end() {
        let deep = "<p>".repeat(100_000);
        let package = packed(&[("word/document.xml", deep.as_bytes())]);
        assert!(everything(&package).0.is_empty());
    }
}
