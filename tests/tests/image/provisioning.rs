//! One CONFIG for a fleet: the file with this device's serial number takes the place of terminal.toml, and nothing else ever does.

use e2e::process::{Said, run};
use e2e::root;
use std::fs;
use std::path::Path;
use std::process::Command;

const SCRIPT: &str = "deploy/image/root/usr/share/terminal/provision.sh";
const TREE: &str = "sys/firmware/devicetree/base/serial-number";
const DMI: &str = "sys/class/dmi/id/product_serial";

/// A machine in a folder; mounting is told instead of done.
fn provision(machine: &Path) -> Said {
    let mut command = Command::new("sh");
    command.arg(root().join(SCRIPT)).arg(machine.join("etc"));
    run(command.env("ROOT", machine).env("MOUNT", "echo"))
}

fn put(path: &Path, words: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, words).unwrap();
}

fn machine() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    put(&dir.path().join("etc/terminal.toml"), "");
    put(&dir.path().join("etc/fleet/10000000abcd.toml"), "");
    put(&dir.path().join("etc/fleet/Default string.toml"), "");
    put(&dir.path().join("etc/secret.toml"), "");
    dir
}

#[test]
fn the_file_of_this_serial_number_takes_the_place_of_the_settings() {
    for (place, serial) in [(TREE, "10000000abcd\0"), (DMI, "10000000abcd\n")] {
        let dir = machine();
        put(&dir.path().join(place), serial);
        let etc = dir.path().join("etc");
        let expected = format!(
            "{0}/fleet/10000000abcd.toml {0}/terminal.toml",
            etc.display()
        );
        assert_eq!(provision(dir.path()).ok().out.trim(), expected);
    }
}

#[test]
fn a_serial_number_that_is_none_or_leads_elsewhere_changes_nothing() {
    for serial in [
        "",
        "\0",
        "Default string",
        "None",
        "../secret",
        "..",
        "unknown1",
        &"a".repeat(90),
    ] {
        let dir = machine();
        put(&dir.path().join(DMI), serial);
        assert_eq!(provision(dir.path()).ok().out, "", "{serial:?}");
    }
    let dir = machine();
    assert_eq!(
        provision(dir.path()).ok().out,
        "",
        "no serial number at all"
    );
    fs::remove_dir_all(dir.path().join("etc/fleet")).unwrap();
    assert_eq!(provision(dir.path()).ok().words(), "");
}

#[test]
fn without_a_place_to_stand_in_it_is_told() {
    let dir = machine();
    put(&dir.path().join(DMI), "10000000abcd");
    fs::remove_file(dir.path().join("etc/terminal.toml")).unwrap();
    let said = provision(dir.path()).expect_code(1);
    assert!(
        said.err.contains("a terminal.toml is needed"),
        "{}",
        said.err
    );
}
