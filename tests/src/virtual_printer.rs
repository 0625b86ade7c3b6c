//! A running `printer virtual` and what it printed.

use crate::process::{Server, command, until};
use crate::programs::Program;
use crate::publication::text;
use std::path::{Path, PathBuf};
use std::time::Duration;

const READY_DEADLINE: Duration = Duration::from_secs(30);

/// A printer on a TCP port; stops when dropped.
pub struct VirtualPrinter {
    _server: Server,
    connection: String,
    dir: PathBuf,
}

impl VirtualPrinter {
    /// Starts one that writes its slips into `dir`.
    #[track_caller]
    pub fn start(dir: &Path) -> VirtualPrinter {
        VirtualPrinter::with(dir, &[])
    }

    /// The same with more arguments, such as `--faults`.
    #[track_caller]
    pub fn with(dir: &Path, more: &[&str]) -> VirtualPrinter {
        std::fs::create_dir_all(dir).expect("make the folder for slips");
        let mut args = vec!["virtual", "--tcp", "127.0.0.1:0", "--out", text(dir)];
        args.extend(more);
        let server = Server::start(&mut command(Program::Printer.path(), &args));
        let connection = server.until(READY_DEADLINE, |line| {
            let address = line.strip_prefix("tcp ")?;
            Some(format!("tcp://{}", address.trim()))
        });
        VirtualPrinter {
            _server: server,
            connection,
            dir: dir.to_path_buf(),
        }
    }

    /// `tcp://127.0.0.1:<port>`, as `terminal.toml` takes it.
    pub fn connection(&self) -> &str {
        &self.connection
    }

    /// Pictures of the whole slips so far, in order. The printer writes `0001.json` last, and `0001.partial.*` for torn ones.
    pub fn slips(&self) -> Vec<PathBuf> {
        let mut found = crate::files(&self.dir);
        found.retain(|path| path.extension().is_some_and(|e| e == "json"));
        found.retain(|path| !path.to_string_lossy().contains(".partial."));
        found
            .into_iter()
            .map(|path| path.with_extension("png"))
            .collect()
    }

    /// Waits until there are at least `n` slips.
    #[track_caller]
    pub fn wait_for(&self, n: usize) -> Vec<PathBuf> {
        assert!(
            until(READY_DEADLINE, || self.slips().len() >= n),
            "{} slips instead of {n} in {}",
            self.slips().len(),
            self.dir.display()
        );
        self.slips()
    }
}
