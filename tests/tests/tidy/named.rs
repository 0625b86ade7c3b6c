//! What README, RUNBOOK and the handbooks name is there: files, targets of make, settings, words of the screen; and what stands in two
//! languages names the same. The commands of programs are looked at where programs are built (`line/told.rs`).

use std::path::Path;

use e2e::pages::{self, Setting};
use e2e::{files, root};

use super::{NOT_OURS, below, none, read, rules};

/// Fails with all that is missing.
fn all_there(missing: impl Fn(&Path, &str) -> Vec<String>) {
    let pages = pages::pages();
    assert!(pages.len() >= 6, "README, RUNBOOK, handbooks: {pages:?}");
    let mut found = Vec::new();
    for path in pages {
        let shown = path
            .strip_prefix(root())
            .unwrap_or(&path)
            .display()
            .to_string();
        let wrong = missing(&path, &read(&path)).into_iter();
        found.extend(wrong.map(|what| format!("{shown}: {what}")));
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_file_that_the_pages_name_is_there() {
    // Files that are named without their folder: units, lists.
    const KINDS: [&str; 8] = [
        ".service", ".timer", ".rules", ".list", ".lock", ".sh", ".nft", ".rs",
    ];
    let names: Vec<String> = [
        "deploy",
        "kiosk",
        "tests",
        "printer",
        "sync-agent",
        "assets",
    ]
    .iter()
    .flat_map(|folder| files(&root().join(folder)))
    .filter(|path| {
        !path
            .components()
            .any(|c| NOT_OURS.iter().any(|n| c.as_os_str() == *n))
    })
    .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
    .collect();
    all_there(|path, page| {
        let beside = path.parent().unwrap_or(root());
        let mut missing: Vec<String> = pages::links(page)
            .into_iter()
            .filter(|link| !beside.join(link).exists())
            .collect();
        let code = pages::code(page);
        missing.extend(
            rules::named_paths(page, &super::TOP_FOLDERS)
                .into_iter()
                .filter(|path| !root().join(path).exists()),
        );
        missing.extend(code.into_iter().filter(|code| {
            let bare = !code.contains(char::is_whitespace) && !code.contains('/');
            let ours = KINDS
                .iter()
                .any(|kind| code.ends_with(kind) && code.len() > kind.len());
            bare && ours && !names.contains(code)
        }));
        missing
    });
}

#[test]
fn every_target_of_make_that_the_pages_name_is_there() {
    let makefile = read(&root().join("Makefile"));
    let targets = pages::targets(&makefile);
    assert!(targets.contains(&"demo".to_owned()));
    all_there(|_, page| {
        let mut missing = Vec::new();
        for code in pages::code(page) {
            let Some(words) = code.strip_prefix("make ") else {
                continue;
            };
            for word in words.split_whitespace() {
                let known = match word.split_once('=') {
                    Some((variable, _)) => {
                        makefile.contains(&format!("$({variable})"))
                            || makefile.contains(&format!("$(if $({variable})"))
                    }
                    None => targets.iter().any(|target| target == word),
                };
                if !known {
                    missing.push(format!("make has no {word}"));
                }
            }
        }
        missing
    });
}

#[test]
fn every_setting_that_the_pages_name_is_there() {
    let example = config::Config::example();
    let setting = |section: &str, key: &str| Setting {
        section: section.to_owned(),
        key: key.to_owned(),
    };
    for (section, key, known) in [
        ("desk", "pin_hash", true),
        ("links", "url", true),
        ("", "root", true),
        ("sync", "", true),
        ("desk", "root", false),
        ("", "nonsense", false),
        ("nonsense", "", false),
    ] {
        assert_eq!(
            pages::knows(example, &setting(section, key)),
            known,
            "[{section}] {key}"
        );
    }
    all_there(|_, page| {
        pages::settings(&pages::code(page))
            .into_iter()
            .filter(|setting| !pages::knows(example, setting))
            .map(|setting| format!("no setting [{}] {}", setting.section, setting.key))
            .collect()
    });
}

/// Keys of a keyboard and signs on buttons stand in the sources of the screen, too, without being translated.
#[test]
fn every_word_of_the_screen_that_the_pages_name_is_on_it() {
    let screens: String = below("kiosk/ui", "slint")
        .iter()
        .map(|path| read(path))
        .collect();
    let on_it = |words: &str| match words.strip_suffix('…') {
        // The beginning of a sentence.
        Some(begin) => screens.contains(&format!("\"{begin}")),
        None => screens.contains(&format!("\"{words}\"")),
    };
    assert!(on_it("求助") && on_it("数据较旧，更新于…") && !on_it("求救"));
    all_there(|_, page| {
        let words = pages::words_of_the_screen(page).into_iter();
        words
            .filter(|words| !on_it(words))
            .map(|words| format!("no screen says {words}"))
            .collect()
    });
}

/// Where what people see is written: each text of it, with `{}` for what is filled in.
fn texts() -> Vec<String> {
    let mut paths = below("kiosk/ui", "slint");
    paths.extend(files(&root().join("assets/lang")));
    let all: String = paths.iter().map(|path| read(path)).collect();
    let mut texts: Vec<String> = Vec::new();
    for text in all.split('"') {
        let mut filled = String::new();
        for (at, part) in text.split('{').enumerate() {
            filled.push_str(if at == 0 { "" } else { "{}" });
            filled.push_str(match at {
                0 => part,
                _ => part.split_once('}').map_or("", |(_, rest)| rest),
            });
        }
        texts.push(filled);
    }
    texts
}

/// Whether a text, with something filled in, holds these words.
fn says(text: &str, words: &str) -> bool {
    if !text.contains("{}") {
        return text.contains(words);
    }
    let mut rest = words;
    for (at, part) in text.split("{}").enumerate() {
        match rest.find(part) {
            Some(0) if at == 0 => rest = &rest[part.len()..],
            Some(found) if at > 0 => rest = &rest[found + part.len()..],
            _ => return text.contains(words),
        }
    }
    rest.is_empty() && text.len() > 4
}

#[test]
fn what_the_handbooks_quote_is_said_somewhere() {
    let texts = texts();
    let said = |words: &str| texts.iter().any(|text| says(text, words));
    assert!(said("到 2 号的工作台") && said("全部按键") && !said("用鼻子查阅"));
    let handbooks = below("deploy/handbooks", "md");
    assert!(handbooks.len() >= 2);
    none(&handbooks, |page| {
        let headings = pages::headings(page);
        pages::quoted(page)
            .into_iter()
            .filter(|words| !headings.contains(words) && !said(words))
            .map(|words| format!("“{words}” stands nowhere"))
            .collect()
    });
}

#[test]
fn pages_in_two_languages_name_the_same() {
    for folder in ["", "deploy"] {
        for name in ["README", "RUNBOOK"] {
            let page = |language: &str| root().join(folder).join(format!("{name}{language}.md"));
            let (english, chinese) = (page(""), page(".zh"));
            if !english.exists() && !chinese.exists() {
                continue;
            }
            let named = |path: &Path| {
                let mut code = pages::code(&read(path));
                code.sort();
                code.dedup();
                code
            };
            let (english, chinese) = (named(&english), named(&chinese));
            let only = |these: &[String], those: &[String]| -> Vec<String> {
                these
                    .iter()
                    .filter(|code| !those.contains(code))
                    .cloned()
                    .collect()
            };
            assert_eq!(only(&english, &chinese), [""; 0], "only in {name}.md");
            assert_eq!(only(&chinese, &english), [""; 0], "only in {name}.zh.md");
        }
    }
}
