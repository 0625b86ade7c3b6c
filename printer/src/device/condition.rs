//! What is known of a device from the bits of its answers. Reads none itself.

use super::outcome::State;

/// What is known of the device, from whatever answers came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Condition {
    pub offline: bool,
    pub cover_open: bool,
    pub paper_out: bool,
    pub near_end: bool,
    /// Cutter, head or power.
    pub error: bool,
}

impl Condition {
    /// Takes the answer to `DLE EOT n`.
    pub fn real_time(&mut self, n: u8, byte: u8) {
        let bit = |k: u8| byte & (1 << k) != 0;
        match n {
            1 => self.offline = bit(3),
            2 => {
                self.cover_open = bit(2);
                self.paper_out = bit(5);
                self.error = bit(6);
            }
            3 => self.error |= bit(3) || bit(5) || bit(6),
            4 => {
                self.near_end = byte & 0x0C != 0;
                self.paper_out |= byte & 0x60 != 0;
            }
            _ => {}
        }
    }

    /// Takes a report that came by itself.
    pub fn automatic(&mut self, [one, two, three, _]: [u8; 4]) {
        *self = Condition {
            offline: one & 0x08 != 0,
            cover_open: one & 0x20 != 0,
            error: two & 0x6C != 0,
            near_end: three & 0x03 != 0,
            paper_out: three & 0x0C != 0,
        };
    }

    /// The one word for it, the worst first.
    pub fn state(self) -> State {
        match self {
            Condition {
                paper_out: true, ..
            } => State::PaperOut,
            Condition {
                cover_open: true, ..
            } => State::CoverOpen,
            Condition { error: true, .. } => State::Error,
            Condition { offline: true, .. } => State::Offline,
            Condition { near_end: true, .. } => State::NearEnd,
            _ => State::Ready,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_become_states_the_worst_first() {
        let mut c = Condition::default();
        c.real_time(1, 0x12);
        c.real_time(4, 0x1E);
        assert_eq!(c.state(), State::NearEnd);
        c.real_time(4, 0x7E);
        assert_eq!(c.state(), State::PaperOut);
        c = Condition::default();
        c.real_time(2, 0x16);
        assert_eq!(c.state(), State::CoverOpen);
        c.automatic([0x10, 0, 0, 0]);
        assert_eq!(c.state(), State::Ready);
        c.automatic([0x18, 0, 0x0C, 0]);
        assert_eq!(c.state(), State::PaperOut);
        c.automatic([0x18, 0x20, 0, 0]);
        assert_eq!(c.state(), State::Error);
    }

    #[test]
    fn the_contact_of_a_drawer_is_no_trouble() {
        let mut c = Condition::default();
        c.real_time(1, 0x16);
        assert_eq!(c.state(), State::Ready);
        c.automatic([0x14, 0, 0, 0]);
        assert_eq!(c.state(), State::Ready);
    }
}
