//! How messages quote what stands in the file, and which word was meant. Pure; lets no control character through.

/// Values shown in messages are cut here.
const SHOWN_CHARS_MAX: usize = 60;

/// Foreign text made safe and short for a message.
pub(crate) fn shown(text: &str) -> String {
    let mut out: String = text
        .chars()
        .take(SHOWN_CHARS_MAX)
        .flat_map(|c| {
            let escaped: Vec<char> = if c.is_control() {
                c.escape_default().collect()
            } else {
                vec![c]
            };
            escaped
        })
        .collect();
    if text.chars().nth(SHOWN_CHARS_MAX).is_some() {
        out.push('…');
    }
    out
}

/// The known word at most two edits away.
pub(crate) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word: Vec<char> = word.chars().take(SHOWN_CHARS_MAX).collect();
    let (edits, near) = known
        .iter()
        .map(|k| (edit_distance(&word, k), *k))
        .min_by_key(|(edits, _)| *edits)?;
    (edits <= 2 && edits * 2 <= near.chars().count()).then_some(near)
}

fn edit_distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_key() {
        assert_eq!(
            nearest("conection", &["profile", "connection"]),
            Some("connection")
        );
        assert_eq!(nearest("colour", &["profile", "connection"]), None);
        assert_eq!(nearest("x", &["id"]), None);
    }

    #[test]
    fn control_characters_never_reach_a_message() {
        assert_eq!(shown("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert!(shown(&"长".repeat(100)).chars().count() <= SHOWN_CHARS_MAX + 1);
    }
}
