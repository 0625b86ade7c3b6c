//! Values that the scripts of a page hold: `DETAIL: {"content": "…"}`, `window.__STATE__ = {…}`, a script of JSON. Owns reading them where they are
//! plain data, as a browser would; runs nothing.

use std::str::FromStr;

use scraper::ElementRef;
use serde_json::{Map, Number, Value};

use super::find;

/// Places of one name that are tried.
const PLACES_MAX: usize = 16;
/// Objects inside objects.
const DEPTH_MAX: usize = 64;

/// The value at `NAME.key.key` (figures count entries of lists): the name is that of a variable or of a key, or the id of a script of JSON.
pub fn find(root: ElementRef<'_>, path: &str) -> Option<Value> {
    let (name, keys) = path.split_once('.').unwrap_or((path, ""));
    let at = |value: Value| {
        let keys = keys.split('.').filter(|key| !key.is_empty());
        let found = keys.into_iter().try_fold(value, step)?;
        (!found.is_null()).then_some(found)
    };
    let scripts = find::below(root, "script");
    let whole = scripts
        .iter()
        .filter(|script| script.value().id() == Some(name));
    let mut whole = whole.filter_map(|script| serde_json::from_str(&code(*script)).ok());
    if let Some(found) = whole.find_map(at) {
        return Some(found);
    }
    scripts
        .iter()
        .find_map(|script| named(&code(*script), name, &at))
}

fn code(script: ElementRef<'_>) -> String {
    script.text().collect()
}

fn step(value: Value, key: &str) -> Option<Value> {
    match value {
        Value::Object(mut map) => map.remove(key),
        Value::Array(mut list) => {
            let at: usize = key.parse().ok()?;
            (at < list.len()).then(|| list.swap_remove(at))
        }
        // JSON as a text inside JSON.
        Value::String(words) => step(serde_json::from_str(&words).ok()?, key),
        _ => None,
    }
}

/// The first value behind `name` that `at` finds something in.
fn named(code: &str, name: &str, at: &dyn Fn(Value) -> Option<Value>) -> Option<Value> {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    if name.is_empty() {
        return None;
    }
    code.match_indices(name)
        .filter(|(start, _)| !code[..*start].ends_with(part_of_name))
        .take(PLACES_MAX)
        .find_map(|(start, _)| {
            let behind = &code[start + name.len()..];
            let behind = behind.strip_prefix(['"', '\'']).unwrap_or(behind);
            let behind = behind.trim_start().strip_prefix([':', '='])?;
            if behind.starts_with('=') {
                return None;
            }
            at(Literal { rest: behind }.value(0)?)
        })
}

/// A literal of JavaScript.
struct Literal<'c> {
    rest: &'c str,
}

impl Literal<'_> {
    fn value(&mut self, depth: usize) -> Option<Value> {
        self.blanks();
        match self.rest.chars().next()? {
            '{' if depth < DEPTH_MAX => self.object(depth),
            '[' if depth < DEPTH_MAX => self.array(depth),
            '"' | '\'' | '`' => self.joined().map(Value::String),
            c if c == '-' || c.is_ascii_digit() => self.number(),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.take("{");
        let mut map = Map::new();
        loop {
            self.blanks();
            if self.take("}") {
                return Some(Value::Object(map));
            }
            let key = match self.rest.starts_with(['"', '\'']) {
                true => self.string()?,
                false => self.name()?,
            };
            self.blanks();
            if !self.take(":") {
                return None;
            }
            let value = self.value(depth + 1)?;
            map.insert(key, value);
            self.blanks();
            if !self.take(",") && !self.rest.starts_with('}') {
                return None;
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        self.take("[");
        let mut list = Vec::new();
        loop {
            self.blanks();
            if self.take("]") {
                return Some(Value::Array(list));
            }
            list.push(self.value(depth + 1)?);
            self.blanks();
            if !self.take(",") && !self.rest.starts_with(']') {
                return None;
            }
        }
    }

    /// Strings, and such as are put together with `+`.
    fn joined(&mut self) -> Option<String> {
        let mut whole = self.string()?;
        loop {
            self.blanks();
            if !self.rest.starts_with('+') {
                return Some(whole);
            }
            self.take("+");
            self.blanks();
            whole.push_str(&self.string()?);
        }
    }

    fn string(&mut self) -> Option<String> {
        let mut chars = self.rest.chars();
        let quote = chars.next().filter(|c| "\"'`".contains(*c))?;
        let mut out = String::new();
        // Pairs of escapes that stand for one character.
        let mut units: Vec<u16> = Vec::new();
        let settle = |units: &mut Vec<u16>, out: &mut String| {
            out.push_str(&String::from_utf16_lossy(units));
            units.clear();
        };
        loop {
            let c = chars.next()?;
            if c != '\\' {
                settle(&mut units, &mut out);
                match c {
                    _ if c == quote => break,
                    // A script fills it in.
                    '$' if quote == '`' && chars.as_str().starts_with('{') => return None,
                    '\n' | '\r' if quote != '`' => return None,
                    _ => out.push(c),
                }
                continue;
            }
            let escaped = chars.next()?;
            let digits = match escaped {
                'u' => 4,
                'x' => 2,
                _ => 0,
            };
            if digits > 0 {
                let code = chars.as_str().get(..digits)?;
                units.push(u16::from_str_radix(code, 16).ok()?);
                chars = chars.as_str()[digits..].chars();
                continue;
            }
            settle(&mut units, &mut out);
            match escaped {
                'n' => out.push('\n'),
                'r' => out.push('\r'),
                't' => out.push('\t'),
                'b' | 'f' | 'v' | '0' => out.push(' '),
                '\n' => {}
                other => out.push(other),
            }
        }
        self.rest = chars.as_str();
        Some(out)
    }

    fn number(&mut self) -> Option<Value> {
        let part = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        let end = self.rest.find(|c| !part(c)).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        Number::from_str(number).ok().map(Value::Number)
    }

    /// `true`, `null`, and calls that only unpack a string.
    fn word(&mut self) -> Option<Value> {
        let word = self.name()?;
        match word.as_str() {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            "null" | "undefined" | "NaN" => Some(Value::Null),
            "JSON" if self.take(".parse") => serde_json::from_str(&self.argument()?).ok(),
            "decodeURIComponent" | "decodeURI" | "unescape" => {
                let packed = self.argument()?.replace('+', "%2B").replace('&', "%26");
                let mut pairs = url::form_urlencoded::parse(packed.as_bytes());
                Some(Value::String(pairs.next()?.0.into_owned()))
            }
            _ => None,
        }
    }

    fn argument(&mut self) -> Option<String> {
        self.blanks();
        if !self.take("(") {
            return None;
        }
        self.blanks();
        let words = self.joined()?;
        self.take(")").then_some(words)
    }

    fn name(&mut self) -> Option<String> {
        let part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let end = self.rest.find(|c| !part(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn take(&mut self, mark: &str) -> bool {
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Blanks and comments.
    fn blanks(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let end = match self.rest {
                rest if rest.starts_with("//") => rest.find('\n'),
                rest if rest.starts_with("/*") => rest.find("*/").map(|end| end + 2),
                _ => return,
            };
            self.rest = &self.rest[end.unwrap_or(self.rest.len())..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    fn found(script: &str, path: &str) -> Option<String> {
        let page = Html::parse_document(&format!("<p>DETAIL = \"no\"</p>{script}"));
        let value = find(page.root_element(), path)?;
        Some(value.as_str().map_or(value.to_string(), str::to_owned))
    }

    #[test]
    fn plain_data_is_read_however_a_script_writes_it() {
        for (script, path) in [
            (
                r#"<script>window._CONFIG = { SID: '1', DETAIL: {"id":1,"content":"\u003Cp\u003E甲\u003C\/p\u003E"}, X: f() }</script>"#,
                "DETAIL.content",
            ),
            (
                "<script>var detail = {id: 1, // 编号\n content: '<p>甲<\\/p>', /* 无 */ list: [1, 2,],}; show(detail)</script>",
                "detail.content",
            ),
            (
                "<script>var html = '<p>' + \"甲\" + `</p>`;</script>",
                "html",
            ),
            (
                "<script>var packed = decodeURIComponent(\"%3Cp%3E%E7%94%B2%3C%2Fp%3E\")</script>",
                "packed",
            ),
            (
                r#"<script>window.__STATE__=JSON.parse('{"a":[{"body":"<p>甲</p>"}]}')</script>"#,
                "__STATE__.a.0.body",
            ),
            (
                r#"<script id="__NEXT_DATA__" type="application/json">{"props":{"text":"<p>甲</p>"}}</script>"#,
                "__NEXT_DATA__.props.text",
            ),
            (
                r#"<script>if (body == 1) {} var body = "{\"text\":\"<p>甲</p>\"}"</script>"#,
                "body.text",
            ),
        ] {
            let value = found(script, path);
            assert_eq!(value.as_deref(), Some("<p>甲</p>"), "{script}");
        }
    }

    #[test]
    fn what_a_script_works_out_is_no_data() {
        for (script, path) in [
            ("<script>var html = load('/a.json')</script>", "html"),
            ("<script>var html = `<p>${name}</p>`</script>", "html"),
            ("<script>var html = '<p>' + name + '</p>'</script>", "html"),
            ("<script>var xhtml = 'a'</script>", "html"),
            ("<script>var html = 'never closed</script>", "html"),
            ("<script>var html = {a: {b: null}}</script>", "html.a.b"),
        ] {
            assert_eq!(found(script, path), None, "{script}");
        }
        let deep = format!("<script>var a = {}</script>", "[".repeat(100_000));
        assert_eq!(found(&deep, "a"), None);
    }
}
