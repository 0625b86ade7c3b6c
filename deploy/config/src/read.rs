//! Raw -> checked, section by section. Owns defaults and the limits of numbers; refuses nothing before all is read.

mod desk;
mod house;
mod services;
mod update;

use crate::problem::{Problem, Problems};
use crate::raw::{Lines, RawConfig, Section};
use crate::rules::{self, NAME_CHARS_MAX, SENTENCE_CHARS_MAX};
use crate::settings::{
    Adapted, Config, JournalDir, Kiosk, Link, MirrorDir, Printer, Proxy, Rotation, Site, Sync,
    Upload,
};
use crate::speech::Speech;
use std::path::Path;
use toml::de::DeTable;

/// Most 常用查询 on the home page.
const COMMON_ENTRIES_MAX: usize = 12;
/// Longest of them.
const COMMON_CHARS_MAX: usize = 16;
/// More links than this are refused: the page that shows them is one screenful.
const LINKS_MAX: usize = 20;
/// More keys than a keypad has.
const EAR_KEYS_MAX: usize = 32;
/// Beside terminal.toml: what there is of the register of a device that this one replaces (换机).
const REPLACED: &str = "register";
/// Where the kiosk's unit makes a folder for it.
const PULSE_FILE: &str = "/run/terminal/kiosk/pulse.json";
/// Stands for a number that is not there; no limit reaches it.
const NOT_GIVEN: u32 = u32::MAX;

/// Checks a whole file; `name` stands in the message.
pub(crate) fn parse(text: &str, base: &Path, name: &str) -> Result<Config, Problems> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    read(text, base).0.map_err(|list| Problems::new(name, list))
}

/// The checked file or all problems, and every key that is known.
fn read(text: &str, base: &Path) -> (Result<Config, Vec<Problem>>, Vec<String>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let lines = Lines::new(text);
        let list = errors.iter().map(|e| {
            let line = e.span().map_or(0, |s| lines.at(s.start));
            let why = e.message().replace('\n', ", ");
            let message = match typed_chinese(line_of(text, line)) {
                Some(hint) => format!("is no TOML: {hint} ({why})"),
                None => format!("is no TOML: {why}"),
            };
            Problem {
                line,
                key: String::new(),
                message,
            }
        });
        return (Err(list.collect()), Vec::new());
    }

    let mut raw = RawConfig::new(text, &table);
    let site = raw.section("site", site);
    let (mirror, _) = raw.section("mirror", |s| (dir(s, base), s.line_of("dir")));
    let (journal, journal_line) = raw.section("journal", |s| (dir(s, base), s.line_of("dir")));
    let sync = raw.section("sync", |s| sync(s, base));
    let update = raw.section("update", |s| update::update(s, base));
    let upload = raw.section("upload", |s| upload(s, base));
    let printer = raw.section("printer", |s| printer(s, base));
    let mut kiosk = raw.section("kiosk", |s| kiosk(s, base));
    let desk = raw.section("desk", |s| desk::desk(s, base));
    let (mut desk_page, page_line) =
        raw.section("desk_page", |s| (house::desk_page(s, base), s.line_of("")));
    let speech = raw.section("speech", speech);
    let hours = raw.section("hours", |s| services::opening(s, base));
    let services = raw.section("services", |s| services::services(s, base));
    let office = raw.section("office", services::office);
    let links = raw.each("links", LINKS_MAX, link);
    let neighbours = raw.each("house", house::TERMINALS_MAX, house::neighbour);
    raw.report_unknown();
    let neighbours: Vec<_> = neighbours.into_iter().flatten().collect();
    match &mut desk_page {
        Some(page) => page.house = neighbours,
        None if neighbours.is_empty() => {}
        None => raw.problem(
            page_line,
            "house",
            "is read by nobody: desk_page.listen is missing, so there is no page".to_owned(),
        ),
    }
    if let (Some(mirror), Some(journal)) = (&mirror, &journal)
        && (journal.starts_with(mirror) || mirror.starts_with(journal))
    {
        let message =
            "must not be the folder of [mirror], nor in it or around it: each program writes only its own"
                .to_owned();
        raw.problem(journal_line, "journal.dir", message);
    }

    let keys = std::mem::take(&mut raw.known_keys);
    if !raw.problems.is_empty() {
        return (Err(raw.problems), keys);
    }
    let site = site.expect("a missing site was reported");
    if kiosk.portal.is_empty() {
        kiosk.portal.clone_from(&site.name);
    }
    let mirror = mirror.expect("a missing mirror folder was reported");
    let config = Config {
        hours: hours.beside(&mirror),
        services,
        office,
        mirror: MirrorDir { dir: mirror },
        journal: JournalDir {
            dir: journal.expect("a missing journal folder was reported"),
            replaced: base.join(REPLACED),
        },
        sync: sync.expect("a missing feed was reported"),
        update,
        upload,
        printer: printer.expect("a missing printer was reported"),
        links: links.into_iter().flatten().collect(),
        site,
        kiosk,
        desk,
        desk_page,
        speech,
    };
    (Ok(config), keys)
}

/// The words of a line, counted from 1.
fn line_of(text: &str, line: u32) -> &str {
    let before = (line as usize).checked_sub(1);
    before
        .and_then(|n| text.split('\n').nth(n))
        .unwrap_or_default()
}

/// Marks of a Chinese keyboard that look like those of TOML, and what is meant.
const LOOKALIKES: [(char, &str); 11] = [
    ('“', "\""),
    ('”', "\""),
    ('„', "\""),
    ('＂', "\""),
    ('‘', "'"),
    ('’', "'"),
    ('＇', "'"),
    ('＝', "="),
    ('［', "["),
    ('］', "]"),
    ('＃', "#"),
];

/// What of a line was typed on a Chinese keyboard where TOML wants its own marks.
fn typed_chinese(line: &str) -> Option<String> {
    let typed: Vec<String> = LOOKALIKES
        .iter()
        .filter(|(mark, _)| line.contains(*mark))
        .map(|(mark, meant)| format!("{mark} is not {meant}"))
        .collect();
    (!typed.is_empty()).then(|| {
        format!(
            "{}; type them with the Chinese keyboard switched off",
            typed.join(", ")
        )
    })
}

fn site(s: &mut Section<'_, '_>) -> Option<Site> {
    let name = rules::words(NAME_CHARS_MAX);
    let id = s.required("id", "1 to 8 letters or digits, such as \"L01\"", rules::id);
    let terminal = s.required(
        "terminal",
        "1 to 8 letters or digits, such as \"1\"",
        rules::id,
    );
    let house = s.required("name", "the name of the house", &name);
    let plate = s.required("plate", "the wording on the plate", &name);
    let kind = s.required("kind", "a kind of site, such as \"library\"", rules::kind);
    Some(Site {
        id: id?,
        terminal: terminal?,
        name: house?,
        plate: plate?,
        kind: kind?,
    })
}

fn speech(s: &mut Section<'_, '_>) -> Speech {
    let name = rules::words(NAME_CHARS_MAX);
    let mut named =
        |key, default: &str| s.optional(key, &name).unwrap_or_else(|| default.to_owned());
    let voice = named("voice", "espeak-ng");
    let player = named("player", "aplay");
    let device = named("device", "default");
    let headphones = s.optional("headphones", &name);
    Speech {
        speaker: s.switch("speaker", false),
        voice,
        player,
        device,
        headphones,
        jack: s.optional("jack", rules::jack).unwrap_or_default(),
        keys: s.list("keys", EAR_KEYS_MAX, rules::ear_key),
    }
}

fn dir(s: &mut Section<'_, '_>, base: &Path) -> Option<std::path::PathBuf> {
    s.required("dir", "the path of a folder", rules::path(base))
}

fn sync(s: &mut Section<'_, '_>, base: &Path) -> Option<Sync> {
    let feed = s.required(
        "feed",
        "http://host/, https://host/ or file:///folder/",
        rules::feed,
    );
    let root = s.required(
        "root",
        "the path of the publisher's root.json",
        rules::path(base),
    );
    let poll_min = s.number("poll_min", 15, 1, 1_440);
    let stale_after_h = s.number("stale_after_h", 72, 1, 8_760);
    let reserve_mb = s.number("reserve_mb", 200, 1, 1_000_000);
    let connect_timeout_s = s.number("connect_timeout_s", 10, 1, 120);
    let stall_timeout_s = s.number("stall_timeout_s", 30, 1, 600);
    let transfer_timeout_s = s.number("transfer_timeout_s", 30, 1, 3_600);
    let proxy = s.optional("proxy", rules::proxy);
    let media = s.optional("media", rules::path(base));
    let ca = s.optional("ca", rules::path(base));
    Some(Sync {
        feed: feed?,
        root: root?,
        poll_min,
        stale_after_h,
        reserve_mb,
        connect_timeout_s,
        stall_timeout_s,
        transfer_timeout_s,
        proxy: proxy.unwrap_or(Proxy::Environment),
        media,
        ca,
    })
}

fn upload(s: &mut Section<'_, '_>, base: &Path) -> Option<Upload> {
    let inbox = s.optional("to", rules::inbox);
    let authorization = s.optional("authorization", rules::path(base));
    let every_min = s.number("every_min", 60, 1, 10_080);
    let status = s.switch("status", true);
    if s.switch("person_data", false) {
        let message =
            "must be false: what the registers do not declare open never leaves a terminal";
        s.conflict("person_data", message.into());
    }
    if inbox.is_none() && authorization.is_some() && s.line_of("to") == s.line_of("") {
        let message = "is sent nowhere: upload.to is missing, so nothing is reported";
        s.conflict("authorization", message.into());
    }
    let inbox = inbox?;
    if authorization.is_some() && !rules::keeps_secrets(&inbox) {
        let message =
            "is sent to http://, where everybody on the way can read it; use https:// in upload.to";
        s.conflict("authorization", message.into());
    }
    Some(Upload {
        inbox,
        authorization,
        every_min,
        status,
    })
}

fn printer(s: &mut Section<'_, '_>, base: &Path) -> Option<Printer> {
    let connection = s.required(
        "connection",
        "tcp://host:port, serial:///dev/..., usb:///dev/... or \"none\"",
        rules::connection,
    );
    let allowed = format!("one of {}", rules::PROFILE_NAMES.join(", "));
    let profiles = s.optional("profiles", rules::path(base));
    let own = profiles.is_some();
    let profile = s.required("profile", &allowed, |name| rules::profile(name, own));
    let fonts = s.optional("fonts", rules::words(NAME_CHARS_MAX));
    let adapted = adapted(s);
    Some(Printer {
        connection: connection?,
        profile: profile?,
        profiles,
        adapted,
        fonts,
    })
}

/// What the point changes of the profile; the limits are those of the printer program, a test in `tests/` keeps them so.
fn adapted(s: &mut Section<'_, '_>) -> Adapted {
    let mut number = |key, min, max| {
        let given = s.number(key, NOT_GIVEN, min, max);
        (given != NOT_GIVEN).then_some(given)
    };
    let speed_mm_s = number("speed_mm_s", 10, 1_000);
    let buffer_bytes = number("buffer_bytes", 32, 16_777_216);
    let blank_feed_dots = number("blank_feed_dots", 0, 2_000);
    Adapted {
        speed_mm_s,
        buffer_bytes,
        blank_feed_dots,
        cut: s.optional("cut", rules::one_of(&rules::CUTS)),
        form: s.optional("form", rules::one_of(&rules::FORMS)),
        confirm: s.optional("confirm", rules::one_of(&rules::CONFIRMATIONS)),
    }
}

fn kiosk(s: &mut Section<'_, '_>, base: &Path) -> Kiosk {
    let sentence = rules::words_or_nothing(SENTENCE_CHARS_MAX);
    let degrees = s.number("rotation_deg", 0, 0, 270);
    let rotation = Rotation::ALL.into_iter().find(|r| r.degrees() == degrees);
    if rotation.is_none() {
        s.conflict(
            "rotation_deg",
            format!("{degrees} is none of 0, 90, 180, 270"),
        );
    }
    let kiosk = Kiosk {
        rotation: rotation.unwrap_or(Rotation::None),
        touch_matrix: s
            .optional("touch_matrix", rules::matrix)
            .unwrap_or([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]),
        output: s.optional("output", rules::output),
        pulse: s
            .optional("pulse", rules::path(base))
            .unwrap_or_else(|| PULSE_FILE.into()),
        portal: s
            .optional("portal", rules::words_or_nothing(NAME_CHARS_MAX))
            .unwrap_or_default(),
        diagonal_in: s.decimal("diagonal_in", 21.5, 5.0, 100.0),
        common: s.list("common", COMMON_ENTRIES_MAX, rules::words(COMMON_CHARS_MAX)),
        idle_s: s.number("idle_s", 60, 10, 3_600),
        reader_idle_s: s.number("reader_idle_s", 180, 10, 3_600),
        countdown_s: u8::try_from(s.number("countdown_s", 30, 5, 120)).expect("at most 120"),
        prints_per_session: s.number("prints_per_session", 3, 1, 100),
        day_m: s.number("day_m", 50, 0, 1000),
        slip_mm_max: s.number("slip_mm_max", 3_000, 100, 50_000),
        long_mm: s.number("long_mm", 500, 50, 50_000),
        attendant: s.optional("attendant", &sentence).unwrap_or_default(),
        attendant_en: s.optional("attendant_en", &sentence).unwrap_or_default(),
        hours: s.optional("hours", &sentence).unwrap_or_default(),
        hours_en: s.optional("hours_en", &sentence).unwrap_or_default(),
        fullscreen: s.switch("fullscreen", true),
    };
    if kiosk.long_mm > kiosk.slip_mm_max {
        let message = format!(
            "{} is more than slip_mm_max ({}): no slip could ever ask first",
            kiosk.long_mm, kiosk.slip_mm_max
        );
        s.conflict("long_mm", message);
    }
    if kiosk.reader_idle_s < kiosk.idle_s {
        let message = format!(
            "{} is less than idle_s ({}): reading takes longer than choosing",
            kiosk.reader_idle_s, kiosk.idle_s
        );
        s.conflict("reader_idle_s", message);
    }
    kiosk
}

fn link(s: &mut Section<'_, '_>) -> Option<Link> {
    let name = s.required("name", "what people call it", rules::words(NAME_CHARS_MAX));
    let url = s.required("url", "http://... or https://...", rules::link);
    Some(Link {
        name: name?,
        url: url?,
    })
}

#[cfg(test)]
mod tests;
