//! Sums of weights over the documents that several look-ups found, and the best of them. Owns no weights.

use std::cmp::Ordering;
use std::sync::Arc;

use super::look::Rows;

/// Sums so far: of each run, one a document.
#[derive(Default)]
pub struct Scores {
    runs: Vec<(Arc<Vec<u32>>, Vec<f32>)>,
}

impl Scores {
    /// Adds a weight to every row that was found.
    pub fn add(&mut self, found: &Rows, weight: f32) {
        for (rows, set) in &found.parts {
            let known = self.runs.iter().position(|(r, _)| Arc::ptr_eq(r, rows));
            let at = known.unwrap_or_else(|| {
                self.runs.push((rows.clone(), vec![0.0; rows.len()]));
                self.runs.len() - 1
            });
            let sums = &mut self.runs[at].1;
            set.each(|number| {
                if let Some(sum) = sums.get_mut(number as usize) {
                    *sum += weight;
                }
            });
        }
    }

    /// The rows with the largest sums, at most `most`, largest first; of equals the newest.
    pub fn best(&self, most: usize) -> Vec<i64> {
        let order = |a: &(f32, u32), b: &(f32, u32)| {
            let by_sum = b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal);
            by_sum.then_with(|| b.1.cmp(&a.1))
        };
        let mut best: Vec<(f32, u32)> = Vec::new();
        // What is below it cannot be among them.
        let mut least = 0.0;
        for (rows, sums) in &self.runs {
            for (row, sum) in rows.iter().zip(sums) {
                if *sum > least {
                    best.push((*sum, *row));
                    if best.len() >= (most + 1) * 8 {
                        keep(&mut best, most, order);
                        // Equals may be newer.
                        least = best
                            .iter()
                            .map(|(sum, _)| *sum)
                            .fold(f32::MAX, f32::min)
                            .next_down();
                    }
                }
            }
        }
        keep(&mut best, most, order);
        best.sort_unstable_by(order);
        best.into_iter().map(|(_, row)| i64::from(row)).collect()
    }
}

fn keep(
    best: &mut Vec<(f32, u32)>,
    most: usize,
    order: impl Fn(&(f32, u32), &(f32, u32)) -> Ordering,
) {
    if best.len() > most {
        best.select_nth_unstable_by(most, order);
        best.truncate(most);
    }
}
