use super::*;

fn line(text: &str) -> Line {
    Line {
        text: text.into(),
        ..Line::default()
    }
}

fn places(lines: &[Line], words: &[&str]) -> Vec<(u32, u32, u32)> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    find(lines, &words)
        .iter()
        .map(|mark| (mark.line, mark.from, mark.to))
        .collect()
}

#[test]
fn every_place_is_marked_in_the_order_of_reading() {
    let lines = [line("住房公积金账户，公积金"), line("无"), line("公積金")];
    assert_eq!(
        places(&lines, &["公积金"]),
        [(0, 2, 5), (0, 8, 11), (2, 0, 3)]
    );
    assert_eq!(places(&lines, &["公积金", "住房公积金"])[0], (0, 0, 5));
    assert_eq!(places(&lines, &["", "  "]), []);
}

#[test]
fn a_blank_before_a_paragraph_moves_no_mark() {
    assert_eq!(places(&[line("　　公积金")], &["公积金"]), [(0, 0, 3)]);
}

#[test]
fn a_label_is_marked_where_it_heads_its_article() {
    let labelled = |label: &str, text: &str| Line {
        label: label.into(),
        ..line(text)
    };
    let lines = [
        labelled("第十二条", "抢收费用的，处罚款。"),
        labelled("第十三条", "依照第十二条的规定处罚。"),
        labelled("（三）", "三年以下"),
    ];
    let words = |word: &str| vec![word.to_owned()];
    let found = find(&lines, &words("第十二条"));
    let found: Vec<_> = found
        .iter()
        .map(|m| (m.line, m.label, m.from, m.to))
        .collect();
    assert_eq!(found, [(0, Some([0, 4]), 0, 0), (1, None, 2, 6)]);
    // From the label into the words, and a part of it.
    let over = find(&lines, &words("条抢收"))[0];
    assert_eq!((over.label, over.from, over.to), (Some([3, 4]), 0, 2));
    let found = find(&lines, &words("三"));
    let labels: Vec<_> = found.iter().map(|m| (m.line, m.label)).collect();
    assert_eq!(labels, [(1, Some([2, 3])), (2, Some([1, 2])), (2, None)]);
    assert_eq!(find(&lines, &words("条依照第十二")).len(), 1);
}

#[test]
fn a_cell_is_marked_as_a_whole() {
    let table = Line {
        cells: vec!["项目".into(), "公积金支出".into()],
        ..Line::default()
    };
    assert_eq!(places(&[table], &["公积金"]), [(0, 1, 2)]);
}

#[test]
fn a_page_has_as_many_places_as_are_marked_on_it() {
    let words = ["公积金".to_owned()];
    let page = "公积金与公积金\n项目\t公积金、公积金\t無\n公積金";
    assert_eq!(count(page, &words), 4);
    assert_eq!(count("", &words), 0);
    assert_eq!(count(page, &[" ".to_owned()]), 0);
}

#[test]
fn a_word_over_two_lines_of_a_cell_is_found_in_it() {
    let row = Line {
        cells: vec!["联系\n电话".into(), "电\n话号".into()],
        ..Line::default()
    };
    assert_eq!(places(&[row], &["联系电话"]), [(0, 0, 1)]);
    assert_eq!(count("联系电话\t电话号", &["联系电话".to_owned()]), 1);
}

#[test]
fn a_word_over_two_lines_of_a_page_is_one_place_marked_where_it_begins() {
    let words = |of: &[&str]| of.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    for (page, wanted, found) in [
        (
            "按次收取检\n索费，检索费",
            &["检索费"][..],
            &[(0, 4, 5), (1, 3, 6)][..],
        ),
        // Over more than two, as words stand upright in a form.
        ("检\n索\n费", &["检索费"], &[(0, 0, 1)]),
        ("　　annual\nreport of", &["annual report"], &[(0, 0, 6)]),
        // Each character belongs to one place.
        ("费费\n费", &["费费"], &[(0, 0, 2)]),
        ("检\n\n索费", &["检索费"], &[]),
        ("检\n甲\t乙\n索费", &["检索费"], &[]),
        ("检", &["检索费"], &[]),
        ("", &["检索费"], &[]),
    ] {
        let lines: Vec<Line> = page
            .lines()
            .map(|text| match text.contains('\t') {
                true => Line {
                    cells: text.split('\t').map(str::to_owned).collect(),
                    ..Line::default()
                },
                false => line(text),
            })
            .collect();
        let wanted = words(wanted);
        let marks = find_on_page(&lines, &wanted);
        let marks: Vec<_> = marks.iter().map(|m| (m.line, m.from, m.to)).collect();
        assert_eq!(marks, found, "{page}");
        assert_eq!(count(page, &wanted) as usize, found.len(), "{page}");
    }
    // Blocks of a document are no lines of a page.
    assert_eq!(places(&[line("检"), line("索费")], &["检索费"]), []);
}

#[test]
fn a_word_over_two_pages_is_found_and_its_beginning_marked() {
    let words = ["检索费".to_owned()];
    let page = "收费标准\n按次收取检\n— 3 —";
    for next in ["索费，每次", "第 4 页\n\n索费"] {
        assert_eq!(over(page, next, &words), 1, "{next}");
    }
    for next in ["", "— 4 —", "费", "索要", "甲\n索费"] {
        assert_eq!(over(page, next, &words), 0, "{next}");
    }
    let lines = [line("收费标准"), line("　　按次收取检"), line("— 3 —")];
    let mark = at_the_end(&lines, 1).unwrap();
    assert_eq!((mark.line, mark.from, mark.to), (1, 4, 5));
    assert!(at_the_end(&[line("3")], 1).is_none());
}

#[test]
fn a_word_that_is_everywhere_marks_no_more_than_can_be_shown() {
    let lines: Vec<Line> = (0..50).map(|_| line(&"的".repeat(100))).collect();
    assert_eq!(places(&lines, &["的"]).len(), MARKS_MAX);
}
