//! Text that somebody made to hurt: long runs of one sign, tables of one cell, controls, what looks like orders to a voice.

use speech::engine::lots;
use speech::{Clause, clauses};

fn said(text: &str) -> usize {
    clauses(text).iter().map(|c| c.text().chars().count()).sum()
}

#[test]
fn long_runs_stay_long_and_no_more() {
    for piece in [
        "1",
        "1-",
        "1/",
        "1.",
        "-",
        "—",
        "|",
        "|\n",
        "|a|\n",
        "第",
        "第（",
        "（2018）",
        "×",
        "a",
        "A1",
        "www.",
        "a@a.",
        "🀄",
        "\u{301}",
        "～1",
        "〔2018〕",
        "̈",
        "1:",
        "￥",
        "第1、",
        "𪜀",
        "\u{e000}",
        "\u{202e}",
    ] {
        let text = piece.repeat(1000);
        let said = said(&text);
        let bound = text.chars().count() * 24 + 32;
        assert!(said <= bound, "{piece:?}: {said} of {bound}");
    }
}

#[test]
fn a_table_with_an_endless_heading_does_not_multiply() {
    let text = format!("|{}|乙|\n{}", "长".repeat(20_000), "|1|2|\n".repeat(2000));
    assert!(said(&text) < text.chars().count() * 8);
}

#[test]
fn a_clause_has_an_end() {
    for text in [
        "应当公开".repeat(3000),
        "PDF文件".repeat(2000),
        "a b ".repeat(5000),
    ] {
        for clause in clauses(&text) {
            assert!(clause.syllables() <= 80, "{}", clause.syllables());
            for lot in lots(&clause) {
                assert!(
                    lot.text.len() <= 8192,
                    "{} bytes for a voice",
                    lot.text.len()
                );
            }
        }
    }
}

#[test]
fn nothing_reaches_a_voice_that_it_could_take_for_an_order() {
    let text =
        "--version\n-f /etc/passwd <voice name=\"x\"> [[t'est]] \u{1b}[0m \0 $(id) `id` ;公开";
    for clause in clauses(text) {
        for lot in lots(&clause) {
            assert!(
                !lot.text
                    .contains(['<', '[', '\n', '\0', '\u{1b}', '`', '$']),
                "{}",
                lot.text
            );
            assert!(!lot.text.starts_with('-'));
        }
    }
}

#[test]
fn rare_characters_are_unknown_and_never_letters() {
    let pinyin: Vec<String> = clauses("姓𠮷的人").iter().map(Clause::pinyin).collect();
    assert_eq!(
        pinyin,
        ["xing4 wei4 zhi1 zi4", "shang4 tu3 xia4 kou3", "de5 ren2"]
    );
    let unknown = clauses("\u{e123}");
    assert_eq!(unknown[0].text(), "未知字");
}
