//! What `publisher try` says of a portal, and how it ends.

use std::fs;

use super::Bench;
use super::portal::Server;

#[test]
fn a_trial_that_finds_a_fault_says_it_and_fails() {
    let server = Server::start();
    let bench = Bench::new();
    let row = |n: usize| {
        format!(
            "<li><a href='t20260409_{n}.html'>关于第{n}项工作的通知</a><span>2026-04-09</span></li>"
        )
    };
    let page = |rows: &[usize]| {
        let rows: String = rows.iter().map(|n| row(*n)).collect();
        format!("<meta charset=utf-8><ul class=list>{rows}</ul>")
    };
    let start = format!("http://{}/zc/index.html", server.address);
    let recipe = |least: usize, paging: &str| {
        let text = format!(
            "[site]\nid = \"demo\"\nname = \"示例市\"\nstart = \"{start}\"\nhosts = [\"127.0.0.1\"]\ndelay_ms = 200\n\
             [[list]]\ncolumn = \"文件\"\nurl = \"index.html\"\nitems = \"ul.list > li\"\nmin_items = {least}\n{paging}\
             [list.fields]\nlink = [\"a@href\"]\ntitle = [\"a\"]\ndate = [\"span\"]\n"
        );
        fs::write(bench.path("recipe.toml"), text).unwrap();
    };
    let paged = "page = { kind = \"suffix\", next = \"index_{n-1}.html\" }\n";
    let judge = |from: &str| {
        let json = bench.try_run(&["try", from, "--recipe", "recipe.toml", "--json"]);
        let shown: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        let words = bench.try_run(&["try", from, "--recipe", "recipe.toml"]);
        let told = String::from_utf8(words.stdout).unwrap();
        let said = String::from_utf8(words.stderr).unwrap();
        assert_eq!(json.status.code(), words.status.code(), "{told}");
        let is_fault = !shown[0]["fault"].is_null();
        assert_eq!(told.contains("FAULT"), is_fault, "{told}");
        assert_eq!(
            said.contains("1 of 1 lists have a fault"),
            is_fault,
            "{said}"
        );
        (words.status.code(), told)
    };
    server.put("/zc/index.html", &page(&[1, 2, 3]));
    server.put("/zc/index_1.html", &page(&[4, 5]));
    recipe(2, paged);
    assert_eq!(judge(&start).0, Some(0));
    // Too few rows, page numbers that are ignored, a page 2 that does not come, a list that is away.
    recipe(4, "");
    let (code, told) = judge(&start);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("3 rows, 4 at least were expected"), "{told}");
    fs::write(bench.path("saved.html"), page(&[1])).unwrap();
    assert_eq!(judge("saved.html").0, Some(1));
    recipe(2, paged);
    server.put("/zc/index_1.html", &page(&[1, 2, 3]));
    assert_eq!(judge(&start).0, Some(1));
    server.take("/zc/index_1.html");
    assert_eq!(judge(&start).0, Some(1));
    server.take("/zc/index.html");
    assert_eq!(judge(&start).0, Some(1));
    // A file that would be refused is an answer.
    fs::write(bench.path("empty.txt"), "").unwrap();
    let output = bench.try_run(&["try", "empty.txt"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}
