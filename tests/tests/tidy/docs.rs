//! Doc comments that only say a name again. Judges their length, not their sense.

use super::{everywhere, none};

/// A doc comment of so few words repeats what it stands at: a sentence on the type and plain names are better.
const WORDS_MIN: usize = 3;

/// Doc comments of one or two words, with their lines. A Chinese term, a link or a key as written is an answer and stays.
fn wordless(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = source.lines().map(str::trim).enumerate().peekable();
    while let Some((at, line)) = lines.next() {
        let Some(first) = line.strip_prefix("///") else {
            continue;
        };
        let mut text = first.trim().to_owned();
        while let Some(more) = lines.peek().and_then(|(_, next)| next.strip_prefix("///")) {
            text = format!("{text} {}", more.trim());
            lines.next();
        }
        let tells = text.contains('`') || !text.is_ascii();
        if !tells && text.split_whitespace().count() < WORDS_MIN {
            found.push(format!("line {}: `{text}` says nothing", at + 1));
        }
    }
    found
}

#[test]
fn doc_comments_say_more_than_the_name() {
    none(&everywhere("rs"), wordless);
}

#[test]
fn a_doc_comment_that_says_nothing_is_found() {
    assert_eq!(wordless("/// The job.\njob: u64,\n").len(), 1);
    assert_eq!(wordless("    /// Job.\n    /// Job\n").len(), 1);
    for good in [
        "/// What the visitor asked for.\n",
        "/// Title,\n/// as printed.\n",
        "/// 标题.\n",
        "/// `[hours]`.\n",
        "/// See [`Screen::Home`].\n",
        "// Job.\n",
    ] {
        assert!(wordless(good).is_empty(), "{good}");
    }
}
