//! What the desk lays out on its way onto a stick, by the device's own script: a folder stands for the stick, a file of that name for each program that
//! it calls. The power goes before and after each of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use e2e::root;

const NAME: &str = "register-L01-1-201810.csv";
const WORDS: &str = "登记号,日期\r\nL01-1-20181015-0001,20181015\r\n";
/// What the script calls while a file is on its way, in this order.
const CALLED: [&str; 7] = ["mount", "rm", "cp", "sync", "cmp", "mv", "sync"];

struct Device {
    dir: tempfile::TempDir,
}

impl Device {
    /// With a stick in it, unless it is taken out again.
    fn new() -> Device {
        let device = Device {
            dir: tempfile::tempdir().unwrap(),
        };
        for folder in ["from", "media/sda1", "answers", "programs"] {
            std::fs::create_dir_all(device.path(folder)).unwrap();
        }
        device.stands_for("mount", "exit 0");
        device
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().canonicalize().unwrap().join(name)
    }

    fn stands_for(&self, program: &str, script: &str) {
        let file = self.path("programs").join(program);
        stand_in::script(&file, script);
    }

    /// The power goes at the n-th of the programs, before or after it has done its work.
    fn dies_at(&self, n: usize, after: bool) {
        let counter = self.path("count");
        std::fs::write(&counter, "").unwrap();
        for program in ["mount", "rm", "cp", "sync", "cmp", "mv"] {
            let work = match program {
                "mount" => "true".to_owned(),
                program => format!("/bin/{program} \"$@\""),
            };
            let (first, last) = if after {
                (work.as_str(), "")
            } else {
                ("", work.as_str())
            };
            self.stands_for(
                program,
                &format!(
                    "echo x >> '{0}'\n{first}\n[ \"$(wc -l < '{0}')\" -ne {n} ] || kill -9 $PPID\n{last}",
                    counter.display()
                ),
            );
        }
    }

    fn order(&self, words: &str) {
        std::fs::write(self.path("from").join(NAME), WORDS).unwrap();
        std::fs::write(self.path("from/order"), words).unwrap();
    }

    fn run(&self) -> bool {
        let script = root().join("deploy/image/root/usr/share/terminal/export.sh");
        let path = std::env::var("PATH").unwrap();
        let programs = self.path("programs");
        Command::new("/bin/sh")
            .arg(script)
            .arg("carry")
            .args([self.path("from"), self.path("media"), self.path("answers")])
            .env("PATH", format!("{}:{path}", programs.display()))
            .output()
            .unwrap()
            .status
            .success()
    }

    fn answer(&self) -> Option<String> {
        std::fs::read_to_string(self.path("answers/answer")).ok()
    }

    fn on_the_stick(&self) -> Vec<(String, Vec<u8>)> {
        let mut found: Vec<_> = std::fs::read_dir(self.path("media/sda1"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (name_of(&path), std::fs::read(&path).unwrap()))
            .collect();
        found.sort();
        found
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

fn whole() -> Vec<(String, Vec<u8>)> {
    vec![(NAME.to_owned(), WORDS.as_bytes().to_vec())]
}

#[test]
fn what_is_ordered_lies_on_the_stick_and_the_answer_says_so() {
    let device = Device::new();
    device.order(&format!("7 {NAME}\n"));
    assert!(device.run());
    assert_eq!(device.answer().as_deref(), Some("7 done\n"));
    assert_eq!(device.on_the_stick(), whole());
}

#[test]
fn the_power_may_go_at_each_step_and_leaves_the_whole_file_or_none() {
    for n in 1..=CALLED.len() {
        for after in [false, true] {
            let device = Device::new();
            device.dies_at(n, after);
            device.order(&format!("7 {NAME}\n"));
            assert!(!device.run(), "step {n} is reached");
            assert_eq!(
                device.answer(),
                None,
                "step {n}: nobody is told that it is there"
            );
            let held = device.on_the_stick();
            let named = held.iter().find(|(name, _)| name == NAME);
            assert!(
                named.is_none_or(|(_, bytes)| bytes == WORDS.as_bytes()),
                "step {n}: {held:?}"
            );
            // Once more, with the power on.
            device.dies_at(0, false);
            device.order(&format!("8 {NAME}\n"));
            assert!(device.run());
            assert_eq!(device.answer().as_deref(), Some("8 done\n"));
            assert_eq!(device.on_the_stick(), whole(), "step {n}");
        }
    }
}

#[test]
fn what_goes_wrong_is_answered_in_one_word_and_leaves_nothing_on_the_stick() {
    let cases = [
        ("mount", "exit 32", "read-only"),
        ("cp", "exit 1", "failed"),
        ("cp", "/bin/cp \"$@\"; echo x >> \"$3\"", "failed"),
        ("sync", "exit 1", "failed"),
        (
            "mv",
            "[ \"${3##*/}\" != \"register-L01-1-201810.csv\" ] || exit 1; /bin/mv \"$@\"",
            "failed",
        ),
        (
            "stat",
            "case \"$*\" in *-f*) echo 1 ;; *) exec /usr/bin/stat \"$@\" ;; esac",
            "full",
        ),
    ];
    for (program, script, answer) in cases {
        let device = Device::new();
        device.stands_for(program, script);
        device.order(&format!("7 {NAME}\n"));
        assert!(device.run(), "{program}");
        assert_eq!(
            device.answer().unwrap(),
            format!("7 {answer}\n"),
            "{program}"
        );
        assert_eq!(device.on_the_stick(), [], "{program}");
    }
    let device = Device::new();
    std::fs::remove_dir(device.path("media/sda1")).unwrap();
    device.order(&format!("7 {NAME}\n"));
    assert!(device.run());
    assert_eq!(device.answer().as_deref(), Some("7 no-stick\n"));
}

#[test]
fn an_order_of_a_kiosk_that_was_taken_over_carries_nothing_but_its_own_files() {
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), "root's").unwrap();
    for words in [
        "7 ../answers/x\n",
        "7 /etc/passwd\n",
        "7 .order.part\n",
        "7 -rf\n",
        "7 $(id)\n",
        "7 a b\n",
        "7\n",
        "7 absent.csv\n",
        "7 linked.csv\n",
        "7 folder\n",
        "7 *\n",
    ] {
        let device = Device::new();
        device.order(words);
        std::os::unix::fs::symlink(secret.path(), device.path("from/linked.csv")).unwrap();
        std::fs::create_dir(device.path("from/folder")).unwrap();
        assert!(device.run(), "{words:?}");
        assert_eq!(device.answer().as_deref(), Some("7 failed\n"), "{words:?}");
        assert_eq!(device.on_the_stick(), [], "{words:?}");
    }
    // Without a number nobody is answered; a name as long as the bound is no order either.
    for words in [
        "",
        "\n",
        "x a.csv\n",
        "-1 a.csv\n",
        &format!("{} a\n", "9".repeat(300)),
    ] {
        let device = Device::new();
        device.order(words);
        device.run();
        assert_eq!(device.on_the_stick(), [], "{words:?}");
    }
    // The folder itself is a link to somebody else's.
    let device = Device::new();
    device.order(&format!("7 {NAME}\n"));
    std::fs::rename(device.path("from"), device.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(device.path("elsewhere"), device.path("linked")).unwrap();
    std::fs::rename(device.path("linked"), device.dir.path().join("from")).unwrap();
    let from = device.dir.path().canonicalize().unwrap().join("from");
    let script = root().join("deploy/image/root/usr/share/terminal/export.sh");
    let said = Command::new("/bin/sh")
        .arg(script)
        .arg("carry")
        .args([from, device.path("media"), device.path("answers")])
        .output()
        .unwrap();
    assert!(!said.status.success());
    assert_eq!(device.on_the_stick(), []);
}

#[test]
fn a_file_beyond_the_bound_is_not_carried() {
    let device = Device::new();
    device.order(&format!("7 {NAME}\n"));
    let file = std::fs::File::create(device.path("from").join(NAME)).unwrap();
    file.set_len(64 * 1024 * 1024 + 1).unwrap();
    assert!(device.run());
    assert_eq!(device.answer().as_deref(), Some("7 failed\n"));
    assert_eq!(device.on_the_stick(), []);
}

/// Orders the list of paper holdings from the stick.
fn ordered_in(device: &Device) -> Option<String> {
    std::fs::write(device.path("from/order"), "7 holdings.csv in\n").unwrap();
    assert!(device.run());
    device.answer()
}

#[test]
fn a_list_of_paper_holdings_comes_from_the_stick_and_nothing_else_does() {
    let device = Device::new();
    let brought = device.path("answers/holdings.csv");
    std::fs::write(&brought, "of an earlier stick").unwrap();
    assert_eq!(ordered_in(&device).as_deref(), Some("7 no-file\n"));
    assert!(
        !brought.exists(),
        "what an earlier stick had is not this one's"
    );
    let list = device.path("media/sda1/holdings.csv");
    std::fs::write(&list, "标题,位置\n").unwrap();
    assert_eq!(ordered_in(&device).as_deref(), Some("7 done\n"));
    assert_eq!(std::fs::read_to_string(&brought).unwrap(), "标题,位置\n");
    // As much as the kiosk needs to see that it is too much.
    std::fs::File::create(&list)
        .unwrap()
        .set_len(64 * 1024 * 1024)
        .unwrap();
    assert_eq!(ordered_in(&device).as_deref(), Some("7 done\n"));
    let length = std::fs::metadata(&brought).unwrap().len();
    assert_eq!(length, config::holdings::HOLDINGS_BYTES_MAX + 1);
    // A link leads out of the stick.
    let secret = device.path("secret");
    std::fs::write(&secret, "of the terminal").unwrap();
    std::fs::remove_file(&list).unwrap();
    std::os::unix::fs::symlink(&secret, &list).unwrap();
    std::fs::write(device.path("from/order"), "7 holdings.csv in\n").unwrap();
    assert!(device.run());
    assert_eq!(device.answer().as_deref(), Some("7 no-file\n"));
    assert!(!brought.exists());
    // Other names are nobody's business, nor are other words behind a name.
    std::fs::write(device.path("media/sda1/other.csv"), "words").unwrap();
    for words in [
        "7 other.csv in\n",
        "7 holdings.csv out\n",
        "7 ../secret in\n",
    ] {
        std::fs::write(device.path("from/order"), words).unwrap();
        assert!(device.run());
        assert_eq!(device.answer().as_deref(), Some("7 failed\n"), "{words:?}");
        let mut left: Vec<_> = std::fs::read_dir(device.path("answers"))
            .unwrap()
            .map(|entry| name_of(&entry.unwrap().path()))
            .collect();
        left.sort();
        assert_eq!(left, ["answer"], "{words:?}");
    }
}

#[test]
fn a_stick_that_is_pulled_out_while_it_is_read_leaves_no_half_list() {
    let device = Device::new();
    let list = device.path("media/sda1/holdings.csv");
    std::fs::write(&list, "标题,位置\n").unwrap();
    for script in ["printf half; exit 1", "printf half"] {
        device.stands_for(
            "head",
            &format!(
                "case \"$3\" in */holdings.csv) {script} ;; *) exec /usr/bin/head \"$@\" ;; esac"
            ),
        );
        std::fs::write(device.path("from/order"), "7 holdings.csv in\n").unwrap();
        assert!(device.run());
        assert_eq!(device.answer().as_deref(), Some("7 failed\n"), "{script}");
        assert!(!device.path("answers/holdings.csv").exists(), "{script}");
    }
}
