//! The mirror: filled batch by batch as the agent does, asked page by page as the kiosk does.

use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use mirror::{Batch, Cursor, FeedMark, Query, Reader, Writer};
use serde_json::{Value, json};

use crate::clock::{Times, cpu_ms, memory_mb, process_cpu_ms};
use crate::corpus::{Seeds, plain_text};
use crate::queries;

/// Documents of one transaction; what the agent takes.
pub const BATCH: usize = 500;
/// Times each query is asked.
const ROUNDS: usize = 20;

/// Documents `range` of a filling up to `documents`.
pub fn batch(seeds: &Seeds, range: std::ops::Range<usize>, documents: usize) -> Batch {
    // The last batch of a filling says so, as the agent's does: indexes are merged then.
    let percent = u8::try_from(range.end * 100 / documents.max(1)).unwrap_or(99);
    let filling = (range.end < documents).then_some(percent.min(99));
    let seq = range.end as u64;
    Batch {
        puts: range.map(|i| seeds.document(i)).collect(),
        cursor: Cursor {
            repository: "bench".into(),
            epoch: 1,
            seq,
        },
        mark: FeedMark {
            issued: "2026-01-01T00:00:00Z".into(),
            expires: "2026-02-01T00:00:00Z".into(),
            checked: "2026-01-01T00:00:00Z".into(),
        },
        filling,
        ..Batch::default()
    }
}

/// Fills a mirror up to `documents`, and tells the rate of the last `segment` of them.
pub fn fill(seeds: &Seeds, dir: &Path, documents: usize) -> anyhow::Result<Value> {
    let mut writer = Writer::open(dir).context("open mirror")?;
    let from = writer.cursor()?.seq as usize;
    let (mut plain, mut spent, mut cpu) = (0_u64, 0.0, 0.0);
    let mut at = from;
    while at < documents {
        let end = (at + BATCH).min(documents);
        let batch = batch(seeds, at..end, documents);
        plain += batch
            .puts
            .iter()
            .map(|d| plain_text(d).len() as u64)
            .sum::<u64>();
        let (start, start_cpu) = (Instant::now(), process_cpu_ms());
        writer.apply(&batch)?;
        spent += start.elapsed().as_secs_f64();
        cpu += (process_cpu_ms() - start_cpu) / 1e3;
        at = end;
        if at.is_multiple_of(10_000) {
            eprintln!("{at} documents: {:.0}/s", (at - from) as f64 / spent);
        }
    }
    drop(writer);
    let bytes = std::fs::metadata(dir.join("mirror.db"))?.len();
    Ok(json!({
        "documents": documents, "applied": documents - from, "plain_bytes": plain, "mirror_bytes": bytes,
        "seconds": spent, "cpu_seconds": cpu, "per_second": (documents - from) as f64 / spent,
        "memory_mb": memory_mb().0,
    }))
}

/// Brings a mirror to the newest schema.
pub fn migrate(dir: &Path) -> anyhow::Result<Value> {
    let start = Instant::now();
    drop(Writer::open(dir)?);
    Ok(json!({"seconds": start.elapsed().as_secs_f64()}))
}

/// Asks every query of a mirror.
pub fn ask(dir: &Path) -> anyhow::Result<Value> {
    let reader = Reader::open(dir)?;
    let query = |text: &str| Query {
        text: text.into(),
        limit: 20,
        ..Query::default()
    };
    let mut all = Times::default();
    let mut shared = Times::default();
    let mut each = Vec::new();
    for round in 0..=ROUNDS {
        for (n, (kind, text)) in queries::ALL.iter().enumerate() {
            let start = cpu_ms();
            let page = reader.search(&query(text))?;
            let spent = cpu_ms() - start;
            if round == 0 {
                // The first round fills the page cache.
                each.push((*text, page.total, page.total_exact, Times::default()));
                continue;
            }
            all.0.push(spent);
            each[n].3.0.push(spent);
            if *kind != queries::Kind::Sound {
                shared.0.push(spent);
            }
        }
    }
    let mut near = Times::default();
    let mut questions = Vec::new();
    for text in queries::NEAR {
        let mut one = Times::default();
        for round in 0..=ROUNDS {
            let start = cpu_ms();
            let page = reader.search(&query(text))?;
            if round > 0 && !page.near.is_empty() {
                one.0.push(cpu_ms() - start);
            }
        }
        near.0.extend(&one.0);
        questions.push(json!([text, one.at(0.5)]));
    }
    let (peak, now) = memory_mb();
    let mut slow: Vec<Value> = each
        .iter()
        .map(|(text, total, exact, times)| json!([text, total, exact, times.at(0.5)]))
        .collect();
    slowest_first(&mut slow, 3);
    slowest_first(&mut questions, 1);
    Ok(json!({
        "p50_ms": all.at(0.5), "p99_ms": all.at(0.99),
        "shared_p50_ms": shared.at(0.5), "shared_p99_ms": shared.at(0.99),
        "near_p50_ms": near.at(0.5), "near_p99_ms": near.at(0.99), "near_pages": near.0.len() / ROUNDS,
        "memory_peak_mb": peak, "memory_mb": now, "slowest": slow, "near_slowest": questions,
    }))
}

/// Sorts rows by the time that stands in one of their columns.
fn slowest_first(rows: &mut [Value], column: usize) {
    let time = |row: &Value| row[column].as_f64().unwrap_or(0.0);
    rows.sort_by(|a, b| time(b).total_cmp(&time(a)));
}
