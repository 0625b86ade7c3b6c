//! What attendants type at the desk: an application for somebody who cannot, the notice that it is to be corrected, the office's answer to an opinion;
//! and the figures of a month.

use super::services::filled;
use super::*;

const IN: &str = "tap \"求助\"\ntap \"工作人员入口\"\ntype \"204618\"\ntap \"A 岗进入\"\nwait \"工作台 · A 岗在岗\"\n";

fn matters(terminal: &Terminal, register: &str) -> Vec<journal::Matter> {
    let reader = journal::Reader::open(&terminal.path("journal")).unwrap();
    reader.matters(register, "2018").unwrap()
}

#[test]
fn an_oral_application_is_typed_by_an_attendant_sealed_and_corrected_once() {
    let (terminal, secret) = filled("none");
    terminal.plays(&format!(
        "{IN}tap \"申请\"\ntap \"收申请\"\nwait \"请选怎样收到的\"\nshot intake\ntap \"口头，代填\"\n\
         tap \"公民个人\"\ntap \"要的信息\"\ntap \"字母\"\ntype \"budget\"\ntap \"下一格\"\ntap \"填好了\"\n\
         tap \"下一步\"\ntap \"护照\"\ntap \"姓名或名称\"\ntype \"jia\"\ntap \"下一格\"\n\
         type \"street\"\ntap \"下一格\"\ntype \"88888012\"\ntap \"下一格\"\ntype \"12345678\"\ntap \"填好了\"\n\
         tap \"下一步\"\ntap \"自己来取\"\ntap \"纸质\"\ntap \"下一步\"\ntap \"交件\"\nwait \"L01-1-S-2018-0001\"\n\
         tap \"办完了，结束\"\nexpect-not \"工作台\"\n"
    ));
    let application = &matters(&terminal, "applications")[0];
    assert_eq!(application.value("application_way"), Some("oral"));
    assert_eq!(application.value("by"), Some("A"), "who typed it");
    let contact = application.value("contact_sealed").unwrap();
    let opened = secret.open("applications/contact", contact).unwrap();
    assert!(opened.contains("phone: 88888012\n"), "{opened}");
    terminal.plays(&format!(
        "{IN}tap \"申请\"\ntap \"办理 0001\"\ntap \"补正告知\"\nwait \"申请 0001 补正告知\"\n\
         tap \"1\"\ntap \"0\"\nshot correction\ntap \"记下：补正告知 10 个工作日\"\nwait \"等申请人补正\"\nexpect \"2018-10-29\"\nshot to-be-corrected\n\
         tap \"补正到了\"\nwait \"已转送\"\nexpect \"补正告知\"\nexpect \"2018-11-12\"\n"
    ));
    let kinds: Vec<_> = matters(&terminal, "applications")[0]
        .entries
        .iter()
        .map(|entry| entry.kind.clone())
        .collect();
    assert_eq!(
        kinds,
        [
            "application",
            "application-correction",
            "application-corrected"
        ]
    );
    assert!(
        journal::verify(&terminal.path("journal"), &[])
            .unwrap()
            .ok()
    );
}

#[test]
fn the_office_s_answer_is_typed_and_read_by_everybody_where_it_is_published() {
    let (terminal, _) = filled("none");
    std::fs::create_dir_all(terminal.path("journal")).unwrap();
    let now = NOW.parse().unwrap();
    let mut writer = journal::Writer::open(&terminal.path("journal"), "L01", "1", now).unwrap();
    for _ in 0..2 {
        let (way, about) = (journal::OpinionWay::Screen, journal::OpinionAbout::Premises);
        let received = journal::Opinion::received(way, about, "sealed1:x", None, None);
        writer.enter(&received, now).unwrap();
    }
    drop(writer);
    terminal.plays(&format!(
        "{IN}tap \"申请\"\ntap \"意见\"\ntap \"转送 意见 0001\"\nwait \"录答复\"\ntap \"录答复 意见 0001\"\n\
         tap \"字母\"\ntype \"chairs\"\nshot typing\ntap \"填好了\"\nwait \"chairs\"\nshot answer\ntap \"记下并公布\"\nwait \"意见 0002\"\nexpect-not \"意见 0001\"\n\
         tap \"转送 意见 0002\"\nwait \"录答复\"\ntap \"录答复 意见 0002\"\n\
         tap \"字母\"\ntype \"telephone\"\ntap \"填好了\"\ntap \"只记下，不公布\"\nwait \"这里没有登记\"\n\
         tap \"退出\"\ntap \"开始查阅\"\ntap \"意见评议\"\ntap \"看答复\"\nwait \"chairs\"\nexpect-not \"telephone\"\n"
    ));
    let opinions = matters(&terminal, "opinions");
    let states: Vec<&str> = opinions.iter().map(|opinion| opinion.state).collect();
    assert_eq!(states, ["answered", "answered"]);
    assert_eq!(opinions[0].value("answer"), Some("chairs"));
    assert_eq!(opinions[1].value("published"), None);
}

#[test]
fn the_figures_of_a_month_stand_on_the_screen_and_on_the_stick() {
    let (terminal, _) = filled("none");
    let file = terminal.path("terminal.toml");
    let toml = std::fs::read_to_string(&file).unwrap();
    let toml = toml.replace("[sync]\n", "[sync]\nmedia = \"media\"\n");
    std::fs::write(&file, toml).unwrap();
    std::fs::create_dir_all(terminal.path("media/stick")).unwrap();
    let copies = "tap \"再来一笔\"\nwait \"已记下 000";
    terminal.plays(&format!(
        "{IN}tap \"记复印\"\ntap \"3\"\ntap \"记下：复印 3 页\"\nwait \"已记下 0001\"\n\
         {copies}2\"\n{copies}3\"\n{copies}4\"\n{copies}5\"\n\
         tap \"登记\"\ntap \"更多\"\ntap \"统计\"\nwait \"复印 15 页\"\nexpect \"统计 2018-10\"\nshot figures\n\
         tap \"往前\"\nwait \"统计 2018-09\"\nwait \"登记不足 5 笔\"\ntap \"往后\"\nwait \"复印 15 页\"\n\
         tap \"按年\"\nwait \"统计 2018\"\nwait \"复印 15 页\"\ntap \"统计存到 U盘\"\nwait \"统计已存到 U盘\"\n"
    ));
    let csv = std::fs::read(terminal.path("media/stick/statistics-L01-1-2018.csv")).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.contains("复印（页）,15\r\n"), "{csv}");
    assert!(csv.contains("\"14 时（笔）\",5\r\n"), "{csv}");
}

#[test]
fn a_paper_form_goes_out_is_compared_line_by_line_entered_later_and_sealed_and_the_month_is_printed()
 {
    let slips = tempfile::tempdir().unwrap();
    let (terminal, _) = filled(&virtual_printer(slips.path(), ""));
    terminal.plays(&format!(
        "{IN}tap \"登记\"\ntap \"更多\"\ntap \"纸表核对\"\nwait \"这里没有登记\"\ntap \"发一张空白登记表\"\nwait \"登记表 0001—0025\"\n\
         tap \"打印这张登记表\"\nwait \"登记表印好了\"\nshot printed\n\
         tap \"核对这行 0001\"\ntap \"纸上写了\"\nwait \"纸上写了，登记没有\"\nshot open\n\
         tap \"核对这行 0001\"\ntap \"前一天\"\nwait \"2018-10-14\"\ntap \"补录\"\nwait \"补录 0001\"\nexpect \"2018-10-14\"\nshot late\n\
         tap \"4\"\ntap \"记下：复印 4 页\"\nwait \"0001　复印 4 页\"\nexpect \"两边一致\"\n\
         tap \"核对这行 0002\"\ntap \"写坏作废\"\nwait \"0002　写坏作废\"\n\
         tap \"封存\"\ntap \"纸表核对\"\nwait \"已封存，已说明 1 行\"\nshot sealed\n\
         tap \"打印月度核对单\"\nwait \"月度核对单印好了\"\n"
    ));
    let sheet = &matters(&terminal, "sheets")[0];
    assert_eq!(sheet.state, "sealed");
    assert_eq!(
        (sheet.value("first"), sheet.value("last")),
        (Some("1"), Some("25"))
    );
    let reader = journal::Reader::open(&terminal.path("journal")).unwrap();
    let paper = &reader.matters("papers", "20181015").unwrap()[0];
    assert_eq!(paper.value("form_no"), Some("0001"));
    assert_eq!(paper.value("written_on"), Some("20181014"));
    assert!(
        slips.path().join("0002.png").exists(),
        "form and month's sheet"
    );
    assert!(
        journal::verify(&terminal.path("journal"), &[])
            .unwrap()
            .ok()
    );
}
