//! Papers that go with an application (转送单、补正告知书、延期告知书、补打的收件回执): which of them there are now, and what stands on one. The words that an applicant wrote are
//! sealed, and stand on none.

use config::calendar::Calendar;
use journal::Printout;

use super::ending::may_end;
use crate::screen::desk::Deed;
use crate::services::Standing;
use crate::staff::{ApplicationPaper, StaffPaper};
use crate::statute;
use crate::visit::desk::Desking;
use crate::visit::turn::Turn;

/// Which papers an application has where it stands.
pub fn papers_of(standing: &Standing) -> Vec<Printout> {
    let running = matches!(standing.state.as_str(), "received" | "forwarded");
    let wanted = [
        (Printout::Transfer, may_end(standing)),
        (
            Printout::CorrectionNotice,
            standing.state == "to-be-corrected",
        ),
        (
            Printout::ExtensionNotice,
            running && standing.extended_by > 0,
        ),
        // Who lost it, or never saw it come out, asks and urges by its number.
        (Printout::Receipt, true),
    ];
    let wanted = wanted.into_iter().filter(|(_, wanted)| *wanted);
    wanted.map(|(what, _)| what).collect()
}

impl Desking {
    /// Prints one of the papers of the application that shows.
    pub(in crate::visit::desk) fn print_application_paper(&mut self, code: &str, turn: &mut Turn) {
        let Some((what, standing)) = Printout::from_code(code).zip(self.application()) else {
            return;
        };
        if papers_of(standing).contains(&what) {
            let paper = self.application_paper(what, standing, &turn.terminal.calendar);
            self.print(Deed::PrintPaper, StaffPaper::Application(paper), turn);
        }
    }

    fn application_paper(
        &self,
        what: Printout,
        standing: &Standing,
        calendar: &Calendar,
    ) -> ApplicationPaper {
        let answer = statute::answer_due(calendar, standing);
        let (on, due) = match what {
            Printout::CorrectionNotice => (standing.asked_to_correct_on, standing.correct_by),
            Printout::ExtensionNotice => (standing.extended_on, answer),
            _ => (standing.forwarded_on, answer),
        };
        let before = Standing {
            extended_by: 0,
            ..standing.clone()
        };
        ApplicationPaper {
            what,
            by: self.by,
            number: standing.number.clone(),
            office: standing.office.clone(),
            received_on: standing.received_on,
            on,
            due,
            due_before: statute::answer_due(calendar, &before),
            working_days: standing
                .extended_by
                .min(statute::EXTENSION_WORKING_DAYS_MAX),
        }
    }
}
