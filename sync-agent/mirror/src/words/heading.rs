//! The words that headings of chapters and articles say, and how they are spelled: 试用期 is found by `shiyongqi` though no title holds
//! it. Whole syllables only, and at borders of words only: a heading is short, so particles and its ends show where words part.

use crate::document::Article;
use crate::words::{fold, sound};

/// Characters of a word.
const CHARS: std::ops::RangeInclusive<usize> = 2..=8;
/// Words of one document that are spelled; a code of laws has a hundred headings, most of them said before.
const WORDS_MAX: usize = 60;
/// Headings are those of parts, chapters and sections, and short; an article's own words are its text (see
/// [`Article::title`]).
const DEPTH_MAX: u8 = 2;
const HEADING_CHARS_MAX: usize = 16;
/// Spellings of one word whose characters sound in several ways.
const SPELLINGS_MAX: usize = 4;
/// Between the words of a heading.
const PARTICLES: [char; 8] = ['的', '和', '与', '及', '或', '之', '等', '对'];

/// The words of all headings, each once, in the order in which they stand there.
pub fn words(articles: &[Article]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let headings = articles.iter().filter(|article| {
        let chars = article.title.chars().count();
        article.depth <= DEPTH_MAX && (1..=HEADING_CHARS_MAX).contains(&chars)
    });
    for article in headings {
        let folded = fold::fold(&article.title);
        let whole = folded.split(|c| !fold::is_hanzi(c));
        let parts = folded.split(|c| !fold::is_hanzi(c) || PARTICLES.contains(&c));
        for word in whole.chain(parts) {
            if words.len() == WORDS_MAX {
                return words;
            }
            if CHARS.contains(&word.chars().count()) && !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        }
    }
    words
}

/// How a word may be spelled, syllable by syllable, the most common way first; none if a character has no sound.
pub fn spellings(word: &str) -> Vec<String> {
    let mut ways = vec![String::new()];
    for c in word.chars() {
        let sounds = sound::sounds(c);
        ways = ways
            .iter()
            .flat_map(|way| sounds.iter().map(move |sound| format!("{way}{sound}")))
            .take(SPELLINGS_MAX)
            .collect();
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headed(title: &str) -> Article {
        Article {
            id: "c1".to_owned(),
            label: "第一章".to_owned(),
            title: title.to_owned(),
            depth: 1,
            from: 0,
            to: 1,
        }
    }

    #[test]
    fn words_stand_between_particles_and_ends() {
        let articles = [
            "劳动合同的订立",
            "总则",
            "权利和义务、罚则",
            "",
            "附则A",
            "总则",
        ]
        .map(headed);
        assert_eq!(
            words(&articles),
            [
                "劳动合同的订立",
                "劳动合同",
                "订立",
                "总则",
                "权利和义务",
                "罚则",
                "权利",
                "义务",
                "附则"
            ]
        );
    }

    #[test]
    fn the_words_of_an_article_are_no_heading() {
        let mut article = headed("试用期");
        article.depth = 3;
        let sentence = headed("为了保护劳动者的合法权益制定本法律法规");
        assert!(words(&[article, sentence]).is_empty());
    }

    #[test]
    fn a_word_is_spelled_in_each_of_its_ways() {
        assert_eq!(spellings("试用期")[0], "shiyongqi");
        let ways = spellings("银行长短行");
        assert!(ways.len() <= SPELLINGS_MAX && ways[0].starts_with("yin"));
        assert!(spellings("〓").is_empty());
    }
}
