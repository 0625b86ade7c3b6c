//! Sites that want something before they answer: the real publisher reads them by the keys of its recipe, and says clearly what is missing
//! where a key is.

use e2e::portal::Portal;
use e2e::portal::demands::Demands;
use e2e::portal::secure::{Identity, Manner};
use e2e::process::{Said, command, run};
use e2e::programs::Program;
use e2e::publication::{Publication, text};
use std::path::Path;

/// Three articles behind one list, and a publisher.
struct Site {
    dir: tempfile::TempDir,
    publication: Publication,
}

impl Site {
    fn new() -> Site {
        let dir = tempfile::tempdir().unwrap();
        let column = dir.path().join("site/zc");
        std::fs::create_dir_all(&column).unwrap();
        let row = |n| {
            format!(
                "<li><a href='t20260409_{n}.html'>关于第{n}项工作的通知</a><span>2026-04-09</span></li>"
            )
        };
        let rows: String = (1..=3).map(row).collect();
        let list = format!("<meta charset=utf-8><ul class=list>{rows}</ul>");
        std::fs::write(column.join("index.html"), list).unwrap();
        for n in 1..=3 {
            let page = format!(
                "<meta charset=utf-8><title>关于第{n}项工作的通知</title><div id=zoom><p>各单位：</p><p>现将第{n}项工作通知如下，请认真执行。</p><p>示例市人民政府</p><p>2026年4月9日</p></div>"
            );
            std::fs::write(column.join(format!("t20260409_{n}.html")), page).unwrap();
        }
        let publication = Publication::begin(dir.path());
        std::fs::write(
            dir.path().join("channel.toml"),
            "site = \"demo\"\nname = \"示例市\"\ndefault_disclosure = \"public\"\nevidence = \"https://example.invalid/about\"\n",
        )
        .unwrap();
        Site { dir, publication }
    }

    fn serve(&self, demands: Demands, identity: Option<&Identity>) -> Portal {
        Portal::serve_strictly(&self.dir.path().join("site"), demands, identity)
    }

    fn file(&self, name: &str, words: &str) {
        std::fs::write(self.dir.path().join(name), words).unwrap();
    }

    /// Publishes what is read by a recipe with `keys` in its site; `trusted` are the authorities of the machine.
    fn publish(&self, portal: &Portal, keys: &str, trusted: Option<&Path>) -> Said {
        let recipe = format!(
            "[site]\nid = \"demo\"\nname = \"示例市\"\nstart = \"{}zc/index.html\"\nhosts = [\"127.0.0.1\"]\ndelay_ms = 200\n{keys}\n\
             [[list]]\ncolumn = \"文件\"\nurl = \"index.html\"\nitems = \"ul.list > li\"\n[list.fields]\nlink = [\"a@href\"]\n\
             title = [\"a\"]\ndate = [\"span\"]\n",
            portal.url()
        );
        self.file("recipe.toml", &recipe);
        let path = |name: &str| self.dir.path().join(name);
        let _ = std::fs::remove_dir_all(path("state"));
        let mut publisher = command(
            Program::Publisher.path(),
            &[
                "publish",
                "--adapter",
                "portal",
                "--recipe",
                text(&path("recipe.toml")),
                "--from",
                text(&path("state")),
                "--channel",
                text(&path("channel.toml")),
                "--to",
                text(&self.publication.feed()),
                "--keys",
                text(&self.publication.keys()),
                "--report",
                text(&path("report.json")),
            ],
        );
        publisher.env_remove("SSL_CERT_DIR");
        match trusted {
            Some(file) => publisher.env("SSL_CERT_FILE", file),
            None => publisher.env_remove("SSL_CERT_FILE"),
        };
        let said = run(&mut publisher);
        let report = std::fs::read_to_string(path("report.json")).unwrap_or_default();
        let _ = std::fs::remove_file(path("report.json"));
        Said {
            out: format!("{}{report}", said.out),
            ..said
        }
    }

    #[track_caller]
    fn reads(&self, portal: &Portal, keys: &str, trusted: Option<&Path>) {
        let said = self.publish(portal, keys, trusted).ok();
        assert!(
            said.out.starts_with("published 3, changed 0"),
            "{}",
            said.words()
        );
    }

    /// The site answers, nothing of it is a list, and the report says why.
    #[track_caller]
    fn is_refused(&self, portal: &Portal, keys: &str, why: &str) {
        let said = self.publish(portal, keys, None).ok();
        assert!(
            said.out.starts_with("published 0, changed 0") && said.out.contains(why),
            "not told {why}: {}",
            said.words()
        );
    }

    /// Nothing of the site is reached: the run fails, and the report says why.
    #[track_caller]
    fn is_away(&self, portal: &Portal, keys: &str, trusted: Option<&Path>, why: &str) {
        let said = self.publish(portal, keys, trusted).expect_code(1);
        assert!(
            said.out.contains(why) && said.err.contains("nothing of the source was reached"),
            "not told {why}: {}",
            said.words()
        );
    }
}

#[test]
fn a_site_that_wants_its_cookie_back_gets_it_where_the_recipe_says_so() {
    let site = Site::new();
    let wants = Demands {
        cookie: true,
        ..Demands::default()
    };
    let portal = site.serve(wants, None);
    site.is_refused(&portal, "", "site.cookies");
    site.reads(&portal, "cookies = \"replay\"", None);
}

#[test]
fn a_site_that_wants_a_referer_gets_one_where_the_recipe_says_so() {
    let site = Site::new();
    let wants = Demands {
        cookie: true,
        referer: true,
    };
    let portal = site.serve(wants, None);
    site.is_away(&portal, "cookies = \"replay\"", None, "site.headers");
    let keys = "cookies = \"replay\"\nheaders = { Referer = \"list\" }";
    site.reads(&portal, keys, None);
}

#[test]
fn an_authority_of_the_sites_own_is_believed_where_the_recipe_names_it() {
    let site = Site::new();
    let own = Identity::make(Manner::default()).unwrap();
    let other = Identity::make(Manner::default()).unwrap();
    let portal = site.serve(Demands::default(), Some(&own));
    site.file("own.pem", &own.root);
    site.file("other.pem", &other.root);
    site.is_away(&portal, "", None, "site.authorities");
    let wrong = "authorities = [\"other.pem\"]";
    site.is_away(&portal, wrong, None, "site.authorities");
    site.reads(&portal, "authorities = [\"own.pem\"]", None);
}

#[test]
fn a_chain_without_its_middle_is_completed_by_the_recipe() {
    let site = Site::new();
    let manner = Manner {
        incomplete: true,
        ..Manner::default()
    };
    let identity = Identity::make(manner).unwrap();
    let portal = site.serve(Demands::default(), Some(&identity));
    site.file("middle.pem", &identity.middle);
    site.file("system.pem", &identity.root);
    // The machine knows the authority at the top, and still cannot find the way to it.
    let system = site.dir.path().join("system.pem");
    site.is_away(&portal, "", Some(&system), "site.authorities");
    let keys = "authorities = [\"middle.pem\"]";
    site.reads(&portal, keys, Some(&system));
}

#[test]
fn a_box_that_hangs_up_on_new_tls_is_read_with_the_old_one() {
    let site = Site::new();
    let manner = Manner {
        old: true,
        ..Manner::default()
    };
    let identity = Identity::make(manner).unwrap();
    let portal = site.serve(Demands::default(), Some(&identity));
    site.file("own.pem", &identity.root);
    let trusting = "authorities = [\"own.pem\"]";
    site.is_away(&portal, trusting, None, "legacy");
    site.reads(&portal, &format!("{trusting}\ntls = \"legacy\""), None);
}

#[test]
fn no_key_makes_a_certificate_of_another_name_good() {
    let site = Site::new();
    let manner = Manner {
        misnamed: true,
        ..Manner::default()
    };
    let identity = Identity::make(manner).unwrap();
    let portal = site.serve(Demands::default(), Some(&identity));
    site.file("own.pem", &identity.root);
    let keys = "authorities = [\"own.pem\"]\ntls = \"legacy\"\ncookies = \"replay\"";
    site.is_away(&portal, keys, None, "another name");
}

#[test]
fn an_authority_that_is_none_or_lies_elsewhere_is_refused_before_anything_is_asked() {
    let site = Site::new();
    let portal = site.serve(Demands::default(), None);
    site.file("text.pem", "no certificate");
    for (name, why) in [
        ("text.pem", "it holds no certificate as PEM"),
        ("../own.pem", "a plain file name"),
        ("missing.pem", "read authority missing.pem"),
    ] {
        let keys = format!("authorities = [\"{name}\"]");
        let said = site.publish(&portal, &keys, None).expect_code(1);
        assert!(said.err.contains(why), "{}", said.words());
    }
    assert_eq!(portal.count(), 0);
}
