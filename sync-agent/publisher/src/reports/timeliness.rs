//! How soon documents were published (公开时效): per agency and per document, in working days by the announced calendar. Beside the national
//! term of 20 working days (条例 art 26) stand local ones: 3 working days, and 24 hours for public-welfare activities (公益活动). A date
//! of publication may be that of a re-post, so each row names what it rests on.

use std::collections::BTreeMap;

use config::calendar::Calendar;
use feed::Document;
use jiff::civil::Date;

use super::words::Words;
use super::{Chart, Report, Table, working_days};

/// Working days of the national rule.
const NATIONAL_DAYS: u32 = 20;
/// Working days of the local rule.
const LOCAL_DAYS: u32 = 3;
/// What a public-welfare activity is called.
const WELFARE: &str = "公益";

/// What a document shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    NoIssued,
    NoPublished,
    Before,
    /// Working days, and whether the local term was kept.
    Counted(u32, bool),
}

#[derive(Default)]
struct Agency {
    all: usize,
    days: Vec<u32>,
}

/// Makes the report of what was published from `since` to `until`.
pub fn report(
    documents: &[Document],
    calendar: &Calendar,
    since: Option<Date>,
    until: Option<Date>,
) -> anyhow::Result<Report> {
    let words = Words::of("timeliness");
    let mut agencies: BTreeMap<&str, Agency> = BTreeMap::new();
    let mut rows = Vec::new();
    for document in documents {
        let published = date(&document.published_on);
        let outside = published.is_some_and(|day| {
            since.is_some_and(|since| day < since) || until.is_some_and(|until| day > until)
        });
        if outside {
            continue;
        }
        let welfare = is_welfare(document);
        let shown = shown(document, published, welfare, calendar)?;
        let agency = agencies.entry(&document.agency).or_default();
        agency.all += 1;
        if let Shown::Counted(days, _) = shown {
            agency.days.push(days);
        }
        rows.push(row(document, shown, welfare, &words));
    }
    let mut chart = Chart {
        title: words.say("chart"),
        bars: Vec::new(),
    };
    let mut summary = Vec::new();
    for (name, mut agency) in agencies {
        agency.days.sort_unstable();
        let days = &agency.days;
        let within = |term: u32| days.iter().filter(|d| **d <= term).count();
        let in_20 = within(NATIONAL_DAYS);
        let cell = |value: Option<&u32>| value.map_or_else(String::new, u32::to_string);
        summary.push(vec![
            name.to_owned(),
            agency.all.to_string(),
            days.len().to_string(),
            within(LOCAL_DAYS).to_string(),
            in_20.to_string(),
            (days.len() - in_20).to_string(),
            cell(days.get(days.len() / 2)),
            cell(days.last()),
        ]);
        if !days.is_empty() {
            let percent = u32::try_from(in_20 * 100 / days.len()).unwrap_or(0);
            chart.bars.push((name.to_owned(), percent));
        }
    }
    let table = |name, title: &str, heads: &[&str], rows| Table {
        name,
        title: words.say(title),
        columns: words.heads(heads),
        rows,
    };
    let agencies = [
        "agency", "count", "counted", "in_3", "in_20", "late", "median", "longest",
    ];
    let documents = [
        "agency",
        "id",
        "name",
        "doc_no",
        "issued",
        "published",
        "days",
        "rule",
        "verdict",
        "evidence",
    ];
    Ok(Report {
        name: "timeliness",
        title: words.say("title"),
        tables: vec![
            table("agencies", "agencies", &agencies, summary),
            table("documents", "documents", &documents, rows),
        ],
        chart: Some(chart),
        notes: vec![Words::of("page").say("evidence")],
    })
}

fn date(text: &Option<String>) -> Option<Date> {
    text.as_ref()?.parse().ok()
}

fn is_welfare(document: &Document) -> bool {
    let catalogue = document.catalogue.as_deref().unwrap_or_default();
    document.title.contains(WELFARE) || catalogue.contains(WELFARE)
}

fn shown(
    document: &Document,
    published: Option<Date>,
    welfare: bool,
    calendar: &Calendar,
) -> anyhow::Result<Shown> {
    let Some(issued) = date(&document.issued_on) else {
        return Ok(Shown::NoIssued);
    };
    let Some(published) = published else {
        return Ok(Shown::NoPublished);
    };
    if published < issued {
        return Ok(Shown::Before);
    }
    let days = working_days(calendar, issued, published)
        .map_err(|error| anyhow::Error::new(error).context(format!("report {}", document.id)))?;
    let kept = match welfare {
        // Dates have no hours: the day after is within 24 of them at best.
        true => (published - issued).get_days() <= 1,
        false => days <= LOCAL_DAYS,
    };
    Ok(Shown::Counted(days, kept))
}

fn row(document: &Document, shown: Shown, welfare: bool, words: &Words) -> Vec<String> {
    let (days, verdict) = match shown {
        Shown::NoIssued => (String::new(), "no_issued"),
        Shown::NoPublished => (String::new(), "no_published"),
        Shown::Before => (String::new(), "before"),
        Shown::Counted(days, _) if days > NATIONAL_DAYS => (days.to_string(), "over_national"),
        Shown::Counted(days, false) => (days.to_string(), "over_local"),
        Shown::Counted(days, true) => (days.to_string(), "within"),
    };
    let rule = if welfare { "rule_24" } else { "rule_3" };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let address = document.source_url.as_ref();
    vec![
        document.agency.clone(),
        document.id.clone(),
        document.title.clone(),
        text(&document.doc_no),
        text(&document.issued_on),
        text(&document.published_on),
        days,
        words.say(rule),
        words.say(verdict),
        address.unwrap_or(&document.provenance.source).clone(),
    ]
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A document as a feed has it.
    pub fn document(id: &str, agency: &str, issued: &str, published: &str) -> Document {
        serde_json::from_value(serde_json::json!({
            "id": id, "rev": 1, "title": format!("关于{id}的通知"), "agency": agency, "category": "policy",
            "issued_on": issued, "published_on": published, "validity": "in-force",
            "disclosure": {"attribute": "public", "evidence": "文末标注：此件公开发布"}, "blocks": [],
            "provenance": {"source": "a.txt", "adapter": "folder", "raw_sha256": "b".repeat(64), "fetched": "2026-01-01T00:00:00Z"}
        }))
        .unwrap()
    }

    #[test]
    fn working_days_are_told_per_document_and_agency_with_what_they_rest_on() {
        let calendar = super::super::calendar(None).unwrap();
        let mut welfare = document("c", "乙局", "2018-10-15", "2018-10-16");
        welfare.title = "公益讲座预告".into();
        let documents = [
            document("a", "甲局", "2018-10-15", "2019-02-12"),
            document("b", "甲局", "2018-09-28", "2018-10-08"),
            welfare,
            document("d", "乙局", "2018-10-16", "2018-10-15"),
        ];
        let report = report(&documents, &calendar, None, None).unwrap();
        let rows = &report.tables[1].rows;
        let told: Vec<(&str, &str)> = rows
            .iter()
            .map(|r| (r[6].as_str(), r[8].as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("82", "超过 20 个工作日"),
                ("3", "时限内"),
                ("1", "时限内"),
                ("", "发布日期早于印发日期")
            ]
        );
        assert!(rows[2][7].contains("24 小时"));
        assert_eq!(rows[0][9], "a.txt");
        let agencies = &report.tables[0].rows;
        assert_eq!(agencies[1], ["甲局", "2", "2", "1", "1", "1", "82", "82"]);
        assert_eq!(report.chart.unwrap().bars[1], ("甲局".to_owned(), 50));
    }

    #[test]
    fn a_span_into_a_year_without_calendar_refuses_the_report_and_a_narrower_one_is_made() {
        let calendar = super::super::calendar(None).unwrap();
        let documents = [
            document("a", "甲局", "2026-12-30", "2027-01-08"),
            document("b", "甲局", "2026-03-02", "2026-03-04"),
        ];
        let error = report(&documents, &calendar, None, None).unwrap_err();
        assert!(format!("{error:#}").contains("2027"), "{error:#}");
        let until = "2026-12-31".parse().ok();
        let narrow = report(&documents, &calendar, None, until).unwrap();
        assert_eq!(narrow.tables[1].rows.len(), 1);
    }
}
