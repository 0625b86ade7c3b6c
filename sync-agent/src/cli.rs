//! The command line. Owns the arguments, what is printed and the exit code; decides nothing else.

use crate::agent;
use crate::clock::Clock;
use crate::failure::{Exit, Failure, Outcome, is_disk_full};
use crate::pull::fetch::Place;
use crate::pull::poll;
use crate::report::Sender;
use crate::serve;
use crate::tell::search::{self, SearchArguments};
use crate::tell::{examine, metrics, status, words};
use clap::{Parser, Subcommand};
use config::Config;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Pulls the signed feed into the terminal's mirror.
///
/// Exit: 0 done, 1 failed, 2 bad config, 3 feed unreachable, 4 feed refused, 5 disk full, 75 another agent is at work.
#[derive(Parser)]
#[command(name = "sync-agent", version)]
struct Arguments {
    /// The terminal's settings, terminal.toml
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Takes this time instead of the clock's, RFC 3339; for tests and rehearsals.
    #[arg(long, global = true, hide = true)]
    now: Option<jiff::Timestamp>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Look at the feed once and apply what is new.
    Once,
    /// Poll until told to stop.
    Run,
    /// Apply a feed that lies in a folder, such as a stick; same checks as any feed.
    Import {
        /// The folder that holds `metadata/`.
        path: PathBuf,
    },
    /// Tell the committed state.
    Status {
        /// Print JSON for programs
        #[arg(long)]
        json: bool,
    },
    /// Print the status as Prometheus text.
    Metrics,
    /// Send what the register has to tell, now.
    Upload {
        /// Send everything of the last weeks once more, because the inbox lost it.
        #[arg(long)]
        again: bool,
    },
    /// Check the mirror from end to end, and against trust.db.
    Verify {
        /// Print JSON for programs
        #[arg(long)]
        json: bool,
    },
    /// Search the mirror.
    Search(SearchArguments),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = console::arguments::<Arguments>();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            log!("{failure}");
            ExitCode::from(failure.exit.code())
        }
    }
}

fn run(arguments: &Arguments) -> Outcome<()> {
    let config = agent::settings(&arguments.config)?;
    let clock = Clock(arguments.now);
    match &arguments.command {
        Command::Once => once(&config, clock, None),
        Command::Import { path } => once(&config, clock, Some(path)),
        Command::Run => {
            let mut agent = agent::begin(&config, clock)?;
            let sender = Sender::of(&config, &agent.way);
            on_runtime(serve::run(&mut agent, sender.as_ref()))?
        }
        Command::Status { json } => {
            let status = status::read(&config, clock.now())?;
            say(&if *json {
                as_json(&status)
            } else {
                words::in_words(&status)
            })
        }
        Command::Metrics => say(&metrics::text(&status::read(&config, clock.now())?)),
        Command::Upload { again } => upload_now(&config, clock, *again),
        Command::Verify { json } => {
            let findings = examine::examine(&config.mirror.dir)?;
            if *json {
                say(&as_json(&findings))?;
            } else if findings.ok {
                let notes: String = findings.notes.iter().map(|n| format!("\n  {n}")).collect();
                say(&console::said(&format!(
                    "in order: {} documents, sequence {}{notes}",
                    findings.documents, findings.sequence
                )))?;
            }
            examine::judged(&findings)
        }
        Command::Search(arguments) => say(&search::run(&config.mirror.dir, arguments)?),
    }
}

fn once(config: &Config, clock: Clock, folder: Option<&Path>) -> Outcome<()> {
    let mut agent = agent::begin(config, clock)?;
    let feed = agent.feed.clone();
    let (report, result) = match folder {
        Some(path) => on_runtime(poll::import(agent.puller(true), path))?,
        None => {
            let remembered = agent.trust.remembered(feed.as_str())?;
            let place = Place::at(&feed, &agent.way, remembered)?;
            on_runtime(poll::once(agent.puller(true), &place, feed.as_str()))?
        }
    };
    result.map_err(|failure| failure.context(format!("sync from {}", report.feed)))?;
    say(&console::said(&agent::summary(&report)))
}

fn upload_now(config: &Config, clock: Clock, again: bool) -> Outcome<()> {
    let mut agent = agent::begin(config, clock)?;
    let Some(sender) = Sender::of(config, &agent.way) else {
        return Err(Failure::words(
            Exit::BadConfig,
            "upload: [upload] to is not set",
        ));
    };
    let arrived = on_runtime(async {
        match again {
            true => sender.again().await,
            false => sender.run(&mut agent.trust, clock.now()).await,
        }
    })??;
    say(&console::said(&format!("{arrived} batches arrived")))
}

/// Runs the work to its end; a thread that hangs in a read of a stick is left behind.
pub fn on_runtime<T>(work: impl Future<Output = T>) -> Outcome<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::new(Exit::Unexpected, e).context("start the runtime"))?;
    let value = runtime.block_on(work);
    runtime.shutdown_background();
    Ok(value)
}

fn as_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).expect("plain data has a JSON form")
}

/// Says what was asked for, and fails where nothing takes it.
pub fn say(text: &str) -> Outcome<()> {
    console::out(text.trim_end()).map_err(|error| match is_disk_full(&error) {
        true => Failure::new(Exit::DiskFull, error),
        false => Failure::new(Exit::Unexpected, error),
    })
}
