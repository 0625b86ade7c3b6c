//! Tells systemd that the screen is drawn: ready with the first frame, alive with each frame that was asked for and came. A loop
//! that hangs and one that runs but draws nothing are both silent, and are started anew. Never waits for systemd: a full
//! socket costs one beat. The same frames are noted in a small file for the agent ([`Mark`]), with how the printer is. Without systemd and
//! without a folder for that file it asks for no frames.

use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use session::PrinterState;

use crate::bridge::Ui;

/// Beats in the span in which systemd wants to hear one.
const BEATS: u32 = 3;

/// How often it is looked whether a frame came.
const LOOK: Duration = Duration::from_millis(250);
/// How fresh the file for the agent is, where nobody else asks for frames.
const MARK_SPAN: Duration = Duration::from_secs(60);

/// Who listens, and how long they are patient.
pub struct Ears {
    /// Without one nobody is told, and every frame counts as heard.
    socket: Option<UnixDatagram>,
    span: Option<Duration>,
}

impl Ears {
    /// As systemd tells a service of its kind; `None` when nobody listens.
    pub fn of_environment() -> Option<Ears> {
        let address = std::env::var_os("NOTIFY_SOCKET")?;
        let number = |name| std::env::var(name).ok()?.parse::<u64>().ok();
        let meant = number("WATCHDOG_PID").is_none_or(|pid| pid == u64::from(std::process::id()));
        let span = number("WATCHDOG_USEC").filter(|_| meant);
        match Ears::at(Path::new(&address), span.map(Duration::from_micros)) {
            Ok(ears) => Some(ears),
            Err(error) => {
                console::tell!("kiosk: reach systemd at {}: {error}", address.display());
                None
            }
        }
    }

    /// At a socket's path; one that begins with `@` has a name instead (unix(7), abstract).
    pub fn at(path: &Path, span: Option<Duration>) -> std::io::Result<Ears> {
        let socket = UnixDatagram::unbound()?;
        match path.as_os_str().as_bytes().strip_prefix(b"@") {
            Some(name) => socket.connect_addr(&SocketAddr::from_abstract_name(name)?)?,
            None => socket.connect(path)?,
        }
        socket.set_nonblocking(true)?;
        Ok(Ears {
            socket: Some(socket),
            span,
        })
    }

    /// Nobody listens; frames are asked for all the same.
    fn deaf() -> Ears {
        Ears {
            socket: None,
            span: Some(MARK_SPAN),
        }
    }

    /// False when it was not heard: the socket is full or gone.
    pub(crate) fn tell(&self, words: &str) -> bool {
        let Some(socket) = &self.socket else {
            return true;
        };
        socket.send(words.as_bytes()).is_ok()
    }
}

/// Tells systemd of the frames of a window that shows before there is a session.
pub(crate) struct Alone {
    ears: Option<Ears>,
    ready: bool,
}

impl Alone {
    /// As systemd tells a service of its kind.
    pub(crate) fn of_environment() -> Alone {
        Alone {
            ears: Ears::of_environment(),
            ready: false,
        }
    }

    /// A frame came: ready with the first, alive with each.
    pub(crate) fn came(&mut self) {
        let Some(ears) = &self.ears else { return };
        let words = match self.ready {
            true => "WATCHDOG=1",
            false => "READY=1\nWATCHDOG=1",
        };
        self.ready |= ears.tell(words);
    }
}

/// The file in which the agent reads when a frame was last drawn.
pub struct Mark(PathBuf);

impl Mark {
    /// `None` where its folder was not made: then nobody reads it.
    pub fn at(path: &Path) -> Option<Mark> {
        path.parent()?.is_dir().then(|| Mark(path.to_owned()))
    }

    /// Notes a frame that came now, and how the printer was when it was last asked.
    pub fn note(&self, now: Timestamp, printer: Option<(PrinterState, Timestamp)>) {
        let (state, asked) = printer.unzip();
        let pulse = journal::Pulse {
            kiosk: env!("CARGO_PKG_VERSION").into(),
            frame: Some(now),
            printer: state.unwrap_or_default().as_code().into(),
            printer_at: asked,
        };
        if let Err(error) = pulse.write(&self.0) {
            console::tell!("kiosk: write {}: {error}", self.0.display());
        }
    }
}

/// Asks for frames as long as the timer lives, and calls `noted` for each that came, where there is a file to note it in. `None` when nobody
/// wants to hear of frames.
pub fn keep(ui: Rc<Ui>, file: &Path, noted: impl Fn(&Mark) + 'static) -> Option<slint::Timer> {
    let (ears, mark) = listeners(file)?;
    let begun = Instant::now();
    let now_ms = move || u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let mut pulse = Pulse::start(ui, ears, now_ms());
    let timer = slint::Timer::default();
    timer.start(slint::TimerMode::Repeated, LOOK, move || {
        let came = pulse.beat(now_ms());
        if let Some(mark) = mark.as_ref().filter(|_| came) {
            noted(mark);
        }
    });
    Some(timer)
}

/// Whom frames are asked for: systemd, the file, both or nobody.
fn listeners(pulse: &Path) -> Option<(Ears, Option<Mark>)> {
    let mark = Mark::at(pulse);
    let ears = match (Ears::of_environment(), &mark) {
        (Some(mut ears), Some(_)) => {
            ears.span.get_or_insert(MARK_SPAN);
            ears
        }
        (Some(ears), None) => ears,
        (None, Some(_)) => Ears::deaf(),
        (None, None) => return None,
    };
    Some((ears, mark))
}

/// The screen's pulse.
pub struct Pulse {
    ui: Rc<Ui>,
    ears: Ears,
    /// Number of the frame that was asked for last.
    asked: i32,
    asked_ms: u64,
    ready: bool,
    /// Whether the frame that was asked for last has been told of.
    told: bool,
}

impl Pulse {
    /// Asks for the first frame.
    pub fn start(ui: Rc<Ui>, ears: Ears, now_ms: u64) -> Pulse {
        let asked = ui.drawn_frame().wrapping_add(1);
        ui.ask_for_frame(asked);
        Pulse {
            ui,
            ears,
            asked,
            asked_ms: now_ms,
            ready: false,
            told: false,
        }
    }

    /// Tells of a frame that came, and asks for the next one when it is time; true when it told of one. Called many times in a span.
    pub fn beat(&mut self, now_ms: u64) -> bool {
        let before = self.told;
        if !self.told && self.ui.drawn_frame() == self.asked {
            let words = if self.ready {
                "WATCHDOG=1"
            } else {
                "READY=1\nWATCHDOG=1"
            };
            self.told = self.ears.tell(words);
            self.ready |= self.told;
        }
        let came = self.told && !before;
        let Some(span) = self.ears.span else {
            return came;
        };
        let between_ms = u64::try_from((span / BEATS).as_millis()).unwrap_or(u64::MAX);
        if self.told && now_ms.saturating_sub(self.asked_ms) >= between_ms {
            self.asked = self.asked.wrapping_add(1);
            self.asked_ms = now_ms;
            self.told = false;
            self.ui.ask_for_frame(self.asked);
        }
        came
    }
}

#[cfg(all(test, feature = "studio"))]
mod tests {
    use super::*;
    use i_slint_backend_testing::{TestingBackend, TestingBackendOptions};
    use std::path::PathBuf;

    const SPAN: Duration = Duration::from_secs(30);

    struct Systemd {
        _dir: tempfile::TempDir,
        path: PathBuf,
        socket: UnixDatagram,
    }

    impl Systemd {
        fn listen() -> Systemd {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("notify");
            let socket = UnixDatagram::bind(&path).unwrap();
            socket.set_nonblocking(true).unwrap();
            Systemd {
                _dir: dir,
                path,
                socket,
            }
        }

        /// What was said since the last time; empty for nothing.
        fn heard(&self) -> String {
            let mut words = [0; 256];
            match self.socket.recv(&mut words) {
                Ok(length) => String::from_utf8(words[..length].to_vec()).unwrap(),
                Err(error) => {
                    assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock, "{error}");
                    String::new()
                }
            }
        }
    }

    fn screen() -> Rc<Ui> {
        slint::platform::set_platform(Box::new(TestingBackend::new(TestingBackendOptions {
            mock_time: true,
            threading: false,
            renderer_name: Some("software".into()),
        })))
        .unwrap();
        let ui = Ui::new(|_| {}).unwrap();
        ui.window().set_size(slint::PhysicalSize::new(320, 480));
        ui.open().unwrap();
        Rc::new(ui)
    }

    #[test]
    fn only_a_frame_that_was_drawn_is_told() {
        let systemd = Systemd::listen();
        let ui = screen();
        let draw = || drop(ui.window().take_snapshot().unwrap());
        let ears = Ears::at(&systemd.path, Some(SPAN)).unwrap();
        let mut pulse = Pulse::start(ui.clone(), ears, 0);
        // The loop turns, but nothing is drawn.
        for ms in [250, 20_000, 40_000] {
            assert!(!pulse.beat(ms));
            assert_eq!(systemd.heard(), "", "{ms}");
        }
        draw();
        assert!(pulse.beat(40_250));
        assert_eq!(systemd.heard(), "READY=1\nWATCHDOG=1");
        pulse.beat(40_500);
        pulse.beat(70_500);
        assert_eq!(systemd.heard(), "", "the next frame has not come");
        draw();
        pulse.beat(70_750);
        assert_eq!(systemd.heard(), "WATCHDOG=1");
        draw();
        pulse.beat(71_000);
        assert_eq!(
            systemd.heard(),
            "WATCHDOG=1",
            "it was late, so the next was asked for at once"
        );
        draw();
        pulse.beat(71_250);
        assert_eq!(
            systemd.heard(),
            "",
            "a frame that nobody asked for says nothing new"
        );
    }

    #[test]
    fn a_beat_comes_well_within_the_span() {
        let systemd = Systemd::listen();
        let ui = screen();
        let ears = Ears::at(&systemd.path, Some(SPAN)).unwrap();
        let mut pulse = Pulse::start(ui.clone(), ears, 0);
        let mut heard_ms = vec![0];
        for ms in (0..120_000).step_by(250) {
            // Drawn as the event loop draws: when something asked for it.
            if ui.drawn_frame() != pulse.asked {
                ui.window().take_snapshot().unwrap();
            }
            pulse.beat(ms);
            if !systemd.heard().is_empty() {
                heard_ms.push(ms);
            }
        }
        assert!(heard_ms.len() > 8, "{heard_ms:?}");
        let longest = heard_ms
            .windows(2)
            .map(|two| two[1] - two[0])
            .max()
            .unwrap();
        assert!(u128::from(longest) <= SPAN.as_millis() / 2, "{heard_ms:?}");
    }

    #[test]
    fn without_a_watchdog_one_frame_says_ready_and_no_more_are_asked_for() {
        let systemd = Systemd::listen();
        let ui = screen();
        let mut pulse = Pulse::start(ui.clone(), Ears::at(&systemd.path, None).unwrap(), 0);
        ui.window().take_snapshot().unwrap();
        assert!(pulse.beat(250));
        assert_eq!(systemd.heard(), "READY=1\nWATCHDOG=1");
        pulse.beat(1_000_000);
        assert_eq!(pulse.asked, ui.drawn_frame());
    }

    #[test]
    fn without_systemd_the_file_of_the_agent_asks_for_frames_and_only_a_drawn_one_is_noted() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pulse.json");
        let mark = Mark::at(&path).unwrap();
        assert!(Mark::at(&dir.path().join("absent/pulse.json")).is_none());
        let ui = screen();
        let mut pulse = Pulse::start(ui.clone(), Ears::deaf(), 0);
        let at = |ms: i64| Timestamp::from_millisecond(1_795_312_800_000 + ms).unwrap();
        let told = |ms: i64, pulse: &mut Pulse| {
            if pulse.beat(ms as u64) {
                mark.note(at(ms), Some((PrinterState::PaperOut, at(0))));
            }
            journal::Pulse::read(&path).unwrap()
        };
        assert_eq!(told(250, &mut pulse), None);
        ui.window().take_snapshot().unwrap();
        let first = told(500, &mut pulse).unwrap();
        assert_eq!(
            (first.frame, first.printer.as_str()),
            (Some(at(500)), "paper-out")
        );
        assert_eq!(first.printer_at, Some(at(0)));
        // Asked for, and not drawn: the screen stands still.
        for ms in [30_000, 60_000, 600_000] {
            assert_eq!(told(ms, &mut pulse).unwrap().frame, Some(at(500)));
        }
        ui.window().take_snapshot().unwrap();
        assert_eq!(told(600_250, &mut pulse).unwrap().frame, Some(at(600_250)));
    }

    #[test]
    fn a_systemd_that_does_not_read_never_holds_up_the_screen() {
        let systemd = Systemd::listen();
        let ears = Ears::at(&systemd.path, None).unwrap();
        let heard = (0..100_000).take_while(|_| ears.tell("WATCHDOG=1")).count();
        assert!(heard < 100_000);
        assert_eq!(systemd.heard(), "WATCHDOG=1");
        assert!(ears.tell("WATCHDOG=1"), "room again");
    }

    #[test]
    fn a_socket_may_have_a_name_instead_of_a_path() {
        let name = format!("terminal-pulse-{}", std::process::id());
        let address = SocketAddr::from_abstract_name(&name).unwrap();
        let socket = UnixDatagram::bind_addr(&address).unwrap();
        let ears = Ears::at(Path::new(&format!("@{name}")), None).unwrap();
        assert!(ears.tell("READY=1"));
        let mut words = [0; 16];
        assert_eq!(socket.recv(&mut words).unwrap(), 7);
        assert!(Ears::at(Path::new("/absent/notify"), None).is_err());
    }
}
