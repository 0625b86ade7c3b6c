//! What a PDF says of itself as a whole: how many pages it has, whether it may be printed. Believes nothing; others compare.

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Dict, Name, Object};

/// Objects looked at for what the file says of itself.
const OBJECTS_MAX: usize = 10_000;
/// Bit 3 of the permissions (ISO 32000-1, table 22): printing.
const MAY_PRINT: i32 = 1 << 2;

/// How many pages the file says it has: its tree of pages, and where that is lost, what is left of it or of the file's first object
/// (ISO 32000-1, annex F).
pub fn pages(pdf: &Pdf) -> Option<u32> {
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let tree = root.and_then(|root| root.get::<Dict<'_>>(b"Pages"));
    if let Some(tree) = tree.filter(|tree| tree.contains_key(b"Kids")) {
        return tree.get::<u32>(b"Count");
    }
    let counts = |dict: Dict<'_>| {
        if dict.contains_key(b"Linearized") {
            return dict.get::<u32>(b"N");
        }
        let kind = dict.get::<Name<'_>>(b"Type");
        kind.filter(|kind| &**kind == b"Pages")?;
        dict.get::<u32>(b"Count")
    };
    let objects = pdf.objects().into_iter().take(OBJECTS_MAX);
    objects
        .filter_map(Object::into_dict)
        .filter_map(counts)
        .max()
}

/// Whether the file allows to print it; without encryption there is nothing to forbid it.
pub fn may_print(pdf: &Pdf) -> bool {
    pdf.objects()
        .into_iter()
        .take(OBJECTS_MAX)
        .filter_map(Object::into_dict)
        .filter(|dict| {
            dict.contains_key(b"O") && dict.contains_key(b"U") && dict.contains_key(b"Filter")
        })
        .filter_map(|dict| dict.get::<i32>(b"P"))
        .all(|permissions| permissions & MAY_PRINT != 0)
}
