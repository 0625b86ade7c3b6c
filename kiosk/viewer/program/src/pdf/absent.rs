//! What a page of a PDF names and does not have: drawings, patterns and shadings that are not there, words of annotations and fields
//! without an appearance. The reader passes over them in silence; here they are counted. Draws nothing.

use hayro::hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};
use hayro::hayro_syntax::page::Page;

/// Operations of a page that are looked at.
const OPERATIONS_MAX: usize = 500_000;
/// Annotations of a page that are looked at.
const ANNOTATIONS_MAX: usize = 10_000;
/// Bit 2 of an annotation's flags (ISO 32000-1, table 165): it is not shown.
const HIDDEN: i32 = 1 << 1;

/// Drawings that the content of a page names and that are not there.
pub fn drawings(page: &Page<'_>) -> u32 {
    let resources = page.resources();
    let mut operations = page.operations();
    let mut count = 0_u32;
    for _ in 0..OPERATIONS_MAX {
        let Some(operation) = operations.next() else {
            break;
        };
        let Some(Object::Name(name)) = operation.operands().last() else {
            continue;
        };
        let is_there = match &**operation.operator {
            b"Do" => resources.get_x_object(name).is_some(),
            b"sh" => resources.get_shading(name).is_some(),
            b"scn" | b"SCN" => resources.get_pattern(name).is_some(),
            _ => true,
        };
        count = count.saturating_add(u32::from(!is_there));
    }
    count
}

/// Annotations that say something, are shown, and have nothing to be shown by.
pub fn annotations(page: &Page<'_>) -> u32 {
    let Some(list) = page.raw().get::<Array<'_>>(b"Annots") else {
        return 0;
    };
    let wordless = list
        .iter::<Dict<'_>>()
        .take(ANNOTATIONS_MAX)
        .filter(|annotation| !annotation.contains_key(b"AP") && says_something(annotation));
    u32::try_from(wordless.count()).unwrap_or(u32::MAX)
}

fn says_something(annotation: &Dict<'_>) -> bool {
    if annotation.get::<i32>(b"F").unwrap_or(0) & HIDDEN != 0 {
        return false;
    }
    let has_words = |dict: &Dict<'_>, key: &[u8]| {
        let words = dict.get::<PdfString<'_>>(key);
        words.is_some_and(|words| !words.as_bytes().is_empty())
    };
    match annotation.get::<Name<'_>>(b"Subtype").as_deref() {
        Some(b"FreeText") => has_words(annotation, b"Contents"),
        Some(b"Widget") => {
            let parent = || annotation.get::<Dict<'_>>(b"Parent");
            has_words(annotation, b"V") || parent().is_some_and(|parent| has_words(&parent, b"V"))
        }
        _ => false,
    }
}
