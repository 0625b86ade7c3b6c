//! The `fleet` program. Owns its arguments, the order of its files and its exit code; everything else is in the library.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use fleet::intake::{Fleet, Terminal, take_in};
use fleet::judge::{held, judge};
use fleet::points::{Points, read_keys, read_points};
use fleet::rules::{Level, Rules};
use fleet::{metrics, page, place, source, words};
use jiff::Timestamp;

/// Makes a page and metrics of many terminals from the statuses that they upload.
///
/// Reads every `<site>-<terminal>.status.ndjson` below --from, believes what is signed by its terminal and newer than the last, and writes
/// `index.html` (a page that needs no script and nothing beside it), `fleet.prom` (Prometheus text) and `seen.json` (what was believed, so
/// that an old status cannot come back). Each file is put in place whole. Run it every few minutes, as by deploy/fleet/fleet.timer.
#[derive(Parser)]
#[command(
    name = "fleet",
    version,
    after_help = "The bucket's keys, region and endpoint come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT, \
                  AWS_ALLOW_HTTP).\nExit codes: 0 the page was made; 1 it was not, and the old one stays; 2 wrong arguments."
)]
struct Arguments {
    /// Where the statuses lie: a folder, file:///folder, s3://bucket/prefix, or an http(s) address that lists its files (else the terminals of
    /// --points, --keys and the last run are asked for one by one)
    #[arg(
        long,
        value_name = "FOLDER|URL",
        required_unless_present = "default_rules"
    )]
    from: Option<String>,
    /// The folder for the page, the metrics and what is remembered; made if it is not there
    #[arg(long, value_name = "DIR", required_unless_present = "default_rules")]
    out: Option<PathBuf>,
    /// CSV with the columns terminal, house, lon, lat, key: names of houses, a map, terminals that never reported
    #[arg(long, value_name = "FILE")]
    points: Option<PathBuf>,
    /// Lines of a terminal and its public key (`upload.key` of sync-agent status --json); with keys, no other terminal is believed
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// TOML with alarm rules that differ from the defaults (--default-rules prints those)
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Where it is remembered what was believed [default: seen.json in --out]
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Forget this terminal: it was taken away, or its device and key were replaced (several times for several)
    #[arg(long, value_name = "TERMINAL")]
    forget: Vec<String>,
    /// Language of the page
    #[arg(long, default_value = "zh", value_parser = ["zh", "en"])]
    lang: String,
    /// Prints the default rules and ends
    #[arg(long)]
    default_rules: bool,
    /// Takes this time instead of the clock's, RFC 3339; for tests and rehearsals.
    #[arg(long, hide = true)]
    now: Option<Timestamp>,
}

fn main() -> ExitCode {
    let done = run(&console::arguments::<Arguments>())
        .and_then(|said| Ok(console::out(console::said(said.trim_end()))?));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console::tell!("{}", console::said(&format!("fleet: {error:#}")));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<String> {
    let (Some(from), Some(out)) = (&arguments.from, &arguments.out) else {
        return Ok(fleet::rules::DEFAULTS.to_owned());
    };
    let now = arguments.now.unwrap_or_else(Timestamp::now);
    let words = words::of(&arguments.lang).expect("the arguments allow no other language");
    let rules = Rules::load(arguments.rules.as_deref())?;
    let points = match &arguments.points {
        Some(path) => read_points(path)?,
        None => Points::new(),
    };
    let mut keys = match &arguments.keys {
        Some(path) => read_keys(path)?,
        None => Default::default(),
    };
    for (terminal, point) in &points {
        if let Some(key) = &point.key {
            keys.entry(terminal.clone()).or_insert_with(|| key.clone());
        }
    }
    std::fs::create_dir_all(out).with_context(|| format!("make {}", out.display()))?;
    let state = match &arguments.state {
        Some(path) => path.clone(),
        None => out.join("seen.json"),
    };
    let mut memory = place::remembered(&state)?;
    for terminal in &arguments.forget {
        let known = memory.terminals.remove(terminal);
        known.with_context(|| format!("forget {terminal}: it is not known"))?;
    }
    let known: BTreeSet<String> = points
        .keys()
        .chain(keys.keys())
        .chain(memory.terminals.keys())
        .cloned()
        .collect();
    let found = source::fetch(from, &known)?;
    let fleet = take_in(found, &points, &keys, &mut memory, now);
    log_refusals(&fleet);
    let judged = judge(&fleet, &memory.held, &rules, now);
    memory.held = held(&judged);
    let html = page::html(&fleet, &judged, &rules, &words, now);
    place::place(&out.join("index.html"), html.as_bytes())?;
    let prom = metrics::text(&fleet, &judged, now);
    place::place(&out.join("fleet.prom"), prom.as_bytes())?;
    // Last: without it the next run believes the same files again, and no more.
    place::remember(&state, &memory)?;
    let count = |level| judged.iter().filter(|one| one.level() == level).count();
    Ok(format!(
        "{} terminals: {} need a person now, {} need a look; {} files not taken; {}",
        judged.len(),
        count(Level::Alarm),
        count(Level::Warn),
        fleet.strangers.len() + fleet.strangers_more + refused(&fleet),
        out.join("index.html").display()
    ))
}

/// The page says why in its own words; whoever mends it reads the log.
fn log_refusals(fleet: &Fleet) {
    let known = fleet
        .terminals
        .iter()
        .filter_map(|terminal| Some((&terminal.id, terminal.refusal.as_ref()?)));
    let strange = fleet
        .strangers
        .iter()
        .map(|(name, refusal)| (name, refusal));
    for (name, refusal) in known.chain(strange) {
        let said = format!(
            "fleet: {name} is not taken ({}): {}",
            refusal.code, refusal.detail
        );
        console::tell!("{}", console::said(&said));
    }
    if fleet.strangers_more > 0 {
        let said = format!("fleet: {} more files are not taken", fleet.strangers_more);
        console::tell!("{}", console::said(&said));
    }
}

fn refused(fleet: &Fleet) -> usize {
    let refused = |terminal: &&Terminal| terminal.refusal.is_some();
    fleet.terminals.iter().filter(refused).count()
}
