//! What one slip of a finger may have made of typed letters: one wrong, missing, doubled or swapped. Pure; which of them mean
//! something others find out.

/// One letter replaced by another.
pub fn replaced(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let mut spellings = Vec::new();
    for (at, old) in chars
        .iter()
        .enumerate()
        .filter(|(_, c)| c.is_ascii_lowercase())
    {
        for new in ('a'..='z').filter(|new| new != old) {
            let mut other = chars.clone();
            other[at] = new;
            spellings.push(other.into_iter().collect());
        }
    }
    spellings
}

/// One letter left out, typed too often, or swapped with the next.
pub fn shifted(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let mut spellings = Vec::new();
    let letter = |at: usize| chars.get(at).is_some_and(char::is_ascii_lowercase);
    for at in 0..=chars.len() {
        if letter(at) {
            let mut other = chars.clone();
            other.remove(at);
            spellings.push(other.into_iter().collect());
        }
        if letter(at) && letter(at + 1) {
            let mut other = chars.clone();
            other.swap(at, at + 1);
            spellings.push(other.into_iter().collect());
        }
        if letter(at) || (at > 0 && letter(at - 1)) {
            for new in 'a'..='z' {
                let mut other = chars.clone();
                other.insert(at, new);
                spellings.push(other.into_iter().collect());
            }
        }
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_one_letter() {
        assert!(replaced("laodomgfa").contains(&"laodongfa".to_owned()));
        for typed in [
            "laodngfa",
            "laoddongfa",
            "laodognfa",
            "aodongfa",
            "laodongf",
        ] {
            let found = shifted(typed).contains(&"laodongfa".to_owned());
            assert!(found, "{typed}");
        }
    }
}
