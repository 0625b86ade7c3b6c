//! What comes from outside, changed at random places: pages, recipes and lists of repositories are read or refused, never with a panic, and
//! what is read keeps the feed's limits. `MUTATIONS` sets how many of each (`make test` takes a few, a million is a night's work), `SEED` other ones.
#![allow(clippy::unwrap_used)]

use publisher::reading::assemble::{self, Origin};
use publisher::reading::relations;
use publisher::reading::sidecar::Sidecar;
use publisher::sources::portal::catalogue;
use publisher::sources::portal::recipe::Recipe;
use publisher::sources::portal::rows;
use publisher::{formats, trial};

const MUTATIONS: usize = 1_000;

const PAGES: [&str; 4] = [
    "<!doctype html><html><head><meta charset=utf-8><title>关于做好示例工作的通知_示例市</title><meta name=ArticleTitle content='关于做好示例工作的通知'><meta name=PubDate content='2024-03-06 08:30'></head><body><table><tr><th>索引号：</th><td>003/202403-00001</td><th>文号</th><td>示政办〔2024〕7号</td></tr><tr><td>成文日期</td><td>2024-03-05</td><td>有效性</td><td>有效</td></tr></table><div id=zoom><p>各单位：</p><ol start=3><li>第一条　现将有关事项通知如下。</li><li>二、请遵照执行。</li></ol><table border=1><caption>单位：元</caption><tr><td rowspan=2 colspan=3>甲</td><td>1</td></tr><tr><td>2</td></tr></table><pre>一\n二</pre><ruby>堃<rt>kūn</rt></ruby><p align=right>示例市人民政府办公室</p><p>二〇二四年三月五日</p><p>（此件公开发布）</p><a href='P1.pdf'>附件：分工表</a></div></body></html>",
    "<div class=TRS_Editor><h1>示例市人民政府令</h1><p>第12号</p><p>《示例市办法》已经2024年1月2日市政府第3次常务会议通过，现予公布。</p><p>市　长　　某某</p><p>2024年1月5日</p><del>旧</del><ins>新</ins><span style='display:none'>隐</span></div><script>var countPage = 4;</script>",
    "<ul><li><a href=a.html>关于甲事的通知</a><span>2024-03-05</span></li><li><a href=b.html>关于乙事的通知</a><span>2024-03-04</span></li></ul>",
    "<h1>示例市人民政府关于印发《示例市停车办法（2021年修订）》的通知</h1><div class=TRS_Editor><p>任命王?为示例市财政局局长。</p><p>本办法自2021年1月1日起施行，《示例市停车办法》（示政发〔2010〕1号）、示政办〔2011〕2号和示例市人民政府令第12号同时废止。</p><p>一、废止的规范性文件</p><p>1.《示例市收费办法》</p><table><tr><td>1</td><td>示例市用水办法</td><td>示政发〔2012〕3号</td><td>废止</td></tr></table><p>示例市红十字会</p><p>扫一扫在手机打开当前页</p><p>2021年1月2日</p><p>【打印】【关闭】</p><p>上一篇：关于甲事的通知</p><iframe src='P1.pdf#page=2'></iframe></div>",
];

const RECIPE: &str = r#"[site]
id = "demo"
name = "示例市"
start = "http://www.example.invalid/zc/index.html"
hosts = ["www.example.invalid"]
charset = "gb18030"
check = { meta = "SiteName", has = "示例市" }
[[list]]
column = "政策文件"
url = "index.html"
items = "ul > li"
page = { kind = "suffix", next = "index_{n-1}.html", count = 're:createPageHTML\((\d+)' }
[list.fields]
link = ["a@href", "re:href=(\\S+)", "tpl:/{id}"]
title = ["a@title", "a", "label:标题"]
date = ["span"]
attachments = ["a.f"]
[list.date]
date = ["md", "%Y-%m-%d", "url"]
[list.keep]
link = '\.html$'
[link]
rewrite = [["http:", "https:"]]
[detail]
body = ["div#zoom"]
metadata = { kind = "dl", at = "dl", labels = { "号" = "doc_no" } }
"#;

const REPOSITORY: &str = "<?xml version=\"1.0\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><responseDate>2026-01-01T00:00:00Z</responseDate><ListRecords><record><header><identifier>oai:demo:1</identifier><datestamp>2026-01-01</datestamp></header><metadata><oai_dc:dc xmlns:oai_dc=\"x\" xmlns:dc=\"y\"><dc:title>关于甲事的通知</dc:title><dc:creator>示例市</dc:creator><dc:identifier>http://www.example.invalid/1.html</dc:identifier><dc:rights>公开</dc:rights></oai_dc:dc></metadata></record><record><header status=\"deleted\"><identifier>oai:demo:2</identifier></header></record><resumptionToken cursor=\"0\">a&amp;b</resumptionToken></ListRecords></OAI-PMH>";

/// Pieces that readers stumble over.
const SCRAPS: [&str; 33] = [
    "<",
    ">",
    "&",
    "\"",
    "</table>",
    "<td colspan=99999>",
    "<tr>",
    "<table>",
    "<div>",
    "<!--",
    "-->",
    "<svg>",
    "]]>",
    "&#x10FFFF;",
    "\u{0}",
    "\u{FEFF}",
    "\u{202E}",
    "〔2024〕",
    "号",
    "《",
    "》",
    "〈",
    "令",
    "?",
    "\u{FFFD}",
    "同时废止",
    "2024年2月30日",
    "第九十九条之一",
    "99999999999999999999",
    "{n}",
    "{",
    "[[list]]",
    "\\",
];

/// xorshift64*: the same numbers from the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16;
        usize::try_from(drawn).unwrap() % end.max(1)
    }
}

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |value| value.parse().unwrap())
}

fn changed(seed: &str, other: &str, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.as_bytes().to_vec();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + dice.below(40)).min(bytes.len());
        match dice.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let again = bytes[at..end].repeat(1 + dice.below(4));
                drop(bytes.splice(at..at, again));
            }
            2 if at < bytes.len() => bytes[at] = u8::try_from(dice.below(256)).unwrap(),
            3 => {
                let from = dice.below(other.len());
                let piece = other.as_bytes()[from..(from + 60).min(other.len())].to_vec();
                drop(bytes.splice(at..end, piece));
            }
            _ => {
                let scrap = SCRAPS[dice.below(SCRAPS.len())];
                drop(bytes.splice(at..at, scrap.bytes()));
            }
        }
    }
    bytes
}

/// So many changed texts of each seed's kind; the last one is named when a reader panics.
fn each(seeds: &[&str], mut read: impl FnMut(&[u8])) {
    let mut dice = Dice(number("SEED", 2026) as u64 | 1);
    for n in 0..number("MUTATIONS", MUTATIONS) {
        let seed = seeds[n % seeds.len()];
        let other = seeds[dice.below(seeds.len())];
        let bytes = changed(seed, other, &mut dice);
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(&bytes)));
        assert!(
            done.is_ok(),
            "number {n}: {:?}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

#[test]
fn pages_are_read_or_refused() {
    let channel = trial::lenient();
    let mut taken = 0;
    each(&PAGES, |bytes| {
        let Ok(text) = formats::charset::decode(bytes) else {
            return;
        };
        let draft = formats::page::read(&text);
        let origin = Origin {
            adapter: "folder",
            source: "a.html",
            raw_sha256: &"a".repeat(64),
            fetched: "2026-01-01T00:00:00Z",
            today: "2026-01-01",
            clean: false,
        };
        if let Ok(made) = assemble::document(draft, &Sidecar::default(), &channel, origin) {
            let mut document = made.document;
            document.id = "demo:a.html".to_owned();
            document.normalise();
            document.check().unwrap();
            let said = relations::said(&document);
            assert!(said.len() <= feed::limits::RELATIONS_MAX);
            taken += 1;
        }
    });
    assert!(taken > 0, "not everything is refused");
}

#[test]
fn recipes_are_read_or_refused_and_lists_with_them() {
    let url = "http://www.example.invalid/zc/index.html".parse().unwrap();
    let known = [("n", "1"), ("today", "2026-01-01")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let known = known.into();
    let sound = Recipe::parse(RECIPE).unwrap();
    let mut taken = 0;
    each(&[RECIPE], |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return;
        };
        if let Ok(recipe) = Recipe::parse(text) {
            taken += 1;
            for list in &recipe.list {
                let _ = rows::read(&recipe, list, PAGES[2], &url, &known);
            }
        }
    });
    each(&PAGES[2..3], |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let found = rows::read(&sound, &sound.list[0], &text, &url, &known).unwrap();
        assert!(found.rows.iter().all(|row| row.link.starts_with("http")));
    });
    assert!(taken > 0, "not everything is refused");
}

#[test]
fn records_of_repositories_are_read_or_refused() {
    let base = "http://www.example.invalid/oai".parse().unwrap();
    let recipe = Recipe::of_catalogue(&base, "oai-pmh").unwrap();
    let list = &recipe.list[0];
    assert_eq!(
        catalogue::read(&recipe, list, REPOSITORY)
            .unwrap()
            .rows
            .len(),
        1
    );
    let mut taken = 0;
    each(&[REPOSITORY], |bytes| {
        let text = String::from_utf8_lossy(bytes);
        if let Ok(found) = catalogue::read(&recipe, list, &text) {
            taken += found.rows.len();
            assert!(found.rows.iter().all(|row| row.link.starts_with("http")));
        }
    });
    assert!(taken > 0, "not everything is refused");
}
