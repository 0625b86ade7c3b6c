use super::*;

fn said(text: &str) -> String {
    read(text)
        .iter()
        .flat_map(|w| &w.syllables)
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn words_decide_before_characters() {
    for (text, want) in [
        ("重庆市", "chong2 qing4 shi4"),
        ("重大", "zhong4 da4"),
        ("银行行长", "yin2 hang2 hang2 zhang3"),
        ("为人民服务", "wei4 ren2 min2 fu2 wu4"),
        ("曾某某", "zeng1 mou3 mou3"),
        ("曾经", "ceng2 jing1"),
        ("處以罰款", "chu3 yi3 fa2 kuan3"),
    ] {
        assert_eq!(said(text), want, "{text}");
    }
}
