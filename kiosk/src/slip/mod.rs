//! Document and choice -> what the slip says (R40). Pure: number, code and times are arguments. Opens no device.
//!
//! Its words stand in `assets/lang/slip.zh.toml`.

mod application;
mod attached;
mod centred;
mod citation;
mod code;
mod desk;
mod forms;
mod intake;
mod tabled;
mod words;

use jiff::Timestamp;
use journal::Content;
use mirror::{Align, Block, Document, Merged, Validity};
use printer::{Align as SlipAlign, Item, Receipt};

use centred::centred;
use session::articles;
use session::moment;
use words::{Words, fill};

pub use application::{application, of_application};
pub use citation::labels;
pub use code::{CODE_SHAPE, Sealed, code};
pub use desk::{Chain, StaffHead, day, handover, self_test, test};
pub use forms::{forms, month};
pub use intake::intake;

/// What a QR code can hold.
const QR_BYTES_MAX: usize = 1_000;

/// What stands on a slip besides the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Name of the point.
    pub site: String,
    /// Wording on the plate (牌子).
    pub plate: String,
    /// Register number (登记号).
    pub number: String,
    /// Verification code (核验码).
    pub code: String,
    /// Time of the register row.
    pub at: Timestamp,
    /// When it was printed once more (补打), if it was.
    pub again: Option<Timestamp>,
    /// When the data was last confirmed current (数据时间), RFC 3339; empty if never.
    pub data_time: String,
}

/// The slip for `content` of `document`, with the numbers and times of `stamp`.
pub fn compose(document: &Document, content: &Content, stamp: &Stamp) -> Receipt {
    let words = Words::get();
    let mut items = Vec::new();
    items.push(centred(&stamp.site));
    items.push(centred(&stamp.plate));
    if stamp.again.is_some() {
        items.push(centred(&words.reprint));
    }
    items.push(Item::Rule);
    head(&mut items, document);
    items.push(Item::Rule);
    let (leaves, tables) = match content {
        Content::Excerpt { articles } => (
            attached::leaves(document, articles),
            tabled::of(document, articles),
        ),
        Content::Reference | Content::Whole => (Vec::new(), Vec::new()),
    };
    // Words of a file lead to the file.
    let of_file = leaves.first().and_then(|leaf| leaf.file.address.as_deref());
    let note = match content {
        Content::Excerpt { .. } if !leaves.is_empty() => {
            attached::body(&mut items, &leaves);
            items.push(Item::Rule);
            words.attached_note.clone()
        }
        Content::Reference => words.reference_note.clone(),
        Content::Whole => {
            body(&mut items, document, &vec![true; document.blocks.len()]);
            attachments(&mut items, document);
            items.push(Item::Rule);
            words.whole_note.clone()
        }
        Content::Excerpt { .. } if !tables.is_empty() => {
            tabled::body(&mut items, &tables);
            items.push(Item::Rule);
            let cited: Vec<String> = tables.iter().map(tabled::number).collect();
            let cited = cited.join(&words.between);
            fill(&words.excerpt_note, &[("articles", &cited)])
        }
        Content::Excerpt { articles: chosen } => {
            body(&mut items, document, &articles::covered(document, chosen));
            items.push(Item::Rule);
            let cited = citation::cite(document, chosen);
            fill(&words.excerpt_note, &[("articles", &cited)])
        }
    };
    items.push(Item::plain(note));
    foot(&mut items, document, of_file, stamp);
    Receipt { items }
}

/// The short slip: 题录与二维码.
pub fn compose_reference(document: &Document, stamp: &Stamp) -> Receipt {
    compose(document, &Content::Reference, stamp)
}

fn head(items: &mut Vec<Item>, document: &Document) {
    let words = Words::get();
    items.push(Item::Text {
        text: document.title.clone(),
        bold: true,
        label: 0,
        large: false,
        indent: false,
        align: SlipAlign::Left,
    });
    match &document.doc_no {
        Some(doc_no) => items.push(Item::plain(doc_no.clone())),
        None if document.agency.is_empty() => {}
        None => items.push(Item::plain(fill(
            &words.agency,
            &[("agency", &document.agency)],
        ))),
    }
    if let Some(index_no) = &document.index_no {
        items.push(Item::plain(fill(
            &words.index_no,
            &[("index_no", index_no)],
        )));
    }
    let mut state = words.validity(document.validity.as_code()).to_string();
    let dated = match (&document.issued_on, &document.published_on) {
        (Some(date), _) => Some(fill(&words.issued, &[("date", date)])),
        (None, Some(date)) => Some(fill(&words.published, &[("date", date)])),
        (None, None) => None,
    };
    if let Some(dated) = dated {
        state.push('\u{3000}');
        state.push_str(&dated);
    }
    let in_force = matches!(document.validity, Validity::InForce | Validity::Unknown);
    items.push(Item::Text {
        text: state,
        // What is no longer in force must not be overlooked on paper (R26).
        bold: !in_force,
        label: 0,
        large: false,
        indent: false,
        align: SlipAlign::Left,
    });
}

fn body(items: &mut Vec<Item>, document: &Document, wanted: &[bool]) {
    let mut gap = false;
    for (block, wanted) in document.blocks.iter().zip(wanted) {
        if !wanted {
            gap = matches!(items.last(), Some(last) if *last != Item::Rule);
            continue;
        }
        if std::mem::take(&mut gap) {
            items.push(Item::Space { mm: 2 });
        }
        items.push(match block {
            Block::Heading { level, text } => Item::Text {
                text: text.clone(),
                bold: true,
                label: 0,
                large: false,
                indent: false,
                align: if *level <= 2 {
                    SlipAlign::Center
                } else {
                    SlipAlign::Left
                },
            },
            Block::Paragraph { text, align, label } => Item::Text {
                text: text.clone(),
                bold: false,
                label: *label,
                large: false,
                indent: *align == Align::Body,
                align: match align {
                    Align::Body | Align::Left => SlipAlign::Left,
                    Align::Center => SlipAlign::Center,
                    Align::Right => SlipAlign::Right,
                },
            },
            Block::Table { rows, spans } => Item::Table {
                rows: Merged::new(rows, spans).plain(),
            },
            Block::Picture { alt } => picture(alt, scannable(document).is_some()),
        });
    }
}

fn attachments(items: &mut Vec<Item>, document: &Document) {
    if !document.attachments.is_empty() {
        let count = document.attachments.len().to_string();
        let words = Words::get();
        let note = match scannable(document) {
            Some(_) => &words.attachments,
            None => &words.attachments_screen,
        };
        let note = fill(note, &[("count", &count)]);
        items.push(Item::plain(note));
    }
}

fn foot(items: &mut Vec<Item>, document: &Document, of_file: Option<&str>, stamp: &Stamp) {
    let words = Words::get();
    let printed = moment::minute(stamp.at);
    items.push(Item::plain(fill(&words.printed, &[("time", &printed)])));
    if let Some(again) = stamp.again {
        let time = moment::minute(again);
        items.push(Item::plain(fill(&words.reprinted, &[("time", &time)])));
    }
    items.push(Item::plain(fill(
        &words.number,
        &[("number", &stamp.number)],
    )));
    items.push(Item::plain(match moment::parse(&stamp.data_time) {
        Some(at) => fill(&words.data_time, &[("time", &moment::minute(at))]),
        None => words.data_time_unknown.clone(),
    }));
    items.push(Item::plain(fill(&words.code, &[("code", &stamp.code)])));
    items.push(Item::Space { mm: 2 });
    let of_file = of_file.filter(|url| url.len() <= QR_BYTES_MAX);
    items.push(match (of_file, scannable(document)) {
        (Some(url), _) => Item::Qr {
            data: url.to_owned(),
            caption: words.qr_file.clone(),
        },
        (None, Some(url)) => Item::Qr {
            data: url.to_owned(),
            caption: words.qr_source.clone(),
        },
        (None, None) => Item::Qr {
            data: cut(&format!("{} {}", stamp.number, document.id), QR_BYTES_MAX),
            caption: words.qr_number.clone(),
        },
    });
}

/// The address that the code on the slip leads to, if the document has one that a code can hold.
fn scannable(document: &Document) -> Option<&str> {
    let source = document.source_url.as_deref();
    source.filter(|url| !url.is_empty() && url.len() <= QR_BYTES_MAX)
}

/// Stands for a picture, with what the document says is on it. The name of a file says nothing to a reader.
fn picture(alt: &str, scannable: bool) -> Item {
    let words = Words::get();
    let said = match (file_name(alt), scannable) {
        (false, true) => &words.picture,
        (false, false) => &words.picture_screen,
        (true, true) => &words.picture_unnamed,
        (true, false) => &words.picture_unnamed_screen,
    };
    Item::plain(fill(said, &[("name", alt.trim())]))
}

/// Whether the words that stand for a picture are no words: empty, an address, or a file as cameras and editors name it.
fn file_name(alt: &str) -> bool {
    let alt = alt.trim();
    let ending = alt.rsplit_once('.').map_or("", |(_, ending)| ending);
    let endings = [
        "jpg", "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff", "svg", "emf", "wmf",
    ];
    let picture = endings.contains(&ending.to_ascii_lowercase().as_str());
    let wordless = alt.chars().all(|c| c.is_ascii() && c != ' ');
    alt.is_empty() || picture || wordless
}

/// At most so many bytes, at a character boundary.
fn cut(text: &str, bytes_max: usize) -> String {
    let mut end = text.len().min(bytes_max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_string()
}

#[cfg(test)]
mod tests;
