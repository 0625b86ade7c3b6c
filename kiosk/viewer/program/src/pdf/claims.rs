//! What a PDF says of itself as a whole: how many pages it has, whether it may be printed. Believes nothing; others compare.

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Dict, Object};

/// Objects looked at for the word whether printing is allowed.
const OBJECTS_MAX: usize = 10_000;
/// Bit 3 of the permissions (ISO 32000-1, table 22): printing.
const MAY_PRINT: i32 = 1 << 2;

/// How many pages the file says it has.
pub fn pages(pdf: &Pdf) -> Option<u32> {
    let root: Dict<'_> = pdf.xref().get(pdf.xref().root_id())?;
    root.get::<Dict<'_>>(b"Pages")?.get::<u32>(b"Count")
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
