//! `terminal-config check FILE`: says what is wrong with a terminal.toml; keys, hashes, and what was sealed to the office; what the
//! settings ask of the machine. Changes nothing but the folder that `machine --out` names.

use std::io::{BufRead, Read};

use clap::{Parser, Subcommand};
use config::seal::OfficeSecret;
use std::path::{Path, PathBuf};
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
        /// The terminal's settings, terminal.toml
        file: PathBuf,
    },
    /// Print the rules of the wall around the terminal, for `nft -f -`: what FILE names may be reached, nothing comes in but the office to its page where FILE
    /// switches it on.
    Nftables {
        /// The terminal's settings, terminal.toml
        file: PathBuf,
    },
    /// Write what FILE asks of the machine: `wall.nft` for nft, `kiosk.env` for the kiosk's unit, `touch.env` for udev.
    Machine {
        /// The terminal's settings, terminal.toml
        file: PathBuf,
        /// Folder that it is written to.
        #[arg(long)]
        out: PathBuf,
    },
    /// Print the commented example.
    Example,
    /// Make the office's pair of keys: the public one goes into `[office] key`, the secret one stays with the office.
    OfficeKey,
    /// Open what terminals sealed: lines `NUMBER PURPOSE SEALED` on standard input, as `kiosk sealed` prints them; writes one line of JSON for
    /// each. Exit 0 if all could be opened, else 1.
    OpenSealed {
        /// File with the office's secret.
        #[arg(long)]
        key: PathBuf,
    },
    /// Read the attendant's PIN (4 to 12 digits) from standard input and print its hash for `[desk] pin_hash`.
    PinHash,
}

fn main() -> ExitCode {
    match run(console::arguments::<Arguments>().command) {
        Ok(said) => match console::out(said.trim_end()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                console::tell!("{}", console::said(&error.to_string()));
                ExitCode::from(1)
            }
        },
        Err(message) => {
            console::tell!("{}", console::said(&message));
            ExitCode::from(1)
        }
    }
}

fn run(command: Command) -> Result<String, String> {
    match command {
        Command::Check { file } => {
            let config = check(&file).map_err(|problems| problems.to_string())?;
            let said = format!(
                "{}: in order (terminal {}-{}, {})",
                file.display(),
                config.site.id,
                config.site.terminal,
                config.site.name
            );
            Ok(console::said(&said) + "\n")
        }
        Command::Nftables { file } => Ok(load(&file)?.wall()),
        Command::Machine { file, out } => machine(&load(&file)?, &out),
        Command::Example => Ok(config::Config::example().to_owned()),
        Command::OfficeKey => {
            let (secret, key) = OfficeSecret::generate();
            Ok(format!("{}\n{}\n", key.text(), secret.text()))
        }
        Command::OpenSealed { key } => match open_sealed(&key)? {
            true => Ok(String::new()),
            false => Err("some lines were not opened with this key".into()),
        },
        Command::PinHash => Ok(format!("{}\n", pin_hash()?)),
    }
}

fn load(file: &Path) -> Result<config::Config, String> {
    config::load(file).map_err(|problems| problems.to_string())
}

fn machine(config: &config::Config, out: &Path) -> Result<String, String> {
    for (name, text) in [
        ("wall.nft", config.wall()),
        ("kiosk.env", config.screen_variables()),
        ("touch.env", config.touch_variables()),
    ] {
        let path = out.join(name);
        std::fs::write(&path, text).map_err(|e| format!("write {}: {e}", path.display()))?;
    }
    Ok(String::new())
}

/// Longest line that is read as something sealed.
const SEALED_LINE_BYTES_MAX: u64 = 256 * 1024;
/// Longest file that is read as a key.
const KEY_BYTES_MAX: u64 = 4 * 1024;

/// False when a line could not be opened; the others are.
fn open_sealed(key: &Path) -> Result<bool, String> {
    let shown = key.display();
    let failed = |error| format!("read key {shown}: {error}");
    let mut text = String::new();
    let file = std::fs::File::open(key).map_err(failed)?;
    file.take(KEY_BYTES_MAX)
        .read_to_string(&mut text)
        .map_err(failed)?;
    let line = text.lines().find(|line| line.starts_with("office-secret:"));
    let secret = line.ok_or_else(|| format!("read key {shown}: holds no office-secret:"))?;
    let secret =
        OfficeSecret::parse(secret).map_err(|error| format!("read key {shown}: {error}"))?;
    let mut input = std::io::stdin().lock();
    let mut all = true;
    for number in 1.. {
        let mut line = String::new();
        let read = (&mut input)
            .take(SEALED_LINE_BYTES_MAX)
            .read_line(&mut line)
            .map_err(|error| format!("read line {number}: {error}"))?;
        if read == 0 {
            break;
        }
        if line.trim().is_empty() {
            continue;
        }
        match opened(&secret, line.trim()) {
            Ok(json) => console::out(json).map_err(|error| error.to_string())?,
            Err(error) => {
                console::tell!("{}", console::said(&format!("line {number}: {error}")));
                all = false;
            }
        }
    }
    Ok(all)
}

fn opened(secret: &OfficeSecret, line: &str) -> Result<String, String> {
    let mut parts = line.splitn(3, ' ');
    let (Some(number), Some(purpose), Some(sealed)) = (parts.next(), parts.next(), parts.next())
    else {
        return Err("is not NUMBER PURPOSE SEALED".into());
    };
    let plain = secret
        .open(purpose, sealed)
        .map_err(|error| format!("{number} {purpose}: {error}"))?;
    let row = serde_json::json!({ "number": number, "purpose": purpose, "text": plain });
    Ok(row.to_string())
}

fn check(file: &Path) -> Result<config::Config, config::Problems> {
    let config = config::load(file)?;
    config::check_places(&config, file)?;
    Ok(config)
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
