//! Keys of a recipe that say how one site differs from the others of its family, each on an invented site that needs it.

use super::*;

fn recipe(changes: &[(&str, &str)]) -> String {
    let mut text = RECIPE.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    text
}

fn documents(run: &Run) -> Vec<&feed::Document> {
    let found = run
        .items
        .iter()
        .filter_map(|item| item.result.as_ref().ok());
    found.collect()
}

#[test]
fn a_site_that_lies_about_its_charset_is_read_by_the_recipes() {
    let web = sound();
    let (page, _, _) = encoding_rs::GB18030.encode(
        "<meta charset=big5><title>关于镕铸堃㛃的通知</title><div id=zoom><p>各单位：</p><p>现将镕铸堃㛃事项通知如下，请认真执行。</p></div>",
    );
    let page = page.into_owned();
    web.0.borrow_mut().pages.insert(path(1), (200, page));
    let mut bench = Bench::new(web);
    bench.recipe = recipe(&[("[[list]]", "charset = \"gb18030\"\n[[list]]")]);
    let run = bench.run(false);
    assert!(
        run.titles().contains(&"关于镕铸堃㛃的通知"),
        "{:?}",
        run.titles()
    );
    assert_eq!(run.titles().len(), 6, "what is UTF-8 stays UTF-8");
    assert!(Recipe::parse(&recipe(&[("[[list]]", "charset = \"klingon\"\n[[list]]")])).is_err());
}

#[test]
fn a_body_below_the_least_needs_an_attachment() {
    let web = sound();
    web.put(
        &path(1),
        "<title>关于第1项工作的通知</title><div id=zoom><p>详见附件。</p></div>",
    );
    web.put(
        &path(2),
        "<title>关于第2项工作的通知</title><div id=zoom><p>详见附件，请认真执行。</p></div><div class=fj><a href='./P2.pdf'>附件</a></div>",
    );
    web.put("/zc/202604/P2.pdf", "%PDF-1.4 invented");
    let mut bench = Bench::new(web);
    bench.recipe = recipe(&[("[detail]", "[detail]\nbody_min = 20")]);
    let run = bench.run(false);
    assert_eq!(run.titles().len(), 5);
    let refused = &run.refusals()[0].detail;
    assert!(
        refused.contains("a body of 5 characters, 20 at least"),
        "{refused}"
    );
    let second = documents(&run)
        .into_iter()
        .find(|d| d.id == "demo:2")
        .unwrap();
    assert_eq!(second.attachments.len(), 1);
}

#[test]
fn metadata_counts_from_where_the_recipe_says() {
    let web = sound();
    let table = "<table class=other><tr><td>文号</td><td>示政发〔2001〕1号</td></tr></table><ul class=meta><li>发文号：示政办〔2026〕7号</li><li>效力：现行有效</li></ul>";
    web.put(&path(1), &format!("{table}{}", article(1)));
    let mut bench = Bench::new(web);
    bench.recipe = recipe(&[(
        "[detail]",
        "[detail]\nmetadata = { kind = \"label-li\", at = \".meta\", labels = { \"发文号\" = \"doc_no\" } }",
    )]);
    let run = bench.run(false);
    let first = documents(&run)
        .into_iter()
        .find(|d| d.id == "demo:1")
        .unwrap();
    assert_eq!(first.doc_no.as_deref(), Some("示政办〔2026〕7号"));
    assert_eq!(first.validity, "in-force");
    let wrong = recipe(&[(
        "[detail]",
        "[detail]\nmetadata = { kind = \"label-li\", at = \".meta\", labels = { \"x\" = \"nothing\" } }",
    )]);
    assert!(Recipe::parse(&wrong).is_err());
}

#[test]
fn a_column_with_a_page_for_each_year_is_walked_back_to_the_oldest() {
    let web = Fake::default();
    // The year has begun and has no page yet.
    web.put("/zc/2025/index.html", &list(1..=3, 1));
    web.put("/zc/2024/index.html", &list(4..=6, 1));
    web.put("/zc/2023/index.html", &list(7..=9, 1));
    (1..=9).for_each(|n| web.put(&format!("/zc/2025/202604/t20260409_{n}.html"), &article(n)));
    (1..=9).for_each(|n| web.put(&format!("/zc/2024/202604/t20260409_{n}.html"), &article(n)));
    let mut bench = Bench::new(web.clone());
    bench.recipe = recipe(&[
        ("url = \"index.html\"", "url = \"{year}/index.html\""),
        (
            "page = { kind = \"suffix\", next = \"index_{n-1}.html\", count = 're:createPageHTML\\((\\d+)' }",
            "page = { kind = \"years\", oldest = 2024 }",
        ),
    ]);
    let run = bench.run(false);
    assert_eq!(run.titles().len(), 6, "{:?}", run.refusals());
    let asked = web.asked();
    assert!(
        asked.iter().all(|path| !path.contains("/2023/")),
        "{asked:?}"
    );
    // Not one year has a page: the column is gone, and nothing is concluded.
    web.say("/zc/2025/index.html", 404);
    web.say("/zc/2024/index.html", 404);
    bench.days_later(8);
    let run = bench.run(true);
    assert!(run.refusals()[0].detail.contains("so for every year"));
    assert!(run.harvest.gone.is_empty());
}

#[test]
fn month_and_day_take_their_year_from_the_rows_above() {
    let web = sound();
    let row = |n: usize, day: &str| {
        format!(
            "<li><a href='./202604/x_{n}.html'>关于第{n}项工作的通知</a><span>{day}</span></li>"
        )
    };
    let rows: String = [(1, "11-20"), (2, "01-03"), (3, "12-31"), (4, "02-29")]
        .map(|(n, day)| row(n, day))
        .concat();
    let page = format!("<meta name=SiteName content='示例市人民政府'><ul class=list>{rows}</ul>");
    let recipe = Recipe::parse(&recipe(&[(
        "date = [\"span\"]",
        "date = [\"span\"]\n[list.date]\ndate = [\"md\"]",
    )]))
    .unwrap();
    let known = BTreeMap::from([("today".to_owned(), "2026-11-21".to_owned())]);
    let url: Url = "http://www.example.invalid/zc/index.html".parse().unwrap();
    let found = rows::read(&recipe, &recipe.list[0], &page, &url, &known).unwrap();
    let dates: Vec<&str> = found
        .rows
        .iter()
        .filter_map(|row| row.date.as_deref())
        .collect();
    assert_eq!(
        dates,
        ["2026-11-20", "2026-01-03", "2025-12-31", "2024-02-29"]
    );
    drop(web);
}

#[test]
fn files_of_a_row_come_with_its_article_and_only_kinds_that_are_asked_for() {
    let web = sound();
    let files = "<a class=f href='./P1.pdf'>全文</a><a class=f href='./P1.exe'>程序</a></li>";
    web.put(
        "/zc/index.html",
        &list(1..=3, 2).replacen("</li>", files, 1),
    );
    web.put("/zc/P1.pdf", "%PDF-1.4 invented");
    web.put("/zc/P1.exe", "MZ");
    let mut bench = Bench::new(web);
    bench.recipe = recipe(&[
        (
            "date = [\"span\"]",
            "date = [\"span\"]\nattachments = [\"a.f\"]",
        ),
        (
            "[detail]",
            "[detail]\nattachments = { at = \"a.none\", types = [\"pdf\"], signed = true }",
        ),
    ]);
    let run = bench.run(false);
    let first = documents(&run)
        .into_iter()
        .find(|d| d.id == "demo:1")
        .unwrap();
    let names: Vec<&str> = first.attachments.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["全文.pdf"]);
    assert_eq!(
        first.attachments[0].address, None,
        "a signed address dies within the hour"
    );
}

#[test]
fn what_a_list_drops_for_its_age_is_no_removal() {
    let mut bench = Bench::new(sound());
    bench.recipe = format!("{RECIPE}[removal]\narchive_years = 3\n");
    bench.run(true);
    bench.web.put("/zc/index_1.html", &list([4], 2));
    bench.web.say(&path(5), 404);
    for _ in 0..2 {
        bench.days_later(8);
        bench.run(true);
    }
    bench.web.say(&path(6), 404);
    bench.days_later(365 * 4);
    assert!(
        bench.run(true).harvest.gone.is_empty(),
        "四年前的文件不在列表里不算撤下"
    );
}

#[test]
fn rows_with_links_of_their_own_inside_are_counted_as_rows() {
    let plain = |n: usize| {
        format!(
            "<li><a href='./t20260101_{n}.html'>关于第{n}项工作的通知</a><span>2026/01/0{n}</span></li>"
        )
    };
    let rich = |n: usize| {
        format!(
            "<li><a href='./t20260101_{n}.html'>关于第{n}项工作的通知</a><span>2026/01/0{n}</span><div class=pop><p><a href='/jd/{n}1.html'>第{n}项工作的解读之一</a></p><p><a href='/jd/{n}2.html'>第{n}项工作的解读之二</a></p></div></li>"
        )
    };
    let rows: String = (1..=3).map(plain).chain((4..=9).map(rich)).collect();
    let page = format!(
        "<html><head><title>政策文件</title></head><body><ul class=u-list>{rows}<li class=line></li></ul></body></html>"
    );
    let web = Fake::default();
    web.put("/zc/index.html", &page);
    let url: Url = "http://www.example.invalid/zc/index.html".parse().unwrap();
    let text = family::propose_tried(&url, &page, &mut web.clone(), "2026-11-21").unwrap();
    assert!(text.contains("9 rows, 9 with a date"), "{text}");
    assert!(text.contains("min_items = 5"), "{text}");
}
