//! New documents and revisions of a run on their way into the log. Owns where they wait: a file without a name in the feed's folder, so that
//! memory does not grow with what a source brings, and a run that is cut short leaves nothing behind. In memory stays what guards ask.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use feed::Document;

use crate::feed::state::Live;

/// Bytes that are gathered before they are written.
const BUFFER_BYTES: usize = 256 * 1024;

/// One of them, without its text.
#[derive(Debug, Clone)]
pub struct Put {
    /// As the feed names it.
    pub id: String,
    /// What the feed will be remembered to say.
    pub live: Live,
    at: u64,
    length: usize,
}

/// All of a run, in the order in which they came.
#[derive(Debug, Default)]
pub struct Puts {
    list: Vec<Put>,
    /// Where the file is made; the system's folder for temporary files, if none is said.
    folder: Option<PathBuf>,
    /// Made for the first of them.
    file: Option<BufWriter<File>>,
    end: u64,
    /// Why one of them could not be kept; told when they are asked for.
    failed: Option<String>,
}

impl Puts {
    /// They wait in `folder`.
    pub fn beside(folder: &Path) -> Puts {
        Puts {
            folder: Some(folder.to_owned()),
            ..Puts::default()
        }
    }

    /// None yet, in the same folder.
    pub fn another(&self) -> Puts {
        Puts {
            folder: self.folder.clone(),
            ..Puts::default()
        }
    }

    /// What could not be kept is told when they are asked for.
    pub fn fail(&mut self, why: String) {
        self.failed.get_or_insert(why);
    }

    /// One more. That the disk is full is told by [`Puts::sound`] and when they are read.
    pub fn push(&mut self, document: Document) {
        match self.write(&document) {
            Ok((at, length)) => self.list.push(Put {
                live: Live::of(&document),
                id: document.id,
                at,
                length,
            }),
            Err(error) => drop(self.failed.get_or_insert_with(|| format!("{error:#}"))),
        }
    }

    fn write(&mut self, document: &Document) -> anyhow::Result<(u64, usize)> {
        let line = serde_json::to_vec(document).context("encode a document")?;
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                let made = match &self.folder {
                    Some(folder) => tempfile::tempfile_in(folder),
                    None => tempfile::tempfile(),
                };
                none.insert(BufWriter::with_capacity(BUFFER_BYTES, made?))
            }
        };
        file.write_all(&line)?;
        let at = self.end;
        self.end += line.len() as u64;
        Ok((at, line.len()))
    }

    /// Whether all of them are kept.
    ///
    /// # Errors
    /// The file that they wait in could not be made or written.
    pub fn sound(&self) -> anyhow::Result<()> {
        match &self.failed {
            Some(why) => bail!("keep documents until they are published: {why}"),
            None => Ok(()),
        }
    }

    /// What stays in memory of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Put> {
        self.list.iter()
    }

    /// How many of them wait.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Leaves out those that `keeps` says no to.
    pub fn retain(&mut self, keeps: impl FnMut(&Put) -> bool) {
        self.list.retain(keeps);
    }

    /// The one that is the nth, whole.
    ///
    /// # Errors
    /// The file that they wait in cannot be read.
    pub fn document(&mut self, n: usize) -> anyhow::Result<Document> {
        self.sound()?;
        let put = self.list.get(n).context("a document that is not there")?;
        let mut read = || -> anyhow::Result<Document> {
            let file = self.file.as_mut().context("no file to read from")?;
            file.flush()?;
            let mut line = vec![0; put.length];
            let file = file.get_mut();
            file.seek(SeekFrom::Start(put.at))?;
            file.read_exact(&mut line)?;
            file.seek(SeekFrom::Start(self.end))?;
            Ok(serde_json::from_slice(&line)?)
        };
        read().with_context(|| format!("read {} back before it is published", put.id))
    }

    /// Puts another text in the place of the nth.
    ///
    /// # Errors
    /// The file that they wait in cannot be written.
    pub fn replace(&mut self, n: usize, document: &Document) -> anyhow::Result<()> {
        let (at, length) = self
            .write(document)
            .with_context(|| format!("keep {} until it is published", document.id))?;
        if let Some(put) = self.list.get_mut(n) {
            put.at = at;
            put.length = length;
            put.live = Live::of(document);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(id: &str, text: &str) -> Document {
        serde_json::from_value(serde_json::json!({
            "id": id, "rev": 1, "title": "关于示例的通知", "category": "other", "validity": "in-force",
            "disclosure": {"attribute": "public", "evidence": "示例"},
            "blocks": [{"kind": "paragraph", "text": text}],
            "provenance": {"source": "a.txt", "adapter": "folder", "raw_sha256": "", "fetched": ""}
        }))
        .unwrap()
    }

    #[test]
    fn what_waits_comes_back_as_it_was_also_between_writes() {
        let dir = tempfile::tempdir().unwrap();
        let mut puts = Puts::beside(dir.path());
        let sent: Vec<Document> = ["一", "二", "三"]
            .iter()
            .map(|n| document(n, &n.repeat(100_000)))
            .collect();
        puts.push(sent[0].clone());
        puts.push(sent[1].clone());
        assert_eq!(puts.document(0).unwrap(), sent[0]);
        puts.push(sent[2].clone());
        let other = document("一", "改");
        puts.replace(0, &other).unwrap();
        puts.retain(|put| put.id != "二");
        assert_eq!(puts.len(), 2);
        assert_eq!(puts.document(0).unwrap(), other);
        assert_eq!(puts.document(1).unwrap(), sent[2]);
        assert_eq!(
            std::fs::read_dir(dir.path()).unwrap().count(),
            0,
            "it has no name"
        );
    }

    #[test]
    fn a_folder_that_takes_no_file_is_told() {
        let mut puts = Puts::beside(Path::new("/nowhere/at/all"));
        puts.push(document("a", "一"));
        assert!(puts.sound().is_err());
        assert!(puts.document(0).is_err());
    }
}
