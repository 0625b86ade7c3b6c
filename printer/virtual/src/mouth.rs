//! How the virtual printer says things: late, garbled, about another job, or amid chatter, when told to. Knows no paper.

use super::faults::Faults;
use std::collections::VecDeque;
use std::time::Duration;

const XON: u8 = 0x11;
const XOFF: u8 = 0x13;

/// Answers on their way.
#[derive(Debug, Default)]
pub struct Mouth {
    late: VecDeque<(Duration, u8)>,
    held: bool,
    /// How many answers there were: what chance there is comes of it, the same each time.
    count: u64,
}

impl Mouth {
    /// Says `answer`; `report` is what the device truly would report of itself.
    pub fn say(&mut self, answer: &[u8], report: [u8; 4], faults: &Faults, now: Duration) {
        self.count += 1;
        let wait = u64::from(faults.answer_delay_ms.unwrap_or(0)) + self.jitter(faults);
        let due = now + Duration::from_millis(wait);
        // An answer never overtakes another.
        let due = self.late.back().map_or(due, |(last, _)| due.max(*last));
        let mut said = Vec::new();
        said.extend(faults.stray.map(|byte| byte as u8));
        if faults.chatter {
            said.extend_from_slice(&[0xFF, XON]);
            said.extend_from_slice(&report);
        }
        match answer {
            [0x37, kind, id @ .., 0] if faults.wrong_id => {
                said.extend_from_slice(&[0x37, *kind]);
                said.extend(id.iter().rev().map(|digit| b'0' + (digit ^ 1) % 10));
                said.push(0);
            }
            answer => said.extend_from_slice(answer),
        }
        if faults.garbled {
            // No answer has both of these bits.
            said.iter_mut().for_each(|byte| *byte |= 0x81);
        }
        self.late.extend(said.into_iter().map(|byte| (due, byte)));
    }

    /// SplitMix64 (Steele, Lea, Flood 2014) over the count of answers.
    fn jitter(&self, faults: &Faults) -> u64 {
        let Some(most) = faults.answer_jitter_ms else {
            return 0;
        };
        let mut z = self.count.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % u64::from(most)
    }

    /// When the next byte is due.
    pub fn due(&self) -> Option<Duration> {
        self.late.front().map(|(due, _)| *due)
    }

    /// The bytes due by now, in their order.
    pub fn due_by(&mut self, now: Duration) -> Vec<u8> {
        let count = self.late.iter().take_while(|(due, _)| *due <= now).count();
        self.late.drain(..count).map(|(_, byte)| byte).collect()
    }

    /// XOFF or XON, when the fill of the buffer asks for it.
    pub fn flow(&mut self, kept: usize, room: usize) -> Option<u8> {
        let held = if self.held {
            kept > room / 4
        } else {
            kept >= room / 4 * 3
        };
        let changed = held != self.held;
        self.held = held;
        changed.then_some(if held { XOFF } else { XON })
    }
}
