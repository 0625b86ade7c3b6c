//! Articles whose address leads on: sets of frames, and pages that send a browser elsewhere.

use super::*;

const TEXT: &str = "<html><body><h1>关于第1项工作的通知</h1><div id=zoom><p>各单位：</p><p>现将第1项工作通知如下，请认真执行。</p><p><a href='b.docx'>分工表</a></p><p>示例市人民政府</p><p>2026年4月9日</p></div></body></html>";

/// The first article is `page`; `more` is what else the site has.
fn read(page: &str, more: &[(&str, &str)]) -> (Run, Vec<String>) {
    let web = Fake::default();
    web.put("/zc/index.html", &list([1, 2], 1));
    web.put(&path(1), page);
    web.put(&path(2), &article(2));
    for (path, words) in more {
        web.put(path, words);
    }
    let bench = Bench::new(web);
    let run = bench.run(false);
    (run, bench.web.asked())
}

fn sent_to(address: &str) -> String {
    format!(
        "<html><head><meta http-equiv=\"refresh\" content=\"0;url={address}\"></head><body>正在跳转…</body></html>"
    )
}

#[test]
fn the_page_that_an_article_sends_on_to_is_the_article() {
    let on = sent_to("/text/2.html");
    for (first, more) in [
        (sent_to("/text/1.html"), &[("/text/1.html", TEXT)][..]),
        (
            sent_to("../../text/1.html"),
            &[("/text/1.html", on.as_str()), ("/text/2.html", TEXT)],
        ),
    ] {
        let files = [("/text/b.docx", "PK invented")];
        let (run, _) = read(&first, &[more, &files].concat());
        let document = run.items[0].result.as_ref().unwrap();
        assert_eq!(document.title, "关于第1项工作的通知");
        assert_eq!(document.agency, "示例市人民政府");
        assert_eq!(document.id, "demo:1");
        // Its files lie beside the page that has the text.
        assert_eq!(document.attachments.len(), 1, "{:?}", run.items[0].notes);
    }
    // A page with a text of its own is not left for another one.
    let own = format!(
        "<meta http-equiv=refresh content='5;url=/other.html'>{}",
        article(1)
    );
    let (run, asked) = read(&own, &[("/other.html", TEXT)]);
    assert!(run.items[0].result.is_ok());
    assert!(!asked.contains(&"/other.html".to_owned()));
}

#[test]
fn a_page_that_leads_nowhere_is_refused_with_its_reason() {
    let round = sent_to(&path(1));
    let chain: Vec<(String, String)> = (1..20)
        .map(|n| {
            (
                format!("/on/{n}.html"),
                sent_to(&format!("/on/{}.html", n + 1)),
            )
        })
        .collect();
    let chain: Vec<(&str, &str)> = chain
        .iter()
        .map(|(path, page)| (path.as_str(), page.as_str()))
        .collect();
    for (first, more, why) in [
        (
            sent_to("http://other.invalid/1.html"),
            &[][..],
            "not in site.hosts",
        ),
        (sent_to("/gone.html"), &[], "answers 404"),
        (
            sent_to("/text/1.html"),
            &[("/text/1.html", round.as_str())],
            "leads back to",
        ),
        (sent_to("/on/1.html"), &chain, "more than 8 pages"),
        (
            sent_to("/"),
            &[("/", "<title>示例市人民政府</title>")],
            "leads to the home page",
        ),
        (
            sent_to("javascript:history.back()"),
            &[],
            "not in site.hosts",
        ),
    ] {
        let (run, asked) = read(&first, more);
        let refusal = run.items[0].result.as_ref().unwrap_err();
        assert!(refusal.detail.contains(why), "{why}: {}", refusal.detail);
        assert!(asked.len() < 20, "{asked:?}");
    }
}

#[test]
fn the_one_frame_of_a_set_that_holds_a_text_is_the_article() {
    let set = "<html><head><title>示例市</title></head><frameset rows='80,*'><frame src='/top.html'><frameset cols='200,*'><frame src='/menu.html'><frame src='/text/1.html' name=main></frameset></frameset></html>";
    let top = (
        "/top.html",
        "<html><body><h2>示例市人民政府</h2></body></html>",
    );
    let links: String = (0..12)
        .map(|n| format!("<p><a href=/l{n}.html>第{n}个栏目的名称</a></p>"))
        .collect();
    let menu = ("/menu.html", links.as_str());
    let inner = "<html><frameset cols='*'><frame src='/text/2.html'></frameset></html>";
    let on = sent_to("/text/2.html");
    let file = ("/text/b.docx", "PK invented");
    for text in [
        &[("/text/1.html", TEXT)][..],
        &[("/text/1.html", inner), ("/text/2.html", TEXT)],
        &[("/text/1.html", on.as_str()), ("/text/2.html", TEXT)],
    ] {
        let (run, _) = read(set, &[&[top, menu, file], text].concat());
        let document = run.items[0]
            .result
            .as_ref()
            .unwrap_or_else(|r| panic!("{r:?}"));
        assert_eq!(document.agency, "示例市人民政府");
        assert_eq!(document.attachments.len(), 1, "{:?}", run.items[0].notes);
    }
    let round = "<html><frameset cols='*'><frame src='/top.html'></frameset></html>";
    for (text, why) in [
        (
            &[("/text/1.html", links.as_str())][..],
            "0 of which hold a text",
        ),
        (
            &[("/text/1.html", TEXT), ("/menu.html", TEXT)],
            "2 of which hold a text",
        ),
        (&[("/text/1.html", round)], "leads back to"),
        (&[], "answers 404"),
    ] {
        let (run, _) = read(set, &[&[top, menu], text].concat());
        let refusal = run.items[0].result.as_ref().unwrap_err();
        assert!(refusal.detail.contains(why), "{why}: {}", refusal.detail);
    }
    let (run, _) = read(&set.replace("src='", "src='http://other.invalid"), &[]);
    let refusal = run.items[0].result.as_ref().unwrap_err();
    assert!(
        refusal.detail.contains("a page of frames"),
        "{}",
        refusal.detail
    );
}
