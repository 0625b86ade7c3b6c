//! The key of this device, which signs what it reports. Owns its file; makes it once, where only its owner can read it, and refuses
//! one that others can read.

use crate::failure::{Exit, Failure, Outcome, io_failure};
use batch::SigningKey;
use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// File name inside the mirror's folder.
const FILE: &str = "device.pem";
/// Bytes of such a file; a real one has about 120.
const FILE_BYTES_MAX: u64 = 16 * 1024;

/// The key of the device; a new one if there is none yet. Its public half stands in every batch and in the status, for the inbox to
/// know the terminal by.
pub(super) fn of_device(dir: &Path) -> Outcome<SigningKey> {
    let path = dir.join(FILE);
    if !path.exists() {
        make(dir, &path)?;
    }
    let mode = fs::metadata(&path)
        .map_err(|e| io_failure(e, "read", &path))?
        .permissions()
        .mode();
    if mode & 0o077 != 0 {
        let words = format!("use {}: others can read it", path.display());
        return Err(Failure::words(Exit::BadConfig, words).advise(
            "remove it, and tell the inbox the new key that the next upload makes (status: upload.key)",
        ));
    }
    let mut pem = String::new();
    fs::File::open(&path)
        .and_then(|file| file.take(FILE_BYTES_MAX).read_to_string(&mut pem))
        .map_err(|e| io_failure(e, "read", &path))?;
    batch::key_from_pem(&pem).ok_or_else(|| {
        Failure::words(
            Exit::Unexpected,
            format!("read {}: it is no key", path.display()),
        )
        .advise("remove it, and tell the inbox the new key that the next upload makes")
    })
}

fn make(dir: &Path, path: &Path) -> Outcome<()> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|e| {
        Failure::words(
            Exit::Unexpected,
            format!("take random bytes from the system: {e}"),
        )
    })?;
    let fresh = dir.join(format!("{FILE}.new"));
    let write = || -> std::io::Result<()> {
        match fs::remove_file(&fresh) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(e),
            _ => {}
        }
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&fresh)?;
        file.write_all(batch::key_to_pem(&SigningKey::from_bytes(&seed)).as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, path)?;
        fs::File::open(dir)?.sync_all()
    };
    write().map_err(|e| io_failure(e, "write", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_has_one_key_and_nobody_else_reads_it() {
        let dir = tempfile::tempdir().unwrap();
        let key = of_device(dir.path()).unwrap();
        assert_eq!(of_device(dir.path()).unwrap(), key);
        let path = dir.path().join(FILE);
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(of_device(dir.path()).is_err());
    }
}
