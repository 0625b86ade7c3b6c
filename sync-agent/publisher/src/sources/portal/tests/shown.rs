//! Articles that show a file or another page instead of holding a text.

use super::*;

const TITLE: &str = "<title>关于第1项工作的通知</title><h1>关于第1项工作的通知</h1>";

/// The first article with `body`, and what its run made of it.
fn read(body: &str, more: &[(&str, &str)]) -> Run {
    let web = Fake::default();
    web.put("/zc/index.html", &list([1, 2], 1));
    web.put(&path(1), &format!("{TITLE}{body}"));
    web.put(&path(2), &article(2));
    for (path, words) in more {
        web.put(path, words);
    }
    Bench::new(web).run(false)
}

#[test]
fn the_page_that_a_viewer_opens_is_no_part_of_the_files_name() {
    let pdf = "%PDF-1.4 invented";
    for body in [
        "<div id=zoom><iframe src='./P1.pdf#page=2'></iframe></div>",
        "<div id=zoom><embed src='P1.pdf#toolbar=0&navpanes=0' type='application/pdf'></div>",
        "<div id=zoom><object data='/zc/202604/P1.pdf#zoom=100'></object></div>",
        "<div id=zoom><p>全文如下，请认真执行。</p><p><a href='./P1.pdf#page=1'>P1.pdf</a> <a href='./P1.pdf#page=9'>第九页</a></p></div>",
        "<div id=zoom><p>全文如下，请认真执行。</p><iframe src='P1.pdf#view=FitH'></iframe><p><a href='http://www.example.invalid/zc/202604/P1.pdf'>下载</a></p></div>",
        "<div id=zoom><iframe src='/pdfjs/web/viewer.html?file=/zc/202604/P1.pdf#page=3&zoom=auto'></iframe></div>",
    ] {
        let run = read(body, &[("/zc/202604/P1.pdf", pdf)]);
        let document = run.items[0].result.as_ref().unwrap();
        let files: Vec<_> = document
            .attachments
            .iter()
            .map(|f| f.sha256.as_str())
            .collect();
        assert_eq!(files, [hex::encode(Sha256::digest(pdf))], "{body}");
        assert!(document.attachments[0].name.ends_with(".pdf"), "{body}");
    }
}

#[test]
fn a_file_that_a_page_shows_is_its_attachment() {
    let pdf = "%PDF-1.4 invented";
    for (body, at, name) in [
        (
            "<div id=zoom><iframe src='./P1.pdf'></iframe></div>",
            "/zc/202604/P1.pdf",
            "P1.pdf",
        ),
        (
            "<div id=zoom><embed src='/f/%E6%96%87%E4%BB%B6.pdf' type='application/pdf'></div>",
            "/f/%E6%96%87%E4%BB%B6.pdf",
            "文件.pdf",
        ),
        (
            "<div id=zoom><object data='/f/a.ofd' title='示例文件'></object></div>",
            "/f/a.ofd",
            "示例文件.ofd",
        ),
        (
            "<div id=zoom><iframe src='/pdfjs/web/viewer.html?file=/f/a.pdf'></iframe></div>",
            "/f/a.pdf",
            "a.pdf",
        ),
        (
            "<div id=zoom><iframe src='/pdfjs/web/viewer.html?file=%2Ff%2Fa%20b.pdf#page=1'></iframe></div>",
            "/f/a%20b.pdf",
            "a b.pdf",
        ),
        (
            "<div id=zoom><iframe src='../../js/web/viewer.html?file=../x/a.pdf'></iframe></div>",
            "/js/x/a.pdf",
            "a.pdf",
        ),
        (
            "<div id=zoom><p>各单位：</p><p>现将有关事项印发给你们，请认真执行。</p></div><div><iframe src='/v/index.jsp?url=/f/a.pdf'></iframe></div>",
            "/f/a.pdf",
            "a.pdf",
        ),
        (
            "<div id=zoom><p>全文如下，请认真执行。</p><p><a href='/pdfjs/web/viewer.html?file=/f/a.pdf'>示例文件</a></p></div>",
            "/f/a.pdf",
            "示例文件.pdf",
        ),
        (
            "<div id=zoom><div id=v></div><script>PDFObject.embed('/f/a.pdf', '#v');</script></div>",
            "/f/a.pdf",
            "a.pdf",
        ),
        (
            "<div id=zoom><div id=demo></div></div><script>var h5 = new Pdfh5('#demo', {pdfurl: '/f/a.pdf'});</script>",
            "/f/a.pdf",
            "a.pdf",
        ),
        (
            "<div id=zoom><embed data-src='/f/a.pdf' type='application/pdf'></div>",
            "/f/a.pdf",
            "a.pdf",
        ),
        (
            "<div id=zoom><object data-src='/f/a.ofd' type='application/ofd'></object></div>",
            "/f/a.ofd",
            "a.ofd",
        ),
        (
            "<div id=zoom><object classid='clsid:0'><param name=src value='/f/a.pdf'></object></div>",
            "/f/a.pdf",
            "a.pdf",
        ),
        (
            "<div id=zoom><p>全文如下，请认真执行。</p><p><a href='javascript:;' onclick=\"openPdf('/f/a.pdf')\">示例文件</a></p></div>",
            "/f/a.pdf",
            "示例文件.pdf",
        ),
        (
            "<div id=zoom><p>全文如下，请认真执行。</p><p><a data-file='/f/a.docx' class=open>示例文件</a></p></div>",
            "/f/a.docx",
            "示例文件.docx",
        ),
    ] {
        let run = read(body, &[(at, pdf)]);
        let item = &run.items[0];
        let document = item
            .result
            .as_ref()
            .unwrap_or_else(|refused| panic!("{body}: {refused:?}"));
        assert_eq!(document.title, "关于第1项工作的通知", "{body}");
        let names: Vec<&str> = document
            .attachments
            .iter()
            .map(|file| file.name.as_str())
            .collect();
        assert_eq!(names, [name], "{body}: {:?}", item.notes);
    }
    // It does not come: its address stands there, and that is told.
    let run = read(
        "<div id=zoom><iframe src='/v/viewer.html?file=/f/a.pdf'></iframe></div>",
        &[],
    );
    assert_eq!(
        run.items[0].links[0].address,
        "http://www.example.invalid/f/a.pdf"
    );
    assert!(
        run.items[0].notes[0].contains("/f/a.pdf"),
        "{:?}",
        run.items[0].notes
    );
}

#[test]
fn a_text_that_stands_in_a_frame_of_the_site_is_the_documents() {
    let text = "<html><body><p>各单位：</p><p>现将第1项工作通知如下，请认真执行。</p><p><a href='b.docx'>分工表</a></p><p>示例市人民政府</p><p>2026年4月9日</p></body></html>";
    let body = "<div id=zoom><iframe src='/text/1.html' width=100%></iframe><iframe src='/count.html' width=0 height=0></iframe></div>";
    let run = read(
        body,
        &[("/text/1.html", text), ("/text/b.docx", "PK invented")],
    );
    let document = run.items[0].result.as_ref().unwrap();
    assert_eq!(
        (document.title.as_str(), document.agency.as_str()),
        ("关于第1项工作的通知", "示例市人民政府")
    );
    assert_eq!(
        document.attachments[0].name, "分工表.docx",
        "{:?}",
        run.items[0].notes
    );
    // Also where nothing on the page bears the name of a text, so that its imprint would be taken for one.
    let body = "<iframe src='/text/1.html'></iframe><div class=foot><p>主办：示例市人民政府　承办：示例市数据局</p><p>网站标识码：0000000000</p></div>";
    let run = read(body, &[("/text/1.html", text)]);
    let document = run.items[0].result.as_ref().unwrap();
    assert_eq!(document.agency, "示例市人民政府");
    // Another site's frame, one that does not come, and two of them: no text is made of it.
    for (body, frame) in [
        (
            "<div id=zoom><iframe src='http://other.invalid/1.html'></iframe></div>",
            text,
        ),
        (
            "<div id=zoom><iframe src='/text/2.html'></iframe></div>",
            text,
        ),
        (
            "<div id=zoom><iframe src='/text/1.html'></iframe><iframe src='/text/3.html'></iframe></div>",
            text,
        ),
        (
            "<div id=zoom><iframe src='/text/1.html'></iframe></div>",
            "<title>安全验证</title><p>请完成安全验证</p>",
        ),
    ] {
        let run = read(body, &[("/text/1.html", frame)]);
        assert!(
            run.items[0].result.is_err(),
            "{body}: {:?}",
            run.items[0].result
        );
    }
    // A page with a text of its own keeps it.
    let own = article(1).replace("</div>", "</div><iframe src='/text/1.html'></iframe>");
    let run = read(
        &own,
        &[("/text/1.html", "<p>别的内容，不应当读到这里。</p>")],
    );
    let document = run.items[0].result.as_ref().unwrap();
    assert!(!format!("{:?}", document.blocks).contains("别的内容"));
}

#[test]
fn a_text_that_a_page_holds_without_showing_it_is_read_where_the_recipe_says_so() {
    let text = "<p>各单位：</p><p>现将第1项工作通知如下，请认真执行。</p>";
    let escaped = text.replace('<', "&lt;");
    let json = serde_json::json!({"data": {"article": {"body": text}}});
    for (candidate, page) in [
        (
            "script:article.body",
            format!("<div id=app></div><script>var data = {json}</script>"),
        ),
        (
            "script:__DATA__.data.article.body",
            format!(
                "<div id=app></div><script id=__DATA__ type='application/json'>{json}</script>"
            ),
        ),
        (
            "textarea#c",
            format!("<div id=zoom></div><textarea id=c style='display:none'>{escaped}</textarea>"),
        ),
        (
            "input#c",
            format!("<div id=zoom></div><input type=hidden id=c value=\"{escaped}\">"),
        ),
        (
            "div.t@data-html",
            format!("<div class=t data-html=\"{escaped}\"></div>"),
        ),
        (
            "script#t",
            format!("<div id=zoom></div><script id=t type='text/html'>{text}</script>"),
        ),
        (
            "template#t",
            format!("<div id=zoom></div><template id=t>{text}</template>"),
        ),
    ] {
        let web = Fake::default();
        web.put("/zc/index.html", &list([1, 2], 1));
        web.put(&path(1), &format!("{TITLE}{page}"));
        web.put(&path(2), &article(2));
        let mut bench = Bench::new(web);
        let body = toml::Value::from(vec![candidate, "div#zoom"]).to_string();
        bench.recipe = RECIPE.replace("body = [\"div#zoom\"]", &format!("body = {body}"));
        let run = bench.run(false);
        assert_eq!(run.titles().len(), 2, "{candidate}: {:?}", run.refusals());
        let first = run.items[0].result.as_ref().unwrap();
        let blocks = format!("{:?}", first.blocks);
        assert!(
            blocks.contains("现将第1项工作通知如下"),
            "{candidate}: {blocks}"
        );
        // A site that was rebuilt holds nothing there: the shell is no document.
        bench.web.put(
            &path(1),
            &format!("{TITLE}<div id=app></div><script>start()</script>"),
        );
        let mut rebuilt = Bench::new(bench.web.clone());
        rebuilt.recipe = bench.recipe.clone();
        let run = rebuilt.run(false);
        assert_eq!(run.titles(), ["关于第2项工作的通知"], "{candidate}");
    }
}

#[test]
fn an_article_that_two_columns_call_differently_is_not_new_every_day() {
    let web = sound();
    let other = list([1, 2], 1).replace("关于第", "【公告】关于第");
    web.put("/gg/index.html", &other);
    let mut bench = Bench::new(web);
    let second = RECIPE
        .split("[[list]]")
        .nth(1)
        .and_then(|rest| rest.split("[detail]").next())
        .unwrap()
        .replace("政策文件", "公告")
        .replace("url = \"index.html\"", "url = \"/gg/index.html\"");
    bench.recipe = RECIPE.replace("[detail]", &format!("[[list]]{second}\n[detail]"));
    // Rows are relative to their page.
    for n in [1, 2] {
        bench.web.put(&path(n).replace("/zc/", "/gg/"), &article(n));
    }
    bench.run(true);
    bench.web.asked();
    assert!(bench.run(false).items.is_empty());
    let asked = bench.web.asked();
    assert!(
        asked.iter().all(|path| !path.contains("/t2026")),
        "{asked:?}"
    );
}

#[test]
fn what_a_list_writes_behind_a_title_is_none_of_it_where_the_page_says_it_without() {
    let text = "<p>各单位：</p><p>现将第1项工作通知如下，请认真执行。</p>";
    let named = "关于第1项工作的通知";
    for (page, title) in [
        (
            format!("<h1>{named}</h1><div id=zoom>{text}</div>"),
            named.to_owned(),
        ),
        (
            format!("<div id=zoom><p>{named}</p>{text}</div>"),
            named.to_owned(),
        ),
        (format!("<div id=zoom>{text}</div>"), format!("{named}[图]")),
    ] {
        let web = Fake::default();
        web.put(
            "/zc/index.html",
            &list([1, 2], 1).replace("通知</a>", "通知[图]</a>"),
        );
        web.put(&path(1), &page);
        web.put(&path(2), &article(2));
        let run = Bench::new(web).run(false);
        let document = run.items[0].result.as_ref().unwrap();
        assert_eq!(document.title, title);
        assert!(run.items[0].notes.is_empty(), "{:?}", run.items[0].notes);
        assert!(
            !serde_json::to_string(&document.blocks)
                .unwrap()
                .contains(named)
        );
    }
}
