//! A thousand terminals over a simulated month: every fault is told in time and at its terminal only, and stops being told when it is mended.

use crate::world::{Fault, MENDED_MIN, MONTH_MIN, time, units};
use fleet::intake::{Fleet, Held, Terminal};
use fleet::judge::{held, judge};
use fleet::rules::{Level, Rules};
use std::collections::BTreeMap;

/// Minutes between two pages.
const STEP_MIN: u64 = 180;

#[test]
fn every_fault_of_a_month_is_told_in_time_and_no_other_terminal_is() {
    let units = units(1_000, 30, 2026);
    let rules = Rules::parse("").unwrap();
    // A page is at most a step old, and what it knows at most an hour.
    let silent_max = rules.silent.warn + STEP_MIN;
    let told_max = |fault| match fault {
        Fault::Killed | Fault::NetworkCut => silent_max,
        // The screen may stand still for five minutes first.
        Fault::Frozen => 60 + STEP_MIN + rules.frozen.warn,
        Fault::DiskFull | Fault::PaperOut => 60 + STEP_MIN,
    };
    let mut fleet = Fleet {
        terminals: units
            .iter()
            .map(|unit| Terminal {
                id: unit.id.clone(),
                ..Terminal::default()
            })
            .collect(),
        ..Fleet::default()
    };
    let mut before = Held::new();
    let mut first: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for now in (STEP_MIN..=MONTH_MIN).step_by(STEP_MIN as usize) {
        for (unit, terminal) in units.iter().zip(&mut fleet.terminals) {
            let at = unit.reported(now);
            terminal.status = at.map(|at| unit.status(at));
        }
        let judged = judge(&fleet, &before, &rules, time(now));
        before = held(&judged);
        for one in &judged {
            if one.level() < Level::Warn {
                continue;
            }
            let id = &one.terminal.id;
            let unit = units.iter().find(|unit| unit.id == *id).unwrap();
            let Some((fault, at)) = unit.fault else {
                panic!("{id} is well and told at {}: {:?}", time(now), one.findings)
            };
            let until = at + MENDED_MIN + 60 + STEP_MIN;
            assert!(
                (at..=until).contains(&now),
                "{id} {fault:?} at {at}: told at {now} {:?}",
                one.findings
            );
            if one
                .findings
                .iter()
                .any(|finding| finding.code == fault.code())
            {
                first.entry(id.clone()).or_insert((at, now));
            }
        }
    }
    let faulty: Vec<_> = units.iter().filter(|unit| unit.fault.is_some()).collect();
    assert_eq!(faulty.len(), 150);
    for unit in faulty {
        let (fault, _) = unit.fault.unwrap();
        let (at, told) = first
            .get(&unit.id)
            .unwrap_or_else(|| panic!("{} {fault:?} was never told", unit.id));
        assert!(
            told - at <= told_max(fault),
            "{} {fault:?} after {} minutes",
            unit.id,
            told - at
        );
    }
}
