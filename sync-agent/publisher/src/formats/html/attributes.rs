//! What the attributes of an element say about what a reader sees.

use feed::Align;
use scraper::node::Element;

/// Elements whose content is never text of a document.
pub const DROPPED: &[&str] = &[
    "script", "style", "noscript", "iframe", "frame", "object", "embed", "applet", "rt", "rp",
    "rtc", "del", "s", "strike", "button", "select", "input", "textarea", "nav", "footer", "svg",
    "math", "template", "head", "audio", "video", "canvas", "title", "meta", "link", "aside",
    "dialog", "option", "map", "base",
];

/// Whether a reader of the page sees it.
pub fn is_hidden(element: &Element) -> bool {
    let style = element.attr("style").unwrap_or_default();
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    element.attr("hidden").is_some()
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

/// Whether a page is drawn as if the element were not there.
pub fn takes_no_room(element: &Element) -> bool {
    let gone = styled(element, "display").is_some_and(|value| value == "none");
    gone || element.attr("hidden").is_some()
}

/// What the author took out of the text without deleting it: struck through, or a reviewer's comment.
pub fn is_taken_out(element: &Element) -> bool {
    let struck = ["text-decoration", "text-decoration-line"]
        .iter()
        .filter_map(|key| styled(element, key))
        .any(|value| value.contains("line-through"));
    let comment = ["mso-element", "mso-special-character"]
        .iter()
        .filter_map(|key| styled(element, key))
        .any(|value| value.contains("comment"));
    let class = element.attr("class").unwrap_or_default();
    struck || comment || class.contains("MsoComment") || class.contains("msocom")
}

/// Whether line ends of the source are line ends on the page, if its style says either.
pub fn keeps_lines(element: &Element) -> Option<bool> {
    if element.name() == "pre" {
        return Some(true);
    }
    let said = styled(element, "white-space")?;
    match said.as_str() {
        "pre" | "pre-wrap" | "pre-line" | "break-spaces" => Some(true),
        "normal" | "nowrap" => Some(false),
        _ => None,
    }
}

/// A button that a script answers: 打印本页, 关闭窗口.
pub fn is_button(element: &Element) -> bool {
    const CALLS: &[&str] = &[
        "window.print(",
        "print()",
        "doprint(",
        "printpage(",
        "printme(",
        "preview()",
        "window.close(",
        "closewindow(",
        "window.external.addfavorite",
        "addfavorite(",
        "history.back(",
        "history.go(-1",
        "window.scrollto(",
    ];
    let calls = ["href", "onclick"]
        .iter()
        .filter_map(|name| element.attr(name));
    let mut calls = calls.map(|call| call.replace(' ', "").to_ascii_lowercase());
    calls.any(|call| CALLS.iter().any(|known| call.contains(known)))
}

/// The value of a rule in the style attribute, in lower case.
pub fn styled(element: &Element, key: &str) -> Option<String> {
    let style = element.attr("style")?.to_ascii_lowercase();
    style
        .split(';')
        .filter_map(|rule| rule.split_once(':'))
        .filter(|(name, _)| name.trim() == key)
        .map(|(_, value)| value.replace("!important", "").trim().to_owned())
        .next_back()
}

/// Where a style or an attribute puts its text.
pub fn align_of(element: &Element) -> Option<Align> {
    let name = if element.name() == "center" {
        Some("center".to_owned())
    } else {
        styled(element, "text-align").or_else(|| element.attr("align").map(str::to_ascii_lowercase))
    };
    match name.as_deref()? {
        "center" => Some(Align::Center),
        "right" | "end" => Some(Align::Right),
        "left" | "start" => Some(Align::Left),
        "justify" => Some(Align::Body),
        _ => None,
    }
}

/// Whether a picture is a little sign beside a link.
pub fn is_icon(element: &Element) -> bool {
    const ICON_PIXELS_MAX: u32 = 24;
    let size = |name: &str| {
        element
            .attr(name)
            .and_then(|v| v.trim_end_matches("px").parse::<u32>().ok())
    };
    // Editors put a little picture of the file type before a link to a file.
    const FILE_TYPES: &[&str] = &[
        "icon", "acrobat.", "pdf.", "doc.", "docx.", "xls.", "xlsx.", "zip.", "rar.", "word.",
        "excel.", "txt.",
    ];
    let source = element.attr("src").unwrap_or_default().to_ascii_lowercase();
    let name = source.rsplit('/').next().unwrap_or_default();
    if FILE_TYPES.iter().any(|n| name.starts_with(n)) {
        return true;
    }
    [size("width"), size("height")]
        .into_iter()
        .flatten()
        .any(|pixels| pixels <= ICON_PIXELS_MAX)
}
