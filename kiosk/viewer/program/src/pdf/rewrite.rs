//! What is mended in a PDF before anyone draws it, as an update appended to the bytes: fonts, as `substitutes` judges each, and
//! groups of highlights that would cover the words below. Owns no drawing; where an update is not taken, the bytes stay as they
//! were.

use super::substitutes::{lost, replacement};
use super::update::Update;
use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// Resources looked at; a page of a real file has a handful.
const OBJECTS_MAX: usize = 100_000;
/// Fonts looked at.
const FONTS_MAX: usize = 4_000;
/// Dictionaries inside dictionaries.
const DEPTH_MAX: usize = 6;

/// The file with everything mended that could be, opened: one that needs a password is opened once more only where something was
/// mended, for each time costs as much as guessing one.
pub fn mended(bytes: Vec<u8>, password: &str) -> Result<Pdf, LoadPdfError> {
    let bytes = Arc::new(bytes);
    let read = |bytes: Arc<Vec<u8>>| Pdf::new_with_password(bytes, password);
    let pdf = read(Arc::clone(&bytes))?;
    let mut update = Update::default();
    for (id, found) in fonts(&pdf) {
        if let Some(font) = found.as_ref().map_or_else(|| Some(lost()), replacement) {
            update.object(id, font);
        }
    }
    for range in covering_groups(&pdf, &bytes) {
        update.overwrite(range);
    }
    if update.is_empty() {
        return Ok(pdf);
    }
    let pages = pdf.pages().len();
    for candidate in update.candidates(&bytes) {
        if let Ok(new) = read(Arc::new(candidate))
            && new.pages().len() == pages
            && update.is_taken(&new)
        {
            return Ok(new);
        }
    }
    Ok(pdf)
}

/// Every font that resources name, by its number; `None` when nothing stands there.
fn fonts(pdf: &Pdf) -> BTreeMap<ObjectIdentifier, Option<Dict<'_>>> {
    let mut found = BTreeMap::new();
    for object in pdf.objects().into_iter().take(OBJECTS_MAX) {
        match &object {
            Object::Dict(dict) => fonts_of(pdf, dict, 0, &mut found),
            Object::Stream(stream) => fonts_of(pdf, stream.dict(), 0, &mut found),
            _ => {}
        }
    }
    found
}

fn fonts_of<'a>(
    pdf: &'a Pdf,
    dict: &Dict<'a>,
    depth: usize,
    found: &mut BTreeMap<ObjectIdentifier, Option<Dict<'a>>>,
) {
    if depth > DEPTH_MAX || found.len() >= FONTS_MAX {
        return;
    }
    for (key, value) in dict.entries() {
        if &*key == b"Font" {
            let named = match value {
                MaybeRef::NotRef(Object::Dict(dict)) => Some(dict),
                MaybeRef::Ref(id) => pdf.xref().get::<Dict<'_>>(id.into()),
                MaybeRef::NotRef(_) => None,
            };
            // A font descriptor is no set of fonts.
            for (_, font) in named
                .iter()
                .filter(|d| !d.contains_key(b"Type"))
                .flat_map(Dict::entries)
            {
                if let MaybeRef::Ref(id) = font {
                    let id = ObjectIdentifier::from(id);
                    found
                        .entry(id)
                        .or_insert_with(|| pdf.xref().get::<Dict<'_>>(id));
                }
            }
        } else if let MaybeRef::NotRef(Object::Dict(inner)) = value {
            fonts_of(pdf, &inner, depth + 1, found);
        }
    }
}

/// Where `/Group` stands in appearances of annotations that blend with the page: as groups they would be painted over it.
fn covering_groups(pdf: &Pdf, bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for page in pdf.pages().iter() {
        let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else {
            continue;
        };
        for annotation in annotations.iter::<Dict<'_>>() {
            let appearance = annotation
                .get::<Dict<'_>>(b"AP")
                .and_then(|appearance| appearance.get::<Stream<'_>>(b"N"));
            if let Some(form) = appearance
                && seen.insert(form.obj_id())
            {
                let mut groups = Vec::new();
                if blends(&form, 0, bytes, &mut groups) {
                    found.append(&mut groups);
                }
            }
        }
    }
    found
}

/// Whether a form or one inside it asks for a blend mode; gathers the groups on the way.
fn blends(
    form: &Stream<'_>,
    depth: usize,
    bytes: &[u8],
    groups: &mut Vec<std::ops::Range<usize>>,
) -> bool {
    let dict = form.dict();
    let isolated = dict
        .get::<Dict<'_>>(b"Group")
        .is_none_or(|group| group.get::<bool>(b"I").unwrap_or(false));
    if !isolated && let Some(range) = key_within(dict.data(), bytes) {
        groups.push(range);
    }
    let Some(resources) = dict.get::<Dict<'_>>(b"Resources") else {
        return false;
    };
    let states = resources.get::<Dict<'_>>(b"ExtGState");
    let mut blending = states.is_some_and(|states| {
        states.keys().any(|name| {
            states
                .get::<Dict<'_>>(&*name)
                .and_then(|state| state.get::<Name<'_>>(b"BM"))
                .is_some_and(|mode| &*mode != b"Normal" && &*mode != b"Compatible")
        })
    });
    if depth < DEPTH_MAX
        && let Some(forms) = resources.get::<Dict<'_>>(b"XObject")
    {
        for name in forms.keys().take(FONTS_MAX / 100) {
            if let Some(inner) = forms.get::<Stream<'_>>(&*name) {
                blending |= blends(&inner, depth + 1, bytes, groups);
            }
        }
    }
    blending
}

/// Where in the file the key `/Group` of a dictionary stands, when its bytes are the file's own.
fn key_within(dict: &[u8], bytes: &[u8]) -> Option<std::ops::Range<usize>> {
    const KEY: &[u8] = b"/Group";
    let start = (dict.as_ptr() as usize).checked_sub(bytes.as_ptr() as usize)?;
    bytes.get(start..start + dict.len())?;
    let at = dict
        .windows(KEY.len() + 1)
        .position(|window| window.starts_with(KEY) && !window[KEY.len()].is_ascii_alphanumeric())?;
    Some(start + at..start + at + KEY.len())
}
