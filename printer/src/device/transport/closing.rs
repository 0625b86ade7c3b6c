//! How a connection is let go. Closes nothing itself.

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Closing {
    /// What was sent may still be on its way, and must arrive.
    #[default]
    Gentle,
    /// Everything was answered: nothing is on its way.
    Settled,
    /// What has not arrived is taken back.
    Abort,
}
