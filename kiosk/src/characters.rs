//! How many hanzi of GB 18030-2022, implementation level 3, this terminal draws, prints, finds and takes from its keyboard; names
//! every one that fails. Opens no window, no printer and no mirror: asks the parts that do the work.

use std::fmt;

use input::{Ask, Characters, Engine, Method, Unasked, Words};
use serde::Serialize;

use crate::bridge::fonts::Fonts;
use printer::Renderer;

/// Failures that are listed one by one in words; the JSON lists all.
const LISTED_MAX: usize = 200;

/// One thing that a terminal does with a character.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// So many succeed.
    pub good: usize,
    /// Those that do not, in the order of the standard.
    pub failed: Vec<char>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Hanzi of the standard.
    pub characters: usize,
    /// A font of the screen has it.
    pub drawn: Coverage,
    /// A font of the slip has it, and its strokes are burnt.
    pub printed: Coverage,
    /// A document that holds it is found by it.
    pub found: Coverage,
    /// The on-screen keyboard offers it, by its strokes or its code point.
    pub entered: Coverage,
    /// Of these, by its strokes.
    pub by_strokes: usize,
}

impl Report {
    /// Whether every character of the list passed.
    pub fn whole(&self) -> bool {
        self.parts().iter().all(|(_, part)| part.failed.is_empty())
    }

    fn parts(&self) -> [(&'static str, &Coverage); 4] {
        [
            ("drawn", &self.drawn),
            ("printed", &self.printed),
            ("found", &self.found),
            ("entered", &self.entered),
        ]
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "GB 18030-2022 level 3: {} hanzi", self.characters)?;
        for (name, part) in self.parts() {
            let Coverage { good, failed } = part;
            writeln!(f, "{name}: {good} of {}", self.characters)?;
            for c in failed.iter().take(LISTED_MAX) {
                writeln!(f, "  {c} U+{:04X}", u32::from(*c))?;
            }
            if let Some(more) = failed
                .len()
                .checked_sub(LISTED_MAX)
                .filter(|more| *more > 0)
            {
                writeln!(f, "  and {more} more (--json lists all)")?;
            }
        }
        writeln!(f, "by strokes: {} of {}", self.by_strokes, self.characters)
    }
}

/// Asks every part for every character.
pub fn report(fonts: &Fonts, renderer: &Renderer) -> Report {
    let table = std::sync::Arc::new(Characters::new());
    let all: Vec<char> = table.level_3().collect();
    let lacking = renderer.lacking(&all);
    let by_strokes = all.iter().filter(|c| table.has_strokes(**c)).count();
    let words = Words::default();
    let mut engine = Engine::new(table, None);
    let mut entered = |c: char| {
        let keys = format!("u{:x}", u32::from(c));
        let ask = Ask {
            method: Method::CodePoint,
            keys: &keys,
            before: "",
            most: 1,
        };
        let offer = engine.offer(&ask, &words, &mut Unasked);
        offer
            .candidates
            .iter()
            .any(|offered| offered.text.chars().eq([c]))
    };
    Report {
        characters: all.len(),
        drawn: coverage(&all, |c| fonts.draws(c)),
        printed: coverage(&all, |c| !lacking.contains(&c)),
        found: coverage(&all, mirror::is_searchable),
        entered: coverage(&all, &mut entered),
        by_strokes,
    }
}

fn coverage(all: &[char], mut succeeds: impl FnMut(char) -> bool) -> Coverage {
    let failed: Vec<char> = all.iter().copied().filter(|c| !succeeds(*c)).collect();
    Coverage {
        good: all.len() - failed.len(),
        failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_is_named_and_the_rest_is_counted() {
        let all: Vec<char> = "甲乙丙丁".chars().collect();
        let found = coverage(&all, |c| c != '丙');
        assert_eq!((found.good, found.failed.as_slice()), (3, &['丙'][..]));
        let whole = Coverage {
            good: 4,
            failed: vec![],
        };
        let report = Report {
            characters: 4,
            drawn: found,
            printed: whole.clone(),
            found: whole.clone(),
            entered: whole,
            by_strokes: 2,
        };
        assert!(!report.whole());
        let words = report.to_string();
        assert!(words.contains("drawn: 3 of 4\n  丙 U+4E19\n"), "{words}");
        assert!(words.contains("printed: 4 of 4"), "{words}");
    }

    #[test]
    fn every_hanzi_of_the_standard_is_found_and_can_be_entered() {
        crate::bridge::fonts::without_window();
        let report = report(&Fonts::load(), &Renderer::new().unwrap());
        assert_eq!(report.characters, 87_887);
        assert_eq!(report.found.failed, Vec::<char>::new());
        assert_eq!(report.entered.failed, Vec::<char>::new());
        // What a machine draws and prints depends on its fonts; the everyday ones are there on all.
        assert!(report.drawn.good > 27_000 && report.printed.good > 27_000);
        assert_eq!(report.drawn.good + report.drawn.failed.len(), 87_887);
    }
}
