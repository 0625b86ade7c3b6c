//! One document, set in lines.

use mirror::Validity;
use serde::{Deserialize, Serialize};

use super::services::Form;
use crate::attached::Dots;

/// See [`Screen::Reader`](super::Screen::Reader).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Reader {
    pub id: String,
    /// Register number of a slip of this visit of which nobody knows whether it came out; empty for none.
    #[serde(default)]
    pub open_slip: String,
    /// Revision shown; a change of it reloads the text.
    pub rev: u64,
    /// Red head (红头): the agency with 文件, or empty when the document has no number.
    pub red_head: String,
    /// 发文字号 or empty.
    pub doc_no: String,
    /// 标题.
    pub title: String,
    /// 索引号 or empty.
    pub index_no: String,
    /// 发文机关.
    pub agency: String,
    /// `YYYY-MM-DD` or empty.
    pub date: String,
    /// Whether it is in force (效力状态).
    pub validity: Validity,
    /// The document that interprets this one; empty for none.
    pub interpretation_id: String,
    /// The document this one interprets; empty for none.
    pub interprets_id: String,
    /// The document that takes the place of this one; empty for none.
    #[serde(default)]
    pub successor_id: String,
    /// Body, one row a block or table row.
    pub lines: Vec<Line>,
    /// Its articles with a number; `None` where it has none.
    #[serde(default)]
    pub law: Option<Box<Law>>,
    /// There is a table of contents.
    pub has_contents: bool,
    /// The visitor is choosing articles.
    pub choosing: bool,
    pub chosen: u32,
    /// Line to bring to the top when `goto_serial` changes.
    pub goto_line: u32,
    /// Counts requests to move.
    pub goto_serial: u32,
    /// Text size in pixels at 4 px/mm: 24 to 64.
    pub text_px: u16,
    /// A page of an attachment: neither the front nor the end of a document stands around it.
    #[serde(default)]
    pub leaf: bool,
    /// Attachments: name and size in bytes.
    pub attachments: Vec<Attached>,
    /// Printing is possible at all (a printer is configured).
    pub printable: bool,
    /// Reading aloud is possible (朗读).
    #[serde(default)]
    pub speakable: bool,
    /// The clause that is being read aloud.
    #[serde(default)]
    pub aloud: Option<Aloud>,
    /// Words that are marked; empty for none.
    #[serde(default)]
    pub sought: String,
    /// Where they stand.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// Which of these the visitor is at.
    #[serde(default)]
    pub mark: u32,
    /// The line to go to is that of the mark, and there the piece that holds it.
    #[serde(default)]
    pub goto_mark: bool,
    /// The field for words to look for, while it stands open.
    #[serde(default)]
    pub form: Option<Form>,
    /// Words were looked for and stand nowhere in it.
    #[serde(default)]
    pub unfound: bool,
    /// Address of the document on the portal; empty for none (R51).
    #[serde(default)]
    pub address: String,
}

/// Where in a law one can be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Law {
    /// Its articles in reading order; never empty.
    pub stations: Vec<Station>,
}

/// Where an article (第N条) begins.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Station {
    pub line: u32,
    pub number: u32,
    /// What it stands under (编, 章, 节), label and title, the widest first.
    #[serde(default)]
    pub within: Vec<String>,
}

/// Words that were looked for, in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Mark {
    pub line: u32,
    /// First character of its words behind the label, without blanks before them; in a row of a table the cell.
    pub from: u32,
    /// One past the last.
    pub to: u32,
    /// Characters of the label that belong to it, the first and one past the last; those of the words may be none then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<[u32; 2]>,
}

/// A clause of a line; empty before the first one is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Aloud {
    pub line: u32,
    /// First character of its words; those behind the label, on a page.
    pub from: u32,
    /// One past the last.
    pub to: u32,
}

/// A file that belongs to the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Attached {
    pub name: String,
    pub length: u64,
}

/// One line of the reader: a block, or a row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Line {
    /// How it stands on the page.
    pub kind: LineKind,
    /// Bold lead (第五条); empty for none.
    pub label: String,
    /// The words after the label.
    pub text: String,
    /// Cells of a table row.
    pub cells: Vec<String>,
    /// Merged cells of the table that begins here; empty on all other lines.
    pub spans: Vec<mirror::Span>,
    /// The history of the law (修订沿革) begins here and can be folded: how it is, its first and its last day.
    pub history: Option<Folded>,
    /// The attachment that is this picture of the text (插图), from 0; `None` where it did not come along.
    pub picture: Option<u32>,
    /// That picture, once it was drawn.
    #[serde(skip)]
    pub drawn: Option<Dots>,
    /// It is folded away: it keeps its number and is not shown.
    pub away: bool,
    /// Block of the document that the line comes from.
    #[serde(skip)]
    pub block: u32,
    /// Article that a tap on this line chooses; empty when the line cannot be chosen.
    pub article_id: String,
    /// First line of its article: carries the tick box.
    pub first: bool,
    /// Its article is chosen.
    pub chosen: bool,
}

/// See [`Line::history`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Folded {
    pub open: bool,
    pub first: String,
    pub last: String,
}

/// How a line stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum LineKind {
    /// Title of a wrapped document, a part.
    Heading1,
    Heading2,
    Heading3,
    /// Below a section.
    Heading4,
    /// Body text, first line indented.
    #[default]
    Body,
    /// Flush left (主送机关).
    Left,
    Center,
    /// Flush right (落款).
    Right,
    /// First row of a table.
    TableHead,
    /// Any other row of it.
    TableRow,
    /// A picture stands there in the source; the words are its description.
    Picture,
}

impl LineKind {
    /// A heading of level 1 to 4; other levels are the nearest of these.
    pub fn heading(level: u8) -> LineKind {
        match level {
            0 | 1 => LineKind::Heading1,
            2 => LineKind::Heading2,
            3 => LineKind::Heading3,
            _ => LineKind::Heading4,
        }
    }
}

/// What a finger can do in an open document.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    /// The interpretation, or what is interpreted.
    Open {
        id: String,
    },
    /// The table of contents; this article is on the screen, empty for none.
    Contents {
        here: String,
    },
    /// Choosing articles, on or off (选条款).
    Choosing,
    /// Tick or untick an article.
    Tick {
        article_id: String,
    },
    /// Read aloud from this line on, or stop (朗读).
    Aloud {
        from: u32,
    },
    /// This one of the marked places, from 0.
    Mark {
        at: u32,
    },
    /// Marks no more (不标).
    Unmark,
    /// Look for words in it (查找).
    Find,
    /// Its history, open or folded.
    History,
    Bigger,
    Smaller,
    /// One table over the whole screen: the block that it is.
    Table {
        block: u32,
    },
    /// One of its attachments, from 0.
    Attachment {
        at: u32,
    },
    /// The print screen.
    Print,
}
