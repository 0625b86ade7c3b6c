//! A web server over a raw socket that answers as a test says: files of a folder, or anything else, byte by byte.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the server does with a request.
pub enum Reply {
    /// The file, or 404.
    File,
    /// This head (status and headers) and body.
    Say(String, Vec<u8>),
    /// This head and nothing else, as an answer to HEAD.
    Bare(String),
    /// Bytes without an end, without a length.
    Endless,
    /// The file with its true length, a byte at a time with this pause.
    Trickle(Duration),
    /// The true length and this share of the body in percent, then the line breaks.
    Cut(usize),
    /// The true length and other bytes.
    Garbled,
}

/// A request as the server saw it.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Asked {
    /// Without the leading `/`; the whole address when it came to a proxy.
    pub path: String,
    pub head: String,
    pub body: Vec<u8>,
}

impl Asked {
    /// What a store answers that has taken the body.
    pub fn stored(&self) -> Reply {
        let md5 = hex::encode(<md5::Md5 as md5::Digest>::digest(&self.body));
        Reply::Say(format!("201 Created\r\nETag: \"{md5}\""), Vec::new())
    }
}

type Rule = Box<dyn Fn(&Asked) -> Reply + Send>;

/// The server; its threads end with the process.
pub struct Rogue {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
    rule: Arc<Mutex<Rule>>,
}

impl Rogue {
    /// Serves `dir`, soundly at first.
    pub fn serve(dir: &Path) -> Rogue {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let rule: Arc<Mutex<Rule>> = Arc::new(Mutex::new(Box::new(|_| Reply::File)));
        let shared = (dir.to_owned(), asked.clone(), rule.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (dir, asked, rule) = shared.clone();
                std::thread::spawn(move || answer(stream, &dir, &asked, &rule));
            }
        });
        Rogue { port, asked, rule }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// From now on.
    pub fn rule(&self, rule: impl Fn(&Asked) -> Reply + Send + 'static) {
        *self.rule.lock().unwrap() = Box::new(rule);
    }

    /// Everything was asked since the last call.
    pub fn take(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

fn answer(mut stream: TcpStream, dir: &Path, asked: &Mutex<Vec<Asked>>, rule: &Mutex<Rule>) {
    let Some(request) = read(&stream) else { return };
    asked.lock().unwrap().push(request.clone());
    let reply = rule.lock().unwrap()(&request);
    let path = request.path.split('?').next().unwrap_or("").to_owned();
    let file = std::fs::read(below(dir, &path)).ok();
    let _ = respond(&mut stream, reply, file, &request);
}

fn below(dir: &Path, path: &str) -> PathBuf {
    // A proxy is asked for a whole address.
    let path = match path.strip_prefix("http://") {
        Some(rest) => rest.split_once('/').map_or("", |(_, path)| path),
        None => path,
    };
    assert!(!path.contains(".."), "asked for {path}");
    dir.join(path)
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let path = first.split(' ').nth(1)?.trim_start_matches('/').to_owned();
    let mut head = first.trim_end().to_lowercase();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 || line.trim_end().is_empty() {
            break;
        }
        head.push('\n');
        head.push_str(&line.trim_end().to_lowercase());
    }
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { path, head, body })
}

fn respond(
    stream: &mut TcpStream,
    reply: Reply,
    file: Option<Vec<u8>>,
    request: &Asked,
) -> std::io::Result<()> {
    let mut head = |status: &str| {
        stream.write_all(format!("HTTP/1.1 {status}\r\nConnection: close\r\n\r\n").as_bytes())
    };
    match reply {
        Reply::Say(status, body) => {
            head(&format!("{status}\r\nContent-Length: {}", body.len()))?;
            return stream.write_all(&body);
        }
        Reply::Bare(status) => return head(&status),
        Reply::Endless => {
            head("200 OK")?;
            loop {
                stream.write_all(&[b' '; 4096])?;
            }
        }
        _ => {}
    }
    let Some(bytes) = file else {
        return head("404 Not Found\r\nContent-Length: 0");
    };
    let from = request
        .head
        .lines()
        .find_map(|line| {
            line.strip_prefix("range: bytes=")?
                .strip_suffix('-')?
                .parse()
                .ok()
        })
        .filter(|from| *from < bytes.len());
    let body = &bytes[from.unwrap_or(0)..];
    let length = body.len();
    match from {
        Some(from) => head(&format!(
            "206 Partial Content\r\nETag: \"e\"\r\nContent-Range: bytes {from}-{}/{}\r\nContent-Length: {length}",
            bytes.len() - 1,
            bytes.len()
        ))?,
        None => head(&format!(
            "200 OK\r\nETag: \"e\"\r\nContent-Length: {length}"
        ))?,
    }
    match reply {
        Reply::Trickle(pause) => {
            for byte in body {
                stream.write_all(&[*byte])?;
                std::thread::sleep(pause);
            }
            Ok(())
        }
        Reply::Cut(percent) => stream.write_all(&body[..length * percent / 100]),
        Reply::Garbled => stream.write_all(&vec![b'x'; length]),
        _ => stream.write_all(body),
    }
}
