//! The list of paper holdings as a picture: what holds now, what lies on the stick beside it, or line by line what is wrong with that.

use std::collections::HashSet;

use config::holdings::Holding;
use jiff::Timestamp;

use super::terms::{count, near};
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Act, Deed, Sheet, SheetName};
use crate::services::PaperHoldings;
use crate::session::Session;
use crate::visit::{Bringing, Desking};

pub(super) fn holdings(
    session: &Session,
    bringing: &Bringing,
    desk: &Desking,
    now: Timestamp,
) -> Sheet {
    let stands = &session.terminal().holdings;
    let mut lines: Vec<Matter> = bringing.problems.iter().map(bad).collect();
    lines.extend(
        bringing
            .brought
            .as_ref()
            .map(|held| brought(held, &stands.held)),
    );
    lines.push(fact(stands, now));
    let busy = desk.working.is_some();
    let acts = match bringing.brought {
        Some(_) => vec![(Deed::KeepHoldings, busy), (Deed::LeaveHoldings, busy)],
        None => vec![
            (Deed::BringHoldings, busy),
            (Deed::ExportHoldings, busy || stands.held.is_empty()),
            (Deed::DropHoldings, busy || stands.brought.is_none()),
            (Deed::Checklist, false),
        ],
    };
    let acts = acts.into_iter().map(|(deed, off)| Act {
        off,
        ..Act::of(deed)
    });
    Sheet {
        lines,
        acts: acts.collect(),
        ..Sheet::of(SheetName::Holdings)
    }
}

fn fact(stands: &PaperHoldings, now: Timestamp) -> Matter {
    let brought = stands.brought.as_deref();
    Matter {
        count: count(stands.held.len()),
        time: brought.map_or_else(String::new, |at| near(at, now)),
        ..Matter::of(MatterKind::HoldingsFact)
    }
}

fn brought(held: &[Holding], stands: &[Holding]) -> Matter {
    let named = |holding: &Holding| (holding.title.clone(), holding.edition.clone());
    let there: HashSet<_> = held.iter().map(named).collect();
    let gone = stands
        .iter()
        .filter(|holding| !there.contains(&named(holding)));
    Matter {
        count: count(held.len()),
        more: count(gone.count()),
        title: held
            .first()
            .map_or_else(String::new, |first| first.title.clone()),
        ..Matter::of(MatterKind::HoldingsNew)
    }
}

fn bad(problem: &config::holdings::Problem) -> Matter {
    Matter {
        detail: problem.fault.as_code().to_owned(),
        count: count(problem.line),
        title: problem.found.clone(),
        ..Matter::of(MatterKind::HoldingsBad)
    }
}
