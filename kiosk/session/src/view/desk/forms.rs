//! Paper forms as lists: what is open stands first, since only differences are tapped.

use journal::{LineFound, LineState, Made, Month, Sheet as Form, SheetLine};

use super::terms::{count, dashed};
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Act, Deed, Sheet, SheetName};
use crate::visit::{At, Desking};

/// The list of forms, one of them, or one line; `None` on any other page.
pub(super) fn forms(desk: &Desking) -> Option<Sheet> {
    Some(match &desk.at {
        At::Sheets => all(desk),
        At::Sheet { .. } => one(desk),
        At::SheetLine { line, on, .. } => of_line(desk, *line, on),
        _ => return None,
    })
}

fn all(desk: &Desking) -> Sheet {
    let sheets = desk.affairs.iter().flat_map(|affairs| &affairs.sheets);
    // The newest first: it is the one in the hand.
    let mut lines: Vec<Matter> = sheets.map(sheet).collect();
    lines.reverse();
    let months = desk.affairs.iter().flat_map(|affairs| &affairs.months);
    lines.extend(months.map(month));
    Sheet {
        read: desk.affairs.is_some(),
        lines,
        acts: vec![
            Act {
                off: desk.affairs.is_none(),
                ..Act::of(Deed::NewForm)
            },
            Act {
                off: desk.working.is_some(),
                ..Act::of(Deed::MonthSheet)
            },
            Act::of(Deed::Day),
        ],
        ..Sheet::of(SheetName::Forms)
    }
}

fn month(held: &Month) -> Matter {
    let name = held.month.split_at_checked(4);
    let about = |kind, shown: u64, more: u64| Matter {
        number: held.month.clone(),
        short: name.map_or_else(String::new, |(year, month)| format!("{year}-{month}")),
        time: held.closed.clone().unwrap_or_default(),
        count: count(shown),
        more: count(more),
        ..Matter::of(kind)
    };
    let (numbers, open) = (held.figures.numbers, held.hindrances());
    match (&held.closed, held.changed.first()) {
        (Some(_), Some(change)) => Matter {
            detail: change.figure.to_owned(),
            ..about(MatterKind::MonthChanged, change.now, change.closed)
        },
        (Some(_), None) => about(MatterKind::MonthClosed, numbers, open),
        (None, _) if open == 0 && !held.running => about(MatterKind::MonthReady, numbers, 0),
        (None, _) => about(MatterKind::MonthOpen, numbers, open),
    }
}

fn sheet(form: &Form) -> Matter {
    let open = form.lines.iter().filter(|line| line.is_open()).count();
    Matter {
        number: form.number.clone(),
        short: form
            .lines
            .first()
            .map_or_else(String::new, |line| numbered(line.line)),
        time: form
            .lines
            .last()
            .map_or_else(String::new, |line| numbered(line.line)),
        count: count(open),
        more: count(form.count(LineState::Explained) + form.count(LineState::Voided)),
        detail: form
            .compared
            .as_ref()
            .map_or_else(String::new, |compared| dashed(&compared.on)),
        ..Matter::of(match form.sealed {
            true => MatterKind::SheetSealed,
            false => MatterKind::SheetOpen,
        })
    }
}

fn one(desk: &Desking) -> Sheet {
    let form = desk.sheet();
    let lines = form.map_or(&[][..], |form| &form.lines);
    let ends = lines.first().zip(lines.last());
    let sealed = form.is_none_or(|form| form.sealed);
    let open = lines.iter().filter(|line| line.is_open()).count();
    let mut shown: Vec<&SheetLine> = lines.iter().collect();
    shown.sort_by_key(|line| !line.is_open());
    Sheet {
        about: ends.map_or_else(String::new, |(first, last)| {
            format!("{}—{}", numbered(first.line), numbered(last.line))
        }),
        read: form.is_some(),
        lines: shown.into_iter().map(line).collect(),
        acts: vec![
            Act {
                count: if open > 0 {
                    i32::try_from(open).unwrap_or(i32::MAX)
                } else {
                    -1
                },
                off: sealed || open > 0 || desk.filing.is_some(),
                ..Act::of(Deed::SealForm)
            },
            Act {
                off: sealed || open > 0 || desk.filing.is_some(),
                ..Act::of(Deed::FormCompared)
            },
            Act {
                off: desk.working.is_some(),
                ..Act::of(Deed::PrintForm)
            },
            Act::of(Deed::Forms),
        ],
        ..Sheet::of(SheetName::Form)
    }
}

fn line(held: &SheetLine) -> Matter {
    let made = |made: Made| match made {
        Made::Photocopy => "photocopy",
        Made::Print => "print",
        Made::Consultation => "consultation",
    };
    let why = held.found.map_or("", LineFound::as_code);
    Matter {
        number: held.line.to_string(),
        short: numbered(held.line),
        count: held.entered.map_or(0, |(_, amount)| count(amount)),
        detail: match (held.state(), held.entered) {
            (LineState::Explained, _) | (_, None) => why.to_owned(),
            (_, Some((kind, _))) => made(kind).to_owned(),
        },
        title: held.word.clone().unwrap_or_default(),
        ..Matter::of(match held.state() {
            LineState::Agreed => MatterKind::FormAgreed,
            LineState::PaperOnly => MatterKind::FormPaperOnly,
            LineState::RegisterOnly => MatterKind::FormRegisterOnly,
            LineState::Explained => MatterKind::FormExplained,
            LineState::Voided => MatterKind::FormVoid,
            LineState::Unused => MatterKind::FormUnused,
        })
    }
}

fn of_line(desk: &Desking, number: u64, on: &str) -> Sheet {
    let held = desk.sheet_line();
    let sealed = desk.sheet().is_none_or(|form| form.sealed);
    let entered = held.is_some_and(|line| line.entered.is_some());
    let written = held.is_some_and(|line| line.state() == LineState::PaperOnly);
    let voided = held.is_some_and(|line| line.voided);
    let deeds: &[Deed] = match (sealed, entered, written) {
        (true, ..) => &[],
        (_, true, _) => &[Deed::FormAgreed, Deed::FormBlank, Deed::FormOther],
        (.., true) => &[
            Deed::EnterLate,
            Deed::FormSpoiled,
            Deed::FormLost,
            Deed::FormUnused,
            Deed::FormOther,
        ],
        _ => &[
            Deed::FormWritten,
            Deed::FormSpoiled,
            Deed::FormLost,
            Deed::FormUnused,
            Deed::FormOther,
        ],
    };
    let today = desk
        .affairs
        .as_ref()
        .map_or("", |affairs| affairs.day.as_str());
    let arrows = [
        Act::of(Deed::DayBefore),
        Act {
            off: on >= today,
            ..Act::of(Deed::DayAfter)
        },
    ];
    Sheet {
        about: match written {
            true => format!("{}　{}", numbered(number), dashed(on)),
            false => numbered(number),
        },
        tops: arrows.into_iter().filter(|_| written && !sealed).collect(),
        lines: held.map(line).into_iter().collect(),
        acts: deeds
            .iter()
            // Something stands on the paper of what was made void.
            .filter(|deed| !(voided && **deed == Deed::FormUnused))
            .chain(&[Deed::BackToForm])
            .map(|deed| Act::of(*deed))
            .collect(),
        ..Sheet::of(SheetName::FormLine)
    }
}

fn numbered(line: u64) -> String {
    format!("{line:04}")
}
