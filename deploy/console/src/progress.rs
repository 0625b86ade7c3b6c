//! How far long work has come: a bar on a terminal, a plain line now and then in a log. Owns when something is written; never ends the work because
//! nobody reads it. Work that counts what it does not know the end of says how far it is, and promises no end.

use std::io::{IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Between two pictures of the bar.
const BAR_EVERY: Duration = Duration::from_millis(100);
/// Between two lines of a log; work that is shorter says nothing.
const LINE_EVERY: Duration = Duration::from_secs(30);
/// Cells of the bar.
const BAR_CELLS: usize = 24;

/// Long work, step after step. Its copies speak of the same work.
#[derive(Clone)]
pub struct Progress(Arc<Mutex<Work>>);

struct Work {
    program: &'static str,
    /// What is done, as `reading` or `sending`: one word, so that the list of words has it.
    what: &'static str,
    /// How much there is, where that is known.
    total: Option<usize>,
    done: usize,
    to: Box<dyn Write + Send>,
    bar: bool,
    /// When something was written last, or the work began.
    told: Instant,
    /// The bar stands on the terminal and must go.
    drawn: bool,
}

impl Progress {
    /// Of `program`, on standard error, as a person or a log reads it.
    pub fn of(program: &'static str) -> Progress {
        let bar = std::io::stderr().is_terminal();
        Progress::to(Box::new(std::io::stderr()), bar, program, Instant::now())
    }

    /// Says nothing to anybody.
    pub fn silent() -> Progress {
        Progress::to(Box::new(std::io::sink()), false, "", Instant::now())
    }

    fn to(to: Box<dyn Write + Send>, bar: bool, program: &'static str, now: Instant) -> Progress {
        Progress(Arc::new(Mutex::new(Work {
            program,
            what: "",
            total: None,
            done: 0,
            to,
            bar,
            told: now,
            drawn: false,
        })))
    }

    fn work<T>(&self, change: impl FnOnce(&mut Work) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on this is done, so many times if that is known.
    pub fn next(&self, what: &'static str, total: Option<usize>) {
        self.work(|work| {
            work.what = what;
            work.total = total;
            work.done = 0;
        });
    }

    /// There is so much of it: known only now.
    pub fn expect(&self, total: usize) {
        self.work(|work| work.total = Some(total));
    }

    /// One more is done.
    pub fn step(&self) {
        self.step_at(Instant::now());
    }

    fn step_at(&self, now: Instant) {
        self.work(|work| work.step(now));
    }

    /// All is done: the bar goes.
    pub fn end(&self) {
        self.work(Work::clear);
    }
}

impl Work {
    fn step(&mut self, now: Instant) {
        self.done += 1;
        let every = if self.bar { BAR_EVERY } else { LINE_EVERY };
        if now.saturating_duration_since(self.told) < every {
            return;
        }
        self.told = now;
        let amount = self.amount();
        // Whoever closed the log does not stop the work.
        let _ = match self.bar {
            true => write!(
                self.to,
                "\r{} {}\u{1b}[K",
                self.picture(),
                crate::said(&amount)
            ),
            false => {
                // Each part by itself: as a whole, such a line could be taken for a sentence of a program.
                let (what, amount) = (crate::said(self.what), crate::said(&amount));
                let line = format!("{}: {what} {amount}", self.program);
                writeln!(self.to, "{}", crate::said(&line))
            }
        };
        let _ = self.to.flush();
        self.drawn |= self.bar;
    }

    fn amount(&self) -> String {
        match self.total {
            // What was counted wrongly before is not told.
            Some(total) => format!("{} of {}", self.done, total.max(self.done)),
            None => self.done.to_string(),
        }
    }

    fn picture(&self) -> String {
        let Some(total) = self.total.filter(|total| *total > 0) else {
            return crate::said(self.what);
        };
        let full = self.done.min(total) * BAR_CELLS / total;
        let (full, empty) = ("#".repeat(full), ".".repeat(BAR_CELLS - full));
        format!("{} [{full}{empty}]", crate::said(self.what))
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.drawn) {
            let _ = write!(self.to, "\r\u{1b}[K");
            let _ = self.to.flush();
        }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was written, for a test to read.
    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl Paper {
        fn read(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    /// What is written while so many steps are done, so many milliseconds apart.
    fn told(bar: bool, total: Option<usize>, steps: usize, apart_ms: u64) -> String {
        let paper = Paper::default();
        let begun = Instant::now();
        let progress = Progress::to(Box::new(paper.clone()), bar, "publisher", begun);
        progress.next("read", total);
        for n in 1..=steps {
            progress.step_at(begun + Duration::from_millis(n as u64 * apart_ms));
        }
        drop(progress);
        paper.read()
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
        assert!(told(true, Some(1), 3, 200).contains("[########################] 3 of 3"));
        assert!(told(true, Some(0), 1, 200).contains("read 1 of 1"));
    }

    #[test]
    fn one_work_goes_over_into_the_next_and_copies_count_together() {
        let paper = Paper::default();
        let begun = Instant::now();
        let at = |second| begun + Duration::from_secs(second);
        let progress = Progress::to(Box::new(paper.clone()), false, "publisher", begun);
        progress.next("listing", None);
        progress.clone().step_at(at(31));
        progress.next("reading", Some(5));
        progress.step_at(at(40));
        progress.expect(9);
        progress.clone().step_at(at(62));
        assert_eq!(
            paper.read(),
            "publisher: listing 1\npublisher: reading 2 of 9\n"
        );
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
        let progress = Progress::to(Box::new(Closed), true, "publisher", begun);
        progress.step_at(begun + Duration::from_secs(1));
        assert_eq!(progress.work(|work| work.done), 1);
    }
}
