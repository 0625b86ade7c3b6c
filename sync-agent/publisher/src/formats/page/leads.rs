//! Pages that hold no text and lead to where it stands: sets of frames, and pages that send a browser on (`<meta http-equiv=refresh>`). Owns where they
//! lead; whether that may be asked for knows the source.

use scraper::{ElementRef, Html};

use super::find::select;
use crate::formats::html;
use crate::reading::tidy;

/// A page that is to be read shows longer.
const SECONDS_MAX: u32 = 30;
/// What such a page says meanwhile, characters.
const WORDS_MAX: usize = 200;

/// Where a page sends whoever opens it, as it writes the address; none where it only loads itself again, or is to be read first.
pub fn sent_on(page: &Html) -> Option<String> {
    let said = select(page, "meta").find_map(|meta| {
        let meta = meta.value();
        let refreshes = meta
            .attr("http-equiv")
            .is_some_and(|name| name.trim().eq_ignore_ascii_case("refresh"));
        meta.attr("content").filter(|_| refreshes)
    })?;
    let digits = said.trim_start().bytes().take_while(u8::is_ascii_digit);
    let (seconds, rest) = said.trim_start().split_at(digits.count());
    // 0.5;url=…
    let rest =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace());
    let rest = rest.trim_start_matches([';', ',']).trim_start();
    let is_named = rest
        .get(..3)
        .is_some_and(|name| name.eq_ignore_ascii_case("url"));
    let address = match is_named {
        true => rest[3..].trim_start().strip_prefix('=')?,
        false => rest,
    };
    let address = address.trim().trim_matches(['\'', '"']).trim();
    let soon = seconds.is_empty()
        || seconds
            .parse()
            .is_ok_and(|seconds: u32| seconds <= SECONDS_MAX);
    (soon && !address.is_empty()).then(|| address.to_owned())
}

/// The frames of a page that is nothing but a set of them; empty for any other.
pub fn frames(page: &Html) -> Vec<ElementRef<'_>> {
    select(page, "frame[src]").collect()
}

/// Why a page that leads elsewhere is no document itself.
pub fn told(page: &Html) -> Option<String> {
    let address = |frame: &ElementRef<'_>| frame.value().attr("src").map(str::to_owned);
    let frames: Vec<String> = frames(page).iter().filter_map(address).collect();
    if !frames.is_empty() {
        return Some(format!(
            "a page of frames, with no text of its own: {}",
            frames.join(" ")
        ));
    }
    let to = sent_on(page)?;
    let words = html::words(page.root_element());
    let silent = tidy::length(&words) <= WORDS_MAX && !words.contains('；');
    silent.then(|| format!("a page that only leads on to {to}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::page::read;
    use crate::item::Reason;

    #[test]
    fn where_a_page_sends_on_is_read_in_every_writing() {
        for (content, to) in [
            ("0;url=/a.html", Some("/a.html")),
            ("3; URL='a.html'", Some("a.html")),
            ("0.5;url=a.html", Some("a.html")),
            ("0, a.html", Some("a.html")),
            ("; url = \"a.html?b=1;c=2\"", Some("a.html?b=1;c=2")),
            ("300", None),
            ("600;url=a.html", None),
            ("0;url=", None),
        ] {
            let content = content.replace('"', "&quot;");
            let page = format!("<meta http-equiv=Refresh content=\"{content}\">");
            let page = Html::parse_document(&page);
            assert_eq!(sent_on(&page).as_deref(), to, "{content}");
        }
    }

    #[test]
    fn a_page_that_leads_elsewhere_says_where() {
        for (page, where_to) in [
            (
                "<html><frameset rows='80,*'><frame src=top.html><frame src=text.html></frameset></html>",
                "text.html",
            ),
            (
                "<title>关于春灌的通知</title><meta http-equiv=refresh content='0;url=b.html'><p>正在打开，请稍候。</p>",
                "b.html",
            ),
        ] {
            let refused = read(page).refused.unwrap();
            assert_eq!(refused.reason, Reason::NotADocument);
            assert!(refused.detail.ends_with(where_to), "{}", refused.detail);
        }
        let text = "各单位应当认真执行本通知，落实各项措施，按时报送情况。".repeat(9);
        let page = format!(
            "<meta http-equiv=refresh content='20;url=b.html'><div id=zoom><p>{text}</p></div>"
        );
        assert_eq!(read(&page).refused, None);
    }
}
