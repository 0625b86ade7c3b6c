//! The real data as a portal would hold it, published once, and a terminal filled from it. Shared by all tests here, which
//! only read it; who changes something takes a copy.

use e2e::copy_tree;
use e2e::portal::Portal;
use e2e::publication::Publication;
use e2e::terminal::{Settings, Terminal};
use mirror::{Document, Reader};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// What the operator of an archive of laws, policies and notices would declare.
const CHANNEL: &str = "site = \"real\"\nname = \"real input\"\ndefault_disclosure = \"public\"\n\
                       evidence = \"https://example.invalid/only public documents\"\n";

/// Everything that is set up once.
pub struct World {
    /// Temporary folder of all this.
    pub dir: TempDir,
    /// Report of publishing without a channel.
    pub without: Value,
    /// Report of publishing with one.
    pub with: Value,
    /// A terminal filled from the second.
    pub terminal: Terminal,
    /// All documents of its mirror.
    pub documents: Vec<Document>,
}

/// The folder of the data set.
pub fn data() -> PathBuf {
    let dir = std::env::var_os("DATA").map(PathBuf::from);
    let dir =
        dir.expect("set DATA to the folder of the real data set: make real DATA=../shared/data");
    assert!(
        dir.join("laws.tar.zst").exists(),
        "DATA={} holds no laws.tar.zst",
        dir.display()
    );
    dir
}

/// Set up at the first call.
pub fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let source = dir.path().join("source");
        lay_out(&data(), &source);
        std::fs::write(dir.path().join("channel.toml"), CHANNEL).unwrap();

        // Both run at once: publishing is work for one core each.
        let (without, with) = std::thread::scope(|scope| {
            let bare =
                scope.spawn(|| Publication::begin(&dir.path().join("bare")).publish(&source, None));
            let office = Publication::begin(&dir.path().join("office"));
            let with = office.publish(&source, Some(&dir.path().join("channel.toml")));
            (bare.join().unwrap(), with)
        });

        let office = Publication::at(&dir.path().join("office"));
        let portal = Portal::serve(&office.feed());
        let terminal = Terminal::set_up(
            &dir.path().join("terminal"),
            &Settings {
                feed: &portal.url(),
                root_json: &office.root_json(),
                printer: "none",
                more: "",
            },
        );
        terminal.agent(&["once"]).ok();
        let reader = Reader::open(&terminal.mirror_dir()).unwrap();
        let documents = reader
            .all_ids()
            .unwrap()
            .into_iter()
            .map(|(id, _)| reader.document(&id).unwrap().unwrap())
            .collect();
        World {
            dir,
            without,
            with,
            terminal,
            documents,
        }
    })
}

impl World {
    /// The folder that was published.
    pub fn source(&self) -> PathBuf {
        self.dir.path().join("source")
    }

    /// What the operator declares.
    pub fn channel(&self) -> PathBuf {
        self.dir.path().join("channel.toml")
    }

    /// A copy of feed and keys, for a test that publishes.
    pub fn office_in(&self, dir: &Path) -> Publication {
        let copy = dir.join("office");
        copy_tree(&self.dir.path().join("office"), &copy).unwrap();
        Publication::at(&copy)
    }

    /// A copy of the filled terminal, pointed to another feed and printer.
    pub fn terminal_in(&self, dir: &Path, settings: &Settings<'_>) -> Terminal {
        let copy = dir.join("terminal");
        copy_tree(&self.dir.path().join("terminal"), &copy).unwrap();
        Terminal::set_up(&copy, settings)
    }

    /// The document whose source path begins so.
    pub fn document(&self, source: &str) -> &Document {
        let published = self.with["published"].as_array().unwrap();
        let item = published
            .iter()
            .find(|i| i["source"].as_str().unwrap().starts_with(source));
        let id = item.unwrap_or_else(|| panic!("{source} is published"))["id"]
            .as_str()
            .unwrap();
        self.documents.iter().find(|d| d.id == id).unwrap()
    }
}

/// Notices, policies and laws side by side.
fn lay_out(data: &Path, source: &Path) {
    copy_tree(&data.join("notices"), &source.join("notices")).unwrap();
    copy_tree(&data.join("policies"), &source.join("policies")).unwrap();
    let laws = source.join("laws");
    std::fs::create_dir_all(&laws).unwrap();
    let file = std::fs::File::open(data.join("laws.tar.zst")).unwrap();
    let mut tar = Command::new("tar")
        .args(["-x", "-C"])
        .arg(&laws)
        .stdin(Stdio::piped())
        .spawn()
        .expect("start tar");
    zstd::stream::copy_decode(file, tar.stdin.take().unwrap()).unwrap();
    assert!(tar.wait().unwrap().success(), "unpack the laws");
}

/// A program of the peers' virtual environment.
pub fn python(script: &str) -> Command {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| e2e::root().join("target"), PathBuf::from);
    let python = e2e::root().join(target).join("peers/bin/python");
    assert!(
        python.exists(),
        "{} is missing: run tests/peers/setup.sh",
        python.display()
    );
    let mut command = Command::new(python);
    command.arg(e2e::root().join("tests/peers").join(script));
    command
}

/// Numbers that look random and are the same in every run (SplitMix64, Steele et al. 2014).
pub struct Dice(pub u64);

impl Dice {
    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % n.max(1) as u64).expect("below a usize")
    }
}

/// Texts of a document's blocks, one each.
pub fn texts(document: &Document) -> Vec<String> {
    use mirror::Block;
    document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading { text, .. } | Block::Paragraph { text, .. } => text.clone(),
            Block::Table { rows, .. } => rows
                .iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>()
                .join("\n"),
            Block::Picture { alt } => alt.clone(),
        })
        .collect()
}
