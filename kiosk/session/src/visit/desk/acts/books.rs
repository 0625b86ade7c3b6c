//! The register of a day and what it is good for: its parts, its sheet, the period that goes onto a stick.

use super::super::{At, Counting, Daily, Desking};
use crate::screen::desk::Deed;
use crate::staff::Exporting;
use crate::visit::turn::Turn;

impl Desking {
    /// One of the acts of the books; nothing of a deed that belongs elsewhere.
    pub(in crate::visit::desk) fn act_on_books(&mut self, deed: Deed, turn: &mut Turn) {
        match deed {
            Deed::DayBefore | Deed::DayAfter => {
                let on = deed == Deed::DayAfter;
                match &mut self.at {
                    At::Day(daily) => daily.turn_to(on, turn),
                    At::DaySheet(sheeting) => sheeting.turn_to(on, turn),
                    _ => {}
                }
                self.turn_erasing(on, turn);
                self.turn_written_on(on);
                self.turn_dated(on);
            }
            Deed::All
            | Deed::Slips
            | Deed::ByHand
            | Deed::Readings
            | Deed::Unsettled
            | Deed::NotPrinted => {
                if let At::Day(daily) = &mut self.at {
                    daily.part = deed;
                }
                self.act_on_export(deed, turn);
            }
            Deed::Before | Deed::After | Deed::Days | Deed::Months | Deed::Years => {
                self.turn_appraisal(deed);
                self.act_on_export(deed, turn);
                if let At::Statistics(counting) = &mut self.at {
                    match deed {
                        Deed::Before | Deed::After => counting.turn_on(deed == Deed::After, turn),
                        Deed::Days => {}
                        _ => counting.turn_to_year(deed == Deed::Years, turn),
                    }
                }
            }
            Deed::Statistics => self.at = At::Statistics(Box::new(Counting::open(turn))),
            Deed::ExportFigures => {
                if let At::Statistics(counting) = &self.at
                    && !counting.period.is_empty()
                {
                    let period = counting.period.clone();
                    self.export(deed, Exporting::Statistics(period), turn);
                }
            }
            // From a sheet back to its day, from elsewhere to the newest.
            Deed::Day => {
                self.at = match &self.at {
                    At::DaySheet(sheeting) => At::Day(sheeting.daily.clone()),
                    _ => At::Day(Daily::open(turn)),
                }
            }
            Deed::SheetOfDay => self.show_day_sheet(turn),
            Deed::DaySheet => self.print_day(turn),
            Deed::ExportSheet => self.export_sheet(turn),
            Deed::SheetSigned => self.sheet_signed(turn),
            Deed::Export => self.choose_export(),
            Deed::ExportNow => self.act_on_export(deed, turn),
            Deed::Compliance => self.export(deed, Exporting::Compliance, turn),
            Deed::More => {
                if let At::Day(Daily { day, .. }) = &self.at {
                    self.at = At::Books { day: day.clone() };
                }
            }
            _ => {}
        }
    }
}
