//! The takedown list of a feed under verification. Owns which of its pieces are read: those that were read before tell nothing new.

use super::{Run, malformed};
use crate::error::FeedError;
use crate::limits::{TAKEDOWN_BYTES_MAX, TAKEDOWN_PIECE_BYTES_MAX, TAKEDOWNS_MAX};
use crate::named::NamedFile;
use crate::takedown::{Listed, TakedownList};

impl Run<'_> {
    /// What is taken away, and the pieces in which that is told. Pieces that were read before tell nothing new, unless another log or
    /// other keys speak.
    pub(super) async fn takedowns(
        &mut self,
        seq: u64,
        anew: bool,
    ) -> Result<(TakedownList, Vec<NamedFile>), FeedError> {
        let (path, bytes) = self.target("takedown.json", TAKEDOWN_BYTES_MAX).await?;
        let listed = Listed::parse(&bytes).map_err(|error| FeedError::of_tip(&path, error))?;
        let pieces = match listed {
            Listed::Whole(list) => {
                not_beyond(&path, &list, seq)?;
                return Ok((list, Vec::new()));
            }
            Listed::Pieces(pieces) => pieces,
        };
        let mut all = TakedownList::default();
        for file in &pieces {
            if !anew && self.known.pieces.contains(&file.sha256) {
                continue;
            }
            let bytes = self.named(&file.path, TAKEDOWN_PIECE_BYTES_MAX).await?;
            file.check(&bytes)?;
            let list = TakedownList::parse(&bytes)
                .map_err(|error| FeedError::of_tip(&file.path, error))?;
            not_beyond(&file.path, &list, seq)?;
            all.entries.extend(list.entries);
            if all.entries.len() > TAKEDOWNS_MAX {
                return Err(FeedError::TooLarge {
                    path,
                    max: TAKEDOWNS_MAX as u64,
                    unit: "takedowns",
                });
            }
        }
        all.sort();
        Ok((all, pieces))
    }
}

fn not_beyond(path: &str, list: &TakedownList, seq: u64) -> Result<(), FeedError> {
    match list.beyond(seq) {
        None => Ok(()),
        Some(beyond) => Err(malformed(
            path,
            &format!(
                "revision {} of {} is above what the log ever had",
                beyond.rev, beyond.id
            ),
        )),
    }
}
