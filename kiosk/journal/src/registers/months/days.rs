//! Days whose numbers stand on no day sheet (日表): the last one is asked for, so that the head of the chain goes on paper day by day. Whether somebody signed
//! the sheet only the paper says.

use crate::Error;
use crate::chain::log;
use crate::chain::number::Number;
use crate::chain::reader::Reader;
use crate::registers::{papers, prints};

impl Reader {
    /// The last day before `today` (`yyyymmdd`) on which numbers of paper were given, if no sheet with all of them came out, and how many they are.
    pub fn sheet_due(&self, today: &str) -> Result<Option<(String, u64)>, Error> {
        let Some(day) = self.last_day_before(today)? else {
            return Ok(None);
        };
        if self.day_sheet_printed(&day)? {
            return Ok(None);
        }
        let numbers = self.day_totals(&day)?.numbers();
        Ok(Some((day, numbers)))
    }

    fn last_day_before(&self, today: &str) -> Result<Option<String>, Error> {
        let last = self.last_given(|day| day < today)?;
        Ok(last.map(|(_, day)| day))
    }

    /// Place in the chain and day of the last number of paper that was given on a wanted day.
    pub(crate) fn last_given(
        &self,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Option<(u64, String)>, Error> {
        let mut last = None;
        for register in [&prints::REGISTER, &papers::REGISTER] {
            for kind in register.kinds.iter().filter(|kind| kind.opens) {
                last = last.max(self.newest(kind.name, &wanted)?);
            }
        }
        Ok(last)
    }

    /// The same of one kind of entries; looks at no more than those that were written behind it.
    pub(crate) fn newest(
        &self,
        kind: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Option<(u64, String)>, Error> {
        let failed = Error::database("find the last number of a day");
        let mut query = self
            .connection()
            .prepare_cached("SELECT seq, number FROM entry WHERE kind = ?1 ORDER BY seq DESC")
            .map_err(&failed)?;
        let mut rows = query.query([kind]).map_err(&failed)?;
        while let Some(row) = rows.next().map_err(&failed)? {
            let seq = log::count_at(row, 0).map_err(&failed)?;
            let text: String = row.get(1).map_err(&failed)?;
            let day = Number::parse(&text).map(|number| number.day);
            if let Some(day) = day.filter(|day| wanted(day)) {
                return Ok(Some((seq, day)));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DeskPrint, Made, Outcome, Paper, Printout, Role, Writer, verify};

    #[test]
    fn the_last_day_is_asked_for_until_a_sheet_with_all_its_numbers_came_out() {
        let dir = tempfile::tempdir().unwrap();
        let friday = "2018-12-28T06:00:00Z".parse().unwrap();
        let mut writer = Writer::open(dir.path(), "L01", "1", friday).unwrap();
        let copy = Paper {
            amount: 1,
            ..Paper::default()
        };
        let copy = copy.entry(Made::Photocopy, Role::A);
        let reader = Reader::open(dir.path()).unwrap();
        let due = |today: &str| reader.sheet_due(today).unwrap();
        assert_eq!(due("20181228"), None, "nothing was ever registered");
        writer.enter(&copy, friday).unwrap();
        assert_eq!(due("20181228"), None, "the day goes on");
        let asked = |numbers| Some(("20181228".to_owned(), numbers));
        assert_eq!(due("20181231"), asked(1), "over the weekend");
        let sheet =
            |outcome: &Outcome| DeskPrint::ended(Printout::Day, Some("20181228"), 300, outcome);
        // Printed at noon, and then another one came.
        writer.enter(&sheet(&Outcome::Sent), friday).unwrap();
        assert_eq!(due("20181231"), None);
        writer.enter(&copy, friday).unwrap();
        assert_eq!(due("20181231"), asked(2));
        let monday = "2019-01-02T01:00:00Z".parse().unwrap();
        let reason = "paper-out".into();
        let torn = sheet(&Outcome::Refused { reason });
        writer.enter(&torn, monday).unwrap();
        writer.enter(&copy, monday).unwrap();
        assert_eq!(due("20190102"), asked(2), "nothing came out");
        writer.enter(&sheet(&Outcome::Sent), monday).unwrap();
        assert_eq!(due("20190102"), None);
        assert_eq!(due("20190103"), Some(("20190102".to_owned(), 1)));
        // On the office's printer, from a stick; what came behind it is asked for again.
        let signed = DeskPrint::signed_elsewhere("20190102", Role::B);
        writer.enter(&signed, monday).unwrap();
        assert_eq!(due("20190103"), None);
        assert_eq!(reader.desk_mm("20190102", "20190102").unwrap(), 300);
        writer.enter(&copy, monday).unwrap();
        assert_eq!(due("20190103"), Some(("20190102".to_owned(), 2)));
        assert!(verify(dir.path(), &[]).unwrap().ok());
    }
}
