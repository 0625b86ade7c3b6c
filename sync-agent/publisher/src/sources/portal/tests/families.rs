//! Recipes that are proposed for invented portals of each family: what is proposed reads them to the end, and what cannot be read is said.
//! Long because every family is played by a site of its own.

use super::*;

const HOST: &str = "http://www.example.invalid";

fn rows(from: usize, to: usize) -> String {
    (from..=to).map(row).collect()
}

/// The proposal for the page at `path`, and what it reads: rows of all pages.
fn proposed(web: &Fake, path: &str) -> (String, usize) {
    let text = propose(web, path).unwrap();
    let mut bench = Bench::new(web.clone());
    bench.recipe = text.clone();
    let run = bench.run(true);
    let store = state::Store::open(&bench.dir.path().join("portal.db")).unwrap();
    let listed = store.listed(1).unwrap().len();
    let faults: Vec<&Refusal> = run
        .refusals()
        .into_iter()
        .filter(|refusal| refusal.detail.contains("list"))
        .collect();
    assert!(faults.is_empty(), "{faults:?}\n{text}");
    (text, listed)
}

fn propose(web: &Fake, path: &str) -> anyhow::Result<String> {
    let url: Url = format!("{HOST}{path}").parse().unwrap();
    let words = {
        let site = web.0.borrow();
        let bare = url
            .query()
            .map_or(url.path().to_owned(), |q| format!("{}?{q}", url.path()));
        String::from_utf8(site.pages[&bare].1.clone()).unwrap()
    };
    family::propose_tried(&url, &words, &mut web.clone(), "2026-11-21")
}

fn refused(web: &Fake, path: &str) -> String {
    format!("{:#}", propose(web, path).unwrap_err())
}

#[test]
fn pagers_of_all_kinds_are_followed_to_the_end() {
    let ul = |from, to| format!("<ul class=list>{}</ul>", rows(from, to));
    // TRS, UCAP under another name than the page's, and a count in a variable.
    for (first, call, name) in [
        (
            "/zc/index.html",
            "createPageHTML(3, 0, \"index\", \"html\")",
            "index_{n-1}.html",
        ),
        (
            "/zc/",
            "createPageHTML(3, 0, 'index_pc', 'shtml', '18')",
            "index_pc_{n-1}.shtml",
        ),
        (
            "/zc/zwgk.shtml",
            "createPageHTML('page_div',3, 1,'zwgklist','shtml',18)",
            "zwgklist_{n}.shtml",
        ),
        (
            "/zc/list.html",
            "var countPage = 3; var currentPage = 0;",
            "list_{n-1}.html",
        ),
        (
            "/zc/list.html",
            "pageCount: 3, pageCount = 3;",
            "list_{n}.html",
        ),
    ] {
        let web = Fake::default();
        web.put(first, &format!("{}<script>{call}</script>", ul(1, 6)));
        for n in [2, 3] {
            let known = [("n".to_owned(), n.to_string())].into();
            let at = pick::filled(name, &known).unwrap();
            web.put(&format!("/zc/{at}"), &ul(n * 6 - 5, n * 6));
        }
        let (text, listed) = proposed(&web, first);
        assert_eq!(listed, 18, "{text}");
        assert!(
            text.contains("page 2 was asked for and brings 6 new rows"),
            "{text}"
        );
    }
}

#[test]
fn the_fragments_of_an_n_node_count_down_under_a_name_of_their_own() {
    for (first, script) in [
        (
            "/n1/n2/index.html",
            "var purl=\"../../n1/n2/index_2603\"; var maxPageNum=0; document.cookie=\"maxPageNum2603=3\"; maxPageNum = 3;",
        ),
        (
            "/n1/n2/c3/content.html",
            "var purl=\"../../../n1/n2/index_2603\"; var maxPageNum=0; maxPageNum = 3;",
        ),
        ("/n1/n2/content.html", "maxPageNum2603=3"),
    ] {
        let web = Fake::default();
        web.put(
            first,
            &format!(
                "<ul class=list>{}</ul><script>{script}</script>",
                rows(1, 6)
            ),
        );
        for k in [1, 2] {
            let from = (3 - k) * 6 + 1;
            web.put(
                &format!("/n1/n2/index_2603_{k}.html"),
                &format!("<ul class=list>{}</ul>", rows(from, from + 5)),
            );
        }
        let (text, listed) = proposed(&web, first);
        assert_eq!(listed, 18, "{text}");
        assert!(text.starts_with("# n-node"), "{text}");
    }
}

#[test]
fn a_button_for_the_next_page_is_followed_from_where_it_stands() {
    let pager = |next: &str, kind: usize| match kind {
        0 => format!(
            "<span class=p_pages><span class='p_no'><a href='{next}'>2</a></span><span class='p_next p_fun'><a href='{next}'>下页</a></span></span>"
        ),
        1 => format!("<a href='{next}' class=Next>下页</a>"),
        2 => format!("<div class=fy><a href='{next}'>下一页&gt;</a></div>"),
        _ => format!("<div><a href='{next}' title='下一页'><img src=r.png></a></div>"),
    };
    for kind in 0..4 {
        let web = Fake::default();
        let page = |from: usize, more: &str| {
            format!(
                "<html><!--_sitegray--><ul class=list>{}</ul>{more}",
                rows(from, from + 5)
            )
        };
        // Pages count down in a folder of their own; the last one's button leads to itself.
        web.put("/zcwj.htm", &page(1, &pager("zcwj/2.htm", kind)));
        web.put("/zcwj/2.htm", &page(7, &pager("1.htm", kind)));
        web.put("/zcwj/1.htm", &page(13, &pager("1.htm", kind)));
        let (text, listed) = proposed(&web, "/zcwj.htm");
        assert_eq!(listed, 18, "{kind}: {text}");
        assert!(text.starts_with("# 博达 VSB"), "{text}");
    }
    // Numbers alone.
    let web = Fake::default();
    let page = |from: usize| {
        format!(
            "<ul class=list>{}</ul><p><a href='?p=10&id=7'>1</a><a href='?p=11&id=7'>2</a><a href='?p=12&id=7'>3</a></p>",
            rows(from, from + 5)
        )
    };
    web.put("/l.jsp", &page(1));
    web.put("/l.jsp?p=11&id=7", &page(7));
    web.put("/l.jsp?p=12&id=7", &page(13));
    let (text, listed) = proposed(&web, "/l.jsp");
    assert_eq!(listed, 18, "{text}");
    assert!(text.contains("?p={n+9}&id=7"), "{text}");
}

#[test]
fn a_way_that_leads_nowhere_is_not_proposed_and_the_part_is_told() {
    let web = Fake::default();
    // The script counts three pages, and none is where its family has them; the button runs a script.
    web.put(
        "/zc/index.html",
        &format!("<ul class=list>{}</ul><a onclick='go(2)' href='javascript:;'>下一页</a><script>createPageHTML(3, 0, 'index', 'html')</script>", rows(1, 6)),
    );
    let text = propose(&web, "/zc/index.html").unwrap();
    assert!(
        text.contains("ONLY PAGE 1") && text.contains("index_{n-1}.html"),
        "{text}"
    );
    assert!(
        text.contains("404") && !text.contains("\npage = "),
        "{text}"
    );
    // A run says so too, each time, until the operator says that one page is enough.
    let mut bench = Bench::new(web.clone());
    bench.recipe = text.clone();
    let told = |bench: &Bench| {
        bench
            .run(true)
            .refusals()
            .iter()
            .any(|r| r.detail.contains("more pages (下一页)"))
    };
    assert!(told(&bench));
    let meant = text.replace(
        "wrap = \"html\"",
        "wrap = \"html\"\npage = { kind = \"first\" }",
    );
    bench.recipe = meant;
    assert!(!told(&bench));
    // Page numbers that are ignored bring nothing new.
    let web = Fake::default();
    let same = format!(
        "<ul class=list>{}</ul><a href='?page=2'>下一页</a>",
        rows(1, 6)
    );
    web.put("/l.html", &same);
    web.put("/l.html?page=2", &same);
    let text = propose(&web, "/l.html").unwrap();
    assert!(
        text.contains("ONLY PAGE 1") && text.contains("0 of 6 rows are new"),
        "{text}"
    );
}

#[test]
fn a_list_of_one_page_is_proposed_without_paging() {
    let web = Fake::default();
    web.put("/zc/index.html", &format!("<title>政策文件_示例市人民政府</title><meta name=SiteName content=示例市人民政府><ul class=list>{}</ul>", rows(1, 6)));
    let (text, listed) = proposed(&web, "/zc/index.html");
    assert_eq!(listed, 6);
    assert!(
        text.contains("the list has one page") && !text.contains("page ="),
        "{text}"
    );
    assert!(
        text.contains("column = \"政策文件\"") && text.contains("has = \"示例市人民政府\""),
        "{text}"
    );
    // Saved, nothing can be tried, and that is said.
    let url: Url = format!("{HOST}/zc/index.html").parse().unwrap();
    let page = list(1..=6, 2);
    let text = family::propose(&url, &page).unwrap();
    assert!(text.contains("no address was asked"), "{text}");
    let recipe = Recipe::parse(&text).unwrap();
    let found = rows::read(&recipe, &recipe.list[0], &page, &url, &BTreeMap::new()).unwrap();
    assert_eq!((found.rows.len(), found.pages), (6, Some(2)));
    assert!(found.rows.iter().all(|row| row.date.is_some()));
}

#[test]
fn days_are_looked_for_where_the_rows_have_them() {
    for row in [
        "<li><span>·</span><a href='a{n}.html'>关于第{n}项工作的通知</a><span class=day>2026-04-09</span></li>",
        "<li><a href='a{n}.html'>关于第{n}项工作的通知</a><b>2026-04-09</b></li>",
        "<li><em>图</em><a href='a{n}.html'>关于第{n}项工作的通知</a><div>2026年4月9日</div></li>",
        "<li><a href='a{n}.html'>关于第{n}项工作的通知</a>（2026-04-09）</li>",
    ] {
        let web = Fake::default();
        let rows: String = (1..=6)
            .map(|n| row.replace("{n}", &n.to_string()))
            .collect();
        web.put("/zc/index.html", &format!("<ul class=list>{rows}</ul>"));
        let text = propose(&web, "/zc/index.html").unwrap();
        assert!(text.contains("6 rows, 6 with a date"), "{row}: {text}");
    }
}

fn datastore(from: usize, to: usize, more: &str) -> String {
    let records: String = (from..=to)
        .map(|n| format!("<record><![CDATA[{}]]></record>", row(n)))
        .collect();
    format!(
        "<datastore>{more}<totalrecord>18</totalrecord><totalpage>3</totalpage><recordset>{records}</recordset></datastore>"
    )
}

#[test]
fn rows_in_an_island_of_xml_are_read_with_the_groups_behind_them() {
    // The page names its next group.
    let web = Fake::default();
    let group =
        "/module/jslib/jquery/jpage/dataproxy.jsp?page=2&webid=1&path=/&columnid=7&unitid=9";
    let next = format!("<nextgroup><![CDATA[<a href=\"{group}\"></a>]]></nextgroup>");
    let island = format!(
        "<div><script type='text/xml'>{}</script></div><ul><li><a href='/a.html'>示例栏目之一</a></li></ul>",
        datastore(1, 6, &next)
    );
    web.put("/col/col7/index.html", &island);
    web.put(group, &datastore(7, 12, ""));
    web.put(&group.replace("page=2", "page=3"), &datastore(13, 18, ""));
    web.put(&group.replace("page=2", "page=4"), &datastore(1, 0, ""));
    let (text, listed) = proposed(&web, "/col/col7/index.html");
    assert_eq!(listed, 18, "{text}");
    assert!(
        text.starts_with("# 大汉 jcms jpage; 6 rows, 6 with a date"),
        "{text}"
    );
    // It names the numbers of site, column and unit only.
    let web = Fake::default();
    let script = "<script>$('#9').jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp', perPage: 6, params: {webid:'1', columnid:'7', unitid:'9'}})</script>";
    web.put(
        "/col/col7/index.html",
        &format!(
            "<script type='text/xml'>{}</script>{script}",
            datastore(1, 6, "")
        ),
    );
    for from in [1, 7, 13] {
        let to = from + 5;
        web.put(
            &format!("/module/web/jpage/dataproxy.jsp?startrecord={from}&endrecord={to}&perpage=6"),
            &datastore(from, to, ""),
        );
    }
    let (text, listed) = proposed(&web, "/col/col7/index.html");
    assert_eq!(listed, 18, "{text}");
    assert!(
        text.contains("kind = \"window\"") && text.contains("method = \"POST\""),
        "{text}"
    );
    // Its numbers are enciphered: the part that stands in the page, and told.
    let web = Fake::default();
    web.put(
        "/col/col7/index.html",
        &format!("<script type='text/xml'>{}</script>", datastore(1, 6, "")),
    );
    let text = propose(&web, "/col/col7/index.html").unwrap();
    assert!(
        text.contains("ONLY PAGE 1") && text.contains("wrap = \"xml-datastore\""),
        "{text}"
    );
}

#[test]
fn units_of_jpaas_are_asked_for_page_by_page() {
    let web = Fake::default();
    let unit = "<div class=pagination url='/api-gateway/jpaas-publish-server/front/page/build/unit' \
        queryData=\"{'webId':'31','pageId':'7','parseType':'bulidstatic','pageType':'column','tagId':'列表','tplSetId':'ab'}\"></div>";
    for shown in [rows(1, 6), String::new()] {
        web.put(
            "/col/col7/index.html",
            &format!("<ul class=list>{shown}</ul>{unit}<a onclick='p(2)'>下一页</a>"),
        );
        for n in 1..=4 {
            let html = match n {
                4 => "<ul></ul>".to_owned(),
                n => format!("<ul class='list'>{}</ul>", rows(n * 6 - 5, n * 6)),
            };
            let at = format!(
                "/api-gateway/jpaas-publish-server/front/page/build/unit?webId=31&pageId=7&parseType=bulidstatic&pageType=column&tagId=%E5%88%97%E8%A1%A8&tplSetId=ab&paramJson=%7B%22pageNo%22%3A{n}%2C%22pageSize%22%3A20%7D"
            );
            web.put(
                &at,
                &serde_json::json!({"success": true, "data": {"html": html}}).to_string(),
            );
        }
        let (text, listed) = proposed(&web, "/col/col7/index.html");
        assert_eq!(listed, 18, "{text}");
        assert!(text.starts_with("# 大汉 jpaas"), "{text}");
    }
}

/// What the interface of gkmlpt answers.
fn articles(from: usize, to: usize) -> String {
    let rows: Vec<serde_json::Value> = (from..=to)
        .map(|n| serde_json::json!({"id": n, "title": format!("关于第{n}项工作的通知"), "url": format!("{HOST}/gkmlpt/content/0/1/post_{n}.html"), "display_publish_time": 1_775_700_000, "publisher": "示例市人民政府"}))
        .collect();
    serde_json::json!({"classify": {"post_count": 99}, "articles": rows}).to_string()
}

#[test]
fn the_columns_of_gkmlpt_are_read_by_its_interface() {
    let web = Fake::default();
    let config = "<div id=app></div><script>window._CONFIG = { SID: '755', TREE: [{\"id\":4,\"name\":\"规章\",\"children\":[{\"id\":5,\"name\":\"政府规章\",\"children\":[]},{\"id\":6,\"name\":\"外站\",\"jump_url\":\"http://other.invalid/\"}]},{\"id\":8,\"name\":\"空\"}], SERVICE_AREA_ID: 1 }</script><script src='/gkmlpt/js/app.js'></script>";
    web.put("/xx/gkmlpt/index", config);
    web.put("/xx/gkmlpt/api/all/5?page=1&sid=755", &articles(1, 6));
    web.put("/xx/gkmlpt/api/all/5?page=2&sid=755", &articles(7, 9));
    web.put("/xx/gkmlpt/api/all/5?page=3&sid=755", &articles(1, 0));
    web.put("/xx/gkmlpt/api/all/8?page=1&sid=755", &articles(1, 0));
    web.put("/xx/gkmlpt/api/all/8?page=2&sid=755", &articles(1, 0));
    let (text, listed) = proposed(&web, "/xx/gkmlpt/index");
    assert_eq!(listed, 9, "{text}");
    assert!(
        text.contains("column = \"政府规章\"") && !text.contains("外站"),
        "{text}"
    );
    let (text, _) = proposed(&web, "/xx/gkmlpt/index#5");
    // The text of an article stands in a script of its page.
    let content = "<p>各单位：</p><p>现将第1项工作通知如下，请认真执行。</p>";
    let detail = serde_json::json!({"title": "关于第1项工作的通知", "document_number": "示政〔2026〕1号", "content": content});
    let shell = format!(
        "<div id=app></div><script>window._CONFIG = {{ SID: '755', DETAIL: {detail}, TREE: [] }}</script><script src='/gkmlpt/js/app.js'></script>"
    );
    for n in 1..=9 {
        web.put(
            &format!("/gkmlpt/content/0/1/post_{n}.html"),
            &shell.replace("第1项", &format!("第{n}项")),
        );
    }
    let mut bench = Bench::new(web.clone());
    bench.recipe = text.clone();
    let run = bench.run(true);
    assert_eq!(run.titles().len(), 9, "{:?}", run.refusals());
    let first = run.items[0].result.as_ref().unwrap();
    assert_eq!(first.doc_no.as_deref(), Some("示政〔2026〕1号"));
    assert!(
        text.contains("api/all/5") && !text.contains("api/all/8"),
        "{text}"
    );
    // It does not answer here.
    web.say("/xx/gkmlpt/api/all/5?page=1&sid=755", 403);
    let told = refused(&web, "/xx/gkmlpt/index#5");
    assert!(
        told.contains("广东 gkmlpt") && told.contains("403") && told.contains("by script"),
        "{told}"
    );
}

#[test]
fn the_new_jcms_and_cbircweb_are_named_and_read() {
    let web = Fake::default();
    let shell = "<ul>{{#each data}}<li>{{title}}</li>{{/each}}</ul><script>var params = { current: 1, webSiteCode: ['sls'], channelCode: ['col7'], perPage: '6' }; loadPageData(params, '9');</script>";
    web.put("/sls/col/col7/index.html", shell);
    let answer = |from: usize, to: usize| {
        let rows: Vec<serde_json::Value> = (from..=to)
            .map(|n| serde_json::json!({"source": {"title": format!("关于第{n}项工作的通知"), "pubDate": "2026-04-09 08:00", "urls": format!("{{\"pc\":\"/sls/col7/content/content_{n}.html\"}}")}}))
            .collect();
        serde_json::json!({"data": {"results": rows}}).to_string()
    };
    for n in 1..=3 {
        web.put(
            &format!("/queryList current={n}"),
            &answer(n * 6 - 5, n * 6),
        );
    }
    web.put("/queryList current=4", &answer(1, 0));
    let (text, listed) = proposed(&web, "/sls/col/col7/index.html");
    assert_eq!(listed, 18, "{text}");
    assert!(text.contains("6 rows, 6 with a date"), "{text}");
    // Its interface is closed, but the first rows stand in a script.
    let web = Fake::default();
    let script = "<script>var data = {\n articleList: [{\"title\":\"关于第1项工作的通知\",\"pubDate\":\"2026-04-09\",\"urls\":\"{\\\"pc\\\":\\\"/sls/content_1.html\\\"}\"}]\n}</script>";
    web.put("/sls/col/col7/index.html", &format!("{shell}{script}"));
    let text = propose(&web, "/sls/col/col7/index.html").unwrap();
    assert!(
        text.contains("wrap = \"script\"") && text.contains("ONLY PAGE 1"),
        "{text}"
    );
    let web = Fake::default();
    let page = "/cn/view/pages/ItemList.html?itemPId=923&itemId=861";
    web.put(page, "<html ng-app='app'><div ng-repeat='x in rows'>{{x.docTitle}}</div><script src='/cbircweb/app.js'></script>");
    let answer = |from: usize, to: usize| {
        let rows: Vec<serde_json::Value> = (from..=to).map(|n| serde_json::json!({"docId": n, "docTitle": format!("关于第{n}项工作的通知"), "publishDate": "2026-04-09"})).collect();
        serde_json::json!({"rptCode": 200, "data": {"total": 12, "rows": rows}}).to_string()
    };
    for n in [1, 2] {
        web.put(
            &format!(
                "/cbircweb/DocInfo/SelectDocByItemIdAndChild?itemId=861&pageSize=18&pageIndex={n}"
            ),
            &answer(n * 6 - 5, n * 6),
        );
    }
    let (text, listed) = proposed(&web, page);
    assert_eq!(listed, 12, "{text}");
    assert!(text.starts_with("# 金融监管总局 cbircweb"), "{text}");
    web.put(
        "/cn/view/pages/index.html",
        "<html ng-app='app'><script src='/cbircweb/app.js'></script>",
    );
    let told = refused(&web, "/cn/view/pages/index.html");
    assert!(
        told.contains("cbircweb") && told.contains("which column"),
        "{told}"
    );
}

#[test]
fn other_shells_are_named_with_what_can_be_done() {
    let frame = "<ul class=nav><li><a href='/a.html'>政府信息公开</a></li><li><a href='/b.html'>政民互动交流</a></li><li><a href='/c.html'>网上办事大厅</a></li></ul>";
    for (page, words) in [
        ("<div id=app></div><script src=app.js></script>", "Vue"),
        (
            "<div ng-app=x><p ng-repeat='r in rows'>{{r.t}}</p></div>",
            "AngularJS",
        ),
        (
            "<script id=t type='text/x-handlebars-template'>{{#each rows}}{{/each}}</script>",
            "Handlebars",
        ),
        (
            "<div id=\"root\"></div><script>fetch('/api/article/list?col=7')</script>",
            "/api/article/list?col=7",
        ),
    ] {
        for around in [frame, ""] {
            let web = Fake::default();
            web.put("/l.html", &format!("{around}{page}"));
            let told = refused(&web, "/l.html");
            assert!(
                told.contains(words) && told.contains("by script"),
                "{page}: {told}"
            );
        }
    }
    for (page, words) in [
        (
            "<div id=x></div><script>$.getJSON('ds_0a1b.json', f)</script>",
            "ds_0a1b.json",
        ),
        (
            "<script>location.href='/irs/front/search?q='</script>",
            "the answer of a search",
        ),
        (
            "<script>load('/site/label/8888?labelName=searchDataList')</script>",
            "龙讯",
        ),
    ] {
        let web = Fake::default();
        web.put("/l.html", page);
        let told = refused(&web, "/l.html");
        assert!(
            told.contains(words) && told.contains("script"),
            "{page}: {told}"
        );
    }
}

#[test]
fn an_article_is_no_list() {
    let web = Fake::default();
    let text = "<p>现将有关事项通知如下。</p>".repeat(5);
    web.put("/a.html", &format!("<div id=zoom>{text}</div>"));
    let told = refused(&web, "/a.html");
    assert!(told.contains("a text and no list"), "{told}");
}

#[test]
fn a_list_for_machines_is_proposed_as_one() {
    let web = Fake::default();
    web.put("/rss.xml", &format!("<?xml version='1.0'?><rss><channel><item><title>关于第1项工作的通知</title><link>{HOST}/a.html</link></item></channel></rss>"));
    let text = propose(&web, "/rss.xml").unwrap();
    assert!(text.contains("wrap = \"rss\""), "{text}");
}

#[test]
fn the_shipped_recipe_of_a_new_jcms_reads_the_whole_column_and_without_its_interface_says_so() {
    let shipped =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/recipes/jx-sthjt.toml");
    let shipped = std::fs::read_to_string(shipped).unwrap();
    let own = shipped
        .replace("http://sthjt.jiangxi.gov.cn", HOST)
        .replace("sthjt.jiangxi.gov.cn", "www.example.invalid")
        .replace("delay_ms = 2000", "delay_ms = 200");
    let at = |n: usize| format!("/jxssthjt/col/col42150/content/content_{n}.html");
    let row = |n: usize| {
        serde_json::json!({"id": n.to_string(), "title": format!("关于第{n}项工作的通知"), "pubDate": "2026-04-09 08:00", "contentSource": "示例处",
            "urls": format!("{{\"pc\":\"{}\"}}", at(n))})
    };
    let web = Fake::default();
    let page = |rows: std::ops::RangeInclusive<usize>| {
        let rows: Vec<_> = rows
            .map(|n| serde_json::json!({"source": row(n)}))
            .collect();
        serde_json::json!({"data": {"results": rows}}).to_string()
    };
    web.put("/queryList current=1", &page(1..=15));
    web.put("/queryList current=2", &page(16..=21));
    web.put(
        "/queryList current=3",
        &serde_json::json!({"data": {"results": []}}).to_string(),
    );
    let shown: Vec<_> = (1..=6).map(row).collect();
    let shown = serde_json::to_string(&shown).unwrap();
    web.put("/jxssthjt/col/col42150/index.html", &format!("<script>var listData = {{\n articleList: {shown},\n }};\nloadPageData(params, '9')</script>"));
    for n in 1..=21 {
        web.put(&at(n), &article(n));
    }
    let mut bench = Bench::new(web);
    bench.recipe = own;
    let run = bench.run(true);
    assert_eq!(
        (run.titles().len(), run.refusals().len()),
        (21, 0),
        "{:?}",
        run.refusals()
    );
    let run = bench.run(true);
    assert!(run.items.is_empty(), "both lists name an article alike");
    // The interface is closed: the page still brings what is new, and that the column was not read stands in the report.
    bench.web.say("/queryList current=1", 403);
    let shown: Vec<_> = (17..=22).map(row).collect();
    let shown = serde_json::to_string(&shown).unwrap();
    bench.web.put(
        "/jxssthjt/col/col42150/index.html",
        &format!("<script>var listData = {{\n articleList: {shown},\n }};</script>"),
    );
    bench.web.put(&at(22), &article(22));
    let run = bench.run(true);
    assert_eq!(run.titles(), ["关于第22项工作的通知"]);
    assert!(
        run.refusals()[0].detail.contains("403"),
        "{:?}",
        run.refusals()
    );
}
