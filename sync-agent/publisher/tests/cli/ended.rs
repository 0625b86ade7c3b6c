//! Documents that others end: the real program says so in the feed, with the text that it does not read again.

use std::fs;

use super::Bench;
use super::again::record;

const TEXT: &str = "停车场应当公示收费标准";

fn act(bench: &Bench, name: &str, number: &str, day: &str, text: &str) {
    let words = format!(
        "示例市人民政府关于{name}的通知\n\n{number}\n\n各县区人民政府：\n\n{text}\n\n示例市人民政府\n{day}\n"
    );
    fs::write(bench.path(&format!("src/{name}.txt")), words).unwrap();
}

fn publish(bench: &Bench, now: &str) -> String {
    let output = bench.try_publish(&["--now", now]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn an_end_comes_on_its_day_and_goes_with_the_document_that_says_it() {
    let bench = Bench::new();
    act(
        &bench,
        "停车收费",
        "示政发〔2010〕1号",
        "2010年5月1日",
        TEXT,
    );
    let told = publish(&bench, "2026-11-01T00:00:00Z");
    assert!(told.contains("published 4"), "{told}");
    let end = "《示例市人民政府关于停车收费的通知》（示政发〔2010〕1号）自2026年12月1日起废止。";
    act(
        &bench,
        "停车新政",
        "示政发〔2026〕9号",
        "2026年11月2日",
        end,
    );
    let told = publish(&bench, "2026-11-03T00:00:00Z");
    assert!(told.contains("published 1, changed 0"), "{told}");
    assert!(record(&bench, "示政发〔2026〕9号").contains(r#""since":"2026-12-01""#));
    // Nothing of the source changes; the day comes. The text is that of before.
    let told = publish(&bench, "2026-12-01T00:00:00Z");
    assert!(told.contains("published 0, changed 1"), "{told}");
    let line = record(&bench, TEXT);
    assert!(line.contains(r#""validity":"repealed""#), "{line}");
    assert!(
        line.contains(r#""since":"2026-12-01","stated":"unknown""#),
        "{line}"
    );
    assert!(line.contains(r#""rev":2"#), "{line}");
    let told = publish(&bench, "2026-12-02T00:00:00Z");
    assert!(told.contains("published 0, changed 0"), "{told}");
    fs::remove_file(bench.path("src/停车新政.txt")).unwrap();
    let told = publish(&bench, "2026-12-03T00:00:00Z");
    assert!(told.contains("changed 1, withdrawn 1"), "{told}");
    let line = record(&bench, TEXT);
    assert!(
        line.contains(r#""validity":"unknown""#) && !line.contains("ended"),
        "{line}"
    );
    assert!(bench.verify().status.success());
}
