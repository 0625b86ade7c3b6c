//! `use` lines and written-out paths of one source text. Knows no files and no crates.

/// One leaf of a `use` tree.
pub struct Use {
    /// As written, `as` left out.
    pub path: Vec<String>,
    /// The name it gets here; `*` for all.
    pub name: String,
    /// `pub use`, also within the crate.
    pub handed_on: bool,
}

/// Words of the code, signs left out.
pub fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|w| !w.is_empty())
}

/// Every leaf of every `use` line, and the code without those lines.
pub fn uses(code: &str) -> (Vec<Use>, String) {
    let mut found = Vec::new();
    let mut without = String::new();
    let (mut from, mut kept) = (0, 0);
    while let Some(at) = code[from..].find("use ") {
        let start = from + at;
        from = start + 4;
        let before = code[..start].trim_end_matches([' ', '\t']);
        let handed_on = before.ends_with("pub") || before.ends_with(')');
        if !(handed_on || before.is_empty() || before.ends_with(['\n', ';', '}', '{', ']'])) {
            continue;
        }
        let Some(length) = code[from..].find(';') else {
            break;
        };
        let tree: String = code[from..from + length]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let mut leaves = Vec::new();
        spread(&tree, &[], &mut leaves);
        found.extend(leaves.into_iter().map(|(path, name)| Use {
            path,
            name,
            handed_on,
        }));
        without.push_str(&code[kept..start]);
        from += length;
        kept = from;
    }
    without.push_str(&code[kept..]);
    (found, without)
}

/// `a::{b, c as d}` to `a::b` and `a::c` named `d`.
fn spread(tree: &str, head: &[String], leaves: &mut Vec<(Vec<String>, String)>) {
    let tree = tree.trim();
    let mut path = head.to_vec();
    if let Some(open) = tree.find('{') {
        path.extend(
            tree[..open]
                .split("::")
                .map(str::trim)
                .filter(|s| !s.is_empty())
                .map(str::to_owned),
        );
        let inside = &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())];
        let (mut depth, mut start) = (0, 0);
        for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    if !inside[start..at].trim().is_empty() {
                        spread(&inside[start..at], &path, leaves);
                    }
                    start = at + 1;
                }
                _ => {}
            }
        }
        return;
    }
    let (named, other) = match tree.split_once(" as ") {
        Some((named, other)) => (named, Some(other.trim().to_owned())),
        None => (tree, None),
    };
    path.extend(
        named
            .split("::")
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .map(str::to_owned),
    );
    if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
        path.pop();
    }
    if let Some(last) = path.last().cloned() {
        leaves.push((path, other.unwrap_or(last)));
    }
}

/// Paths of at least two parts that start a name of their own.
pub fn paths(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let mut from = 0;
    while let Some(at) = code[from..].find("::") {
        let colons = from + at;
        from = colons + 2;
        let head = code[..colons].rsplit(|c| !part(c)).next().unwrap_or("");
        let before = &code[..colons - head.len()];
        let is_visibility = before.ends_with("(in ");
        if head.is_empty() || is_visibility || before.ends_with("::") || before.ends_with('.') {
            continue;
        }
        let mut path = vec![head.to_owned()];
        let mut rest = &code[from..];
        loop {
            let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
            if end == 0 {
                break;
            }
            path.push(rest[..end].to_owned());
            let Some(further) = rest[end..].strip_prefix("::") else {
                break;
            };
            rest = further;
        }
        if path.len() > 1 {
            found.push(path);
        }
    }
    found
}
