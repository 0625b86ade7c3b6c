//! Ways into the virtual printer: TCP and a pseudo-terminal. Decodes nothing.

use super::faults::Faults;
use super::machine::{Machine, Roll};
use super::output::Output;
use crate::glyphs::Glyphs;
use anyhow::Context;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::OwnedFd;
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Connections served at a time.
const CONNECTIONS_MAX: usize = 64;
/// Bytes read at a time.
const READ_BYTES: usize = 4096;
/// Between two looks at a line that is idle, closed or held.
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

/// Serves until the process ends. Writes one line for each way, when all are ready.
pub fn run(settings: &Settings, ready: &mut dyn Write) -> anyhow::Result<()> {
    let glyphs = Arc::new(Glyphs::find(None)?);
    let output = Arc::new(
        Output::open(&settings.out)
            .with_context(|| format!("open folder {}", settings.out.display()))?,
    );
    let roll = Roll::new(settings.faults.clone());
    let shared = Shared {
        roll,
        glyphs,
        output,
        width: settings.width_dots,
        baud: settings.faults.baud,
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
        let master =
            terminal(link).with_context(|| format!("make pseudo-terminal {}", link.display()))?;
        lines.push(format!("pty {}", link.display()));
        let shared = shared.clone();
        threads.push(thread::spawn(move || serve_terminal(&master, &shared)));
    }
    anyhow::ensure!(!threads.is_empty(), "serve nothing: name --tcp or --pty");
    for line in lines {
        writeln!(ready, "{line}")?;
    }
    ready.flush()?;
    for thread in threads {
        if thread.join().is_err() {
            anyhow::bail!("serve: a thread failed");
        }
    }
    Ok(())
}

#[derive(Clone)]
struct Shared {
    roll: Arc<Mutex<Roll>>,
    glyphs: Arc<Glyphs>,
    output: Arc<Output>,
    width: u32,
    baud: Option<u32>,
}

impl Shared {
    fn machine(&self, way: &'static str) -> Machine {
        Machine::new(
            self.width,
            self.roll.clone(),
            self.glyphs.clone(),
            self.output.clone(),
            way,
        )
    }

    /// How much to read at a time, and how long that takes on the line.
    fn pace(&self) -> (usize, impl Fn(usize) -> Duration + use<>) {
        let rate = self.baud.map(|baud| f64::from(baud) / 10.0);
        let bytes = rate.map_or(READ_BYTES, |rate| {
            ((rate / 50.0) as usize).clamp(1, READ_BYTES)
        });
        (bytes, move |n: usize| {
            rate.map_or(Duration::ZERO, |rate| {
                Duration::from_secs_f64(n as f64 / rate)
            })
        })
    }
}

fn accept(listener: &TcpListener, shared: &Shared) {
    let open = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            thread::sleep(TICK);
            continue;
        };
        if open.fetch_add(1, Ordering::SeqCst) >= CONNECTIONS_MAX {
            open.fetch_sub(1, Ordering::SeqCst);
            continue;
        }
        let (shared, open) = (shared.clone(), open.clone());
        thread::spawn(move || {
            if let Err(error) = serve_stream(stream, &shared) {
                eprintln!("tcp connection: {error}");
            }
            open.fetch_sub(1, Ordering::SeqCst);
        });
    }
}

fn serve_stream(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    use std::io::Read;
    stream.set_nodelay(true)?;
    let mut machine = shared.machine("tcp");
    let (bytes, takes) = shared.pace();
    let mut buffer = vec![0u8; bytes];
    loop {
        if machine.full() {
            // Takes nothing; only a hang-up ends this.
            if matches!(stream.peek(&mut [0]), Ok(0) | Err(_)) {
                break;
            }
            thread::sleep(TICK);
            continue;
        }
        let n = match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(n) => n,
        };
        thread::sleep(takes(n));
        let received = machine.receive(&buffer[..n])?;
        if received.lost_power {
            return Ok(());
        }
        if stream.write_all(&received.answers).is_err() {
            break;
        }
    }
    machine.disconnected()
}

/// A raw pseudo-terminal with a link to its device file.
fn terminal(link: &Path) -> anyhow::Result<OwnedFd> {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
    grantpt(&master)?;
    unlockpt(&master)?;
    let name = ptsname(&master, Vec::new())?;
    // The settings live as long as the pair, so the other end need not stay open: its closing is how we notice a hang-up.
    let other = rustix::fs::open(
        name.as_c_str(),
        OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC,
        Mode::empty(),
    )?;
    let mut settings = tcgetattr(&other)?;
    settings.make_raw();
    tcsetattr(&other, OptionalActions::Now, &settings)?;
    if link
        .symlink_metadata()
        .is_ok_and(|kind| kind.file_type().is_symlink())
    {
        std::fs::remove_file(link)?;
    }
    std::os::unix::fs::symlink(name.to_string_lossy().as_ref(), link)?;
    Ok(master)
}

fn serve_terminal(master: &OwnedFd, shared: &Shared) {
    let mut machine = shared.machine("pty");
    let (bytes, takes) = shared.pace();
    let mut buffer = vec![0u8; bytes];
    let mut connected = false;
    // Power that was lost comes back when the line is opened anew.
    let mut dead = false;
    loop {
        let full = machine.full();
        let mut fds = [PollFd::new(
            master,
            if full {
                PollFlags::empty()
            } else {
                PollFlags::IN
            },
        )];
        let wait = Timespec {
            tv_sec: 0,
            tv_nsec: 100_000_000,
        };
        if poll(&mut fds, Some(&wait)).is_err() {
            continue;
        }
        let events = fds[0].revents();
        if events.contains(PollFlags::IN)
            && let Ok(n) = rustix::io::read(master, &mut buffer[..])
            && n > 0
        {
            connected = true;
            thread::sleep(takes(n));
            match take(&mut machine, &buffer[..n], dead, master) {
                Ok(lost_power) => dead |= lost_power,
                Err(error) => eprintln!("pseudo-terminal: {error}"),
            }
            continue;
        }
        if events.contains(PollFlags::HUP) {
            if std::mem::take(&mut connected)
                && let Err(error) = machine.disconnected()
            {
                eprintln!("pseudo-terminal: {error}");
            }
            dead = false;
            thread::sleep(TICK);
        } else if full {
            thread::sleep(TICK);
        }
    }
}

/// Returns whether the power was lost.
fn take(machine: &mut Machine, bytes: &[u8], dead: bool, master: &OwnedFd) -> io::Result<bool> {
    if dead {
        return Ok(false);
    }
    let received = machine.receive(bytes)?;
    let mut answers = received.answers.as_slice();
    while !answers.is_empty() {
        let n = rustix::io::write(master, answers)?;
        answers = &answers[n..];
    }
    Ok(received.lost_power)
}
