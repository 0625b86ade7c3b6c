//! Terminals of one house on one page: who knows whom, what is summed up, and what is told where one is silent.

use hatch::Ask;

use super::point::Point;

#[test]
fn terminals_of_the_house_know_each_other_by_their_fingerprints_alone() {
    let (near, far) = Point::pair(false);
    let browser = near.enter();
    let today = near.get("/today", &browser.cookie);
    assert!(today.contains("2 号终端 二楼阅览室 有人求助"), "{today}");
    let register = near.get("/register?of=2", &browser.cookie);
    assert!(register.contains("0027"), "{register}");
    assert!(near.ask_neighbour(&far, "/house/today").is_ok());
    // Who holds no key that the far one was told of is a stranger there; and nobody writes this way.
    let stranger = Point::new();
    let refused = stranger.ask_neighbour(&far, "/house/today").unwrap_err();
    assert!(refused.contains("403"), "{refused}");
    let door = near.ask_neighbour(&far, "/today").unwrap_err();
    assert!(door.contains("303"), "{door}");
    let asked = far.asked();
    let reads = |ask: &Ask| matches!(ask, Ask::Today | Ask::Day { .. });
    assert!(asked.iter().all(reads), "{asked:?}");
}

#[test]
fn what_waits_and_what_was_registered_is_that_of_the_whole_house() {
    let (near, far) = Point::pair(false);
    let browser = near.enter();
    let today = near.get("/today", &browser.cookie);
    for part in [
        // Both terminals together, in the head, on the badges and among what is due.
        "登记 54 笔 · 凭条 13.6 米 · A4、复印 22 页",
        "<span class=\"badge\">2</span><kbd>2</kbd>",
        "申请 0041</strong><span class=\"quiet\">2 号终端 二楼阅览室 · 还没有转送",
        "<span class=\"badge\">2</span><kbd>3</kbd>",
        "数据核对于 2026-10-15 09:12",
        "共 1204 件 · 今天新增或变更 3 件，撤下 1 件",
        "今天 09:12 核对过",
        "已过期",
    ] {
        assert!(today.contains(part), "{part}: {today}");
    }
    let all = near.get("/register?of=all&line=L01-2-20261015-0027", &browser.cookie);
    for part in [
        "1-0027",
        "2-0027",
        "全部 6",
        "凭条 13.6 米",
        "别的终端的登记",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    // What stands in one's own register is settled from there as well.
    let own = near.get("/register?of=all&line=L01-1-20261015-0027", &browser.cookie);
    assert!(own.contains("这张出来了吗"), "{own}");
    let file = near.get("/register.csv?of=all&show=slips", &browser.cookie);
    let lines: Vec<&str> = file
        .lines()
        .filter(|line| line.starts_with("L01-"))
        .collect();
    assert_eq!(lines.len(), 4, "{file}");
    assert!(file.contains("text/csv"), "{file}");
    assert!(lines[0].contains("示政办发〔2026〕12号"), "{file}");
    // Where one is silent, that is told, and no file pretends to be whole.
    drop(far);
    let all = near.get("/register?of=all", &browser.cookie);
    assert!(all.contains("2 号终端没有应答"), "{all}");
    assert!(all.contains("1-0027"), "{all}");
    let file = near.get("/register.csv?of=all", &browser.cookie);
    assert!(file.contains("303 See Other"), "{file}");
    let nobody = near.get("/register?of=9", &browser.cookie);
    assert!(nobody.contains("9 号终端没有应答"), "{nobody}");
    assert!(near.get("/register.csv", "").contains("303 See Other"));
}

#[test]
fn a_neighbour_with_another_certificate_is_not_believed() {
    let (near, far) = Point::pair(true);
    let browser = near.enter();
    let today = near.get("/today", &browser.cookie);
    assert!(today.contains("没有应答"), "{today}");
    assert!(!today.contains("2 号终端 二楼阅览室 有人求助"), "{today}");
    assert!(far.asked().is_empty());
}
