//! CPU time of this thread, and what the figures of many runs are. Never looks at the wall clock.

use rustix::time::{ClockId, clock_gettime};

/// CPU time of this thread so far, in milliseconds.
pub fn cpu_ms() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e3 + now.tv_nsec as f64 / 1e6
}

/// CPU time of the whole process so far, in milliseconds.
pub fn process_cpu_ms() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 * 1e3 + now.tv_nsec as f64 / 1e6
}

/// Milliseconds of many runs.
#[derive(Default, Clone)]
pub struct Times(pub Vec<f64>);

impl Times {
    /// The value that `part` of all runs stay under.
    pub fn at(&self, part: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let at = ((sorted.len() as f64 * part).ceil() as usize).clamp(1, sorted.len().max(1));
        sorted.get(at - 1).copied().unwrap_or(f64::NAN)
    }
}

/// Most memory this process ever held, in MB, and what it holds now.
pub fn memory_mb() -> (f64, f64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |key: &str| {
        status
            .lines()
            .find_map(|line| line.strip_prefix(key))
            .and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<f64>().ok())
            .unwrap_or(f64::NAN)
            / 1024.0
    };
    (of("VmHWM:"), of("VmRSS:"))
}
