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

/// The portal of six articles, of which the first is `page`; `more` are its further pages by the number in their address.
fn in_pages(page: &str, more: &[(usize, &str)]) -> Run {
    let web = sound();
    web.put(&path(1), page);
    for (k, body) in more {
        web.put(&path(1).replace(".html", &format!("_{k}.html")), body);
    }
    Bench::new(web).run(false)
}

fn part(k: usize, pager: &str) -> String {
    format!(
        "<title>关于第1项工作的通知</title><div id=zoom><p>第{k}部分的内容，各单位应当认真执行。</p>{pager}</div>"
    )
}

#[test]
fn the_pages_that_a_pager_links_to_are_fetched_or_the_article_is_refused() {
    let link = |k: usize| format!("<a href='t20260409_1_{k}.html'>{k}</a>");
    let next = "<p>第1页 共3页 <a href='t20260409_1_1.html'>下一页</a></p>";
    let numbers = format!(
        "<div><span>1</span>{}{}<a>下一页</a></div>",
        link(2),
        link(3)
    );
    let chain = "<p><a href='t20260409_1_2.html'>下一页</a></p>";
    let two = |next: usize| {
        let own = format!(
            "<p><a href='t20260409_1.html'>上一页</a> <a href='t20260409_1_{next}.html'>下一页</a></p>"
        );
        part(2, &own)
    };
    let (two, early, three) = (two(3), two(2), part(3, ""));
    for (pager, more) in [
        (next, [(1, &early), (2, &three)]),
        (numbers.as_str(), [(2, &two), (3, &three)]),
        (chain, [(2, &two), (3, &three)]),
    ] {
        let more: Vec<(usize, &str)> = more.iter().map(|(k, body)| (*k, body.as_str())).collect();
        let run = in_pages(&part(1, pager), &more);
        let document = run.items[0]
            .result
            .as_ref()
            .unwrap_or_else(|r| panic!("{pager}: {r:?}"));
        let whole = serde_json::to_string(&document.blocks).unwrap();
        assert!(
            (1..=3).all(|k| whole.contains(&format!("第{k}部分"))),
            "{whole}"
        );
        assert!(
            !whole.contains("下一页") && !whole.contains("共3页"),
            "{whole}"
        );
        let run = in_pages(&part(1, pager), &more[..1]);
        assert!(
            run.items[0].result.is_err(),
            "{pager}: the third page is not there"
        );
    }
    let run = in_pages(&part(1, "<p>第1页 共3页 下一页</p>"), &[]);
    assert!(run.refusals()[0].detail.contains("page 1 of 3"));
}

#[test]
fn lines_that_lead_from_page_to_page_are_no_text_of_an_article_that_is_there() {
    let onward = "<p>（未完，见下页）</p>";
    let next = "<p><a href='t20260409_1_2.html'>2</a></p>";
    let first = part(1, &format!("{onward}{next}"));
    let second = part(2, "").replace("<p>第2", "<p>（上接第1页）</p><p>第2");
    let run = in_pages(&first, &[(2, &second)]);
    let document = run.items[0].result.as_ref().unwrap();
    let whole = serde_json::to_string(&document.blocks).unwrap();
    assert!(
        whole.contains("第1部分") && whole.contains("第2部分"),
        "{whole}"
    );
    assert!(
        !whole.contains("未完") && !whole.contains("上接"),
        "{whole}"
    );
    // Nothing leads there, or the page behind the last one lacks as well.
    for (first, more) in [
        (part(1, onward), None),
        (part(1, next), Some(part(2, onward))),
        (second.clone(), None),
    ] {
        let more: Vec<(usize, &str)> = more.iter().map(|page| (2, page.as_str())).collect();
        let run = in_pages(&first, &more);
        let refusal = run.items[0].result.as_ref().unwrap_err();
        assert_eq!(refusal.reason, Reason::Unreadable, "{first}");
        assert!(refusal.detail.contains("not here"), "{}", refusal.detail);
    }
}

#[test]
fn an_article_that_leads_home_or_says_that_it_was_removed_is_gone() {
    let web = sound();
    let mut bench = Bench::new(web.clone());
    assert_eq!(bench.run(true).titles().len(), 6);
    web.put("/zc/index.html", &list([3, 6], 2));
    web.put("/zc/index_1.html", &list([5], 2));
    web.0.borrow_mut().home.push(path(1));
    web.put(
        &path(2),
        "<title>提示</title><h1>关于第2项工作的通知</h1><p>对不起，该信息已撤销。</p>",
    );
    // A short article that speaks of a removal, as its title does, is still there.
    let title = "关于第4项工作的通知";
    web.put(&path(4), &format!("<title>{title}</title><h1>{title}</h1><p>第4项工作的旧平台内容已下线。请按本通知办理。</p>"));
    for _ in 0..2 {
        bench.days_later(8);
        let run = bench.run(true);
        if !run.harvest.gone.is_empty() {
            assert_eq!(run.harvest.gone, ["demo:1", "demo:2"]);
            return;
        }
    }
    panic!("nothing was withdrawn");
}
