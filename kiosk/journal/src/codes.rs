//! Closed lists of codes as enums: each word is spelled once, and read back where it was written.

/// An enum with `ALL`, `CODES`, `as_code` and `from_code`; it is written and read as its code.
macro_rules! codes {
    ($(#[$about:meta])* $name:ident { $($(#[$said:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum $name {
            $($(#[$said])* #[doc = concat!("`", $code, "`")] $variant,)+
        }

        impl $name {
            /// Every one, in the order of their declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];
            /// The codes of all, in the same order.
            pub const CODES: &'static [&'static str] = &[$($code,)+];

            /// How it is written.
            pub const fn as_code(self) -> &'static str {
                match self {
                    $($name::$variant => $code,)+
                }
            }

            /// Reads what `as_code` wrote.
            pub fn from_code(code: &str) -> Option<$name> {
                match code {
                    $($code => Some($name::$variant),)+
                    _ => None,
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                let code = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                $name::from_code(&code)
                    .ok_or_else(|| serde::de::Error::unknown_variant(&code, $name::CODES))
            }
        }
    };
}

#[cfg(test)]
mod tests {
    codes! {
        /// Two of them.
        Two {
            One = "one",
            Other = "the-other",
        }
    }

    #[test]
    fn what_was_written_is_read_back_and_nothing_else() {
        for two in Two::ALL {
            assert_eq!(Two::from_code(two.as_code()), Some(*two));
            let json = serde_json::to_string(two).unwrap();
            assert_eq!(json, format!("\"{}\"", two.as_code()));
            assert_eq!(serde_json::from_str::<Two>(&json).unwrap(), *two);
        }
        assert_eq!(Two::CODES, ["one", "the-other"]);
        assert_eq!(Two::from_code("One"), None);
        assert!(serde_json::from_str::<Two>("\"One\"").is_err());
    }
}
