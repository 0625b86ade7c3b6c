//! What visitors hand in, on its way to the register: seals what concerns a person before anybody else sees it, and says what stands there.
//! Writes nothing itself; keeps and logs nothing of what it seals.

use config::seal::OfficeKey;
use jiff::Timestamp;
use jiff::civil::Date;
use journal::{Application, ApplicationWay, DeskEntry, Opinion, OpinionWay, Role, day_of};

use super::inbox::WallClock;
use super::registrar::{Entry, Registrar};
use session::services::{ApplicationDraft, Filing, OpinionDraft, Step, Taken};
use session::statute::EXTENSION_WORKING_DAYS_MAX;
use session::{Event, Report};

/// What a sealed text is about: it opens only as that.
pub const OPINION_WORDS: &str = "opinions/content";
/// See [`OPINION_WORDS`].
pub const OPINION_CONTACT: &str = "opinions/contact";
/// See [`OPINION_WORDS`].
pub const APPLICATION_CONTENT: &str = "applications/content";
/// See [`OPINION_WORDS`].
pub const APPLICATION_CONTACT: &str = "applications/contact";

/// The door to the registers.
pub struct Files {
    key: Option<OfficeKey>,
    registrar: Registrar,
    clock: WallClock,
}

impl Files {
    /// Seals to this key; without one nothing of a person is taken in.
    pub fn new(key: Option<OfficeKey>, registrar: Registrar, clock: WallClock) -> Files {
        Files {
            key,
            registrar,
            clock,
        }
    }

    /// Has something written; answered by `Filed`.
    pub fn file(&self, serial: u64, what: Filing) {
        let now = (self.clock)();
        let outlet = self.registrar.outlet().clone();
        outlet.begin();
        let answer = move |number: Option<String>| {
            let taken = number.map(|number| Taken {
                number,
                at: now.to_string(),
            });
            outlet.tell(Event::Reported(Report::Filed { serial, taken }));
            outlet.end();
        };
        let what = match what {
            Filing::Wish(wish) => {
                return self.registrar.write(Entry::Wish(wish), move |done| {
                    answer(done.then(String::new));
                });
            }
            what => what,
        };
        let what = match what {
            Filing::Redact { number, why, by } => {
                let deleted = number.clone();
                return self
                    .registrar
                    .write(Entry::Redact { number, why, by }, move |done| {
                        answer(done.then_some(deleted));
                    });
            }
            what => what,
        };
        match self.entry(what, now) {
            Ok(entry) => self.registrar.enter(entry, answer),
            Err(error) => {
                console::tell!("kiosk: write down what was handed in: {error}");
                answer(None);
            }
        }
    }

    fn entry(&self, what: Filing, now: Timestamp) -> Result<DeskEntry, String> {
        match what {
            Filing::Entry(entry) => Ok(entry),
            Filing::Wish(_) => Err("a wish is no entry of a register".into()),
            Filing::Redact { .. } => Err("what is deleted is no entry of a desk".into()),
            Filing::Step {
                number,
                step,
                by,
                on,
            } => step_entry(&number, step, by, &day(on, now)),
            Filing::Urge { number } => Ok(Application::urged(&number, &day_of(now))),
            Filing::Opinion(draft) => opinion(self.key()?, &draft),
            Filing::Application(draft) => application(self.key()?, &draft, now),
        }
    }

    fn key(&self) -> Result<&OfficeKey, String> {
        self.key
            .as_ref()
            .ok_or("no [office] key is configured".into())
    }
}

/// `yyyymmdd`; today unless another day was meant.
fn day(on: Option<Date>, now: Timestamp) -> String {
    on.map_or_else(|| day_of(now), |day| day.strftime("%Y%m%d").to_string())
}

/// What came of an application on a day.
fn step_entry(number: &str, step: Step, by: Role, on: &str) -> Result<DeskEntry, String> {
    Ok(match step {
        Step::Forwarded { office } => Application::forwarded(number, on, &office, by),
        Step::Correction {
            working_days,
            calendar,
        } => {
            let today = Date::strptime("%Y%m%d", on).map_err(|error| error.to_string())?;
            let due = calendar
                .term_ends(today, working_days)
                .ok_or("the calendar does not know the year of the term")?;
            let due = due.strftime("%Y%m%d").to_string();
            Application::correction(number, on, &due, by)
        }
        Step::Corrected => Application::corrected(number, on, by),
        Step::AskedOthers => Application::asked_others(number, on, by),
        Step::OthersAnswered => Application::others_answered(number, on, by),
        Step::Extended { working_days } => {
            let days = working_days.clamp(1, EXTENSION_WORKING_DAYS_MAX);
            Application::extended(number, on, u64::from(days), by)
        }
        Step::Answered(answer) => Application::answered(number, on, answer, by),
        Step::AnswerCorrected(answer) => Application::answer_corrected(number, on, answer, by),
        Step::Closed(closing) => Application::closed(number, on, closing, by),
    })
}

fn opinion(key: &OfficeKey, draft: &OpinionDraft) -> Result<DeskEntry, String> {
    let words = key.seal(OPINION_WORDS, &draft.words)?;
    let contact = match draft.contact.is_empty() {
        true => None,
        false => Some(key.seal(OPINION_CONTACT, &draft.contact)?),
    };
    let way = draft.taken.map_or(OpinionWay::Screen, |(way, _)| way);
    Ok(Opinion::received(
        way,
        draft.about,
        &words,
        contact.as_deref(),
        draft.taken.map(|(_, by)| by),
    ))
}

fn application(
    key: &OfficeKey,
    draft: &ApplicationDraft,
    now: Timestamp,
) -> Result<DeskEntry, String> {
    let application = Application {
        way: draft.taken.map_or(ApplicationWay::InPerson, |(way, _)| way),
        applicant: draft.applicant,
        received_on: day(draft.on, now),
        to_office: draft.office.clone(),
        content_sealed: key.seal(APPLICATION_CONTENT, &draft.content)?,
        contact_sealed: key.seal(APPLICATION_CONTACT, &draft.contact)?,
    };
    Ok(application.received(draft.taken.map(|(_, by)| by)))
}
