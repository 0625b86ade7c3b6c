//! The command line. Owns the arguments, what is printed and the exit code; decides nothing else.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use config::Config;
use sync_agent::cli::{on_runtime, say};
use sync_agent::clock::Clock;
use sync_agent::failure::Outcome;

use crate::device::Device;
use crate::inbox::{self, Found};
use crate::offers::Asking;
use crate::run::{self, Hands, Look};
use crate::steps::State;

/// Renews the system of a terminal from signed bundles.
///
/// Exit: 0 done, 1 failed, 2 bad config, 3 feed unreachable, 4 feed refused, 5 disk full, 75 another updater is at work.
#[derive(Parser)]
#[command(name = "updater", version)]
struct Arguments {
    /// The terminal's settings, terminal.toml
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Takes this time instead of the clock's, RFC 3339; for tests and rehearsals.
    #[arg(long, global = true, hide = true)]
    now: Option<jiff::Timestamp>,
    /// The folder that is `/` on a device; for tests.
    #[arg(long, global = true, hide = true, default_value = "/")]
    system: PathBuf,
    /// What installs; for tests.
    #[arg(long, global = true, hide = true, default_value = "/usr/bin/rauc")]
    rauc: PathBuf,
    /// What starts the machine anew, a program and its arguments; for tests.
    #[arg(
        long,
        global = true,
        hide = true,
        default_value = "/usr/bin/systemctl reboot"
    )]
    restart: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Look at the feed and fetch what the wanted bundle needs; as the user of the agent.
    Fetch {
        /// Only if [update] every_h are over since the last look.
        #[arg(long)]
        due: bool,
    },
    /// Take every step that can be taken now: put together, install, start anew, confirm or go back.
    Run,
    /// Tell how far an update is.
    Status {
        /// Print JSON for programs
        #[arg(long)]
        json: bool,
    },
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
    let config = sync_agent::agent::settings(&arguments.config)?;
    let clock = Clock(arguments.now);
    let device = Device::at(&arguments.system);
    match &arguments.command {
        Command::Fetch { .. } if !config.update.on => {
            say(&console::said("updates are switched off"))
        }
        Command::Fetch { due: true } if !inbox::is_due(&config, clock.now()) => Ok(()),
        Command::Fetch { .. } => fetch(&config, &device, clock),
        Command::Run => {
            let words = arguments.restart.split_ascii_whitespace();
            let hands = Hands {
                rauc: arguments.rauc.clone(),
                restart: words.map(str::to_owned).collect(),
            };
            let look = Look {
                config: &config,
                device: &device,
                hands: &hands,
                now: clock.now(),
            };
            let state = on_runtime(look.run())??;
            let (at, version) = run::in_words(&state);
            say(&in_words(at, version))
        }
        Command::Status { json } => status(&config, &device, *json),
    }
}

fn fetch(config: &Config, device: &Device, clock: Clock) -> Outcome<()> {
    let state = run::state(config)?;
    let asking = Asking::of(config, device.board()?, device.running()?, state.failed());
    let found = on_runtime(inbox::fetch(config, &asking, &state, clock))??;
    let told = match found {
        Found::Nothing => "no new system".to_owned(),
        Found::Whole(bundle) => format!("the system {} is fetched", bundle.version),
    };
    say(&console::said(&told))
}

fn status(config: &Config, device: &Device, json: bool) -> Outcome<()> {
    let state = run::state(config)?;
    let running = device.running()?;
    if json {
        return say(&as_json(&state, running));
    }
    let (at, version) = run::in_words(&state);
    say(&format!("{running}: {}", in_words(at, version)))?;
    for refused in &state.refused {
        let why = console::said(run::why(refused.why));
        say(&format!("{}: {why}", refused.version))?;
    }
    Ok(())
}

fn in_words(at: &str, version: Option<String>) -> String {
    let version = version.unwrap_or_default();
    format!("{} {version}", console::said(at))
        .trim_end()
        .to_owned()
}

fn as_json(state: &State, running: feed::Version) -> String {
    let (at, version) = run::in_words(state);
    let refused: Vec<_> = state
        .refused
        .iter()
        .map(|r| serde_json::json!({"version": r.version, "why": run::why(r.why)}))
        .collect();
    let told = serde_json::json!({
        "running": running,
        "at": at,
        "version": version,
        "refused": refused,
    });
    format!("{told:#}")
}
