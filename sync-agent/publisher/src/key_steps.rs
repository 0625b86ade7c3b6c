//! `publisher keys`: the arguments of its steps and what each prints. Decides nothing; the steps are `ceremony`'s.

use std::path::PathBuf;

use clap::Subcommand;
use jiff::Timestamp;
use publisher::feed::ceremony;
use publisher::keys::KeySet;

use crate::setup::{open, random};

#[derive(Subcommand)]
pub enum KeyStep {
    /// Tells roles, thresholds, and which keys are here.
    Show {
        /// The folder that keygen made.
        #[arg(long)]
        keys: PathBuf,
    },
    /// Makes a key for somebody who will hold it; prints the public half for `draft --add`.
    New {
        /// Where the private half goes.
        #[arg(long)]
        out: PathBuf,
    },
    /// Makes the next root, to be signed.
    Draft {
        /// The folder that keygen made.
        #[arg(long)]
        keys: PathBuf,
        /// Where the draft goes.
        #[arg(long)]
        out: PathBuf,
        /// A role that gets one new key of this machine.
        #[arg(long, value_name = "ROLE")]
        renew: Vec<String>,
        /// A key that may sign for a role from now on.
        #[arg(long, value_name = "ROLE=PUBLIC")]
        add: Vec<String>,
        /// A key that may not any more.
        #[arg(long, value_name = "ROLE=KEYID")]
        remove: Vec<String>,
        /// How many keys of a role must sign.
        #[arg(long, value_name = "ROLE=NUMBER")]
        threshold: Vec<String>,
    },
    /// Adds the signatures of the root keys that are here.
    Sign {
        draft: PathBuf,
        /// A folder with root.json and private/.
        #[arg(long)]
        keys: PathBuf,
    },
    /// Publishes a root that enough hands have signed.
    Install {
        draft: PathBuf,
        /// The folder that keygen made.
        #[arg(long)]
        keys: PathBuf,
        /// The feed's folder.
        #[arg(long)]
        to: PathBuf,
    },
}

fn say(words: &str) -> anyhow::Result<()> {
    crate::asking::say(&console::said(words))
}

/// Does one step.
pub fn change(step: KeyStep, now: Timestamp) -> anyhow::Result<()> {
    match step {
        KeyStep::Show { keys } => {
            say(ceremony::show(&KeySet::load(&keys)?).trim_end())?;
        }
        KeyStep::New { out } => console::out(ceremony::make_key(&out, random()?)?)?,
        KeyStep::Draft {
            keys,
            out,
            renew,
            add,
            remove,
            threshold,
        } => {
            let change = ceremony::Draft {
                renew,
                add,
                remove,
                threshold,
            };
            ceremony::draft(&keys, &change, &out, now, random)?;
            say(&format!("made {}; have it signed", out.display()))?;
        }
        KeyStep::Sign { draft, keys } => {
            let count = ceremony::sign(&keys, &draft)?;
            say(&format!("signed {} with {count} keys", draft.display()))?;
        }
        KeyStep::Install { draft, keys, to } => {
            let (store, _) = open(&to, &keys)?;
            let version = ceremony::install(&store, &keys, &draft, now)?;
            say(&format!(
                "installed root {version}; give {} to new terminals",
                keys.join("root.json").display()
            ))?;
        }
    }
    Ok(())
}
