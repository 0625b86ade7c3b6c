//! Tables as separated text (CSV, tab-separated), as offices hand them in. Owns quoting; takes every row as it is, long or short.

/// Rows that hold something; quoted cells may hold separators and line breaks.
pub fn rows(text: &str, separator: char) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = vec![Vec::new()];
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\r' if !quoted => {}
            '\n' if !quoted => {
                let row = rows.last_mut().expect("there is always a row");
                row.push(std::mem::take(&mut cell));
                rows.push(Vec::new());
            }
            c if c == separator && !quoted => {
                let row = rows.last_mut().expect("there is always a row");
                row.push(std::mem::take(&mut cell));
            }
            c => cell.push(c),
        }
    }
    let row = rows.last_mut().expect("there is always a row");
    row.push(cell);
    rows.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    rows
}
