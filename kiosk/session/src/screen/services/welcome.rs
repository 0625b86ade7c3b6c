//! Nobody is there: whoever comes is invited.

use serde::{Deserialize, Serialize};

/// See [`Service::Welcome`](super::Service::Welcome).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Welcome {
    /// Documents in the mirror.
    pub documents: u64,
    /// Of these, arrived today.
    pub new_today: u64,
    /// When the point closes today; empty where no hours are configured.
    #[serde(default)]
    pub today: Today,
}

/// How long it is open today; times as `17:30`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Today {
    /// End of this span; empty when no hours are configured.
    pub until: String,
    /// When it opens again after that; empty when it does not today.
    pub again: String,
    /// Spans of working days: `9:00–12:00，13:30–17:30` in pieces.
    pub spans: Vec<String>,
}
