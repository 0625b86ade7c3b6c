//! Words of an attachment onto paper by touch: all of a page, or the paragraphs and rows that were chosen; on every kind of glass.

use super::attachments::{TO_THE_WORD, plays_on};
use super::laid::Line;
use e2e::slips::Picture;
use e2e::virtual_printer::VirtualPrinter;

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
    plays_on(
        &Line::filled(),
        printer.connection(),
        "21.5",
        "1080x1920",
        &script,
    );
    assert_eq!(printer.wait_for(1).len(), 1);
}

/// From the home page to the text of the table's page, where parts are being chosen. Some glasses keep buttons used less aside.
fn to_the_parts(more: &str) -> String {
    format!(
        "{TO_THE_WORD}\
         tap \"示例市人民政府信息公开指南\"\n\
         wait \"由原文件提取的文字\"\n\
         {more}tap \"选段落\"\n"
    )
}

#[test]
fn chosen_paragraphs_and_rows_go_on_paper_with_file_page_hash_and_code() {
    let slips = tempfile::tempdir().unwrap();
    let printer = VirtualPrinter::start(slips.path());
    let line = Line::filled();
    let mut script = to_the_parts("");
    script.push_str(
        "shot choosing\n\
         # It opened at the word; the name of the table stands above.\n\
         tap \"往上\"\n\
         tap \"选收费与期限一览表\"\n\
         tap \"选邮寄 纸质 20个工作日\"\n\
         expect \"打印 2 段\"\n\
         shot chosen\n\
         tap \"上一页\"\n\
         wait \"第 1 / 2 页\"\n\
         wait \"选填写说明：本表一式两份，\"\n\
         tap \"选填写说明：本表一式两份，\"\n\
         tap \"打印 3 段\"\n\
         wait \"打印机就绪，有纸\"\n\
         expect \"附件所选 3 段\"\n\
         tap \"改选段落\"\n\
         tap \"选填写说明：本表一式两份，\"\n\
         tap \"选好了\"\n\
         expect-not \"选好了\"\n\
         tap \"打印 2 段\"\n\
         wait \"打印机就绪，有纸\"\n\
         expect \"附件所选 2 段\"\n\
         shot paper\n\
         tap \"开始打印\"\n\
         wait \"打印好了\"\n",
    );
    plays_on(&line, printer.connection(), "21.5", "1080x1920", &script);
    let printed = printer.wait_for(1);
    let codes = Picture::read(&printed[0]).qr_codes();
    assert_eq!(codes.len(), 1, "{codes:?}");
    let register = line.terminal.kiosk(&["export-register"]).ok().out;
    for said in [
        "附件《application-form.pdf》第2页第1段",
        "附件《application-form.pdf》第2页第5段",
    ] {
        assert!(register.contains(said), "{said}: {register}");
    }
}
