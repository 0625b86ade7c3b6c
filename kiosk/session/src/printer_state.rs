//! How the printer is, as far as a visitor is told. The worker that owns the printer says it; nothing here asks a device.

use serde::{Deserialize, Serialize};

/// How the printer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum PrinterState {
    /// Ready, and there is paper.
    Ready,
    /// Ready, the roll is near its end.
    NearEnd,
    /// At work on another slip: a job waits.
    Printing,
    PaperOut,
    /// The cover is open.
    CoverOpen,
    Offline,
    Error,
    /// Reachable, but it never says anything.
    Unknown,
    /// None is configured.
    None,
    /// Not asked yet, or not answered.
    #[default]
    Unasked,
}

/// Why a printer is not reached, in the words of the program that owns it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unreached {
    /// This program may not open the device.
    NoPermission,
    /// Nothing is plugged in there.
    NoDevice,
    /// The setting names what is no device.
    NotADevice,
    /// Another program holds it.
    Locked,
    /// Nobody knows the name of the host.
    NameUnknown,
    /// The host is there and refuses.
    ConnectionRefused,
    /// No way to the host.
    Unreachable,
    /// It was there and is gone.
    Lost,
    /// It says itself that it is off line.
    SaysOffline,
}

impl Unreached {
    /// The code by which the screens know it.
    pub fn as_code(self) -> &'static str {
        match self {
            Unreached::NoPermission => "no-permission",
            Unreached::NoDevice => "no-device",
            Unreached::NotADevice => "not-a-device",
            Unreached::Locked => "locked",
            Unreached::NameUnknown => "name-unknown",
            Unreached::ConnectionRefused => "connection-refused",
            Unreached::Unreachable => "unreachable",
            Unreached::Lost => "lost",
            Unreached::SaysOffline => "says-offline",
        }
    }
}

impl PrinterState {
    /// A job may begin. Many printers cannot say how they are: those may.
    pub fn takes_jobs(self) -> bool {
        match self {
            PrinterState::Ready
            | PrinterState::NearEnd
            | PrinterState::Printing
            | PrinterState::Unknown => true,
            PrinterState::PaperOut
            | PrinterState::CoverOpen
            | PrinterState::Offline
            | PrinterState::Error
            | PrinterState::None
            | PrinterState::Unasked => false,
        }
    }

    /// The code by which the screens know it.
    pub fn as_code(self) -> &'static str {
        match self {
            PrinterState::Ready => "ready",
            PrinterState::NearEnd => "near-end",
            PrinterState::Printing => "printing",
            PrinterState::PaperOut => "paper-out",
            PrinterState::CoverOpen => "cover-open",
            PrinterState::Offline => "offline",
            PrinterState::Error => "error",
            PrinterState::None => "none",
            PrinterState::Unknown | PrinterState::Unasked => "unknown",
        }
    }
}
