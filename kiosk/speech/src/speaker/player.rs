//! Sound through a child process that plays raw samples from its standard input (aplay of alsa-utils). Opens no device itself.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::sink::Sink;
use crate::engine::{Fault, HUSH_SEEN_MS, Hush, RATE};

/// Given at once: 10 ms, so that a hush is seen between two blocks.
const BLOCK_SAMPLES: usize = RATE as usize / 100;
/// What waits in the pipe at most, two pages: 186 ms.
const PIPE_BYTES: usize = 8192;
/// A child that takes nothing for so long hangs.
const STUCK_MS_MAX: u128 = 5000;

/// ALSA's name of the output that sound goes to (`default`, `plughw:1`). It may change at any time: what is said next goes there.
#[derive(Debug, Clone)]
pub struct Output(Arc<Mutex<String>>);

impl Output {
    /// Sound goes there.
    #[must_use]
    pub fn new(device: &str) -> Self {
        Self(Arc::new(Mutex::new(device.to_owned())))
    }

    /// From now on it goes there.
    pub fn turn_to(&self, device: &str) {
        device.clone_into(&mut self.0.lock().expect("nobody panics with it"));
    }

    fn device(&self) -> String {
        self.0.lock().expect("nobody panics with it").clone()
    }
}

/// Plays through a child.
pub struct Player {
    program: PathBuf,
    output: Output,
    playing: Option<Playing>,
}

struct Playing {
    device: String,
    child: Child,
    stdin: ChildStdin,
}

impl Playing {
    /// Hands a block over; false when it was hushed before there was room.
    fn block(&mut self, block: &[i16], hush: &Hush) -> std::io::Result<bool> {
        let since = Instant::now();
        loop {
            if hush.is_set() {
                return Ok(false);
            }
            let mut fds = [PollFd::new(&self.stdin, PollFlags::OUT)];
            let wait = Timespec {
                tv_sec: 0,
                tv_nsec: HUSH_SEEN_MS * 1_000_000,
            };
            match poll(&mut fds, Some(&wait)) {
                Ok(0) | Err(rustix::io::Errno::INTR) => {}
                // Room for a page: a block never waits.
                Ok(_) => break,
                Err(errno) => return Err(errno.into()),
            }
            if since.elapsed().as_millis() > STUCK_MS_MAX {
                return Err(std::io::ErrorKind::TimedOut.into());
            }
        }
        let bytes: Vec<u8> = block.iter().flat_map(|s| s.to_le_bytes()).collect();
        self.stdin.write_all(&bytes)?;
        Ok(true)
    }
}

impl Drop for Playing {
    fn drop(&mut self) {
        // It has ended, or it ends now: either way it is silent.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Player {
    /// `program` understands aplay's options.
    #[must_use]
    pub fn new(program: impl AsRef<Path>, output: Output) -> Self {
        Self {
            program: program.as_ref().to_owned(),
            output,
            playing: None,
        }
    }

    fn name(&self) -> String {
        self.program.display().to_string()
    }

    fn start(&self, device: String) -> Result<Playing, Fault> {
        let mut child = Command::new(&self.program)
            .args(["-q", "-t", "raw", "-f", "S16_LE", "-c", "1"])
            .args(["-r", &RATE.to_string(), "-D", &device])
            // 40 ms of buffer in 10 ms periods: what was given is heard soon, and gone soon.
            .args(["--buffer-time=40000", "--period-time=10000"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|source| Fault::Missing {
                program: self.name(),
                source,
            })?;
        let stdin = child.stdin.take().expect("stdin was asked for");
        // A larger pipe only means that a clause is said to begin earlier than it is heard.
        let _ = rustix::pipe::fcntl_setpipe_size(&stdin, PIPE_BYTES);
        Ok(Playing {
            device,
            child,
            stdin,
        })
    }
}

impl Sink for Player {
    fn play(&mut self, samples: &[i16], hush: &Hush) -> Result<(), Fault> {
        let device = self.output.device();
        if self
            .playing
            .as_ref()
            .is_none_or(|playing| playing.device != device)
        {
            self.playing = None;
            self.playing = Some(self.start(device)?);
        }
        for block in samples.chunks(BLOCK_SAMPLES) {
            let playing = self.playing.as_mut().expect("started above");
            match playing.block(block, hush) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(source) => {
                    // The next clause starts another one.
                    self.playing = None;
                    return Err(Fault::Pipe {
                        program: self.name(),
                        source,
                    });
                }
            }
        }
        Ok(())
    }

    fn cut(&mut self) {
        self.playing = None;
    }
}
