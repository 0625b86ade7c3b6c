//! How long the window takes to draw itself, told as a journey asks for it.

use std::time::Instant;

/// How long frames took, milliseconds.
pub struct Frames(Vec<f64>);

impl Frames {
    /// Draws so many, fewer where it is over before.
    pub fn drawn(count: usize, mut draw: impl FnMut() -> bool) -> Frames {
        let mut took = Vec::new();
        for _ in 0..count {
            let before = Instant::now();
            if !draw() {
                break;
            }
            took.push(before.elapsed().as_secs_f64() * 1e3);
        }
        took.sort_by(f64::total_cmp);
        Frames(took)
    }

    fn part(&self, part: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        let at = (last as f64 * part).round() as usize;
        self.0.get(at).copied().unwrap_or_default()
    }
}

impl std::fmt::Display for Frames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (median, most) = (self.part(0.5), self.part(0.95));
        let count = self.0.len();
        write!(f, "{count} drawn, p50 {median:.1} ms, p95 {most:.1} ms")
    }
}
