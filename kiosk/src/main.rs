//! The touch-screen program: parses the command line, prints errors once with their causes. Does no work itself.
#![cfg_attr(test, allow(clippy::unwrap_used))]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};
use kiosk::bridge::fonts::FontMissing;
use kiosk::verify::Source;

mod verifying;

use verifying::{cannot_tell, export_register, verdict, verify_register, verify_slip};

/// Touch screen of a disclosure reading point (政务公开查阅点).
#[derive(Parser)]
#[command(version)]
struct Cli {
    /// The terminal's settings, terminal.toml
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// Size of the window in pixels, on development machines.
    #[arg(long, value_parser = size)]
    size: Option<(u32, u32)>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Render every sample screen to a picture.
    #[cfg(feature = "studio")]
    Shots(kiosk::studio::shots::Args),
    /// Play a script of touches on the real mirror and printer.
    #[cfg(feature = "studio")]
    Journey {
        /// One step a line: tap hold key type drag explore double-tap flick headphones voice advance expect expect-not expect-spoken wait shot heard.
        script: PathBuf,
        /// Where pictures go.
        #[arg(long)]
        out: PathBuf,
        /// Size of the window in pixels.
        #[arg(long, value_parser = size, default_value = "1080x1920")]
        size: (u32, u32),
        /// Wall time at the start, RFC 3339; now if not given.
        #[arg(long)]
        now: Option<jiff::Timestamp>,
    },
    /// Draw the pictures that the handbooks name, each by its name, and remove those that none names.
    #[cfg(feature = "studio")]
    HandbookPictures {
        /// Folder of the handbooks; the pictures lie below it.
        pages: PathBuf,
    },
    /// Touch and type without sense, on the real mirror: exit 1 when something crashes, is a dead end or takes memory.
    #[cfg(feature = "studio")]
    Monkey {
        /// Touches and keys.
        #[arg(long, default_value_t = 100_000)]
        touches: u32,
        /// The same seed does the same.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Size of the window in pixels.
        #[arg(long, value_parser = size, default_value = "1080x1920")]
        size: (u32, u32),
        /// By ear: gestures instead of touches; silence and presses of what was only pointed at are faults.
        #[arg(long)]
        by_ear: bool,
    },
    /// Show on the panel what is happening while the machine starts, until the screen is drawn. Needs no settings.
    Splash {
        /// Where the machine's files lie, for tests.
        #[arg(long, default_value = "/", hide = true)]
        root: PathBuf,
    },
    /// Tell whether this terminal gave out a slip: exit 0 if so, 1 if not, 2 if it cannot be checked.
    VerifySlip {
        /// Register number (登记号).
        number: String,
        /// Verification code (核验码).
        code: String,
    },
    /// Check a register against itself and against known heads: exit 0 if sound, 1 if not, 2 if it cannot be read.
    VerifyRegister {
        /// journal.db, or the folder it lies in.
        file: PathBuf,
        /// Heads from daily sheets and uploads, one `<seq> <hash>` a line.
        #[arg(long)]
        heads: Option<PathBuf>,
    },
    /// Print what the terminal would say for a text: clauses in toned pinyin, one a line.
    Say {
        /// What is read.
        text: String,
        /// The words as they are said stand before the pinyin of each clause.
        #[arg(long)]
        transcript: bool,
    },
    /// Print the heads of past days, one `<seq> <hash>` a line, as `verify-register --heads` reads them.
    Heads {
        /// Only up to the end of this day, `yyyymmdd`.
        #[arg(long)]
        day: Option<String>,
    },
    /// Check what the terminal needs, in words; or how many hanzi it draws, prints, finds and takes. Exit 1 when something is missing.
    SelfTest {
        /// What to check.
        #[arg(value_enum)]
        what: Option<Checked>,
        /// For a program to read.
        #[arg(long)]
        json: bool,
    },
    /// Print what the registers hold sealed to the office, lines `NUMBER PURPOSE SEALED` for `terminal-config open-sealed`.
    Sealed {
        /// Of the numbers of this year, `yyyy`; the present one if not given.
        #[arg(long)]
        year: Option<String>,
    },
    /// Write the applications of a year as the third table of the yearly report, CSV; numbers that a person must place go to standard error.
    Yearly {
        /// `yyyy`; the present year if not given.
        #[arg(long)]
        year: Option<String>,
        /// Only what this office is to answer.
        #[arg(long)]
        office: Option<String>,
        /// File to write; standard output if not given.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Write the day sheet of the register as A4 PDF.
    DaySheet {
        /// `YYYY-MM-DD`; the present day if not given.
        #[arg(long)]
        day: Option<jiff::civil::Date>,
        /// File to write.
        #[arg(long)]
        out: PathBuf,
    },
    /// Write what an inspection of the point asks for: one PDF, and a table for each of its five parts.
    Compliance {
        /// Folder to write into; it is made where it is not there.
        #[arg(long)]
        out: PathBuf,
    },
    /// Write the register as CSV, or as a workbook where the file ends with .xlsx.
    ExportRegister {
        /// File to write; standard output if not given.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Not the register in use but this file: one that was set aside, or a copy.
        #[arg(long)]
        file: Option<PathBuf>,
    },
}

/// What `self-test` is about.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Checked {
    /// The hanzi of GB 18030-2022, implementation level 3.
    Characters,
}

fn main() -> ExitCode {
    kiosk::memory::give_back();
    kiosk::secrecy::keep();
    match run(console::arguments()) {
        Ok(code) => code,
        Err(error) => {
            console::tell!("kiosk: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let config = cli.config.as_deref();
    match cli.command {
        None => show(config, cli.size),
        #[cfg(feature = "studio")]
        Some(Command::Shots(args)) => {
            kiosk::studio::shots::shots(&load(config)?, &args)?;
            Ok(ExitCode::SUCCESS)
        }
        #[cfg(feature = "studio")]
        Some(Command::Journey {
            script,
            out,
            size,
            now,
        }) => {
            let options = kiosk::studio::journey::Options {
                size,
                from: now.unwrap_or_else(jiff::Timestamp::now),
            };
            let steps = kiosk::studio::journey::play(&load(config)?, &script, &out, &options)?;
            console::out(format_args!(
                "{}: {steps} steps, pictures in {}",
                script.display(),
                out.display()
            ))?;
            Ok(ExitCode::SUCCESS)
        }
        #[cfg(feature = "studio")]
        Some(Command::HandbookPictures { pages }) => {
            let drawn = kiosk::studio::handbook::make(&pages)?;
            console::out(format_args!("{}: {drawn} pictures", pages.display()))?;
            Ok(ExitCode::SUCCESS)
        }
        #[cfg(feature = "studio")]
        Some(Command::Monkey {
            touches,
            seed,
            size,
            by_ear,
        }) => {
            let options = kiosk::studio::journey::Options {
                size,
                from: jiff::Timestamp::now(),
            };
            let out = std::env::temp_dir();
            let done =
                kiosk::studio::monkey::play(&load(config)?, &out, &options, touches, seed, by_ear)?;
            console::out(format_args!(
                "{} touches, {} KB then {} KB",
                done.touches,
                done.early_bytes / 1024,
                done.late_bytes / 1024
            ))?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::Splash { root }) => {
            kiosk::splash::show(&root)?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::VerifySlip { number, code }) => {
            Ok(verify_slip(&|| load(config), &number, &code))
        }
        Some(Command::VerifyRegister { file, heads }) => {
            Ok(verify_register(&file, heads.as_deref()).unwrap_or_else(cannot_tell))
        }
        Some(Command::Heads { day }) => {
            let dir = load(config)?.journal.dir;
            kiosk::verify::print_heads(&dir, day.as_deref(), &mut std::io::stdout().lock())?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::Say { text, transcript }) => {
            for line in kiosk::say::lines(&text, transcript)? {
                console::out(line)?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::SelfTest {
            what: Some(Checked::Characters),
            json,
        }) => characters(json),
        Some(Command::SelfTest { what: None, json }) => self_test(config, json),
        Some(Command::Sealed { year }) => {
            let dir = load(config)?.journal.dir;
            let today = journal::day_of(jiff::Timestamp::now());
            let year = year.unwrap_or_else(|| today[..4].to_owned());
            kiosk::sealed::write(&dir, &year, &mut std::io::stdout().lock())?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::Yearly { year, office, out }) => {
            let dir = load(config)?.journal.dir;
            let today = journal::day_of(jiff::Timestamp::now());
            let year = year.unwrap_or_else(|| today[..4].to_owned());
            kiosk::office::yearly(&dir, &year, office.as_deref(), out.as_deref())?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::DaySheet { day, out }) => {
            kiosk::office::write_day_sheet(&load(config)?, day, &out, jiff::Timestamp::now())?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::Compliance { out }) => {
            let now = jiff::Timestamp::now();
            kiosk::workers::compliance::write_folder(&load(config)?, &out, now)?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::ExportRegister {
            out: Some(out),
            file: None,
        }) if out.extension().is_some_and(|end| end == "xlsx") => {
            kiosk::office::workbook(&load(config)?.journal.dir, None, &out)?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::ExportRegister { out, file }) => {
            let dir = load(config)?.journal.dir;
            let source = match &file {
                None => Source::InUse(&dir),
                Some(file) => Source::SetAside {
                    file,
                    journal: &dir,
                },
            };
            export_register(source, out.as_deref())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The terminal; or, on a device, what is wrong with its settings.
fn show(path: Option<&Path>, size: Option<(u32, u32)>) -> anyhow::Result<ExitCode> {
    let path = path.context("read configuration: give --config FILE")?;
    match kiosk::bridge::fonts::check_first().context("make window")? {
        Ok(()) => {}
        Err(missing @ FontMissing::Family(_)) => {
            kiosk::fonts_missing::show(&missing)?;
            return Ok(ExitCode::SUCCESS);
        }
        Err(missing) => return Err(missing.into()),
    }
    match config::load(path) {
        Ok(config) => {
            let config = kiosk::first_pin::with_stored(config)?;
            match kiosk::first_pin::is_asked(&config) {
                // The next start finds it.
                true => kiosk::first_pin::ask(&config.journal.dir)?,
                false => kiosk::app::run(&config, size)?,
            }
        }
        Err(problems) if kiosk::wrong_settings::is_device() => {
            console::tell!("kiosk: {problems}");
            kiosk::wrong_settings::show(path, &problems)?;
        }
        Err(problems) => return Err(problems.into()),
    }
    Ok(ExitCode::SUCCESS)
}

fn load(path: Option<&Path>) -> anyhow::Result<config::Config> {
    let path = path.context("read configuration: give --config FILE")?;
    Ok(config::load(path)?)
}

fn characters(json: bool) -> anyhow::Result<ExitCode> {
    let renderer = printer::Renderer::new().context("find fonts of the slip")?;
    kiosk::bridge::fonts::without_window();
    kiosk::bridge::fonts::add_rare();
    let report = kiosk::characters::report(&kiosk::bridge::fonts::Fonts::load(), &renderer);
    if json {
        console::out(serde_json::to_string(&report)?)?;
    } else {
        console::out(report.to_string().trim_end())?;
    }
    Ok(verdict(report.whole()))
}

/// Says what is there and what is missing, in words.
fn self_test(config: Option<&Path>, json: bool) -> anyhow::Result<ExitCode> {
    let config = load(config)?;
    kiosk::bridge::fonts::without_window();
    let report = kiosk::startup::judge(&kiosk::startup::look(&config, jiff::Timestamp::now()));
    if json {
        console::out(serde_json::to_string(&report)?)?;
    } else {
        console::out(report.to_string().trim_end())?;
    }
    Ok(verdict(report.good()))
}

/// `1080x1920`.
fn size(text: &str) -> Result<(u32, u32), String> {
    let sides = text.split_once('x').and_then(|(width, height)| {
        let sides: (u32, u32) = (width.parse().ok()?, height.parse().ok()?);
        let fits = |side: u32| (200..=8_000).contains(&side);
        (fits(sides.0) && fits(sides.1)).then_some(sides)
    });
    sides.ok_or_else(|| "WIDTHxHEIGHT, each 200 to 8000 pixels".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_and_capped() {
        assert_eq!(size("1080x1920"), Ok((1080, 1920)));
        for bad in ["1080", "0x0", "1080x99999", "x", "-1x5"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }
}
