//! USB printers of the printer class: `/dev/usb/lp*`.

use rustix::fs::{Mode, OFlags, open};
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

/// An open device file.
#[derive(Debug)]
pub struct Usb(pub(super) OwnedFd);

impl Usb {
    pub(super) fn open(path: &Path) -> io::Result<Usb> {
        Ok(Usb(open(
            path,
            OFlags::RDWR | OFlags::NONBLOCK | OFlags::CLOEXEC,
            Mode::empty(),
        )?))
    }
}
