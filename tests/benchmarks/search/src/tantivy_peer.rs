//! The peer tantivy: pairs of characters with positions, as the mirror's, in title and body; filters as exact terms.

use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, BoostQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value as _,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{Index, IndexReader, ReloadPolicy, TantivyDocument, Term};

use crate::clock::{Times, cpu_ms, memory_mb, process_cpu_ms};
use crate::corpus::{Seeds, body_text};
use crate::queries::{self, Kind};

const ROUNDS: usize = 20;
/// Memory of the indexing thread.
const HEAP_BYTES: usize = 256 << 20;

/// Overlapping pairs of word characters.
#[derive(Clone)]
struct Pairs;

struct PairStream {
    tokens: Vec<Token>,
    at: usize,
}

fn pairs(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut before: Option<char> = None;
    for c in text.to_lowercase().chars().chain([' ']) {
        if c.is_alphanumeric() {
            if let Some(first) = before {
                found.push([first, c].iter().collect());
            }
            before = Some(c);
        } else {
            before = None;
        }
    }
    found
}

impl Tokenizer for Pairs {
    type TokenStream<'a> = PairStream;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> PairStream {
        let tokens = pairs(text)
            .into_iter()
            .enumerate()
            .map(|(position, text)| Token {
                position,
                text,
                ..Token::default()
            })
            .collect();
        PairStream { tokens, at: 0 }
    }
}

impl TokenStream for PairStream {
    fn advance(&mut self) -> bool {
        self.at += 1;
        self.at <= self.tokens.len()
    }
    fn token(&self) -> &Token {
        &self.tokens[self.at - 1]
    }
    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokens[self.at - 1]
    }
}

struct Fields {
    id: Field,
    title: Field,
    number: Field,
    body: Field,
    text: Field,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("pairs")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(indexing);
    let fields = Fields {
        id: builder.add_text_field("id", STRING | STORED),
        title: builder.add_text_field("title", text.clone() | STORED),
        number: builder.add_text_field("number", text.clone() | STORED),
        body: builder.add_text_field("body", text),
        text: builder.add_text_field("text", STORED),
    };
    (builder.build(), fields)
}

/// Fills an index.
pub fn fill(seeds: &Seeds, dir: &Path, documents: usize) -> anyhow::Result<Value> {
    let (schema, fields) = schema();
    std::fs::create_dir_all(dir)?;
    let index = Index::create_in_dir(dir, schema)?;
    index.tokenizers().register("pairs", Pairs);
    let mut writer = index.writer_with_num_threads(1, HEAP_BYTES)?;
    let (start, start_cpu) = (Instant::now(), process_cpu_ms());
    for i in 0..documents {
        let document = seeds.document(i);
        let text = body_text(&document);
        let mut into = TantivyDocument::default();
        into.add_text(fields.id, &document.id);
        into.add_text(fields.title, &document.title);
        into.add_text(fields.number, document.doc_no.as_deref().unwrap_or(""));
        into.add_text(fields.body, &text);
        into.add_text(fields.text, &text);
        writer.add_document(into)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    let bytes: u64 = std::fs::read_dir(dir)?
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .map(|file| file.len())
        .sum();
    Ok(json!({
        "documents": documents, "bytes": bytes, "seconds": start.elapsed().as_secs_f64(),
        "cpu_seconds": (process_cpu_ms() - start_cpu) / 1e3, "memory_mb": memory_mb().0,
    }))
}

fn phrase(field: Field, word: &str) -> Option<Box<dyn Query>> {
    let terms: Vec<Term> = pairs(word)
        .iter()
        .map(|pair| Term::from_field_text(field, pair))
        .collect();
    match terms.as_slice() {
        [] => None,
        [one] => Some(Box::new(TermQuery::new(
            one.clone(),
            IndexRecordOption::WithFreqs,
        ))),
        _ => Some(Box::new(PhraseQuery::new(terms))),
    }
}

/// Every word in title, number or body; titles weigh more.
fn query(fields: &Fields, text: &str) -> BooleanQuery {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let all = words
        .filter_map(|word| {
            let mut ways: Vec<(Occur, Box<dyn Query>)> = Vec::new();
            for (field, weight) in [
                (fields.title, 10.0),
                (fields.number, 8.0),
                (fields.body, 1.0),
            ] {
                if let Some(way) = phrase(field, word) {
                    ways.push((Occur::Should, Box::new(BoostQuery::new(way, weight))));
                }
            }
            (!ways.is_empty()).then(|| {
                (
                    Occur::Must,
                    Box::new(BooleanQuery::new(ways)) as Box<dyn Query>,
                )
            })
        })
        .collect();
    BooleanQuery::new(all)
}

fn page(reader: &IndexReader, fields: &Fields, text: &str) -> anyhow::Result<(usize, usize)> {
    let searcher = reader.searcher();
    let query = query(fields, text);
    let (top, count) =
        searcher.search(&query, &(TopDocs::with_limit(20).order_by_score(), Count))?;
    let first = text.split_whitespace().next().unwrap_or(text);
    let mut shown = 0;
    for (_, address) in top {
        let document: TantivyDocument = searcher.doc(address)?;
        let body = document
            .get_first(fields.text)
            .and_then(|v| v.as_str())
            .unwrap_or("");
        // The words around the first match, as the mirror's snippet.
        let at = body.find(first).unwrap_or(0);
        shown += body[at..].chars().take(84).count();
    }
    Ok((count, shown))
}

/// Asks the queries it can answer.
pub fn ask(dir: &Path) -> anyhow::Result<Value> {
    let index = Index::open_in_dir(dir)?;
    index.tokenizers().register("pairs", Pairs);
    let (_, fields) = schema();
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    let mut times = Times::default();
    let mut each = Vec::new();
    let shared: Vec<&str> = queries::ALL
        .iter()
        .filter(|(kind, _)| *kind != Kind::Sound)
        .map(|(_, text)| *text)
        .collect();
    for round in 0..=ROUNDS {
        for (n, text) in shared.iter().enumerate() {
            let start = cpu_ms();
            let (count, _) = page(&reader, &fields, text)?;
            let spent = cpu_ms() - start;
            if round == 0 {
                each.push((*text, count, Times::default()));
            } else {
                times.0.push(spent);
                each[n].2.0.push(spent);
            }
        }
    }
    let mut slow: Vec<Value> = each
        .iter()
        .map(|(text, count, times)| json!([text, count, times.at(0.5)]))
        .collect();
    slow.sort_by(|a, b| {
        b[2].as_f64()
            .unwrap_or(0.0)
            .total_cmp(&a[2].as_f64().unwrap_or(0.0))
    });
    Ok(json!({
        "shared_p50_ms": times.at(0.5), "shared_p99_ms": times.at(0.99),
        "memory_peak_mb": memory_mb().0, "slowest": slow,
    }))
}
