//! What a day comes to: paper that left the point, counted from the registers of slips and of paper made by hand.

use super::desk::Matter;
use super::list::ALL;
use super::maintenance;
use super::papers::{self, Made};
use super::prints::of_desk::came_out;
use super::prints::{Counts, Filter};
use crate::Error;
use crate::chain::reader::Reader;

/// Totals of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct DayTotals {
    /// Slips, by what became of them.
    pub slips: Counts,
    /// Pages printed by an attendant.
    pub printed_pages: u64,
    pub copied_pages: u64,
    /// Volumes handed out.
    pub volumes: u64,
    /// Of these, not back yet; what is out since earlier days, see [`Reader::volumes_out`].
    pub volumes_out: u64,
    /// Lines made void.
    pub void: u64,
    /// Lines that people wrote, void ones among them.
    pub by_hand: u64,
}

impl DayTotals {
    /// Numbers that were given: slips and what people wrote.
    pub fn numbers(&self) -> u64 {
        self.slips.rows + self.by_hand
    }
}

impl Reader {
    /// Totals of one day, `yyyymmdd`.
    pub fn day_totals(&self, day: &str) -> Result<DayTotals, Error> {
        let mut totals = DayTotals {
            slips: self.counts(&Filter {
                from_day: Some(day.to_owned()),
                to_day: Some(day.to_owned()),
                ..Filter::default()
            })?,
            ..DayTotals::default()
        };
        for paper in self.matters_of(&papers::REGISTER, day)? {
            totals.by_hand += 1;
            if paper.state == "void" {
                totals.void += 1;
                continue;
            }
            let amount = paper.value("amount").and_then(|text| text.parse().ok());
            let amount: u64 = amount.unwrap_or_default();
            match paper.value("made").and_then(Made::from_code) {
                Some(Made::Print) => totals.printed_pages += amount,
                Some(Made::Photocopy) => totals.copied_pages += amount,
                Some(Made::Consultation) => {
                    totals.volumes += amount;
                    if paper.state == "written" {
                        totals.volumes_out += amount;
                    }
                }
                None => {}
            }
        }
        Ok(totals)
    }

    /// Volumes that were handed out on this day (`yyyymmdd`) or later and are not back yet.
    pub fn volumes_out(&self, since: &str) -> Result<u64, Error> {
        let loans = self.loans(since)?;
        let amounts = loans
            .iter()
            .filter_map(|paper| paper.value("amount")?.parse::<u64>().ok());
        Ok(amounts.sum())
    }

    /// The same as they were written down (未还), oldest first.
    pub fn loans(&self, since: &str) -> Result<Vec<Matter>, Error> {
        let _tx = self.snapshot()?;
        let mut papers =
            self.matters_where(&papers::REGISTER, |number| number.day.as_str() >= since)?;
        papers.retain(|paper| {
            let made = paper.value("made").and_then(Made::from_code);
            made == Some(Made::Consultation) && paper.state == "written"
        });
        Ok(papers)
    }

    /// Millimetres of paper since a roll was put in, slips and what the desk printed for itself, and how long that roll was; `None` when no change was written down.
    pub fn roll_mm(&self) -> Result<Option<(u64, u64)>, Error> {
        let kind = maintenance::REGISTER.kinds[0].name;
        let changes = self.told("WHERE kind = ?1 ORDER BY seq DESC", &[&kind])?;
        let change = changes
            .into_iter()
            .find_map(|told| Some((told.seq, told.value::<u64>("roll_mm")?)));
        let Some((since, roll_mm)) = change else {
            return Ok(None);
        };
        let used = self.paper_mm_after(since)? + self.desk_mm_after(since)?;
        Ok(Some((used, roll_mm)))
    }

    /// Millimetres of the slips behind this place in the chain of which paper came out or may have, reprints among them.
    fn paper_mm_after(&self, seq: u64) -> Result<u64, Error> {
        let mut used = 0;
        for kind in ["outcome", "reprint-outcome"] {
            let known = ALL[0].kinds.iter().any(|declared| declared.name == kind);
            debug_assert!(known, "the register of slips declares {kind}");
            let after = crate::chain::log::int(seq);
            for told in self.told("WHERE kind = ?1 AND seq > ?2", &[&kind, &after])? {
                if came_out(&told.text("outcome").unwrap_or_default()) {
                    let row = self.row(&told.number)?;
                    used += u64::from(row.and_then(|row| row.length_mm).unwrap_or_default());
                }
            }
        }
        Ok(used)
    }
}
