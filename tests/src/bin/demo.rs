//! `make demo`: the whole way once, from an empty folder. Publishes the sample portal, fills a terminal from it, opens the
//! kiosk (or plays a visit to pictures when there is no display), brings a second publication, and tells where everything is.

use anyhow::{Context, ensure};
use e2e::portal::Portal;
use e2e::process::run;
use e2e::publication::{Publication, ids, second_state};
use e2e::terminal::{Settings, Terminal};
use e2e::virtual_printer::VirtualPrinter;
use e2e::{copy_tree, files, root, sample};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What the operator of the sample point would write.
const PORTAL: &str = r#"[kiosk]
portal = "示例市人民政府门户网站"
common = ["住房公积金", "义务教育招生", "医疗保险", "征地补偿"]
attendant = "服务台在入口右侧"
hours = "工作日 9:00-12:00，13:30-17:00"
fullscreen = false
"#;

fn main() -> anyhow::Result<()> {
    let out = root().join("out/demo");
    if out.exists() {
        std::fs::remove_dir_all(&out).with_context(|| format!("empty {}", out.display()))?;
    }
    std::fs::create_dir_all(&out).with_context(|| format!("make {}", out.display()))?;
    let channel = sample().join("channel.toml");

    step(1, "publishing the sample portal (示例市)");
    let publication = Publication::begin(&out);
    let source = out.join("portal");
    copy_tree(&sample().join("portal"), &source)?;
    tell_report(&publication.publish(&source, Some(&channel)));

    let portal = Portal::serve(&publication.feed());
    let printer = VirtualPrinter::start(&out.join("slips"));
    step(2, &format!("serving the feed at {}", portal.url()));
    let terminal = Terminal::set_up(
        &out.join("terminal"),
        &Settings {
            feed: &portal.url(),
            root_json: &publication.root_json(),
            printer: printer.connection(),
            more: PORTAL,
        },
    );

    step(3, "the terminal fetches it");
    sync(&terminal, &portal);

    let display = std::env::var_os("DISPLAY").is_some_and(|d| !d.is_empty());
    let pictures = out.join("pictures");
    step(4, "a visitor at the kiosk");
    visit(&terminal, display, &sample().join("journey.txt"), &pictures)?;

    step(
        5,
        "the portal changes: some documents are revised, one is withdrawn",
    );
    second_state(&source)?;
    tell_report(&publication.publish(&source, Some(&channel)));
    sync(&terminal, &portal);
    let after = sample().join("journey-second.txt");
    if !display && after.exists() {
        visit(&terminal, false, &after, &pictures)?;
    }

    step(6, "checking mirror and register");
    println!("   {}", terminal.agent(&["verify"]).ok().out.trim());
    let register = out.join("register.csv");
    let rows = export(&terminal, &register)?;

    println!("\nDone.");
    show(
        "pictures of the kiosk",
        &pictures,
        &picture_files(&pictures),
    );
    show("slips as printed", &out.join("slips"), &printer.slips());
    println!("  register, {rows} rows: {}", register.display());
    println!(
        "  settings of this terminal: {}",
        terminal.config().display()
    );
    ensure!(
        display || !picture_files(&pictures).is_empty(),
        "the visit made no picture"
    );
    Ok(())
}

fn step(number: u8, what: &str) {
    println!("\n[{number}/6] {what}");
}

fn tell_report(report: &Value) {
    let count = |list| ids(report, list).len();
    println!(
        "   published {}, changed {}, withdrawn {}",
        count("published"),
        count("changed"),
        count("withdrawn")
    );
    for refused in report["refused"].as_array().into_iter().flatten() {
        println!("   refused {}: {}", refused["source"], refused["reason"]);
    }
}

fn sync(terminal: &Terminal, portal: &Portal) {
    portal.take_asked();
    println!("   {}", terminal.agent(&["once"]).ok().out.trim());
    let asked = portal.take_asked();
    let bytes: u64 = asked.iter().map(|a| a.bytes).sum();
    println!("   {} requests, {bytes} bytes", asked.len());
}

fn visit(terminal: &Terminal, display: bool, script: &Path, pictures: &Path) -> anyhow::Result<()> {
    if display {
        println!("   the kiosk is open; look around, print something, then close its window");
        let status = terminal
            .kiosk_command(&[])
            .status()
            .context("start kiosk")?;
        ensure!(status.success(), "the kiosk ended with {status}");
        return Ok(());
    }
    println!("   no display: playing {}", script.display());
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let said =
        run(&mut terminal.kiosk_command(&["journey", &text(script), "--out", &text(pictures)]));
    ensure!(
        said.code == Some(0),
        "the journey failed:\n{}",
        said.words()
    );
    println!("   {}", said.out.trim());
    Ok(())
}

fn export(terminal: &Terminal, to: &Path) -> anyhow::Result<u64> {
    let reader = journal::Reader::open(&terminal.journal_dir())?;
    let mut file = std::fs::File::create(to).with_context(|| format!("create {}", to.display()))?;
    Ok(reader.export_csv(&mut file)?)
}

fn picture_files(dir: &Path) -> Vec<PathBuf> {
    let mut found = files(dir);
    found.retain(|path| path.extension().is_some_and(|e| e == "png"));
    found
}

fn show(what: &str, dir: &Path, found: &[PathBuf]) {
    println!("  {what}: {} in {}", found.len(), dir.display());
    for path in found {
        println!(
            "    {}",
            path.file_name().unwrap_or_default().to_string_lossy()
        );
    }
}
