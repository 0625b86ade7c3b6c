//! A terminal in a folder and the real agent on it; what its mirror holds, whole, for comparing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub struct Terminal {
    dir: PathBuf,
}

/// What an agent said.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Everything a reader can see, and where the log stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Contents {
    pub documents: Vec<String>,
    pub seq: u64,
    pub filling: Option<u8>,
    pub blobs: Vec<String>,
}

impl std::fmt::Debug for Contents {
    /// Short enough to compare by eye.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let brief = |document: &String| document.chars().take(40).collect::<String>();
        let documents: Vec<String> = self.documents.iter().map(brief).collect();
        write!(
            f,
            "at {} filling {:?}, blobs {:?}, {documents:?}",
            self.seq, self.filling, self.blobs
        )
    }
}

impl Terminal {
    pub fn set_up(dir: &Path, feed: &str, root: &[u8]) -> Terminal {
        fs::create_dir_all(dir).unwrap();
        fs::write(dir.join("root.json"), root).unwrap();
        let terminal = Terminal {
            dir: dir.to_owned(),
        };
        terminal.configure(feed, "", "");
        terminal
    }

    /// `sync` goes into `[sync]`, `more` behind everything.
    pub fn configure(&self, feed: &str, sync: &str, more: &str) {
        let toml = format!(
            "[site]\nid = \"L01\"\nterminal = \"1\"\nname = \"示例市图书馆\"\nplate = \"政务公开查阅点\"\nkind = \"library\"\n\
             [mirror]\ndir = \"mirror\"\n[journal]\ndir = \"journal\"\n[sync]\nfeed = \"{feed}\"\nroot = \"root.json\"\n{sync}\n\
             [printer]\nconnection = \"none\"\nprofile = \"generic-80mm\"\n{more}\n"
        );
        fs::write(self.dir.join("terminal.toml"), toml).unwrap();
    }

    pub fn mirror(&self) -> PathBuf {
        self.dir.join("mirror")
    }

    pub fn config(&self) -> PathBuf {
        self.dir.join("terminal.toml")
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.arg("--config").arg(self.config()).args(args);
        bare(&mut command);
        command
    }

    pub fn run(&self, args: &[&str]) -> Said {
        said(&mut self.command(args))
    }

    pub fn start(&self, args: &[&str]) -> Child {
        self.command(args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    #[track_caller]
    pub fn ok(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!(said.code, Some(0), "{args:?}: {}{}", said.out, said.err);
        said.out
    }

    pub fn status(&self, args: &[&str]) -> serde_json::Value {
        let mut all = vec!["status", "--json"];
        all.extend(args);
        serde_json::from_str(&self.ok(&all)).unwrap()
    }

    /// A run that must end with `code`, say one of `words`, and leave the mirror as it was.
    #[track_caller]
    pub fn refuses(&self, args: &[&str], code: i32, words: &str) {
        let before = self.contents();
        let said = self.run(args);
        assert_eq!(said.code, Some(code), "{words}: {}{}", said.out, said.err);
        assert!(said.err.contains(words), "{words:?} in {}", said.err);
        assert_eq!(
            self.contents(),
            before,
            "the mirror is as it was: {}",
            said.err
        );
    }

    pub fn contents(&self) -> Contents {
        contents(&self.mirror())
    }
}

pub fn program() -> &'static str {
    env!("CARGO_BIN_EXE_sync-agent")
}

/// A proxy of the machine that runs the tests is not part of the test.
pub fn bare(command: &mut Command) {
    for name in [
        "http_proxy",
        "HTTP_PROXY",
        "all_proxy",
        "ALL_PROXY",
        "NOTIFY_SOCKET",
    ] {
        command.env_remove(name);
    }
}

pub fn said(command: &mut Command) -> Said {
    let output = command.stdin(Stdio::null()).output().unwrap();
    Said {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

pub fn contents(dir: &Path) -> Contents {
    let reader = match mirror::Reader::open(dir) {
        Ok(reader) => reader,
        Err(mirror::Error::Absent { .. }) => {
            return Contents {
                documents: Vec::new(),
                seq: 0,
                filling: None,
                blobs: Vec::new(),
            };
        }
        Err(error) => panic!("open the mirror: {error:?}"),
    };
    let mut ids = reader.all_ids().unwrap();
    ids.sort();
    let state = reader.state().unwrap();
    let documents = ids
        .iter()
        .filter_map(|(id, _)| {
            let document = reader.document(id).unwrap();
            // An agent at work may have taken it away since; then it is not listed any more either.
            let listed = || reader.all_ids().unwrap().iter().any(|(l, _)| l == id);
            assert!(document.is_some() || !listed(), "{id} cannot be read");
            document.map(|document| format!("{document:?}"))
        })
        .collect();
    let mut blobs = Vec::new();
    for folder in fs::read_dir(dir.join("blobs"))
        .into_iter()
        .flatten()
        .flatten()
    {
        for file in fs::read_dir(folder.path()).into_iter().flatten().flatten() {
            blobs.push(file.file_name().to_string_lossy().into_owned());
        }
    }
    blobs.sort();
    Contents {
        documents,
        seq: state.cursor.seq,
        filling: state.filling,
        blobs,
    }
}
