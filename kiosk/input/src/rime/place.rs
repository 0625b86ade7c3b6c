//! The folders of librime: what it reads, and the private one that it writes into. Owns what that folder says: no learning, letters only.

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// Where Debian's packages put the schemas.
const SHARED: &str = "/usr/share/rime-data";
/// The library's name for the loader, with the version of its interface.
const LIBRARY: &str = "librime.so.1";

/// Where things are. The default is where Debian has them.
#[derive(Debug, Clone)]
pub struct Place {
    /// Name or path of the library.
    pub library: PathBuf,
    /// Schemas and dictionaries.
    pub shared: PathBuf,
    /// Where a private folder is made: best in memory.
    pub scratch: PathBuf,
}

impl Place {
    /// Debian's library and schemas, with a private folder in `scratch`.
    pub fn debian(scratch: PathBuf) -> Place {
        Place {
            library: LIBRARY.into(),
            shared: SHARED.into(),
            scratch,
        }
    }
}

/// The folder that systemd made for the service, else memory, else the folder of temporary files.
pub fn scratch_folder(runtime: Option<PathBuf>) -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    runtime
        .filter(|folder| folder.is_dir())
        .or_else(|| memory.is_dir().then_some(memory))
        .unwrap_or_else(std::env::temp_dir)
}

/// The schema: sounds to simplified words.
pub const SCHEMA: &str = "pinyin_simp";

/// Files of Debian's packages without which no word is found.
pub const NEEDED: [&str; 3] = [
    "default.yaml",
    "pinyin_simp.schema.yaml",
    "pinyin_simp.dict.yaml",
];

/// Only this schema is prepared.
const DEFAULT: &str = "patch:\n  schema_list: [{schema: pinyin_simp}]\n  switcher/hotkeys: []\n";

/// Letters become words and nothing else: no punctuation, no key that switches anything, no user dictionary.
const NO_LEARNING: &str = "\
patch:
  schema/dependencies: []
  engine/processors: [speller]
  engine/segmentors: [abc_segmentor, fallback_segmentor]
  engine/translators: [script_translator]
  engine/filters: [uniquifier]
  translator/enable_user_dict: false
  translator/enable_encoder: false
";

/// Makes the private folder; it is deleted when the value goes.
pub fn private_folder(scratch: &Path) -> io::Result<TempDir> {
    let folder = tempfile::Builder::new()
        .prefix("input-")
        .permissions(Permissions::from_mode(0o700))
        .tempdir_in(scratch)?;
    std::fs::write(folder.path().join("default.custom.yaml"), DEFAULT)?;
    std::fs::write(folder.path().join("pinyin_simp.custom.yaml"), NO_LEARNING)?;
    Ok(folder)
}
