//! The `publisher` program. Owns its arguments and exit codes; everything else is in the library.
//!
//! Exit codes: 0 done; 1 failed, or `verify` or `try` found a fault; 2 wrong arguments; 3 many documents gone or changed, needs
//! `--confirm-drop` or `--confirm-change`; 75 another publisher holds the feed.

mod asking;
mod bundle;
mod key_steps;
mod reporting;
mod setup;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::{Context, bail, ensure};
use clap::{Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use publisher::feed::publish::{self, Settings, TooManyGone, TooMuchChanged};
use publisher::feed::state::Begin;
use publisher::feed::store::{Busy, Store};
use publisher::feed::{inspect, push, repair, withdraw};
use publisher::harvest::Source;
use publisher::keys;
use publisher::sources::annexes::Annexes;
use publisher::sources::folder::Folder;
use publisher::sources::portal::Portal;
use publisher::sources::portal::recipe::Recipe;
use publisher::sources::portal::web::Http;
use publisher::{channel, trial};
use setup::{catalogue, open, random};
use viewer::Viewer;

const EXIT_FAILED: u8 = 1;
const EXIT_NEEDS_YES: u8 = 3;
const EXIT_BUSY: u8 = 75;

/// Turns portal pages and files into a signed feed.
#[derive(Parser)]
#[command(
    version,
    after_help = "exit codes: 0 done; 1 failed or fault found; 2 wrong arguments; 3 needs --confirm-drop or --confirm-change; 75 feed busy"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Takes this time instead of the clock's, RFC 3339; for tests and rehearsals.
    #[arg(long, global = true, hide = true)]
    now: Option<Timestamp>,
}

#[derive(Subcommand)]
enum Command {
    /// Makes the keys of a new feed: DIR/root.json for terminals, DIR/private/ to be kept secret.
    Keygen {
        #[arg(long)]
        dir: PathBuf,
        /// Where the root's private key goes, such as a stick: it is needed only when keys change. Else DIR/root-key, to be carried away.
        #[arg(long, value_name = "DIR")]
        root_key_to: Option<PathBuf>,
    },
    /// Publishes what changed in a source.
    Publish {
        /// folder (text, Markdown, HTML, policy JSON), govcn, portal, oai-pmh or sitemap (also RSS and Atom).
        #[arg(long)]
        adapter: String,
        /// The source: a folder; for a portal, and for govcn with --recipe, the folder where its state is kept between runs; for oai-pmh
        /// and sitemap that folder with --recipe, or the list's address without (the state then lies beside the feed).
        #[arg(long)]
        from: PathBuf,
        /// How a portal is read.
        #[arg(long)]
        recipe: Option<PathBuf>,
        /// What the operator answers for.
        #[arg(long)]
        channel: Option<PathBuf>,
        /// The feed's folder.
        #[arg(long)]
        to: PathBuf,
        /// The folder that keygen made.
        #[arg(long)]
        keys: PathBuf,
        /// Where the report goes.
        #[arg(long)]
        report: Option<PathBuf>,
        /// Agree that many documents are gone.
        #[arg(long)]
        confirm_drop: bool,
        /// Agree that many documents became one, shrank or took one title.
        #[arg(long)]
        confirm_change: bool,
        /// The feed's folder was lost, or came back from an old copy: go on under a new epoch; terminals fill their mirrors anew.
        #[arg(long)]
        new_epoch: bool,
        /// The time is right although it is years behind the last publication.
        #[arg(long)]
        confirm_time: bool,
        /// Makes packs after so many segments; for tests and rehearsals.
        #[arg(long, hide = true)]
        pack_after: Option<usize>,
    },
    /// Proposes a recipe for the list page of a portal.
    Recipe {
        /// The page, or a file that it was saved to (then with --at).
        from: String,
        /// The address of a saved page.
        #[arg(long)]
        at: Option<url::Url>,
    },
    /// Shows what would be taken from a file or, by a recipe, from a portal or one of its saved lists, without publishing it.
    Try {
        /// A file of any kind that the folder adapter reads, a saved list, or an address.
        from: String,
        /// How a portal is read.
        #[arg(long)]
        recipe: Option<PathBuf>,
        /// What the operator answers for; without one, only the reading is judged.
        #[arg(long)]
        channel: Option<PathBuf>,
        /// Print JSON for programs
        #[arg(long)]
        json: bool,
    },
    /// Takes one document away by hand; its source does not bring it back.
    Withdraw {
        /// The document, as the report names it.
        id: String,
        #[arg(long, value_enum, default_value = "withdrawn")]
        reason: Reason,
        /// Let the source publish it again.
        #[arg(long, conflicts_with = "reason")]
        lift: bool,
        /// The feed's folder.
        #[arg(long)]
        to: PathBuf,
        /// The folder that keygen made.
        #[arg(long)]
        keys: PathBuf,
    },
    /// Brings a feed's folder to a bucket or another folder, in publishing order.
    Push {
        /// The feed's folder.
        feed: PathBuf,
        /// s3://bucket/prefix (keys and endpoint from the AWS_* environment) or file:///folder.
        #[arg(long)]
        to: url::Url,
    },
    /// Mends damaged or missing files of a feed with those of another copy.
    Repair {
        /// The feed's folder.
        feed: PathBuf,
        /// A folder that holds the right bytes: what is served, a backup, or the source with its attachments.
        #[arg(long)]
        from: PathBuf,
    },
    /// Offers system bundles to terminals.
    Bundle {
        #[command(subcommand)]
        step: bundle::BundleStep,
    },
    /// Changes keys and thresholds.
    Keys {
        #[command(subcommand)]
        step: key_steps::KeyStep,
    },
    /// Makes a report for the disclosure office from what a feed shows: tables as CSV, and one page.
    Report {
        #[command(flatten)]
        wanted: reporting::Wanted,
    },
    /// Checks every file of a feed.
    Verify {
        feed: PathBuf,
        /// The root that terminals were given.
        #[arg(long)]
        root: PathBuf,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Reason {
    Withdrawn,
    Purged,
}

fn main() -> ExitCode {
    let arguments = console::arguments::<Arguments>();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console::tell!("{}", console::said(&format!("publisher: {error:#}")));
            ExitCode::from(if error.is::<Busy>() {
                EXIT_BUSY
            } else if error.is::<TooManyGone>() || error.is::<TooMuchChanged>() {
                EXIT_NEEDS_YES
            } else {
                EXIT_FAILED
            })
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    let now = arguments.now.unwrap_or_else(Timestamp::now);
    match arguments.command {
        Command::Keygen { dir, root_key_to } => {
            let seeds = [random()?, random()?, random()?, random()?];
            let root_key = root_key_to.unwrap_or_else(|| dir.join(keys::ROOT_KEY_DIR));
            keys::generate_apart(&dir, &root_key, now, seeds)?;
            tell(&format!(
                "made {} and {}; carry {} to where no network is",
                dir.join("root.json").display(),
                dir.join("private").display(),
                root_key.display()
            ))?;
        }
        Command::Publish {
            adapter,
            from,
            recipe,
            channel,
            to,
            keys,
            report,
            confirm_drop,
            confirm_change,
            new_epoch,
            confirm_time,
            pack_after,
        } => {
            let channel = channel::load(channel.as_deref())?;
            let (store, keys) = open(&to, &keys)?;
            let collection = publish::collection(&adapter, &channel.site, &from);
            let folder = |name| {
                let read = keys.dir().join(format!("read-{collection}.zst"));
                Box::new(
                    Folder::new(&from, &channel, name, now).remembering(&read, SystemTime::now()),
                )
            };
            let source: Box<dyn Source> = match adapter.as_str() {
                "folder" => folder("folder"),
                "govcn" if recipe.is_none() => folder("govcn"),
                "portal" | "govcn" => {
                    let recipe = recipe.context("read a portal: --recipe is needed")?;
                    let recipe = Recipe::load(&recipe)?;
                    let web = Box::new(Http::new(&recipe.site)?);
                    let name = if adapter == "govcn" {
                        "govcn"
                    } else {
                        "portal"
                    };
                    Box::new(Portal::new(recipe, &channel, &from, web, now)?.called(name))
                }
                "oai-pmh" | "sitemap" => {
                    catalogue(&adapter, recipe.as_deref(), &from, &to, &channel, now)?
                }
                other => bail!(
                    "read with adapter {other:?}: folder, govcn, portal, oai-pmh and sitemap are known"
                ),
            };
            let viewer = Viewer::beside_this_program().context("find the viewer")?;
            let mut source = Annexes::new(source, Box::new(viewer));
            let settings = Settings {
                collection: collection.clone(),
                confirm_drop,
                confirm_change,
                pack_after,
                begin: Begin {
                    repository: hex::encode(random::<8>()?),
                    new_epoch,
                    confirm_time,
                },
                now,
                report: report.as_deref(),
            };
            let report = publish::run(&store, &keys, &mut source, &settings)
                .with_context(|| format!("publish {}", from.display()))?;
            tell(&report.summary())?;
        }
        Command::Recipe { from, at } => {
            let proposed = asking::propose(&from, at, now)?;
            // What begins with # is for whoever reads it; the rest is the recipe.
            let line = |line: &str| match line.starts_with('#') {
                true => console::said(line),
                false => line.to_owned(),
            };
            let lines: Vec<String> = proposed.lines().map(line).collect();
            asking::say(&lines.join("\n"))?;
        }
        Command::Try {
            from,
            recipe,
            channel,
            json,
        } => {
            let channel = match channel {
                Some(path) => channel::load(Some(&path))?,
                None => trial::lenient(),
            };
            asking::try_one(&from, recipe.as_deref(), &channel, json, now)?;
        }
        Command::Withdraw {
            id,
            reason,
            lift,
            to,
            keys,
        } => {
            let (store, keys) = open(&to, &keys)?;
            let (action, done) = match (lift, reason) {
                (true, _) => (withdraw::Action::Lift, "lifted"),
                (false, Reason::Withdrawn) => (withdraw::Action::Withdraw, "withdrawn"),
                (false, Reason::Purged) => (withdraw::Action::Purge, "purged"),
            };
            withdraw::run(&store, &keys, &id, action, now)?;
            tell(&format!("{done} {id}"))?;
        }
        Command::Push { feed, to } => {
            ensure!(
                feed.is_dir(),
                "push {}: there is no such folder",
                feed.display()
            );
            let pushed = push::run(&Store::open(&feed)?, &push::Target::at(&to)?)?;
            tell(&format!(
                "{} written, {} there already, {} deleted",
                pushed.written, pushed.present, pushed.deleted
            ))?;
        }
        Command::Repair { feed, from } => mend(&feed, &from, now)?,
        Command::Report { wanted } => reporting::run(&wanted, now)?,
        Command::Bundle { step } => bundle::change(step, now)?,
        Command::Keys { step } => key_steps::change(step, now)?,
        Command::Verify { feed, root } => verify(&feed, &root, now)?,
    }
    Ok(())
}

/// Says it on standard output, in the language of whoever sits here.
fn tell(words: &str) -> anyhow::Result<()> {
    asking::say(&console::said(words))
}

fn verify(feed: &Path, root: &Path, now: Timestamp) -> anyhow::Result<()> {
    let root = std::fs::read(root).with_context(|| format!("read {}", root.display()))?;
    let counts = inspect::run(&feed::Folder::new(feed), &root, now)?;
    tell(&format!(
        "sound: {} documents, {} takedowns, {} records in {} segments and {} packs up to {}, {} blobs",
        counts.documents,
        counts.takedowns,
        counts.records,
        counts.segments,
        counts.packs,
        counts.seq,
        counts.blobs
    ))?;
    let state = if counts.expires <= now {
        "expired"
    } else {
        "expires"
    };
    tell(&format!(
        "issued {}, {state} {}",
        counts.issued, counts.expires
    ))
}

fn mend(feed: &Path, from: &Path, now: Timestamp) -> anyhow::Result<()> {
    ensure!(
        feed.is_dir(),
        "repair {}: there is no such folder",
        feed.display()
    );
    let repaired = repair::run(&Store::open(feed)?, from, now)?;
    for path in &repaired.mended {
        tell(&format!("mended {path}"))?;
    }
    ensure!(
        repaired.lost.is_empty(),
        "repair {}: {} files are in neither place: {}",
        feed.display(),
        repaired.lost.len(),
        repaired.lost.join(", ")
    );
    tell(&format!("{} files mended", repaired.mended.len()))
}
