//! The sample, published once, and a terminal beside it for each test.

use e2e::portal::Portal;
use e2e::publication::Publication;
use e2e::terminal::{Contents, Settings, Terminal};
use e2e::{copy_tree, files, sample};
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A published sample; made once, copied by each test.
pub struct Template {
    pub dir: TempDir,
    pub report: Value,
}

pub fn template() -> &'static Template {
    static TEMPLATE: OnceLock<Template> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let publication = Publication::begin(dir.path());
        let report = publication.publish(
            &sample().join("portal"),
            Some(&sample().join("channel.toml")),
        );
        Template { dir, report }
    })
}

/// A portal with its feed and a terminal that is set up but empty.
pub struct Line {
    pub dir: TempDir,
    pub publication: Publication,
    pub portal: Portal,
    pub terminal: Terminal,
}

impl Line {
    pub fn lay() -> Line {
        let template = template();
        let dir = tempfile::tempdir().unwrap();
        copy_tree(template.dir.path(), &dir.path().join("office")).unwrap();
        let publication = Publication::at(&dir.path().join("office"));
        let portal = Portal::serve(&publication.feed());
        let terminal = Terminal::set_up(
            &dir.path().join("terminal"),
            &Settings {
                feed: &portal.url(),
                root_json: &publication.root_json(),
                printer: "none",
                more: "",
            },
        );
        Line {
            dir,
            publication,
            portal,
            terminal,
        }
    }

    pub fn filled() -> Line {
        let line = Line::lay();
        line.terminal.agent(&["once"]).ok();
        line.portal.take_asked();
        line
    }

    /// The sample with three documents changed and one taken away, as a folder to publish from.
    pub fn second(&self) -> Second {
        let folder = self.dir.path().join("second");
        copy_tree(&sample().join("portal"), &folder).unwrap();
        let mut plain: Vec<(String, PathBuf)> = template().report["published"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| (word(item, "id"), folder.join(word(item, "source"))))
            .filter(|(_, path)| path.extension().is_some_and(|e| e == "md" || e == "txt"))
            .filter(|(_, path)| !path.with_extension("meta.toml").exists())
            .collect();
        plain.sort();
        let (gone, path) = plain.pop().expect("the sample has text files");
        std::fs::remove_file(path).unwrap();
        let mut changed = Vec::new();
        for (n, (id, path)) in plain.into_iter().take(3).enumerate() {
            let mut text = std::fs::read_to_string(&path).unwrap();
            text.push_str(&format!("\n\n第二次发布时添上的第{n}个句子独一无二。\n"));
            std::fs::write(&path, text).unwrap();
            changed.push(id);
        }
        changed.sort();
        Second {
            folder,
            changed,
            gone,
        }
    }

    pub fn publish(&self, folder: &Path) -> Value {
        self.publication
            .publish(folder, Some(&sample().join("channel.toml")))
    }

    pub fn feed_files(&self) -> HashMap<PathBuf, Vec<u8>> {
        let paths = files(&self.publication.feed()).into_iter();
        paths
            .map(|path| (path.clone(), std::fs::read(path).unwrap()))
            .collect()
    }

    /// Flips a byte in the middle, then one near the end, of every file of this kind that `old` does not hold. Who needs the file refuses it:
    /// the filled terminal, or, when it has what stands there, one that begins anew.
    #[track_caller]
    pub fn flip_and_expect_refusal(&self, old: &HashMap<PathBuf, Vec<u8>>, kind: &str) {
        let mut new: Vec<(PathBuf, Vec<u8>)> = self.feed_files().into_iter().collect();
        new.retain(|(path, bytes)| {
            path.to_string_lossy().ends_with(kind) && old.get(path) != Some(bytes)
        });
        // Names of segments begin with the number they reach up to: the last is what this terminal lacks.
        new.sort();
        let (last, rewritten) = new.split_last().unwrap_or_else(|| panic!("no new {kind}"));
        flip(last, &self.terminal, kind);
        for (n, file) in rewritten.iter().enumerate() {
            let empty = self.dir.path().join(format!("empty-{kind}-{n}"));
            flip(file, &self.another(&empty), kind);
        }
    }

    /// A second terminal of the same feed, still empty.
    fn another(&self, dir: &Path) -> Terminal {
        let settings = Settings {
            feed: &self.portal.url(),
            root_json: &self.publication.root_json(),
            printer: "none",
            more: "",
        };
        Terminal::set_up(dir, &settings)
    }

    pub fn point_to(&self, feed: &str) {
        self.terminal.configure(&Settings {
            feed,
            root_json: &self.publication.root_json(),
            printer: "none",
            more: "",
        });
    }
}

pub struct Second {
    pub folder: PathBuf,
    pub changed: Vec<String>,
    pub gone: String,
}

pub fn word(item: &Value, key: &str) -> String {
    item[key]
        .as_str()
        .unwrap_or_else(|| panic!("{key} in {item}"))
        .to_owned()
}

pub fn ids_of(contents: &Contents) -> Vec<String> {
    contents.ids.iter().map(|(id, _)| id.clone()).collect()
}

/// A run that must be refused as `code` with a message, and leave the mirror as it was.
#[track_caller]
pub fn refused(terminal: &Terminal, args: &[&str], code: i32, what: &str) {
    let before = terminal.contents();
    let said = terminal.agent(args);
    assert_eq!(said.code, Some(code), "{what}: {}", said.words());
    assert!(
        said.err.trim().len() > 20,
        "{what}: says why: {:?}",
        said.err
    );
    assert_eq!(
        terminal.contents(),
        before,
        "{what}: the mirror is as it was"
    );
}

pub fn url_of(dir: &Path) -> String {
    format!("file://{}/", dir.display())
}

/// Flips bytes of one file of the feed and puts it right again.
#[track_caller]
fn flip((path, sound): &(PathBuf, Vec<u8>), terminal: &Terminal, kind: &str) {
    for at in [sound.len() / 2, sound.len() * 9 / 10] {
        let mut bytes = sound.clone();
        bytes[at] ^= 1;
        std::fs::write(path, &bytes).unwrap();
        refused(
            terminal,
            &["once"],
            4,
            &format!("{kind} flipped at byte {at}"),
        );
    }
    std::fs::write(path, sound).unwrap();
}
