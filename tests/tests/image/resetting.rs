//! Back to factory (恢复出厂): what CONFIG asks for is done once and whole, nothing else ever is, and the power may go at each step.

use e2e::process::{Said, run};
use e2e::root;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SCRIPT: &str = "deploy/image/root/usr/share/terminal/reset.sh";
const ORDER: &str = "erase 2026-11-29\n";
/// What the script calls while it erases, in this order.
const CALLED: [&str; 14] = [
    "find", "mkdir", "mkdir", "mkdir", "mkdir", "mkdir", "mkdir", "chmod", "sync", "fstrim",
    "sync", "mv", "sync", "restart",
];

struct Device {
    dir: tempfile::TempDir,
}

impl Device {
    /// In use, and asked to go back.
    fn new(order: &str) -> Device {
        let device = Device {
            dir: tempfile::tempdir().unwrap(),
        };
        for folder in [
            "etc",
            "programs",
            "data/var/lib/terminal/journal",
            "data/lost+found",
        ] {
            fs::create_dir_all(device.path(folder)).unwrap();
        }
        fs::write(device.path("data/machine-id"), "0123\n").unwrap();
        fs::write(device.register(), "register").unwrap();
        fs::write(device.path("etc/factory-reset.txt"), order).unwrap();
        device.programs("");
        device
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn register(&self) -> PathBuf {
        self.path("data/var/lib/terminal/journal/journal.db")
    }

    /// Each program counts that it was called, and does its work between `before` and `after`.
    fn stand_ins(&self, before: &str, after: &str) {
        for program in ["find", "mkdir", "chmod", "sync", "mv", "fstrim", "restart"] {
            let work = match program {
                "fstrim" => "true".to_owned(),
                "restart" => format!("echo anew > '{}'", self.path("restarted").display()),
                program => format!("/bin/{program} \"$@\" || exit"),
            };
            let count = self.path("count");
            let script = format!(
                "echo x >> '{0}'\nn=$(wc -l < '{0}')\n{before}\n{work}\n{after}",
                count.display()
            );
            stand_in::script(&self.path("programs").join(program), &script);
        }
    }

    fn programs(&self, dies: &str) {
        self.stand_ins(dies, "");
    }

    fn start(&self) -> Said {
        let path = std::env::var("PATH").unwrap();
        let programs = self.path("programs");
        let mut command = Command::new("/bin/sh");
        command
            .arg(root().join(SCRIPT))
            .args([self.path("etc"), self.path("data")])
            .env("PATH", format!("{}:{path}", programs.display()))
            .env("RESTART", "restart");
        run(&mut command)
    }

    fn is_empty(&self) -> bool {
        let inside = |name: &str| {
            let mut names: Vec<_> = fs::read_dir(self.path(name))
                .unwrap()
                .map(|one| one.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        };
        inside("data") == ["factory-reset.done", "lost+found", "var"]
            && inside("data/var") == ["cache", "lib", "log", "spool", "tmp"]
            && inside("data/var/lib").is_empty()
    }

    fn restarted(&self) -> bool {
        self.path("restarted").exists()
    }
}

fn calls(device: &Device) -> usize {
    let text = fs::read_to_string(device.path("count")).unwrap_or_default();
    text.lines().count()
}

#[test]
fn an_order_is_carried_out_whole_and_once() {
    let device = Device::new(ORDER);
    device.start().ok();
    assert!(device.is_empty() && device.restarted());
    assert_eq!(
        calls(&device),
        CALLED.len(),
        "the steps at which the power goes below"
    );
    // CONFIG still asks for it, while the device is in use again.
    fs::create_dir_all(device.register().parent().unwrap()).unwrap();
    fs::write(device.register(), "register").unwrap();
    device.start().ok();
    assert!(device.register().exists());
    // Another day is another order.
    fs::write(device.path("etc/factory-reset.txt"), "erase 2027-01-04\r\n").unwrap();
    device.start().ok();
    assert!(device.is_empty());
}

#[test]
fn nothing_else_erases_anything() {
    for order in [
        "",
        "erase",
        "erase 2026",
        "please erase 2026-11-29",
        "erase 2026-11-29 now",
        "ERASE 2026-11-29",
    ] {
        let device = Device::new(order);
        let said = device.start().ok();
        assert!(
            device.register().exists() && !device.restarted(),
            "{order:?}"
        );
        assert!(
            said.err.contains("nothing is erased"),
            "{order:?}: {}",
            said.err
        );
    }
    let device = Device::new(ORDER);
    fs::remove_file(device.path("etc/factory-reset.txt")).unwrap();
    device.start().ok();
    assert!(device.register().exists());
    std::os::unix::fs::symlink(Path::new("/dev/null"), device.path("etc/factory-reset.txt"))
        .unwrap();
    device.start().ok();
    assert!(device.register().exists() && calls(&device) == 0);
}

#[test]
fn the_power_may_go_at_each_step() {
    for n in 1..=CALLED.len() {
        for after in [false, true] {
            let device = Device::new(ORDER);
            let dies = format!("[ \"$n\" -ne {n} ] || {{ kill -9 $PPID; exit; }}");
            match after {
                true => device.stand_ins("", &dies),
                false => device.stand_ins(&dies, ""),
            }
            let _cut = device.start();
            // The next start; whatever had been begun is done.
            device.programs("");
            device.start().ok();
            assert!(
                device.is_empty(),
                "cut at {n} ({}), after {after}",
                CALLED[n - 1]
            );
        }
    }
}

#[test]
fn a_card_that_cannot_forget_is_said_and_no_reason_to_stop() {
    let device = Device::new(ORDER);
    stand_in::script(&device.path("programs/fstrim"), "exit 1");
    let said = device.start().ok();
    assert!(said.err.contains("was not told"), "{}", said.err);
    assert!(device.is_empty() && device.restarted());
}
