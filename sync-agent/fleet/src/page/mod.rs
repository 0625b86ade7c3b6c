//! The page of the fleet: one file, no script, no address but its own anchors. Owns its order (who needs a person comes first) and its size; the words
//! are the language's, the judgement is `judge`'s.

mod map;
mod rows;
mod sheet;

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::Timestamp;

use crate::intake::{Fleet, site};
use crate::judge::Judged;
use crate::rules::{Level, Rules};
use crate::words::Words;
use sheet::{Page, escaped, local};

const STYLE: &str = include_str!("style.css");
/// Seconds after which a browser that stays open fetches the page anew.
const REFRESH_S: u32 = 300;

/// The whole page.
pub fn html(
    fleet: &Fleet,
    judged: &[Judged<'_>],
    rules: &Rules,
    words: &Words,
    now: Timestamp,
) -> String {
    let page = Page {
        fleet,
        judged,
        rules,
        words,
        now,
    };
    let mut out = String::new();
    page.head(&mut out);
    page.totals(&mut out);
    let (wanted, rest) = judged.split_at(judged.partition_point(|one| one.level() >= Level::Warn));
    page.heading(&mut out, "attention");
    match wanted {
        [] => page.paragraph(&mut out, words.say("page.nobody")),
        wanted => page.table(&mut out, wanted),
    }
    page.strangers(&mut out);
    if fleet
        .terminals
        .iter()
        .any(|terminal| terminal.place.is_some())
    {
        page.heading(&mut out, "map");
        map::draw(&page, &mut out);
    }
    page.grid(&mut out);
    if !rest.is_empty() {
        page.heading(&mut out, "rest");
        page.table(&mut out, rest);
    }
    page.legend(&mut out);
    out.push_str("</html>\n");
    out
}

impl Page<'_> {
    fn head(&self, out: &mut String) {
        let title = self.words.say("page.title");
        let time = local(self.now, "%Y-%m-%d %H:%M");
        let made = self.words.fill("page.made", &[("time", &time)]);
        write!(
            out,
            "<!DOCTYPE html><html lang=\"{}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
             <meta http-equiv=\"refresh\" content=\"{REFRESH_S}\"><title>{title}</title><style>{STYLE}</style><h1>{title}</h1><p>{made}</p>",
            self.words.say("lang")
        )
        .expect("a string takes any text");
    }

    fn heading(&self, out: &mut String, key: &str) {
        let words = self.words.say(&format!("page.{key}"));
        write!(out, "<h2>{words}</h2>").expect("a string takes any text");
    }

    fn paragraph(&self, out: &mut String, words: &str) {
        write!(out, "<p>{words}</p>").expect("a string takes any text");
    }

    /// How many there are of each level, and of each finding.
    fn totals(&self, out: &mut String) {
        out.push_str("<div class=t>");
        let mut tile = |class: &str, key: &str, count: usize| {
            let words = self.words.say(&format!("page.{key}"));
            write!(out, "<div class={class}><b>{count}</b>{words}</div>")
                .expect("a string takes any text");
        };
        tile("all", "total", self.judged.len());
        for level in [Level::Alarm, Level::Warn, Level::Note, Level::Good] {
            let count = self
                .judged
                .iter()
                .filter(|one| one.level() == level)
                .count();
            tile(level.as_code(), level.as_code(), count);
        }
        out.push_str("</div><ul class=k>");
        for ((level, code), count) in self.counts() {
            let name = self.words.say(&format!("finding.{code}.name"));
            write!(
                out,
                "<li><a href=\"#{code}\"><i class={}>{name} {count}</i></a>",
                level.as_code()
            )
            .expect("a string takes any text");
        }
        out.push_str("</ul>");
    }

    /// Findings by level and code, the worst first.
    fn counts(&self) -> Vec<((Level, &'static str), usize)> {
        let mut counts: BTreeMap<(Level, &'static str), usize> = BTreeMap::new();
        for finding in self.judged.iter().flat_map(|one| &one.findings) {
            *counts.entry((finding.level, finding.code)).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|((level, _), count)| {
            (std::cmp::Reverse(*level), std::cmp::Reverse(*count))
        });
        counts
    }

    /// Files that belong to no terminal.
    fn strangers(&self, out: &mut String) {
        if self.fleet.strangers.is_empty() {
            return;
        }
        self.heading(out, "strangers");
        let [file, reason] = ["file", "reason"].map(|key| self.words.say(&format!("page.{key}")));
        write!(out, "<table><tr><th>{file}<th>{reason}").expect("a string takes any text");
        for (name, refusal) in &self.fleet.strangers {
            let words = self.words.say(&format!("refusal.{}", refusal.code));
            let (name, detail) = (escaped(name), escaped(&refusal.detail));
            write!(out, "<tr><td>{name}<td title=\"{detail}\">{words}")
                .expect("a string takes any text");
        }
        out.push_str("</table>");
        if self.fleet.strangers_more > 0 {
            let count = self.fleet.strangers_more.to_string();
            let words = self.words.fill("page.strangers_more", &[("count", &count)]);
            self.paragraph(out, &words);
        }
    }

    /// Every terminal once, by house.
    fn grid(&self, out: &mut String) {
        if self.judged.is_empty() {
            return;
        }
        self.heading(out, "grid");
        let mut houses: BTreeMap<(&str, &str), Vec<&Judged<'_>>> = BTreeMap::new();
        for one in self.judged {
            let key = (one.terminal.house.as_str(), site(&one.terminal.id));
            houses.entry(key).or_default().push(one);
        }
        out.push_str("<div class=g>");
        for ((house, site), mut terminals) in houses {
            terminals.sort_by_key(|one| &one.terminal.id);
            write!(out, "<div><span>{}</span>", escaped(house)).expect("a string takes any text");
            for one in terminals {
                let id = &one.terminal.id;
                let shown = match house == site {
                    true => &id[site.len() + 1..],
                    false => id,
                };
                let (class, sign) = match one.level() {
                    Level::Good => ("", ""),
                    level @ Level::Note => (level.as_code(), ""),
                    level @ Level::Warn => (level.as_code(), " △"),
                    level @ Level::Alarm => (level.as_code(), " ▲"),
                };
                let class = match class {
                    "" => String::new(),
                    class => format!(" class={class}"),
                };
                write!(out, "<a{class} href=#{id}>{shown}{sign}</a>")
                    .expect("a string takes any text");
            }
            out.push_str("</div>");
        }
        out.push_str("</div>");
    }

    /// What each finding means, what to do, and from when on it is told; only for what is on the page.
    fn legend(&self, out: &mut String) {
        let counts = self.counts();
        if counts.is_empty() {
            return;
        }
        self.heading(out, "legend");
        out.push_str("<dl>");
        let mut told = Vec::new();
        for ((_, code), _) in counts {
            if told.contains(&code) {
                continue;
            }
            told.push(code);
            let name = self.words.say(&format!("finding.{code}.name"));
            let todo = self.words.say(&format!("finding.{code}.todo"));
            write!(out, "<dt id={code}>{name}<dd>{todo}").expect("a string takes any text");
            if let Some(limits) = self.limits(code) {
                write!(out, " <small>{limits}</small>").expect("a string takes any text");
            }
        }
        out.push_str("</dl>");
    }
}

#[cfg(test)]
mod tests;
