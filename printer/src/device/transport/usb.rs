//! USB printers of the printer class: `/dev/usb/lp*`.

use super::device_file::{lock, open};
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

/// An open device file.
#[derive(Debug)]
pub struct Usb(pub(super) OwnedFd);

impl Usb {
    pub(super) fn open(path: &Path) -> io::Result<Usb> {
        let fd = open(path)?;
        lock(&fd)?;
        Ok(Usb(fd))
    }
}
