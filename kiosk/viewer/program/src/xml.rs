//! XML of foreign files as a small tree: names without prefixes, attributes, text. Owns the caps (depth, elements, bytes) and the
//! patience with what is broken: what could be read up to there stays. Expands no entity but the five of XML and numbers.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use viewer::limits::{XML_BYTES_MAX, XML_DEPTH_MAX, XML_ELEMENTS_MAX};

/// An element with everything inside it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Element {
    /// Name without prefix.
    pub name: String,
    /// Text directly inside.
    pub text: String,
    /// Elements inside, in order.
    pub children: Vec<Element>,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// An attribute, by its name without prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim())
    }

    /// The first element inside of this name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All elements inside of this name.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first element inside of this name.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim())
    }
}

/// A tree, and whether something of it was lost.
pub struct Parsed {
    /// The outermost element.
    pub root: Element,
    /// It ends early: broken, too deep or too large.
    pub cut: bool,
}

/// Reads as much as can be read; `None` when there is not even an outermost element.
pub fn parse(bytes: &[u8]) -> Option<Parsed> {
    let cut = bytes.len() > XML_BYTES_MAX;
    let text = decoded(&bytes[..bytes.len().min(XML_BYTES_MAX)]);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut building = Building {
        open: Vec::new(),
        root: None,
        elements: 0,
        cut,
    };
    while building.root.is_none() {
        match reader.read_event() {
            Ok(Event::Start(start)) => building.start(&start),
            Ok(Event::Empty(start)) => {
                building.start(&start);
                building.end();
            }
            Ok(Event::End(_)) => building.end(),
            Ok(Event::Text(text)) => building.text(&text),
            Ok(Event::CData(data)) => building.text(&data),
            Ok(Event::GeneralRef(reference)) => {
                if let Some(character) = character(&reference) {
                    building.text(character.encode_utf8(&mut [0; 4]));
                }
            }
            Ok(Event::Eof) => break,
            Err(_) => {
                building.cut = true;
                break;
            }
            Ok(_) => {}
        }
        if building.elements > XML_ELEMENTS_MAX || building.open.len() > XML_DEPTH_MAX {
            building.cut = true;
            break;
        }
    }
    while !building.open.is_empty() {
        building.cut = true;
        building.end();
    }
    let cut = building.cut;
    building.root.map(|root| Parsed { root, cut })
}

/// UTF-8, or what the declaration names.
pub fn decoded(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(100)]).to_lowercase();
    let chinese = head.contains("encoding=\"gb") || head.contains("encoding='gb");
    let encoding = if chinese {
        encoding_rs::GB18030
    } else {
        encoding_rs::UTF_8
    };
    encoding.decode(bytes).0.into_owned()
}

/// What a reference stands for; nothing for entities a file declares itself.
pub fn character(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match reference.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// Names without their space, and values.
pub fn attributes(start: &BytesStart<'_>) -> impl Iterator<Item = (String, String)> {
    let mut attributes = start.attributes();
    attributes.with_checks(false);
    attributes.flatten().map(|attribute| {
        let value = quick_xml::escape::unescape(&attribute.value)
            .map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
        (attribute.key.local_name().as_ref().to_owned(), value)
    })
}

struct Building {
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    cut: bool,
}

impl Building {
    fn start(&mut self, start: &BytesStart<'_>) {
        self.elements += 1;
        let attributes = attributes(start).collect();
        self.open.push(Element {
            name: start.local_name().as_ref().to_owned(),
            attributes,
            ..Element::default()
        });
    }

    fn text(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
        }
    }

    fn end(&mut self) {
        let Some(element) = self.open.pop() else {
            return;
        };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_dropped_and_references_resolved() {
        let parsed =
            parse(b"<ofd:A B=\"1 &amp; 2\"><ofd:C>x&#x673A;&lt;&unknown;y</ofd:C></ofd:A>")
                .unwrap();
        assert!(!parsed.cut);
        assert_eq!(parsed.root.name, "A");
        assert_eq!(parsed.root.attribute("B"), Some("1 & 2"));
        assert_eq!(parsed.root.text_of("C"), Some("x机<y"));
    }

    #[test]
    fn what_is_broken_ends_early_and_says_so() {
        let parsed = parse(b"<A><B>text</B><C").unwrap();
        assert!(parsed.cut);
        assert_eq!(parsed.root.text_of("B"), Some("text"));
        assert!(parse(b"no xml").is_none());
    }

    #[test]
    fn depth_and_number_are_capped() {
        let deep = parse("<a>".repeat(10_000).as_bytes()).unwrap();
        assert!(deep.cut);
        let many = format!("<a>{}</a>", "<b/>".repeat(XML_ELEMENTS_MAX + 10));
        let many = parse(many.as_bytes()).unwrap();
        assert!(many.cut && many.root.children.len() <= XML_ELEMENTS_MAX + 1);
    }

    #[test]
    fn gbk_is_read_where_it_is_declared() {
        let mut bytes = b"<?xml version=\"1.0\" encoding=\"GBK\"?><A>".to_vec();
        bytes.extend_from_slice(&[0xCB, 0xCE]);
        bytes.extend_from_slice(b"</A>");
        assert_eq!(parse(&bytes).unwrap().root.text, "宋");
    }
}
