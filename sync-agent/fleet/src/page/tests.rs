use super::*;
use crate::intake::{Held, Refusal, Terminal};
use crate::judge::judge;
use batch::Status;

const NOW: &str = "2026-11-22T02:00:00Z";

fn terminal(id: &str, change: impl FnOnce(&mut Status)) -> Terminal {
    let at = || Some("2026-11-22T01:50:00Z".to_owned());
    let mut status = Status {
        made: "2026-11-22T01:50:00Z".into(),
        agent: "0.1.0".into(),
        frame: at(),
        checked: at(),
        printer: "ready".into(),
        ..Status::default()
    };
    change(&mut status);
    Terminal {
        id: id.into(),
        house: site(id).to_owned(),
        status: Some(status),
        ..Terminal::default()
    }
}

fn shown(terminals: Vec<Terminal>, language: &str) -> String {
    let fleet = Fleet {
        terminals,
        strangers: vec![(
            "<script>alert(1)</script>.status.ndjson".into(),
            Refusal {
                code: "bad-name",
                detail: "\"><img src=x>".into(),
            },
        )],
        strangers_more: 3,
    };
    let rules = Rules::parse("").unwrap();
    let now = NOW.parse().unwrap();
    let judged = judge(&fleet, &Held::new(), &rules, now);
    html(
        &fleet,
        &judged,
        &rules,
        &crate::words::of(language).unwrap(),
        now,
    )
}

#[test]
fn the_page_has_no_script_no_address_and_nothing_foreign_as_markup() {
    let mut hostile = terminal("L01-1", |status| status.printer = "paper-out".into());
    hostile.house = "<b onload=x>\"&".into();
    hostile.place = Some((120.0, 30.0));
    hostile.refusal = Some(Refusal {
        code: "older",
        detail: "<i>detail".into(),
    });
    for language in ["zh", "en"] {
        let page = shown(vec![hostile.clone(), terminal("L02-1", |_| {})], language);
        for never in [
            "<script",
            "<b onload",
            "<img",
            "<i>detail",
            "http:",
            "https:",
        ] {
            assert!(!page.contains(never), "{never} in the page");
        }
        assert!(page.contains("&lt;b onload=x&gt;&quot;&amp;"));
        assert!(page.contains("<svg"));
    }
}

#[test]
fn who_needs_somebody_stands_before_the_grid_and_the_others_after_it() {
    let page = shown(
        vec![
            terminal("L01-1", |_| {}),
            terminal("L02-1", |status| status.printer = "paper-out".into()),
        ],
        "zh",
    );
    let at = |words: &str| {
        page.find(words)
            .unwrap_or_else(|| panic!("{words} is missing"))
    };
    assert!(at("id=L02-1") < at("class=g>"));
    assert!(at("class=g>") < at("id=L01-1"));
    assert!(
        page.contains("缺纸") && !page.contains("<svg"),
        "no places, no map"
    );
    // The time of the reading room, and an anchor for every link.
    assert!(page.contains("2026-11-22 10:00"));
    for link in page.split("href=").skip(1) {
        let end = link.find(['>', ' ']).unwrap();
        let id = link[..end].trim_matches('"').trim_start_matches('#');
        assert!(page.contains(&format!("id={id}>")), "{id} leads nowhere");
    }
}

#[test]
fn a_fleet_that_is_empty_or_well_says_so() {
    let well = shown(vec![terminal("L01-1", |_| {})], "zh");
    assert!(well.contains("没有需要处理的终端"));
    let empty = shown(Vec::new(), "en");
    assert!(empty.contains("No terminal needs anybody"));
}

#[test]
fn a_signature_that_ran_out_weeks_ago_is_expired_since_then_and_not_near_its_end() {
    let over = terminal("L01-1", |status| {
        status.signed_until = Some("2026-10-30T01:00:00Z".into());
    });
    let near = terminal("L02-1", |status| {
        status.signed_until = Some("2026-11-22T05:30:00Z".into());
    });
    for (language, says, never) in [
        (
            "zh",
            ["签名已过期 自 2026-10-30 09:00 起", "签名将到期 余 3 小时"],
            "余 0 小时",
        ),
        (
            "en",
            [
                "signature expired since 2026-10-30 09:00",
                "signature runs out 3 h left",
            ],
            " 0 h left",
        ),
    ] {
        let page = shown(vec![over.clone(), near.clone()], language);
        for part in says {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains(never), "{page}");
    }
}

#[test]
fn the_map_says_how_far_it_is_and_names_who_needs_somebody() {
    let at = |id: &str, place, printer: &str| Terminal {
        place: Some(place),
        house: "示例市<图书馆>".into(),
        ..terminal(id, |status| status.printer = printer.into())
    };
    let page = shown(
        vec![
            at("L01-1", (120.0, 30.0), "ready"),
            at("L02-1", (120.5, 30.4), "paper-out"),
        ],
        "zh",
    );
    let map = page.split("<svg").nth(1).unwrap();
    let map = map.split("</svg>").next().unwrap();
    assert_eq!(map.matches("<circle").count(), 2);
    assert_eq!(
        map.matches("<text").count(),
        2,
        "the scale, and who needs somebody: {map}"
    );
    assert!(
        map.contains("千米") && map.contains("示例市&lt;图书馆&gt;"),
        "{map}"
    );
    assert!(page.contains("每格 0.1°"), "{page}");
    // Neighbours in need: no name lies on another, and a house is named once.
    let of = |id: &str, house: &str, lon| Terminal {
        house: house.into(),
        ..at(id, (lon, 30.0), "paper-out")
    };
    let page = shown(
        vec![
            of("L01-1", "示例市图书馆", 120.0),
            of("L01-2", "示例市图书馆", 120.0),
            of("L02-1", "示例市档案馆", 120.001),
            of("L03-1", "示例市政务大厅", 120.4),
        ],
        "zh",
    );
    let map = page.split("<svg").nth(1).unwrap();
    let map = map.split("</svg>").next().unwrap();
    assert_eq!(
        map.matches("<text").count(),
        3,
        "two houses and the scale: {map}"
    );
}
