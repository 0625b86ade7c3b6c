//! Hands that are not a visitor's finger: a plugged-in keyboard, a long press, a phone that scans, a bored child.

use super::*;

fn filled() -> Terminal {
    let terminal = Terminal::new("none");
    apply(&terminal.path("mirror"), vec![rules(1)], vec![], 1);
    terminal
}

#[test]
fn a_plugged_in_keyboard_goes_from_one_to_the_next_and_does_it_and_leads_back() {
    filled().plays(
        "key Tab\n\
         key Return\n\
         expect \"看结果，搜索\"\n\
         key Escape\n\
         expect-not \"看结果，搜索\"\n\
         # The arrows go where Tab goes, and back again.\n\
         key Down\n\
         key Down\n\
         key Up\n\
         key Return\n\
         expect \"看结果，搜索\"\n\
         key Escape\n\
         expect \"最新公开\"\n",
    );
}

#[test]
fn a_long_press_on_the_plate_opens_the_staff_door_and_a_touch_does_not() {
    filled().plays(
        "tap \"政务公开查阅点\"\n\
         advance 3s\n\
         expect-not \"A 岗进入\"\n\
         hold \"政务公开查阅点\"\n\
         expect \"A 岗进入\"\n",
    );
}

#[test]
fn what_was_searched_for_is_marked_in_the_text_and_led_through() {
    filled().plays(
        "tap \"搜索\"\n\
         type \"查阅点免费开放\"\n\
         tap \"看结果，搜索\"\n\
         tap \"示例市政务公开查阅点建设管理制度\"\n\
         expect \"第 1 / 5 处\"\n\
         tap \"下一处\"\n\
         expect \"第 2 / 5 处\"\n\
         tap \"上一处\"\n\
         expect \"第 1 / 5 处\"\n\
         shot marks\n\
         tap \"不标\"\n\
         expect-not \"下一处\"\n\
         tap \"手机看\"\n\
         expect \"http://www.example.cn/art/89.html\"\n\
         tap \"回正文\"\n\
         expect-not \"http://www.example.cn/art/89.html\"\n",
    );
}

#[test]
fn the_countdown_offers_to_end_at_once() {
    filled().plays(
        "tap \"搜索\"\n\
         type \"zw\"\n\
         advance 65s\n\
         expect \"还在使用吗\"\n\
         tap \"现在结束\"\n\
         expect-not \"还在使用吗\"\n\
         expect \"开始查阅\"\n",
    );
}

/// A short form of the hundred thousand: `kiosk monkey` does the rest.
#[test]
fn touches_and_keys_without_sense_end_nowhere_and_leave_no_memory() {
    let terminal = filled();
    for (seed, size) in [("3", "1080x1920"), ("5", "1280x800")] {
        let said = terminal.kiosk(&["monkey", "--touches", "300", "--seed", seed, "--size", size]);
        let words = String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "{size}: {words}");
    }
}

#[test]
fn a_word_is_found_in_the_open_document_and_one_that_is_not_there_is_told() {
    filled().plays(
        "tap \"示例市政务公开查阅点建设管理制度\"\n\
         tap \"查找\"\n\
         type \"免费\"\n\
         tap \"开始找\"\n\
         expect \"第 1 /\"\n\
         expect \"下一处\"\n\
         tap \"查找\"\n\
         type \"火星\"\n\
         tap \"开始找\"\n\
         expect \"没有找到\"\n\
         tap \"不标\"\n\
         expect-not \"没有找到\"\n\
         # Nothing typed: the field goes away.\n\
         tap \"查找\"\n\
         tap \"开始找\"\n\
         expect-not \"开始找\"\n",
    );
}
