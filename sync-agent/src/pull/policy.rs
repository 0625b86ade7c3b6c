//! What the signatures alone cannot decide: another repository, a newer agent, a mirror ahead of its feed, another history under the
//! same numbers. Owns these judgements; changes nothing.

use crate::failure::{Exit, Failure, Outcome};
use crate::trust::Trust;
use feed::{Descent, Verified};
use std::path::Path;

/// This version, as `least_agent` counts.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Refuses what this terminal must not follow.
pub(super) fn check(verified: &Verified, trust: &Trust, root_sha256: &str) -> Outcome<()> {
    let tip = verified.tip();
    let (Some(needed), Some(ours)) = (version(&tip.least_agent), version(VERSION)) else {
        let words = format!("read the least agent version {:?}", tip.least_agent);
        return Err(Failure::words(Exit::Refused, words).advise("tell the publisher"));
    };
    if needed > ours {
        let words = format!(
            "read this feed: it needs sync-agent {}, this is {VERSION}",
            tip.least_agent
        );
        return Err(Failure::words(Exit::Refused, words)
            .advise("update the terminal; until then it shows what it has"));
    }
    let known = trust.floors()?;
    let other = !known.repository.is_empty() && known.repository != tip.repository;
    let same_root = trust
        .root_sha256()?
        .is_none_or(|sha256| sha256 == root_sha256);
    let rotated = verified.floors().roots.len() > known.roots.len();
    if other && same_root && !rotated {
        let words = format!(
            "accept repository {}: this terminal follows {}",
            tip.repository, known.repository
        );
        return Err(Failure::words(Exit::Refused, words).advise(
            "another feed lies at this address; if it is meant to replace the old one, bring its new root.json to the terminal",
        ));
    }
    Ok(())
}

/// Refuses a feed that ends before the mirror's place in the same log. A mirror that cannot be read is seen to later.
pub(super) fn not_behind_the_mirror(dir: &Path, verified: &Verified) -> Outcome<()> {
    let Ok(state) = mirror::Reader::open(dir).and_then(|reader| reader.state()) else {
        return Ok(());
    };
    let (cursor, tip) = (state.cursor, verified.tip());
    let same_log = cursor.repository == tip.repository && cursor.epoch == tip.epoch;
    if !same_log || cursor.seq <= tip.seq {
        return Ok(());
    }
    let words = format!(
        "accept sequence number {}: the mirror stands at {} already",
        tip.seq, cursor.seq
    );
    Err(Failure::words(Exit::Refused, words)
        .advise("this feed is older than what the terminal has seen; use the current one"))
}

/// Whether the mirror must be filled anew, and why; `descent` is what the checkpoints say.
pub(super) fn refill(
    verified: &Verified,
    known: &feed::Floors,
    descent: Descent,
) -> Option<String> {
    let tip = verified.tip();
    let same_log = known.repository == tip.repository && known.epoch == tip.epoch;
    if same_log && descent == Descent::Differs {
        return Some(format!(
            "the publisher's log says something else than before under the same numbers (up to {}): the mirror is filled anew",
            known.seq
        ));
    }
    let fell =
        known.repository == tip.repository && (tip.epoch, tip.seq) < (known.epoch, known.seq);
    (verified.rotated() && fell).then(|| {
        "the keys were changed and the log goes on from a lower number: the mirror is filled anew".to_owned()
    })
}

/// `major.minor.patch`.
fn version(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.split('.').map(|part| part.parse::<u32>().ok());
    let version = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert!(version("0.10.0") > version("0.9.9"));
        for bad in ["", "1", "1.2", "1.2.3.4", "1.2.x", "-1.0.0"] {
            assert_eq!(version(bad), None, "{bad}");
        }
        assert!(version(VERSION).is_some());
    }
}
