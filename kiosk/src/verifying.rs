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
    console::tell!("kiosk: {}", kiosk::verify::printable(&format!("{error:#}")));
    ExitCode::from(CANNOT_TELL)
}

pub fn verify_slip(load: Load<'_>, number: &str, code: &str) -> ExitCode {
    use kiosk::verify::{Verdict, printable};
    let verdict = load()
        .and_then(|config| kiosk::verify::slip(&config.journal.dir, &config.site, number, code));
    let (said, code) = match verdict {
        Ok(Verdict::Genuine { number, outcome }) => {
            (format!("{number}: genuine; {outcome}"), ExitCode::SUCCESS)
        }
        Ok(Verdict::NotGenuine { why }) => (
            format!("{}: not genuine; {why}", printable(number)),
            ExitCode::FAILURE,
        ),
        Ok(Verdict::CannotTell { why }) => (
            format!(
                "{}: cannot be checked; {}",
                printable(number),
                printable(&why)
            ),
            ExitCode::from(CANNOT_TELL),
        ),
        Err(error) => return cannot_tell(error),
    };
    match console::out(said) {
        Ok(()) => code,
        Err(error) => cannot_tell(error.into()),
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
    console::out(kiosk::verify::printable(&report.to_string()))?;
    Ok(verdict(report.ok()))
}

pub fn export_register(source: Source, out: Option<&Path>) -> anyhow::Result<()> {
    match out {
        None => {
            kiosk::verify::export_register(source, &mut std::io::stdout().lock())?;
        }
        Some(path) => {
            let rows = kiosk::verify::export_register_to(source, path)?;
            console::out(format_args!("{}: {rows} rows", path.display()))?;
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
