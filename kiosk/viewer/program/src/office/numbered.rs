//! A text file with the numbers in front of its paragraphs written out: its program counts them while it draws, the readers do not or
//! guess. Owns where a number goes in the text; counts nothing itself.

use super::levels::{Label, Lists};
use crate::package::Package;
use crate::xml;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use viewer::limits::XML_DEPTH_MAX;

const TEXT: &str = "word/document.xml";
/// What numbers may add to a file.
const ADDED_BYTES_MAX: usize = 1024 * 1024;

/// A package with its numbers written out.
pub struct Numbered {
    /// All of it.
    pub bytes: Vec<u8>,
    /// Numbers in formats that are not known.
    pub unknown: u32,
}

/// The package so; `None` where it has no lists, or cannot be read like this.
pub fn numbered(package: &mut Package) -> Option<Numbered> {
    let numbering = package.part("word/numbering.xml").ok()??;
    let styles = package.part("word/styles.xml").ok()?;
    let mut lists = Lists::read(Some(&numbering), styles.as_deref());
    if lists.is_empty() {
        return None;
    }
    let text = package.part(TEXT).ok()??;
    let (text, unknown) = with_numbers(std::str::from_utf8(&text).ok()?, &mut lists)?;
    let parts = BTreeMap::from([(TEXT.to_owned(), text.into_bytes())]);
    let bytes = package.with_parts(&parts)?;
    Some(Numbered { bytes, unknown })
}

/// A paragraph whose beginning is being read.
#[derive(Default)]
struct Paragraph {
    style: Option<String>,
    number: Option<String>,
    level: Option<usize>,
    /// How deep in its properties.
    depth: usize,
    is_begun: bool,
}

fn with_numbers(text: &str, lists: &mut Lists) -> Option<(String, u32)> {
    let mut reader = Reader::from_str(text);
    let mut made = String::with_capacity(text.len());
    let (mut from, mut added, mut unknown) = (0, 0, 0_u32);
    let mut open: Vec<Paragraph> = Vec::new();
    // The same once more for older programs: not counted twice.
    let mut fallback = 0_usize;
    let mut number_from = None;
    loop {
        let before = usize::try_from(reader.buffer_position()).ok()?;
        let event = reader.read_event().ok()?;
        let after = usize::try_from(reader.buffer_position()).ok()?;
        let (name, is_start, is_end) = match &event {
            Event::Start(start) => (start.name().as_ref().to_owned(), true, false),
            Event::Empty(start) => (start.name().as_ref().to_owned(), true, true),
            Event::End(end) => (end.name().as_ref().to_owned(), false, true),
            Event::Eof => break,
            _ => continue,
        };
        let in_properties = open.last().is_some_and(|paragraph| paragraph.depth > 0);
        // Properties come first: whatever else does ends the beginning.
        if let Some(paragraph) = open.last_mut()
            && !paragraph.is_begun
            && !in_properties
            && name != "w:pPr"
        {
            paragraph.is_begun = true;
            let (style, number) = (paragraph.style.as_deref(), paragraph.number.as_deref());
            let label = match fallback {
                0 => lists.next(style, number, paragraph.level),
                _ => Label::None,
            };
            match label {
                Label::None => {}
                Label::Unknown => unknown = unknown.saturating_add(1),
                Label::Written(label) => {
                    let label = quick_xml::escape::escape(label.as_str());
                    let run = format!("<w:r><w:t xml:space=\"preserve\">{label}</w:t></w:r>");
                    added += run.len();
                    if added > ADDED_BYTES_MAX {
                        return None;
                    }
                    made.push_str(text.get(from..before)?);
                    made.push_str(&run);
                    from = before;
                }
            }
        }
        match (name.as_str(), &event) {
            ("w:p", Event::Start(_)) => {
                open.push(Paragraph::default());
                if open.len() > XML_DEPTH_MAX {
                    return None;
                }
            }
            ("w:p", Event::End(_)) => {
                open.pop();
            }
            ("mc:Fallback", Event::Start(_)) => fallback += 1,
            ("mc:Fallback", Event::End(_)) => fallback = fallback.saturating_sub(1),
            _ => {}
        }
        let Some(paragraph) = open.last_mut().filter(|paragraph| !paragraph.is_begun) else {
            continue;
        };
        let depth = paragraph.depth;
        match &event {
            Event::Start(start) | Event::Empty(start) => match (depth, name.as_str()) {
                (1, "w:pStyle") => paragraph.style = val(start),
                (2, "w:numId") if number_from.is_some() => paragraph.number = val(start),
                (2, "w:ilvl") if number_from.is_some() => {
                    paragraph.level = val(start).and_then(|level| level.parse().ok());
                }
                (1, "w:numPr") if !is_end => number_from = Some(before),
                _ => {}
            },
            Event::End(_) if depth == 2 && name == "w:numPr" => {
                // The readers would count by themselves.
                if let Some(start) = number_from.take() {
                    made.push_str(text.get(from..start)?);
                    from = after;
                }
            }
            _ => {}
        }
        let is_property = depth > 0 || name == "w:pPr";
        match (is_start, is_end) {
            (true, false) if is_property => paragraph.depth += 1,
            (false, true) => paragraph.depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    made.push_str(text.get(from..)?);
    Some((made, unknown))
}

fn val(element: &BytesStart<'_>) -> Option<String> {
    xml::attributes(element)
        .find(|(key, _)| key == "val")
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBERING: &str = "<w:numbering><w:abstractNum w:abstractNumId=\"0\">\
        <w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:lvlText w:val=\"第%1条\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
        <w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:isLgl/><w:pStyle w:val=\"three\"/><w:lvlText w:val=\"%1.%2.%3\"/></w:lvl>\
        <w:lvl w:ilvl=\"3\"><w:start w:val=\"1\"/><w:numFmt w:val=\"hebrew1\"/><w:lvlText w:val=\"%4\"/></w:lvl>\
        <w:lvl w:ilvl=\"4\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\u{F06C}\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
        <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>\
        </w:numbering>";
    const STYLES: &str = "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"three\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"child\"><w:basedOn w:val=\"three\"/></w:style></w:styles>";

    fn said(body: &str) -> (String, u32) {
        let mut lists = Lists::read(Some(NUMBERING.as_bytes()), Some(STYLES.as_bytes()));
        let (made, unknown) = with_numbers(body, &mut lists).unwrap();
        assert!(!made.contains("numPr"), "{made}");
        let mut texts = Vec::new();
        let mut left = 10_000;
        super::super::parts::words(made.as_bytes(), &["p"], &mut texts, &mut left);
        (texts.join("|"), unknown)
    }

    fn listed(text: &str, num: u32, level: u32) -> String {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{num}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    }

    fn styled(text: &str, style: &str) -> String {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    }

    #[test]
    fn articles_begin_and_go_on_as_the_list_says() {
        let plain = "<w:p><w:r><w:t>正文</w:t></w:r></w:p>";
        let body = [
            listed("总则", 1, 0),
            plain.to_owned(),
            listed("范围", 1, 0),
            listed("甲", 1, 1),
            listed("乙", 1, 1),
            styled("细", "three"),
            styled("目", "child"),
            listed("附则", 1, 0),
            listed("丙", 1, 1),
            listed("另起", 2, 0),
            listed("续", 2, 0),
            listed("点", 1, 4),
            listed("不详", 1, 3),
            listed("无", 0, 0),
        ];
        let (text, unknown) = said(&body.concat());
        assert_eq!(
            text,
            "第三条\u{3000}总则|正文|第四条\u{3000}范围|（一）甲|（二）乙|4.2.1 细|4.2.2 目|第五条\u{3000}附则|（一）丙|第一条\u{3000}另起|\
             第二条\u{3000}续|· 点|不详|无"
        );
        assert_eq!(unknown, 1);
    }

    #[test]
    fn what_was_changed_and_what_stands_there_twice_is_counted_once() {
        let changed = "<w:p><w:pPr><w:pPrChange><w:pPr><w:pStyle w:val=\"three\"/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>旧</w:t></w:r></w:p>";
        let inner = listed("框", 1, 0);
        let twice = format!(
            "<w:p><w:r><mc:AlternateContent><mc:Choice>{inner}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
            "<w:p><w:pPr><w:pStyle w:val=\"three\"/></w:pPr><w:r><w:t>框</w:t></w:r></w:p>"
        );
        let (text, _) = said(&[changed, &twice, &listed("后", 1, 0)].concat());
        assert_eq!(text, "旧|第三条\u{3000}框|框|第四条\u{3000}后");
    }
}
