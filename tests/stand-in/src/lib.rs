//! Programs that a test puts in the place of others: a voice that breaks, a `mount` that only counts.
//!
//! A program that is started while anybody holds its file open for writing is refused by the kernel (`ETXTBSY`, execve(2)). A test that writes such
//! a file itself hands it on without knowing: each process that another test of the same program starts at that moment holds it open until it
//! becomes a program of its own. Therefore another process writes these files, and nobody here ever opens one.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Writes the shell script at `path`, to be run by everybody; its first line is made here. What stood there before is gone.
///
/// # Panics
/// When the file cannot be written.
pub fn script(path: &Path, body: &str) {
    let mut writer = Command::new("/bin/sh")
        .args(["-c", "cat > \"$0\" && chmod 755 \"$0\""])
        .arg(path)
        .stdin(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut words = writer.stdin.take().expect("its input");
    words
        .write_all(format!("#!/bin/sh\n{body}\n").as_bytes())
        .expect("the shell takes the script");
    drop(words);
    assert!(writer.wait().expect("the shell ends").success());
}

/// Copies a program to `to`, to be run by everybody.
///
/// # Panics
/// When it cannot be copied.
pub fn copy(from: &Path, to: &Path) {
    let copied = Command::new("install")
        .arg("-m755")
        .args([from, to])
        .status()
        .expect("install of coreutils");
    assert!(copied.success(), "{} to {}", from.display(), to.display());
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// While other threads start processes all the time, which is what hands an open file on.
    #[test]
    fn it_runs_as_soon_as_it_is_written_whatever_else_starts_meanwhile() {
        let dir = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for n in 0..4 {
                let dir = dir.path();
                scope.spawn(move || {
                    for round in 0..25 {
                        let (program, copied) =
                            (dir.join(n.to_string()), dir.join(format!("{n}c")));
                        script(&program, &format!("exit {round}"));
                        copy(&program, &copied);
                        for it in [&program, &copied] {
                            assert_eq!(Command::new(it).status().unwrap().code(), Some(round));
                        }
                    }
                });
            }
        });
    }
}
