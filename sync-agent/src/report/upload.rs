//! The register goes out in batches (登记上报): NDJSON, zstd, immutable, at least once; what arrives twice is told apart by its key
//! (terminal, journal, sequence number). Owns the outbox and the sending. Never opens the journal for writing, and takes
//! along what visitors wrote only where the settings say so.
//!
//! ```text
//! outbox/<site>-<terminal>-<batch>-<sha256, 16 digits>.ndjson.zst
//! {"kind":"batch","terminal":"L01-1","batch":3,"made":"...","head":"57 <hash>"}
//! {"kind":"entry","terminal":"L01-1","site":"L01","journal":"9f..","seq":56,"entry":"outcome","number":"L01-1-20261122-0003",
//!  "at":"...","hash":"..","fields":{"outcome":"printed"}}
//! {"kind":"takedown","terminal":"L01-1","part":"agent","id":"site/1","rev":2,"reason":"withdrawn","at":"..."}
//! ```
//! A batch is a file before it is sent and stays one until the inbox has said that it has it, so a power cut repeats it
//! byte for byte.

use crate::failure::io_failure;
use crate::failure::{Exit, Failure, Outcome};
use crate::pull::fetch::{self, Way};
use crate::trust::{Receipt, Trust, UploadState};
use config::{Config, Inbox, Upload};
use jiff::Timestamp;
use reqwest::header;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use url::Url;

/// Folder of batches that wait, inside the mirror's folder.
pub const OUTBOX_DIR: &str = "outbox";
/// Entries in one batch.
const ENTRIES_MAX: u32 = 2_000;
/// Batches in one run: a backlog of months goes out over some runs.
const BATCHES_MAX: usize = 16;
/// Bytes of a file with a header or with addresses.
const SMALL_FILE_BYTES_MAX: u64 = 1024 * 1024;
/// The field that visitors fill in.
const PERSON_FIELDS: [&str; 1] = ["purpose"];
const ZSTD_LEVEL: i32 = 9;

/// Everything an upload needs.
pub struct Sender {
    settings: Upload,
    way: Way,
    site: String,
    terminal: String,
    journal_dir: PathBuf,
    outbox: PathBuf,
}

impl Sender {
    /// From the settings; `None` when nothing is uploaded.
    pub fn of(config: &Config, way: &Way) -> Option<Sender> {
        Some(Sender {
            settings: config.upload.clone()?,
            way: way.clone(),
            site: config.site.id.clone(),
            terminal: format!("{}-{}", config.site.id, config.site.terminal),
            journal_dir: config.journal.dir.clone(),
            outbox: config.mirror.dir.join(OUTBOX_DIR),
        })
    }

    /// Whether so much time has passed since the last try that it is due again.
    pub fn is_due(&self, trust: &Trust, now: Timestamp) -> bool {
        let tried = trust
            .upload()
            .ok()
            .and_then(|state| state.tried.parse::<Timestamp>().ok());
        tried.is_none_or(|tried| {
            let passed = now.as_second() - tried.as_second();
            // A clock that went back must not silence the upload.
            passed < 0 || passed >= i64::from(self.settings.every_min) * 60
        })
    }

    /// Sends what waits and what is new; tells how many batches arrived.
    pub async fn run(&self, trust: &mut Trust, now: Timestamp) -> Outcome<u64> {
        let result = self.send_all(trust, now).await;
        let mut state = trust.upload()?;
        state.tried = now.to_string();
        state.error = result.as_ref().err().map(Failure::line).unwrap_or_default();
        trust.set_upload(&state)?;
        result
    }

    async fn send_all(&self, trust: &mut Trust, now: Timestamp) -> Outcome<u64> {
        let mut arrived = 0;
        for _ in 0..BATCHES_MAX {
            let mut state = trust.upload()?;
            let name = match state.waiting.clone() {
                Some(name) => name,
                None => match self.make(trust, &mut state, now)? {
                    Some(name) => name,
                    None => break,
                },
            };
            let path = self.outbox.join(&name);
            match fs::read(&path) {
                Ok(bytes) => self.send(&name, state.batch, bytes).await?,
                // Removed after it had arrived, before that was noted; or by somebody, whose doing this is.
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
                Err(e) => return Err(io_failure(e, "read", &path)),
            }
            fs::remove_file(&path).or_else(|e| match e.kind() {
                std::io::ErrorKind::NotFound => Ok(()),
                _ => Err(io_failure(e, "remove", &path)),
            })?;
            state.waiting = None;
            state.arrived = now.to_string();
            trust.set_upload(&state)?;
            arrived += 1;
        }
        Ok(arrived)
    }

    /// Makes the next batch a file, if there is anything to tell.
    fn make(
        &self,
        trust: &mut Trust,
        state: &mut UploadState,
        now: Timestamp,
    ) -> Outcome<Option<String>> {
        let Told {
            journal,
            entries,
            head,
            seen,
        } = self.told(state)?;
        let receipts = trust.receipts_due(seen.as_ref())?;
        if receipts.is_empty() && entries.is_empty() {
            return Ok(None);
        }
        state.batch += 1;
        let mut lines = vec![json!({
            "kind": "batch", "terminal": self.terminal, "batch": state.batch, "made": now.to_string(), "head": head,
        })];
        lines.extend(entries.iter().map(|entry| self.entry_line(&journal, entry)));
        lines.extend(receipts.iter().map(|receipt| self.receipt_line(receipt)));
        if let Some(last) = entries.last() {
            state.journal = journal;
            state.seq = last.seq;
        }
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let bytes = zstd::encode_all(text.as_bytes(), ZSTD_LEVEL)
            .expect("zstd compresses any bytes in memory");
        let sha256 = hex::encode(Sha256::digest(&bytes));
        let name = format!(
            "{}-{:08}-{}.ndjson.zst",
            self.terminal,
            state.batch,
            &sha256[..16]
        );
        fs::create_dir_all(&self.outbox)
            .map_err(|e| io_failure(e, "create folder", &self.outbox))?;
        place(&self.outbox, &name, &bytes)?;
        state.waiting = Some(name.clone());
        trust.batch_made(state, &receipts)?;
        Ok(Some(name))
    }

    fn told(&self, state: &UploadState) -> Outcome<Told> {
        let reader = match journal::Reader::open(&self.journal_dir) {
            Ok(reader) => reader,
            Err(journal::Error::Absent { .. }) => return Ok(Told::default()),
            Err(e) => return Err(unreadable(e)),
        };
        let Some(journal) = reader.id().map_err(unreadable)? else {
            return Ok(Told::default());
        };
        let after = if state.journal == journal {
            state.seq
        } else {
            0
        };
        Ok(Told {
            entries: reader.entries(after, ENTRIES_MAX).map_err(unreadable)?,
            head: reader.head().map_err(unreadable)?.to_string(),
            seen: reader.mirror_seen().map_err(unreadable)?,
            journal,
        })
    }

    fn entry_line(&self, journal: &str, entry: &journal::Stored) -> serde_json::Value {
        let kept = |name: &str| self.settings.person_data || !PERSON_FIELDS.contains(&name);
        let fields: serde_json::Map<String, serde_json::Value> = entry
            .fields
            .iter()
            .filter(|(name, _)| kept(name))
            .map(|(name, value)| (name.clone(), json!(value)))
            .collect();
        json!({
            "kind": "entry", "terminal": self.terminal, "site": self.site, "journal": journal, "seq": entry.seq,
            "entry": entry.kind, "number": entry.number, "at": entry.at, "hash": entry.hash, "fields": fields,
        })
    }

    fn receipt_line(&self, receipt: &Receipt) -> serde_json::Value {
        json!({
            "kind": "takedown", "terminal": self.terminal, "part": receipt.part.as_code(), "id": receipt.id, "rev": receipt.rev,
            "reason": receipt.reason, "at": receipt.at,
        })
    }

    async fn send(&self, name: &str, batch: u64, bytes: Vec<u8>) -> Outcome<()> {
        let url = match &self.settings.inbox {
            Inbox::Folder(url) if url.scheme() == "file" => {
                let dir = url.to_file_path().map_err(|()| {
                    Failure::words(Exit::BadConfig, format!("read {url} as a folder"))
                })?;
                return place(&dir, name, &bytes);
            }
            Inbox::Folder(url) => {
                let mut url = url.clone();
                let path = format!("{}{name}", url.path());
                url.set_path(&path);
                url
            }
            Inbox::Presigned(file) => presigned(file, batch)?,
        };
        let mut request = fetch::client(&url, &self.way)?
            .put(url.clone())
            .timeout(
                self.way.limits.transfer
                    + std::time::Duration::from_secs(bytes.len() as u64 / 1_024),
            )
            .header(header::CONTENT_TYPE, "application/zstd")
            .body(bytes);
        if let Some(file) = &self.settings.authorization {
            let line = small_file(file)?;
            let mut value = header::HeaderValue::from_str(line.trim()).map_err(|_| {
                Failure::words(
                    Exit::BadConfig,
                    format!("send {}: it is no header", file.display()),
                )
            })?;
            value.set_sensitive(true);
            request = request.header(header::AUTHORIZATION, value);
        }
        // The address may hold a key: it is named without its query.
        let shown = format!("{}{}", url.host_str().unwrap_or(""), url.path());
        let failed = |cause: String| {
            Failure::words(
                Exit::Unreachable,
                format!("send {name} to {shown}: {cause}"),
            )
            .advise("check [upload]; the batch waits and is sent again")
        };
        let response = request
            .send()
            .await
            .map_err(|e| failed(format!("{:#}", anyhow::Error::from(e.without_url()))))?;
        match response.status() {
            status if status.is_success() => Ok(()),
            status => Err(failed(format!("the inbox answers {status}"))),
        }
    }
}

/// What the journal has to tell; nothing when there is none.
#[derive(Default)]
struct Told {
    journal: String,
    entries: Vec<journal::Stored>,
    head: String,
    seen: Option<journal::Seen>,
}

fn unreadable(error: journal::Error) -> Failure {
    Failure::new(Exit::Unexpected, error).context("read the register for the upload")
}

/// Writes beside and renames: a file of that name is always whole.
fn place(dir: &Path, name: &str, bytes: &[u8]) -> Outcome<()> {
    let path = dir.join(name);
    let fresh = dir.join(format!("{name}.new"));
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&fresh)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&fresh, &path)?;
        File::open(dir)?.sync_all()
    };
    write().map_err(|e| io_failure(e, "write", &path))
}

fn small_file(path: &Path) -> Outcome<String> {
    let mut text = String::new();
    File::open(path)
        .and_then(|file| file.take(SMALL_FILE_BYTES_MAX).read_to_string(&mut text))
        .map_err(|e| {
            let mut failure = io_failure(e, "read", path);
            failure.exit = Exit::BadConfig;
            failure
        })?;
    Ok(text)
}

/// The address for this batch: each line of the file serves one.
fn presigned(file: &Path, batch: u64) -> Outcome<Url> {
    let text = small_file(file)?;
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let index = usize::try_from(batch.saturating_sub(1)).unwrap_or(usize::MAX);
    let line = lines.nth(index).ok_or_else(|| {
        Failure::words(
            Exit::BadConfig,
            format!(
                "send batch {batch}: {} has no address left for it",
                file.display()
            ),
        )
        .advise("add pre-signed addresses, one a line, behind those that are there")
    })?;
    Url::parse(line)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(|| {
            Failure::words(
                Exit::BadConfig,
                format!("read line {batch} of {} as an address", file.display()),
            )
        })
}
