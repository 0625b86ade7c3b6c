//! `kiosk say`: what the terminal would say for a text, in writing. Makes no sound, needs no voice and no settings.

use anyhow::ensure;

/// A longer text is refused: an article is read clause by clause, never a whole book at once.
pub const TEXT_CHARS_MAX: usize = 20_000;

/// Clauses in toned pinyin, one a line; as a transcript with the words as they are said before it.
///
/// # Errors
/// When the text is too long.
pub fn lines(text: &str, transcript: bool) -> anyhow::Result<Vec<String>> {
    let chars = text.chars().count();
    ensure!(
        chars <= TEXT_CHARS_MAX,
        "say text: {chars} characters, at most {TEXT_CHARS_MAX} are said at once"
    );
    Ok(speech::clauses(text)
        .iter()
        .map(|clause| {
            if transcript {
                format!(
                    "{}{}\t{}",
                    clause.text(),
                    clause.pause.mark(),
                    clause.pinyin()
                )
            } else {
                clause.pinyin()
            }
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_a_line() {
        assert_eq!(
            lines("自2026年起施行，有效期2年。", true).unwrap(),
            [
                "自二零二六年起施行，\tzi4 er4 ling2 er4 liu4 nian2 qi3 shi1 xing2",
                "有效期两年。\tyou3 xiao4 qi1 liang3 nian2",
            ]
        );
        assert_eq!(lines("调休", false).unwrap(), ["tiao2 xiu1"]);
        assert!(lines("", false).unwrap().is_empty());
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_and_says_so() {
        let error = lines(&"字".repeat(TEXT_CHARS_MAX + 1), false).unwrap_err();
        assert!(error.to_string().contains("20001"), "{error}");
    }
}
