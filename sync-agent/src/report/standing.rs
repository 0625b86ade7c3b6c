//! How this terminal does, as a status (状态上报): what the agent knows of itself, and what the kiosk told of screen and printer. Owns what is
//! said where something cannot be read: a code, never a sentence. Always makes a status; a terminal in trouble is the one that must be heard.

use crate::tell::status as agent;
use crate::trust::{Trust, UploadState};
use batch::{ERRORS, POLL, PRINTER, STATUS_FORMAT, Status};
use config::Config;
use jiff::Timestamp;
use journal::Pulse;
use sha2::{Digest, Sha256};
use std::path::Path;

/// Hex digits of a digest in a status.
const DIGEST_DIGITS: usize = 16;
const BYTES_PER_MB: u64 = 1_000_000;
const MM_PER_M: u64 = 1_000;
/// What the kiosk says while it prints: nobody elsewhere is told when somebody does.
const PRINTING: &str = "printing";

/// The status to be sent now. `upload` is how the batches just went.
pub(super) fn status(
    config: &Config,
    trust: &Trust,
    upload: &UploadState,
    now: Timestamp,
) -> Status {
    let mut errors = Vec::new();
    let mut status = Status {
        format: STATUS_FORMAT,
        terminal: format!("{}-{}", config.site.id, config.site.terminal),
        number: upload.status,
        made: second(now),
        agent: env!("CARGO_PKG_VERSION").into(),
        uploaded: time(&upload.arrived),
        disk_free_mb: [&config.mirror.dir, &config.journal.dir]
            .into_iter()
            .filter_map(|dir| free_mb(dir))
            .min(),
        ..Status::default()
    };
    if !upload.error.is_empty() {
        errors.push("upload-failing");
    }
    match agent::read(config, now) {
        Ok(told) => of_agent(&mut status, &told, &mut errors),
        Err(failure) => {
            log!("make the status: {failure}");
            status.poll = "none".into();
            errors.push("mirror-unreadable");
        }
    }
    of_register(&mut status, config, trust, &mut errors);
    of_screen(&mut status, &config.kiosk.pulse, &mut errors);
    status.errors = ERRORS
        .iter()
        .filter(|code| errors.contains(code))
        .map(|code| (*code).to_owned())
        .collect();
    status
}

fn of_agent(status: &mut Status, told: &agent::Status, errors: &mut Vec<&'static str>) {
    status.feed = Some(&told.repository)
        .filter(|repository| !repository.is_empty())
        .map(|repository| digest(&hex::encode(Sha256::digest(repository))));
    status.epoch = told.epoch;
    status.sequence = told.sequence;
    status.timestamp = told.versions.timestamp;
    status.documents = told.documents;
    status.changed = time(&told.changed);
    status.checked = time(&told.checked);
    status.signed_until = time(&told.expires);
    let outcome = told.last_run.outcome.as_str();
    status.poll = match outcome {
        "" => "none",
        known if POLL.contains(&known) => known,
        _ => "failed",
    }
    .into();
    status.polled = time(&told.last_run.finished);
    status.failures = u64::from(told.last_run.failures);
    status.takedowns = told.takedowns;
    for (code, holds) in [
        (
            "mirror-missing",
            !told.filled && told.mirror_error.is_none(),
        ),
        ("mirror-unreadable", told.mirror_error.is_some()),
        ("feed-stale", told.stale),
        ("feed-expired", told.expired),
        ("clock-wrong", !told.clock.problem.is_empty()),
        ("records-refused", !told.refused.is_empty()),
        ("held-back", !told.held_back.is_empty()),
        ("alarms", !told.alarms.is_empty()),
        ("attachments-refused", !told.attachments.refused.is_empty()),
    ] {
        if holds {
            errors.push(code);
        }
    }
}

/// Paper and takedowns, as far as the register knows; a point without a register has neither.
fn of_register(
    status: &mut Status,
    config: &Config,
    trust: &Trust,
    errors: &mut Vec<&'static str>,
) {
    let told = match journal::Reader::open(&config.journal.dir) {
        Err(journal::Error::Absent { .. }) => None,
        Ok(reader) => Some(
            reader
                .mirror_seen()
                .and_then(|seen| Ok((seen, reader.roll_mm()?))),
        ),
        Err(error) => Some(Err(error)),
    };
    let register = told.is_some();
    let (seen, roll) = match told {
        Some(Ok(told)) => told,
        Some(Err(error)) => {
            log!("read the register for the status: {error}");
            errors.push("register-unreadable");
            (None, None)
        }
        None => (None, None),
    };
    status.paper_m = roll.map(|(used_mm, roll_mm)| roll_mm.saturating_sub(used_mm) / MM_PER_M);
    match trust.takedowns_told(seen.as_ref()) {
        Ok(takedowns) => {
            status.takedown_list = digest(&takedowns.list);
            status.takedown_at = time(&takedowns.last_at);
            status.takedowns_waiting = takedowns.waiting;
            status.takedowns_unseen = register.then_some(takedowns.unseen);
        }
        Err(failure) => {
            log!("make the status: {failure}");
            status.takedown_list = digest(&hex::encode(Sha256::digest(b"")));
            errors.push("mirror-unreadable");
        }
    }
}

/// What the kiosk told in its file.
fn of_screen(status: &mut Status, pulse: &Path, errors: &mut Vec<&'static str>) {
    let pulse = match Pulse::read(pulse) {
        Ok(pulse) => pulse.unwrap_or_default(),
        Err(error) => {
            log!("read {}: {error}", pulse.display());
            errors.push("screen-unreadable");
            Pulse::default()
        }
    };
    status.kiosk = Some(pulse.kiosk).filter(|version| !version.is_empty());
    status.frame = pulse.frame.map(second);
    status.printer_at = pulse.printer_at.map(second);
    status.printer = match pulse.printer.as_str() {
        PRINTING => "ready",
        known if PRINTER.contains(&known) => known,
        _ => "unknown",
    }
    .into();
}

fn digest(hex: &str) -> String {
    hex.chars().take(DIGEST_DIGITS).collect()
}

/// To the whole second: when exactly something was done is nobody's business.
fn second(time: Timestamp) -> String {
    Timestamp::from_second(time.as_second())
        .unwrap_or(time)
        .to_string()
}

fn time(text: &str) -> Option<String> {
    text.parse().ok().map(second)
}

/// `None` where nobody can tell.
fn free_mb(dir: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(dir).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize) / BYTES_PER_MB)
}
