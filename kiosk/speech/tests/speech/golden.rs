//! Invented official text of every kind against what is said for it. `official.said` is `examples/transcript < official.txt`, read by a person.

const TEXT: &str = include_str!("../golden/official.txt");
const SAID: &str = include_str!("../golden/official.said");

#[test]
fn official_text_is_said_as_it_was_judged() {
    let mut wrong = Vec::new();
    for (text, want) in TEXT.lines().zip(SAID.lines()) {
        let clauses = speech::clauses(&text.replace("\\n", "\n"));
        let words: String = clauses
            .iter()
            .map(|c| format!("{}{}", c.text(), c.pause.mark()))
            .collect();
        let pinyin: Vec<String> = clauses.iter().map(speech::Clause::pinyin).collect();
        let said = format!("{words}\t{}", pinyin.join(" | "));
        if said != want {
            wrong.push(format!("{text}\n  said {said}\n  want {want}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(TEXT.lines().count(), SAID.lines().count());
}
