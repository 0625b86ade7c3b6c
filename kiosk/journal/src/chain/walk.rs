//! Follows the chain from the file's beginning to its head, entry by entry, and keeps of it what the other checks compare.

use super::declare::{self, CLOCK_AHEAD, CLOCK_BEHIND, DAY_SET, Form, OPENED, Register, Step};
use super::fields::{self, Blanks, StoredField};
use super::hash::{Hash, Head};
use super::key::{self, Key};
use super::log;
use super::number::{self, Last, Number};
use super::problem::{Found, Problem};
use super::series;
use super::stored::Stored;
use crate::Error;
use jiff::Timestamp;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Entries compared pairwise when looking for exchanged places.
const EXCHANGED_MAX: usize = 200;
/// A clock that goes back further than this says so in the entry.
const SET_BACK_S_MAX: i64 = 86_400;

/// What the walk along the chain leaves for the other checks.
pub(crate) struct Chain {
    pub(crate) genesis: Head,
    pub(crate) head: Head,
    pub(crate) hashes: BTreeMap<u64, Hash>,
    /// Numbers given out, in the order of the chain.
    pub(crate) given: Vec<(u64, Number)>,
    /// Everything about one number, in the order of the chain.
    pub(crate) stories: BTreeMap<String, Vec<Step>>,
    /// How this file, and those that it continues, began.
    pub(crate) beginnings: Vec<Beginning>,
    /// Where an attendant set the day: numbers may go back there.
    pub(crate) days_set: Vec<u64>,
    pub(crate) blanks: Blanks,
    last_time: Option<Timestamp>,
}

/// What an entry `opened` says.
pub(crate) struct Beginning {
    pub(crate) seq: u64,
    values: BTreeMap<String, String>,
}

impl Beginning {
    /// One of its values; empty if it has none.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }
}

impl Chain {
    fn from(genesis: Head) -> Self {
        Self {
            genesis,
            head: genesis,
            hashes: BTreeMap::new(),
            given: Vec::new(),
            stories: BTreeMap::new(),
            beginnings: Vec::new(),
            days_set: Vec::new(),
            blanks: Blanks::default(),
            last_time: None,
        }
    }

    /// Takes the next entry; a hole before it or a broken link is a problem, and the walk goes on from there.
    fn follow(&mut self, entry: &Stored, found: &mut Found) {
        if entry.seq != self.head.seq + 1 {
            found.add(Problem::Removed {
                from: self.head.seq + 1,
                to: entry.seq.saturating_sub(1),
            });
        } else if entry.prev != self.head.hash {
            found.add(Problem::Broken { seq: entry.seq });
        }
        self.head = Head {
            seq: entry.seq,
            hash: entry.hash,
        };
        self.hashes.insert(entry.seq, entry.hash);
    }

    /// Takes what the entry says, by the declaration of its kind.
    fn hear(
        &mut self,
        entry: &Stored,
        fields: &[StoredField],
        registers: &[&'static Register],
        found: &mut Found,
    ) {
        let Some(kind) = declare::kind(registers, &entry.kind) else {
            found.add(Problem::UnknownKind {
                seq: entry.seq,
                kind: entry.kind.clone(),
            });
            return;
        };
        let behind = fields.iter().any(|field| field.name == CLOCK_BEHIND);
        // A kind that gives numbers out is held to the day of its number.
        let at = self.time(entry, behind || kind.opens, fields, found);
        if entry.kind == DAY_SET.name {
            self.days_set.push(entry.seq);
        }
        if entry.kind == OPENED.name {
            let told = fields
                .iter()
                .filter_map(|f| Some((f.name.clone(), f.value.clone()?)));
            self.beginnings.push(Beginning {
                seq: entry.seq,
                values: told.collect(),
            });
            return;
        }
        if kind.opens {
            match Number::parse(&entry.number) {
                Some(number) => {
                    let period = at.map(|at| number::period_of(number.period(), at));
                    let ahead = fields.iter().any(|field| field.name == CLOCK_AHEAD);
                    if period.is_some_and(|now| now != number.day && !behind && !ahead) {
                        found.add(Problem::OtherDay {
                            seq: entry.seq,
                            number: entry.number.clone(),
                        });
                    }
                    self.given.push((entry.seq, number));
                }
                None => found.add(Problem::NumberOrder {
                    seq: entry.seq,
                    number: entry.number.clone(),
                }),
            }
        }
        let is_code = |name: &str| {
            let field = kind.field(name);
            field.is_some_and(|field| !matches!(field.form, Form::Text | Form::List))
        };
        let codes = fields.iter().filter(|field| is_code(&field.name));
        let codes = codes.filter_map(|field| {
            let declared = kind.field(&field.name)?;
            Some((declared.name, field.value.clone()?))
        });
        self.stories
            .entry(entry.number.clone())
            .or_default()
            .push(Step {
                seq: entry.seq,
                kind,
                number: entry.number.clone(),
                codes: codes.collect(),
            });
    }

    /// Time goes on, or the entry says that the clock was behind. What is closed at a start may be written before the clock is set.
    fn time(
        &mut self,
        entry: &Stored,
        may_go_back: bool,
        fields: &[StoredField],
        found: &mut Found,
    ) -> Option<Timestamp> {
        let Ok(at) = entry.at.parse::<Timestamp>() else {
            found.add(Problem::NoTime { seq: entry.seq });
            return None;
        };
        let at_start = entry.kind == OPENED.name
            || fields
                .iter()
                .any(|f| f.name == "detail" && f.value.as_deref() == Some("power"));
        let back = self
            .last_time
            .is_some_and(|then| then.as_second().saturating_sub(at.as_second()) > SET_BACK_S_MAX);
        if back && !may_go_back && !at_start {
            found.add(Problem::TimeBack {
                seq: entry.seq,
                at: entry.at.clone(),
            });
        }
        self.last_time = Some(at);
        Some(at)
    }
}

pub(crate) fn walk(
    conn: &Connection,
    registers: &[&'static Register],
    found: &mut Found,
) -> Result<Chain, Error> {
    let failed = Error::database("read the chain");
    let mut chain = Chain::from(log::genesis(conn)?);
    let mut suspects: Vec<Stored> = Vec::new();
    let mut query = conn
        .prepare("SELECT seq, kind, number, at, prev, hash FROM entry ORDER BY seq")
        .map_err(&failed)?;
    let mut rows = query.query([]).map_err(&failed)?;
    while let Some(row) = rows.next().map_err(&failed)? {
        let mut entry = Stored::read(row).map_err(&failed)?;
        let kind = declare::kind(registers, &entry.kind);
        let fields = fields::read(conn, &entry, kind, &mut chain.blanks, found)?;
        fields::note(&entry, &fields, &mut chain.blanks);
        entry.fields = fields
            .iter()
            .map(|field| (field.name.clone(), field.commitment))
            .collect();
        chain.follow(&entry, found);
        if entry.fits_at(entry.seq) {
            chain.hear(&entry, &fields, registers, found);
        } else {
            // That it was edited is told; what it now says is no second finding.
            chain.hear(&entry, &fields, registers, &mut Found::default());
            suspects.push(entry);
        }
    }
    tell_edited_from_moved(&suspects, found);
    Ok(chain)
}

/// An entry whose hash fits at another suspect's place was moved, not edited.
fn tell_edited_from_moved(suspects: &[Stored], found: &mut Found) {
    for entry in suspects {
        let written_as = suspects
            .iter()
            .take(EXCHANGED_MAX)
            .map(|other| other.seq)
            .find(|seq| entry.fits_at(*seq));
        found.add(match written_as {
            Some(written_as) => Problem::Reordered {
                seq: entry.seq,
                written_as,
            },
            None => Problem::EntryEdited { seq: entry.seq },
        });
    }
}

/// The key and the numbers that stand beside the chain are those that it speaks of. Without `keys` the key is not looked at.
pub(crate) fn check_beside(
    conn: &Connection,
    chain: &Chain,
    keys: Option<&[Option<Key>]>,
    found: &mut Found,
) {
    let vouched = chain
        .beginnings
        .iter()
        .rev()
        .map(|beginning| beginning.value("key_check"))
        .find(|check| !check.is_empty());
    if let Some(keys) = keys {
        let fits = |key: &Key| vouched.is_none_or(|it| it == key::check(key));
        if key::choose(keys, vouched).filter(fits).is_none() {
            found.add(Problem::OtherKey);
        }
    }
    if let Some(prefix) = other_floor(conn, chain) {
        found.add(Problem::OtherFloor { prefix });
    }
    // The file says where it goes on; its first entry says the same.
    let first = chain.beginnings.first();
    let known = first.filter(|beginning| beginning.seq == chain.genesis.seq + 1);
    let known = known.map_or("", |beginning| beginning.value("known_head"));
    if chain.genesis != Head::NONE && known != chain.genesis.to_string() {
        found.add(Problem::OtherBeginning);
    }
}

/// The first series of which the file says that it goes on elsewhere than an entry says.
fn other_floor(conn: &Connection, chain: &Chain) -> Option<String> {
    let mut told: BTreeMap<String, Last> = BTreeMap::new();
    for beginning in &chain.beginnings {
        let more = serde_json::from_str::<Vec<String>>(beginning.value("also_after"));
        let first = beginning.value("continues_after").to_owned();
        let all = std::iter::once(first).chain(more.unwrap_or_default());
        for number in all.filter_map(|text| Number::parse(&text)) {
            let last = Last {
                day: number.day,
                ordinal: number.ordinal,
            };
            let known: &mut Last = told.entry(number.prefix).or_default();
            *known = last.max(known.clone());
        }
    }
    let kept = series::floors(conn).ok()?;
    let prefixes = told.keys().chain(kept.keys());
    prefixes
        .into_iter()
        .find(|prefix| told.get(*prefix) != kept.get(*prefix))
        .cloned()
}
