//! What the signed targets say of system bundles (系统更新包): which there are, for which boards and how many terminals. Owns their shape, their
//! limits, the order of versions and which of them a terminal takes; knows nothing of what is inside one.
//!
//! A bundle travels in pieces, each a file of the feed by its hash: a download goes on piece by piece, a stick with FAT holds any length, and
//! nobody holds more than one piece in memory.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::check::is_sha256;
use crate::fault::TipError;
use crate::limits::{BUNDLE_BYTES_MAX, BUNDLE_PIECE_BYTES_MAX, BUNDLE_PIECES_MAX, BUNDLES_MAX};
use crate::named::NamedFile;
use crate::tip::blob_path;

/// The target that lists bundles; a feed without bundles has none.
pub const BUNDLES_NAME: &str = "bundles.json";
/// Numbers of a version.
const VERSION_NUMBERS_MAX: usize = 4;
/// Characters of a board's name.
const BOARD_CHARS_MAX: usize = 16;

/// The version of a system: up to four numbers with dots between them, `1.4.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version([u64; VERSION_NUMBERS_MAX]);

/// A text that is no version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no version; allowed are up to four numbers with dots, such as 1.4.0")]
pub struct NoVersion(String);

impl FromStr for Version {
    type Err = NoVersion;

    fn from_str(text: &str) -> Result<Version, NoVersion> {
        let wrong = || NoVersion(text.chars().take(64).collect());
        let mut numbers = [0; VERSION_NUMBERS_MAX];
        let mut parts = text.split('.');
        for (place, part) in parts.by_ref().take(VERSION_NUMBERS_MAX).enumerate() {
            let plain = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            let number = part.parse().ok().filter(|_| plain).ok_or_else(wrong)?;
            numbers[place] = number;
        }
        match parts.next() {
            None => Ok(Version(numbers)),
            Some(_) => Err(wrong()),
        }
    }
}

impl TryFrom<String> for Version {
    type Error = NoVersion;

    fn try_from(text: String) -> Result<Version, NoVersion> {
        text.parse()
    }
}

impl From<Version> for String {
    fn from(version: Version) -> String {
        version.to_string()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch, last] = self.0;
        write!(f, "{major}.{minor}.{patch}")?;
        match last {
            0 => Ok(()),
            last => write!(f, ".{last}"),
        }
    }
}

/// Which terminals hear of a bundle first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ring {
    /// 先行终端: takes every bundle at once.
    Canary,
    /// All others: a share of them at a time.
    Fleet,
}

/// A piece of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Piece {
    pub sha256: String,
    pub length: u64,
}

impl Piece {
    /// The piece as a file of the feed.
    pub fn file(&self) -> NamedFile {
        NamedFile {
            path: blob_path(&self.sha256),
            length: self.length,
            sha256: self.sha256.clone(),
        }
    }
}

/// A system for one kind of board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Bundle {
    pub version: Version,
    /// `qemu`, `uefi`, `rpi`.
    pub board: String,
    /// SHA-256 of the whole.
    pub sha256: String,
    pub length: u64,
    /// Percent of the terminals that are no canaries.
    pub share: u8,
    /// It is meant for terminals that run something newer, too.
    #[serde(default, skip_serializing_if = "is_false")]
    pub older: bool,
    /// What it is made of, in order.
    pub pieces: Vec<Piece>,
}

impl Bundle {
    fn check(&self) -> Result<(), TipError> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let named = (1..=BOARD_CHARS_MAX).contains(&self.board.len());
        if !named || !self.board.bytes().all(plain) {
            return Err(TipError::Field("board of a bundle"));
        }
        if self.share > 100 {
            return Err(TipError::Field("share of a bundle"));
        }
        if !is_sha256(&self.sha256) || self.length == 0 || self.length > BUNDLE_BYTES_MAX {
            return Err(TipError::Field("hash or length of a bundle"));
        }
        if self.pieces.len() > BUNDLE_PIECES_MAX {
            return Err(TipError::TooMany {
                what: "pieces of a bundle",
                max: BUNDLE_PIECES_MAX,
            });
        }
        let sound = |piece: &Piece| {
            is_sha256(&piece.sha256) && (1..=BUNDLE_PIECE_BYTES_MAX).contains(&piece.length)
        };
        if !self.pieces.iter().all(sound) {
            return Err(TipError::Field("hash or length of a piece"));
        }
        match self.pieces.iter().map(|piece| piece.length).sum::<u64>() == self.length {
            true => Ok(()),
            false => Err(TipError::Field("length of the pieces of a bundle")),
        }
    }

    /// Whether a terminal of this ring and name is among those that take it now.
    pub fn reaches(&self, ring: Ring, terminal: &str) -> bool {
        ring == Ring::Canary || u64::from(self.share) > self.place(terminal)
    }

    /// Where a terminal stands among a hundred; anew for each version, so that not the same ones are always first.
    fn place(&self, terminal: &str) -> u64 {
        let name = format!("{terminal} {}", self.version);
        let hash = Sha256::digest(name);
        u64::from_be_bytes(hash[..8].try_into().expect("a hash has 32 bytes")) % 100
    }
}

/// All bundles that terminals may take.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleList {
    /// At most one of a version for a board.
    pub bundles: Vec<Bundle>,
}

impl BundleList {
    /// Reads and checks a list.
    pub fn parse(bytes: &[u8]) -> Result<BundleList, TipError> {
        let list: BundleList =
            serde_json::from_slice(bytes).map_err(|error| TipError::Json(error.to_string()))?;
        list.check()?;
        Ok(list)
    }

    /// Every bundle in its limits, none twice.
    pub fn check(&self) -> Result<(), TipError> {
        if self.bundles.len() > BUNDLES_MAX {
            return Err(TipError::TooMany {
                what: "bundles",
                max: BUNDLES_MAX,
            });
        }
        for (place, bundle) in self.bundles.iter().enumerate() {
            bundle.check()?;
            let twice =
                |other: &Bundle| other.version == bundle.version && other.board == bundle.board;
            if self.bundles[..place].iter().any(twice) {
                return Err(TipError::Field(
                    "version of a bundle: it stands there twice",
                ));
            }
        }
        Ok(())
    }

    /// The newest bundle that a terminal is to take, if there is one other than what it runs. `refused` are versions that failed there.
    pub fn wanted(&self, terminal: &Taker<'_>) -> Option<&Bundle> {
        let newest = self
            .bundles
            .iter()
            .filter(|bundle| bundle.board == terminal.board)
            .filter(|bundle| bundle.reaches(terminal.ring, terminal.name))
            .filter(|bundle| !terminal.refused.contains(&bundle.sha256))
            .max_by_key(|bundle| bundle.version)?;
        let goes_on = newest.version > terminal.running;
        let goes_back = newest.version < terminal.running && newest.older;
        (goes_on || goes_back).then_some(newest)
    }
}

/// A terminal that asks for bundles.
#[derive(Debug, Clone, Copy)]
pub struct Taker<'a> {
    /// What it is built of.
    pub board: &'a str,
    /// When it is its turn.
    pub ring: Ring,
    /// Its name in the fleet, `L01-1`.
    pub name: &'a str,
    /// What runs there.
    pub running: Version,
    /// SHA-256 of bundles that failed there.
    pub refused: &'a [String],
}

fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bundle(version: &str, share: u8) -> Bundle {
        Bundle {
            version: version.parse().unwrap(),
            board: "rpi".into(),
            sha256: hex::encode(Sha256::digest(version)),
            length: 30,
            share,
            older: false,
            pieces: [10, 20]
                .map(|length| Piece {
                    sha256: "a".repeat(64),
                    length,
                })
                .into(),
        }
    }

    fn wanted(list: &[Bundle], ring: Ring, running: &str, refused: &[String]) -> Option<String> {
        let list = BundleList {
            bundles: list.to_vec(),
        };
        list.check().unwrap();
        let taker = Taker {
            board: "rpi",
            ring,
            name: "L01-1",
            running: running.parse().unwrap(),
            refused,
        };
        list.wanted(&taker).map(|bundle| bundle.version.to_string())
    }

    #[test]
    fn versions_are_numbers_in_order() {
        let of = |text: &str| text.parse::<Version>();
        assert!(of("1.10.0").unwrap() > of("1.9.9").unwrap());
        assert!(of("1.9").unwrap() == of("1.9.0.0").unwrap());
        assert_eq!(
            of("0.1.0.1795837000").unwrap().to_string(),
            "0.1.0.1795837000"
        );
        for bad in [
            "",
            ".",
            "1.",
            "1.x",
            "1.2.3.4.5",
            "-1",
            "+1",
            "99999999999999999999",
            "１",
        ] {
            assert!(of(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_canary_takes_at_once_and_the_fleet_when_its_share_has_come() {
        let list = [bundle("1.1.0", 100), bundle("1.2.0", 0)];
        assert_eq!(
            wanted(&list, Ring::Canary, "1.0.0", &[]).as_deref(),
            Some("1.2.0")
        );
        assert_eq!(
            wanted(&list, Ring::Fleet, "1.0.0", &[]).as_deref(),
            Some("1.1.0")
        );
        assert_eq!(wanted(&list, Ring::Fleet, "1.1.0", &[]), None);
    }

    #[test]
    fn nothing_goes_back_unless_it_is_said_and_what_failed_is_not_tried_again() {
        let mut list = [bundle("1.1.0", 100)];
        assert_eq!(wanted(&list, Ring::Fleet, "1.2.0", &[]), None);
        list[0].older = true;
        assert_eq!(
            wanted(&list, Ring::Fleet, "1.2.0", &[]).as_deref(),
            Some("1.1.0")
        );
        assert_eq!(wanted(&list, Ring::Fleet, "1.1.0", &[]), None);
        let failed = [list[0].sha256.clone()];
        assert_eq!(wanted(&list, Ring::Fleet, "1.2.0", &failed), None);
    }

    #[test]
    fn a_list_outside_its_limits_is_refused() {
        let sound = bundle("1.0.0", 100);
        let broken: [fn(&mut Bundle); 8] = [
            |b| b.share = 101,
            |b| b.board = "../rpi".into(),
            |b| b.board.clear(),
            |b| b.length += 1,
            |b| b.length = 0,
            |b| b.sha256 = "../x".into(),
            |b| b.pieces[0].sha256 = "A".repeat(64),
            |b| b.pieces[0].length = BUNDLE_PIECE_BYTES_MAX + 1,
        ];
        for change in broken {
            let mut wrong = sound.clone();
            change(&mut wrong);
            let list = BundleList {
                bundles: vec![wrong],
            };
            assert!(list.check().is_err(), "{list:?}");
        }
        let twice = BundleList {
            bundles: vec![sound.clone(), sound],
        };
        assert!(twice.check().is_err());
    }

    proptest! {
        #[test]
        fn a_larger_share_never_takes_a_terminal_back(name in "[A-Z0-9]{1,8}-[0-9]", share in 0u8..100) {
            let small = bundle("1.0.0", share);
            let large = bundle("1.0.0", share + 1);
            prop_assert!(!small.reaches(Ring::Fleet, &name) || large.reaches(Ring::Fleet, &name));
            prop_assert!(bundle("1.0.0", 100).reaches(Ring::Fleet, &name));
            prop_assert!(!bundle("1.0.0", 0).reaches(Ring::Fleet, &name));
        }

        #[test]
        fn any_bytes_are_a_list_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = BundleList::parse(&bytes);
        }
    }
}
