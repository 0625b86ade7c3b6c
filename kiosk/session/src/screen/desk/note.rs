//! One figure that is written down (记一笔): paper made by hand, a volume handed out, a roll put in. Three taps, no name.

use journal::Purpose;
use serde::{Deserialize, Serialize};

/// See [`Page::Note`](super::Page::Note).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Note {
    pub kind: Written,
    /// `0035`: the application that it is about; empty where it is about none.
    #[serde(default)]
    pub about: String,
    /// `0414`: the line of a paper form that is entered later; empty where it is none.
    #[serde(default)]
    pub form: String,
    /// The day that stands there, `2018-10-12`.
    #[serde(default)]
    pub written_on: String,
    /// Pages, volumes, metres or working days.
    pub figure: u32,
    /// The next digit replaces the figure.
    #[serde(default)]
    pub fresh: bool,
    /// What it is for, if that was said.
    #[serde(default)]
    pub purpose: Option<Purpose>,
    /// `0414`: the line of a paper form that it stands on too; empty where none is said.
    #[serde(default)]
    pub on_line: String,
    /// The keys write the number of that line.
    #[serde(default)]
    pub typing_line: bool,
    /// Why it cannot be that line.
    #[serde(default)]
    pub line_fault: Option<LineFault>,
    /// There are paper forms at this point.
    #[serde(default)]
    pub lined: bool,
    /// It is being written.
    #[serde(default)]
    pub busy: bool,
    /// What was written last, from here.
    #[serde(default)]
    pub last: Option<Noted>,
}

/// What stands in its register now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Noted {
    /// Its count, as the desk calls it: `0028`.
    pub short: String,
    /// `14:36`.
    pub time: String,
    pub kind: Written,
    pub figure: u32,
    /// It was taken back: it stays, with a trace.
    #[serde(default)]
    pub void: bool,
}

coded! {
    /// What is written down.
    Written {
        /// 复印, pages.
        Photocopy = "photocopy",
        /// A4 打印, pages.
        Print = "print",
        /// 纸质查阅, volumes.
        Consultation = "consultation",
        /// 换了新卷, metres.
        Roll = "roll",
        /// 补正告知, working days.
        Correction = "correction",
    }
}

coded! {
    /// Why something cannot stand on a line of a paper form.
    LineFault {
        /// No form with that line went out.
        Unknown = "unknown",
        /// Something stands there already.
        Taken = "taken",
        /// Its form is sealed.
        Sealed = "sealed",
    }
}

/// What a finger can do there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// A key of the pad, 0 to 9.
    Digit(u8),
    /// Take the last digit back.
    Backspace,
    /// Begin the figure anew.
    Clear,
    /// What it is for; the same once more takes it back.
    Purpose(Purpose),
    /// The line of the paper form: say it, type it, be done with it.
    Line,
    /// Write it down (记下).
    Enter,
    /// Write the last one once more (再来一笔).
    Again,
    /// The last one was a mistake (记错了).
    Mistake,
}
