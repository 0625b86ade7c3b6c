//! Invented phrases of official language with every syllable judged: the characters of several readings in the words they are met in.
//! `readings.tsv` is a phrase and its pinyin; a syllable that may be said in two ways has both, parted by `/`.

const JUDGED: &str = include_str!("../golden/readings.tsv");

/// Of ten thousand syllables so many may be read otherwise than they were judged.
const WRONG_OF_10_000_MAX: usize = 10;
const PHRASES_MIN: usize = 300;
const SYLLABLES_MIN: usize = 2_500;

#[test]
fn official_phrases_are_read_as_they_were_judged() {
    let (mut phrases, mut syllables) = (0, 0);
    let mut wrong = Vec::new();
    for line in JUDGED.lines() {
        let (phrase, want) = line.split_once('\t').expect("a phrase and its pinyin");
        let said: Vec<String> = speech::clauses(phrase)
            .iter()
            .map(speech::Clause::pinyin)
            .collect();
        let said = said.join(" ");
        let (said, want): (Vec<&str>, Vec<&str>) =
            (said.split(' ').collect(), want.split(' ').collect());
        assert_eq!(want.len(), phrase.chars().count(), "{phrase}");
        assert_eq!(said.len(), want.len(), "{phrase}: {said:?}");
        phrases += 1;
        syllables += want.len();
        for ((c, said), want) in phrase.chars().zip(&said).zip(&want) {
            if !want.split('/').any(|w| w == *said) {
                wrong.push(format!("{phrase}: {c} {said}, not {want}"));
            }
        }
    }
    assert!(
        phrases >= PHRASES_MIN && syllables >= SYLLABLES_MIN,
        "{phrases} phrases of {syllables} syllables"
    );
    assert!(
        wrong.len() * 10_000 <= syllables * WRONG_OF_10_000_MAX,
        "{} of {syllables} syllables\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
