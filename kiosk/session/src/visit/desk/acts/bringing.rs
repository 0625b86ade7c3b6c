//! A list of paper holdings on its way from a stick.

use std::sync::Arc;

use config::holdings::{Holding, Problem};

/// See [`At::Holdings`](super::super::At::Holdings).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bringing {
    /// What lies on the stick, to be looked at before it holds.
    pub brought: Option<Arc<Vec<Holding>>>,
    /// What is wrong with what lies there.
    pub problems: Vec<Problem>,
}
