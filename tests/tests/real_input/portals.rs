//! Pages, lists and hard cases of real portals, file by file as the tables of the data set say. Tuned to no file: every row of a table is judged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::world::data;
use publisher::sources::folder;
use publisher::sources::portal::recipe::Recipe;
use publisher::sources::portal::trial::{self as lists, Tried};
use publisher::trial;
use serde_json::Value;

/// A day behind all of the data.
const TODAY: &str = "2026-11-28";

/// What `publisher try --json` says of a file.
fn tried(path: &Path) -> Value {
    let now = format!("{TODAY}T00:00:00Z").parse().unwrap();
    let item = folder::try_file(path, &trial::lenient(), now).unwrap();
    serde_json::to_value(trial::verdict(item)).unwrap()
}

/// A table of the data set, its head left out.
fn table(path: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(data().join(path)).unwrap();
    let rows = text.lines().skip(1).filter(|line| !line.is_empty());
    rows.map(|row| row.split('\t').map(str::to_owned).collect())
        .collect()
}

fn said(verdict: &Value, field: &str) -> String {
    verdict["document"][field]
        .as_str()
        .unwrap_or("None")
        .to_owned()
}

/// Whether a value stands among the alternatives of a table; a reader that takes no issuer where the table names one is told apart.
fn fits(field: &str, expected: &str, got: &str) -> bool {
    let alternatives: Vec<&str> = expected.split(" | ").map(str::trim).collect();
    alternatives.contains(&got)
        || field == "agency"
            && (got == "未署名"
                || got
                    .split('、')
                    .next()
                    .is_some_and(|name| expected.contains(name)))
}

#[test]
fn real_pages_give_what_a_careful_reader_takes() {
    let mut wrong = Vec::new();
    let (mut judged, mut unsigned) = (0, 0);
    for row in table("pages/EXPECTED.tsv") {
        let (file, field, expected) = (&row[0], row[2].as_str(), &row[3]);
        let verdict = tried(&data().join("pages/detail").join(file));
        let got = said(&verdict, field);
        judged += 1;
        unsigned += usize::from(field == "agency" && got == "未署名");
        if !fits(field, expected, &got) {
            wrong.push(format!("{file} {field}: {got}, not {expected}"));
        }
    }
    println!(
        "{judged} fields judged, {} wrong, {unsigned} issuers not named",
        wrong.len()
    );
    assert!(judged >= 80);
    // A day that stands alone under a title of a transcript is read as the day it was made.
    assert!(wrong.len() <= 1, "{wrong:#?}");
    assert!(unsigned <= 2, "{unsigned}");
}

#[test]
fn lists_searches_and_shells_of_real_portals_are_no_documents() {
    let mut count = 0;
    for folder in ["pages/list", "portals/list"] {
        for entry in std::fs::read_dir(data().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let reason = tried(&path)["refused"]["reason"].clone();
            assert!(
                reason == "not-a-document" || reason == "damaged-text",
                "{}: {reason}",
                path.display()
            );
            count += 1;
        }
    }
    assert!(count >= 15);
}

fn by_recipe(recipe: &str, file: &str) -> Tried {
    let recipes = e2e::root().join("deploy/recipes");
    let recipe = Recipe::load(&recipes.join(format!("{recipe}.toml"))).unwrap();
    lists::saved(&recipe, &data().join("portals").join(file), TODAY).unwrap()
}

#[test]
fn every_row_of_the_saved_lists_is_read_by_its_recipe() {
    for (recipe, file, rows) in [
        ("ndrc", "list/ndrc_fzggwl.html", 25),
        ("gxt-jiangsu", "list/js_gxt_dataproxy_p1.xml", 76),
        ("gxt-jiangsu", "list/js_gxt_dataproxy_p2.xml", 76),
        ("jx-sthjt", "list/jx_sthjt_col42150.html", 50),
        ("gx-dnr", "list/gx_dnr_excerpt.html", 3),
        ("yn-dnr", "list/yn_dnr_excerpt.html", 3),
        ("sasac", "list/sasac_1.html", 29),
    ] {
        let found = by_recipe(recipe, file);
        assert_eq!(found.fault, None, "{file}");
        let counts = (found.count, found.distinct, found.complete);
        assert_eq!(counts, (rows, rows, rows), "{file}");
    }
    // Its rows have no day of their own: a note below the title says when a rule was made public.
    let found = by_recipe("csrc", "list/csrc_fg.html");
    assert_eq!((found.count, found.distinct, found.complete), (20, 20, 20));
    for row in &found.rows {
        let day = row.date.as_deref().unwrap_or_default();
        assert!(day > "1990" && day < "2027", "{row:?}");
        assert!(!row.title.contains("公布"), "{row:?}");
        // Another body approved this one eleven days before it was made public.
        let approved_first = row.title == "证券交易所管理办法";
        assert!(!approved_first || day == "1997-12-10", "{row:?}");
    }
    for file in ["api/nfra_list_001.json", "api/nfra_list_002.json"] {
        let text = std::fs::read_to_string(data().join("portals").join(file)).unwrap();
        let json: Value = serde_json::from_str(&text).unwrap();
        let there = ["rows", "lists"]
            .iter()
            .filter_map(|key| json["data"][key].as_array());
        let there = there.map(Vec::len).max().unwrap();
        let found = by_recipe("nfra", file);
        assert_eq!((found.count, found.complete), (there, there), "{file}");
    }
}

#[test]
fn windows_of_one_column_name_each_article_once() {
    let mut ids = BTreeMap::new();
    for file in [
        "list/js_gxt_dataproxy_p1.xml",
        "list/js_gxt_dataproxy_p2.xml",
    ] {
        for row in by_recipe("gxt-jiangsu", file).rows {
            let title = ids.entry(row.id).or_insert_with(|| row.title.clone());
            assert_eq!(*title, row.title);
        }
    }
    // 25 rows apart, 76 long: 51 are in both.
    assert_eq!(ids.len(), 101);
}

/// What the table of cases asks of a file that was taken.
fn wrong_of_case(verdict: &Value, rows: &[&Vec<String>], name: &str) -> Vec<String> {
    const FIELDS: &[&str] = &[
        "title",
        "doc_no",
        "index_no",
        "agency",
        "issued",
        "published",
        "validity",
        "category",
        "disclosure",
    ];
    let refused = verdict["refused"]["reason"].as_str();
    let may_refuse = rows.iter().any(|row| row[1] == "refused");
    let mut wrong = Vec::new();
    for row in rows {
        let (field, expected) = (row[1].as_str(), &row[2]);
        let alternatives: Vec<&str> = expected.split(" | ").map(str::trim).collect();
        let ok = match (field, refused) {
            ("refused", _) => alternatives.contains(&refused.unwrap_or("None")),
            (_, Some(_)) => may_refuse,
            ("body-has" | "body-not", None) => {
                let plain = expected.replace("\\uFEFF", "\u{FEFF}");
                let text = verdict["document"].to_string();
                text.contains(&plain) == (field == "body-has")
            }
            (field, None) if FIELDS.contains(&field) => {
                alternatives.contains(&said(verdict, field).as_str())
            }
            // Tables, attachments and searches have tests of their own.
            _ => true,
        };
        if !ok {
            wrong.push(format!("{name} {field}: not {expected}: {verdict}"));
        }
    }
    wrong
}

#[test]
fn hard_cases_are_read_as_their_table_says() {
    let rows = table("cases/documents/EXPECTED.tsv");
    let mut files: BTreeMap<&str, Vec<&Vec<String>>> = BTreeMap::new();
    for row in &rows {
        files.entry(&row[0]).or_default().push(row);
    }
    let folder: PathBuf = data().join("cases/documents");
    let wrong: Vec<String> = files
        .iter()
        .flat_map(|(name, rows)| wrong_of_case(&tried(&folder.join(name)), rows, name))
        .collect();
    assert!(files.len() >= 100);
    assert!(wrong.is_empty(), "{wrong:#?}");
}
