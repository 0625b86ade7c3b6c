//! Checkpoints (校验点): a rolling hash over the log, told at the end of each publication. Owns the hash and the comparison. Two logs
//! that have the same numbers and not the same content, as after a publisher was restored from a backup, differ in it for ever,
//! so that a terminal that followed the one notices when it is offered the other.

use crate::check::is_lower_hex;
use crate::fault::TipError;
use crate::record::Record;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Hex digits of a checkpoint's hash: 128 bits.
const HASH_DIGITS: usize = 32;
/// Checkpoints in a tip: what a terminal that missed some publications compares with. About 43 bytes each.
pub const TIP_CHECKPOINTS: usize = 24;
/// Checkpoints in the list of packs, for a terminal that was off for long; the oldest give way.
pub const CHECKPOINTS_MAX: usize = 50_000;

/// The log up to a number: the number, and the hash of all records up to there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint(pub u64, pub String);

/// What an offered log is to one that was followed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Descent {
    /// It goes on from there.
    Continues,
    /// It says other things under the same numbers.
    Differs,
    /// One of both tells no checkpoints: a log of a publisher that made none yet.
    Untold,
    /// The place lies before what is listed.
    Older,
}

/// Where the hash of an empty log begins.
pub fn begin(repository: &str, epoch: u64) -> String {
    let mut hash = Sha256::new();
    part(&mut hash, repository.as_bytes());
    hash.update(epoch.to_be_bytes());
    shorten(hash)
}

/// Where the hash of a log begins that told none so far: what is live in it, in the order of ids.
pub fn begin_with<'a>(
    repository: &str,
    epoch: u64,
    live: impl Iterator<Item = (&'a str, u64, [u8; 32])>,
) -> String {
    let mut hash = Sha256::new();
    part(&mut hash, begin(repository, epoch).as_bytes());
    for (id, rev, content) in live {
        part(&mut hash, id.as_bytes());
        hash.update(rev.to_be_bytes());
        hash.update(content);
    }
    shorten(hash)
}

/// The hash after one more record: over its number, id, revision and content.
pub fn roll(before: &str, record: &Record) -> String {
    let mut hash = Sha256::new();
    part(&mut hash, before.as_bytes());
    hash.update(record.seq().to_be_bytes());
    part(&mut hash, record.id().as_bytes());
    hash.update(record.rev().to_be_bytes());
    match record {
        Record::Put { document, .. } => hash.update(document.content_sha256()),
        Record::Del { reason, .. } => {
            let reason = serde_json::to_vec(reason).expect("a reason has only string keys");
            part(&mut hash, &reason);
        }
    }
    shorten(hash)
}

/// Lengths go along, so that no two lists of parts give the same bytes.
fn part(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

fn shorten(hash: Sha256) -> String {
    let mut whole = hex::encode(hash.finalize());
    whole.truncate(HASH_DIGITS);
    whole
}

/// Rising numbers up to `seq`, hashes of the known form.
pub(crate) fn check(list: &[Checkpoint], max: usize, seq: u64) -> Result<(), TipError> {
    if list.len() > max {
        return Err(TipError::TooMany {
            what: "checkpoints",
            max,
        });
    }
    let rising = list.windows(2).all(|pair| pair[0].0 < pair[1].0);
    let inside = list.last().is_none_or(|last| last.0 == seq);
    let formed = list
        .iter()
        .all(|point| point.1.len() == HASH_DIGITS && is_lower_hex(&point.1));
    match rising && inside && formed {
        true => Ok(()),
        false => Err(TipError::Field("checkpoints")),
    }
}

/// What a log with these checkpoints is to the place `seq` with `hash` in the log that was followed.
pub fn compare(list: &[Checkpoint], seq: u64, hash: &str) -> Descent {
    let Some(oldest) = list.first() else {
        return Descent::Untold;
    };
    if hash.is_empty() {
        return Descent::Untold;
    }
    match list.binary_search_by_key(&seq, |point| point.0) {
        Ok(index) if list[index].1 == hash => Descent::Continues,
        Ok(_) => Descent::Differs,
        // Every publication since the oldest one stands in the list; ours ended where none of them did.
        Err(_) if seq > oldest.0 => Descent::Differs,
        Err(_) => Descent::Older,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::DelReason;

    fn del(seq: u64, rev: u64) -> Record {
        Record::Del {
            seq,
            id: "demo/1".into(),
            rev,
            reason: DelReason::Withdrawn,
        }
    }

    fn hash(digit: char) -> String {
        digit.to_string().repeat(HASH_DIGITS)
    }

    #[test]
    fn everything_in_a_record_and_before_it_counts() {
        let start = begin("r", 1);
        assert_ne!(start, begin("r", 2));
        let one = roll(&start, &del(1, 1));
        for other in [
            roll(&start, &del(2, 1)),
            roll(&start, &del(1, 2)),
            roll(&begin("s", 1), &del(1, 1)),
            roll(
                &start,
                &Record::Del {
                    seq: 1,
                    id: "demo/1".into(),
                    rev: 1,
                    reason: DelReason::Purged,
                },
            ),
        ] {
            assert_ne!(one, other);
        }
        assert_eq!(one, roll(&start, &del(1, 1)));
    }

    #[test]
    fn a_place_is_compared_where_it_stands_in_the_list() {
        let list = [Checkpoint(4, hash('a')), Checkpoint(9, hash('b'))];
        assert_eq!(compare(&list, 9, &hash('b')), Descent::Continues);
        assert_eq!(compare(&list, 4, &hash('a')), Descent::Continues);
        assert_eq!(compare(&list, 9, &hash('a')), Descent::Differs);
        assert_eq!(compare(&list, 7, &hash('b')), Descent::Differs);
        assert_eq!(compare(&list, 12, &hash('b')), Descent::Differs);
        assert_eq!(compare(&list, 3, &hash('b')), Descent::Older);
        assert_eq!(compare(&list, 9, ""), Descent::Untold);
        assert_eq!(compare(&[], 9, &hash('b')), Descent::Untold);
    }

    #[test]
    fn a_list_that_does_not_end_at_the_tip_is_refused() {
        let point = |seq| Checkpoint(seq, hash('a'));
        assert!(check(&[], 9, 5).is_ok());
        assert!(check(&[point(3), point(5)], 9, 5).is_ok());
        for bad in [
            vec![point(3)],
            vec![point(5), point(5)],
            vec![point(6)],
            vec![Checkpoint(5, "a".into())],
            vec![Checkpoint(5, hash('A'))],
        ] {
            assert!(check(&bad, 9, 5).is_err(), "{bad:?}");
        }
        assert!(check(&[point(3), point(5)], 1, 5).is_err());
    }
}
