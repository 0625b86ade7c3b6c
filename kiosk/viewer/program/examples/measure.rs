//! Opens a file as the kiosk does and prints what each step took, as JSON; for `make bench-attachments`. Judges nothing.

use std::fs::File;
use std::path::PathBuf;
use std::time::Instant;
use viewer::{Source, Viewer};

/// Pages after the first that are drawn to know what a page costs when everything is warm.
const WARM_PAGES: u32 = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(program), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("measure VIEWER FILE".into());
    };
    let start = Instant::now();
    let result = Viewer::new(program).open(Source::File(File::open(file)?));
    let opened_ms = start.elapsed().as_secs_f64() * 1e3;
    let mut open = match result {
        Ok(open) => open,
        Err(error) => {
            println!(
                "{}",
                serde_json::json!({ "opened_ms": opened_ms, "failure": error.to_string() })
            );
            return Ok(());
        }
    };
    let pages = open.opened().pages;
    let drawn = open.opened().kind.is_drawn();
    let (mut first_ms, mut first_cpu_ms) = (None, None);
    let mut warm_ms = Vec::new();
    let mut failure = None;
    for page in 0..pages.min(1 + WARM_PAGES) {
        let before = Instant::now();
        let result = if drawn {
            open.picture(page, 1_080, None).map(|_| ())
        } else {
            open.text(page).map(|_| ())
        };
        if let Err(error) = result {
            failure = Some(error.to_string());
            break;
        }
        if page == 0 {
            first_ms = Some(start.elapsed().as_secs_f64() * 1e3);
            first_cpu_ms = child_cpu_ms();
        } else {
            warm_ms.push(before.elapsed().as_secs_f64() * 1e3);
        }
    }
    let ended_ms = start.elapsed().as_secs_f64() * 1e3;
    let memory_mb = child_memory_mb();
    println!(
        "{}",
        serde_json::json!({
            "pages": pages, "opened_ms": opened_ms, "first_ms": first_ms, "first_cpu_ms": first_cpu_ms, "warm_ms": warm_ms, "ended_ms": ended_ms,
            "failure": failure, "memory_mb": memory_mb,
        })
    );
    Ok(())
}

/// How long a processor worked for the child that holds the file: what else the machine does is not in it.
fn child_cpu_ms() -> Option<f64> {
    let times = std::fs::read_to_string(format!("/proc/{}/schedstat", child()?)).ok()?;
    let ns: f64 = times.split_whitespace().next()?.parse().ok()?;
    Some(ns / 1e6)
}

fn child() -> Option<String> {
    let own = std::process::id();
    let children = std::fs::read_to_string(format!("/proc/{own}/task/{own}/children")).ok()?;
    children.split_whitespace().next().map(str::to_owned)
}

/// What the child took at most, as the system tells it; a measure from outside would count the memory of whoever
/// started this program.
fn child_memory_mb() -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child()?)).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1_024.0)
}
