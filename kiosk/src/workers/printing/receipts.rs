//! The paper receipt of an application (收件回执). It stands in its register before it comes here, under a number of its own; whether paper came
//! out is told to who waits, and is no entry: the number is what counts.

use std::panic::{AssertUnwindSafe, catch_unwind};

use printer::{Go, Outcome};

use super::work::Desk;
use crate::slip;
use crate::workers::shared::held;
use session::Report;
use session::services::ReceiptOrder;

impl Desk<'_> {
    /// Prints one, and says whether it came out.
    pub(super) fn give_receipt(&mut self, order: &ReceiptOrder) {
        let printed = catch_unwind(AssertUnwindSafe(|| self.receipt(order)));
        self.shared.report(Report::ReceiptDone {
            serial: order.serial,
            good: printed.unwrap_or(false),
        });
    }

    fn receipt(&mut self, order: &ReceiptOrder) -> bool {
        let setup = &self.shared.setup;
        let receipt = slip::application(order, &setup.name, &setup.plate);
        let composed = held(self.table).compose(setup, &receipt);
        match composed {
            Ok(slip) => {
                let outcome = self.printer.print(&slip, &mut |_| Go::Continue);
                matches!(outcome, Outcome::Printed { .. } | Outcome::Sent)
            }
            Err(error) => {
                eprintln!("kiosk: lay out receipt {}: {error:#}", order.taken.number);
                false
            }
        }
    }
}
