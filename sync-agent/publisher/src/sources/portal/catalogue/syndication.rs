//! Sitemaps (sitemaps.org), RSS and Atom: lists of addresses that a site makes for machines. Owns what they say. The time of a change is
//! no date of publication: it only says that the article must be read again.

use super::xml::{self, Node};
use crate::sources::portal::rows::{Row, article_id};
use anyhow::bail;
use std::collections::BTreeMap;

/// What one answer of a sitemap or a syndication feed lists.
#[derive(Debug, Default)]
#[allow(missing_docs)]
pub struct Listed {
    pub rows: Vec<Row>,
    /// Other sitemaps that this one names.
    pub nested: Vec<String>,
    /// Entries that cannot be used, by reason.
    pub dropped: BTreeMap<&'static str, usize>,
}

/// Reads an answer of any of these kinds.
pub fn listed(text: &str) -> anyhow::Result<Listed> {
    let root = xml::parse(text)?;
    let mut found = Listed::default();
    match root.name.as_str() {
        "urlset" => {
            for url in root.all("url") {
                found.take(url.said("loc"), |link| Row {
                    says: changed(url.said("lastmod")),
                    ..bare(link)
                });
            }
        }
        "sitemapindex" => {
            let nested = root.all("sitemap").filter_map(|map| map.said("loc"));
            found.nested.extend(nested);
        }
        "rss" => {
            for item in root.all("channel").flat_map(|channel| channel.all("item")) {
                found.item(item);
            }
        }
        "RDF" => root.all("item").for_each(|item| found.item(item)),
        "feed" => root.all("entry").for_each(|entry| found.entry(entry)),
        other => bail!("the answer is <{other}>: no sitemap, RSS or Atom"),
    }
    Ok(found)
}

impl Listed {
    fn take(&mut self, link: Option<String>, row: impl FnOnce(String) -> Row) {
        match link {
            Some(link) => self.rows.push(row(link)),
            None => *self.dropped.entry("no link").or_default() += 1,
        }
    }

    fn item(&mut self, item: &Node) {
        let date = item.said("pubDate").or_else(|| item.said("date"));
        let body = item.said("encoded").or_else(|| item.said("description"));
        self.take(item.said("link"), |link| Row {
            title: item.said("title").unwrap_or_default(),
            date: date.as_deref().and_then(day),
            says: author(changed(date), item.said("creator")),
            body,
            ..bare(link)
        });
    }

    fn entry(&mut self, entry: &Node) {
        let to = |node: &&Node| matches!(node.attribute("rel"), None | Some("alternate"));
        let link = entry.all("link").find(to).and_then(|l| l.attribute("href"));
        let date = entry.said("published").or_else(|| entry.said("updated"));
        let body = entry.said("content").or_else(|| entry.said("summary"));
        let name = entry.child("author").and_then(|author| author.said("name"));
        self.take(link.map(str::to_owned), |link| Row {
            title: entry.said("title").unwrap_or_default(),
            date: date.as_deref().and_then(day),
            says: author(changed(entry.said("updated")), name),
            body,
            ..bare(link)
        });
    }
}

fn bare(link: String) -> Row {
    Row {
        id: article_id(&link),
        link,
        ..Row::default()
    }
}

fn changed(when: Option<String>) -> BTreeMap<String, String> {
    let when = when.map(|when| ("changed".to_owned(), when));
    when.into_iter().collect()
}

fn author(mut says: BTreeMap<String, String>, name: Option<String>) -> BTreeMap<String, String> {
    says.extend(name.map(|name| ("agency".to_owned(), name)));
    says
}

/// The day in the reading room's time: RFC 2822 as in RSS, RFC 3339 as in Atom, or a plain date.
fn day(text: &str) -> Option<String> {
    let east = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    let time = jiff::fmt::rfc2822::parse(text)
        .map(|zoned| zoned.timestamp())
        .ok()
        .or_else(|| text.parse().ok());
    match time {
        Some(time) => Some(time.to_zoned(east).date().to_string()),
        None => crate::reading::facts::find_date(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sitemaps_and_their_indexes_are_read() {
        let map = "<urlset><url><loc> http://a.invalid/zc/t20260409_7.html </loc><lastmod>2026-04-09</lastmod></url><url/></urlset>";
        let found = listed(map).unwrap();
        assert_eq!(found.rows[0].link, "http://a.invalid/zc/t20260409_7.html");
        assert_eq!(
            (found.rows[0].id.as_str(), &found.rows[0].date),
            ("7", &None)
        );
        assert_eq!(found.rows[0].says["changed"], "2026-04-09");
        assert_eq!(found.dropped["no link"], 1);
        let index =
            "<sitemapindex><sitemap><loc>http://a.invalid/1.xml</loc></sitemap></sitemapindex>";
        assert_eq!(listed(index).unwrap().nested, ["http://a.invalid/1.xml"]);
        for bad in ["", "<html/>", "<urlset>"] {
            assert!(listed(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn rss_and_atom_are_read_and_days_are_those_of_the_reading_room() {
        let rss = "<rss><channel><title>t</title><item><title>关于甲的通知</title><link>http://a.invalid/1.html</link>\
            <pubDate>Wed, 08 Apr 2026 20:00:00 GMT</pubDate><description>words</description></item></channel></rss>";
        let found = listed(rss).unwrap();
        assert_eq!(found.rows[0].title, "关于甲的通知");
        assert_eq!(found.rows[0].date.as_deref(), Some("2026-04-09"));
        let atom = "<feed><entry><title>关于乙的通知</title><link rel='self' href='x'/><link href='http://a.invalid/2.html'/>\
            <published>2026-04-08T20:00:00Z</published><updated>2026-04-10T00:00:00Z</updated><author><name>示例市</name></author></entry></feed>";
        let found = listed(atom).unwrap();
        assert_eq!(found.rows[0].link, "http://a.invalid/2.html");
        assert_eq!(found.rows[0].date.as_deref(), Some("2026-04-09"));
        assert_eq!(found.rows[0].says["agency"], "示例市");
        let rdf = "<rdf:RDF><item><title>t</title><link>http://a.invalid/3.html</link><dc:date>2026-04-09</dc:date></item></rdf:RDF>";
        assert_eq!(
            listed(rdf).unwrap().rows[0].date.as_deref(),
            Some("2026-04-09")
        );
    }
}
