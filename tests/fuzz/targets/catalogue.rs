//! Lists that sites make for machines: OAI-PMH, sitemaps, RSS and Atom. What is taken from them leads to a web address and has a day
//! that there is. The first byte says which kind is expected.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use publisher::sources::portal::catalogue;
use publisher::sources::portal::recipe::Recipe;

static RECIPES: LazyLock<Vec<Recipe>> = LazyLock::new(|| {
    let base = "http://www.example.invalid/oai".parse().expect("an address");
    let recipe = |wrap| Recipe::of_catalogue(&base, wrap).expect("a sound recipe");
    ["oai-pmh", "sitemap", "rss"].map(recipe).into()
});

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let recipe = &RECIPES[usize::from(*kind) % RECIPES.len()];
    let Ok(found) = catalogue::read(recipe, &recipe.list[0], &String::from_utf8_lossy(bytes)) else { return };
    for row in &found.rows {
        assert!(row.link.starts_with("http://www.example.invalid/"), "{row:?}");
        let day = row.date.as_deref().is_none_or(|date| date.parse::<jiff::civil::Date>().is_ok());
        assert!(day && !row.id.is_empty(), "{row:?}");
    }
});
