//! What the terminal is told of its point: the calendar, the paper holdings, whether it is open. Reads two small files when they change; a
//! file that cannot be read is told once in the log, and what was known stays. Of paper holdings that list holds which the desk brought in, else that of
//! the settings.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use config::calendar::Calendar;
use config::holdings::{self, HOLDINGS_FILE};
use config::hours::Hours;
use jiff::Timestamp;

use session::moment;
use session::services::{PaperHoldings, Told};

/// How often the files are looked at, milliseconds.
const LOOK_MS: u64 = 30_000;

/// The point, as far as it was told.
pub struct Point {
    hours: Hours,
    calendar_file: PathBuf,
    holdings: HoldingsFiles,
    /// Which of the lists was read.
    held: Option<PathBuf>,
    appraisal: Option<(String, String)>,
    calendar: Arc<Calendar>,
    /// When the files were changed last, as far as they were read.
    read: [Option<SystemTime>; 2],
    looked_ms: Option<u64>,
    told: Option<(bool, bool)>,
}

impl Point {
    /// From a checked configuration; nothing is read yet.
    pub fn of(config: &config::Config) -> Point {
        Point {
            hours: config.hours.hours.clone(),
            calendar_file: config.hours.calendar.clone(),
            holdings: HoldingsFiles::of(config),
            held: None,
            appraisal: config.services.appraisal.clone(),
            calendar: Arc::default(),
            read: [None, None],
            looked_ms: None,
            told: None,
        }
    }

    /// What the session does not know yet.
    pub fn news(&mut self, now_ms: u64, now: Timestamp) -> Vec<Told> {
        let mut news = Vec::new();
        let due = self
            .looked_ms
            .is_none_or(|looked| now_ms.saturating_sub(looked) >= LOOK_MS);
        if due {
            self.looked_ms = Some(now_ms);
            news.extend(self.new_calendar().map(Told::Calendar));
            news.extend(self.new_holdings().map(Told::Holdings));
        }
        let local = moment::local(now);
        let open = self.hours.at(&self.calendar, local).is_open();
        let day = format!("{:02}-{:02}", local.month(), local.day());
        let appraises = self
            .appraisal
            .as_ref()
            .is_some_and(|(from, to)| (from.as_str()..=to.as_str()).contains(&day.as_str()));
        if self.told.replace((open, appraises)) != Some((open, appraises)) {
            news.push(Told::Today { open, appraises });
        }
        news
    }

    fn new_calendar(&mut self) -> Option<Arc<Calendar>> {
        let file = &self.calendar_file;
        let read = changed(file, &mut self.read[0], |file| Calendar::load(file))?;
        self.calendar = Arc::new(read);
        Some(self.calendar.clone())
    }

    fn new_holdings(&mut self) -> Option<PaperHoldings> {
        let (file, brought) = self.holdings.holds()?;
        if self.held.as_ref() != Some(&file) {
            self.held = Some(file.clone());
            self.read[1] = None;
        }
        let held = changed(&file, &mut self.read[1], |file| holdings::load(file))?;
        Some(PaperHoldings {
            held: Arc::new(held),
            brought,
        })
    }
}

/// Where lists of paper holdings lie.
pub(super) struct HoldingsFiles {
    /// Of the desk, beside the registers: there alone the kiosk may write.
    pub desk: PathBuf,
    /// Of the settings.
    settings: Option<PathBuf>,
}

impl HoldingsFiles {
    /// Those of a checked configuration.
    pub fn of(config: &config::Config) -> HoldingsFiles {
        HoldingsFiles::beside(&config.journal.dir, config.services.holdings.as_deref())
    }

    /// Those of a journal and of settings.
    pub fn beside(journal: &Path, settings: Option<&Path>) -> HoldingsFiles {
        HoldingsFiles {
            desk: journal.join(HOLDINGS_FILE),
            settings: settings.map(Path::to_path_buf),
        }
    }

    /// The list that holds, and when the desk brought it in, RFC 3339, if it did; `None` where there is none at all.
    pub fn holds(&self) -> Option<(PathBuf, Option<String>)> {
        let changed = std::fs::metadata(&self.desk).and_then(|meta| meta.modified());
        match changed {
            Ok(at) => {
                let at = Timestamp::try_from(at).unwrap_or_default();
                Some((self.desk.clone(), Some(at.to_string())))
            }
            Err(_) => Some((self.settings.clone()?, None)),
        }
    }
}

/// Reads a file that is not as it was.
fn changed<T, P: std::fmt::Display>(
    file: &PathBuf,
    read: &mut Option<SystemTime>,
    load: impl Fn(&PathBuf) -> Result<T, Vec<P>>,
) -> Option<T> {
    let at = std::fs::metadata(file)
        .and_then(|meta| meta.modified())
        .ok();
    if std::mem::replace(read, at) == at {
        return None;
    }
    match load(file) {
        Ok(loaded) => Some(loaded),
        Err(problems) => {
            for problem in problems {
                console::tell!("kiosk: read {}: {problem}", file.display());
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(dir: &std::path::Path) -> Point {
        let text = "[site]\nid = \"L01\"\nterminal = \"1\"\nname = \"a\"\nplate = \"b\"\nkind = \"library\"\n\
             [mirror]\ndir = \"mirror\"\n[journal]\ndir = \"journal\"\n\
             [sync]\nfeed = \"http://127.0.0.1:9/\"\nroot = \"root.json\"\n\
             [printer]\nconnection = \"none\"\nprofile = \"generic-80mm\"\n\
             [hours]\nweekdays = [\"9:00-12:00\"]\ncalendar = \"c.toml\"\n\
             [services]\nholdings = \"h.csv\"\nappraisal_from = \"10-01\"\nappraisal_to = \"12-20\"\n";
        Point::of(&config::Config::parse(text, dir).unwrap())
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn it_is_told_once_and_again_when_it_changes() {
        let dir = tempfile::tempdir().unwrap();
        let mut point = point(dir.path());
        // Monday, 9:30 and 12:30 in the reading room.
        let first = point.news(0, at("2018-10-15T01:30:00Z"));
        assert!(
            matches!(
                first[..],
                [Told::Today {
                    open: true,
                    appraises: true
                }]
            ),
            "{first:?}"
        );
        assert!(point.news(250, at("2018-10-15T01:30:01Z")).is_empty());
        let noon = point.news(500, at("2018-10-15T04:30:00Z"));
        assert!(
            matches!(noon[..], [Told::Today { open: false, .. }]),
            "{noon:?}"
        );
        let summer = point.news(750, at("2018-07-16T01:30:00Z"));
        assert!(
            matches!(
                summer[..],
                [Told::Today {
                    open: true,
                    appraises: false
                }]
            ),
            "{summer:?}"
        );
    }

    #[test]
    fn files_are_read_when_they_change_and_a_bad_one_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut point = point(dir.path());
        let monday = at("2018-10-15T01:30:00Z");
        point.news(0, monday);
        let holiday = "[[year]]\nyear = 2018\n[[year.holiday]]\nname = \"a\"\nfrom = \"2018-10-15\"\nto = \"2018-10-15\"\n";
        std::fs::write(dir.path().join("c.toml"), holiday).unwrap();
        std::fs::write(dir.path().join("h.csv"), "title,place\na,b\n").unwrap();
        assert!(
            point.news(LOOK_MS - 1, monday).is_empty(),
            "not looked at all the time"
        );
        let news = point.news(LOOK_MS, monday);
        assert!(
            matches!(&news[..], [Told::Calendar(_), Told::Holdings(held), Told::Today { open: false, .. }] if held.held.len() == 1 && held.brought.is_none()),
            "{news:?}"
        );
        std::fs::write(
            dir.path().join("h.csv"),
            "nothing of the kind, and longer\n",
        )
        .unwrap();
        let file = std::fs::File::options()
            .write(true)
            .open(dir.path().join("h.csv"))
            .unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert!(point.news(2 * LOOK_MS, monday).is_empty());
        // The desk brings another in, and takes it away again.
        let desk = dir.path().join("journal").join(HOLDINGS_FILE);
        std::fs::create_dir(dir.path().join("journal")).unwrap();
        std::fs::write(&desk, "title,place\na,b\nc,d\n").unwrap();
        let news = point.news(3 * LOOK_MS, monday);
        assert!(
            matches!(&news[..], [Told::Holdings(held)] if held.held.len() == 2 && held.brought.is_some()),
            "{news:?}"
        );
        std::fs::write(dir.path().join("h.csv"), "title,place\na,b\n").unwrap();
        std::fs::remove_file(&desk).unwrap();
        let news = point.news(4 * LOOK_MS, monday);
        assert!(
            matches!(&news[..], [Told::Holdings(held)] if held.held.len() == 1 && held.brought.is_none()),
            "{news:?}"
        );
    }
}
