//! A day in the life of a point (值班的一天): the morning, somebody with a question, a torn slip, a new roll, a photocopy, an application, the handover, the evening's
//! sheet; by touch, in Chinese and English, on the panel of a counter and on a standing one. Every step leaves a picture.

use super::desk::at_work;
use super::*;

/// English words of the screen.
const ENGLISH: &str = include_str!("../../../assets/lang/en/LC_MESSAGES/screens.po");

/// What the screen says for `words` in English: a sentence of the catalogue, one with something filled in, or several beside each other.
fn english(words: &str) -> Option<String> {
    if words.is_ascii() {
        return Some(words.to_owned());
    }
    let quoted = |line: &str, key: &str| {
        let inner = line.strip_prefix(key)?.trim().strip_prefix('"')?;
        Some(inner.strip_suffix('"')?.replace("\\\"", "\""))
    };
    // One of several, where the number says which.
    let several = match words.split(' ').any(|word| word == "1") {
        true => "msgstr[0]",
        false => "msgstr[1]",
    };
    let entries = ENGLISH.split("\n\n").filter_map(|entry| {
        let of = |key: &str| entry.lines().find_map(|line| quoted(line, key));
        let en = of("msgstr ").or_else(|| of(several))?;
        Some((of("msgid ")?.replace("{n}", "{}"), en.replace("{n}", "{}")))
    });
    let pairs: Vec<(String, String)> = entries.filter(|(zh, _)| !zh.is_empty()).collect();
    if let Some((_, en)) = pairs.iter().find(|(zh, _)| zh == words) {
        return Some(en.clone());
    }
    let beside = words
        .split_once(' ')
        .and_then(|(first, rest)| Some(format!("{} {}", english(first)?, english(rest)?)));
    let filled = pairs.iter().filter_map(|(zh, en)| {
        let (before, after) = zh.split_once("{}")?;
        let long = before.len() + after.len() > 3 && !after.contains("{}");
        let value = words.strip_prefix(before)?.strip_suffix(after)?;
        let value = long.then(|| english(value))??;
        Some((before.len() + after.len(), en.replacen("{}", &value, 1)))
    });
    beside.or_else(|| Some(filled.max_by_key(|(length, _)| *length)?.1))
}

/// The script in English: what is in quotes is looked up, but what is typed, numbers, and the names of what visitors read.
fn in_english(script: &str) -> String {
    let lines = script.lines().map(|line| match line.split_once(" \"") {
        Some((verb, rest)) if verb != "type" => {
            let words = rest.trim_end_matches('"');
            let kept = words.is_ascii() || words.starts_with("示例");
            match kept {
                true => line.to_owned(),
                false => {
                    let english = english(words);
                    let english = english.unwrap_or_else(|| panic!("no English words for {words}"));
                    format!("{verb} \"{english}\"")
                }
            }
        }
        _ => line.to_owned(),
    });
    lines.collect::<Vec<String>>().join("\n")
}

/// To the desk; the language is the one that a visitor chose.
const ENTER: &str = "tap \"求助\"\ntap \"工作人员入口\"\ntype \"204618\"\ntap \"A 岗进入\"\n";

const MORNING: &str = "wait \"今天\"\nshot morning\ntap \"设备\"\ntap \"检查\"\nwait \"记下检查\"\nshot checklist\ntap \"记下检查\"\n\
    {turn}tap \"自检并打条\"\nwait \"晨检条印好了，请照着看一遍\"\nshot self-test\ntap \"退出\"\n";

const QUESTION: &str =
    "tap \"求助\"\ntap \"呼叫工作人员\"\nexpect \"不用了，取消呼叫\"\nshot called\n";

const ANSWERED: &str = "wait \"有人求助\"\nshot somebody-waits\ntap \"我去了\"\nwait \"现在没有要办的事\"\ntap \"退出\"\n";

const TORN: &str = "tap \"搜索\"\ntype \"zwgkcyd\"\ntap \"看结果\"\ntap \"示例市政务公开查阅点建设管理制度\"\ntap \"打印\"\nwait \"开始打印\"\nshot slip\ntap \"开始打印\"\n\
    wait \"L01-1-20181015-0001\"\nshot torn\n";

const SETTLED: &str = "wait \"去核实\"\nshot after-the-torn-slip\ntap \"换了新卷\"\ntap \"8\"\ntap \"0\"\nshot roll\ntap \"记下：换了新卷 80 米\"\nwait \"已记下 0002\"\n\
    tap \"今天\"\ntap \"去核实\"\nwait \"没有出来\"\nshot settle\ntap \"没有出来\"\nwait \"补打这张凭条\"\ntap \"补打这张凭条\"\n\
    wait \"回到登记\"\nshot reprinted\n";

const COPIED: &str = "tap \"今天\"\ntap \"记复印\"\ntap \"3\"\nshot copies\ntap \"记下：复印 3 页\"\nwait \"已记下 0002\"\nshot noted\n";

const APPLIED: &str = "tap \"申请\"\nshot applications\ntap \"收申请\"\nshot intake\ntap \"口头，代填\"\n\
    tap \"公民个人\"\n{turn}tap \"要的信息\"\ntap \"字母\"\ntype \"budget\"\nshot typing\ntap \"下一格\"\ntap \"填好了\"\n\
    tap \"下一步\"\ntap \"护照\"\ntap \"姓名或名称\"\ntype \"jia\"\ntap \"下一格\"\ntype \"street\"\ntap \"下一格\"\ntype \"88888012\"\ntap \"下一格\"\n\
    type \"12345678\"\ntap \"填好了\"\ntap \"下一步\"\ntap \"自己来取\"\ntap \"纸质\"\ntap \"下一步\"\nshot review\ntap \"交件\"\n\
    wait \"L01-1-S-2018-0001\"\nshot receipt\ntap \"办完了，结束\"\n";

const HANDED: &str = "tap \"交接\"\ntap \"多一卷\"\ntype \"204618\"\nshot handover\ntap \"B 岗接班，打印交接单\"\nwait \"交接单印好了，请两人签名\"\nshot handed\n";

const EVENING: &str = "tap \"登记\"\nshot register\ntap \"看日表\"\nwait \"登记链核对通过\"\ntap \"打印日表\"\nwait \"日表印好了\"\nshot day-sheet\ntap \"今天\"\nshot evening\ntap \"退出\"\nshot night\n";

fn day(size: &str, inches: &str, lang: &str) {
    let slips = tempfile::tempdir().unwrap();
    let printer = |part: &str, faults: &str| virtual_printer(&slips.path().join(part), faults);
    let terminal = at_work("none");
    services::point(&terminal);
    let file = terminal.path("terminal.toml");
    let settings = std::fs::read_to_string(&file).unwrap();
    let settings = format!("{settings}[kiosk]\ndiagonal_in = {inches}\n");
    // A low panel shows two rows of the checklist at a time, and the kinds of applicants before what they ask for.
    let (turn, turns) = match size {
        "1280x800" => ("tap \"下一页\"\n", 3),
        _ => ("", 0),
    };
    // Whoever sat down chose the language; each leaving of the desk gives the terminal back as it is for everybody.
    let spoken = |script: &str| match lang {
        "en" => format!("tap \"English\"\n{}", in_english(script)),
        _ => script.to_owned(),
    };
    let plays = |part: &str, printer: &str, scripts: &[String]| {
        let connection = format!("connection = \"{printer}\"");
        let settings = settings.replace("connection = \"none\"", &connection);
        std::fs::write(&file, settings).unwrap();
        let script = terminal.path("script.txt");
        std::fs::write(&script, scripts.join("\n")).unwrap();
        let out = terminal.path("pictures").join(part);
        let (script, out) = (script.to_str().unwrap(), out.to_str().unwrap());
        let said = terminal.kiosk(&[
            "journey", script, "--out", out, "--now", NOW, "--size", size,
        ]);
        let words = String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "{size} {lang}, {part}: {words}");
    };
    // Nobody was there: the language that is chosen begins, and so does the button.
    let begun = |script: &str| match lang {
        "en" => spoken(script),
        _ => format!("tap \"开始查阅\"\n{script}"),
    };
    let at_desk = |script: &str| spoken(&format!("{ENTER}{script}"));
    plays(
        "morning",
        &printer("morning", ""),
        &[
            at_desk(&MORNING.replace("{turn}", &turn.repeat(turns))),
            spoken(QUESTION),
        ],
    );
    // Whoever called still waits: the terminal was started anew meanwhile.
    let call = terminal.entries("calls", "20181015").pop().unwrap();
    assert_eq!(call.state, "waiting");
    plays(
        "noon",
        &printer("noon", "paper-out-row=300"),
        &[at_desk(ANSWERED), begun(TORN)],
    );
    assert_eq!(terminal.entries("calls", "20181015")[0].state, "answered");
    // A new roll, and a printer that is well again.
    let afternoon = at_desk(&format!(
        "{SETTLED}{COPIED}{}",
        APPLIED.replace("{turn}", turn)
    ));
    let evening = at_desk(&format!("{HANDED}{EVENING}"));
    plays("evening", &printer("evening", ""), &[afternoon, evening]);

    let rows = terminal.rows();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        rows[0].settled.as_ref().unwrap().found,
        journal::Finding::Nothing
    );
    let states = |register, period| -> Vec<&'static str> {
        let entries = terminal.entries(register, period);
        entries.iter().map(|entry| entry.state).collect()
    };
    assert_eq!(states("papers", "20181015"), ["written"]);
    assert_eq!(states("applications", "2018"), ["received"]);
    assert_eq!(states("handovers", "20181015").len(), 1);
    // What the desk printed for itself: the morning's slip, the receipt, the office's sheet, the handover, the sheet of the day.
    let printed = terminal.entries("desk-prints", "20181015");
    let what: Vec<_> = printed.iter().map(|it| it.value("printout")).collect();
    let all = ["self-test", "receipt", "intake-sheet", "handover", "day"];
    assert_eq!(what, all.map(Some));
    let reader = journal::Reader::open(&terminal.path("journal")).unwrap();
    assert!(reader.day_sheet_printed("20181015").unwrap());
    let (used_mm, roll_mm) = reader.roll_mm().unwrap().unwrap();
    assert_eq!(roll_mm, 80_000);
    let slip_mm = u64::from(rows[0].length_mm.unwrap());
    let desk_mm = |it: &journal::Matter| it.value("length_mm").unwrap().parse::<u64>().unwrap();
    let behind_the_change: u64 = printed[1..].iter().map(desk_mm).sum();
    assert_eq!(used_mm, slip_mm + behind_the_change);
    assert!(terminal.chain_holds());
    if let Ok(look) = std::env::var("LOOK") {
        let to = Path::new(&look).join(format!("day-{size}-{lang}"));
        std::fs::create_dir_all(&to).unwrap();
        for part in ["morning", "noon", "evening"] {
            for picture in std::fs::read_dir(terminal.path("pictures").join(part)).unwrap() {
                let picture = picture.unwrap();
                std::fs::copy(picture.path(), to.join(picture.file_name())).unwrap();
            }
        }
    }
}

#[test]
fn a_day_in_chinese_on_a_standing_panel() {
    day("1080x1920", "21.5", "zh");
}

#[test]
fn a_day_in_english_on_a_standing_panel() {
    day("1080x1920", "21.5", "en");
}

#[test]
fn a_day_in_chinese_on_the_panel_of_a_counter() {
    day("1280x800", "10.1", "zh");
}

#[test]
fn a_day_in_english_on_the_panel_of_a_counter() {
    day("1280x800", "10.1", "en");
}
