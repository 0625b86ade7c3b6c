//! A draft becomes a document. Owns which source of a field wins: side-car, then what the file states, then head, signature and
//! history, then a guess. Asks the gate; without evidence there is no document.

use feed::{Block, Document, Provenance};

use crate::channel::Channel;
use crate::item::Link;
use crate::item::Opinion;
use crate::item::Reason;
use crate::item::Refusal;
use crate::reading::classify;
use crate::reading::continued;
use crate::reading::damage;
use crate::reading::draft::{Draft, Picture, Piece, Role};
use crate::reading::facts;
use crate::reading::gate;
use crate::reading::head;
use crate::reading::head::furniture;
use crate::reading::history;
use crate::reading::nothing;
use crate::reading::sidecar::Sidecar;
use crate::reading::structure;
use crate::reading::tidy::{clip, length, squeeze};
use crate::reading::validity;

/// Where a draft comes from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// Name of the adapter.
    pub adapter: &'a str,
    /// Path relative to the source's root, or the address.
    pub source: &'a str,
    /// Lower-case hex SHA-256 of the raw bytes.
    pub raw_sha256: &'a str,
    /// When it was fetched, RFC 3339 UTC.
    pub fetched: &'a str,
    /// The day of the run, `YYYY-MM-DD`: what was in force until yesterday is not in force.
    pub today: &'a str,
    /// Whether the format already parts page from body, so that nothing at the ends is furniture.
    pub clean: bool,
}

/// A document, and what is to be said of its making.
#[derive(Debug)]
pub struct Made {
    /// The document; relations and attachments are the source's to add.
    pub document: Document,
    /// Things an operator should look at.
    pub notes: Vec<String>,
    /// Files that it links to.
    pub links: Vec<Link>,
    /// The pictures of its text, as it names them.
    pub pictures: Vec<Link>,
    /// What a second reader says of where its body is.
    pub second: Option<Opinion>,
    /// On another day the same words may mean something else: it says how long it is in force.
    pub rests_on_today: bool,
}

/// A day behind all that a document can name.
const LAST_DAY: &str = "9999-12-31";

/// Makes the document.
pub fn document(
    mut draft: Draft,
    sidecar: &Sidecar,
    channel: &Channel,
    origin: Origin<'_>,
) -> Result<Made, Refusal> {
    if let Some(refusal) = draft.refused.take() {
        return Err(refusal);
    }
    let mut notes = std::mem::take(&mut draft.notes);
    let links = std::mem::take(&mut draft.links);
    let second = draft.second.take();
    let words = words_of(&draft);
    if let Some(damage) = damage::find(&words) {
        return Err(Refusal::new(Reason::DamagedText, damage));
    }
    notes.extend(damage::told(&words));
    notes.extend(damage::unassigned(&words));
    gate::refuse_closed(&draft.pieces)?;
    if !origin.clean
        && let Some(refusal) = nothing::judge(&draft)
    {
        return Err(refusal);
    }
    if !origin.clean {
        furniture::strip(&mut draft);
    }
    continued::close(&mut draft.pieces);
    if let Some(refusal) = continued::judge(&draft.pieces) {
        return Err(refusal);
    }
    draft.fields = sidecar.fields().or(std::mem::take(&mut draft.fields));
    let stem = origin.source.rsplit('/').next().unwrap_or(origin.source);
    let stem = stem.rsplit_once('.').map_or(stem, |(name, _)| name);
    let title = draft.fields.title.take();
    draft.fields.title = title.or_else(|| draft.fields.letter.title());
    let made = History::of(&draft, stem);
    let head = head::take(&mut draft);
    let stated = sidecar.fields().title;
    let title = stated
        .or(head.title)
        .or_else(|| named_by_file(stem))
        .or_else(|| head::first_words(&draft.pieces))
        .ok_or_else(|| Refusal::new(Reason::Empty, "no words"))?;
    // 某总局令（第156号）　　某办法: the order, and what it publishes.
    let parted = head::titles::of_order(&title);
    let (order, title) = match parted {
        Some((order, title)) => (Some(order), title),
        None => (None, title),
    };
    let title = clip(&head::titles::closed(&title), feed::limits::TITLE_CHARS_MAX).to_owned();
    let mut fields = draft.fields;
    notes.append(&mut fields.disagreements);
    let pictures = pictures(&draft.pieces);
    let body = structure::build(&title, draft.pieces);
    // What has files may have its text in one of them; whoever reads those refuses it if not.
    let has_files = !sidecar.attachments.is_empty() || !links.is_empty();
    if !says_something(&body.blocks) && !has_files {
        return Err(Refusal::new(Reason::Empty, "a title without a body"));
    }
    let disclosure = gate::judge(&body.blocks, &fields.disclosure, channel)?;
    let texts = body.blocks.iter().filter_map(|block| match block {
        Block::Paragraph { text, .. } => Some(text.as_str()),
        _ => None,
    });
    let texts = draft.beside.iter().map(String::as_str).chain(texts);
    let later = validity::stated(&title, texts.clone(), LAST_DAY);
    let stated = validity::stated(&title, texts.clone(), origin.today);
    let issued_on = fields.issued_on.or(made.changed).or(body.signed_on);
    let issued_on = issued_on.or_else(|| fields.letter.closed_on());
    let until = fields
        .until
        .or_else(|| validity::last_day(texts, issued_on.as_deref()));
    let over = until.as_deref().is_some_and(|until| until < origin.today);
    let rests_on_today = until.is_some() || stated != later;
    let validity = fields
        .validity
        .as_deref()
        .and_then(validity::code)
        .or(stated)
        .or(over.then_some("expired"))
        .unwrap_or("unknown");
    let doc_no = fields
        .doc_no
        .or(head.doc_no)
        .or(order)
        .or_else(|| facts::order_number(&title))
        .or_else(|| facts::number_of_title(&title));
    let signed = made.maker.or(body.signed_by).or(head.agency);
    let signed = signed.or(body.passed_by);
    // 市政府 and 市府办 say less than the signature; a side-car is taken as it is.
    let short = |name: &String| {
        sidecar.agency.is_none()
            && signed.is_some()
            && name.starts_with(['市', '县', '区', '省', '州', '本'])
    };
    let names_office = |name: &String| !facts::is_nobody(name) && !facts::is_inner_department(name);
    let agency = fields
        .agency
        .filter(|name| !short(name))
        .filter(|name| sidecar.agency.is_some() || names_office(name))
        .or(signed.clone())
        .or_else(|| fields.letter.handled_by().filter(&names_office))
        .or_else(|| doc_no.as_deref().and_then(facts::issuer_of_number))
        .or(fields
            .sender
            .filter(|name| names_office(name) && !facts::is_department(name)))
        .or_else(|| issuer_of_path(origin.source))
        .unwrap_or_else(|| UNSIGNED.to_owned());
    let agency = match agency.as_str() {
        "中华人民共和国国务院" => "国务院".to_owned(),
        _ => agency,
    };
    let cut = agency
        .split('、')
        .find(|name| facts::has_lost_its_front(name));
    notes.extend(
        cut.map(|name| format!("issuer {name}: its beginning is missing; kept as it is printed")),
    );
    let capped = |value: String| clip(&value, feed::limits::FIELD_CHARS_MAX).to_owned();
    let document = Document {
        id: String::new(),
        rev: 0,
        category: sidecar
            .category
            .clone()
            .unwrap_or_else(|| classify::category(&title, origin.source).to_owned()),
        agency: capped(agency),
        doc_no: doc_no.map(capped),
        index_no: fields.index_no.map(capped),
        subjects: if fields.subjects.is_empty() {
            body.subjects
        } else {
            fields.subjects
        },
        catalogue: fields.catalogue.map(capped),
        issued_on,
        published_on: fields.published_on.or(fields.stamped_on),
        validity: validity.to_owned(),
        ended: None,
        disclosure,
        source_url: fields.source_url,
        relations: Vec::new(),
        attachments: Vec::new(),
        blocks: body.blocks,
        articles: body.articles,
        provenance: Provenance {
            source: origin.source.to_owned(),
            adapter: origin.adapter.to_owned(),
            raw_sha256: origin.raw_sha256.to_owned(),
            fetched: origin.fetched.to_owned(),
            collection: String::new(),
        },
        title,
    };
    Ok(Made {
        second,
        rests_on_today,
        document,
        notes,
        links,
        pictures,
    })
}

/// The pictures whose bytes can be had, each once.
fn pictures(pieces: &[Piece]) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    for piece in pieces {
        if let Piece::Picture(Picture {
            alt,
            address: Some(address),
        }) = piece
            && !found.iter().any(|link| link.address == *address)
        {
            found.push(Link {
                name: alt.clone(),
                address: address.clone(),
            });
        }
    }
    found
}

/// Whether blocks are a text: a mark alone, as documents have at their end, is none.
pub fn says_something(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Paragraph { text, .. } | Block::Heading { text, .. } => {
            !text.is_empty() && facts::mark(text).is_none()
        }
        Block::Table { rows, .. } => rows.iter().flatten().any(|cell| !cell.is_empty()),
        Block::Picture { .. } => true,
    })
}

/// Stands for an issuer that nothing names; the column 发文机关 is never blank.
pub const UNSIGNED: &str = "未署名";

/// Everything that may be shown of it.
fn words_of(draft: &Draft) -> String {
    let mut all = String::new();
    for piece in &draft.pieces {
        match piece {
            Piece::Line(line) => all.push_str(&line.text),
            Piece::Table(rows) => rows.iter().flatten().for_each(|cell| {
                all.push_str(cell);
                all.push('\n');
            }),
            Piece::Picture(_) => {}
        }
        all.push('\n');
    }
    all.push_str(draft.fields.title.as_deref().unwrap_or_default());
    all
}

/// What the history of a law and its file name say.
struct History {
    maker: Option<String>,
    changed: Option<String>,
}

impl History {
    fn of(draft: &Draft, stem: &str) -> History {
        let lines = || {
            draft.pieces.iter().filter_map(|piece| match piece {
                Piece::Line(line) if line.role == Role::History => Some(line.text.as_str()),
                _ => None,
            })
        };
        History {
            maker: history::maker(draft.fields.title.as_deref().unwrap_or(stem), lines()),
            changed: date_of_name(stem).or_else(|| history::last_change(lines())),
        }
    }
}

/// 某条例(2024-04-26).md: the day of the version.
fn date_of_name(stem: &str) -> Option<String> {
    let inner = stem.strip_suffix([')', '）'])?;
    let open = inner.rfind(['(', '（'])?;
    let date = inner[open..].trim_start_matches(['(', '（']);
    facts::only_date(date)
}

/// A file name serves as a title if it is words.
fn named_by_file(stem: &str) -> Option<String> {
    const CJK_CHARS_MIN: usize = 4;
    let words = stem
        .chars()
        .filter(|c| crate::reading::tidy::is_cjk(*c))
        .count();
    (words >= CJK_CHARS_MIN).then(|| crate::reading::tidy::line(stem))
}

/// 行政法规/…, 部门规章/公安部/…: who makes what the operator files in such a folder.
fn issuer_of_path(source: &str) -> Option<String> {
    let folder = source.rsplit_once('/').map_or("", |(folder, _)| folder);
    for part in folder.rsplit('/') {
        let name = squeeze(part);
        if name.ends_with("行政法规") {
            return Some("国务院".into());
        }
        if name.contains("地方性法规") || name.contains("地方法规") {
            continue;
        }
        if length(&name) >= 3 && facts::is_issuer(&name) {
            return Some(name);
        }
    }
    None
}
