//! `terminal-config check FILE`: says what is wrong with a terminal.toml. Changes nothing.

use std::io::Read;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Checks the settings of a terminal.
#[derive(Parser)]
#[command(name = "terminal-config", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Report every problem of FILE with its line, key and what is allowed; exit 0 if there is none, else 1.
    Check {
        /// The terminal.toml.
        file: PathBuf,
    },
    /// Print the commented example.
    Example,
    /// Read the attendant's PIN (4 to 12 digits) from standard input and print its hash for `[desk] pin_hash`.
    PinHash,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Check { file } => match config::load(&file) {
            Ok(config) => {
                println!(
                    "{}: in order (terminal {}-{}, {})",
                    file.display(),
                    config.site.id,
                    config.site.terminal,
                    config.site.name
                );
                ExitCode::SUCCESS
            }
            Err(problems) => {
                eprintln!("{problems}");
                ExitCode::from(1)
            }
        },
        Command::Example => {
            print!("{}", config::Config::example());
            ExitCode::SUCCESS
        }
        Command::PinHash => match pin_hash() {
            Ok(hash) => {
                println!("{hash}");
                ExitCode::SUCCESS
            }
            Err(message) => {
                eprintln!("{message}");
                ExitCode::from(1)
            }
        },
    }
}

/// Longest line that is read as a PIN.
const PIN_LINE_BYTES_MAX: u64 = 256;

fn pin_hash() -> Result<String, String> {
    let mut line = String::new();
    std::io::stdin()
        .take(PIN_LINE_BYTES_MAX)
        .read_to_string(&mut line)
        .map_err(|error| format!("read the PIN: {error}"))?;
    config::pin::hash(line.trim_end_matches(['\r', '\n']))
}
