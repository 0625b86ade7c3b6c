//! Every command that README, RUNBOOK and the handbooks tell to type is offered by its program, with its options.

use std::collections::HashMap;
use std::process::Command;

use e2e::pages::{self, Help, not_offered};
use e2e::process::run;
use e2e::programs::Program;

const PROGRAMS: [(&str, Program); 9] = [
    ("publisher", Program::Publisher),
    ("sync-agent", Program::Agent),
    ("printer", Program::Printer),
    ("kiosk", Program::Kiosk),
    ("terminal-config", Program::Settings),
    ("viewer", Program::Viewer),
    ("desk-page", Program::Page),
    ("fleet", Program::Fleet),
    ("updater", Program::Updater),
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

/// Pieces of a line that are English sentences: two words or more beside each other. What stands in backticks is typed, not read.
pub fn english(line: &str) -> Vec<String> {
    let words = |text: &str| text.split(' ').filter(|word| word.len() > 1).count();
    let read: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
    read.split(|c: char| !c.is_ascii_lowercase() && c != ' ')
        .filter(|text| words(text) > 1)
        .map(str::to_owned)
        .collect()
}

fn in_chinese(path: &[&str]) -> Help {
    let mut command = Command::new(program(path[0]).expect("one of ours").path());
    command
        .args(&path[1..])
        .arg("--help")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "zh_CN.UTF-8");
    let said = run(&mut command);
    assert_eq!(said.code, Some(0), "{path:?} --help: {}", said.words());
    // How it is typed, and the words that may be typed, are the same in every language.
    let read = said.out.lines().filter(|line| !line.starts_with("用法："));
    let read = read.map(|line| line.split("（可以是：").next().unwrap_or_default());
    let wrong: Vec<String> = read.flat_map(english).collect();
    assert!(wrong.is_empty(), "{path:?}: {wrong:?}\n{}", said.out);
    Help::read(&said.out)
}

#[test]
fn every_program_says_its_whole_help_in_chinese_where_the_locale_says_so() {
    let mut asked = 0;
    for (name, _) in PROGRAMS {
        let mut paths: Vec<Vec<String>> = vec![vec![name.to_owned()]];
        while let Some(path) = paths.pop() {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            asked += 1;
            let commands = in_chinese(&path).commands;
            for command in commands.iter().filter(|command| *command != "help") {
                let below = path.iter().copied().chain([command.as_str()]);
                paths.push(below.map(str::to_owned).collect());
            }
        }
    }
    assert!(asked >= 40, "only {asked} pages of help were read");
    assert_eq!(
        english("  --out <DIR>  写到哪个文件夹 where it goes"),
        [" where it goes"]
    );
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
        let found = english(line);
        assert!(found.is_empty(), "{line}: {found:?}");
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
