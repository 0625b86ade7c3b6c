//! What settings and printer must agree on although neither imports the other: profiles, what may be changed of one, and
//! which connections exist.

use std::path::Path;

#[test]
fn settings_and_printer_know_the_same_profiles() {
    for name in printer::profile_names() {
        let toml = config::Config::example().replace("generic-80mm", name);
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("terminal.toml");
        std::fs::write(&file, toml).unwrap();
        if let Err(problems) = config::load(&file) {
            panic!("the printer knows {name}, the settings refuse it: {problems}");
        }
    }
    assert!(printer::profile("no-such-profile").is_none());
}

#[test]
fn what_settings_may_change_of_a_profile_the_printer_understands() {
    let plain = printer::profile("generic-80mm").unwrap();
    let adapted = |cut, form, confirm| {
        let changes = printer::Changes::default().with_words(cut, form, confirm);
        changes.and_then(|changes| plain.clone().adapted(&changes))
    };
    for cut in config::CUTS {
        let profile = adapted(Some(cut), None, None).unwrap_or_else(|e| panic!("{cut}: {e}"));
        assert_eq!(profile.cutter, cut != "none", "{cut}");
    }
    for form in config::FORMS {
        adapted(None, Some(form), None).unwrap_or_else(|e| panic!("{form}: {e}"));
    }
    for confirm in config::CONFIRMATIONS {
        adapted(None, None, Some(confirm)).unwrap_or_else(|e| panic!("{confirm}: {e}"));
    }
    assert!(adapted(Some("axe"), None, None).is_err());
    // What the settings allow at most and at least, the printer takes.
    for (speed, buffer, blank) in [(10, 32, 0), (1_000, 16_777_216, 2_000)] {
        let toml = config::Config::example().replace(
            "profile = \"generic-80mm\"\n",
            &format!("profile = \"generic-80mm\"\nspeed_mm_s = {speed}\nbuffer_bytes = {buffer}\nblank_feed_dots = {blank}\n"),
        );
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("terminal.toml");
        std::fs::write(&file, toml).unwrap();
        let settings = config::load(&file).unwrap_or_else(|problems| panic!("{problems}"));
        let changes = printer::Changes {
            speed_mm_s: settings.printer.adapted.speed_mm_s,
            buffer_bytes: settings.printer.adapted.buffer_bytes,
            tail_dots: settings.printer.adapted.blank_feed_dots,
            ..Default::default()
        };
        plain.clone().adapted(&changes).unwrap();
    }
}

#[test]
fn settings_and_printer_program_refuse_the_same_connections() {
    let example = config::Config::example();
    let shown = example
        .lines()
        .find(|line| line.starts_with("connection = "))
        .expect("the example has a connection");
    let good = [
        "none",
        "tcp://127.0.0.1:9100",
        "tcp://[::1]:9100",
        "tcp://printer-2.example:9100",
        "serial:///dev/ttyS0?baud=9600&flow=hardware",
        "usb:///dev/usb/lp0",
    ];
    let bad = [
        "tcp://192.168.001.010:9100",
        "tcp://192.168.1.256:9100",
        "tcp://10.0.0:9100",
        "tcp://127.0.0.0x1:9100",
        "tcp://0.0.0.0:9100",
        "tcp://255.255.255.255:9100",
        "tcp://224.0.0.1:9100",
        "tcp://[ff02::1]:9100",
        "tcp://[::]:9100",
        "tcp://打印机:9100",
        "tcp://%E6%89%93:9100",
        "usb:///dev/../lp0",
        "usb:///dev//lp0",
        "usb:///dev/%6cp0",
        "usb:///dev/打印机",
        "usb:///dev/usb/lp0?x=1",
        "serial:///dev/ttyS0?baud=9600&baud=19200",
        "serial:///dev/ttyS0?speed=9600",
    ];
    for (addresses, fits) in [(&good[..], true), (&bad[..], false)] {
        for address in addresses {
            let text = example.replace(shown, &format!("connection = \"{address}\""));
            let settings = config::Config::parse(&text, Path::new("/etc/terminal"));
            assert_eq!(settings.is_ok(), fits, "settings: {address}");
            let program = address.parse::<printer::Connection>();
            assert_eq!(program.is_ok(), fits, "printer: {address}");
        }
    }
}
