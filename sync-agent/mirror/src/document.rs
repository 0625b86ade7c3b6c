//! The document as the mirror stores and hands it out. Owns no storage; refuses nothing.
//!
//! The wire has its own type (`feed::Document`); the agent translates one into the other after verification.

use serde::{Deserialize, Serialize};

use crate::coded::coded;

mod merged;

pub use merged::Merged;

coded! {
    /// Whether a document is in force (效力状态).
    #[derive(Default)]
    pub enum Validity {
        /// 现行有效.
        InForce = "in-force",
        /// 已废止.
        Repealed = "repealed",
        /// 已失效 (its own term ran out).
        Expired = "expired",
        /// 已修改: a later version or document takes its place.
        Superseded = "superseded",
        /// The source does not say.
        #[default]
        Unknown = "unknown",
    }
}

impl Validity {
    /// Said to be out of force; what the source does not say counts as in force.
    pub fn is_past(self) -> bool {
        !matches!(self, Validity::InForce | Validity::Unknown)
    }
}

coded! {
    /// What kind of document it is (信息类别).
    #[allow(missing_docs)]
    pub enum Category {
        /// 行政规范性文件 and other policies (政策文件).
        Policy = "policy",
        /// 规章, 法规.
        Regulation = "regulation",
        /// 政策解读.
        Interpretation = "interpretation",
        /// 政府公报.
        Gazette = "gazette",
        /// 财政预决算.
        Budget = "budget",
        /// 政府信息公开指南.
        Guide = "guide",
        /// What stands in the paper shelf (纸质查阅架).
        Shelf = "shelf",
        Other = "other",
    }
}

coded! {
    /// How a document points at another (关联).
    pub enum RelationKind {
        /// 解读.
        Interprets = "interprets",
        /// 转发.
        Forwards = "forwards",
        /// 废止.
        Repeals = "repeals",
        /// 替代.
        Replaces = "replaces",
        /// 公报收录.
        IssueOf = "issue-of",
    }
}

/// How a paragraph stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Body text, first line indented by two characters.
    #[default]
    Body,
    /// Flush left without indent (the addressees, 主送机关).
    Left,
    /// Centred (titles of wrapped documents, chapter heads).
    Center,
    /// Right (signature and date, 落款).
    Right,
}

/// One block of the body, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Block {
    /// A heading; level 1 is the title of a part inside the document, 2 a chapter (章), 3 a section (节) or 一、.
    Heading {
        /// 1 (widest) to 4.
        level: u8,
        /// The words as printed.
        text: String,
    },
    Paragraph {
        /// The words as printed, the article label included.
        text: String,
        /// How it stands.
        #[serde(default)]
        align: Align,
        /// How many leading Unicode scalar values are the label (第五条) and are set in bold; 0 for none.
        #[serde(default)]
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

/// An addressable piece of a document (条、款、节): search, read, print and cite by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Stable inside the document: `p3.a5` is 第五条 of the third part, `p1.s5-2` the second section numbered 五.
    pub id: String,
    /// What people call it: 第五条, 五、, （二）.
    pub label: String,
    /// Heading text or the words that follow the label, at most 40 characters; for a part its title.
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
    /// What the link says.
    pub kind: RelationKind,
    /// Id of the other document.
    pub target: String,
}

/// A file that belongs to a document (附件).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Attachment {
    /// File name as shown.
    pub name: String,
    /// Lower-case hex SHA-256 of the bytes.
    pub sha256: String,
    pub length: u64,
    /// Words of each page, lines apart; empty where none are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<String>,
    /// Where the portal has the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// A published document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Document {
    /// Site code and the portal's own id; never made from the title.
    pub id: String,
    /// Revision, from 1.
    pub rev: u64,
    /// 标题.
    pub title: String,
    /// 发文机关.
    pub agency: String,
    /// 发文字号.
    pub doc_no: Option<String>,
    /// 索引号, as the source writes it.
    pub index_no: Option<String>,
    /// 主题词.
    pub subjects: Vec<String>,
    /// 信息类别.
    pub category: Category,
    /// 公文目录: the portal's own words for where it files the document.
    pub catalogue: Option<String>,
    /// 成文 or 印发 date, `YYYY-MM-DD`.
    pub issued_on: Option<String>,
    /// 发布日期, `YYYY-MM-DD`.
    pub published_on: Option<String>,
    /// 效力.
    pub validity: Validity,
    /// Disclosure attribute (公开属性); the mirror holds only `public`.
    pub disclosure: String,
    /// What shows that it is public: tail mark, field, or the channel's declaration.
    pub evidence: String,
    /// Address of the source page.
    pub source_url: Option<String>,
    /// Links to other documents.
    pub relations: Vec<Relation>,
    pub attachments: Vec<Attachment>,
    pub blocks: Vec<Block>,
    /// Addressable pieces, in reading order.
    pub articles: Vec<Article>,
}

impl Attachment {
    /// Without the words of its pages.
    pub fn bare(&self) -> Attachment {
        Attachment {
            name: self.name.clone(),
            sha256: self.sha256.clone(),
            length: self.length,
            pages: Vec::new(),
            address: self.address.clone(),
        }
    }
}

impl Document {
    /// Bytes of the words of all attachments as they stand behind the body, each page with its line feed.
    pub(crate) fn attached_bytes(&self) -> usize {
        let pages = self.attachments.iter().flat_map(|file| &file.pages);
        let words = pages.filter(|page| !page.is_empty());
        words.map(|page| page.len() + 1).sum()
    }

    /// The date to show and sort by: issued, else published; empty if neither is known.
    pub fn date(&self) -> &str {
        self.issued_on
            .as_deref()
            .or(self.published_on.as_deref())
            .unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back_to_its_value() {
        for validity in Validity::ALL {
            assert_eq!(Validity::from_code(validity.as_code()), Some(*validity));
        }
        for category in Category::ALL {
            assert_eq!(Category::from_code(category.as_code()), Some(*category));
        }
        for kind in RelationKind::ALL {
            assert_eq!(RelationKind::from_code(kind.as_code()), Some(*kind));
        }
        assert_eq!(Validity::from_code("In-Force"), None);
        let refused = serde_json::from_str::<Validity>("\"valid\"").unwrap_err();
        assert!(
            refused
                .to_string()
                .contains("allowed are in-force, repealed")
        );
        assert_eq!(
            serde_json::to_string(&RelationKind::IssueOf).unwrap(),
            "\"issue-of\""
        );
    }
}
