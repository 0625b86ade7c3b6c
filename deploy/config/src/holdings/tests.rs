//! Lists as people write them, and as spreadsheets spoil them.

use super::list::{CELL_CHARS_MAX, PROBLEMS_MAX};
use super::*;

#[test]
fn a_list_from_a_spreadsheet_is_read() {
    let held = parse(
        "\u{feff}标题,类别,位置,份数,版本,可取走\r\n\"示例市政府公报, 2018\",政府公报,B 架,3,2018 年第 9 期,是\r\n\r\n办事指南,guide,A 架第 1 层,,,\r\n",
    )
    .unwrap();
    assert_eq!(held.len(), 2);
    assert_eq!(held[0].title, "示例市政府公报, 2018");
    assert_eq!((held[0].kind.as_str(), held[0].copies), ("gazette", 3));
    assert!(held[0].take_away && !held[1].take_away);
    assert_eq!((held[1].kind.as_str(), held[1].copies), ("guide", 0));
}

#[test]
fn every_bad_line_is_told_with_its_number() {
    let problems = parse("标题,位置,份数,类别\na,b,x,\n,b,,\na,,,\na,b,,没有\n").unwrap_err();
    let told: Vec<_> = problems
        .iter()
        .map(|problem| (problem.line, problem.fault, problem.found.as_str()))
        .collect();
    let expected = [
        (2, Fault::Copies, "x"),
        (3, Fault::Empty, ""),
        (4, Fault::Empty, ""),
        (5, Fault::Kind, "没有"),
    ];
    assert_eq!(told, expected);
    // The same as spreadsheets end lines, with empty ones between.
    let windows = parse("标题,位置\r\n\r\na,b\r\n,b\r\n\r\n\r\n\"a\",\r\n").unwrap_err();
    let lines: Vec<_> = windows.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [4, 7]);
    assert!(problems[0].to_string().starts_with("line 2: x"));
    let head = parse("标题,颜色\n").unwrap_err();
    assert_eq!(head.len(), 2, "{head:#?}");
    assert!(parse("").is_err());
}

#[test]
fn what_spreadsheets_do_to_a_list_is_told_and_never_read_as_something_else() {
    let told = |text: &str| super::told(&parse(text).unwrap_err(), "\n");
    // The comma moved the place into another column.
    let moved = told("标题,位置,份数\n收费标准,公报, A 架,3\n办事指南,B 架,2\n");
    assert!(
        moved.starts_with("line 2: has 4 cells where the first line has 3"),
        "{moved}"
    );
    let whole = parse("标题,位置,份数\n\"收费标准,公报\",A 架,3,,\n").unwrap();
    assert_eq!((whole[0].place.as_str(), whole[0].copies), ("A 架", 3));
    for (mark, named) in [(";", ";"), ("\t", "Tab"), ("，", "，")] {
        let said = told(&format!(
            "标题{mark}位置{mark}份数\n收费标准{mark}A 架{mark}3\n"
        ));
        assert!(
            said.contains(&format!("by {named}:")) && said.lines().count() == 1,
            "{said}"
        );
    }
    let open = told("标题,位置\n\"收费标准,A 架\n办事指南,B 架\n");
    assert!(
        open.contains("line 2") && open.contains("not closed"),
        "{open}"
    );
    let taken = told("标题,位置,可取走\n收费标准,A 架,随便拿\n办事指南,B 架,否\n");
    assert_eq!(taken, "line 2: 可取走 says 随便拿: write 是, 否 or nothing");
}

#[test]
fn hostile_lists_are_refused_or_cut_short_in_their_problems() {
    let long = format!("标题,位置\n{},b\n", "字".repeat(CELL_CHARS_MAX + 1));
    assert!(parse(&long).is_err());
    assert!(parse("标题,位置\na\u{1b}[2J,b\n").is_err());
    let many = format!("标题,位置\n{}", "a,b\n".repeat(HOLDINGS_MAX + 1));
    assert!(parse(&many).is_err());
    let bad = format!("标题,位置\n{}", ",b\n".repeat(1_000));
    assert_eq!(parse(&bad).unwrap_err().len(), PROBLEMS_MAX + 1);
    let _ = parse("标题,位置\n\"never closed,b\n");
}
#[test]
fn a_list_goes_onto_a_stick_and_comes_back_as_it_was_also_as_a_spreadsheet_in_china_saves_it() {
    let held = parse(
        "标题,类别,位置,份数,版本,可取走,文号\n\"示例市\"\"公报\"\", 2018\",政府公报,B 架,3,2018 年第 9 期,是,\n=办事指南,,A 架第 1 层,,,,示政发〔2018〕9号\n",
    )
    .unwrap();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(HOLDINGS_FILE);
    let mut bytes = Vec::new();
    write(&held, &mut bytes).unwrap();
    std::fs::write(&file, &bytes).unwrap();
    assert_eq!(load(&file).unwrap(), held);
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains(",'=办事指南,"), "no formula: {text}");
    let (gb, _, unmappable) = encoding_rs::GB18030.encode(text.trim_start_matches('\u{feff}'));
    assert!(!unmappable);
    std::fs::write(&file, gb).unwrap();
    assert_eq!(load(&file).unwrap(), held);
}

#[test]
fn what_is_no_text_is_told_as_such() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(HOLDINGS_FILE);
    let utf16: Vec<u8> = "\u{feff}标题\t位置\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let bad: [&[u8]; 4] = [
        &utf16,
        b"PK\x03\x04\0\0",
        b"title,place\n\xff\xff,a\n",
        b"\0",
    ];
    for bytes in bad {
        std::fs::write(&file, bytes).unwrap();
        let problems = load(&file).unwrap_err();
        assert_eq!(problems[0].fault, Fault::NoText, "{problems:?}");
    }
    let large = vec![b'a'; usize::try_from(HOLDINGS_BYTES_MAX).unwrap() + 1];
    std::fs::write(&file, large).unwrap();
    assert_eq!(load(&file).unwrap_err()[0].fault, Fault::Unreadable);
    assert!(load(&dir.path().join("none.csv")).unwrap().is_empty());
    std::fs::write(&file, "标题,位置\n").unwrap();
    assert_eq!(brought(&file).unwrap_err()[0].fault, Fault::Nothing);
}
