//! USB printers of the printer class: `/dev/usb/lp*`. What a printer says, it says in the same bytes as elsewhere, behind the data too
//! (`GS r`, process ids); a full buffer holds the write back. The class has no busy bit of its own: its port status tells paper and
//! error, which `DLE EOT` tells better.

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
