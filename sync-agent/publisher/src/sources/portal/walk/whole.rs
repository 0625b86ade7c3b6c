//! Whether the pages of a column make a whole. Owns what shows that a list broke off in the middle: a page inside the count without rows or
//! with those of an earlier one, fewer articles than the site counts, and articles under one number.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, ensure};

use crate::sources::portal::recipe::{List, PageKind};
use crate::sources::portal::rows::{Answer, Walked};
use crate::sources::portal::walk::ids::{Ids, SHARED};

/// So are rows called that the site counts and that no page shows.
const UNSEEN: &str = "counted by the site and on no page";
/// What is dropped for these reasons was no row of the list.
const NO_ROWS: &[&str] = &["no link", "a link that is none"];

/// The pages of a column that were seen so far.
pub struct Whole<'l> {
    list: &'l List,
    /// Addresses of all rows.
    links: BTreeSet<String>,
    /// Numbers of all rows.
    ids: Ids,
    /// What each page listed, and which it was.
    pages: BTreeMap<Vec<String>, usize>,
    /// Rows, as often as they stand there, and those that are not kept.
    rows: usize,
    /// Rows that are not kept.
    dropped: usize,
    /// Rows of the fullest page.
    fullest: usize,
    /// Rows of the column, as its first page counts them.
    total: Option<usize>,
}

impl<'l> Whole<'l> {
    /// Nothing was seen yet.
    pub fn of(list: &'l List) -> Whole<'l> {
        Whole {
            list,
            links: BTreeSet::new(),
            ids: Ids::default(),
            pages: BTreeMap::new(),
            rows: 0,
            dropped: 0,
            fullest: 0,
            total: None,
        }
    }

    /// Whether no row was seen.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }

    /// Page `n`, which stands within the site's count or is named by the page before if `named`; tells how many of its articles are new.
    pub fn take(&mut self, n: usize, answer: &Answer, named: bool) -> anyhow::Result<usize> {
        let column = &self.list.column;
        let left_out = answer.dropped.iter();
        let left_out = left_out.filter(|(why, _)| !NO_ROWS.contains(why));
        let left_out: usize = left_out.map(|(_, count)| count).sum();
        let rows = answer.rows.len() + left_out;
        if n == 1 {
            self.total = answer.total.filter(|total| *total > 0);
        }
        ensure!(
            n == 1 || !named || rows > 0,
            "read list {column}: page {n} has no rows, and is not the last one: the list breaks off"
        );
        let links: Vec<String> = answer.rows.iter().map(|row| row.link.clone()).collect();
        let before = self.links.len();
        self.links.extend(links.iter().cloned());
        let new_links = self.links.len() - before;
        ensure!(
            n != 2 || new_links > 0 || answer.rows.is_empty(),
            "read list {column}: page 2 lists what page 1 lists; page numbers are ignored"
        );
        // Windows overlap as they like: what they miss is counted at the end.
        let counts = named && !links.is_empty() && self.list.page.kind != PageKind::Window;
        let earlier = *self.pages.entry(links).or_insert(n);
        ensure!(
            !counts || earlier == n,
            "read list {column}: page {n} lists what page {earlier} lists: the list breaks off"
        );
        let read = || format!("read list {column}");
        self.ids.take(&answer.rows).with_context(read)?;
        self.rows += rows;
        self.dropped += left_out;
        self.fullest = self.fullest.max(rows);
        Ok(new_links)
    }

    /// All pages were seen.
    ///
    /// # Errors
    /// So many rows are missing that the list was not whole.
    pub fn end(self) -> anyhow::Result<Walked> {
        let mut walked = Walked {
            whole: true,
            ..Walked::default()
        };
        if self.ids.shared() > 0 {
            walked.dropped.insert(SHARED, self.ids.shared());
        }
        let window = self.list.page.kind == PageKind::Window;
        let seen = match window {
            true => self.links.len() + self.dropped,
            false => self.rows,
        };
        let paged = self.list.page.kind != PageKind::None;
        let Some(total) = self.total.filter(|total| paged && *total > seen) else {
            return Ok(walked);
        };
        ensure!(
            window || total - seen <= self.fullest,
            "read list {}: {seen} rows of {total} were shown: the list breaks off",
            self.list.column
        );
        walked.dropped.insert(UNSEEN, total - seen);
        Ok(walked)
    }
}
