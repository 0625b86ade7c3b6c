//! Which rows of a list are asked for. A page is one screenful of whole rows, and only the screen knows how many that are: so a
//! page either begins at a row, or ends before one. Going on and going back lose no row and show none by halves.

/// The rows to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Paging {
    pub offset: u32,
    /// Of the rows from there, so many end the page; 0 when the page begins at the first.
    pub end: u32,
}

impl Paging {
    /// The page that begins at `row`. False when there is none.
    pub fn begin_at(&mut self, row: u32, total: u64) -> bool {
        if u64::from(row) >= total {
            return false;
        }
        *self = Paging {
            offset: row,
            end: 0,
        };
        true
    }

    /// The page that ends before `row`, of at most `rows` rows. False when there is none.
    pub fn end_before(&mut self, row: u32, rows: u32) -> bool {
        if row == 0 {
            return false;
        }
        let offset = row.saturating_sub(rows);
        *self = Paging {
            offset,
            end: row - offset,
        };
        true
    }

    /// The first page, when the list became shorter than where this one begins.
    pub fn lost(&mut self, rows: usize, total: u64) -> bool {
        let lost = rows == 0 && total > 0 && self.offset > 0;
        if lost {
            *self = Paging::default();
        }
        lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_where_the_last_one_ended_and_back_to_before_it_began() {
        let mut paging = Paging::default();
        assert!(!paging.end_before(0, 12), "nothing before the first row");
        assert!(paging.begin_at(5, 40));
        assert_eq!((paging.offset, paging.end), (5, 0));
        assert!(paging.end_before(5, 12));
        assert_eq!((paging.offset, paging.end), (0, 5));
        assert!(paging.end_before(30, 12));
        assert_eq!((paging.offset, paging.end), (18, 12));
        assert!(!paging.begin_at(40, 40), "nothing after the last row");
    }

    #[test]
    fn a_list_that_became_shorter_begins_anew() {
        let mut paging = Paging { offset: 30, end: 4 };
        assert!(!paging.lost(3, 33));
        assert!(paging.lost(0, 12));
        assert_eq!(paging, Paging::default());
        assert!(!paging.lost(0, 0));
    }
}
