//! Heads of past days, for daily sheets and for whoever keeps them elsewhere.

use crate::Error;
use crate::chain::hash::Head;
use crate::chain::log;
use crate::chain::number::day_of;
use crate::chain::reader::Reader;
use jiff::Timestamp;

impl Reader {
    /// The end of each day, oldest first: day (`yyyymmdd`, in Shanghai) and head. A clock that went back ends no earlier day anew.
    pub fn heads(&self) -> Result<Vec<(String, Head)>, Error> {
        let failed = Error::database("read heads");
        let mut query = self
            .connection()
            .prepare("SELECT seq, at, hash FROM entry ORDER BY seq")
            .map_err(&failed)?;
        let rows = query
            .query_map([], |row| {
                let at: String = row.get(1)?;
                let head = Head {
                    seq: log::count_at(row, 0)?,
                    hash: row.get(2)?,
                };
                Ok((at, head))
            })
            .map_err(&failed)?;
        let mut heads: Vec<(String, Head)> = Vec::new();
        for row in rows {
            let (at, head) = row.map_err(&failed)?;
            let day = at.parse::<Timestamp>().map(day_of).unwrap_or_default();
            match heads.last_mut() {
                Some((last, known)) if day <= *last => *known = head,
                _ => heads.push((day, head)),
            }
        }
        Ok(heads)
    }
}
