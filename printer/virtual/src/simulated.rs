//! A way to a virtual printer without a cable, on a clock of its own: waiting costs no time. Everything else is the same code
//! that serves TCP and pseudo-terminals.

use super::font::Font;
use super::machine::{Device, Machine, Received};
use super::output::Output;
use super::roll::Roll;
use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// Bytes that one write carries at most, as the system's own line takes them.
const WRITE_BYTES_MAX: usize = 512;
/// Bits of one byte on a serial line.
const BITS: f64 = 10.0;

/// A simulated device. Clones are the same device.
#[derive(Clone)]
pub struct Simulated {
    device: Device,
    base: Instant,
    state: Arc<Mutex<State>>,
}

struct State {
    now: Duration,
    machine: Option<Machine>,
    answers: VecDeque<u8>,
    unplugged: bool,
    dead: bool,
    /// It hung up by itself, when its answers are read.
    closed: bool,
}

impl Simulated {
    /// One with a full roll that keeps no files.
    pub fn new(width: u32, font: Arc<dyn Font>) -> Simulated {
        let device = Device {
            width,
            roll: Roll::new(Default::default()),
            font,
            output: Arc::new(Output::tally_only()),
        };
        Simulated {
            device,
            base: Instant::now(),
            state: Arc::new(Mutex::new(State {
                now: Duration::ZERO,
                machine: None,
                answers: VecDeque::new(),
                unplugged: false,
                dead: false,
                closed: false,
            })),
        }
    }

    /// Paper, cover, power.
    pub fn roll(&self) -> MutexGuard<'_, Roll> {
        self.device
            .roll
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    /// Where slips fall.
    pub fn output(&self) -> &Output {
        &self.device.output
    }

    /// Simulated time since the beginning.
    pub fn elapsed(&self) -> Duration {
        self.state().now
    }

    /// Lets time pass, in which a device goes on printing.
    pub fn pass(&self, time: Duration) -> io::Result<()> {
        let mut state = self.state();
        let until = state.now + time;
        while let Some(at) = state.machine.as_ref().and_then(Machine::wake) {
            if at > until {
                break;
            }
            state.advance(at)?;
        }
        state.advance(until)
    }

    /// Pulls the plug of the cable, or puts it back.
    pub fn unplug(&self, out: bool) -> io::Result<()> {
        let mut state = self.state();
        state.unplugged = out;
        if out {
            state.hang_up()?;
        }
        Ok(())
    }

    /// Plugs in: what an earlier line held is printed first.
    pub fn open(&self) -> io::Result<SimulatedLine> {
        let mut state = self.state();
        state.hang_up()?;
        // Power that was lost comes back when the line is opened anew.
        state.dead = false;
        state.closed = false;
        if state.unplugged {
            return Err(io::ErrorKind::NotFound.into());
        }
        let mut machine = Machine::new(self.device.clone(), "simulated");
        machine.tick(state.now)?;
        state.machine = Some(machine);
        drop(state);
        Ok(SimulatedLine(self.clone()))
    }

    /// The simulated time.
    pub fn now(&self) -> Instant {
        self.base + self.state().now
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }
}

impl State {
    /// Moves the clock and lets the machine do what is due.
    fn advance(&mut self, to: Duration) -> io::Result<()> {
        self.now = self.now.max(to);
        if let Some(machine) = &mut self.machine {
            let received = machine.tick(self.now)?;
            self.take(received);
        }
        Ok(())
    }

    fn take(&mut self, received: Received) {
        self.answers.extend(received.answers);
        self.dead |= received.lost_power;
        self.closed |= received.closes;
    }

    /// What was received is still printed.
    fn hang_up(&mut self) -> io::Result<()> {
        if let Some(mut machine) = self.machine.take() {
            while let Some(at) = machine.wake() {
                self.now = self.now.max(at);
                machine.tick(self.now)?;
            }
            machine.disconnected()?;
        }
        self.answers.clear();
        Ok(())
    }

    fn lost(&self) -> io::Result<()> {
        if self.unplugged || self.dead {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        if self.closed {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

/// The open line of a simulated device; hangs up when dropped.
pub struct SimulatedLine(Simulated);

impl SimulatedLine {
    fn by(&self, deadline: Instant) -> Duration {
        deadline.saturating_duration_since(self.0.base)
    }
}

impl SimulatedLine {
    /// Writes some bytes, at most until a deadline of the simulated clock.
    pub fn write_some(&mut self, bytes: &[u8], deadline: Instant) -> io::Result<usize> {
        let deadline = self.by(deadline);
        let baud = self.0.roll().baud();
        let mut state = self.0.state();
        loop {
            state.lost()?;
            let machine = state.machine.as_mut().ok_or(io::ErrorKind::NotConnected)?;
            if !machine.full() {
                break;
            }
            match machine.wake().filter(|at| *at <= deadline) {
                Some(at) => state.advance(at)?,
                None => {
                    state.advance(deadline)?;
                    return Err(io::ErrorKind::TimedOut.into());
                }
            }
        }
        let piece = &bytes[..bytes.len().min(WRITE_BYTES_MAX)];
        if let Some(baud) = baud {
            let time = Duration::from_secs_f64(piece.len() as f64 * BITS / f64::from(baud));
            let arrived = state.now + time;
            state.advance(arrived)?;
        }
        let now = state.now;
        let machine = state.machine.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let received = machine.receive(now, piece)?;
        state.take(received);
        Ok(piece.len())
    }

    /// Reads what has come; 0 when nothing came by the deadline.
    pub fn read_some(&mut self, buffer: &mut [u8], deadline: Instant) -> io::Result<usize> {
        let deadline = self.by(deadline);
        let mut state = self.0.state();
        while state.answers.is_empty() {
            state.lost()?;
            let wake = state.machine.as_ref().and_then(Machine::wake);
            match wake.filter(|at| *at <= deadline) {
                Some(at) => state.advance(at)?,
                None => {
                    state.advance(deadline)?;
                    if state.answers.is_empty() {
                        return Ok(0);
                    }
                }
            }
        }
        let n = buffer.len().min(state.answers.len());
        for (place, byte) in buffer.iter_mut().zip(state.answers.drain(..n)) {
            *place = byte;
        }
        Ok(n)
    }
}

impl Drop for SimulatedLine {
    fn drop(&mut self) {
        // What the files of slips say is nothing to a line that closes.
        let _ = self.0.state().hang_up();
    }
}
