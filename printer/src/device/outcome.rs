//! What is known about a device and what became of a job: one vocabulary, the register's. Decides nothing.

use serde::Serialize;

/// Gives a closed list its words, as on the command line and in the register; what is forgotten here does not compile.
macro_rules! codes {
    ($kind:ident: $($variant:ident = $code:literal),+ $(,)?) => {
        impl $kind {
            /// Every one of them.
            pub const ALL: &'static [$kind] = &[$($kind::$variant),+];

            /// The word that stands in JSON and in the register, in kebab case.
            pub fn as_code(self) -> &'static str {
                match self {
                    $($kind::$variant => $code),+
                }
            }

            /// What that word says, if it is one of the list.
            pub fn from_code(code: &str) -> Option<$kind> {
                match code {
                    $($code => Some($kind::$variant),)+
                    _ => None,
                }
            }
        }

        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_code())
            }
        }
    };
}
pub(super) use codes;

/// What the device says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum State {
    /// Ready, and there is paper.
    Ready,
    /// Ready, the roll is near its end.
    NearEnd,
    /// At work on another slip; said by its owner, who alone knows.
    Printing,
    PaperOut,
    /// The cover is open.
    CoverOpen,
    /// Not reachable, or says that it is off line.
    Offline,
    /// Cutter, head or power supply.
    Error,
    /// Reachable, but never says anything.
    Unknown,
    /// Configured as `none`.
    NoPrinter,
}

codes!(State:
    Ready = "ready",
    NearEnd = "near-end",
    Printing = "printing",
    PaperOut = "paper-out",
    CoverOpen = "cover-open",
    Offline = "offline",
    Error = "error",
    Unknown = "unknown",
    NoPrinter = "no-printer",
);

impl State {
    /// Why a job must not begin in this state; `None` if it may.
    pub fn hindrance(self) -> Option<Reason> {
        match self {
            State::Ready | State::NearEnd | State::Printing | State::Unknown => None,
            State::PaperOut => Some(Reason::PaperOut),
            State::CoverOpen => Some(Reason::CoverOpen),
            State::Offline | State::NoPrinter => Some(Reason::Offline),
            State::Error => Some(Reason::Error),
        }
    }
}

/// Why a job did not end well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The paper ran out.
    PaperOut,
    /// The cover was opened.
    CoverOpen,
    /// Not reachable, or lost.
    Offline,
    /// Cutter, head, or the device's own error.
    Error,
    /// The power went.
    Power,
    /// It did not take the bytes in time.
    Timeout,
    /// It should answer and says nothing.
    NoAnswer,
}

codes!(Reason:
    PaperOut = "paper-out",
    CoverOpen = "cover-open",
    Offline = "offline",
    Error = "error",
    Power = "power",
    Timeout = "timeout",
    NoAnswer = "no-answer",
);

/// Which answer of the device stands behind `printed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmedBy {
    /// `GS ( H` function 48.
    ProcessId,
    /// `GS r`.
    GsR,
    /// `DLE EOT`.
    Status,
}

codes!(ConfirmedBy:
    ProcessId = "process-id",
    GsR = "gs-r",
    Status = "status",
);

/// What became of a job. Nothing here is a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Outcome {
    /// The device said that it is done.
    Printed {
        /// By which answer.
        confirmed_by: ConfirmedBy,
    },
    /// Everything was sent to a device that cannot confirm.
    Sent,
    /// Nothing of the job was sent.
    Refused { reason: Reason },
    /// Stopped by the visitor; the paper is cut behind what came out.
    Cancelled,
    /// Bytes were sent and nothing is certain; an attendant settles it.
    Unknown { reason: Reason },
}

impl Outcome {
    /// Kebab-case word, as in the register.
    pub fn as_code(self) -> &'static str {
        match self {
            Outcome::Printed { .. } => "printed",
            Outcome::Sent => "sent",
            Outcome::Refused { .. } => "refused",
            Outcome::Cancelled => "cancelled",
            Outcome::Unknown { .. } => "unknown",
        }
    }
}

/// What the owner of a job answers between two pieces of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Go {
    Continue,
    /// Feed, cut, stop.
    Cancel,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_what_it_was_written_from() {
        for state in State::ALL {
            assert_eq!(State::from_code(state.as_code()), Some(*state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_code());
        }
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.as_code()), Some(*reason));
        }
        for by in ConfirmedBy::ALL {
            assert_eq!(ConfirmedBy::from_code(by.as_code()), Some(*by));
        }
        assert_eq!(State::from_code("Ready"), None);
    }
}
