//! The one owner of a device.
use crate::{Connection, Go, Outcome, Profile, Reason, Slip, State};

/// One printer, opened when first needed.
pub struct Printer {}
impl Printer {
    /// Does not connect yet.
    pub fn open(_c: &Connection, _p: &Profile) -> Printer {
        Printer {}
    }
    /// Asks the device; blocks for a second at most.
    pub fn status(&mut self) -> State {
        State::NoPrinter
    }
    /// Prints once, never twice.
    pub fn print(&mut self, _slip: &Slip, _progress: &mut dyn FnMut(u8) -> Go) -> Outcome {
        Outcome::Refused {
            reason: Reason::Offline,
        }
    }
}
