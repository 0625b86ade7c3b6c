//! Working by ear: a visitor who sees nothing finds, opens and prints; no touch presses but two taps.

use super::*;

/// A terminal with a voice and one document.
pub fn speaking(printer: &str) -> Terminal {
    let terminal = Terminal::new(printer);
    let file = terminal.path("terminal.toml");
    let toml = std::fs::read_to_string(&file).unwrap() + "[speech]\nspeaker = true\n";
    std::fs::write(&file, toml).unwrap();
    apply(&terminal.path("mirror"), vec![rules(1)], vec![], 1);
    terminal
}

#[test]
fn a_long_press_starts_it_and_presses_nothing() {
    speaking("none").plays(
        "hold \"政策文件\"\n\
         expect-spoken \"语音已开\"\n\
         expect-spoken \"首页。搜索，\"\n\
         expect \"最新公开\"\n\
         tap \"政策文件\"\n\
         expect-spoken \"政策文件，一件，按钮\"\n\
         expect \"最新公开\"\n\
         flick right\n\
         expect-spoken \"全部目录，分类查看，按钮\"\n\
         flick left\n\
         expect-spoken \"政策文件\"\n\
         double-tap\n\
         expect-spoken \"分类查看。返回，按钮\"\n\
         explore 3 950\n\
         expect-spoken \"空白处\"\n\
         key F1\n\
         expect-spoken \"语音已关\"\n",
    );
    // Without a voice a long press is a press.
    let silent = Terminal::new("none");
    apply(&silent.path("mirror"), vec![rules(1)], vec![], 1);
    silent.plays("hold \"政策文件\"\nexpect \"返回\"\n");
}

#[test]
fn a_document_is_found_and_printed_by_ear_alone() {
    let slips = tempfile::tempdir().unwrap();
    let terminal = speaking(&virtual_printer(slips.path(), ""));
    terminal.plays(
        "key F1\n\
         tap \"示例市政务公开查阅点建设管理制度\"\n\
         expect-spoken \"第一项，共一项\"\n\
         advance 1s\n\
         double-tap\n\
         expect-spoken \"阅读文件\"\n\
         tap \"大字\"\n\
         advance 1s\n\
         double-tap\n\
         expect-spoken \"大字，按钮，已选\"\n\
         tap \"打印\"\n\
         advance 1s\n\
         double-tap\n\
         wait \"打印机就绪，有纸\"\n\
         tap \"开始打印\"\n\
         advance 1s\n\
         double-tap\n\
         expect-spoken \"打印好了\"\n\
         expect-spoken \"二零一八一零一五，杠，零零零一\"\n",
    );
    assert_eq!(terminal.rows().len(), 1);
}

#[test]
fn one_goes_through_a_document_by_its_articles() {
    let terminal = speaking("none");
    terminal.plays(
        "key F1\n\
         tap \"示例市政务公开查阅点建设管理制度\"\n\
         advance 1s\n\
         double-tap\n\
         expect-spoken \"阅读文件\"\n\
         flick down\n\
         expect-spoken \"按标题\"\n\
         flick right\n\
         expect-spoken \"没有更多了\"\n\
         flick down\n\
         expect-spoken \"按条\"\n\
         flick right\nflick right\nflick right\n\
         expect-spoken \"第三条查阅点免费开放，第三次说明\"\n\
         flick left\n\
         expect-spoken \"第二条查阅点免费开放，第二次说明\"\n\
         flick down\n\
         expect-spoken \"按分句\"\n\
         flick right\n\
         expect-spoken \"第二条\"\n",
    );
}

#[test]
fn keys_do_the_same_and_the_countdown_is_heard() {
    speaking("none").plays(
        "key F1\n\
         key Down\n\
         expect-spoken \"按分句\"\n\
         key Up\n\
         key Right\n\
         expect-spoken \"政策文件\"\n\
         key Return\n\
         expect-spoken \"分类查看\"\n\
         advance 179s\n\
         expect-not \"还在使用吗？\"\n\
         advance 12s\n\
         expect-spoken \"还在使用吗\"\n\
         expect-spoken \"还剩二十秒\"\n\
         flick right\n\
         expect-not \"还在使用吗？\"\n\
         advance 211s\n\
         expect-spoken \"语音已关\"\n\
         expect \"开始查阅\"\n",
    );
}

#[test]
fn what_is_written_to_the_office_is_not_said_aloud() {
    let terminal = speaking("none");
    services::point(&terminal);
    terminal.plays(
        "tap \"意见评议\"\ntap \"提意见\"\ntap \"场所设备\"\ntap \"意见\"\ntap \"字母\"\ntype \"chairs\"\ntap \"下一格\"\ntap \"填好了\"\n\
         expect \"chairs\"\n\
         key F1\n\
         expect-spoken \"意见评议。不用留姓名。返回，按钮\"\n\
         tap \"意见\"\n\
         expect-spoken \"意见，已填六个字，按钮\"\n",
    );
}

#[test]
fn voice_curtain_and_spelling_are_changed_by_flicks_alone() {
    speaking("none").plays(
        "hold \"政策文件\"\n\
         flick right\n\
         flick down\nflick down\n\
         expect-spoken \"按字\"\n\
         flick right\n\
         expect-spoken \"政，政治的政\"\n\
         flick down\n\
         expect-spoken \"语速\"\n\
         flick right\n\
         expect-spoken \"语速三\"\n\
         flick left\nflick left\n\
         expect-spoken \"语速一\"\n\
         flick down\n\
         expect-spoken \"音量\"\n\
         flick left\n\
         expect-spoken \"音量四\"\n\
         flick down\n\
         flick right\n\
         expect-spoken \"屏幕已遮住\"\n\
         shot curtain\n\
         flick left\n\
         expect-spoken \"屏幕已打开\"\n\
         shot caption\n",
    );
}

#[test]
fn a_keypad_means_what_the_settings_say_and_begins_it() {
    let terminal = speaking("none");
    let file = terminal.path("terminal.toml");
    let keys =
        "keys = [\"F13=previous\", \"F14=next\", \"F15=press\", \"5=spell\", \"F16=louder\"]\n";
    let toml = std::fs::read_to_string(&file).unwrap() + keys;
    std::fs::write(&file, toml).unwrap();
    terminal.plays(
        "key F14\n\
         expect-spoken \"语音已开\"\n\
         key F14\n\
         expect-spoken \"政策文件\"\n\
         key F16\n\
         expect-spoken \"音量六\"\n\
         type \"5\"\n\
         expect-spoken \"政，政治的政\"\n\
         key F15\n\
         expect-spoken \"分类查看\"\n",
    );
}

#[test]
fn every_touch_is_answered() {
    let terminal = speaking("none");
    terminal.plays(
        "key F1\n\
         explore 3 950\n\
         advance 1s\n\
         expect-spoken \"空白处\"\n\
         explore 3 950\n\
         advance 1s\n\
         expect-spoken \"空白处\"\n\
         tap \"最新公开\"\n\
         advance 1s\n\
         double-tap\n\
         expect-spoken \"最新公开\"\n\
         tap \"大字\"\n\
         advance 1s\n\
         double-tap\n\
         expect-spoken \"已选\"\n\
         tap \"首页\"\n\
         advance 1s\n\
         double-tap\n\
         advance 2s\n\
         expect-spoken \"首页\"\n",
    );
}

/// Somebody who sees nothing gets from the first screen to the paper with so many double taps.
const DOUBLE_TAPS_MAX: usize = 12;

#[test]
fn from_two_initials_to_paper_by_ear_with_few_double_taps() {
    let slips = tempfile::tempdir().unwrap();
    let terminal = speaking(&virtual_printer(slips.path(), ""));
    let script = [
        "key F1\n".to_owned(),
        pressed("搜索"),
        "expect-spoken \"搜索\"\n".to_owned(),
        pressed("z"),
        pressed("w"),
        "wait \"示例市政务公开查阅点建设管理制度\"\n".to_owned(),
        pressed("示例市政务公开查阅点建设管理制度"),
        "expect-spoken \"阅读文件\"\n".to_owned(),
        pressed("打印"),
        "wait \"打印机就绪，有纸\"\n".to_owned(),
        pressed("开始打印"),
        "expect-spoken \"打印好了\"\n".to_owned(),
    ]
    .concat();
    assert!(script.matches("double-tap").count() <= DOUBLE_TAPS_MAX);
    terminal.plays(&script);
    assert_eq!(terminal.rows().len(), 1);
}

#[test]
fn paper_that_runs_out_is_heard() {
    let slips = tempfile::tempdir().unwrap();
    let terminal = speaking(&virtual_printer(slips.path(), "paper-out-row=10"));
    terminal.plays(
        "tap \"示例市政务公开查阅点建设管理制度\"\n\
         tap \"打印\"\n\
         wait \"打印机就绪\"\n\
         key F1\n\
         tap \"开始打印\"\n\
         advance 1s\n\
         double-tap\n\
         expect-spoken \"缺纸\"\n",
    );
}

#[test]
fn a_document_that_is_withdrawn_is_heard_and_closed_by_two_taps() {
    let terminal = speaking("none");
    withdrawn_while_open(
        &terminal,
        "key F1\n\
         tap \"示例市政务公开查阅点建设管理制度\"\n\
         advance 1s\n\
         double-tap\n\
         wait \"示政办发〔2018〕89号\"\n\
         shot opened\n\
         expect-spoken \"这份文件已撤下\"\n\
         tap \"知道了\"\n\
         advance 1s\n\
         double-tap\n\
         expect-spoken \"首页\"\n",
    );
}

#[test]
fn somebody_is_called_by_ear_alone() {
    let terminal = speaking("none");
    services::point(&terminal);
    terminal.plays(
        "key F1\n\
         tap \"求助\"\n\
         advance 1s\n\
         double-tap\n\
         tap \"呼叫工作人员\"\n\
         expect-spoken \"呼叫工作人员，按钮\"\n\
         advance 1s\n\
         double-tap\n\
         expect-spoken \"已呼叫，请稍候\"\n",
    );
}

#[test]
fn a_table_is_heard_row_by_row_with_its_heads() {
    let terminal = speaking("none");
    apply(&terminal.path("mirror"), vec![tables::budget()], vec![], 2);
    terminal.plays(
        "tap \"示例市政务公开查阅点建设管理制度\"\n\
         tap \"看整张表\"\n\
         key F1\n\
         tap \"支出02\"\n\
         expect-spoken \"支出零二\"\n\
         expect-spoken \"第一栏，二千一百点一一\"\n",
    );
}

/// What is pointed at is pressed.
pub fn pressed(label: &str) -> String {
    format!("tap \"{label}\"\nadvance 1s\ndouble-tap\n")
}

#[test]
fn headphones_begin_it_and_whoever_comes_next_hears_the_voice_as_it_was() {
    let terminal = speaking("none");
    terminal.sets("speaker = true\n", "jack = \"usb\"\n");
    let speed =
        "flick right\nflick down\nflick down\nflick down\nexpect-spoken \"语速\"\nflick right\n";
    terminal.plays(&format!(
        "headphones in\nexpect-spoken \"语音已开\"\n\
         {speed}expect-spoken \"语速三\"\nflick right\nexpect-spoken \"语速四\"\n\
         headphones out\nadvance 9s\nheadphones in\nflick right\nexpect-spoken \"语速五\"\n\
         headphones out\nadvance 11s\nexpect-not \"语速\"\n\
         headphones in\nexpect-spoken \"语音已开\"\n{speed}expect-spoken \"语速三\"\n"
    ));
}

#[test]
fn an_opinion_is_written_by_ear_alone_and_its_number_is_heard() {
    let terminal = speaking("none");
    services::point(&terminal);
    let script = [
        "key F1\n".to_owned(),
        pressed("意见评议"),
        "expect-spoken \"意见评议\"\n".to_owned(),
        pressed("提意见"),
        pressed("场所设备"),
        "expect-spoken \"已选\"\n".to_owned(),
        pressed("意见"),
        pressed("字母"),
        pressed("a"),
        pressed("下一格"),
        pressed("填好了"),
        pressed("提交意见"),
        "expect-spoken \"杠，二零一八，杠，零零零一\"\n".to_owned(),
    ]
    .concat();
    terminal.plays(&script);
    let opinions = terminal.entries("opinions", "2018");
    assert_eq!(opinions.len(), 1);
    assert_eq!(opinions[0].value("about"), Some("premises"));
}

#[test]
fn a_voice_that_is_gone_is_told_at_the_desk_and_offered_to_nobody() {
    let terminal = speaking("none");
    terminal.plays(&format!(
        "tap \"示例市政务公开查阅点建设管理制度\"\nexpect \"朗读\"\n\
         voice gone\nshot reader-mute\n\
         tap \"首页\"\nhold \"政策文件\"\nexpect \"返回\"\ntap \"首页\"\nkey F1\n\
         {}\
         expect \"终端现在不能朗读\"\nshot today-mute\n\
         tap \"设备\"\nwait \"朗读、听屏\"\nexpect \"放不出声音，已停用\"\nshot device-mute\n\
         voice back\nexpect \"能用\"\ntap \"今天\"\nwait \"现在没有要办的事\"\n\
         tap \"退出\"\ntap \"开始查阅\"\nhold \"政策文件\"\nexpect-spoken \"语音已开\"\n\
         voice gone\ntap \"政策文件\"\nexpect \"返回\"\n",
        desk::IN.replace("现在没有要办的事", "终端现在不能朗读")
    ));
}

/// So many flicks lead past everything that stands on a screen.
const PAST_THE_END: usize = 60;

#[test]
fn flicks_lead_from_the_first_to_the_last_of_a_screen_though_words_stand_there_twice() {
    let on = "flick right\n".repeat(PAST_THE_END);
    // The title of a document stands over it and in it; the age of the data in the head and below.
    speaking("none").plays(&format!(
        "hold \"政策文件\"\n{on}expect-spoken \"没有更多了\"\n\
         flick left\nexpect-spoken \"求助，按钮\"\n\
         key F1\ntap \"示例市政务公开查阅点建设管理制度\"\nexpect \"选条款\"\n\
         key F1\n{on}expect-spoken \"没有更多了\"\nflick left\nexpect-spoken \"求助，按钮\"\n\
         key F1\ntap \"首页\"\ntap \"关怀模式\"\nexpect \"您想做什么？\"\n\
         key F1\n{on}expect-spoken \"没有更多了\"\nflick left\nexpect-spoken \"按钮\"\n"
    ));
}
