//! A document in a list, a group of documents: what home, catalogue and search have in common.

use mirror::Validity;
use serde::{Deserialize, Serialize};

use crate::articles::labels::Place;

/// A document in a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Row {
    pub id: String,
    /// Article to open at; empty for the top.
    pub article_id: String,
    /// Article label as shown; empty for none.
    pub article: String,
    /// The same label, read: for languages that count otherwise.
    pub place: Option<Place>,
    /// The attachment (附件) that holds what was looked for; `None` where the document itself does.
    pub attached: Option<Leaf>,
    /// Title in pieces; marked ones are highlighted.
    pub title: Vec<Span>,
    /// Snippet in pieces; empty outside search.
    pub snippet: Vec<Span>,
    /// 发文字号 or empty.
    pub doc_no: String,
    /// 发文机关.
    pub agency: String,
    /// `YYYY-MM-DD` or empty.
    pub date: String,
    /// Whether it is in force (效力状态).
    pub validity: Validity,
    /// An interpretation (解读) exists.
    pub interpreted: bool,
    /// Words of the question that it lacks: it is near, no hit (相近的文件).
    pub missing: Vec<String>,
    /// The first of the near ones.
    pub opens_near: bool,
    /// Near by its document number (号码相近的).
    pub near_number: bool,
    /// Came into the mirror today and is no older than a month.
    pub new_today: bool,
}

/// A page of an attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    /// Name of the file, as the document has it.
    pub name: String,
    /// Which of its pages, from 1.
    pub page: u32,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Span {
    pub text: String,
    #[serde(default)]
    pub mark: bool,
}

/// A group of documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Category code, agency name, year or validity code.
    pub code: String,
    /// Documents in it.
    pub count: u64,
}
