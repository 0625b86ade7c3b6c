//! One open way into the virtual printer: a machine and the descriptor that feeds it. Opens nothing.

use super::faults::Faults;
use super::machine::{Device, Machine, Received};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::BorrowedFd;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

/// Bytes read at a time.
const READ_BYTES: usize = 4096;
/// Longest wait without a look at the roll, which may have been changed.
const IDLE: Duration = Duration::from_millis(50);

/// Counts connections that are open or whose bytes are still being printed.
#[derive(Default)]
pub struct Gate {
    count: Mutex<usize>,
    left: Condvar,
}

impl Gate {
    fn count(&self) -> MutexGuard<'_, usize> {
        self.count
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    pub fn enter(&self) {
        *self.count() += 1;
    }

    pub fn leave(&self) {
        *self.count() -= 1;
        self.left.notify_all();
    }

    pub fn wait_for_none(&self) {
        let mut count = self.count();
        while *count > 0 {
            count = self
                .left
                .wait(count)
                .unwrap_or_else(|broken| broken.into_inner());
        }
    }
}

/// What all ways to one virtual printer share.
#[derive(Clone)]
#[allow(missing_docs)]
pub struct Shared {
    pub device: Device,
    pub started: Instant,
    pub served: Arc<Gate>,
}

impl Shared {
    /// What goes wrong now.
    pub fn faults(&self) -> Faults {
        let roll = self.device.roll.lock();
        roll.unwrap_or_else(|broken| broken.into_inner())
            .faults
            .clone()
    }

    /// Bytes a second of the line.
    fn rate(&self) -> Option<f64> {
        let roll = self
            .device
            .roll
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        roll.baud().map(|baud| f64::from(baud) / 10.0)
    }

    pub fn now(&self) -> Duration {
        self.started.elapsed()
    }
}

/// How a read ended.
#[allow(missing_docs)]
pub enum Fed {
    Bytes(usize),
    Nothing,
    HungUp,
}

/// One open way: a machine and the descriptor that feeds it.
pub struct Served<'a> {
    pub fd: BorrowedFd<'a>,
    pub machine: Machine,
    shared: &'a Shared,
    buffer: Vec<u8>,
}

impl<'a> Served<'a> {
    pub fn new(fd: BorrowedFd<'a>, way: &'static str, shared: &'a Shared) -> Served<'a> {
        Served {
            fd,
            machine: Machine::new(shared.device.clone(), way),
            shared,
            buffer: vec![0; READ_BYTES],
        }
    }

    /// Waits for bytes, or until the machine has something to do by itself.
    pub fn feed(&mut self) -> io::Result<Fed> {
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

    pub fn receive(&mut self, n: usize) -> io::Result<Received> {
        if let Some(rate) = self.shared.rate() {
            // The line is that slow.
            thread::sleep(Duration::from_secs_f64(n as f64 / rate));
        }
        self.machine.receive(self.shared.now(), &self.buffer[..n])
    }

    pub fn answer(&self, mut answers: &[u8]) -> io::Result<()> {
        while !answers.is_empty() {
            let n = rustix::io::write(self.fd, answers)?;
            answers = &answers[n..];
        }
        Ok(())
    }

    /// The other side is gone: what was received is still printed.
    pub fn hung_up(&mut self) -> io::Result<()> {
        while let Some(at) = self.machine.wake() {
            thread::sleep(at.saturating_sub(self.shared.now()));
            self.machine.tick(self.shared.now())?;
        }
        self.machine.disconnected()
    }
}
