//! What of a document's relations ends others. Owns which relations do; whether their day has come is the plan's to say.

use feed::Document;
use serde::{Deserialize, Serialize};

/// A document that ends another, and since when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct End {
    /// `YYYY-MM-DD`.
    pub since: String,
    /// Id of the other one.
    pub target: String,
    /// It takes its place.
    pub replaces: bool,
}

impl End {
    /// All that a document surely says.
    pub fn all(document: &Document) -> Vec<End> {
        let relations = document.relations.iter();
        let ends = relations.filter_map(|relation| {
            let replaces = match relation.kind.as_str() {
                "repeals" => false,
                "replaces" => true,
                _ => return None,
            };
            Some(End {
                since: relation.since.clone()?,
                target: relation.target.clone(),
                replaces,
            })
        });
        ends.collect()
    }
}
