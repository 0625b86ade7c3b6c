//! SIGKILL, ten times each, at random points: the agent while it fills a mirror, the kiosk while it prints. Random here is
//! really random: a failure tells what it drew.

use crate::world::world;
use e2e::portal::Portal;
use e2e::process::{RUN_DEADLINE, until};
use e2e::slips::Picture;
use e2e::terminal::{Settings, Terminal};
use e2e::virtual_printer::VirtualPrinter;
use journal::{Filter, Number, Outcome, Reader, State};
use std::time::{Duration, Instant};

const KILLS: usize = 10;

fn random_below(n: u64) -> u64 {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).unwrap();
    u64::from_le_bytes(bytes) % n.max(1)
}

/// A moment within `span`, drawn at random: the point of these tests is not to wait for anything.
fn some_time_within(span: Duration) -> Duration {
    let drawn = Duration::from_micros(random_below(u64::try_from(span.as_micros()).unwrap()));
    std::thread::sleep(drawn);
    drawn
}

#[test]
fn the_agent_killed_while_filling_leaves_a_sound_mirror_and_finishes() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let office = world.office_in(dir.path());
    let portal = Portal::serve(&office.feed());
    let settings = Settings {
        feed: &portal.url(),
        root_json: &office.root_json(),
        printer: "none",
        more: "",
    };
    // How long a fill takes here and now, so that the kills fall into it.
    let measured = Terminal::set_up(&dir.path().join("measured"), &settings);
    let start = Instant::now();
    measured.agent(&["once"]).ok();
    let span = start.elapsed();

    let terminal = Terminal::set_up(&dir.path().join("terminal"), &settings);
    let mut partly = 0;
    for _ in 0..KILLS {
        let mut agent = terminal.start_agent(&["once"]);
        let drawn = some_time_within(span / 4);
        agent.kill();
        let contents = terminal.contents();
        if !contents.ids.is_empty() {
            let said = terminal.agent(&["verify"]);
            assert_eq!(
                said.code,
                Some(0),
                "killed after {drawn:?} of {span:?}: {}",
                said.words()
            );
            partly += usize::from(contents.ids.len() < world.documents.len());
        }
    }
    println!("{partly} of {KILLS} kills met a mirror that was partly filled");
    terminal.agent(&["once"]).ok();
    terminal.agent(&["verify"]).ok();
    assert_eq!(
        terminal.contents(),
        measured.contents(),
        "content and cursor as without kills"
    );
}

#[test]
fn the_kiosk_killed_while_printing_accounts_for_every_slip() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let slips = dir.path().join("slips");
    let machine = VirtualPrinter::start(&slips);
    let terminal = world.terminal_in(
        dir.path(),
        &Settings {
            feed: "http://127.0.0.1:9/",
            root_json: &world.dir.path().join("office/keys/root.json"),
            printer: machine.connection(),
            more: "[kiosk]\nprints_per_session = 50\n",
        },
    );
    // Without a source address the QR code of a slip holds its number, by which it can be asked about.
    let document = world
        .documents
        .iter()
        .find(|d| d.source_url.is_none())
        .unwrap();
    let script = dir.path().join("print.txt");
    let print = "tap \"打印\"\nwait \"打印机就绪\"\ntap \"开始打印\"\nwait \"打印好了\"\ntap \"回到文件\"\n";
    let find = format!(
        "tap \"搜索\"\ntype \"{0}\"\nwait \"{0}\"\ntap \"{0}\"\n",
        document.title
    );
    std::fs::write(&script, format!("{find}{}", print.repeat(20))).unwrap();
    let pictures = dir.path().join("pictures");
    let args = [
        "journey",
        script.to_str().unwrap(),
        "--out",
        pictures.to_str().unwrap(),
    ];
    for kill in 0..KILLS {
        let had = e2e::files(&slips).len();
        let mut kiosk = terminal.start_kiosk(&args);
        // From the first byte on paper to some prints later.
        let begun = until(RUN_DEADLINE, || {
            e2e::files(&slips).len() > had || !kiosk.alive()
        });
        assert!(
            begun && kiosk.alive(),
            "run {kill} printed nothing: {}",
            kiosk.wait(RUN_DEADLINE).words()
        );
        some_time_within(Duration::from_secs(3));
        kiosk.kill();
    }
    // The next start closes what the last kill left open.
    let close = dir.path().join("close.txt");
    std::fs::write(&close, "shot home\n").unwrap();
    terminal
        .kiosk(&[
            "journey",
            close.to_str().unwrap(),
            "--out",
            pictures.to_str().unwrap(),
        ])
        .ok();

    let journal_dir = terminal.journal_dir();
    terminal
        .kiosk(&["verify-register", journal_dir.to_str().unwrap()])
        .ok();
    let reader = Reader::open(&journal_dir).unwrap();
    assert_eq!(reader.gaps().unwrap(), vec![]);
    let rows = reader.rows(&Filter::default()).unwrap();
    assert!(rows.len() >= KILLS && rows.iter().all(|row| row.state == State::Done));
    let came_out = |outcome: &Outcome| {
        matches!(
            outcome,
            Outcome::Printed { .. } | Outcome::Sent | Outcome::Unknown { .. }
        )
    };
    let mut told = 0;
    for slip in machine.slips() {
        let codes = Picture::read(&slip).qr_codes();
        let number = codes.iter().find_map(|code| {
            code.split(' ')
                .next()
                .filter(|w| Number::parse(w).is_some())
        });
        let number = number.unwrap_or_else(|| panic!("{}: {codes:?}", slip.display()));
        let row = rows.iter().find(|row| row.number == number);
        let outcome = row.and_then(|row| row.outcome.clone());
        assert!(
            outcome.as_ref().is_some_and(came_out),
            "{number} lies on paper, the register says {outcome:?}"
        );
        told += 1;
    }
    let printed = rows
        .iter()
        .filter(|row| matches!(row.outcome, Some(Outcome::Printed { .. })))
        .count();
    assert!(
        printed <= told,
        "{printed} rows say printed, {told} slips lie there"
    );
}
