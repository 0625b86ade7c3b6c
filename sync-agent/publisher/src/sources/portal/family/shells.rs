//! Pages whose list is drawn by a script, by the system that draws it. Owns the order in which the systems are looked for, and those that are no
//! 大汉: 广东 gkmlpt, 金融监管总局. Which address each asks is known here; whether it answers so is tried by others.

use scraper::Html;
use serde_json::Value;
use url::Url;

use crate::sources::portal::family::hanweb;
use crate::sources::portal::family::way::{Shell, Way, one, quoted, way};

/// Columns of a directory that are proposed at once.
const COLUMNS_MAX: usize = 200;

/// The systems that the page at `url` belongs to.
pub fn find(url: &Url, words: &str, page: &Html, column: &str) -> Vec<Shell> {
    [
        hanweb::jpage(url, words, column),
        hanweb::jpaas(words, page, column),
        gkmlpt(url, words, column),
        hanweb::new_jcms(words, column),
        nfra(url, words, column),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// 广东 gkmlpt (政府信息公开目录管理平台): a tree of columns in the page, each as JSON.
fn gkmlpt(url: &Url, words: &str, column: &str) -> Option<Shell> {
    const NAME: &str = "广东 gkmlpt";
    if !words.contains("gkmlpt") || !words.contains("_CONFIG") {
        return None;
    }
    let before = url.path().split("/gkmlpt").next().unwrap_or_default();
    let sid = one(r#"\bSID["']?\s*:\s*["']?(\d+)"#, words);
    let asked = url
        .fragment()
        .filter(|id| id.bytes().all(|b| b.is_ascii_digit()));
    let mut leaves = Vec::new();
    if let Some(tree) = tree(words) {
        collect(&tree, &mut leaves);
    }
    if let Some(id) = asked {
        let name = leaves.iter().find(|(number, _)| number == id);
        let name = name.map_or(column.to_owned(), |(_, name)| name.clone());
        leaves = vec![(id.to_owned(), name)];
    }
    leaves.truncate(COLUMNS_MAX);
    // Asked alone, a column must have rows; among all, some are empty.
    let least = usize::from(asked.is_some());
    let columns: Vec<(String, String)> = sid
        .iter()
        .flat_map(|sid| leaves.iter().map(move |leaf| (sid, leaf)))
        .map(|(sid, (id, name))| {
            let address = format!("{before}/gkmlpt/api/all/{id}?page={{n}}&sid={sid}");
            let table = format!(
                "url = {}\nwrap = \"json\"\nitems = \"articles\"\nmin_items = {least}\npage = {{ kind = \"param\", size = 100 }}\n\
                 [list.fields]\nid = [\"id\"]\nlink = [\"url\", \"post_url\"]\ntitle = [\"title\"]\n\
                 date = [\"display_publish_time\", \"first_publish_time\", \"date\", \"created_at\"]\n\
                 doc_no = [\"document_number\"]\nindex_no = [\"identifier\"]\nagency = [\"publisher\"]\n\
                 [list.date]\ndate = [\"epoch-s\"]",
                quoted(&address)
            );
            (name.clone(), table)
        })
        .collect();
    let ways = match columns.is_empty() {
        true => Vec::new(),
        false => vec![Way {
            family: NAME.to_owned(),
            paging: "its interface".to_owned(),
            columns,
            detail: "title = [\"meta:ArticleTitle\", \"script:DETAIL.title\", \".title\", \"h1\"]\nbody = [\"script:DETAIL.content\", \".article-content\", \".content\"]\n".to_owned(),
            is_this_page: false,
        }],
    };
    Some(Shell { name: NAME, ways })
}

/// The array behind `TREE:`.
fn tree(words: &str) -> Option<Value> {
    let (_, rest) = words.split_once("TREE")?;
    let open = rest.find('[')?;
    let mut values = serde_json::Deserializer::from_str(&rest[open..]).into_iter::<Value>();
    values.next()?.ok()
}

/// Columns without columns of their own.
fn collect(tree: &Value, leaves: &mut Vec<(String, String)>) {
    for node in tree.as_array().into_iter().flatten() {
        let led = node.get("jump_url").and_then(Value::as_str);
        if led.is_some_and(|led| !led.is_empty()) || leaves.len() >= COLUMNS_MAX {
            continue;
        }
        let before = leaves.len();
        if let Some(children) = node.get("children") {
            collect(children, leaves);
        }
        let id = node.get("id").map(|id| id.to_string().replace('"', ""));
        let name = node.get("name").and_then(Value::as_str);
        if let (true, Some(id), Some(name)) = (leaves.len() == before, id, name) {
            leaves.push((id, name.trim().to_owned()));
        }
    }
}

/// 金融监管总局 (cbircweb): an Angular page; the column is the itemId of its address.
fn nfra(url: &Url, words: &str, column: &str) -> Option<Shell> {
    const NAME: &str = "金融监管总局 cbircweb";
    let of_site = words.contains("/cbircweb/") || url.path().starts_with("/cbircweb/");
    let angular = words.contains("ng-app") && url.path().contains("/view/pages/");
    if !of_site && !angular {
        return None;
    }
    let whole = url.as_str();
    let Some(item) = one(r"[?&]itemId=(\d+)", whole) else {
        return Some(Shell {
            name: NAME,
            ways: Vec::new(),
        });
    };
    let detail = "source = \"json\"\nurl = \"/cbircweb/DocInfo/SelectByDocId?docId={id}\"\nroot = \"data\"\ntitle = [\"docSubtitle\", \"docTitle\"]\n\
        date = [\"publishDate\"]\ndoc_no = [\"documentNo\"]\nindex_no = [\"indexNo\"]\nagency = [\"agencyTypeName\", \"docSource\"]\nbody = [\"docClob\"]\n\
        attachments = { at = \"attachmentInfoVOList\", name = \"json:displayName\" }\n";
    let ways = [
        "/cn/static/data/DocInfo/SelectDocByItemIdAndChild/data_itemId={item},pageIndex={n},pageSize=18.json",
        "/cbircweb/DocInfo/SelectDocByItemIdAndChild?itemId={item}&pageSize=18&pageIndex={n}",
    ]
    .map(|address| {
        let table = format!(
            "url = {}\nconst = {{ item = {} }}\nwrap = \"json\"\nok = {{ path = \"rptCode\", equals = \"200\" }}\nitems = \"data.rows|data.lists\"\n\
             page = {{ kind = \"param\", start = 1, size = 18, total = \"json:data.total\" }}\n[list.fields]\nid = [\"docId\"]\n\
             title = [\"docSubtitle\", \"docTitle\"]\ndate = [\"publishDate\", \"builddate\"]\n\
             link = [\"tpl:/cbircweb/DocInfo/SelectByDocId?docId={{id}}\"]",
            quoted(address),
            quoted(&item)
        );
        way(NAME, address, column, table, detail)
    });
    Some(Shell {
        name: NAME,
        ways: ways.into(),
    })
}
