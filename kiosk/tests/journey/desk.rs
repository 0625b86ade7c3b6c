//! A day at the attendant's desk by touch on the real program: paper changed, a photocopy, a handover, the day sheet, the register on a stick.

use super::*;

const IN: &str = "tap \"求助\"\ntap \"工作人员入口\"\ntype \"204618\"\ntap \"A 岗进入\"\nwait \"现在没有要办的事\"\n";

impl Terminal {
    fn entries(&self, register: &str, period: &str) -> Vec<journal::Matter> {
        let reader = journal::Reader::open(&self.path("journal")).unwrap();
        reader.matters(register, period).unwrap()
    }

    fn chain_holds(&self) -> bool {
        journal::verify(&self.path("journal"), &[]).unwrap().ok()
    }
}

fn at_work(printer: &str) -> Terminal {
    let terminal = Terminal::new(printer);
    apply(&terminal.path("mirror"), vec![rules(1)], vec![], 1);
    terminal
}

#[test]
fn a_photocopy_is_written_down_in_three_taps_and_a_mistake_is_void_with_its_reason() {
    let terminal = at_work("none");
    terminal.plays(&format!(
        "{IN}tap \"记复印\"\ntap \"3\"\ntap \"记下：复印 3 页\"\nwait \"已记下 0001\"\nshot noted\n\
         tap \"再来一笔\"\nwait \"已记下 0002\"\n\
         tap \"登记\"\nwait \"0002　复印 3 页\"\nshot register\n\
         tap \"作废 0002\"\nexpect \"重复登记\"\nshot void\ntap \"重复登记\"\nwait \"已作废\"\n\
         tap \"退出\"\nexpect-not \"工作台\"\n"
    ));
    let papers = terminal.entries("papers", "20181015");
    let states: Vec<&str> = papers.iter().map(|paper| paper.state).collect();
    assert_eq!(states, ["written", "void"]);
    assert_eq!(papers[0].value("amount"), Some("3"));
    assert_eq!(papers[1].value("why"), Some("重复登记"));
    assert!(terminal.chain_holds());
}

#[test]
fn a_new_roll_is_written_down_and_what_is_left_is_reckoned_from_it() {
    let terminal = at_work("none");
    terminal.plays(&format!(
        "{IN}tap \"换了新卷\"\ntap \"8\"\ntap \"0\"\ntap \"记下：换了新卷 80 米\"\nwait \"已记下 0001\"\nshot roll\n\
         tap \"今天\"\nwait \"纸约 80 米\"\ntap \"设备\"\nwait \"纸推算还剩约 80 米\"\nshot device\n"
    ));
    let work = terminal.entries("maintenance", "2018");
    assert_eq!(work[0].value("roll_mm"), Some("80000"));
    assert!(terminal.chain_holds());
}

#[test]
fn the_one_who_comes_types_the_pin_and_the_paper_for_two_signatures_comes_out() {
    let slips = tempfile::tempdir().unwrap();
    let terminal = at_work(&virtual_printer(slips.path(), ""));
    terminal.plays(&format!(
        "{IN}tap \"交接\"\ntap \"多一卷\"\ntap \"多一卷\"\nexpect \"备用纸 2 卷\"\n\
         type \"1111\"\ntap \"B 岗接班，打印交接单\"\nwait \"口令不对\"\nexpect \"工作台 · A 岗在岗\"\n\
         type \"204618\"\nexpect-not \"204618\"\nshot handover\ntap \"B 岗接班，打印交接单\"\n\
         wait \"交接单印好了\"\nexpect \"工作台 · B 岗在岗\"\nshot handed\n"
    ));
    let handed = &terminal.entries("handovers", "20181015")[0];
    assert_eq!(
        (handed.value("by"), handed.value("to")),
        (Some("A"), Some("B"))
    );
    assert_eq!(handed.value("spare_rolls"), Some("2"));
    assert!(slips.path().join("0001.png").exists());
    assert!(terminal.rows().is_empty(), "it is no slip of the register");
    assert!(terminal.chain_holds());
}

#[test]
fn the_day_sheet_comes_out_and_the_register_lies_on_the_stick_as_a_spreadsheet_reads_it() {
    let slips = tempfile::tempdir().unwrap();
    let terminal = at_work(&virtual_printer(slips.path(), ""));
    let file = terminal.path("terminal.toml");
    let toml = std::fs::read_to_string(&file).unwrap();
    let toml = toml.replace("[sync]\n", "[sync]\nmedia = \"media\"\n");
    std::fs::write(&file, toml).unwrap();
    terminal.plays(&format!(
        "{IN}tap \"记复印\"\ntap \"记下：复印 1 页\"\nwait \"已记下 0001\"\ntap \"登记\"\nwait \"0001　复印 1 页\"\n\
         tap \"登记存到 U盘\"\nwait \"没有找到能写的 U盘\"\n\
         tap \"打印日表\"\nwait \"日表印好了\"\nshot day-sheet\n"
    ));
    assert!(slips.path().join("0001.png").exists());
    let stick = terminal.path("media/stick");
    std::fs::create_dir_all(&stick).unwrap();
    terminal.plays(&format!(
        "{IN}tap \"登记\"\nwait \"0001　复印 1 页\"\ntap \"登记存到 U盘\"\nwait \"登记已存到 U盘\"\nshot exported\n"
    ));
    let names: Vec<_> = std::fs::read_dir(&stick).unwrap().collect();
    assert_eq!(names.len(), 1, "nothing half written stays: {names:?}");
    let csv = std::fs::read(stick.join("register-L01-1-20181015.csv")).unwrap();
    assert!(csv.starts_with("\u{feff}".as_bytes()));
    assert!(
        String::from_utf8(csv)
            .unwrap()
            .contains("L01-1-20181015-0001")
    );
}
