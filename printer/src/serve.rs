//! `printer virtual`: starts the virtual printer with our fonts. On devices it is left out.

use clap::Args;
use printer::device_font;
use printer::virtual_printer::{self, Faults, Settings};
use std::io::BufRead;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// What the virtual printer is told on the command line.
#[derive(Args)]
pub struct Serve {
    /// Listen on this address, e.g. 127.0.0.1:9100
    #[arg(long, value_name = "ADDR")]
    tcp: Option<SocketAddr>,
    /// Make a pseudo-terminal and link to it
    #[arg(long, value_name = "LINK")]
    pty: Option<PathBuf>,
    /// Folder for slips
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// What goes wrong, e.g. baud=115200,paper-out-row=500,mute
    #[arg(long, value_name = "SPEC", default_value = "")]
    faults: String,
    /// Dots across the paper
    #[arg(long, value_name = "DOTS", default_value_t = 576, value_parser = clap::value_parser!(u32).range(8..=2048))]
    width_dots: u32,
    /// Take faults from standard input: each line loads a new roll and sets them
    #[arg(long)]
    orders: bool,
}

impl Serve {
    /// Serves until the process ends.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let faults: Faults = self.faults.parse()?;
        let settings = Settings {
            tcp: self.tcp,
            pty: self.pty,
            out: self.out,
            faults,
            width_dots: self.width_dots,
        };
        // Not without being told: a program in the background that reads its terminal is stopped.
        let mut orders: Box<dyn BufRead> = match self.orders {
            true => Box::new(std::io::stdin().lock()),
            false => Box::new(std::io::empty()),
        };
        virtual_printer::run(
            &settings,
            device_font()?,
            &mut std::io::stdout(),
            &mut orders,
        )?;
        Ok(ExitCode::SUCCESS)
    }
}
