//! What a page of a PDF names and does not have, or has only in part: drawings, patterns and shadings that are not there, streams that
//! are cut or packed in a way nobody here knows, words of annotations and fields without an appearance. The reader passes over them in
//! silence; here they are counted. Draws nothing.

use super::ends::is_whole;
use hayro::hayro_syntax::content::UntypedIter;
use hayro::hayro_syntax::object::{
    Array, Dict, Name, Object, ObjectIdentifier, Stream, String as PdfString,
};
use hayro::hayro_syntax::page::{Page, Resources};
use std::collections::HashSet;

/// Operations of a page and its forms that are looked at.
const OPERATIONS_MAX: usize = 500_000;
/// Annotations of a page that are looked at.
const ANNOTATIONS_MAX: usize = 10_000;
/// Streams of a page's content that are looked at.
const STREAMS_MAX: usize = 10_000;
/// Forms inside forms.
const DEPTH_MAX: usize = 8;
/// Unpacked bytes of a page that are looked at; what comes after them is taken to be whole.
const BYTES_MAX: usize = 64 * 1024 * 1024;
/// Bit 2 of an annotation's flags (ISO 32000-1, table 165): it is not shown.
const HIDDEN: i32 = 1 << 1;

/// How much of a page is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Absent {
    /// Streams of content, whole or from some place on.
    pub writing: u32,
    /// Drawings, patterns and shadings that are named.
    pub drawings: u32,
    /// Pictures, whole or from some place on.
    pub pictures: u32,
}

/// What the content of a page lacks, and what its forms and appearances lack.
pub fn of_page(page: &Page<'_>) -> Absent {
    let mut looking = Looking {
        absent: Absent::default(),
        seen: HashSet::new(),
        operations: OPERATIONS_MAX,
        bytes: BYTES_MAX,
    };
    looking.contents(page);
    looking.operations(page.operations(), page.resources(), 0);
    for annotation in annotations_of(page) {
        if let Some(form) = appearance(&annotation) {
            looking.drawing(&form, page.resources(), 0);
        }
    }
    looking.absent
}

struct Looking {
    absent: Absent,
    seen: HashSet<ObjectIdentifier>,
    operations: usize,
    bytes: usize,
}

impl Looking {
    fn contents(&mut self, page: &Page<'_>) {
        let raw = page.raw();
        if let Some(stream) = raw.get::<Stream<'_>>(b"Contents") {
            self.writing(Some(&stream));
        } else if let Some(streams) = raw.get::<Array<'_>>(b"Contents") {
            for item in streams.raw_iter().take(STREAMS_MAX) {
                let id = item.as_obj_ref().map(ObjectIdentifier::from);
                let stream = id.and_then(|id| page.xref().get::<Stream<'_>>(id));
                self.writing(stream.as_ref());
            }
        } else if raw.get_ref(b"Contents").is_some() {
            self.writing(None);
        }
    }

    fn writing(&mut self, stream: Option<&Stream<'_>>) {
        let whole = stream.is_some_and(|stream| {
            is_whole(stream, &mut self.bytes) && stream.decoded_data().is_ok()
        });
        self.absent.writing += u32::from(!whole);
    }

    fn operations(
        &mut self,
        mut operations: UntypedIter<'_>,
        resources: &Resources<'_>,
        depth: usize,
    ) {
        while self.operations > 0 {
            self.operations -= 1;
            let Some(operation) = operations.next() else {
                break;
            };
            let Some(Object::Name(name)) = operation.operands().last() else {
                continue;
            };
            let is_there = match &**operation.operator {
                b"Do" => match resources.get_x_object(name) {
                    Some(stream) => {
                        self.drawing(&stream, resources, depth);
                        true
                    }
                    None => false,
                },
                b"sh" => resources.get_shading(name).is_some(),
                b"scn" | b"SCN" => resources.get_pattern(name).is_some(),
                _ => true,
            };
            self.absent.drawings = self.absent.drawings.saturating_add(u32::from(!is_there));
        }
    }

    /// A picture or a form; each is looked at once.
    fn drawing(&mut self, stream: &Stream<'_>, around: &Resources<'_>, depth: usize) {
        if depth > DEPTH_MAX || !self.seen.insert(stream.obj_id()) {
            return;
        }
        let dict = stream.dict();
        if dict
            .get::<Name<'_>>(b"Subtype")
            .is_some_and(|kind| &*kind == b"Image")
        {
            let mask = dict.get::<Stream<'_>>(b"SMask");
            let whole = is_whole(stream, &mut self.bytes)
                && mask.is_none_or(|mask| is_whole(&mask, &mut self.bytes));
            self.absent.pictures += u32::from(!whole);
            return;
        }
        // Without its bounds a form is not drawn at all.
        let is_bound = dict.get::<Array<'_>>(b"BBox").is_some();
        self.writing(Some(stream).filter(|_| is_bound));
        if let Ok(data) = stream.decoded_data() {
            let own = dict.get::<Dict<'_>>(b"Resources").map(Resources::new);
            let resources = own.as_ref().unwrap_or(around);
            self.operations(UntypedIter::new(&data), resources, depth + 1);
        }
    }
}

fn annotations_of<'a>(page: &Page<'a>) -> Vec<Dict<'a>> {
    let Some(list) = page.raw().get::<Array<'_>>(b"Annots") else {
        return Vec::new();
    };
    let shown = |annotation: &Dict<'_>| annotation.get::<i32>(b"F").unwrap_or(0) & HIDDEN == 0;
    let all = list.iter::<Dict<'_>>().take(ANNOTATIONS_MAX);
    all.filter(shown).collect()
}

/// What an annotation is shown by, in the state it is in.
fn appearance<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    let appearances = annotation.get::<Dict<'_>>(b"AP")?;
    appearances.get::<Stream<'_>>(b"N").or_else(|| {
        let state = annotation.get::<Name<'_>>(b"AS")?;
        appearances
            .get::<Dict<'_>>(b"N")?
            .get::<Stream<'_>>(&*state)
    })
}

/// Annotations that say something, are shown, and have nothing to be shown by.
pub fn annotations(page: &Page<'_>) -> u32 {
    let wordless = annotations_of(page)
        .into_iter()
        .filter(|annotation| !annotation.contains_key(b"AP") && says_something(annotation));
    u32::try_from(wordless.count()).unwrap_or(u32::MAX)
}

fn says_something(annotation: &Dict<'_>) -> bool {
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
