//! One attachment (附件) of a document: a page of it as a picture, or its text set in lines.

use serde::{Deserialize, Serialize};

use super::reader::Reader;
use super::services::Form;
use crate::attached::{Dots, Kind, Notes, Trouble};

/// See [`Screen::Attachment`](super::Screen::Attachment).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Attachment {
    /// The file's name, as the document has it.
    pub name: String,
    /// Its size in bytes.
    pub length: u64,
    /// Which of the document's attachments, from 1.
    pub number: u32,
    /// Title of the document.
    pub title: String,
    /// What it is; `None` until it is open.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// The page that shows, from 1.
    #[serde(default)]
    pub page: u32,
    /// Pages; 0 until it is open.
    #[serde(default)]
    pub pages: u32,
    /// How often it was made larger; 0 for the whole page.
    #[serde(default)]
    pub zoom: u32,
    /// It can be made larger once more.
    #[serde(default)]
    pub closer: bool,
    /// The page as a picture; `None` while it is drawn.
    #[serde(skip)]
    pub dots: Option<Dots>,
    /// Pages that can be turned to by their small pictures, in order; none where there is only one page, or only text.
    #[serde(default)]
    pub strip: Vec<Small>,
    /// The page as text.
    #[serde(default)]
    pub text: Option<Box<Reader>>,
    /// There are pictures to go back to.
    #[serde(default)]
    pub drawn: bool,
    /// What is said of the page.
    #[serde(default)]
    pub notes: Notes,
    /// Why it is not shown.
    #[serde(default)]
    pub trouble: Option<Trouble>,
    /// Address of the file on the portal, else of its document; empty for none.
    #[serde(default)]
    pub address: String,
    /// There is text to look for words in.
    #[serde(default)]
    pub findable: bool,
    /// The words of the page can be printed.
    #[serde(default)]
    pub printable: bool,
    /// The text that shows has parts that can be chosen for paper.
    #[serde(default)]
    pub pickable: bool,
    /// The visitor is choosing them.
    #[serde(default)]
    pub picking: bool,
    /// How many were chosen, on all pages.
    #[serde(default)]
    pub picked: u32,
    /// Words that are looked for; empty for none.
    #[serde(default)]
    pub sought: String,
    /// Places where they stand, on all pages.
    #[serde(default)]
    pub places: u32,
    /// Which of them the visitor is at, from 1; 0 where none is on the page.
    #[serde(default)]
    pub place: u32,
    /// The field into which they are typed, or those for PIN and password; `None` while they are away.
    #[serde(default)]
    pub form: Option<Form>,
    /// An attendant can open it with its password.
    #[serde(default)]
    pub unlockable: bool,
    /// PIN and password did not open it.
    #[serde(default)]
    pub denied: Option<Denied>,
}

/// Why a protected file was not opened.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Denied {
    Pin,
    Password,
    /// Too many wrong PINs: none is taken for a while.
    Wait,
}

impl Denied {
    /// The code that screens put into words.
    pub fn as_code(self) -> &'static str {
        match self {
            Denied::Pin => "pin",
            Denied::Password => "password",
            Denied::Wait => "wait",
        }
    }
}

/// A page as a small picture.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Small {
    /// Which one, from 1.
    pub page: u32,
    /// `None` while it is drawn.
    #[serde(skip)]
    pub dots: Option<Dots>,
}

/// What a finger can do on an attachment.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// Another page, from 1.
    Page { page: u32 },
    /// Larger, one step (放大).
    Closer,
    /// Smaller, one step (缩小).
    Farther,
    /// Its text in place of its picture, or back (看文字).
    Words,
    /// Type what is to be found in it (查找).
    Find,
    /// The next place of what was found, or the one before.
    Place { forward: bool },
    /// Marks no more (不标).
    Unmark,
    /// What was chosen onto paper, else the words of the page (打印).
    Print,
    /// An attendant types the password (由工作人员打开).
    Unlock,
}
