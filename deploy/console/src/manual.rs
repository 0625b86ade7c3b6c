//! Pages of the manual, one for a program and one for each of its commands: `PROGRAM --manual DIR`, hidden, for whoever packs it.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use clap::Command;

/// Asks for the pages; must be the first argument.
const OPTION: &str = "--manual";

/// The folder that the pages are asked into.
pub fn wanted(arguments: impl Iterator<Item = OsString>) -> Option<PathBuf> {
    let mut arguments = arguments.skip(1);
    let first = arguments.next()?;
    (first == OPTION)
        .then(|| arguments.next())?
        .map(PathBuf::from)
}

/// Writes `PROGRAM.1`, and `PROGRAM-COMMAND.1` for each command.
pub fn write(command: Command, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(command, folder)
}

/// Ends the process.
pub fn end(written: io::Result<()>) -> ! {
    match written {
        Ok(()) => std::process::exit(0),
        Err(error) => {
            eprintln!("write the manual: {error}");
            std::process::exit(1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_has_its_page_and_hidden_ones_have_none() {
        let command = Command::new("feeder")
            .about("Feeds.")
            .subcommand(Command::new("begin").about("Begins."))
            .subcommand(Command::new("inner").about("Is not told.").hide(true));
        let dir = tempfile::tempdir().unwrap();
        write(command, dir.path()).unwrap();
        let page = std::fs::read_to_string(dir.path().join("feeder-begin.1")).unwrap();
        assert!(page.contains("Begins."), "{page}");
        assert!(dir.path().join("feeder.1").exists());
        assert!(!dir.path().join("feeder-inner.1").exists());
    }

    #[test]
    fn only_the_first_argument_asks_for_the_manual() {
        let asked = |words: &[&str]| wanted(words.iter().map(OsString::from));
        assert_eq!(asked(&["x", "--manual", "d"]), Some("d".into()));
        assert_eq!(asked(&["x", "run", "--manual", "d"]), None);
        assert_eq!(asked(&["x", "--manual"]), None);
        assert_eq!(asked(&["x"]), None);
    }
}
