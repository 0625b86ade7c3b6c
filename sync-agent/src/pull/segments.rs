//! The log on its way: which segments, fetched and looked at before the mirror changes, then applied one by one. Owns that order; a good
//! segment waits in the parts, so that a filling that is interrupted goes on where it stopped.

use super::apply::Apply;
use super::fetch::{self, Place, Promised};
use crate::failure::{Exit, Outcome};
use crate::terminal::Terminal;
use console::progress::Progress;
use feed::{FeedError, PackList, Segment, Verified, VerifiedSegment};

/// Brings the mirror to the end of the log.
pub(super) async fn follow(
    terminal: &Terminal,
    place: &Place,
    verified: &Verified,
    apply: &mut Apply<'_>,
) -> Outcome<()> {
    let start = apply.start();
    let packs = packs(place, verified, start).await?;
    let segments = feed::segments_for(verified.tip(), &packs, start)
        .expect("a checked tip with its packs has no gap");
    // All are looked at before the mirror changes: one bad segment refuses the feed and leaves the mirror as it is.
    let progress = Progress::of("sync-agent");
    progress.next("fetching", Some(segments.len()));
    for segment in &segments {
        if let Err(failure) = open(terminal, place, segment).await {
            if failure.exit != Exit::Refused {
                // The network gave up, not the feed: what was taken down goes all the same (R23).
                apply.take_down()?;
            }
            return Err(failure);
        }
        progress.step();
    }
    apply.remove_first()?;
    progress.next("applying", Some(segments.len()));
    for (index, segment) in segments.iter().enumerate() {
        let opened = open(terminal, place, segment).await?;
        apply.segment(&opened, index + 1 == segments.len())?;
        fetch::discard(&terminal.mirror_dir, &segment.path());
        progress.step();
    }
    Ok(())
}

/// The packs, if this terminal is new or so far behind that the tip's segments do not reach back to it.
async fn packs(place: &Place, verified: &Verified, start: u64) -> Outcome<Vec<Segment>> {
    let tip = verified.tip();
    let reached = feed::segments_for(tip, &[], start).is_some();
    if start >= tip.packed || (start > 0 && reached) {
        return Ok(Vec::new());
    }
    Ok(pack_list(place, verified).await?.packs)
}

/// The list of packs and of all checkpoints.
pub(super) async fn pack_list(place: &Place, verified: &Verified) -> Outcome<PackList> {
    let file = verified.packs();
    let bytes = feed::Source::fetch(place, &file.path, file.length)
        .await
        .map_err(FeedError::Source)?
        .ok_or_else(|| FeedError::Missing {
            path: file.path.clone(),
        })?;
    Ok(verified.open_packs(&bytes)?)
}

/// Fetches a segment and opens it; a good one stays in the parts until it is applied.
async fn open(terminal: &Terminal, place: &Place, segment: &Segment) -> Outcome<VerifiedSegment> {
    let path = segment.path();
    let promised = Promised {
        path: &path,
        length: segment.length,
        sha256: &segment.sha256,
    };
    let bytes = place
        .promised(&promised, &terminal.mirror_dir)
        .await
        .map_err(FeedError::Source)?
        .ok_or_else(|| FeedError::Missing { path: path.clone() })?;
    let opened = feed::open_segment(segment, &bytes);
    if opened.is_err() {
        fetch::discard(&terminal.mirror_dir, &path);
    }
    Ok(opened?)
}
