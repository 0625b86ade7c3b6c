//! The alarm rules: data with defaults (`rules.toml` beside this file). Owns reading them; a wrong value is refused with all that is wrong, never
//! taken as "off".

use std::path::Path;

use anyhow::{Context, ensure};
use batch::{ERRORS, PRINTER};
use serde::Deserialize;

use crate::points::small_file;

/// What holds where the office says nothing else.
pub const DEFAULTS: &str = include_str!("rules.toml");

/// How much somebody is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing to do.
    Good,
    /// Good to know.
    Note,
    /// Can wait for the next working day.
    Warn,
    /// Needs a person now.
    Alarm,
}

impl Level {
    /// The word by which page and metrics know it.
    pub fn as_code(self) -> &'static str {
        match self {
            Level::Good => "good",
            Level::Note => "note",
            Level::Warn => "warn",
            Level::Alarm => "alarm",
        }
    }
}

/// From which value on somebody is needed; 0 is never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Limit {
    #[serde(
        alias = "warn_min",
        alias = "warn_h",
        alias = "warn_m",
        alias = "warn_mb",
        alias = "warn_failures"
    )]
    pub warn: u64,
    #[serde(
        alias = "alarm_min",
        alias = "alarm_h",
        alias = "alarm_m",
        alias = "alarm_mb",
        alias = "alarm_failures"
    )]
    pub alarm: u64,
}

impl Limit {
    /// The level of a value that is bad when it is large.
    pub fn above(self, value: u64) -> Level {
        match value {
            value if self.alarm > 0 && value >= self.alarm => Level::Alarm,
            value if self.warn > 0 && value >= self.warn => Level::Warn,
            _ => Level::Good,
        }
    }

    /// The level of a value that is bad when it is small.
    pub fn below(self, value: u64) -> Level {
        match value {
            value if self.alarm > 0 && value < self.alarm => Level::Alarm,
            value if self.warn > 0 && value < self.warn => Level::Warn,
            _ => Level::Good,
        }
    }
}

/// Words of statuses that need somebody.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Codes {
    pub warn: Vec<String>,
    pub alarm: Vec<String>,
}

impl Codes {
    /// How much a word matters.
    pub fn level(&self, code: &str) -> Level {
        let is_in = |list: &[String]| list.iter().any(|known| known == code);
        match (is_in(&self.alarm), is_in(&self.warn)) {
            (true, _) => Level::Alarm,
            (_, true) => Level::Warn,
            _ => Level::Note,
        }
    }
}

/// The whole set of rules.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Rules {
    /// Minutes since the last status.
    pub silent: Limit,
    /// Minutes into the future.
    pub clock: Limit,
    /// Minutes without a frame.
    pub frozen: Limit,
    /// Minutes behind a publication.
    pub behind: Limit,
    /// Minutes since the mirror was confirmed.
    pub unconfirmed: Limit,
    /// Minutes behind a takedown.
    pub takedown: Limit,
    /// Hours until it runs out.
    pub signature: Limit,
    /// Metres left on the roll.
    pub paper: Limit,
    /// Megabytes left on the disk.
    pub disk: Limit,
    /// Failures in a row.
    pub poll: Limit,
    pub codes: Codes,
}

impl Rules {
    /// The defaults, with what the file changes.
    pub fn load(path: Option<&Path>) -> anyhow::Result<Rules> {
        match path {
            None => Rules::parse(""),
            Some(path) => {
                Rules::parse(&small_file(path)?).with_context(|| format!("read {}", path.display()))
            }
        }
    }

    /// The same from text.
    pub fn parse(changes: &str) -> anyhow::Result<Rules> {
        let mut all: toml::Table = DEFAULTS.parse().expect("the default rules are TOML");
        let changes: toml::Table = changes.parse().context("read the rules as TOML")?;
        for (name, section) in changes {
            let known = all.get_mut(&name).and_then(toml::Value::as_table_mut);
            let known = known.with_context(|| format!("there is no rule [{name}]"))?;
            let section = section
                .as_table()
                .with_context(|| format!("[{name}] is no section"))?;
            for (key, value) in section {
                ensure!(known.contains_key(key), "there is no {key} in [{name}]");
                known.insert(key.clone(), value.clone());
            }
        }
        let rules: Rules = all.try_into().context("read the rules")?;
        rules.check()?;
        Ok(rules)
    }

    fn check(&self) -> anyhow::Result<()> {
        let mut wrong = Vec::new();
        for (name, limit, rises) in [
            ("silent", self.silent, true),
            ("clock", self.clock, true),
            ("frozen", self.frozen, true),
            ("behind", self.behind, true),
            ("unconfirmed", self.unconfirmed, true),
            ("takedown", self.takedown, true),
            ("poll", self.poll, true),
            ("signature", self.signature, false),
            ("paper", self.paper, false),
            ("disk", self.disk, false),
        ] {
            let ordered = match rises {
                true => limit.warn <= limit.alarm,
                false => limit.alarm <= limit.warn,
            };
            if limit.warn > 0 && limit.alarm > 0 && !ordered {
                wrong.push(format!("[{name}]: the alarm comes before the warning"));
            }
        }
        for code in self.codes.warn.iter().chain(&self.codes.alarm) {
            let known = PRINTER.contains(&code.as_str()) || ERRORS.contains(&code.as_str());
            if !known {
                wrong.push(format!("[codes]: {code:?} is no code of a status"));
            }
        }
        ensure!(wrong.is_empty(), "{}", wrong.join("; "));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_values_change_and_the_others_stay() {
        let plain = Rules::parse("").unwrap();
        let changed = Rules::parse("[paper]\nwarn_m = 20\n").unwrap();
        assert_eq!(
            (changed.paper.warn, changed.paper.alarm),
            (20, plain.paper.alarm)
        );
        assert_eq!(changed.silent, plain.silent);
        let off = Rules::parse("[disk]\nwarn_mb = 0\nalarm_mb = 0\n").unwrap();
        assert_eq!(off.disk.below(0), Level::Good);
    }

    #[test]
    fn a_rule_that_is_none_is_refused_and_never_taken_for_off() {
        for (text, words) in [
            ("[papre]\nwarn_m = 1\n", "papre"),
            ("[paper]\nwarn_mb = 1\n", "warn_mb"),
            ("[paper]\nwarn_m = \"many\"\n", "read the rules"),
            ("[paper]\nwarn_m = -1\n", "read the rules"),
            ("paper = 1\n", "no section"),
            ("[silent]\nwarn_min = 500\n", "before the warning"),
            ("[paper]\nalarm_m = 50\n", "before the warning"),
            ("[codes]\nalarm = [\"papre-out\"]\n", "papre-out"),
            ("[", "TOML"),
        ] {
            let said = format!("{:#}", Rules::parse(text).unwrap_err());
            assert!(said.contains(words), "{text:?}: {said}");
        }
    }

    #[test]
    fn a_limit_begins_at_its_value() {
        let limit = Limit {
            warn: 10,
            alarm: 20,
        };
        assert_eq!(
            [9, 10, 19, 20].map(|value| limit.above(value)),
            [Level::Good, Level::Warn, Level::Warn, Level::Alarm]
        );
        let limit = Limit { warn: 10, alarm: 2 };
        assert_eq!(
            [10, 9, 2, 1].map(|value| limit.below(value)),
            [Level::Good, Level::Warn, Level::Warn, Level::Alarm]
        );
    }
}
