//! 大汉: jpage (a datastore in the page, and `dataproxy.jsp`), jpaas (units as JSON with HTML), the new jcms (/queryList). Owns what each page says of
//! the address that its script asks.

use regex::Regex;
use scraper::Html;
use url::Url;

use crate::sources::portal::family::listed;
use crate::sources::portal::family::way::{Shell, one, path_of, quoted, way};
use crate::sources::portal::pick;

/// Units of one page that may be its list.
const UNITS_MAX: usize = 6;
const JPAGE_FIELDS: &str = "[list.fields]\nlink = [\"a@href\"]\ntitle = [\"a@title\", \"a\"]\ndate = [\"b@readlabel\", \
    're:((?:19|20)\\d\\d[-/.年]\\d{1,2}[-/.月]\\d{1,2})']";

/// 大汉 jpage: rows in a datastore, in the page itself or from `dataproxy.jsp`.
pub fn jpage(url: &Url, words: &str, column: &str) -> Option<Shell> {
    const NAME: &str = "大汉 jcms jpage";
    let island = words.contains("<datastore") && words.contains("<record>");
    if !island && !words.contains("dataproxy.jsp") {
        return None;
    }
    let mut ways = Vec::new();
    let records = words.matches("<record>").count();
    let stored = |paging: &str| {
        format!(
            "url = {}\nwrap = \"xml-datastore\"\nitems = \"record\"\nmin_items = {}\n{paging}{JPAGE_FIELDS}",
            quoted(&path_of(url)),
            records.div_ceil(2)
        )
    };
    let proxy = one(r#"["'>]([^"'<>\s]*dataproxy\.jsp)"#, words)
        .unwrap_or_else(|| "/module/web/jpage/dataproxy.jsp".to_owned());
    let said = |name: &str| one(&format!(r#"\b{name}["']?\s*[=:]\s*["']?([\w-]+)"#), words);
    let column_id = said("columnid").or_else(|| one(r"/col/col(\d+)/", url.path()));
    // Where the page names its next group of rows, that is asked for.
    if island && let Some(group) = next_group(words) {
        for n in ["{n}", "{n-1}", "{n+1}"] {
            let next = quoted(&group.replace("{n}", n));
            let paging = format!("page = {{ kind = \"param\", next = {next} }}\n");
            let mut way = way(
                NAME,
                &format!("the next group, {n}"),
                column,
                stored(&paging),
                "",
            );
            way.is_this_page = true;
            ways.push(way);
        }
    }
    if let (Some(unit), Some(column_id)) = (said("unitid"), column_id) {
        let size = said("perpage").or_else(|| said("perPage"));
        let size = size.and_then(|size| size.parse::<usize>().ok());
        let size = size.filter(|size| (1..=200).contains(size)).unwrap_or(20);
        let web = said("webid").unwrap_or_else(|| "1".to_owned());
        let kind = said("sourceContentType").unwrap_or_else(|| "1".to_owned());
        let window = "startrecord={from}&endrecord={to}&perpage={size}";
        let tail = format!(
            "wrap = \"xml-datastore\"\nitems = \"record\"\nmin_items = 1\n\
             page = {{ kind = \"window\", size = {size}, total = \"xml:totalrecord\" }}\n{JPAGE_FIELDS}"
        );
        let posted = format!(
            "method = \"POST\"\nurl = {}\nform = {{ col = \"1\", appid = \"1\", webid = {web}, path = \"/\", columnid = {column}, \
             sourceContentType = {kind}, unitid = {unit}, permissiontype = \"0\" }}\n{tail}",
            quoted(&format!("{proxy}?{window}")),
            web = quoted(&web),
            column = quoted(&column_id),
            kind = quoted(&kind),
            unit = quoted(&unit),
        );
        ways.push(way(NAME, "windows of rows, posted", column, posted, ""));
        let got = format!(
            "url = {}\n{tail}",
            quoted(&format!(
                "{proxy}?{window}&appid=1&webid={web}&path=/&columnid={column_id}&sourceContentType={kind}&unitid={unit}&permissiontype=0"
            ))
        );
        ways.push(way(NAME, "windows of rows", column, got, ""));
    }
    if island {
        let mut whole = way(NAME, "", column, stored(""), "");
        whole.is_this_page = true;
        ways.push(whole);
    }
    Some(Shell { name: NAME, ways })
}

/// The address of `<nextgroup>`, with `{n}` in place of its number.
fn next_group(words: &str) -> Option<String> {
    let (_, rest) = words.split_once("<nextgroup>")?;
    let (group, _) = rest.split_once("</nextgroup>")?;
    let address = one(r#"href=["']([^"']+)["']"#, group)?.replace("&amp;", "&");
    let number = Regex::new(r"([?&]page=)\d+").ok()?;
    number
        .is_match(&address)
        .then(|| number.replace(&address, "$1{n}").into_owned())
}

/// 大汉 jpaas: units of a page, each built by an address with the unit's numbers, as JSON with HTML.
pub fn jpaas(words: &str, page: &Html, column: &str) -> Option<Shell> {
    const NAME: &str = "大汉 jpaas";
    if !words.contains("jpaas-publish-server") && !words.to_ascii_lowercase().contains("querydata=")
    {
        return None;
    }
    let pairs = Regex::new(r#"["'](\w+)["']\s*:\s*["']?([^"',}]*)"#).ok()?;
    let mut ways = Vec::new();
    for unit in pick::select(page.root_element(), "[querydata]")
        .into_iter()
        .take(UNITS_MAX)
    {
        let value = unit.value();
        let data = value.attr("querydata").unwrap_or_default();
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let mut known = 0;
        for pair in pairs.captures_iter(data) {
            known += usize::from(matches!(&pair[1], "webId" | "pageId" | "tplSetId"));
            if &pair[1] != "paramJson" {
                query.append_pair(&pair[1], pair[2].trim());
            }
        }
        if known < 2 {
            continue;
        }
        let query = query.finish();
        let query = match query.contains("parseType=") {
            true => query,
            false => format!("parseType=bulidstatic&pageType=column&{query}"),
        };
        let at = value.attr("url").or_else(|| value.attr("uniturl"));
        let at = at
            .filter(|at| at.contains("build/unit"))
            .unwrap_or("/api-gateway/jpaas-publish-server/front/page/build/unit");
        // The rows of a unit look as those that the page shows, if it shows any.
        let shown = listed::find(page).filter(|listed| listed.dated > 0);
        let (items, fields) = match &shown {
            Some(listed) => {
                let row = listed.items.rsplit(" > ").next().unwrap_or("li");
                (row.to_owned(), listed.fields())
            }
            None => (
                "li".to_owned(),
                JPAGE_FIELDS.replace("\"b@readlabel\", ", ""),
            ),
        };
        let items = quoted(&format!("{items}:has(a)|li:has(a)|tr:has(a)|div:has(> a)"));
        for size in ["%2C%22pageSize%22%3A{size}", ""] {
            let address = format!("{at}?{query}&paramJson=%7B%22pageNo%22%3A{{n}}{size}%7D");
            let table = format!(
                "url = {}\nwrap = \"json-html\"\nfragment = \"data.html\"\nitems = {items}\nmin_items = 1\n\
                 page = {{ kind = \"param\", size = 20 }}\n{fields}",
                quoted(&address)
            );
            let tag = one(r#"["']tagId["']\s*:\s*["']([^"']*)"#, data).unwrap_or_default();
            ways.push(way(NAME, &format!("its unit {tag}"), column, table, ""));
        }
    }
    Some(Shell { name: NAME, ways })
}

/// The new jcms (江西 and others): `loadPageData(params)` fills a Handlebars template from /queryList.
pub fn new_jcms(words: &str, column: &str) -> Option<Shell> {
    const NAME: &str = "大汉 jcms (loadPageData)";
    if !words.contains("loadPageData(") {
        return None;
    }
    let list = |name: &str| {
        let values = one(&format!(r"\b{name}\s*:\s*\[([^\]]*)\]"), words)?;
        one(r#"["']([^"']+)["']"#, &values)
    };
    let ways = match (list("webSiteCode"), list("channelCode")) {
        (Some(site), Some(channel)) => {
            let size =
                one(r#"\bperPage\s*:\s*["']?(\d+)"#, words).unwrap_or_else(|| "15".to_owned());
            let table = format!(
                "method = \"POST\"\nurl = \"/queryList\"\n\
                 form = {{ current = \"{{n}}\", pageSize = \"{{size}}\", \"webSiteCode[]\" = {}, \"channelCode[]\" = {}, sort = \"sortNum\", order = \"desc\" }}\n\
                 wrap = \"json\"\nitems = \"data.results\"\nmin_items = 1\npage = {{ kind = \"param\", size = {size} }}\n\
                 [list.fields]\nlink = [\"source.pcUrl\", 're:\\\\?\"pc\\\\?\"\\s*:\\s*\\\\?\"([^\"\\\\]+)', \"source.url\"]\n\
                 title = [\"source.title\", \"source.showTitle\"]\ndate = [\"source.pubDate\"]\nagency = [\"source.contentSource\"]",
                quoted(&site),
                quoted(&channel)
            );
            vec![way(NAME, "/queryList", column, table, "")]
        }
        _ => Vec::new(),
    };
    Some(Shell { name: NAME, ways })
}
