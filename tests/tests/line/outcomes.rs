//! What programs say when something goes well or wrong, in Chinese where the locale says so: forty outcomes, no line of which is English.

use std::path::Path;

use e2e::copy_tree;
use e2e::process::{Said, command, run};
use e2e::programs::Program;
use e2e::publication::text;

use crate::laid::Line;
use crate::told::english;

/// Where the programs work; its name stands in what they say and is no sentence.
struct Place {
    line: Line,
    wrong: Vec<String>,
    outcomes: usize,
}

impl Place {
    fn says(&mut self, program: Program, args: &[&str], code: i32) -> Said {
        let mut chinese = command(program.path(), args);
        chinese.env("LANG", "zh_CN.UTF-8");
        for name in [
            "LC_ALL",
            "LC_MESSAGES",
            "http_proxy",
            "HTTP_PROXY",
            "all_proxy",
            "ALL_PROXY",
        ] {
            chinese.env_remove(name);
        }
        let said = run(&mut chinese);
        self.outcomes += 1;
        if said.code != Some(code) {
            self.wrong.push(format!(
                "{}: exit {:?}, not {code}\n{}",
                said.command,
                said.code,
                said.words()
            ));
        }
        let dir = self.line.dir.path().to_str().unwrap();
        let words = said.words();
        // Words that may be typed are the same in every language.
        let lines = words.lines().filter(|line| !line.starts_with("可以是："));
        for line in lines {
            let read = line.replace(dir, "/");
            let found = english(&read);
            if !found.is_empty() {
                self.wrong
                    .push(format!("{:?}: {line}: {found:?}", said.command));
            }
        }
        said
    }

    fn agent(&mut self, args: &[&str], code: i32) -> Said {
        let config = self.line.terminal.config();
        let all: Vec<&str> = ["--config", text(&config)]
            .into_iter()
            .chain(args.iter().copied())
            .collect();
        self.says(Program::Agent, &all, code)
    }
}

/// The last byte of a file becomes another one.
fn damage(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let last = bytes.last_mut().unwrap();
    *last ^= 1;
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn forty_outcomes_are_told_in_chinese() {
    let mut at = Place {
        line: Line::lay(),
        wrong: Vec::new(),
        outcomes: 0,
    };
    publishing(&mut at);
    syncing(&mut at);
    printing(&mut at);
    looking_after(&mut at);
    assert!(at.wrong.is_empty(), "\n{}", at.wrong.join("\n"));
    assert!(at.outcomes >= 40, "{} outcomes", at.outcomes);
}

fn publishing(at: &mut Place) {
    use Program::Publisher as P;
    let dir = at.line.dir.path().to_path_buf();
    let below = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    let (feed, keys) = (
        at.line.publication.feed().to_str().unwrap().to_owned(),
        at.line.publication.keys().to_str().unwrap().to_owned(),
    );
    let root = at.line.publication.root_json().to_str().unwrap().to_owned();
    let sample = e2e::sample().join("portal").to_str().unwrap().to_owned();
    let publish = |adapter: &'static str, from: &str, to: &str, keys: &str| -> Vec<String> {
        [
            "publish",
            "--adapter",
            adapter,
            "--from",
            from,
            "--to",
            to,
            "--keys",
            keys,
        ]
        .map(str::to_owned)
        .to_vec()
    };
    let published = |at: &mut Place, args: Vec<String>, code: i32| {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        at.says(P, &args, code);
    };
    published(at, publish("folder", &below("nowhere"), &feed, &keys), 1);
    published(at, publish("folder", &sample, &feed, &below("nokeys")), 1);
    let channel = e2e::sample().join("channel.toml");
    let channelled = |mut args: Vec<String>| {
        args.extend(["--channel".to_owned(), text(&channel).to_owned()]);
        args
    };
    let again = channelled(publish("folder", &sample, &feed, &keys));
    published(at, again, 0);
    published(at, publish("portal", &below("nowhere"), &feed, &keys), 1);
    // Without the channel nothing of it is open any more: all would be taken away at once.
    published(at, publish("folder", &sample, &feed, &keys), 3);
    at.says(P, &["keygen", "--dir", &keys], 1);
    at.says(P, &["keygen", "--dir", &below("fresh")], 0);
    at.says(P, &["keys", "show", "--keys", &keys], 0);
    at.says(P, &["keys", "show", "--keys", &below("nowhere")], 1);
    at.says(P, &["verify", "--root", &root, &feed], 0);
    at.says(P, &["verify", "--root", &root, &below("nowhere")], 1);
    at.says(
        P,
        &[
            "withdraw",
            "no-such-document",
            "--reason",
            "withdrawn",
            "--to",
            &feed,
            "--keys",
            &keys,
        ],
        1,
    );
    at.says(P, &["push", "--to", "ftp://example.invalid/x", &feed], 1);
    let pushed = format!("file://{}", below("pushed"));
    at.says(P, &["push", "--to", &pushed, &feed], 0);
    at.says(P, &["repair", "--from", &below("nowhere"), &feed], 1);
    at.says(P, &["recipe", "http://127.0.0.1:1/"], 1);
    at.says(P, &["report", "holdings", "--out", &below("report")], 2);
    // A byte is not what it was.
    let damaged = dir.join("damaged");
    copy_tree(&at.line.publication.feed(), &damaged).unwrap();
    let targets = e2e::files(&damaged.join("targets"));
    damage(
        targets
            .iter()
            .max_by_key(|p| p.metadata().unwrap().len())
            .unwrap(),
    );
    at.says(P, &["verify", "--root", &root, text(&damaged)], 1);
}

fn syncing(at: &mut Place) {
    let dir = at.line.dir.path().to_path_buf();
    at.agent(&["status"], 0);
    at.agent(&["verify"], 0);
    at.agent(&["search", "公开"], 1);
    at.agent(&["once"], 0);
    at.agent(&["once"], 0);
    at.agent(&["status"], 0);
    at.agent(&["verify"], 0);
    at.agent(&["upload"], 2);
    at.agent(&["import", text(&dir.join("nowhere"))], 3);
    // Signed by others, and cut in two.
    let other = dir.join("other");
    let others = e2e::publication::Publication::begin(&other);
    others.publish(
        &e2e::sample().join("portal"),
        Some(&e2e::sample().join("channel.toml")),
    );
    at.agent(&["import", text(&others.feed())], 4);
    let damaged = dir.join("stick");
    copy_tree(&at.line.publication.feed(), &damaged).unwrap();
    damage(&damaged.join("metadata/timestamp.json"));
    at.agent(&["import", text(&damaged)], 4);
    at.agent(&["status"], 0);
    // Nobody listens there.
    let config = at.line.terminal.config();
    let settings = std::fs::read_to_string(&config).unwrap();
    let gone = settings.replace(&at.line.portal.url(), "http://127.0.0.1:1/feed");
    assert_ne!(gone, settings);
    std::fs::write(&config, &gone).unwrap();
    at.agent(&["once"], 3);
    at.agent(&["status"], 0);
    std::fs::write(&config, gone.replace("terminal =", "terminl =")).unwrap();
    at.agent(&["once"], 2);
    std::fs::write(&config, &settings).unwrap();
    let nowhere = dir.join("no.toml");
    at.says(Program::Agent, &["--config", text(&nowhere), "status"], 2);
    // The mirror is no database any more.
    let mirror = at.line.terminal.mirror_dir().join("mirror.db");
    std::fs::write(mirror, "this was a mirror").unwrap();
    at.agent(&["verify"], 1);
    at.agent(&["status"], 0);
}

fn printing(at: &mut Place) {
    use Program::Printer as P;
    let dir = at.line.dir.path().to_path_buf();
    let (bad, nowhere) = (dir.join("bad.json"), dir.join("nowhere"));
    std::fs::write(&bad, "{\"title\":").unwrap();
    let nobody = [
        "--connection",
        "tcp://127.0.0.1:1",
        "--profile",
        "generic-80mm",
    ];
    let none = ["--connection", "none", "--profile", "generic-80mm"];
    let with = |first: &[&'static str; 4], more: &[&str]| -> Vec<String> {
        first
            .iter()
            .chain(more)
            .map(|one| (*one).to_owned())
            .collect()
    };
    for (args, code) in [
        (with(&nobody, &["status"]), 1),
        (with(&nobody, &["probe"]), 1),
        (with(&nobody, &["calibrate"]), 1),
        (with(&none, &["status"]), 1),
        (with(&none, &["print", text(&bad)]), 2),
        (with(&none, &["print", text(&nowhere)]), 2),
        (with(&none, &["--profiles", text(&nowhere), "status"]), 2),
        (
            with(
                &["--connection", "none", "--profile", "no-such"],
                &["status"],
            ),
            2,
        ),
        (
            with(
                &["--connection", "smoke://x", "--profile", "generic-80mm"],
                &["status"],
            ),
            2,
        ),
        (vec!["status".to_owned()], 2),
    ] {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        at.says(P, &args, code);
    }
}

fn looking_after(at: &mut Place) {
    let dir = at.line.dir.path().to_path_buf();
    let config = at.line.terminal.config();
    let (nowhere, key) = (dir.join("nowhere"), dir.join("key"));
    std::fs::write(&key, "no key").unwrap();
    at.says(Program::Settings, &["check", text(&config)], 0);
    at.says(Program::Settings, &["check", text(&nowhere)], 1);
    at.says(Program::Settings, &["open-sealed", "--key", text(&key)], 1);
    at.says(Program::Settings, &["pin-hash"], 1);
    at.says(
        Program::Fleet,
        &["--from", text(&nowhere), "--out", text(&dir.join("fleet"))],
        1,
    );
    at.says(Program::Page, &["--config", text(&config)], 1);
}

/// A program that can say nothing any more still does its work, and tells by its exit code that what was asked for did not arrive.
#[test]
fn a_full_output_is_told_and_panics_nobody() {
    let at = Line::lay();
    let config = at.terminal.config();
    for (program, args, code) in [
        (Program::Settings, vec!["check", text(&config)], 1),
        (Program::Settings, vec!["example"], 1),
        (Program::Agent, vec!["--config", text(&config), "status"], 5),
        (
            Program::Agent,
            vec!["--config", text(&config), "status", "--json"],
            5,
        ),
        (
            Program::Printer,
            vec![
                "--connection",
                "none",
                "--profile",
                "generic-80mm",
                "status",
            ],
            2,
        ),
    ] {
        let mut full = command(Path::new("sh"), &["-c", "\"$0\" \"$@\" >/dev/full"]);
        full.arg(program.path())
            .args(&args)
            .env("LC_ALL", "C.UTF-8");
        let said = run(&mut full).expect_code(code);
        assert!(said.err.contains("write the output"), "{}", said.err);
        assert!(!said.err.contains("panicked"), "{}", said.err);
        // Where not even the log is taken, nothing breaks either.
        let mut mute = command(
            Path::new("sh"),
            &["-c", "\"$0\" \"$@\" >/dev/full 2>/dev/full"],
        );
        mute.arg(program.path()).args(&args);
        run(&mut mute).expect_code(code);
    }
}
