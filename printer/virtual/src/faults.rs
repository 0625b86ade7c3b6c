//! What goes wrong on purpose. Grammar: `WORD[=NUMBER]{,WORD[=NUMBER]}`, e.g. `baud=115200,paper-out-row=500,mute`.

use std::str::FromStr;

/// Faults, all off by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    /// `baud=N`: takes N/10 bytes a second.
    pub baud: Option<u32>,
    /// `rows-per-second=N`: the head prints so many dot rows a second; else at once.
    pub rows_per_second: Option<u32>,
    /// `paper-out-row=N`: no paper after N dot rows, counted from the start of the program or the last new roll.
    pub paper_out_row: Option<u64>,
    /// `cover-open-row=N`: the cover opens after N dot rows.
    pub cover_open_row: Option<u64>,
    /// `near-end`: the roll is near its end.
    pub near_end: bool,
    /// `paper-out`: no paper from the start.
    pub paper_out: bool,
    /// `cover-open`: open from the start.
    pub cover_open: bool,
    /// `offline`: off line from the start.
    pub offline: bool,
    /// `error`: cutter error from the start.
    pub error: bool,
    /// `power-loss-byte=N`: hangs up and forgets after N bytes received, once.
    pub power_loss_byte: Option<u64>,
    /// `mute`: never answers.
    pub mute: bool,
    /// `mute-after-byte=N`: answers no more after N bytes received.
    pub mute_after_byte: Option<u64>,
    /// `answer-delay=MS`: each answer comes so many milliseconds late.
    pub answer_delay_ms: Option<u32>,
    /// `garbled`: answers are bytes that mean nothing.
    pub garbled: bool,
    /// `wrong-id`: confirms another job than the one asked about.
    pub wrong_id: bool,
    /// `chatter`: says things that nobody asked before each answer.
    pub chatter: bool,
    /// `no-process-id`: does not know `GS ( H`.
    pub no_process_id: bool,
    /// `no-gs-r`: does not answer `GS r`.
    pub no_gs_r: bool,
    /// `buffer=N`: while it cannot print it keeps N bytes and drops the rest; else it stops taking bytes.
    pub buffer: Option<usize>,
    /// `xon-xoff`: says XOFF when its buffer is three quarters full, XON at one quarter.
    pub xon_xoff: bool,
}

const WITH_NUMBER: &str = "baud, rows-per-second, paper-out-row, cover-open-row, power-loss-byte, mute-after-byte, answer-delay, buffer";
const WITHOUT: &str = "near-end, paper-out, cover-open, offline, error, mute, garbled, wrong-id, chatter, no-process-id, no-gs-r, xon-xoff";

/// A word that is no fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read fault {0:?}: allowed are, with =N, {WITH_NUMBER}; and {WITHOUT}")]
pub struct FaultError(String);

impl FromStr for Faults {
    type Err = FaultError;

    fn from_str(spec: &str) -> Result<Self, Self::Err> {
        let mut faults = Faults::default();
        for word in spec
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
        {
            let fail = || FaultError(word.chars().take(100).collect());
            let known = match word.split_once('=') {
                Some((name, number)) => faults.number(name, number.parse().map_err(|_| fail())?),
                None => faults.switch(word),
            };
            if !known {
                return Err(fail());
            }
        }
        Ok(faults)
    }
}

impl Faults {
    fn number(&mut self, name: &str, n: u32) -> bool {
        match name {
            "baud" if n >= 300 => self.baud = Some(n),
            "rows-per-second" if n > 0 => self.rows_per_second = Some(n),
            "paper-out-row" => self.paper_out_row = Some(n.into()),
            "cover-open-row" => self.cover_open_row = Some(n.into()),
            "power-loss-byte" => self.power_loss_byte = Some(n.into()),
            "mute-after-byte" => self.mute_after_byte = Some(n.into()),
            "answer-delay" => self.answer_delay_ms = Some(n),
            "buffer" => self.buffer = Some(n as usize),
            _ => return false,
        }
        true
    }

    fn switch(&mut self, name: &str) -> bool {
        let switch = match name {
            "near-end" => &mut self.near_end,
            "paper-out" => &mut self.paper_out,
            "cover-open" => &mut self.cover_open,
            "offline" => &mut self.offline,
            "error" => &mut self.error,
            "mute" => &mut self.mute,
            "garbled" => &mut self.garbled,
            "wrong-id" => &mut self.wrong_id,
            "chatter" => &mut self.chatter,
            "no-process-id" => &mut self.no_process_id,
            "no-gs-r" => &mut self.no_gs_r,
            "xon-xoff" => &mut self.xon_xoff,
            _ => return false,
        };
        *switch = true;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_faults_is_read_and_a_wrong_word_is_named() {
        let faults: Faults = "baud=9600, paper-out-row=500,mute".parse().unwrap();
        assert_eq!(
            (faults.baud, faults.paper_out_row, faults.mute),
            (Some(9600), Some(500), true)
        );
        assert_eq!("".parse(), Ok(Faults::default()));
        for bad in [
            "fire",
            "baud",
            "baud=x",
            "mute=1",
            "baud=0",
            "rows-per-second=0",
            "paper-out-row=-1",
        ] {
            assert!(bad.parse::<Faults>().is_err(), "{bad}");
        }
    }

    #[test]
    fn every_word_of_the_message_is_read() {
        for word in WITH_NUMBER.split(", ") {
            assert!(format!("{word}=500").parse::<Faults>().is_ok(), "{word}");
        }
        for word in WITHOUT.split(", ") {
            assert!(word.parse::<Faults>().is_ok(), "{word}");
        }
    }
}
