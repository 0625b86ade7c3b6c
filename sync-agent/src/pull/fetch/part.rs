//! Downloads that survive a broken line: `parts/` beside the mirror, Range with If-Range. Owns the part files; keeps
//! nothing of a file that turned out wrong. What comes out is still unverified.

use super::Promised;
use super::web::{self, Web};
use feed::SourceError;
use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::{Response, StatusCode};
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Folder of unfinished downloads inside the mirror's folder.
pub const PARTS_DIR: &str = "parts";
/// Requests for one file in one run.
const ATTEMPTS_MAX: u32 = 4;

/// What one request did to the part file.
enum Step {
    /// The part has its whole length.
    Whole,
    /// The line broke; some of it arrived.
    Broken(SourceError),
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
    loop {
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
                let progress = part.length() > have;
                if attempt >= ATTEMPTS_MAX || !progress {
                    return Err(error);
                }
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
        StatusCode::PARTIAL_CONTENT if continues(&response, have, file.length) => {}
        StatusCode::OK => have = 0,
        StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE => {
            part.remove();
            let words = "the server continues another file";
            return Ok(Step::Broken(SourceError::unreachable(file.path, words)));
        }
        status => {
            let words = format!("the server answers {status}");
            return Err(SourceError::unreachable(file.path, words));
        }
    }
    let announced = response.content_length();
    if have == 0 && announced.is_some_and(|length| length != file.length) {
        return other(web, file, &mut response).await.map(Step::Other);
    }
    let mut out = open(part, have).map_err(io_fail)?;
    if have == 0 {
        match web::etag(&response) {
            Some(etag) => fs::write(&part.etag, etag).map_err(io_fail)?,
            None => drop(fs::remove_file(&part.etag)),
        }
    }
    let missing = file.length - have;
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
    match web.within(file.path, missing, transfer).await {
        Ok(()) if got == missing => Ok(Step::Whole),
        // An end without announced length: it may be cut off, or be all there is.
        Ok(()) => {
            let bytes = fs::read(&part.path).map_err(io_fail)?;
            Ok(Step::Other(bytes))
        }
        Err(error @ SourceError::TooLarge { .. }) => {
            part.remove();
            Err(error)
        }
        Err(error) => Ok(Step::Broken(error)),
    }
}

fn continues(response: &Response, have: u64, length: u64) -> bool {
    let expected = format!("bytes {have}-{}/{length}", length - 1);
    response
        .headers()
        .get(header::CONTENT_RANGE)
        .is_some_and(|range| range.as_bytes() == expected.as_bytes())
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
        OpenOptions::new().append(true).open(&part.path)
    }
}
