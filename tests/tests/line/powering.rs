//! What the desk orders of the machine, by the device's own script: a file of its name stands for `systemctl` and writes down what it was asked.

use std::path::PathBuf;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use e2e::root;

struct Device {
    dir: tempfile::TempDir,
}

impl Device {
    fn new() -> Device {
        let device = Device {
            dir: tempfile::tempdir().unwrap(),
        };
        for folder in ["power", "programs"] {
            std::fs::create_dir(device.path(folder)).unwrap();
        }
        let program = device.path("programs/systemctl");
        let asked = device.path("asked");
        stand_in::script(&program, &format!("echo \"$@\" >> '{}'", asked.display()));
        device
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().canonicalize().unwrap().join(name)
    }

    fn order(&self, words: &str) {
        std::fs::write(self.path("power/order"), words).unwrap();
    }

    /// What systemd was asked, and whether the script was content.
    fn run(&self) -> (String, bool) {
        let path = std::env::var("PATH").unwrap();
        let done = Command::new("/bin/sh")
            .arg(root().join("deploy/image/root/usr/share/terminal/power.sh"))
            .arg(self.path("power"))
            .env(
                "PATH",
                format!("{}:{path}", self.path("programs").display()),
            )
            .output()
            .unwrap();
        let asked = std::fs::read_to_string(self.path("asked")).unwrap_or_default();
        (asked, done.status.success())
    }
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
}

#[test]
fn one_of_two_words_with_the_present_time_is_done() {
    for (word, target) in [
        ("restart", "reboot.target"),
        ("power-off", "poweroff.target"),
    ] {
        let device = Device::new();
        device.order(&format!("{} {word}\n", now()));
        assert_eq!(device.run(), (format!("--no-block start {target}\n"), true));
    }
}

#[test]
fn an_order_of_another_time_or_with_other_words_does_nothing() {
    let now = now();
    for bad in [
        String::new(),
        "\n".into(),
        "restart\n".into(),
        format!("{now}\n"),
        format!("{now} halt\n"),
        format!("{now} restart now\n"),
        format!("{now} restart; reboot\n"),
        format!("{now} $(reboot)\n"),
        format!("-{now} restart\n"),
        format!("{}{now} restart\n", "9".repeat(20)),
        format!("{} restart\n", now - 1_000),
        format!("{} restart\n", now + 1_000),
        format!("{} restart\n", "x".repeat(200)),
    ] {
        let device = Device::new();
        device.order(&bad);
        let (asked, good) = device.run();
        assert_eq!((asked.as_str(), good), ("", false), "{bad:?}");
    }
    let device = Device::new();
    assert_eq!(device.run(), (String::new(), true), "no order");
    // A link leads nowhere.
    let elsewhere = device.path("elsewhere");
    std::fs::write(&elsewhere, format!("{now} restart\n")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, device.path("power/order")).unwrap();
    assert_eq!(device.run(), (String::new(), true));
}
