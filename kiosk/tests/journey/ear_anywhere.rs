//! By ear on other glasses, in low reach and in English: from the first screen to the paper, as at the large upright glass.

use crate::by_ear::{pressed, speaking};
use crate::{NOW, Terminal, virtual_printer};

/// What is pressed and heard on the way, in the visitor's language.
struct Words {
    search: &'static str,
    print: &'static str,
    ready: &'static str,
    begin: &'static str,
    read: &'static str,
    done: &'static str,
}

const CHINESE: Words = Words {
    search: "搜索",
    print: "打印",
    ready: "打印机就绪，有纸",
    begin: "开始打印",
    read: "阅读文件",
    done: "打印好了",
};
const ENGLISH: Words = Words {
    search: "Search",
    print: "Print",
    ready: "Printer ready, paper loaded",
    begin: "Print now",
    read: "Reading a document",
    done: "Printed",
};
const TITLE: &str = "示例市政务公开查阅点建设管理制度";

/// Goes from the first screen to a slip, after what is done before; a hit is opened by these presses.
fn prints(size: &str, before: &str, words: &Words, opens: &[&str]) {
    let slips = tempfile::tempdir().unwrap();
    let terminal = speaking(&virtual_printer(slips.path(), ""));
    let heard = |what: &str| format!("expect-spoken \"{what}\"\n");
    let seen = |what: &str| format!("wait \"{what}\"\n");
    let script = [
        before.to_owned(),
        "key F1\n".to_owned(),
        pressed(words.search),
        heard(words.search),
        pressed("z"),
        pressed("w"),
        seen(TITLE),
        opens.iter().map(|label| pressed(label)).collect(),
        heard(words.read),
        pressed(words.print),
        seen(words.ready),
        pressed(words.begin),
        heard(words.done),
    ]
    .concat();
    plays(&terminal, size, &script);
    assert_eq!(terminal.rows().len(), 1, "{size} {before}");
}

fn plays(terminal: &Terminal, size: &str, script: &str) {
    let file = terminal.path("script.txt");
    std::fs::write(&file, script).unwrap();
    let out = terminal.path("pictures");
    let (file, out) = (file.to_str().unwrap(), out.to_str().unwrap());
    let said = terminal.kiosk(&["journey", file, "--out", out, "--now", NOW, "--size", size]);
    let words = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{size}: {words}");
}

#[test]
fn a_small_lying_glass_is_no_harder_to_hear() {
    prints("1280x800", "", &CHINESE, &[TITLE]);
}

#[test]
fn low_reach_is_heard_from_the_first_screen_to_the_paper() {
    // What stands above is read; what opens it stands within reach.
    let opens = ["看结果，搜索", "看 1"];
    prints("1080x1920", "tap \"低位\"\n", &CHINESE, &opens);
}

#[test]
fn in_english_the_same_is_heard_in_english() {
    prints("1280x800", "tap \"English\"\n", &ENGLISH, &[TITLE]);
}
