//! What all command lines of the product have in common: how their arguments are read, and the pages of the manual that follow from
//! them. Knows no program and writes nothing but those pages.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod manual;

use clap::{CommandFactory, FromArgMatches};

/// Reads the arguments of this process; ends it with clap's own words and exit code when they are wrong, or after `--help`.
pub fn arguments<P: CommandFactory + FromArgMatches>() -> P {
    if let Some(folder) = manual::wanted(std::env::args_os()) {
        manual::end(manual::write(P::command(), &folder));
    }
    let mut matches = P::command().get_matches();
    P::from_arg_matches_mut(&mut matches)
        .unwrap_or_else(|error| error.format(&mut P::command()).exit())
}
