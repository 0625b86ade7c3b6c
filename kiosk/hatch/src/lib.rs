//! The hatch (递件口): what the office's page (`desk-page`) may ask of the kiosk through a socket of the machine, and what it hears. Owns the
//! words of both, their limits and the half that asks. Refuses what is longer than its limits and whatever it does not know.
//!
//! Decisions:
//!
//! - The page that listens on the network holds no file of the terminal: what it shows it is told here, and what it has written down it hands
//!   in here. So a page that was taken over can neither read the registers' file nor the secret of slip codes.
//! - Only what the registers declare open is told: what is about persons stays on the terminal, as it does in every upload.
//! - An entry needs a key, and a key needs the PIN: the kiosk compares it and counts the tries, not the page. So does the sheet of a day (日表): its form has
//!   a column for the purpose, which is told nowhere else.
//! - Nothing that would hold a visitor up is asked for here: the machine is restarted and switched off at the glass alone.
//! - One question, one answer, one connection. Each is one line of JSON.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod forms;
mod point;
mod secret;
mod sheet;
mod told;
mod wire;

use journal::{
    Answer, Closing, Finding, LineFound, Made, Purpose, Role, ShelfKind, ShelfState, Work,
};
use serde::{Deserialize, Serialize};

pub use forms::{Form, FormHead, FormLine, Forms};
pub use point::{Checks, Device, Import, Roll, ShelfItem, WorkItem};
pub use secret::{Key, Pin, same};
pub use sheet::{PDF_BYTES_MAX, Pdf};
pub use told::{
    Application, Data, Day, Duty, Edition, Figures, Happened, Line, Manner, Matter, Opinion, State,
    Step, Today, Told, Urgency, Why,
};
pub use wire::{ANSWER_BYTES_MAX, ASK_BYTES_MAX, Failed, ask, read, write};

/// Longest title, word or reason that is taken in, characters.
pub const TEXT_CHARS_MAX: usize = 200;
/// Longest number of a form, a scanned line, that is taken in, characters.
pub const FORM_CHARS_MAX: usize = 40;
/// Most pages or volumes of one entry.
pub const AMOUNT_MAX: u64 = 9_999;
/// More spare rolls than a cupboard holds.
pub const SPARE_ROLLS_MAX: u64 = 99;
/// Longest roll of paper that can be put in, metres.
pub const ROLL_M_MAX: u64 = 500;

/// What the page asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    /// Somebody types the PIN of a role.
    Unlock {
        /// Whose PIN it is.
        by: Role,
        /// What was typed.
        pin: Pin,
    },
    /// A key is given back.
    Leave {
        /// The key that is worth nothing from now on.
        key: Key,
    },
    /// What needs a person today.
    Today,
    /// The register of one day.
    Day {
        /// `yyyymmdd`; empty for today.
        day: String,
    },
    /// What a month or a year came to.
    Statistics {
        /// `yyyymm` or `yyyy`; empty for this month.
        period: String,
    },
    /// The shelf as it was found, and what was done to the point (检查).
    Checks,
    /// The paper forms that went out, and one of them line by line (纸表核对).
    Forms {
        /// Which one; empty for the one that is to be looked at next.
        number: String,
    },
    /// The machine as it is (设备).
    Device,
    /// The sheet of a day (日表), A4, as PDF.
    DaySheet {
        /// Who wants it.
        key: Key,
        /// `yyyymmdd`; empty for today.
        day: String,
    },
    /// The sheet of a day on the terminal's own printer.
    PrintDay {
        /// Who wants it.
        key: Key,
        /// `yyyymmdd`; empty for today.
        day: String,
    },
    /// The agent is to look at sticks and at the feed now (立即同步).
    Sync {
        /// Who wants it.
        key: Key,
    },
    /// Somebody else takes over (交接班): the one who comes types the PIN.
    HandOver {
        /// Of the one who goes; it is worth nothing afterwards.
        key: Key,
        /// The role of the one who comes.
        to: Role,
        /// What that one typed.
        pin: Pin,
        /// Rolls of paper in stock.
        spare_rolls: u64,
    },
    /// Something is to be written down.
    Enter {
        /// Who wants it.
        key: Key,
        /// What is written.
        entry: Entry,
    },
}

/// What can be written down from an office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Entry {
    /// Paper that somebody made or handed out (记一笔).
    Paper {
        made: Made,
        /// Pages or volumes.
        amount: u64,
        #[serde(default)]
        title: Option<String>,
        /// Number on the paper form.
        #[serde(default)]
        form_no: Option<String>,
        #[serde(default)]
        purpose: Option<Purpose>,
        /// `yyyymmdd` on the paper form, where it is entered later (补录).
        #[serde(default)]
        written_on: Option<String>,
    },
    /// A volume is back (归还).
    PaperReturned { number: String },
    /// A line was written by mistake (作废).
    PaperVoid { number: String, why: Option<String> },
    /// What lay there of a slip whose end nobody knew (核实).
    Found { number: String, found: Finding },
    /// The shelf was looked at, and each kind stood so, in the order of [`ShelfKind::ALL`] (便民服务栏检查).
    ShelfChecked { found: [ShelfState; 6] },
    /// What was stale or missing at that check lies there now (放好了).
    ShelfMended { number: String, kind: ShelfKind },
    /// Something was done to the point (维护): cleaning, a gazette that came ...
    WorkDone {
        work: Work,
        /// It did not help.
        #[serde(default)]
        failed: bool,
        #[serde(default)]
        word: Option<String>,
    },
    /// Somebody goes to a visitor who called (我去了).
    CallAnswered { number: String },
    /// A new roll of paper (换了新卷), so many metres.
    RollChanged { metres: u64 },
    /// An application went to the office that answers (转送).
    ApplicationForwarded { number: String, office: String },
    /// The office answered it (答复).
    ApplicationAnswered { number: String, answer: Answer },
    /// The answer was written down as the wrong kind (更正答复种类).
    ApplicationAnswerCorrected { number: String, answer: Answer },
    /// It is over (办结).
    ApplicationClosed { number: String, closing: Closing },
    /// It was written down by mistake (作废), for a reason.
    ApplicationVoid { number: String, why: String },
    /// An opinion went to the office (转送).
    OpinionForwarded { number: String },
    /// What somebody found of a line of a paper form (核对).
    LineFound {
        number: String,
        line: u64,
        found: LineFound,
    },
    /// Why paper and register differ at a line, in words (另写原因).
    LineExplained {
        number: String,
        line: u64,
        word: String,
    },
    /// Every line of a form was looked at, and it goes on being written on (核对过).
    FormCompared { number: String },
    /// Nothing of a form is changed any longer (封存).
    FormSealed { number: String },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_read_back_and_nothing_that_is_unknown() {
        let asked = Ask::Enter {
            key: Key("k".into()),
            entry: Entry::Paper {
                made: Made::Photocopy,
                amount: 3,
                title: Some("市政府公报".into()),
                form_no: None,
                purpose: Some(Purpose::Study),
                written_on: Some("20261014".into()),
            },
        };
        let text = serde_json::to_string(&asked).unwrap();
        assert_eq!(serde_json::from_str::<Ask>(&text).unwrap(), asked);
        for bad in [
            "{}",
            "[]",
            r#"{"ask":"day"}"#,
            r#"{"ask":"erase"}"#,
            r#"{"ask":"unlock","by":"C","pin":"1"}"#,
            r#"{"ask":"enter","key":"k","entry":{"entry":"paper","made":"photocopy","amount":-1}}"#,
            r#"{"ask":"leave","key":"k","more":1}"#,
            r#"{"ask":"hand-over","key":"k","to":"B","pin":"1","spare_rolls":-1}"#,
            r#"{"ask":"statistics","period":201810}"#,
            r#"{"ask":"day-sheet","day":"20181015"}"#,
            r#"{"ask":"print-day","key":"k"}"#,
            r#"{"ask":"forms"}"#,
            r#"{"ask":"enter","key":"k","entry":{"entry":"line-found","number":"n","line":-1,"found":"blank"}}"#,
            r#"{"ask":"enter","key":"k","entry":{"entry":"line-found","number":"n","line":1,"found":"burnt"}}"#,
            r#"{"ask":"enter","key":"k","entry":{"entry":"shelf-checked","found":["there"]}}"#,
            r#"{"ask":"enter","key":"k","entry":{"entry":"work-done","work":"demolition"}}"#,
        ] {
            assert!(serde_json::from_str::<Ask>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn no_secret_is_printed() {
        let asked = Ask::Unlock {
            by: Role::A,
            pin: Pin("4711".into()),
        };
        assert!(!format!("{asked:?}").contains("4711"));
        assert!(!format!("{:?}", Key("ab".into())).contains("ab"));
    }
}
