//! Asking a portal. Owns manners: only allowed hosts, robots.txt, a pause between requests, conditional requests, and a cap on every answer.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use texting_robots::Robot;
use url::Url;

use crate::sources::portal::cookies::Jar;
use crate::sources::portal::recipe::{Cookies, DELAY_MS_MIN, Site, Tls};

/// Bytes of one page.
pub const PAGE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Bytes of one attached file.
pub const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Bytes of robots.txt, as RFC 9309 asks for.
const ROBOTS_BYTES_MAX: usize = 512 * 1024;
/// One request from connecting to the last byte.
const REQUEST_SECONDS: u64 = 60;
const CONNECT_SECONDS: u64 = 15;
/// Redirects of one request; each must stay on an allowed host.
const REDIRECTS_MAX: usize = 5;
/// How we call ourselves.
const AGENT: &str = concat!("reading-room-publisher/", env!("CARGO_PKG_VERSION"));
/// The name that robots.txt may speak of.
const ROBOT_NAME: &str = "reading-room-publisher";

/// What the portal answered to one request.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Reply {
    /// HTTP status; 304 when nothing changed.
    pub status: u16,
    pub body: Vec<u8>,
    pub etag: Option<String>,
    pub modified: Option<String>,
    /// Where it came from in the end.
    pub url: Option<Url>,
}

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Form of a POST.
    pub form: Option<BTreeMap<String, String>>,
    /// JSON of a POST.
    pub json: Option<String>,
    /// What we have already.
    pub etag: Option<String>,
    /// The same, by time.
    pub modified: Option<String>,
    /// The page the link stood on.
    pub referer: Option<Url>,
    /// Bytes at most.
    pub max: usize,
}

/// Nobody answered, or not to the end: another time somebody may.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NoAnswer(pub String);

/// A way to ask; tests have their own.
pub trait Web {
    /// Asks for `url`.
    ///
    /// # Errors
    /// The host is not allowed, robots.txt forbids it, the network failed, or the answer is too long.
    fn ask(&mut self, url: &Url, ask: &Ask) -> anyhow::Result<Reply>;
}

/// The real one.
pub struct Http {
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
    hosts: Vec<String>,
    headers: BTreeMap<String, String>,
    /// Where requests come from that have no page of their own.
    referer: Option<Url>,
    /// None where cookies are not replayed.
    jar: Option<Jar>,
    tls: Tls,
    delay: Duration,
    last: Option<Instant>,
    robots: HashMap<String, Option<Robot>>,
}

impl Http {
    /// For one site.
    pub fn new(site: &Site) -> anyhow::Result<Http> {
        // Ours and reqwest's other users share one provider; whoever comes first installs it.
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let mut builder = reqwest::Client::builder();
        if site.tls == Tls::Legacy {
            builder = builder.max_tls_version(reqwest::tls::Version::TLS_1_2);
        }
        for bytes in &site.vouching {
            let list = reqwest::Certificate::from_pem_bundle(bytes)
                .context("read a certificate of site.authorities")?;
            builder = builder.tls_certs_merge(list);
        }
        let client = builder
            .user_agent(AGENT)
            .timeout(Duration::from_secs(REQUEST_SECONDS))
            .connect_timeout(Duration::from_secs(CONNECT_SECONDS))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .context("make a web client")?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("start the network")?;
        let mut headers = site.headers.clone();
        let from_list = headers
            .iter()
            .find(|(name, value)| name.eq_ignore_ascii_case("referer") && *value == "list")
            .map(|(name, _)| name.clone());
        let referer = from_list.map(|name| {
            headers.remove(&name);
            site.start.clone()
        });
        Ok(Http {
            client,
            runtime,
            hosts: site.hosts.clone(),
            headers,
            referer,
            jar: (site.cookies == Cookies::Replay).then(Jar::default),
            tls: site.tls,
            delay: Duration::from_millis(site.delay_ms.max(DELAY_MS_MIN)),
            last: None,
            robots: HashMap::new(),
        })
    }

    fn pause(&mut self) {
        if let Some(last) = self.last {
            let waited = last.elapsed();
            if waited < self.delay {
                std::thread::sleep(self.delay - waited);
            }
        }
        self.last = Some(Instant::now());
    }

    fn once(&mut self, url: &Url, ask: &Ask) -> anyhow::Result<(Reply, Option<Url>)> {
        ensure!(
            url.host_str()
                .is_some_and(|h| self.hosts.iter().any(|a| a == h)),
            "ask {url}: its host is not in site.hosts"
        );
        self.pause();
        let mut request = match (&ask.form, &ask.json) {
            (Some(form), _) => {
                let body = url::form_urlencoded::Serializer::new(String::new())
                    .extend_pairs(form)
                    .finish();
                self.client
                    .post(url.clone())
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(body)
            }
            (None, Some(json)) => self
                .client
                .post(url.clone())
                .header("content-type", "application/json")
                .body(json.clone()),
            (None, None) => self.client.get(url.clone()),
        };
        request = request.header("accept-encoding", "identity");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(etag) = &ask.etag {
            request = request.header("if-none-match", etag);
        }
        if let Some(modified) = &ask.modified {
            request = request.header("if-modified-since", modified);
        }
        if let Some(referer) = ask.referer.as_ref().or(self.referer.as_ref()) {
            request = request.header("referer", referer.as_str());
        }
        let host = url.host_str().unwrap_or_default();
        if let Some(cookies) = self.jar.as_ref().and_then(|jar| jar.header(host)) {
            request = request.header("cookie", cookies);
        }
        let max = ask.max;
        let jar = &mut self.jar;
        let tls = self.tls;
        self.runtime.block_on(async move {
            let mut answer = match request.send().await {
                Ok(answer) => answer,
                Err(error) => {
                    let error = anyhow::Error::new(error);
                    let advice = of_tls(url, tls, &format!("{error:#}"));
                    let error = error.context(NoAnswer(format!("ask {url}")));
                    return Err(match advice {
                        Some(advice) => error.context(advice),
                        None => error,
                    });
                }
            };
            let sets_cookie = answer.headers().contains_key("set-cookie");
            if let Some(jar) = jar.as_mut() {
                let set = answer.headers().get_all("set-cookie").iter();
                set.filter_map(|value| value.to_str().ok())
                    .for_each(|value| jar.take(host, value));
            }
            let said = |name: &str| {
                let value = answer.headers().get(name)?.to_str().ok()?;
                Some(value.to_owned())
            };
            let mut reply = Reply {
                status: answer.status().as_u16(),
                etag: said("etag"),
                modified: said("last-modified"),
                url: Some(url.clone()),
                body: Vec::new(),
            };
            let moved = answer
                .status()
                .is_redirection()
                .then(|| said("location"))
                .flatten();
            if let Some(to) = moved {
                let to = url
                    .join(&to)
                    .with_context(|| format!("follow {url} to {to}"))?;
                ensure!(
                    jar.is_some() || !sets_cookie || to != *url,
                    "ask {url}: it sets a cookie and sends us to the same address again; site.cookies = \"replay\" gives it back"
                );
                return Ok((reply, Some(to)));
            }
            while let Some(chunk) = answer
                .chunk()
                .await
                .with_context(|| NoAnswer(format!("read {url}")))?
            {
                reply.body.extend_from_slice(&chunk);
                ensure!(reply.body.len() <= max, "read {url}: more than {max} bytes");
            }
            Ok((reply, None))
        })
    }

    fn allowed(&mut self, url: &Url) -> anyhow::Result<bool> {
        let host = url.origin().ascii_serialization();
        if !self.robots.contains_key(&host) {
            let ask = Ask {
                max: ROBOTS_BYTES_MAX,
                ..Ask::default()
            };
            let reply = self.follow(&url.join("/robots.txt")?, &ask);
            // No robots.txt forbids nothing; a server that fails forbids everything for now (RFC 9309).
            let robot = match reply {
                Ok(reply) if reply.status == 200 => Robot::new(ROBOT_NAME, &reply.body).ok(),
                Ok(reply) if reply.status < 500 => None,
                Ok(reply) => bail!(NoAnswer(format!("ask {host}/robots.txt: {}", reply.status))),
                Err(error) => return Err(error),
            };
            self.robots.insert(host.clone(), robot);
        }
        let robot = self.robots.get(&host).and_then(Option::as_ref);
        Ok(robot.is_none_or(|robot| robot.allowed(url.as_str())))
    }

    fn follow(&mut self, url: &Url, ask: &Ask) -> anyhow::Result<Reply> {
        let mut at = url.clone();
        for _ in 0..=REDIRECTS_MAX {
            match self.once(&at, ask)? {
                (reply, None) => return Ok(reply),
                (_, Some(to)) => at = to,
            }
        }
        bail!("ask {url}: more than {REDIRECTS_MAX} redirects")
    }
}

/// What to do about a connection that could not be made secure.
fn of_tls(url: &Url, tls: Tls, why: &str) -> Option<String> {
    let host = url.host_str().unwrap_or_default();
    let says = |words: &[&str]| words.iter().any(|word| why.contains(word));
    if url.scheme() != "https" {
        None
    } else if says(&["UnknownIssuer", "BadSignature"]) {
        // The second: an authority of the name that is known, with another key.
        Some(format!(
            "trust {host}: nobody this machine knows vouches for its certificate; if the site has an authority of its own, or leaves out \
             the certificate in the middle, put that one beside the recipe and name it in site.authorities"
        ))
    } else if says(&["NotValidForName", "not valid for name"]) {
        Some(format!("trust {host}: its certificate is for another name"))
    } else if says(&["Expired", "expired"]) {
        Some(format!("trust {host}: its certificate has expired"))
    } else if tls == Tls::Modern && says(&["eof", "EOF", "reset", "closed", "alert"]) {
        Some(format!(
            "speak TLS with {host}: the connection ended at its beginning; some old servers hang up when TLS 1.3 is offered, for those \
             site.tls = \"legacy\" offers 1.2 alone"
        ))
    } else {
        None
    }
}

/// What to say of an answer that is none: some sites want to be asked as a browser asks.
pub fn refusal(url: &Url, status: u16) -> String {
    match status {
        403 | 412 => format!(
            "ask {url}: {status}; a site that wants to see a Referer, a header or its cookie gets them by site.headers and site.cookies"
        ),
        _ => format!("ask {url}: {status}"),
    }
}

impl Web for Http {
    fn ask(&mut self, url: &Url, ask: &Ask) -> anyhow::Result<Reply> {
        ensure!(self.allowed(url)?, "ask {url}: robots.txt forbids it");
        self.follow(url, ask)
    }
}

/// A site that no recipe speaks of yet, with all manners.
pub fn unknown(url: &Url) -> anyhow::Result<Http> {
    let host = url.host_str().context("the address has no host")?;
    Http::new(&Site {
        id: String::new(),
        name: host.to_owned(),
        start: url.clone(),
        hosts: vec![host.to_owned()],
        delay_ms: DELAY_MS_MIN,
        charset: "auto".to_owned(),
        tls: Tls::Modern,
        authorities: Vec::new(),
        vouching: Vec::new(),
        cookies: Cookies::None,
        headers: BTreeMap::new(),
        check: None,
        soft_404: Vec::new(),
    })
}

/// The one page that was asked for.
pub fn page(web: &mut dyn Web, url: &Url) -> anyhow::Result<Vec<u8>> {
    let ask = Ask {
        max: PAGE_BYTES_MAX,
        ..Ask::default()
    };
    let reply = web.ask(url, &ask)?;
    ensure!(reply.status == 200, "{}", refusal(url, reply.status));
    Ok(reply.body)
}
