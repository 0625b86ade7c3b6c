//! The way of a file onto a stick (U盘) on a device, where the kiosk may write nothing but its journal: the file lies in a folder there with an
//! order beside it, a unit of the device (`terminal-export`) carries it over and answers; and of one from a stick, which that unit lays beside its answer. Believes no answer to another order, and waits for none
//! without end. Whole or not at all: nobody is ordered to carry what is not on the medium.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use jiff::Timestamp;
use session::screen::desk::StickFault;

/// Folder below that of the journal.
const FOLDER: &str = "export";
/// Names the file and the order's number; the unit watches it.
const ORDER: &str = "order";
/// Behind a name: this file is to come from a stick.
const IN: &str = "in";
const ANSWER: &str = "answer";
const ANSWER_BYTES_MAX: u64 = 64;
/// Longest file that is carried; the unit knows the same bound.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// The unit has two minutes.
const WAIT: Duration = Duration::from_secs(150);
const LOOK: Duration = Duration::from_millis(200);
/// An order that nothing came of is said again: systemd hears nothing of one that came while the unit was still ending the one before.
const AGAIN: Duration = Duration::from_secs(15);
/// Owner writes, the unit reads by its group.
const FILE_MODE: u32 = 0o640;
const FOLDER_MODE: u32 = 0o750;

/// See the module.
pub(super) struct Courier {
    folder: PathBuf,
    answers: PathBuf,
    again: Duration,
}

impl Courier {
    /// The one that answers in `answers`; `None` where there is no such folder, and so no such unit.
    pub fn beside(journal: &Path, answers: &Path) -> Option<Courier> {
        answers.is_dir().then(|| Courier {
            folder: journal.join(FOLDER),
            answers: answers.to_path_buf(),
            again: AGAIN,
        })
    }

    /// Has a file of this name carried to the stick; `write` makes it.
    pub fn carry(
        &self,
        name: &str,
        now: Timestamp,
        write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
    ) -> anyhow::Result<Result<(), StickFault>> {
        self.clear()?;
        let number = self.number(now);
        let order = format!("{number} {name}\n");
        let ordered = self.place(name, write).and_then(|()| self.say(&order));
        let carried = ordered.map(|()| self.wait(number, &order));
        // What was carried is not kept twice; what was not is made anew.
        self.clear()?;
        carried
    }

    /// Has the file of this name brought from a stick; the unit knows which names may be asked for. Where it lies then, as it stood on the stick: nothing
    /// of it is believed.
    pub fn bring(&self, name: &str, now: Timestamp) -> anyhow::Result<Result<PathBuf, StickFault>> {
        self.clear()?;
        let number = self.number(now);
        let order = format!("{number} {name} {IN}\n");
        self.say(&order)?;
        let brought = self.wait(number, &order);
        self.clear()?;
        Ok(brought.map(|()| self.answers.join(name)))
    }

    /// Nothing of an earlier order, whenever the power went.
    fn clear(&self) -> anyhow::Result<()> {
        let doing = || format!("clear {}", self.folder.display());
        let made = DirBuilder::new().mode(FOLDER_MODE).create(&self.folder);
        match made {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(error).with_context(doing);
            }
            _ => {}
        }
        for entry in std::fs::read_dir(&self.folder).with_context(doing)? {
            std::fs::remove_file(entry.with_context(doing)?.path()).with_context(doing)?;
        }
        Ok(())
    }

    /// An answer that lies there already is to an earlier order.
    fn number(&self, now: Timestamp) -> u64 {
        let before = self.answer().map_or(0, |(number, _)| number);
        let now = u64::try_from(now.as_millisecond()).unwrap_or(0);
        now.max(before.saturating_add(1))
    }

    fn say(&self, order: &str) -> anyhow::Result<()> {
        self.place(ORDER, |out| Ok(out.write_all(order.as_bytes())?))
    }

    /// Written beside, brought to the medium, then given its name.
    fn place(
        &self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let place = self.folder.join(name);
        let beside = self.folder.join(format!(".{name}.part"));
        let doing = || format!("write {}", place.display());
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(FILE_MODE)
            .open(&beside)
            .with_context(doing)?;
        let mut out = io::BufWriter::new(Capped {
            file,
            left: FILE_BYTES_MAX,
        });
        write(&mut out)?;
        let capped = out.into_inner().map_err(io::IntoInnerError::into_error);
        capped
            .and_then(|capped| capped.file.sync_all())
            .with_context(doing)?;
        std::fs::rename(&beside, &place)
            .and_then(|()| File::open(&self.folder)?.sync_all())
            .with_context(doing)
    }

    fn wait(&self, number: u64, order: &str) -> Result<(), StickFault> {
        let (begun, mut ordered) = (Instant::now(), Instant::now());
        loop {
            match self.answer() {
                Some((answered, result)) if answered == number => return said(&result),
                _ if begun.elapsed() > WAIT => return Err(StickFault::NoAnswer),
                _ => std::thread::sleep(LOOK.min(self.again)),
            }
            if ordered.elapsed() > self.again {
                ordered = Instant::now();
                if let Err(error) = self.say(order) {
                    console::tell!("kiosk: {error:#}");
                }
            }
        }
    }

    /// The last answer: to which order, and what came of it.
    fn answer(&self) -> Option<(u64, String)> {
        let mut text = String::new();
        let file = File::open(self.answers.join(ANSWER)).ok()?;
        file.take(ANSWER_BYTES_MAX).read_to_string(&mut text).ok()?;
        let (number, result) = text.strip_suffix('\n')?.split_once(' ')?;
        Some((number.parse().ok()?, result.to_owned()))
    }
}

/// What the unit said, in its words; what nobody knows is a failure.
fn said(result: &str) -> Result<(), StickFault> {
    match result {
        "done" => Ok(()),
        result => Err(StickFault::from_code(result).unwrap_or(StickFault::Failed)),
    }
}

/// A file that does not grow past its bound.
struct Capped {
    file: File,
    left: u64,
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let wanted = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if wanted > self.left {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let written = self.file.write(bytes)?;
        self.left -= u64::try_from(written).unwrap_or(self.left);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Sticks by name.
pub(super) fn sticks(media: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(media).into_iter().flatten().flatten();
    let folders = entries.map(|entry| entry.path());
    let mut sticks: Vec<PathBuf> = folders.filter(|path| path.is_dir()).collect();
    sticks.sort();
    sticks
}

#[cfg(test)]
/// What lies in a folder, in order.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_539_585_360, 0);
    const NUMBER: u64 = 1_539_585_360_000;

    struct Place {
        _dir: tempfile::TempDir,
        courier: Courier,
    }

    fn place() -> Place {
        let dir = tempfile::tempdir().unwrap();
        let answers = dir.path().join("answers");
        assert!(Courier::beside(dir.path(), &answers).is_none(), "no unit");
        std::fs::create_dir(&answers).unwrap();
        let courier = Courier::beside(dir.path(), &answers).unwrap();
        Place { _dir: dir, courier }
    }

    #[test]
    fn what_is_to_be_carried_lies_there_whole_before_it_is_ordered_and_is_gone_afterwards() {
        let Place { courier, _dir } = place();
        let answer = courier.answers.join(ANSWER);
        // Of an earlier order, and a half of one that the power took.
        std::fs::write(&answer, "7 failed\n").unwrap();
        std::fs::create_dir(&courier.folder).unwrap();
        std::fs::write(courier.folder.join(".a.csv.part"), "half").unwrap();
        let carried = courier.carry("a.csv", NOW, |out| {
            assert_eq!(
                names(&courier.folder),
                [".a.csv.part"],
                "nothing is ordered yet"
            );
            out.write_all(b"whole")?;
            std::fs::write(&answer, format!("{NUMBER} done\n"))?;
            Ok(())
        });
        assert_eq!(carried.unwrap(), Ok(()));
        assert_eq!(names(&courier.folder), [""; 0]);
    }

    #[test]
    fn an_order_is_never_the_number_of_an_answer_that_lies_there() {
        let Place { courier, _dir } = place();
        let late = NUMBER + 5;
        std::fs::write(courier.answers.join(ANSWER), format!("{late} done\n")).unwrap();
        assert_eq!(courier.number(NOW), late + 1);
    }

    #[test]
    fn an_order_that_nobody_heard_is_said_again() {
        let Place { mut courier, _dir } = place();
        courier.again = Duration::from_millis(1);
        let (answers, folder) = (courier.answers.clone(), courier.folder.clone());
        let heard = std::thread::spawn(move || {
            let take = || loop {
                match std::fs::read_to_string(folder.join(ORDER)) {
                    Ok(order) => break order,
                    Err(_) => std::thread::yield_now(),
                }
            };
            // As if the first had come while the unit was ending.
            let first = take();
            std::fs::remove_file(folder.join(ORDER)).unwrap();
            let second = take();
            std::fs::write(answers.join(ANSWER), format!("{NUMBER} done\n")).unwrap();
            (first, second)
        });
        assert_eq!(courier.carry("a.csv", NOW, |_| Ok(())).unwrap(), Ok(()));
        let (first, second) = heard.join().unwrap();
        assert_eq!(first, second);
    }

    #[test]
    fn what_is_asked_for_of_a_stick_lies_beside_the_answer() {
        let Place { courier, _dir } = place();
        let (answers, folder) = (courier.answers.clone(), courier.folder.clone());
        let unit = std::thread::spawn(move || {
            let order = loop {
                match std::fs::read_to_string(folder.join(ORDER)) {
                    Ok(order) => break order,
                    Err(_) => std::thread::yield_now(),
                }
            };
            std::fs::write(answers.join("a.csv"), "words").unwrap();
            std::fs::write(answers.join(ANSWER), format!("{NUMBER} done\n")).unwrap();
            order
        });
        let file = courier.bring("a.csv", NOW).unwrap().unwrap();
        assert_eq!(std::fs::read_to_string(file).unwrap(), "words");
        assert_eq!(unit.join().unwrap(), format!("{NUMBER} a.csv in\n"));
        assert_eq!(names(&courier.folder), [""; 0]);
    }

    #[test]
    fn each_word_of_the_unit_is_understood_and_no_other_is_success() {
        for fault in StickFault::ALL {
            assert_eq!(said(fault.as_code()), Err(*fault));
        }
        assert_eq!(said("done"), Ok(()));
        for bad in ["", "Done", "done ", "perhaps"] {
            assert_eq!(said(bad), Err(StickFault::Failed), "{bad:?}");
        }
        let Place { courier, _dir } = place();
        for torn in ["", "7", "7 done", "x done\n", &"9".repeat(100)] {
            std::fs::write(courier.answers.join(ANSWER), torn).unwrap();
            assert_eq!(courier.answer(), None, "{torn:?}");
        }
    }

    #[test]
    fn a_file_without_end_is_not_ordered() {
        let Place { courier, _dir } = place();
        let failed = courier.carry("a.csv", NOW, |out| {
            let block = [0; 1024 * 1024];
            for _ in 0..=64 {
                out.write_all(&block)?;
            }
            Ok(())
        });
        assert!(failed.is_err());
        assert_eq!(names(&courier.folder), [".a.csv.part"; 0]);
    }
}
