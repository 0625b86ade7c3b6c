//! What all command lines of the product have in common: how their arguments are read, in which language they speak, and the pages of
//! the manual that follow from them; how long work says how far it is; which line of a file is wrong; what is written on both channels; besides,
//! the words of pages that programs make. Knows no program and writes no files but those pages.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod channels;
mod help;
mod lines;
mod manual;
mod page;
pub mod progress;
mod words;

use clap::error::ErrorKind;
use clap::{Command, CommandFactory, FromArgMatches};

#[doc(hidden)]
pub use channels::log;
pub use channels::out;
pub use lines::Lines;
pub use page::PageWords;
use words::{Language, Words};

/// Clap's own exit code for wrong arguments.
const EXIT_WRONG_ARGUMENTS: i32 = 2;

/// Reads the arguments of this process; ends it when they are wrong, or after `--help`.
pub fn arguments<P: CommandFactory + FromArgMatches>() -> P {
    if let Some(folder) = manual::wanted(std::env::args_os()) {
        manual::end(manual::write(P::command(), &folder));
    }
    let mut command = match Language::here() {
        Language::English => P::command(),
        Language::Chinese => help::translated(P::command(), Words::chinese()),
    };
    let read = command
        .try_get_matches_from_mut(std::env::args_os())
        .and_then(|mut matches| P::from_arg_matches_mut(&mut matches));
    read.unwrap_or_else(|error| end(error, &mut command))
}

fn end(error: clap::Error, command: &mut Command) -> ! {
    let asked = matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    if asked || Language::here() == Language::English {
        error.format(command).exit();
    }
    tell!("{}", help::wrong(&error, Words::chinese()).trim_end());
    std::process::exit(EXIT_WRONG_ARGUMENTS)
}

/// A message in Chinese, whoever started this program: for what stands on a panel.
pub fn in_chinese(message: &str) -> String {
    Words::chinese().said(message)
}

/// A message as whoever sits here reads it.
pub fn said(message: &str) -> String {
    match Language::here() {
        Language::English => message.to_owned(),
        Language::Chinese => Words::chinese().said(message),
    }
}
