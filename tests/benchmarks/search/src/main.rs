//! Measures search: the mirror and its peers on one corpus.

#[cfg(feature = "peers")]
mod bm25_peer;
mod clock;
mod corpus;
mod exact;
mod ours;
mod queries;
mod relevance;
mod segment;
#[cfg(feature = "peers")]
mod tantivy_peer;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use corpus::Seeds;

#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Fills a mirror.
    Fill {
        #[arg(long)]
        seeds: PathBuf,
        #[arg(long)]
        to: PathBuf,
        #[arg(long)]
        documents: usize,
    },
    /// Opens a mirror for writing, which brings it to the newest schema.
    Migrate {
        #[arg(long)]
        mirror: PathBuf,
    },
    /// Asks a mirror.
    Ask {
        #[arg(long)]
        mirror: PathBuf,
    },
    /// Asks a relevance set, beside BM25 where it is built in.
    Relevance {
        #[arg(long)]
        mirror: PathBuf,
        #[arg(long)]
        set: PathBuf,
    },
    /// Compares random words with a plain scan.
    Exact {
        #[arg(long)]
        mirror: PathBuf,
        #[arg(long, default_value_t = 500)]
        words: usize,
    },
    /// Applies a segment to a filled mirror while a reader asks.
    Segment {
        #[arg(long)]
        seeds: PathBuf,
        #[arg(long)]
        mirror: PathBuf,
    },
    /// Withdraws one document and erases its traces.
    Takedown {
        #[arg(long)]
        mirror: PathBuf,
    },
    /// Prints documents for a peer, a JSON array a line.
    Print {
        #[arg(long)]
        seeds: PathBuf,
        #[arg(long)]
        documents: usize,
    },
    /// Prints the queries that every engine can answer.
    Queries,
    /// Fills an index of tantivy.
    #[cfg(feature = "peers")]
    TantivyFill {
        #[arg(long)]
        seeds: PathBuf,
        #[arg(long)]
        to: PathBuf,
        #[arg(long)]
        documents: usize,
    },
    /// Asks the index of tantivy the same queries and prints its times as JSON.
    #[cfg(feature = "peers")]
    TantivyAsk {
        #[arg(long)]
        index: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    let result = match Args::parse().command {
        Command::Fill {
            seeds,
            to,
            documents,
        } => ours::fill(&Seeds::read(&seeds)?, &to, documents)?,
        Command::Migrate { mirror } => ours::migrate(&mirror)?,
        Command::Ask { mirror } => ours::ask(&mirror)?,
        Command::Relevance { mirror, set } => relevance::ask(&mirror, &set)?,
        Command::Exact { mirror, words } => exact::compare(&mirror, words)?,
        Command::Segment { seeds, mirror } => segment::apply(&Seeds::read(&seeds)?, &mirror)?,
        Command::Takedown { mirror } => segment::take_down(&mirror)?,
        Command::Print { seeds, documents } => return print(&Seeds::read(&seeds)?, documents),
        Command::Queries => {
            for (kind, text) in queries::ALL {
                if *kind != queries::Kind::Sound {
                    println!("{text}");
                }
            }
            return Ok(());
        }
        #[cfg(feature = "peers")]
        Command::TantivyFill {
            seeds,
            to,
            documents,
        } => tantivy_peer::fill(&Seeds::read(&seeds)?, &to, documents)?,
        #[cfg(feature = "peers")]
        Command::TantivyAsk { index } => tantivy_peer::ask(&index)?,
    };
    println!("{}", serde_json::to_string_pretty(&result)?);
    Ok(())
}

fn print(seeds: &Seeds, documents: usize) -> anyhow::Result<()> {
    use std::io::Write;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for i in 0..documents {
        let d = seeds.document(i);
        let body = corpus::body_text(&d);
        writeln!(
            out,
            "{}",
            serde_json::json!([d.id, d.title, d.doc_no.unwrap_or_default(), body])
        )?;
    }
    Ok(out.flush()?)
}
