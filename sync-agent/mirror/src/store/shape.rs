//! What a document is besides its words, as few bytes: the way of each block, the lengths of the pieces, the articles as
//! slices of the text. Owns that format; refuses bytes that do not fit the text they came with.
//!
//! Format: a varint is seven bits a byte, lowest first, the eighth bit says that more follow. In order: length and JSON of
//! [`Rest`]; a flag, 1 if the lengths of the pieces are stored; count and frames of the blocks; count and articles; and where pages
//! of attachments have words, their count and for each the gap to the number of its attachment, its own number, the bytes of its
//! words. Those words stand behind the body, each page ending with a line feed.

mod reading;

use serde::{Deserialize, Serialize};

use crate::document::{Article, Attachment, Block, Document, Relation, Span};
use reading::{ALIGNS, Named, Reading};

/// The fields that have no column of their own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Rest {
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    catalogue: Option<String>,
    #[serde(rename = "i", default, skip_serializing_if = "Option::is_none")]
    issued_on: Option<String>,
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    published_on: Option<String>,
    #[serde(rename = "d")]
    disclosure: String,
    #[serde(rename = "e")]
    evidence: String,
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    source_url: Option<String>,
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    relations: Vec<Relation>,
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment>,
    /// Of the blocks whose tables have merged cells.
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    spans: Vec<(u32, Vec<Span>)>,
}

/// Takes a document apart: its words, each piece (paragraph, heading, cell) ending with a line feed, and the rest.
pub fn take_apart(document: &Document) -> (String, Vec<u8>) {
    let mut text = String::new();
    let mut starts = Vec::with_capacity(document.blocks.len());
    let mut feeds = false;
    for block in &document.blocks {
        starts.push(text.len());
        for piece in pieces(block) {
            feeds |= piece.contains('\n');
            text.push_str(piece);
            text.push('\n');
        }
    }
    let rest = Rest {
        catalogue: document.catalogue.clone(),
        issued_on: document.issued_on.clone(),
        published_on: document.published_on.clone(),
        disclosure: document.disclosure.clone(),
        evidence: document.evidence.clone(),
        source_url: document.source_url.clone(),
        relations: document.relations.clone(),
        attachments: document.attachments.iter().map(Attachment::bare).collect(),
        spans: spans(&document.blocks),
    };
    let mut out = Out(Vec::with_capacity(256));
    out.bytes(&serde_json::to_vec(&rest).expect("strings and numbers have a JSON form"));
    out.number(u64::from(feeds));
    out.number(document.blocks.len() as u64);
    for block in &document.blocks {
        out.frame(block, feeds);
    }
    out.number(document.articles.len() as u64);
    let mut before: Option<&Article> = None;
    for article in &document.articles {
        let start = starts
            .get(article.from as usize)
            .copied()
            .unwrap_or(text.len());
        out.article(article, before, &text, start);
        before = Some(article);
    }
    out.pages(&document.attachments, &mut text);
    (text, out.0)
}

fn spans(blocks: &[Block]) -> Vec<(u32, Vec<Span>)> {
    let spans = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            Block::Table { spans, .. } if !spans.is_empty() => {
                Some((u32::try_from(at).ok()?, spans.clone()))
            }
            _ => None,
        });
    spans.collect()
}

fn pieces(block: &Block) -> Vec<&str> {
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text, .. } => vec![text],
        Block::Picture { alt } => vec![alt],
        Block::Table { rows, .. } => rows.iter().flatten().map(String::as_str).collect(),
    }
}

/// Puts a body back into a document that has the columns; `None` if the two do not belong together.
pub fn put_together(shape: &[u8], text: &str, into: Document) -> Option<Document> {
    let mut reading = Reading::new(shape, text.as_bytes())?;
    let rest: Rest = serde_json::from_slice(reading.rest).ok()?;
    let mut blocks = Vec::new();
    let mut starts = Vec::new();
    for _ in 0..reading.count()? {
        starts.push(reading.at);
        blocks.push(reading.block()?);
    }
    for (at, told) in rest.spans {
        match blocks.get_mut(at as usize)? {
            Block::Table { spans, .. } => *spans = told,
            _ => return None,
        }
    }
    let articles = all_articles(&mut reading, &starts)?;
    let mut attachments = rest.attachments;
    for page in reading.pages()? {
        let words = text.get(page.from..page.to)?;
        let pages = &mut attachments.get_mut(page.attachment as usize)?.pages;
        // Pages without words are not stored; few of them stand in a row.
        let number = page.number as usize;
        pages.resize(pages.len().max(number), String::new());
        (pages.len() == number).then(|| pages.push(words.to_owned()))?;
    }
    Some(Document {
        catalogue: rest.catalogue,
        issued_on: rest.issued_on,
        published_on: rest.published_on,
        disclosure: rest.disclosure,
        evidence: rest.evidence,
        source_url: rest.source_url,
        relations: rest.relations,
        attachments,
        blocks,
        articles,
        ..into
    })
}

/// All articles of a body; `None` if the two do not belong together.
pub fn articles(shape: &[u8], text: &[u8]) -> Option<Vec<Article>> {
    let mut reading = Reading::new(shape, text)?;
    let mut starts = Vec::new();
    for _ in 0..reading.count()? {
        starts.push(reading.at);
        reading.skip_block(usize::MAX)?;
    }
    all_articles(&mut reading, &starts)
}

/// What follows the blocks, which begin at `starts`.
fn all_articles(reading: &mut Reading<'_>, starts: &[usize]) -> Option<Vec<Article>> {
    let mut articles: Vec<Article> = Vec::new();
    for _ in 0..reading.count()? {
        let article = reading.article(articles.last(), starts)?;
        articles.push(article);
    }
    Some(articles)
}

/// The innermost article with a label around the byte at `offset` of the text.
pub fn article_at(shape: &[u8], text: &[u8], offset: usize) -> Option<Article> {
    let mut reading = Reading::new(shape, text)?;
    let mut starts = Vec::new();
    for _ in 0..reading.count()? {
        starts.push(reading.at);
        reading.skip_block(offset)?;
    }
    // What stands behind the body is no article's.
    (offset < reading.at).then_some(())?;
    // Those behind the place all have the start of the first of them.
    let block = starts.partition_point(|start| *start <= offset);
    let block = u32::try_from(block.checked_sub(1)?).ok()?;
    let mut best: Option<(Named, String)> = None;
    let (mut id, mut from) = (String::new(), 0);
    for _ in 0..reading.count()? {
        let article = reading.named(&mut id, from)?;
        from = article.from;
        let around = article.from <= block && block < article.to;
        let deeper = best
            .as_ref()
            .is_none_or(|(b, _)| (b.depth, b.from) <= (article.depth, article.from));
        // What has no label cannot be cited.
        if around && deeper && !article.is_nameless() {
            best = Some((article, id.clone()));
        }
    }
    let (named, id) = best?;
    reading.read(named, id, &starts)
}

/// Which page of which attachment the byte at `offset` of the text stands on, both from 0; `None` in the body.
pub fn page_at(shape: &[u8], text: &[u8], offset: usize) -> Option<Place> {
    let mut reading = Reading::new(shape, text)?;
    for _ in 0..reading.count()? {
        reading.skip_block(offset)?;
    }
    (offset >= reading.at).then_some(())?;
    let (mut id, mut from) = (String::new(), 0);
    for _ in 0..reading.count()? {
        from = reading.named(&mut id, from)?.from;
    }
    let pages = reading.pages()?;
    let page = pages.iter().find(|page| offset <= page.to)?;
    let attachments = serde_json::from_slice::<Rest>(reading.rest)
        .ok()?
        .attachments;
    Some(Place {
        name: attachments.get(page.attachment as usize)?.name.clone(),
        attachment: page.attachment,
        page: page.number,
    })
}

/// A page of an attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Place {
    /// File name of the attachment.
    pub name: String,
    pub attachment: u32,
    pub page: u32,
}

struct Out(Vec<u8>);

impl Out {
    fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// Kind in the low two bits; above them level, or the way of a paragraph and whether it has a label.
    fn frame(&mut self, block: &Block, feeds: bool) {
        match block {
            Block::Heading { level, .. } => self.number(u64::from(*level) << 2),
            Block::Paragraph { align, label, .. } => {
                let align = ALIGNS
                    .iter()
                    .position(|a| a == align)
                    .expect("all are listed") as u64;
                self.number(1 | align << 2 | u64::from(*label > 0) << 4);
                if *label > 0 {
                    self.number(u64::from(*label));
                }
            }
            Block::Table { rows, .. } => {
                self.number(2 | (rows.len() as u64) << 2);
                for row in rows {
                    self.number(row.len() as u64);
                }
            }
            Block::Picture { .. } => self.number(3),
        }
        if feeds {
            for piece in pieces(block) {
                self.number(piece.len() as u64);
            }
        }
    }

    /// The words of all pages that have any, behind the body.
    fn pages(&mut self, attachments: &[Attachment], text: &mut String) {
        let with_words = |pages: &[String]| pages.iter().filter(|page| !page.is_empty()).count();
        let count: usize = attachments.iter().map(|file| with_words(&file.pages)).sum();
        if count == 0 {
            return;
        }
        self.number(count as u64);
        let mut before = 0;
        for (attachment, file) in attachments.iter().enumerate() {
            for (number, words) in file.pages.iter().enumerate() {
                if words.is_empty() {
                    continue;
                }
                self.number((attachment - before) as u64);
                self.number(number as u64);
                self.number(words.len() as u64);
                text.push_str(words);
                text.push('\n');
                before = attachment;
            }
        }
    }

    fn article(&mut self, article: &Article, before: Option<&Article>, text: &str, start: usize) {
        let last = before.map_or("", |b| b.id.as_str());
        let shared = common(last, &article.id);
        self.number(shared as u64);
        self.bytes(&article.id.as_bytes()[shared..]);
        self.slice(&article.label, text, start);
        self.slice(&article.title, text, start);
        self.number(u64::from(article.depth));
        let from = before.map_or(0, |b| b.from);
        self.number(zigzag(i64::from(article.from) - i64::from(from)));
        self.number(zigzag(i64::from(article.to) - i64::from(article.from)));
    }

    /// Words that stand in the text near `start` are told by their place: 1 + distance and length; 0: told in full.
    fn slice(&mut self, words: &str, text: &str, start: usize) {
        let near = &text.as_bytes()[start..floor(text, start + words.len() + 160)];
        // A few hundred bytes: setting up a searcher would take longer.
        let words_bytes = words.as_bytes();
        let found = words_bytes.first().and_then(|first| {
            memchr::memchr_iter(*first, near).find(|at| near[*at..].starts_with(words_bytes))
        });
        match found {
            Some(at) => {
                self.number(at as u64 + 1);
                self.number(words.len() as u64);
            }
            None => {
                self.number(0);
                self.bytes(words.as_bytes());
            }
        }
    }
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

fn common(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    floor(b, same)
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

#[cfg(test)]
mod tests;
