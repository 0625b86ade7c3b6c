//! The list of paper holdings (纸质资料目录): read from a stick, looked at, then put in the place of the one that holds; and that one onto a stick, to be
//! changed at the office.

use std::sync::Arc;

use config::holdings::Holding;
use journal::Maintenance;

use super::super::{At, Bringing, Desking};
use crate::asks::Effect;
use crate::screen::desk::Deed;
use crate::services::{PaperHoldings, Unbrought};
use crate::staff::Exporting;
use crate::visit::turn::Turn;

impl Desking {
    /// One of the acts about the list.
    pub(in crate::visit::desk) fn act_on_holdings(&mut self, deed: Deed, turn: &mut Turn) {
        if deed == Deed::Holdings {
            self.last = None;
            self.at = At::Holdings(Bringing::default());
            return;
        }
        let At::Holdings(bringing) = &mut self.at else {
            return;
        };
        match deed {
            Deed::BringHoldings if self.working.is_none() => {
                *bringing = Bringing::default();
                self.work(deed, |serial| Effect::BringHoldings { serial }, turn);
            }
            Deed::KeepHoldings => {
                if let held @ Some(_) = bringing.brought.clone() {
                    self.work(deed, |serial| Effect::KeepHoldings { serial, held }, turn);
                }
            }
            Deed::LeaveHoldings if self.working.is_none() => *bringing = Bringing::default(),
            Deed::DropHoldings if turn.terminal.holdings.brought.is_some() => {
                let keep = |serial| Effect::KeepHoldings { serial, held: None };
                self.work(deed, keep, turn);
            }
            Deed::ExportHoldings => {
                let held = turn.terminal.holdings.held.clone();
                self.export(deed, Exporting::Holdings(held), turn);
            }
            _ => {}
        }
    }

    /// The list of the stick came, or why none did. One that nobody waits for any longer is forgotten.
    pub fn holdings_brought(&mut self, serial: u64, result: Result<Arc<Vec<Holding>>, Unbrought>) {
        if !self.worked(serial, result.is_ok(), "") {
            return;
        }
        let At::Holdings(bringing) = &mut self.at else {
            return;
        };
        match result {
            // It stands on the page, to be looked at: nothing is done yet.
            Ok(held) => {
                self.last = None;
                bringing.brought = Some(held);
            }
            Err(Unbrought::List(problems)) => bringing.problems = problems,
            Err(Unbrought::Stick(fault)) => {
                if let Some(last) = &mut self.last {
                    last.short = fault.as_code().to_owned();
                }
            }
        }
    }

    /// Another list holds, and stands in the register of what was done; or all is as before.
    pub fn holdings_kept(&mut self, serial: u64, stands: Option<PaperHoldings>, turn: &mut Turn) {
        if !self.worked(serial, stands.is_some(), "") {
            return;
        }
        if let Some(stands) = stands {
            if let At::Holdings(bringing) = &mut self.at {
                *bringing = Bringing::default();
            }
            let titles = u64::try_from(stands.held.len()).unwrap_or(u64::MAX);
            self.note(Maintenance::holdings(titles, self.by), turn);
        }
    }
}
