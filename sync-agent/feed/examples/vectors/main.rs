//! `cargo run -p feed --example vectors -- DIR`: writes the test vectors of the feed anew. Keys and times are fixed, so that only
//! another zstd changes a byte.

mod make;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let dir = std::env::args_os().nth(1).map(PathBuf::from);
    let dir = dir.ok_or_else(|| std::io::Error::other("name the folder"))?;
    for (path, bytes) in make::everything() {
        let path = dir.join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder"))?;
        std::fs::write(path, bytes)?;
    }
    Ok(())
}
