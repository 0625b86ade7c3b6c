//! The bench tool: ask a printer, print a test page or a receipt, or be a printer without paper. Knows no terminal.toml.

mod inspect;
#[cfg(feature = "virtual")]
mod serve;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use printer::{Connection, Go, Outcome, Patience, Printer, Profile, Receipt, Renderer, State};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Largest receipt file that is read.
const RECEIPT_FILE_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Between two questions of `status --watch`.
const WATCH_INTERVAL: Duration = Duration::from_secs(1);

#[derive(Parser)]
#[command(
    name = "printer",
    about = "Receipt printers of the terminal: probe, status, test page, receipts, and a virtual printer"
)]
struct Cli {
    #[command(flatten)]
    device: Device,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Device {
    /// tcp://HOST:9100, serial:///dev/ttyS0?baud=115200, usb:///dev/usb/lp0 or none
    #[arg(long, value_name = "URL", global = true)]
    connection: Option<String>,
    /// Model: generic-80mm, generic-58mm, epson-80mm or another of the profiles
    #[arg(long, value_name = "NAME", global = true)]
    profile: Option<String>,
    /// Folder with profiles of your own, NAME.toml each
    #[arg(long, value_name = "DIR", global = true)]
    profiles: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Connect, ask, and say what answers: state, model, why it is off line, whether the profile fits
    Probe {
        /// As one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Print a strip, measure speed and buffer, and print the profile as TOML
    Calibrate,
    /// Say the state in one word
    Status {
        /// Say it again whenever it changes
        #[arg(long)]
        watch: bool,
    },
    /// Print a test page
    Test,
    /// Print a receipt file; the outcome is one JSON line; exit 0 printed or sent, 1 refused, 2 bad input, 3 unknown
    Print {
        /// The receipt as JSON: title, blocks, number and code
        receipt: PathBuf,
    },
    /// Be a printer: write slips as files
    #[cfg(feature = "virtual")]
    Virtual(serve::Serve),
}

fn main() -> ExitCode {
    let cli = console::arguments::<Cli>();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            console::tell!("{}", console::said(&format!("printer: {error:#}")));
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let device = cli.device;
    match cli.command {
        Command::Probe { json } => inspect::probe(&device, json),
        Command::Calibrate => inspect::calibrate(&device),
        Command::Status { watch } => status(&device, watch),
        Command::Test => print(&device, &printer::test_page()),
        Command::Print { receipt } => print(&device, &read(&receipt)?),
        #[cfg(feature = "virtual")]
        Command::Virtual(serve) => serve.run(),
    }
}

impl Device {
    fn parts(&self) -> anyhow::Result<(Connection, Profile)> {
        let url = self
            .connection
            .as_deref()
            .context("name the printer: --connection URL")?;
        let name = self
            .profile
            .as_deref()
            .context("name the model: --profile NAME")?;
        if let Some(folder) = self.profiles.as_deref().filter(|folder| !folder.is_dir()) {
            anyhow::bail!("read profiles {}: no such folder", folder.display());
        }
        let profile = printer::profile_in(self.profiles.as_deref(), name)?;
        let profile = profile.with_context(|| {
            format!(
                "find profile {name:?}: there are {}",
                printer::profile_names().join(", ")
            )
        })?;
        let connection: Connection = url.parse()?;
        connection.check()?;
        Ok((connection, profile))
    }

    fn open(&self) -> anyhow::Result<(Printer, Profile)> {
        let (connection, profile) = self.parts()?;
        Ok((
            Printer::open(&connection, &profile).with_patience(Patience::default()),
            profile,
        ))
    }
}

fn status(device: &Device, watch: bool) -> anyhow::Result<ExitCode> {
    let (mut printer, _) = device.open()?;
    let mut last = None;
    loop {
        let state = printer.status();
        if last != Some(state) {
            console::out(state.as_code())?;
            if let Some(cause) = printer.cause() {
                let told = format!("printer: {}", inspect::told(cause));
                console::tell!("{}", console::said(&told));
            }
            last = Some(state);
        }
        if !watch {
            return Ok(code(state));
        }
        std::thread::sleep(WATCH_INTERVAL);
    }
}

/// 0 when a job could begin, else 1.
fn code(state: State) -> ExitCode {
    ExitCode::from(u8::from(state.hindrance().is_some()))
}

fn read(path: &Path) -> anyhow::Result<Receipt> {
    let open = || format!("read receipt {}", path.display());
    let mut text = String::new();
    let file = std::fs::File::open(path).with_context(open)?;
    file.take(RECEIPT_FILE_BYTES_MAX + 1)
        .read_to_string(&mut text)
        .with_context(open)?;
    anyhow::ensure!(
        text.len() as u64 <= RECEIPT_FILE_BYTES_MAX,
        "{}: larger than {RECEIPT_FILE_BYTES_MAX} bytes",
        open()
    );
    Receipt::read(&text).with_context(open)
}

fn print(device: &Device, receipt: &Receipt) -> anyhow::Result<ExitCode> {
    let (mut printer, profile) = device.open()?;
    let slip = Renderer::new()?.compose(receipt, &profile)?;
    let outcome = printer.print(&slip, &mut |_| Go::Continue);
    let mut line = serde_json::to_value(outcome)?;
    line["length_mm"] = slip.length_mm().into();
    line["omitted"] = slip.omitted().into();
    // What became of the paper is told by the exit code all the same.
    if let Err(error) = console::out(line) {
        console::tell!("{}", console::said(&format!("printer: {error}")));
    }
    Ok(ExitCode::from(match outcome {
        Outcome::Printed { .. } | Outcome::Sent => 0,
        Outcome::Refused { .. } => 1,
        Outcome::Cancelled | Outcome::Unknown { .. } => 3,
    }))
}
