//! Every command that README, RUNBOOK and the handbooks tell to type is offered by its program, with its options.

use std::collections::HashMap;
use std::process::Command;

use e2e::pages::{self, Help, not_offered};
use e2e::process::run;
use e2e::programs::Program;

const PROGRAMS: [(&str, Program); 8] = [
    ("publisher", Program::Publisher),
    ("sync-agent", Program::Agent),
    ("printer", Program::Printer),
    ("kiosk", Program::Kiosk),
    ("terminal-config", Program::Settings),
    ("viewer", Program::Viewer),
    ("desk-page", Program::Page),
    ("fleet", Program::Fleet),
];

fn program(name: &str) -> Option<Program> {
    let found = PROGRAMS.iter().find(|(known, _)| *known == name);
    found.map(|(_, program)| *program)
}

/// Asked once for each command of each program.
fn help(known: &mut HashMap<String, Help>, path: &[&str]) -> Help {
    let asked = known.entry(path.join(" ")).or_insert_with(|| {
        let program = program(path[0]).expect("only commands of ours are looked at");
        let said = run(Command::new(program.path())
            .args(&path[1..])
            .arg("--help")
            .env("LC_ALL", "C.UTF-8"));
        assert_eq!(said.code, Some(0), "{path:?} --help: {}", said.words());
        Help::read(&said.out)
    });
    asked.clone()
}

/// What a Chinese command line says: no line of it is English.
#[test]
fn settings_are_checked_in_chinese_where_the_locale_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("terminal.toml");
    let wrong = "[site]\nid = \"L-01\"\nterminl = 3\n[mirror]\ndir = 7\n[printer]\nconnection = \"tcp://300.1.1.1:9100\"\nprofile = \"x\"\n";
    std::fs::write(&file, wrong).unwrap();
    let mut chinese = Command::new(Program::Settings.path());
    chinese
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "zh_CN.UTF-8");
    let said = run(chinese.arg("check").arg(&file));
    assert_eq!(said.code, Some(1));
    assert!(said.err.lines().count() >= 10, "{}", said.err);
    for line in said.err.lines() {
        let words = |text: &str| text.split(' ').filter(|word| word.len() > 1).count();
        let english: Vec<&str> = line
            .split(|c: char| !c.is_ascii_lowercase() && c != ' ')
            .filter(|text| words(text) > 1)
            .collect();
        assert!(english.is_empty(), "{line}: {english:?}");
    }
    let mut english = Command::new(Program::Settings.path());
    let said = run(english.env("LC_ALL", "C.UTF-8").arg("check").arg(&file));
    assert!(said.err.contains("is missing; it must be"), "{}", said.err);
}

#[test]
fn every_command_that_the_pages_tell_to_type_is_offered() {
    let mut known = HashMap::new();
    let mut wrong = Vec::new();
    let mut commands = 0;
    for path in pages::pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        for code in pages::code(&page) {
            let first = code.split_whitespace().next().unwrap_or_default();
            if program(first).is_none() || first == code {
                continue;
            }
            commands += 1;
            let missing = not_offered(&code, |path| help(&mut known, path));
            wrong.extend(missing.map(|what| format!("{}: `{code}`: {what}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(
        commands >= 12,
        "README alone tells to type more than {commands}"
    );
    for (bad, what) in [
        (
            "publisher publish --frm x",
            "publisher publish has no --frm",
        ),
        (
            "sync-agent --config c twice",
            "sync-agent has no command twice",
        ),
        ("publisher keys sing", "publisher keys has no command sing"),
    ] {
        let missing = not_offered(bad, |path| help(&mut known, path));
        assert_eq!(missing.as_deref(), Some(what), "{bad}");
    }
}
