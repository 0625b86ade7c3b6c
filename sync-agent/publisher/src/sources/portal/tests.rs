//! Whole walks over invented portals that answer as their families do, and over those that lie.
//! Long because every fault is played by a whole invented site.

mod broken;
mod endless;
mod families;
mod keys;
mod moved;
mod readers;
mod shown;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use sha2::{Digest, Sha256};
use url::Url;

use super::web::Reply;
use super::*;

/// An invented portal: what it answers, and what it was asked.
#[derive(Default)]
struct Site {
    pages: BTreeMap<String, (u16, Vec<u8>)>,
    asked: Vec<String>,
    /// Requests after which the network is gone.
    left: Option<usize>,
    /// Paths that lead to the home page.
    home: Vec<String>,
    /// What the nth further page of the list holds, however large n is.
    endless: Option<fn(usize) -> String>,
}

#[derive(Clone, Default)]
struct Fake(Rc<RefCell<Site>>);

impl Fake {
    fn put(&self, path: &str, body: &str) {
        let mut site = self.0.borrow_mut();
        site.pages
            .insert(path.to_owned(), (200, body.as_bytes().to_vec()));
    }

    fn say(&self, path: &str, status: u16) {
        let mut site = self.0.borrow_mut();
        site.pages.insert(path.to_owned(), (status, Vec::new()));
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.0.borrow_mut().asked)
    }
}

impl Web for Fake {
    fn ask(&mut self, url: &Url, ask: &Ask) -> anyhow::Result<Reply> {
        let mut site = self.0.borrow_mut();
        if let Some(left) = &mut site.left {
            anyhow::ensure!(
                *left > 0,
                web::NoAnswer(format!("ask {url}: the network is gone"))
            );
            *left -= 1;
        }
        let query = url
            .query()
            .map_or(String::new(), |query| format!("?{query}"));
        let path = format!("{}{query}", url.path());
        site.asked.push(path.clone());
        let further = path
            .strip_prefix("/zc/index_")
            .and_then(|rest| rest.strip_suffix(".html")?.parse().ok());
        // What a form asks for is told apart by one of its fields: `/queryList current=2`.
        let form = ask.form.iter().flatten();
        let posted = form
            .map(|(name, value)| format!("{path} {name}={value}"))
            .find(|key| site.pages.contains_key(key));
        let answer = site.pages.get(posted.as_ref().unwrap_or(&path));
        let (status, body) = match (answer, site.endless, further) {
            (Some(answer), ..) => answer.clone(),
            (None, Some(page), Some(n)) => (200, page(n).into_bytes()),
            _ => (404, Vec::new()),
        };
        let led = site.home.contains(&path);
        let (status, body) = match led {
            true => (200, b"<title>home</title>".to_vec()),
            false => (status, body),
        };
        let etag = hex::encode(Sha256::digest(&body));
        let same = status == 200 && ask.etag.as_deref() == Some(&etag);
        Ok(Reply {
            status: if same { 304 } else { status },
            body: if same { Vec::new() } else { body },
            etag: Some(etag),
            modified: None,
            url: Some(if led {
                url.join("/").unwrap()
            } else {
                url.clone()
            }),
        })
    }
}

const RECIPE: &str = r#"
[site]
id = "demo"
name = "示例市"
start = "http://www.example.invalid/zc/index.html"
hosts = ["www.example.invalid"]
check = { meta = "SiteName", has = "示例市" }
[[list]]
column = "政策文件"
url = "index.html"
items = "ul.list > li"
min_items = 2
page = { kind = "suffix", next = "index_{n-1}.html", count = 're:createPageHTML\((\d+)' }
[list.fields]
link = ["a@href"]
title = ["a@title", "a"]
date = ["span"]
[detail]
body = ["div#zoom"]
"#;

fn row(n: usize) -> String {
    format!(
        "<li><a href='./202604/t20260409_{n}.html'>关于第{n}项工作的通知</a><span>2026-04-09</span></li>"
    )
}

fn list(rows: impl IntoIterator<Item = usize>, pages: usize) -> String {
    let rows: String = rows.into_iter().map(row).collect();
    format!(
        "<meta name=SiteName content='示例市人民政府'><ul class=list>{rows}</ul><script>createPageHTML({pages}, 0, 'index', 'html');</script>"
    )
}

fn article(n: usize) -> String {
    format!(
        "<title>关于第{n}项工作的通知_示例市</title><div id=zoom><p>各单位：</p><p>现将第{n}项工作通知如下，请认真执行。</p><p>示例市人民政府</p><p>2026年4月9日</p></div>"
    )
}

fn path(n: usize) -> String {
    format!("/zc/202604/t20260409_{n}.html")
}

/// Two pages of three rows.
fn sound() -> Fake {
    let web = Fake::default();
    web.put("/zc/index.html", &list(1..=3, 2));
    web.put("/zc/index_1.html", &list(4..=6, 2));
    (1..=6).for_each(|n| web.put(&path(n), &article(n)));
    web
}

struct Bench {
    dir: tempfile::TempDir,
    web: Fake,
    recipe: String,
    now: Timestamp,
    pages_max: usize,
}

/// Items and harvest of a run that was, or was not, published.
struct Run {
    items: Vec<Item>,
    harvest: Harvest,
}

impl Run {
    fn titles(&self) -> Vec<&str> {
        let documents = self
            .items
            .iter()
            .filter_map(|item| item.result.as_ref().ok());
        documents.map(|document| document.title.as_str()).collect()
    }

    fn refusals(&self) -> Vec<&Refusal> {
        let refused = self
            .items
            .iter()
            .filter_map(|item| item.result.as_ref().err());
        refused.collect()
    }
}

impl Bench {
    fn new(web: Fake) -> Bench {
        Bench {
            dir: tempfile::tempdir().unwrap(),
            web,
            recipe: RECIPE.to_owned(),
            now: "2026-11-21T00:00:00Z".parse().unwrap(),
            pages_max: PAGES_MAX,
        }
    }

    fn run(&self, published: bool) -> Run {
        let channel = Channel {
            default_disclosure: Some("public".into()),
            evidence: Some("http://www.example.invalid/".into()),
            ..Channel::local()
        };
        let recipe = Recipe::parse(&self.recipe).unwrap();
        let web = Box::new(self.web.clone());
        let mut portal = Portal::new(recipe, &channel, self.dir.path(), web, self.now).unwrap();
        portal.pages_max = self.pages_max;
        let mut items = Vec::new();
        let harvest = portal.harvest(None, &mut |item| items.push(item)).unwrap();
        if published {
            let refused = items.iter().filter(|item| item.result.is_err());
            let refused = refused.map(|item| item.source.clone()).collect();
            portal.settled(&refused).unwrap();
        }
        Run { items, harvest }
    }

    fn days_later(&mut self, days: i64) {
        self.now += jiff::SignedDuration::from_hours(24 * days);
    }
}

#[test]
fn lists_lead_to_articles_and_a_steady_run_asks_for_lists_only() {
    let bench = Bench::new(sound());
    let first = bench.run(true);
    assert_eq!(first.titles().len(), 6, "{:?}", first.refusals());
    let document = first.items[0].result.as_ref().unwrap();
    assert_eq!(document.id, "demo:1");
    assert_eq!(document.provenance.adapter, "portal");
    assert_eq!(document.catalogue.as_deref(), Some("政策文件"));
    assert_eq!(document.agency, "示例市人民政府");
    assert!(
        !first.harvest.whole,
        "a portal never says that it brought everything"
    );
    bench.web.asked();
    let second = bench.run(true);
    assert!(second.items.is_empty());
    assert_eq!(bench.web.asked(), ["/zc/index.html", "/zc/index_1.html"]);
    // A new article on top: it alone is asked for.
    bench.web.put("/zc/index.html", &list([7, 1, 2], 2));
    bench.web.put(&path(7), &article(7));
    assert_eq!(bench.run(true).titles(), ["关于第7项工作的通知"]);
    assert!(!bench.web.asked().contains(&path(1)));
}

#[test]
fn a_full_walk_sees_edits_and_a_moved_article_stays_one() {
    let mut bench = Bench::new(sound());
    bench.run(true);
    bench
        .web
        .put(&path(2), &article(2).replace("认真执行", "立即执行"));
    assert!(bench.run(true).items.is_empty(), "not asked for every day");
    bench.days_later(8);
    let full = bench.run(true);
    assert_eq!(full.titles(), ["关于第2项工作的通知"]);
    // The same number in another folder is the same document.
    let moved = list(1..=3, 2).replace("./202604/t20260409_3", "../gd/t20260409_3");
    bench.web.put("/zc/index.html", &moved);
    bench.web.put("/gd/t20260409_3.html", &article(3));
    bench.days_later(8);
    assert!(bench.run(true).items.is_empty());
}

#[test]
fn lists_that_lie_are_refused_whole() {
    let shell = "<meta name=SiteName content='示例市'><ul class=list></ul>".to_owned();
    let rebuilt = list(1..=3, 2).replace("示例市人民政府", "另一网站");
    let challenge = "<script>$_ts=window['$_ts']</script>".to_owned();
    let one_number = (1..=3).fold(list(1..=3, 2), |list, n| {
        list.replace(&format!("/t20260409_{n}."), &format!("/{n}/content_7."))
    });
    for (page_1, page_2, why) in [
        (list(1..=3, 2), list(1..=3, 2), "page numbers are ignored"),
        (one_number, String::new(), "tells no articles apart"),
        (shell, String::new(), "at least were expected"),
        (rebuilt, String::new(), "the site was rebuilt"),
        (challenge, String::new(), "challenge for browsers"),
    ] {
        let web = sound();
        web.put("/zc/index.html", &page_1);
        web.put("/zc/index_1.html", &page_2);
        let bench = Bench::new(web);
        let run = bench.run(true);
        let refusal = run.refusals()[0];
        assert_eq!(refusal.reason, Reason::Unreadable);
        assert!(refusal.detail.contains(why), "{why}: {}", refusal.detail);
        assert!(run.harvest.gone.is_empty());
    }
}

#[test]
fn only_repeated_absence_and_a_gone_article_withdraw() {
    let mut bench = Bench::new(sound());
    bench.run(true);
    // 6 leaves the list and stays on its page; 5 leaves both.
    bench.web.put("/zc/index_1.html", &list([4], 2));
    bench.web.say(&path(5), 404);
    bench.days_later(8);
    assert!(bench.run(true).harvest.gone.is_empty(), "missed once");
    bench.days_later(8);
    let run = bench.run(true);
    assert_eq!(run.harvest.gone, ["demo:5"]);
    assert!(run.refusals()[0].detail.contains("still there"));
    // 200 with 已删除 is gone as well.
    let page = "<p>您访问的页面不存在或已删除！</p>";
    bench.web.put(&path(6), page);
    bench.days_later(8);
    assert_eq!(bench.run(true).harvest.gone, ["demo:6"]);
    // A column that fails takes nothing away.
    bench.web.say("/zc/index.html", 404);
    (1..=4).for_each(|n| bench.web.say(&path(n), 404));
    bench.days_later(8);
    bench.run(true);
    bench.days_later(8);
    assert!(bench.run(true).harvest.gone.is_empty());
}

#[test]
fn a_harvest_that_is_cut_off_thirty_times_goes_on() {
    let bench = Bench::new(sound());
    let mut runs = 0;
    loop {
        // Two lists, and one article more than is there already.
        bench.web.0.borrow_mut().left = Some(3);
        let run = bench.run(false);
        runs += 1;
        if run.titles().len() == 6 {
            break;
        }
        assert!(runs < 30, "it comes to an end");
    }
    assert_eq!(runs, 6);
    let asked = bench.web.asked();
    for n in 1..=6 {
        let times = asked
            .iter()
            .filter(|path_asked| **path_asked == path(n))
            .count();
        assert_eq!(times, 1, "an article is read once");
    }
    // Nothing was published meanwhile: everything is brought again, without asking, until it is.
    bench.web.0.borrow_mut().left = Some(2);
    assert_eq!(bench.run(true).titles().len(), 6);
    bench.web.0.borrow_mut().left = None;
    assert!(bench.run(true).items.is_empty());
}

#[test]
fn an_article_of_four_pages_is_whole_or_refused() {
    let web = sound();
    let page = |k: usize| {
        format!(
            "<div id=zoom><p>第{k}部分的内容，应当认真执行。</p></div><script>var countPage = 4;</script>"
        )
    };
    web.put(&path(1), &page(1));
    for k in 1..4 {
        web.put(
            &path(1).replace(".html", &format!("_{k}.html")),
            &page(k + 1),
        );
    }
    let bench = Bench::new(web.clone());
    let run = bench.run(false);
    let whole = serde_json::to_string(&run.items[0].result.as_ref().unwrap().blocks).unwrap();
    assert!(
        (1..=4).all(|k| whole.contains(&format!("第{k}部分"))),
        "{whole}"
    );
    let bench = Bench::new(web.clone());
    web.say(&path(1).replace(".html", "_2.html"), 500);
    let run = bench.run(false);
    assert!(run.refusals()[0].detail.contains("page 3 of 4"));
}

#[test]
fn files_are_attached_and_one_that_does_not_come_is_told_with_its_address() {
    let web = sound();
    let links = "<p><a href='./P1.pdf'>附表一</a></p><p><a href='./P2.docx'>附表二</a></p><p><a href='./P3.xls'>附表三</a></p></div>";
    web.put(&path(1), &article(1).replace("</div>", links));
    web.put("/zc/202604/P1.pdf", "%PDF-1.4 invented");
    web.put("/zc/202604/P2.docx", "<!DOCTYPE html><title>请登录</title>");
    let bench = Bench::new(web);
    let run = bench.run(false);
    let item = &run.items[0];
    let document = item.result.as_ref().unwrap();
    assert_eq!(document.attachments.len(), 1);
    assert_eq!(document.attachments[0].name, "附表一.pdf");
    let told = item.notes.join("\n");
    assert!(
        told.contains("http://www.example.invalid/zc/202604/P2.docx"),
        "{told}"
    );
    assert!(told.contains("P3.xls") && told.contains("404"), "{told}");
}

#[test]
fn what_did_not_come_and_what_was_refused_is_read_again_by_the_next_full_walk() {
    let web = sound();
    let link = "<p><a href='./P1.pdf'>附表一</a></p></div>";
    web.put(&path(1), &article(1).replace("</div>", link));
    web.put(&path(2), "<div id=zoom></div>");
    let mut bench = Bench::new(web);
    let first = bench.run(true);
    assert_eq!(first.titles().len(), 5);
    assert!(first.items[0].notes.join("").contains("P1.pdf"));
    // The file lies there now, and the page is as it was. No day asks for it, a full walk does.
    bench.web.put("/zc/202604/P1.pdf", "%PDF-1.4 invented");
    assert!(bench.run(true).items.is_empty());
    bench.days_later(8);
    let full = bench.run(true);
    assert_eq!(full.titles(), ["关于第1项工作的通知"]);
    let document = full.items[0].result.as_ref().unwrap();
    assert_eq!(document.attachments.len(), 1);
    assert_eq!(full.refusals().len(), 1, "still refused, and still told");
    bench.days_later(8);
    assert!(bench.run(true).titles().is_empty(), "it is whole now");
}

#[test]
fn windows_that_overlap_count_each_article_once() {
    let record = |n: usize| {
        format!(
            "<record><![CDATA[<li><a href='/art/2026/4/9/art_8_{n}.html' title='关于第{n}项工作的通知'>关于…</a><b readlabel='2026-04-09'></b></li>]]></record>"
        )
    };
    let answer = |rows: std::ops::RangeInclusive<usize>| {
        let rows: String = rows.map(record).collect();
        format!(
            "<datastore><totalrecord>5</totalrecord><totalpage>2</totalpage><recordset>{rows}</recordset></datastore>"
        )
    };
    let web = Fake::default();
    web.put("/p.jsp?startrecord=1&endrecord=2", &answer(1..=4));
    web.put("/p.jsp?startrecord=3&endrecord=4", &answer(3..=5));
    (1..=5).for_each(|n| web.put(&format!("/art/2026/4/9/art_8_{n}.html"), &article(n)));
    let mut bench = Bench::new(web);
    bench.recipe = r#"
[site]
id = "demo"
name = "示例厅"
start = "http://www.example.invalid/col/col1/index.html"
hosts = ["www.example.invalid"]
[[list]]
column = "文件"
method = "POST"
url = "/p.jsp?startrecord={from}&endrecord={to}"
form = { col = "1" }
wrap = "xml-datastore"
items = "record"
page = { kind = "window", size = 2, total = "xml:totalrecord", pages = "xml:totalpage" }
[list.fields]
link = ["a@href"]
title = ["a@title"]
date = ["b@readlabel"]
"#
    .to_owned();
    let run = bench.run(true);
    assert_eq!(run.titles().len(), 5, "{:?}", run.refusals());
    assert_eq!(run.items[0].result.as_ref().unwrap().id, "demo:1");
}

#[test]
fn json_lists_are_checked_for_their_column_and_their_answer() {
    let answer = |code: usize, column: &str| {
        format!(
            r#"{{"rptCode":{code},"data":{{"total":1,"rows":[{{"docId":"11","itemId":"{column}","docSubtitle":"关于甲事的通知","publishDate":"2026-04-21 15:30:00"}}]}}}}"#
        )
    };
    let recipe = r#"
[site]
id = "demo"
name = "示例总局"
start = "http://www.example.invalid/"
hosts = ["www.example.invalid"]
[[list]]
column = "861"
url = "/list.json"
wrap = "json"
ok = { path = "rptCode", equals = "200" }
items = "data.rows|data.lists"
expect = { itemId = ["861"] }
[list.fields]
id = ["docId"]
title = ["docSubtitle"]
date = ["publishDate"]
link = ["tpl:/doc?docId={id}"]
[detail]
source = "json"
root = "data"
doc_no = ["documentNo"]
agency = ["agencyTypeName"]
body = ["docClob"]
"#;
    let web = Fake::default();
    web.put("/doc?docId=11", r#"{"data":{"documentNo":"示金〔2026〕1号","agencyTypeName":"示例总局","docClob":"<p>各单位：</p><p>请认真执行。</p>"}}"#);
    let mut bench = Bench::new(web.clone());
    bench.recipe = recipe.to_owned();
    for (code, column, why) in [
        (501, "861", "rptCode says 501"),
        (200, "900", "another column"),
    ] {
        web.put("/list.json", &answer(code, column));
        let run = bench.run(true);
        assert!(
            run.refusals()[0].detail.contains(why),
            "{:?}",
            run.refusals()
        );
    }
    web.put("/list.json", &answer(200, "861"));
    let run = bench.run(true);
    let document = run.items[0].result.as_ref().unwrap();
    assert_eq!(document.doc_no.as_deref(), Some("示金〔2026〕1号"));
    assert_eq!(document.agency, "示例总局");
    assert_eq!(document.published_on.as_deref(), Some("2026-04-21"));
    assert_eq!(document.id, "demo:11");
}

#[test]
fn list_and_page_that_disagree_are_told() {
    let web = sound();
    web.put(
        &path(1),
        &article(1).replace("关于第1项工作的通知", "关于另一项工作的公告"),
    );
    let bench = Bench::new(web);
    let run = bench.run(false);
    let notes = run.items[0].notes.join("\n");
    assert!(
        notes.contains("the list says 关于第1项工作的通知"),
        "{notes}"
    );
}

#[test]
fn the_recipes_that_ship_can_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/recipes");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        Recipe::load(&entry.unwrap().path()).unwrap();
        count += 1;
    }
    assert!(count >= 9);
    for (key, value) in [
        (
            "hosts = [\"www.example.invalid\"]",
            "hosts = [\"other.example.invalid\"]",
        ),
        ("min_items = 2", "min_itmes = 2"),
        ("next = \"index_{n-1}.html\", ", ""),
    ] {
        assert!(
            Recipe::parse(&RECIPE.replace(key, value)).is_err(),
            "{value}"
        );
    }
}
