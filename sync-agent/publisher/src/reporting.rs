//! `publisher report`: arguments and output. What a report says is the library's.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, ValueEnum};
use config::holdings::{self, Holding};
use jiff::Timestamp;
use jiff::civil::Date;
use publisher::reports::yearly::{self, Filled, Yearly};
use publisher::reports::{
    Report, attributes, calendar, coverage, directory, page, published, supply, timeliness,
};

use crate::asking::say;

/// What is asked for.
#[derive(Args)]
pub struct Wanted {
    #[arg(value_enum)]
    kind: Kind,
    /// The feed's folder; every report but yearly needs it.
    #[arg(long)]
    feed: Option<PathBuf>,
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
    /// coverage: the directory of items (标准目录): CSV, tab-separated, XLSX or a page.
    #[arg(long)]
    table: Option<PathBuf>,
    /// coverage: what stands at the point on paper (纸质资料目录), the CSV that terminals read.
    #[arg(long)]
    holdings: Option<PathBuf>,
    /// yearly: the report to check (HTML, CSV, tab-separated, XLSX, copied text).
    #[arg(long)]
    check: Option<PathBuf>,
    /// yearly: the report of the year before.
    #[arg(long)]
    previous: Option<PathBuf>,
    /// yearly: fill in the form with what this file counts (`kiosk yearly`, or numbers by hand in its columns); several are added up.
    #[arg(long, conflicts_with = "check")]
    fill: Vec<PathBuf>,
    /// yearly: whose form is filled in.
    #[arg(long, default_value = "")]
    agency: String,
    /// yearly: of which year.
    #[arg(long)]
    year: Option<i16>,
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
    /// Sums of a yearly report that the office has.
    Yearly,
}

/// Makes the report that is wanted and writes its files.
pub fn run(wanted: &Wanted, now: Timestamp) -> anyhow::Result<()> {
    let report = match wanted.kind {
        Kind::Yearly => of_year(wanted)?,
        _ => of_feed(wanted, now)?,
    };
    for path in page::write(&report, &wanted.out)? {
        console::tell!(
            "{}",
            console::said(&format!("publisher: wrote {}", path.display()))
        );
    }
    say(&page::plain(&report))
}

fn of_feed(wanted: &Wanted, now: Timestamp) -> anyhow::Result<Report> {
    let feed = wanted.feed.as_ref();
    let feed = feed.context("report: --feed names the folder of the feed")?;
    let feed = published::read(feed, wanted.root.as_deref(), now)?;
    let days = calendar(wanted.calendar.as_deref())?;
    Ok(match wanted.kind {
        Kind::Timeliness => timeliness::report(&feed.documents, &days, wanted.since, wanted.until)?,
        Kind::Supply => supply::report(&feed.documents, now),
        Kind::Attributes => attributes::report(&feed.documents, &feed.takedowns, now),
        Kind::Coverage => {
            let path = wanted.table.as_ref();
            let path = path.context("report coverage: --table names the directory of items")?;
            let bytes = std::fs::read(path).with_context(|| format!("read {}", path.display()))?;
            let items =
                directory::items(&bytes).with_context(|| format!("read {}", path.display()))?;
            let shelf = wanted.holdings.as_deref().map(shelf).transpose()?;
            let shelf = shelf.unwrap_or_default();
            coverage::report(&items, &feed.documents, &shelf, &days)?
        }
        Kind::Yearly => anyhow::bail!("report yearly: it is not made of a feed"),
    })
}

/// Paper of the point; unlike for a terminal, a list that is named must be there.
fn shelf(path: &Path) -> anyhow::Result<Vec<Holding>> {
    let doing = || format!("read {}", path.display());
    std::fs::metadata(path).with_context(doing)?;
    let list = holdings::load(path);
    list.map_err(|problems| anyhow::anyhow!(holdings::told(&problems, "\n")).context(doing()))
}

fn of_year(wanted: &Wanted) -> anyhow::Result<Report> {
    let read = |path: &Path| {
        let doing = || format!("read {}", path.display());
        let bytes = std::fs::read(path).with_context(doing)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Yearly::read(&bytes, &name).with_context(doing)
    };
    let placed = |name: &str, bytes: &[u8]| -> anyhow::Result<()> {
        let path = page::place(&wanted.out, name, bytes)?;
        console::tell!(
            "{}",
            console::said(&format!("publisher: wrote {}", path.display()))
        );
        Ok(())
    };
    let yearly = if wanted.fill.is_empty() {
        let path = wanted.check.as_deref();
        read(path.context("report yearly: --check names the report, or --fill what to fill in")?)?
    } else {
        let files = wanted.fill.iter().map(|path| read(path));
        let files = files.collect::<anyhow::Result<Vec<_>>>()?;
        let year = wanted.year;
        let year = year.context("report yearly: --year names the year of the form")?;
        let form = Filled::of(&files, &wanted.agency, year)?;
        let page = form.html();
        placed("yearly-form.html", page.as_bytes())?;
        placed("yearly-form.xlsx", &form.xlsx()?)?;
        // What was filled in is held against the same sums as a report that comes from elsewhere.
        Yearly::read(page.as_bytes(), "yearly-form.html")?
    };
    let before = wanted.previous.as_deref().map(read).transpose()?;
    let outcome = yearly::check(&yearly, before.as_ref())?;
    placed("yearly.json", &outcome.json())?;
    Ok(yearly::report(&outcome))
}
