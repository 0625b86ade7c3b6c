//! What a program writes on its two channels. Neither ends it: the log of a terminal that cannot be written is lost words, and output
//! that arrives nowhere is an error for whoever started the program.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};

/// Writes a line on standard output, at once. A reader that has gone away (`| head`) is no failure; a full disk is.
pub fn out(line: impl Display) -> io::Result<()> {
    written(&mut io::stdout().lock(), line)
}

/// Writes a line on standard error where that can be. The macro `tell!` fills in.
#[doc(hidden)]
pub fn log(line: std::fmt::Arguments<'_>) {
    // Where the log is gone there is nobody to tell.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// As `eprintln!`, which would end the program where nothing takes what it says: a log that is full, a terminal that was closed.
#[macro_export]
macro_rules! tell {
    ($($words:tt)*) => {
        $crate::log(format_args!($($words)*))
    };
}

fn written(to: &mut impl Write, line: impl Display) -> io::Result<()> {
    match writeln!(to, "{line}").and_then(|()| to.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => {
            let said = format!("write the output: {error}");
            Err(io::Error::new(error.kind(), said))
        }
        Ok(()) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fails(ErrorKind);

    impl Write for Fails {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_went_away_is_no_failure_a_full_disk_is() {
        assert!(written(&mut Fails(ErrorKind::BrokenPipe), "x").is_ok());
        let full = written(&mut Fails(ErrorKind::StorageFull), "x").unwrap_err();
        assert_eq!(full.kind(), ErrorKind::StorageFull);
        assert!(full.to_string().starts_with("write the output: "));
    }

    #[test]
    fn what_is_written_is_whole() {
        let mut bytes = Vec::new();
        written(&mut bytes, format_args!("{}", 7)).unwrap();
        assert_eq!(bytes, b"7\n");
    }
}
