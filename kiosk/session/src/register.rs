//! What session and clerk say about the attendant's desk: a PIN, lines of the register. Data only.

use journal::{Content, Finding, Outcome};

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

    /// How many digits are typed; which ones never leaves this type.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no digit is typed yet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// For the one who compares it.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// The password of a protected file (密码), as it is typed. Kept out of everything that is printed for debugging, wiped when it is
/// dropped.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Password(String);

/// Characters of a password.
pub const PASSWORD_CHARS_MAX: usize = 64;

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("Password")
    }
}

impl Password {
    /// Takes printable characters, up to the most that a password has. Its memory never moves, so that nothing of it stays where it
    /// was.
    pub fn push(&mut self, text: &str) {
        if self.0.capacity() == 0 {
            self.0.reserve(PASSWORD_CHARS_MAX * 4);
        }
        let room = PASSWORD_CHARS_MAX.saturating_sub(self.len());
        let printable = text.chars().filter(|c| crate::keyboard::printable(*c));
        self.0.extend(printable.take(room));
    }

    /// Takes the last character back.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// How many characters are typed; which ones never leaves this type on the way to the screen.
    pub fn len(&self) -> usize {
        self.0.chars().count()
    }

    /// Whether none is typed yet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// For the one who opens the file with it.
    pub fn characters(&self) -> &str {
        &self.0
    }
}

impl Drop for Password {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.0).into_bytes();
        // What was taken back stands behind the end. Looked at afterwards, so that the compiler keeps it.
        bytes.resize(bytes.capacity(), 0);
        bytes.fill(0);
        std::hint::black_box(&mut bytes);
    }
}

/// A line of the register as the desk needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Slip {
    pub number: String,
    /// Time of the row, RFC 3339.
    pub at: String,
    /// Title; empty when it was redacted.
    pub title: String,
    /// The document; `None` when redacted.
    pub document_id: Option<String>,
    pub document_rev: Option<u64>,
    /// What of it.
    pub content: Option<Content>,
    pub length_mm: u32,
    /// What became of it; `None` while the job is under way.
    pub outcome: Option<Outcome>,
    /// What an attendant found; `None` when nobody looked.
    pub found: Option<Finding>,
    /// What became of the last reprint (补打); `None` when there was none.
    pub reprint: Option<Outcome>,
    /// An attendant may say what lay there.
    pub may_settle: bool,
    /// Found missing, and not printed again since.
    pub may_reprint: bool,
}

impl Slip {
    /// Nobody knows what became of it, and nobody looked.
    pub fn waits(&self) -> bool {
        matches!(self.outcome, Some(Outcome::Unknown { .. })) && self.found.is_none()
    }
}
