//! Recipes and the lists that they read. Input is a byte, and text in two parts, U+0001 between them: a recipe, and an answer of its
//! portal. Where the first is none, the answer is read by a sound recipe; the byte says of which wrapping.
#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use publisher::sources::portal::recipe::Recipe;
use publisher::sources::portal::rows;

/// Wrapping, rows and the fields that are read of each.
const KINDS: [(&str, &str, &str); 6] = [
    ("html", "li", "link = [\"a@href\"]\ntitle = [\"a@title\", \"a\"]\ndate = [\"span\"]\nattachments = [\"a.f\"]"),
    ("json", "rows", "link = [\"url\"]\ntitle = [\"title\"]\ndate = [\"date\"]\nbody = [\"body\"]"),
    ("json-html", "li", "link = [\"a@href\"]\ntitle = [\"label:标题\", \"a\"]\ndate = [\"re:(\\\\d+-\\\\d+)\"]"),
    ("xml-datastore", "record", "link = [\"a@href\"]\ntitle = [\"a\"]\ndate = [\"xml:date\", \"b\"]"),
    ("script", "rows", "link = [\"tpl:/{id}.html\"]\nid = [\"id\"]\ntitle = [\"title\"]"),
    ("base64-url", "li", "link = [\"a@href\"]\ntitle = [\"a\"]"),
];

static SOUND: LazyLock<Vec<Recipe>> = LazyLock::new(|| {
    let recipe = |(wrap, items, fields): (&str, &str, &str)| {
        Recipe::parse(&format!(
            "[site]\nid = \"demo\"\nname = \"示例市\"\nstart = \"http://www.example.invalid/zc/\"\nhosts = [\"www.example.invalid\"]\n\
             [[list]]\ncolumn = \"政策文件\"\nurl = \"index.html\"\nwrap = \"{wrap}\"\nitems = \"{items}\"\nfragment = \"data\"\ndrop = [\".x\"]\n\
             [list.fields]\n{fields}\n[list.date]\ndate = [\"md\", \"epoch-ms\", \"url\"]\n[link]\nunwrap = \"url\"\n"
        ))
    };
    KINDS.map(recipe).into_iter().map(|recipe| recipe.expect("a sound recipe")).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(bytes);
    let (first, answer) = text.split_once('\u{1}').unwrap_or(("", &text));
    let own = Recipe::parse(first).ok();
    let base = "http://www.example.invalid/zc/index.html".parse().expect("an address");
    let known: BTreeMap<String, String> =
        [("n", "1"), ("today", "2026-01-01")].map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let recipe = own.as_ref().unwrap_or(&SOUND[usize::from(*kind) % SOUND.len()]);
    for list in &recipe.list {
        let Ok(found) = rows::read(recipe, list, answer, &base, &known) else { continue };
        for row in &found.rows {
            let link: url::Url = row.link.parse().expect("a row leads somewhere");
            assert!(link.host_str().is_some_and(|host| recipe.site.hosts.iter().any(|own| own == host)), "{link}");
            assert!(link.username().is_empty() && link.password().is_none(), "{link}");
            let day = row.date.as_deref().is_none_or(|date| date.parse::<jiff::civil::Date>().is_ok());
            assert!(day && !row.id.is_empty(), "{row:?}");
        }
    }
});
