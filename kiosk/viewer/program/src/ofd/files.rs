//! Parts of an OFD package by the paths its parts name: absolute, relative, with a wrong folder or a wrong case. Owns the search;
//! knows no page.

use crate::office::parts;
use crate::package::Package;
use crate::xml::{self, Element};
use std::collections::HashMap;
use std::rc::Rc;
use viewer::Reason;

/// The parts, and what was already read of them.
pub struct Files {
    package: Package,
    names: Vec<String>,
    trees: HashMap<String, (Option<Rc<Element>>, bool)>,
    /// How often a part was asked for of which something was lost.
    pub cut: u32,
}

impl Files {
    /// Over an open package.
    pub fn new(package: Package) -> Self {
        let names = package.names();
        Files {
            package,
            names,
            trees: HashMap::new(),
            cut: 0,
        }
    }

    /// The name a path means, seen from a folder; `None` when nothing fits.
    pub fn find(&self, folder: &str, path: &str) -> Option<String> {
        let path = path.trim().replace('\\', "/");
        let whole = match path.strip_prefix('/') {
            Some(absolute) => plain(absolute),
            None => plain(&format!("{folder}/{path}")),
        };
        let bare = plain(&path);
        let exact = [&whole, &bare]
            .into_iter()
            .find(|name| self.package.has(name))
            .cloned();
        let same = |name: &&String, wanted: &str| name.eq_ignore_ascii_case(wanted);
        exact
            .or_else(|| self.names.iter().find(|name| same(name, &whole)).cloned())
            .or_else(|| self.names.iter().find(|name| same(name, &bare)).cloned())
            .or_else(|| {
                // Some writers leave out or double the folder of the document.
                let tail = format!("/{}", bare.to_ascii_lowercase());
                let mut fitting = self
                    .names
                    .iter()
                    .filter(|name| name.to_ascii_lowercase().ends_with(&tail));
                let only = fitting.next()?;
                fitting.next().is_none().then(|| only.clone())
            })
    }

    /// The name that a path means to the letter; `None` when there is no such part.
    pub fn named(&self, folder: &str, path: &str) -> Option<String> {
        let path = path.trim().replace('\\', "/");
        let name = match path.strip_prefix('/') {
            Some(absolute) => plain(absolute),
            None => plain(&format!("{folder}/{path}")),
        };
        self.package.has(&name).then_some(name)
    }

    /// Encrypted by GM/T 0099, which puts everything into containers that only certificates open.
    pub fn is_locked(&self) -> bool {
        let mut names = self.names.iter();
        names.any(|name| name.eq_ignore_ascii_case("Encryptions.xml"))
    }

    /// Every file of the package.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Parts that are documents of their own.
    pub fn inner_names(&self) -> Vec<String> {
        parts::inner_names(&self.package)
    }

    /// The bytes of a part; `None` when it is not there or cannot be unpacked.
    pub fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Reason> {
        match self.package.part(name) {
            Err(reason @ (Reason::TooLarge | Reason::Locked)) => Err(reason),
            Err(_) => Ok(None),
            Ok(bytes) => Ok(bytes),
        }
    }

    /// See [`Package::each_piece`].
    pub fn each_piece(&mut self, name: &str, left: &mut u64, take: impl FnMut(&[u8])) -> bool {
        self.package.each_piece(name, left, take)
    }

    /// A part as a tree.
    pub fn tree(&mut self, name: &str) -> Result<Option<Rc<Element>>, Reason> {
        if let Some((tree, is_cut)) = self.trees.get(name) {
            self.cut = self.cut.saturating_add(u32::from(*is_cut));
            return Ok(tree.clone());
        }
        let parsed = self.bytes(name)?.and_then(|bytes| xml::parse(&bytes));
        let is_cut = parsed.as_ref().is_some_and(|parsed| parsed.cut);
        let tree = parsed.map(|parsed| Rc::new(parsed.root));
        self.cut = self.cut.saturating_add(u32::from(is_cut));
        self.trees.insert(name.to_owned(), (tree.clone(), is_cut));
        Ok(tree)
    }

    /// The tree a path means, and the folder its own paths are seen from.
    pub fn follow(
        &mut self,
        folder: &str,
        path: &str,
    ) -> Result<Option<(Rc<Element>, String)>, Reason> {
        let Some(name) = self.find(folder, path) else {
            return Ok(None);
        };
        let folder = folder_of(&name);
        Ok(self.tree(&name)?.map(|tree| (tree, folder)))
    }
}

/// Whether a package is an OFD, by its entry.
pub fn is_ofd(bytes: &[u8]) -> bool {
    Package::open(bytes.to_vec()).is_ok_and(|package| {
        package
            .names()
            .iter()
            .any(|name| name.eq_ignore_ascii_case("OFD.xml"))
    })
}

/// The folder of a part.
pub fn folder_of(name: &str) -> String {
    name.rsplit_once('/')
        .map_or("", |(folder, _)| folder)
        .to_owned()
}

/// Without `.`, `..` and empty steps; nothing leads out of the package.
fn plain(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::tests::packed;

    #[test]
    fn a_part_is_found_through_a_wrong_folder_and_case() {
        let package = packed(&[
            ("Doc_0/Res/image_0.png", b"x"),
            ("Doc_0/Document.xml", b"<A/>"),
        ]);
        let files = Files::new(Package::open(package).unwrap());
        let image = Some("Doc_0/Res/image_0.png".to_owned());
        assert_eq!(files.find("Doc_0/Res", "image_0.png"), image);
        assert_eq!(files.find("Doc_0", "/DOC_0/Res/image_0.png"), image);
        assert_eq!(files.find("Doc_0", "image_0.png"), image);
        assert_eq!(files.find("Doc_0", "../../../etc/passwd"), None);
    }
}
