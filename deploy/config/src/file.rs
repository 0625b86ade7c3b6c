//! Reading a settings file whole. Owns the cap, and the words about what is wrong with it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The text of a file of at most so many bytes.
pub fn read_capped(path: &Path, bytes_max: u64) -> Result<String, String> {
    let bytes = bytes_capped(path, bytes_max)?;
    String::from_utf8(bytes).map_err(|e| {
        let good = e.utf8_error().valid_up_to();
        let line = e.as_bytes()[..good].iter().filter(|b| **b == b'\n').count() + 1;
        format!("is not UTF-8 text (line {line}); save it again as UTF-8")
    })
}

/// The bytes of a file of at most so many.
pub fn bytes_capped(path: &Path, bytes_max: u64) -> Result<Vec<u8>, String> {
    let cannot = |e: std::io::Error| format!("cannot open the file: {e}");
    // Asked before it is opened: opening a pipe waits for somebody who writes into it.
    if !std::fs::metadata(path).map_err(cannot)?.is_file() {
        return Err("is not a file".into());
    }
    let file = File::open(path).map_err(cannot)?;
    let mut bytes = Vec::new();
    file.take(bytes_max + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| format!("cannot read the file: {e}"))?;
    if bytes.len() as u64 > bytes_max {
        return Err(format!("is larger than {} KiB", bytes_max / 1024));
    }
    Ok(bytes)
}
