//! The pseudo-terminal of the virtual printer: its link, and what comes over it. Decodes nothing.

use super::served::{Fed, Served, Shared};
use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// Between two looks at a line that is closed.
const TICK: Duration = Duration::from_millis(10);

/// A raw pseudo-terminal with a link to its device file.
pub fn open(link: &Path) -> anyhow::Result<OwnedFd> {
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

/// Serves it until the process ends.
pub fn serve(master: &OwnedFd, shared: &Shared) {
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
