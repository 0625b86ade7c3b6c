//! Words that ask how large they may be are set with the height of line that the answer reckons with. Slint counts the lines that an
//! ellipsis leaves over with the family's own height, which is half as large again: it would cut a text that stands in its room. What does end in
//! one is set with that height, or it would lose its first line.

use std::fs;
use std::path::{Path, PathBuf};

fn pages(of: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(of).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, into);
        } else if path.extension().is_some_and(|ext| ext == "slint") {
            into.push(path);
        }
    }
}

/// The innermost braces around `at`, from one to the other.
fn element(text: &str, at: usize) -> &str {
    let (mut depth, mut start) = (0, 0);
    for (i, c) in text[..at].char_indices().rev() {
        match c {
            '}' => depth += 1,
            '{' if depth == 0 => {
                start = i;
                break;
            }
            '{' => depth -= 1,
            _ => {}
        }
    }
    let end = text[at..].find('}').map_or(text.len(), |end| at + end);
    &text[start..end]
}

#[test]
fn fitted_words_are_set_as_they_are_measured() {
    let mut files = Vec::new();
    pages(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("ui"),
        &mut files,
    );
    let (mut asked, mut wrong) = (0, Vec::new());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for (at, _) in text.match_indices("Type.fit(") {
            let element = element(&text, at);
            // `Fitted` brings the height of its lines along.
            let fitted = text[..at]
                .rfind('{')
                .is_some_and(|from| text[..from].ends_with("Fitted "));
            if !element.contains("wrap:") || fitted {
                continue;
            }
            asked += 1;
            let line = text[..at].lines().count();
            let heights = [
                "line-height-factor: 0.9;",
                "line-height-factor: self.overflow == TextOverflow.elide ? 1 : 0.9;",
            ];
            if !heights.iter().any(|height| element.contains(height)) {
                wrong.push(format!(
                    "{}:{line}: lines of another height",
                    file.display()
                ));
            }
            if element.contains("overflow: elide;") {
                wrong.push(format!(
                    "{}:{line}: an ellipsis in what fits",
                    file.display()
                ));
            }
        }
    }
    assert!(asked > 30, "{asked} texts ask for their size");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
