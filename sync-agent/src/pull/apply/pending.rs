//! The next transaction while it is gathered from the log. Pure. Owns its size, and what becomes of a record that is not
//! taken: it is listed, and if it says that the document is not public, the earlier revision goes too.

use crate::pull::convert;
use crate::trust::{Refused, Takedowns};
use feed::{BadRecord, Record, RecordError};
use jiff::Timestamp;

/// Documents in one transaction.
const DOCUMENTS_MAX: usize = 500;
/// Text in one transaction, bytes, before the last document is added.
const TEXT_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Deletions in one transaction.
const DELETIONS_MAX: usize = 500;

/// Records that will be committed together.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub(super) puts: Vec<mirror::Document>,
    pub(super) dels: Vec<String>,
    pub(super) refused: Vec<Refused>,
    /// SHA-256 and length of attachments.
    pub(super) wanted: Vec<(String, u64)>,
    /// Documents whose earlier refusals no longer matter.
    pub(super) settled: Vec<String>,
    text_bytes: usize,
}

impl Pending {
    /// A step that only takes documents out.
    pub(super) fn removing(ids: Vec<String>) -> Pending {
        Pending {
            settled: ids.clone(),
            dels: ids,
            ..Pending::default()
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.puts.len() + self.refused.len() >= DOCUMENTS_MAX
            || self.text_bytes >= TEXT_BYTES_MAX
            || self.dels.len() >= DELETIONS_MAX
    }

    /// Takes one record of the log.
    pub(super) fn take(&mut self, record: Record, takedowns: &Takedowns, now: Timestamp) {
        match record {
            Record::Del { id, .. } => self.remove(id),
            Record::Put { document, .. } if takedowns.covers(&document.id, document.rev) => {}
            Record::Put { seq, document } => {
                let (id, rev) = (document.id.clone(), document.rev);
                match convert::document(*document) {
                    Ok(document) => self.put(document),
                    Err(refusal) => {
                        if refusal.withdraws() {
                            self.remove(id.clone());
                        }
                        self.list(seq, id, rev, refusal.to_string(), now);
                    }
                }
            }
        }
    }

    /// Lists a line that is no acceptable record; without a place of its own it is listed at the end of its segment.
    pub(super) fn refuse_line(&mut self, bad: &BadRecord, segment_to: u64, now: Timestamp) {
        let id = bad.id.clone().unwrap_or_default();
        if matches!(
            bad.reason,
            RecordError::NotPublic(_) | RecordError::NoEvidence
        ) {
            self.remove(id.clone());
        }
        let seq = bad.seq.unwrap_or(segment_to).min(segment_to);
        self.list(
            seq,
            id,
            0,
            format!("line {}: {}", bad.line, bad.reason),
            now,
        );
    }

    fn put(&mut self, document: mirror::Document) {
        self.text_bytes += text_bytes(&document);
        let files = document.attachments.iter();
        self.wanted
            .extend(files.map(|file| (file.sha256.clone(), file.length)));
        self.settled.push(document.id.clone());
        self.puts.push(document);
    }

    fn remove(&mut self, id: String) {
        self.puts.retain(|put| put.id != id);
        self.settled.push(id.clone());
        self.dels.push(id);
    }

    fn list(&mut self, seq: u64, id: String, rev: u64, reason: String, now: Timestamp) {
        self.settled.retain(|settled| *settled != id);
        self.refused.push(Refused {
            seq,
            id,
            rev,
            reason,
            at: now.to_string(),
        });
    }
}

fn text_bytes(document: &mirror::Document) -> usize {
    let blocks = document.blocks.iter().map(|block| match block {
        mirror::Block::Heading { text, .. } | mirror::Block::Paragraph { text, .. } => text.len(),
        mirror::Block::Table { rows, .. } => rows.iter().flatten().map(String::len).sum(),
        mirror::Block::Picture { alt } => alt.len(),
    });
    blocks.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pull::convert::tests::sample;

    fn put(seq: u64, document: feed::Document) -> Record {
        Record::Put {
            seq,
            document: Box::new(document),
        }
    }

    fn del(seq: u64, id: &str) -> Record {
        Record::Del {
            seq,
            id: id.into(),
            rev: 1,
            reason: feed::DelReason::Withdrawn,
        }
    }

    fn gather(records: Vec<Record>, takedowns: &Takedowns) -> Pending {
        let mut pending = Pending::default();
        for record in records {
            pending.take(record, takedowns, Timestamp::UNIX_EPOCH);
        }
        pending
    }

    #[test]
    fn a_document_that_is_put_and_then_deleted_is_not_put() {
        let pending = gather(
            vec![put(1, sample("a", 1)), del(2, "a")],
            &Takedowns::default(),
        );
        assert!(pending.puts.is_empty());
        assert_eq!(pending.dels, ["a"]);
    }

    #[test]
    fn a_document_that_comes_back_with_a_higher_revision_is_put() {
        let pending = gather(
            vec![del(1, "a"), put(2, sample("a", 2))],
            &Takedowns::default(),
        );
        assert_eq!(pending.puts[0].rev, 2);
    }

    #[test]
    fn a_takedown_is_never_brought_back_by_the_log() {
        let takedowns = Takedowns {
            all: [("a".to_owned(), 2)].into(),
            waiting: 0,
        };
        let pending = gather(
            vec![
                put(1, sample("a", 2)),
                put(2, sample("b", 1)),
                put(3, sample("a", 3)),
            ],
            &takedowns,
        );
        let put: Vec<(&str, u64)> = pending
            .puts
            .iter()
            .map(|d| (d.id.as_str(), d.rev))
            .collect();
        assert_eq!(put, [("b", 1), ("a", 3)]);
        assert!(pending.refused.is_empty());
    }

    #[test]
    fn a_revision_that_is_not_public_takes_the_earlier_one_with_it() {
        let mut secret = sample("a", 2);
        secret.disclosure.attribute = "on-request".into();
        let pending = gather(vec![put(7, secret)], &Takedowns::default());
        assert_eq!(pending.dels, ["a"]);
        assert_eq!(
            (pending.refused[0].seq, pending.refused[0].id.as_str()),
            (7, "a")
        );
        assert!(pending.settled.is_empty());
    }

    #[test]
    fn a_transaction_has_an_end() {
        let many = (0..DOCUMENTS_MAX as u64)
            .map(|n| put(n + 1, sample(&format!("d{n}"), 1)))
            .collect();
        assert!(gather(many, &Takedowns::default()).is_full());
        let mut long = sample("long", 1);
        long.blocks = vec![feed::Block::Picture {
            alt: "长".repeat(TEXT_BYTES_MAX / 3 + 1),
        }];
        assert!(gather(vec![put(1, long)], &Takedowns::default()).is_full());
        assert!(!gather(vec![put(1, sample("a", 1))], &Takedowns::default()).is_full());
    }

    #[test]
    fn a_line_without_a_number_is_listed_at_the_end_of_its_segment() {
        let mut pending = Pending::default();
        let bad = BadRecord {
            line: 3,
            seq: None,
            id: None,
            reason: RecordError::NoRevision,
        };
        pending.refuse_line(&bad, 40, Timestamp::UNIX_EPOCH);
        assert_eq!(pending.refused[0].seq, 40);
        assert!(pending.refused[0].reason.starts_with("line 3: "));
    }
}
