//! What comes in from people as lists: applications with the days that are left, opinions, how something came that is typed here.

use jiff::Timestamp;
use journal::{Answer, Closing, GivenPaper, Printout};

use super::story::story;
use super::terms::{near, short};
use super::today::urged;
use crate::moment;
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Act, Deed, Sheet, SheetName};
use crate::services::Standing;
use crate::session::Session;
use crate::statute;
use crate::visit::{Desking, may_correct, may_end, papers_of};

/// What comes in, each on a list of its own.
pub(super) fn matters(shown: Deed, desk: &Desking) -> Vec<Act> {
    let affairs = desk.affairs.as_ref();
    let of = |deed, many: usize| Act {
        count: i32::try_from(many).unwrap_or(i32::MAX),
        chosen: deed == shown,
        ..Act::of(deed)
    };
    vec![
        of(
            Deed::Applications,
            affairs.map_or(0, |affairs| affairs.applications.len()),
        ),
        of(
            Deed::Opinions,
            affairs.map_or(0, |affairs| affairs.opinions.len()),
        ),
        Act {
            chosen: shown == Deed::Appraisal,
            ..Act::of(Deed::Appraisal)
        },
    ]
}

pub(super) fn applications(session: &Session, desk: &Desking, now: Timestamp) -> Sheet {
    let held = desk.affairs.iter().flat_map(|a| &a.applications);
    let mut lines: Vec<Matter> = held.map(|one| standing(session, one, now)).collect();
    // The nearest day first; what has none stands last.
    lines.sort_by_key(|line| (line.time.is_empty(), line.time.clone()));
    Sheet {
        read: desk.affairs.is_some(),
        tops: matters(Deed::Applications, desk),
        lines,
        acts: vec![
            Act {
                off: !session.rules().takes_in,
                ..Act::of(Deed::TakeIn)
            },
            Act::of(Deed::FindOne),
        ],
        ..Sheet::of(SheetName::Applications)
    }
}

/// Where an opinion on paper begins.
pub(super) fn opinion_about() -> Sheet {
    let acts = [
        Deed::AboutDisclosure,
        Deed::AboutService,
        Deed::AboutPremises,
        Deed::AboutOther,
        Deed::Opinions,
    ];
    Sheet {
        acts: acts.into_iter().map(Act::of).collect(),
        ..Sheet::of(SheetName::OpinionAbout)
    }
}

/// With which day the next act is written down; nothing before the registers answered.
pub(super) fn dated(desk: &Desking) -> Option<Matter> {
    let today = desk.today()?;
    let day = desk.acts_on().unwrap_or(today);
    let ago = day.until(today).ok()?.get_days();
    Some(Matter {
        time: day.to_string(),
        count: ago.unsigned_abs(),
        ..Matter::of(MatterKind::DatedOn)
    })
}

/// Turns that day.
pub(super) fn turns(desk: &Desking) -> Vec<Act> {
    let (back, next) = desk.may_turn();
    [(Deed::DayBefore, back), (Deed::DayAfter, next)]
        .map(|(deed, may)| Act {
            off: !may,
            ..Act::of(deed)
        })
        .to_vec()
}

/// The terms that an application begins that came in on the day that shows (art 30, 33); nothing where they would have to be guessed.
fn terms(session: &Session, desk: &Desking) -> Option<Matter> {
    let calendar = &session.terminal().calendar;
    let day = desk.acts_on().or(desk.today())?;
    let answer = calendar.term_ends(day, statute::ANSWER_WORKING_DAYS)?;
    let notice = calendar.term_ends(day, statute::CORRECTION_WORKING_DAYS)?;
    Some(Matter {
        time: answer.to_string(),
        detail: notice.to_string(),
        ..Matter::of(MatterKind::IntakeTerms)
    })
}

pub(super) fn intake(session: &Session, desk: &Desking) -> Sheet {
    let acts = [
        Deed::TakeOral,
        Deed::TakeMail,
        Deed::TakeFax,
        Deed::TakeEmail,
        Deed::Applications,
    ];
    Sheet {
        tops: turns(desk),
        lines: dated(desk)
            .into_iter()
            .chain(terms(session, desk))
            .collect(),
        acts: acts.into_iter().map(Act::of).collect(),
        ..Sheet::of(SheetName::Intake)
    }
}

pub(super) fn standing(session: &Session, standing: &Standing, now: Timestamp) -> Matter {
    let calendar = &session.terminal().calendar;
    let today = moment::local(now).date();
    let due = statute::answer_due(calendar, standing);
    let corrects = standing
        .correct_by
        .filter(|_| standing.state == "to-be-corrected");
    let span = due.map(|due| (today.min(due), today.max(due)));
    let left = span.and_then(|(from, to)| calendar.working_days_until(from, to));
    let unknown = span.and_then(|(from, to)| statute::unknown_year(calendar, from, to));
    let late = due.is_some_and(|due| due < today);
    let (count, more) = match (left, unknown) {
        (None, Some(year)) => (u32::from(year.unsigned_abs()), if late { 2 } else { 3 }),
        _ => (left.unwrap_or(0), u32::from(late)),
    };
    Matter {
        number: standing.number.clone(),
        short: short(&standing.number),
        time: due
            .or(corrects)
            .or(statute::others_due(calendar, standing))
            .map_or_else(String::new, |day| day.to_string()),
        count,
        more,
        urged: urged(standing),
        detail: match standing.closed_as {
            Some(ended @ (Closing::Withdrawn | Closing::Abandoned)) => ended.as_code().to_owned(),
            _ => standing.state.clone(),
        },
        title: statute::correction_due(calendar, standing)
            .filter(|last| *last >= today)
            .or(standing.answered_on)
            .map_or_else(String::new, |last| last.to_string()),
        ..Matter::of(match due {
            Some(_) => MatterKind::ApplicationLine,
            None => MatterKind::ApplicationUndated,
        })
    }
}

pub(super) fn application(
    session: &Session,
    desk: &Desking,
    number: &str,
    now: Timestamp,
) -> Sheet {
    let found = desk.application();
    let acts: &[Deed] = match found.map(|found| found.state.as_str()) {
        Some("received") => &[
            Deed::Forward,
            Deed::Correction,
            Deed::AskOthers,
            Deed::Extend,
            Deed::Answer,
        ],
        Some("forwarded") => &[
            Deed::Answer,
            Deed::Correction,
            Deed::AskOthers,
            Deed::Extend,
        ],
        Some("to-be-corrected") => &[Deed::Corrected, Deed::Abandoned],
        Some("clock-stopped") => &[Deed::OthersAnswered, Deed::Answer],
        Some("answered") => &[Deed::Collected, Deed::Delivered, Deed::CorrectAnswer],
        Some("closed") if found.is_some_and(may_correct) => &[Deed::CorrectAnswer],
        _ => &[],
    };
    let extended = found.is_some_and(|found| found.extended_by > 0);
    let corrected = found.is_some_and(|found| found.corrected_on.is_some());
    Sheet {
        about: short(number),
        tops: match acts.is_empty() {
            true => Vec::new(),
            false => turns(desk),
        },
        lines: found
            .map(|one| standing(session, one, now))
            .into_iter()
            .chain(dated(desk).filter(|_| !acts.is_empty()))
            .chain(papers(session, desk, found, now))
            .chain(
                found
                    .iter()
                    .flat_map(|one| story(&session.terminal().calendar, one, now)),
            )
            .collect(),
        acts: acts
            .iter()
            .map(|deed| Act {
                // Once (art 33), and so the notice (art 30).
                off: (extended && *deed == Deed::Extend)
                    || (corrected && *deed == Deed::Correction),
                ..Act::of(*deed)
            })
            .chain(
                found
                    .filter(|found| may_end(found))
                    .map(|_| Act::of(Deed::Ending)),
            )
            .chain([Act::of(Deed::Applications)])
            .collect(),
        ..Sheet::of(SheetName::Application)
    }
}

/// The papers that go with an application, and when each came out last; none where nothing can be printed.
fn papers(
    session: &Session,
    desk: &Desking,
    found: Option<&Standing>,
    now: Timestamp,
) -> Vec<Matter> {
    let found = found.filter(|_| session.rules().printer);
    let given = desk.affairs.as_ref();
    let given: &[GivenPaper] = given.map_or(&[], |affairs| &affairs.papers);
    let last = |standing: &Standing, what| {
        let mut given = given.iter();
        given.rfind(|given| given.application == standing.number && given.what == what)
    };
    let line = |standing: &Standing, what: Printout| Matter {
        number: what.as_code().to_owned(),
        detail: what.as_code().to_owned(),
        time: last(standing, what).map_or_else(String::new, |given| near(&given.at, now)),
        ..Matter::of(MatterKind::ApplicationPaper)
    };
    found.map_or_else(Vec::new, |standing| {
        let whats = papers_of(standing).into_iter();
        whats.map(|what| line(standing, what)).collect()
    })
}

/// Whether it ends without an answer; going on is what a hasty finger meets first.
pub(super) fn ending(session: &Session, desk: &Desking, number: &str, now: Timestamp) -> Sheet {
    let found = desk.application();
    let off = desk.filing.is_some() || !found.is_some_and(may_end);
    let acts = [Deed::Withdrawn, Deed::Mistake, Deed::Twice, Deed::OtherWhy];
    Sheet {
        about: short(number),
        tops: turns(desk),
        lines: found
            .map(|one| standing(session, one, now))
            .into_iter()
            .chain(dated(desk))
            .collect(),
        acts: std::iter::once(Act::of(Deed::GoOn))
            .chain(acts.into_iter().map(|deed| Act {
                off,
                ..Act::of(deed)
            }))
            .collect(),
        ..Sheet::of(SheetName::Ending)
    }
}

pub(super) fn answers(number: &str, desk: &Desking) -> Sheet {
    let line = |answer: &Answer| Matter {
        number: answer.as_code().to_owned(),
        detail: answer.as_code().to_owned(),
        ..Matter::of(MatterKind::AnswerKind)
    };
    Sheet {
        about: short(number),
        lines: dated(desk)
            .into_iter()
            .chain(Answer::ALL.iter().map(line))
            .collect(),
        acts: vec![Act::of(Deed::Applications)],
        ..Sheet::of(SheetName::Answers)
    }
}

pub(super) fn opinions(desk: &Desking, takes_in: bool, now: Timestamp) -> Sheet {
    let held = desk.affairs.iter().flat_map(|a| &a.opinions);
    let line = |waiting: &crate::affairs::Waiting| Matter {
        number: waiting.number.clone(),
        short: short(&waiting.number),
        time: near(&waiting.at, now),
        detail: waiting.state.clone(),
        ..Matter::of(match waiting.state.as_str() {
            "forwarded" => MatterKind::OpinionSent,
            _ => MatterKind::OpinionLine,
        })
    };
    Sheet {
        read: desk.affairs.is_some(),
        tops: matters(Deed::Opinions, desk),
        lines: held.map(line).collect(),
        acts: vec![Act {
            off: !takes_in,
            ..Act::of(Deed::TypeOpinion)
        }],
        ..Sheet::of(SheetName::Opinions)
    }
}
