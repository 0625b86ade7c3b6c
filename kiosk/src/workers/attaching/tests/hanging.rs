//! The terminal goes on while a child hangs: touches are handled and screens made between the opening of a file and its answer, or
//! its end. Counted in events; no clock is asked.

use mirror::{Attachment, Document};
use session::screen::{Action, Look, Screen, attachment, frame, home, reader};
use session::{Answer, Effect, Opened, Question, Rules, Session, view};

use super::*;

/// Touches while the child says nothing.
const TOUCHES: usize = 200;

/// A session in place of the terminal's own thread, with its worker.
struct Terminal {
    session: Session,
    now_ms: u64,
    attaching: Attaching,
    inbox: Inbox,
    dir: tempfile::TempDir,
}

impl Terminal {
    /// A document is open whose attachment is a file that the script is the viewer of.
    fn new(script: &str) -> Terminal {
        let (dir, attaching, inbox) = worker(script);
        let config = config::Config::parse(config::Config::example(), Path::new("/")).unwrap();
        let mut terminal = Terminal {
            session: Session::new(Rules::of(&config), 0),
            now_ms: 0,
            attaching,
            inbox,
            dir,
        };
        let document = Document {
            attachments: vec![Attachment {
                name: "form.pdf".into(),
                sha256: SHA256.into(),
                length: 3,
                pages: Vec::new(),
                address: None,
            }],
            ..session::articles::samples::rules()
        };
        let asked = terminal.touch(home::Touch::Open {
            id: document.id.clone(),
            article_id: String::new(),
        });
        let serial = asked.iter().find_map(|effect| match effect {
            Effect::Ask(Question::Open { serial, .. }) => Some(*serial),
            _ => None,
        });
        terminal.handle(Event::Answered(Answer::Opened {
            serial: serial.expect("the document is asked for"),
            opened: Some(Opened {
                document: Arc::new(document),
                interpretation_id: String::new(),
                interprets_id: String::new(),
                successor_id: String::new(),
            }),
        }));
        terminal
    }

    /// As the terminal's thread does it; what does not concern the worker comes back.
    fn handle(&mut self, event: Event) -> Vec<Effect> {
        self.now_ms += 1;
        let mut others = Vec::new();
        for effect in self.session.step(self.now_ms, event) {
            match effect {
                Effect::Attachment(wish) => self.attaching.wish(wish),
                other => others.push(other),
            }
        }
        others
    }

    fn touch(&mut self, touch: impl Into<Action>) -> Vec<Effect> {
        self.handle(Event::Act(touch.into()))
    }

    fn seen(&self) -> (Look, Screen) {
        let now = jiff::Timestamp::constant(1_539_585_360, 0);
        let view = view::view(&self.session, now);
        (view.look, view.screen)
    }

    fn attachment(&self) -> session::screen::Attachment {
        match self.seen().1 {
            Screen::Attachment(attachment) => attachment,
            other => panic!("no attachment: {other:?}"),
        }
    }

    /// Opens the file; comes back when its child runs, with the child's folder in `/proc`.
    fn open(&mut self) -> std::path::PathBuf {
        self.touch(reader::Touch::Attachment { at: 0 });
        started(self.dir.path())
    }

    /// So many touches, each of which changes what is to be seen.
    fn is_used(&mut self) {
        for touch in 0..TOUCHES {
            let (before, _) = self.seen();
            self.touch(frame::Touch::Large);
            self.handle(Event::Tick);
            let (look, _) = self.seen();
            assert_ne!(look, before, "touch {touch} showed nothing");
        }
    }
}

/// Says that it runs, and waits until it may answer.
const SLOW: &str = "echo $$ > ${0%/*}/number.new; mv ${0%/*}/number.new ${0%/*}/number; \
    until [ -e ${0%/*}/go ]; do sleep 0.01; done; cat ${0%/*}/answer; exec sleep 600";
/// Says that it runs, and never anything else.
const HANGS: &str =
    "echo $$ > ${0%/*}/number.new; mv ${0%/*}/number.new ${0%/*}/number; exec sleep 600";

#[test]
fn touches_are_handled_while_a_child_reads_and_its_answer_waits_for_nobody() {
    let mut terminal = Terminal::new(SLOW);
    opens(terminal.dir.path());
    terminal.open();
    terminal.is_used();
    assert_eq!(terminal.attachment().pages, 0, "it is still being read");
    // Whoever had waited for the child would never have come here: it answers when this says so.
    std::fs::write(terminal.dir.path().join("go"), "").unwrap();
    let answer = terminal.inbox.events.recv_timeout(SOON).unwrap();
    terminal.handle(answer);
    assert_eq!(terminal.attachment().pages, 3);
}

#[test]
fn touches_are_handled_while_a_child_hangs_and_after_it_was_ended() {
    let mut terminal = Terminal::new(HANGS);
    for _ in 0..2 {
        let child = terminal.open();
        terminal.is_used();
        assert!(terminal.inbox.events.try_recv().is_err(), "it said nothing");
        assert!(child.exists(), "it hangs all the while");
        terminal.touch(frame::Touch::Back);
        let until = Instant::now() + SOON;
        while child.exists() {
            assert!(Instant::now() < until, "the child lives on");
            std::thread::yield_now();
        }
        terminal.is_used();
        assert!(matches!(terminal.seen().1, Screen::Reader(_)));
    }
    // Neither end was its own: it is opened a third time.
    assert!(terminal.open().exists());
}

#[test]
fn touches_are_handled_while_a_hostile_file_brings_its_children_down() {
    let mut terminal = Terminal::new("kill -9 $$");
    for expected in [Trouble::Failed, Trouble::LeftAlone, Trouble::LeftAlone] {
        terminal.touch(reader::Touch::Attachment { at: 0 });
        terminal.is_used();
        let answer = terminal.inbox.events.recv_timeout(SOON).unwrap();
        terminal.handle(answer);
        assert_eq!(terminal.attachment().trouble, Some(expected));
        terminal.is_used();
        terminal.touch(attachment::Touch::Closer);
        terminal.touch(frame::Touch::Back);
    }
}
