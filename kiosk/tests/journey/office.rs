//! Paper and register ticked off against each other until the month closes, the checks of the morning, and what is handed in for an inspection; by
//! touch on the real program.

use super::desk::{IN, at_work};
use super::*;

const FORMS: &str = "tap \"登记\"\ntap \"更多\"\ntap \"纸表核对\"\n";

#[test]
fn a_photocopy_stands_on_its_paper_form_a_torn_line_is_explained_in_words_and_the_month_closes_when_it_is_over()
 {
    let terminal = at_work("none");
    terminal.plays(&format!(
        "{IN}{FORMS}tap \"发一张空白登记表\"\nwait \"登记表 0001—0025\"\n\
         tap \"记一笔\"\ntap \"3\"\ntap \"纸表编号：不填\"\nexpect \"纸表 0001\"\nshot on-line\ntap \"纸表编号输好了\"\n\
         tap \"记下：复印 3 页，纸表 0001\"\nwait \"已记下 0001\"\nexpect \"纸表 0002\"\n\
         tap \"纸表 0002\"\ntap \"1\"\nexpect \"这一行登记过了\"\nshot taken\ntap \"清除\"\nexpect \"纸表编号：不填\"\n\
         {FORMS}tap \"核对 登记表 0001\"\nwait \"0001　复印 3 页\"\n\
         tap \"核对这行 0002\"\ntap \"另写原因\"\ntap \"字母\"\ntype \"torn\"\nshot explaining\ntap \"填好了\"\n\
         tap \"记下原因\"\nwait \"0002　torn\"\nshot explained\ntap \"封存\"\nexpect-not \"对不上\"\n\
         {FORMS}wait \"这个月还没有过完，下个月起才能月结\"\nshot forms\n"
    ));
    let paper = &terminal.entries("papers", "20181015")[0];
    assert_eq!(paper.value("form_no"), Some("0001"));
    let reader = journal::Reader::open(&terminal.path("journal")).unwrap();
    let sheet = &reader.sheets(&["2018".into()]).unwrap()[0];
    assert!(sheet.sealed);
    assert_eq!(sheet.lines[0].state(), journal::LineState::Agreed);
    assert_eq!(sheet.lines[1].word.as_deref(), Some("torn"));
    let month = |today: &str| {
        let sheets = reader.sheets(&["2018".into()]).unwrap();
        reader.month("201810", &sheets, today).unwrap()
    };
    assert!(month("20181015").close(journal::Role::A).is_none());
    let over = month("20181101");
    assert_eq!((over.hindrances(), over.explained_lines), (0, 1));
    assert_eq!((over.figures.numbers, over.figures.copied_pages), (1, 3));
    assert!(over.close(journal::Role::A).is_some());
    assert!(terminal.chain_holds());
    // What people write stays in the house.
    let leaving = format!("{:?}", reader.leaving(0, 1_000).unwrap());
    assert!(leaving.contains("sheet-sealed") && !leaving.contains("torn"));
}

#[test]
fn the_morning_looks_at_the_shelf_prints_its_slip_and_the_inspection_gets_its_papers() {
    let slips = tempfile::tempdir().unwrap();
    let terminal = at_work(&virtual_printer(slips.path(), ""));
    terminal.sets("[sync]\n", "media = \"media\"\n");
    let stick = terminal.path("media/stick");
    std::fs::create_dir_all(&stick).unwrap();
    terminal.plays(&format!(
        "{IN}tap \"设备\"\ntap \"检查\"\nwait \"公开指南　齐全\"\ntap \"改一改 公开指南\"\nexpect \"公开指南　过期\"\nshot checklist\n\
         tap \"记下检查\"\nwait \"上次 14:36 就不齐\"\n\
         tap \"今天\"\nwait \"缺 0 种，旧 1 种\"\ntap \"去看 便民服务栏\"\ntap \"放好了 公开指南\"\nwait \"公开指南　齐全\"\nexpect-not \"放好了\"\n\
         drag up\ntap \"自检并打条 开机自检\"\nwait \"晨检条印好了\"\nshot tested\n\
         tap \"登记\"\ntap \"更多\"\ntap \"迎检资料存到 U盘\"\nwait \"迎检资料已存到 U盘\"\nshot handed-in\n"
    ));
    assert!(slips.path().join("0001.png").exists());
    let checks = terminal.entries("shelf", "20181015");
    assert_eq!(checks.len(), 1);
    let found = journal::shelf_states(&checks[0]);
    assert_eq!(found, [journal::ShelfState::There; 6], "it was brought");
    let test = &terminal.entries("maintenance", "2018")[0];
    assert_eq!(test.value("work"), Some("self-test"));
    assert_eq!(test.value("failed"), None);
    let mut names: Vec<String> = std::fs::read_dir(&stick)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "compliance-L01-1-20181015-1-plate.csv",
            "compliance-L01-1-20181015-2-equipment.csv",
            "compliance-L01-1-20181015-3-shelf.csv",
            "compliance-L01-1-20181015-4-desk.csv",
            "compliance-L01-1-20181015-5-rules.csv",
            "compliance-L01-1-20181015.pdf",
        ]
    );
    let table = |part: &str| {
        let name = format!("compliance-L01-1-20181015-{part}.csv");
        std::fs::read_to_string(stick.join(name)).unwrap()
    };
    assert!(table("1-plate").contains("牌子文字,政务公开查阅点,终端设置"));
    assert!(table("2-equipment").contains("开机自检,\"本年 1 次，最近 2018-10-15 14:36\""));
    assert!(table("3-shelf").contains("公开指南,齐全；终端上没有"));
    let pdf = std::fs::read(stick.join("compliance-L01-1-20181015.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    // The same by command, into a folder.
    let said = terminal.kiosk(&[
        "compliance",
        "--out",
        terminal.path("pack").to_str().unwrap(),
    ]);
    assert!(said.status.success());
    assert_eq!(std::fs::read_dir(terminal.path("pack")).unwrap().count(), 6);
    assert!(terminal.chain_holds());
}

#[test]
fn paper_forms_of_the_appraisal_are_counted_and_what_an_entry_says_of_a_person_is_deleted_by_hand()
{
    let terminal = at_work("none");
    terminal.sets("[sync]\n", "media = \"media\"\n");
    let stick = terminal.path("media/stick");
    std::fs::create_dir_all(&stick).unwrap();
    terminal.plays(&format!(
        "{IN}tap \"申请\"\ntap \"评议\"\nwait \"2018 年评议表 0 份\"\ntap \"录入纸质评议表\"\ntap \"全部满意\"\n\
         tap \"改一改 2\"\nexpect \"2　渠道多样，方便群众　基本满意\"\nshot grading\ntap \"记下这张\"\nwait \"评议表记下了\"\n\
         tap \"全部满意\"\ntap \"记下这张\"\nwait \"0002\"\ntap \"上一张记错了\"\nwait \"上一张作废了\"\n\
         tap \"评议\"\nwait \"2018 年评议表 1 份\"\nexpect \"满意 0 · 基本满意 1 · 不满意 0\"\nshot appraisal\n\
         tap \"今天\"\ntap \"记复印\"\ntap \"办事需要\"\ntap \"记下：复印 1 页\"\nwait \"已记下 0001\"\n\
         tap \"登记\"\nwait \"0001　复印 1 页\"\ntap \"更多\"\ntap \"隐去个人信息\"\nwait \"人工登记 0001\"\nshot erasable\n\
         tap \"隐去 人工登记 0001\"\ntap \"本人要求\"\nshot erase\ntap \"隐去，不能恢复\"\nwait \"这里没有登记\"\n\
         tap \"回到登记\"\nwait \"0001　复印 1 页\"\ntap \"登记存到 U盘\"\ntap \"全部\"\ntap \"现在存到 U盘\"\nwait \"登记已存到 U盘\"\n"
    ));
    let paper = &terminal.entries("papers", "20181015")[0];
    assert_eq!(paper.value("purpose"), None);
    assert_eq!(paper.value("amount"), Some("1"));
    assert_eq!(paper.value("redact_reason"), Some("asked"));
    let tally = std::fs::read(stick.join("appraisal-tally-L01-1-20181015.csv")).unwrap();
    let tally = String::from_utf8(tally).unwrap();
    assert!(tally.starts_with('\u{feff}'), "{tally}");
    assert!(tally.contains(",0,1,0,1,1,1,未归档,"), "{tally}");
    assert!(stick.join("appraisal-L01-1-20181015.csv").exists());
    assert!(terminal.chain_holds());
}
