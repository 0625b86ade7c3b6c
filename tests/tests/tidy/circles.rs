//! Who imports whom among the files of one crate, read from `use` lines and written-out paths; and the circles in it.
//! Reads no types: a method called on a value is no import, a module that only hands names on is passed through.

use super::imports::{Use, paths, uses, words};
use super::lexer;
use std::collections::{BTreeMap, BTreeSet};

/// How often a name is handed on before the search gives up.
const HANDED_ON_MAX: usize = 8;

/// The files of one crate by their place in the module tree; the root is the empty path.
pub struct Modules {
    files: BTreeMap<Vec<String>, File>,
}

struct File {
    shown: String,
    /// Without the `use` lines.
    code: String,
    uses: Vec<Use>,
}

impl Modules {
    /// `files`: path below `src/` and source text. Test modules (`tests.rs`, `tests/`) belong to no layer and are left out.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let files = files
            .into_iter()
            .filter_map(|(path, source)| {
                let place = place(path)?;
                let (uses, code) = uses(&lexer::without_tests(source));
                let shown = path.to_owned();
                Some((place, File { shown, code, uses }))
            })
            .collect();
        Self { files }
    }

    /// Each circle as its files, sorted, with the names that tie it.
    pub fn circles(&self) -> Vec<String> {
        let arrows = self.arrows();
        let reach: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> = self
            .files
            .keys()
            .map(|from| (from, reachable(from, &arrows)))
            .collect();
        let mut told = BTreeSet::new();
        let mut circles = Vec::new();
        for from in self.files.keys() {
            let circle: BTreeSet<&Vec<String>> = reach[from]
                .iter()
                .copied()
                .filter(|to| reach[*to].contains(from))
                .collect();
            if circle.len() < 2 || !told.insert(circle.clone()) {
                continue;
            }
            circles.push(self.tell(&circle, &arrows));
        }
        circles
    }

    fn tell(&self, circle: &BTreeSet<&Vec<String>>, arrows: &Arrows) -> String {
        let ties: Vec<String> = arrows
            .iter()
            .filter(|((from, to), _)| circle.contains(from) && circle.contains(to))
            .map(|((from, to), names)| {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let (from, to) = (&self.files[from].shown, &self.files[to].shown);
                format!("  {from} -> {to}: {}", names.join(", "))
            })
            .collect();
        format!("a circle of {} files\n{}", circle.len(), ties.join("\n"))
    }

    fn arrows(&self) -> Arrows {
        let mut arrows = Arrows::new();
        for (place, file) in &self.files {
            let named = file
                .uses
                .iter()
                .filter(|u| !u.handed_on || file.speaks_of(&u.name));
            let named = named.map(|u| u.path.clone());
            for path in named.chain(self.written_out(place, file)) {
                let Some(to) = self.owner(place, &path, HANDED_ON_MAX) else {
                    continue;
                };
                if to != *place {
                    let name = path.last().cloned().unwrap_or_default();
                    let key = (place.clone(), to);
                    arrows.entry(key).or_default().insert(name);
                }
            }
        }
        arrows
    }

    /// Paths in the code that no `use` line names: `crate::x::y`, `super::x`, `child::x`.
    fn written_out(&self, place: &[String], file: &File) -> Vec<Vec<String>> {
        paths(&file.code)
            .into_iter()
            .filter(|path| {
                let first = path[0].as_str();
                ["crate", "super", "self"].contains(&first) || self.has_child(place, first)
            })
            .collect()
    }

    fn has_child(&self, place: &[String], name: &str) -> bool {
        let mut child = place.to_vec();
        child.push(name.to_owned());
        self.files.contains_key(&child)
    }

    /// The file that defines what `path` names when it is written in `place`.
    fn owner(&self, place: &[String], path: &[String], left: usize) -> Option<Vec<String>> {
        let mut at = place.to_vec();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => {
                at.clear();
                rest = &path[1..];
            }
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|s| s == "super") {
                    at.pop()?;
                    rest = &rest[1..];
                }
            }
            first if self.has_child(place, first) => {}
            _ => return None,
        }
        while let Some(next) = rest.first() {
            if !self.has_child(&at, next) {
                break;
            }
            at.push(next.clone());
            rest = &rest[1..];
        }
        let Some(name) = rest.first() else {
            return self.files.contains_key(&at).then_some(at);
        };
        if left > 0 && at != place {
            let file = self.files.get(&at)?;
            let further = file.uses.iter().filter(|u| u.handed_on);
            let found = further
                .filter(|u| u.name == *name || u.name == "*")
                .find_map(|u| {
                    let mut path = u.path.clone();
                    if u.name == "*" {
                        path.pop();
                        path.push(name.clone());
                    }
                    let owner = self.owner(&at, &path, left - 1)?;
                    (u.name != "*" || self.files[&owner].defines(name)).then_some(owner)
                });
            if found.is_some() {
                return found;
            }
        }
        self.files.contains_key(&at).then_some(at)
    }
}

type Arrows = BTreeMap<(Vec<String>, Vec<String>), BTreeSet<String>>;

impl File {
    /// Whether a name that is handed on is used here too.
    fn speaks_of(&self, name: &str) -> bool {
        name != "*" && words(&self.code).any(|word| word == name)
    }

    fn defines(&self, name: &str) -> bool {
        let mut before = "";
        words(&self.code).any(|word| {
            let keyword = [
                "fn", "struct", "enum", "trait", "type", "const", "static", "mod",
            ]
            .contains(&before);
            before = word;
            keyword && word == name
        })
    }
}

fn reachable<'a>(from: &'a Vec<String>, arrows: &'a Arrows) -> BTreeSet<&'a Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut next = vec![from];
    while let Some(at) = next.pop() {
        for (_, to) in arrows.keys().filter(|(start, _)| start == at) {
            if seen.insert(to) {
                next.push(to);
            }
        }
    }
    seen
}

/// Module path of a file below `src/`; none for tests and for a program beside a library of the same crate.
fn place(path: &str) -> Option<Vec<String>> {
    let stem = path.strip_suffix(".rs")?;
    let mut place: Vec<String> = stem.split('/').map(str::to_owned).collect();
    if place
        .iter()
        .any(|part| part == "tests" || part == "bin" || part.ends_with("_tests"))
    {
        return None;
    }
    match place.last()?.as_str() {
        "mod" | "lib" => {
            place.pop();
        }
        _ => {}
    }
    Some(place)
}

mod can_fail {
    use super::Modules;

    #[test]
    fn a_circle_is_found_through_use_lines_paths_and_names_handed_on() {
        for (b, c) in [
            ("use crate::a::A;\npub struct B;", ""),
            ("pub struct B(super::a::A);", ""),
            ("pub struct B(crate::face::A);", ""),
            ("use super::face::*;\npub struct B;", ""),
            (
                "use super::c::C;\npub struct B;",
                "use crate::{a::{A as X}};\npub struct C(X);",
            ),
        ] {
            let modules = Modules::new([
                ("lib.rs", "mod a; mod b; mod c; mod face;"),
                ("a.rs", "use super::b::B;\npub struct A(B);"),
                ("b.rs", b),
                ("c.rs", c),
                ("face.rs", "pub use super::a::A;"),
            ]);
            let found = modules.circles();
            if b.contains('*') {
                assert!(found.is_empty(), "a star names nothing by itself");
            } else {
                assert_eq!(found.len(), 1, "{b}");
                assert!(found[0].contains("a.rs -> b.rs: B"), "{}", found[0]);
            }
        }
    }

    #[test]
    fn a_parent_and_its_child_that_need_each_other_are_a_circle() {
        let child = ("a/inner.rs", "use super::Limit;\npub fn f(_: Limit) {}");
        let calls = Modules::new([
            ("lib.rs", "mod a;"),
            (
                "a.rs",
                "mod inner;\npub struct Limit;\nfn g() { inner::f(Limit) }",
            ),
            child,
        ]);
        assert_eq!(calls.circles().len(), 1);
        let only_hands_on = Modules::new([
            ("lib.rs", "mod a;"),
            ("a.rs", "mod inner;\npub use inner::f;\npub struct Limit;"),
            child,
        ]);
        assert!(only_hands_on.circles().is_empty());
    }

    #[test]
    fn tests_and_words_in_comments_are_no_imports() {
        let modules = Modules::new([
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use super::b::B;\npub struct A(B);"),
            (
                "b.rs",
                "//! Unlike crate::a::A.\npub(in crate::a) struct B;\n#[cfg(test)]\nmod tests { use crate::a::A; }",
            ),
            ("b/tests.rs", "use crate::a::A;"),
        ]);
        assert!(modules.circles().is_empty());
    }
}
