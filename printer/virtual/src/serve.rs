//! Ways into the virtual printer: TCP and a pseudo-terminal. Decodes nothing.

use super::faults::Faults;
use super::font::Font;
use super::machine::Device;
use super::output::Output;
use super::roll::Roll;
use super::served::{Fed, Served, Shared};
use super::terminal;
use anyhow::Context;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::AsFd;
use rustix::net::sockopt::set_socket_linger;
use std::io::{self, BufRead, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Connections served at a time.
const CONNECTIONS_MAX: usize = 64;
/// Between two looks at a line that is closed or held.
const TICK: Duration = Duration::from_millis(10);

/// What to serve.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address to listen on; port 0 picks one.
    pub tcp: Option<SocketAddr>,
    /// Where to put a link to the pseudo-terminal.
    pub pty: Option<PathBuf>,
    /// Folder for slips.
    pub out: PathBuf,
    /// What goes wrong.
    pub faults: Faults,
    /// Dots across the paper.
    pub width_dots: u32,
}

/// Serves until the process ends. Writes one line for each way, when all are ready. Each line of `orders` is a list of faults:
/// when every connection is closed and what came over it is printed, a new roll is loaded, the cover closed, and from then on these
/// faults hold; answered by `loaded`.
pub fn run(
    settings: &Settings,
    font: Arc<dyn Font>,
    ready: &mut (dyn Write + Send),
    orders: &mut dyn BufRead,
) -> anyhow::Result<()> {
    let output = Arc::new(
        Output::open(&settings.out)
            .with_context(|| format!("open folder {}", settings.out.display()))?,
    );
    let roll = Roll::new(settings.faults.clone());
    let shared = Shared {
        device: Device {
            width: settings.width_dots,
            roll,
            font,
            output,
        },
        started: Instant::now(),
        served: Arc::default(),
    };
    let mut threads = Vec::new();
    let mut lines = Vec::new();
    if let Some(address) = settings.tcp {
        let listener =
            TcpListener::bind(address).with_context(|| format!("listen on {address}"))?;
        lines.push(format!("tcp {}", listener.local_addr()?));
        let shared = shared.clone();
        threads.push(thread::spawn(move || accept(&listener, &shared)));
    }
    if let Some(link) = &settings.pty {
        let master = terminal::open(link)
            .with_context(|| format!("make pseudo-terminal {}", link.display()))?;
        lines.push(format!("pty {}", link.display()));
        let shared = shared.clone();
        threads.push(thread::spawn(move || terminal::serve(&master, &shared)));
    }
    anyhow::ensure!(!threads.is_empty(), "serve nothing: name --tcp or --pty");
    for line in lines {
        writeln!(ready, "{line}")?;
    }
    ready.flush()?;
    obey(orders, ready, &shared)?;
    for thread in threads {
        if thread.join().is_err() {
            anyhow::bail!("serve: a thread failed");
        }
    }
    Ok(())
}

/// Does what each line of `orders` says, until there are no more.
fn obey(orders: &mut dyn BufRead, said: &mut dyn Write, shared: &Shared) -> anyhow::Result<()> {
    for order in orders.lines() {
        match order?.parse::<Faults>() {
            Ok(faults) => {
                shared.served.wait_for_none();
                shared
                    .device
                    .roll
                    .lock()
                    .unwrap_or_else(|broken| broken.into_inner())
                    .load(faults);
                writeln!(said, "loaded")?;
            }
            Err(error) => writeln!(said, "{error}")?,
        }
        said.flush()?;
    }
    Ok(())
}

fn accept(listener: &TcpListener, shared: &Shared) {
    let open = Arc::new(AtomicUsize::new(0));
    loop {
        let faults = shared.faults();
        if faults.never_accepts || faults.one_connection && open.load(Ordering::SeqCst) > 0 {
            // They wait in the system's queue.
            thread::sleep(TICK);
            continue;
        }
        let Some(stream) = next(listener) else {
            continue;
        };
        if open.fetch_add(1, Ordering::SeqCst) >= CONNECTIONS_MAX {
            open.fetch_sub(1, Ordering::SeqCst);
            continue;
        }
        let (shared, open) = (shared.clone(), open.clone());
        shared.served.enter();
        thread::spawn(move || {
            if let Err(error) = serve_stream(&stream, &shared) {
                eprintln!("tcp connection: {error}");
            }
            open.fetch_sub(1, Ordering::SeqCst);
            shared.served.leave();
        });
    }
}

/// The next connection, or nothing for a moment: what holds may have changed meanwhile.
fn next(listener: &TcpListener) -> Option<TcpStream> {
    let wait = Timespec {
        tv_sec: 0,
        tv_nsec: TICK.as_nanos() as i64,
    };
    let mut fds = [PollFd::new(listener, PollFlags::IN)];
    match poll(&mut fds, Some(&wait)) {
        Ok(n) if n > 0 => listener.accept().ok().map(|(stream, _)| stream),
        Ok(_) => None,
        Err(_) => {
            thread::sleep(TICK);
            None
        }
    }
}

fn serve_stream(stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut served = Served::new(stream.as_fd(), "tcp", shared);
    loop {
        let received = match served.feed()? {
            Fed::Bytes(n) => served.receive(n)?,
            Fed::Nothing => served.machine.tick(shared.now())?,
            Fed::HungUp => return served.hung_up(),
        };
        if received.lost_power {
            // A device whose power was away knows nothing of this connection: what comes over it is answered by a reset.
            set_socket_linger(stream, Some(Duration::ZERO))?;
            return Ok(());
        }
        if served.answer(&received.answers).is_err() || received.closes {
            return served.hung_up();
        }
    }
}
