//! The document as it travels in the feed. Owns the wire shape and its closed lists of codes; what is acceptable is
//! `check.rs`.
//!
//! The mirror has a type of its own; the agent translates after verification. Unknown JSON fields are ignored so that an
//! older terminal can read a newer feed; `Tip::least_agent` says when it may not.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How a paragraph stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Body text, first line indented by two characters.
    #[default]
    Body,
    /// Flush left without indent (主送机关).
    Left,
    /// Centred (titles of wrapped documents, chapter heads).
    Center,
    /// Right (落款).
    Right,
}

impl Align {
    fn is_body(&self) -> bool {
        *self == Align::Body
    }
}

fn is_zero(n: &u16) -> bool {
    *n == 0
}

/// One block of the body, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Block {
    Heading {
        /// 1 (widest: title of a part inside the document) to 4.
        level: u8,
        /// The words as printed.
        text: String,
    },
    Paragraph {
        /// The words as printed, the article label included.
        text: String,
        /// How it stands.
        #[serde(default, skip_serializing_if = "Align::is_body")]
        align: Align,
        /// How many leading Unicode scalar values are the label (第五条); 0 for none.
        #[serde(default, skip_serializing_if = "is_zero")]
        label: u16,
    },
    /// A table; all rows have the same number of cells (missing ones are empty).
    Table {
        /// Rows of cell texts; the first row is the head.
        rows: Vec<Vec<String>>,
        /// Cells that stand over more than one row or column; what they cover is empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        spans: Vec<Span>,
    },
    /// A picture of the source, named but not carried in the text.
    Picture {
        /// What stands beside it or its file name.
        alt: String,
    },
}

/// A merged cell (合并单元格): where it begins, from 0, and how many rows and columns it takes. `[row, column, rows, columns]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u32; 4]", into = "[u32; 4]")]
#[allow(missing_docs)]
pub struct Span {
    pub row: u32,
    pub column: u32,
    pub rows: u32,
    pub columns: u32,
}

impl From<[u32; 4]> for Span {
    fn from([row, column, rows, columns]: [u32; 4]) -> Span {
        Span {
            row,
            column,
            rows,
            columns,
        }
    }
}

impl From<Span> for [u32; 4] {
    fn from(span: Span) -> [u32; 4] {
        [span.row, span.column, span.rows, span.columns]
    }
}

/// An addressable piece of a document (条、款、节).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Stable inside the document: `p3.a5`, `p1.s5-2`.
    pub id: String,
    /// What people call it: 第五条, 五、, （二）.
    pub label: String,
    /// Heading text or the words that follow the label; for a part its title.
    #[serde(default)]
    pub title: String,
    /// 0 part, 1 chapter (章), 2 section (节 or 一、), 3 article (第N条), 4 item (（一）), 5 number (1.).
    pub depth: u8,
    /// First block, as an index into the document's blocks.
    pub from: u32,
    /// One past the last block.
    pub to: u32,
}

/// A link to another document (关联).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// One of [`RELATION_KINDS`].
    pub kind: String,
    /// Id of the other document.
    pub target: String,
    /// The day from which the other one is ended or replaced, `YYYY-MM-DD`; absent where the words are not certain enough for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// By what a document is no longer in force although its own source does not say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Id of the document that says so.
    pub by: String,
    /// The day from which it holds, `YYYY-MM-DD`.
    pub since: String,
    /// Validity as the document's own source states it, one of [`VALIDITIES`].
    pub stated: String,
}

/// A file that belongs to a document (附件); its bytes are the feed's `blob/ab/<sha256>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Attachment {
    /// File name as shown.
    pub name: String,
    /// Lower-case hex SHA-256 of the bytes.
    pub sha256: String,
    pub length: u64,
    /// Words of each of its pages, lines apart; absent where nobody read them. A publisher that could read none says so with
    /// an empty list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<Vec<String>>,
    /// Where the portal has the file, `http://` or `https://`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl Attachment {
    /// Whether both name the same bytes under the same name, whatever was read of them.
    pub fn is_same_file(&self, other: &Attachment) -> bool {
        (&self.name, &self.sha256, self.length) == (&other.name, &other.sha256, other.length)
    }
}

/// Whether the document is public, and what shows it (公开属性).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// Must be [`PUBLIC`].
    pub attribute: String,
    /// Tail mark, field, or the channel's declaration, in words.
    pub evidence: String,
}

/// Where the document came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Address or path of the source, relative to what the operator published from.
    pub source: String,
    /// The adapter that read it: `folder`, `govcn`, `portal`.
    pub adapter: String,
    /// Lower-case hex SHA-256 of the source's raw bytes.
    pub raw_sha256: String,
    /// When it was read, RFC 3339 UTC.
    pub fetched: String,
    /// Which of the operator's sources it belongs to; the publisher sets it, so that publishing one source never
    /// withdraws the documents of another. Adapters leave it empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub collection: String,
}

/// A published document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Document {
    /// Site code and the portal's own id; never made from the title.
    pub id: String,
    /// Revision, from 1. Adapters leave 0; the publisher sets it.
    pub rev: u64,
    /// 标题.
    pub title: String,
    /// 发文机关; empty when the source does not say.
    #[serde(default)]
    pub agency: String,
    /// 发文字号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc_no: Option<String>,
    /// 索引号, as the source writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index_no: Option<String>,
    /// 主题词.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// One of [`CATEGORIES`].
    pub category: String,
    /// 公文目录: the portal's own words for where it files the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<String>,
    /// 成文 or 印发 date, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<String>,
    /// 发布日期, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_on: Option<String>,
    /// One of [`VALIDITIES`].
    pub validity: String,
    /// Where the validity comes from, if another document of the feed says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// 公开属性 and its evidence.
    pub disclosure: Disclosure,
    /// Address of the source page, `http://` or `https://`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// Links to other documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    pub blocks: Vec<Block>,
    /// Addressable pieces, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Article>,
    /// Where it came from.
    pub provenance: Provenance,
}

/// The one disclosure attribute a feed carries.
pub const PUBLIC: &str = "public";

/// Kinds of document.
pub const CATEGORIES: &[&str] = &[
    "policy",
    "regulation",
    "interpretation",
    "gazette",
    "budget",
    "guide",
    "shelf",
    "other",
];

/// Codes of 效力: 现行有效, 已废止, 已失效, 已修改, not said.
pub const VALIDITIES: &[&str] = &["in-force", "repealed", "expired", "superseded", "unknown"];

/// Kinds of relation: 解读, 转发, 废止, 替代, 公报收录.
pub const RELATION_KINDS: &[&str] = &["interprets", "forwards", "repeals", "replaces", "issue-of"];

impl Document {
    /// Whether somebody read, or tried to read, the words of every attachment.
    pub fn is_read_through(&self) -> bool {
        self.attachments.iter().all(|file| file.pages.is_some())
    }

    /// How many merged cells its tables have.
    pub fn spans(&self) -> usize {
        let spans = self.blocks.iter().map(|block| match block {
            Block::Table { spans, .. } => spans.len(),
            _ => 0,
        });
        spans.sum()
    }

    /// Makes every table rectangular by adding empty cells. Adapters may leave rows of different lengths.
    pub fn normalise(&mut self) {
        for block in &mut self.blocks {
            if let Block::Table { rows, .. } = block {
                let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
                for row in rows {
                    row.resize(widest, String::new());
                }
            }
        }
    }

    /// SHA-256 of everything a reader or a gate can tell apart. Revision, time of fetching, the raw bytes' hash, the adapter and
    /// the collection are left out: a source that was only stored anew, or read by another adapter, is not a new revision. So are
    /// the words and addresses of attachments, whose hashes say what they are, which cells are merged, and by whom and since when a
    /// document is ended: terminals that know no such fields count the same.
    pub fn content_sha256(&self) -> [u8; 32] {
        let mut bare = self.clone();
        bare.rev = 0;
        bare.provenance.fetched.clear();
        bare.provenance.raw_sha256.clear();
        bare.provenance.collection.clear();
        bare.provenance.adapter.clear();
        bare.ended = None;
        for relation in &mut bare.relations {
            relation.since = None;
        }
        for attachment in &mut bare.attachments {
            attachment.pages = None;
            attachment.address = None;
        }
        for block in &mut bare.blocks {
            if let Block::Table { spans, .. } = block {
                spans.clear();
            }
        }
        let json = serde_json::to_vec(&bare).expect("a document has only string keys");
        Sha256::digest(json).into()
    }
}
