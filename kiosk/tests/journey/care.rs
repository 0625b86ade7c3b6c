//! Care mode (关怀模式): five doors, two documents at a time, each read out or opened; it ends with the visit.

use super::by_ear::speaking;
use super::*;

#[test]
fn one_thing_at_a_time_from_the_door_to_the_paper() {
    let slips = tempfile::tempdir().unwrap();
    let terminal = speaking(&virtual_printer(slips.path(), ""));
    terminal.plays(
        "tap \"关怀模式\"\n\
         expect \"您想做什么？\"\n\
         tap \"找一份文件\"\n\
         type \"zwgk\"\n\
         tap \"看结果\"\n\
         wait \"打开看\"\n\
         expect \"换个词\"\n\
         tap \"读给我听\"\n\
         expect-spoken \"示例市政务公开查阅点建设管理制度\"\n\
         tap \"打开看\"\n\
         wait \"打印\"\n\
         expect \"叫工作人员\"\n\
         tap \"打印\"\n\
         wait \"打印机就绪，有纸\"\n\
         tap \"开始打印\"\n\
         wait \"打印好了\"\n\
         tap \"首页\"\n\
         expect \"您想做什么？\"\n\
         tap \"结束\"\n\
         expect \"开始查阅\"\n",
    );
    assert_eq!(terminal.rows().len(), 1);
}

#[test]
fn the_newest_stand_two_at_a_time_and_the_usual_screen_is_one_tap_away() {
    speaking("none").plays(
        "tap \"关怀模式\"\n\
         tap \"看最新的\"\n\
         wait \"打开看\"\n\
         expect \"最新公开\"\n\
         tap \"普通版\"\n\
         expect \"全部目录\"\n\
         tap \"首页\"\n\
         tap \"关怀模式\"\n\
         tap \"叫工作人员\"\n\
         expect \"需要帮忙，请找工作人员\"\n\
         advance 91s\n\
         expect \"开始查阅\"\n",
    );
}
