//! Paper forms beside the register, as a browser sees them and writes about them.

use hatch::{Entry, Told, Why};
use journal::{LineFound, Made};

use super::point::Point;

const SEVENTEENTH: &str = "/forms?number=L01-1-Z-2026-0017";

#[test]
fn a_form_stands_beside_the_register_line_by_line() {
    let point = Point::new();
    let browser = point.enter();
    let register = point.get("/register", &browser.cookie);
    assert!(register.contains("href=\"/forms\""), "{register}");
    let page = point.get("/forms", &browser.cookie);
    for part in [
        "0401—0425",
        "2026-10-01 发出",
        "复印 2 页",
        "纸质查阅 3 册",
        "写坏作废",
        "两边一致 <strong>5</strong>",
        "只在纸上 <strong>1</strong>",
        "没用过 <strong>17</strong>",
        "还有 2 行对不上",
        "/forms?number=L01-1-Z-2026-0016",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(page.matches("data-row").count(), 25);
    assert!(!page.contains("value=\"form-sealed\""), "{page}");
    let sealed = point.get("/forms?number=L01-1-Z-2026-0016&line=400", &browser.cookie);
    assert!(sealed.contains("这张表已经封存"), "{sealed}");
    assert!(!sealed.contains("value=\"line-found\""), "{sealed}");
    // What was typed into the address is one of our forms, or the one that is next.
    let strange = point.get("/forms?number=%3Cscript%3E&line=%27", &browser.cookie);
    assert!(strange.contains("0401—0425") && !strange.contains("<script>"));
}

#[test]
fn what_is_found_of_a_line_goes_to_the_kiosk_and_the_next_line_is_shown() {
    let point = Point::new();
    let browser = point.enter();
    let act = |fields: &str| point.act(&browser, &format!("number=L01-1-Z-2026-0017&{fields}"));
    let page = point.get(&format!("{SEVENTEENTH}&line=407"), &browser.cookie);
    for part in ["纸上写了，登记没有", "遗失", "另写原因", "line=408"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let back = "back=%2Fforms%3Fnumber%3DL01-1-Z-2026-0017%26line%3D408";
    let said = act(&format!("act=line-found&line=407&found=spoiled&{back}"));
    assert!(said.contains("line=408&done="), "{said}");
    let spoiled = Entry::LineFound {
        number: "L01-1-Z-2026-0017".into(),
        line: 407,
        found: LineFound::Spoiled,
    };
    assert_eq!(point.entered().1, spoiled);
    for bad in [
        "act=line-found&line=407&found=burnt",
        "act=line-found&line=x&found=spoiled",
        "act=line-found&found=spoiled",
        "act=line-explained&line=407&word=+",
    ] {
        let said = act(bad);
        assert!(said.contains("failed=not-allowed"), "{bad}: {said}");
    }
    point.will_tell(Told::Refused { why: Why::FormOpen });
    let said = act("act=form-sealed&back=%2Fforms");
    assert!(said.contains("/forms?failed=form-open"), "{said}");
    let page = point.get("/forms?failed=form-open", &browser.cookie);
    assert!(page.contains("还有对不上的行"), "{page}");
}

#[test]
fn what_stands_on_the_paper_alone_is_entered_with_its_line_and_its_day() {
    let point = Point::new();
    let browser = point.enter();
    let page = point.get(&format!("{SEVENTEENTH}&line=414"), &browser.cookie);
    for part in ["照纸上的补录", "max=\"2026-10-15\"", "value=\"414\""] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let late = |day: &str| {
        point.act(
            &browser,
            &format!(
                "act=paper&back=%2Fforms&form_no=414&made=consultation&amount=2&written_on={day}"
            ),
        )
    };
    late("2026-10-14");
    let paper = Entry::Paper {
        made: Made::Consultation,
        amount: 2,
        title: None,
        form_no: Some("414".into()),
        purpose: None,
        written_on: Some("20261014".into()),
    };
    assert_eq!(point.entered().1, paper);
    for bad in ["yesterday", "2026-1-4", "20261014000", "%3Cb%3E"] {
        let said = late(bad);
        assert!(said.contains("failed=not-allowed"), "{bad}: {said}");
    }
}
