//! Paper that runs out, a slip that is printed once more, and what else the desk says.

use super::*;

#[test]
fn paper_that_runs_out_halfway_is_unknown_in_the_register_and_explained_on_the_screen() {
    let slips = tempfile::tempdir().unwrap();
    let terminal = Terminal::new(&virtual_printer(slips.path(), "paper-out-row=10"));
    apply(&terminal.path("mirror"), vec![rules(1)], vec![], 1);
    terminal.plays(
        "tap \"示例市政务公开查阅点建设管理制度\"\n\
         tap \"打印\"\n\
         wait \"打印机就绪\"\n\
         tap \"开始打印\"\n\
         wait \"L01-1-20181015-0001\"\n\
         wait \"缺纸\"\n",
    );
    let outcome = terminal.rows()[0].outcome.clone().unwrap();
    assert!(
        matches!(&outcome, journal::Outcome::Unknown { reason } if reason == "paper-out"),
        "{outcome:?}"
    );
}

#[test]
fn a_slip_that_did_not_come_out_is_printed_once_more_by_an_attendant() {
    let slips = tempfile::tempdir().unwrap();
    let (torn, whole) = (slips.path().join("torn"), slips.path().join("whole"));
    let terminal = Terminal::new(&virtual_printer(&torn, "paper-out-row=10"));
    apply(&terminal.path("mirror"), vec![rules(1)], vec![], 1);
    terminal.plays(
        "tap \"示例市政务公开查阅点建设管理制度\"\n\
         tap \"打印\"\n\
         wait \"打印机就绪\"\n\
         tap \"开始打印\"\n\
         wait \"缺纸\"\n",
    );
    // A new roll.
    terminal.configure(&virtual_printer(&whole, ""));
    terminal.plays(
        "tap \"求助\"\n\
         tap \"工作人员入口\"\n\
         type \"1111\"\n\
         tap \"B 岗进入\"\n\
         wait \"口令不对\"\n\
         type \"204618\"\n\
         expect-not \"204618\"\n\
         tap \"B 岗进入\"\n\
         wait \"工作台 · B 岗在岗\"\n\
         wait \"凭条 0001 不知道出没出来\"\n\
         shot today\n\
         tap \"去核实 凭条 0001\"\n\
         wait \"凭条 0001 出来了吗\"\n\
         wait \"本来应该出来这样一张\"\n\
         expect \"说不准\"\n\
         shot settle\n\
         tap \"等会儿再说\"\n\
         wait \"待核实 1\"\n\
         tap \"0001 示例市政务公开查阅点建设管理制度\"\n\
         expect-not \"补打这张凭条\"\n\
         tap \"没有出来\"\n\
         wait \"核实：未出纸\"\n\
         wait \"打印机就绪\"\n\
         tap \"补打这张凭条\"\n\
         wait \"补打：已打印\"\n\
         expect-not \"补打这张凭条\"\n\
         shot reprinted\n\
         tap \"退出\"\n\
         expect-not \"打印登记\"\n",
    );
    let rows = terminal.rows();
    assert_eq!(rows.len(), 1, "the same number");
    let settled = rows[0].settled.as_ref().unwrap();
    assert_eq!(
        (settled.found, settled.by),
        (journal::Finding::Nothing, journal::Role::B)
    );
    let journal_dir = terminal.path("journal");
    let reader = journal::Reader::open(&journal_dir).unwrap();
    let reprints = reader.reprints(&rows[0].number).unwrap();
    assert_eq!(reprints.len(), 1);
    let outcome = reprints[0].outcome.as_ref().unwrap();
    assert!(
        matches!(outcome, journal::Outcome::Printed { .. }),
        "{outcome:?}"
    );
    assert!(whole.join("0001.png").exists());
    assert!(!whole.join("0002.png").exists(), "once");
    assert!(journal::verify(&journal_dir, &[]).unwrap().ok());
}

#[test]
fn the_desk_says_how_the_last_stick_went() {
    let terminal = Terminal::new("none");
    let mirror = terminal.path("mirror");
    apply(&mirror, vec![rules(1)], vec![], 1);
    let at_the_desk = |words: &str| {
        terminal.plays(&format!(
            "tap \"求助\"\n\
             tap \"工作人员入口\"\n\
             type \"204618\"\n\
             tap \"B 岗进入\"\n\
             wait \"现在没有要办的事\"\n\
             tap \"设备\"\n\
             wait \"数据同步\"\n\
             {words}\n"
        ));
    };
    at_the_desk("expect-not \"U盘导入\"");
    let import = |result, put| mirror::LastImport {
        at: "2018-10-15T06:30:00Z".into(),
        result,
        put,
        removed: 1,
    };
    mirror::note_import(&mirror, &import(mirror::Imported::Done, 11)).unwrap();
    at_the_desk("wait \"U盘 14:30 导入：更新 12 件\"");
    mirror::note_import(&mirror, &import(mirror::Imported::Refused, 0)).unwrap();
    at_the_desk("wait \"U盘 14:30 未导入：数据过旧、不完整或签名不对\"");
}
