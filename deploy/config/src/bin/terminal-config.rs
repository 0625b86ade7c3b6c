//! `terminal-config check FILE`: says what is wrong with a terminal.toml. Changes nothing.

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
    }
}
