//! What a page of documentation names (Markdown): code, commands, settings, links, words of the screen. Judges nothing.

use std::path::PathBuf;

/// README, RUNBOOK and the handbooks, in every language that they stand in.
pub fn pages() -> Vec<PathBuf> {
    let root = crate::root();
    let mut found: Vec<PathBuf> = ["", "deploy"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(root.join(folder)).into_iter().flatten())
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            (name.starts_with("README") || name.starts_with("RUNBOOK")) && name.ends_with(".md")
        })
        .collect();
    found.extend(crate::files(&root.join("deploy/handbooks")));
    found.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    found.sort();
    found
}

/// Code within lines, and the lines of code blocks without their comments.
pub fn code(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut block = false;
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            block = !block;
        } else if block {
            let line = line.split_once("# ").map_or(line, |(code, _)| code).trim();
            if !line.is_empty() {
                found.push(line.to_owned());
            }
        } else {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

/// Where links and pictures lead, without addresses of the web.
pub fn links(page: &str) -> Vec<String> {
    page.split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next())
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .map(str::to_owned)
        .collect()
}

/// Buttons are written 【…】 and sentences of the screen 「…」.
pub fn words_of_the_screen(page: &str) -> Vec<String> {
    [between(page, '【', '】'), between(page, '「', '」')].concat()
}

/// What else a handbook quotes, “…”: words of a screen, a slip or the office's page, and its own headings.
pub fn quoted(page: &str) -> Vec<String> {
    between(page, '“', '”')
}

/// Headings, without their signs.
pub fn headings(page: &str) -> Vec<String> {
    let lines = page.lines().filter(|line| line.starts_with('#'));
    lines
        .map(|line| line.trim_start_matches('#').trim().to_owned())
        .collect()
}

fn between(page: &str, open: char, close: char) -> Vec<String> {
    page.split(open)
        .skip(1)
        .filter_map(|rest| rest.split_once(close))
        .map(|(words, _)| words.to_owned())
        .collect()
}

/// `[section] key`, or `key = value` without its section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Empty if only the key is named.
    pub section: String,
    /// The key alone; empty if only the section is named.
    pub key: String,
}

/// The settings of terminal.toml that code names.
pub fn settings(code: &[String]) -> Vec<Setting> {
    let is_name =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    code.iter()
        .filter_map(|code| {
            let (section, rest) = match code.strip_prefix('[') {
                Some(rest) => rest.trim_start_matches('[').split_once(']')?,
                None => ("", code.split_once(" = ").map(|_| code.as_str())?),
            };
            let rest = rest.trim_start_matches(']').trim();
            let key = rest.split_once('=').map_or(rest, |(key, _)| key).trim();
            let named =
                (section.is_empty() || is_name(section)) && (key.is_empty() || is_name(key));
            named.then(|| Setting {
                section: section.to_owned(),
                key: key.to_owned(),
            })
        })
        .collect()
}

/// Whether an example of settings knows one, switched on or behind a `#`.
pub fn knows(example: &str, setting: &Setting) -> bool {
    let mut section = "";
    for line in example.lines() {
        let line = line.trim_start_matches("# ");
        if let Some(rest) = line.strip_prefix('[') {
            let name = rest.trim_start_matches('[').split(']').next();
            section = name.unwrap_or_default();
            if setting.key.is_empty() && setting.section == section {
                return true;
            }
        } else if let Some((key, _)) = line.split_once(" = ") {
            let here = setting.section.is_empty() || setting.section == section;
            if here && key == setting.key {
                return true;
            }
        }
    }
    false
}

/// The targets of a Makefile, all of them phony.
pub fn targets(makefile: &str) -> Vec<String> {
    makefile
        .lines()
        .filter_map(|line| line.strip_prefix(".PHONY:"))
        .flat_map(str::split_whitespace)
        .map(str::to_owned)
        .collect()
}

/// What `--help` of a program or one of its commands offers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Help {
    /// Names of commands.
    pub commands: Vec<String>,
    /// Options with their dashes, and whether a value follows.
    pub options: Vec<(String, bool)>,
}

impl Help {
    /// Reads what clap writes.
    pub fn read(text: &str) -> Help {
        let mut help = Help::default();
        let mut part = "";
        for line in text.lines() {
            if !line.starts_with(' ') {
                part = line.trim_end();
            } else if ["Commands:", "命令：", "命令:"].contains(&part) {
                // Names stand two columns in, what they do farther.
                let name = line.strip_prefix("  ").filter(|l| !l.starts_with(' '));
                let name = name.and_then(|l| l.split_whitespace().next());
                help.commands.extend(name.map(str::to_owned));
            } else {
                let words = line.trim_start();
                let option = words.starts_with('-').then(|| {
                    let at = words.find("--")?;
                    let rest = &words[at..];
                    let end = rest.find([' ', '=', '[']).unwrap_or(rest.len());
                    Some((
                        rest[..end].to_owned(),
                        rest[end..]
                            .trim_start_matches(['=', '['])
                            .trim_start()
                            .starts_with('<'),
                    ))
                });
                help.options.extend(option.flatten());
            }
        }
        help
    }
}

/// What of a command its programs do not offer. `help` answers for a program and the commands below it, by their names in order.
pub fn not_offered(command: &str, mut help: impl FnMut(&[&str]) -> Help) -> Option<String> {
    let mut words = command.split_whitespace();
    let mut path = vec![words.next()?];
    let mut here = help(&path);
    while let Some(word) = words.next() {
        if word.starts_with("--") {
            let name = word.split_once('=').map_or(word, |(name, _)| name);
            match here.options.iter().find(|(known, _)| known == name) {
                None => return Some(format!("{} has no {name}", path.join(" "))),
                Some((_, true)) if name == word => {
                    words.next();
                }
                Some(_) => {}
            }
        } else if word == "|" || word == ">" || word == "&&" {
            break;
        } else if !here.commands.is_empty() {
            if !here.commands.iter().any(|known| known == word) {
                return Some(format!("{} has no command {word}", path.join(" ")));
            }
            path.push(word);
            here = help(&path);
        }
    }
    None
}
