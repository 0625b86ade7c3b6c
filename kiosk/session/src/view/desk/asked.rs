//! What is asked once more about an application before it is written: how it was answered, and by how much its term is put off.

use jiff::Timestamp;
use journal::Answer;

use super::office::{dated, standing, turns};
use super::terms::short;
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Act, Deed, Sheet, SheetName};
use crate::services::Standing;
use crate::session::Session;
use crate::statute::{self, EXTENSION_WORKING_DAYS_MAX};
use crate::visit::{Desking, may_correct, may_end, may_extend};

/// Whether it was answered so; choosing again is what a hasty finger meets first.
pub(super) fn answer_asked(number: &str, answer: Answer, desk: &Desking) -> Sheet {
    let found = desk.application();
    let corrects = found.is_some_and(may_correct);
    let may = corrects || found.is_some_and(may_end);
    let asked = Matter {
        detail: answer.as_code().to_owned(),
        more: u32::from(corrects),
        ..Matter::of(MatterKind::AnswerAsked)
    };
    Sheet {
        about: short(number),
        tops: turns(desk),
        lines: std::iter::once(asked).chain(dated(desk)).collect(),
        acts: vec![
            Act::of(Deed::ChooseAgain),
            Act {
                off: !may || desk.filing.is_some(),
                ..Act::of(Deed::AnswerNow)
            },
        ],
        ..Sheet::of(SheetName::AnswerAsked)
    }
}

/// By how many working days the term is put off, and until when; not before somebody who heads the office agreed.
pub(super) fn extending(
    session: &Session,
    desk: &Desking,
    (number, working_days, consent): (&str, u32, bool),
    now: Timestamp,
) -> Sheet {
    let found = desk.application();
    let until = found.and_then(|found| {
        let put_off = Standing {
            extended_by: working_days,
            ..found.clone()
        };
        statute::answer_due(&session.terminal().calendar, &put_off)
    });
    let asked = Matter {
        count: working_days,
        more: u32::from(consent),
        time: until.map_or_else(String::new, |day| day.to_string()),
        ..Matter::of(MatterKind::ExtendAsked)
    };
    let step = |deed, off| Act {
        off,
        ..Act::of(deed)
    };
    let may = consent && desk.filing.is_none() && found.is_some_and(may_extend);
    Sheet {
        about: short(number),
        tops: turns(desk)
            .into_iter()
            .chain([
                step(Deed::FewerDays, working_days <= 1),
                step(Deed::MoreDays, working_days >= EXTENSION_WORKING_DAYS_MAX),
            ])
            .collect(),
        lines: std::iter::once(asked)
            .chain(found.map(|one| standing(session, one, now)))
            .chain(dated(desk))
            .collect(),
        acts: vec![
            Act::of(Deed::GoOn),
            Act {
                chosen: consent,
                ..Act::of(Deed::Consent)
            },
            step(Deed::ExtendNow, !may),
        ],
        ..Sheet::of(SheetName::Extending)
    }
}
