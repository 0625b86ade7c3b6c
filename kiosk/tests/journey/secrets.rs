//! No PIN, no key and nothing of a person stands in a log, in a file that is not sealed, in what is carried out of the house, in what is uploaded, in
//! what a crash leaves.

use std::os::unix::process::{CommandExt, ExitStatusExt};

use super::desk::{IN, at_work};
use super::services::filled;
use super::*;

/// Another PIN, typed wrong.
const WRONG: &str = "739052";
/// What the applicant types: a telephone number, the number of a document, the street, what is wanted.
const PERSON: [&str; 4] = ["88888012", "12345678", "streetname", "budgetpaper"];

#[test]
fn what_was_typed_by_attendant_and_applicant_stands_nowhere_in_clear() {
    let slips = tempfile::tempdir().unwrap();
    let (terminal, secret) = filled(&virtual_printer(slips.path(), ""));
    terminal.sets("[sync]\n", "media = \"media\"\n");
    let stick = terminal.path("media/stick");
    std::fs::create_dir_all(&stick).unwrap();
    let [phone, id, street, wish] = PERSON;
    let said = terminal.journey(&format!(
        "tap \"求助\"\ntap \"工作人员入口\"\ntype \"{WRONG}\"\ntap \"B 岗进入\"\nwait \"口令不对\"\ntap \"首页\"\n\
         tap \"依申请公开\"\ntap \"在屏幕上填\"\ntap \"公民个人\"\ntap \"要的信息\"\ntap \"字母\"\ntype \"{wish}\"\ntap \"下一格\"\ntap \"填好了\"\n\
         tap \"下一步\"\ntap \"护照\"\ntap \"姓名或名称\"\ntype \"jia\"\ntap \"下一格\"\n\
         type \"{street}\"\ntap \"下一格\"\ntype \"{phone}\"\ntap \"下一格\"\ntype \"{id}\"\ntap \"填好了\"\n\
         tap \"下一步\"\ntap \"自己来取\"\ntap \"纸质\"\ntap \"下一步\"\ntap \"交件\"\nwait \"L01-1-S-2018-0001\"\nwait \"回执您留着\"\n\
         tap \"办完了，结束\"\n\
         {}tap \"登记\"\ntap \"登记存到 U盘\"\ntap \"全部\"\ntap \"现在存到 U盘\"\nwait \"登记已存到 U盘\"\ntap \"回到登记\"\ntap \"看日表\"\nwait \"登记链核对通过\"\ntap \"日表存到 U盘\"\nwait \"日表已存到 U盘\"\ntap \"回到登记\"\ntap \"更多\"\ntap \"迎检资料存到 U盘\"\nwait \"迎检资料已存到 U盘\"\n\
         tap \"退出\"\n",
        IN.replace("wait \"现在没有要办的事\"\n", "wait \"工作台\"\n")
    ));
    let log = [said.stdout, said.stderr].concat();
    let log = String::from_utf8_lossy(&log).into_owned();
    assert!(said.status.success(), "{log}");
    for told in [
        "security: desk refused a PIN, 1 since the last right one\n",
        "security: desk opened as A\n",
    ] {
        assert!(log.contains(told), "the security log lacks {told}: {log}");
    }
    let key = std::fs::read(terminal.path("journal/journal.key")).unwrap();
    let key = String::from_utf8_lossy(&key).into_owned();
    let key = key
        .split_whitespace()
        .max_by_key(|word| word.len())
        .unwrap();
    assert!(key.len() >= 32, "the secret of slip codes");
    let reader = journal::Reader::open(&terminal.path("journal")).unwrap();
    let leaving = format!("{:?}", reader.leaving(0, 10_000).unwrap());
    assert!(leaving.contains("L01-1-S-2018-0001"), "it is reported");
    for needle in PERSON.into_iter().chain([PIN, WRONG, key]) {
        assert!(!log.contains(needle), "{needle} in the log: {log}");
        assert!(!leaving.contains(needle), "{needle} leaves the house");
        let mut found = terminal.remains(needle);
        found.retain(|path| needle != key || !path.ends_with("journal.key"));
        assert_eq!(found, Vec::<PathBuf>::new(), "{needle}");
    }
    assert!(
        std::fs::read_dir(&stick).unwrap().count() >= 8,
        "it was carried out of the house"
    );
    // It is there for the office, and only sealed.
    let matter = &reader.matters("applications", "2018").unwrap()[0];
    let contact = matter.value("contact_sealed").unwrap();
    let contact = secret.open("applications/contact", contact).unwrap();
    assert!(contact.contains(phone) && contact.contains(id));
    assert!(!leaving.contains("contact_sealed"), "sealed stays here too");
}

#[test]
fn a_crash_while_a_pin_is_typed_leaves_no_core() {
    let terminal = at_work("none");
    let script = terminal.path("script.txt");
    let words = "tap \"求助\"\ntap \"工作人员入口\"\ntype \"204618\"\nshot typed\nwait \"这几个字永远不会出现\"\n";
    std::fs::write(&script, words).unwrap();
    let out = terminal.path("pictures");
    let place = terminal.path("place");
    std::fs::create_dir(&place).unwrap();
    let mut kiosk = Command::new("sh");
    kiosk
        .args(["-c", "ulimit -c unlimited 2> /dev/null; exec \"$0\" \"$@\""])
        .arg(env!("CARGO_BIN_EXE_kiosk"))
        .arg("--config")
        .arg(terminal.path("terminal.toml"))
        .arg("journey")
        .arg(&script)
        .arg("--out")
        .arg(&out)
        .args(["--now", NOW])
        .current_dir(&place)
        .process_group(0);
    let mut kiosk = kiosk.spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    while !out.join("typed.png").exists() {
        assert!(Instant::now() < deadline, "the PIN was never typed");
        std::thread::sleep(Duration::from_millis(20));
    }
    let pid = rustix::process::Pid::from_child(&kiosk);
    rustix::process::kill_process(pid, rustix::process::Signal::ABORT).unwrap();
    let ended = kiosk.wait().unwrap();
    assert_eq!(ended.signal(), Some(6), "it crashed");
    assert!(!ended.core_dumped());
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 0);
}
