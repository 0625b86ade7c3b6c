//! An attachment by touch, from the portal to the glass: opened, enlarged, moved sideways, read as text, left. On the highest
//! glass and on a small one.

use super::laid::Line;
use e2e::programs::Program;
use e2e::terminal::Settings;
use e2e::virtual_printer::VirtualPrinter;
use std::fmt::Write;

/// More than the guide is long on any glass; one more at its end does no harm.
const DRAGS: usize = 40;

/// From the home page to the end of the guide, where its attachments stand.
fn to_the_end_of_the_guide() -> String {
    let script = String::from(
        "tap \"搜索\"\n\
         type \"xxgkzn\"\n\
         tap \"看结果，搜索\"\n\
         tap \"示例市人民政府信息公开指南\"\n",
    );
    script + &"drag up\n".repeat(DRAGS)
}

fn plays(diagonal_in: &str, size: &str, script: &str) {
    plays_with("none", diagonal_in, size, script);
}

fn plays_with(printer: &str, diagonal_in: &str, size: &str, script: &str) {
    // Beside the kiosk, which starts it.
    Program::Viewer.path();
    let line = Line::filled();
    line.terminal.configure(&Settings {
        feed: &line.portal.url(),
        root_json: &line.publication.root_json(),
        printer,
        more: &format!("[kiosk]\ndiagonal_in = {diagonal_in}\n[speech]\nspeaker = true\n"),
    });
    let file = line.dir.path().join("script.txt");
    let out = line.dir.path().join("pictures");
    std::fs::write(&file, script).unwrap();
    let [file, out] = [&file, &out].map(|path| path.to_str().unwrap());
    let now = "2018-10-15T06:36:00Z";
    let args = ["journey", file, "--out", out, "--now", now, "--size", size];
    let said = line.terminal.kiosk(&args);
    if let Some(kept) = std::env::var_os("PICTURES") {
        e2e::copy_tree(out.as_ref(), &std::path::Path::new(&kept).join(size)).unwrap();
    }
    said.ok();
}

#[test]
fn a_form_is_opened_enlarged_moved_sideways_and_read() {
    let mut script = to_the_end_of_the_guide();
    script.push_str(
        "shot list\n\
         tap \"application-form.pdf\"\n\
         wait \"第 1 页的图像\"\n\
         expect \"第 1 / 2 页\"\n\
         expect \"PDF\"\n\
         shot page\n\
         tap \"下一页\"\n\
         wait \"第 2 页的图像\"\n",
    );
    for step in ["放大", "放大", "往右", "往下"] {
        writeln!(script, "tap \"{step}\"").unwrap();
    }
    script.push_str(
        "shot sideways\n\
         tap \"看文字\"\n\
         wait \"由原文件提取的文字\"\n\
         expect \"收费与期限一览表\"\n\
         shot words\n\
         tap \"看原样\"\n\
         wait \"第 2 页的图像\"\n\
         tap \"回正文\"\n",
    );
    script.push_str(&"drag up\n".repeat(DRAGS));
    script.push_str(
        "tap \"application-form.csv\"\n\
         wait \"这种文件不能在本机显示\"\n\
         shot refused\n\
         tap \"首页\"\n\
         expect \"最新公开\"\n",
    );
    plays("21.5", "1080x1920", &script);
}

#[test]
fn on_a_small_glass_the_page_and_all_buttons_are_there() {
    let mut script = to_the_end_of_the_guide();
    script.push_str(
        "drag down\n\
         tap \"application-form.pdf\"\n\
         wait \"第 1 页的图像\"\n\
         shot page\n\
         tap \"放大\"\n\
         tap \"更多\"\n\
         tap \"往下\"\n\
         shot moved\n\
         tap \"收起\"\n\
         tap \"看文字\"\n\
         wait \"由原文件提取的文字\"\n\
         shot words\n\
         tap \"回正文\"\n\
         expect \"示例市人民政府信息公开指南\"\n",
    );
    plays("10.1", "1280x800", &script);
}

/// From the home page to a word that stands in the form alone.
const TO_THE_WORD: &str = "tap \"搜索\"\n\
     type \"检索费\"\n\
     wait \"附件《application-form.pdf》第 2 页\"\n";

#[test]
fn a_word_that_stands_in_a_form_alone_is_found_marked_and_printed() {
    let slips = tempfile::tempdir().unwrap();
    let printer = VirtualPrinter::start(slips.path());
    let mut script = TO_THE_WORD.to_owned();
    script.push_str(
        "shot hit\n\
         tap \"示例市人民政府信息公开指南\"\n\
         wait \"由原文件提取的文字\"\n\
         expect \"第 2 / 2 页\"\n\
         expect \"“检索费” 第 1 / 1 处\"\n\
         shot marked\n\
         tap \"看原样\"\n\
         wait \"第 2 页的图像\"\n\
         tap \"查找\"\n\
         shot typing\n\
         type \"申请人\"\n\
         tap \"开始找\"\n\
         wait \"第 1 / 2 页\"\n\
         expect \"“申请人” 第 1 / 1 处\"\n\
         tap \"查找\"\n\
         type \"当场\"\n\
         tap \"开始找\"\n\
         wait \"“当场” 第 1 / \"\n\
         tap \"下一处\"\n\
         wait \"第 2 / 2 页\"\n\
         expect \"“当场” 第 2 / \"\n\
         tap \"上一处\"\n\
         wait \"第 1 / 2 页\"\n\
         tap \"不标\"\n\
         expect-not \"“当场”\"\n\
         tap \"打印文字\"\n\
         wait \"打印机就绪，有纸\"\n\
         expect \"附件这一页的文字\"\n\
         shot paper\n\
         tap \"开始打印\"\n\
         wait \"打印好了\"\n",
    );
    plays_with(printer.connection(), "21.5", "1080x1920", &script);
    assert_eq!(printer.wait_for(1).len(), 1);
}

#[test]
fn by_ear_the_word_is_found_on_its_page_and_the_page_is_heard() {
    let mut script = TO_THE_WORD.to_owned();
    script.push_str(
        "key F1\n\
         tap \"示例市人民政府信息公开指南\"\n\
         expect-spoken \"附件\"\n\
         advance 1s\n\
         double-tap\n\
         wait \"由原文件提取的文字\"\n\
         tap \"朗读\"\n\
         advance 1s\n\
         double-tap\n\
         expect-spoken \"复制费\"\n",
    );
    plays("21.5", "1080x1920", &script);
}
