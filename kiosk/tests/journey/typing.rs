//! What is typed at the glass, in every way that the keyboard knows.

use super::*;

/// Another one that names the same words, so that the mirror has them in common.
fn plan() -> Document {
    Document {
        id: "demo:plan".into(),
        title: "政务公开培训计划".into(),
        doc_no: None,
        index_no: None,
        blocks: vec![paragraph("政务公开，人人可以查阅。", 0)],
        articles: vec![],
        ..rules(1)
    }
}

/// By real touch on every panel; `SIZE` names the pictures.
const TYPING: &str = r#"
tap "搜索"
type "zhengwugongkai"
shot typing-SIZE
tap "政务公开"
expect-not "zheng"
tap "政务公开培训计划"
expect "人人可以查阅"
tap "返回"
tap "清除输入"
type "zwgk"
tap "更多的词"
shot more-SIZE
tap "收起更多的词"
tap "政务公开"
tap "看结果"
expect "政务公开培训计划"
tap "输入框"
tap "清除输入"
type "政务"
tap "笔画"
tap "撇"
tap "点"
tap "折"
tap "？这一笔拿不准"
shot strokes-SIZE
tap "政务公开"
tap "看结果"
expect "政务公开培训计划"
tap "输入框"
tap "清除输入"
tap "数字 〔〕号"
shot digits-SIZE
tap "示政办发"
type "201889"
shot number-SIZE
tap "打开这一件"
shot opened-SIZE
tap "返回"
tap "令"
tap "字母"
tap "清除输入"
type "20BB7"
tap "𠮷"
expect "没有找到“𠮷”"
"#;

#[test]
fn a_word_is_typed_by_sound_by_initials_by_strokes_and_as_a_code_point() {
    let terminal = Terminal::new("none");
    apply(&terminal.path("mirror"), vec![rules(1), plan()], vec![], 1);
    for size in ["1080x1920", "720x1280", "1920x1080", "1280x800"] {
        let file = terminal.path("script.txt");
        std::fs::write(&file, TYPING.replace("SIZE", size)).unwrap();
        let out = std::env::var_os("PICTURES").map_or(terminal.path("pictures"), PathBuf::from);
        let (file, out) = (file.to_str().unwrap(), out.to_str().unwrap());
        let said = terminal.kiosk(&["journey", file, "--out", out, "--now", NOW, "--size", size]);
        let words = String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "{size}: {words}");
    }
}
