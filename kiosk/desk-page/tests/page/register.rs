//! What the register holds, how it is written and who writes it, as a browser sees it.

use hatch::{Ask, Entry, Told, Why};
use journal::{Closing, Made, Role};

use super::kiosk::{KEY, KEY_AFTER};
use super::point::Point;

#[test]
fn what_is_written_down_goes_to_the_kiosk_and_nowhere_else() {
    let point = Point::new();
    let browser = point.enter();
    let fields = "act=paper&back=%2Ftoday&made=photocopy&amount=3&title=%E5%85%AC%E6%8A%A5&form_no=0414&purpose=";
    let said = point.act(&browser, fields);
    assert!(
        said.contains("location: /today?done=L01-1-20261015-0028"),
        "{said}"
    );
    let (key, entry) = point.entered();
    assert_eq!(key, KEY);
    assert_eq!(
        entry,
        Entry::Paper {
            made: Made::Photocopy,
            amount: 3,
            title: Some("公报".into()),
            form_no: Some("0414".into()),
            purpose: None,
            written_on: None,
        }
    );
    let today = point.get("/today?done=L01-1-20261015-0028", &browser.cookie);
    assert!(today.contains("已记下：L01-1-20261015-0028"));
    point.will_tell(Told::Refused {
        why: Why::NotWritten,
    });
    let said = point.act(&browser, fields);
    assert!(
        said.contains("location: /today?failed=not-written"),
        "{said}"
    );
}

#[test]
fn who_takes_over_types_the_pin_and_the_browser_of_who_went_is_closed() {
    let point = Point::new();
    let browser = point.enter();
    let page = point.get("/handover", &browser.cookie);
    for part in [
        "B 岗接班",
        "08:58 起 A 岗",
        "L01-1-B-20261015-0001",
        "交班签名",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let form = |token: &str, pin: &str, rolls: &str| {
        format!("token={token}&to=B&spare_rolls={rolls}&pin={pin}")
    };
    let before = point.asked().len();
    let forged = point.post("/handover", &browser.cookie, &form("0", "4711", "4"));
    assert!(forged.starts_with("HTTP/1.1 403"), "{forged}");
    assert_eq!(point.asked().len(), before, "nothing was asked");
    for (pin, rolls, status) in [
        ("0000", "4", "HTTP/1.1 403"),
        ("12", "4", "HTTP/1.1 403"),
        ("4711", "many", "HTTP/1.1 409"),
        ("4711", "-1", "HTTP/1.1 409"),
    ] {
        let said = point.post(
            "/handover",
            &browser.cookie,
            &form(&browser.token, pin, rolls),
        );
        assert!(said.starts_with(status), "{pin} {rolls}: {said}");
        assert!(!said.contains("set-cookie"), "{said}");
    }
    point.will_tell(Told::Wait { wait_s: 120 });
    let said = point.post(
        "/handover",
        &browser.cookie,
        &form(&browser.token, "4711", "4"),
    );
    assert!(
        said.starts_with("HTTP/1.1 429") && said.contains("120 秒"),
        "{said}"
    );
    let said = point.post(
        "/handover",
        &browser.cookie,
        &form(&browser.token, "4711", "4"),
    );
    assert!(
        said.contains("location: /handover?done=L01-1-B-20261015-0002"),
        "{said}"
    );
    let gone = point.get("/today", &browser.cookie);
    assert!(gone.contains("location: /enter"), "the session of who went");
    let cookie = said
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = cookie.unwrap().split(';').next().unwrap();
    let after = point.get("/handover", &format!("Cookie: {cookie}\r\n"));
    assert!(
        after.contains("工作台 · B 岗") && after.contains("A 岗接班"),
        "{after}"
    );
    let token = after.split("name=\"token\" value=\"").nth(1).unwrap();
    let token = token.split('"').next().unwrap();
    let body = format!("token={token}&act=paper&back=%2Ftoday&made=photocopy&amount=1&purpose=");
    point.post("/act", &format!("Cookie: {cookie}\r\n"), &body);
    assert_eq!(point.entered().0, KEY_AFTER);
    assert!(
        !point
            .asked()
            .iter()
            .any(|ask| matches!(ask, Ask::HandOver { to: Role::A, .. }))
    );
}

#[test]
fn figures_are_shown_of_a_month_and_a_year_and_what_is_late_stands_on_the_first_page() {
    let point = Point::new();
    let browser = point.enter();
    let month = point.get("/statistics", &browser.cookie);
    for part in [
        "2026-10",
        "120，其中没有结果 7",
        "8.4",
        "查阅点建设管理制度",
        "14 时",
        "/statistics?period=202609",
        "/statistics?period=2026",
    ] {
        assert!(month.contains(part), "{part}: {month}");
    }
    assert!(!month.contains("period=202611"), "none lies ahead");
    let before = point.get("/statistics?period=202512", &browser.cookie);
    assert!(before.contains("/statistics?period=202601"), "{before}");
    for strange in ["%3Cscript%3E", "20261015", "2026-1", ""] {
        let said = point.get(&format!("/statistics?period={strange}"), &browser.cookie);
        assert!(said.starts_with("HTTP/1.1 200"), "{said}");
        assert!(!said.contains("<script>"), "{said}");
    }
    let asked = point.asked();
    let periods: Vec<&str> = asked
        .iter()
        .filter_map(|ask| match ask {
            Ask::Statistics { period } => Some(period.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(periods, ["", "202512", "", "", "", ""]);
    let today = point.get("/today", &browser.cookie);
    for part in [
        "政府公报：数据里有更新的一期：示例市人民政府公报 2026 年第 9 期",
        "便民服务栏 9 天没检查",
    ] {
        assert!(today.contains(part), "{part}: {today}");
    }
}

#[test]
fn what_the_register_holds_is_text_and_no_markup() {
    let point = Point::new();
    let browser = point.enter();
    let said = point.get("/register?line=L01-1-20261015-0025", &browser.cookie);
    assert!(
        said.contains("&lt;img src=x onerror=alert(1)&gt;"),
        "{said}"
    );
    assert!(!said.contains("<img"), "{said}");
    let failed = point.get("/today?failed=%3Cimg%3E&done=%3Cimg%3E", &browser.cookie);
    assert!(!failed.contains("img"), "{failed}");
}

#[test]
fn an_application_ends_without_an_answer_only_with_a_reason_or_by_the_applicant() {
    let point = Point::new();
    let browser = point.enter();
    let number = "L01-1-S-2026-0041";
    let page = point.get(&format!("/matters?line={number}"), &browser.cookie);
    for part in ["申请人撤回", "作废原因（必填）"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let act = |rest: &str| point.act(&browser, &format!("back=%2Fmatters&number={number}&{rest}"));
    act("act=application-closed&closing=withdrawn");
    act("act=application-void&why=%E9%87%8D%E5%A4%8D");
    let asked = point.asked();
    let entered: Vec<&Entry> = asked
        .iter()
        .filter_map(|ask| match ask {
            Ask::Enter { entry, .. } => Some(entry),
            _ => None,
        })
        .collect();
    let void = Entry::ApplicationVoid {
        number: number.into(),
        why: "重复".into(),
    };
    assert!(matches!(
        entered[0],
        Entry::ApplicationClosed {
            closing: Closing::Withdrawn,
            ..
        }
    ));
    assert_eq!(*entered[1], void);
    let said = act("act=application-void&why=+");
    assert!(said.contains("failed=not-allowed"), "{said}");
}

#[test]
fn what_happened_to_an_application_stands_there_and_its_answer_is_written_once_it_was_looked_at_again()
 {
    let point = Point::new();
    let browser = point.enter();
    let number = "L01-1-S-2026-0040";
    let page = point.get(&format!("/matters?line={number}"), &browser.cookie);
    for part in [
        "2026-09-07",
        "第 16 个工作日",
        "予以公开",
        "更正答复种类",
        "已对着答复再看过一遍",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let act = |rest: &str| point.act(&browser, &format!("back=%2Fmatters&number={number}&{rest}"));
    for unsure in ["", "&sure=", "&sure=no"] {
        for kind in ["application-answered", "application-answer-corrected"] {
            let said = act(&format!("act={kind}&answer=partly{unsure}"));
            assert!(said.contains("failed=not-allowed"), "{said}");
        }
    }
    let said = act("act=application-answer-corrected&answer=perhaps&sure=yes");
    assert!(said.contains("failed=not-allowed"), "{said}");
    let entered = |point: &Point| {
        point.asked().into_iter().find_map(|ask| match ask {
            Ask::Enter { entry, .. } => Some(entry),
            _ => None,
        })
    };
    assert_eq!(entered(&point), None);
    act("act=application-answer-corrected&answer=partly&sure=yes");
    let corrected = Entry::ApplicationAnswerCorrected {
        number: number.into(),
        answer: journal::Answer::Partly,
    };
    assert_eq!(entered(&point), Some(corrected));
}

#[test]
fn a_file_for_a_spreadsheet_holds_no_formula() {
    let point = Point::new();
    let browser = point.enter();
    let file = point.get("/register.csv", &browser.cookie);
    let body = file.split("\r\n\r\n").nth(1).unwrap();
    assert!(body.contains("登记号,时间,方式"), "{file}");
    let cells = body.lines().flat_map(|line| line.split(','));
    let runs = cells.filter(|cell| cell.trim_start_matches('"').starts_with(['=', '+', '@']));
    assert_eq!(runs.count(), 0, "{file}");
}

#[test]
fn all_keys_stand_on_one_page_and_one_key_goes_through_the_filters() {
    let point = Point::new();
    let browser = point.enter();
    let keys = point.get("/keys", &browser.cookie);
    for part in [
        "全部按键",
        "<kbd>PgDn</kbd>",
        "核实：完整",
        "作废刚记的一笔",
    ] {
        assert!(keys.contains(part), "{part}: {keys}");
    }
    let mut at = "/register".to_owned();
    let mut seen = Vec::new();
    for _ in 0..5 {
        let page = point.get(&at, &browser.cookie);
        let link = page.split("data-key=\"f\"").next().unwrap();
        let link = link.rsplit("href=\"").next().unwrap();
        at = link.split('"').next().unwrap().replace("&amp;", "&");
        seen.push(at.clone());
    }
    assert_eq!(seen.len(), 5);
    assert!(seen[0].contains("show=slips"), "{seen:?}");
    assert!(seen[4].contains("show=all"), "{seen:?}");
}
