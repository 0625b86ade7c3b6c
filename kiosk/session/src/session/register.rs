//! What session and workers say about the attendant's desk: a PIN, lines of the register, a slip that is printed once more. Data only.

use journal::Role;

use super::message::Content;

/// Which slip is printed once more (补打).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// Register number.
    pub number: String,
    /// Time of its row, RFC 3339.
    pub at: String,
    /// Who confirmed that the first is missing.
    pub by: Role,
}

/// Digits of a PIN; kept out of everything that is printed for debugging.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Pin(String);

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("Pin")
    }
}

impl Pin {
    /// Takes digits, up to the most that a PIN has; nothing else.
    pub fn push(&mut self, text: &str) {
        let room = config::pin::PIN_DIGITS_MAX.saturating_sub(self.0.len());
        self.0
            .extend(text.chars().filter(char::is_ascii_digit).take(room));
    }

    /// Takes the last digit back.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// Digits typed.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Nothing typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// For the one who compares it.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// A line of the register as the desk needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Register number.
    pub number: String,
    /// Time of the row, RFC 3339.
    pub at: String,
    /// Title; empty when it was redacted.
    pub title: String,
    /// The document; `None` when redacted.
    pub document_id: Option<String>,
    /// Its revision.
    pub document_rev: Option<u64>,
    /// What of it.
    pub content: Option<Content>,
    /// Paper.
    pub length_mm: u32,
    /// Outcome code; empty while the job is under way.
    pub outcome: String,
    /// Reason of `refused` and `unknown`; else empty.
    pub reason: String,
    /// What an attendant found: `came-out` `partly` `nothing`; empty when nobody looked.
    pub found: String,
    /// Outcome code of the last reprint (补打); empty when there was none.
    pub reprint: String,
    /// An attendant may say what lay there.
    pub may_settle: bool,
    /// Found missing, and not printed again since.
    pub may_reprint: bool,
}
