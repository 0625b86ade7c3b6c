//! `printer probe` and `printer calibrate`: what a technician learns of the device at hand. Prints no slips.

use crate::{Device, code};
use printer::{Cause, Confirmation, Connection, Printer, Profile, profile_of_model};
use serde_json::json;
use std::process::ExitCode;

/// Why a printer cannot be reached, and what to do.
pub fn told(cause: Cause) -> &'static str {
    match cause {
        Cause::NoPermission => {
            "no permission to open the device: add this user to its group (dialout, lp)"
        }
        Cause::NoDevice => "no such device: is it plugged in and switched on, is the name right?",
        Cause::NotADevice => "what is there is no device: the setting is wrong",
        Cause::Locked => "another program on this machine holds the device",
        Cause::NameUnknown => "nobody knows the name of the host",
        Cause::ConnectionRefused => {
            "the host is there but refuses the connection: wrong port, or held by another"
        }
        Cause::Unreachable => "no way to the host: is it switched on, is the network up?",
        Cause::Lost => "the connection was lost",
        Cause::SaysOffline => "the printer itself says that it is off line",
    }
}

/// Asks, and says what answers.
pub fn probe(device: &Device, json: bool) -> anyhow::Result<ExitCode> {
    let (connection, profile) = device.parts()?;
    let mut printer = Printer::open(&connection, &profile);
    let about = printer.about();
    let cause = printer.cause();
    let width_mm = about.model.as_deref().and_then(paper_of);
    let warnings = warnings(&profile, about.model.as_deref(), width_mm);
    if json {
        let said = json!({
            "connection": connection.to_string(),
            "profile": profile.name,
            "width_dots": profile.width_dots,
            "columns": profile.columns(),
            "state": about.state,
            "cause": cause,
            "maker": about.maker,
            "model": about.model,
            "paper_mm": width_mm,
            "warnings": warnings,
        });
        console::out(said)?;
        return Ok(code(about.state));
    }
    let mut lines = vec![
        format!("connection {connection}"),
        format!(
            "profile {} ({} dots, {} cells a line)",
            profile.name,
            profile.width_dots,
            profile.columns()
        ),
        format!("state {}", about.state.as_code()),
    ];
    lines.extend(cause.map(|cause| format!("cause {}: {}", cause.as_code(), told(cause))));
    let maker = about.maker.as_deref().unwrap_or_default();
    lines.push(match about.model.as_deref() {
        Some(model) => format!("model {maker} {model}"),
        None => "model unknown: it does not say".to_owned(),
    });
    lines.extend(warnings.iter().map(|warning| format!("warning: {warning}")));
    for line in lines {
        console::out(console::said(&line))?;
    }
    Ok(code(about.state))
}

/// What of the profile cannot be right for the device that answers.
fn warnings(profile: &Profile, model: Option<&str>, width_mm: Option<u32>) -> Vec<String> {
    let mut warnings = Vec::new();
    let Some(model) = model else { return warnings };
    match profile_of_model(model) {
        Some(fits) if fits.name == profile.name => return warnings,
        Some(fits) if profile.name != fits.name => {
            warnings.push(format!(
                "{model} has the profile {}, not {}",
                fits.name, profile.name
            ));
        }
        _ => {}
    }
    let narrow = profile.width_dots <= NARROW_DOTS_MAX;
    if width_mm.is_some_and(|mm| (mm == NARROW_MM) != narrow) {
        warnings.push(format!(
            "{model} seems to take paper of {} mm, the profile prints {} dots",
            width_mm.unwrap_or_default(),
            profile.width_dots
        ));
    }
    warnings
}

/// Paper of 58 mm has no more printable dots than that at 203 dots an inch.
const NARROW_DOTS_MAX: u32 = 432;
const NARROW_MM: u32 = 58;
const WIDE_MM: u32 = 80;

/// Width of the paper in millimetres, as most makers write it into the name of a model.
fn paper_of(model: &str) -> Option<u32> {
    let numbers: Vec<&str> = model
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| !n.is_empty())
        .collect();
    let begins = |mm: u32| numbers.iter().any(|n| n.starts_with(&mm.to_string()));
    match (begins(NARROW_MM), begins(WIDE_MM)) {
        (true, false) => Some(NARROW_MM),
        (false, true) => Some(WIDE_MM),
        _ => None,
    }
}

/// Measures the device and prints the profile that fits it.
pub fn calibrate(device: &Device) -> anyhow::Result<ExitCode> {
    let (connection, profile) = device.parts()?;
    let mut printer = Printer::open(&connection, &profile);
    let found = match printer.calibrate() {
        Ok(found) => found,
        Err(reason) => {
            let cause = printer.cause().map_or("", told);
            let why = reason.as_code();
            let said = console::said(&format!("printer: measure {connection}: {why}"));
            console::tell!("{said} {}", console::said(cause));
            return Ok(ExitCode::FAILURE);
        }
    };
    let confirm = match found.process_id {
        true => Confirmation::ProcessId,
        false => Confirmation::Status,
    };
    let measured = Profile {
        name: format!("{}-measured", profile.name),
        speed_mm_s: found.speed_mm_s,
        buffer_bytes: found.buffer_bytes.unwrap_or(profile.buffer_bytes),
        confirm,
        ..profile
    };
    let buffer = match (found.buffer_bytes, &connection) {
        (Some(_), _) => "measured",
        (None, Connection::Serial(_)) => "kept from the profile: the line never made us wait",
        (None, _) => "kept from the profile: the device never made us wait",
    };
    console::out(format_args!(
        "# Measured at {connection}. speed_mm_s: a tenth less than measured. buffer_bytes: {buffer}."
    ))?;
    console::out(toml::to_string(&measured)?.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_width_of_the_paper_is_read_from_the_name_of_the_model() {
        for (model, mm) in [
            ("XP-58IIH", Some(58)),
            ("GP-L80160I", Some(80)),
            ("VIRTUAL-80", Some(80)),
            ("TM-T88V", None),
            ("POS5890", Some(58)),
        ] {
            assert_eq!(paper_of(model), mm, "{model}");
        }
    }

    #[test]
    fn a_profile_for_another_model_is_warned_of() {
        let profile = |name: &str| printer::profile(name).expect("one of ours");
        let warned =
            |name: &str, model: &str| warnings(&profile(name), Some(model), paper_of(model));
        assert!(warned("epson-tm-t88", "TM-T88V").is_empty());
        assert!(warned("generic-80mm", "TM-T88V")[0].contains("epson-tm-t88"));
        assert_eq!(warned("generic-80mm", "XP-58IIH").len(), 2);
        assert_eq!(warned("generic-58mm", "ABC-80X").len(), 1);
        assert!(warned("generic-80mm", "ABC-80X").is_empty());
    }
}
