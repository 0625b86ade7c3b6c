//! What goes wrong on purpose, or is only different from the plainest printer. Grammar: `WORD[=NUMBER]{,WORD[=NUMBER]}`, e.g.
//! `baud=115200,paper-out-row=500,mute`. Every word stands once in the lists below.

use std::str::FromStr;

/// Declares the words: what takes a number, with its least one, and what does not. The message of an error lists them all.
macro_rules! words {
    (
        numbers: $($(#[doc = $n_doc:literal])+ $number:ident = $n_word:literal, $least:literal;)+
        switches: $($(#[doc = $s_doc:literal])+ $switch:ident = $s_word:literal;)+
    ) => {
        /// Faults, all off by default.
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct Faults {
            $($(#[doc = $n_doc])+ pub $number: Option<u32>,)+
            $($(#[doc = $s_doc])+ pub $switch: bool,)+
        }

        const WITH_NUMBER: &[&str] = &[$($n_word),+];
        const WITHOUT: &[&str] = &[$($s_word),+];

        impl Faults {
            fn number(&mut self, name: &str, n: u32) -> bool {
                match name {
                    $($n_word if i64::from(n) >= $least => self.$number = Some(n),)+
                    _ => return false,
                }
                true
            }

            fn switch(&mut self, name: &str) -> bool {
                match name {
                    $($s_word => self.$switch = true,)+
                    _ => return false,
                }
                true
            }
        }
    };
}

words! {
    numbers:
    /// Takes N/10 bytes a second.
    baud = "baud", 300;
    /// The head prints so many dot rows a second; else at once.
    rows_per_second = "rows-per-second", 1;
    /// No paper after N dot rows, counted from the start of the program or the last new roll.
    paper_out_row = "paper-out-row", 0;
    /// Somebody puts a new roll in, N milliseconds after the paper was out.
    paper_back_ms = "paper-back", 0;
    /// The cover opens after N dot rows.
    cover_open_row = "cover-open-row", 0;
    /// Hangs up and forgets after N bytes received, once.
    power_loss_byte = "power-loss-byte", 0;
    /// Answers no more after N bytes received.
    mute_after_byte = "mute-after-byte", 0;
    /// Takes and says nothing more when it begins another after N slips.
    hang_after_jobs = "hang-after-jobs", 0;
    /// Each answer comes so many milliseconds late.
    answer_delay_ms = "answer-delay", 0;
    /// Each answer comes up to so many milliseconds later still, the order kept.
    answer_jitter_ms = "answer-jitter", 1;
    /// Says this byte, which nobody asked for, before each answer.
    stray = "stray", 0;
    /// While it cannot print it keeps N bytes and drops the rest; else it stops taking bytes.
    buffer = "buffer", 0;
    /// While it cannot print it keeps N bytes and takes no more, so that questions wait behind them.
    holds = "holds", 1;
    /// Hangs up when no byte came for N milliseconds.
    closes_idle_ms = "closes-idle", 1;

    switches:
    /// The roll is near its end.
    near_end = "near-end";
    /// No paper from the start.
    paper_out = "paper-out";
    /// The cover is open from the start.
    cover_open = "cover-open";
    /// Off line from the start.
    offline = "offline";
    /// Cutter error from the start.
    error = "error";
    /// Takes every byte and never answers a status question.
    mute = "mute";
    /// Its port is open, but nobody takes what arrives.
    never_reads = "never-reads";
    /// Connections wait in the system's queue for ever.
    never_accepts = "never-accepts";
    /// Serves one connection; the others wait until that one is closed.
    one_connection = "one-connection";
    /// Hangs up after each slip.
    closes_per_job = "closes-per-job";
    /// What it could not print yet outlives the connection and comes out later.
    keeps_backlog = "keeps-backlog";
    /// Answers questions about its state in their turn among the data, not at once.
    in_turn = "in-turn";
    /// Answers are bytes that mean nothing.
    garbled = "garbled";
    /// Confirms another job than the one asked about.
    wrong_id = "wrong-id";
    /// Says things that nobody asked before each answer.
    chatter = "chatter";
    /// The contact of the cash drawer is closed, which many printers without one report.
    drawer = "drawer";
    /// Does not know `GS ( H`.
    no_process_id = "no-process-id";
    /// Does not answer `GS r`.
    no_gs_r = "no-gs-r";
    /// Answers `GS r` when it arrives, long before what came ahead of it is on paper.
    gs_r_early = "gs-r-early";
    /// Does not answer `DLE EOT 3`, as cheap models.
    no_error_status = "no-error-status";
    /// Does not know how to forget what it was sent (`DLE DC4` function 8).
    no_clear = "no-clear";
    /// Does not say its name (`GS I`).
    no_name = "no-name";
    /// Says XOFF when its buffer is three quarters full, XON at one quarter.
    xon_xoff = "xon-xoff";
}

/// A word that is no fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read fault {0:?}: allowed are, with =N, {numbers}; and {switches}", numbers = WITH_NUMBER.join(", "), switches = WITHOUT.join(", "))]
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
        let message = FaultError(String::new()).to_string();
        for word in WITH_NUMBER {
            assert!(format!("{word}=500").parse::<Faults>().is_ok(), "{word}");
            assert!(message.contains(word), "{word}");
        }
        for word in WITHOUT {
            assert!(word.parse::<Faults>().is_ok(), "{word}");
            assert!(message.contains(word), "{word}");
        }
    }
}
