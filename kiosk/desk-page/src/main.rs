//! The `desk-page` program: reads the settings, makes the certificate at the first start, listens. Says nothing of who asked.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use clap::{Parser, Subcommand};
use config::{Config, DeskPage};
use desk_page::identity::{self, Identity};
use desk_page::{Desk, house, listen, routes};
use tokio::net::TcpListener;

/// The attendant's desk as a page for the computers of the office (工作台网页).
#[derive(Parser)]
#[command(name = "desk-page", version)]
struct Arguments {
    /// The terminal's settings, terminal.toml
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Print the fingerprint of the page's certificate (SHA-256), as browsers show it; make the certificate if there is none.
    Fingerprint,
    /// Tell whether the settings switch the page on: exit 0 if so, 1 if not.
    IsOn,
}

fn main() -> ExitCode {
    match run(&console::arguments()) {
        Ok(code) => code,
        Err(error) => {
            console::tell!("{}", console::said(&format!("desk-page: {error:#}")));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let path = arguments.config.as_deref();
    let config = load(path.context("read configuration: give --config FILE")?)?;
    if matches!(arguments.command, Some(Command::IsOn)) {
        return Ok(match config.desk_page {
            Some(_) => ExitCode::SUCCESS,
            None => ExitCode::FAILURE,
        });
    }
    let page = config
        .desk_page
        .as_ref()
        .context("the page is off: [desk_page] listen is missing")?;
    let identity = Identity::load_or_make(&page.state, &page.names)?;
    match arguments.command {
        Some(Command::Fingerprint) => {
            console::out(identity::shown(&identity.fingerprint()))?;
        }
        _ => serve(&config, page, &identity)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn load(path: &Path) -> anyhow::Result<Config> {
    Ok(config::load(path)?)
}

fn serve(config: &Config, page: &DeskPage, identity: &Identity) -> anyhow::Result<()> {
    let began = Instant::now();
    let desk = Desk::new(config, identity, Arc::new(move || began.elapsed()))?;
    let tls = house::server(identity)?;
    // The page serves all the same: only the desk cannot show by what it is known.
    if let Err(error) = identity::tell(&page.fingerprint, identity) {
        console::tell!("{}", console::said(&format!("desk-page: {error:#}")));
    }
    let runtime = tokio::runtime::Runtime::new().context("start")?;
    runtime.block_on(async {
        let listener = TcpListener::bind(page.listen)
            .await
            .with_context(|| format!("listen at {}", page.listen))?;
        let at = listener.local_addr().context("listen")?;
        console::out(format_args!(
            "desk-page: https://{at}/ {}",
            identity::shown(&identity.fingerprint())
        ))?;
        // Without systemd nobody waits for it.
        let _ = sd_notify::notify(false, &[sd_notify::NotifyState::Ready]);
        tokio::select! {
            () = listen::serve(listener, tls, listen::heard(&page.from), routes(desk)) => {}
            () = stopped() => {}
        }
        Ok(())
    })
}

/// Until systemd or a person ends it.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
