//! Files that a page shows or opens by script: viewers that are called (`PDFObject.embed("a.pdf")`), links without an address that call something. Owns
//! which calls are such; runs nothing.

use std::sync::LazyLock;

use regex::Regex;
use scraper::node::Element;

use super::addresses::{is_file, shown_by_viewer};

/// Files of one script.
const FILES_MAX: usize = 16;
/// Characters behind the name of a viewer in which it is told what to show.
const CALL_CHARS_MAX: usize = 400;

/// Viewers, as they are called or addressed.
static VIEWERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)pdfobject(?:\s*\.\s*embed)?\s*\(|pdfh5\s*\(|\bgetdocument\s*\(|\bparseofddocument\s*\(|\.\s*media\s*\(",
        r"|\b(?:show|open|view|load|render|preview|embed)_?(?:pdf|ofd|file|doc|office|attach)\w*\s*\(",
        r"|\b(?:pdf|ofd)_?viewer\w*\s*[(.]|viewer\.html?\?(?:file|url)=",
        r"|\b(?:pdf|ofd)_?(?:url|path|file|src)\s*[:=]"
    ))
    .expect("the expression is a constant")
});
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\s{(]*(?:url\s*:\s*)?([A-Za-z_$][\w$]*)\s*[,)}]").expect("so is this")
});

/// What the viewers that a script calls are told to show.
pub fn shown(code: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for viewer in VIEWERS.find_iter(code) {
        let behind = &code[viewer.end()..];
        let call = behind
            .char_indices()
            .nth(CALL_CHARS_MAX)
            .map_or(behind, |(end, _)| &behind[..end]);
        // The viewer's own address stands in the string that is open here.
        let addressed = viewer.as_str().ends_with('=') && viewer.as_str().contains('?');
        let file = match addressed {
            true => in_address(code, viewer.start()).or_else(|| {
                let (_, behind) = call.split_once(['"', '\'', '`'])?;
                first_file(statement(behind))
            }),
            false => first_file(statement(call)).or_else(|| assigned(code, call)),
        };
        if let Some(file) = file.filter(|file| !found.contains(file)) {
            found.push(file);
        }
        if found.len() == FILES_MAX {
            break;
        }
    }
    found
}

/// What a link without an address opens: an argument of its call, or what its attributes hold for a script.
pub fn led_to(link: &Element) -> Vec<String> {
    const HELD: &[&str] = &[
        "data-href",
        "data-url",
        "data-file",
        "data-path",
        "data-src",
    ];
    let calls = ["onclick", "href"]
        .iter()
        .filter_map(|name| link.attr(name));
    let called = calls.filter_map(first_file);
    let held = HELD.iter().filter_map(|name| link.attr(name));
    let held = held.filter(|said| is_whole_file(said)).map(str::to_owned);
    called.chain(held).take(1).collect()
}

fn statement(call: &str) -> &str {
    call.split(';').next().unwrap_or(call)
}

/// The first string that is the address of a file, or of a viewer with one.
fn first_file(code: &str) -> Option<String> {
    strings(code).into_iter().find_map(|said| {
        let said = said.trim();
        shown_by_viewer(said, false).or_else(|| is_whole_file(said).then(|| said.to_owned()))
    })
}

/// The string around byte `at`, if it is the whole address of a viewer.
fn in_address(code: &str, at: usize) -> Option<String> {
    let open = code[..at].rfind(['"', '\'', '`'])?;
    let quote = code[open..].chars().next()?;
    let rest = &code[open + 1..];
    shown_by_viewer(&rest[..rest.find(quote)?], false)
}

/// What stands in the variable that a viewer is given.
fn assigned(code: &str, call: &str) -> Option<String> {
    let name = NAME.captures(call)?.get(1)?.as_str().to_owned();
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    code.match_indices(&name)
        .filter(|(start, _)| !code[..*start].ends_with(part_of_name))
        .find_map(|(start, _)| {
            let behind = code[start + name.len()..].trim_start();
            let value = behind.strip_prefix(['=', ':'])?.trim_start();
            let quoted = value.starts_with(['"', '\'', '`']);
            first_file(statement(value)).filter(|_| quoted)
        })
}

/// Strings of a piece of code, as they stand there.
fn strings(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(open) = rest.find(['"', '\'', '`']) {
        let quote = rest[open..].chars().next().unwrap_or('"');
        let inner = &rest[open + quote.len_utf8()..];
        let Some(close) = inner.find(quote) else {
            break;
        };
        found.push(&inner[..close]);
        rest = &inner[close + quote.len_utf8()..];
    }
    found
}

/// Whether a string is nothing but the address of one file with a name.
fn is_whole_file(said: &str) -> bool {
    let path = said.split(['?', '#']).next().unwrap_or(said);
    let last = path.rsplit('/').next().unwrap_or(path);
    let named = last.split('.').next().is_some_and(|stem| !stem.is_empty()) || said.contains('?');
    named && is_file(said) && !said.contains(['<', '>', '\n', '{'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_viewer_is_told_to_show_is_found() {
        for code in [
            "PDFObject.embed(\"/f/a.pdf\", \"#viewer\");",
            "var options = {height: '800px'}; var url = '/f/a.pdf'; PDFObject.embed(url, '#v', options);",
            "new PDFObject({ url: '/f/a.pdf', id: 'p' }).embed('v')",
            "var pdfh5 = new Pdfh5('#demo', {\n pdfurl: \"/f/a.pdf\" });",
            "pdfjsLib.getDocument('/f/a.pdf').promise.then(draw)",
            "pdfjsLib.getDocument({ url: '/f/a.pdf', cMapPacked: true })",
            "$('a.m').media({width: 800, src: '/f/a.pdf'})",
            "$('#f').attr('src', '/pdfjs/web/viewer.html?file=/f/a.pdf')",
            "$('#f').attr('src', '/pdfjs/web/viewer.html?file=' + encodeURIComponent('/f/a.pdf'))",
            "window.pdfUrl = '/f/a.pdf'; draw()",
            "showPdf('/f/a.pdf')",
        ] {
            assert_eq!(shown(code), ["/f/a.pdf"], "{code}");
        }
        for code in [
            "var list = ['/f/a.pdf', '/f/b.pdf']",
            "if (url.endsWith('.pdf')) { PDFObject.embed(url, '#v') }",
            "PDFObject.embed(load(), '#v')",
            "track('/f/a.pdf')",
        ] {
            assert_eq!(shown(code), [""; 0], "{code}");
        }
    }
}
