//! How long the owner of a device waits for what, and how much slower than its profile a head may be. Waits for nothing itself.

use std::time::Duration;

/// How long an answer is waited for before its silence means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For an answer, as quick devices give it.
    pub answer: Duration,
    /// For an answer, as the slowest devices and print servers give it.
    pub late: Duration,
    /// For a network printer that another terminal holds, before a job.
    pub shared: Duration,
    /// For a device that takes no more bytes, before the job is given up.
    pub stall: Duration,
    /// For the confirmation, on top of the time that the slowest head needs.
    pub confirm: Duration,
    /// Between two questions about the state during a job.
    pub ask_again: Duration,
    /// For a whole job, on top of what line and head need.
    pub job: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Patience {
            answer: Duration::from_millis(500),
            late: Duration::from_secs(5),
            shared: Duration::from_secs(12),
            stall: Duration::from_secs(8),
            confirm: Duration::from_secs(8),
            ask_again: Duration::from_millis(500),
            job: Duration::from_secs(30),
        }
    }
}

/// A head that is no slower than that, in per cent of the time that its profile promises, is done when we believe it. Asked
/// behind the data, where the device answers that: what is left then is in its head.
pub const SLOWEST_PERCENT: u32 = 200;
/// The same where nothing can be asked behind the data: time and "no trouble" are all there is.
pub const SLOWEST_UNASKED_PERCENT: u32 = 300;
/// A line without flow control is kept back for a head that much slower than promised.
pub const PACE_PERCENT: u32 = 135;
