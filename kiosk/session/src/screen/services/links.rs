//! Links for the visitor's phone: the terminal itself opens none. Nothing can be touched there but what leads away and turns pages.

use serde::{Deserialize, Serialize};

use crate::moment::Near;

/// See [`Service::Links`](super::Service::Links).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Links {
    pub links: Vec<Link>,
}

/// One portal or hall with its address and last check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What people call it.
    pub name: String,
    /// The whole address, as the QR code holds it.
    pub url: String,
    /// The address as people read it.
    pub shown: String,
    /// What the last check found.
    pub checked: Checked,
}

/// What the last check of a link found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Checked {
    /// It opened; `14:36` today, else with its day.
    Opens { at: Near, today: bool },
    /// It failed, twice at least: the code is not shown.
    Fails { since: Near },
    /// Nobody looked within a week.
    Unknown,
}
