//! What the commands that check slips and registers print, and how they end.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use kiosk::verify::Source;

/// Reads the settings.
type Load<'a> = &'a dyn Fn() -> anyhow::Result<config::Config>;

/// Neither yes nor no.
const CANNOT_TELL: u8 = 2;

pub fn cannot_tell(error: anyhow::Error) -> ExitCode {
    eprintln!("kiosk: {}", kiosk::verify::printable(&format!("{error:#}")));
    ExitCode::from(CANNOT_TELL)
}

pub fn verify_slip(load: Load<'_>, number: &str, code: &str) -> ExitCode {
    use kiosk::verify::Verdict;
    let verdict = load()
        .and_then(|config| kiosk::verify::slip(&config.journal.dir, &config.site, number, code));
    match verdict {
        Ok(Verdict::Genuine { number, outcome }) => {
            println!("{number}: genuine; {outcome}");
            ExitCode::SUCCESS
        }
        Ok(Verdict::NotGenuine { why }) => {
            println!("{}: not genuine; {why}", kiosk::verify::printable(number));
            ExitCode::FAILURE
        }
        Ok(Verdict::CannotTell { why }) => {
            let number = kiosk::verify::printable(number);
            println!(
                "{number}: cannot be checked; {}",
                kiosk::verify::printable(&why)
            );
            ExitCode::from(CANNOT_TELL)
        }
        Err(error) => cannot_tell(error),
    }
}

pub fn verify_register(file: &Path, heads: Option<&Path>) -> anyhow::Result<ExitCode> {
    let known = match heads {
        None => Vec::new(),
        Some(path) => {
            let name = path.display();
            let text =
                std::fs::read_to_string(path).with_context(|| format!("read heads {name}"))?;
            match journal::parse_heads(&text) {
                Ok(heads) => heads,
                Err(line) => {
                    bail!(
                        "read heads {name}: line {line}: `<seq> <64 hex digits>` expected, or the digits alone"
                    )
                }
            }
        }
    };
    let report = journal::verify(file, &known)?;
    println!("{}", kiosk::verify::printable(&report.to_string()));
    Ok(verdict(report.ok()))
}

pub fn export_register(source: Source, out: Option<&Path>) -> anyhow::Result<()> {
    match out {
        None => {
            kiosk::verify::export_register(source, &mut std::io::stdout().lock())?;
        }
        Some(path) => {
            let rows = kiosk::verify::export_register_to(source, path)?;
            println!("{}: {rows} rows", path.display());
        }
    }
    Ok(())
}

pub fn verdict(good: bool) -> ExitCode {
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
