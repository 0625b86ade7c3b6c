//! Journeys of the data set (`cases/screens`) by touch on the terminal filled from real documents, each in the situation that it is
//! about: a printer that goes on, one that runs out of paper, an attendant with a PIN.

use crate::world::{data, world};
use e2e::copy_tree;
use e2e::portal::Portal;
use e2e::terminal::{Settings, Terminal};
use e2e::virtual_printer::VirtualPrinter;
use std::path::Path;

/// The PIN that the journeys type.
const PIN: &str = "135790";
/// One slip comes out, for a journey that begins after it.
const ONE_SLIP: &str = "tap \"搜索\"\ntype \"xingfa\"\ntap \"中华人民共和国刑法\"\ntap \"选条款\"\ntap \"目录\"\ntap \"第一条\"\n\
                        tap \"选第一条\"\ntap \"打印 1 条\"\nwait \"打印机就绪\"\ntap \"开始打印\"\nwait \"打印好了\"\n";

/// What a journey finds when it begins.
struct Situation {
    /// Faults of the printer, as `printer virtual --faults` takes them; none without one.
    printer: Option<&'static str>,
    /// Played before it.
    before: Option<&'static str>,
    /// The mirror holds the pages of portals as well.
    with_pages: bool,
}

fn situation(journey: &str) -> Situation {
    let (printer, before) = match journey {
        // The paper ends in the middle of the slip.
        "printed-but-paper-out" => (Some("rows-per-second=200,paper-out-row=200"), None),
        "number-lost-after-help" => (Some("rows-per-second=200,paper-out-row=300"), None),
        "desk-shows-code" => (Some(""), Some(ONE_SLIP)),
        _ => (None, None),
    };
    Situation {
        printer,
        before,
        with_pages: journey == "list-row-vanishes",
    }
}

/// Plays one; what was wrong, if anything.
fn play(journey: &Path, dir: &Path) -> Result<(), String> {
    let name = journey.file_stem().unwrap().to_string_lossy().into_owned();
    let situation = situation(&name);
    let slips = dir.join("slips");
    let machine = situation.printer.map(|faults| {
        let more = ["--faults", faults];
        VirtualPrinter::with(&slips, if faults.is_empty() { &[] } else { &more })
    });
    let connection = machine.as_ref().map_or("none", VirtualPrinter::connection);
    let pin_hash = config::pin::hash(PIN).unwrap();
    let office = world().office_in(dir);
    let settings = |feed: &str| -> Terminal {
        world().terminal_in(
            dir,
            &Settings {
                feed,
                root_json: &office.root_json(),
                printer: connection,
                more: &format!("[desk]\npin_hash = \"{pin_hash}\"\n"),
            },
        )
    };
    let terminal = if situation.with_pages {
        let source = dir.join("source");
        copy_tree(&world().source(), &source).unwrap();
        copy_tree(&data().join("portal-pages"), &source.join("pages")).unwrap();
        office.publish(&source, Some(&world().channel()));
        let portal = Portal::serve(&office.feed());
        let terminal = settings(&portal.url());
        terminal.agent(&["once"]).ok();
        terminal
    } else {
        settings("http://127.0.0.1:9/")
    };
    let out = dir.join("pictures");
    let mut scripts = vec![journey.to_path_buf()];
    if let Some(before) = situation.before {
        let path = dir.join("before.txt");
        std::fs::write(&path, before).unwrap();
        scripts.insert(0, path);
    }
    for script in scripts {
        let said = terminal.kiosk(&[
            "journey",
            script.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ]);
        if said.code != Some(0) {
            return Err(format!("{name}: {}", said.words()));
        }
    }
    Ok(())
}

#[test]
fn journeys_of_the_data_set_reach_their_end() {
    let folder = data().join("cases/screens");
    let journeys = e2e::files(&folder);
    assert!(!journeys.is_empty(), "{} holds journeys", folder.display());
    let mut wrong = Vec::new();
    for journey in journeys {
        let dir = tempfile::tempdir().unwrap();
        wrong.extend(play(&journey, dir.path()).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
