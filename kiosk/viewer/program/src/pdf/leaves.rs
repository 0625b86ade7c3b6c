//! Where in the order of a PDF's pages those stand that cannot be read: the reader passes over them, and the pages after them would get
//! other numbers than on paper. Believes the tree of pages as far as it can be read; draws nothing.

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};
use std::collections::HashSet;
use viewer::limits::PAGES_MAX;

/// Branches on branches of the tree of pages.
const DEPTH_MAX: usize = 32;

/// The pages in their order, each by its number among those that can be read; `None` for one that cannot. Where the file itself does
/// not ask for more than can be read, what is broken was taken out of it.
pub fn of(pdf: &Pdf, claimed: Option<u32>) -> Vec<Option<usize>> {
    let readable = pdf.pages().len();
    let plain = (0..readable).map(Some).collect();
    let lacking = (claimed.unwrap_or(0) as usize)
        .min(PAGES_MAX as usize)
        .saturating_sub(readable);
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let Some(tree) = root.and_then(|root| root.get::<Dict<'_>>(b"Pages")) else {
        return plain;
    };
    let mut walk = Walk {
        pdf,
        seen: HashSet::from_iter(tree.obj_id()),
        found: Vec::new(),
        lacking,
    };
    match lacking > 0 && walk.branch(&tree, 0) && walk.is_of(readable) {
        true => walk.numbered(),
        false => plain,
    }
}

struct Walk<'p> {
    pdf: &'p Pdf,
    seen: HashSet<ObjectIdentifier>,
    /// Whether each page can be read.
    found: Vec<bool>,
    lacking: usize,
}

impl Walk<'_> {
    /// Goes through the tree as the reader does; whether it is not too deep for that.
    fn branch(&mut self, branch: &Dict<'_>, depth: usize) -> bool {
        let Some(kids) = branch.get::<Array<'_>>(b"Kids") else {
            let pages = branch.get::<u32>(b"Count").unwrap_or(1) as usize;
            self.broken(pages);
            return true;
        };
        for kid in kids.raw_iter() {
            let dict = match kid {
                MaybeRef::Ref(id) => {
                    let id = ObjectIdentifier::from(id);
                    if !self.seen.insert(id) {
                        continue;
                    }
                    self.pdf.xref().get::<Dict<'_>>(id)
                }
                MaybeRef::NotRef(Object::Dict(dict)) => Some(dict),
                MaybeRef::NotRef(_) => None,
            };
            match dict {
                Some(dict) if dict.get::<Name<'_>>(b"Type").as_deref() == Some(b"Pages") => {
                    if depth >= DEPTH_MAX || !self.branch(&dict, depth + 1) {
                        return false;
                    }
                }
                Some(_) => self.found.push(true),
                None => self.broken(1),
            }
        }
        true
    }

    fn broken(&mut self, pages: usize) {
        let pages = pages.min(self.lacking);
        self.lacking -= pages;
        self.found.extend(std::iter::repeat_n(false, pages));
    }

    fn is_of(&self, readable: usize) -> bool {
        self.found.iter().filter(|page| **page).count() == readable
    }

    fn numbered(&self) -> Vec<Option<usize>> {
        let mut next = 0..;
        let number = |page: &bool| page.then(|| next.next()).flatten();
        self.found.iter().map(number).collect()
    }
}
