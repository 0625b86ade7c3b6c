//! `search`: the mirror's own search on the command line, for the bench and for tests. Reads only.

use crate::failure::{Exit, Failure, Outcome};
use mirror::{Category, Filter, Query, Validity};
use serde_json::{Value, json};
use std::path::Path;

/// What to search, as typed.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct SearchArguments {
    /// Words, pinyin, initials or a document number.
    pub query: String,
    /// Print JSON for programs
    #[arg(long)]
    pub json: bool,
    /// Hits wanted, 1 to 100.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=i64::from(mirror::PAGE_ROWS_MAX)))]
    pub limit: u32,
    /// Hits to skip.
    #[arg(long, default_value_t = 0)]
    pub offset: u32,
    /// Only of this agency (发文机关), written whole.
    #[arg(long)]
    pub agency: Option<String>,
    /// Only of this year.
    #[arg(long)]
    pub year: Option<u16>,
    /// Only of this category.
    #[arg(long)]
    pub category: Option<Category>,
    /// Only of this validity: in-force, repealed, expired, superseded, unknown.
    #[arg(long)]
    pub validity: Option<Validity>,
    /// Count all hits, however long it takes.
    #[arg(long)]
    pub exact: bool,
}

/// Searches the mirror in `dir`; answers with what is to be printed.
pub fn run(dir: &Path, arguments: &SearchArguments) -> Outcome<String> {
    let query = Query {
        text: arguments.query.clone(),
        filter: Filter {
            agency: arguments.agency.clone(),
            year: arguments.year,
            category: arguments.category,
            validity: arguments.validity,
        },
        offset: arguments.offset,
        limit: arguments.limit,
        exact: arguments.exact,
    };
    let page = mirror::Reader::open(dir)
        .and_then(|reader| reader.search(&query))
        .map_err(|error| match error {
            absent @ mirror::Error::Absent { .. } => Failure::new(Exit::Unexpected, absent)
                .advise("fill it with: sync-agent --config ... once"),
            other => other.into(),
        })?;
    Ok(if arguments.json {
        let hits: Vec<Value> = page.hits.iter().map(hit).collect();
        json!({
            "total": page.total,
            "total_exact": page.total_exact,
            "hits": hits,
            "understood": page.understood,
            "also": page.also,
            "near": page.near.iter().map(near).collect::<Vec<Value>>(),
            "offers": page.offers,
            "did_you_mean": page.did_you_mean,
        })
        .to_string()
    } else {
        in_words(&page)
    })
}

fn hit(hit: &mirror::Hit) -> Value {
    json!({
        "id": hit.id,
        "title": hit.title,
        "doc_no": hit.doc_no,
        "index_no": hit.index_no,
        "agency": hit.agency,
        "date": hit.date,
        "validity": hit.validity,
        "category": hit.category,
        "article": hit.article,
        "snippet": {"text": hit.snippet.text, "ranges": hit.snippet.ranges},
    })
}

/// A hit that holds some of the words.
fn near(near: &mirror::Near) -> Value {
    let mut shown = hit(&near.hit);
    shown["missing"] = json!(near.missing);
    shown
}

fn in_words(page: &mirror::Page) -> String {
    let more = if page.total_exact { "" } else { "+" };
    let mut lines = vec![format!("{}{more} found", page.total)];
    for hit in &page.hits {
        let number = hit.doc_no.as_deref().unwrap_or("-");
        lines.push(format!(
            "{}  {}  {}  {}  {}",
            hit.id, hit.date, hit.agency, number, hit.title
        ));
        let article = hit
            .article
            .as_ref()
            .map_or(String::new(), |a| format!("[{}] ", a.label));
        lines.push(format!(
            "    {article}{}",
            hit.snippet.text.replace('\n', " ")
        ));
    }
    lines.extend(
        page.did_you_mean
            .iter()
            .map(|meant| format!("did you mean: {meant}")),
    );
    lines.join("\n")
}
