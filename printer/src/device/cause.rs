//! Why a device cannot be reached: what the system said, in one closed list. Opens nothing.

use std::io;

/// Why there is no line to the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// This program may not open it: it does not belong to the group of the device.
    NoPermission,
    /// Nothing is plugged in there.
    NoDevice,
    /// A file, a pipe or a folder: the setting is wrong.
    NotADevice,
    /// Another program on this terminal holds it.
    Locked,
    /// Nobody knows the name of the host.
    NameUnknown,
    /// The host is there, and nobody listens on the port.
    ConnectionRefused,
    /// No way to the host, or it is switched off.
    Unreachable,
    /// It was there and is gone.
    Lost,
    /// It says itself that it is off line.
    SaysOffline,
}

super::outcome::codes!(Cause:
    NoPermission = "no-permission",
    NoDevice = "no-device",
    NotADevice = "not-a-device",
    Locked = "locked",
    NameUnknown = "name-unknown",
    ConnectionRefused = "connection-refused",
    Unreachable = "unreachable",
    Lost = "lost",
    SaysOffline = "says-offline",
);

/// A cause that the system has no error of its own for.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("{}", .0.as_code())]
struct Told(Cause);

impl Cause {
    /// The same as an error of the system's kind.
    pub fn error(self) -> io::Error {
        let kind = match self {
            Cause::NoPermission => io::ErrorKind::PermissionDenied,
            Cause::NoDevice => io::ErrorKind::NotFound,
            Cause::NotADevice => io::ErrorKind::InvalidInput,
            Cause::Locked => io::ErrorKind::ResourceBusy,
            Cause::NameUnknown => io::ErrorKind::AddrNotAvailable,
            Cause::ConnectionRefused => io::ErrorKind::ConnectionRefused,
            Cause::Unreachable => io::ErrorKind::HostUnreachable,
            Cause::Lost | Cause::SaysOffline => io::ErrorKind::ConnectionReset,
        };
        io::Error::new(kind, Told(self))
    }

    /// What an error says about the way to the device.
    pub fn of(error: &io::Error) -> Cause {
        let told = error.get_ref().and_then(|inner| inner.downcast_ref());
        if let Some(Told(cause)) = told {
            return *cause;
        }
        match error.kind() {
            io::ErrorKind::PermissionDenied => Cause::NoPermission,
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Cause::NoDevice,
            io::ErrorKind::InvalidInput | io::ErrorKind::IsADirectory => Cause::NotADevice,
            io::ErrorKind::ResourceBusy | io::ErrorKind::WouldBlock => Cause::Locked,
            io::ErrorKind::AddrNotAvailable => Cause::NameUnknown,
            io::ErrorKind::ConnectionRefused => Cause::ConnectionRefused,
            io::ErrorKind::TimedOut
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NetworkDown => Cause::Unreachable,
            // ENXIO and ENODEV have no kind of their own: the file is there, the device is not.
            _ => match error.raw_os_error() {
                Some(ENXIO | ENODEV) => Cause::NoDevice,
                _ => Cause::Lost,
            },
        }
    }
}

/// errno(3) of Linux.
const ENXIO: i32 = 6;
const ENODEV: i32 = 19;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_survives_being_an_error() {
        for cause in Cause::ALL {
            assert_eq!(Cause::of(&cause.error()), *cause);
            assert_eq!(Cause::from_code(cause.as_code()), Some(*cause));
        }
    }

    #[test]
    fn what_the_system_says_becomes_a_cause() {
        let of = |code| Cause::of(&io::Error::from_raw_os_error(code));
        assert_eq!(of(2), Cause::NoDevice);
        assert_eq!(of(13), Cause::NoPermission);
        assert_eq!(of(16), Cause::Locked);
        assert_eq!(of(19), Cause::NoDevice);
        assert_eq!(of(111), Cause::ConnectionRefused);
        assert_eq!(of(113), Cause::Unreachable);
        assert_eq!(of(104), Cause::Lost);
    }
}
