//! Markdown to pieces. Owns the few marks that documents use: headings, pipe tables, emphasis, pictures, comments.
//!
//! A Markdown library is not used: it would renumber `1.` and `1．` lists, and an official text must keep its labels.

use crate::reading::draft::{Draft, Line, Picture, Piece, Role};
use crate::reading::tidy;

/// The line that ends the history of a law in the LawRefBook collection.
const HISTORY_END: &str = "<!-- INFO END -->";

/// Reads a Markdown file; the first `#` heading is the title.
pub fn read(text: &str) -> Draft {
    let mut draft = Draft::default();
    let has_history = text.contains(HISTORY_END);
    let mut in_history = has_history;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut fenced = false;
    let mut list = Counted::default();
    for raw in text.split(['\n', '\r']) {
        let trimmed = raw.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
            continue;
        }
        if trimmed == HISTORY_END {
            in_history = false;
            continue;
        }
        if !fenced && is_table_row(trimmed) {
            let cells = cells(trimmed);
            if !cells.iter().all(|c| is_rule(c)) {
                rows.push(cells);
            }
            continue;
        }
        flush(&mut rows, &mut draft.pieces);
        if trimmed.starts_with("<!--") && trimmed.ends_with("-->") || is_divider(trimmed) {
            continue;
        }
        if let Some(picture) = picture(trimmed) {
            draft.pieces.push(Piece::Picture(picture));
            continue;
        }
        let (level, words) = heading(trimmed);
        let counted = list.next(words);
        let words = counted.as_deref().unwrap_or(words);
        let text = tidy::line(&inline(words));
        if text.is_empty() {
            continue;
        }
        if level == 1 && draft.fields.title.is_none() && draft.pieces.is_empty() {
            draft.fields.title = Some(tidy::close_up(&text));
            continue;
        }
        // 民法典 comes in files of one 编 each: # 中华人民共和国民法典, then # 总则.
        let opening = level == 1 && draft.pieces.iter().all(is_history);
        if let Some(title) = draft
            .fields
            .title
            .as_mut()
            .filter(|t| opening && **t != text && !t.contains(' '))
        {
            title.push(' ');
            title.push_str(&text);
            continue;
        }
        let role = match level {
            0 if in_history => Role::History,
            0 => Role::Plain,
            level => Role::Heading(level),
        };
        draft.pieces.push(Piece::Line(Line {
            text,
            role,
            ..Line::default()
        }));
    }
    flush(&mut rows, &mut draft.pieces);
    draft
}

/// Entries of a list that all carry the number of the first (`1.`, `1.`, `1.`): Markdown counts on. Any other numbers are the author's.
#[derive(Default)]
struct Counted {
    /// The number that is written, and the one that is shown.
    last: Option<(u32, u32)>,
}

impl Counted {
    /// The line with the number that is shown, if it is another than the one written.
    fn next(&mut self, line: &str) -> Option<String> {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let entry = line[digits..].strip_prefix(". ");
        let written = line[..digits].parse::<u32>().ok();
        let (Some(rest), Some(written)) = (entry, written) else {
            self.last = None;
            return None;
        };
        let shown = match self.last {
            Some((before, shown)) if before == written => shown.saturating_add(1),
            _ => written,
        };
        self.last = Some((written, shown));
        (shown != written).then(|| format!("{shown}. {rest}"))
    }
}

fn is_history(piece: &Piece) -> bool {
    piece.line().is_some_and(|line| line.role == Role::History)
}

fn flush(rows: &mut Vec<Vec<String>>, pieces: &mut Vec<Piece>) {
    if !rows.is_empty() {
        pieces.push(Piece::Table(std::mem::take(rows).into()));
    }
}

fn is_table_row(line: &str) -> bool {
    line.len() > 2 && line.starts_with('|') && line[1..].contains('|')
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut cells = vec![String::new()];
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&'|') => {
                chars.next();
                cells.last_mut().expect("starts with one cell").push('|');
            }
            '|' => cells.push(String::new()),
            c => cells.last_mut().expect("starts with one cell").push(c),
        }
    }
    cells
        .iter()
        .map(|c| tidy::line(&inline(&c.replace("<br>", " ").replace("<br/>", " "))))
        .collect()
}

fn is_rule(cell: &str) -> bool {
    !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':' | ' ' | '—'))
}

fn is_divider(line: &str) -> bool {
    line.len() >= 3
        && ["-", "*", "_", "="]
            .iter()
            .any(|c| line.replace(c, "").trim().is_empty())
}

fn heading(line: &str) -> (u8, &str) {
    let level = line.bytes().take_while(|b| *b == b'#').count();
    match line.get(level..) {
        Some(rest)
            if (1..=6).contains(&level)
                && (rest.is_empty() || rest.starts_with(char::is_whitespace)) =>
        {
            let level = u8::try_from(level).expect("at most six");
            (level, rest.trim().trim_end_matches('#'))
        }
        _ => (0, line),
    }
}

fn picture(line: &str) -> Option<Picture> {
    let rest = line.strip_prefix("![")?;
    let (alt, rest) = rest.split_once("](")?;
    let (target, rest) = rest.split_once(')')?;
    if !rest.trim().is_empty() {
        return None;
    }
    let name = target.rsplit('/').next().unwrap_or(target);
    let alt = match tidy::line(alt) {
        alt if alt.is_empty() => tidy::line(name),
        alt => alt,
    };
    Some(Picture { alt, address: None })
}

/// Words without emphasis, links, escapes and HTML tags.
fn inline(words: &str) -> String {
    if !words.contains(['*', '_', '<', '\\', '&', '[', '>', '~', '`']) && !words.starts_with('-') {
        return words.to_owned();
    }
    let mut out = without_struck(words)
        .replace("**", "")
        .replace("__", "")
        .replace('`', "");
    for tag in [
        "<center>",
        "</center>",
        "<br>",
        "<br/>",
        "<br />",
        "<u>",
        "</u>",
        "<b>",
        "</b>",
        "<strong>",
        "</strong>",
    ] {
        out = out.replace(tag, "");
    }
    for (escape, plain) in [
        ("\\*", "*"),
        ("\\_", "_"),
        ("\\#", "#"),
        ("\\.", "."),
        ("\\[", "["),
        ("\\]", "]"),
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ] {
        out = out.replace(escape, plain);
    }
    if out.contains('&') && out.contains(';') {
        let page = scraper::Html::parse_fragment(&out.replace('<', "&lt;"));
        out = page.root_element().text().collect();
    }
    let out = without_links(&out);
    match out
        .strip_prefix("> ")
        .or_else(|| out.strip_prefix("- "))
        .or_else(|| out.strip_prefix("* "))
    {
        Some(rest) => rest.to_owned(),
        None => out,
    }
}

/// `~~2~~ 3`: what is struck out goes.
fn without_struck(words: &str) -> String {
    let parts: Vec<&str> = words.split("~~").collect();
    if parts.len() < 3 {
        return words.to_owned();
    }
    // A mark that nothing closes is text.
    let open = parts.len().is_multiple_of(2).then(|| parts.len() - 1);
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        match Some(at) == open {
            true => out.push_str(&format!("~~{part}")),
            false if at % 2 == 0 => out.push_str(part),
            false => {}
        }
    }
    out
}

fn without_links(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(open) = rest.find('[') {
        let link = rest[open..].find("](").and_then(|mid| {
            let close = rest[open + mid..].find(')')?;
            Some((&rest[open + 1..open + mid], open + mid + close + 1))
        });
        let Some((label, end)) = link else { break };
        out.push_str(rest[..open].trim_end_matches('!'));
        out.push_str(label);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_law_with_history_headings_and_a_table_is_read() {
        let draft = read(
            "# 示例市养犬管理条例\n\n2019年1月2日 示例市第一届人民代表大会常务委员会第三次会议通过\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n第一条 为了**加强**管理。\n\n1．登记\n\n<!-- TABLE -->\n| 名称 | 数量 |\n|---|---|\n| 犬 | 1 |\n<!-- TABLE END -->\n",
        );
        assert_eq!(draft.fields.title.as_deref(), Some("示例市养犬管理条例"));
        let roles: Vec<Role> = draft
            .pieces
            .iter()
            .filter_map(|p| p.line().map(|l| l.role))
            .collect();
        assert_eq!(
            roles,
            [Role::History, Role::Heading(2), Role::Plain, Role::Plain]
        );
        assert_eq!(draft.pieces[2].text(), Some("第一条 为了加强管理。"));
        assert_eq!(draft.pieces[3].text(), Some("1．登记"));
        assert_eq!(
            draft.pieces[4],
            Piece::Table(
                vec![
                    vec!["名称".into(), "数量".into()],
                    vec!["犬".into(), "1".into()]
                ]
                .into()
            )
        );
    }

    #[test]
    fn links_pictures_and_angle_brackets_of_titles_are_kept_as_words() {
        let draft = read(
            "# 标题\n\n见[指南](http://example.invalid/a)。\n\n![流程图](a/b.png)\n\n关于修改<示例条例>的决定",
        );
        assert_eq!(draft.pieces[0].text(), Some("见指南。"));
        let picture = Picture {
            alt: "流程图".into(),
            address: None,
        };
        assert_eq!(draft.pieces[1], Piece::Picture(picture));
        assert_eq!(draft.pieces[2].text(), Some("关于修改<示例条例>的决定"));
    }

    #[test]
    fn equal_numbers_count_on_and_what_is_struck_out_goes() {
        let draft =
            read("1. 第一\n1. 第二\n1. 第三\n\n3. 另一\n5. 再一\n费用 ~~2~~ 3 元 &mdash; 甲~~乙\n");
        let lines: Vec<&str> = draft.pieces.iter().filter_map(Piece::text).collect();
        assert_eq!(
            lines,
            [
                "1. 第一",
                "2. 第二",
                "3. 第三",
                "3. 另一",
                "5. 再一",
                "费用　3元—甲~~乙"
            ]
        );
    }
}
