//! Whether a document really matches, how well, and where. The last word on every hit; never touches a database.

use crate::query::Filter;
use crate::search::plan::Plan;
use crate::search::word::Word;
use crate::store::codes::Small;
use crate::words::fold;
use crate::words::number::{self, Number};
use crate::words::sound::{self, Unit};
use crate::words::tokens;

/// How well a hit fits: smaller is better. The order a librarian would choose.
pub type Class = u8;

const EXACT_TITLE: Class = 0;
const CORE_TITLE: Class = 5;
const EXACT_NUMBER: Class = 8;
const PART_OF_NUMBER: Class = 12;
const TITLE_SOUND_WHOLE: Class = 14;
const TITLE_SOUND_WHOLE_RARE: Class = 15;
const IN_TITLE: Class = 20;
const TITLE_SOUND_START: Class = 22;
const TITLE_SOUND: Class = 24;
const IN_AGENCY: Class = 30;
const AGENCY_SOUND: Class = 34;
const IN_SUBJECT: Class = 40;
const SUBJECT_SOUND: Class = 44;

/// A document's small fields, folded once for all words.
pub struct Folded<'a> {
    small: &'a Small,
    title: String,
    title_squeezed: String,
    agency: String,
    doc_no: String,
    index_no: String,
    subjects: String,
    views: Option<Views>,
}

struct Views {
    title: Vec<Vec<Unit>>,
    agency: Vec<Vec<Unit>>,
    subjects: Vec<Vec<Vec<Unit>>>,
}

/// How a document fits a query by its small fields alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Standing {
    pub class: Class,
    /// Eighths of the title that the query covers.
    pub covered: u8,
}

impl Standing {
    /// Whether the query is the title, by its characters or by its sound.
    pub fn is_title(&self) -> bool {
        matches!(
            self.class,
            EXACT_TITLE | CORE_TITLE | TITLE_SOUND_WHOLE | TITLE_SOUND_WHOLE_RARE
        )
    }
}

impl<'a> Folded<'a> {
    /// Folds; sounds are worked out only for queries that sound.
    pub fn new(small: &'a Small, plan: &Plan) -> Folded<'a> {
        let sounding = plan.words.iter().any(|word| !word.splits.is_empty());
        Folded {
            title: fold::fold(&small.title),
            title_squeezed: fold::squeeze(&small.title),
            agency: fold::fold(&small.agency),
            doc_no: fold::fold(small.doc_no.as_deref().unwrap_or("")),
            index_no: fold::fold(small.index_no.as_deref().unwrap_or("")),
            subjects: small.subjects.chars().map(keep_lines).collect(),
            views: sounding.then(|| Views {
                title: sound::views(&small.title),
                agency: sound::views(&small.agency),
                subjects: small.subjects.lines().map(sound::views).collect(),
            }),
            small,
        }
    }

    /// How well the whole query fits the small fields; `None` if some word is in none of them.
    pub fn standing(&self, plan: &Plan) -> Option<Standing> {
        let class = match (self.by_title(plan), self.by_number(plan)) {
            (Some(title), Some(number)) => Some(title.min(number)),
            (title, number) => title.or(number),
        };
        let by_words = plan
            .words
            .iter()
            .map(|word| self.word(word))
            .try_fold(0, |worst: Class, class| class.map(|c| worst.max(c)));
        let class = match (class, by_words) {
            (Some(a), Some(b)) => a.min(b),
            (a, b) => a.or(b)?,
        };
        Some(Standing {
            class,
            covered: self.covered(plan),
        })
    }

    /// Whether the word is in a small field, and how well it fits there.
    pub fn word(&self, word: &Word) -> Option<Class> {
        let exact = [
            (&self.doc_no, PART_OF_NUMBER),
            (&self.index_no, PART_OF_NUMBER),
            (&self.title, IN_TITLE),
            (&self.agency, IN_AGENCY),
            (&self.subjects, IN_SUBJECT),
        ];
        let exact = exact
            .into_iter()
            .find(|(field, _)| field.contains(&word.folded))
            .map(|(_, class)| class);
        let loose = word
            .squeezed
            .as_ref()
            .is_some_and(|s| self.title_squeezed.contains(s.as_str()))
            .then_some(IN_TITLE);
        [exact, loose, self.sounds_like(word)]
            .into_iter()
            .flatten()
            .min()
    }

    fn sounds_like(&self, word: &Word) -> Option<Class> {
        let views = self.views.as_ref()?;
        let rare = |common: bool| Class::from(!common);
        let best = |views: &[Vec<Unit>]| {
            word.splits
                .iter()
                .filter_map(|split| sound::fit(split, views))
                .max_by_key(sound::goodness)
        };
        if let Some(fit) = best(&views.title) {
            // What every law of the country starts with nobody types.
            let core = chars(&self.title) - chars(tokens::core_title(&self.title));
            let starts = fit.at_start || (core > 0 && fit.from == core);
            let ends = fit.to == chars(&self.title);
            let class = match (fit.whole || (starts && ends), starts) {
                (true, _) => TITLE_SOUND_WHOLE,
                (_, true) => TITLE_SOUND_START,
                _ => TITLE_SOUND,
            };
            return Some(class + rare(fit.common));
        }
        if let Some(fit) = best(&views.agency) {
            return Some(AGENCY_SOUND + rare(fit.common));
        }
        let fit = views.subjects.iter().find_map(|views| best(views))?;
        Some(SUBJECT_SOUND + rare(fit.common))
    }

    fn by_title(&self, plan: &Plan) -> Option<Class> {
        let core = tokens::core_title;
        if !plan.may_be_title {
            None
        } else if self.title_squeezed == plan.squeezed {
            Some(EXACT_TITLE)
        } else {
            (core(&self.title_squeezed) == core(&plan.squeezed)).then_some(CORE_TITLE)
        }
    }

    /// Whether the query, year and serial number, is a number of the document.
    pub fn is_numbered(&self, plan: &Plan) -> bool {
        plan.numbers.iter().any(Number::is_whole) && self.by_number(plan).is_some()
    }

    fn by_number(&self, plan: &Plan) -> Option<Class> {
        let mut found: Option<Class> = None;
        if let (false, Some(doc_no)) = (plan.numbers.is_empty(), &self.small.doc_no) {
            let whole = Number::cut(doc_no);
            for typed in plan.numbers.iter().filter(|typed| typed.means(&whole)) {
                let class = if *typed == whole {
                    EXACT_NUMBER
                } else {
                    PART_OF_NUMBER
                };
                found = Some(found.map_or(class, |f| f.min(class)));
            }
        }
        if let (Some(key), Some(index_no)) = (&plan.index_key, &self.small.index_no) {
            let whole = number::index_key(index_no);
            if whole.starts_with(key.as_str()) {
                let class = if whole == *key {
                    EXACT_NUMBER
                } else {
                    PART_OF_NUMBER
                };
                found = Some(found.map_or(class, |f| f.min(class)));
            }
        }
        found
    }

    fn covered(&self, plan: &Plan) -> u8 {
        let core = tokens::core_title(&self.title_squeezed)
            .chars()
            .count()
            .max(1);
        let typed = tokens::core_title(&plan.squeezed).chars().count();
        u8::try_from((typed * 8 / core).min(8)).unwrap_or(8)
    }

    /// What matched in the title, in characters.
    pub fn title_ranges(&self, plan: &Plan) -> Vec<[u32; 2]> {
        if self.by_title(plan).is_some() {
            return vec![[0, chars(&self.title)]];
        }
        let mut ranges = Vec::new();
        for word in &plan.words {
            let before = ranges.len();
            ranges.extend(occurrences(&self.title, &word.folded));
            if ranges.len() > before {
                continue;
            }
            if word
                .squeezed
                .as_ref()
                .is_some_and(|s| self.title_squeezed.contains(s.as_str()))
            {
                ranges.extend(self.loose_range(word));
            }
            let views = self
                .views
                .as_ref()
                .map(|views| views.title.as_slice())
                .unwrap_or(&[]);
            let fits = word
                .splits
                .iter()
                .filter_map(|split| sound::fit(split, views));
            ranges.extend(
                fits.max_by_key(sound::goodness)
                    .map(|fit| [fit.from, fit.to]),
            );
        }
        merge(ranges)
    }

    /// Where a word lies in a title that has other punctuation.
    fn loose_range(&self, word: &Word) -> Option<[u32; 2]> {
        let squeezed = word.squeezed.as_ref()?;
        let places: Vec<u32> = (0_u32..)
            .zip(self.title.chars())
            .filter(|(_, c)| fold::is_word(*c))
            .map(|(at, _)| at)
            .collect();
        let from = self.title_squeezed.find(squeezed.as_str())?;
        let from = self.title_squeezed[..from].chars().count();
        let to = from + squeezed.chars().count() - 1;
        Some([*places.get(from)?, places.get(to)? + 1])
    }
}

/// A line feed parts subjects; no word holds one.
fn keep_lines(c: char) -> char {
    if c == '\n' { c } else { fold::fold_char(c) }
}

/// Whether a document passes the filter.
pub fn passes(small: &Small, filter: &Filter) -> bool {
    let agency = |name: &String| tokens::agency(name) == tokens::agency(&small.agency);
    filter.agency.as_ref().is_none_or(agency)
        && filter.category.is_none_or(|c| c == small.category)
        && filter.validity.is_none_or(|v| v == small.validity)
        && filter
            .year
            .is_none_or(|y| tokens::year_of(&small.date) == Some(y))
}

/// Where `word` lies in `text`, both folded, in characters.
pub fn occurrences(text: &str, word: &str) -> Vec<[u32; 2]> {
    let length = chars(word);
    let mut found = Vec::new();
    let (mut byte, mut at) = (0, 0);
    for (start, _) in text.match_indices(word) {
        at += chars(&text[byte..start]);
        byte = start;
        found.push([at, at + length]);
    }
    found
}

/// Sorts and joins ranges that touch.
pub fn merge(mut ranges: Vec<[u32; 2]>) -> Vec<[u32; 2]> {
    ranges.sort_unstable();
    let mut merged: Vec<[u32; 2]> = Vec::with_capacity(ranges.len());
    for [from, to] in ranges {
        match merged.last_mut() {
            Some(last) if from <= last[1] => last[1] = last[1].max(to),
            _ => merged.push([from, to]),
        }
    }
    merged
}

fn chars(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}
