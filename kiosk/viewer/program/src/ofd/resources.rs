//! What pages of an OFD refer to by number: fonts, pictures, drawing parameters, colour spaces, composite drawings. Owns looking them
//! up and the chains between them; draws nothing.

use super::files::{Files, folder_of};
use super::values::colour_parts;
use crate::fonts::Fonts;
use crate::xml::Element;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use viewer::Reason;

use super::glyphs::Program;

/// Parameters that refer to parameters.
const CHAIN_MAX: usize = 16;

/// How the numbers of a colour are meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Space {
    /// One number: how bright.
    Gray,
    /// Three numbers of light.
    Rgb,
    /// Four numbers of ink.
    Cmyk,
}

/// Red, green, blue, alpha, 0 to 255.
pub type Rgba = [u8; 4];

/// Where a resource lies and what its paths are seen from.
#[derive(Clone)]
struct Entry {
    element: Rc<Element>,
    folder: String,
}

/// All resources of a document, by their numbers.
#[derive(Default)]
pub struct Resources {
    entries: HashMap<String, Entry>,
    programs: HashMap<String, Option<Rc<Program>>>,
    bytes: HashMap<String, Option<Rc<Vec<u8>>>>,
    default_space: Option<String>,
}

impl Resources {
    /// Adds what a resource file declares.
    pub fn add(&mut self, files: &mut Files, folder: &str, path: &str) -> Result<(), Reason> {
        let Some(name) = files.find(folder, path) else {
            return Ok(());
        };
        let Some(root) = files.tree(&name)? else {
            return Ok(());
        };
        let own = folder_of(&name);
        let base = root.attribute("BaseLoc").unwrap_or_default();
        let folder = if base.starts_with('/') {
            base.trim_matches('/').to_owned()
        } else {
            format!("{own}/{base}").trim_matches('/').to_owned()
        };
        for list in &root.children {
            for element in &list.children {
                if let Some(id) = element.attribute("ID") {
                    let entry = Entry {
                        element: Rc::new(element.clone()),
                        folder: folder.clone(),
                    };
                    self.entries.insert(id.to_owned(), entry);
                }
            }
        }
        Ok(())
    }

    /// The colour space that colours without one are in.
    pub fn set_default_space(&mut self, id: Option<&str>) {
        self.default_space = id.map(str::to_owned);
    }

    /// A resource of a kind.
    pub fn element(&self, kind: &str, id: &str) -> Option<Rc<Element>> {
        let entry = self.entries.get(id)?;
        (entry.element.name == kind).then(|| Rc::clone(&entry.element))
    }

    /// The bytes of a picture.
    pub fn media(&mut self, files: &mut Files, id: &str) -> Result<Option<Rc<Vec<u8>>>, Reason> {
        if let Some(bytes) = self.bytes.get(id) {
            return Ok(bytes.clone());
        }
        let mut bytes = None;
        if let Some(entry) = self.entries.get(id)
            && let Some(path) = entry.element.text_of("MediaFile")
            && let Some(name) = files.find(&entry.folder, path)
        {
            bytes = files.bytes(&name)?.map(Rc::new);
        }
        self.bytes.insert(id.to_owned(), bytes.clone());
        Ok(bytes)
    }

    /// The program of a font: its own, or the face that stands in for its name.
    pub fn program(
        &mut self,
        files: &mut Files,
        fonts: &Fonts,
        id: &str,
    ) -> Result<Option<Rc<Program>>, Reason> {
        if let Some(program) = self.programs.get(id) {
            return Ok(program.clone());
        }
        let entry = self.entries.get(id).cloned();
        let attribute = |name: &str| {
            let element = entry.as_ref().map(|entry| &entry.element);
            element
                .and_then(|e| e.attribute(name))
                .unwrap_or_default()
                .to_owned()
        };
        let name = format!("{} {}", attribute("FontName"), attribute("FamilyName"));
        let serif = attribute("Serif") == "true";
        let bold = attribute("Bold") == "true";
        let mut own = None;
        if let Some(entry) = &entry
            && let Some(path) = entry.element.text_of("FontFile")
            && let Some(name) = files.find(&entry.folder, path)
        {
            own = files.bytes(&name)?.map(Arc::new);
        }
        let program = Program::new(own, fonts.standing_in(&name, serif, bold)).map(Rc::new);
        self.programs.insert(id.to_owned(), program.clone());
        Ok(program)
    }

    /// An attribute or a part of an object's parameters: its own, or along the chain of its drawing parameters.
    pub fn parameter<T>(
        &self,
        object: &Element,
        inherited: Option<&str>,
        get: impl Fn(&Element) -> Option<T>,
    ) -> Option<T> {
        if let Some(found) = get(object) {
            return Some(found);
        }
        let own = object.attribute("DrawParam").map(str::to_owned);
        for start in [own, inherited.map(str::to_owned)].into_iter().flatten() {
            let mut next = Some(start);
            for _ in 0..CHAIN_MAX {
                let Some(param) = next.and_then(|id| self.element("DrawParam", &id)) else {
                    break;
                };
                if let Some(found) = get(&param) {
                    return Some(found);
                }
                next = param.attribute("Relative").map(str::to_owned);
            }
        }
        None
    }

    /// A plain colour; `None` when the element holds none (then it may hold a gradient or a pattern).
    pub fn colour(&self, element: &Element) -> Option<Rgba> {
        let mut parts = colour_parts(element.attribute("Value")?);
        if parts.is_empty() {
            return None;
        }
        let id = element.attribute("ColorSpace").map(str::to_owned);
        let space = id
            .or_else(|| self.default_space.clone())
            .and_then(|id| self.element("ColorSpace", &id));
        let bits = space
            .as_ref()
            .and_then(|space| space.attribute("BitsPerComponent"))
            .and_then(|bits| bits.parse::<u32>().ok())
            .filter(|bits| (1..=16).contains(bits))
            .unwrap_or(8);
        let most = f64::from((1_u32 << bits) - 1);
        for part in &mut parts {
            *part = (*part / most).clamp(0.0, 1.0);
        }
        let kind = match space.as_ref().and_then(|space| space.attribute("Type")) {
            Some(name) if name.eq_ignore_ascii_case("gray") => Space::Gray,
            Some(name) if name.eq_ignore_ascii_case("cmyk") => Space::Cmyk,
            Some(_) => Space::Rgb,
            None => match parts.len() {
                1 => Space::Gray,
                4 => Space::Cmyk,
                _ => Space::Rgb,
            },
        };
        let [red, green, blue] = in_rgb(kind, &parts);
        let alpha = element
            .attribute("Alpha")
            .and_then(|alpha| alpha.parse::<f64>().ok())
            .map_or(255, |alpha| alpha.clamp(0.0, 255.0) as u8);
        Some([red, green, blue, alpha])
    }
}

fn in_rgb(space: Space, parts: &[f64]) -> [u8; 3] {
    let part = |at: usize| parts.get(at).copied().unwrap_or(0.0);
    let byte = |value: f64| (value * 255.0).round() as u8;
    match space {
        Space::Gray => [byte(part(0)); 3],
        Space::Rgb => [byte(part(0)), byte(part(1)), byte(part(2))],
        Space::Cmyk => {
            let black = 1.0 - part(3);
            [0, 1, 2].map(|at| byte((1.0 - part(at)) * black))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::parse;

    fn colour(xml: &str) -> Option<Rgba> {
        Resources::default().colour(&parse(xml.as_bytes()).unwrap().root)
    }

    #[test]
    fn a_colour_is_read_in_its_space() {
        assert_eq!(
            colour("<F Value=\"255 0 0\" Alpha=\"128\"/>"),
            Some([255, 0, 0, 128])
        );
        assert_eq!(colour("<F Value=\"128\"/>"), Some([128, 128, 128, 255]));
        assert_eq!(colour("<F Value=\"0 255 255 0\"/>"), Some([255, 0, 0, 255]));
        assert_eq!(colour("<F/>"), None);
    }
}
