//! The `publisher` program. Owns its arguments and exit codes; everything else is in the library.
//!
//! Exit codes: 0 done; 1 failed, or `verify` found a fault; 2 wrong arguments; 3 many documents gone or changed, needs
//! `--confirm-drop` or `--confirm-change`; 75 another publisher holds the feed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::{Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use publisher::feed::publish::{self, Settings, TooManyGone, TooMuchChanged};
use publisher::feed::store::{Busy, Store};
use publisher::feed::{ceremony, inspect, push, withdraw};
use publisher::keys::{self, KeySet};
use publisher::sources::folder::{self, Folder};
use publisher::{channel, trial};

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
    },
    /// Publishes what changed in a source.
    Publish {
        /// folder (text, Markdown, HTML, policy JSON) or govcn.
        #[arg(long)]
        adapter: String,
        /// The source.
        #[arg(long)]
        from: PathBuf,
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
        /// Makes packs after so many segments; for tests and rehearsals.
        #[arg(long, hide = true)]
        pack_after: Option<usize>,
    },
    /// Shows what would be taken from one file, without publishing it.
    Try {
        /// A file of any kind that the folder adapter reads.
        from: PathBuf,
        /// What the operator answers for; without one, only the reading is judged.
        #[arg(long)]
        channel: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Takes one document away by hand; its source does not bring it back.
    Withdraw {
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
    /// Changes keys and thresholds.
    Keys {
        #[command(subcommand)]
        step: KeyStep,
    },
    /// Checks every file of a feed.
    Verify {
        feed: PathBuf,
        /// The root that terminals were given.
        #[arg(long)]
        root: PathBuf,
    },
}

#[derive(Subcommand)]
enum KeyStep {
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

#[derive(Clone, Copy, ValueEnum)]
enum Reason {
    Withdrawn,
    Purged,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("publisher: {error:#}");
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
        Command::Keygen { dir } => {
            let seeds = [random()?, random()?, random()?, random()?];
            keys::generate(&dir, now, seeds)?;
            println!(
                "made {} and {}",
                dir.join("root.json").display(),
                dir.join("private").display()
            );
        }
        Command::Publish {
            adapter,
            from,
            channel,
            to,
            keys,
            report,
            confirm_drop,
            confirm_change,
            pack_after,
        } => {
            let channel = channel::load(channel.as_deref())?;
            let (store, keys) = open(&to, &keys)?;
            let mut source = match adapter.as_str() {
                "folder" => Folder::new(&from, &channel, "folder", now),
                "govcn" => Folder::new(&from, &channel, "govcn", now),
                other => bail!("read with adapter {other:?}: folder and govcn are known"),
            };
            let settings = Settings {
                collection: publish::collection(&adapter, &channel.site, &from),
                confirm_drop,
                confirm_change,
                pack_after,
                repository: hex::encode(random::<8>()?),
                now,
                report: report.as_deref(),
            };
            let report = publish::run(&store, &keys, &mut source, &settings)
                .with_context(|| format!("publish {}", from.display()))?;
            println!("{}", report.summary());
        }
        Command::Try {
            from,
            channel,
            json,
        } => {
            let channel = match channel {
                Some(path) => channel::load(Some(&path))?,
                None => trial::lenient(),
            };
            let item = folder::try_file(&from, &channel, now)
                .with_context(|| format!("try {}", from.display()))?;
            let verdict = trial::verdict(item);
            match json {
                true => println!("{}", serde_json::to_string_pretty(&verdict)?),
                false => println!("{}", verdict.words()),
            }
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
            println!("{done} {id}");
        }
        Command::Push { feed, to } => {
            ensure!(
                feed.is_dir(),
                "push {}: there is no such folder",
                feed.display()
            );
            let pushed = push::run(&Store::open(&feed)?, &push::Target::at(&to)?)?;
            println!(
                "{} written, {} there already, {} deleted",
                pushed.written, pushed.present, pushed.deleted
            );
        }
        Command::Keys { step } => change_keys(step, now)?,
        Command::Verify { feed, root } => verify(&feed, &root, now)?,
    }
    Ok(())
}

fn change_keys(step: KeyStep, now: Timestamp) -> anyhow::Result<()> {
    match step {
        KeyStep::Show { keys } => print!("{}", ceremony::show(&KeySet::load(&keys)?)),
        KeyStep::New { out } => println!("{}", ceremony::make_key(&out, random()?)?),
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
            println!("made {}; have it signed", out.display());
        }
        KeyStep::Sign { draft, keys } => {
            let count = ceremony::sign(&keys, &draft)?;
            println!("signed {} with {count} keys", draft.display());
        }
        KeyStep::Install { draft, keys, to } => {
            let (store, _) = open(&to, &keys)?;
            let version = ceremony::install(&store, &keys, &draft, now)?;
            println!(
                "installed root {version}; give {} to new terminals",
                keys.join("root.json").display()
            );
        }
    }
    Ok(())
}

fn verify(feed: &Path, root: &Path, now: Timestamp) -> anyhow::Result<()> {
    let root = std::fs::read(root).with_context(|| format!("read {}", root.display()))?;
    let counts = inspect::run(&feed::Folder::new(feed), &root, now)?;
    println!(
        "sound: {} documents, {} takedowns, {} records in {} segments and {} packs up to {}, {} blobs",
        counts.documents,
        counts.takedowns,
        counts.records,
        counts.segments,
        counts.packs,
        counts.seq,
        counts.blobs
    );
    let state = if counts.expires <= now {
        "expired"
    } else {
        "expires"
    };
    println!("issued {}, {state} {}", counts.issued, counts.expires);
    Ok(())
}

/// Opens feed and keys; keys inside the feed would be served to the whole world.
fn open(to: &Path, keys: &Path) -> anyhow::Result<(Store, KeySet)> {
    let loaded = KeySet::load(keys)?;
    let store = Store::open(to)?;
    let (feed_path, key_path) = (to.canonicalize()?, keys.canonicalize()?);
    ensure!(
        !key_path.starts_with(&feed_path),
        "use keys {}: they lie inside the feed, where everybody can read them",
        keys.display()
    );
    Ok((store, loaded))
}

fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow::anyhow!("take random bytes from the system: {error}"))?;
    Ok(bytes)
}
