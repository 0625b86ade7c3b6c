//! A document that names another which comes later: the real program relates it when the other comes, from the text that its source does not
//! bring again.

use std::fs;
use std::process::{Command, Stdio};

use super::Bench;
use super::again::record;

const RULES: &str = "示例市停车管理办法";

fn put(bench: &Bench, file: &str, words: &str) {
    fs::create_dir_all(bench.path("src")).unwrap();
    fs::write(bench.path(&format!("src/{file}.txt")), words).unwrap();
}

fn put_rules(bench: &Bench) {
    let words = format!(
        "示例市人民政府关于印发《{RULES}》的通知\n\n示政发〔2026〕9号\n\n各县区人民政府：\n\n现将《{RULES}》印发给你们。\n\n\
         示例市人民政府\n2026年4月9日\n"
    );
    put(bench, "办法", &words);
}

fn put_reading(bench: &Bench) {
    let words = format!("《{RULES}》解读\n\n《{RULES}》自下月起施行，现就有关内容解读如下。\n");
    put(bench, "解读", &words);
}

/// Publishes; what became of documents, in words.
fn publish(bench: &Bench) -> String {
    let output = bench.try_publish(&["--confirm-drop"]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout).unwrap()
}

/// What the reading of the rules says of them, by their id, in its last revision.
fn relations(bench: &Bench) -> serde_json::Value {
    let line = record(bench, "现就有关内容解读如下");
    let record: serde_json::Value = serde_json::from_str(&line).unwrap();
    record["document"]["relations"].clone()
}

/// What the program remembers of the log is lost: it is read again.
fn forget(bench: &Bench) {
    for entry in fs::read_dir(bench.path("keys")).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().contains("shown-") {
            fs::remove_file(path).unwrap();
        }
    }
}

#[test]
fn in_whichever_order_they_come_a_reading_is_related_to_what_it_reads() {
    let [together, first, last] = std::array::from_fn(|_| Bench::new());
    put_rules(&together);
    put_reading(&together);
    publish(&together);
    let expected = relations(&together);
    assert_eq!(expected[0]["kind"], "interprets", "{expected}");

    put_rules(&first);
    publish(&first);
    put_reading(&first);
    let told = publish(&first);
    assert!(told.contains("published 1, changed 0"), "{told}");
    assert_eq!(relations(&first), expected);

    put_reading(&last);
    publish(&last);
    assert!(relations(&last).is_null(), "nobody has the name yet");
    put_rules(&last);
    let told = publish(&last);
    assert!(told.contains("published 1, changed 1"), "{told}");
    assert_eq!(relations(&last), expected);
    let told = publish(&last);
    assert!(told.contains("published 0, changed 0"), "{told}");
    assert!(last.verify().status.success());
}

#[test]
fn what_is_withdrawn_is_named_no_more_and_what_comes_back_is_named_again() {
    let bench = Bench::new();
    put_reading(&bench);
    put_rules(&bench);
    publish(&bench);
    let expected = relations(&bench);
    assert!(expected.is_array(), "{expected}");
    for is_forgetful in [false, true] {
        fs::remove_file(bench.path("src/办法.txt")).unwrap();
        let told = publish(&bench);
        assert!(told.contains("changed 1, withdrawn 1"), "{told}");
        assert!(relations(&bench).is_null());
        if is_forgetful {
            forget(&bench);
        }
        put_rules(&bench);
        let told = publish(&bench);
        assert!(told.contains("published 1, changed 1"), "{told}");
        assert_eq!(relations(&bench), expected);
    }
    // Another one of that name: which one is meant nobody knows, until there is one again. Both print it, and each is told of the other.
    let copy = fs::read_to_string(bench.path("src/办法.txt")).unwrap();
    put(&bench, "办法二", &copy.replace("9号", "10号"));
    let told = publish(&bench);
    assert!(told.contains("published 1, changed 2"), "{told}");
    assert!(relations(&bench).is_null());
    fs::remove_file(bench.path("src/办法二.txt")).unwrap();
    let told = publish(&bench);
    assert!(told.contains("changed 2, withdrawn 1"), "{told}");
    assert_eq!(relations(&bench), expected);
    assert!(bench.verify().status.success());
}

#[test]
fn what_a_decision_ended_before_it_came_is_ended_when_it_comes() {
    let bench = Bench::new();
    let end = "示例市人民政府关于废止部分文件的决定\n\n示政发〔2026〕12号\n\n各县区人民政府：\n\n\
         一、《示例市人民政府关于停车收费的通知》（示政发〔2010〕1号）自2026年5月1日起废止。\n\n示例市人民政府\n2026年4月20日\n";
    put(&bench, "决定", end);
    publish(&bench);
    let old = "示例市人民政府关于停车收费的通知\n\n示政发〔2010〕1号\n\n各县区人民政府：\n\n停车场应当公示收费标准。\n\n\
         示例市人民政府\n2010年5月1日\n";
    put(&bench, "收费", old);
    let told = publish(&bench);
    assert!(told.contains("published 1, changed 1"), "{told}");
    let line = record(&bench, "停车场应当公示收费标准");
    assert!(line.contains(r#""validity":"repealed""#), "{line}");
    assert!(line.contains(r#""rev":1"#), "{line}");
    let told = publish(&bench);
    assert!(told.contains("published 0, changed 0"), "{told}");
}

#[test]
fn a_run_that_is_killed_before_it_publishes_relates_when_it_is_run_again() {
    let bench = Bench::new();
    put_reading(&bench);
    publish(&bench);
    put_rules(&bench);
    // The run tells what it decided, and waits for somebody to take its page.
    let [told, page] = ["report.json", "report.html"].map(|name| bench.path(name));
    for path in [&told, &page] {
        fs::remove_file(path).unwrap();
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }
    let mut child = bench
        .publishing("folder", "src", &[])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let decided = fs::read_to_string(&told).unwrap();
    assert!(decided.contains("办法.txt"), "{decided}");
    child.kill().unwrap();
    child.wait().unwrap();
    [told, page]
        .iter()
        .for_each(|path| fs::remove_file(path).unwrap());
    assert!(relations(&bench).is_null());
    let told = publish(&bench);
    assert!(told.contains("published 1, changed 1"), "{told}");
    assert_eq!(relations(&bench)[0]["kind"], "interprets");
    assert!(bench.verify().status.success());
}
