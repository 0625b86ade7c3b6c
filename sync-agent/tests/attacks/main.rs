//! The real agent against every attack and fault we could think of, each a test with its name: what a forger signs
//! (`signed`, `content`), what a network does (`network`), what a disk does (`disk`, `damage`), and what a power cut does (`kills`).
#![allow(clippy::unwrap_used)]

mod clock;
mod content;
mod damage;
mod disk;
mod history;
mod kills;
mod network;
mod office;
mod recovery;
mod rogue;
mod signed;
mod status;
mod sticks;
mod stolen;
mod takedowns;
mod terminal;
mod tls;
mod upload;
mod wishes;

use office::Office;
use rogue::Rogue;
use terminal::Terminal;

/// An office, its server, and a terminal that is filled from it.
struct Line {
    dir: tempfile::TempDir,
    office: Office,
    server: Rogue,
    terminal: Terminal,
}

impl Line {
    fn empty() -> Line {
        let dir = tempfile::tempdir().unwrap();
        let office = Office::filled(&dir.path().join("feed"), 40);
        let server = Rogue::serve(office.dir());
        let terminal =
            Terminal::set_up(&dir.path().join("terminal"), &server.url(), &office.root());
        Line {
            dir,
            office,
            server,
            terminal,
        }
    }

    fn filled() -> Line {
        let line = Line::empty();
        line.terminal.ok(&["once"]);
        line.server.take();
        line
    }

    /// A change of three documents, not signed yet.
    fn change(&mut self) {
        let rev = self.office.version + 1;
        let records = [1, 5, 39].map(|n| office::put(self.office.document(n, rev, "第二版")));
        self.office.append(records.into());
    }

    /// After the fault is over, the terminal becomes what the feed is.
    #[track_caller]
    fn recovers(&self) {
        self.server.rule(|_| rogue::Reply::File);
        self.terminal.configure(&self.server.url(), "", "");
        self.terminal.ok(&["once"]);
        self.terminal.ok(&["verify"]);
        assert_eq!(self.terminal.contents(), self.clean());
    }

    /// What a terminal holds that was filled without any trouble.
    fn clean(&self) -> terminal::Contents {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("file://{}/", self.office.dir().display());
        let clean = Terminal::set_up(dir.path(), &url, &self.office.root());
        clean.ok(&["once"]);
        clean.contents()
    }
}
