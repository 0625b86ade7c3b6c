//! The virtual printer's decoder: any bytes become commands, each takes at least one byte, and cutting the stream anywhere
//! changes nothing but the time at which a command is seen.
#![no_main]

use libfuzzer_sys::fuzz_target;
use virtual_printer::decoder::{Command, Step, step};

fuzz_target!(|bytes: &[u8]| {
    let mut rest = bytes;
    let mut chinese = false;
    loop {
        match step(rest, chinese) {
            Step::Need => {
                // Nothing that was waited for may be longer than what any command takes.
                assert!(rest.len() < 5 + 3 * 65_536 + 65_536 * 128);
                break;
            }
            Step::Command(command, used) => {
                assert!((1..=rest.len()).contains(&used), "{command:?} takes {used}");
                assert_eq!(step(&rest[..used - 1], chinese), Step::Need, "{command:?}");
                // Some are known for what they are only by the byte behind them.
                let known = Step::Command(command.clone(), used);
                assert!([Step::Need, known].contains(&step(&rest[..used], chinese)));
                match command {
                    Command::Chinese(on) => chinese = on,
                    Command::Init => chinese = false,
                    _ => {}
                }
                rest = &rest[used..];
            }
        }
    }
});
