//! What the session says to the worker of attachments (附件) and hears from it. Data only: pictures are shared, never copied; what
//! the worker hands over was measured and cleaned before.

use std::sync::Arc;

use mirror::Block;
use serde::{Deserialize, Serialize};

use crate::register::Password;

/// Something the worker has to do; one file is open at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Open a file of the mirror; the one that was open is closed.
    Open {
        /// Of the asker.
        serial: u64,
        /// Which, by its hash.
        sha256: String,
        /// What it is protected with; empty for nothing.
        password: Password,
    },
    /// Draw a page (from 0) so many dots wide.
    Draw {
        /// Of the asker.
        serial: u64,
        /// Which one, from 0.
        page: u32,
        /// How many dots wide.
        width_px: u32,
    },
    /// The text of a page (from 0).
    Read {
        /// Of the asker.
        serial: u64,
        /// Which one, from 0.
        page: u32,
    },
    /// A small picture of a page (from 0), so many dots wide; it may be long in coming, or never come.
    Small {
        /// Of the asker.
        serial: u64,
        /// Which one, from 0.
        page: u32,
        /// How many dots wide.
        width_px: u32,
    },
    /// The child that holds the file dies, whatever it is doing.
    Close,
}

/// What the worker says. Those with a serial that nobody waits for are dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// The file is open.
    Opened {
        /// Of the wish.
        serial: u64,
        /// What it is.
        leaves: Leaves,
    },
    /// A page as a picture.
    Drawn {
        /// Of the wish.
        serial: u64,
        /// The whole page.
        dots: Dots,
        /// What is said of the page.
        notes: Notes,
    },
    /// A small picture of a page.
    Small {
        /// Of the wish.
        serial: u64,
        /// Which one, from 0.
        page: u32,
        /// The whole page.
        dots: Dots,
    },
    /// A page as text.
    Read {
        /// Of the wish.
        serial: u64,
        /// What it says.
        blocks: Arc<Vec<Block>>,
        /// What is said of the page.
        notes: Notes,
    },
    /// There is no answer.
    Failed {
        /// Of the wish.
        serial: u64,
        /// Why there is none.
        trouble: Trouble,
    },
}

/// A file that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaves {
    /// What its bytes are.
    pub kind: Kind,
    /// Pages, at least one.
    pub pages: u32,
    /// Height of each page in thousandths of its width; empty for files that have text only.
    pub heights: Vec<u32>,
    /// Whether the file itself allows printing; one that does not is shown all the same.
    pub may_print: bool,
}

/// Kinds of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// PDF, drawn and read.
    #[default]
    Pdf,
    /// OFD (版式文件).
    Ofd,
    /// Text of an office program.
    Writing,
    /// A workbook of an office program.
    Sheets,
    /// A picture, with no text.
    Picture,
}

impl Kind {
    /// The code that screens put into words.
    pub fn as_code(self) -> &'static str {
        match self {
            Kind::Pdf => "pdf",
            Kind::Ofd => "ofd",
            Kind::Writing => "writing",
            Kind::Sheets => "sheets",
            Kind::Picture => "picture",
        }
    }
}

/// A picture of a text that is to be drawn where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Which file of the document, from 0.
    pub attachment: u32,
    /// That file, by its hash.
    pub sha256: String,
}

/// A picture of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Illustrated {
    /// Of the wish.
    pub serial: u64,
    /// Which file of the document, from 0.
    pub attachment: u32,
    /// The whole picture.
    pub dots: Dots,
}

/// A page as dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dots {
    /// How many dots across.
    pub width: u32,
    /// How many dots down.
    pub height: u32,
    /// Red, green, blue, alpha, from the top left; `width * height * 4` bytes.
    pub rgba: Arc<Vec<u8>>,
}

/// What is said of a page beside the page: everything that is not as in the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Notes {
    /// Characters that are not shown.
    pub characters: u32,
    /// Pictures that are not shown.
    pub pictures: u32,
    /// Lines, areas and patterns that are not shown.
    pub drawings: u32,
    /// Seals (印章) that are not shown.
    pub seals_missing: u32,
    /// Comments, forms and stamps that are not shown.
    pub annotations: u32,
    /// Seals that are shown, none of them checked.
    pub seals: u32,
    /// Seals of the page under which something was changed afterwards.
    pub seals_changed: u32,
    /// A picture without text.
    pub scan: bool,
    /// Characters that are drawn and cannot be read as text.
    pub unread: u32,
    /// Characters that are drawn with a face of the terminal, theirs is not in the file.
    pub stand_ins: u32,
    /// Pages beyond those that can be turned to.
    pub pages_beyond: u32,
    /// Rows, columns and sheets that the file itself hides.
    pub hidden: [u32; 3],
    /// There is more on the page than was read.
    pub cut: bool,
}

impl Notes {
    /// Places that are not shown.
    pub fn missing(&self) -> u32 {
        [
            self.characters,
            self.pictures,
            self.drawings,
            self.seals_missing,
            self.annotations,
        ]
        .iter()
        .fold(0, |sum, n| sum.saturating_add(*n))
    }
}

/// Why a file is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// The terminal has not got it yet.
    Absent,
    /// It is of no kind that is shown here.
    Unknown,
    /// It is broken.
    Damaged,
    /// It opens only with a password.
    Password,
    /// It is encrypted in a way that is not opened here.
    Locked,
    /// It is larger than may be opened.
    TooLarge,
    /// It brought its reader down, or kept it too long.
    Failed,
    /// It did so twice, and is left alone until it changes.
    LeftAlone,
}

impl Trouble {
    /// The code that screens put into words.
    pub fn as_code(self) -> &'static str {
        match self {
            Trouble::Absent => "absent",
            Trouble::Unknown => "unknown",
            Trouble::Damaged => "damaged",
            Trouble::Password => "password",
            Trouble::Locked => "locked",
            Trouble::TooLarge => "too-large",
            Trouble::Failed => "failed",
            Trouble::LeftAlone => "left-alone",
        }
    }
}
