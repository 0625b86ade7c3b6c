//! The checks of a whole file, hostile ones included.

use super::*;
use crate::{EarKey, Jack};
use std::collections::BTreeSet;

const LEAST: &str = r#"
[site]
id = "L01"
terminal = "1"
name = "示例市图书馆"
plate = "政务公开查阅点"
kind = "library"
[mirror]
dir = "mirror"
[journal]
dir = "journal"
[sync]
feed = "http://127.0.0.1:8080"
root = "root.json"
[printer]
connection = "none"
profile = "generic-80mm"
"#;

fn parsed(text: &str) -> Result<Config, Problems> {
    parse(text, Path::new("/etc/terminal"), "t.toml")
}

fn problems(text: &str) -> Vec<String> {
    let problems = parsed(text).unwrap_err();
    problems.list().iter().map(ToString::to_string).collect()
}

/// The example with every key behind `# ` switched on.
fn example_in_full() -> String {
    let switched = Config::example().lines().map(|line| {
        let bare = line.strip_prefix("# ").unwrap_or("");
        let key = bare.split(" = ").next().unwrap_or("");
        let is_key = bare.contains(" = ")
            && !key.is_empty()
            && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if is_key || bare.starts_with("[[") {
            bare
        } else {
            line
        }
    });
    switched.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_shortest_file_of_the_contract_suffices() {
    let config = parsed(LEAST).unwrap();
    assert_eq!(config.kiosk.portal, "示例市图书馆");
    assert_eq!(config.mirror.dir, Path::new("/etc/terminal/mirror"));
    assert_eq!(config.sync.feed.as_str(), "http://127.0.0.1:8080/");
    assert_eq!((config.sync.poll_min, config.kiosk.idle_s), (15, 60));
    assert!(config.kiosk.fullscreen && config.links.is_empty());
}

#[test]
fn the_example_loads_as_it_is() {
    let config = parsed(Config::example()).unwrap();
    assert_eq!(config.journal.dir, Path::new("/var/lib/terminal/journal"));
}

#[test]
fn the_example_shows_every_key_that_is_known() {
    let (result, known) = read(&example_in_full(), Path::new("/"));
    result.unwrap();
    let known: BTreeSet<String> = known.into_iter().collect();
    let text = example_in_full();
    let table: toml::Table = text.parse().unwrap();
    let mut shown = BTreeSet::new();
    for (section, value) in &table {
        let keys = match value {
            toml::Value::Array(rows) => rows[0].as_table().unwrap().keys(),
            other => other.as_table().unwrap().keys(),
        };
        shown.extend(keys.map(|key| format!("{section}.{key}")));
    }
    assert_eq!(shown, known);
}

#[test]
fn the_defaults_the_example_shows_are_the_defaults() {
    let plain = parsed(Config::example()).unwrap();
    let mut full = parsed(&example_in_full()).unwrap();
    // These have no default value to show.
    full.upload = plain.upload.clone();
    full.sync.media = plain.sync.media.clone();
    full.sync.ca = None;
    full.desk = plain.desk.clone();
    full.links = Vec::new();
    full.kiosk.output = None;
    full.speech.headphones = None;
    full.printer.fonts = None;
    full.printer.profiles = None;
    full.printer.adapted = plain.printer.adapted.clone();
    full.hours = plain.hours.clone();
    full.services.holdings = None;
    // On it is only where it has a place to listen.
    let on = parsed(&format!(
        "{LEAST}[desk_page]\nlisten = \"127.0.0.1:8443\"\n"
    ));
    let (shown, by_default) = (
        full.desk_page.take().unwrap(),
        on.unwrap().desk_page.unwrap(),
    );
    assert_eq!(
        (shown.idle_s, shown.socket, shown.state),
        (by_default.idle_s, by_default.socket, by_default.state)
    );
    full.services.appraisal = None;
    full.office = plain.office.clone();
    assert_eq!(full, plain);
}

#[test]
fn an_empty_file_misses_every_required_key() {
    let list = problems("");
    for key in [
        "site.id",
        "site.terminal",
        "site.name",
        "site.plate",
        "site.kind",
        "mirror.dir",
        "journal.dir",
        "sync.feed",
        "sync.root",
        "printer.connection",
        "printer.profile",
    ] {
        assert!(
            list.iter()
                .any(|p| p.starts_with(&format!("{key}: is missing"))),
            "{key} in {list:#?}"
        );
    }
    assert_eq!(list.len(), 11);
}

#[test]
fn all_problems_are_reported_in_order_of_lines() {
    let bad = LEAST
        .replace("\"L01\"", "\"L-01\"")
        .replace("kind = \"library\"", "kind = \"shop\"\ncolour = 1")
        .replace("root = ", "rot = ")
        .replace("connection = \"none\"", "connection = \"lpt1\"")
        + "[kiosk]\nidle_s = 5\ncommon = [\"\", 3]\n[kisok]\n";
    let list = problems(&bad);
    let starts = [
        "line 3: site.id: \"L-01\" must be",
        "line 7: site.kind: \"shop\" is not",
        "line 8: site.colour: unknown key; known in [site] are",
        "line 13: sync.root: is missing",
        "line 15: sync.rot: unknown key; did you mean root?",
        "line 17: printer.connection: \"lpt1\"",
        "line 20: kiosk.idle_s: 5 is outside 10 to 3600",
        "line 21: kiosk.common: \"\" is blank",
        "line 21: kiosk.common: must be a text in quotes, not a whole number",
        "line 22: kisok: unknown section; did you mean [kiosk]?",
    ];
    assert_eq!(list.len(), starts.len(), "{list:#?}");
    for (problem, start) in list.iter().zip(starts) {
        assert!(
            problem.starts_with(start),
            "{problem} should start with {start}"
        );
    }
}

#[test]
fn the_two_stores_never_share_a_folder() {
    let list = problems(&LEAST.replace("dir = \"journal\"", "dir = \"./x/../mirror\""));
    assert_eq!(list.len(), 1);
    assert!(
        list[0].starts_with("line 11: journal.dir: must not be"),
        "{list:?}"
    );
    for (mirror, journal) in [("mirror", "mirror/journal"), ("journal/mirror", "journal")] {
        let text = LEAST
            .replace("dir = \"mirror\"", &format!("dir = \"{mirror}\""))
            .replace("dir = \"journal\"", &format!("dir = \"{journal}\""));
        let list = problems(&text);
        assert!(list[0].contains("in it or around it"), "{list:?}");
    }
    assert!(parsed(&LEAST.replace("dir = \"journal\"", "dir = \"mirror-2\"")).is_ok());
}

#[test]
fn marks_of_a_chinese_keyboard_are_named() {
    for (typed, named) in [
        ("id = “L01”", "“ is not \", ” is not \""),
        ("id ＝ \"L01\"", "＝ is not ="),
        ("id = ‘L01’", "‘ is not '"),
    ] {
        let list = problems(&LEAST.replace("id = \"L01\"", typed));
        assert!(list[0].starts_with("line 3: "), "{list:?}");
        assert!(list[0].contains(named), "{list:?}");
    }
    // Between quotes they are words.
    assert!(parsed(&LEAST.replace("示例市图书馆", "“示例”市图书馆")).is_ok());
}

#[test]
fn a_token_that_goes_nowhere_is_reported() {
    let text = format!("{LEAST}[upload]\nauthorization = \"token\"\n");
    let list = problems(&text);
    assert_eq!(list.len(), 1, "{list:?}");
    assert!(
        list[0].contains("upload.authorization: is sent nowhere"),
        "{list:?}"
    );
}

#[test]
fn numbers_keep_their_limits_and_their_type() {
    for (line, what) in [
        ("poll_min = 0", "outside"),
        ("poll_min = 99999999999999999999999", "outside"),
        ("poll_min = -1", "outside"),
        ("poll_min = 1.5", "whole number"),
        ("poll_min = \"15\"", "whole number"),
        ("poll_min = [15]", "not a list"),
        ("stall_timeout_s = 601", "outside"),
    ] {
        let list = problems(&LEAST.replace("root = ", &format!("{line}\nroot = ")));
        assert_eq!(list.len(), 1, "{line}");
        assert!(list[0].contains(what), "{line}: {list:?}");
    }
    for line in [
        "diagonal_in = nan",
        "diagonal_in = inf",
        "diagonal_in = 1",
        "diagonal_in = 1e9",
    ] {
        assert!(
            problems(&format!("{LEAST}[kiosk]\n{line}"))[0].contains("outside"),
            "{line}"
        );
    }
    let ten = parsed(&format!("{LEAST}[kiosk]\ndiagonal_in = 10\nidle_s = 0x3c")).unwrap();
    assert_eq!((ten.kiosk.diagonal_in, ten.kiosk.idle_s), (10.0, 60));
}

#[test]
fn settings_that_contradict_each_other_are_reported() {
    let list = problems(&format!(
        "{LEAST}[kiosk]\nlong_mm = 600\nslip_mm_max = 500\nreader_idle_s = 59"
    ));
    assert!(list[0].contains("more than slip_mm_max"), "{list:?}");
    assert!(list[1].contains("less than idle_s"), "{list:?}");
}

#[test]
fn each_role_may_have_a_pin_of_its_own_and_one_for_both_stays_valid() {
    const A: &str = "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21l$RdescudvJCsgt3ub+bxdiQ1PHsMbrNsjzYMnvkHSLYo";
    let b = A.replace("c29tZXNhbHRzb21l", "b3RoZXJzYWx0b3Ro");
    let desk = |lines: &str| parsed(&format!("{LEAST}[desk]\n{lines}")).map(|read| read.desk);
    let both = desk(&format!("pin_hash = \"{A}\"")).unwrap();
    assert_eq!((both.pin_hash.as_deref(), both.pin_hash_b), (Some(A), None));
    let each = desk(&format!("pin_hash = \"{A}\"\npin_hash_b = \"{b}\"")).unwrap();
    assert_eq!(each.pin_hash.as_deref(), Some(A));
    assert_eq!(each.pin_hash_b.as_deref(), Some(b.as_str()));
    for (lines, said) in [
        (format!("pin_hash_b = \"{b}\""), "needs pin_hash"),
        (
            format!("pin_hash = \"{A}\"\npin_hash_b = \"{A}\""),
            "must not be that of A",
        ),
        (
            format!("pin_hash = \"{A}\"\npin_hash_b = \"739052\""),
            "no hashed PIN",
        ),
    ] {
        let list = problems(&format!("{LEAST}[desk]\n{lines}"));
        assert!(list.iter().any(|p| p.contains(said)), "{said}: {list:?}");
    }
}

#[test]
fn hostile_text_is_refused_with_a_line() {
    let deep = format!("a = {}", "[".repeat(100_000));
    for bad in [
        "\0",
        "= 1",
        "[site",
        "a = \"\u{1b}[2J",
        "[site]\nid = \"a\"\nid = \"b\"",
        &deep,
        "a\n\n\n!",
    ] {
        let list = problems(bad);
        assert!(
            !list.is_empty() && list.iter().all(|p| p.starts_with("line ")),
            "{list:?}"
        );
    }
    assert!(problems("[site]\nid = 1\nid = 2")[0].starts_with("line 3: "));
}

#[test]
fn sections_of_the_wrong_shape_are_reported() {
    let list = problems(&format!("links = 5\ndesk = \"x\"\n{LEAST}"));
    assert!(list[0].contains("must be written as [[links]]"), "{list:?}");
    assert!(list[1].contains("must be a section [desk]"), "{list:?}");
    let many = "[[links]]\nname = \"a\"\nurl = \"http://h/\"\n".repeat(LINKS_MAX + 1);
    assert!(problems(&format!("{LEAST}{many}"))[0].contains("at most 20"));
    let list = problems(&format!(
        "{LEAST}[[links]]\nname = \"a\"\nurl = \"ftp://h/\"\nurk = 1"
    ));
    assert!(
        list[0].starts_with("line 20: links.url:") && list[1].contains("did you mean url"),
        "{list:?}"
    );
}

#[test]
fn a_byte_order_mark_is_no_problem() {
    assert!(parsed(&format!("\u{feff}{LEAST}")).is_ok());
}

#[test]
fn a_token_over_http_is_reported_with_its_line() {
    let text = format!(
        "{}\n[upload]\nto = \"http://inbox.example.cn/\"\nauthorization = \"token\"\n",
        Config::example().replace("[upload]\n", "")
    );
    let list = problems(&text);
    assert!(
        list.iter()
            .any(|p| p.contains("upload.authorization") && p.contains("https://")),
        "{list:?}"
    );
    assert!(parsed(&text.replace("http://inbox", "https://inbox")).is_ok());
}

#[test]
fn hours_services_and_office_are_checked_at_the_door() {
    let list = problems(&format!(
        "{LEAST}[hours]\nweekdays = [\"9-12\", \"09:00-12:00\", \"11:00-13:00\"]\nsunday = [\"12:00-11:00\"]\n\
         [services]\nbell = \"gong\"\nappraisal_from = \"12-20\"\nappraisal_to = \"11-01\"\n\
         [office]\nkey = \"office-key:x\"\nothers = \"ftp://h/\"\n"
    ));
    assert_eq!(list.len(), 7, "{list:#?}");
    assert!(list[1].contains("over each other"), "{list:#?}");
    assert!(list[5].contains("terminal-config office-key"), "{list:#?}");
    let least = parsed(LEAST).unwrap();
    assert!(least.hours.hours.always() && least.office.key.is_none());
    assert_eq!(least.hours.calendar, least.mirror.dir.join("calendar.toml"));
    let open = format!(
        "{LEAST}[kiosk]\nattendant_en = \"Desk B\"\n[hours]\nweekdays = [\"13:30-17:30\", \"9:00-12:00\"]\ncalendar = \"c.toml\"\nurgent_en = \"Call 8012\"\n\
         [services]\nappraisal_from = \"11-01\"\nappraisal_to = \"12-20\"\n"
    );
    let open = parsed(&open).unwrap();
    assert_eq!(open.hours.hours.weekdays[0].from_min, 540);
    let (english, none) = (&open.hours.urgent_en, &open.kiosk.hours_en);
    assert_eq!((english.as_str(), none.as_str()), ("Call 8012", ""));
    assert_eq!(open.kiosk.attendant_en, "Desk B");
    assert!(open.hours.calendar.ends_with("c.toml") && open.services.appraisal.is_some());
}

#[test]
fn a_page_for_everybody_and_a_house_without_a_page_are_refused() {
    let open = format!("{LEAST}[desk_page]\nlisten = \"0.0.0.0:8443\"\n");
    assert!(problems(&open)[0].contains("desk_page.listen: needs from"));
    let house = format!(
        "{LEAST}[[house]]\nterminal = \"2\"\nname = \"二楼\"\naddress = \"https://10.0.0.2:8443/\"\nfingerprint = \"{}\"\n",
        "ab".repeat(32)
    );
    assert!(problems(&house)[0].contains("desk_page.listen is missing"));
}

#[test]
fn headphones_and_keypads_are_checked_at_the_door() {
    let speech = |lines: &str| parsed(&format!("{LEAST}[speech]\n{lines}")).map(|read| read.speech);
    let usual = speech("speaker = true").unwrap();
    assert_eq!((usual.jack, usual.keys), (Jack::None, Vec::new()));
    let set =
        speech("jack = \"evdev:Headset Jack\"\nkeys = [\"F13 = previous\", \"5=spell\"]").unwrap();
    assert_eq!(set.jack, Jack::Switch("Headset Jack".into()));
    let keys = [("F13", EarKey::Previous), ("5", EarKey::Spell)];
    assert_eq!(set.keys, keys.map(|(key, means)| (key.to_owned(), means)));
    assert_eq!(speech("jack = \"usb\"").unwrap().jack, Jack::Usb);
    for (lines, said) in [
        ("jack = \"alsa\"", "must be \"none\", \"usb\""),
        ("jack = \"evdev:\"", "is blank"),
        ("keys = [\"F25=next\"]", "is no key"),
        ("keys = [\"Power=next\"]", "is no key"),
        ("keys = [\"F1\"]", "KEY=MEANING"),
        ("keys = [\"F1=reboot\"]", "no meaning of a key"),
    ] {
        let list = problems(&format!("{LEAST}[speech]\n{lines}"));
        assert!(list.iter().any(|p| p.contains(said)), "{lines}: {list:?}");
    }
}
