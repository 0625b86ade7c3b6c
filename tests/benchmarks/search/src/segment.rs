//! A publication on a running terminal: a segment of a thousand new documents is applied while a reader asks.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use mirror::{Batch, Query, Reader, Writer};
use serde_json::{Value, json};

use crate::clock::{Times, cpu_ms, process_cpu_ms};
use crate::corpus::Seeds;
use crate::{ours, queries};

/// Documents of the segment.
const DOCUMENTS: usize = 1_000;
/// Rounds of all queries without a writer.
const IDLE_ROUNDS: usize = 6;

/// Applies two segments: one alone, for the rate; one while a reader asks without a pause, for what that does to the reader.
pub fn apply(seeds: &Seeds, dir: &Path) -> anyhow::Result<Value> {
    let from = Reader::open(dir)?.state()?.documents as usize;
    let mut idle = Times::default();
    let reader = Reader::open(dir)?;
    for round in 0..=IDLE_ROUNDS {
        let times = ask(&reader, &AtomicBool::new(false))?;
        if round > 0 {
            idle.0.extend(times.0);
        }
    }
    drop(reader);
    // Made before the clock starts: parsing the feed is not applying it.
    let made = |from: usize| -> Vec<_> {
        (from..from + DOCUMENTS)
            .step_by(ours::BATCH)
            .map(|at| ours::batch(seeds, at..at + ours::BATCH, 0))
            .collect()
    };
    let batches = made(from);
    let mut writer = Writer::open(dir)?;
    let (start, start_cpu) = (Instant::now(), process_cpu_ms());
    for batch in &batches {
        writer.apply(batch)?;
    }
    let alone = (
        start.elapsed().as_secs_f64(),
        (process_cpu_ms() - start_cpu) / 1e3,
    );
    drop(writer);
    let batches = made(from + DOCUMENTS);
    let done = AtomicBool::new(false);
    let (seconds, cpu, busy) = std::thread::scope(|scope| -> anyhow::Result<_> {
        let reading = scope.spawn(|| -> anyhow::Result<Times> {
            let reader = Reader::open(dir)?;
            let mut times = Times::default();
            while !done.load(Ordering::Relaxed) {
                times.0.extend(ask(&reader, &done)?.0);
            }
            Ok(times)
        });
        let mut writer = Writer::open(dir)?;
        let (start, start_cpu) = (Instant::now(), process_cpu_ms());
        for batch in &batches {
            writer.apply(batch)?;
        }
        let spent = (
            start.elapsed().as_secs_f64(),
            (process_cpu_ms() - start_cpu) / 1e3,
        );
        done.store(true, Ordering::Relaxed);
        let busy = reading
            .join()
            .map_err(|_| anyhow::anyhow!("the reader panicked"))??;
        Ok((spent.0, spent.1, busy))
    })?;
    let reader_cpu = busy.0.iter().sum::<f64>() / 1e3;
    Ok(json!({
        "documents": DOCUMENTS, "seconds": alone.0, "per_second": DOCUMENTS as f64 / alone.0,
        "cpu_seconds": alone.1, "per_cpu_second": DOCUMENTS as f64 / alone.1,
        "per_second_beside_a_reader": DOCUMENTS as f64 / seconds, "cpu_seconds_beside_a_reader": cpu - reader_cpu,
        "reader_idle_p99_ms": idle.at(0.99), "reader_busy_p99_ms": busy.at(0.99), "reader_pages": busy.0.len(),
    }))
}

/// Withdraws a document in the middle; tells what erasing its traces costs.
pub fn take_down(dir: &Path) -> anyhow::Result<Value> {
    let reader = Reader::open(dir)?;
    let ids = reader.all_ids()?;
    let id = ids[ids.len() / 2].0.clone();
    let state = reader.state()?;
    drop(reader);
    let size = || std::fs::metadata(dir.join("mirror.db")).map(|file| file.len());
    let before = size()?;
    let mut writer = Writer::open(dir)?;
    let (start, start_cpu) = (Instant::now(), process_cpu_ms());
    let batch = Batch {
        dels: vec![id],
        cursor: state.cursor,
        mark: state.mark,
        ..Batch::default()
    };
    anyhow::ensure!(writer.apply(&batch)?.deleted == 1, "the document was there");
    writer.erase_traces()?;
    Ok(json!({
        "seconds": start.elapsed().as_secs_f64(), "cpu_seconds": (process_cpu_ms() - start_cpu) / 1e3,
        "bytes_before": before, "bytes_after": size()?,
    }))
}

fn ask(reader: &Reader, done: &AtomicBool) -> anyhow::Result<Times> {
    let mut times = Times::default();
    for (_, text) in queries::ALL {
        if done.load(Ordering::Relaxed) {
            break;
        }
        let start = cpu_ms();
        reader.search(&Query {
            text: (*text).into(),
            limit: 20,
            ..Query::default()
        })?;
        times.0.push(cpu_ms() - start);
    }
    Ok(times)
}
