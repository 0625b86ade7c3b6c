//! Made reports in every container: consistent ones give no finding, and one changed cell gives exactly the findings that involve it.

mod joined;
mod kept;
mod made;
mod reads;

use super::form::{APPLICANTS, HANDLED, REVIEWS};
use super::*;
use made::made;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn checked(bytes: &[u8], name: &str) -> Outcome {
    check(&Yearly::read(bytes, name).unwrap(), None).unwrap()
}

/// Check, row and column of each finding.
fn found(outcome: &Outcome) -> BTreeSet<(String, String, String)> {
    let name = |finding: &Finding| {
        (
            finding.check.to_owned(),
            finding.row.clone(),
            finding.column.clone(),
        )
    };
    outcome.findings.iter().map(name).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_consistent_report_gives_no_finding_whatever_file_it_is(made in made()) {
        for (container, bytes) in made.all() {
            let outcome = checked(&bytes, "a");
            prop_assert_eq!(outcome.form, made.form, "{}", container);
            prop_assert_eq!(outcome.year, Some(made.year), "{}", container);
            prop_assert!(outcome.findings.is_empty(), "{}: {:?}", container, outcome.findings);
            prop_assert!(outcome.not_checked.is_empty(), "{}: {:?}", container, outcome.not_checked);
            let compared = |check| outcome.compared.get(check).copied();
            prop_assert_eq!(compared("C1"), Some(7), "{}", container);
            prop_assert_eq!(compared("C2"), Some(7), "{}", container);
            prop_assert_eq!(compared("C3"), Some(u32::try_from(made.rows.len()).unwrap()), "{}", container);
            prop_assert_eq!(compared("C4"), Some(3), "{}", container);
        }
    }

    #[test]
    fn one_changed_cell_gives_exactly_the_findings_that_involve_it(
        made in made(), row in 0_usize..25, column in 0_usize..7, by in 1_u32..50,
    ) {
        let mut made = made;
        let row = row % made.rows.len();
        let (form_row, cells) = &mut made.rows[row];
        cells[column] += by;
        let mut want = BTreeSet::new();
        let mut add = |check: &str, row: String, column: &str| {
            want.insert((check.to_owned(), row, column.to_owned()));
        };
        add("C3", form_row.name(), "总计");
        if form_row.is_result() || form_row.key == HANDLED {
            add("C2", "（七）总计".to_owned(), APPLICANTS[column]);
        }
        if !form_row.is_result() {
            add("C1", "一+二=三（七）+四".to_owned(), APPLICANTS[column]);
        }
        for (container, bytes) in made.all() {
            prop_assert_eq!(&found(&checked(&bytes, "a")), &want, "{}", container);
        }
    }

    #[test]
    fn one_changed_cell_of_the_reviews_is_told_with_its_part(made in made(), at in 0_usize..15) {
        let mut made = made;
        made.reviews[at] += 1;
        let want = BTreeSet::from([("C4".to_owned(), REVIEWS[at / 5].to_owned(), "总计".to_owned())]);
        for (container, bytes) in made.all() {
            prop_assert_eq!(&found(&checked(&bytes, "a")), &want, "{}", container);
        }
    }
}
