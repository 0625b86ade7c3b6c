//! A list that always names one page more, as calendars and searches do that make a page for whatever number is asked.

use super::*;

/// Fewer than a portal's own, which take minutes to walk.
const PAGES: usize = 60;

/// Two articles that every page shows, and one that no other page has.
fn page(n: usize) -> String {
    list([1, 2, 100 + n], 1_000_000)
}

#[test]
fn a_list_without_end_is_cut_told_and_withdraws_nothing() {
    let mut bench = Bench::new(sound());
    assert_eq!(bench.run(true).titles().len(), 6);
    bench.web.0.borrow_mut().endless = Some(page);
    bench.web.put("/zc/index.html", &page(0));
    bench.web.0.borrow_mut().pages.remove("/zc/index_1.html");
    bench.days_later(8);
    bench.pages_max = PAGES;
    bench.web.asked();
    let run = bench.run(true);
    let told = format!("more than {PAGES} pages");
    let refusals = run.refusals();
    assert!(
        refusals.iter().any(|r| r.detail.contains(&told)),
        "{refusals:?}"
    );
    let asked = bench.web.asked();
    let pages = asked.iter().filter(|path| path.starts_with("/zc/index"));
    assert_eq!(pages.count(), PAGES);
    // What it no longer lists was not looked for: this was no full walk.
    assert!(run.harvest.gone.is_empty());
    assert!(!asked.contains(&path(6)));
}
