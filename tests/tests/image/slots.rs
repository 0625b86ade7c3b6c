//! What RAUC asks of the loader, answered by the device's own scripts on folders: which system is started, which one is tried, and what a
//! power cut between two of their steps leaves.

use e2e::process::{Said, run};
use e2e::root;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SLOTS: &str = "deploy/image/root/usr/share/terminal/slots.sh";
const HOOK: &str = "deploy/image/hook.sh";

/// What the firmware reads, and the machine as it is started.
struct Firmware {
    dir: tempfile::TempDir,
    kind: &'static str,
}

impl Firmware {
    fn uefi() -> Firmware {
        let firmware = Firmware::new("uefi");
        fs::create_dir_all(firmware.linux()).unwrap();
        fs::write(firmware.linux().join("terminal-1-a.efi"), "a").unwrap();
        firmware
    }

    fn rpi() -> Firmware {
        let firmware = Firmware::new("rpi");
        let text = "[all]\ntryboot_a_b=1\nboot_partition=2\n[tryboot]\nboot_partition=3\n";
        fs::write(firmware.boot().join("autoboot.txt"), text).unwrap();
        firmware
    }

    fn new(kind: &'static str) -> Firmware {
        let dir = tempfile::tempdir().unwrap();
        let firmware = Firmware { dir, kind };
        fs::create_dir_all(firmware.boot()).unwrap();
        firmware.started("a");
        firmware
    }

    fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn boot(&self) -> PathBuf {
        self.at("boot")
    }

    fn linux(&self) -> PathBuf {
        self.boot().join("EFI/Linux")
    }

    fn started(&self, slot: &str) {
        let line = format!(
            "ro terminal.slot={slot} rauc.slot={slot} terminal.board={}",
            self.kind
        );
        fs::write(self.at("cmdline"), line).unwrap();
        fs::remove_file(self.at("param")).ok();
    }

    fn ask(&self, words: &str) -> Said {
        let mut command = Command::new("sh");
        command.arg(root().join(SLOTS)).args(words.split(' '));
        command.env("BOOT", self.boot()).env("KIND", self.kind);
        command.env("CMDLINE", self.at("cmdline"));
        command.env("REBOOT_PARAM", self.at("param"));
        run(&mut command)
    }

    #[track_caller]
    fn says(&self, words: &str, answer: &str) {
        assert_eq!(self.ask(words).ok().out.trim(), answer, "{words}");
    }

    /// RAUC's own order: the slot is bad, is written, its hook runs, and it becomes the first.
    fn install(&self, slot: &str) {
        self.ask(&format!("set-state {slot} bad")).ok();
        self.hook(slot).ok();
        self.ask(&format!("set-primary {slot}")).ok();
    }

    fn hook(&self, slot: &str) -> Said {
        let boot = match self.kind {
            "rpi" => self.at(&format!("boot-{slot}")),
            _ => self.boot(),
        };
        fs::create_dir_all(&boot).unwrap();
        let mut command = self.asks_bundle("slot-post-install", b"kernel of ");
        run(command.env("RAUC_SLOT_BOOTNAME", slot).env("BOOT", boot))
    }

    /// Whether a bundle whose boot files begin so may be written at all.
    fn check(&self, begin: &[u8]) -> Option<i32> {
        let said = run(&mut self.asks_bundle("install-check", begin));
        said.code
    }

    /// What the firmware tells of Secure Boot: behind four bytes of attributes.
    fn secure_boot(&self, value: u8) {
        let variables = self.at("efivars");
        fs::create_dir_all(&variables).unwrap();
        let name = "SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
        fs::write(variables.join(name), [6, 0, 0, 0, value]).unwrap();
    }

    /// A bundle as it is mounted, asked by RAUC.
    fn asks_bundle(&self, what: &str, begin: &[u8]) -> Command {
        let bundle = self.at("bundle");
        fs::create_dir_all(bundle.join("boot")).unwrap();
        fs::write(bundle.join("board"), self.kind).unwrap();
        fs::write(bundle.join("boot/kernel8.img"), "kernel").unwrap();
        for slot in ["a", "b"] {
            let parts = bundle.join(format!("slot-{slot}"));
            fs::create_dir_all(&parts).unwrap();
            fs::write(parts.join("000"), begin).unwrap();
            fs::write(parts.join("001"), slot).unwrap();
            fs::write(bundle.join(format!("cmdline-{slot}")), slot).unwrap();
        }
        let mut command = Command::new("sh");
        fs::copy(root().join(HOOK), bundle.join("hook.sh")).unwrap();
        command.arg(bundle.join("hook.sh")).arg(what);
        command.env("CMDLINE", self.at("cmdline"));
        command.env("EFIVARS", self.at("efivars"));
        command
    }

    /// systemd-boot: of the files with starts left the one that sorts last, counted down.
    fn loader(&self) -> String {
        let mut names: Vec<String> = fs::read_dir(self.linux())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".efi") && !name.contains("+0"))
            .collect();
        // As the loader compares: numbers as numbers.
        names.sort_by_key(|name| name.split('-').nth(1).and_then(|n| n.parse::<u32>().ok()));
        let name = names.pop().expect("a system that can be started");
        if let Some((stem, count)) = name.split_once('+') {
            let count = count.strip_suffix(".efi").unwrap();
            let (left, done) = count.split_once('-').unwrap_or((count, "0"));
            let (left, done): (u32, u32) = (left.parse().unwrap(), done.parse().unwrap());
            let counted = format!("{stem}+{}-{}.efi", left - 1, done + 1);
            fs::rename(self.linux().join(&name), self.linux().join(counted)).unwrap();
        }
        let slot = name.split('-').nth(2).unwrap()[..1].to_owned();
        self.started(&slot);
        slot
    }

    /// A Raspberry Pi's firmware.
    fn pi(&self) -> String {
        let tried = fs::read_to_string(self.at("param")).is_ok_and(|p| p.trim() == "0 tryboot");
        let text = fs::read_to_string(self.boot().join("autoboot.txt")).unwrap();
        let (all, tryboot) = text.split_once("[tryboot]").unwrap();
        let read = match tried {
            true => tryboot,
            false => all,
        };
        let partition = read
            .lines()
            .find_map(|line| line.strip_prefix("boot_partition="));
        let slot = match partition.unwrap() {
            "2" => "a",
            "3" => "b",
            other => panic!("partition {other}"),
        };
        self.started(slot);
        slot.to_owned()
    }
}

#[test]
fn a_new_system_gets_three_starts_and_a_good_one_all() {
    let firmware = Firmware::uefi();
    firmware.says("get-primary", "a");
    firmware.says("get-state b", "bad");
    firmware.install("b");
    let written = firmware.linux().join("terminal-2-b+3.efi");
    assert_eq!(fs::read_to_string(written).unwrap(), "kernel of b");
    firmware.says("get-primary", "b");
    firmware.says("get-current", "a");
    let starts: Vec<String> = (0..5).map(|_| firmware.loader()).collect();
    assert_eq!(starts, ["b", "b", "b", "a", "a"]);
    firmware.says("get-state b", "bad");
    firmware.says("get-primary", "a");
    firmware.install("b");
    assert_eq!(firmware.loader(), "b");
    // On trial a picture is not enough.
    firmware.ask("started").ok();
    assert_eq!(names(&firmware.linux()).len(), 2);
    assert!(names(&firmware.linux()).contains(&"terminal-2-b+2-1.efi".into()));
    firmware.ask("set-state b good").ok();
    for _ in 0..20 {
        assert_eq!(firmware.loader(), "b");
        firmware.ask("started").ok();
    }
    // And back into the first slot.
    firmware.install("a");
    assert_eq!(firmware.loader(), "a");
    firmware.ask("set-state a bad").ok();
    assert_eq!(firmware.loader(), "b");
}

#[test]
fn a_device_that_was_never_renewed_has_a_second_system() {
    let firmware = Firmware::uefi();
    // As disk.sh leaves it.
    fs::write(firmware.linux().join("terminal-0-b.efi"), "b").unwrap();
    firmware.says("get-primary", "a");
    assert_eq!(firmware.loader(), "a");
    firmware.ask("started").ok();
    let starts: Vec<String> = (0..8).map(|_| firmware.loader()).collect();
    assert_eq!(starts, ["a", "a", "a", "a", "a", "a", "b", "b"]);
    firmware.says("get-primary", "b");
    // What comes next is written over the one that went bad.
    firmware.install("a");
    assert_eq!(firmware.loader(), "a");
}

#[test]
fn a_good_system_that_comes_up_no_more_gives_way_to_the_other() {
    let firmware = Firmware::uefi();
    firmware.ask("started").ok();
    assert_eq!(names(&firmware.linux()), ["terminal-1-a+6.efi"]);
    firmware.install("b");
    assert_eq!(firmware.loader(), "b");
    firmware.ask("set-state b good").ok();
    let starts: Vec<String> = (0..8).map(|_| firmware.loader()).collect();
    assert_eq!(starts, ["b", "b", "b", "b", "b", "b", "a", "a"]);
    firmware.ask("started").ok();
    firmware.says("get-primary", "a");
    firmware.says("get-state b", "bad");
}

#[test]
fn many_updates_later_the_newest_is_still_the_first() {
    let firmware = Firmware::uefi();
    for n in 0..12 {
        let slot = ["b", "a"][n % 2];
        firmware.install(slot);
        assert_eq!(firmware.loader(), slot, "update {n}");
        firmware.ask(&format!("set-state {slot} good")).ok();
        firmware.says("get-primary", slot);
    }
}

#[test]
fn a_power_cut_before_a_system_is_the_first_starts_the_old_one() {
    let firmware = Firmware::uefi();
    firmware.ask("set-state b bad").ok();
    assert_eq!(firmware.loader(), "a");
    firmware.hook("b").ok();
    assert_eq!(firmware.loader(), "a");
    firmware.says("get-state b", "bad");
    // What a cut left half copied is no boot file.
    fs::write(firmware.linux().join("new.new"), "half").unwrap();
    assert_eq!(firmware.loader(), "a");
    firmware.install("b");
    assert_eq!(firmware.loader(), "b");
}

#[test]
fn a_raspberry_pi_tries_a_new_system_once_and_keeps_a_good_one() {
    let firmware = Firmware::rpi();
    firmware.says("get-primary", "a");
    firmware.install("b");
    firmware.says("get-primary", "b");
    assert_eq!(firmware.pi(), "b");
    // It did not come up, or was told to go.
    assert_eq!(firmware.pi(), "a");
    firmware.install("b");
    assert_eq!(firmware.pi(), "b");
    firmware.ask("set-state b bad").ok();
    assert_eq!(firmware.pi(), "a");
    firmware.says("get-state b", "bad");
    firmware.says("get-primary", "a");
    firmware.install("b");
    assert_eq!(firmware.pi(), "b");
    firmware.ask("set-state b good").ok();
    for _ in 0..3 {
        assert_eq!(firmware.pi(), "b");
    }
    firmware.says("get-primary", "b");
    let copied = firmware.at("boot-b/cmdline.txt");
    assert_eq!(fs::read_to_string(copied).unwrap(), "b");
}

#[test]
fn what_is_no_question_is_refused() {
    let firmware = Firmware::uefi();
    for words in [
        "",
        "set-primary",
        "set-primary c",
        "set-state a",
        "set-state a fine",
        "get-state ../a",
    ] {
        assert_ne!(firmware.ask(words).code, Some(0), "{words:?}");
    }
    assert_eq!(names(&firmware.linux()), ["terminal-1-a.efi"]);
    // A slot without a boot file cannot be the first.
    assert_ne!(firmware.ask("set-primary b").code, Some(0));
    firmware.says("get-primary", "a");
}

#[test]
fn a_firmware_that_asks_for_signatures_is_given_no_boot_file_without_one() {
    let firmware = Firmware::uefi();
    let (signed, unsigned) = (boot_file(1480), boot_file(0));
    let odd: [&[u8]; 3] = [b"", b"MZ", &signed[..100]];
    // It has no Secure Boot; or it is off.
    assert_eq!(firmware.check(&unsigned), Some(0));
    firmware.secure_boot(0);
    assert_eq!(firmware.check(&unsigned), Some(0));
    firmware.secure_boot(1);
    assert_eq!(firmware.check(&signed), Some(0));
    assert_eq!(firmware.check(&unsigned), Some(10));
    for file in odd {
        assert_eq!(firmware.check(file), Some(10), "{file:?}");
    }
    // And what is for another board is for none of both.
    fs::write(firmware.at("cmdline"), "terminal.board=qemu").unwrap();
    assert_eq!(firmware.check(&signed), Some(10));
    // A Raspberry Pi's firmware has no such signatures.
    assert_eq!(Firmware::rpi().check(&unsigned), Some(0));
}

/// The headers of a boot file (PE32+) with so many bytes of signatures.
fn boot_file(certificates: u32) -> Vec<u8> {
    let mut file = vec![0; 512];
    file[60..64].copy_from_slice(&128_u32.to_le_bytes());
    file[128 + 172..128 + 176].copy_from_slice(&certificates.to_le_bytes());
    file
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect()
}
