//! A small file that is there whole or not at all, whenever the power goes: written beside its place, brought to the medium, then given its name.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Puts `bytes` at `path`, with that mode; when this returns they are on the medium, and so is their name. Makes the folder if there is none. What an
/// earlier cut left beside it (`.new`) goes first: it may have another mode, or be somebody else's to read.
pub fn place(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(dir)?;
    let mut name = path
        .file_name()
        .ok_or(io::ErrorKind::InvalidInput)?
        .to_owned();
    name.push(".new");
    let fresh = dir.join(name);
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = File::options()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, path)?;
    File::open(dir)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_a_cut_left_beside_it_is_in_nobodys_way() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("made/desk.pin");
        place(&path, b"one", 0o600).unwrap();
        let beside = dir.path().join("made/desk.pin.new");
        fs::write(&beside, "half").unwrap();
        fs::set_permissions(&beside, fs::Permissions::from_mode(0o444)).unwrap();
        place(&path, b"two", 0o600).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert!(!beside.exists());
    }

    #[test]
    fn a_place_that_cannot_be_written_keeps_what_it_had() {
        let dir = tempfile::tempdir().unwrap();
        assert!(place(Path::new("/"), b"one", 0o600).is_err());
        fs::create_dir_all(dir.path().join("kept/inside")).unwrap();
        assert!(place(&dir.path().join("kept"), b"one", 0o600).is_err());
        assert!(dir.path().join("kept/inside").is_dir());
    }
}
