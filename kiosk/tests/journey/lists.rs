//! Lists by real touch: every row is seen once and whole, each tap changes what is said of the place, a finger turns pages, and a
//! list that fits does not move.

use super::*;

/// Documents with titles of one line, so that all rows are alike.
fn documents(count: u32) -> Vec<Document> {
    let document = |n: u32| Document {
        id: format!("demo:{n:02}"),
        title: format!("示例通告{n:02}号"),
        doc_no: None,
        issued_on: Some(format!("2018-09-{:02}", 30 - n)),
        ..rules(1)
    };
    (1..=count).map(document).collect()
}

fn filled(count: u32) -> Terminal {
    let terminal = Terminal::new("none");
    apply(&terminal.path("mirror"), documents(count), vec![], 1);
    terminal
}

#[test]
fn a_list_that_fits_keeps_its_rows_whatever_the_finger_does() {
    let terminal = filled(2);
    terminal.plays(
        "tap \"搜索\"\n\
         type \"slt\"\n\
         tap \"搜索\"\n\
         expect \"找到 2 件\"\n\
         expect \"第 1–2 件，共 2 件\"\n\
         drag up\n\
         advance 5s\n\
         expect \"示例通告01号\"\n\
         expect \"示例通告02号\"\n\
         drag down\n\
         drag 540,900 540,890\n\
         expect \"示例通告01号\"\n\
         expect \"示例通告02号\"\n\
         expect \"第 1–2 件，共 2 件\"\n",
    );
}

#[test]
fn each_tap_shows_the_next_rows_and_going_back_the_ones_before() {
    let terminal = filled(20);
    terminal.plays(
        "tap \"全部目录\"\n\
         expect \"第 1–9 件，共 20 件\"\n\
         expect \"示例通告01号\"\n\
         expect \"示例通告09号\"\n\
         expect-not \"示例通告10号\"\n\
         tap \"下一页\"\n\
         expect \"第 10–18 件，共 20 件\"\n\
         expect-not \"示例通告09号\"\n\
         expect \"示例通告10号\"\n\
         expect \"示例通告18号\"\n\
         drag up\n\
         expect \"第 19–20 件，共 20 件\"\n\
         expect \"示例通告20号\"\n\
         drag up\n\
         expect \"第 19–20 件，共 20 件\"\n\
         tap \"上一页\"\n\
         expect \"第 10–18 件，共 20 件\"\n\
         shot middle\n\
         drag down\n\
         expect \"第 1–9 件，共 20 件\"\n\
         tap \"示例通告05号\"\n\
         expect \"示例通告05号\"\n\
         tap \"返回\"\n\
         expect \"第 1–9 件，共 20 件\"\n",
    );
}

#[test]
fn another_type_size_and_the_keyboard_keep_the_first_row_and_lose_none() {
    let terminal = filled(20);
    terminal.plays(
        "tap \"搜索\"\n\
         type \"slt\"\n\
         expect \"第 1–2 件，共 20 件\"\n\
         tap \"下一页\"\n\
         expect \"第 3–\"\n\
         expect-not \"示例通告02号\"\n\
         tap \"搜索\"\n\
         expect \"第 3–\"\n\
         tap \"大字\"\n\
         expect \"示例通告03号\"\n\
         expect \"第 3–\"\n\
         tap \"上一页\"\n\
         expect \"示例通告02号\"\n\
         expect \"第 1–\"\n",
    );
}
