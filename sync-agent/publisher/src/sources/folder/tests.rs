//! The folder source on invented files, and on any bytes at all.

use super::*;
use proptest::prelude::*;
use std::collections::HashSet;

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    dir
}

/// Everything a harvest brings, in path order.
fn read(from: &Path, channel: &Channel) -> anyhow::Result<Vec<Item>> {
    let mut items = Vec::new();
    Folder::new(
        from,
        channel,
        "folder",
        "2026-11-21T00:00:00Z".parse().unwrap(),
    )
    .harvest(None, &mut |item| items.push(item))?;
    items.sort_by(|a, b| a.source.cmp(&b.source));
    Ok(items)
}

fn open_channel() -> Channel {
    Channel {
        default_disclosure: Some("public".into()),
        evidence: Some("https://www.example.invalid/".into()),
        ..Channel::local()
    }
}

fn read_one(name: &str, bytes: &[u8]) -> Item {
    let dir = folder(&[(name, bytes)]);
    let mut items = read(dir.path(), &open_channel()).unwrap();
    assert_eq!(items.len(), 1);
    items.remove(0)
}

fn reason(item: &Item) -> Reason {
    item.result.as_ref().unwrap_err().reason
}

const NOTICE: &str = "示例市人民政府办公室关于做好某项工作的通知\n示政办发〔2018〕31号\n\n各区人民政府：\n\n现将有关事项通知如下。\n\n一、加强领导\n\n各部门要高度重视。\n\n示例市人民政府办公室\n2018年5月4日\n\n（此件公开发布）\n";

#[test]
fn an_id_is_the_site_and_the_path() {
    let dir = folder(&[("政策/2018-31.txt", NOTICE.as_bytes())]);
    let items = read(dir.path(), &Channel::local()).unwrap();
    let document = items[0].result.as_ref().unwrap();
    assert_eq!(document.id, "local:政策/2018-31.txt");
    assert_eq!(document.agency, "示例市人民政府办公室");
    assert_eq!(document.doc_no.as_deref(), Some("示政办发〔2018〕31号"));
    assert_eq!(document.issued_on.as_deref(), Some("2018-05-04"));
    document.check().unwrap();
}

#[test]
fn pictures_of_a_page_that_lie_beside_it_come_along_under_the_name_that_the_text_gives_them() {
    let page = "<html><head><title>办事指南</title></head><body><div id=zoom><h1>示例市办事指南</h1><p>现将办事流程公布如下，请各单位遵照执行，并向群众做好说明。</p>\
        <p><img src='./liu.PNG' alt='流程图'></p><p><img src='../outside.png' alt='外面'><img src='https://www.example.cn/web.png' alt='网上'></p>\
        <p><img src='liu.PNG' alt='流程图'></p><p>示例市人民政府办公室</p><p>2018年5月4日</p><p>（此件公开发布）</p></div></body></html>";
    let dir = folder(&[
        ("in/a.html", page.as_bytes()),
        ("in/liu.PNG", b"\x89PNG\r\n\x1a\n"),
        ("outside.png", b"\x89PNG\r\n\x1a\n of somebody else"),
    ]);
    let items = read(&dir.path().join("in"), &open_channel()).unwrap();
    let page = items.iter().find(|item| item.source == "a.html").unwrap();
    let document = page.result.as_ref().unwrap();
    let names: Vec<&str> = page
        .files
        .iter()
        .map(|(file, _)| file.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["流程图.PNG"],
        "once, and nothing from outside of the folder"
    );
    assert_eq!(document.attachments.len(), 1);
    let pictures = document
        .blocks
        .iter()
        .filter(|b| matches!(b, feed::Block::Picture { .. }));
    assert_eq!(pictures.count(), 4);
    document.check().unwrap();
}

#[test]
fn a_side_car_wins_and_its_files_are_attached() {
    let sidecar = "title = \"关于某事的通知\"\nvalidity = \"repealed\"\nattachments = [\"表.pdf\"]\n[[relations]]\nkind = \"replaces\"\ntarget = \"b.txt\"\n";
    let dir = folder(&[
        ("a.txt", NOTICE.as_bytes()),
        ("a.meta.toml", sidecar.as_bytes()),
        ("表.pdf", b"%PDF-"),
        ("b.txt", NOTICE.as_bytes()),
    ]);
    let items = read(dir.path(), &Channel::local()).unwrap();
    let document = items[0].result.as_ref().unwrap();
    assert_eq!(document.title, "关于某事的通知");
    assert_eq!(document.validity, "repealed");
    assert_eq!(document.attachments[0].length, 5);
    assert_eq!(document.relations[0].target, "local:b.txt");
    assert_eq!(items[0].files.len(), 1);
    assert_eq!(items[1].notes, ["same bytes as a.txt"]);
}

#[test]
fn a_side_car_that_leads_out_or_makes_no_sense_refuses() {
    for (sidecar, why) in [
        ("attachments = [\"../x.pdf\"]", Reason::Unreadable),
        ("attachments = [\"/etc/hostname\"]", Reason::Unsafe),
        ("titel = \"x\"", Reason::Unreadable),
    ] {
        let dir = folder(&[
            ("a.txt", NOTICE.as_bytes()),
            ("a.meta.toml", sidecar.as_bytes()),
        ]);
        let items = read(dir.path(), &Channel::local()).unwrap();
        assert_eq!(reason(&items[0]), why, "{sidecar}");
    }
}

#[test]
fn refusals_name_their_reason() {
    assert_eq!(reason(&read_one("a.txt", b"")), Reason::Empty);
    assert_eq!(
        reason(&read_one("a.txt", "　 \n\u{FEFF}".as_bytes())),
        Reason::Empty
    );
    assert_eq!(
        reason(&read_one("a.txt", b"\x00\x01\x02ELF\x00")),
        Reason::Unreadable
    );
    assert_eq!(reason(&read_one("a.json", b"{}")), Reason::Unreadable);
    assert_eq!(
        reason(&read_one("a.txt", &NOTICE.as_bytes()[..NOTICE.len() - 2])),
        Reason::DamagedText
    );
    let closed = NOTICE.replace("公开发布", "依申请公开");
    assert_eq!(
        reason(&read_one("a.txt", closed.as_bytes())),
        Reason::NotPublic
    );
    let large = vec![b'a'; usize::try_from(FILE_BYTES_MAX).unwrap() + 1];
    assert_eq!(reason(&read_one("a.txt", &large)), Reason::TooLarge);
}

#[test]
fn without_channel_and_mark_there_is_no_evidence() {
    let plain = NOTICE.replace("（此件公开发布）\n", "");
    let dir = folder(&[("a.txt", plain.as_bytes())]);
    assert_eq!(
        reason(&read(dir.path(), &Channel::local()).unwrap()[0]),
        Reason::NoEvidence
    );
    assert!(read(dir.path(), &open_channel()).unwrap()[0].result.is_ok());
}

#[test]
fn a_page_gives_words_and_nothing_active() {
    let page = "<html><head><title>关于某事的公告_示例市</title><script>steal()</script></head><body><div class=\"nav\"><a href=x>首页</a></div><div class=\"TRS_Editor\"><p>关于某事的公告</p><p>现将有关事项公告如下，请广大市民周知。</p><img src=\"javascript:x\" onerror=\"y\"><p style=\"text-align:right\">示例市医疗保障局</p><p style=\"text-align:right\">2018年3月2日</p></div></body></html>";
    let item = read_one("a.html", page.as_bytes());
    let document = item.result.unwrap();
    let json = serde_json::to_string(&document.blocks).unwrap();
    assert!(!json.contains("steal") && !json.contains("首页"), "{json}");
    assert_eq!(document.title, "关于某事的公告");
    assert_eq!(document.agency, "示例市医疗保障局");
}

#[test]
fn hostile_markup_leaves_words_or_nothing() {
    let hostile = [
        "<svg onload=alert(1)><script>STEAL</script><text>STEAL</text></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=STEAL></style></mglyph></table></mtext></math>",
        "<img src=x onerror=STEAL><a href='javascript:STEAL'>字</a>",
        "<iframe srcdoc='&lt;p&gt;STEAL&lt;/p&gt;'></iframe><object data=STEAL></object>",
        "<noscript><p title='</noscript><img src=x onerror=STEAL>'></noscript>",
        "<template><p>STEAL</p></template><xmp hidden>STEAL</xmp>",
        "<p style='display:none'>STEAL</p><p hidden>STEAL</p><!-- <p>STEAL</p> -->",
        "<form><input value=STEAL><textarea>STEAL</textarea><button>STEAL</button></form>",
        "<base href='http://STEAL.invalid/'><meta http-equiv=refresh content='0;url=STEAL'>",
        "<p onclick=STEAL style='background:url(STEAL)' class=STEAL id=STEAL data-x=STEAL>字</p>",
    ];
    for markup in hostile {
        let page = format!(
            "<html><head><title>关于某事的公告</title></head><body><div id=zoom><p>现将有关事项公告如下，请广大市民周知。</p>{markup}<p>示例市医疗保障局</p><p>2018年3月2日</p></div></body></html>"
        );
        let document = read_one("a.html", page.as_bytes()).result.unwrap();
        let json = serde_json::to_string(&document).unwrap();
        assert!(!json.contains("STEAL"), "{markup}: {json}");
        assert_eq!(document.agency, "示例市医疗保障局", "{markup}");
        check_any(&document);
    }
}

fn check_any(document: &Document) {
    let blocks = u32::try_from(document.blocks.len()).unwrap();
    let mut ids = HashSet::new();
    for article in &document.articles {
        assert!(article.from < article.to && article.to <= blocks);
        assert!(ids.insert(article.id.clone()), "{}", article.id);
    }
    document.check().unwrap();
}

/// Words that official texts are made of, in any order.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop::sample::select(vec![
        "第一条 甲",
        "第二章 乙",
        "一、丙",
        "（一）丁。",
        "1.戊",
        "（1）己",
        "附件1",
        "《示例市办法》",
        "示例市办法",
        "2018年3月2日",
        "示例市人民政府",
        "（此件公开发布）",
        "各部门：",
        "抄送：市委。",
        "\n",
        "\n\n",
        "    ",
        "　　",
        "目录",
        "关于某事的通知",
        "示政发〔2018〕1号",
        "发布日期:2018-01-01",
        "# 标题",
        "|a|b|",
        "<p>",
        "</p>",
        "<table><tr><td>x",
        "<!--",
        "2.1 庚",
        "主题词：甲 乙",
        "+++",
        "\t",
        "第十条之一 辛",
        "甲办 2018年1月1日印发",
    ]);
    prop::collection::vec(scrap, 0..60).prop_map(|scraps| scraps.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_makes_a_reader_panic(text in prop_oneof![scraps(), any::<String>()], kind in prop::sample::select(vec!["a.txt", "a.md", "a.html", "a.json"])) {
        if let Ok(document) = read_one(kind, text.as_bytes()).result {
            check_any(&document);
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), kind in prop::sample::select(vec!["a.txt", "a.md", "a.html", "a.json"])) {
        if let Ok(document) = read_one(kind, &bytes).result {
            check_any(&document);
        }
    }
}

#[test]
fn two_forms_of_one_name_are_one_id_also_for_attachments() {
    let (composed, apart) = ("caf\u{e9}", "cafe\u{301}");
    let side_car = format!("attachments = [\"{composed}.pdf\"]\n");
    let dir = folder(&[
        (&format!("{apart}.txt"), NOTICE.as_bytes()),
        (&format!("{composed}.txt"), NOTICE.as_bytes()),
        ("b.txt", NOTICE.as_bytes()),
        ("b.txt.meta.toml", side_car.as_bytes()),
        (&format!("{apart}.pdf"), b"%PDF-1.4"),
    ]);
    let items = read(dir.path(), &Channel::local()).unwrap();
    let told: Vec<(&str, Option<&str>)> = items
        .iter()
        .map(|item| {
            let id = item
                .result
                .as_ref()
                .ok()
                .map(|document| document.id.as_str());
            (item.source.as_str(), id)
        })
        .collect();
    let source = format!("{composed}.txt");
    let id = format!("local:{source}");
    assert_eq!(
        told,
        [
            ("b.txt", Some("local:b.txt")),
            (source.as_str(), Some(id.as_str())),
            (source.as_str(), None)
        ]
    );
    assert_eq!(reason(&items[2]), Reason::Duplicate);
    assert_eq!(items[0].files.len(), 1);
}
