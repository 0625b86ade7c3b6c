//! `publisher bundle`: the arguments of its steps and what each prints. Decides nothing; the steps are `offering`'s.

use std::path::PathBuf;

use clap::{Args, Subcommand, value_parser};
use feed::Version;
use jiff::Timestamp;
use publisher::offering::{self, Name, Offer, Step};

use crate::setup::open;

#[derive(Subcommand)]
pub enum BundleStep {
    /// Offers a system bundle (made by `make bundle`) to terminals.
    Add {
        /// What `make bundle` left.
        file: PathBuf,
        #[command(flatten)]
        which: Which,
        /// Percent of the terminals that take it; 0: only canaries ([update] canary = true).
        #[arg(long, default_value_t = 0, value_parser = value_parser!(u8).range(0..=100))]
        share: u8,
        /// Terminals that run something newer take it too.
        #[arg(long)]
        older: bool,
    },
    /// Offers a bundle to another share of the terminals.
    Share {
        #[command(flatten)]
        which: Which,
        /// Percent of the terminals that take it; canaries take it always.
        #[arg(long, value_parser = value_parser!(u8).range(0..=100))]
        share: u8,
    },
    /// Offers a bundle no longer; terminals that run it keep it.
    Remove {
        #[command(flatten)]
        which: Which,
    },
}

#[derive(Args)]
pub struct Which {
    /// qemu, uefi or rpi.
    #[arg(long)]
    board: String,
    /// The version that the image was built with.
    // Under its own name clap takes it for its own flag, and helps with that one's words.
    #[arg(id = "bundle-version", long = "version")]
    version: Version,
    /// The feed's folder.
    #[arg(long)]
    to: PathBuf,
    /// The folder that keygen made.
    #[arg(long)]
    keys: PathBuf,
}

/// Takes one step.
pub fn change(step: BundleStep, now: Timestamp) -> anyhow::Result<()> {
    let named = |which: &Which| Name {
        board: which.board.clone(),
        version: which.version,
    };
    let run = |which: &Which, step: &Step<'_>| {
        let (store, keys) = open(&which.to, &which.keys)?;
        offering::run(&store, &keys, step, now)
    };
    match step {
        BundleStep::Add {
            file,
            which,
            share,
            older,
        } => {
            let name = named(&which);
            let offer = Offer { name, share, older };
            run(&which, &Step::Add { file: &file, offer })?;
            say(&format!(
                "offered {} for {} to {share} %",
                which.version, which.board
            ))?;
        }
        BundleStep::Share { which, share } => {
            let name = named(&which);
            run(&which, &Step::Share { name, share })?;
            say(&format!(
                "offered {} for {} to {share} %",
                which.version, which.board
            ))?;
        }
        BundleStep::Remove { which } => {
            run(&which, &Step::Remove(named(&which)))?;
            say(&format!("removed {} for {}", which.version, which.board))?;
        }
    }
    Ok(())
}

fn say(words: &str) -> anyhow::Result<()> {
    crate::asking::say(&console::said(words))
}
