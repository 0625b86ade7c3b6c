//! Questions and answers of the mirror, as plain data. Owns no search and no storage.

use serde::{Deserialize, Serialize};

use crate::document::{Category, Validity};

/// Most hits or rows of one page.
pub const PAGE_ROWS_MAX: u32 = 100;
/// Characters of a query that are read; the rest is ignored.
pub const QUERY_CHARS_MAX: usize = 300;

/// Which documents are meant; `None` means any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// 发文机关, whole.
    pub agency: Option<String>,
    /// Year of the document's date.
    pub year: Option<u16>,
    /// 信息类别.
    pub category: Option<Category>,
    /// 效力.
    pub validity: Option<Validity>,
}

/// What a visitor asks: words, filters and the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// As typed. Several words mean all of them.
    pub text: String,
    /// Narrows the search.
    pub filter: Filter,
    /// Hits to skip.
    pub offset: u32,
    /// Hits wanted, at most [`PAGE_ROWS_MAX`].
    pub limit: u32,
    /// Count all hits, however long it takes.
    pub exact: bool,
}

/// One page of hits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Hits in all; unless `total_exact`, so many have been counted and there may be more.
    pub total: u64,
    /// Whether `total` is the true number.
    pub total_exact: bool,
    /// The hits of this page, best first.
    pub hits: Vec<Hit>,
    /// What may have been meant, best first, if nothing was found: queries that find something.
    #[serde(default)]
    pub did_you_mean: Vec<String>,
    /// The same with what each finds, and titles that nearly fit.
    #[serde(default)]
    pub offers: Vec<Offer>,
    /// Documents that hold some of the words, best first; on the first page, when few hold all of them. None is among the hits.
    #[serde(default)]
    pub near: Vec<Near>,
    /// Near documents in all; a page that begins behind the last hit shows those from there on.
    #[serde(default)]
    pub near_total: u64,
    /// The near ones are those whose document number is beside the one that was asked for (号码相近的).
    #[serde(default)]
    pub near_numbers: bool,
    /// How official texts say what was typed, if that was looked for too (另按…找): documents that hold it begin `near`, on the first
    /// page.
    #[serde(default)]
    pub also: Option<String>,
    /// What was looked for, where that is not what was typed: without the words around it, a citation written out, an everyday
    /// word said officially.
    #[serde(default)]
    pub understood: Option<String>,
}

/// A query that finds something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Offer {
    pub text: String,
    /// Documents it finds; of many, so many as were counted.
    pub total: u64,
}

/// A document that holds some of the words (相近的文件).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Near {
    #[serde(flatten)]
    pub hit: Hit,
    /// Words that it lacks.
    pub missing: Vec<String>,
}

/// A document that matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Hit {
    pub id: String,
    pub rev: u64,
    /// 标题.
    pub title: String,
    /// What matched in the title, `[from, to)` in Unicode scalar values.
    pub title_ranges: Vec<[u32; 2]>,
    /// 发文字号.
    pub doc_no: Option<String>,
    /// 索引号.
    pub index_no: Option<String>,
    /// 发文机关.
    pub agency: String,
    /// Issued, else published; may be empty.
    pub date: String,
    /// 效力.
    pub validity: Validity,
    /// 信息类别.
    pub category: Category,
    /// The article that holds the first match of the body.
    pub article: Option<ArticleRef>,
    /// The attachment (附件) that holds the first match, where the body has none; then the snippet is its.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached: Option<AttachedRef>,
    /// Words around the first match of the body, or its first words.
    pub snippet: Snippet,
    /// Whether an interpretation (解读) of it is in the mirror.
    pub interpreted: bool,
}

/// An article, as a hit names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRef {
    /// Stable inside the document.
    pub id: String,
    /// 第五条.
    pub label: String,
}

/// A page of an attachment, as a hit names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct AttachedRef {
    /// Name of the file, as the document has it.
    pub name: String,
    /// Which of the document's attachments, from 1.
    pub number: u32,
    /// Which of its pages, from 1.
    pub page: u32,
}

/// A few words of the body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Snippet {
    pub text: String,
    /// What matched, `[from, to)` in Unicode scalar values of `text`.
    pub ranges: Vec<[u32; 2]>,
}

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuggestionKind {
    /// 标题 of a document.
    Title,
    /// 发文机关.
    Agency,
    /// 主题词.
    Subject,
}

/// Something that fits what was typed so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    pub text: String,
    /// What of them fits, `[from, to)` in Unicode scalar values.
    pub ranges: Vec<[u32; 2]>,
    /// The document, for a title.
    pub id: Option<String>,
    /// Documents of the agency or subject; 1 for a title.
    pub count: u64,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Head {
    pub id: String,
    pub rev: u64,
    /// 标题.
    pub title: String,
    /// 发文字号.
    pub doc_no: Option<String>,
    /// 发文机关.
    pub agency: String,
    /// Issued, else published; may be empty.
    pub date: String,
    /// 效力.
    pub validity: Validity,
    /// 信息类别.
    pub category: Category,
    /// Whether an interpretation (解读) of it is in the mirror.
    pub interpreted: bool,
    /// When this revision came into the mirror, RFC 3339 UTC.
    pub applied: String,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// The rows, newest first.
    pub rows: Vec<Head>,
    /// All rows of the list, exact.
    pub total: u64,
}

/// What to group by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Axis {
    Category,
    /// 发文机关.
    Agency,
    /// Year of the date; documents without one have the code ``.
    Year,
}

/// A group and its size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Category code, agency or year.
    pub code: String,
    /// Documents in it.
    pub count: u64,
}

/// How far the mirror has followed the feed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Repository id of the feed; empty before the first batch.
    pub repository: String,
    /// Epoch of the feed.
    pub epoch: u64,
    /// Last sequence number that is in the mirror.
    pub seq: u64,
}

/// What the feed said about itself when it was last seen; RFC 3339 UTC, empty before the first time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct FeedMark {
    /// Issued by the publisher.
    pub issued: String,
    pub expires: String,
    /// Checked by the agent.
    pub checked: String,
}

/// The state of the whole mirror.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// How far it has followed the feed.
    pub cursor: Cursor,
    /// Documents in it.
    pub documents: u64,
    /// What the feed said about itself.
    pub mark: FeedMark,
    /// Percent of the first filling; `None` once filled.
    pub filling: Option<u8>,
    /// When content last changed, RFC 3339 UTC; empty before the first time.
    pub changed: String,
}
