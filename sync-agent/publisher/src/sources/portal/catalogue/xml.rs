//! XML as a small tree. Owns the caps on what strangers send: depth, elements, and no entity that a document defines for itself is ever
//! expanded. Namespaces are not looked at: names count without their prefix.

use anyhow::{Context, bail, ensure};
use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

/// Elements inside elements.
const DEPTH_MAX: usize = 64;
/// Elements of one answer.
const ELEMENTS_MAX: usize = 1_000_000;

/// An element with its attributes, its own text and what stands in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Name without prefix.
    pub name: String,
    /// Attributes, names without prefix.
    pub attributes: Vec<(String, String)>,
    /// Its own words, those of its children left out.
    pub text: String,
    /// Elements in it.
    pub children: Vec<Node>,
}

impl Node {
    /// The first element of this name in it.
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|node| node.name == name)
    }

    /// The elements of this name in it.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |node| node.name == name)
    }

    /// The words of the first element of this name that has any.
    pub fn said(&self, name: &str) -> Option<String> {
        self.all(name)
            .map(|node| node.text.trim())
            .find(|text| !text.is_empty())
            .map(str::to_owned)
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Reads a document.
pub fn parse(text: &str) -> anyhow::Result<Node> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}').trim_start());
    reader.config_mut().check_end_names = true;
    let mut open: Vec<Node> = Vec::new();
    let mut count = 0;
    loop {
        let event = reader
            .read_event()
            .with_context(|| format!("read XML at byte {}", reader.buffer_position()))?;
        match event {
            Event::Start(tag) | Event::Empty(tag)
                if open.len() >= DEPTH_MAX || count >= ELEMENTS_MAX =>
            {
                bail!(
                    "read XML: {} is one element too many or too deep",
                    name_of(&tag)
                );
            }
            Event::Start(tag) => {
                count += 1;
                open.push(begin(&tag));
            }
            Event::Empty(tag) => {
                count += 1;
                let node = begin(&tag);
                match open.last_mut() {
                    Some(parent) => parent.children.push(node),
                    None => return Ok(node),
                }
            }
            Event::End(_) => {
                let node = open.pop().context("read XML: an end without a beginning")?;
                match open.last_mut() {
                    Some(parent) => parent.children.push(node),
                    None => return Ok(node),
                }
            }
            Event::Text(words) => {
                if let Some(node) = open.last_mut() {
                    node.text.push_str(&String::from_utf8_lossy(&words));
                }
            }
            Event::CData(words) => {
                if let Some(node) = open.last_mut() {
                    node.text.push_str(&String::from_utf8_lossy(&words));
                }
            }
            Event::GeneralRef(name) => {
                if let Some(node) = open.last_mut() {
                    let name = String::from_utf8_lossy(&name).into_owned();
                    node.text.push_str(&resolved(&name));
                }
            }
            Event::Eof => {
                ensure!(!open.is_empty(), "read XML: there is none");
                bail!("read XML: it is cut off");
            }
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
        }
    }
}

/// The character of a reference; a name that only the document's own definitions know stays as it is written.
fn resolved(name: &str) -> String {
    if let Some(known) = resolve_predefined_entity(name) {
        return known.to_owned();
    }
    if name == "nbsp" {
        return " ".to_owned();
    }
    let written = format!("&{name};");
    unescape(&written).map_or_else(|_| written.clone(), |text| text.into_owned())
}

fn name_of(tag: &BytesStart<'_>) -> String {
    String::from_utf8_lossy(tag.local_name().as_ref()).into_owned()
}

fn begin(tag: &BytesStart<'_>) -> Node {
    let attributes = tag.attributes().flatten().map(|attribute| {
        let key = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
        let raw = String::from_utf8_lossy(&attribute.value).into_owned();
        let value = unescape(&raw).map_or_else(|_| raw.clone(), |value| value.into_owned());
        (key, value)
    });
    Node {
        name: name_of(tag),
        attributes: attributes.collect(),
        ..Node::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_words_and_references_are_read() {
        let root = parse(
            "\u{feff}<?xml version='1.0'?><!DOCTYPE a><r:a k='1 &amp; 2'><!-- no --><b>x&amp;y&#x4E2D;&nbsp;z</b><c><![CDATA[<p>]]></c><b/></r:a>",
        )
        .unwrap();
        assert_eq!(
            (root.name.as_str(), root.attribute("k")),
            ("a", Some("1 & 2"))
        );
        assert_eq!(root.said("b").as_deref(), Some("x&y中 z"));
        assert_eq!(root.said("c").as_deref(), Some("<p>"));
        assert_eq!(root.all("b").count(), 2);
    }

    #[test]
    fn hostile_documents_are_refused_or_stay_small() {
        let deep = "<a>".repeat(DEPTH_MAX + 1);
        for bad in ["", "  ", "words", "<a>", "<a></b>", "<a", "</a>", &deep] {
            assert!(parse(bad).is_err(), "{}", &bad[..bad.len().min(20)]);
        }
        // A billion laughs: what the document defines is not expanded.
        let laughs = "<!DOCTYPE a [<!ENTITY l 'ha'><!ENTITY m '&l;&l;&l;&l;'>]><a>&m;</a>";
        assert_eq!(parse(laughs).unwrap().text, "&m;");
        let outside = "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><a>&f;</a>";
        assert_eq!(parse(outside).unwrap().text, "&f;");
    }
}
