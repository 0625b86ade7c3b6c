//! One article to an item. Owns which of list, page and recipe is believed for a field; what they say differently is told.

mod parts;

use std::collections::BTreeMap;

use anyhow::Context;
use scraper::Html;
use serde_json::Value;
use url::Url;

use crate::formats::{charset, html, page};
use crate::item::{Link, Reason, Refusal};
use crate::reading::continued;
use crate::reading::draft::{Draft, Piece};
use crate::reading::facts;
use crate::reading::fields::{self, Fields};
use crate::reading::head::marked;
use crate::reading::tidy::{self, length, squeeze};
use crate::sources::portal::frames::FRAME;
use crate::sources::portal::pick::{self, Subject, first};
use crate::sources::portal::recipe::{DetailSource, Recipe};
use crate::sources::portal::state::Known;
use crate::sources::portal::{led, metadata, rows};

pub use parts::Parts;

/// Stands between the pages of an article of several.
pub const PART: char = '\u{1E}';

/// Reads what was fetched; `words` are decoded.
pub fn read(recipe: &Recipe, known: &Known, words: &str) -> Result<Draft, Refusal> {
    let says: BTreeMap<String, String> = serde_json::from_str(&known.says).unwrap_or_default();
    let (moved, words) = led::parted(words);
    let mut draft = match recipe.detail.source {
        DetailSource::Json => of_json(recipe, words)
            .map_err(|error| Refusal::new(Reason::Unreadable, format!("{error:#}")))?,
        DetailSource::List => of_html(words),
        DetailSource::Page => of_page(recipe, words),
    };
    if let Some(base) = &moved {
        led::resolve(&mut draft, base);
    }
    let own = draft.fields.title.clone();
    let listed = Fields {
        title: Some(known.title.as_str())
            .filter(|title| !title.is_empty())
            .map(|title| marked::as_said(title, own.clone()))
            .map(|title| without_state(title, own.as_deref())),
        published_on: known.date.clone(),
        doc_no: says.get("doc_no").cloned(),
        index_no: says.get("index_no").cloned(),
        agency: says.get("agency").cloned(),
        catalogue: Some(known.column.clone()).filter(|column| !column.is_empty()),
        source_url: Some(known.link.clone()),
        disclosure: says
            .get("disclosure")
            .map(|said| ("公开属性".to_owned(), said.clone()))
            .into_iter()
            .collect(),
        ..Fields::default()
    };
    compare(
        "the list",
        &listed,
        "the page",
        &draft.fields,
        &mut draft.notes,
    );
    draft.fields = std::mem::take(&mut draft.fields).or(listed);
    for (name, address) in listed_files(&says) {
        let again = |link: &Link| html::is_same_file(&link.address, &address);
        if !draft.links.iter().any(again) {
            draft.links.push(Link { name, address });
        }
    }
    if let Some(files) = &recipe.detail.attachments
        && !files.types.is_empty()
    {
        draft.links.retain(|link| is_of(&files.types, link));
    }
    if draft.refused.is_none() {
        draft.refused = too_short(recipe, &draft, known.title.as_str());
    }
    draft.fields.source_url = Some(known.link.clone());
    if let Some(said) = &draft.fields.validity
        && let Some(code) = recipe.validity.get(said)
    {
        draft.fields.validity = Some(code.clone());
    }
    Ok(draft)
}

/// A label of the list without the state of a letter, where the page is called so.
fn without_state(listed: &str, own: Option<&str>) -> String {
    let plain = fields::without_state(listed);
    let is_said = own.is_some_and(|own| squeeze(own) == squeeze(plain));
    (if is_said { plain } else { listed }).to_owned()
}

/// Files that the row of the list brought along.
fn listed_files(says: &BTreeMap<String, String>) -> Vec<(String, String)> {
    says.get(rows::ATTACHMENTS)
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default()
}

/// Whether a file is of one of the kinds, by its address or its name.
fn is_of(types: &[String], link: &Link) -> bool {
    let address = link.address.split(['?', '#']).next().unwrap_or_default();
    [address, &link.name].iter().any(|name| {
        let kind = name.rsplit_once('.').map(|(_, kind)| kind.trim());
        kind.is_some_and(|kind| {
            types
                .iter()
                .any(|t| t.trim_start_matches('.').eq_ignore_ascii_case(kind))
        })
    })
}

/// A body below the recipe's least is none: then an attachment must be the document.
fn too_short(recipe: &Recipe, draft: &Draft, title: &str) -> Option<Refusal> {
    let least = recipe.detail.body_min;
    let chars: usize = draft
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Line(line) => length(&line.text),
            Piece::Table(rows) => rows.iter().flatten().map(|cell| length(cell)).sum(),
            Piece::Picture(_) => 0,
        })
        .sum();
    (chars < least && draft.links.is_empty()).then(|| {
        let detail = format!(
            "{title}: a body of {chars} characters, {least} at least were expected, and no attachment"
        );
        Refusal::new(Reason::Unreadable, detail)
    })
}

fn compare(who: &str, one: &Fields, whose: &str, other: &Fields, notes: &mut Vec<String>) {
    for (what, a, b) in [
        ("title", &one.title, &other.title),
        ("number", &one.doc_no, &other.doc_no),
        ("index number", &one.index_no, &other.index_no),
        ("agency", &one.agency, &other.agency),
        ("publication", &one.published_on, &other.published_on),
    ] {
        let (Some(a), Some(b)) = (a, b) else { continue };
        let (short, long) = (squeeze(a), squeeze(b));
        // A list cuts a long title with dots.
        let cut = short.trim_end_matches(['.', '…']);
        if short != long && !long.starts_with(cut) {
            notes.push(format!("{what}: {who} says {a}, {whose} says {b}"));
        }
    }
}

/// What the recipe's candidates find.
fn stated(recipe: &Recipe, subject: &Subject<'_>) -> Fields {
    let detail = &recipe.detail;
    let take = |picks: &Vec<String>| first(picks, subject).map(|(_, value)| value);
    let number = take(&detail.doc_no).map(|no| facts::document_number(&no).unwrap_or(no));
    Fields {
        title: take(&detail.title).map(|title| html::plain(&title)),
        published_on: take(&detail.date).as_deref().and_then(facts::find_date),
        doc_no: number,
        index_no: take(&detail.index_no),
        agency: take(&detail.agency),
        ..Fields::default()
    }
}

fn of_json(recipe: &Recipe, words: &str) -> anyhow::Result<Draft> {
    let json: Value = serde_json::from_str(words).context("read the article: it is no JSON")?;
    let root = match &recipe.detail.root {
        Some(path) => pick::path(&json, path)
            .with_context(|| format!("read the article: nothing at {path}"))?,
        None => &json,
    };
    let known = BTreeMap::new();
    let raw = root.to_string();
    let subject = Subject {
        element: None,
        json: Some(root),
        raw: &raw,
        known: &known,
    };
    let body = recipe
        .detail
        .body
        .iter()
        .find_map(|path| match pick::path(root, path)? {
            Value::String(words) if !words.trim().is_empty() => Some(words.clone()),
            _ => None,
        });
    let mut draft = of_html(&body.unwrap_or_default());
    draft.fields = stated(recipe, &subject);
    if let Some(metadata) = &recipe.detail.metadata {
        let said = metadata::of_json(metadata, root);
        draft.fields = std::mem::take(&mut draft.fields).or(said);
    }
    if let Some(files) = &recipe.detail.attachments
        && let Some(Value::Array(list)) = pick::path(root, &files.at)
    {
        for file in list {
            let said = |keys: &[&str]| {
                keys.iter()
                    .find_map(|key| file.get(key)?.as_str())
                    .map(str::to_owned)
            };
            let name = files.name.strip_prefix("json:").unwrap_or("name");
            let address = said(&["url", "path", "attachmentUrl", "filePath", "downloadUrl"]);
            if let (Some(name), Some(address)) = (said(&[name, "name", "fileName"]), address) {
                draft.links.push(Link { name, address });
            }
        }
    }
    Ok(draft)
}

fn of_html(words: &str) -> Draft {
    if html::nests_too_deep(words) {
        return too_deep();
    }
    let body = Html::parse_fragment(words);
    Draft {
        pieces: html::pieces(body.root_element()),
        links: html::files(body.root_element()),
        ..Draft::default()
    }
}

fn too_deep() -> Draft {
    let detail = "elements are nested too deep";
    Draft {
        refused: Some(Refusal::new(Reason::Unsafe, detail)),
        ..Draft::default()
    }
}

fn of_page(recipe: &Recipe, words: &str) -> Draft {
    if html::nests_too_deep(words) {
        return too_deep();
    }
    let hints = page::Hints {
        body: &recipe.detail.body,
        cut: &recipe.detail.cut,
        joined: words.contains(PART),
    };
    let (words, framed) = match words.split_once(FRAME) {
        Some((words, framed)) => (words, framed.split_once('\n')),
        None => (words, None),
    };
    let mut parts = words.split(PART);
    let first_part = parts.next().unwrap_or_default();
    let mut draft = page::read_with(first_part, hints);
    for part in parts {
        // The page before it led on to this one.
        continued::without_onward(&mut draft.pieces);
        let mut more = page::read_with(part, hints);
        continued::without_back(&mut more.pieces);
        draft.second = draft
            .second
            .zip(more.second)
            .map(|(one, other)| one.and(other));
        draft.pieces.extend(more.pieces);
        draft.links.extend(more.links);
    }
    if let Some((address, held)) = framed {
        take_framed(&mut draft, address, held);
    }
    let mut whole = Html::parse_document(first_part);
    page::show_filled(&mut whole);
    let known = BTreeMap::new();
    let subject = Subject {
        element: Some(whole.root_element()),
        json: None,
        raw: first_part,
        known: &known,
    };
    let stated = stated(recipe, &subject);
    compare(
        "the recipe",
        &stated,
        "the page",
        &draft.fields,
        &mut draft.notes,
    );
    // What stands where the recipe says that metadata stands is surer than what stands anywhere.
    let said = recipe.detail.metadata.as_ref();
    let said = said.map(|metadata| metadata::of_page(metadata, whole.root_element()));
    draft.fields = stated
        .or(said.unwrap_or_default())
        .or(std::mem::take(&mut draft.fields));
    if let Some(files) = &recipe.detail.attachments {
        for element in pick::select(whole.root_element(), &files.at) {
            let Some(address) = element.value().attr("href") else {
                continue;
            };
            let address: String = address.chars().filter(|c| !c.is_whitespace()).collect();
            let again = |link: &Link| html::is_same_file(&link.address, &address);
            if !address.is_empty() && !draft.links.iter().any(again) {
                let named = files.name.strip_prefix("attr:");
                let named = named.and_then(|name| element.value().attr(name));
                let name = named.map_or_else(|| html::words(element), tidy::line);
                draft.links.push(Link { name, address });
            }
        }
    }
    draft
}

/// The page around a frame says what it knows, and the frame holds the text.
fn take_framed(draft: &mut Draft, address: &str, held: &str) {
    if html::nests_too_deep(held) {
        *draft = too_deep();
        return;
    }
    let mut more = page::read(held);
    if let Ok(base) = Url::parse(address) {
        led::resolve(&mut more, &base);
    }
    draft.refused = more.refused;
    draft.pieces = more.pieces;
    draft.second = more.second;
    draft.links.extend(more.links);
    draft.fields = std::mem::take(&mut draft.fields).or(more.fields);
}

/// The bytes of an answer as text, in the charset that the recipe knows better than the page.
pub fn decoded(recipe: &Recipe, bytes: &[u8]) -> Result<String, Refusal> {
    let text = match recipe.site.charset.as_str() {
        "auto" => charset::decode(bytes),
        name => charset::decode_as(bytes, name),
    };
    text.map_err(|error| match error {
        charset::CharsetError::Binary => Refusal::new(Reason::Unreadable, error.to_string()),
        charset::CharsetError::Undecodable { .. } => {
            Refusal::new(Reason::DamagedText, error.to_string())
        }
    })
}
