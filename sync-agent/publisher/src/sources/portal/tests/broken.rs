//! Lists that break off in the middle: a page inside the count that is another page, or an earlier one again, or fewer rows than are counted.

use super::*;

/// Four pages of three rows; page `n` answers `body`.
fn with_page(n: usize, body: &str) -> Bench {
    let web = Fake::default();
    let address = |page: usize| match page {
        1 => "/zc/index.html".to_owned(),
        page => format!("/zc/index_{}.html", page - 1),
    };
    for page in 1..=4 {
        let first = page * 3 - 2;
        web.put(&address(page), &list(first..first + 3, 4));
    }
    (1..=12).for_each(|n| web.put(&path(n), &article(n)));
    web.put(&address(n), body);
    Bench::new(web)
}

#[test]
fn a_page_within_the_count_that_is_another_one_is_told_and_the_walk_is_not_whole() {
    let home = "<title>示例市人民政府</title><ul class=list></ul><p>首页</p>";
    let faults = [
        (2, home.to_owned(), "page 2 has no rows"),
        (3, home.to_owned(), "page 3 has no rows"),
        (4, home.to_owned(), "page 4 has no rows"),
        (3, list(4..=6, 4), "page 3 lists what page 2 lists"),
        (4, list(1..=3, 4), "page 4 lists what page 1 lists"),
    ];
    for (n, body, told) in faults {
        let bench = with_page(n, &body);
        let run = bench.run(true);
        let refusals = run.refusals();
        assert!(
            refusals.iter().any(|r| r.detail.contains(told)),
            "{told}: {refusals:?}"
        );
        // What was seen before is read all the same, and the next run walks all of it again.
        assert_eq!(run.titles().len(), 3 * (n - 1), "{told}");
        bench.web.asked();
        let again = bench.run(true);
        let asked = bench.web.asked();
        assert!(
            again.refusals().iter().any(|r| r.detail.contains(told)),
            "{asked:?}"
        );
    }
    let bench = with_page(3, &list(7..=9, 4));
    let run = bench.run(true);
    assert_eq!(run.titles().len(), 12);
    assert!(run.refusals().is_empty(), "{:?}", run.refusals());
}

#[test]
fn a_page_that_repeats_some_rows_is_no_end() {
    // Two articles came while the list was walked: each page begins with the last rows of the one before.
    let bench = with_page(3, &list(5..=7, 4));
    let run = bench.run(true);
    assert_eq!(run.titles().len(), 10, "{:?}", run.refusals());
    assert!(run.refusals().is_empty(), "{:?}", run.refusals());
    let bench = with_page(3, &list(2..=5, 4));
    assert_eq!(bench.run(true).titles().len(), 9, "page 4 is asked for");
}

/// JSON pages of two rows that say `total`, and stop after `rows`.
fn counted(total: usize, rows: usize) -> Bench {
    let web = Fake::default();
    let mut n = 1;
    for page in 1..=10 {
        let last = usize::min(n + 1, rows);
        let items: Vec<String> = (n..=last)
            .map(|n| {
                format!(r#"{{"url":"/zc/202604/t20260409_{n}.html","t":"关于第{n}项工作的通知"}}"#)
            })
            .collect();
        n = last + 1;
        let body = format!(r#"{{"total":{total},"rows":[{}]}}"#, items.join(","));
        web.put(&format!("/l.json?p={page}"), &body);
    }
    (1..=20).for_each(|n| web.put(&path(n), &article(n)));
    let mut bench = Bench::new(web);
    bench.recipe = r#"
[site]
id = "demo"
name = "示例厅"
start = "http://www.example.invalid/"
hosts = ["www.example.invalid"]
[[list]]
column = "文件"
url = "/l.json?p={n}"
wrap = "json"
items = "rows"
page = { kind = "param", size = 2, total = "json:total" }
[list.fields]
link = ["url"]
title = ["t"]
"#
    .to_owned();
    bench
}

#[test]
fn rows_that_the_site_counts_and_shows_on_no_page_are_told() {
    let bench = counted(12, 6);
    let run = bench.run(true);
    let told: Vec<String> = run.refusals().iter().map(|r| r.detail.clone()).collect();
    assert!(told[0].contains("6 rows of 12 were shown"), "{told:?}");
    // One or two that are hidden are told and no fault.
    let bench = counted(7, 6);
    let run = bench.run(true);
    let told: Vec<String> = run.refusals().iter().map(|r| r.detail.clone()).collect();
    assert!(
        told[0].contains("counted by the site and on no page\": 1"),
        "{told:?}"
    );
    assert!(bench.run(true).refusals().is_empty(), "the walk was whole");
    let bench = counted(6, 6);
    assert!(bench.run(true).refusals().is_empty());
}
