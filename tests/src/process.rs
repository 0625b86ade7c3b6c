//! Runs a program to its end under a deadline and keeps what it said. No program outlives its test.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Longest run of one program; far beyond what the slowest machine needs, so that only a hang meets it.
pub const RUN_DEADLINE: Duration = Duration::from_secs(300);
/// How often a condition is looked at while waiting for it.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// What a program said.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Said {
    /// The command line, for messages.
    pub command: String,
    /// Exit code; `None` when it was killed.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    /// Itself when it exited with `code`, else a panic that shows everything it said.
    #[track_caller]
    pub fn expect_code(self, code: i32) -> Said {
        assert!(
            self.code == Some(code),
            "expected exit {code}, got {:?}: {}\n--- out\n{}\n--- err\n{}",
            self.code,
            self.command,
            tail(&self.out),
            tail(&self.err)
        );
        self
    }

    /// Itself when it succeeded.
    #[track_caller]
    pub fn ok(self) -> Said {
        self.expect_code(0)
    }

    /// Its output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|e| panic!("{e}: {}\n{}", self.command, tail(&self.out)))
    }

    /// Both outputs, for looking for a message.
    pub fn words(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(8000);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// Runs to the end.
pub fn run(command: &mut Command) -> Said {
    Running::start(command).wait(RUN_DEADLINE)
}

/// A program under way. Killed when dropped.
pub struct Running {
    child: Child,
    command: String,
    out: Option<JoinHandle<String>>,
    err: Option<JoinHandle<String>>,
}

impl Running {
    /// Starts it with both outputs captured.
    #[track_caller]
    pub fn start(command: &mut Command) -> Running {
        let line = format!("{command:?}");
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("start {line}: {e}"));
        let out = child.stdout.take().map(drain);
        let err = child.stderr.take().map(drain);
        Running {
            child,
            command: line,
            out,
            err,
        }
    }

    /// Waits for its end; a panic after `deadline`.
    #[track_caller]
    pub fn wait(mut self, deadline: Duration) -> Said {
        let mut status = None;
        let ended = until(deadline, || {
            status = self.child.try_wait().expect("ask for our own child");
            status.is_some()
        });
        if !ended {
            self.kill();
            let said = self.collect(None);
            panic!(
                "{} did not end in {deadline:?}\n{}{}",
                said.command,
                tail(&said.out),
                tail(&said.err)
            );
        }
        self.collect(status)
    }

    /// SIGKILL, as a power cut would.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Its number among the processes.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// True while it runs.
    pub fn alive(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_none())
    }

    fn collect(&mut self, status: Option<ExitStatus>) -> Said {
        let text = |handle: Option<JoinHandle<String>>| {
            handle.and_then(|h| h.join().ok()).unwrap_or_default()
        };
        Said {
            command: self.command.clone(),
            code: status.and_then(|s| s.code()),
            out: text(self.out.take()),
            err: text(self.err.take()),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

fn drain(mut from: impl Read + Send + 'static) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = from.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// A server under way, whose lines are read as they come. Killed when dropped.
pub struct Server {
    child: Child,
    lines: mpsc::Receiver<String>,
    command: String,
}

impl Server {
    /// Starts it; its standard error goes to ours.
    #[track_caller]
    pub fn start(command: &mut Command) -> Server {
        let line = format!("{command:?}");
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("start {line}: {e}"));
        let (send, lines) = mpsc::channel();
        let out = child.stdout.take().expect("standard output is piped");
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        Server {
            child,
            lines,
            command: line,
        }
    }

    /// The first line in which `find` finds something.
    #[track_caller]
    pub fn until<T>(&self, deadline: Duration, find: impl Fn(&str) -> Option<T>) -> T {
        let end = Instant::now() + deadline;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    if let Some(found) = find(&line) {
                        return found;
                    }
                }
                Err(e) => panic!("{}: no such line in {deadline:?}: {e}", self.command),
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Looks at a condition until it holds; false when `deadline` is over.
pub fn until(deadline: Duration, mut holds: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + deadline;
    loop {
        if holds() {
            return true;
        }
        if Instant::now() >= end {
            return false;
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

/// A command in a folder.
pub fn command(program: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args);
    command
}
