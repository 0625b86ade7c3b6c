//! The links of the point are looked at some times a day (网站链接有效性检查), and what was found lies beside the mirror for the screen. Asks only
//! whether anything answers: reads no page, follows nothing to another place.

use crate::failure::{Outcome, io_failure};
use crate::pull::fetch::{Way, client};
use config::Config;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::Url;

/// Stands beside `mirror.db`, where the kiosk reads it.
const FILE: &str = "links.json";
/// While it is written.
const FILE_NEW: &str = "links.json.new";
/// Largest file that is read again, bytes.
const FILE_BYTES_MAX: u64 = 64 * 1024;
/// Between two looks.
const EVERY_S: i64 = 6 * 3600;
/// One link may take so long.
const LINK_S_MAX: u64 = 20;

/// What was found of one link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Check {
    url: String,
    at: String,
    /// Since when nothing answers, RFC 3339; empty while something does.
    #[serde(default)]
    failing_since: String,
}

/// The links of the point.
pub struct Links {
    urls: Vec<Url>,
    dir: PathBuf,
    tried: Option<Timestamp>,
}

impl Links {
    /// From the settings; `None` where there are none.
    pub fn of(config: &Config) -> Option<Links> {
        let urls: Vec<Url> = config.links.iter().map(|link| link.url.clone()).collect();
        (!urls.is_empty()).then(|| Links {
            urls,
            dir: config.mirror.dir.clone(),
            tried: None,
        })
    }

    fn is_due(&self, now: Timestamp) -> bool {
        self.tried.is_none_or(|tried| {
            let passed = now.as_second() - tried.as_second();
            // A clock that went back must not silence it.
            !(0..EVERY_S).contains(&passed)
        })
    }

    /// Looks at each, one after the other.
    async fn look(&self, way: &Way) -> Vec<bool> {
        let mut answered = Vec::with_capacity(self.urls.len());
        for url in &self.urls {
            let asked = tokio::time::timeout(Duration::from_secs(LINK_S_MAX), answers(url, way));
            answered.push(asked.await.unwrap_or(false));
        }
        answered
    }

    /// Looks at the links when it is time; `reached` says that the feed was reached over the network just now.
    pub async fn mind(&mut self, way: &Way, now: Timestamp, reached: bool) {
        if !self.is_due(now) {
            return;
        }
        self.tried = Some(now);
        let answered = self.look(way).await;
        let before = read(&self.dir.join(FILE));
        let Some(checks) = judged(&self.urls, &answered, &before, reached, now) else {
            log!("no link answered, nor did the feed: nothing is known of them");
            return;
        };
        if let Err(failure) = self.write(&checks) {
            log!("{failure}");
        }
    }

    fn write(&self, checks: &[Check]) -> Outcome<()> {
        let (new, file) = (self.dir.join(FILE_NEW), self.dir.join(FILE));
        let text = serde_json::to_string_pretty(checks).expect("strings become JSON");
        let mut out = File::create(&new).map_err(|e| io_failure(e, "create", &new))?;
        out.write_all(text.as_bytes())
            .and_then(|()| out.sync_all())
            .map_err(|e| io_failure(e, "write", &new))?;
        fs::rename(&new, &file).map_err(|e| io_failure(e, "put in place", &file))
    }
}

/// Any answer below 500 will do, also one that leads elsewhere or asks for a name.
async fn answers(url: &Url, way: &Way) -> bool {
    let Ok(client) = client(url, way) else {
        return false;
    };
    match client.get(url.clone()).send().await {
        Ok(response) => !response.status().is_server_error(),
        Err(error) => error.is_redirect(),
    }
}

fn read(file: &Path) -> Vec<Check> {
    let small = fs::metadata(file).is_ok_and(|meta| meta.len() <= FILE_BYTES_MAX);
    let text = match small {
        true => fs::read_to_string(file).unwrap_or_default(),
        false => String::new(),
    };
    serde_json::from_str(&text).unwrap_or_default()
}

/// What is known now; `None` when nothing answered and the line may be down.
fn judged(
    urls: &[Url],
    answered: &[bool],
    before: &[Check],
    reached: bool,
    now: Timestamp,
) -> Option<Vec<Check>> {
    if !reached && !answered.contains(&true) {
        return None;
    }
    let checks = urls.iter().zip(answered).map(|(url, answered)| {
        let held = before.iter().find(|check| check.url == url.as_str());
        let since = held.map_or("", |check| check.failing_since.as_str());
        Check {
            url: url.to_string(),
            at: now.to_string(),
            failing_since: match (answered, since) {
                (true, _) => String::new(),
                (false, "") => now.to_string(),
                (false, since) => since.to_owned(),
            },
        }
    });
    Some(checks.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_link_fails_since_its_first_failure_and_a_line_that_is_down_says_nothing() {
        let urls: Vec<Url> = ["https://a.example.cn/", "https://b.example.cn/"]
            .map(|url| url.parse().unwrap())
            .to_vec();
        let first = at("2018-10-13T01:00:00Z");
        let one = judged(&urls, &[true, false], &[], false, first).unwrap();
        assert_eq!(one[0].failing_since, "");
        assert_eq!(one[1].failing_since, first.to_string());
        let later = at("2018-10-14T01:00:00Z");
        let two = judged(&urls, &[true, false], &one, true, later).unwrap();
        assert_eq!(
            (two[1].at.as_str(), &two[1].failing_since),
            ("2018-10-14T01:00:00Z", &one[1].failing_since)
        );
        assert_eq!(judged(&urls, &[false, false], &two, false, later), None);
        let down = judged(&urls, &[false, false], &two, true, later).unwrap();
        assert_eq!(down[0].failing_since, later.to_string());
        let mended = judged(&urls, &[true, true], &down, true, later).unwrap();
        assert!(mended.iter().all(|check| check.failing_since.is_empty()));
    }

    #[test]
    fn it_is_looked_some_times_a_day_whatever_the_clock_does() {
        let mut links = Links {
            urls: vec![],
            dir: PathBuf::new(),
            tried: None,
        };
        assert!(links.is_due(at("2018-10-13T01:00:00Z")));
        links.tried = Some(at("2018-10-13T01:00:00Z"));
        assert!(!links.is_due(at("2018-10-13T06:59:59Z")));
        assert!(links.is_due(at("2018-10-13T07:00:00Z")));
        assert!(links.is_due(at("2018-10-12T01:00:00Z")));
    }

    #[test]
    fn what_was_found_is_read_again_and_rubbish_is_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let links = Links {
            urls: vec![],
            dir: dir.path().to_path_buf(),
            tried: None,
        };
        let check = Check {
            url: "https://a.example.cn/".into(),
            at: "x".into(),
            failing_since: String::new(),
        };
        links.write(std::slice::from_ref(&check)).unwrap();
        assert_eq!(read(&dir.path().join(FILE)), [check]);
        for bad in ["", "[", "{}", &" ".repeat(100_000)] {
            fs::write(dir.path().join(FILE), bad).unwrap();
            assert!(read(&dir.path().join(FILE)).is_empty());
        }
    }
}
