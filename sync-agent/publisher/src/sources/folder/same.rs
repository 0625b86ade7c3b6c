//! Files of a folder that are as they were at the last run. Owns when one need not be read again: nothing about it, its side-car or its
//! attachments changed on the disk, the feed shows what it gave, it gave nothing to tell, and the day of the run means nothing to it.

use std::collections::HashMap;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use feed::Document;
use serde::{Deserialize, Serialize};

use crate::harvest::brought;
use crate::item::Item;
use crate::reading::sidecar;
use crate::remembered;

/// Clocks of file systems tick: what changed so shortly before a run may change again within the same tick.
const TICK: Duration = Duration::from_secs(2);

/// What the disk says of one file; a file that is not there has a print of its own.
type Print = (u64, u64, i64, i64, i64, i64);

/// One document that was read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Read {
    source: String,
    prints: Vec<Print>,
    /// Attachments, by where they lie.
    pub attached: Vec<PathBuf>,
    pub id: String,
    pub title: String,
    pub raw_sha256: String,
    content: String,
}

impl Read {
    /// Path relative to the source.
    pub fn source(&self) -> &str {
        &self.source
    }
}

/// Everything that was read before, and what is read now.
#[derive(Debug, Default)]
pub struct Memory {
    path: Option<PathBuf>,
    key: String,
    before: HashMap<String, Read>,
    /// What the feed shows, by id.
    shown: HashMap<String, [u8; 32]>,
    now: Vec<Read>,
    /// When the run began.
    begun: Option<SystemTime>,
}

impl Memory {
    /// Kept at `path`; `key` says all else that reading depends on.
    pub fn at(path: &Path, key: String, now: SystemTime) -> Memory {
        Memory {
            path: Some(path.to_owned()),
            key,
            begun: Some(now),
            ..Memory::default()
        }
    }

    /// What the feed shows.
    pub fn shows(&mut self, shown: HashMap<String, [u8; 32]>) {
        self.shown = shown;
    }

    /// A run begins.
    pub fn begin(&mut self) {
        let Some(path) = &self.path else { return };
        self.now.clear();
        let read: Vec<Read> = remembered::read(path, &self.key).unwrap_or_default();
        self.before = read
            .into_iter()
            .map(|read| (read.source.clone(), read))
            .collect();
    }

    /// The document that the file `source` gave, if it need not be read again.
    pub fn same(&mut self, source: &str, path: &Path) -> Option<Read> {
        let read = self.before.remove(source)?;
        let is_shown = self
            .shown
            .get(&read.id)
            .is_some_and(|content| hex::encode(content) == read.content);
        (is_shown && prints(path, &read.attached) == read.prints).then_some(read)
    }

    /// A document stays as it was.
    pub fn keep(&mut self, read: Read) {
        self.now.push(read);
    }

    /// A document that was read now, with nothing to be told of it.
    pub fn note(&mut self, path: &Path, item: &Item, document: &Document) {
        let Some(begun) = self.begun else { return };
        let attached: Vec<PathBuf> = item.files.iter().map(|(_, path)| path.clone()).collect();
        let prints = prints(path, &attached);
        let settled = begun
            .checked_sub(TICK)
            .and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok())
            .and_then(|time| i64::try_from(time.as_secs()).ok());
        let is_settled = |print: &Print| settled.is_some_and(|at| print.2 < at && print.4 < at);
        if !item.notes.is_empty() || !prints.iter().all(is_settled) {
            return;
        }
        self.now.push(Read {
            source: item.source.clone(),
            prints,
            attached,
            id: document.id.clone(),
            title: document.title.clone(),
            raw_sha256: document.provenance.raw_sha256.clone(),
            content: hex::encode(brought(document)),
        });
    }

    /// The run is published.
    ///
    /// # Errors
    /// It cannot be written down.
    pub fn settle(&mut self) -> anyhow::Result<()> {
        match &self.path {
            Some(path) => remembered::write(path, &self.key, &self.now),
            _ => Ok(()),
        }
    }
}

fn prints(path: &Path, attached: &[PathBuf]) -> Vec<Print> {
    let beside = sidecar::beside(path);
    let files = std::iter::once(path).chain(beside.iter().map(PathBuf::as_path));
    files
        .chain(attached.iter().map(PathBuf::as_path))
        .map(print)
        .collect()
}

fn print(path: &Path) -> Print {
    std::fs::metadata(path).map_or((0, 0, 0, 0, 0, 0), |about| {
        (
            about.ino(),
            about.len(),
            about.mtime(),
            about.mtime_nsec(),
            about.ctime(),
            about.ctime_nsec(),
        )
    })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};
    use std::fs;
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use crate::channel::Channel;
    use crate::harvest::{Harvest, Source};
    use crate::item::Item;
    use crate::sources::folder::Folder;
    use crate::trial;

    const PLACES: [&str; 3] = ["甲", "乙", "丙"];

    fn write(dir: &Path, place: &str, words: &str) {
        let text = format!(
            "示例市人民政府关于{place}事的通知\n\n各单位：\n\n{words}\n\n示例市人民政府\n2026年4月9日\n"
        );
        fs::write(dir.join(format!("src/{place}.txt")), text).unwrap();
    }

    /// Three documents in a folder.
    fn bench() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("src")).unwrap();
        PLACES
            .iter()
            .for_each(|place| write(dir.path(), place, "现将有关事项通知如下，请认真执行。"));
        dir
    }

    type Shown = HashMap<String, [u8; 32]>;

    /// One run over a feed that shows `shown`: what was brought, what is as it was.
    fn run(dir: &Path, channel: &Channel, shown: &mut Shown) -> (Vec<Item>, Harvest) {
        // All that lies there was settled long before.
        let clock = SystemTime::now() + Duration::from_secs(3_600);
        let now = "2026-11-28T00:00:00Z".parse().unwrap();
        let mut folder = Folder::new(&dir.join("src"), channel, "folder", now)
            .remembering(&dir.join("read"), clock);
        folder.shows(shown.clone());
        let mut items = Vec::new();
        let harvest = folder.harvest(None, &mut |item| items.push(item)).unwrap();
        for item in &items {
            if let Ok(document) = &item.result {
                shown.insert(document.id.clone(), document.content_sha256());
            }
        }
        folder.settled(&BTreeSet::new()).unwrap();
        (items, harvest)
    }

    fn counts(dir: &Path, channel: &Channel, shown: &mut Shown) -> (usize, usize) {
        let (items, harvest) = run(dir, channel, shown);
        assert!(harvest.whole);
        (items.len(), harvest.same.len())
    }

    #[test]
    fn what_is_as_it_was_is_not_read_again_and_what_changed_is() {
        let (dir, channel) = (bench(), trial::lenient());
        let (dir, mut shown) = (dir.path(), Shown::new());
        assert_eq!(counts(dir, &channel, &mut shown), (3, 0));
        assert_eq!(counts(dir, &channel, &mut shown), (0, 3));
        // As long as before, and with the time of before: the disk still knows.
        let path = dir.join("src/甲.txt");
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        write(dir, "甲", "现将有关事项通知如下，请严格执行。");
        fs::File::options()
            .write(true)
            .open(&path)
            .and_then(|file| file.set_modified(time))
            .unwrap();
        assert_eq!(counts(dir, &channel, &mut shown), (1, 2));
        // A side-car speaks for what lay there before it.
        fs::write(dir.join("src/乙.meta.toml"), "title = \"另一个标题\"\n").unwrap();
        assert_eq!(counts(dir, &channel, &mut shown), (1, 2));
        fs::remove_file(dir.join("src/丙.txt")).unwrap();
        let (items, harvest) = run(dir, &channel, &mut shown);
        assert_eq!((items.len(), harvest.same.len()), (0, 2));
    }

    #[test]
    fn what_the_feed_does_not_show_is_brought_again() {
        let (dir, channel) = (bench(), trial::lenient());
        let (dir, mut shown) = (dir.path(), Shown::new());
        counts(dir, &channel, &mut shown);
        let gone = shown.keys().next().unwrap().clone();
        shown.remove(&gone);
        assert_eq!(counts(dir, &channel, &mut shown), (1, 2));
        shown.insert(gone, [0; 32]);
        assert_eq!(counts(dir, &channel, &mut shown), (1, 2));
    }

    #[test]
    fn another_declaration_of_the_operator_reads_all_again() {
        let (dir, mut channel) = (bench(), trial::lenient());
        let (dir, mut shown) = (dir.path(), Shown::new());
        counts(dir, &channel, &mut shown);
        channel.evidence = Some("https://example.invalid/other".into());
        assert_eq!(counts(dir, &channel, &mut shown), (3, 0));
    }

    #[test]
    fn what_must_be_told_or_will_end_is_read_every_time() {
        let (dir, channel) = (bench(), trial::lenient());
        let (dir, mut shown) = (dir.path(), Shown::new());
        write(dir, "甲", "本通知自2030年1月1日起废止。");
        fs::copy(dir.join("src/乙.txt"), dir.join("src/丁.txt")).unwrap();
        assert_eq!(counts(dir, &channel, &mut shown), (4, 0));
        let (items, harvest) = run(dir, &channel, &mut shown);
        assert!(
            items.iter().any(|item| !item.notes.is_empty()),
            "same bytes"
        );
        assert!(items.iter().any(|item| item.source == "甲.txt"));
        assert_eq!(items.len() + harvest.same.len(), 4);
    }

    #[test]
    fn what_changed_a_moment_ago_may_change_again() {
        let (dir, channel) = (bench(), trial::lenient());
        let now = "2026-11-28T00:00:00Z".parse().unwrap();
        let mut folder = Folder::new(&dir.path().join("src"), &channel, "folder", now)
            .remembering(&dir.path().join("read"), SystemTime::now());
        folder.harvest(None, &mut |_| ()).unwrap();
        folder.settled(&BTreeSet::new()).unwrap();
        let mut shown = Shown::new();
        assert_eq!(counts(dir.path(), &channel, &mut shown).0, 3);
    }
}
