//! A terminal with its page: a kiosk that answers as it is told, the page's own server over TLS on a free port, a clock that is moved by hand, and
//! whoever speaks to it byte by byte.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::kiosk::{Kiosk, PIN, listens};
use config::{Config, Neighbour};
use desk_page::identity::Identity;
use desk_page::{Desk, house, listen};
use hatch::{Ask, Entry, Told};
use rustls::client::ResolvesClientCert;
use rustls::pki_types::ServerName;
use rustls::sign::CertifiedKey;
use rustls::{ClientConnection, SignatureScheme, StreamOwned};

/// Longer than any of the server's own times.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Point {
    pub at: SocketAddr,
    dir: tempfile::TempDir,
    clock_s: Arc<AtomicU64>,
    kiosk: Arc<Mutex<Kiosk>>,
    config: Config,
    fingerprint: String,
    program: Option<(Child, Mutex<Option<std::thread::JoinHandle<String>>>)>,
    /// Its server ends with it.
    _runtime: Option<tokio::runtime::Runtime>,
}

/// A browser that is logged in.
pub struct Browser {
    /// The whole header.
    pub cookie: String,
    /// That of its forms.
    pub token: String,
}

/// Where a point is to be, before it is there.
struct Place {
    dir: tempfile::TempDir,
    listener: TcpListener,
    identity: Identity,
    terminal: &'static str,
}

impl Place {
    fn new(terminal: &'static str) -> Place {
        let dir = tempfile::tempdir().unwrap();
        Place {
            listener: TcpListener::bind("127.0.0.1:0").unwrap(),
            identity: Identity::load_or_make(&dir.path().join("state"), &[]).unwrap(),
            dir,
            terminal,
        }
    }

    /// As the settings of another terminal name it.
    fn named(&self, fingerprint: &str) -> String {
        format!(
            "[[house]]\nterminal = \"{}\"\nname = \"二楼阅览室\"\naddress = \"https://{}/\"\nfingerprint = \"{fingerprint}\"\n",
            self.terminal,
            self.listener.local_addr().unwrap(),
        )
    }
}

fn settings(dir: &Path, terminal: &str, port: u16, more: &str) -> String {
    format!(
        "[site]\nid = \"L01\"\nterminal = \"{terminal}\"\nname = \"示例市图书馆\"\nplate = \"政务公开查阅点\"\nkind = \"library\"\n\
         [mirror]\ndir = \"mirror\"\n[journal]\ndir = \"journal\"\n[sync]\nfeed = \"http://127.0.0.1:8080\"\nroot = \"root.json\"\n\
         [printer]\nconnection = \"none\"\nprofile = \"generic-80mm\"\n\
         [desk_page]\nlisten = \"127.0.0.1:{port}\"\nnames = [\"zd1.example.cn\"]\nsocket = \"{0}/hatch\"\nstate = \"{0}/state\"\nfingerprint = \"{0}/fingerprint\"\n{more}",
        dir.display()
    )
}

impl Point {
    /// Alone in its house.
    pub fn new() -> Point {
        Point::at(Place::new("1"), "")
    }

    /// Two of one house. `betrayed` is where the second shows another certificate than the first was told of.
    pub fn pair(betrayed: bool) -> (Point, Point) {
        let (near, far) = (Place::new("1"), Place::new("2"));
        let told = match betrayed {
            true => near.identity.fingerprint(),
            false => far.identity.fingerprint(),
        };
        let (to_far, to_near) = (far.named(&told), near.named(&near.identity.fingerprint()));
        (Point::at(near, &to_far), Point::at(far, &to_near))
    }

    fn at(place: Place, more: &str) -> Point {
        let Place {
            dir,
            listener,
            identity,
            terminal,
        } = place;
        let at = listener.local_addr().unwrap();
        let text = settings(dir.path(), terminal, at.port(), more);
        let config = Config::parse(&text, dir.path()).unwrap();
        let kiosk = listens(&dir.path().join("hatch"), terminal);
        let clock_s = Arc::new(AtomicU64::new(0));
        let clock = clock_s.clone();
        let clock = Arc::new(move || Duration::from_secs(clock.load(Ordering::SeqCst)));
        let desk = Desk::new(&config, &identity, clock).unwrap();
        let tls = house::server(&identity).unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        listener.set_nonblocking(true).unwrap();
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            listen::serve(listener, tls, listen::heard(&[]), desk_page::routes(desk)).await;
        });
        Point {
            at,
            clock_s,
            kiosk,
            config,
            fingerprint: identity.fingerprint(),
            program: None,
            _runtime: Some(runtime),
            dir,
        }
    }

    /// The real program.
    pub fn program() -> Point {
        let place = Place::new("1");
        let file = place.dir.path().join("terminal.toml");
        let kiosk = listens(&place.dir.path().join("hatch"), "1");
        drop(place.listener);
        loop {
            // Somebody else may have taken the port that was free just now.
            let port = TcpListener::bind("127.0.0.1:0").unwrap();
            let at = port.local_addr().unwrap();
            drop(port);
            let text = settings(place.dir.path(), "1", at.port(), "");
            std::fs::write(&file, &text).unwrap();
            let mut child = Command::new(env!("CARGO_BIN_EXE_desk-page"))
                .arg("--config")
                .arg(&file)
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mut out = BufReader::new(child.stdout.take().unwrap());
            let mut first = String::new();
            out.read_line(&mut first).unwrap();
            if first.is_empty() {
                child.wait().unwrap();
                continue;
            }
            let mut errors = child.stderr.take().unwrap();
            let rest = std::thread::spawn(move || {
                let mut log = first;
                out.read_to_string(&mut log).unwrap();
                errors.read_to_string(&mut log).unwrap();
                log
            });
            return Point {
                at,
                clock_s: Arc::default(),
                kiosk,
                config: Config::parse(&text, place.dir.path()).unwrap(),
                fingerprint: place.identity.fingerprint(),
                program: Some((child, Mutex::new(Some(rest)))),
                _runtime: None,
                dir: place.dir,
            };
        }
    }

    /// All that the program said until it was told to end.
    pub fn ended(mut self) -> String {
        let (mut child, log) = self.program.take().unwrap();
        let id = child.id().to_string();
        let told = Command::new("kill").arg("-TERM").arg(id).status().unwrap();
        assert!(told.success());
        assert!(child.wait().unwrap().success());
        let log = log.lock().unwrap().take().unwrap();
        log.join().unwrap()
    }

    /// What `desk-page fingerprint` prints.
    pub fn fingerprint_command(&self) -> String {
        let said = Command::new(env!("CARGO_BIN_EXE_desk-page"))
            .arg("--config")
            .arg(self.dir.path().join("terminal.toml"))
            .arg("fingerprint")
            .output()
            .unwrap();
        assert!(said.status.success(), "{said:?}");
        String::from_utf8(said.stdout).unwrap()
    }

    /// What the program wrote down for the desk.
    pub fn told_fingerprint(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("fingerprint")).unwrap()
    }

    /// Time goes by.
    pub fn pass(&self, seconds: u64) {
        self.clock_s.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn asked(&self) -> Vec<Ask> {
        self.kiosk.lock().unwrap().asked.clone()
    }

    /// The kiosk answers so, once.
    pub fn will_tell(&self, told: Told) {
        self.kiosk.lock().unwrap().next.push_back(told);
    }

    pub fn kiosk_dies(&self) {
        std::fs::remove_file(self.dir.path().join("hatch")).unwrap();
    }

    /// How a browser calls it.
    pub fn host(&self) -> String {
        self.at.to_string()
    }

    /// Logs in with the right PIN.
    pub fn enter(&self) -> Browser {
        let said = self.post("/enter", "", &format!("by=A&pin={PIN}"));
        let cookie = said
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: "))
            .unwrap_or_else(|| panic!("{said}"));
        let cookie = format!("Cookie: {}\r\n", cookie.split(';').next().unwrap());
        let today = self.get("/today", &cookie);
        let token = today.split("name=\"token\" value=\"").nth(1).unwrap();
        Browser {
            token: token.split('"').next().unwrap().to_owned(),
            cookie,
        }
    }

    pub fn get(&self, path: &str, headers: &str) -> String {
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n",
            self.host()
        ))
    }

    pub fn post(&self, path: &str, headers: &str, body: &str) -> String {
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}Content-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.host(),
            body.len()
        ))
    }

    /// What that browser's own form writes.
    pub fn act(&self, browser: &Browser, fields: &str) -> String {
        let body = format!("token={}&{fields}", browser.token);
        self.post("/act", &browser.cookie, &body)
    }

    /// What the kiosk was asked to write last, and with which key.
    pub fn entered(&self) -> (String, Entry) {
        match self.asked().pop() {
            Some(Ask::Enter { key, entry }) => (key.0, entry),
            other => panic!("{other:?}"),
        }
    }

    /// Says these bytes over TLS and reads to the end; who is cut off in the middle has heard nothing.
    pub fn send(&self, bytes: &str) -> String {
        let mut stream = self.tls();
        let _ = stream.write_all(bytes.as_bytes());
        let _ = stream.flush();
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said);
        String::from_utf8_lossy(&said).into_owned()
    }

    /// As a browser, which shows no certificate.
    pub fn tls(&self) -> StreamOwned<ClientConnection, TcpStream> {
        let own = Identity::load_or_make(&self.dir.path().join("browser"), &[]).unwrap();
        let mut tls = (*house::client(&own, &self.fingerprint).unwrap()).clone();
        tls.client_auth_cert_resolver = Arc::new(Nobody);
        let name = ServerName::try_from("127.0.0.1").unwrap();
        let connection = ClientConnection::new(Arc::new(tls), name).unwrap();
        let stream = TcpStream::connect(self.at).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        StreamOwned::new(connection, stream)
    }

    /// A connection from another address of this machine.
    pub fn connect_from(&self, from: Ipv4Addr) -> TcpStream {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .unwrap();
        runtime.block_on(async {
            let socket = tokio::net::TcpSocket::new_v4().unwrap();
            socket.bind(SocketAddr::from((from, 0))).unwrap();
            let stream = socket.connect(self.at).await.unwrap();
            let stream = stream.into_std().unwrap();
            stream.set_nonblocking(true).unwrap();
            stream
        })
    }

    /// What another terminal says when this one asks as its neighbour.
    pub fn ask_neighbour(&self, far: &Point, path: &str) -> Result<String, String> {
        let own = Identity::load(&self.config.desk_page.as_ref().unwrap().state).unwrap();
        let tls = house::client(&own, &far.fingerprint).unwrap();
        let neighbour = Neighbour {
            terminal: "2".into(),
            name: "二楼阅览室".into(),
            address: format!("https://{}/", far.at).parse().unwrap(),
            fingerprint: far.fingerprint.clone(),
        };
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let said = runtime.block_on(house::ask(&neighbour, tls, path, 100_000));
        match said {
            Ok(bytes) => Ok(String::from_utf8(bytes.to_vec()).unwrap()),
            Err(error) => Err(format!("{error:#}")),
        }
    }
}

impl Drop for Point {
    fn drop(&mut self) {
        if let Some((child, _)) = &mut self.program {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[derive(Debug)]
struct Nobody;

impl ResolvesClientCert for Nobody {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        None
    }

    fn has_certs(&self) -> bool {
        false
    }
}
