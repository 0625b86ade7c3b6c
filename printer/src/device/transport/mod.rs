//! Ways to a device: one non-blocking file descriptor each, waited on by poll with a deadline. Knows no commands.
//! `serialport` configures a line but does not move the bytes: its time-outs cover the wait, not the write, which can hang.

mod closing;
mod device_file;
mod serial;
mod tcp;
mod usb;

pub use closing::Closing;

use crate::device::connection::Connection;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::AsFd;
use std::io;
use std::time::{Duration, Instant};

/// Most bytes one write hands to the system: a stuck device then holds little that cannot be taken back.
pub const WRITE_BYTES_MAX: usize = 512;

/// Between two looks at a USB printer that reads as empty.
const USB_IDLE: Duration = Duration::from_millis(20);

/// Bytes to and from an open device. Waits at most until a deadline, by the clock of its [`Way`].
pub trait Line: Send {
    /// Writes at least one byte, at most [`WRITE_BYTES_MAX`], and says how many; `TimedOut` when the device takes none.
    fn write_some(&mut self, bytes: &[u8], deadline: Instant) -> io::Result<usize>;
    /// Reads what has come; 0 when nothing came by the deadline, `UnexpectedEof` when the device hung up in good order.
    fn read_some(&mut self, buffer: &mut [u8], deadline: Instant) -> io::Result<usize>;
    /// Says how the line is to end when it is dropped; gently if nobody says.
    fn closing(&mut self, _how: Closing) {}
}

/// Where a device is and whose clock the waiting goes by: a cable and this machine's clock, or a simulation and its own.
pub trait Way: Send {
    /// Opens; `Ok(None)` where no printer is meant to be.
    fn open(&mut self) -> io::Result<Option<Box<dyn Line>>>;
    /// The time that every wait is counted by; tests give their own.
    fn now(&self) -> Instant;
    /// Lets time pass while there is no line.
    fn wait(&mut self, time: Duration);
}

/// A connection as configured, on this machine's clock.
#[derive(Debug, Clone)]
pub struct Cable(pub Connection);

impl Way for Cable {
    fn open(&mut self) -> io::Result<Option<Box<dyn Line>>> {
        Ok(Wire::open(&self.0)?.map(|wire| Box::new(wire) as Box<dyn Line>))
    }

    fn now(&self) -> Instant {
        Instant::now()
    }

    fn wait(&mut self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// An open way to a device.
#[derive(Debug)]
enum Wire {
    Tcp(tcp::Tcp),
    /// A serial line or a pseudo-terminal.
    Serial(serial::Serial),
    /// `/dev/usb/lp*`.
    Usb(usb::Usb),
}

impl Wire {
    fn open(connection: &Connection) -> io::Result<Option<Wire>> {
        Ok(Some(match connection {
            Connection::Tcp { host, port } => Wire::Tcp(tcp::Tcp::open(host, *port)?),
            Connection::Serial(line) => Wire::Serial(serial::Serial::open(line)?),
            Connection::Usb { path } => Wire::Usb(usb::Usb::open(path)?),
            Connection::None => return Ok(None),
        }))
    }

    fn fd(&self) -> rustix::fd::BorrowedFd<'_> {
        match self {
            Wire::Tcp(wire) => wire.stream.as_fd(),
            Wire::Serial(wire) => wire.0.as_fd(),
            Wire::Usb(wire) => wire.0.as_fd(),
        }
    }

    /// Whether the descriptor is ready before the deadline. An answer is looked for even when the deadline has passed.
    fn wait(&self, what: PollFlags, deadline: Instant) -> io::Result<bool> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let timeout = Timespec {
                tv_sec: left.as_secs() as i64,
                tv_nsec: left.subsec_nanos().into(),
            };
            let mut fds = [PollFd::from_borrowed_fd(self.fd(), what)];
            match poll(&mut fds, Some(&timeout)) {
                Ok(0) => return Ok(false),
                // Hang-up and error are told by the read or write that follows.
                Ok(_) => return Ok(true),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl Line for Wire {
    fn closing(&mut self, how: Closing) {
        match self {
            Wire::Tcp(wire) => wire.closing = how,
            Wire::Serial(wire) if how == Closing::Abort => wire.forget(),
            Wire::Serial(_) | Wire::Usb(_) => {}
        }
    }

    fn write_some(&mut self, bytes: &[u8], deadline: Instant) -> io::Result<usize> {
        let piece = &bytes[..bytes.len().min(WRITE_BYTES_MAX)];
        loop {
            if !self.wait(PollFlags::OUT, deadline)? {
                return Err(io::ErrorKind::TimedOut.into());
            }
            match rustix::io::write(self.fd(), piece) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(n) => return Ok(n),
                Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR)
                    if Instant::now() < deadline => {}
                Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR) => {
                    return Err(io::ErrorKind::TimedOut.into());
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn read_some(&mut self, buffer: &mut [u8], deadline: Instant) -> io::Result<usize> {
        loop {
            if !self.wait(PollFlags::IN, deadline)? {
                return Ok(0);
            }
            match rustix::io::read(self.fd(), &mut *buffer) {
                // A printer without a way back reads as empty, which is no end.
                Ok(0) if matches!(self, Wire::Usb(_)) => {
                    std::thread::sleep(
                        USB_IDLE.min(deadline.saturating_duration_since(Instant::now())),
                    );
                    return Ok(0);
                }
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(n) => return Ok(n),
                Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR)
                    if Instant::now() < deadline => {}
                Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR) => return Ok(0),
                Err(error) => return Err(error.into()),
            }
        }
    }
}
