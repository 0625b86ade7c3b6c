//! Device files: opened without waiting, ours alone, and nothing but a character device.

use crate::device::cause::Cause;
use rustix::fs::{FileType, FlockOperation, Mode, OFlags, flock, fstat};
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

/// Opens the device. A file, a pipe or a folder of that name is a wrong setting: bytes written
/// there print nothing.
pub fn open(path: &Path) -> io::Result<OwnedFd> {
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let fd = rustix::fs::open(path, flags, Mode::empty())?;
    if FileType::from_raw_mode(fstat(&fd)?.st_mode) != FileType::CharacterDevice {
        return Err(Cause::NotADevice.error());
    }
    Ok(fd)
}

/// Makes it ours alone, by an advisory lock that ends with the program.
pub fn lock(fd: &OwnedFd) -> io::Result<()> {
    flock(fd, FlockOperation::NonBlockingLockExclusive).map_err(|_| Cause::Locked.error())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_character_device_is_told_apart_from_what_is_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let cause = |name: &str| Cause::of(&open(&dir.path().join(name)).unwrap_err());
        std::fs::write(dir.path().join("file"), "").unwrap();
        let status = std::process::Command::new("mkfifo")
            .arg(dir.path().join("pipe"))
            .status();
        assert!(status.unwrap().success());
        std::fs::create_dir(dir.path().join("folder")).unwrap();
        for name in ["file", "pipe", "folder"] {
            assert_eq!(cause(name), Cause::NotADevice, "{name}");
        }
        assert_eq!(cause("nothing"), Cause::NoDevice);
        let ours = open(Path::new("/dev/null")).unwrap();
        lock(&ours).unwrap();
        let theirs = open(Path::new("/dev/null")).unwrap();
        assert_eq!(Cause::of(&lock(&theirs).unwrap_err()), Cause::Locked);
    }
}
