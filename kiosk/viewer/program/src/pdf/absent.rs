//! What a page of a PDF names and does not have, or has only in part: drawings, patterns and shadings that are not there, streams that
//! are cut or packed in a way nobody here knows, words of annotations and fields without an appearance. The reader passes over them in
//! silence; here they are counted. Draws nothing.

use super::ends::is_whole;
use super::packed_pictures::is_whole_picture;
use hayro::hayro_syntax::content::TypedIter;
use hayro::hayro_syntax::content::ops::TypedInstruction;
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
/// Put after content: where it is not reached, the reader stopped before the end.
const END: &[u8] = b"ViewerEnd";
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
    /// Fonts that are named; what is written in them is drawn with another, or not at all.
    pub fonts: u32,
    /// Operations that nobody knows, writing that is not ended or has no font, and content that is not named at all. Files that are well have some, too: they say something
    /// where nothing is to be seen.
    pub strange: u32,
}

/// What the content of a page lacks, and what its forms and appearances lack.
pub fn of_page(page: &Page<'_>) -> Absent {
    let mut looking = Looking {
        absent: Absent::default(),
        seen: HashSet::new(),
        has_font: false,
        operations: OPERATIONS_MAX,
        bytes: BYTES_MAX,
    };
    looking.contents(page);
    let was_whole = looking.absent.writing == 0;
    let content = page.page_stream().unwrap_or_default();
    let is_read = looking.operations(content, page.resources(), 0);
    // What was cut before it was unpacked is counted already.
    looking.absent.writing += u32::from(was_whole && !is_read);
    for annotation in annotations_of(page) {
        if let Some(form) = appearance(&annotation)
            && looking.seen.insert(form.obj_id())
        {
            looking.form(&form, page.resources(), 0);
        }
    }
    looking.absent
}

struct Looking {
    absent: Absent,
    seen: HashSet<ObjectIdentifier>,
    /// A font was chosen; what is written without one is not drawn.
    has_font: bool,
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
        } else if !raw.contains_key(b"Contents") {
            // An empty page needs nothing to draw with.
            let own = raw.get::<Dict<'_>>(b"Resources");
            let needs = |own: &Dict<'_>| own.keys().any(|key| &*key != b"ProcSet");
            let is_named = raw.contains_key(b"Resources");
            self.absent.strange += u32::from(own.as_ref().map_or(is_named, needs));
        }
    }

    fn writing(&mut self, stream: Option<&Stream<'_>>) -> bool {
        let whole = stream.is_some_and(|stream| {
            is_whole(stream, &mut self.bytes) && stream.decoded_data().is_ok()
        });
        self.absent.writing += u32::from(!whole);
        whole
    }

    /// Looks at content as the reader does; whether it is read to its end. What comes after the place where the reader stops is lost.
    fn operations(&mut self, content: &[u8], resources: &Resources<'_>, depth: usize) -> bool {
        let content = [content, b"\n", END].concat();
        let mut operations = TypedIter::new(&content);
        // Between BX and EX stands what only some readers know (ISO 32000-1, 7.8.2).
        let mut is_beyond = false;
        let mut is_writing = false;
        let mut has_ended = false;
        while self.operations > 0 && !has_ended {
            self.operations -= 1;
            let Some(operation) = operations.next() else {
                break;
            };
            let is_there = match operation {
                TypedInstruction::XObject(name) => match resources.get_x_object(name.0) {
                    Some(stream) => {
                        self.drawing(&stream, resources, depth);
                        true
                    }
                    None => false,
                },
                TypedInstruction::Shading(name) => resources.get_shading(name.0).is_some(),
                TypedInstruction::NonStrokeColorNamed(named) => named
                    .1
                    .is_none_or(|name| self.pattern(name, resources, depth)),
                TypedInstruction::StrokeColorNamed(named) => named
                    .1
                    .is_none_or(|name| self.pattern(name, resources, depth)),
                TypedInstruction::TextFont(font) => {
                    let is_there = resources.fonts.contains_key(&**font.0);
                    self.absent.fonts += u32::from(!is_there);
                    self.has_font = true;
                    true
                }
                // It may name a font.
                TypedInstruction::SetGraphicsState(_) => {
                    self.has_font = true;
                    true
                }
                TypedInstruction::ShowText(_)
                | TypedInstruction::ShowTexts(_)
                | TypedInstruction::NextLineAndShowText(_)
                | TypedInstruction::ShowTextWithParameters(_) => {
                    self.absent.strange += u32::from(!self.has_font);
                    true
                }
                TypedInstruction::BeginText(_) | TypedInstruction::EndText(_) => {
                    is_writing = matches!(operation, TypedInstruction::BeginText(_));
                    true
                }
                TypedInstruction::InlineImage(picture) => {
                    self.picture(picture.0);
                    true
                }
                TypedInstruction::BeginCompatibility(_) | TypedInstruction::EndCompatibility(_) => {
                    is_beyond = matches!(operation, TypedInstruction::BeginCompatibility(_));
                    true
                }
                TypedInstruction::Fallback(operator) => {
                    has_ended = &**operator == END;
                    self.absent.strange += u32::from(!has_ended && !is_beyond);
                    true
                }
                _ => true,
            };
            self.absent.drawings = self.absent.drawings.saturating_add(u32::from(!is_there));
        }
        self.absent.strange += u32::from(is_writing);
        has_ended || self.operations == 0
    }

    /// Whether a pattern is there; what it is drawn by is looked at.
    fn pattern(&mut self, name: &Name<'_>, resources: &Resources<'_>, depth: usize) -> bool {
        match resources.get_pattern(name) {
            Some(Object::Stream(stream)) => {
                if depth <= DEPTH_MAX && self.seen.insert(stream.obj_id()) {
                    self.form(&stream, resources, depth);
                }
                true
            }
            Some(_) => true,
            None => false,
        }
    }

    fn picture(&mut self, stream: &Stream<'_>) {
        let dict = stream.dict();
        let mut mask = |key: &[u8]| {
            let mask = dict.get::<Stream<'_>>(key);
            mask.is_none_or(|mask| is_whole_picture(&mask, &mut self.bytes))
        };
        let whole = mask(b"SMask") && mask(b"Mask") && is_whole_picture(stream, &mut self.bytes);
        // Without a size a picture is not drawn at all.
        let has = |long: &[u8], short: &[u8]| {
            let side = dict.get::<u32>(long).or_else(|| dict.get::<u32>(short));
            side.is_some_and(|side| side > 0)
        };
        let whole = whole && has(b"Width", b"W") && has(b"Height", b"H");
        self.absent.pictures += u32::from(!whole);
    }

    /// A picture or a form; each is looked at once.
    fn drawing(&mut self, stream: &Stream<'_>, around: &Resources<'_>, depth: usize) {
        if depth > DEPTH_MAX || !self.seen.insert(stream.obj_id()) {
            return;
        }
        match stream.dict().get::<Name<'_>>(b"Subtype").as_deref() {
            Some(b"Image") => self.picture(stream),
            Some(b"Form") => self.form(stream, around, depth),
            // Of another kind, or of none.
            _ => self.absent.drawings += 1,
        }
    }

    fn form(&mut self, stream: &Stream<'_>, around: &Resources<'_>, depth: usize) {
        let dict = stream.dict();
        // Without its bounds a form is not drawn at all.
        let is_bound = dict.get::<Array<'_>>(b"BBox").is_some();
        let is_whole = self.writing(Some(stream).filter(|_| is_bound));
        if let Ok(data) = stream.decoded_data() {
            let own = dict.get::<Dict<'_>>(b"Resources").map(Resources::new);
            let resources = own.as_ref().unwrap_or(around);
            let is_read = self.operations(&data, resources, depth + 1);
            self.absent.writing += u32::from(is_whole && !is_read);
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

/// Annotations that are drawn over the page: frames, lines, marks on words, stamps.
const MARKS: [&[u8]; 12] = [
    b"Square",
    b"Circle",
    b"Line",
    b"Polygon",
    b"PolyLine",
    b"Ink",
    b"Highlight",
    b"Underline",
    b"StrikeOut",
    b"Squiggly",
    b"Stamp",
    b"Caret",
];

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
        Some(kind) => MARKS.contains(&kind),
        None => false,
    }
}
