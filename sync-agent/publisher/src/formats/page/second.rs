//! What a second reader (`dom_smoothie`, which knows no content system and goes by the shape of a page) takes for the body. Owns how the two
//! are compared: it tells an operator which pages to look at, and where no name says what the body is, that a text is not whole.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use dom_smoothie::{Config, Readability};

use crate::item::{Opinion, Reason, Refusal};
use crate::reading::draft::Piece;
use crate::reading::tidy::squeeze;

/// Longer pages have one reader, bytes.
const PAGE_BYTES_MAX: usize = 1024 * 1024;
/// Elements of such a page.
const ELEMENTS_MAX: usize = 10_000;
/// Characters that are compared as one.
const RUN_CHARS: usize = 8;
/// Below so many characters two texts are alike by chance, or differ by it.
const CHARS_MIN: usize = 40;
/// Characters of one text that are compared.
const CHARS_MAX: usize = 200_000;

/// Why a text that the second reader takes all of, with as much again around it, is not whole; none if it may be.
pub fn part_of(opinion: &Opinion) -> Option<Refusal> {
    const LEFT_OUT_MIN: usize = 80;
    let Opinion {
        ours,
        theirs,
        common,
    } = *opinion;
    let inside = common * 10 >= ours * 9;
    let part = inside && theirs > ours * 2 && theirs - common >= LEFT_OUT_MIN;
    part.then(|| {
        let detail = format!("only a part of a text: about {ours} characters of {theirs}");
        Refusal::new(Reason::Unreadable, detail)
    })
}

/// The second reader's opinion of a page of which we take `pieces`; none if it has none, or if there is too little to compare.
pub fn opinion(source: &str, pieces: &[Piece]) -> Option<Opinion> {
    if source.len() > PAGE_BYTES_MAX {
        return None;
    }
    let ours = runs(&words(pieces))?;
    let config = Config {
        max_elements_to_parse: ELEMENTS_MAX,
        disable_json_ld: true,
        // The length of an English article: a notice of five lines is a body as well.
        char_threshold: CHARS_MIN,
        ..Config::default()
    };
    let mut reader = Readability::new(source, None, Some(config)).ok()?;
    let theirs = runs(&squeeze(&reader.parse().ok()?.text_content))?;
    Some(Opinion {
        ours: ours.len(),
        theirs: theirs.len(),
        common: ours.intersection(&theirs).count(),
    })
}

fn words(pieces: &[Piece]) -> String {
    let mut words = String::new();
    for piece in pieces {
        match piece {
            Piece::Line(line) => words.push_str(&squeeze(&line.text)),
            Piece::Table(grid) => grid
                .iter()
                .flatten()
                .for_each(|cell| words.push_str(&squeeze(cell))),
            Piece::Picture(_) => {}
        }
    }
    words
}

/// Hashes of all runs of a text without blanks.
fn runs(text: &str) -> Option<HashSet<u64>> {
    let chars: Vec<char> = text.chars().take(CHARS_MAX).collect();
    let hash = |run: &[char]| {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        hasher.finish()
    };
    (chars.len() >= CHARS_MIN).then(|| chars.windows(RUN_CHARS).map(hash).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTICE: &str = "现将有关事项通知如下，请认真执行，并于本月底前把情况报送示例市人民政府办公室，逾期不报的予以通报。";
    const OTHER: &str = "本站由示例市大数据局主办，网站标识码是示例，联系电话见首页，未经许可不得转载本站的任何内容，违者必究。";

    fn page(bodies: &[(&str, usize)]) -> String {
        let of = |(words, times): &(&str, usize)| {
            let lines: String = (0..*times)
                .map(|n| format!("<p>{n}、{words}</p>"))
                .collect();
            format!("<div>{lines}</div>")
        };
        let divisions: String = bodies.iter().map(of).collect();
        format!("<html><body>{divisions}</body></html>")
    }

    fn taken(words: &str, times: usize) -> Vec<Piece> {
        (0..times)
            .map(|n| Piece::plain(format!("{n}、{words}")))
            .collect()
    }

    #[test]
    fn two_that_take_the_same_agree() {
        let opinion = opinion(&page(&[(NOTICE, 6)]), &taken(NOTICE, 6)).unwrap();
        assert!(!opinion.differs(), "{opinion:?}");
        assert_eq!(opinion.common, opinion.ours);
    }

    #[test]
    fn two_that_take_different_places_disagree() {
        let source = page(&[(NOTICE, 6), (OTHER, 1)]);
        let opinion = opinion(&source, &taken(OTHER, 1)).unwrap();
        assert!(opinion.differs(), "{opinion:?}");
    }

    #[test]
    fn a_part_of_what_the_other_takes_is_not_whole() {
        for (ours, theirs, common, part) in [
            (46, 220, 46, true),
            (40, 90, 40, false),
            (200, 380, 200, false),
            (60, 300, 10, false),
        ] {
            let opinion = Opinion {
                ours,
                theirs,
                common,
            };
            assert_eq!(part_of(&opinion).is_some(), part, "{opinion:?}");
        }
    }

    #[test]
    fn a_page_with_nothing_to_compare_has_no_opinion() {
        assert_eq!(opinion("", &taken(NOTICE, 6)), None);
        assert_eq!(opinion(&page(&[(NOTICE, 6)]), &taken("短", 1)), None);
        let long = page(&[(NOTICE, 20_000)]);
        assert_eq!(opinion(&long, &taken(NOTICE, 6)), None, "too long");
    }
}
