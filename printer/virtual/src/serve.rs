//! Ways into the virtual printer: TCP and a pseudo-terminal. Decodes nothing.

use super::faults::Faults;
use super::font::Font;
use super::machine::{Device, Machine, Received};
use super::output::Output;
use super::roll::Roll;
use anyhow::Context;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use std::io::{self, BufRead, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

/// Connections served at a time.
const CONNECTIONS_MAX: usize = 64;
/// Bytes read at a time.
const READ_BYTES: usize = 4096;
/// Between two looks at a line that is closed or held.
const TICK: Duration = Duration::from_millis(10);
/// Longest wait without a look at the roll, which may have been changed.
const IDLE: Duration = Duration::from_millis(50);

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

/// Counts connections that are open or whose bytes are still being printed.
#[derive(Default)]
struct Gate {
    count: Mutex<usize>,
    left: Condvar,
}

impl Gate {
    fn count(&self) -> MutexGuard<'_, usize> {
        self.count
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    fn enter(&self) {
        *self.count() += 1;
    }

    fn leave(&self) {
        *self.count() -= 1;
        self.left.notify_all();
    }

    fn wait_for_none(&self) {
        let mut count = self.count();
        while *count > 0 {
            count = self
                .left
                .wait(count)
                .unwrap_or_else(|broken| broken.into_inner());
        }
    }
}

#[derive(Clone)]
struct Shared {
    device: Device,
    started: Instant,
    served: Arc<Gate>,
}

impl Shared {
    /// Bytes a second of the line.
    fn rate(&self) -> Option<f64> {
        let roll = self
            .device
            .roll
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        roll.baud().map(|baud| f64::from(baud) / 10.0)
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }
}

/// How a read ended.
enum Fed {
    Bytes(usize),
    Nothing,
    HungUp,
}

/// One open way: a machine and the descriptor that feeds it.
struct Served<'a> {
    fd: BorrowedFd<'a>,
    machine: Machine,
    shared: &'a Shared,
    buffer: Vec<u8>,
}

impl<'a> Served<'a> {
    fn new(fd: BorrowedFd<'a>, way: &'static str, shared: &'a Shared) -> Served<'a> {
        Served {
            fd,
            machine: Machine::new(shared.device.clone(), way),
            shared,
            buffer: vec![0; READ_BYTES],
        }
    }

    /// Waits for bytes, or until the machine has something to do by itself.
    fn feed(&mut self) -> io::Result<Fed> {
        let mut events = PollFlags::RDHUP;
        if !self.machine.full() {
            events |= PollFlags::IN;
        }
        let wake = self.machine.wake();
        let wait = wake.map_or(IDLE, |at| at.saturating_sub(self.shared.now()).min(IDLE));
        let wait = Timespec {
            tv_sec: 0,
            tv_nsec: wait.as_nanos() as i64,
        };
        let mut fds = [PollFd::new(&self.fd, events)];
        poll(&mut fds, Some(&wait))?;
        let seen = fds[0].revents();
        if seen.contains(PollFlags::IN) {
            let most = self
                .shared
                .rate()
                .map_or(READ_BYTES, |rate| ((rate / 50.0) as usize).max(1));
            let most = most.min(READ_BYTES);
            return Ok(match rustix::io::read(self.fd, &mut self.buffer[..most]) {
                Ok(0) => Fed::HungUp,
                Ok(n) => Fed::Bytes(n),
                Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR) => Fed::Nothing,
                Err(_) => Fed::HungUp,
            });
        }
        let gone = PollFlags::HUP | PollFlags::RDHUP | PollFlags::ERR;
        Ok(if seen.intersects(gone) {
            Fed::HungUp
        } else {
            Fed::Nothing
        })
    }

    fn receive(&mut self, n: usize) -> io::Result<Received> {
        if let Some(rate) = self.shared.rate() {
            // The line is that slow.
            thread::sleep(Duration::from_secs_f64(n as f64 / rate));
        }
        self.machine.receive(self.shared.now(), &self.buffer[..n])
    }

    fn answer(&self, mut answers: &[u8]) -> io::Result<()> {
        while !answers.is_empty() {
            let n = rustix::io::write(self.fd, answers)?;
            answers = &answers[n..];
        }
        Ok(())
    }

    /// The other side is gone: what was received is still printed.
    fn hung_up(&mut self) -> io::Result<()> {
        while let Some(at) = self.machine.wake() {
            thread::sleep(at.saturating_sub(self.shared.now()));
            self.machine.tick(self.shared.now())?;
        }
        self.machine.disconnected()
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
            return Ok(());
        }
        if served.answer(&received.answers).is_err() {
            return served.hung_up();
        }
    }
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
    let mut served = Served::new(master.as_fd(), "pty", shared);
    let mut state = Terminal::default();
    loop {
        if let Err(error) = state.turn(&mut served, shared) {
            eprintln!("pseudo-terminal: {error}");
            thread::sleep(TICK);
        }
    }
}

#[derive(Default)]
struct Terminal {
    connected: bool,
    /// Power that was lost comes back when the line is opened anew.
    dead: bool,
}

impl Terminal {
    fn turn(&mut self, served: &mut Served<'_>, shared: &Shared) -> io::Result<()> {
        let received = match served.feed()? {
            Fed::Bytes(_) if self.dead => return Ok(()),
            Fed::Bytes(n) => {
                if !std::mem::replace(&mut self.connected, true) {
                    shared.served.enter();
                }
                served.receive(n)?
            }
            Fed::Nothing => served.machine.tick(shared.now())?,
            Fed::HungUp => {
                self.dead = false;
                if std::mem::take(&mut self.connected) {
                    let fallen = served.hung_up();
                    shared.served.leave();
                    return fallen;
                }
                thread::sleep(TICK);
                return Ok(());
            }
        };
        self.dead |= received.lost_power;
        if self.connected {
            served.answer(&received.answers)?;
        }
        Ok(())
    }
}
