//! What is known about a device and what became of a job: one vocabulary, the register's. Decides nothing.

use serde::Serialize;

/// What the device says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Ready, and there is paper.
    Ready,
    /// Ready, the roll is near its end.
    NearEnd,
    /// At work on another slip; said by its owner, who alone knows.
    Printing,
    /// No paper.
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

impl State {
    /// Kebab-case word, as on the command line.
    pub fn as_code(self) -> &'static str {
        match self {
            State::Ready => "ready",
            State::NearEnd => "near-end",
            State::Printing => "printing",
            State::PaperOut => "paper-out",
            State::CoverOpen => "cover-open",
            State::Offline => "offline",
            State::Error => "error",
            State::Unknown => "unknown",
            State::NoPrinter => "no-printer",
        }
    }

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
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
    /// It did not take the bytes, or did not answer, in time.
    Timeout,
}

impl Reason {
    /// Kebab-case word, as in the register.
    pub fn as_code(self) -> &'static str {
        match self {
            Reason::PaperOut => "paper-out",
            Reason::CoverOpen => "cover-open",
            Reason::Offline => "offline",
            Reason::Error => "error",
            Reason::Power => "power",
            Reason::Timeout => "timeout",
        }
    }
}

/// Which answer of the device stands behind `printed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConfirmedBy {
    /// `GS ( H` function 48.
    ProcessId,
    /// `GS r`.
    GsR,
    /// `DLE EOT`.
    Status,
}

impl ConfirmedBy {
    /// Kebab-case word, as in the register.
    pub fn as_code(self) -> &'static str {
        match self {
            ConfirmedBy::ProcessId => "process-id",
            ConfirmedBy::GsR => "gs-r",
            ConfirmedBy::Status => "status",
        }
    }
}

/// What became of a job. Nothing here is a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// The device said that it is done.
    Printed {
        /// By which answer.
        confirmed_by: ConfirmedBy,
    },
    /// Everything was sent to a device that cannot confirm.
    Sent,
    /// Nothing of the job was sent.
    Refused {
        /// Why.
        reason: Reason,
    },
    /// Stopped by the visitor; the paper is cut behind what came out.
    Cancelled,
    /// Bytes were sent and nothing is certain; an attendant settles it.
    Unknown {
        /// What happened.
        reason: Reason,
    },
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
pub enum Go {
    /// On.
    Continue,
    /// Feed, cut, stop.
    Cancel,
}
