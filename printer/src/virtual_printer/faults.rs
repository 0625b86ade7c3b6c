//! What goes wrong on purpose. Grammar: `WORD[=NUMBER]{,WORD[=NUMBER]}`, e.g. `baud=115200,paper-out-row=500,mute`.

use std::str::FromStr;

/// Faults, all off by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    /// `baud=N`: takes N/10 bytes a second.
    pub baud: Option<u32>,
    /// `paper-out-row=N`: no paper after N dot rows, counted from the start of the program.
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
    /// `no-process-id`: does not know `GS ( H`.
    pub no_process_id: bool,
    /// `no-gs-r`: does not answer `GS r`.
    pub no_gs_r: bool,
    /// `buffer=N`: while it cannot print it keeps N bytes and drops the rest; else it stops taking bytes.
    pub buffer: Option<usize>,
}

/// A word that is no fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "read fault {0:?}: allowed are baud=N, paper-out-row=N, cover-open-row=N, power-loss-byte=N, buffer=N, near-end, paper-out, cover-open, offline, error, mute, no-process-id, no-gs-r"
)]
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
            let (name, number) = match word.split_once('=') {
                Some((name, number)) => (name, Some(number.parse::<u32>().map_err(|_| fail())?)),
                None => (word, None),
            };
            match (name, number) {
                ("baud", Some(n)) if n >= 300 => faults.baud = Some(n),
                ("paper-out-row", Some(n)) => faults.paper_out_row = Some(n.into()),
                ("cover-open-row", Some(n)) => faults.cover_open_row = Some(n.into()),
                ("power-loss-byte", Some(n)) => faults.power_loss_byte = Some(n.into()),
                ("buffer", Some(n)) => faults.buffer = Some(n as usize),
                ("near-end", None) => faults.near_end = true,
                ("paper-out", None) => faults.paper_out = true,
                ("cover-open", None) => faults.cover_open = true,
                ("offline", None) => faults.offline = true,
                ("error", None) => faults.error = true,
                ("mute", None) => faults.mute = true,
                ("no-process-id", None) => faults.no_process_id = true,
                ("no-gs-r", None) => faults.no_gs_r = true,
                _ => return Err(fail()),
            }
        }
        Ok(faults)
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
            "paper-out-row=-1",
        ] {
            assert!(bad.parse::<Faults>().is_err(), "{bad}");
        }
    }
}
