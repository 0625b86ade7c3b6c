//! Takes Rust apart just far enough: string literals with their lines, comments and test modules left out. No parser.

/// A string literal outside comments and `#[cfg(test)]` modules.
pub struct Literal {
    /// Line, from 1.
    pub line: usize,
    /// What stands between the quotes, escapes as written.
    pub text: String,
}

/// The source with comments and literals blanked, and the literals apart.
pub fn split(source: &str) -> (String, Vec<Literal>) {
    let bytes = source.as_bytes();
    let mut code = String::with_capacity(source.len());
    let mut literals = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < bytes.len() {
        let rest = &source[at..];
        let length = token(rest);
        let piece = &rest[..length];
        match kind(piece) {
            Kind::Comment => code.extend(piece.chars().filter(|c| *c == '\n')),
            Kind::Text => {
                literals.push(Literal {
                    line,
                    text: piece.to_owned(),
                });
                code.push_str("\"\"");
                code.extend(piece.chars().filter(|c| *c == '\n'));
            }
            Kind::Code => code.push_str(piece),
        }
        line += piece.matches('\n').count();
        at += length;
    }
    let tests = test_lines(&code);
    literals.retain(|literal| !tests.iter().any(|range| range.contains(&literal.line)));
    (code, literals)
}

/// The source with comments and literals blanked and `#[cfg(test)]` items left out, lines kept.
pub fn without_tests(source: &str) -> String {
    let code = split(source).0;
    let tests = test_lines(&code);
    code.lines()
        .enumerate()
        .map(|(n, line)| {
            let in_test = tests.iter().any(|range| range.contains(&(n + 1)));
            if in_test { "" } else { line }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

enum Kind {
    Comment,
    Text,
    Code,
}

fn kind(piece: &str) -> Kind {
    if piece.starts_with("//") || piece.starts_with("/*") {
        Kind::Comment
    } else if piece.len() > 1
        && (piece.starts_with('"') || piece.ends_with('"') || piece.ends_with('#'))
    {
        Kind::Text
    } else {
        Kind::Code
    }
}

/// Length in bytes of the first comment, string, character or other piece.
fn token(rest: &str) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if rest.starts_with('"') {
        return quoted(rest, 1);
    }
    if let Some(length) = raw(rest) {
        return length;
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    let first = rest.chars().next().expect("not at the end");
    if first.is_alphanumeric() || first == '_' {
        // A whole word, so that the r of a name is not taken for a raw string.
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
        let end = end.unwrap_or(rest.len());
        return match &rest[..end] {
            "b" | "c" if rest[end..].starts_with('"') => quoted(rest, end + 1),
            _ => end,
        };
    }
    first.len_utf8()
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

fn quoted(rest: &str, from: usize) -> usize {
    let mut escaped = false;
    for (at, c) in rest[from..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return from + at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn raw(rest: &str) -> Option<usize> {
    let body = ["r", "br", "cr"].iter().find_map(|p| {
        let tail = rest.strip_prefix(p)?;
        tail.starts_with(['"', '#']).then_some(tail)
    })?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    let inside = body[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = inside
        .find(&close)
        .map_or(inside.len(), |at| at + close.len());
    Some(rest.len() - inside.len() + end)
}

/// A character literal, or just the quote of a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => rest[3..].find('\'').map_or(1, |at| at + 4),
        Some(_) => match chars.next() {
            Some((at, '\'')) => at + 1,
            _ => 1,
        },
        None => 1,
    }
}

/// Lines of `#[cfg(test)] mod name { ... }`.
fn test_lines(code: &str) -> Vec<std::ops::RangeInclusive<usize>> {
    let mut ranges = Vec::new();
    let mut from = 0;
    while let Some(found) = code[from..].find("#[cfg(test)]") {
        let start = from + found;
        let tail = &code[start..];
        let (open, semicolon) = (tail.find('{'), tail.find(';'));
        let end = match (open, semicolon) {
            (Some(open), semicolon) if semicolon.is_none_or(|s| open < s) => {
                start + open + braces(&tail[open..])
            }
            (_, Some(semicolon)) => start + semicolon + 1,
            _ => code.len(),
        };
        let line = |at: usize| code[..at].matches('\n').count() + 1;
        ranges.push(line(start)..=line(end));
        from = end;
    }
    ranges
}

fn braces(code: &str) -> usize {
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    code.len()
}

#[test]
fn strings_are_told_from_comments_characters_and_lifetimes() {
    let source = concat!(
        "// \"no\"\n/* \"no /* \" */ \"no\" */ let a: &'a str = \"one\\\"\";\n",
        "let c = '\"'; let d = '\\''; let e = r#\"two \" \"#; let f = b\"three\"; br\"four\"\n",
    );
    let texts: Vec<String> = split(source).1.into_iter().map(|l| l.text).collect();
    assert_eq!(
        texts,
        ["\"one\\\"\"", "r#\"two \" \"#", "b\"three\"", "br\"four\""]
    );
}

#[test]
fn strings_of_test_modules_are_left_out_and_those_behind_them_are_not() {
    let source =
        "#[cfg(test)]\nmod tests {\n fn f() { \"in { a test\" }\n}\nfn g() {\n \"outside\"\n}\n";
    let literals = split(source).1;
    assert_eq!(literals.len(), 1);
    assert_eq!(
        (literals[0].line, literals[0].text.as_str()),
        (6, "\"outside\"")
    );
}
