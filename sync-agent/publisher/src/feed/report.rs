//! REPORT.json: what a run published, changed, withdrew and refused, each with its evidence. Owns the shape that
//! operators and checks rely on.

use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::item::{Opinion, Reason};

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// New documents, and withdrawn ones that came back.
    pub published: Vec<Entry>,
    /// Documents with a new revision.
    pub changed: Vec<Entry>,
    /// Documents taken away.
    pub withdrawn: Vec<Entry>,
    /// Sources that are not published.
    pub refused: Vec<Refused>,
    /// What an operator should look at.
    pub conflicts: Vec<Conflict>,
    /// What a second reader took for the body of pages.
    #[serde(default)]
    pub second_opinion: SecondOpinion,
}

/// How often two readers of a page agreed on its body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondOpinion {
    /// Pages of which both took something.
    pub compared: usize,
    /// Those of which they took different things.
    pub differing: Vec<Differing>,
}

impl SecondOpinion {
    /// Counts what was said of one page.
    pub fn add(&mut self, source: &str, opinion: Option<Opinion>) {
        let Some(opinion) = opinion else { return };
        self.compared += 1;
        if opinion.differs() {
            let source = source.to_owned();
            self.differing.push(Differing { source, opinion });
        }
    }
}

/// A page of which two readers took different things for the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differing {
    /// Path relative to the source.
    pub source: String,
    /// How much each took.
    #[serde(flatten)]
    pub opinion: Opinion,
}

/// A document of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Id in the feed.
    pub id: String,
    /// 标题.
    pub title: String,
    /// Path relative to the source.
    pub source: String,
    /// What shows that it is public.
    pub evidence: String,
}

/// A source that is not published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Path relative to the source.
    pub source: String,
    /// One of the closed list.
    pub reason: Reason,
    /// The evidence, in words.
    pub detail: String,
}

/// Something to look at although the run went on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Conflict {
    /// Path relative to the source.
    pub source: String,
    pub detail: String,
}

impl Report {
    /// Puts every list in the order of its sources, however they came.
    pub fn sort(&mut self) {
        for entries in [&mut self.published, &mut self.changed, &mut self.withdrawn] {
            entries.sort_by(|a, b| a.source.cmp(&b.source));
        }
        self.refused.sort_by(|a, b| a.source.cmp(&b.source));
        self.conflicts.sort_by(|a, b| a.source.cmp(&b.source));
        let differing = &mut self.second_opinion.differing;
        differing.sort_by(|a, b| a.source.cmp(&b.source));
    }

    /// Writes the report as JSON.
    pub fn write(&self, path: &Path) -> anyhow::Result<()> {
        let json = serde_json::to_vec_pretty(self).context("encode the report")?;
        std::fs::write(path, json).with_context(|| format!("write report {}", path.display()))
    }

    /// One line for people.
    pub fn summary(&self) -> String {
        format!(
            "published {}, changed {}, withdrawn {}, refused {}, conflicts {}",
            self.published.len(),
            self.changed.len(),
            self.withdrawn.len(),
            self.refused.len(),
            self.conflicts.len()
        )
    }
}
