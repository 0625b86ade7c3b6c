//! The status reader: any bytes from a device, answers of all kinds mixed, are told apart without a panic, and whatever came
//! before, the next whole answer is understood.
#![no_main]

use libfuzzer_sys::fuzz_target;
use printer::answers::{Answer, Answers, Condition};

fuzz_target!(|bytes: &[u8]| {
    let mut answers = Answers::default();
    let mut condition = Condition::default();
    for (n, byte) in bytes.iter().enumerate() {
        if byte & 0x0F == n as u8 & 0x0F {
            answers.expect_paper();
        }
        match answers.push(*byte) {
            Some(Answer::RealTime(said)) => condition.real_time(1 + n as u8 % 5, said),
            Some(Answer::Automatic(report)) => condition.automatic(report),
            _ => {}
        }
        // Every combination has its word.
        assert!(!condition.state().as_code().is_empty());
    }
    // A NUL ends any block.
    answers.push(0);
    assert_eq!(answers.push(0x16), Some(Answer::RealTime(0x16)));
    let said: Vec<Answer> = b"\x37\x22abcd\x00"
        .iter()
        .filter_map(|byte| answers.push(*byte))
        .collect();
    assert_eq!(said, [Answer::Done(*b"abcd")]);
});
