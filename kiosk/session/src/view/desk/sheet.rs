//! The lists of the desk as pictures: which lines, in which order, and what can be done about them now.

use jiff::Timestamp;
use journal::{Made, Outcome};

use super::appraisal::{appraisal, grading};
use super::asked::{answer_asked, extending};
use super::checklist::checklist;
use super::day_sheet::{day_sheet, export};
use super::device::{device, power};
use super::erasing::{erase, erasing};
use super::forms::forms;
use super::holdings::holdings;
use super::office::{answers, application, applications, ending, intake, opinion_about, opinions};
use super::statistics::statistics;
use super::terms::{count, dashed, gap, near, short};
use crate::register::Slip;
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Act, Deed, Sheet, SheetName};
use crate::session::Session;
use crate::staff::{DayBook, DayLine, PaperLine};
use crate::visit::{At, Daily, Desking};

pub(super) fn sheet(session: &Session, desk: &Desking, now: Timestamp) -> Sheet {
    let mut sheet = match &desk.at {
        At::Sheets | At::Sheet { .. } | At::SheetLine { .. } => {
            forms(desk).unwrap_or_else(|| Sheet::of(SheetName::Forms))
        }
        At::Day(daily) => day(daily, now),
        At::DaySheet(sheeting) => day_sheet(sheeting, desk),
        At::Export(choice) => export(choice, desk),
        At::Void { number } => void(number, desk),
        At::Loans => loans(desk, now),
        At::Volume { number, .. } => volume(number, desk),
        At::Erasing(held) => erasing(held, desk, now),
        At::Erase(held) => erase(held, desk),
        At::Appraisal { year } => appraisal(year, desk),
        At::Grading(held) => grading(held, desk),
        At::OpinionAbout => opinion_about(),
        At::Application { number } => application(session, desk, number, now),
        At::Answers { number } => answers(number, desk),
        At::AnswerAsked { number, answer } => answer_asked(number, *answer, desk),
        At::Extending {
            number,
            working_days,
            consent,
        } => extending(session, desk, (number, *working_days, *consent), now),
        At::Ending { number } => ending(session, desk, number, now),
        At::Opinions => opinions(desk, session.rules().takes_in, now),
        At::Intake => intake(session, desk),
        At::Books { day } => books(day, desk),
        At::Statistics(counting) => statistics(counting, desk),
        At::Checklist(checking) => checklist(checking, desk, now),
        At::Holdings(bringing) => holdings(session, bringing, desk, now),
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
        acts: [Deed::SheetOfDay, Deed::Export, Deed::More]
            .map(|deed| Act {
                off: daily.day.is_empty(),
                ..Act::of(deed)
            })
            .to_vec(),
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

fn void(number: &str, desk: &Desking) -> Sheet {
    let acts = [Deed::Mistake, Deed::Twice, Deed::Unused, Deed::Leave];
    Sheet {
        about: short(number),
        lines: kept(number, desk),
        acts: acts
            .into_iter()
            .map(|deed| voids(deed, number, desk))
            .collect(),
        ..Sheet::of(SheetName::Void)
    }
}

/// Volumes that are not back, of all days.
fn loans(desk: &Desking, now: Timestamp) -> Sheet {
    let held = desk.affairs.iter().flat_map(|affairs| &affairs.loans);
    Sheet {
        read: desk.affairs.is_some(),
        lines: held.map(|loan| paper_line(loan, now)).collect(),
        acts: vec![Act::of(Deed::Day)],
        ..Sheet::of(SheetName::Loans)
    }
}

/// A volume that is out: back, or never handed out.
fn volume(number: &str, desk: &Desking) -> Sheet {
    let acts = [
        Deed::Returned,
        Deed::Mistake,
        Deed::Twice,
        Deed::Unused,
        Deed::Leave,
    ];
    Sheet {
        about: short(number),
        lines: kept(number, desk),
        acts: acts
            .into_iter()
            .map(|deed| voids(deed, number, desk))
            .collect(),
        ..Sheet::of(SheetName::Volume)
    }
}

/// Why a line is not made void, where it is not.
fn kept(number: &str, desk: &Desking) -> Vec<Matter> {
    let kept = desk.keeps(number).then(|| Matter {
        number: number.to_owned(),
        short: short(number),
        ..Matter::of(MatterKind::LineKept)
    });
    kept.into_iter().collect()
}

/// One of the acts about a line: those that give a reason make it void.
fn voids(deed: Deed, number: &str, desk: &Desking) -> Act {
    let gives_reason = matches!(deed, Deed::Mistake | Deed::Twice | Deed::Unused);
    Act {
        off: gives_reason && desk.keeps(number),
        ..Act::of(deed)
    }
}

/// What the register is good for besides the day.
fn books(day: &str, desk: &Desking) -> Sheet {
    let month = dashed(day).get(..7).unwrap_or_default().to_owned();
    Sheet {
        about: month,
        acts: vec![
            Act {
                off: desk.affairs.is_none(),
                ..Act::of(Deed::Export)
            },
            Act::of(Deed::Forms),
            Act::of(Deed::Statistics),
            Act {
                off: desk.working.is_some(),
                ..Act::of(Deed::Compliance)
            },
            Act {
                off: desk.affairs.is_none(),
                ..Act::of(Deed::Redact)
            },
            Act::of(Deed::Day),
        ],
        ..Sheet::of(SheetName::Books)
    }
}
