//! Opens segments and blobs. Owns the order of the checks: length, hash, capped decompression, then line by line. A bad
//! envelope is refused as a whole; a bad line refuses only itself.

use std::io::Read;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::document::Attachment;
use crate::error::FeedError;
use crate::fault::RecordError;
use crate::limits::*;
use crate::record::Record;
use crate::tip::{Segment, blob_path};

/// A segment whose bytes are what the tip says.
#[derive(Debug)]
pub struct VerifiedSegment {
    from: u64,
    to: u64,
    plain: Vec<u8>,
}

/// A line that is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("accept line {line}")]
#[allow(missing_docs)]
pub struct BadRecord {
    /// Line in the segment, from 1.
    pub line: usize,
    /// Its sequence number, if it can be read.
    pub seq: Option<u64>,
    /// Its document's id, if it can be read.
    pub id: Option<String>,
    #[source]
    pub reason: RecordError,
}

/// Checks length and SHA-256 of `compressed`, then decompresses it under the caps.
pub fn open_segment(segment: &Segment, compressed: &[u8]) -> Result<VerifiedSegment, FeedError> {
    let path = segment.path();
    match_bytes(&path, segment.length, &segment.sha256, compressed)?;
    if segment.plain_length > SEGMENT_PLAIN_BYTES_MAX {
        return Err(FeedError::TooLarge {
            path,
            max: SEGMENT_PLAIN_BYTES_MAX,
            unit: "bytes after decompression",
        });
    }
    let plain =
        decompress(compressed, segment.plain_length).map_err(|error| FeedError::Malformed {
            path: path.clone(),
            detail: error.to_string(),
        })?;
    if plain.len() as u64 != segment.plain_length {
        return Err(FeedError::Mismatch {
            path,
            detail: "length after decompression".into(),
        });
    }
    let lines = plain.iter().filter(|&&byte| byte == b'\n').count() as u64;
    if lines > SEGMENT_RECORDS_MAX {
        return Err(FeedError::TooLarge {
            path,
            max: SEGMENT_RECORDS_MAX,
            unit: "lines",
        });
    }
    Ok(VerifiedSegment {
        from: segment.from,
        to: segment.to,
        plain,
    })
}

/// Checks the bytes of an attachment against what its document says.
pub fn check_blob(attachment: &Attachment, bytes: &[u8]) -> Result<(), FeedError> {
    let path = blob_path(&attachment.sha256);
    match_bytes(&path, attachment.length, &attachment.sha256, bytes)
}

pub(crate) fn match_bytes(
    path: &str,
    length: u64,
    sha256: &str,
    bytes: &[u8],
) -> Result<(), FeedError> {
    let detail = if bytes.len() as u64 != length {
        format!("{} bytes instead of {length}", bytes.len())
    } else if hex::encode(Sha256::digest(bytes)) != sha256 {
        "sha-256".to_owned()
    } else {
        return Ok(());
    };
    Err(FeedError::Mismatch {
        path: path.to_owned(),
        detail,
    })
}

/// Reads at most one byte more than `expected`, whatever the frame claims.
fn decompress(compressed: &[u8], expected: u64) -> std::io::Result<Vec<u8>> {
    let mut decoder = zstd::stream::read::Decoder::new(compressed)?;
    decoder.window_log_max(ZSTD_WINDOW_LOG_MAX)?;
    let mut plain = Vec::new();
    decoder.take(expected + 1).read_to_end(&mut plain)?;
    Ok(plain)
}

impl VerifiedSegment {
    /// First sequence number it stands for.
    pub fn from(&self) -> u64 {
        self.from
    }

    /// Last sequence number it stands for; the cursor after all of it is applied.
    pub fn to(&self) -> u64 {
        self.to
    }

    /// The lines as they are, without the line breaks.
    pub fn lines(&self) -> impl Iterator<Item = &[u8]> {
        self.plain
            .split(|&byte| byte == b'\n')
            .filter(|line| !line.is_empty())
    }

    /// The records in order; a bad one is an item of its own and the others go on.
    pub fn records(&self) -> impl Iterator<Item = Result<Record, BadRecord>> {
        let mut last = self.from - 1;
        let to = self.to;
        self.lines().enumerate().map(move |(index, line)| {
            let record = read_line(index + 1, line)?;
            let seq = record.seq();
            let reason = if seq <= last || seq > to {
                Err(RecordError::OutOfOrder { seq })
            } else if record.rev() > seq {
                Err(RecordError::RevisionBeyond { rev: record.rev() })
            } else {
                last = seq;
                record.check()
            };
            match reason {
                Ok(()) => Ok(record),
                Err(reason) => Err(BadRecord {
                    line: index + 1,
                    seq: Some(seq),
                    id: Some(record.id().chars().take(ID_BYTES_MAX).collect()),
                    reason,
                }),
            }
        })
    }
}

fn read_line(line: usize, bytes: &[u8]) -> Result<Record, BadRecord> {
    if bytes.len() > RECORD_BYTES_MAX {
        return Err(BadRecord {
            line,
            seq: None,
            id: None,
            reason: RecordError::TooLong {
                field: "line",
                max: RECORD_BYTES_MAX,
            },
        });
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let glance: Glance = serde_json::from_slice(bytes).unwrap_or_default();
        let id = glance
            .id
            .or(glance.document.and_then(|document| document.id));
        BadRecord {
            line,
            seq: glance.seq,
            id: id.map(|id| id.chars().take(ID_BYTES_MAX).collect()),
            reason: RecordError::Malformed(error.to_string()),
        }
    })
}

/// What can be told about a line that is no record.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Glance {
    seq: Option<u64>,
    id: Option<String>,
    document: Option<GlanceDocument>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct GlanceDocument {
    id: Option<String>,
}

#[cfg(test)]
mod tests;
