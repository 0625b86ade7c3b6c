//! The hatch (递件口): what the office's page (`desk-page`) may ask of the kiosk through a socket of the machine, and what it hears. Owns the
//! words of both, their limits and the half that asks. Refuses what is longer than its limits and whatever it does not know.
//!
//! Decisions:
//!
//! - The page that listens on the network holds no file of the terminal: what it shows it is told here, and what it has written down it hands
//!   in here. So a page that was taken over can neither read the registers' file nor the secret of slip codes.
//! - Only what the registers declare open is told: what is about persons stays on the terminal, as it does in every upload.
//! - An entry needs a key, and a key needs the PIN: the kiosk compares it and counts the tries, not the page.
//! - One question, one answer, one connection. Each is one line of JSON.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod secret;
mod told;
mod wire;

use journal::{Answer, Closing, Finding, Made, Purpose, Role};
use serde::{Deserialize, Serialize};

pub use secret::{Key, Pin, same};
pub use told::{
    Application, Day, Line, Manner, Matter, Opinion, Roll, State, Step, Today, Told, Urgency, Why,
};
pub use wire::{ANSWER_BYTES_MAX, ASK_BYTES_MAX, Failed, ask, read, write};

/// Longest title, word or reason that is taken in, characters.
pub const TEXT_CHARS_MAX: usize = 200;
/// Most pages or volumes of one entry.
pub const AMOUNT_MAX: u64 = 9_999;
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
    },
    /// A volume is back (归还).
    PaperReturned { number: String },
    /// A line was written by mistake (作废).
    PaperVoid { number: String, why: Option<String> },
    /// What lay there of a slip whose end nobody knew (核实).
    Found { number: String, found: Finding },
    /// Somebody goes to a visitor who called (我去了).
    CallAnswered { number: String },
    /// A new roll of paper (换了新卷), so many metres.
    RollChanged { metres: u64 },
    /// An application went to the office that answers (转送).
    ApplicationForwarded { number: String, office: String },
    /// The office answered it (答复).
    ApplicationAnswered { number: String, answer: Answer },
    /// It is over (办结).
    ApplicationClosed { number: String, closing: Closing },
    /// An opinion went to the office (转送).
    OpinionForwarded { number: String },
}

/// Seconds during which no PIN is taken after so many wrong ones: none up to two, a minute after the third, doubling to a quarter of an hour.
/// The whole of a four-digit PIN takes more than a hundred days of trying without a pause.
pub fn wait_s(wrong: u32) -> u32 {
    const FREE: u32 = 3;
    const FIRST_S: u32 = 60;
    const LONGEST_S: u32 = 900;
    match wrong.checked_sub(FREE) {
        None => 0,
        Some(doublings) => FIRST_S
            .checked_shl(doublings.min(u32::from(u8::MAX)))
            .filter(|wait| *wait >= FIRST_S)
            .map_or(LONGEST_S, |wait| wait.min(LONGEST_S)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_never_shrinks() {
        let waits: Vec<u32> = (0..9).map(wait_s).collect();
        assert_eq!(waits, [0, 0, 0, 60, 120, 240, 480, 900, 900]);
        for wrong in 0..=1_100 {
            assert!(wait_s(wrong) <= wait_s(wrong + 1), "{wrong}");
        }
        assert_eq!(wait_s(u32::MAX), 900);
    }

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
