//! `publisher report`: arguments and output. What a report says is the library's.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use publisher::reports::{attributes, calendar, coverage, page, published, supply, timeliness};

use crate::asking::say;

/// What is asked for.
#[derive(Args)]
pub struct Wanted {
    #[arg(value_enum)]
    kind: Kind,
    /// The feed's folder.
    #[arg(long)]
    feed: PathBuf,
    /// Where the files go.
    #[arg(long)]
    out: PathBuf,
    /// The root to trust, if not the feed's first one.
    #[arg(long)]
    root: Option<PathBuf>,
    /// The working-day calendar, if not the one that this program knows.
    #[arg(long)]
    calendar: Option<PathBuf>,
    /// timeliness: only what was published on this day or later.
    #[arg(long)]
    since: Option<Date>,
    /// timeliness: only what was published on this day or before.
    #[arg(long)]
    until: Option<Date>,
    /// coverage: the directory of items (标准目录), CSV or tab-separated.
    #[arg(long)]
    table: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// How soon documents were published.
    Timeliness,
    /// Issues of gazettes.
    Supply,
    /// Disclosure attributes for the yearly review.
    Attributes,
    /// Items that must stand at the reading point.
    Coverage,
}

/// Reads the feed, makes the report that is wanted and writes its files.
pub fn run(wanted: &Wanted, now: Timestamp) -> anyhow::Result<()> {
    let feed = published::read(&wanted.feed, wanted.root.as_deref(), now)?;
    let days = calendar(wanted.calendar.as_deref())?;
    let report = match wanted.kind {
        Kind::Timeliness => timeliness::report(&feed.documents, &days, wanted.since, wanted.until)?,
        Kind::Supply => supply::report(&feed.documents, now),
        Kind::Attributes => attributes::report(&feed.documents, &feed.takedowns, now),
        Kind::Coverage => {
            let path = wanted.table.as_ref();
            let path = path.context("report coverage: --table names the directory of items")?;
            let bytes = std::fs::read(path).with_context(|| format!("read {}", path.display()))?;
            let text = publisher::formats::charset::decode(&bytes)
                .with_context(|| format!("read {}", path.display()))?;
            let items =
                coverage::items(&text).with_context(|| format!("read {}", path.display()))?;
            coverage::report(&items, &feed.documents, &days)?
        }
    };
    for path in page::write(&report, &wanted.out)? {
        eprintln!("publisher: wrote {}", path.display());
    }
    say(&page::plain(&report))
}
