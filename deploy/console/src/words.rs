//! What programs say, in the language of whoever sits before them: the sentence of the source is the key, with `{}` for what is filled
//! in, and `assets/lang/commands.zh.toml` has the Chinese. What stands in no list is said as it is. Knows no program's types.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use sentence::{LINK, Sentence};

mod sentence;

/// All programs' words.
const CHINESE: &str = include_str!("../../../assets/lang/commands.zh.toml");
/// The section with names instead of sentences.
const CLAP: &str = "clap";
/// What is filled in is looked up as well, so deep.
const DEPTH_MAX: u8 = 12;
/// Parts of one line that are looked up.
const LOOKS_MAX: u32 = 500;
/// So many ends of a chain's first link are tried.
const LINKS_MAX: usize = 8;
/// Longer lines are said as they are.
const LINE_BYTES_MAX: usize = 4096;

/// A language that a command line speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// As the sources have it.
    English,
    /// 中文.
    Chinese,
}

impl Language {
    /// As POSIX says: the first of these that is set and not empty.
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Language {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| variable(name).filter(|value| !value.is_empty()));
        match set {
            Some(locale) if locale.starts_with("zh") => Language::Chinese,
            _ => Language::English,
        }
    }

    /// Of this process.
    pub fn here() -> Language {
        Language::of(|name| std::env::var(name).ok())
    }
}

/// The words of one language.
pub struct Words {
    names: BTreeMap<String, String>,
    whole: BTreeMap<String, String>,
    /// The more a sentence says by itself, the earlier it is tried.
    sentences: Vec<Sentence>,
}

impl Words {
    /// The words that come with the programs.
    pub fn chinese() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| Words::read(CHINESE).expect("a test reads the words of the sources"))
    }

    fn read(text: &str) -> Option<Words> {
        let sections: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(text).ok()?;
        let mut words = Words {
            names: BTreeMap::new(),
            whole: BTreeMap::new(),
            sentences: Vec::new(),
        };
        for (section, list) in sections {
            if section == CLAP {
                words.names = list;
                continue;
            }
            for (english, chinese) in list {
                match Sentence::read(&english, &chinese) {
                    Some(sentence) => words.sentences.push(sentence),
                    None => {
                        words.whole.insert(english, chinese);
                    }
                }
            }
        }
        words.sentences.sort_by_key(Sentence::rank);
        Some(words)
    }

    /// A name of the section `[clap]`, filled in.
    pub fn name(&self, name: &str, values: &[&str]) -> String {
        self.name_or(name, name, values)
    }

    fn name_or(&self, name: &str, otherwise: &str, values: &[&str]) -> String {
        let text = self.names.get(name).map_or(otherwise, String::as_str);
        filled(text, values)
    }

    /// A name of the section `[clap]` that nothing is filled into.
    pub fn heading(&'static self, name: &'static str) -> &'static str {
        self.names.get(name).map_or(name, String::as_str)
    }

    /// The lines of a message, each in Chinese where its sentence is known.
    pub fn said(&self, message: &str) -> String {
        let lines: Vec<String> = message
            .split('\n')
            .map(|line| {
                let text = line.trim_start();
                let margin = &line[..line.len() - text.len()];
                format!("{margin}{}", self.line(text, 0, &Cell::new(LOOKS_MAX)))
            })
            .collect();
        lines.join("\n")
    }

    /// Of the ways to read it that are known, the one that leaves least English.
    fn line(&self, text: &str, depth: u8, looks: &Cell<u32>) -> String {
        if depth >= DEPTH_MAX || text.len() > LINE_BYTES_MAX || looks.get() == 0 {
            return text.to_owned();
        }
        looks.set(looks.get() - 1);
        let below = |text: &str| self.line(text, depth + 1, looks);
        let whole = self.known(text, false);
        if let Some(whole) = whole.as_ref().filter(|whole| whole.values.is_empty()) {
            return whole.chinese.to_owned();
        }
        let whole = whole.map(|whole| whole.filled(below));
        let linked = |head: &str, rest: &str| self.name_or("link", "{}: {}", &[head, &below(rest)]);
        // A chain of causes, `what was tried: why it failed`: parted behind the sentence of which most is known.
        let parted = |at: usize| (&text[..at], &text[at + LINK.len()..]);
        let ends = || text.match_indices(LINK).take(LINKS_MAX).map(|(at, _)| at);
        let heads = ends().filter_map(|at| {
            let (head, rest) = parted(at);
            Some((
                self.known(head, false).filter(|known| !known.goes_on)?,
                rest,
            ))
        });
        let head = heads.reduce(|best, next| {
            if next.0.said > best.0.said {
                next
            } else {
                best
            }
        });
        let chain = head.map(|(head, rest)| linked(&head.filled(below), rest));
        let is_chain = text.contains(LINK);
        // A sentence around a chain; else behind what is only a name, such as a path.
        let around = || self.known(text, true).map(|around| around.filled(below));
        let around = is_chain.then(around).flatten();
        let named = || {
            let (head, rest) = ends().next().map(parted)?;
            let said = below(rest);
            (said != rest).then(|| self.name_or("link", "{}: {}", &[head, &said]))
        };
        let known = [whole, chain, around].into_iter().flatten();
        known
            .min_by_key(|said| english(said))
            .or_else(named)
            .unwrap_or_else(|| text.to_owned())
    }

    /// The text as one sentence of the list.
    fn known<'w, 't>(&'w self, text: &'t str, links: bool) -> Option<Known<'w, 't>> {
        if let Some(chinese) = self.whole.get(text) {
            return Some(Known {
                chinese,
                values: Vec::new(),
                said: text.len(),
                goes_on: false,
            });
        }
        self.sentences.iter().find_map(|sentence| {
            Some(Known {
                chinese: &sentence.chinese,
                values: sentence.values(text, links)?,
                said: sentence.said(),
                goes_on: sentence.goes_on(),
            })
        })
    }
}

/// Letters that are left of the source's sentence; what was filled in is the same in all.
fn english(said: &str) -> usize {
    said.bytes().filter(u8::is_ascii_alphabetic).count()
}

/// A text that is a sentence of the list.
struct Known<'w, 't> {
    chinese: &'w str,
    values: Vec<&'t str>,
    /// Bytes of it that are no values.
    said: usize,
    /// Its last value is the rest of a chain.
    goes_on: bool,
}

impl Known<'_, '_> {
    fn filled(&self, value: impl Fn(&str) -> String) -> String {
        let values: Vec<String> = self.values.iter().map(|v| value(v)).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        filled(self.chinese, &values)
    }
}

/// `{}` in order, `{0}` by number.
fn filled(text: &str, values: &[&str]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut next = 0;
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        let Some((inside, after)) = rest[at + 1..].split_once('}') else {
            break;
        };
        let number = match inside.parse::<usize>() {
            Ok(number) => number,
            Err(_) => {
                next += 1;
                next - 1
            }
        };
        out.push_str(values.get(number).copied().unwrap_or_default());
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words::read(
            "[clap]\nusage = \"用法：{}\"\nlink = \"{}：{}\"\n[x]\n\"is blank\" = \"是空的\"\n\"must be {}, not {}\" = \"不能是{1}，要写成{0}\"\n\
             \"a text\" = \"文字\"\n\"line {}: {}\" = \"第 {} 行：{}\"\n\"line {number}: {word}: {}\" = \"第 {} 行，{}：{}\"\n\
             '\"{}\" {}' = '\"{}\" {}'\n\"is not; allowed are {}\" = \"不是；可以是 {}\"\n\"{}; allowed are {}\" = \"{}；可以是 {}\"\n",
        )
        .unwrap()
    }

    #[test]
    fn the_language_is_that_of_the_first_variable_that_is_set() {
        let of = |set: &[(&str, &str)]| {
            Language::of(|name| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8")]), Language::Chinese);
        assert_eq!(
            of(&[("LC_ALL", ""), ("LANG", "zh_CN.UTF-8")]),
            Language::Chinese
        );
        assert_eq!(
            of(&[("LC_ALL", "C.UTF-8"), ("LANG", "zh_CN.UTF-8")]),
            Language::English
        );
        assert_eq!(
            of(&[("LC_MESSAGES", "en_US"), ("LANG", "zh_CN")]),
            Language::English
        );
        assert_eq!(of(&[]), Language::English);
    }

    #[test]
    fn what_is_filled_in_comes_back_and_is_looked_up_as_well() {
        let words = words();
        assert_eq!(words.said("is blank"), "是空的");
        assert_eq!(words.said("must be a text, not 7"), "不能是7，要写成文字");
        assert_eq!(
            words.said("  line 3: site.id: is blank"),
            "  第 3 行，site.id：是空的"
        );
        assert_eq!(
            words.said("line 3: is no sentence: of ours"),
            "第 3 行：is no sentence: of ours"
        );
        assert_eq!(
            words.said("\"x\" is not; allowed are a"),
            "\"x\" 不是；可以是 a"
        );
        assert_eq!(words.name("usage", &["x"]), "用法：x");
    }

    #[test]
    fn a_chain_of_causes_is_parted_behind_what_is_known_and_swallowed_by_no_hole() {
        let words = Words::read(
            "[clap]\nlink = \"{}：{}\"\n[x]\n\"read {}\" = \"读 {}\"\n\"is blank\" = \"是空的\"\n\
             \"open {}: no {}\" = \"打不开 {}：没有 {}\"\n\"{number}{} found\" = \"找到 {} 个{}\"\n\" sheets\" = \"表\"\n\
             \"move {} to {}\" = \"把 {} 移到 {}\"\n\"find a place: none\" = \"没有地方\"\n\
             \"{}; allowed are {}\" = \"{}；可以是 {}\"\n\"'{}' {}\" = \"“{}”{}\"\n\"has a flaw: two holes\" = \"有毛病：两个洞\"\n\
             \"read sheet {}\" = \"读表 {}\"\n\"read {}: {}\" = \"读 {}：{}\"\n",
        )
        .unwrap();
        for (english, chinese) in [
            ("read a: is blank", "读 a：是空的"),
            ("read a b: read c: is blank", "读 a b：读 c：是空的"),
            ("move a to b: is blank", "把 a 移到 b：是空的"),
            ("move a to b to c: read d", "把 a 移到 b to c：读 d"),
            ("/a b: is blank", "/a b：是空的"),
            ("open a: no b", "打不开 a：没有 b"),
            ("open a: no b: is blank", "打不开 a：没有 b：是空的"),
            ("read a: find a place: none", "读 a：没有地方"),
            ("27 sheets found", "找到 27 个表"),
            ("0 found", "找到 0 个"),
            ("x sheets found", "x sheets found"),
            (
                "'x' has a flaw: two holes; allowed are a: b",
                "“x”有毛病：两个洞；可以是 a: b",
            ),
            ("read sheet a: is blank", "读表 a：是空的"),
            (
                "read sheet a: of nobody: is blank",
                "读表 a：of nobody：是空的",
            ),
            ("word: of nobody", "word: of nobody"),
        ] {
            assert_eq!(words.said(english), chinese);
        }
    }

    #[test]
    fn what_is_not_known_and_what_is_hostile_is_said_as_it_is() {
        let words = words();
        for text in ["", "{}", "{0}", "nothing of this", "must be {}", "行 {word"] {
            assert_eq!(words.said(text), text);
        }
        let long = format!("line {}: x", "9".repeat(LINE_BYTES_MAX));
        assert_eq!(words.said(&long), long);
        let nested = "line 1: ".repeat(100);
        assert!(words.said(&nested).starts_with("第 1 行："));
    }

    #[test]
    fn every_sentence_of_the_product_has_as_many_holes_in_both_languages() {
        let words = Words::chinese();
        assert!(words.whole.len() > 50 && words.sentences.len() > 50);
        for sentence in &words.sentences {
            let marks = sentence.chinese.matches('{').count();
            assert_eq!(marks, sentence.holes(), "{}", sentence.chinese);
        }
        for text in words.whole.values() {
            assert!(!text.is_empty());
        }
    }
}
