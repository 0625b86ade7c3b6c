//! Paper that is no slip: the receipt of an application (收件回执), and what the desk prints for itself. A receipt stands in its register before it comes here, under a number of its own; what length of
//! paper each took is written down behind it (值班用纸登记).

use std::panic::{AssertUnwindSafe, catch_unwind};

use journal::{DeskPrint, Head, Month, Printout, Reader, Sheet};
use printer::{Go, Outcome};

use super::work::{Desk, of_register};
use crate::slip;
use crate::workers::clerk::affairs;
use crate::workers::registrar::Entry;
use crate::workers::shared::held;
use session::Report;
use session::services::ReceiptOrder;
use session::staff::{DayBook, StaffPaper};

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
        let setup = &self.shared.setup;
        let now = (self.shared.clock)();
        let head = slip::StaffHead {
            site: &setup.name,
            plate: &setup.plate,
            terminal: &self.shared.paper_prefix(),
            at: now,
        };
        let what = match paper {
            StaffPaper::Test => (Printout::Test, Of::Nothing),
            StaffPaper::SelfTest(_) => (Printout::SelfTest, Of::Nothing),
            StaffPaper::Handover(_) => (Printout::Handover, Of::Nothing),
            StaffPaper::Forms(..) => (Printout::Forms, Of::Nothing),
            StaffPaper::Month(month) => (Printout::Month, Of::Period(month)),
            StaffPaper::Day(day) => (Printout::Day, Of::Period(day)),
            StaffPaper::Application(paper) => (paper.what, Of::Application(&paper.number)),
        };
        let receipt = match paper {
            StaffPaper::Test => slip::test(&head),
            StaffPaper::SelfTest(found) => slip::self_test(&head, found),
            StaffPaper::Handover(handover) => slip::handover(&head, handover),
            StaffPaper::Application(paper) => slip::of_application(&head, paper),
            StaffPaper::Forms(first, last) => slip::forms(&head, *first, *last),
            StaffPaper::Month(month) => match self.month(month) {
                Ok((held, sheets)) => slip::month(&head, &held, &sheets),
                Err(error) => {
                    let error = anyhow::Error::new(error);
                    console::tell!("kiosk: read the register of {month}: {error:#}");
                    return false;
                }
            },
            StaffPaper::Day(day) => match self.day(day) {
                Ok((book, chain)) => slip::day(&head, day, &book, &chain),
                Err(error) => {
                    console::tell!(
                        "kiosk: read the register of {day}: {:#}",
                        anyhow::Error::new(error)
                    );
                    return false;
                }
            },
        };
        self.out(&receipt, what)
    }

    /// What a month came to, and the paper forms that are open or were used in its year.
    fn month(&self, month: &str) -> Result<(Month, Vec<Sheet>), journal::Error> {
        let reader = Reader::open(&self.shared.setup.journal)?;
        let sheets = reader.sheets(&affairs::last_years(&format!("{month}01")))?;
        let today = journal::day_of((self.shared.clock)());
        Ok((reader.month(month, &sheets, &today)?, sheets))
    }

    fn day(&self, day: &str) -> Result<(DayBook, Head), journal::Error> {
        let reader = Reader::open(&self.shared.setup.journal)?;
        let book = affairs::day(&reader, &self.shared.paper_prefix(), day)?;
        Ok((book, reader.head()?))
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
