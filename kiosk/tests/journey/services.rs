//! What the point offers besides documents, by touch on the real program: called, applied, said, looked up; and what of it is in the registers,
//! on disk and on paper afterwards.

use config::seal::{OfficeKey, OfficeSecret};

use super::*;

/// 18:42 in the reading room, the evening before the holidays.
const EVENING: &str = "2018-09-30T10:42:00Z";
const CALENDAR: &str = "[[year]]\nyear = 2018\nworkdays = [\"2018-09-29\", \"2018-09-30\"]\n\
    [[year.holiday]]\nname = \"国庆节\"\nfrom = \"2018-10-01\"\nto = \"2018-10-07\"\n";
const HOLDINGS: &str = "类别,标题,文号,版本,位置,份数\n查阅点制度,查阅点管理制度,,,A 架第 1 层,1\n,示例市年鉴,,2017,C 架,2\n";

/// A point with everything; the secret stays with the office.
pub(crate) fn point(terminal: &Terminal) -> OfficeSecret {
    let (secret, key) = OfficeSecret::generate();
    let more = format!(
        "[hours]\nweekdays = [\"09:00-12:00\", \"13:30-17:30\"]\ncalendar = \"calendar.toml\"\nurgent = \"值班电话 000-8888 8012\"\n\
         [services]\nholdings = \"holdings.csv\"\nbell = \"terminal\"\nappraisal_from = \"10-01\"\nappraisal_to = \"12-20\"\n\
         [office]\nname = \"示例市人民政府办公室\"\nkey = \"{}\"\nforms = \"A 架第 1 层\"\n\
         [[links]]\nname = \"示例市人民政府\"\nurl = \"https://www.example.cn/\"\n",
        key.text()
    );
    let file = terminal.path("terminal.toml");
    let toml = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, toml + &more).unwrap();
    std::fs::write(terminal.path("calendar.toml"), CALENDAR).unwrap();
    std::fs::write(terminal.path("holdings.csv"), HOLDINGS).unwrap();
    secret
}

pub(crate) fn filled(printer: &str) -> (Terminal, OfficeSecret) {
    let terminal = Terminal::new(printer);
    apply(&terminal.path("mirror"), vec![rules(1)], vec![], 1);
    let secret = point(&terminal);
    (terminal, secret)
}

impl Terminal {
    fn matters(&self, register: &str, period: &str) -> Vec<journal::Matter> {
        let reader = journal::Reader::open(&self.path("journal")).unwrap();
        reader.matters(register, period).unwrap()
    }

    /// Every byte that the terminal left on disk, but the settings.
    pub(crate) fn remains(&self, words: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.dir.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.file_name().is_some_and(|name| name != "script.txt") {
                    let bytes = std::fs::read(&path).unwrap();
                    let words = words.as_bytes();
                    if bytes.windows(words.len()).any(|window| window == words) {
                        found.push(path);
                    }
                }
            }
        }
        found
    }
}

#[test]
fn a_visitor_calls_an_attendant_and_takes_it_back_or_leaves() {
    let (terminal, _) = filled("none");
    terminal.plays(
        "tap \"求助\"\ntap \"呼叫工作人员\"\nwait \"已呼叫，请稍候。14:36\"\nshot called\n\
         tap \"首页\"\ntap \"求助\"\nexpect \"已呼叫\"\nadvance 59s\ntap \"再呼叫一次\"\n\
         tap \"不用了，取消呼叫\"\nexpect-not \"已呼叫\"\n\
         tap \"呼叫工作人员\"\nwait \"已呼叫，请稍候。\"\ntap \"结束使用\"\n",
    );
    let calls = terminal.matters("calls", "20181015");
    let states: Vec<&str> = calls.iter().map(|call| call.state).collect();
    assert_eq!(
        states,
        ["lapsed", "lapsed"],
        "rung twice, once more only sounded"
    );
}

#[test]
fn an_application_by_touch_is_sealed_to_the_office_and_its_receipt_comes_out() {
    let slips = tempfile::tempdir().unwrap();
    let (terminal, secret) = filled(&virtual_printer(slips.path(), ""));
    terminal.plays(
        "tap \"依申请公开\"\nshot apply-guide\ntap \"在屏幕上填\"\n\
         tap \"公民个人\"\ntap \"要的信息\"\ntap \"字母\"\ntype \"budget\"\nshot apply-typing\ntap \"下一格\"\ntap \"填好了\"\n\
         tap \"下一步\"\ntap \"护照\"\ntap \"姓名或名称\"\ntype \"jia\"\ntap \"下一格\"\n\
         type \"street\"\ntap \"下一格\"\ntype \"88888012\"\ntap \"下一格\"\ntype \"12345678\"\ntap \"填好了\"\n\
         shot apply-contact\ntap \"下一步\"\ntap \"自己来取\"\ntap \"纸质\"\ntap \"下一步\"\n\
         expect \"88888012\"\nshot apply-review\ntap \"交件\"\nwait \"L01-1-S-2018-0001\"\n\
         expect \"11月12日前（20 个工作日）\"\nwait \"回执您留着，收件单交给工作人员\"\nshot apply-receipt\n\
         tap \"办完了，结束\"\nexpect-not \"L01-1-S-2018-0001\"\n\
         tap \"开始查阅\"\ntap \"依申请公开\"\ntap \"凭回执查进度\"\ntype \"0001\"\ntap \"填好了\"\ntap \"查一查\"\nwait \"已收件，等待转送\"\n\
         expect \"2018-11-12\"\ntap \"催一催\"\nwait \"催办记下了\"\nshot apply-progress\n",
    );
    let matters = terminal.matters("applications", "2018");
    assert_eq!(matters.len(), 1);
    let matter = &matters[0];
    assert_eq!(matter.entries.len(), 2, "received and urged");
    assert_eq!(matter.value("received_on"), Some("20181015"));
    assert_eq!(matter.value("by"), None, "nobody typed it in");
    let contact = matter.value("contact_sealed").unwrap();
    let opened = secret.open("applications/contact", contact).unwrap();
    assert!(
        opened.contains("phone: 88888012\n") && opened.contains("id-number: 12345678\n"),
        "{opened}"
    );
    assert!(secret.open("applications/content", contact).is_err());
    assert_eq!(terminal.remains("88888012"), Vec::<PathBuf>::new());
    // The applicant's, and behind it the office's.
    let papers = ["0001.png", "0002.png", "0003.png"].map(|name| slips.path().join(name).exists());
    assert_eq!(papers, [true, true, false]);
    assert!(
        terminal.rows().is_empty(),
        "the receipt is no slip of the print register"
    );
    assert!(
        journal::verify(&terminal.path("journal"), &[])
            .unwrap()
            .ok()
    );

    let lines = String::from_utf8(terminal.kiosk(&["sealed", "--year", "2018"]).stdout).unwrap();
    let line = lines
        .lines()
        .find(|line| line.contains("applications/contact"))
        .unwrap();
    let sealed = line.rsplit(' ').next().unwrap();
    assert_eq!(secret.open("applications/contact", sealed).unwrap(), opened);
    assert!(OfficeKey::parse("office-key:none").is_err());
}

#[test]
fn an_opinion_gets_a_number_and_grades_are_counted_once() {
    let (terminal, secret) = filled("none");
    terminal.plays(
        "tap \"意见评议\"\ntap \"1 满意\"\ntap \"4 不满意\"\nexpect \"已评 2 项\"\nshot appraisal\ntap \"提交评价\"\nwait \"您的评价记下了\"\n\
         tap \"提意见\"\ntap \"场所设备\"\ntap \"意见\"\ntap \"字母\"\ntype \"chairs\"\ntap \"下一格\"\ntap \"填好了\"\n\
         tap \"提交意见\"\nwait \"L01-1-Y-2018-0001\"\nshot opinion\ntap \"看答复\"\nexpect \"还没有公布的答复\"\n",
    );
    let opinion = &terminal.matters("opinions", "2018")[0];
    let words = opinion.value("content_sealed").unwrap();
    assert_eq!(
        secret.open("opinions/content", words).as_deref(),
        Ok("chairs")
    );
    assert_eq!(opinion.value("contact_sealed"), None);
    let grades = &terminal.matters("appraisal", "2018")[0];
    assert_eq!(
        (grades.value("topic_1"), grades.value("topic_4")),
        (Some("good"), Some("poor"))
    );
    assert_eq!(terminal.remains("chairs"), Vec::<PathBuf>::new());
}

#[test]
fn an_answer_that_the_office_lets_everybody_read_is_shown() {
    let (terminal, _) = filled("none");
    std::fs::create_dir_all(terminal.path("journal")).unwrap();
    let now = NOW.parse().unwrap();
    let mut writer = journal::Writer::open(&terminal.path("journal"), "L01", "1", now).unwrap();
    for (answer, published) in [("二楼已添六把椅子。", true), ("已电话联系。", false)]
    {
        let (way, about) = (journal::OpinionWay::Paper, journal::OpinionAbout::Premises);
        let received =
            journal::Opinion::received(way, about, "sealed1:x", None, Some(journal::Role::A));
        let number = writer.enter(&received, now).unwrap();
        let answered = journal::Opinion::answered(&number, answer, published, journal::Role::A);
        writer.enter(&answered, now).unwrap();
    }
    drop(writer);
    terminal.plays("tap \"意见评议\"\ntap \"看答复\"\nwait \"二楼已添六把椅子。\"\nexpect-not \"已电话联系\"\nshot answers\n");
}

#[test]
fn shelf_paper_and_links_lead_to_what_there_is() {
    let (terminal, _) = filled("none");
    let checks = "[{\"url\":\"https://www.example.cn/\",\"at\":\"2018-10-15T01:12:00Z\"}]";
    std::fs::write(terminal.path("mirror").join("links.json"), checks).unwrap();
    let script = "tap \"便民资料\"\nwait \"查阅点管理制度\"\nshot shelf\ntap \"看目录 查阅点管理制度\"\nexpect \"A 架第 1 层\"\n\
         tap \"返回\"\ntap \"查纸质资料\"\nexpect \"示例市年鉴\"\ntap \"找什么\"\ntap \"数字 〔〕号\"\ntype \"2017\"\ntap \"看结果\"\n\
         expect \"示例市年鉴\"\nexpect-not \"A 架第 1 层\"\nshot holdings\n\
         tap \"首页\"\ntap \"网站链接\"\nwait \"今天 09:12 检查，能打开\"\nshot links\n";
    terminal.plays(script);
}

#[test]
fn out_of_hours_the_screen_says_when_it_opens_and_goes_dark() {
    let (terminal, _) = filled("none");
    let script = terminal.path("script.txt");
    let words = "expect \"现在不开放\"\nexpect \"10月8日 9:00\"\nexpect \"国庆节放假\"\nshot closed\n\
         tap \"现在不开放\"\nexpect-not \"首页\"\nadvance 2m\nshot dark\n";
    std::fs::write(&script, words).unwrap();
    let out = terminal.path("pictures");
    let (file, out) = (script.to_str().unwrap(), out.to_str().unwrap());
    let said = terminal.kiosk(&["journey", file, "--out", out, "--now", EVENING]);
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
}

#[test]
fn whoever_comes_later_is_invited_and_a_visit_at_closing_time_is_ended() {
    let (terminal, _) = filled("none");
    terminal.plays("advance 121s\nexpect \"开始查阅\"\nshot welcome\ntap \"开始查阅\"\nexpect \"搜索\"\nexpect \"今天开放到 17:30\"\n");
    let script = terminal.path("script.txt");
    // 17:29 in the reading room.
    std::fs::write(&script, "tap \"搜索\"\nadvance 61s\nexpect \"快闭馆了\"\ntap \"知道了\"\nadvance 61s\ntap \"继续使用\"\n").unwrap();
    let out = terminal.path("pictures");
    let (file, out) = (script.to_str().unwrap(), out.to_str().unwrap());
    let said = terminal.kiosk(&[
        "journey",
        file,
        "--out",
        out,
        "--now",
        "2018-10-15T09:29:00Z",
    ]);
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
}
