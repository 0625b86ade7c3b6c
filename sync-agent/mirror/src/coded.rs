//! Closed lists of codes: an enum whose every value has one spelling, on the wire, in the file, in JSON and on the command line.

/// Declares such an enum. An unknown code is no error here: `from_code` answers `None` and the
/// caller decides.
macro_rules! coded {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$of:meta])* $value:ident = $code:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$of])* $value,)+
        }

        impl $name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [$name] = &[$($name::$value),+];

            /// The code: lower case, words joined by hyphens.
            pub fn as_code(self) -> &'static str {
                match self {
                    $($name::$value => $code,)+
                }
            }

            /// The value of a code; `None` for one that this program does not know.
            pub fn from_code(code: &str) -> Option<$name> {
                match code {
                    $($code => Some($name::$value),)+
                    _ => None,
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownCode;

            fn from_str(code: &str) -> Result<$name, $crate::UnknownCode> {
                $name::from_code(code).ok_or($crate::UnknownCode {
                    allowed: &[$($code),+],
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let code = String::deserialize(deserializer)?;
                code.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use coded;

/// A code that is on no list of this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("allowed are {}", allowed.join(", "))]
pub struct UnknownCode {
    /// Those that are.
    pub allowed: &'static [&'static str],
}
