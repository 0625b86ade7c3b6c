//! How long what concerns a person is kept (保存期限): once an application or an opinion is answered or over, its sealed words are deleted after so many
//! days. Number, dates, states and answers remain, and so does the chain. What is still open is kept.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::Error;
use crate::chain::day_of;
use crate::chain::reader::Reader;
use crate::chain::writer::Writer;
use crate::registers::desk::Matter;
use crate::registers::{applications, opinions};

/// What is deleted; the keys to it lie with the office alone.
const SEALED: [&str; 2] = ["content_sealed", "contact_sealed"];
/// Numbers of which something is deleted at once: the rest waits for the next time.
const AT_ONCE_MAX: usize = 200;

impl Reader {
    /// Numbers whose person data has stood for longer than `days` since they were over, oldest first.
    pub fn overdue(&self, days: u32, now: Timestamp) -> Result<Vec<String>, Error> {
        let today = Date::strptime("%Y%m%d", day_of(now)).ok();
        let Some(limit) = today.and_then(|day| day.checked_sub(i64::from(days).days()).ok()) else {
            return Ok(Vec::new());
        };
        let limit = limit.strftime("%Y%m%d").to_string();
        let mut found = self.matters_where(&applications::REGISTER, |_| true)?;
        found.retain(|matter| matches!(matter.state, "answered" | "closed" | "void"));
        let mut of_opinions = self.matters_where(&opinions::REGISTER, |_| true)?;
        of_opinions.retain(|matter| matches!(matter.state, "answered" | "void"));
        found.append(&mut of_opinions);
        found.retain(|matter| holds(matter) && over_on(matter).is_some_and(|day| day < limit));
        Ok(found.into_iter().map(|matter| matter.number).collect())
    }
}

impl Writer {
    /// Deletes the person data of what has been over for longer than `days` (清除); tells of how many numbers. Each is said in the chain.
    pub fn purge(&mut self, reader: &Reader, days: u32, now: Timestamp) -> Result<usize, Error> {
        let overdue = reader.overdue(days, now)?;
        let mut done = 0;
        for number in overdue.iter().take(AT_ONCE_MAX) {
            self.redact(number, &SEALED, now)?;
            done += 1;
        }
        Ok(done)
    }
}

/// Something of it is still there.
fn holds(matter: &Matter) -> bool {
    SEALED.iter().any(|field| matter.value(field).is_some())
}

/// The day of the last entry about the matter itself: rating an answer years later keeps nothing alive.
fn over_on(matter: &Matter) -> Option<String> {
    const ENDS: [&str; 5] = [
        // Who never collects the answer keeps nothing alive either.
        "application-answered",
        "application-closed",
        "application-void",
        "opinion-answered",
        "opinion-void",
    ];
    let mut entries = matter.entries.iter();
    let last = entries.rfind(|entry| ENDS.contains(&entry.kind.as_str()))?;
    last.at.parse().ok().map(day_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Answer, Applicant, Application, ApplicationWay, Closing, Grade, Opinion, OpinionAbout,
        OpinionWay, Role, verify,
    };

    fn day(day: &str) -> Timestamp {
        format!("{day}T02:00:00Z").parse().unwrap()
    }

    fn bytes_of(dir: &std::path::Path) -> Vec<u8> {
        let mut all = Vec::new();
        for entry in std::fs::read_dir(dir).unwrap() {
            all.extend(std::fs::read(entry.unwrap().path()).unwrap());
        }
        all
    }

    fn holds_bytes(dir: &std::path::Path, wanted: &str) -> bool {
        bytes_of(dir)
            .windows(wanted.len())
            .any(|window| window == wanted.as_bytes())
    }

    #[test]
    fn sealed_words_go_when_their_time_is_over_and_what_is_open_stays() {
        let dir = tempfile::tempdir().unwrap();
        let came = day("2018-10-15");
        let mut writer = Writer::open(dir.path(), "L01", "1", came).unwrap();
        let application = |seal: &str| {
            Application {
                way: ApplicationWay::Oral,
                applicant: Applicant::Person,
                received_on: "20181015".into(),
                to_office: "示例市政府办".into(),
                content_sealed: format!("sealed-content-{seal}"),
                contact_sealed: format!("sealed-contact-{seal}"),
            }
            .received(Role::A)
        };
        let over = writer.enter(&application("over"), came).unwrap();
        let open = writer.enter(&application("open"), came).unwrap();
        let left = writer.enter(&application("left"), came).unwrap();
        let opinion = Opinion::received(
            OpinionWay::Screen,
            OpinionAbout::Service,
            "sealed-opinion",
            None,
            None,
        );
        let opinion = writer.enter(&opinion, came).unwrap();
        let ended = day("2018-11-01");
        for entry in [
            Application::answered(&over, "20181101", Answer::Open, Role::A),
            Application::answered(&left, "20181101", Answer::Open, Role::A),
            Application::closed(&over, "20181101", Closing::Collected, Role::A),
            Opinion::answered(&opinion, "谢谢，已经修好", true, Role::B),
        ] {
            writer.enter(&entry, ended).unwrap();
        }
        let reader = Reader::open(dir.path()).unwrap();
        assert_eq!(reader.overdue(90, day("2019-01-30")).unwrap(), [""; 0]);
        let later = day("2019-01-31");
        // Who rates an answer now keeps nothing alive.
        writer
            .enter(&Application::rated(&over, Grade::Good), later)
            .unwrap();
        assert_eq!(
            reader.overdue(90, later).unwrap(),
            [over.clone(), left.clone(), opinion]
        );
        assert!(holds_bytes(dir.path(), "sealed-contact-over"));
        assert_eq!(writer.purge(&reader, 90, later).unwrap(), 3);
        for gone in [
            "sealed-content-over",
            "sealed-contact-over",
            "sealed-content-left",
            "sealed-opinion",
        ] {
            assert!(!holds_bytes(dir.path(), gone), "{gone} lies on the disk");
        }
        assert!(holds_bytes(dir.path(), "sealed-content-open"));
        assert_eq!(writer.purge(&reader, 90, later).unwrap(), 0, "once");
        let held = reader.matters("applications", "2018").unwrap();
        let states: Vec<_> = held.iter().map(|m| (m.number.as_str(), m.state)).collect();
        assert_eq!(
            states,
            [
                (over.as_str(), "closed"),
                (open.as_str(), "received"),
                (left.as_str(), "answered")
            ]
        );
        assert_eq!(held[0].value("answer_kind"), Some("open"));
        assert!(verify(dir.path(), &[]).unwrap().ok());
    }
}
