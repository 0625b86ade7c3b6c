//! The command line. Owns the arguments, what is printed and the exit code; decides nothing else.

use crate::failure::{Exit, Failure, Outcome};
use crate::fetch::Place;
use crate::search::{self, SearchArguments};
use crate::session::{self, Session};
use crate::{examine, poll, serve, status};
use clap::{Parser, Subcommand};
use config::Config;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Pulls the signed feed into the terminal's mirror.
///
/// Exit: 0 done, 1 failed, 2 bad config, 3 feed unreachable, 4 feed refused, 5 disk full, 75 another agent is at work.
#[derive(Parser)]
#[command(name = "sync-agent", version)]
struct Arguments {
    /// The terminal.toml.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
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
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Check the mirror from end to end, and against trust.db.
    Verify {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Search the mirror.
    Search(SearchArguments),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("sync-agent: {failure}");
            ExitCode::from(failure.exit.code())
        }
    }
}

fn run(arguments: &Arguments) -> Outcome<()> {
    let config = session::settings(&arguments.config)?;
    match &arguments.command {
        Command::Once => once(&config, None),
        Command::Import { path } => once(&config, Some(path)),
        Command::Run => {
            let mut session = session::begin(&config)?;
            runtime()?.block_on(serve::run(&mut session))
        }
        Command::Status { json } => {
            let status = status::read(&config, session::clock())?;
            say(&if *json {
                as_json(&status)
            } else {
                status::in_words(&status)
            })
        }
        Command::Verify { json } => {
            let findings = examine::examine(&config.mirror.dir)?;
            if *json {
                say(&as_json(&findings))?;
            } else if findings.ok {
                let notes: String = findings.notes.iter().map(|n| format!("\n  {n}")).collect();
                say(&format!(
                    "in order: {} documents, sequence {}{notes}",
                    findings.documents, findings.sequence
                ))?;
            }
            examine::judged(&findings)
        }
        Command::Search(arguments) => say(&search::run(&config.mirror.dir, arguments)?),
    }
}

fn once(config: &Config, folder: Option<&Path>) -> Outcome<()> {
    let mut session = session::begin(config)?;
    let Session {
        terminal,
        feed,
        poll_limits,
        trust,
        ..
    } = &mut session;
    let (place, name) = match folder {
        Some(path) => (Place::folder(path), path.display().to_string()),
        None => {
            let remembered = trust.remembered(feed.as_str())?;
            (Place::at(feed, *poll_limits, remembered)?, feed.to_string())
        }
    };
    let polled = poll::once(terminal, &place, &name, trust, session::clock());
    let (report, result) = runtime()?.block_on(polled);
    result.map_err(|failure| failure.context(format!("sync from {name}")))?;
    say(&session::summary(&report))
}

fn runtime() -> Outcome<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::new(Exit::Unexpected, e).context("start the runtime"))
}

fn as_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).expect("plain data has a JSON form")
}

fn say(text: &str) -> Outcome<()> {
    // A reader that has gone away (`| head`) is no failure.
    let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
    Ok(())
}
