//! A bundle from its pieces: `bundle.raucb`, which RAUC is handed. Owns that nothing but the promised bytes gets that name, and that a power
//! cut costs one piece; holds one piece in memory.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use feed::bundle::Piece;
use feed::{Bundle, Source};
use sha2::{Digest, Sha256};
use sync_agent::failure::{Exit, Failure, Outcome, io_failure};
use sync_agent::pull::fetch::Place;

use crate::files;
use crate::steps::{Gathered, Offer};

/// Bytes that the disk keeps free beside a bundle: the registers go on.
pub const RESERVE_BYTES: u64 = 64 * 1024 * 1024;
const NAME: &str = "bundle.raucb";

/// The whole bundle in `dir`.
pub fn path(dir: &Path) -> PathBuf {
    dir.join(NAME)
}

fn part(dir: &Path) -> PathBuf {
    dir.join(NAME).with_added_extension("part")
}

/// Removes bundle and part.
pub fn clean(dir: &Path) -> Outcome<()> {
    for path in [path(dir), part(dir)] {
        files::remove(&path).map_err(|e| io_failure(e, "remove", &path))?;
    }
    Ok(())
}

/// Puts the bundle together in `dir`, going on where an earlier look stopped.
pub async fn gather(offer: &Offer, dir: &Path) -> Outcome<Gathered> {
    let bundle = &offer.bundle;
    if holds(&path(dir), bundle)? {
        return Ok(Gathered::Whole);
    }
    let part = part(dir);
    let failed = |e: io::Error| io_failure(e, "write", &part);
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&part)
        .map_err(failed)?;
    let (mut whole, known) = matching(&mut file, bundle).map_err(failed)?;
    let have: u64 = bundle.pieces[..known].iter().map(|p| p.length).sum();
    file.set_len(have).map_err(failed)?;
    file.seek(io::SeekFrom::Start(have)).map_err(failed)?;
    room(dir, bundle.length - have)?;
    let place = Place::folder(&offer.from);
    for piece in &bundle.pieces[known..] {
        let Some(bytes) = fetch(&place, piece).await? else {
            file.sync_all().map_err(failed)?;
            return Ok(Gathered::NotYet);
        };
        file.write_all(&bytes).map_err(failed)?;
        whole.update(&bytes);
    }
    file.sync_all().map_err(failed)?;
    if hex::encode(whole.finalize()) != bundle.sha256 {
        clean(dir)?;
        return Ok(Gathered::Wrong);
    }
    files::name(&part, &path(dir)).map_err(failed)?;
    Ok(Gathered::Whole)
}

/// A piece that lies there and is right.
async fn fetch(place: &Place, piece: &Piece) -> Outcome<Option<Vec<u8>>> {
    let file = piece.file();
    let bytes = place
        .fetch(&file.path, piece.length)
        .await
        .map_err(feed::FeedError::Source)?;
    match bytes {
        Some(bytes) => {
            file.check(&bytes)?;
            Ok(Some(bytes))
        }
        None => Ok(None),
    }
}

/// How many pieces the part begins with, and their hash so far.
fn matching(file: &mut File, bundle: &Bundle) -> io::Result<(Sha256, usize)> {
    let mut whole = Sha256::new();
    for (place, piece) in bundle.pieces.iter().enumerate() {
        let mut bytes = Vec::new();
        Read::by_ref(file)
            .take(piece.length)
            .read_to_end(&mut bytes)?;
        if hex::encode(Sha256::digest(&bytes)) != piece.sha256 {
            return Ok((whole, place));
        }
        whole.update(&bytes);
    }
    Ok((whole, bundle.pieces.len()))
}

/// Whether the bundle itself lies at `path`.
fn holds(path: &Path, bundle: &Bundle) -> Outcome<bool> {
    let failed = |e| io_failure(e, "read", path);
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(failed(e)),
    };
    if file.metadata().map_err(failed)?.len() != bundle.length {
        return Ok(false);
    }
    let (whole, known) = matching(&mut file, bundle).map_err(failed)?;
    Ok(known == bundle.pieces.len() && hex::encode(whole.finalize()) == bundle.sha256)
}

/// Refuses to fill the disk.
pub fn room(dir: &Path, bytes: u64) -> Outcome<()> {
    let fs = rustix::fs::statvfs(dir).map_err(|e| io_failure(e.into(), "look at", dir))?;
    let free = fs.f_bavail.saturating_mul(fs.f_frsize);
    match free >= bytes.saturating_add(RESERVE_BYTES) {
        true => Ok(()),
        false => Err(Failure::words(
            Exit::DiskFull,
            format!(
                "make room for {bytes} bytes of a system in {}: {free} are free, and {RESERVE_BYTES} stay so",
                dir.display()
            ),
        )),
    }
}
