//! Paper that is no slip: the receipt of an application (收件回执), and what the desk prints for itself. A receipt stands in its register before it comes here, under a number of its own; what length of
//! paper each took is written down behind it (值班用纸登记).

use std::panic::{AssertUnwindSafe, catch_unwind};

use journal::{DeskPrint, Printout};
use printer::{Go, Outcome};

use super::papers;
use super::work::{Desk, of_register};
use crate::slip;
use crate::workers::registrar::Entry;
use crate::workers::shared::held;
use session::Report;
use session::services::ReceiptOrder;
use session::staff::StaffPaper;

/// What a paper is about, as the register holds it.
enum Of<'a> {
    Nothing,
    /// A day or a month, `yyyymmdd` or `yyyymm`.
    Period(&'a str),
    /// An application, by its number.
    Application(&'a str),
}

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
        let of = || Of::Application(&order.taken.number);
        let good = self.out(&receipt, (Printout::Receipt, of()));
        // The office's comes behind the applicant's, and only where that came out: what it says is sealed in the register either way.
        if let Some(sheet) = order.sheet.as_ref().filter(|_| good) {
            let intake = slip::intake(order, sheet, &setup.name);
            self.out(&intake, (Printout::IntakeSheet, of()));
        }
        good
    }

    /// Prints paper of the desk, and says whether it came out.
    pub(super) fn give_paper(&mut self, serial: u64, paper: &StaffPaper) {
        let printed = catch_unwind(AssertUnwindSafe(|| self.paper(paper)));
        self.shared.report(Report::ReceiptDone {
            serial,
            good: printed.unwrap_or(false),
        });
    }

    fn paper(&mut self, paper: &StaffPaper) -> bool {
        let what = match paper {
            StaffPaper::Test => (Printout::Test, Of::Nothing),
            StaffPaper::SelfTest(_) => (Printout::SelfTest, Of::Nothing),
            StaffPaper::Handover(_) => (Printout::Handover, Of::Nothing),
            StaffPaper::Forms(..) => (Printout::Forms, Of::Nothing),
            StaffPaper::Month(month) => (Printout::Month, Of::Period(month)),
            StaffPaper::Day(day) => (Printout::Day, Of::Period(day)),
            StaffPaper::Application(paper) => (paper.what, Of::Application(&paper.number)),
        };
        papers::said(self.shared, paper).is_some_and(|said| self.out(&said.receipt, what))
    }

    /// Prints it, and writes down how much paper it took before anybody hears of it: whoever changes the roll then begins behind it.
    fn out(&mut self, receipt: &printer::Receipt, what: (Printout, Of<'_>)) -> bool {
        let (what, of) = what;
        let composed = held(self.table).compose(&self.shared.setup, receipt);
        match composed {
            Ok(slip) => {
                let outcome = self.printer.print(&slip, &mut |_| Go::Continue);
                if !matches!(outcome, Outcome::Refused { .. }) {
                    let ended = of_register(outcome);
                    let long = slip.length_mm();
                    let entry = match of {
                        Of::Nothing => DeskPrint::ended(what, None, long, &ended),
                        Of::Period(period) => DeskPrint::ended(what, Some(period), long, &ended),
                        Of::Application(number) => {
                            DeskPrint::of_application(what, number, long, &ended)
                        }
                    };
                    self.registrar.write(Entry::Desk(entry), drop);
                }
                matches!(outcome, Outcome::Printed { .. } | Outcome::Sent)
            }
            Err(error) => {
                console::tell!("kiosk: lay out {}: {error:#}", what.as_code());
                false
            }
        }
    }
}
