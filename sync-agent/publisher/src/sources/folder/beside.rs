//! Files of a folder: read to a cap, found in whichever Unicode form their name is stored. Judges no content.

use std::path::{Path, PathBuf};

use crate::item::{Reason, Refusal};
use crate::sources::walk;

/// All bytes of a file, if they are no more than `max`.
pub(super) fn bytes(path: &Path, max: u64) -> Result<Vec<u8>, Refusal> {
    use std::io::Read;
    let unreadable = |error: std::io::Error| Refusal::new(Reason::Unreadable, error.to_string());
    // Opening a pipe would wait for ever.
    if !std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(Refusal::new(Reason::Unreadable, "it is no file"));
    }
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(max + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > max {
        return Err(Refusal::new(
            Reason::TooLarge,
            format!("more than {max} bytes"),
        ));
    }
    Ok(bytes)
}

/// The file of this name, or of the same name in another Unicode form where only that lies there.
pub(super) fn in_any_form(folder: &Path, relative: &Path) -> PathBuf {
    let path = folder.join(relative);
    if path.exists() || relative.components().count() != 1 {
        return path;
    }
    let wanted = walk::nfc(&relative.to_string_lossy());
    let other = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut other = other.map(|entry| entry.path());
    let same = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| walk::nfc(name) == wanted)
    };
    other.find(same).unwrap_or(path)
}
