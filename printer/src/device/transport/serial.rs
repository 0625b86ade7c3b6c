//! Serial lines and pseudo-terminals.

use super::device_file::{lock, open};
use crate::device::connection::{Flow, Parity, Serial as Line};
use rustix::termios::{QueueSelector, tcflush};
use std::io;
use std::os::fd::OwnedFd;
use std::time::Duration;

/// An open line, ours alone by an advisory lock.
#[derive(Debug)]
pub struct Serial(pub(super) OwnedFd);

impl Serial {
    /// Opens and sets the line. The exclusive mode of terminals is not used: on a pseudo-terminal it outlives a killed owner.
    pub(super) fn open(line: &Line) -> io::Result<Serial> {
        let fd = open(&line.path)?;
        let settings = serialport::new(line.path.to_string_lossy(), line.baud)
            .exclusive(false)
            .timeout(Duration::from_millis(100))
            .parity(match line.parity {
                Parity::None => serialport::Parity::None,
                Parity::Odd => serialport::Parity::Odd,
                Parity::Even => serialport::Parity::Even,
            })
            .stop_bits(if line.stop_bits == 2 {
                serialport::StopBits::Two
            } else {
                serialport::StopBits::One
            })
            .flow_control(match line.flow {
                Flow::None => serialport::FlowControl::None,
                Flow::Hardware => serialport::FlowControl::Hardware,
                Flow::Software => serialport::FlowControl::Software,
            });
        // The settings belong to the terminal and stay while our own descriptor is open.
        drop(settings.open_native()?);
        lock(&fd)?;
        Ok(Serial(fd))
    }

    /// Takes back what the line has not carried yet.
    pub(super) fn forget(&self) {
        // A device that was unplugged has taken it already.
        let _ = tcflush(&self.0, QueueSelector::OFlush);
    }
}
