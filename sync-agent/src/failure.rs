//! How a run ends badly: the exit code, what was attempted, and what the person in front of the machine can do.
//! Owns the mapping from the libraries' errors; prints nothing.

use anyhow::anyhow;
use std::fmt;
use std::io;

/// Exit codes others rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exit {
    /// Something this program did not foresee.
    Unexpected,
    /// terminal.toml or a file it names is wrong.
    BadConfig,
    /// No answer from the feed, or an answer that is not the feed's.
    Unreachable,
    /// The feed answered and was refused; the mirror is unchanged.
    Refused,
    /// No space left; the transaction was rolled back.
    DiskFull,
    /// Another agent is at work.
    Locked,
}

impl Exit {
    /// The process exit code.
    pub fn code(self) -> u8 {
        match self {
            Exit::Unexpected => 1,
            Exit::BadConfig => 2,
            Exit::Unreachable => 3,
            Exit::Refused => 4,
            Exit::DiskFull => 5,
            Exit::Locked => 75,
        }
    }

    /// The word in `status`.
    pub fn as_code(self) -> &'static str {
        match self {
            Exit::Unexpected => "failed",
            Exit::BadConfig => "bad-config",
            Exit::Unreachable => "unreachable",
            Exit::Refused => "refused",
            Exit::DiskFull => "disk-full",
            Exit::Locked => "locked",
        }
    }
}

/// A run that did not succeed.
#[derive(Debug)]
pub struct Failure {
    /// What kind it is.
    pub exit: Exit,
    /// The attempted action and its causes.
    pub error: anyhow::Error,
    /// What to do about it.
    pub advice: Option<String>,
}

/// What every fallible step of this program returns.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure with its kind.
    pub fn new(exit: Exit, error: impl Into<anyhow::Error>) -> Failure {
        Failure {
            exit,
            error: error.into(),
            advice: None,
        }
    }

    /// A failure that is only words.
    pub fn words(exit: Exit, words: impl fmt::Display) -> Failure {
        Failure::new(exit, anyhow!("{words}"))
    }

    /// Adds what to do.
    pub fn advise(mut self, advice: impl Into<String>) -> Failure {
        self.advice = Some(advice.into());
        self
    }

    /// Says what was attempted when it happened.
    pub fn context(mut self, words: impl fmt::Display + Send + Sync + 'static) -> Failure {
        self.error = self.error.context(words);
        self
    }

    /// The chain of causes in one line, for `status`.
    pub fn line(&self) -> String {
        format!("{:#}", self.error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.error)?;
        if let Some(advice) = &self.advice {
            write!(f, "\n  {advice}")?;
        }
        Ok(())
    }
}

const FREE_SPACE: &str =
    "free space on the disk of [mirror] dir; the next run goes on where this one stopped";

impl From<feed::FeedError> for Failure {
    fn from(error: feed::FeedError) -> Failure {
        use feed::Kind;
        if let Some(full) = disk_full_cause(&error) {
            return Failure::words(Exit::DiskFull, full).advise(FREE_SPACE);
        }
        let (exit, advice) = match error.kind() {
            Kind::Unreachable => (
                Exit::Unreachable,
                "check the network and [sync] feed; the terminal keeps showing what it has",
            ),
            Kind::Root => (
                match error {
                    feed::FeedError::BadRoot(_) => Exit::BadConfig,
                    _ => Exit::Refused,
                },
                "check [sync] root: it must be the root.json that the publisher handed out for this feed",
            ),
            Kind::Signature => (
                Exit::Refused,
                "this feed was changed on its way or is signed with other keys; nothing was taken from it",
            ),
            Kind::RollBack => (
                Exit::Refused,
                "this feed is older than what the terminal has seen (an old stick, an old cache on the way, or a restored server); use the current one",
            ),
            Kind::Mixed => (
                Exit::Refused,
                "files of this feed do not belong together (damaged, half copied, or a cache in between); copy or publish it again",
            ),
            Kind::Malformed | Kind::TooLarge => (
                Exit::Refused,
                "this feed is not made as it should be; tell the publisher",
            ),
        };
        Failure::new(exit, error).advise(advice)
    }
}

impl From<mirror::Error> for Failure {
    fn from(error: mirror::Error) -> Failure {
        let full = match &error {
            mirror::Error::Full { .. } => true,
            mirror::Error::File { source, .. } => is_disk_full(source),
            _ => false,
        };
        match error {
            e if full => Failure::new(Exit::DiskFull, e).advise(FREE_SPACE),
            e @ mirror::Error::TooNew { .. } => Failure::new(Exit::Unexpected, e)
                .advise("a newer version wrote this mirror; install that version again"),
            e => Failure::new(Exit::Unexpected, e),
        }
    }
}

/// A failure of the file system with what was attempted on what.
pub fn io_failure(error: io::Error, action: &str, path: &std::path::Path) -> Failure {
    let exit = if is_disk_full(&error) {
        Exit::DiskFull
    } else {
        Exit::Unexpected
    };
    Failure::new(exit, error).context(format!("{action} {}", path.display()))
}

/// Whether the system ran out of space.
pub fn is_disk_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

fn disk_full_cause(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    let mut cause = Some(error);
    while let Some(e) = cause {
        if e.downcast_ref::<io::Error>().is_some_and(is_disk_full) {
            return Some(format!("{error}: disk is full"));
        }
        cause = e.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_those_of_the_contract() {
        let codes = [
            Exit::BadConfig,
            Exit::Unreachable,
            Exit::Refused,
            Exit::DiskFull,
            Exit::Locked,
        ];
        assert_eq!(codes.map(Exit::code), [2, 3, 4, 5, 75]);
    }

    #[test]
    fn a_full_disk_below_a_fetch_is_a_full_disk() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let fetch = feed::SourceError::unreachable("log/x", full);
        assert_eq!(
            Failure::from(feed::FeedError::Source(fetch)).exit,
            Exit::DiskFull
        );
    }

    #[test]
    fn what_went_wrong_and_what_to_do_are_both_said() {
        let failure = Failure::words(Exit::Refused, "cause")
            .context("attempt")
            .advise("do this");
        assert_eq!(failure.to_string(), "attempt: cause\n  do this");
        assert_eq!(failure.line(), "attempt: cause");
    }
}
