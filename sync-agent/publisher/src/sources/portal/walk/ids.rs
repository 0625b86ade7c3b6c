//! Rows of a list that share an id: only the first would be published, and nobody would see it.

use std::collections::BTreeMap;

use anyhow::ensure;

use crate::sources::portal::rows::Row;

/// So are rows called whose id is that of another article.
pub const SHARED: &str = "the number of another article";

/// Ids that the pages of a column have named.
#[derive(Debug, Default)]
pub struct Ids {
    /// Address and title of the first row of each.
    first: BTreeMap<String, (String, String)>,
    rows: usize,
    shared: usize,
}

impl Ids {
    /// Takes the rows of a page.
    ///
    /// # Errors
    /// Most rows so far have the id of another article, one with another address and another title: the recipe's id tells nothing apart.
    pub fn take(&mut self, rows: &[Row]) -> anyhow::Result<()> {
        for row in rows {
            let own = (row.link.clone(), row.title.clone());
            let first = self
                .first
                .entry(row.id.clone())
                .or_insert_with(|| own.clone());
            self.shared += usize::from(first.0 != own.0 && first.1 != own.1);
        }
        self.rows += rows.len();
        ensure!(
            self.shared * 2 <= self.rows,
            "{} of {} rows have the number of another article: what the recipe takes for the id tells no articles apart",
            self.shared,
            self.rows
        );
        Ok(())
    }

    /// Rows so far that have the id of another article.
    pub fn shared(&self) -> usize {
        self.shared
    }
}
