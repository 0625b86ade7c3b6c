//! The lists of the desk as pictures: which lines, in which order, and what can be done about them now.

use jiff::Timestamp;
use journal::{Answer, Made, Outcome};

use super::checklist::checklist;
use super::device::{device, power};
use super::forms::forms;
use super::statistics::statistics;
use super::terms::{count, dashed, gap, near, short};
use crate::moment;
use crate::register::Slip;
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Act, Deed, Sheet, SheetName};
use crate::services::Standing;
use crate::session::Session;
use crate::staff::{DayBook, DayLine, PaperLine};
use crate::statute;
use crate::visit::{At, Daily, Desking};

pub(super) fn sheet(session: &Session, desk: &Desking, now: Timestamp) -> Sheet {
    let mut sheet = match &desk.at {
        At::Sheets | At::Sheet { .. } | At::SheetLine { .. } => {
            forms(desk).unwrap_or_else(|| Sheet::of(SheetName::Forms))
        }
        At::Day(daily) => day(daily, now),
        At::Void { number } => void(number),
        At::Application { number } => application(session, desk, number, now),
        At::Answers { number } => answers(number, desk),
        At::Opinions => opinions(desk, now),
        At::Intake => intake(desk),
        At::Books { day } => books(day, desk),
        At::Statistics(counting) => statistics(counting, desk),
        At::Checklist(checking) => checklist(checking, desk, now),
        At::Device => device(session, desk, now),
        At::Power { off } => power(session, desk, *off, now),
        _ => applications(session, desk, now),
    };
    sheet.lines.splice(0..0, desk.last.clone());
    sheet
}

fn day(daily: &Daily, now: Timestamp) -> Sheet {
    let empty = DayBook::default();
    let book = daily.book.as_ref().unwrap_or(&empty);
    let of_day = &book.totals;
    let part = |deed: Deed| Act {
        count: i32::try_from(lines_of(book, deed).count()).unwrap_or(i32::MAX),
        chosen: daily.part == deed,
        ..Act::of(deed)
    };
    let newest = daily.day >= daily.newest;
    let arrow = |deed, off| Act {
        off,
        ..Act::of(deed)
    };
    let missing: u64 = book.gaps.iter().map(|(from, to)| to - from + 1).sum();
    let mut lines: Vec<Matter> = book.gaps.iter().map(gap).collect();
    // What waits stands first, then the newest.
    let mut of_part: Vec<&DayLine> = lines_of(book, daily.part).collect();
    of_part.sort_by_key(|line| !matches!(line, DayLine::Slip(slip) if slip.waits()));
    lines.extend(of_part.into_iter().map(|line| entry(line, now)));
    Sheet {
        about: dashed(&daily.day),
        read: daily.book.is_some(),
        totals: [
            count(of_day.numbers()),
            count(of_day.slips.paper_mm),
            count(of_day.printed_pages + of_day.copied_pages),
            count(missing),
        ],
        tops: vec![
            arrow(Deed::DayBefore, daily.day.is_empty()),
            arrow(Deed::DayAfter, newest),
            part(Deed::All),
            part(Deed::Slips),
            part(Deed::ByHand),
            part(Deed::Readings),
            part(Deed::Unsettled),
            part(Deed::NotPrinted),
        ],
        lines,
        acts: vec![
            Act::of(Deed::DaySheet),
            Act::of(Deed::Export),
            Act {
                off: daily.day.is_empty(),
                ..Act::of(Deed::More)
            },
        ],
        ..Sheet::of(SheetName::Day)
    }
}

/// The lines of a part, the newest first.
fn lines_of(book: &DayBook, part: Deed) -> impl Iterator<Item = &DayLine> {
    let fits = move |line: &&DayLine| match (part, line) {
        (Deed::Slips, DayLine::Slip(_)) => true,
        (Deed::Unsettled, DayLine::Slip(slip)) => slip.waits(),
        (Deed::NotPrinted, DayLine::Slip(slip)) => {
            matches!(
                slip.outcome,
                Some(Outcome::Refused { .. } | Outcome::Cancelled)
            )
        }
        (Deed::ByHand, DayLine::Paper(paper)) => paper.made != Made::Consultation,
        (Deed::Readings, DayLine::Paper(paper)) => paper.made == Made::Consultation,
        (Deed::All, _) => true,
        _ => false,
    };
    book.lines.iter().rev().filter(fits)
}

fn entry(line: &DayLine, now: Timestamp) -> Matter {
    match line {
        DayLine::Slip(slip) => slip_line(slip, now),
        DayLine::Paper(paper) => paper_line(paper, now),
    }
}

fn slip_line(slip: &Slip, now: Timestamp) -> Matter {
    let open = slip.waits() || slip.may_reprint;
    // The last word on it: that of a reprint, that of who looked, that of the printer.
    let printer = slip.outcome.as_ref().map_or("", Outcome::as_code);
    let (detail, more) = match (&slip.reprint, slip.found) {
        (Some(outcome), _) => (outcome.as_code(), 2),
        (None, Some(found)) => (found.as_code(), 1),
        (None, None) => (printer, 0),
    };
    Matter {
        number: slip.number.clone(),
        short: short(&slip.number),
        time: near(&slip.at, now),
        count: slip.length_mm,
        detail: detail.to_owned(),
        more,
        title: slip.title.clone(),
        ..Matter::of(match open {
            true => MatterKind::SlipOpen,
            false => MatterKind::SlipLine,
        })
    }
}

fn paper_line(paper: &PaperLine, now: Timestamp) -> Matter {
    Matter {
        number: paper.number.clone(),
        short: short(&paper.number),
        time: near(&paper.at, now),
        count: count(paper.amount),
        detail: match paper.made {
            Made::Print => "print",
            Made::Photocopy => "photocopy",
            Made::Consultation => "consultation",
        }
        .to_owned(),
        title: match paper.state.as_str() {
            "returned" => paper.state.clone(),
            _ => String::new(),
        },
        ..Matter::of(match (paper.state.as_str(), paper.made) {
            ("void", _) => MatterKind::PaperVoid,
            ("written", Made::Consultation) => MatterKind::PaperOut,
            _ => MatterKind::PaperLine,
        })
    }
}

fn void(number: &str) -> Sheet {
    let acts = [Deed::Mistake, Deed::Twice, Deed::Unused, Deed::Leave];
    Sheet {
        about: short(number),
        acts: acts.into_iter().map(Act::of).collect(),
        ..Sheet::of(SheetName::Void)
    }
}

fn matters(shown: Deed, desk: &Desking) -> Vec<Act> {
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
    ]
}

fn applications(session: &Session, desk: &Desking, now: Timestamp) -> Sheet {
    let held = desk.affairs.iter().flat_map(|a| &a.applications);
    let mut lines: Vec<Matter> = held.map(|one| standing(session, one, now)).collect();
    // The nearest day first; what has none stands last.
    lines.sort_by_key(|line| (line.time.is_empty(), line.time.clone()));
    Sheet {
        read: desk.affairs.is_some(),
        tops: matters(Deed::Applications, desk),
        lines,
        acts: vec![Act {
            off: !session.rules().takes_in,
            ..Act::of(Deed::TakeIn)
        }],
        ..Sheet::of(SheetName::Applications)
    }
}

/// What the register is good for besides the day.
fn books(day: &str, desk: &Desking) -> Sheet {
    let month = dashed(day).get(..7).unwrap_or_default().to_owned();
    Sheet {
        about: month,
        acts: vec![
            Act {
                off: desk.working.is_some(),
                ..Act::of(Deed::ExportMonth)
            },
            Act::of(Deed::Forms),
            Act::of(Deed::Statistics),
            Act {
                off: desk.working.is_some(),
                ..Act::of(Deed::Compliance)
            },
            Act::of(Deed::Day),
        ],
        ..Sheet::of(SheetName::Books)
    }
}

/// With which day the next act is written down; nothing before the registers answered.
fn dated(desk: &Desking) -> Option<Matter> {
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
fn turns(desk: &Desking) -> Vec<Act> {
    let (back, next) = desk.may_turn();
    [(Deed::DayBefore, back), (Deed::DayAfter, next)]
        .map(|(deed, may)| Act {
            off: !may,
            ..Act::of(deed)
        })
        .to_vec()
}

fn intake(desk: &Desking) -> Sheet {
    let acts = [
        Deed::TakeOral,
        Deed::TakeMail,
        Deed::TakeFax,
        Deed::TakeEmail,
        Deed::Applications,
    ];
    Sheet {
        tops: turns(desk),
        lines: dated(desk).into_iter().collect(),
        acts: acts.into_iter().map(Act::of).collect(),
        ..Sheet::of(SheetName::Intake)
    }
}

fn standing(session: &Session, standing: &Standing, now: Timestamp) -> Matter {
    let calendar = &session.terminal().calendar;
    let today = moment::local(now).date();
    let due = statute::answer_due(calendar, standing);
    let corrects = standing
        .correct_by
        .filter(|_| standing.state == "to-be-corrected");
    let left = due.and_then(|due| calendar.working_days_until(today.min(due), today.max(due)));
    Matter {
        number: standing.number.clone(),
        short: short(&standing.number),
        time: due
            .or(corrects)
            .map_or_else(String::new, |day| day.to_string()),
        count: left.unwrap_or(0),
        more: u32::from(due.is_some_and(|due| due < today)),
        detail: standing.state.clone(),
        ..Matter::of(match due {
            Some(_) => MatterKind::ApplicationLine,
            None => MatterKind::ApplicationUndated,
        })
    }
}

fn application(session: &Session, desk: &Desking, number: &str, now: Timestamp) -> Sheet {
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
        Some("answered") => &[Deed::Collected, Deed::Delivered],
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
            .collect(),
        acts: acts
            .iter()
            .map(|deed| Act {
                // Once (art 33), and so the notice (art 30).
                off: (extended && *deed == Deed::Extend)
                    || (corrected && *deed == Deed::Correction),
                ..Act::of(*deed)
            })
            .chain([Act::of(Deed::Applications)])
            .collect(),
        ..Sheet::of(SheetName::Application)
    }
}

fn answers(number: &str, desk: &Desking) -> Sheet {
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

fn opinions(desk: &Desking, now: Timestamp) -> Sheet {
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
        ..Sheet::of(SheetName::Opinions)
    }
}
