//! The 8,105 characters of the standard table (通用规范汉字表): each is said, none as unknown.

const STANDARD: &str = include_str!("../../../../assets/speech/standard.txt");

#[test]
fn no_character_of_the_standard_table_is_without_a_syllable() {
    let characters: Vec<char> = STANDARD.chars().filter(|c| *c != '\n').collect();
    assert_eq!(characters.len(), 8105);
    let mut missing = String::new();
    for c in characters {
        let clauses = speech::clauses(&c.to_string());
        let syllables: usize = clauses.iter().map(speech::Clause::syllables).sum();
        if syllables != 1 || clauses[0].text() != c.to_string() {
            missing.push(c);
        }
    }
    assert_eq!(missing, "");
}

#[test]
fn every_syllable_is_one_a_voice_knows() {
    for c in STANDARD.chars().filter(|c| *c != '\n') {
        let said = speech::clauses(&c.to_string())[0].pinyin();
        let (letters, tone) = said.split_at(said.len() - 1);
        assert!(
            letters.bytes().all(|b| b.is_ascii_lowercase()),
            "{c} {said}"
        );
        assert!("12345".contains(tone), "{c} {said}");
    }
}
