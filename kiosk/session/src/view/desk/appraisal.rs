//! The public's appraisal as lists: what a year came to topic by topic, and a paper form that is typed in. Counts forms, knows nobody who filled one in.

use journal::{Grade, TOPICS};

use super::office::matters;
use super::terms::{count, short};
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Act, Deed, Sheet, SheetName};
use crate::visit::{Desking, Grading};

/// What a year came to.
pub(super) fn appraisal(year: &str, desk: &Desking) -> Sheet {
    let held = desk.appraisal_of(year);
    let closed = held.and_then(|held| held.closed.as_ref());
    let of_year = Matter {
        number: year.to_owned(),
        short: year.to_owned(),
        count: held.map_or(0, |held| count(held.papers)),
        more: held.map_or(0, |held| count(held.typed)),
        time: closed.map_or_else(String::new, |closed| closed.number.clone()),
        ..Matter::of(MatterKind::AppraisalYear)
    };
    let tally = held.map_or_else(Default::default, |held| held.tally);
    let topics = tally
        .iter()
        .enumerate()
        .map(|(at, [good, fair, poor])| Matter {
            number: (at + 1).to_string(),
            count: count(*good),
            more: count(*fair),
            short: poor.to_string(),
            ..Matter::of(MatterKind::AppraisalTopic)
        });
    let (back, on) = desk.may_turn_year(year);
    let act = |deed, may: bool| Act {
        off: !may,
        ..Act::of(deed)
    };
    let today = desk.affairs.as_ref().map(|affairs| affairs.day.as_str());
    let may_close = held
        .zip(today)
        .is_some_and(|(held, today)| held.may_close(today) && desk.filing.is_none());
    let mut tops = matters(Deed::Appraisal, desk);
    tops.extend([act(Deed::Before, back), act(Deed::After, on)]);
    Sheet {
        about: year.to_owned(),
        read: desk.affairs.is_some(),
        tops,
        lines: std::iter::once(of_year).chain(topics).collect(),
        acts: vec![
            act(Deed::TypeAppraisal, desk.may_grade(year)),
            act(Deed::CloseYear, may_close),
            act(Deed::Export, desk.working.is_none()),
        ],
        ..Sheet::of(SheetName::Appraisal)
    }
}

/// A paper form, topic by topic.
pub(super) fn grading(grading: &Grading, desk: &Desking) -> Sheet {
    let topics = TOPICS.iter().enumerate();
    let lines = topics.map(|(at, _)| Matter {
        number: (at + 1).to_string(),
        detail: grading.grades[at].map_or("", Grade::as_code).to_owned(),
        ..Matter::of(MatterKind::GradeLine)
    });
    let busy = desk.filing.is_some();
    let last = grading.last.as_ref();
    let taken = last.map(|last| Matter {
        detail: match last.void {
            true => Deed::TakeBack,
            false => Deed::RecordAppraisal,
        }
        .as_code()
        .to_owned(),
        time: short(&last.number),
        ..Matter::of(MatterKind::Done)
    });
    let act = |deed, may: bool| Act {
        off: !may || busy,
        ..Act::of(deed)
    };
    Sheet {
        about: grading.year.clone(),
        lines: taken.into_iter().chain(lines).collect(),
        acts: vec![
            act(Deed::RecordAppraisal, grading.may_record()),
            act(Deed::AllGood, true),
            act(Deed::TakeBack, last.is_some_and(|last| !last.void)),
            Act::of(Deed::Appraisal),
        ],
        ..Sheet::of(SheetName::Grading)
    }
}
