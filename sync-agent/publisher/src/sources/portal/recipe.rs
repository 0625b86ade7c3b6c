//! A recipe (站点配方): how one portal's lists and articles are read, as data. Owns the keys of the file and their limits; unknown keys are
//! errors, so that a slip of the pen is not a silent fault.
//!
//! Long because the format is one table of keys, which a reader looks up in one place.
//! Every field is a list of candidates; the first that gives words wins (see `pick`).

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, ensure};
use serde::Deserialize;
use url::Url;

/// Bytes of a recipe.
const RECIPE_BYTES_MAX: u64 = 256 * 1024;
/// Bytes of one file of certificates.
const AUTHORITY_BYTES_MAX: u64 = 64 * 1024;
/// Shortest pause between two requests, milliseconds: a recipe may ask for more patience, never for less.
pub const DELAY_MS_MIN: u64 = 200;
const DELAY_MS: u64 = 2_000;

/// Fields that a site's own label may name, each with the wording that is known of it.
pub const FIELDS: &[(&str, &str)] = &[
    ("title", "标题"),
    ("agency", "发文机关"),
    ("doc_no", "发文字号"),
    ("index_no", "索引号"),
    ("issued", "成文日期"),
    ("published", "发布日期"),
    ("validity", "有效性"),
    ("until", "有效期至"),
    ("subjects", "主题词"),
    ("catalogue", "主题分类"),
    ("disclosure", "公开方式"),
];

/// Candidates for one field.
pub type Picks = Vec<String>;

/// A whole recipe.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Recipe {
    pub site: Site,
    pub list: Vec<List>,
    #[serde(default)]
    pub detail: Detail,
    /// What is done to links of lists.
    #[serde(default)]
    pub link: LinkRules,
    /// When an article is gone.
    #[serde(default)]
    pub removal: Removal,
    /// The site's words for validity, to the feed's codes.
    #[serde(default)]
    pub validity: BTreeMap<String, String>,
}

/// The `[site]` table: where the portal is and how it wants to be asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Site {
    pub id: String,
    pub name: String,
    /// Where lists are resolved against.
    #[serde(deserialize_with = "address")]
    pub start: Url,
    /// Other hosts are never asked; their rows are counted.
    pub hosts: Vec<String>,
    #[serde(default = "delay")]
    pub delay_ms: u64,
    /// What its pages are written in, where they say it wrongly: a name such as `gb18030`, or `auto`.
    #[serde(default = "auto")]
    pub charset: String,
    /// How new its TLS is.
    #[serde(default)]
    pub tls: Tls,
    /// Files beside the recipe (PEM) with certificates that vouch for this site alone: its own authority, or the one in the middle that it
    /// does not send.
    #[serde(default)]
    pub authorities: Vec<String>,
    /// What these files hold.
    #[serde(skip)]
    pub vouching: Vec<Vec<u8>>,
    /// What is done with its cookies.
    #[serde(default)]
    pub cookies: Cookies,
    /// Sent with every request; `referer = "list"` says that a request comes from the start page.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// What every list page of this site says; else the site was rebuilt, or this is another one.
    pub check: Option<Check>,
    /// Words of pages that say 200 and mean 404.
    #[serde(default)]
    pub soft_404: Vec<String>,
}

fn address<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Url, D::Error> {
    let words = String::deserialize(from)?;
    words.parse().map_err(serde::de::Error::custom)
}

fn delay() -> u64 {
    DELAY_MS
}

fn auto() -> String {
    "auto".to_owned()
}

/// How new a site's TLS is. Certificates are checked in every case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tls {
    /// TLS 1.2 and 1.3 are offered.
    #[default]
    Modern,
    /// TLS 1.2 alone: some old servers hang up when 1.3 is offered.
    Legacy,
}

/// What is done with cookies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cookies {
    /// None is sent.
    #[default]
    None,
    /// What a host sets is sent back to it, for one run: some sites answer 302 to themselves until they see theirs.
    Replay,
}

/// A mark of the site.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Check {
    pub meta: Option<String>,
    pub css: Option<String>,
    pub has: String,
}

/// A `[[list]]` table: one column (栏目), its pages and its rows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Its name; the catalogue (公文目录) of what it lists.
    pub column: String,
    /// Variables read from the start page.
    #[serde(default)]
    pub capture: BTreeMap<String, String>,
    /// Variables that are given.
    #[serde(default, rename = "const")]
    pub constants: BTreeMap<String, String>,
    /// How the list is asked for.
    #[serde(default)]
    pub method: Method,
    /// Its first page, with `{n}`, `{from}`, `{to}`, `{size}` and variables.
    pub url: String,
    /// Form fields of a POST.
    #[serde(default)]
    pub form: BTreeMap<String, String>,
    /// Body of a POST as JSON.
    pub json: Option<String>,
    /// What the answer is.
    #[serde(default)]
    pub wrap: Wrap,
    /// Where in a JSON answer the HTML stands, or the expression whose first group holds the JSON of a script.
    pub fragment: Option<String>,
    /// What a good JSON answer says.
    pub ok: Option<Equal>,
    /// Rows: selector, JSON path, or element of XML; alternatives behind `|`. Lists for machines need none.
    #[serde(default)]
    pub items: String,
    /// How an OAI-PMH repository is asked.
    #[serde(default)]
    pub oai: Oai,
    /// Parts of a row that are cut before it is read.
    #[serde(default)]
    pub drop: Vec<String>,
    /// Expressions that a row's link or title must fit.
    #[serde(default)]
    pub keep: Keep,
    /// Fewer rows on the first page are a fault.
    #[serde(default = "one")]
    pub min_items: usize,
    /// What a row says.
    #[serde(default)]
    pub fields: Fields,
    /// How dates are written, if not plainly.
    #[serde(default)]
    pub date: DateRules,
    /// Fields that must have one of these values in every row.
    #[serde(default)]
    pub expect: BTreeMap<String, Vec<String>>,
    /// How pages follow each other.
    #[serde(default)]
    pub page: Paging,
}

fn one() -> usize {
    1
}

/// How a list is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub enum Method {
    #[default]
    #[serde(rename = "GET")]
    Get,
    #[serde(rename = "POST")]
    Post,
}

/// What an answer is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wrap {
    /// A page or a piece of one.
    #[default]
    Html,
    /// JSON with rows in it.
    Json,
    /// JSON that holds HTML at `fragment`.
    JsonHtml,
    /// 大汉 jpage: XML whose records hold HTML.
    XmlDatastore,
    /// A page with JSON in a script.
    Script,
    /// HTML as base64 of a percent-encoded text.
    Base64Url,
    /// OAI-PMH: `url` is the base address of the repository.
    OaiPmh,
    /// A sitemap, or an index of sitemaps.
    Sitemap,
    /// RSS or Atom.
    Rss,
}

impl Wrap {
    /// A list that a site makes for machines; it needs no selectors.
    pub fn is_catalogue(self) -> bool {
        matches!(self, Wrap::OaiPmh | Wrap::Sitemap | Wrap::Rss)
    }
}

/// How an OAI-PMH repository is asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Oai {
    /// Form of the metadata; its names are read as those of Dublin Core.
    pub prefix: String,
    /// Part of the repository.
    pub set: Option<String>,
}

impl Default for Oai {
    fn default() -> Self {
        Oai {
            prefix: "oai_dc".to_owned(),
            set: None,
        }
    }
}

/// A path and what it must say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Equal {
    pub path: String,
    pub equals: String,
}

/// What rows are kept.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Keep {
    pub link: Option<String>,
    pub title: Option<String>,
}

/// What a row says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Fields {
    #[serde(default)]
    pub id: Picks,
    #[serde(default)]
    pub link: Picks,
    #[serde(default)]
    pub title: Picks,
    #[serde(default)]
    pub date: Picks,
    #[serde(default)]
    pub doc_no: Picks,
    #[serde(default)]
    pub index_no: Picks,
    #[serde(default)]
    pub agency: Picks,
    #[serde(default)]
    pub body: Picks,
    /// Files that the row itself links to; every element of each selector counts.
    #[serde(default)]
    pub attachments: Picks,
}

/// How dates are written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateRules {
    /// strftime formats, or `epoch-s`, `epoch-ms`, `url`, `md` (month and day; the year follows from the row above); plain dates of any
    /// writing need none.
    #[serde(default)]
    pub date: Vec<String>,
}

/// How pages follow each other.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Paging {
    /// See [`PageKind`].
    pub kind: PageKind,
    /// Number of the first page.
    pub start: usize,
    /// Rows of a page.
    pub size: usize,
    /// Address of page n, if not the list's own.
    pub next: Option<String>,
    /// How many pages the first one says there are.
    pub count: Option<String>,
    /// The same, under the name that XML answers use.
    pub pages: Option<String>,
    /// How many rows there are.
    pub total: Option<String>,
    /// With `years`: the first year that has a page.
    pub oldest: Option<i16>,
    /// Pages in a row without anything new after which a daily run stops.
    pub stop_known: usize,
    /// Days after which all pages are walked again.
    pub full_every_days: u32,
}

impl Default for Paging {
    fn default() -> Self {
        Paging {
            kind: PageKind::None,
            start: 1,
            size: 20,
            next: None,
            count: None,
            pages: None,
            total: None,
            oldest: None,
            stop_known: 2,
            full_every_days: 7,
        }
    }
}

/// How the address of page n is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum PageKind {
    #[default]
    None,
    /// The column has more pages and only the first is wanted: nothing is said about the others.
    First,
    /// Another file name: `index_{n-1}.html`.
    Suffix,
    /// A parameter of the list's own address.
    Param,
    /// A part of its path.
    Path,
    /// Rows from `{from}` to `{to}`.
    Window,
    /// Files that count down: `{count-n+1}`.
    Countdown,
    /// The page names the next one: `next` is a candidate, such as `link:下一页`.
    NextLink,
    /// A page for each year, this year's first: `{year}`.
    Years,
}

/// How an article is read.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Detail {
    /// Where its words are.
    #[serde(default)]
    pub source: DetailSource,
    /// Address of an article, if not its link; `{id}`.
    pub url: Option<String>,
    /// Where in a JSON answer the article is.
    pub root: Option<String>,
    #[serde(default)]
    #[allow(missing_docs)]
    pub title: Picks,
    #[serde(default)]
    #[allow(missing_docs)]
    pub date: Picks,
    #[serde(default)]
    #[allow(missing_docs)]
    pub doc_no: Picks,
    #[serde(default)]
    #[allow(missing_docs)]
    pub index_no: Picks,
    #[serde(default)]
    #[allow(missing_docs)]
    pub agency: Picks,
    /// Containers of the body, surest first.
    #[serde(default)]
    pub body: Picks,
    /// Characters below which a body is none: the attachment is the document, and without one the article is refused.
    #[serde(default)]
    pub body_min: usize,
    /// Parts of the body that are cut.
    #[serde(default)]
    pub cut: Vec<String>,
    /// Where metadata stands; the built-in wordings are known.
    pub metadata: Option<Metadata>,
    pub attachments: Option<Files>,
    /// An article of several pages.
    pub pages: Option<Parts>,
}

/// Where an article's words are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DetailSource {
    /// On its page.
    #[default]
    Page,
    /// In a JSON answer.
    Json,
    /// In the row itself.
    List,
}

/// Where metadata stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Metadata {
    pub kind: MetadataKind,
    /// Where: a selector, or the path of a list of JSON.
    pub at: String,
    /// The site's own labels, each with the field that it means; the usual wordings are known.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
}

/// How metadata is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MetadataKind {
    /// Label and value in two cells.
    LabelTable,
    /// `<p>文号：…</p>`.
    LabelP,
    /// `<li>文号：…</li>`.
    LabelLi,
    /// `<dt>文号</dt><dd>…</dd>`.
    Dl,
    /// Objects with a name and a value.
    JsonKv,
}

/// Files of an article.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Files {
    pub at: String,
    /// `text` (the words of the link), `attr:NAME`, or `json:KEY`.
    #[serde(default)]
    pub name: String,
    /// Only files of these kinds; all, if none is named.
    #[serde(default)]
    pub types: Vec<String>,
    /// Addresses live for an hour: fetched at once, and none is kept.
    #[serde(default)]
    pub signed: bool,
}

/// Pages of an article.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// How many there are.
    pub count: String,
    /// Address of part k (1 is the second page): `{stem}_{k}.html`.
    pub next: String,
}

/// What is done to links.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkRules {
    /// Expression and replacement.
    #[serde(default)]
    pub rewrite: Vec<(String, String)>,
    /// The query value that holds the real address.
    pub unwrap: Option<String>,
}

/// When an article is gone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Removal {
    /// Answers that say so.
    pub gone_codes: Vec<u16>,
    /// Full walks in a row that must miss it as well.
    pub absent_walks: u32,
    /// Years after which the site's lists drop what stays on its page: such an absence is no removal.
    pub archive_years: Option<u16>,
}

impl Default for Removal {
    fn default() -> Self {
        Removal {
            gone_codes: vec![404, 410],
            absent_walks: 2,
            archive_years: None,
        }
    }
}

/// The known wording of a field.
pub fn wording(field: &str) -> Option<&'static str> {
    let found = FIELDS.iter().find(|(name, _)| *name == field);
    found.map(|(_, wording)| *wording)
}

/// A file of certificates beside the recipe.
fn authority(folder: &Path, name: &str) -> anyhow::Result<Vec<u8>> {
    let plain = Path::new(name).components().count() == 1 && !name.starts_with('.');
    ensure!(plain, "a plain file name beside the recipe is allowed");
    let path = folder.join(name);
    let length = std::fs::metadata(&path)?.len();
    ensure!(
        length <= AUTHORITY_BYTES_MAX,
        "longer than {AUTHORITY_BYTES_MAX} bytes"
    );
    let bytes = std::fs::read(&path)?;
    let found = reqwest::Certificate::from_pem_bundle(&bytes).is_ok_and(|list| !list.is_empty());
    ensure!(found, "it holds no certificate as PEM");
    Ok(bytes)
}

impl Recipe {
    /// Reads and checks a recipe.
    pub fn load(path: &Path) -> anyhow::Result<Recipe> {
        let what = || format!("read recipe {}", path.display());
        let length = std::fs::metadata(path).with_context(what)?.len();
        ensure!(
            length <= RECIPE_BYTES_MAX,
            "read recipe {}: longer than {RECIPE_BYTES_MAX} bytes",
            path.display()
        );
        let text = std::fs::read_to_string(path).with_context(what)?;
        let mut recipe = Recipe::parse(&text).with_context(what)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        for name in &recipe.site.authorities {
            let bytes = authority(folder, name).with_context(|| format!("read authority {name}"));
            recipe.site.vouching.push(bytes.with_context(what)?);
        }
        Ok(recipe)
    }

    /// A recipe for the one list at `url`, where nothing more is known of the site.
    ///
    /// # Errors
    /// The address has no host.
    pub fn of_catalogue(url: &Url, wrap: &str) -> anyhow::Result<Recipe> {
        let host = url.host_str().context("the address has no host")?;
        let text = |words: &str| toml::Value::from(words).to_string();
        Recipe::parse(&format!(
            "[site]\nid = {0}\nname = {0}\nstart = {1}\nhosts = [{0}]\n[[list]]\ncolumn = \"\"\nurl = {1}\nwrap = {2}\nmin_items = 0\n",
            text(host),
            text(url.as_str()),
            text(wrap)
        ))
    }

    /// Checks a recipe: what it says must be possible.
    pub fn parse(text: &str) -> anyhow::Result<Recipe> {
        let recipe: Recipe = toml::from_str(text)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        ensure!(
            !recipe.site.id.is_empty() && recipe.site.id.chars().all(plain),
            "site.id: letters, digits, - _ and . are allowed"
        );
        ensure!(!recipe.site.hosts.is_empty(), "site.hosts: at least one");
        ensure!(
            matches!(recipe.site.start.scheme(), "http" | "https"),
            "site.start: http:// or https:// is allowed"
        );
        let host = recipe.site.start.host_str().unwrap_or_default();
        ensure!(
            recipe.site.hosts.iter().any(|h| h == host),
            "site.start: its host {host} is not in site.hosts"
        );
        ensure!(!recipe.list.is_empty(), "list: at least one");
        for list in &recipe.list {
            let column = &list.column;
            let is_catalogue = list.wrap.is_catalogue();
            ensure!(
                is_catalogue || !list.fields.link.is_empty() || !list.fields.id.is_empty(),
                "list {column}: fields.link or fields.id is needed"
            );
            ensure!(
                is_catalogue || !list.items.is_empty(),
                "list {column}: items is needed"
            );
            ensure!(
                !is_catalogue || list.page.kind == PageKind::None,
                "list {column}: such a list names its next part itself, page.kind is none"
            );
            ensure!(
                matches!(list.page.kind, PageKind::None | PageKind::First)
                    || list.page.next.is_some()
                    || ["{n", "{from", "{to", "{count", "{year"]
                        .iter()
                        .any(|v| list.asks().contains(v)),
                "list {column}: page.kind needs a page number in url, form, json or page.next"
            );
            ensure!(list.page.size > 0, "list {column}: page.size is 1 or more");
            ensure!(
                (list.page.kind == PageKind::Years) == list.page.oldest.is_some(),
                "list {column}: page.oldest goes with page.kind years, and years needs it"
            );
            for pattern in [&list.keep.link, &list.keep.title].into_iter().flatten() {
                super::pick::expression(pattern)?;
            }
        }
        ensure!(
            recipe.site.charset == "auto"
                || encoding_rs::Encoding::for_label(recipe.site.charset.as_bytes()).is_some(),
            "site.charset: {} is no name of a charset",
            recipe.site.charset
        );
        if let Some(metadata) = &recipe.detail.metadata {
            for field in metadata.labels.values() {
                ensure!(
                    wording(field).is_some(),
                    "detail.metadata.labels: {field} is no field; known are {}",
                    FIELDS
                        .iter()
                        .map(|(name, _)| *name)
                        .collect::<Vec<_>>()
                        .join(", ")
                );
            }
        }
        for (pattern, _) in &recipe.link.rewrite {
            super::pick::expression(pattern)?;
        }
        for code in recipe.validity.values() {
            ensure!(
                feed::document::VALIDITIES.contains(&code.as_str()),
                "validity: {code} is none of the feed's codes"
            );
        }
        Ok(recipe)
    }
}

impl List {
    /// Everything of it that is sent.
    fn asks(&self) -> String {
        let form: String = self.form.values().cloned().collect();
        format!(
            "{}{form}{}",
            self.url,
            self.json.as_deref().unwrap_or_default()
        )
    }
}
