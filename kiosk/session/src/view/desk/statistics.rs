//! Figures of a month or a year as a list: totals, then what they are made of, then busy hours and documents. Of few entries only totals.

use journal::{Content, Purpose, Statistics};

use super::terms::count;
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Act, Deed, Sheet, SheetName};
use crate::visit::{Counting, Desking};

pub(super) fn statistics(counting: &Counting, desk: &Desking) -> Sheet {
    let chosen = |deed, chosen| Act {
        chosen,
        ..Act::of(deed)
    };
    let period = &counting.period;
    Sheet {
        about: match period.split_at_checked(4) {
            Some((year, month)) if !month.is_empty() => format!("{year}-{month}"),
            _ => period.clone(),
        },
        read: counting.figures.is_some(),
        tops: vec![
            Act {
                off: period.is_empty(),
                ..Act::of(Deed::Before)
            },
            Act {
                off: counting.is_newest(),
                ..Act::of(Deed::After)
            },
            chosen(Deed::Months, !counting.is_year()),
            chosen(Deed::Years, counting.is_year()),
        ],
        lines: counting.figures.as_ref().map(lines).unwrap_or_default(),
        acts: vec![
            Act {
                off: desk.working.is_some() || counting.figures.is_none(),
                ..Act::of(Deed::ExportFigures)
            },
            Act::of(Deed::Day),
        ],
        ..Sheet::of(SheetName::Statistics)
    }
}

fn figure(detail: &str, figure: u64) -> Matter {
    Matter {
        detail: detail.to_owned(),
        count: count(figure),
        ..Matter::of(MatterKind::Figure)
    }
}

fn lines(found: &Statistics) -> Vec<Matter> {
    let answered = |detail, received, answered| Matter {
        more: count(answered),
        ..figure(detail, received)
    };
    let mut lines = vec![
        figure("numbers", found.numbers),
        figure("slips", found.slips),
        figure("paper", found.paper_mm / 1_000),
        figure("printed-pages", found.printed_pages),
        figure("copied-pages", found.copied_pages),
        figure("volumes", found.volumes),
        answered("applications", found.applications, found.answered),
        answered("opinions", found.opinions, found.opinions_answered),
        figure("calls", found.calls),
    ];
    if found.left_to_people > 0 {
        lines.push(figure("left-to-people", found.left_to_people));
    }
    let searches = found.told_searches();
    lines.push(match searches {
        Some((all, none)) => Matter {
            more: count(none),
            ..figure("searches", all)
        },
        None => figure("searches-few", 0),
    });
    if found.is_sparse() {
        lines.push(figure("sparse", 0));
        return lines;
    }
    let contents = Content::CODES.iter().zip(found.contents);
    lines.extend(contents.map(|(code, n)| figure(code, n)));
    let purposes = Purpose::CODES.iter().zip(found.purposes);
    lines.extend(purposes.map(|(code, n)| figure(code, n)));
    let hours = found.hours.iter().enumerate().filter(|(_, n)| **n > 0);
    lines.extend(hours.map(|(hour, n)| Matter {
        short: format!("{hour:02}"),
        count: count(*n),
        ..Matter::of(MatterKind::FigureHour)
    }));
    lines.extend(found.named.iter().map(|(title, n)| Matter {
        title: title.clone(),
        count: count(*n),
        ..Matter::of(MatterKind::FigureDocument)
    }));
    lines.push(figure("others", found.others));
    let category = |code: &str, slips: u64| Matter {
        detail: code.to_owned(),
        count: count(slips),
        ..Matter::of(MatterKind::FigureCategory)
    };
    let categories = found.categories.iter();
    lines.extend(categories.map(|(code, slips)| category(code, *slips)));
    lines.extend(found.other_categories.map(|slips| category("", slips)));
    lines
}
