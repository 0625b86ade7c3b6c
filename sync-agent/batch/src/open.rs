//! Reads a batch as an inbox does. Owns the order of the checks: sizes, name, capped decompression, lines, signature. A batch is
//! taken whole or not at all.

use crate::limits::{
    BATCH_BYTES_MAX, LINE_BYTES_MAX, LINES_MAX, NAME_BYTES_MAX, PLAIN_BYTES_MAX,
    ZSTD_WINDOW_LOG_MAX,
};
use crate::line::{Entry, Head, Line, Receipt};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};
use std::io::Read;

/// What a sound batch says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Who made it.
    pub head: Head,
    /// Entries of the register, in order.
    pub entries: Vec<Entry>,
    /// Takedowns that were carried out.
    pub receipts: Vec<Receipt>,
    /// The public key that signed it, hex; empty for a batch of a terminal that did not sign yet.
    pub key: String,
}

/// Why a batch is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)]
pub enum Fault {
    /// Beyond a cap.
    #[error("accept the batch: more than {max} {unit}")]
    TooLarge {
        max: u64,
        /// What is counted.
        unit: &'static str,
    },
    /// The bytes are not those of the name.
    #[error("match the batch with its name: it should be {0}")]
    Name(String),
    /// No zstd, cut off, or no UTF-8.
    #[error("read the batch: {0}")]
    Damaged(String),
    /// A line that is none.
    #[error("understand line {line}: {detail}")]
    Line {
        line: usize,
        /// What is wrong.
        detail: String,
    },
    /// It is not signed by whom it says.
    #[error("verify the signature")]
    Signature,
}

/// Checks a batch and reads it. `name` is the file's name, without folders.
pub fn open(name: &str, bytes: &[u8]) -> Result<Batch, Fault> {
    cap(bytes.len() as u64, BATCH_BYTES_MAX, "bytes")?;
    let plain = decompress(bytes)?;
    let text = std::str::from_utf8(&plain).map_err(|e| Fault::Damaged(e.to_string()))?;
    if !text.ends_with('\n') {
        return Err(Fault::Damaged("the last line is cut off".into()));
    }
    cap(text.lines().count() as u64, LINES_MAX as u64, "lines")?;
    let mut batch = Batch::default();
    let mut at = 0;
    for (index, line) in text.lines().enumerate() {
        let fault = |detail: String| Fault::Line {
            line: index + 1,
            detail,
        };
        if line.len() > LINE_BYTES_MAX {
            return Err(fault(format!("more than {LINE_BYTES_MAX} bytes")));
        }
        if !batch.key.is_empty() {
            return Err(fault("it stands behind the signature".into()));
        }
        let read: Line = serde_json::from_str(line).map_err(|e| fault(e.to_string()))?;
        match read {
            Line::Batch(head) if index == 0 => batch.head = head,
            Line::Batch(_) => return Err(fault("a second head".into())),
            _ if index == 0 => return Err(fault("the head comes first".into())),
            Line::Entry(entry) => {
                check_entry(&entry, &batch.head).map_err(fault)?;
                batch.entries.push(entry);
            }
            Line::Takedown(receipt) if receipt.terminal != batch.head.terminal => {
                return Err(fault("it is of another terminal".into()));
            }
            Line::Takedown(receipt) => batch.receipts.push(receipt),
            Line::Signature(signature) => {
                verify(&signature.key, &signature.sig, &text.as_bytes()[..at])?;
                batch.key = signature.key;
            }
            Line::Unknown => {}
        }
        at += line.len() + 1;
    }
    check_head(&batch.head).map_err(|detail| Fault::Line { line: 1, detail })?;
    let due = crate::seal::name(&batch.head.terminal, batch.head.batch, bytes);
    if name != due {
        return Err(Fault::Name(due));
    }
    Ok(batch)
}

fn cap(found: u64, max: u64, unit: &'static str) -> Result<(), Fault> {
    match found > max {
        true => Err(Fault::TooLarge { max, unit }),
        false => Ok(()),
    }
}

fn decompress(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let damaged = |e: std::io::Error| Fault::Damaged(e.to_string());
    let mut decoder = zstd::stream::read::Decoder::new(bytes).map_err(damaged)?;
    decoder
        .window_log_max(ZSTD_WINDOW_LOG_MAX)
        .map_err(damaged)?;
    let mut plain = Vec::new();
    decoder
        .take(PLAIN_BYTES_MAX + 1)
        .read_to_end(&mut plain)
        .map_err(damaged)?;
    cap(
        plain.len() as u64,
        PLAIN_BYTES_MAX,
        "bytes after decompression",
    )?;
    Ok(plain)
}

fn check_head(head: &Head) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let is_name = !head.terminal.is_empty()
        && head.terminal.len() <= NAME_BYTES_MAX
        && head.terminal.chars().all(plain);
    if !is_name {
        return Err(format!("{:?} is no terminal", head.terminal));
    }
    time(&head.made)
}

fn check_entry(entry: &Entry, head: &Head) -> Result<(), String> {
    if entry.terminal != head.terminal {
        return Err("it is of another terminal".into());
    }
    if entry.seq == 0 || entry.journal.is_empty() || entry.entry.is_empty() {
        return Err("it has no place in a journal".into());
    }
    time(&entry.at)
}

fn time(text: &str) -> Result<(), String> {
    match text.parse::<jiff::Timestamp>() {
        Ok(_) => Ok(()),
        Err(_) => Err(format!("{text:?} is no time")),
    }
}

/// Whether this key signed these bytes.
pub(crate) fn verify(key: &str, sig: &str, signed: &[u8]) -> Result<(), Fault> {
    let (mut public, mut signature) = ([0; 32], [0; 64]);
    hex::decode_to_slice(key, &mut public).map_err(|_| Fault::Signature)?;
    hex::decode_to_slice(sig, &mut signature).map_err(|_| Fault::Signature)?;
    VerifyingKey::from_bytes(&public)
        .and_then(|key| {
            key.verify_strict(&Sha256::digest(signed), &Signature::from_bytes(&signature))
        })
        .map_err(|_| Fault::Signature)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::{SigningKey, seal};

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn head() -> Head {
        Head {
            terminal: "L01-1".into(),
            batch: 3,
            made: "2026-11-22T02:00:00Z".into(),
            head: "1 ab".into(),
        }
    }

    fn entry(seq: u64) -> Line {
        Line::Entry(Entry {
            terminal: "L01-1".into(),
            site: "L01".into(),
            journal: "9f".into(),
            seq,
            entry: "outcome".into(),
            at: "2026-11-22T02:00:00Z".into(),
            ..Entry::default()
        })
    }

    /// A batch of any lines under its right name.
    fn named(text: &str) -> (String, Vec<u8>) {
        let bytes = zstd::bulk::compress(text.as_bytes(), 3).unwrap();
        (crate::seal::name("L01-1", 3, &bytes), bytes)
    }

    #[test]
    fn what_was_sealed_opens_to_the_same_lines_and_says_who_signed() {
        let sealed = seal(&head(), &[entry(1), entry(2)], &key()).unwrap();
        let batch = open(&sealed.name, &sealed.bytes).unwrap();
        assert_eq!((batch.head.batch, batch.entries.len()), (3, 2));
        assert_eq!(batch.key, crate::seal::public_hex(&key()));
    }

    #[test]
    fn any_other_byte_or_name_is_refused() {
        let sealed = seal(&head(), &[entry(1)], &key()).unwrap();
        for at in 0..sealed.bytes.len() {
            let mut bytes = sealed.bytes.clone();
            bytes[at] ^= 1;
            assert!(open(&sealed.name, &bytes).is_err(), "byte {at}");
        }
        for cut in 0..sealed.bytes.len() {
            assert!(open(&sealed.name, &sealed.bytes[..cut]).is_err());
        }
        assert!(matches!(
            open("x", &sealed.bytes),
            Err(Fault::Name(due)) if due == sealed.name
        ));
    }

    #[test]
    fn a_line_that_somebody_put_in_is_not_signed() {
        let sealed = seal(&head(), &[entry(1)], &key()).unwrap();
        let plain = decompress(&sealed.bytes).unwrap();
        let text = String::from_utf8(plain).unwrap();
        let more = serde_json::to_string(&entry(2)).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        lines.insert(2, &more);
        let (name, bytes) = named(&format!("{}\n", lines.join("\n")));
        assert_eq!(open(&name, &bytes), Err(Fault::Signature));
        // Nor behind the signature.
        let (name, bytes) = named(&format!("{text}{more}\n"));
        assert!(matches!(
            open(&name, &bytes),
            Err(Fault::Line { line: 4, .. })
        ));
    }

    #[test]
    fn hostile_batches_are_refused_before_they_are_held() {
        let bomb = zstd::bulk::compress(&vec![b'\n'; PLAIN_BYTES_MAX as usize + 9], 3).unwrap();
        assert!(matches!(open("x", &bomb), Err(Fault::TooLarge { .. })));
        let many = "{}\n".repeat(LINES_MAX + 1);
        let (name, bytes) = named(&many);
        assert!(matches!(
            open(&name, &bytes),
            Err(Fault::TooLarge { unit: "lines", .. })
        ));
        for text in [
            "",
            "\n",
            "{}\n",
            "{\"kind\":\"entry\"}\n",
            "no json\n",
            "{\"kind\":\"later\"}\n",
        ] {
            let (name, bytes) = named(text);
            assert!(open(&name, &bytes).is_err(), "{text:?}");
        }
        let up = serde_json::to_string(&Line::Batch(Head {
            terminal: "../x".into(),
            ..head()
        }))
        .unwrap();
        let (name, bytes) = named(&format!("{up}\n"));
        assert!(open(&name, &bytes).is_err());
    }

    #[test]
    fn a_kind_that_came_later_is_passed_over() {
        let first = serde_json::to_string(&Line::Batch(head())).unwrap();
        let (name, bytes) = named(&format!("{first}\n{{\"kind\":\"weather\",\"x\":1}}\n"));
        let batch = open(&name, &bytes).unwrap();
        assert_eq!((batch.entries.len(), batch.key.as_str()), (0, ""));
    }
}
