//! The register goes out in batches (登记上报). Owns the outbox and the order of things: a batch is a file before it is sent and
//! stays one until the inbox has shown that it has it, so a power cut repeats it byte for byte; then it is kept for some weeks, for
//! an inbox that loses what it had. A status goes along each time, whatever became of the batches: it is never kept, the next one says more.

use super::entries::Register;
use super::{key, send, standing};
use crate::failure::{Exit, Failure, Outcome, io_failure};
use crate::pull::fetch::Way;
use crate::trust::{Trust, UploadState};
use batch::Sealed;
use config::{Config, Inbox, Upload};
use jiff::Timestamp;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use url::Url;

/// Folder of batches that wait, inside the mirror's folder.
pub const OUTBOX_DIR: &str = "outbox";
/// Folder of batches that arrived.
pub const KEPT_DIR: &str = "sent";
/// Batches in one run: a backlog of months goes out over some runs.
const BATCHES_MAX: usize = 16;
/// Days that a batch is kept after it arrived.
const KEPT_DAYS: i64 = 42;
/// Batches kept; the oldest give way.
const KEPT_MAX: usize = 2_000;

/// Everything an upload needs.
pub struct Sender {
    config: Config,
    settings: Upload,
    way: Way,
    register: Register,
    mirror_dir: PathBuf,
    outbox: PathBuf,
    kept: PathBuf,
}

impl Sender {
    /// From the settings; `None` when nothing is uploaded.
    pub fn of(config: &Config, way: &Way) -> Option<Sender> {
        let settings = config.upload.clone()?;
        Some(Sender {
            register: Register {
                site: config.site.id.clone(),
                terminal: format!("{}-{}", config.site.id, config.site.terminal),
                journal_dir: config.journal.dir.clone(),
            },
            config: config.clone(),
            settings,
            way: way.clone(),
            mirror_dir: config.mirror.dir.clone(),
            outbox: config.mirror.dir.join(OUTBOX_DIR),
            kept: config.mirror.dir.join(KEPT_DIR),
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

    /// Sends what waits and what is new, then the status; tells how many batches arrived.
    pub async fn run(&self, trust: &mut Trust, now: Timestamp) -> Outcome<u64> {
        let result = self.send_all(trust, now).await;
        let mut state = trust.upload()?;
        state.tried = now.to_string();
        state.error = result.as_ref().err().map(Failure::line).unwrap_or_default();
        if !self.settings.status {
            trust.set_upload(&state)?;
            return result;
        }
        state.status += 1;
        // A full disk keeps neither number nor time: the status goes out all the same, and says so.
        let noted = trust.set_upload(&state);
        let told = self.send_status(trust, &mut state, now).await;
        let said = told.as_ref().err().map(Failure::line).unwrap_or_default();
        let noted = match said == state.status_error {
            true => noted,
            false => {
                state.status_error = said;
                noted.and(trust.set_upload(&state))
            }
        };
        let arrived = result?;
        told?;
        noted?;
        Ok(arrived)
    }

    async fn send_status(
        &self,
        trust: &Trust,
        state: &mut UploadState,
        now: Timestamp,
    ) -> Outcome<()> {
        let key = key::of_device(&self.mirror_dir)?;
        state.key = batch::public_hex(&key);
        let status = standing::status(&self.config, trust, state, now);
        let sealed = batch::seal_status(&status, &key)
            .map_err(|fault| Failure::new(Exit::Unexpected, fault).context("make the status"))?;
        match &self.settings.inbox {
            Inbox::Folder(url) if url.scheme() == "file" => {
                place(&folder_of(url)?, &sealed.name, &sealed.bytes)
            }
            inbox => match send::addresses_of_status(inbox, &sealed.name)? {
                Some(to) => {
                    let authorization = self.settings.authorization.as_deref();
                    send::put(&sealed, &to, authorization, &self.way).await
                }
                None => Ok(()),
            },
        }
    }

    /// Sends everything that is kept once more: the inbox lost it. Doubles do no harm.
    pub async fn again(&self) -> Outcome<u64> {
        let mut sent = 0;
        for path in kept_files(&self.kept)? {
            let bytes = fs::read(&path).map_err(|e| io_failure(e, "read", &path))?;
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            let number = batch::open(&name, &bytes).map(|batch| batch.head.batch);
            let Ok(number) = number else {
                log!("{} is damaged and is left out", path.display());
                continue;
            };
            self.send(&Sealed { name, bytes }, number).await?;
            sent += 1;
        }
        Ok(sent)
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
                Ok(bytes) => {
                    self.send(&Sealed { name, bytes }, state.batch).await?;
                    self.keep(&path)?;
                }
                // Kept after it had arrived, before that was noted; or removed by somebody, whose doing this is.
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
                Err(e) => return Err(io_failure(e, "read", &path)),
            }
            state.waiting = None;
            state.arrived = now.to_string();
            trust.set_upload(&state)?;
            arrived += 1;
        }
        self.forget_old(now)?;
        Ok(arrived)
    }

    async fn send(&self, sealed: &Sealed, number: u64) -> Outcome<()> {
        match &self.settings.inbox {
            Inbox::Folder(url) if url.scheme() == "file" => {
                place(&folder_of(url)?, &sealed.name, &sealed.bytes)
            }
            inbox => {
                let addresses = send::addresses(inbox, &sealed.name, number)?;
                let authorization = self.settings.authorization.as_deref();
                send::put(sealed, &addresses, authorization, &self.way).await
            }
        }
    }

    /// Makes the next batch a file, if there is anything to tell.
    fn make(
        &self,
        trust: &mut Trust,
        state: &mut UploadState,
        now: Timestamp,
    ) -> Outcome<Option<String>> {
        let told = self.register.told(state)?;
        let receipts = trust.receipts_due(told.seen.as_ref())?;
        if receipts.is_empty() && told.entries.is_empty() {
            return Ok(None);
        }
        state.batch += 1;
        let key = key::of_device(&self.mirror_dir)?;
        state.key = batch::public_hex(&key);
        let head = batch::Head {
            terminal: self.register.terminal.clone(),
            batch: state.batch,
            made: now.to_string(),
            head: told.head,
        };
        let mut entries = told.entries;
        let sealed = loop {
            let lines: Vec<batch::Line> = entries
                .iter()
                .cloned()
                .map(batch::Line::Entry)
                .chain(
                    receipts
                        .iter()
                        .map(|receipt| self.register.receipt(receipt)),
                )
                .collect();
            match batch::seal(&head, &lines, &key) {
                Some(sealed) => break sealed,
                None if entries.len() > 1 => entries.truncate(entries.len().div_ceil(2)),
                None => {
                    let words = format!("seal batch {}: too large", state.batch);
                    return Err(Failure::words(Exit::Unexpected, words));
                }
            }
        };
        if let Some(last) = entries.last() {
            state.journal.clone_from(&last.journal);
            state.seq = last.seq;
        }
        fs::create_dir_all(&self.outbox)
            .map_err(|e| io_failure(e, "create folder", &self.outbox))?;
        place(&self.outbox, &sealed.name, &sealed.bytes)?;
        state.waiting = Some(sealed.name.clone());
        trust.batch_made(state, &receipts)?;
        Ok(Some(sealed.name))
    }

    /// Moves a batch that arrived among those that are kept.
    fn keep(&self, path: &Path) -> Outcome<()> {
        fs::create_dir_all(&self.kept).map_err(|e| io_failure(e, "create folder", &self.kept))?;
        let to = self.kept.join(path.file_name().unwrap_or_default());
        fs::rename(path, &to).map_err(|e| io_failure(e, "keep", &to))
    }

    /// Lets go of what arrived long ago. Its age is told by its own head, not by the clock of the disk.
    fn forget_old(&self, now: Timestamp) -> Outcome<()> {
        let files = kept_files(&self.kept)?;
        let too_many = files.len().saturating_sub(KEPT_MAX);
        for (index, path) in files.iter().enumerate() {
            if index >= too_many && !is_old(path, now) {
                // Numbers rise with time: what follows is younger.
                break;
            }
            fs::remove_file(path).map_err(|e| io_failure(e, "remove", path))?;
        }
        Ok(())
    }
}

fn folder_of(url: &Url) -> Outcome<PathBuf> {
    url.to_file_path()
        .map_err(|()| Failure::words(Exit::BadConfig, format!("read {url} as a folder")))
}

/// Batches that are kept, oldest first.
fn kept_files(dir: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(io_failure(e, "list", dir)),
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    Ok(files)
}

fn is_old(path: &Path, now: Timestamp) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    let made = fs::read(path)
        .ok()
        .and_then(|bytes| batch::open(&name.unwrap_or_default(), &bytes).ok())
        .and_then(|batch| batch.head.made.parse::<Timestamp>().ok());
    // What cannot be read serves nobody.
    made.is_none_or(|made| now.as_second() - made.as_second() > KEPT_DAYS * 86_400)
}

/// Writes beside and renames: a file of that name is always whole.
pub(super) fn place(dir: &Path, name: &str, bytes: &[u8]) -> Outcome<()> {
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
