//! What the desk (值守台) wants of the running agent: requests in journal.db, answered in trust.db and so in the status. Owns noticing
//! a request soon without reading the journal all the time; each is answered once, and done again if the power went in between.

use crate::failure::Outcome;
use crate::trust::{Answer, Trust};
use jiff::Timestamp;
use journal::{Asked, Wish};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How often the journal is looked at; a request waits no longer than that for its beginning.
const LOOK_MS: u64 = 1_000;

/// Requests that wait, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Requests {
    pub journal: String,
    /// Oldest first, never empty.
    pub asked: Vec<Asked>,
}

impl Requests {
    /// Whether any of them wants this.
    pub fn want(&self, wish: Wish) -> bool {
        self.asked.iter().any(|asked| asked.wish == wish)
    }

    /// The answer to the last of them, and so to all.
    pub fn answer(&self, result: &Outcome<()>, now: Timestamp) -> Answer {
        let last = self.asked.last().expect("requests are never empty");
        Answer {
            journal: self.journal.clone(),
            number: last.number,
            wish: word(last.wish).into(),
            asked: last.at.clone(),
            answered: now.to_string(),
            outcome: match result {
                Ok(()) => "done".into(),
                Err(failure) => failure.exit.as_code().into(),
            },
            message: match result {
                Ok(()) => String::new(),
                Err(failure) => failure.line(),
            },
        }
    }
}

fn word(wish: Wish) -> &'static str {
    match wish {
        Wish::Sync => "sync",
        Wish::Upload => "upload",
        Wish::Check => "check",
    }
}

/// Looks for requests.
#[derive(Debug)]
pub struct Wishes {
    dir: PathBuf,
    looked: Vec<Option<(SystemTime, u64)>>,
}

impl Wishes {
    /// At the journal of this terminal.
    pub fn at(dir: &Path) -> Wishes {
        Wishes {
            dir: dir.to_owned(),
            looked: Vec::new(),
        }
    }

    /// Waits until there are requests behind the last answer.
    pub async fn wait(&mut self, trust: &Trust) -> Requests {
        loop {
            if let Some(requests) = self.look(trust) {
                return requests;
            }
            tokio::time::sleep(Duration::from_millis(LOOK_MS)).await;
        }
    }

    /// Requests behind the last answer. A journal that is not there, or that cannot be read, asks nothing: the kiosk sees to it.
    pub fn look(&mut self, trust: &Trust) -> Option<Requests> {
        let files = self.files();
        if files == self.looked {
            return None;
        }
        let requests = read(&self.dir, trust);
        // Only what was answered needs no second look: a request that waits is seen again.
        if requests.is_none() {
            self.looked = files;
        }
        requests
    }

    /// Every commit changes one of these.
    fn files(&self) -> Vec<Option<(SystemTime, u64)>> {
        [
            journal::FILE_NAME.to_owned(),
            format!("{}-wal", journal::FILE_NAME),
        ]
        .iter()
        .map(|name| {
            let file = fs::metadata(self.dir.join(name)).ok()?;
            Some((file.modified().ok()?, file.len()))
        })
        .collect()
    }
}

fn read(dir: &Path, trust: &Trust) -> Option<Requests> {
    let reader = journal::Reader::open(dir).ok()?;
    let journal = reader.id().ok()??;
    let answered = trust.answer().ok()?;
    let after = if answered.journal == journal {
        answered.number
    } else {
        0
    };
    let asked = reader.asked(after).ok()?;
    (!asked.is_empty()).then_some(Requests { journal, asked })
}
