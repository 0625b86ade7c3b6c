//! espeak-ng as child processes that wait on their standard input: one for pinyin, one for Latin script. A started
//! child costs the whole time a touch may wait, a waiting one nothing. Links no library of it: no unsafe code, and a voice that
//! hangs or crashes takes only itself away.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::pinyin::{Tongue, lots};
use super::voice::{Ended, Engine, Fault, HUSH_SEEN_MS, Hush, RATE, Speed};
use super::wav::header;
use crate::clause::Clause;

/// A voice that says nothing for so long hangs.
const SILENT_MS_MAX: u128 = 5000;
/// More samples than this for one lot are no speech: five minutes.
const LOT_SAMPLES_MAX: usize = RATE as usize * 300;
/// More text than this is not given to a voice at once.
const LOT_BYTES_MAX: usize = 8192;
/// Read from the pipe at once.
const READ_BYTES: usize = 16 * 1024;
/// Below this a sample counts as silence at the end of a lot; the pauses are the player's.
const SILENCE: u16 = 64;

/// The voice of espeak-ng, as child processes that wait for a clause.
pub struct Espeak {
    program: PathBuf,
    waiting: Vec<Waiting>,
}

/// A child that has been started and has had nothing to say yet.
struct Waiting {
    tongue: Tongue,
    speed: Speed,
    child: Child,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        // Neither can fail in a way that matters: it has ended, or it ends now.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn voice(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::Mandarin => "cmn-latn-pinyin",
        Tongue::English => "en-gb",
    }
}

/// Words a minute, as espeak-ng counts; measured as three to eight syllables of pinyin a second.
fn words_per_minute(speed: Speed) -> &'static str {
    match speed {
        Speed::Slowest => "160",
        Speed::Normal => "220",
        Speed::Brisk => "250",
        Speed::Fast => "350",
        Speed::Fastest => "450",
    }
}

impl Espeak {
    /// A voice that starts `program` (`espeak-ng`, looked up in PATH, or a path). Its children for `speed` wait at once.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn new(program: impl AsRef<Path>, speed: Speed) -> Result<Self, Fault> {
        let mut espeak = Self::later(program);
        espeak.prepare(speed)?;
        Ok(espeak)
    }

    /// The same, and nothing is started before something is to be said: it may be missing until then.
    #[must_use]
    pub fn later(program: impl AsRef<Path>) -> Self {
        Self {
            program: program.as_ref().to_owned(),
            waiting: Vec::new(),
        }
    }

    /// Lets a child of each language wait for a clause at `speed`.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn prepare(&mut self, speed: Speed) -> Result<(), Fault> {
        self.waiting.retain(|waiting| waiting.speed == speed);
        for tongue in [Tongue::Mandarin, Tongue::English] {
            if !self.waiting.iter().any(|waiting| waiting.tongue == tongue) {
                let waiting = self.start(tongue, speed)?;
                self.waiting.push(waiting);
            }
        }
        Ok(())
    }

    fn name(&self) -> String {
        self.program.display().to_string()
    }

    fn start(&self, tongue: Tongue, speed: Speed) -> Result<Waiting, Fault> {
        let child = Command::new(&self.program)
            .args(["-v", voice(tongue), "-s", words_per_minute(speed)])
            // No silence at the end, text from standard input, sound to standard output.
            .args(["-z", "--stdin", "--stdout"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|source| Fault::Missing {
                program: self.name(),
                source,
            })?;
        Ok(Waiting {
            tongue,
            speed,
            child,
        })
    }

    /// The child that waits for this, or a new one.
    fn taken(&mut self, tongue: Tongue, speed: Speed) -> Result<Waiting, Fault> {
        let found = self
            .waiting
            .iter()
            .position(|waiting| waiting.tongue == tongue && waiting.speed == speed);
        match found {
            Some(i) => Ok(self.waiting.swap_remove(i)),
            None => self.start(tongue, speed),
        }
    }

    fn broken(&self, what: &str) -> Fault {
        Fault::Broken {
            program: self.name(),
            what: what.to_owned(),
        }
    }

    fn pipe(&self, source: std::io::Error) -> Fault {
        Fault::Pipe {
            program: self.name(),
            source,
        }
    }

    /// One lot by one child, which ends with it.
    fn lot(
        &mut self,
        tongue: Tongue,
        speed: Speed,
        text: &str,
        hush: &Hush,
        take: &mut dyn FnMut(&[i16]),
    ) -> Result<Ended, Fault> {
        if text.len() > LOT_BYTES_MAX {
            return Err(self.broken("text too long"));
        }
        let mut speaking = self.taken(tongue, speed)?;
        {
            let mut stdin = speaking.child.stdin.take().expect("stdin was asked for");
            let line = format!("{text}\n");
            stdin
                .write_all(line.as_bytes())
                .map_err(|source| self.pipe(source))?;
        }
        let mut stdout = speaking.child.stdout.take().expect("stdout was asked for");
        let mut sound = Sound::default();
        let mut heard = Instant::now();
        let mut buffer = vec![0; READ_BYTES];
        loop {
            if hush.is_set() {
                return Ok(Ended::Cut);
            }
            let ready = {
                let mut fds = [PollFd::new(&stdout, PollFlags::IN)];
                let wait = Timespec {
                    tv_sec: 0,
                    tv_nsec: HUSH_SEEN_MS * 1_000_000,
                };
                match poll(&mut fds, Some(&wait)) {
                    Ok(n) => n > 0,
                    Err(rustix::io::Errno::INTR) => false,
                    Err(errno) => return Err(self.pipe(errno.into())),
                }
            };
            if !ready {
                if heard.elapsed().as_millis() > SILENT_MS_MAX {
                    return Err(self.broken("says nothing"));
                }
                continue;
            }
            heard = Instant::now();
            let read = stdout
                .read(&mut buffer)
                .map_err(|source| self.pipe(source))?;
            if read == 0 {
                break;
            }
            sound
                .bytes(&buffer[..read], take)
                .map_err(|what| self.broken(what))?;
        }
        if sound.samples == 0 {
            return Err(self.broken("sent no sound"));
        }
        Ok(Ended::Whole)
    }
}

impl Engine for Espeak {
    fn say(
        &mut self,
        clause: &Clause,
        speed: Speed,
        hush: &Hush,
        take: &mut dyn FnMut(&[i16]),
    ) -> Result<Ended, Fault> {
        for lot in lots(clause) {
            let ended = self.lot(lot.tongue, speed, &lot.text, hush, take)?;
            // The next child starts while these samples are played.
            self.prepare(speed)?;
            if ended == Ended::Cut {
                return Ok(Ended::Cut);
            }
        }
        Ok(Ended::Whole)
    }
}

/// What has come from a child: its header, half a sample, silence that may be the end.
#[derive(Default)]
struct Sound {
    before: Vec<u8>,
    begun: bool,
    samples: usize,
    /// Silent samples that are handed on only when sound follows.
    silent: Vec<i16>,
}

impl Sound {
    fn bytes(&mut self, bytes: &[u8], take: &mut dyn FnMut(&[i16])) -> Result<(), &'static str> {
        self.before.extend_from_slice(bytes);
        if !self.begun {
            let Some(head) = header(&self.before)? else {
                return Ok(());
            };
            if head.rate != RATE {
                return Err("sound of another rate");
            }
            self.before.drain(..head.samples_at);
            self.begun = true;
        }
        let whole = self.before.len() / 2 * 2;
        let samples: Vec<i16> = self.before[..whole]
            .chunks_exact(2)
            .map(|pair| i16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        self.before.drain(..whole);
        self.samples += samples.len();
        if self.samples > LOT_SAMPLES_MAX {
            return Err("sound without end");
        }
        self.hand_on(&samples, take);
        Ok(())
    }

    fn hand_on(&mut self, samples: &[i16], take: &mut dyn FnMut(&[i16])) {
        match samples.iter().rposition(|s| s.unsigned_abs() >= SILENCE) {
            None => self.silent.extend_from_slice(samples),
            Some(last) => {
                if !self.silent.is_empty() {
                    take(&self.silent);
                    self.silent.clear();
                }
                take(&samples[..=last]);
                self.silent.extend_from_slice(&samples[last + 1..]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_a_fault_with_its_name() {
        match Espeak::new("/nonexistent/voice", Speed::Normal) {
            Err(fault @ Fault::Missing { .. }) => {
                assert_eq!(fault.to_string(), "start voice /nonexistent/voice");
            }
            other => panic!("{:?}", other.err()),
        }
    }

    #[test]
    fn silence_at_the_end_is_left_out_and_inside_it_stays() {
        let mut wav = crate::engine::wav::Wav::new(std::io::Cursor::new(Vec::new())).unwrap();
        wav.samples(&[500, 0, 0, -500, 0, 0, 0]).unwrap();
        let bytes = wav.finish().unwrap().into_inner();
        let mut sound = Sound::default();
        let mut heard = Vec::new();
        for byte in bytes {
            sound
                .bytes(&[byte], &mut |s| heard.extend_from_slice(s))
                .unwrap();
        }
        assert_eq!(heard, [500, 0, 0, -500]);
    }
}
