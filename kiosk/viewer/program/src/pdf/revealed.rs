//! A PDF with everything on show that its pages keep back: layers that are off (optional content, 可选内容), annotations that are
//! hidden. For the disclosure gate alone; no page of it is ever shown to anybody.

use super::update::Update;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object};

/// Objects looked at.
const OBJECTS_MAX: usize = 100_000;
/// Bits 2 and 6 of an annotation's flags (ISO 32000-1, table 165): hidden, not for the screen.
const KEPT_BACK: u32 = (1 << 1) | (1 << 5);

/// The file so; `None` where nothing is kept back, or it cannot be changed.
pub fn revealed(pdf: &Pdf, read: impl Fn(Vec<u8>) -> Option<Pdf>) -> Option<Pdf> {
    let mut update = Update::default();
    let root_id = pdf.xref().root_id();
    let root: Dict<'_> = pdf.xref().get(root_id)?;
    if root.contains_key(b"OCProperties") {
        // Without a word on layers every one of them is on.
        update.object(root_id, with(&root, "/OCProperties null")?);
        for object in pdf.objects().into_iter().take(OBJECTS_MAX) {
            // What shows when a layer is off becomes a layer, too.
            if let Object::Dict(dict) = &object
                && dict
                    .get::<Name<'_>>(b"Type")
                    .is_some_and(|kind| &*kind == b"OCMD")
                && let Some(id) = dict.obj_id()
            {
                update.object(id, with(dict, "/Type /OCG")?);
            }
        }
    }
    for page in pdf.pages().iter() {
        let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else {
            continue;
        };
        for reference in annotations.raw_iter().filter_map(|item| item.as_obj_ref()) {
            let id = reference.into();
            if let Some(annotation) = pdf.xref().get::<Dict<'_>>(id)
                && annotation.get::<u32>(b"F").unwrap_or(0) & KEPT_BACK != 0
            {
                update.object(id, with(&annotation, "/F 4")?);
            }
        }
    }
    if update.is_empty() {
        return None;
    }
    let pages = pdf.pages().len();
    let is_taken = |new: &Pdf| {
        let root: Option<Dict<'_>> = new.xref().get(new.xref().root_id());
        let layers = root.is_some_and(|root| root.get::<Dict<'_>>(b"OCProperties").is_some());
        new.pages().len() == pages && !layers
    };
    let candidates = update.candidates(pdf.data().as_ref());
    candidates.into_iter().filter_map(read).find(is_taken)
}

/// A dictionary as it stands in the file, with one more key: of two that are equal the later one counts.
fn with(dict: &Dict<'_>, more: &str) -> Option<Vec<u8>> {
    let inner = dict.data().trim_ascii_end().strip_suffix(b">>")?;
    Some([inner, format!(" {more} >>").as_bytes()].concat())
}
