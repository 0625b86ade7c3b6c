//! The pages of shelf and machine, the sheet of a day, the line that goes on by itself and the mistake that U takes back, as a browser sees them.

use hatch::{Ask, Entry, Pdf, Told, Why};
use journal::{ShelfKind, ShelfState, Work};

use super::kiosk::{KEY, PDF};
use super::point::Point;

fn last(point: &Point) -> Ask {
    point.asked().pop().unwrap()
}

fn shown<'a>(page: &'a str, parts: &[&str]) -> &'a str {
    for part in parts {
        assert!(page.contains(part), "{part}: {page}");
    }
    page
}

#[test]
fn the_sheet_of_a_day_is_a_file_for_who_is_logged_in_and_is_kept_nowhere() {
    let point = Point::new();
    let browser = point.enter();
    for page in ["/today", "/register"] {
        shown(
            &point.get(page, &browser.cookie),
            &["/day-sheet?day=20261015", "<kbd>P</kbd>", "<kbd>T</kbd>"],
        );
    }
    let said = point.get("/day-sheet?day=20261014", &browser.cookie);
    shown(
        &said,
        &[
            "HTTP/1.1 200",
            "content-type: application/pdf",
            "filename=\"day-sheet-L01-1-20261015.pdf\"",
            "cache-control: no-store",
            "x-content-type-options: nosniff",
        ],
    );
    assert!(said.contains("%PDF-1.7"), "{said}");
    match last(&point) {
        Ask::DaySheet { key, day } => assert_eq!((key.0.as_str(), day.as_str()), (KEY, "20261014")),
        other => panic!("{other:?}"),
    }
    // What is no day asks for today; a name that is none is not handed on; a refusal is told.
    let name = "a\"; filename=\"x.html\r\nX-Y: z.pdf".to_owned();
    let pdf = Pdf(PDF.to_vec());
    point.will_tell(Told::DaySheet { name, pdf });
    let said = point.get("/day-sheet?day=../../etc", &browser.cookie);
    assert!(
        said.contains("filename=\"day-sheet.pdf\"") && !said.to_lowercase().contains("x-y:"),
        "{said}"
    );
    assert!(matches!(last(&point), Ask::DaySheet { day, .. } if day.is_empty()));
    let why = Why::Unreadable;
    point.will_tell(Told::Refused { why });
    let said = point.get("/day-sheet", &browser.cookie);
    assert!(
        said.contains("location: /today?failed=unreadable"),
        "{said}"
    );
    point.pass(600);
    let said = point.get("/day-sheet", &browser.cookie);
    assert!(
        said.contains("location: /enter") && !said.contains("%PDF"),
        "{said}"
    );
}

#[test]
fn the_terminal_prints_the_sheet_and_syncs_only_for_a_form_of_this_browser() {
    let point = Point::new();
    let browser = point.enter();
    let before = point.asked().len();
    let forged = point.post(
        "/act",
        &browser.cookie,
        "token=0&act=print-day&day=20261015",
    );
    assert!(forged.starts_with("HTTP/1.1 403"), "{forged}");
    let linked = point.get("/act?act=print-day", &browser.cookie);
    assert!(linked.starts_with("HTTP/1.1 405"), "{linked}");
    assert_eq!(point.asked().len(), before);
    let said = point.act(&browser, "act=print-day&back=%2Ftoday&day=20261015");
    assert!(said.contains("location: /today?begun=print-day"), "{said}");
    assert!(matches!(last(&point), Ask::PrintDay { day, .. } if day == "20261015"));
    shown(
        &point.get("/today?begun=print-day", &browser.cookie),
        &["日表已交给终端的打印机"],
    );
    let why = Why::NoPrinter;
    point.will_tell(Told::Refused { why });
    let said = point.act(&browser, "act=print-day&back=%2Ftoday&day=20261015");
    assert!(said.contains("failed=no-printer"), "{said}");
    let said = point.act(&browser, "act=sync&back=%2Fdevice");
    assert!(said.contains("location: /device?begun=sync"), "{said}");
    assert!(matches!(last(&point), Ask::Sync { .. }));
    let strange = point.get("/today?begun=%3Cimg%3E", &browser.cookie);
    assert!(!strange.contains("img"), "{strange}");
}

#[test]
fn the_machine_is_shown_with_what_needs_somebody_and_cannot_be_switched_off_from_here() {
    let point = Point::new();
    let browser = point.enter();
    let page = point.get("/device", &browser.cookie);
    let says = [
        "正常（14:35 问过）",
        "推算约 9 米，整卷 50 米",
        "1234 件，2026-10-15 09:12 核对过",
        "2026-10-14 09:00 起已过期",
        "没有采纳",
        "6 个，打不开 1 个",
        "不能朗读：放不出声音",
        "640 MB",
        "48 ℃",
        "立即同步",
    ];
    shown(&page, &says);
    // The roll that ends, the signature, the stick, the link, the voice, the disk.
    assert_eq!(page.matches("请看看").count(), 6, "{page}");
    for never in ["act=restart", "value=\"restart\"", "power-off"] {
        assert!(!page.contains(never), "{never}");
    }
    let said = point.act(&browser, "act=restart&back=%2Fdevice");
    assert!(said.contains("failed=not-allowed"), "{said}");
    let english = format!("{}Accept-Language: en\r\n", browser.cookie);
    shown(
        &point.get("/device", &english),
        &["expired since 2026-10-14 09:00"],
    );
    point.will_tell(Told::Refused {
        why: Why::Unreadable,
    });
    shown(
        &point.get("/device", &browser.cookie),
        &["HTTP/1.1 200", "没有应答"],
    );
}

#[test]
fn the_shelf_is_written_down_whole_and_what_is_missing_can_be_brought() {
    let point = Point::new();
    let browser = point.enter();
    let page = point.get("/checks", &browser.cookie);
    let says = [
        "上次检查 2026-10-06 08:50",
        "缺少",
        "放好了",
        "&lt;b&gt;公报&lt;/b&gt; 第 9 期",
        "2026-10-12，3 天前",
        "还没有记过",
        "在终端上做",
        "<kbd>S</kbd>",
    ];
    shown(&page, &says);
    assert_eq!(
        page.matches("value=\"work-done\"").count(),
        2,
        "the test is made at the terminal"
    );
    let all =
        "rules=there&guide=stale&reading-flow=there&apply-flow=missing&gazette=there&policy=there";
    point.act(&browser, &format!("act=shelf-checked&back=%2Fchecks&{all}"));
    let Ask::Enter { entry, .. } = last(&point) else {
        panic!("not written")
    };
    use ShelfState::{Missing, Stale, There};
    let found = [There, Stale, There, Missing, There, There];
    assert_eq!(entry, Entry::ShelfChecked { found });
    let before = point.asked().len();
    for half in [&all[12..], &all.replace("stale", "eaten"), ""] {
        let said = point.act(
            &browser,
            &format!("act=shelf-checked&back=%2Fchecks&{half}"),
        );
        assert!(
            said.contains("/checks?failed=not-allowed"),
            "{half}: {said}"
        );
    }
    for bad in [
        "act=work-done&work=demolition",
        "act=shelf-mended&number=L01-1-J-20261006-0001&kind=all",
        "act=shelf-mended&number=..%2F&kind=rules",
    ] {
        assert!(
            point.act(&browser, bad).contains("failed=not-allowed"),
            "{bad}"
        );
    }
    assert_eq!(point.asked().len(), before, "half a look is none");
    point.act(
        &browser,
        "act=shelf-mended&back=%2Fchecks&number=L01-1-J-20261006-0001&kind=apply-flow",
    );
    let mended = Entry::ShelfMended {
        number: "L01-1-J-20261006-0001".into(),
        kind: ShelfKind::ApplyFlow,
    };
    assert!(matches!(last(&point), Ask::Enter { entry, .. } if entry == mended));
    point.act(&browser, "act=work-done&back=%2Fchecks&work=cleaning");
    let cleaned = |entry: &Entry| {
        matches!(
            entry,
            Entry::WorkDone {
                work: Work::Cleaning,
                failed: false,
                word: None
            }
        )
    };
    assert!(matches!(last(&point), Ask::Enter { entry, .. } if cleaned(&entry)));
}

#[test]
fn the_line_of_the_form_goes_on_by_itself_and_u_takes_the_last_paper_back() {
    let point = Point::new();
    let browser = point.enter();
    let today = point.get("/today", &browser.cookie);
    shown(
        &today,
        &[
            "name=\"form_no\" maxlength=\"40\" value=\"0414\"",
            "自动接着",
        ],
    );
    assert!(!today.contains("<kbd>U</kbd>"), "nothing was written yet");
    point.act(
        &browser,
        "act=paper&back=%2Ftoday&made=photocopy&amount=3&form_no=0414",
    );
    let other = point.enter();
    assert!(
        !point.get("/today", &other.cookie).contains("<kbd>U</kbd>"),
        "it was another browser"
    );
    let today = point.get("/today", &browser.cookie);
    shown(
        &today,
        &[
            "记错了，作废 0028",
            "data-key=\"u\"",
            "value=\"L01-1-20261015-0028\"",
        ],
    );
    let undo = "act=paper-void&back=%2Ftoday&number=L01-1-20261015-0028";
    point.will_tell(Told::Refused {
        why: Why::NotWritten,
    });
    point.act(&browser, undo);
    shown(&point.get("/today", &browser.cookie), &["<kbd>U</kbd>"]);
    let number = "L01-1-20261015-0028".to_owned();
    point.will_tell(Told::Written { number });
    let said = point.act(&browser, undo);
    assert!(
        said.contains("location: /today?done=L01-1-20261015-0028#note"),
        "{said}"
    );
    let void = |entry: &Entry| matches!(entry, Entry::PaperVoid { why: None, .. });
    assert!(matches!(last(&point), Ask::Enter { entry, .. } if void(&entry)));
    assert!(
        !point
            .get("/today", &browser.cookie)
            .contains("<kbd>U</kbd>")
    );
    point.will_tell(Told::Refused {
        why: Why::LineTaken,
    });
    let said = point.act(
        &browser,
        "act=paper&back=%2Ftoday&made=photocopy&amount=3&form_no=0414",
    );
    assert!(said.contains("failed=line-taken"), "{said}");
    shown(
        &point.get("/today?failed=line-taken", &browser.cookie),
        &["请核对行号"],
    );
}
