//! Lists of a text file (word/numbering.xml, styles.xml): which paragraph has which number in front of it. Owns the counting of levels;
//! how a number is written is known by `counting`.

use super::counting::written;
use crate::xml::{self, Element};
use std::collections::{HashMap, HashSet};

/// Levels of a list; no program writes more.
const LEVELS: usize = 9;
/// Characters of a level's text around its numbers.
const TEXT_CHARS_MAX: usize = 64;
/// Styles that rest on each other.
const STYLES_DEEP_MAX: usize = 16;
/// A list begins no higher.
const START_MAX: u32 = 32_767;

#[derive(Clone)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// Behind which level it begins anew: 0 never, `None` behind every higher one.
    restart: Option<usize>,
    is_legal: bool,
    is_close: bool,
    style: Option<String>,
}

#[derive(Default)]
struct Num {
    list: String,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

#[derive(Default, Clone)]
struct Style {
    based_on: Option<String>,
    number: Option<String>,
    level: Option<usize>,
}

/// The lists of one file, and how far each has been counted.
#[derive(Default)]
pub struct Lists {
    lists: HashMap<String, HashMap<usize, Level>>,
    nums: HashMap<String, Num>,
    styles: HashMap<String, Style>,
    default_style: Option<String>,
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    /// Numbers (with their level) that began once where they say.
    begun: HashSet<(String, usize)>,
}

/// What stands in front of a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub enum Label {
    /// Nothing: it is in no list.
    None,
    /// This, with the gap behind it.
    Written(String),
    /// A number in a format that is not known.
    Unknown,
}

impl Lists {
    /// Of these two parts, where they are there.
    pub fn read(numbering: Option<&[u8]>, styles: Option<&[u8]>) -> Lists {
        let mut lists = Lists::default();
        if let Some(parsed) = styles.and_then(xml::parse) {
            for style in parsed.root.all("style") {
                lists.style(style);
            }
        }
        let Some(parsed) = numbering.and_then(xml::parse) else {
            return lists;
        };
        // A list may be told by its style alone, in another list.
        let mut by_style: HashMap<String, String> = HashMap::new();
        for list in parsed.root.all("abstractNum") {
            let id = list
                .attribute("abstractNumId")
                .unwrap_or_default()
                .to_owned();
            if let Some(link) = value(list, "styleLink") {
                by_style.insert(link.to_owned(), id.clone());
            }
            lists.lists.insert(id, levels(list));
        }
        for num in parsed.root.all("num") {
            let id = num.attribute("numId").unwrap_or_default().to_owned();
            let list = value(num, "abstractNumId").unwrap_or_default();
            let of_list =
                |list: &&Element| list.attribute("abstractNumId") == value(num, "abstractNumId");
            let link = parsed.root.all("abstractNum").find(of_list);
            let link = link.and_then(|list| value(list, "numStyleLink"));
            let linked = link.and_then(|link| by_style.get(link));
            let mut made = Num {
                list: linked.map_or(list, String::as_str).to_owned(),
                ..Num::default()
            };
            for change in num.all("lvlOverride") {
                let Some(at) = at(change) else { continue };
                if let Some(start) = value(change, "startOverride").and_then(|v| v.parse().ok()) {
                    made.starts.insert(at, u32::min(start, START_MAX));
                }
                made.levels.extend(levels(change));
            }
            lists.nums.insert(id, made);
        }
        lists
    }

    /// Whether there is anything to count.
    pub fn is_empty(&self) -> bool {
        self.nums.is_empty()
    }

    fn style(&mut self, style: &Element) {
        let Some(id) = style.attribute("styleId") else {
            return;
        };
        let is_default = matches!(style.attribute("default"), Some("1" | "true" | "on"));
        if is_default && style.attribute("type") == Some("paragraph") {
            self.default_style = Some(id.to_owned());
        }
        let number = style.child("pPr").and_then(|format| format.child("numPr"));
        let made = Style {
            based_on: value(style, "basedOn").map(str::to_owned),
            number: number.and_then(|n| value(n, "numId")).map(str::to_owned),
            level: number
                .and_then(|n| value(n, "ilvl"))
                .and_then(|level| level.parse().ok()),
        };
        self.styles.insert(id.to_owned(), made);
    }

    /// Number and level that a style gives.
    fn of_style(&self, style: Option<&str>) -> (Option<String>, Option<usize>) {
        let first = style.or(self.default_style.as_deref());
        let (mut number, mut level) = (None, None);
        let mut next = first.map(str::to_owned);
        for _ in 0..STYLES_DEEP_MAX {
            let Some((id, style)) = next.and_then(|id| {
                let style = self.styles.get(&id)?.clone();
                Some((id, style))
            }) else {
                break;
            };
            if number.is_none()
                && let Some(found) = style.number
            {
                // A list names the style of each of its levels.
                let of_list = self.nums.get(&found).and_then(|num| {
                    let levels = self.lists.get(&num.list)?;
                    let named = |level: &Level| level.style.as_deref() == Some(id.as_str());
                    (0..LEVELS).find(|at| levels.get(at).is_some_and(named))
                });
                level = level.or(of_list);
                number = Some(found);
            }
            level = level.or(style.level);
            next = style.based_on;
        }
        (number, level)
    }

    /// Counts a paragraph; its own number and level go before those of its style.
    pub fn next(
        &mut self,
        style: Option<&str>,
        number: Option<&str>,
        level: Option<usize>,
    ) -> Label {
        let (of_style, level_of_style) = self.of_style(style);
        let Some(number) = number.map(str::to_owned).or(of_style) else {
            return Label::None;
        };
        let at = level.or(level_of_style).unwrap_or(0);
        let Some(num) = self.nums.get(&number).filter(|_| at < LEVELS) else {
            return Label::None;
        };
        let level_at = |at: usize| {
            let of_list = || self.lists.get(&num.list).and_then(|levels| levels.get(&at));
            num.levels.get(&at).or_else(of_list).cloned()
        };
        let Some(own) = level_at(at) else {
            return Label::None;
        };
        let levels: Vec<Option<Level>> = (0..LEVELS).map(level_at).collect();
        let start = |at: usize| {
            let of_level = || levels[at].as_ref().map_or(0, |level| level.start);
            num.starts.get(&at).copied().unwrap_or_else(of_level)
        };
        let counts = self.counts.entry(num.list.clone()).or_default();
        let begins = num.starts.contains_key(&at) && self.begun.insert((number.clone(), at));
        counts[at] = match counts[at] {
            Some(count) if !begins => Some(count.saturating_add(1)),
            _ => Some(start(at)),
        };
        for (deeper, level) in levels.iter().enumerate().skip(at + 1) {
            let restart = level.as_ref().and_then(|level| level.restart);
            if restart.is_none_or(|behind| at < behind) {
                counts[deeper] = None;
            }
        }
        // A higher level that nobody used yet stands at its beginning.
        for (higher, count) in counts.iter_mut().enumerate().take(at) {
            count.get_or_insert(start(higher));
        }
        let counts = *counts;
        label(&own, &levels, &counts)
    }
}

fn label(own: &Level, levels: &[Option<Level>], counts: &[Option<u32>; LEVELS]) -> Label {
    if own.format == "bullet" {
        // Signs of symbol faces stand where no letter does.
        return Label::Written("· ".to_owned());
    }
    let mut said = String::new();
    let mut rest = own.text.chars().peekable();
    while let Some(sign) = rest.next() {
        let digit = (sign == '%').then(|| rest.peek().and_then(|c| c.to_digit(10)));
        let Some(place) = digit
            .flatten()
            .and_then(|digit| (digit as usize).checked_sub(1))
        else {
            said.push(sign);
            continue;
        };
        rest.next();
        let Some(level) = levels.get(place).and_then(Option::as_ref) else {
            continue;
        };
        let format = match own.is_legal {
            true => "decimal",
            false => level.format.as_str(),
        };
        match written(counts[place].unwrap_or(level.start), format) {
            Some(number) => said.push_str(&number),
            None => return Label::Unknown,
        }
    }
    let last = said.trim_end().chars().last();
    let is_wide = last.is_some_and(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let gap = match last {
        None => return Label::None,
        Some('、' | '，' | '）' | '．' | '。' | '：') => "",
        Some(_) if own.is_close => "",
        Some(_) if is_wide => "\u{3000}",
        Some(_) => " ",
    };
    Label::Written(format!("{}{gap}", said.trim_end()))
}

fn value<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element.child(name)?.attribute("val")
}

fn at(element: &Element) -> Option<usize> {
    let level = element.attribute("ilvl")?.parse().ok();
    level.filter(|level| *level < LEVELS)
}

fn levels(of: &Element) -> HashMap<usize, Level> {
    let made = of.all("lvl").filter_map(|level| {
        let number = |name: &str| value(level, name)?.parse::<u32>().ok();
        let text = value(level, "lvlText").unwrap_or_default();
        let legal = level.child("isLgl");
        let off =
            |element: &Element| matches!(element.attribute("val"), Some("0" | "false" | "off"));
        let made = Level {
            start: number("start").unwrap_or(0).min(START_MAX),
            format: value(level, "numFmt").unwrap_or("decimal").to_owned(),
            text: text.chars().take(TEXT_CHARS_MAX).collect(),
            restart: number("lvlRestart").map(|behind| behind as usize),
            is_legal: legal.is_some_and(|legal| !off(legal)),
            is_close: value(level, "suff") == Some("nothing"),
            style: value(level, "pStyle").map(str::to_owned),
        };
        Some((at(level)?, made))
    });
    made.collect()
}
