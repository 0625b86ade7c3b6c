//! Reports for the disclosure office, made by the real program from a feed.

use super::Bench;
use std::fs;

fn side_car(bench: &Bench, name: &str, lines: &str) {
    fs::write(bench.path(&format!("src/{name}.txt.meta.toml")), lines).unwrap();
}

fn report(bench: &Bench, kind: &str, more: &[&str]) -> String {
    let mut arguments = vec!["report", kind, "--feed", "feed", "--out", "out"];
    arguments.extend(more);
    arguments.extend(["--now", "2026-11-21T08:00:00Z"]);
    bench.run(&arguments)
}

#[test]
fn the_four_reports_are_tables_and_one_page_each() {
    let bench = Bench::new();
    side_car(
        &bench,
        "a",
        "agency = \"甲局\"\nissued_on = \"2018-10-15\"\npublished_on = \"2019-02-12\"\n",
    );
    side_car(
        &bench,
        "b",
        "agency = \"乙局\"\ncategory = \"gazette\"\ntitle = \"示例市政府公报2026年第2期\"\n",
    );
    bench.publish();
    let told = report(&bench, "timeliness", &[]);
    assert!(told.contains("甲局\t1\t1\t0\t0\t1\t82\t82"), "{told}");
    let csv = fs::read_to_string(bench.path("out/timeliness-documents.csv")).unwrap();
    assert!(csv.contains("demo:a.txt") && csv.contains(",82,"), "{csv}");
    assert!(report(&bench, "supply", &[]).contains("2026\t2\t1"));
    let told = report(&bench, "attributes", &[]);
    assert!(told.contains("栏目声明"), "{told}");
    fs::write(
        bench.path("items.csv"),
        "一级事项,二级事项,公开内容,公开渠道和载体\n通知,关于c的通知,要素,■公开查阅点\n通知,没有的事,要素,■公开查阅点\n招生,招生计划,要素,■公开查阅点\n",
    )
    .unwrap();
    fs::write(
        bench.path("holdings.csv"),
        "标题,位置\n示例市招生计划汇编,便民服务栏三层\n",
    )
    .unwrap();
    let told = report(
        &bench,
        "coverage",
        &["--table", "items.csv", "--holdings", "holdings.csv"],
    );
    assert!(
        told.contains("关于c的通知") && told.contains("缺") && told.contains("只有纸质"),
        "{told}"
    );
    for kind in ["timeliness", "supply", "attributes", "coverage"] {
        let page = fs::read_to_string(bench.path(&format!("out/{kind}.html"))).unwrap();
        assert!(
            page.starts_with("<!DOCTYPE html>") && !page.contains("<script"),
            "{kind}"
        );
    }
}

#[test]
fn a_year_without_calendar_and_a_feed_that_is_none_are_refused() {
    let bench = Bench::new();
    side_car(
        &bench,
        "a",
        "agency = \"甲局\"\nissued_on = \"2026-12-15\"\npublished_on = \"2027-02-12\"\n",
    );
    bench.publish();
    let refused = |arguments: &[&str], words: &str| {
        let output = bench.try_run(arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && told.contains(words), "{told}");
    };
    let all = ["report", "timeliness", "--feed", "feed", "--out", "out"];
    refused(&all, "2027");
    assert!(!bench.path("out").exists());
    bench.run(&[&all[..], &["--until", "2026-12-31"]].concat());
    refused(
        &["report", "supply", "--feed", "src", "--out", "out"],
        "there is no feed",
    );
    refused(
        &["report", "coverage", "--feed", "feed", "--out", "out"],
        "--table",
    );
}

#[test]
fn a_run_is_told_as_json_and_as_one_page() {
    let bench = Bench::new();
    bench.write("d", "");
    fs::write(bench.path("src/e.pdf"), "%PDF-1.4").unwrap();
    side_car(
        &bench,
        "a",
        "title = \"关于<script>alert(1)</script>的通知\"\n",
    );
    bench.run(&[
        "publish",
        "--adapter",
        "folder",
        "--from",
        "src",
        "--channel",
        "channel.toml",
        "--to",
        "feed",
        "--keys",
        "keys",
        "--report",
        "run.json",
    ]);
    let json = fs::read_to_string(bench.path("run.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let page = fs::read_to_string(bench.path("run.html")).unwrap();
    assert!(
        page.contains("e.pdf") && page.contains("unreadable"),
        "{page}"
    );
    let published = json["published"].as_array().unwrap().len();
    assert!(
        page.contains(&format!("<td>新发布</td><td>{published}</td>")),
        "{page}"
    );
    assert!(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script"));
}

const REPORT: &str = "示例市2024年政府信息公开工作年度报告\t\n\
    （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n\
    一、本年新收政府信息公开申请数量\t5\t1\t0\t0\t0\t0\t6\n\
    二、上年结转政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1\n\
    三、本年度办理结果（一）予以公开\t6\t2\t0\t0\t0\t0\t7\n\
    （七）总计\t6\t1\t0\t0\t0\t0\t7\n\
    四、结转下年度继续办理\t0\t0\t0\t0\t0\t0\t0\n";

#[test]
fn a_yearly_report_is_checked_and_its_form_filled_in() {
    let bench = Bench::new();
    fs::write(bench.path("report.tsv"), REPORT).unwrap();
    let told = bench.run(&["report", "yearly", "--check", "report.tsv", "--out", "out"]);
    assert!(
        told.contains("（一）予以公开：“总计”填 7，各列相加为 6+2=8。"),
        "{told}"
    );
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(bench.path("out/yearly.json")).unwrap()).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 1, "{json}");
    assert_eq!(json["findings"][0]["stated"], "7");
    assert_eq!(json["findings"][0]["reckoned"], "8");
    assert_eq!(json["year"], 2024);
    let before = REPORT
        .replace("2024年", "2023年")
        .replace("继续办理\t0", "继续办理\t4");
    fs::write(bench.path("before.tsv"), before).unwrap();
    let both = [
        "report",
        "yearly",
        "--check",
        "report.tsv",
        "--previous",
        "before.tsv",
        "--out",
        "out",
    ];
    let told = bench.run(&both);
    assert!(
        told.contains("“自然人”列：二、上年结转政府信息公开申请数量填 1，按上年报告为 4。"),
        "{told}"
    );
    let fill = [
        "report",
        "yearly",
        "--fill",
        "report.tsv",
        "--agency",
        "示例市",
        "--year",
        "2024",
        "--out",
        "form",
    ];
    bench.run(&fill);
    assert!(
        fs::read(bench.path("form/yearly-form.xlsx"))
            .unwrap()
            .starts_with(b"PK")
    );
    let page = fs::read_to_string(bench.path("form/yearly-form.html")).unwrap();
    assert!(
        page.contains("示例市2024年") && page.contains("5.要求行政机关确认或重新出具已获取信息")
    );
    for (arguments, words) in [
        (&["report", "yearly", "--out", "out"][..], "--check"),
        (
            &["report", "yearly", "--check", "none.tsv", "--out", "out"],
            "none.tsv",
        ),
        (
            &[
                "report",
                "yearly",
                "--check",
                "channel.toml",
                "--out",
                "out",
            ],
            "neither a table",
        ),
        (
            &["report", "yearly", "--fill", "report.tsv", "--out", "out"],
            "--year",
        ),
        (&["report", "supply", "--out", "out"], "--feed"),
    ] {
        let output = bench.try_run(arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && told.contains(words), "{told}");
    }
}
