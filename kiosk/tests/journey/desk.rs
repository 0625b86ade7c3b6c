//! A day at the attendant's desk by touch on the real program: paper changed, a photocopy, a handover, the day sheet, the register on a stick.

use super::*;

pub(crate) const IN: &str = "tap \"求助\"\ntap \"工作人员入口\"\ntype \"204618\"\ntap \"A 岗进入\"\nwait \"现在没有要办的事\"\n";

impl Terminal {
    pub(crate) fn entries(&self, register: &str, period: &str) -> Vec<journal::Matter> {
        let reader = journal::Reader::open(&self.path("journal")).unwrap();
        reader.matters(register, period).unwrap()
    }

    /// Adds lines to a section of the settings.
    pub(crate) fn sets(&self, section: &str, lines: &str) {
        let file = self.path("terminal.toml");
        let toml = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, toml.replace(section, &format!("{section}{lines}"))).unwrap();
    }

    pub(crate) fn chain_holds(&self) -> bool {
        journal::verify(&self.path("journal"), &[]).unwrap().ok()
    }
}

pub(crate) fn at_work(printer: &str) -> Terminal {
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
    terminal.sets("[sync]\n", "media = \"media\"\n");
    terminal.plays(&format!(
        "{IN}tap \"记复印\"\ntap \"记下：复印 1 页\"\nwait \"已记下 0001\"\ntap \"登记\"\nwait \"0001　复印 1 页\"\n\
         tap \"登记存到 U盘\"\ntap \"现在存到 U盘\"\nwait \"没有找到能写的 U盘\"\n\
         tap \"回到登记\"\nwait \"看日表\"\ntap \"看日表\"\nwait \"登记链核对通过\"\nshot day-sheet\ntap \"打印日表\"\nwait \"日表印好了\"\nshot day-sheet-printed\n"
    ));
    assert!(slips.path().join("0001.png").exists());
    let stick = terminal.path("media/stick");
    std::fs::create_dir_all(&stick).unwrap();
    terminal.plays(&format!(
        "{IN}tap \"登记\"\nwait \"0001　复印 1 页\"\ntap \"登记存到 U盘\"\nshot export\ntap \"现在存到 U盘\"\nwait \"登记已存到 U盘\"\nshot exported\n"
    ));
    let mut names: Vec<_> = std::fs::read_dir(&stick)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "day-sheet-L01-1-20181015.pdf",
            "desk-prints-L01-1-20181015.csv",
            "register-L01-1-20181015.csv",
            "register-L01-1-20181015.xlsx"
        ],
        "nothing half written stays"
    );
    let pdf = std::fs::read(stick.join("day-sheet-L01-1-20181015.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let csv = std::fs::read(stick.join("register-L01-1-20181015.csv")).unwrap();
    assert!(csv.starts_with("\u{feff}".as_bytes()));
    assert!(
        String::from_utf8(csv)
            .unwrap()
            .contains("L01-1-20181015-0001")
    );
}

#[test]
fn a_broken_chain_is_told_on_the_screen_and_on_the_sheet_that_is_printed_all_the_same() {
    let slips = tempfile::tempdir().unwrap();
    let terminal = at_work(&virtual_printer(slips.path(), ""));
    let copies = "tap \"记复印\"\ntap \"记下：复印 1 页\"\nwait \"已记下 0001\"\ntap \"再来一笔\"\nwait \"已记下 0002\"\n";
    terminal.plays(&format!("{IN}{copies}"));
    let file = terminal.path("journal").join(journal::FILE_NAME);
    let file = rusqlite::Connection::open(file).unwrap();
    let number = "L01-1-20181015-0001";
    let changed = file.execute(
        "UPDATE field SET value = '9' WHERE name = 'amount' AND seq IN (SELECT seq FROM entry WHERE number = ?1)",
        [number],
    );
    assert_eq!(changed.unwrap(), 1);
    drop(file);
    terminal.plays(&format!(
        "{IN}tap \"登记\"\nwait \"看日表\"\ntap \"看日表\"\nwait \"登记链核对不通过\"\nexpect \"从 {number} 起有问题\"\nshot broken\n\
         tap \"打印日表\"\nwait \"日表印好了\"\nexpect \"登记链核对不通过\"\nshot broken-printed\n"
    ));
    assert!(slips.path().join("0001.png").exists());
}

#[test]
fn the_last_one_leaves_and_whoever_comes_in_then_begins() {
    let slips = tempfile::tempdir().unwrap();
    let terminal = at_work(&virtual_printer(slips.path(), ""));
    terminal.plays(&format!(
        "{IN}tap \"交接\"\ntap \"没人接班，下班离岗\"\nshot leaves\ntype \"204618\"\ntap \"A 岗离岗，打印离岗单\"\n\
         wait \"从现在起没有人当班\"\nshot left\ntap \"今天\"\nwait \"现在没有人当班\"\nshot nobody\n\
         tap \"我到岗了\"\nwait \"起没有人当班\"\nshot begins\ntype \"204618\"\ntap \"A 岗到岗，打印到岗单\"\nwait \"单子印好了，请签名\"\n\
         tap \"今天\"\nwait \"现在没有要办的事\"\n"
    ));
    let handed = terminal.entries("handovers", "20181015");
    let roles: Vec<_> = handed
        .iter()
        .map(|entry| (entry.value("by"), entry.value("to")))
        .collect();
    assert_eq!(roles, [(Some("A"), None), (Some("A"), Some("A"))]);
    assert!(slips.path().join("0002.png").exists());
    assert!(terminal.chain_holds());
}

#[test]
fn on_a_device_the_month_goes_onto_the_stick_by_the_unit_that_may_write_there_and_the_desk_says_what_came_of_it()
 {
    let terminal = at_work("none");
    for folder in ["courier", "media/sda1", "programs"] {
        std::fs::create_dir_all(terminal.path(folder)).unwrap();
    }
    let mount = terminal.path("programs/mount");
    stand_in::script(&mount, "");
    terminal.sets("[desk]\n", "courier = \"courier\"\n");
    let unit = carries(&terminal, 2);
    terminal.plays(&format!(
        "{IN}tap \"记复印\"\ntap \"记下：复印 1 页\"\nwait \"已记下 0001\"\ntap \"登记\"\nwait \"0001　复印 1 页\"\n\
         tap \"登记存到 U盘\"\ntap \"按月\"\ntap \"现在存到 U盘\"\nwait \"登记已存到 U盘\"\nexpect \"register-L01-1-201810.csv\"\nshot carried\n"
    ));
    unit.join().unwrap();
    let csv = std::fs::read(terminal.path("media/sda1/register-L01-1-201810.csv")).unwrap();
    assert!(
        String::from_utf8(csv)
            .unwrap()
            .contains("L01-1-20181015-0001")
    );
    let book = std::fs::read(terminal.path("media/sda1/register-L01-1-201810.xlsx")).unwrap();
    assert!(book.starts_with(b"PK"), "the same as a workbook");
    let left = std::fs::read_dir(terminal.path("journal/export")).unwrap();
    assert_eq!(left.count(), 0, "nothing is kept twice");
    std::fs::remove_dir_all(terminal.path("media/sda1")).unwrap();
    let unit = carries(&terminal, 1);
    terminal.plays(&format!(
        "{IN}tap \"登记\"\nwait \"0001　复印 1 页\"\ntap \"登记存到 U盘\"\ntap \"现在存到 U盘\"\nwait \"登记没有存到 U盘\"\n\
         expect \"没有找到能写的 U盘\"\nshot not-carried\n"
    ));
    unit.join().unwrap();
}

/// Does so many times what terminal-export.path and its service do on a device.
fn carries(terminal: &Terminal, times: usize) -> std::thread::JoinHandle<()> {
    const PATIENCE: Duration = Duration::from_secs(120);
    let root = terminal.dir.path().canonicalize().unwrap();
    std::thread::spawn(move || {
        let mut done = String::new();
        for _ in 0..times {
            let begun = Instant::now();
            let order = loop {
                assert!(begun.elapsed() < PATIENCE, "nothing was ordered");
                let order = std::fs::read_to_string(root.join("journal/export/order"));
                match order {
                    Ok(order) if order != done => break order,
                    _ => std::thread::sleep(Duration::from_millis(20)),
                }
            };
            carry_one(&root);
            done = order;
        }
    })
}

fn carry_one(root: &Path) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../deploy/image/root/usr/share/terminal/export.sh");
    let path = std::env::var("PATH").unwrap();
    let done = Command::new("/bin/sh")
        .arg(script)
        .arg("carry")
        .args(["journal/export", "media", "courier"].map(|folder| root.join(folder)))
        .env(
            "PATH",
            format!("{}:{path}", root.join("programs").display()),
        )
        .status()
        .unwrap();
    assert!(done.success());
}

#[test]
fn each_role_comes_in_by_its_own_pin_and_takes_over_by_it() {
    let terminal = at_work("none");
    let hash = config::pin::hash("739052").unwrap();
    terminal.sets("[desk]\n", &format!("pin_hash_b = \"{hash}\"\n"));
    terminal.plays(&format!(
        "{IN}tap \"交接\"\ntype \"204618\"\ntap \"B 岗接班，打印交接单\"\nwait \"口令不对\"\nexpect \"工作台 · A 岗在岗\"\n\
         type \"739052\"\ntap \"B 岗接班，打印交接单\"\nwait \"工作台 · B 岗在岗\"\n\
         tap \"退出\"\ntap \"求助\"\ntap \"工作人员入口\"\n\
         type \"204618\"\ntap \"B 岗进入\"\nwait \"口令不对\"\n\
         type \"739052\"\ntap \"B 岗进入\"\nwait \"工作台 · B 岗在岗\"\n"
    ));
    let handed = &terminal.entries("handovers", "20181015")[0];
    assert_eq!(
        (handed.value("by"), handed.value("to")),
        (Some("A"), Some("B"))
    );
}

#[test]
fn a_script_that_tries_pins_at_the_door_has_to_wait_and_so_has_the_right_pin_after_it() {
    let terminal = at_work("none");
    terminal.plays(
        "tap \"求助\"\ntap \"工作人员入口\"\n\
         type \"7391\"\ntap \"A 岗进入\"\nwait \"口令不对，请再输一次\"\n\
         type \"7392\"\ntap \"B 岗进入\"\nwait \"口令不对，请再输一次\"\n\
         type \"7393\"\ntap \"A 岗进入\"\nwait \"输错太多次\"\nshot shut\n",
    );
    // Pulling the plug gains nothing: the count is on disk.
    let said = terminal.journey(IN);
    assert!(!said.status.success(), "the door is shut");
    terminal.plays(&format!(
        "tap \"求助\"\ntap \"工作人员入口\"\nwait \"输错太多次\"\n\
         advance 40s\ntap \"清除\"\nadvance 25s\n{}",
        "type \"204618\"\ntap \"A 岗进入\"\nwait \"工作台 · A 岗在岗\"\n"
    ));
}

#[test]
fn a_list_of_paper_holdings_goes_to_the_office_and_back_by_a_stick_and_readers_see_it() {
    let (terminal, _) = services::filled("none");
    for folder in ["courier", "media/sda1", "programs"] {
        std::fs::create_dir_all(terminal.path(folder)).unwrap();
    }
    stand_in::script(&terminal.path("programs/mount"), "");
    terminal.sets("[desk]\n", "courier = \"courier\"\n");
    let open = format!(
        "{IN}tap \"设备\"\ntap \"检查\"\ntap \"纸质资料目录\"\nwait \"现在用的目录：2 种\"\n"
    );
    let unit = carries(&terminal, 1);
    terminal.plays(&format!(
        "{open}expect \"随设备设置来的\"\ntap \"目录存到 U盘\"\nwait \"目录已存到 U盘\"\nshot out\n"
    ));
    unit.join().unwrap();
    let file = terminal.path("media/sda1/holdings.csv");
    let list = std::fs::read_to_string(&file).unwrap();
    assert!(list.contains("查阅点制度,查阅点管理制度,,,A 架第 1 层,1,"));
    // As a spreadsheet in China saves it, first with a mistake in it.
    let saved = |list: &str| {
        let (bytes, _, _) = encoding_rs::GB18030.encode(list.trim_start_matches('\u{feff}'));
        std::fs::write(&file, bytes).unwrap();
    };
    saved(&format!("{list},没有位置的书,,,,,\r\n"));
    let unit = carries(&terminal, 1);
    terminal.plays(&format!(
        "{open}tap \"从 U盘读入\"\nwait \"没有读到目录\"\nexpect \"第 4 行：标题或位置空着\"\nexpect \"现在用的目录：2 种\"\nshot wrong\n"
    ));
    unit.join().unwrap();
    saved(&format!(
        "{list}政府公报,示例市人民政府公报,,2018 年第 10 期,B 架,2,是\r\n"
    ));
    let unit = carries(&terminal, 1);
    terminal.plays(&format!(
        "{open}tap \"从 U盘读入\"\nwait \"U盘上的目录：3 种\"\nshot read\ntap \"换上\"\nwait \"目录换上了\"\nexpect \"现在用的目录：3 种\"\n\
         shot kept\ntap \"退出\"\ntap \"开始查阅\"\ntap \"便民资料\"\nwait \"纸质资料共 3 种\"\n"
    ));
    unit.join().unwrap();
    let work = &terminal.entries("maintenance", "2018")[0];
    assert_eq!(
        (work.value("work"), work.value("titles")),
        (Some("holdings"), Some("3"))
    );
    // It holds over a start, and gives way to that of the settings again.
    terminal.plays(&format!(
        "{IN}tap \"设备\"\ntap \"检查\"\ntap \"纸质资料目录\"\nwait \"现在用的目录：3 种\"\ntap \"改用设备目录\"\nwait \"现在用的目录：2 种\"\n"
    ));
    assert!(terminal.chain_holds());
}
