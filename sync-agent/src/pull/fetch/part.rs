//! Downloads that survive a broken line: `parts/` beside the mirror, Range with If-Range. Owns the part files; keeps
//! nothing of a file that turned out wrong. What comes out is still unverified.

use super::web::{self, Web};
use feed::SourceError;
use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::{Response, StatusCode};
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A file of the feed whose length and hash were promised.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Promised<'a> {
    /// Path in the feed.
    pub path: &'a str,
    pub length: u64,
    /// Lower-case hex SHA-256.
    pub sha256: &'a str,
}

/// Folder of unfinished downloads inside the mirror's folder.
pub const PARTS_DIR: &str = "parts";
/// Requests for one file in a row that bring nothing further.
const ATTEMPTS_MAX: u32 = 4;
/// Requests for one file in one run: a line that breaks each time gets through in small steps, over some runs if need be.
const STEPS_MAX: u32 = 1_000;

/// What one request did to the part file.
enum Step {
    /// The part has its whole length.
    Whole,
    /// The line broke, or the server sends it in pieces; some of it arrived.
    Broken(SourceError),
    /// It trickles; what arrived is gone on with in the next run.
    Slow(SourceError),
    /// The server does not go on with what is here: begun again without it.
    Afresh(SourceError),
    /// The server has no such file.
    Absent,
    /// The server has a file of another length; these are its first bytes.
    Other(Vec<u8>),
}

pub(super) async fn fetch(
    web: &Web,
    file: &Promised<'_>,
    mirror_dir: &Path,
) -> Result<Option<Vec<u8>>, SourceError> {
    let io_fail = |e: io::Error| SourceError::unreachable(file.path, e);
    fs::create_dir_all(mirror_dir.join(PARTS_DIR)).map_err(io_fail)?;
    let part = Part::of(mirror_dir, file.path);
    let mut resumed = false;
    let mut attempt = 1;
    let mut best = 0;
    for _ in 0..STEPS_MAX {
        let have = part.length();
        let step = if have == file.length && have > 0 {
            resumed = true;
            Step::Whole
        } else {
            resumed |= have > 0;
            request(web, file, &part).await?
        };
        match step {
            Step::Absent => return Ok(None),
            Step::Other(bytes) => {
                part.remove();
                return Ok(Some(bytes));
            }
            Step::Broken(error) => {
                if part.length() > best {
                    best = part.length();
                    attempt = 0;
                } else if attempt >= ATTEMPTS_MAX || part.length() <= have {
                    return Err(error);
                }
            }
            Step::Slow(error) => return Err(error),
            Step::Afresh(error) => {
                if attempt >= ATTEMPTS_MAX || have == 0 {
                    return Err(error);
                }
                resumed = false;
            }
            Step::Whole => {
                let bytes = fs::read(&part.path).map_err(io_fail)?;
                if hex::encode(Sha256::digest(&bytes)) == file.sha256 {
                    return Ok(Some(bytes));
                }
                part.remove();
                // Pieces of different answers may have met; a fresh one decides.
                if !resumed || attempt >= ATTEMPTS_MAX {
                    return Ok(Some(bytes));
                }
                resumed = false;
            }
        }
        attempt += 1;
    }
    let words = format!("the line broke {STEPS_MAX} times; the next run goes on");
    Err(SourceError::unreachable(file.path, words))
}

/// Removes what was kept of a file, once it is applied or given up.
pub fn discard(mirror_dir: &Path, path: &str) {
    Part::of(mirror_dir, path).remove();
}

/// Removes every part but those of these files: a part may hold text that was withdrawn since.
pub fn keep_only(mirror_dir: &Path, paths: &[String]) -> io::Result<()> {
    let kept: Vec<String> = paths.iter().map(|path| name(path)).collect();
    let entries = match fs::read_dir(mirror_dir.join(PARTS_DIR)) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(e),
    };
    for entry in entries {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or("");
        if !kept.iter().any(|k| k == stem) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn name(path: &str) -> String {
    path.replace('/', "_")
}

struct Part {
    path: PathBuf,
    /// Holds the ETag of the answer that the part is a piece of.
    etag: PathBuf,
}

impl Part {
    fn of(mirror_dir: &Path, path: &str) -> Part {
        let base = mirror_dir.join(PARTS_DIR);
        let name = name(path);
        Part {
            path: base.join(format!("{name}.part")),
            etag: base.join(format!("{name}.etag")),
        }
    }

    fn length(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |m| m.len())
    }

    /// Whether it is the promised file.
    fn fits(&self, file: &Promised<'_>) -> bool {
        fs::read(&self.path).is_ok_and(|bytes| hex::encode(Sha256::digest(&bytes)) == file.sha256)
    }

    fn remove(&self) {
        // What cannot be removed is overwritten by the next answer.
        let _ = fs::remove_file(&self.path);
        let _ = fs::remove_file(&self.etag);
    }

    /// The etag of the answer, if it is one that promises identical bytes.
    fn strong_etag(&self) -> Option<HeaderValue> {
        let etag = fs::read_to_string(&self.etag).ok()?;
        let strong = etag.starts_with('"') && etag.ends_with('"') && etag.len() > 2;
        strong.then(|| HeaderValue::from_str(&etag).ok())?
    }
}

async fn request(web: &Web, file: &Promised<'_>, part: &Part) -> Result<Step, SourceError> {
    let io_fail = |e: io::Error| SourceError::unreachable(file.path, e);
    let mut have = part.length();
    if have > file.length {
        part.remove();
        have = 0;
    }
    let mut missing = file.length;
    let mut headers = HeaderMap::new();
    if have > 0 {
        let range = HeaderValue::from_str(&format!("bytes={have}-")).expect("a number is a header");
        headers.insert(header::RANGE, range);
        if let Some(etag) = part.strong_etag() {
            headers.insert(header::IF_RANGE, etag);
        }
    }
    let Some(mut response) = web.ask(file.path, headers).await? else {
        return Ok(Step::Absent);
    };
    match response.status() {
        StatusCode::OK => have = 0,
        StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE => {
            // What begins at the end of the part or before it, and ends where it likes, is a piece of the file.
            let piece = piece(&response, file.length).filter(|piece| piece.from <= have);
            match piece.filter(|_| response.status() == StatusCode::PARTIAL_CONTENT) {
                Some(piece) => {
                    have = piece.from;
                    missing = piece.length;
                }
                None => {
                    part.remove();
                    let words = "the server continues another file";
                    return Ok(Step::Afresh(SourceError::unreachable(file.path, words)));
                }
            }
        }
        status => {
            let words = format!("the server answers {status}");
            return Err(SourceError::unreachable(file.path, words));
        }
    }
    let announced = response.content_length();
    if have == 0 && announced.is_some_and(|length| length != file.length) {
        if web::is_page(&response) {
            return Err(web::page(file.path));
        }
        return other(web, file, &mut response).await.map(Step::Other);
    }
    let is_page = web::is_page(&response);
    let ends_anywhere = response.version() == reqwest::Version::HTTP_10 && announced.is_none();
    let mut out = open(part, have).map_err(io_fail)?;
    if have == 0 {
        match web::etag(&response) {
            Some(etag) => fs::write(&part.etag, etag).map_err(io_fail)?,
            None => drop(fs::remove_file(&part.etag)),
        }
    }
    let mut got = 0;
    let transfer = async {
        while let Some(chunk) = web.chunk(&mut response, file.path).await? {
            if got + chunk.len() as u64 > missing {
                return Err(SourceError::TooLarge {
                    path: file.path.to_owned(),
                    max: file.length,
                });
            }
            out.write_all(&chunk).map_err(io_fail)?;
            got += chunk.len() as u64;
        }
        Ok(())
    };
    let begun = Instant::now();
    match web.within(file.path, missing, transfer).await {
        Ok(()) if got == missing && have + got < file.length => {
            let words = "the server sends it in pieces";
            Ok(Step::Broken(SourceError::unreachable(file.path, words)))
        }
        Ok(()) if got == missing && is_page && !part.fits(file) => {
            part.remove();
            Err(web::page(file.path))
        }
        Ok(()) if got == missing => Ok(Step::Whole),
        // HTTP/1.0 has no other way to say that the line broke.
        Ok(()) if ends_anywhere => {
            let words = format!("cut off after {} of {} bytes", have + got, file.length);
            Ok(Step::Broken(SourceError::unreachable(file.path, words)))
        }
        // An end without announced length: it may be cut off, or be all there is.
        Ok(()) => {
            let bytes = fs::read(&part.path).map_err(io_fail)?;
            Ok(Step::Other(bytes))
        }
        Err(error @ SourceError::TooLarge { .. }) => {
            part.remove();
            Err(error)
        }
        Err(error) if begun.elapsed() >= web.limit(missing) => Ok(Step::Slow(error)),
        Err(error) => Ok(Step::Broken(error)),
    }
}

/// Which bytes of the file an answer of 206 holds.
struct Piece {
    from: u64,
    length: u64,
}

/// From `Content-Range: bytes from-to/length`; nothing for an answer in several parts, which has none, or of another file.
fn piece(response: &Response, length: u64) -> Option<Piece> {
    let range = response.headers().get(header::CONTENT_RANGE)?;
    let (ends, whole) = range
        .to_str()
        .ok()?
        .strip_prefix("bytes ")?
        .split_once('/')?;
    let (from, to) = ends.split_once('-')?;
    let (from, to) = (from.parse::<u64>().ok()?, to.parse::<u64>().ok()?);
    let fits = from <= to && to < length && (whole == "*" || whole.parse() == Ok(length));
    fits.then(|| Piece {
        from,
        length: to - from + 1,
    })
}

/// The first bytes of a file that is not the promised one, so that the verification can say what is wrong with it.
async fn other(
    web: &Web,
    file: &Promised<'_>,
    response: &mut Response,
) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::new();
    let most = file.length.saturating_add(1);
    let transfer = async {
        while (bytes.len() as u64) < most {
            let Some(chunk) = web.chunk(response, file.path).await? else {
                break;
            };
            bytes.extend_from_slice(&chunk);
        }
        Ok(())
    };
    web.within(file.path, most, transfer).await?;
    bytes.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(bytes)
}

fn open(part: &Part, have: u64) -> io::Result<File> {
    if have == 0 {
        File::create(&part.path)
    } else {
        let mut file = OpenOptions::new().write(true).open(&part.path)?;
        file.set_len(have)?;
        file.seek(io::SeekFrom::Start(have))?;
        Ok(file)
    }
}
