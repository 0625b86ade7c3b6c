//! What a check of the register found, and what follows from it in words. Checks nothing itself.

use crate::chain::hash::Head;
use crate::chain::problem::Problem;

/// What a check found.
#[derive(Debug, Clone)]
pub struct Report {
    /// Entries in the file.
    pub entries: u64,
    /// Register rows in the file.
    pub rows: u64,
    /// The end of the chain.
    pub head: Head,
    /// The newest known head that fits; 0 without heads.
    pub anchored_to: u64,
    /// The newest known head that fits and lies before every problem; 0 without one. A head behind a problem fits by what the entries say of
    /// themselves, and that is what is in doubt.
    pub proven_to: u64,
    /// The entry at which the first problem stands; 0 where no entry can be named.
    pub first_problem: Option<u64>,
    /// Entries after `anchored_to`: in order, but nobody outside knows them yet.
    pub not_anchored: u64,
    /// Fields whose value was deleted, as a later entry says.
    pub redacted: u64,
    /// What is no fault and should be known: what this file replaces, that no mark lies beside it.
    pub notes: Vec<Note>,
    /// Everything wrong; empty when sound.
    pub problems: Vec<Problem>,
}

/// What is no fault and should be known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Note {
    /// The file goes on where another ended.
    #[error(
        "entry {seq}: this file goes on behind head {known_head}, since the file before it was {reason}; {where_it_is}"
    )]
    Continues {
        /// The entry that says so.
        seq: u64,
        /// `missing` or `damaged`.
        reason: String,
        /// The last head known of the other file; empty if none was.
        known_head: String,
        /// Where its entries are to be looked for.
        where_it_is: String,
    },
    /// No mark lies beside the file: that entries were cut off at its end shows only by known heads.
    #[error(
        "no mark lies beside the file: that its end was cut off shows only by heads from daily sheets and uploads"
    )]
    NoMark,
    /// The slip key is not beside this copy, or this user may not read it.
    #[error("the slip key is not looked at ({why}): codes on slips cannot be checked here")]
    NoKey {
        /// Why it is not.
        why: &'static str,
    },
    /// An attendant set the day.
    #[error("entry {seq}: an attendant set the day of the register")]
    DaySet {
        /// The entry that says so.
        seq: u64,
    },
}

impl Report {
    /// Nothing wrong was found.
    pub fn ok(&self) -> bool {
        self.problems.is_empty()
    }

    /// What the known heads prove of this file, and what they do not, in words.
    pub fn proof(&self) -> String {
        let (known, last) = (self.proven_to, self.head.seq);
        match self.first_problem {
            Some(0) => {
                return "proves nothing: one of the problems below stands at no single entry, so that none of the entries can be vouched for"
                    .to_owned();
            }
            Some(place) if known == 0 => {
                return format!(
                    "proves nothing: no known head lies before the first problem, at entry {place}"
                );
            }
            None if known == 0 => {
                return "proves: the file fits itself. Whoever may write it could have made all of it anew: \
                        only a head from a day sheet or an upload, kept elsewhere, shows that nobody did (--heads)"
                    .to_owned();
            }
            _ => {}
        }
        let of_head = format!(
            "proves: entries 1 to {known} are those that stood there when head {known} was given out; none of them was changed, taken out, put in or moved since"
        );
        match (self.first_problem, self.not_anchored) {
            (Some(place), _) => format!(
                "{of_head}. Of entry {} and all behind it nothing is proved: the first problem stands at entry {place}",
                known + 1
            ),
            (None, 0) => of_head,
            (None, _) => format!(
                "{of_head}. Entries {} to {last} fit behind them, but nobody outside knows them yet: the next day sheet or upload anchors them",
                known + 1
            ),
        }
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(
            f,
            "entries {}  rows {}  redacted fields {}",
            self.entries, self.rows, self.redacted
        )?;
        writeln!(f, "head {}", self.head)?;
        writeln!(
            f,
            "anchored to {}  not anchored {}",
            self.anchored_to, self.not_anchored
        )?;
        writeln!(f, "{}", self.proof())?;
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        for problem in &self.problems {
            writeln!(f, "problem: {problem}")?;
        }
        write!(f, "{}", if self.ok() { "sound" } else { "NOT SOUND" })
    }
}
