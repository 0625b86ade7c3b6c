//! How far long work has come: a bar on a terminal, a plain line now and then in a log. Owns when something is written; never ends the work because
//! nobody reads it.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Between two pictures of the bar.
const BAR_EVERY: Duration = Duration::from_millis(100);
/// Between two lines of a log; work that is shorter says nothing.
const LINE_EVERY: Duration = Duration::from_secs(30);
/// Cells of the bar.
const BAR_CELLS: usize = 24;

/// One piece of long work.
pub struct Progress<'a> {
    /// What is done, as `read` or `put`.
    what: &'static str,
    /// How much there is, where that is known.
    total: Option<usize>,
    done: usize,
    to: Box<dyn Write + 'a>,
    bar: bool,
    /// When something was written last, or the work began.
    told: Instant,
    /// The bar stands on the terminal and must go.
    drawn: bool,
}

impl<'a> Progress<'a> {
    /// On standard error, as a person or a log reads it.
    pub fn begin(what: &'static str, total: Option<usize>) -> Progress<'a> {
        let bar = std::io::stderr().is_terminal();
        Progress::to(
            Box::new(std::io::stderr()),
            bar,
            what,
            total,
            Instant::now(),
        )
    }

    fn to(
        to: Box<dyn Write + 'a>,
        bar: bool,
        what: &'static str,
        total: Option<usize>,
        now: Instant,
    ) -> Progress<'a> {
        Progress {
            what,
            total,
            done: 0,
            to,
            bar,
            told: now,
            drawn: false,
        }
    }

    /// One more is done.
    pub fn step(&mut self) {
        self.step_at(Instant::now());
    }

    fn step_at(&mut self, now: Instant) {
        self.done += 1;
        let every = if self.bar { BAR_EVERY } else { LINE_EVERY };
        if now.saturating_duration_since(self.told) < every {
            return;
        }
        self.told = now;
        let amount = self.amount();
        // Whoever closed the log does not stop a publication.
        let _ = match self.bar {
            true => write!(
                self.to,
                "\r{} {}\u{1b}[K",
                self.picture(),
                console::said(&amount)
            ),
            false => {
                let line = format!("publisher: {} {amount}", self.what);
                writeln!(self.to, "{}", console::said(&line))
            }
        };
        let _ = self.to.flush();
        self.drawn |= self.bar;
    }

    fn amount(&self) -> String {
        match self.total {
            Some(total) => format!("{} of {total}", self.done),
            None => self.done.to_string(),
        }
    }

    fn picture(&self) -> String {
        let Some(total) = self.total.filter(|total| *total > 0) else {
            return console::said(self.what);
        };
        let full = self.done.min(total) * BAR_CELLS / total;
        let (full, empty) = ("#".repeat(full), ".".repeat(BAR_CELLS - full));
        format!("{} [{full}{empty}]", console::said(self.what))
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if self.drawn {
            let _ = write!(self.to, "\r\u{1b}[K");
            let _ = self.to.flush();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written while so many steps are done, so many milliseconds apart.
    fn told(bar: bool, total: Option<usize>, steps: usize, apart_ms: u64) -> String {
        let mut out = Vec::new();
        let begun = Instant::now();
        let mut progress = Progress::to(Box::new(&mut out), bar, "read", total, begun);
        for n in 1..=steps {
            progress.step_at(begun + Duration::from_millis(n as u64 * apart_ms));
        }
        drop(progress);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_log_gets_a_plain_line_now_and_then_and_none_of_short_work() {
        assert_eq!(told(false, Some(2_000), 2_000, 1), "");
        assert_eq!(
            told(false, Some(90), 90, 1_000),
            "publisher: read 30 of 90\npublisher: read 60 of 90\npublisher: read 90 of 90\n"
        );
        assert_eq!(told(false, None, 31, 1_000), "publisher: read 30\n");
    }

    #[test]
    fn a_terminal_gets_a_bar_that_grows_and_is_gone_at_the_end() {
        let drawn = told(true, Some(48), 48, 50);
        assert_eq!(
            drawn.matches('\r').count(),
            24 + 1,
            "every second step, and the end"
        );
        assert!(drawn.contains("read [############............] 24 of 48"));
        assert!(drawn.ends_with("\r\u{1b}[K"), "{drawn:?}");
        assert!(!drawn.contains('\n'));
        assert_eq!(
            told(true, Some(2), 2, 1),
            "",
            "done before anybody could look"
        );
    }

    #[test]
    fn more_than_was_promised_fills_the_bar_and_no_more() {
        assert!(told(true, Some(1), 3, 200).contains("[########################] 3 of 1"));
        assert!(told(true, Some(0), 1, 200).contains("read 1 of 0"));
    }

    #[test]
    fn nobody_reading_ends_no_work() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Err(std::io::ErrorKind::BrokenPipe.into())
            }
        }
        let begun = Instant::now();
        let mut progress = Progress::to(Box::new(Closed), true, "put", None, begun);
        progress.step_at(begun + Duration::from_secs(1));
        assert_eq!(progress.done, 1);
    }
}
