//! All words of all parts of an office package, seen or hidden: headers, notes, comments, text boxes, deleted and hidden text. Owns
//! completeness for the disclosure gate; order and looks are lost.

use crate::package::Package;
use crate::xml;
use quick_xml::Reader;
use quick_xml::events::Event;
use viewer::limits::{BLOCK_CHARS_MAX, TEXT_BYTES_MAX, XML_DEPTH_MAX};

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
const PARAGRAPHS: [&str; 4] = ["p", "si", "c", "text"];

/// One text for each paragraph or cell; nothing for files that are no package.
pub fn everything(bytes: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    let mut left = TEXT_BYTES_MAX;
    let Ok(mut package) = Package::open(bytes.to_vec()) else {
        return texts;
    };
    for name in package.names() {
        let worded = name.ends_with(".xml") && !WORDLESS.iter().any(|part| name.contains(part));
        if worded && let Ok(Some(part)) = package.part(&name) {
            words(&part, &PARAGRAPHS, &mut texts, &mut left);
        }
    }
    texts
}

/// Gathers the text of an XML part; a text ends where one of these elements does.
pub fn words(part: &[u8], ends: &[&str], texts: &mut Vec<String>, left: &mut usize) {
    let part = xml::decoded(part);
    let mut reader = Reader::from_str(&part);
    let mut text = String::new();
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Text(words)) => {
                let words = words.trim_matches(['\n', '\r']);
                *left = left.saturating_sub(words.len());
                text.push_str(words);
            }
            Ok(Event::GeneralRef(reference)) => text.extend(xml::character(&reference)),
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                if ends.contains(&end.local_name().as_ref()) {
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
        let mut found = everything(&package);
        found.sort();
        assert_eq!(found, ["内部资料", "已删"]);
    }

    #[test]
    fn nesting_without_end_comes_to_an_end() {
        let deep = "<p>".repeat(100_000);
        let package = packed(&[("word/document.xml", deep.as_bytes())]);
        assert!(everything(&package).is_empty());
    }
}
