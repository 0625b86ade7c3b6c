//! Enters the confinement of the child and then tries what the one argument names. Tests see how it ends; opens nothing by itself.

use std::process::ExitCode;

fn main() -> ExitCode {
    let attempt = std::env::args().nth(1).unwrap_or_default();
    let threads = attempt == "thread";
    if viewer_program::forbid_everything(threads).is_err() {
        return ExitCode::from(2);
    }
    let is_done = match attempt.as_str() {
        "compute" => {
            vec![1_u8; 1_000_000]
                .iter()
                .map(|n| u64::from(*n))
                .sum::<u64>()
                == 1_000_000
        }
        "thread" => std::thread::spawn(|| 7).join().is_ok_and(|n| n == 7),
        "open" => std::fs::File::open("/etc/hostname").is_ok(),
        "connect" => std::net::TcpStream::connect("127.0.0.1:9").is_ok(),
        "process" => std::process::Command::new("/bin/true").status().is_ok(),
        _ => return ExitCode::from(2),
    };
    // Reached only by what is allowed.
    ExitCode::from(u8::from(!is_done))
}
