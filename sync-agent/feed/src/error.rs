//! Why a feed is not accepted. Owns the kinds a program must tell apart; every kind but `Unreachable` means that the
//! feed was there and is refused, with nothing changed.

use crate::fault::TipError;
use crate::source::SourceError;

/// The kinds that programs act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The source does not answer, or holds no feed at all: try again later.
    Unreachable,
    /// The shipped root cannot be used, or what was kept from earlier does not fit it: a person must look.
    Root,
    /// Signed by nobody we trust, or changed after signing.
    Signature,
    /// Older than what was accepted before.
    RollBack,
    /// Files that do not belong together: a length, hash or version differs from what its parent says, or a file is
    /// missing.
    Mixed,
    /// Signed, yet not of the known shape.
    Malformed,
    /// Beyond a cap.
    TooLarge,
}

impl Kind {
    /// For status output and logs.
    pub fn as_code(self) -> &'static str {
        match self {
            Kind::Unreachable => "unreachable",
            Kind::Root => "root",
            Kind::Signature => "signature",
            Kind::RollBack => "roll-back",
            Kind::Mixed => "mixed",
            Kind::Malformed => "malformed",
            Kind::TooLarge => "too-large",
        }
    }
}

/// Why a feed, or a piece of it, is not accepted.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum FeedError {
    /// The source does not answer.
    #[error("reach the feed")]
    Source(#[source] SourceError),
    /// The source answers, but there is no timestamp: no feed lies there.
    #[error("find a feed: {path} is not there")]
    NoFeed {
        /// What was looked for.
        path: String,
    },
    /// The shipped root is no root.
    #[error("use the shipped root")]
    BadRoot(#[source] Box<sigstore_tuf::Error>),
    /// What was kept from earlier runs does not continue the shipped root.
    #[error("continue from the kept root {version}: it does not follow the shipped one")]
    KeptRoot {
        /// Version of the kept root.
        version: u64,
    },
    /// What was kept from earlier runs cannot be read. Going on would forget what is too old.
    #[error("read the kept versions")]
    KeptVersions(#[source] serde_json::Error),
    /// The signatures do not reach the threshold.
    #[error("verify the signature of {path}")]
    Signature {
        path: String,
        #[source]
        cause: Box<sigstore_tuf::Error>,
    },
    /// The feed is older than one accepted before.
    #[error("accept {what} {offered}: {known} is known already")]
    RollBack {
        /// Which number went back.
        what: &'static str,
        /// The feed's number.
        offered: u64,
        known: u64,
    },
    /// A version that is known already now says something else.
    #[error("accept {path}: version {version} is known with other content")]
    Forked { path: String, version: u64 },
    /// Length, hash or version differ from what the parent says.
    #[error("match {path} with what names it: {detail}")]
    Mismatch { path: String, detail: String },
    /// A file that the feed names is not there.
    #[error("find {path}, which the feed names")]
    Missing { path: String },
    /// Not of the known shape.
    #[error("understand {path}: {detail}")]
    Malformed {
        path: String,
        /// What is wrong.
        detail: String,
    },
    /// Beyond a cap.
    #[error("accept {path}: more than {max} {unit}")]
    TooLarge {
        path: String,
        max: u64,
        /// What is counted.
        unit: &'static str,
    },
}

impl FeedError {
    /// What the caller may do about it: wait, ask another source, or give up.
    pub fn kind(&self) -> Kind {
        match self {
            FeedError::Source(SourceError::Unreachable { .. }) | FeedError::NoFeed { .. } => {
                Kind::Unreachable
            }
            FeedError::BadRoot(_) | FeedError::KeptRoot { .. } | FeedError::KeptVersions(_) => {
                Kind::Root
            }
            FeedError::Signature { .. } => Kind::Signature,
            FeedError::RollBack { .. } => Kind::RollBack,
            FeedError::Forked { .. } | FeedError::Mismatch { .. } | FeedError::Missing { .. } => {
                Kind::Mixed
            }
            FeedError::Malformed { .. } => Kind::Malformed,
            FeedError::TooLarge { .. } | FeedError::Source(SourceError::TooLarge { .. }) => {
                Kind::TooLarge
            }
        }
    }

    pub(crate) fn of_tuf(path: &str, error: sigstore_tuf::Error) -> FeedError {
        use sigstore_tuf::Error as Tuf;
        let path = path.to_owned();
        match error {
            Tuf::ThresholdNotMet { .. }
            | Tuf::UnknownRole(_)
            | Tuf::UnusableKey { .. }
            | Tuf::UnsupportedScheme { .. }
            | Tuf::DuplicateSignature { .. }
            | Tuf::Crypto(_) => FeedError::Signature {
                path,
                cause: Box::new(error),
            },
            Tuf::IntegrityMismatch(detail) => FeedError::Mismatch { path, detail },
            Tuf::BadRootVersion { trusted, new } => FeedError::Mismatch {
                path,
                detail: format!("root {new} does not follow root {trusted}"),
            },
            other => {
                let mut detail = other.to_string();
                if let Some(cause) = std::error::Error::source(&other) {
                    detail = format!("{detail}: {cause}");
                }
                FeedError::Malformed { path, detail }
            }
        }
    }

    pub(crate) fn of_tip(path: &str, error: TipError) -> FeedError {
        FeedError::Malformed {
            path: path.to_owned(),
            detail: error.to_string(),
        }
    }
}
